// `assay report`: what the app counts for the reports, and what it refuses before it works anything out.
#include "support/technical_files.hpp"
#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace {

bool has_text(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct Counted : TestWorkspace {
    /// A report of an assessment that is made now, in Markdown or as CSV.
    std::string written(const std::string& report, const std::string& format) const {
        REQUIRE(run({"check", "--on", "2026-01-15"}).exit_code != 64);
        const auto result = run({"report", report, "--format", format});
        REQUIRE_MESSAGE(result.exit_code == 0, result.err);
        return read_text_file(path() / "reports" / (report + "." + format));
    }
};

} // namespace

TEST_CASE_FIXTURE(Counted, "an audit that is not on record is refused before anything is written") {
    REQUIRE(run({"set", "audit", "IA-1", "title=Internal", "kind=internal"}).exit_code == 0);
    REQUIRE(run({"check"}).exit_code != 64);
    for (const auto* report : {"all", "audit-report", "gap"}) {
        const auto result = run({"report", report, "--audit", "IA-2", "--out", "there"});
        CHECK(result.exit_code == 64);
        CHECK(result.out.empty());
        CHECK(result.err == "assay: there is no audit 'IA-2' (did you mean 'IA-1'?)\n");
    }
    CHECK_FALSE(std::filesystem::exists(path() / "there"));
}

TEST_CASE_FIXTURE(Counted, "data validation lists the import that declares nothing beside the one that declares too little, and not one that was undone") {
    write("one.csv", "number,opened_at\nINC1,2025-02-03 10:00\nINC2,2025-02-03 11:00\n");
    write("two.csv", "number,opened_at\nINC3,2025-02-04 10:00\n");
    write("three.csv", "number,opened_at\nINC4,2025-02-05 10:00\n");
    REQUIRE(run({"import", "incident", "one.csv"}).exit_code == 0);
    REQUIRE(run({"import", "incident", "two.csv", "--source", "Tool", "--source-count", "1"}).exit_code == 0);
    REQUIRE(run({"import", "incident", "three.csv"}).exit_code == 0);
    REQUIRE(run({"undo", "4", "--why", "wrong file"}).exit_code == 0);
    const auto csv = written("data-validation", "csv");
    CHECK(has_text(csv, "population,incident,change 2,,declares nothing of its source\n"));
    CHECK(has_text(csv, "population,incident,change 3,,\"does not state query or filter, extraction time, extracting person, period\"\n"));
    CHECK_FALSE(has_text(csv, "change 4"));
}

TEST_CASE_FIXTURE(Counted, "a business review counts the incidents of the quarter that have no category") {
    REQUIRE(run({"set", "service", "S1", "name=Mail", "status=live", "in_scope=yes"}).exit_code == 0);
    write("some.csv", "number,opened_at,service,category\nINC1,2025-11-03 10:00,S1,Disk\nINC2,2025-11-04 10:00,S1,Disk\nINC3,2025-11-05 10:00,S1,\nINC4,2025-02-05 10:00,S1,\n");
    REQUIRE(run({"import", "incident", "some.csv"}).exit_code == 0);
    const auto text = written("business-review", "md");
    CHECK(has_text(text, "Without a category, so in none of these: 1 incident."));
    CHECK(has_text(text, "| Disk | Mail | 2 |"));
}

TEST_CASE_FIXTURE(Counted, "the report of systems tells results and scores of technical checks by system") {
    REQUIRE(run({"set", "system", "WEB", "name=web02", "status=operational"}).exit_code == 0);
    REQUIRE(run({"set", "system", "PAY", "name=Payroll", "status=operational"}).exit_code == 0);
    write("scan.xml", with_text(k_benchmark_with_results, "<c:result>pass", "<c:result>fail"));
    REQUIRE(run({"import", "technical_check", "scan.xml"}).exit_code == 0);
    const auto text = written("rmf", "md");
    CHECK(has_text(text, "fail 1, error 1, pass 1"));
    CHECK(has_text(text, "50 of 100 (default)"));
    CHECK(has_text(text, "2026-02-01"));
    CHECK(has_text(text, "No results on record"));
    CHECK(has_text(text, "1 failed technical check is on no plan of action"));
}
