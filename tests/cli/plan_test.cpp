// `assay plan`: which of the possible actions remove what blocks by a date, at the least effort.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace {

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Three requirements not met: two small ones and a major one that blocks stage 2.
struct Planning : TestWorkspace {
    Planning() {
        write("assay.xml", "<workspace organization='Yard'><period from='2026-01-01' to='2026-12-31'/><standard catalog='yard'/></workspace>\n");
        write("controls/catalogs/yard.xml",
              "<catalog id='yard' title='Yard rules' version='1' scale='iso17021' obligation='shall'><source>Ours.</source>\n"
              "<control id='own-1' shall='own' cite='5'><title>Own</title><statement>Jobs have owners.</statement></control>\n"
              "<control id='end-1' shall='end' cite='7'><title>End</title><statement>Jobs have ends.</statement></control>\n"
              "<control id='8.2.3.1-r04' cite='8'><title>Do</title><statement>Others do not do it all.</statement></control></catalog>\n");
        save({"person", "P", "name=Pat"});
        save({"person", "Q", "name=Quin", "improvement_hours=7"});
        for (const auto* control : {"own-1", "end-1", "8.2.3.1-r04"}) {
            save({"attestation", std::string("A-") + control, "catalog=yard", std::string("control=") + control, "person=P", "statement=S", "outcome=not_met",
                  "attested_on=2026-06-01", "audit_team=yes", "competent_for=all", "no_conflict_declared=yes"});
        }
        REQUIRE(run({"check", "--on", "2026-06-30"}).exit_code == 2);
    }
    void save(std::vector<std::string> words) const {
        words.insert(words.begin(), "set");
        const auto result = run(words);
        REQUIRE_MESSAGE(result.exit_code == 0, result.err);
    }
    void remedy(const std::string& id, const std::string& removes, const std::string& owner, const std::string& effort, const std::string& days) const {
        save({"remedy", id, "title=Do " + id, "removes=" + removes, "owner=" + owner, "effort=" + effort, "lead_days=" + days});
    }
    ProgramResult plan(std::vector<std::string> more = {}) const {
        std::vector<std::string> words{"plan", "--from", "2026-07-01", "--by", "2026-07-28"};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }
};

} // namespace

TEST_CASE_FIXTURE(Planning, "without actions on record everything stays, and a plan needs a date") {
    const auto result = plan();
    CHECK(result.exit_code == 2);
    CHECK(result.err.empty());
    CHECK(result.out == "Plan for everything not met (Yard rules), from 2026-07-01 to 2026-07-28\n"
                        "Assessment 1, judged on 2026-06-30. For the organisation itself: no report and no pack has it.\n\n"
                        "  blocks    3\n"
                        "  possible  0 actions on record, 0 of them considered\n"
                        "  plan      0 actions, 0.00 h: removes 0 of 3\n"
                        "            no other choice leaves fewer, or takes less effort for as few (1 step looked at)\n"
                        "\nStays\n"
                        "  no recorded action removes\n"
                        "    own, end, 8.2.3.1-r04\n");
    CHECK(run({"plan"}).err == "assay: --by DATE is needed: the day by which nothing must block any more\n");
    CHECK(run({"plan"}).exit_code == 64);
    CHECK(run({"plan", "--from", "2026-07-02", "--by", "2026-07-01"}).err == "assay: --by 2026-07-01: lies before the first day of the plan, 2026-07-02\n");
    CHECK(plan({"--hours", "169"}).err == "assay: --hours 169: must be a number from 0 to 168 with at most two digits after the point\n");
    CHECK(plan({"--standard", "yrd"}).err == "assay: --standard yrd: the assessment did not judge it; it judged yard\n");
    CHECK(plan({"--for", "all"}).exit_code == 64);
}

TEST_CASE_FIXTURE(Planning, "the least effort is chosen, with the day to begin, within lead times and the hours of each owner") {
    remedy("R1", "own", "P", "4", "10");
    remedy("R2", "end-1", "P", "4", "27");       // a control stands for its shall group
    remedy("R3", "own; end", "P", "7.5", "10");  // both for less
    remedy("R4", "8.2.3.1-r04", "Q", "28.01", "1"); // Quin has 28 hours in four weeks
    remedy("R5", "8.2.3.1-r04", "P", "1", "28");
    remedy("R6", "own, scope, 8.2.3.1-r05", "P", "9", "1");
    save({"remedy", "R7", "title=T", "removes=own", "status=rejected"});
    save({"remedy", "R8", "title=T", "removes=own", "owner=P"});
    remedy("R9", "scope", "P", "9", "1");
    const auto result = plan();
    CHECK(result.exit_code == 2);
    CHECK(result.out == "Plan for everything not met (Yard rules), from 2026-07-01 to 2026-07-28\n"
                        "Assessment 1, judged on 2026-06-30. For the organisation itself: no report and no pack has it.\n\n"
                        "  blocks    3\n"
                        "  possible  9 actions on record, 5 of them considered\n"
                        "  plan      1 action, 7.50 h: removes 2 of 3\n"
                        "            no other choice leaves fewer, or takes less effort for as few (8 steps looked at)\n"
                        "\nbegin by    action  title  owner    effort  days  removes\n"
                        "----------  ------  -----  -------  ------  ----  --------\n"
                        "2026-07-18  R3      Do R3  Pat (P)  7.50 h    10  own, end\n"
                        "\nStays\n"
                        "  8.2.3.1-r04: R5 would: it takes 28 days, and there are 27; R4 would: it takes 28.01 h, and Quin (Q) has 28.00 h left of 28.00 h until 2026-07-28\n"
                        "\nActions not considered\n"
                        "  R5: it takes 28 days, and there are 27\n"
                        "  R7: its status is rejected\n"
                        "  R8: its effort is not recorded\n"
                        "  R9: it removes nothing that blocks\n"
                        "\nTo know\n"
                        "  R6 names '8.2.3.1-r05', which is nothing of this standard (did you mean '8.2.3.1-r04'?)\n"
                        "  Pat (P): no hours a week are recorded (improvement_hours) or given (--hours): taken as without limit\n");
    const auto more = plan({"--hours", "1"}); // Pat has four hours
    CHECK(says(more.out, "  plan      1 action, 4.00 h: removes 1 of 3\n"));
    save({"remedy", "R4", "effort=28"});
    const auto all = plan();
    CHECK(all.exit_code == 0);
    CHECK(says(all.out, "  plan      2 actions, 35.50 h: removes 3 of 3\n"));
    CHECK(says(plan({"--format", "json"}).out, "\"begin_by\": \"2026-07-18\","));
    CHECK(says(plan({"--for", "stage-2"}).out, "  blocks    2\n")); // the scope, and that others do not do it all
}

TEST_CASE_FIXTURE(Planning, "where nothing known blocks, what is not assessed is told, so that nobody takes it for good") {
    for (const auto* control : {"own-1", "end-1", "8.2.3.1-r04"}) {
        REQUIRE(run({"remove", "attestation", std::string("A-") + control}).exit_code == 0);
    }
    REQUIRE(run({"check", "--on", "2026-06-30"}).exit_code == 0);
    const auto result = plan();
    CHECK(result.exit_code == 0);
    CHECK(result.out.ends_with("no report and no pack has it.\n\n  blocks    nothing that is known\n  unknown   3 requirements = 3 not assessed + 0 in error: what they hide, no plan knows\n"));
    CHECK(says(plan({"--format", "json"}).out, "\"not_assessed\": 3,\n  \"in_error\": 0,"));
}

TEST_CASE_FIXTURE(Planning, "the register of possible actions is in no pack") {
    remedy("R1", "own", "P", "4", "10");
    REQUIRE(run({"pack"}).exit_code == 0);
    const Program unzip("/usr/bin/unzip", path());
    CHECK(says(unzip.run({"-p", "assessment-1.zip", "registers/index.csv"}).out, "remedy,Possible actions (for the organisation itself: not packed),,"));
    const auto names = unzip.run({"-Z1", "assessment-1.zip"});
    REQUIRE(says(names.out, "registers/person.csv"));
    CHECK_FALSE(says(names.out, "registers/remedy.csv"));
}
