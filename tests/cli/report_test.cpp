// `assay report`: which reports there are, all of them at once, and what is refused.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace fs = std::filesystem;

namespace {

bool reads(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// A workspace with something to report on.
struct JudgedWorkspace : TestWorkspace {
    JudgedWorkspace() {
        REQUIRE(run({"set", "service", "S1", "name=Mail", "status=live", "in_scope=yes"}).exit_code == 0);
        REQUIRE(run({"set", "risk", "R-1", "title==cmd()", "level=very_high", "likelihood=high", "impact=high", "service=S1", "status=open"}).exit_code == 0);
        REQUIRE(run({"check"}).exit_code != 64);
    }
};

} // namespace

TEST_CASE_FIXTURE(TestWorkspace, "the list tells every report with its formats, the workspace's own among them") {
    write("templates/mine.md.mustache", "{{! view: risks }}\n{{statement}}\n");
    const auto result = run({"report", "--list"});
    CHECK(result.err.empty());
    CHECK(result.exit_code == 0);
    for (const auto* report : {"actions ", "applicability ", "assessment-plan ", "audit-plan ", "audit-report ", "business-review ", "capability ", "clauses ", "crosswalks ", "data-validation ", "diff ", "documents ", "executive ", "gap ", "management-review ", "mine ", "nonconformities ", "poam ", "raci ", "requests ", "risks ", "rmf ", "sampling ", "service-levels ", "suppliers ", "trend "}) {
        CHECK_MESSAGE((result.out.starts_with(report) || reads(result.out, "\n" + std::string(report))), report);
    }
    CHECK(reads(result.out, "risks              csv, docx, html, md, pdf, xlsx  the risk register with heat maps, top risks and movement\n"));
    CHECK(reads(result.out, "executive          docx, html, md, pdf             one page: what is open, what stands in the way, who must act\n"));
}

TEST_CASE_FIXTURE(TestWorkspace, "without a name the command says where names are") {
    const auto result = run({"report"});
    CHECK(result.exit_code == 64);
    CHECK(result.out.empty());
    CHECK(result.err == "assay: name the report to write, or 'all'; 'assay report --list' tells them\n");
}

TEST_CASE_FIXTURE(JudgedWorkspace, "all reports are written in every format, and the same assessment gives the same bytes") {
    const auto result = run({"report", "all", "--out", "one"});
    CHECK(result.err.empty());
    REQUIRE(result.exit_code == 0);
    for (const auto* file : {"risks.html", "risks.md", "risks.csv", "risks.xlsx", "gap.html", "findings.csv", "executive.html", "management-review.xlsx", "service-levels.html"}) {
        CHECK_MESSAGE(fs::exists(path() / "one" / file), file);
    }
    CHECK(reads(read_text_file(path() / "one/risks.csv"), "R-1,'=cmd(),"));
    REQUIRE(run({"report", "all", "--out", "two"}).exit_code == 0);
    for (const auto& entry : fs::directory_iterator(path() / "one")) {
        CHECK_MESSAGE(read_text_file(entry.path()) == read_text_file(path() / "two" / entry.path().filename()), entry.path().filename().string());
    }
}

TEST_CASE_FIXTURE(JudgedWorkspace, "one format of all reports is written where there is one") {
    const auto result = run({"report", "all", "--format", "xlsx", "--out", "sheets"});
    REQUIRE(result.exit_code == 0);
    CHECK(fs::exists(path() / "sheets/risks.xlsx"));
    CHECK_FALSE(fs::exists(path() / "sheets/risks.html"));
    CHECK_FALSE(fs::exists(path() / "sheets/gap.xlsx"));
    CHECK_FALSE(fs::exists(path() / "sheets/findings.csv")); // it stands beside the gap report, which has no sheet
    REQUIRE(run({"report", "all", "--format", "md", "--out", "texts"}).exit_code == 0);
    CHECK(fs::exists(path() / "texts/gap.md"));
    CHECK(fs::exists(path() / "texts/findings.csv"));
}

TEST_CASE_FIXTURE(JudgedWorkspace, "a report that is no table has no sheet") {
    const auto result = run({"report", "executive", "--format", "xlsx"});
    CHECK(result.exit_code == 64);
    CHECK(result.err == "assay: there is no report 'executive' in format 'xlsx': it is no table\n");
}

TEST_CASE_FIXTURE(JudgedWorkspace, "an unknown report is refused with the nearest there is") {
    const auto result = run({"report", "risk"});
    CHECK(result.exit_code == 64);
    CHECK(result.err == "assay: there is no report 'risk' in format 'html' (did you mean 'risks.html'?)\n");
}

TEST_CASE_FIXTURE(JudgedWorkspace, "a format that no report has is refused with the nearest there is, and nothing is written") {
    const auto mistyped = run({"report", "all", "--format", "htlm", "--out", "none"});
    CHECK(mistyped.exit_code == 64);
    CHECK(mistyped.out.empty());
    CHECK(mistyped.err == "assay: no report has the format 'htlm'; there are csv, docx, html, md, pdf, xlsx (did you mean 'html'?)\n");
    const auto unknown = run({"report", "all", "--format", "html", "--format", "epub", "--out", "none"});
    CHECK(unknown.exit_code == 64);
    CHECK(unknown.err == "assay: no report has the format 'epub'; there are csv, docx, html, md, pdf, xlsx\n");
    CHECK_FALSE(fs::exists(path() / "none"));
}
