// The sample organisation through the program, as a user would: every planted fault is found, and nothing else is.
#include "support/csv_split.hpp"
#include "support/run_program.hpp"
#include "support/temp_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// Records with quoted line breaks, by column name.
std::vector<std::map<std::string, std::string>> read_table(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    std::vector<std::vector<std::string>> records;
    std::string record;
    bool quoted = false;
    for (const char c : text) {
        quoted = c == '"' ? !quoted : quoted;
        if (c == '\n' && !quoted) {
            records.push_back(split_csv_line(record));
            record.clear();
        } else {
            record += c;
        }
    }
    std::vector<std::map<std::string, std::string>> rows;
    for (std::size_t i = 1; i < records.size(); ++i) {
        std::map<std::string, std::string> row;
        for (std::size_t column = 0; column < records[0].size() && column < records[i].size(); ++column) {
            row[records[0][column]] = records[i][column];
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string read_text(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Imported, verified, judged and reported once for all cases of this file.
struct Sample {
    TempFolder folder;
    fs::path workspace = folder.path() / "sample";
    ProgramResult init;
    ProgramResult import;
    ProgramResult verify;
    ProgramResult check;
    ProgramResult gap;
    ProgramResult executive;

    Sample() {
        init = Program::assay(folder.path()).run({"init", "sample", "--sample"});
        const auto assay = Program::assay(workspace);
        import = assay.run({"import", "--list", "import.order"});
        verify = assay.run({"evidence", "verify"});
        check = assay.run({"check", "--on", "2026-10-15"});
        gap = assay.run({"report", "gap"});
        executive = assay.run({"report", "executive"});
    }

    [[nodiscard]] Program assay() const { return Program::assay(workspace); }
};

Sample& sample() {
    static Sample made;
    return made;
}

} // namespace

TEST_CASE("the sample organisation is imported without a rejected row") {
    CHECK(sample().init.exit_code == 0);
    CHECK(sample().init.err.empty());
    CHECK(sample().import.exit_code == 0);
    CHECK(sample().import.err.empty());
    CHECK(sample().import.out.find("85 imports: every row accounted for") != std::string::npos);
    for (std::size_t at = sample().import.out.find("rows in "); at != std::string::npos; at = sample().import.out.find("rows in ", at + 1)) {
        const auto line = sample().import.out.substr(at, sample().import.out.find('\n', at) - at);
        CHECK_MESSAGE(line.ends_with(" 0 rejected"), line);
    }
}

TEST_CASE("every planted failing row is found and no other fails") {
    CHECK(sample().check.exit_code == 2);
    CHECK(sample().check.err.empty());
    CHECK(sample().gap.exit_code == 0);
    std::set<std::vector<std::string>> planted;
    for (const auto& row : read_table(fs::path(ASSAY_SOURCE_DIR) / "evidence" / "planted.csv")) {
        planted.insert({row.at("check"), row.at("subject"), row.at("register"), row.at("row_key")});
    }
    std::set<std::vector<std::string>> found;
    for (const auto& row : read_table(sample().workspace / "reports" / "findings.csv")) {
        found.insert({row.at("check"), row.at("subject"), row.at("register"), row.at("key")});
        CHECK(row.at("verdict") == "fail");
        CHECK_FALSE(row.at("message").empty());
        CHECK_FALSE(row.at("origin").empty());
    }
    CHECK(planted.size() >= 210);
    std::vector<std::vector<std::string>> missed;
    std::vector<std::vector<std::string>> extra;
    std::ranges::set_difference(planted, found, std::back_inserter(missed));
    std::ranges::set_difference(found, planted, std::back_inserter(extra));
    for (const auto& row : missed) {
        FAIL_CHECK("planted and not found: " << row[0] << " " << row[1] << " " << row[2] << " " << row[3]);
    }
    for (const auto& row : extra) {
        FAIL_CHECK("found and not planted: " << row[0] << " " << row[1] << " " << row[2] << " " << row[3]);
    }
}

TEST_CASE("faults that show in no row come out in the determinations, with their reason") {
    std::map<std::vector<std::string>, std::string> outcomes;
    for (const auto& row : read_table(sample().workspace / "reports" / "gap.csv")) {
        auto outcome = row.at("outcome");
        std::ranges::replace(outcome, ' ', '_');
        outcomes[{row.at("catalog"), row.at("id"), row.at("subject_key")}] = outcome;
    }
    const auto expected = read_table(fs::path(ASSAY_SOURCE_DIR) / "evidence" / "planted_outcomes.csv");
    CHECK(expected.size() >= 30);
    for (const auto& row : expected) {
        CAPTURE(row.at("control"));
        CHECK(outcomes[{row.at("catalog"), row.at("control"), row.at("subject")}] == row.at("outcome"));
        std::vector<std::string> arguments{"explain", row.at("catalog") + "/" + row.at("control")};
        if (!row.at("subject").empty()) {
            arguments.push_back(row.at("subject"));
        }
        const auto explained = sample().assay().run(arguments);
        CHECK(explained.exit_code == 0);
        CHECK_MESSAGE(explained.out.find(row.at("says")) != std::string::npos, "not said: " << row.at("says") << "\n" << explained.out);
    }
}

TEST_CASE("faults that move no determination are told by the commands that look at them") {
    const auto expected = read_table(fs::path(ASSAY_SOURCE_DIR) / "evidence" / "planted_told.csv");
    CHECK(expected.size() >= 5);
    for (const auto& row : expected) {
        std::istringstream words(row.at("command"));
        const std::vector<std::string> arguments(std::istream_iterator<std::string>(words), {});
        const auto told = sample().assay().run(arguments);
        CAPTURE(row.at("command"));
        CHECK(told.exit_code == 0);
        CHECK(told.err.empty());
        CHECK_MESSAGE(told.out.find(row.at("says")) != std::string::npos, "not said: " << row.at("says") << "\n" << told.out);
    }
}

TEST_CASE("results of technical checks find their systems, and their scores are the stated ones") {
    const auto checks = sample().assay().run({"list", "technical_check", "--columns", "asset,rule,result,system", "--format", "csv"});
    CHECK(checks.exit_code == 0);
    CHECK(checks.out.find("fw-1,SV-9001r1_rule,fail,SYS-NET\r\n") != std::string::npos);
    CHECK(checks.out.find("sso-1,xccdf_mil.njsa_rule_old-protocol,fail,SYS-IDS\r\n") != std::string::npos);
    const auto scores = sample().assay().run({"list", "technical_score", "--columns", "model,score,recomputed,agrees", "--format", "csv"});
    CHECK(scores.out == "model,score,recomputed,agrees\r\n"
                        "urn:xccdf:scoring:default,72.777778,72.777778,yes\r\n"
                        "urn:xccdf:scoring:flat,35,35,yes\r\n");
}

TEST_CASE("a second check of the same state says the same, byte for byte") {
    const auto before = read_text(sample().workspace / "reports" / "gap.csv");
    CHECK(sample().assay().run({"check", "--on", "2026-10-15"}).exit_code == 2);
    CHECK(sample().assay().run({"report", "gap", "--format", "csv", "--out", "again"}).exit_code == 0);
    CHECK(read_text(sample().workspace / "again" / "gap.csv") == before);
    CHECK(read_text(sample().workspace / "again" / "findings.csv") == read_text(sample().workspace / "reports" / "findings.csv"));
}

TEST_CASE("the same import again makes no change") {
    const auto again = sample().assay().run({"import", "risk", "registers/risk.csv", "--dry-run"});
    CHECK(again.exit_code == 0);
    CHECK(again.out.find("40 = 0 would be added + 0 changed + 40 unchanged") == std::string::npos);
    CHECK(again.out.find("40 unchanged") != std::string::npos);
}

TEST_CASE("reports never use words that claim conformity of an organisation") {
    for (const auto* name : {"gap.html", "gap.md", "gap.csv", "executive.html"}) {
        auto text = read_text(sample().workspace / "reports" / name);
        REQUIRE_FALSE(text.empty());
        std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        CAPTURE(name);
        CHECK(text.find("assay finds") == std::string::npos);
        CHECK(text.find("is compliant") == std::string::npos);
        CHECK(text.find("is certified") == std::string::npos);
    }
    const auto executive = read_text(sample().workspace / "reports" / "executive.html");
    CHECK(executive.find("no statement of conformity can be made") != std::string::npos);
}

TEST_CASE("reports are self-contained: nothing is asked of a network and no script runs") {
    for (const auto* name : {"gap.html", "executive.html"}) {
        const auto text = read_text(sample().workspace / "reports" / name);
        CAPTURE(name);
        for (const auto* forbidden : {"<script", "<link", "src=\"http", "@import", "url(http", "<iframe", " onclick", " onload"}) {
            CHECK_MESSAGE(text.find(forbidden) == std::string::npos, forbidden);
        }
    }
}

TEST_CASE("the chain of changes is whole after the demo") {
    const auto verified = sample().assay().run({"log", "verify"});
    CHECK(verified.exit_code == 0);
    CHECK(verified.out.find("intact") != std::string::npos);
}

TEST_CASE("a check after a change says what one that asks everything anew says, byte for byte") {
    const auto json_of = [](const std::vector<std::string>& how) {
        std::vector<std::string> arguments{"check", "--on", "2026-10-15"};
        arguments.insert(arguments.end(), how.begin(), how.end());
        REQUIRE(sample().assay().run(arguments).exit_code == 2);
        REQUIRE(sample().assay().run({"report", "assessment", "--format", "json", "--out", "compared"}).exit_code == 0);
        auto text = read_text(sample().workspace / "compared" / "assessment.json");
        const auto id = text.find("\"id\"");
        REQUIRE(id != std::string::npos);
        return text.erase(id, text.find(',', id) - id);
    };
    for (const auto& edit : {std::vector<std::string>{"risk", "R-001", "treatment_due=2026-01-01"}, {"service", "SVC-EML", "in_scope=no"},
                             {"process", "PM", "adoption=planned"}, {"interval", "IV-01", "length=P1D"}, {"role", "DEPUTY", "kind=practitioner"}}) {
        auto command = edit;
        command.insert(command.begin(), "set");
        CAPTURE(edit[0]);
        const auto set = sample().assay().run(command);
        REQUIRE_MESSAGE(set.exit_code == 0, set.err);
        CHECK(json_of({}) == json_of({"--anew"}));
    }
}
