// Faults in files under controls/, as an author meets them: place, fault and suggestion.
#include "support/small_home.hpp"

#include <doctest/doctest.h>

namespace {

std::string catalog(const std::string& id, const std::string& controls) {
    return "<catalog id=\"" + id + "\" title=\"" + id + "\" version=\"1\" scale=\"alignment\" obligation=\"should\">\n  <source>Ours.</source>\n" + controls + "</catalog>\n";
}

std::string control(const std::string& id) {
    return "  <control id=\"" + id + "\" cite=\"1\"><title>T</title><statement>S.</statement></control>\n";
}

struct Content : SmallHome {
    Content() {
        write("registers/job.xml", R"(<register id="job" title="Jobs" kind="maintained">
  <purpose>Work.</purpose>
  <field id="number" title="Number" type="text" key="yes"/>
</register>
)");
        write("catalogs/one.xml", catalog("one", control("c-1") + control("c-2")));
    }
    void write_check(const std::string& controls) const {
        write("checks/one.xml", "<checks catalog=\"one\">\n  <check id=\"a\" controls=\"" + controls +
                                    "\">\n    <title>T</title><basis>S.</basis>\n    <each in=\"job\" require=\"exists(number)\"/>\n    <message>{number}</message>\n"
                                    "  </check>\n</checks>\n");
    }
    void refused(const std::string& text) const {
        const auto result = run({"catalog", "validate"});
        CHECK(result.out.empty());
        CHECK(result.err == text);
        CHECK(result.exit_code == 1);
    }
};

} // namespace

TEST_CASE_FIXTURE(Content, "sound content has no fault") {
    write_check("c-1 one/c-2");
    const auto result = run({"catalog", "validate"});
    CHECK(result.err.empty());
    CHECK(result.out == "1 register, 1 catalog with 2 controls, 1 check, 0 crosswalks: no fault\n");
    CHECK(result.exit_code == 0);
}

TEST_CASE_FIXTURE(Content, "a crosswalk to a missing id") {
    write("catalogs/two.xml", catalog("two", control("d-1")));
    write("crosswalks/one.two.xml", R"(<crosswalk id="one.two" from="one" to="two" title="One to two">
  <source>Ours.</source>
  <map from="c-1" to="d-11" relation="equal" judgement="ours" confidence="B"><reason>The same.</reason></map>
  <map from="c-3" to="d-1" relation="equal" judgement="ours" confidence="B"><reason>The same.</reason></map>
</crosswalk>
)");
    refused("controls/crosswalks/one.two.xml:3:23: error: catalog 'two' has no control, group or process 'd-11' (did you mean 'd-1'?) [unknown-control]\n"
            "controls/crosswalks/one.two.xml:4:14: error: catalog 'one' has no control, group or process 'c-3' (did you mean 'c-1'?) [unknown-control]\n");
}

TEST_CASE_FIXTURE(Content, "a crosswalk to a missing catalog") {
    write("crosswalks/one.two.xml", R"(<crosswalk id="one.two" from="one" to="onee" title="One to two">
  <source>Ours.</source>
  <map from="c-1" to="d-1" relation="equal" judgement="ours" confidence="B"><reason>The same.</reason></map>
</crosswalk>
)");
    refused("controls/crosswalks/one.two.xml:1:40: error: there is no catalog 'onee' (did you mean 'one'?) [unknown-catalog]\n");
}

TEST_CASE_FIXTURE(Content, "two catalogs with one id") {
    write("catalogs/other.xml", "\n" + catalog("one", control("c-1")));
    refused("controls/catalogs/other.xml:2:1: error: catalog 'one' is already defined (first in controls/catalogs/one.xml:1:1) [duplicate-id]\n");
}

TEST_CASE_FIXTURE(Content, "two registers with one id") {
    write("registers/other.xml", R"(<register id="job" title="Jobs" kind="maintained">
  <purpose>Work.</purpose>
  <field id="number" title="Number" type="text" key="yes"/>
</register>
)");
    refused("controls/registers/other.xml:1:1: error: register 'job' is already defined (first in controls/registers/job.xml:1:1) [duplicate-id]\n");
}

TEST_CASE_FIXTURE(Content, "a workspace may override a built-in catalog by its id") {
    folder.write("w/assay.xml", "<workspace organization=\"Test\"><period from=\"2025-01-01\" to=\"2025-12-31\"/><standard catalog=\"one\"/></workspace>\n");
    folder.write("w/controls/catalogs/mine.xml", catalog("one", control("c-1") + control("c-2") + control("c-3")));
    CHECK(run_there({"catalog", "validate"}).out == "1 register, 1 catalog with 3 controls, 0 checks, 0 crosswalks: no fault\n");
}

TEST_CASE_FIXTURE(Content, "a control without statement") {
    write("catalogs/one.xml", catalog("one", "  <control id=\"c-1\" cite=\"1\"><title>T</title></control>\n"));
    refused("controls/catalogs/one.xml:3:3: error: control 'c-1' lacks the element 'statement' [missing-element]\n");
}

TEST_CASE_FIXTURE(Content, "a check bound to nothing") {
    write_check("c-11");
    refused("controls/checks/one.xml:2:27: error: there is no control 'one/c-11' (did you mean 'c-1'?) [unknown-control]\n");
    write_check("on/c-1");
    refused("controls/checks/one.xml:2:27: error: there is no control 'on/c-1' (did you mean 'one'?) [unknown-control]\n");
    write_check("");
    refused("controls/checks/one.xml:2:27: error: the attribute 'controls' of check 'a' is empty (give it a value or remove it) [wrong-value]\n");
    write("checks/one.xml", "<checks catalog=\"one\">\n  <check id=\"a\">\n    <title>T</title><basis>S.</basis>\n    <each in=\"job\" require=\"exists(number)\"/>\n"
                            "    <message>{number}</message>\n  </check>\n</checks>\n");
    refused("controls/checks/one.xml:2:3: error: check 'a' lacks the attribute 'controls' [missing-attribute]\n");
}
