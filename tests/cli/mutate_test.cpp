// assay rules test --mutate: faults put into a check, and the cases that notice them or not.
#include "support/small_home.hpp"

#include <doctest/doctest.h>

namespace {

constexpr std::string_view k_cases = R"(    <case name="early" on="2026-01-31">
      <row in="job" id="1" number="1" done="yes" score="5"/>
      <expect row="1" verdict="pass"/>
    </case>
    <case name="never" on="2026-01-31">
      <row in="job" id="1" number="1" done="yes" score="4"/>
      <expect row="1" verdict="fail"/>
    </case>
)";

struct OneCheck : SmallHome {
    OneCheck() {
        write("registers/job.xml", R"(<register id="job" title="Jobs" kind="maintained">
  <purpose>Work.</purpose>
  <field id="number" title="Number" type="text" key="yes"/>
  <field id="done" title="Done" type="boolean"/>
  <field id="score" title="Score" type="integer"/>
</register>
)");
        write("catalogs/one.xml", R"(<catalog id="one" title="First" version="1" scale="alignment" obligation="should">
  <source>Ours.</source>
  <control id="c1" cite="1"><title>Done well</title><statement>What is done is done well.</statement></control>
</catalog>
)");
    }
    void write_check(const std::string& more) const {
        write("checks/one.xml", R"(<checks catalog="one">
  <check id="done-well" controls="c1">
    <title>Done well</title>
    <basis>What is done is done well.</basis>
    <each in="job" where="done" require="score ge 5"/>
    <message>Job {number} scores {score}.</message>
)" + std::string(k_cases) + more + "  </check>\n</checks>\n");
    }
};

} // namespace

TEST_CASE_FIXTURE(OneCheck, "a fault that no case notices is told with its place, and fails the run") {
    write_check("");
    const auto result = run({"rules", "test", "--mutate"});
    CHECK(result.err.empty());
    CHECK(result.out == "1 check, 2 cases: all as expected\n"
                        "controls/checks/one.xml:5:27: check 'done-well': without where: no case notices\n"
                        "controls/checks/one.xml: 3 of 4 killed, 1 survived\n"
                        "1 check, 4 mutants: 3 killed (75.0 %), at least 95 % wanted\n");
    CHECK(result.exit_code == 1);
}

TEST_CASE_FIXTURE(OneCheck, "with a case for each condition every fault is noticed") {
    write_check("    <case name=\"not done\" on=\"2026-01-31\">\n      <row in=\"job\" number=\"1\" done=\"no\" score=\"1\"/>\n    </case>\n");
    const auto result = run({"rules", "test", "done-well", "--mutate"});
    CHECK(result.err.empty());
    CHECK(result.out == "1 check, 3 cases: all as expected\n"
                        "controls/checks/one.xml: 4 of 4 killed\n"
                        "1 check, 4 mutants: 4 killed (100.0 %), at least 95 % wanted\n");
    CHECK(result.exit_code == 0);
}

TEST_CASE_FIXTURE(OneCheck, "checks whose own cases fail are not mutated, and an unknown check is told") {
    write_check("    <case name=\"wrong\" on=\"2026-01-31\">\n      <row in=\"job\" id=\"1\" number=\"1\" done=\"yes\" score=\"1\"/>\n    </case>\n");
    const auto result = run({"rules", "test", "--mutate"});
    CHECK(result.out == "controls/checks/one.xml:15:5: check 'done-well', case 'wrong': row '1' is not named and must pass, was fail\n"
                        "1 check, 3 cases: 1 not as expected\n");
    CHECK(result.exit_code == 1);
    CHECK(run({"rules", "test", "done-wel", "--mutate"}).err == "assay: there is no check 'done-wel' (did you mean 'done-well'?)\n");
}
