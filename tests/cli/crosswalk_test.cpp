// assay catalog crosswalk, and faults in crosswalk files.
#include "support/small_home.hpp"
#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace {

constexpr std::string_view k_one = R"(<catalog id="one" title="First Standard" version="1" scale="iso17021" obligation="shall">
  <source>Ours.</source>
  <group id="8.6" title="Resolution">
    <control id="8.6-r01"><title>Recorded</title><statement>It is recorded.</statement></control>
    <control id="8.6-r02"><title>Resolved</title><statement>It is resolved.</statement></control>
  </group>
  <group id="9" title="Review">
    <control id="9-r01"><title>Reviewed</title><statement>It is reviewed.</statement></control>
  </group>
</catalog>
)";

constexpr std::string_view k_two = R"(<catalog id="two" title="Second Framework" version="1" scale="alignment" obligation="should">
  <source>Ours.</source>
  <group id="incident" title="Incidents">
    <control id="incident.log"><title>Log</title><statement>There is a log.</statement></control>
    <control id="incident.fix"><title>Fix</title><statement>It is fixed.</statement></control>
  </group>
  <group id="desk" title="Desk">
    <control id="desk.open"><title>Open</title><statement>It is open.</statement></control>
  </group>
</catalog>
)";

constexpr std::string_view k_map = R"(<crosswalk id="one.two" from="one" to="two" title="One to two">
  <source>Our own judgement.</source>
  <map from="8.6" to="incident" relation="intersects" judgement="ours" confidence="B"><reason>Both restore service.</reason></map>
  <map from="8.6-r01" to="incident.log" relation="superset" judgement="source" confidence="V"><reason>The log is part of recording.</reason></map>
  <map from="9-r01" to="incident.log" relation="related" judgement="ours" confidence="C"><reason>A review reads the log.</reason></map>
</crosswalk>
)";

struct TwoCatalogs : SmallHome {
    TwoCatalogs() {
        write("catalogs/one.xml", k_one);
        write("catalogs/two.xml", k_two);
        write("crosswalks/one.two.xml", k_map);
    }
    void says(const std::vector<std::string>& arguments, const std::string& text) const {
        const auto result = run(arguments);
        CHECK(result.err.empty());
        CHECK(result.out == text);
        CHECK(result.exit_code == 0);
    }
    void refuses(const std::vector<std::string>& arguments, int exit_code, const std::string& text) const {
        const auto result = run(arguments);
        CHECK(result.out.empty());
        CHECK(result.err == text);
        CHECK(result.exit_code == exit_code);
    }
};

} // namespace

TEST_CASE_FIXTURE(TwoCatalogs, "catalog crosswalk prints the maps with their reasons, and what is mapped and what is not, both ways") {
    says({"catalog", "crosswalk", "one", "two"}, "First Standard (one) to Second Framework (two)\n"
                                                 "Crosswalk one.two: Our own judgement.\n"
                                                 "\n"
                                                 "8.6 Resolution\n"
                                                 "  intersects: incident Incidents (our judgement, confidence B)\n"
                                                 "    Both restore service.\n"
                                                 "\n"
                                                 "8.6-r01 Recorded\n"
                                                 "  superset: incident.log Log (published mapping, confidence V)\n"
                                                 "    The log is part of recording.\n"
                                                 "\n"
                                                 "9-r01 Reviewed\n"
                                                 "  related: incident.log Log (our judgement, confidence C)\n"
                                                 "    A review reads the log.\n"
                                                 "\n"
                                                 "First Standard (one) in Second Framework (two): 3 of 3 controls mapped, 0 not\n"
                                                 "       1  superset (1 mapped themselves, 0 by a group or process around them)\n"
                                                 "       1  intersects (0 mapped themselves, 1 by a group or process around them)\n"
                                                 "       1  related (1 mapped themselves, 0 by a group or process around them)\n"
                                                 "\n"
                                                 "Second Framework (two) in First Standard (one): 2 of 3 controls mapped, 1 not\n"
                                                 "       1  subset (1 mapped themselves, 0 by a group or process around them)\n"
                                                 "       1  intersects (0 mapped themselves, 1 by a group or process around them)\n"
                                                 "  not mapped: desk.open Open\n");
    const auto back = run({"catalog", "crosswalk", "two", "one"});
    CHECK(back.err.empty());
    CHECK(back.out.starts_with("Second Framework (two) to First Standard (one)\n"
                               "Crosswalk one.two, read backwards: Our own judgement.\n"
                               "\n"
                               "incident Incidents\n"
                               "  intersects: 8.6 Resolution (our judgement, confidence B)\n"
                               "    Both restore service.\n"
                               "\n"
                               "incident.log Log\n"
                               "  subset: 8.6-r01 Recorded (published mapping, confidence V)\n"
                               "    The log is part of recording.\n"
                               "  related: 9-r01 Reviewed (our judgement, confidence C)\n"));
}

TEST_CASE_FIXTURE(TwoCatalogs, "without a direct crosswalk the way gone is printed, step by step") {
    write("catalogs/three.xml", R"(<catalog id="three" title="Third" version="1" scale="alignment" obligation="should">
  <source>Ours.</source>
  <control id="t1" cite="1"><title>Only</title><statement>It is.</statement></control>
</catalog>
)");
    write("crosswalks/three.one.xml", R"(<crosswalk id="three.one" from="three" to="one" title="Three to one">
  <source>A published one.</source>
  <map from="t1" to="8.6" relation="superset" judgement="source" confidence="C"><reason>It asks more.</reason></map>
</crosswalk>
)");
    const auto result = run({"catalog", "crosswalk", "three", "two"});
    CHECK(result.err.empty());
    CHECK(result.out == "Third (three) to Second Framework (two)\n"
                        "No crosswalk leads straight there; the way gone is three → one → two. Each link is as weak as the weakest on its way.\n"
                        "Crosswalk three.one: A published one.\n"
                        "Crosswalk one.two: Our own judgement.\n"
                        "\n"
                        "t1 Only\n"
                        "  intersects: incident Incidents (our judgement, confidence B)\n"
                        "    three t1 [superset] one 8.6: It asks more.\n"
                        "    one 8.6 [intersects] two incident: Both restore service.\n"
                        "  superset: incident.log Log (published mapping, confidence C)\n"
                        "    three t1 [superset] one 8.6: It asks more.\n"
                        "    one 8.6 holds 8.6-r01\n"
                        "    one 8.6-r01 [superset] two incident.log: The log is part of recording.\n"
                        "\n"
                        "Third (three) in Second Framework (two): 1 of 1 control mapped, 0 not\n"
                        "       1  superset (1 mapped themselves, 0 by a group or process around them)\n"
                        "\n"
                        "Second Framework (two) in Third (three): 2 of 3 controls mapped, 1 not\n"
                        "       1  subset (1 mapped themselves, 0 by a group or process around them)\n"
                        "       1  intersects (0 mapped themselves, 1 by a group or process around them)\n"
                        "  not mapped: desk.open Open\n");
}

TEST_CASE_FIXTURE(TwoCatalogs, "between editions what was kept, changed, new and withdrawn is counted") {
    write("crosswalks/one.two.xml", R"(<crosswalk id="one.two" from="one" to="two" title="One to two">
  <source>Ours.</source>
  <map from="8.6-r01" to="incident.log" change="kept" relation="equal" judgement="ours" confidence="V"><reason>The same.</reason></map>
  <map from="8.6-r02" to="incident.fix" change="changed" relation="subset" judgement="ours" confidence="V"><reason>More.</reason></map>
  <map to="desk.open" change="new" judgement="ours" confidence="V"><reason>Nothing before.</reason></map>
  <map from="9-r01" change="withdrawn" judgement="ours" confidence="V"><reason>Gone.</reason></map>
</crosswalk>
)");
    const auto result = run({"catalog", "crosswalk", "two", "one"});
    CHECK(result.err.empty());
    CHECK(result.out == "Second Framework (two) to First Standard (one)\n"
                        "Crosswalk one.two, read backwards: Ours.\n"
                        "\n"
                        "incident.log Log\n"
                        "  kept, equal: 8.6-r01 Recorded (our judgement, confidence V)\n"
                        "    The same.\n"
                        "\n"
                        "incident.fix Fix\n"
                        "  changed, superset: 8.6-r02 Resolved (our judgement, confidence V)\n"
                        "    More.\n"
                        "\n"
                        "desk.open Open\n"
                        "  new: (nothing) (our judgement, confidence V)\n"
                        "    Nothing before.\n"
                        "\n"
                        "(nothing)\n"
                        "  withdrawn: 9-r01 Reviewed (our judgement, confidence V)\n"
                        "    Gone.\n"
                        "\n"
                        "From one to two: 1 kept, 1 changed, 1 new, 1 withdrawn.\n"
                        "\n"
                        "Second Framework (two) in First Standard (one): 2 of 3 controls mapped, 1 not\n"
                        "       1  equal (1 mapped themselves, 0 by a group or process around them)\n"
                        "       1  superset (1 mapped themselves, 0 by a group or process around them)\n"
                        "  not mapped: desk.open Open\n"
                        "\n"
                        "First Standard (one) in Second Framework (two): 2 of 3 controls mapped, 1 not\n"
                        "       1  equal (1 mapped themselves, 0 by a group or process around them)\n"
                        "       1  subset (1 mapped themselves, 0 by a group or process around them)\n"
                        "  not mapped: 9-r01 Reviewed\n");
}

TEST_CASE_FIXTURE(TwoCatalogs, "programs read the crosswalk as JSON") {
    const auto result = run({"catalog", "crosswalk", "one", "two", "--json"});
    CHECK(result.err.empty());
    CHECK(result.out.starts_with("{\n  \"from\": \"one\",\n  \"to\": \"two\",\n  \"way\": [\n    \"one\",\n    \"two\"\n  ],\n"));
    CHECK(result.out.find("\"from\": \"8.6-r01\",\n      \"to\": \"incident.log\",\n      \"relation\": \"superset\",\n      \"change\": \"\",\n"
                          "      \"judgement\": \"source\",\n      \"confidence\": \"V\",\n") != std::string::npos);
    CHECK(result.out.find("\"catalog\": \"two\",\n      \"controls\": 3,\n      \"mapped\": 2,\n") != std::string::npos);
    CHECK(result.out.ends_with("}\n"));
}

TEST_CASE_FIXTURE(TwoCatalogs, "catalogs that do not exist or do not meet are told with what does") {
    refuses({"catalog", "crosswalk", "one", "tow"}, 64, "assay: there is no catalog 'tow' (did you mean 'two'?)\n");
    refuses({"catalog", "crosswalk", "onee", "two"}, 64, "assay: there is no catalog 'onee' (did you mean 'one'?)\n");
    refuses({"catalog", "crosswalk", "one", "one"}, 64, "assay: 'one' is compared with itself; name two catalogs\n");
    write("catalogs/three.xml", R"(<catalog id="three" title="Third" version="1" scale="alignment" obligation="should">
  <source>Ours.</source>
  <control id="t1" cite="1"><title>Only</title><statement>It is.</statement></control>
</catalog>
)");
    refuses({"catalog", "crosswalk", "one", "three"}, 64, "assay: no crosswalk leads from 'one' to 'three'; from there they lead to two\n");
    refuses({"catalog", "crosswalk", "three", "one"}, 64, "assay: no crosswalk leads from 'three' to 'one'; none leads anywhere from there\n");
    refuses({"catalog", "crosswalk", "one", "two", "--assessment", "first"}, 64,
            "assay: --assessment takes the number of an assessment, or 'last', not 'first'\n");
    refuses({"catalog", "crosswalk", "one", "two", "--assessment", "last"}, 64,
            "assay: --assessment needs a workspace; go into it, or name it with --workspace\n");
}

TEST_CASE_FIXTURE(TwoCatalogs, "validate links the crosswalks and tells every fault with its place and a suggestion") {
    says({"catalog", "validate"}, "0 registers, 2 catalogs with 6 controls, 0 checks, 1 crosswalk: no fault\n");
    write("crosswalks/again.xml", k_map);
    refuses({"catalog", "validate"}, 1,
            "controls/crosswalks/one.two.xml:1:1: error: crosswalk 'one.two' is already defined (first in controls/crosswalks/again.xml:1:1) [duplicate-id]\n");
    write("crosswalks/again.xml", R"(<crosswalk id="again" from="two" to="one" title="Again">
  <source>Ours.</source>
  <map from="desk" to="8.7" relation="related" judgement="ours" confidence="B"><reason>None.</reason></map>
</crosswalk>
)");
    refuses({"catalog", "validate"}, 1,
            "controls/crosswalks/again.xml:3:24: error: catalog 'one' has no control, group or process '8.7' (did you mean '8.6'?) [unknown-control]\n"
            "controls/crosswalks/one.two.xml:1:1: error: 'one' and 'two' are mapped already by crosswalk 'again' (put the maps into controls/crosswalks/again.xml:1:1) "
            "[duplicate-crosswalk]\n");
    refuses({"catalog", "crosswalk", "one", "two"}, 1,
            "controls/crosswalks/again.xml:3:24: error: catalog 'one' has no control, group or process '8.7' (did you mean '8.6'?) [unknown-control]\n"
            "controls/crosswalks/one.two.xml:1:1: error: 'one' and 'two' are mapped already by crosswalk 'again' (put the maps into controls/crosswalks/again.xml:1:1) "
            "[duplicate-crosswalk]\n");
    // Commands that need no crosswalk do not read them.
    CHECK(run({"catalog", "list"}).exit_code == 0);
}

TEST_CASE_FIXTURE(TwoCatalogs, "a workspace adds crosswalks of its own and overrides built-in ones by id") {
    folder.write("w/assay.xml", "<workspace organization=\"Test\"><period from=\"2025-01-01\" to=\"2025-12-31\"/><standard catalog=\"one\"/></workspace>\n");
    folder.write("w/controls/crosswalks/mine.xml", R"(<crosswalk id="one.two" from="one" to="two" title="Mine">
  <source>My own.</source>
  <map from="9" to="desk" relation="equal" judgement="ours" confidence="B"><reason>So we say.</reason></map>
</crosswalk>
)");
    CHECK(run_there({"catalog", "crosswalk", "one", "two"}).out.find("Crosswalk one.two: My own.\n\n9 Review\n  equal: desk Desk (our judgement") != std::string::npos);
    CHECK(run({"catalog", "crosswalk", "one", "two"}).out.find("My own") == std::string::npos);
    CHECK(run({"--workspace", "w", "catalog", "crosswalk", "one", "two"}).out.find("My own") != std::string::npos);
    CHECK(run({"--workspace", "nowhere", "catalog", "list"}).err == "assay: 'nowhere' is not a workspace: it has no assay.xml; make one with 'assay init nowhere'\n");
}

TEST_CASE_FIXTURE(TwoCatalogs, "in a workspace an assessment of the one catalog speaks of the other") {
    std::filesystem::copy(std::string(ASSAY_SOURCE_DIR) + "/controls/registers", folder.path() / "controls" / "registers");
    REQUIRE(run({"init", "w", "--organization", "Test", "--from", "2025-01-01", "--to", "2025-12-31"}).exit_code == 0);
    folder.write("w/assay.xml", "<workspace organization=\"Test\"><period from=\"2025-01-01\" to=\"2025-12-31\"/><standard catalog=\"one\"/></workspace>\n");
    const auto none = run_there({"catalog", "crosswalk", "one", "two", "--assessment", "last"});
    CHECK(none.err == "assay: there is no assessment yet; make one with 'assay check'\n");
    CHECK(none.exit_code == 1);
    REQUIRE(run_there({"check", "--on", "2026-01-31"}).exit_code == 0);
    const auto result = run_there({"catalog", "crosswalk", "one", "two", "--assessment", "1"});
    CHECK(result.err.empty());
    CHECK(result.exit_code == 0);
    const auto at = result.out.find("\nWhat assessment");
    REQUIRE(at != std::string::npos);
    CHECK(result.out.substr(at) == "\nWhat assessment 1 of one (judged on 2026-01-31 from change 1) says of Second Framework (two)\n"
                                   "Only what asks the same (equal) or more (superset) carries a result, and only equal carries \"not met\"; the rest touches it.\n"
                                   "       0  met\n"
                                   "       0  met, with remark\n"
                                   "       0  not met\n"
                                   "       1  open\n"
                                   "       1  touched\n"
                                   "       1  not mapped\n"
                                   "       3  controls\n"
                                   "  shown: 0.0 % = (met 0 + met, with remark 0) / 3 controls\n"
                                   "  open: incident.log Log: one 8.6-r01 (superset, not assessed)\n"
                                   "  touched: incident.fix Fix: one 8.6 (related, not assessed)\n");
    CHECK(run_there({"catalog", "crosswalk", "two", "one", "--assessment", "last"}).err == "assay: assessment 1 did not judge 'two'; it judged one\n");
}
