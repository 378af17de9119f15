// `assay diff`, `assay trend`, `assay check --baseline`: what became of each determination, from a workspace's own small standard.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace {

bool tells(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Three controls: every job has an owner, every job has an end, and one for an assessor alone.
struct Jobs : TestWorkspace {
    Jobs() {
        write("assay.xml", "<workspace organization='Yard'><period from='2026-01-01' to='2026-12-31'/><standard catalog='yard'/></workspace>\n");
        write("controls/registers/job.xml", "<register id='job' title='Jobs' kind='maintained'><purpose>Work.</purpose>\n"
                                            "<field id='number' title='Number' type='text' key='yes'/><field id='owner' title='Owner' type='text'/>\n"
                                            "<field id='ends' title='Ends' type='date'/></register>\n");
        write_catalog("Jobs have owners.", "");
        write_checks("exists(owner)");
        save_job("1", "owner=", "ends=2026-03-01");
        REQUIRE(judge().exit_code == 2);
    }
    void write_catalog(const std::string& statement, const std::string& more) const {
        write("controls/catalogs/yard.xml",
              "<catalog id='yard' title='Yard rules' version='1' scale='alignment' obligation='should'><source>Ours.</source>\n"
              "<control id='own' cite='1'><title>Owners</title><statement>" + statement + "</statement></control>\n"
              "<control id='end' cite='2'><title>Ends</title><statement>Jobs have ends.</statement></control>\n"
              "<control id='tidy' cite='3'><title>Tidy</title><statement>The yard is tidy.</statement></control>\n" + more + "</catalog>\n");
    }
    void write_checks(const std::string& owned) const {
        write("controls/checks/yard.xml",
              "<checks catalog='yard'>\n<check id='job-owned' controls='own'><title>T</title><basis>B</basis><message>{number}</message>\n"
              "<each in='job' require='" + owned + "'/></check>\n<check id='job-ends' controls='end'><title>T</title><basis>B</basis><message>{number}</message>\n"
              "<each in='job' require='exists(ends)'/></check></checks>\n");
    }
    void save_job(const std::string& number, const std::string& owner, const std::string& ends) const {
        REQUIRE(run({"set", "job", number, owner, ends}).exit_code == 0);
    }
    ProgramResult judge() const { return run({"check", "--on", "2026-06-30"}); }
};

} // namespace

TEST_CASE_FIXTURE(Jobs, "one assessment is compared with nothing") {
    const auto result = run({"diff"});
    CHECK(result.exit_code == 64);
    CHECK(result.out.empty());
    CHECK(result.err == "assay: there is only assessment 1; 'assay check' makes another\n");
}

TEST_CASE_FIXTURE(Jobs, "gaps that are new, mended by nothing shown, and unchanged with other rows are told apart") {
    save_job("1", "owner=A", "ends=2026-03-01");
    save_job("2", "owner=", "ends=");
    save_job("3", "owner=B", "ends=");
    const auto second = run({"check", "--on", "2026-06-30", "--baseline", "1", "--fail-on", "regression"});
    CHECK(second.exit_code == 2);
    CHECK(second.out.ends_with("\nAgainst assessment 1, judged on 2026-06-30\n"
                               "        1  new\n"
                               "        2  unchanged\n"
                               "        3  together: 3 before, 3 after\n"
                               "Failing rows: 3 new, 1 gone, 0 still failing\n"));
    const auto difference = run({"diff"});
    CHECK(difference.err.empty());
    CHECK(difference.exit_code == 0);
    CHECK(difference.out == "Before: assessment 1 (judged on 2026-06-30 from change 3, audit period 2026-01-01 to 2026-12-31)\n"
                            "After:  assessment 2 (judged on 2026-06-30 from change 6, audit period 2026-01-01 to 2026-12-31)\n"
                            "\n"
                            "        1  new\n"
                            "        2  unchanged\n"
                            "        3  together: 3 before, 3 after\n"
                            "Failing rows: 3 new, 1 gone, 0 still failing\n"
                            "\n"
                            "New gaps (1)\n"
                            "reference  control  subject  before        after                                       failing rows\n"
                            "---------  -------  -------  ------------  ------------------------------------------  ------------\n"
                            "2          end               not assessed  partly aligned, priority medium (proposed)  2 new\n"
                            "\n"
                            "Unchanged, but not the same rows fail (1)\n"
                            "reference  control  subject  before                                      after                                       failing rows\n"
                            "---------  -------  -------  ------------------------------------------  ------------------------------------------  -------------\n"
                            "1          own               partly aligned, priority medium (proposed)  partly aligned, priority medium (proposed)  1 new, 1 gone\n");
    save_job("2", "owner=C", "ends=2026-04-01");
    save_job("3", "owner=C", "ends=2026-04-01");
    CHECK(run({"check", "--on", "2026-06-30", "--baseline", "2", "--fail-on", "regression"}).exit_code == 0);
    // A check that passes over rows that nobody declared complete shows nothing: the gaps are not called fixed.
    CHECK(tells(run({"diff"}).out, "\n        2  unclear\n        1  unchanged\n        3  together"));
    CHECK(run({"diff", "1", "3", "--format", "csv"}).out ==
          "movement,standard,reference,control,title,subject,subject title,before,after,new failing rows,failing rows gone,still failing\r\n"
          "unclear,yard,1,own,Owners,,Yard,\"partly aligned, priority medium (proposed)\",not assessed,0,1,0\r\n");
    CHECK(run({"diff", "2"}).out == run({"diff", "2", "3"}).out);
    CHECK(tells(run({"diff", "1", "3", "--format", "json"}).out, "\"counts\": {\n    \"new\": 0,\n    \"worse\": 0,\n    \"unclear\": 1,\n    \"catalog_changed\": 0,"));
}

TEST_CASE_FIXTURE(Jobs, "a revised control is listed and not compared, and the others keep their results") {
    write_catalog("Every job has an owner.", "<control id='new' cite='4'><title>New</title><statement>New.</statement></control>\n");
    const auto check = run({"check", "--on", "2026-06-30", "--baseline", "1", "--fail-on", "regression"});
    CHECK(check.exit_code == 0);
    CHECK(check.out.ends_with("        1  catalog changed\n"
                              "        1  added\n"
                              "        2  unchanged\n"
                              "        4  together: 3 before, 4 after\n"
                              "Failing rows: 0 new, 0 gone, 1 still failing\n"
                              "Judged by other files: catalog yard\n"
                              "1 control had another statement, evidence or checks before: not compared\n"));
    write_checks("exists(owner) and exists(ends)");
    CHECK(judge().exit_code == 2);
    CHECK(tells(run({"diff"}).out, "Judged by other files: checks yard.xml\n1 control had"));
    // The earlier catalog is gone from the disk, and is read from where the assessment kept it.
    write("controls/catalogs/yard.xml", "<catalog id='yard' title='Yard' version='2' scale='alignment' obligation='should'><source>Ours.</source>\n"
                                        "<control id='end' cite='2'><title>Ends</title><statement>Jobs have ends.</statement></control></catalog>\n");
    write("controls/checks/yard.xml", "<checks catalog='yard'><check id='job-ends' controls='end'><title>T</title><basis>B</basis><message>{number}</message>\n"
                                      "<each in='job' require='exists(ends)'/></check></checks>\n");
    CHECK(judge().exit_code == 0);
    CHECK(tells(run({"diff", "1"}).out, "\nSubjects and controls that are gone (2)\n"
                                        "reference  control  subject  before                                      after  failing rows\n"
                                        "---------  -------  -------  ------------------------------------------  -----  ------------\n"
                                        "1          own               partly aligned, priority medium (proposed)         1 gone\n"
                                        "3          tidy              not assessed\n"));
    const auto points = run({"trend", "--format", "csv"});
    CHECK(points.out == "standard,version,assessment,judged on,change,unit,not assessed,major,minor,error,met with remark,met,no occasion,not applicable,assessable,"
                        "lower,upper,failing rows of all standards\r\n"
                        "yard,1,1,2026-06-30,3,control,2,0,1,0,0,0,0,0,3,0,2,1\r\n"
                        "yard,1,2,2026-06-30,3,control,3,0,1,0,0,0,0,0,4,0,3,1\r\n"
                        "yard,1,3,2026-06-30,3,control,3,0,1,0,0,0,0,0,4,0,3,1\r\n"
                        "yard,2,4,2026-06-30,3,control,1,0,0,0,0,0,0,0,1,0,1,0\r\n");
}

TEST_CASE_FIXTURE(Jobs, "a standard that only one of the two judged is left out and counted") {
    write("controls/catalogs/gate.xml", "<catalog id='gate' title='Gate' version='1' scale='alignment' obligation='should'><source>Ours.</source>\n"
                                        "<control id='shut' cite='1'><title>Shut</title><statement>The gate is shut.</statement></control></catalog>\n");
    write("assay.xml", "<workspace organization='Yard'><period from='2026-01-01' to='2026-12-31'/><standard catalog='gate'/><standard catalog='yard'/></workspace>\n");
    CHECK(judge().exit_code == 2);
    const auto difference = run({"diff"});
    CHECK(tells(difference.out, "        3  unchanged\n        3  together: 3 before, 3 after\nFailing rows: 0 new, 0 gone, 1 still failing\n"
                                "Left out: gate, which only the later assessment judged (1 determination)\n"
                                "Judged by other files: catalog gate (after only), workspace assay.xml\n"));
    const auto unknown = run({"diff", "--standard", "gat"});
    CHECK(unknown.exit_code == 64);
    CHECK(unknown.err == "assay: --standard gat: not both assessments judged it\n");
    CHECK(run({"trend", "--standard", "yart"}).err == "assay: --standard yart: no assessment judged it (did you mean 'yard'?)\n");
    CHECK(run({"check", "--standard", "gate", "--on", "2026-06-30"}).exit_code == 0);
    CHECK(run({"diff", "1", "3"}).err == "assay: the two assessments judged no standard in common, so that there is nothing to compare\n");
}

TEST_CASE_FIXTURE(Jobs, "what cannot be compared is refused, and nothing is judged for it") {
    CHECK(run({"diff", "1", "7"}).err == "assay: there is no assessment 7; 'assay trend' lists them\n");
    CHECK(run({"diff", "x"}).err == "assay: BEFORE is the number of an assessment, not 'x'\n");
    const auto without = run({"check", "--fail-on", "regression"});
    CHECK(without.exit_code == 64);
    CHECK(without.err == "assay: --fail-on regression needs --baseline ID: the assessment to compare with ('assay trend' lists them)\n");
    const auto unknown = run({"check", "--baseline", "9"});
    CHECK(unknown.exit_code == 64);
    CHECK(unknown.out.empty());
    CHECK(unknown.err == "assay: there is no assessment 9; 'assay trend' lists them\n");
    CHECK(run({"check", "--fail-on", "worst"}).err == "assay: --fail-on takes minor, major, regression, not 'worst'\n");
    CHECK(tells(run({"trend"}).out, "\n         1  2026-06-30       3             2      0      1      0            0    0            0               0  0.0 % to 66.7 % (0 to 2 of 3)"));
    CHECK_FALSE(tells(run({"trend"}).out, "\n         2  "));
}

TEST_CASE_FIXTURE(Jobs, "exceptions are counted both ways on demand, and change neither the outcome, the counts nor the exit code") {
    const auto plain = run({"check", "--on", "2026-06-30", "--no-save"});
    CHECK(plain.exit_code == 2);
    const auto none = run({"check", "--on", "2026-06-30", "--no-save", "--honour-exceptions"});
    CHECK(none.exit_code == 2);
    CHECK(none.out == plain.out + "\nWith exceptions in force honoured: they change no determination, no count above and no exit code\n  none is on record\n");
    REQUIRE(run({"set", "exception", "E1", "catalog=yard", "control=own", "kind=compliance_exception", "reason=no owners yet", "approver=P1", "approved_on=2026-02-01",
                 "reported_to=Board", "reported_on=2026-02-02"}).exit_code == 0);
    REQUIRE(run({"set", "exception", "E2", "catalog=yard", "control=end", "kind=compliance_exception", "reason=none yet"}).exit_code == 0);
    const auto both = run({"check", "--on", "2026-06-30", "--honour-exceptions"});
    CHECK(both.exit_code == 2);
    CHECK(tells(both.out, "\nWith exceptions in force honoured: they change no determination, no count above and no exit code\n"
                          "  Yard rules: 1 control not met; 0 with exceptions honoured (1 excepted)\n"
                          "\nExceptions on record\n"
                          "  E1  yard/own: in force without an end, approved by P1; covers 1 gap\n"
                          "  E2  yard/end: not approved\n"));
    CHECK(tells(both.out, plain.out.substr(plain.out.find("\n\n")))); // the counts, after the line that names the change
    CHECK(tells(run({"explain", "own"}).out, "  - compliance exception [E1]: in force; it changes no determination; no owners yet\n"));
}

TEST_CASE_FIXTURE(Jobs, "what a migration did to stored values is judged, though the definitions are again those of the kept assessment") {
    REQUIRE(tells(run({"explain", "end"}).out, "1 of 1 row meet it"));
    const auto define = [&](const std::string& type) {
        write("controls/registers/job.xml", "<register id='job' title='Jobs' kind='maintained'><purpose>Work.</purpose>\n"
                                            "<field id='number' title='Number' type='text' key='yes'/><field id='owner' title='Owner' type='text'/>\n"
                                            "<field id='ends' title='Ends' type='" + type + "'/></register>\n");
    };
    define("text");
    REQUIRE(run({"migrate", "job"}).exit_code == 0);
    define("date");
    REQUIRE(run({"migrate", "job", "--map", "ends:2026-03-01="}).exit_code == 0);
    CHECK(judge().exit_code == 2);
    CHECK(tells(run({"explain", "end"}).out, "1 of 1 row fails"));
}
