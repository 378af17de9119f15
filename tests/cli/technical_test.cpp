// Technical results into a workspace: rows, scores and evidence, all or nothing; and the plan of action in others' columns.
#include "support/shared_data.hpp"
#include "support/technical_files.hpp"
#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace {

bool tells(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct Results : TestWorkspace {
    /// stdout of what must succeed in silence.
    std::string done(const std::vector<std::string>& arguments) const {
        const auto result = run(arguments);
        CHECK_MESSAGE(result.err == "", result.err);
        CHECK(result.exit_code == 0);
        return result.out;
    }
    /// stderr of what must be refused, with store and evidence folder as they were.
    std::string refused(const std::vector<std::string>& arguments, int code = 1) const {
        const auto before = store_bytes();
        const auto files = evidence_files();
        const auto result = run(arguments);
        CHECK(result.exit_code == code);
        CHECK(result.out == "");
        CHECK(store_bytes() == before);
        CHECK(evidence_files() == files);
        return result.err;
    }
    std::size_t evidence_files() const {
        const auto folder = std::filesystem::directory_iterator(path() / "evidence");
        return static_cast<std::size_t>(std::distance(begin(folder), end(folder)));
    }
    std::string listed(const std::string& of, const std::string& columns) const {
        return done({"list", of, "--columns", columns, "--format", "csv"});
    }
    /// `in` of the file as the shell writes it; the commands run in the workspace.
    std::string file(const std::string& name, std::string_view bytes) const { return write(name, bytes).string(); }
};

} // namespace

TEST_CASE_FIXTURE(Results, "results of a scan become rows, a score and evidence, with a receipt for each") {
    const auto scan = file("scan.xml", k_benchmark_with_results);
    CHECK(masked(done({"import", "technical_check", scan})) ==
          "EV-001: evidence/scan.xml (copied there), 1,404 bytes, sha256 <digest>\n"
          "evidence: change 2\n"
          "\n"
          "Technical checks from 'scan.xml': stored as change 3\n"
          "  file        1,404 bytes, XCCDF benchmark 1.1\n"
          "  SHA-256     <digest>\n"
          "  columns     25 of 25 used\n"
          "  by id       asset, benchmark, profile, rule, instance, result, severity, title, vuln,\n"
          "              rule_version, cci, identifiers, control_references, checked_at, tool, tool_version,\n"
          "              details, comments, severity_override, override_reason, benchmark_title,\n"
          "              benchmark_version, fqdn, address, system\n"
          "  by --set    evidence = 'EV-001'\n"
          "  population  not declared complete: a check that passes on these rows alone proves nothing\n"
          "  note        1 test of 1 asset\n"
          "  note        no register says to which system 'web02' belongs; --set system=ID does\n"
          "  rows in     3 = 3 added + 0 changed + 0 unchanged + 0 superseded + 0 rejected\n"
          "              of rows with one key the latest by 'checked_at' counts, the others are superseded\n"
          "\n"
          "Scores of technical checks from 'scan.xml': stored as change 4\n"
          "  file        1,404 bytes, scores that the tests state, and the same counted again\n"
          "  SHA-256     <digest>\n"
          "  columns     16 of 16 used\n"
          "  by id       asset, benchmark, profile, model, score, maximum, recomputed, recomputed_maximum,\n"
          "              agrees, why_not, counted, passed, not_counted, checked_at, tool, tool_version\n"
          "  by --set    evidence = 'EV-001'\n"
          "  population  not declared complete: a check that passes on these rows alone proves nothing\n"
          "  rows in     1 = 1 added + 0 changed + 0 unchanged + 0 superseded + 0 rejected\n"
          "              of rows with one key the latest by 'checked_at' counts, the others are superseded\n");
    CHECK(listed("technical_check", "asset,rule,result,severity,cci,checked_at,evidence") ==
          "asset,rule,result,severity,cci,checked_at,evidence\r\n"
          "web02,SV-100r1_rule,pass,high,CCI-000001 CCI-000366,2026-02-01 10:00Z,EV-001\r\n"
          "web02,SV-101r1_rule,error,medium,,2026-02-01 10:00Z,EV-001\r\n"
          "web02,SV-102r1_rule,pass,low,,2026-02-01 10:00Z,EV-001\r\n");
    CHECK(listed("technical_score", "asset,model,score,maximum,recomputed,agrees") == "asset,model,score,maximum,recomputed,agrees\r\n"
                                                                                      "web02,urn:xccdf:scoring:default,50,100,50,yes\r\n");
    CHECK(listed("evidence", "id,type,covers_from,covers_to,file") ==
          "id,type,covers_from,covers_to,file\r\nEV-001,technical,2026-02-01,2026-02-01,scan.xml\r\n");
}

TEST_CASE_FIXTURE(Results, "the same file again changes nothing, an older one is superseded, and undo takes the rows back") {
    const auto scan = file("scan.xml", k_benchmark_with_results);
    done({"import", "technical_check", scan});
    const auto before = store_bytes();
    const auto again = done({"import", "technical_check", scan});
    CHECK(tells(again, "EV-001: the same bytes are recorded already"));
    CHECK(tells(again, "  rows in     3 = 0 added + 0 changed + 3 unchanged + 0 superseded + 0 rejected\n"));
    CHECK(store_bytes() == before);
    const auto older = with_text(with_text(k_benchmark_with_results, "2026-02-01T10", "2026-01-01T10"), "<c:result>pass", "<c:result>fail");
    CHECK(tells(done({"import", "technical_check", file("older.xml", with_text(older, ">50.0<", ">33.3<"))}), "3 superseded"));
    CHECK(tells(listed("technical_check", "rule,result"), "SV-100r1_rule,pass"));
    done({"undo", "3", "--why", "wrong host"});
    CHECK(listed("technical_check", "rule,result") == "rule,result\r\n");
}

TEST_CASE_FIXTURE(Results, "a stated score that its results do not give is told with both figures, and recorded") {
    const auto result = run({"import", "technical_check", file("scan.xml", with_text(k_benchmark_with_results, ">50.0<", ">90.0<"))});
    CHECK(result.exit_code == 0);
    CHECK(result.err == "scan.xml:24:5: warning: the score of 'web02' by the model urn:xccdf:scoring:default is stated as 90.0 of 100, and "
                        "the results give 50.000000 of 100.000000 (2 of 3 that count passed, 0 not counted) (ask who made the "
                        "file which is right; both are recorded) [score-disagrees]\n");
    CHECK(listed("technical_score", "score,recomputed,agrees") == "score,recomputed,agrees\r\n90,50,no\r\n");
}

TEST_CASE_FIXTURE(Results, "several STIGs of a checklist, in both kinds, are rows of the same words") {
    const auto ckl = done({"import", "technical_check", file("db.ckl", k_checklist), "--set", "checked_at=2026-03-01"});
    CHECK(tells(ckl, "2 tests of 1 asset"));
    CHECK(tells(ckl, "2 added"));
    CHECK(tells(ckl, "  note        --set checked_at = '2026-03-01' for 1 result\n"));
    const auto listed_rows = listed("technical_check", "benchmark,rule,instance,result,severity,severity_override");
    CHECK(listed_rows == "benchmark,rule,instance,result,severity,severity_override\r\n"
                         "Oracle_STIG,SV-200r1_rule,main / ORCL,fail,high,low\r\n"
                         "Other_STIG,SV-300r1_rule,main / ORCL,notchecked,,\r\n");
    const auto cklb = done({"import", "technical_check", file("db.cklb", k_cklb)});
    CHECK(tells(cklb, "STIG Viewer 3 checklist (CKLB)"));
    CHECK(tells(cklb, "1 result is without a time; --set checked_at=DATE gives one"));
    CHECK(tells(listed("technical_check", "rule,instance,result"), "SV-201r1_rule,ORCL,notapplicable"));
}

TEST_CASE_FIXTURE(Results, "the system of an asset is found, and what people add stays when results come anew") {
    done({"import", "system", file("systems.csv", "id,name,service\nSYS-1,Payroll,S1\nSYS-2,Web02,\n")});
    done({"import", "ci", file("ci.csv", "id,name,service\nCI-1,DB01,S1\n")});
    CHECK(tells(done({"import", "technical_check", file("scan.xml", k_benchmark_with_results)}),
                "  note        'web02' belongs to system SYS-2, by its name\n"));
    CHECK(tells(done({"import", "technical_check", file("db.ckl", k_checklist)}),
                "  note        'db01' belongs to system SYS-1, by its service S1 in register 'ci'\n"));
    done({"set", "technical_check", "web02", "Web_STIG", "(default)", "SV-101r1_rule", "1", "note=seen", "system=SYS-1"});
    CHECK(tells(listed("technical_check", "rule,system,note"), "SV-101r1_rule,SYS-1,seen"));
    const auto other =
        run({"import", "technical_check",
             file("later.xml", with_text(with_text(k_benchmark_with_results, "2026-02-01T10", "2026-02-02T10"), "error", "fail"))});
    CHECK(other.exit_code == 0);
    CHECK(tells(listed("technical_check", "rule,result,system,note"), "SV-101r1_rule,fail,SYS-1,seen"));
    // A rule that is new gets the system of its asset; the others keep theirs, whatever else the file brings.
    const auto both = with_text(with_text(k_benchmark_with_results, "2026-02-01T10", "2026-02-03T10"), "result idref=\"SV-102r1_rule\"", "result idref=\"SV-109r1_rule\"");
    done({"import", "technical_check", file("third.xml", both)});
    CHECK(tells(listed("technical_check", "rule,result,system,note"), "SV-101r1_rule,error,SYS-1,seen"));
    CHECK(tells(listed("technical_check", "rule,result,system"), "SV-109r1_rule,pass,SYS-2"));
    done({"import", "system", file("twins.csv", "id,name\nSYS-3,Twin\nSYS-4,twin\n")});
    CHECK(tells(done({"import", "technical_check", file("twin.xml", with_text(k_results_alone, "<target>web01", "<target>twin"))}),
                "  note        several systems have 'twin': SYS-3, SYS-4; --set system=ID says which\n"));
}

TEST_CASE_FIXTURE(Results, "a file that is refused leaves nothing behind") {
    CHECK(refused({"import", "technical_check", file("cut.xml", k_results_alone.substr(0, 900))}) ==
          "assay: cut.xml:11:47: is not well-formed XML (no element found); get the file anew from the tool that wrote it\n");
    const auto word =
        refused({"import", "technical_check", file("word.xml", with_text(k_results_alone, "<result>fixed", "<result>mended"))});
    CHECK(tells(word, "    line 17: column 6 'result': 'mended' is not a word of 'result'"));
    CHECK(
        tells(word, "assay: nothing was stored, because rows were rejected; correct the file, or store the rest with --accept-partial\n"));
    CHECK(tells(refused({"import", "technical_check", file("score.xml", with_text(k_results_alone, ">1</score>", ">much</score>"))}),
                "'much'"));
    CHECK(refused({"import", "technical_check", file("scan.xml", k_results_alone), "--map", "rule=Rule"}, 64) ==
          "assay: --map goes with a table, not with a file of technical results\n");
    write("evidence/taken.xml", "another");
    for (const auto* tried : {"--dry-run", "--accept-partial"}) {
        CHECK(refused({"import", "technical_check", file("taken.xml", k_results_alone), tried}) ==
              "assay: the evidence folder has another 'taken.xml' already; give the file a name of its own\n");
    }
    CHECK(refused({"import", "technical_check", file("scan.xml", k_results_alone), "--set", "evidence=EV-9"}, 64) ==
          "assay: the file itself becomes the evidence of its results; leave --set evidence out\n");
    CHECK(listed("technical_check", "rule") == "rule\r\n");
    const auto dry = done({"import", "technical_check", file("scan.xml", k_results_alone), "--dry-run"});
    CHECK(tells(dry, "Technical checks from 'scan.xml': dry run, nothing was stored\n"));
    CHECK(tells(dry, "EV-001: evidence/scan.xml (would be copied there), "));
    CHECK_FALSE(std::filesystem::exists(path() / "evidence/scan.xml"));
    CHECK(listed("evidence", "id") == "id\r\n");
    CHECK(tells(done({"import", "technical_check", "scan.xml", "--dry-run", "--set", "asset=web9"}), "  note        --set asset was not needed: every result has its own\n"));
}

TEST_CASE_FIXTURE(Results, "a failing rule of category I without an item of the plan fails the control that asks for the plan") {
    write("assay.xml",
          "<workspace organization=\"Test\"><period from=\"2025-01-01\" to=\"2026-12-31\"/><standard catalog=\"rmf-sec\"/></workspace>");
    done({"import", "system", file("systems.csv", "id,name,status\nSYS-1,db01,operational\n")});
    done({"import", "technical_check", file("db.ckl", with_text(k_checklist, "<SEVERITY_OVERRIDE>low", "<SEVERITY_OVERRIDE>")), "--set",
          "checked_at=2026-03-01"});
    CHECK(run({"check", "--on", "2026-06-30"}).exit_code == 2);
    CHECK(tells(run({"explain", "rmf-sec/SEC7-4", "SYS-1"}).out,
                "Rule SV-200r1_rule (V-200, Passwords are long) fails on db01 of system SYS-1"));
}

TEST_CASE_FIXTURE(Results, "the plan of action goes out in the columns and words of eMASS and of FedRAMP") {
    done({"import", "person", file("persons.csv", "id,name\np1,Ann Lee\n")});
    done({"import", "system", file("systems.csv", "id,name\nSYS-1,Payroll\n")});
    done({"import", "poam",
          file("poam.csv",
               "id,system,weakness,description,control,source,source_reference,asset,found_on,severity,residual_risk,owner,milestones,"
               "scheduled_completion,status,completed_on,accepted_by\n"
               "P1,SYS-1,Old cipher,see CVE-2024-12345,SC-13,scan,V-200,db01,2026-01-05,high,low,p1,May: test,2026-06-30,open,,p1\n"
               "P2,SYS-1,No log,,AU-2,assessment,,,2026-01-06,moderate,,p1,,2026-03-31,completed,2026-03-15,\n")});
    const auto emass = done({"export", "poam", "e.xlsx", "--form", "emass"});
    CHECK(tells(emass, "e.xlsx: 2 rows of 'poam', state after change 4, written, read back and compared\n"));
    const auto fedramp = done({"export", "poam", "f.xlsx", "--form", "fedramp"});
    CHECK(tells(fedramp, "f.xlsx: 1 row of 'poam'"));
    CHECK(tells(fedramp, "  1 item that is closed is left out; --form fedramp-closed writes it\n"));
    CHECK(tells(done({"export", "poam", "c.xlsx", "--form", "fedramp-closed"}),
                "  1 item that is open is left out; --form fedramp writes it\n"));
    const auto unzip = [this](const std::string& name) {
        return Program("/usr/bin/unzip", path())
            .run({"-p", name, "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/workbook.xml"})
            .out;
    };
    const auto e = unzip("e.xlsx");
    for (const auto* text : {"Security Control Number (NC/NA controls only)", ">Ongoing<", ">Completed<", ">I<", ">II<", ">Very Low<",
                             ">Old cipher: see CVE-2024-12345<", ">Completed 03/15/2026<", "mm/dd/yyyy", ">Ann Lee<"}) {
        CAPTURE(text);
        CHECK(tells(e, text) == (std::string(text) != ">Very Low<"));
    }
    const auto f = unzip("f.xlsx");
    for (const auto* text : {"POAM ID", "Binding Operational Directive 22-01 Due Date", ">CVE-2024-12345<", ">Vulnerability scan<", ">Low<",
                             ">Yes<", "Open POA&amp;M Items"}) {
        CAPTURE(text);
        CHECK(tells(f, text));
    }
    CHECK(tells(done({"import", "poam", "f.xlsx", "--set", "system=SYS-1"}), "  rows in     1 = 0 added + 0 changed + 1 unchanged + 0 superseded + 0 rejected\n"));
    CHECK(tells(done({"import", "poam", "e.xlsx", "--set", "system=SYS-1", "--map", "plan=Recommendations", "--dry-run"}), "  rows in     2 would be 0 added + 2 changed"));
    CHECK(run({"export", "risk", "r.xlsx", "--form", "emass"}).err ==
          "assay: --form goes with the register poam and a file in XLSX\n");
    CHECK(run({"export", "poam", "v.xlsx", "--form", "emass", "--round-trip"}).err ==
          "assay: --round-trip does not go with --form: the columns of others have no place for versions\n");
    done({"set", "poam", "P3", "system=SYS-1", "weakness=Two of a kind", "description=CVE-2024-123456 and CVE-2024-12345", "residual_risk=low", "status=open"});
    done({"export", "poam", "g.xlsx", "--form", "fedramp"});
    CHECK(tells(unzip("g.xlsx"), ">CVE-2024-123456, CVE-2024-12345<"));
    CHECK_FALSE(tells(unzip("g.xlsx"), ">Pending<"));
    CHECK(run({"export", "poam", "p.csv", "--form", "emass"}).err == "assay: --form goes with the register poam and a file in XLSX\n");
    CHECK(run({"export", "poam", "p.xlsx", "--form", "emas"}).exit_code == 64);
}

TEST_CASE_FIXTURE(Results, "results that OpenSCAP wrote agree with their recorded scores") {
    const auto folder_of = find_shared_data("xccdf");
    if (!folder_of) {
        MESSAGE("SKIPPED: no shared data folder with xccdf");
        return;
    }
    for (const auto* name : {"xccdf-results-openscap-rhel7.xml", "xccdf-results-openscap-rhel8.xml"}) {
        done({"import", "technical_check", (*folder_of / name).string()});
    }
    CHECK(listed("technical_score", "asset,score,recomputed,agrees") == "asset,score,recomputed,agrees\r\n"
                                                                        "localhost,24.596775,24.596774,yes\r\n"
                                                                        "localhost.localdomain,23.888889,23.888889,yes\r\n");
}

TEST_CASE_FIXTURE(Results, "a list of CCIs gives the controls behind them, and says how many it knows") {
    const auto list = file("U_CCI_List.xml",
                           "<cci_list xmlns=\"http://iase.disa.mil/cci\"><metadata><version>2024-05-01</version></metadata><cci_items>\n"
                           "<cci_item id=\"CCI-000366\"><references><reference title=\"NIST SP 800-53 Revision 4\" version=\"4\" index=\"CM-6 b\"/>"
                           "<reference title=\"NIST SP 800-53 Revision 5\" version=\"5\" index=\"CM-6 b\"/></references></cci_item>\n</cci_items></cci_list>\n");
    const auto checklist = file("web.ckl", k_checklist);
    const auto told = done({"import", "technical_check", checklist, "--cci-list", list});
    CHECK(tells(told, "  note        CCI list 2024-05-01, sha256 "));
    CHECK(tells(told, ": 1 of 2 CCIs lead to SP 800-53, 1 in revision 5; not CCI-000367\n"));
    CHECK(tells(listed("technical_check", "cci,control_references"), "CCI-000366 CCI-000367,CM-6 b\r\n"));
    CHECK(refused({"import", "technical_check", file("again.ckl", k_checklist), "--cci-list", checklist}).ends_with(
        "'CHECKLIST' is no list of CCIs; get the list of CCIs (U_CCI_List.xml) anew from DISA\n"));
    CHECK(refused({"import", "person", file("people.csv", "Person ID,Name\r\nP,Pat\r\n"), "--cci-list", list}, 64) ==
          "assay: --cci-list goes with a file of technical results (XCCDF, ARF, CKL or CKLB) and register 'technical_check'\n");
}
