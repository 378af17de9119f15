#include "support/workspace.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace fs = std::filesystem;

namespace {

// printf 'hello\n' | sha256sum
const std::string k_hello = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03";

struct Evidence : TestWorkspace {
    Evidence() {
        write("people.csv", "Person ID,Name\r\nP1,Ann Bell\r\nP2,Ben Cole\r\nP3,Cy Dee\r\n");
        REQUIRE(run({"import", "person", "people.csv"}).exit_code == 0);
        write("evidence/log.txt", "hello\n");
    }
    void refused(const std::vector<std::string>& arguments, int exit_code, const std::string& text) const {
        const auto before = store_bytes();
        const auto files = names();
        const auto result = run(arguments);
        CHECK(result.out.empty());
        CHECK(result.err == text);
        CHECK(result.exit_code == exit_code);
        CHECK(store_bytes() == before);
        CHECK(names() == files);
    }
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const auto& entry : fs::recursive_directory_iterator(path() / "evidence")) {
            names.push_back(entry.path().string());
        }
        std::ranges::sort(names);
        return names;
    }
    [[nodiscard]] std::string field(const std::string& reg, const std::string& key, const std::string& name) const {
        const auto csv = run({"list", reg, "--where", "id eq '" + key + "'", "--columns", name, "--format", "csv"}).out;
        return csv.substr(name.size() + 2, csv.size() - name.size() - 4);
    }
};

} // namespace

TEST_CASE_FIXTURE(Evidence, "a file becomes evidence with its hash, and is linked to controls") {
    const auto result = run({"evidence", "add", "evidence/log.txt", "--type", "record", "--title", "Incident log", "--owner", "Ann Bell", "--provider", "P2",
                             "--covers", "2025-01-01..2025-06-30", "--received", "2025-07-01", "--control", "iso20000-1-2018/8.6.1-r01", "--control", "8.6.1-r02",
                             "--demand", "record", "--classification", "CUI"});
    CHECK(result.err.empty());
    CHECK(result.exit_code == 0);
    CHECK(result.out == "EV-001: evidence/log.txt, 6 bytes, sha256 " + k_hello + "\n"
                        "  linked by EL-001, EL-002\n"
                        "evidence: change 3\n"
                        "evidence_link: change 4\n");
    CHECK(field("evidence", "EV-001", "title") == "Incident log");
    CHECK(field("evidence", "EV-001", "owner") == "P1");
    CHECK(field("evidence", "EV-001", "provider") == "P2");
    CHECK(field("evidence", "EV-001", "covers_to") == "2025-06-30");
    CHECK(field("evidence", "EV-001", "received_on") == "2025-07-01");
    CHECK(field("evidence", "EV-001", "classification") == "cui");
    CHECK(field("evidence", "EV-001", "sha256") == k_hello);
    CHECK(field("evidence", "EV-001", "observed_state") == "intact");
    CHECK(field("evidence_link", "EL-002", "control") == "8.6.1-r02");
    CHECK(field("evidence_link", "EL-002", "catalog") == "iso20000-1-2018");
    CHECK(field("evidence_link", "EL-002", "demand") == "record");
}

TEST_CASE_FIXTURE(Evidence, "the same bytes are the same evidence") {
    REQUIRE(run({"evidence", "add", "evidence/log.txt", "--type", "record"}).exit_code == 0);
    folder.write("copy.txt", "hello\n");
    const auto known = run({"evidence", "add", "../copy.txt", "--type", "record", "--control", "8.6.1-r01"});
    CHECK(known.err.empty());
    CHECK(known.out == "EV-001: the same bytes are recorded already (evidence/log.txt); what is recorded of them stays ('assay set evidence EV-001' changes it)\n"
                       "  linked by EL-001\n"
                       "evidence_link: change 4\n");
    CHECK_FALSE(fs::exists(path() / "evidence/copy.txt"));
    const auto again = run({"evidence", "add", "evidence/log.txt", "--type", "record", "--control", "8.6.1-r01"});
    CHECK(again.out == "EV-001: the same bytes are recorded already (evidence/log.txt); what is recorded of them stays ('assay set evidence EV-001' changes it)\n"
                       "  1 link was there already\n"
                       "no change was made\n");
}

TEST_CASE_FIXTURE(Evidence, "a file from elsewhere is copied into the evidence folder, never over another") {
    folder.write("report.txt", "report");
    folder.write("other/report.txt", "another");
    const auto result = run({"evidence", "add", "../report.txt", "--type", "report"});
    CHECK(result.err.empty());
    CHECK(masked(result.out) == "EV-001: evidence/report.txt (copied there), 6 bytes, sha256 <digest>\nevidence: change 3\n");
    CHECK(read_text_file(path() / "evidence/report.txt") == "report");
    refused({"evidence", "add", "../other/report.txt", "--type", "report"}, 1,
            "assay: the evidence folder has another 'report.txt' already; give the file a name of its own\n");
    write("evidence/log.txt", "changed");
    REQUIRE(run({"evidence", "add", "evidence/log.txt", "--type", "record"}).exit_code == 0);
    write("evidence/log.txt", "changed again");
    refused({"evidence", "add", "evidence/log.txt", "--type", "record"}, 1,
            "assay: 'log.txt' is the file of EV-002 already, with other bytes; give the new version a name of its own\n");
}

TEST_CASE_FIXTURE(Evidence, "a marking that is none is refused") {
    refused({"evidence", "add", "evidence/log.txt", "--type", "record", "--classification", "secrte"}, 1,
            "--classification: error: 'secrte' is not a word of 'classification' (did you mean 'secret'? one of: unclassified, cui, confidential, secret, top_secret) [unknown-word]\n");
}

TEST_CASE_FIXTURE(Evidence, "no evidence path leaves the evidence folder") {
    const auto secret = folder.write("secret/passwd", "secret");
    fs::create_symlink(secret, path() / "evidence/link.txt");
    fs::create_directory_symlink(secret.parent_path(), path() / "evidence/out");
    fs::create_symlink("nowhere", path() / "evidence/dangling.txt");
    SUBCASE("by a link to a file, a folder, or nothing") {
        for (const auto* name : {"evidence/link.txt", "evidence/out/passwd", "evidence/dangling.txt"}) {
            refused({"evidence", "add", name, "--type", "record"}, 1,
                    std::string("assay: '") + name + "' is reached by a link that leaves the evidence folder; copy the file itself there\n");
        }
    }
    SUBCASE("by '..' or an absolute path: the file is copied, and the record stays inside") {
        const auto climbed = run({"evidence", "add", "evidence/../../secret/passwd", "--type", "record"});
        CHECK(climbed.exit_code == 0);
        CHECK(climbed.out.starts_with("EV-001: evidence/passwd (copied there), "));
        CHECK(field("evidence", "EV-001", "file") == "passwd");
        const auto absolute = run({"evidence", "add", (path() / "evidence/log.txt").string(), "--type", "record"});
        CHECK(absolute.out.starts_with("EV-002: evidence/log.txt, "));
    }
    SUBCASE("by a row that was set at the prompt") {
        refused({"set", "evidence", "EV-9", "title=x", "type=record", "file=../secret/passwd"}, 1,
                "file=../secret/passwd: error: '../secret/passwd' leads out of the evidence folder (give a path inside that folder) [unsafe-path]\n");
        refused({"set", "evidence", "EV-9", "title=x", "type=record", "file=/etc/passwd"}, 1,
                "file=/etc/passwd: error: '/etc/passwd' leads out of the evidence folder (give a path inside that folder) [unsafe-path]\n");
    }
    SUBCASE("by a row that names a link: it is not read") {
        REQUIRE(run({"set", "evidence", "EV-9", "title=x", "type=record", "file=link.txt"}).exit_code == 0);
        const auto verified = run({"evidence", "verify"});
        CHECK(verified.exit_code == 2);
        CHECK(verified.out.find("EV-9      unreadable  link.txt  its name leads out of the evidence folder, or its link points nowhere\n") != std::string::npos);
        CHECK(field("evidence", "EV-9", "observed_state") == "unreadable");
        CHECK(field("evidence", "EV-9", "observed_sha256") == "\"\"");
    }
}

TEST_CASE_FIXTURE(Evidence, "evidence add refuses what it cannot record, and copies nothing then") {
    folder.write("report.txt", "report");
    refused({"evidence", "add", "../report.txt", "--type", "recrod"}, 1,
            "--type: error: 'recrod' is not a word of 'type' (did you mean 'record'? one of: document, record, procedure, plan, policy, report, review, agreement, "
            "interview, observation, technical) [unknown-word]\n");
    refused({"evidence", "add", "../report.txt"}, 64, "assay: say what the evidence is: --type, or --demand for the control's own word\n");
    refused({"evidence", "add", "../none.txt", "--type", "record"}, 1, "assay: there is no file '../none.txt'\n");
    refused({"evidence", "add", "evidence", "--type", "record"}, 1, "assay: 'evidence' is not a regular file\n");
    refused({"evidence", "add", "../report.txt", "--type", "record", "--control", "8.6.1-r99"}, 64, "assay: there is no control '8.6.1-r99' (did you mean '8.6.1-r09'?)\n");
    refused({"evidence", "add", "../report.txt", "--type", "record", "--control", "iso2000-1-2018/8.6.1-r01"}, 64,
            "assay: there is no catalog 'iso2000-1-2018' (did you mean 'iso20000-1-2018'?)\n");
    refused({"evidence", "add", "../report.txt", "--control", "8.6.1-r01", "--demand", "plan"}, 64,
            "assay: iso20000-1-2018/8.6.1-r01 asks for no 'plan'; it asks for interview, procedure, record\n");
    refused({"evidence", "add", "../report.txt", "--type", "record", "--control", "8.6.1-r01", "--subject", "S1"}, 64,
            "assay: iso20000-1-2018/8.6.1-r01 is assessed for the organisation as a whole: leave --subject out\n");
    refused({"evidence", "add", "../report.txt", "--type", "agreement", "--control", "8.3.3-r02", "--subject", "S1"}, 1,
            "assay: there is no row 'S1' in register 'service'\n");
    refused({"evidence", "add", "../report.txt", "--type", "record", "--subject", "S1"}, 64, "assay: --subject, --demand and --number go with --control\n");
    refused({"evidence", "add", "../report.txt", "evidence/log.txt", "--type", "record", "--title", "Both"}, 64, "assay: --title goes with one file only\n");
}

TEST_CASE_FIXTURE(Evidence, "evidence verify records what it sees of every file") {
    write("evidence/a.txt", "a");
    write("evidence/b.txt", "b");
    write("evidence/c.txt", "c");
    REQUIRE(run({"evidence", "add", "evidence/a.txt", "evidence/b.txt", "evidence/c.txt", "--type", "record"}).exit_code == 0);
    const auto intact = run({"evidence", "verify"});
    CHECK(intact.err.empty());
    CHECK(intact.exit_code == 0);
    CHECK(masked(intact.out) == "3 files verified on <day>: 3 intact, 0 changed, 0 missing, 0 unreadable\nthe same was recorded for this day already: no change was made\n");
    write("evidence/b.txt", "B");
    fs::remove(path() / "evidence/c.txt");
    REQUIRE(run({"set", "evidence", "EV-004", "title=Older", "type=record", "file=log.txt"}).exit_code == 0);
    REQUIRE(run({"set", "evidence", "EV-005", "title=An interview", "type=interview"}).exit_code == 0);
    const auto result = run({"evidence", "verify"});
    CHECK(result.err.empty());
    CHECK(result.exit_code == 2);
    CHECK(masked(result.out) == "evidence  state    file   what was seen\n"
                                "--------  -------  -----  ------------------------------------------------\n"
                                "EV-002    changed  b.txt  recorded sha256 3e23e8160039…, now df7e70e50215…\n"
                                "EV-003    missing  c.txt  there is no such file\n"
                                "\n"
                                "4 files verified on <day>: 2 intact, 1 changed, 1 missing, 0 unreadable\n"
                                "1 had no recorded hash and was hashed for the first time\n"
                                "1 row of evidence without a file\n"
                                "recorded as change 6\n");
    CHECK(field("evidence", "EV-002", "observed_state") == "changed");
    CHECK(field("evidence", "EV-003", "observed_state") == "missing");
    CHECK(field("evidence", "EV-004", "sha256") == k_hello);
    CHECK(run({"evidence", "verify", "--format", "json"}).out.find("\"missing\": 1") != std::string::npos);
}

TEST_CASE_FIXTURE(Evidence, "a review is bound to the reviewer's day and to the bytes") {
    REQUIRE(run({"evidence", "add", "evidence/log.txt", "--type", "record", "--owner", "P1", "--provider", "P2", "--control", "8.6.1-r01"}).exit_code == 0);
    const auto result = run({"evidence", "review", "EL-001", "--verdict", "sufficient", "--reviewer", "cy dee", "--reason", "all twelve months", "--on", "2025-07-02"});
    CHECK(result.err.empty());
    CHECK(result.exit_code == 0);
    CHECK(result.out == "EL-001: EV-001 found sufficient by P3 on 2025-07-02, sha256 " + k_hello + ", change 5\n");
    CHECK(field("evidence_link", "EL-001", "reviewed_sha256") == k_hello);
    CHECK(field("evidence_link", "EL-001", "reviewer") == "P3");
    CHECK(field("evidence_link", "EL-001", "reason") == "all twelve months");
}

TEST_CASE_FIXTURE(Evidence, "a review by who provided or owns it is refused, naming who may") {
    REQUIRE(run({"evidence", "add", "evidence/log.txt", "--type", "record", "--owner", "P1", "--provider", "P2", "--control", "8.6.1-r01"}).exit_code == 0);
    const auto review = [&](const std::string& reviewer) {
        return std::vector<std::string>{"evidence", "review", "EL-001", "--verdict", "sufficient", "--reviewer", reviewer};
    };
    refused(review("P1"), 1, "assay: Ann Bell (P1) owns EV-001 and cannot review it; 1 other may: Cy Dee (P3)\n");
    refused(review("Ben Cole"), 1, "assay: Ben Cole (P2) provided EV-001 and cannot review it; 1 other may: Cy Dee (P3)\n");
    refused(review("P4"), 64, "assay: there is no person 'P4' in the register (did you mean 'P1'?)\n");
    refused({"evidence", "review", "EL-9", "--verdict", "sufficient", "--reviewer", "P3"}, 1, "assay: there is no row 'EL-9' in register 'evidence_link'\n");
    refused({"evidence", "review", "EL-001", "--verdict", "ok", "--reviewer", "P3"}, 64, "assay: --verdict takes sufficient, insufficient or not_relevant, not 'ok'\n");
    refused({"evidence", "review", "EL-001", "--verdict", "sufficient", "--reviewer", "P3", "--on", "2999-01-01"}, 64, "assay: --on 2999-01-01 is in the future\n");
    write("evidence/log.txt", "other");
    refused(review("P3"), 1,
            "assay: the file of EV-001 ('log.txt') is not the one that was received: restore it, or add the new one as evidence of its own\n");
    fs::remove(path() / "evidence/log.txt");
    refused(review("P3"), 1, "assay: the file of EV-001 ('log.txt') cannot be reviewed: there is no such file\n");
}

TEST_CASE_FIXTURE(Evidence, "evidence gaps lists what the standards ask for until it is accepted") {
    const auto line_of = [&](const std::string& control) {
        const auto csv = run({"evidence", "gaps", "--format", "csv", "--on", "2026-02-15"}).out;
        const auto at = csv.find("\niso20000-1-2018," + control + ",");
        return at == std::string::npos ? std::string() : csv.substr(at + 1, csv.find("\r\n", at) - at - 1);
    };
    CHECK(line_of("8.6.1-r08").find(",document,") != std::string::npos);
    CHECK(line_of("8.6.1-r08").find(",no evidence has been received,") != std::string::npos);
    REQUIRE(run({"set", "document", "D1", "title=Criteria", "status=approved", "approved_on=2025-01-01", "review_due=2026-06-30"}).exit_code == 0);
    REQUIRE(run({"evidence", "add", "evidence/log.txt", "--type", "document", "--document", "D1", "--owner", "P1", "--received", "2026-01-02", "--control", "8.6.1-r08",
                 "--demand", "document"})
                .exit_code == 0);
    CHECK(line_of("8.6.1-r08").find(",EV-001 was received and not yet reviewed,P1,Ann Bell,") != std::string::npos);
    REQUIRE(run({"evidence", "review", "EL-001", "--verdict", "sufficient", "--reviewer", "P3", "--on", "2026-01-03"}).exit_code == 0);
    CHECK(line_of("8.6.1-r08").empty());
    CHECK(run({"evidence", "gaps", "--format", "json", "--on", "2026-07-15"}).out.find("document D1 was due for review on 2026-06-30") != std::string::npos);
    const auto table = run({"evidence", "gaps", "--on", "2026-02-15"});
    CHECK(table.err.empty());
    CHECK(table.exit_code == 0);
    CHECK(table.out.starts_with("control"));
    CHECK(table.out.find("without accepted evidence, ") != std::string::npos);
}

TEST_CASE_FIXTURE(Evidence, "one policy does not stand for two that a control asks for") {
    const auto reason = [&](const std::string& number) {
        const auto csv = run({"evidence", "gaps", "--format", "csv", "--on", "2026-02-15"}).out;
        std::string found;
        for (std::size_t at = 0; at < csv.size(); at = csv.find("\r\n", at) + 2) {
            const auto line = csv.substr(at, csv.find("\r\n", at) - at);
            found += line.find(",7.5.4-r04,") != std::string::npos && line.find(",policy," + number + ",") != std::string::npos ? line : "";
        }
        return found;
    };
    const std::string asks = "iso20000-1-2018/7.5.4-r04";
    REQUIRE(run({"set", "document", "D1", "title=Change policy", "status=approved", "approved_on=2025-01-01", "review_due=2026-06-30"}).exit_code == 0);
    refused({"evidence", "add", "evidence/log.txt", "--type", "policy", "--control", asks, "--demand", "policy", "--number", "D9"}, 64,
            "assay: iso20000-1-2018/7.5.4-r04 asks for nothing numbered 'D9'; it asks for D6, D7, D8\n");
    REQUIRE(run({"evidence", "add", "evidence/log.txt", "--type", "policy", "--document", "D1", "--received", "2026-01-02", "--control", asks, "--demand", "policy"})
                .exit_code == 0);
    REQUIRE(run({"evidence", "review", "EL-001", "--verdict", "sufficient", "--reviewer", "P3", "--on", "2026-01-03"}).exit_code == 0);
    CHECK(reason("D6").find("link EL-001 does not say which of D6, D7 it shows") != std::string::npos);
    CHECK(reason("D7").find("link EL-001 does not say which of D6, D7 it shows") != std::string::npos);
    REQUIRE(run({"set", "evidence_link", "EL-001", "listed_as=D6"}).exit_code == 0);
    CHECK(reason("D6").empty());
    CHECK(reason("D7").find(",no evidence has been received,") != std::string::npos);
    CHECK(run({"evidence", "gaps", "--on", "2026-02-15"}).out.find("policy D7") != std::string::npos);
    // A confirmed absence is one of a named document too.
    REQUIRE(run({"set", "evidence_request", "RQ-1", "catalog=iso20000-1-2018", "control=7.5.4-r04", "demand=policy", "asked_on=2026-01-05", "answer=does_not_exist",
                 "answered_by=P2", "answered_on=2026-01-06"})
                .exit_code == 0);
    CHECK(reason("D7").find(",no evidence has been received,") != std::string::npos);
    REQUIRE(run({"set", "evidence_request", "RQ-1", "listed_as=D7"}).exit_code == 0);
    CHECK(reason("D7").find("confirmed on 2026-01-06 that it does not exist") != std::string::npos);
}

TEST_CASE_FIXTURE(Evidence, "what is not adopted, and a subject that does not count, ask for no evidence") {
    auto text = read_text_file(path() / "assay.xml");
    text.replace(text.find("desmf-3"), 7, "rmf-sec");
    write("assay.xml", text);
    const auto gaps = [&] { return run({"evidence", "gaps", "--format", "csv", "--on", "2026-02-15"}).out; };
    const auto holds = [&](const std::string& text_wanted) { return gaps().find(text_wanted) != std::string::npos; };
    CHECK_FALSE(holds("rmf-sec,SEC4-1"));
    REQUIRE(run({"set", "system", "SYS-A", "name=A", "status=live", "owner=P1"}).exit_code == 0);
    REQUIRE(run({"set", "system", "SYS-B", "name=B", "status=retired"}).exit_code == 0);
    REQUIRE(run({"set", "process", "SECP", "name=Security", "maps_to=SEC", "adoption=adopted"}).exit_code == 0);
    CHECK(holds("rmf-sec,SEC4-1,SEC4; SP 800-37r1 2-2,Controls are selected and documented,SYS-A,A,plan,,Security plan of the system,no evidence has been "
                "received,P1,Ann Bell,,,\r\n"));
    CHECK_FALSE(holds("SYS-B"));
    CHECK(holds("rmf-sec,SEC2-1,"));
    REQUIRE(run({"set", "process", "SECP", "adoption=not_adopted", "adoption_reason=Done by headquarters", "approved_by=Board"}).exit_code == 0);
    CHECK_FALSE(holds("rmf-sec,SEC2-1,"));
    REQUIRE(run({"set", "evidence_request", "RQ-1", "catalog=rmf-sec", "control=SEC4-1", "subject=SYS-A", "demand=plan", "owner=P2", "asked_on=2026-01-05",
                 "due=2026-01-20"})
                .exit_code == 0);
    CHECK(holds(",no evidence has been received,P2,Ben Cole,RQ-1,2026-01-05,2026-01-20\r\n"));
}
