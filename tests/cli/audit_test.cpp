// `assay check --audit`, `assay raise`, `assay audit list / show / close`, over a small standard of the workspace's own.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace {

bool says(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Clause 1 with two shall groups; jobs without owner are not what it asks for. Audit A is led by L; M is a member, O observes, W has own work there.
struct Audit : TestWorkspace {
    Audit() {
        write("assay.xml", "<workspace organization='Yard'><period from='2026-01-01' to='2026-12-31'/><standard catalog='yard'/></workspace>\n");
        write("controls/registers/job.xml", "<register id='job' title='Jobs' kind='record'><purpose>Work.</purpose>\n"
                                            "<field id='number' title='Number' type='text' key='yes'/><field id='done_on' title='Done' type='date'/>\n"
                                            "<field id='owner' title='Owner' type='text'/><occurred from='done_on'/></register>\n");
        write("controls/catalogs/yard.xml",
              "<catalog id='yard' title='Yard rules' version='1' scale='iso17021' obligation='shall'><source>Ours.</source>\n"
              "<group id='1' title='Work' cite='1'>\n"
              "<control id='own' shall='1.S1'><title>Owners</title><statement>Jobs have owners.</statement></control>\n"
              "<control id='tidy' shall='1.S2'><title>Tidy</title><statement>The yard is tidy.</statement></control></group>\n"
              "<group id='2' title='Gate' cite='2'>\n"
              "<control id='shut' shall='2.S1'><title>Shut</title><statement>The gate is shut.</statement></control></group></catalog>\n");
        write("controls/checks/yard.xml",
              "<checks catalog='yard'>\n<check id='job-owned' controls='own'><title>T</title><basis>B</basis><message>{number} has no owner</message>\n"
              "<each in='job' require='exists(owner)'/></check></checks>\n");
        for (const auto* person : {"L", "M", "O", "W", "P"}) {
            save({"person", person, std::string("name=Person ") + person});
        }
        save({"audit", "A", "title=First", "kind=internal", "period_from=2026-01-01", "period_to=2026-06-30", "status=running", "sites=North; South", "starts_on=2026-07-01"});
        save({"audit_team", "A", "L", "role=lead_auditor", "competence=all", "no_conflict_declared=yes"});
        save({"audit_team", "A", "M", "role=auditor", "competence=all", "no_conflict_declared=yes"});
        save({"audit_team", "A", "O", "role=observer"});
        save({"audit_team", "A", "W", "role=auditor", "competence=all", "no_conflict_declared=yes", "own_work=yes"});
        save({"audit_session", "S1", "audit=A", "title=Jobs", "held_on=2026-07-01", "clauses=1", "site=north", "auditee=P", "status=held", "result=nonconforming"});
        save({"job", "J1", "done_on=2026-03-01", "owner="});
        save({"job", "J2", "done_on=2026-03-01", "owner=x"});
        save({"job", "J3", "done_on=2026-09-01", "owner="});
    }
    void save(std::vector<std::string> words) const {
        words.insert(words.begin(), "set");
        const auto result = run(words);
        REQUIRE_MESSAGE(result.exit_code == 0, result.err);
    }
    void judge() const { REQUIRE(run({"check", "--audit", "A", "--on", "2026-07-02"}).exit_code == 2); }
    void refuses(const std::vector<std::string>& words, const std::string& text, int exit_code = 64) const {
        const auto before = store_bytes();
        const auto result = run(words);
        CHECK(result.out.empty());
        CHECK(result.err == "assay: " + text + "\n");
        CHECK(result.exit_code == exit_code);
        CHECK(store_bytes() == before);
    }
};

} // namespace

TEST_CASE_FIXTURE(Audit, "an assessment for an audit has the audit's period, and says whose it is") {
    const auto alone = run({"check", "--on", "2026-07-02"});
    CHECK(says(alone.out, "Yard: audit period 2026-01-01 to 2026-12-31, judged on 2026-07-02 from change 16; a self-assessment: gaps, not nonconformities\n"));
    const auto result = run({"check", "--audit", "A", "--on", "2026-07-02"});
    CHECK(result.exit_code == 2);
    CHECK(says(result.out, "Yard: audit period 2026-01-01 to 2026-06-30, judged on 2026-07-02 from change 16; audit A: grades are proposals, and nonconformities are "
                           "raised by a person ('assay raise')\n"));
    REQUIRE(run({"report", "gap", "--format", "md"}).exit_code == 0);
    CHECK(says(read_text_file(path() / "reports/gap.md"), "Audit A"));
    CHECK(says(run({"audit", "list"}).out, "A      First  internal  running  2026-01-01 to 2026-06-30         1 of 1                0            1\n"));
    refuses({"check", "--audit", "Zenith"}, "there is no audit 'Zenith'; 'assay audit list' lists them");
}

TEST_CASE_FIXTURE(Audit, "in an audit an attestation counts from its team only, whatever it says of itself") {
    const auto attest = [&](const std::string& person) {
        save({"attestation", "T1", "catalog=yard", "control=shut", "person=" + person, "statement=Shut", "outcome=met", "attested_on=2026-07-01", "audit_team=yes", "competent_for=all",
              "no_conflict_declared=yes"});
        judge();
        return run({"explain", "shut"}).out;
    };
    CHECK(says(attest("M"), "Person M attested on 2026-07-01 that it is met"));
    CHECK(says(attest("P"), "Person P is not of the team of audit A"));
    CHECK(says(attest("O"), "Person O takes part in audit A as observer, not as auditor"));
    CHECK(says(attest("W"), "Person W has work of their own in the scope of the audit"));
    REQUIRE(run({"check", "--on", "2026-07-02"}).exit_code == 2);
    CHECK(says(run({"explain", "shut"}).out, "Person W attested on 2026-07-01 that it is met"));
}

TEST_CASE_FIXTURE(Audit, "a nonconformity names requirement, evidence, all instances and who raised it") {
    judge();
    const auto tried = run({"raise", "own", "--audit", "A", "--by", "Person M", "--on", "2026-07-03", "--dry-run"});
    CHECK(tried.exit_code == 0);
    CHECK(says(tried.out, "NC-001 would be raised for shall group 1.S1: 1 gap, 1 instance of assessment 1\nnonconformity NC-001: would be added\n"));
    CHECK(run({"list", "nonconformity"}).out.find("NC-001") == std::string::npos);
    const auto raised = run({"raise", "1.S1", "--audit", "A", "--by", "M", "--on", "2026-07-03", "--session", "S1", "--grade", "minor", "--confirmed-by", "L"});
    CHECK(raised.err.empty());
    CHECK(raised.out == "NC-001 raised for shall group 1.S1: 1 gap, 1 instance of assessment 1\n"
                        "nonconformity NC-001: added by change 17\n"
                        "  id                  NC-001\n"
                        "  title               Owners\n"
                        "  source              internal_audit\n"
                        "  audit               A\n"
                        "  auditor             M\n"
                        "  found_on            2026-07-03\n"
                        "  status              open\n"
                        "  catalog             yard\n"
                        "  control             own\n"
                        "  clause              1\n"
                        "  criterion           Yard rules, 1; own: Jobs have owners.\n"
                        "  statement           own: 1 of 2 rows fail\n"
                        "  objective_evidence  job J1: J1 has no owner; assessment 1, judged on 2026-07-02 from change 16\n"
                        "  instances           job J1\n"
                        "  session             S1\n"
                        "  seen_at             north, 2026-07-01\n"
                        "  auditee             P\n"
                        "  grade_proposed      minor\n"
                        "  grade               minor\n"
                        "  grade_confirmed_by  L\n"
                        "Next: the auditee's word ('assay set nonconformity NC-001 response=acknowledged responded_on=DATE'), then correction, cause and corrective action.\n");
    CHECK(says(run({"history", "nonconformity", "NC-001"}).out, "raised in audit A by M"));
    refuses({"raise", "own", "--audit", "A", "--by", "M"}, "NC-001 stands for 1.S1 in audit A already: add to it with 'assay set', or name another --cause");
    CHECK(run({"raise", "own", "--audit", "A", "--by", "M", "--cause", "Nobody asks"}).exit_code == 0);
}

TEST_CASE_FIXTURE(Audit, "only an auditor of the audit without a conflict raises, and only the lead confirms a grade") {
    judge();
    refuses({"raise", "own", "--audit", "A", "--by", "P"}, "Person P (P) is not of the team of audit A (register audit_team)");
    refuses({"raise", "own", "--audit", "A", "--by", "O"}, "Person O (O) cannot judge in audit A: takes part in it as observer");
    refuses({"raise", "own", "--audit", "A", "--by", "W"}, "Person W (W) cannot judge in audit A: has work of their own in its scope");
    refuses({"raise", "own", "--audit", "A", "--by", "M", "--grade", "minor"}, "--grade needs --confirmed-by: the lead auditor who confirms it");
    refuses({"raise", "own", "--audit", "A", "--by", "M", "--grade", "minor", "--confirmed-by", "M"},
            "Person M (M) is not the lead auditor of audit A, and only the lead auditor confirms a grade");
    refuses({"raise", "own", "--audit", "A", "--by", "M", "--grade", "major", "--confirmed-by", "L"}, "the grade proposed is minor: give the --reason for major");
    refuses({"raise", "1", "--audit", "A", "--by", "M"}, "1 is a clause; a nonconformity is raised for one of its shall groups: 1.S1, 1.S2");
    refuses({"raise", "tidy", "--audit", "A", "--by", "M"}, "nothing of 1.S2 is not met in assessment 1; name --workpaper for what an auditor saw");
    refuses({"raise", "--audit", "A", "--by", "M"}, "name the control or shall group that is not met, or --workpaper");
}

TEST_CASE_FIXTURE(Audit, "gaps of a self-assessment are raised in no audit") {
    REQUIRE(run({"check", "--on", "2026-07-02"}).exit_code == 2);
    refuses({"raise", "own", "--audit", "A", "--by", "M"}, "no assessment belongs to audit A: judge with 'assay check --audit A', or name --workpaper");
    refuses({"raise", "own", "--audit", "A", "--by", "M", "--assessment", "1"},
            "assessment 1 is not of audit A: judge with 'assay check --audit A', or name --workpaper");
}

TEST_CASE_FIXTURE(Audit, "what an auditor saw is enough, and what comes back after it ended is a recurrence") {
    save({"workpaper", "WP1", "audit=A", "session=S1", "catalog=yard", "control=tidy", "method=observation", "seen=Oil on the floor", "items=bay 3", "result=nonconforming"});
    save({"workpaper", "WP2", "audit=A", "catalog=yard", "control=tidy", "method=observation", "seen=Clean", "result=conforming"});
    save({"nonconformity", "NC-007", "title=Oil", "catalog=yard", "control=tidy", "found_on=2025-01-01", "status=closed"});
    const auto raised = run({"raise", "--workpaper", "WP1", "--audit", "A", "--by", "M", "--on", "2026-07-03"});
    CHECK(says(raised.out, "NC-008 raised for shall group 1.S2: 0 gaps, 0 instances; a recurrence of NC-007\n"));
    CHECK(says(raised.out, "  statement           Oil on the floor\n"));
    CHECK(says(raised.out, "  objective_evidence  workpaper WP1: Oil on the floor\n"));
    CHECK(says(raised.out, "  instances           bay 3\n"));
    CHECK(says(raised.out, "  auditee             P\n"));
    CHECK(says(raised.out, "  recurrence_of       NC-007\n"));
    refuses({"raise", "--workpaper", "WP2", "--audit", "A", "--by", "M"}, "workpaper WP2 says conforming, not nonconforming");
    refuses({"raise", "--workpaper", "WP3", "--audit", "A", "--by", "M"}, "audit A has no workpaper 'WP3' (did you mean 'WP1'?)");
    refuses({"raise", "own", "--workpaper", "WP1", "--audit", "A", "--by", "M"}, "workpaper WP1 is about tidy, not about own");
    REQUIRE(run({"set", "nonconformity", "NC-008", "status=withdrawn"}).exit_code == 0);
    CHECK(says(run({"raise", "--workpaper", "WP1", "--audit", "A", "--by", "M", "--recurrence-of", "none"}).out, "NC-009 raised for shall group 1.S2: 0 gaps, 0 instances\n"));
}

TEST_CASE_FIXTURE(Audit, "an audit is closed by its lead when every session has a result or a reason and every grade is confirmed") {
    save({"audit_session", "S2", "audit=A", "title=Gate", "clauses=2", "status=planned"});
    judge();
    REQUIRE(run({"raise", "own", "--audit", "A", "--by", "M"}).exit_code == 0);
    const auto shown = run({"audit", "show", "A"});
    CHECK(says(shown.out, "Covered by 1 session held of this audit, which belongs to no programme\n"
                          "  clauses of yard: 1 of 2; not: 2\n"
                          "  processes: none is recorded\n"
                          "  sites: 1 of 2; not: South\n"));
    CHECK(says(shown.out, "\nRemarks\n  Person W (W) has work of their own in the scope\n  no closing meeting is recorded\n"));
    CHECK(says(shown.out, "\nStands against closing\n"
                          "  session S2 (planned) has no result and no reason why it has none\n"
                          "  the grade of nonconformity NC-001 is confirmed by nobody\n"));
    refuses({"audit", "close", "A", "--by", "M"}, "Person M (M) is not the lead auditor of audit A, and only the lead auditor closes it");
    refuses({"audit", "close", "A", "--by", "L"},
            "audit A cannot be closed:\n"
            "  session S2 (planned) has no result and no reason why it has none\n"
            "  the grade of nonconformity NC-001 is confirmed by nobody",
            1);
    save({"audit_session", "S2", "reason=The gate is not in the yard"});
    save({"nonconformity", "NC-001", "grade=minor", "grade_confirmed_by=L"});
    refuses({"audit", "close", "A", "--by", "L", "--on", "2026-06-01"}, "audit A starts on 2026-07-01, after 2026-06-01");
    const auto closed = run({"audit", "close", "A", "--by", "L", "--on", "2026-07-10", "--conclusion", "One gap"});
    CHECK(closed.err.empty());
    CHECK(says(closed.out, "  status      running → closed\n"));
    CHECK(says(closed.out, "  closed_on   not recorded → 2026-07-10\n"));
    refuses({"audit", "close", "A", "--by", "L"}, "audit A is closed already");
    refuses({"check", "--audit", "A"}, "audit A is closed; what was judged for it stands");
    refuses({"raise", "own", "--audit", "A", "--by", "M"}, "audit A is closed; raise it in the audit that found it");
}
