#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace fs = std::filesystem;

namespace {

struct TwoRisks : TestWorkspace {
    TwoRisks() {
        write("risks.csv", "Risk ID,Title,Note,Treatment due\r\nR-1,\"First, and \"\"best\"\"\",\"two\nlines\",2025-03-31\r\nR-2,東京,,\r\n");
        REQUIRE(run({"import", "risk", "risks.csv"}).exit_code == 0);
    }
};

} // namespace

TEST_CASE_FIXTURE(TwoRisks, "an export comes back by import without a change") {
    const auto result = run({"export", "risk"});
    CHECK(result.err.empty());
    CHECK(result.exit_code == 0);
    CHECK(masked(result.out).starts_with("risk.csv: 2 rows of 'risk', state after change 2, written, read back and compared\n"));
    const auto text = read_text_file(path() / "risk.csv");
    CHECK(text.starts_with("Risk ID,Title,Event,"));
    CHECK(text.find("R-1,\"First, and \"\"best\"\"\",") != std::string::npos);
    const auto again = run({"import", "risk", "risk.csv"});
    CHECK(again.exit_code == 0);
    CHECK(again.out.find("2 = 0 added + 0 changed + 2 unchanged + 0 superseded + 0 rejected") != std::string::npos);
}

TEST_CASE_FIXTURE(TwoRisks, "an export replaces a file only when it is named") {
    write("risk.csv", "mine");
    const auto refused = run({"export", "risk"});
    CHECK(refused.out.empty());
    CHECK(refused.err == "assay: 'risk.csv' exists already; name the file to replace it, or another\n");
    CHECK(refused.exit_code == 1);
    CHECK(read_text_file(path() / "risk.csv") == "mine");
    CHECK(run({"export", "risk", "risk.csv"}).exit_code == 0);
    CHECK(read_text_file(path() / "risk.csv").starts_with("Risk ID,"));
}

TEST_CASE_FIXTURE(TwoRisks, "an export for the round trip carries the version of each row") {
    REQUIRE(run({"set", "risk", "R-2", "note=later"}).exit_code == 0);
    REQUIRE(run({"export", "risk", "trip.csv", "--round-trip"}).exit_code == 0);
    const auto text = read_text_file(path() / "trip.csv");
    CHECK(text.substr(0, text.find("\r\n")).ends_with(",Note,_row,_from,_at"));
    // The mark of the state holds the beginning of its digest.
    CHECK(std::regex_search(text, std::regex(",1,2,c3-[0-9a-f]{8}\r\n")));
    CHECK(std::regex_search(text, std::regex(",later,3,3,c3-[0-9a-f]{8}\r\n$")));
}

TEST_CASE_FIXTURE(TwoRisks, "an export as JSON and of an earlier state") {
    REQUIRE(run({"remove", "risk", "R-2"}).exit_code == 0);
    REQUIRE(run({"export", "risk", "now.json", "--format", "json"}).exit_code == 0);
    const auto now = read_text_file(path() / "now.json");
    CHECK(now.find("\"state\": 3") != std::string::npos);
    CHECK(now.find("R-2") == std::string::npos);
    REQUIRE(run({"export", "risk", "then.json", "--format", "json", "--at", "2"}).exit_code == 0);
    CHECK(read_text_file(path() / "then.json").find("\"title\": \"東京\"") != std::string::npos);
}

TEST_CASE_FIXTURE(TwoRisks, "what a spreadsheet would run is neutralised, and told") {
    REQUIRE(run({"set", "risk", "R-3", "title==cmd()"}).exit_code == 0);
    const auto result = run({"export", "risk", "out.csv"});
    CHECK(result.out.ends_with("\n  1 cell begins with an apostrophe in front, because a spreadsheet would run it as a formula\n"));
    CHECK(read_text_file(path() / "out.csv").find("R-3,'=cmd(),") != std::string::npos);
}

TEST_CASE_FIXTURE(TwoRisks, "an export that cannot be written leaves nothing behind") {
    const auto before = store_bytes();
    const auto result = run({"export", "risk", "nowhere/risk.csv"});
    CHECK(result.out.empty());
    CHECK(result.err == "assay: cannot write '" + (path() / "nowhere/risk.csv").string() + "': No such file or directory; nothing was delivered\n");
    CHECK(result.exit_code == 1);
    fs::create_directory(path() / "folder");
    write("folder/keep", "x");
    const auto onto_folder = run({"export", "risk", "folder"});
    CHECK(onto_folder.out.empty());
    CHECK(onto_folder.exit_code == 1);
    for (const auto& entry : fs::directory_iterator(path())) {
        CHECK_FALSE(entry.path().filename().string().starts_with(".assay"));
    }
    CHECK(store_bytes() == before);
    const auto wrong = run({"export", "risk", "x.json", "--format", "json", "--round-trip"});
    CHECK(wrong.err == "assay: --round-trip goes with CSV and XLSX only\n");
    CHECK(wrong.exit_code == 64);
}
