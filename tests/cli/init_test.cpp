#include "support/workspace.hpp"

#include <doctest/doctest.h>

#include <chrono>

namespace fs = std::filesystem;

TEST_CASE("init makes a workspace and says what comes next") {
    const TempFolder folder;
    const auto made = Program::assay(folder.path()).run({"init", "audit-2026", "--organization", "Smith & \"Sons\"", "--from", "2025-04-01", "--to", "2026-03-31", "--zone",
                                                         "Europe/London"});
    CHECK(made.err.empty());
    CHECK(made.exit_code == 0);
    CHECK(made.out == "made audit-2026/assay.xml: Smith & \"Sons\", audit period 2025-04-01 to 2026-03-31\n"
                      "made audit-2026/assay.db: " + shipped_registers() + "\n"
                      "made audit-2026/evidence/: for the files that are evidence\n"
                      "next:\n"
                      "  cd audit-2026\n"
                      "  assay import service services.csv\n"
                      "  assay import incident incidents.csv\n"
                      "  assay check\n");
    CHECK(fs::is_directory(folder.path() / "audit-2026" / "evidence"));
    const auto text = read_text_file(folder.path() / "audit-2026" / "assay.xml");
    CHECK(text.find("organization=\"Smith &amp; &quot;Sons&quot;\" zone=\"Europe/London\"") != std::string::npos);
    CHECK(text.find("<standard catalog=\"iso20000-1-2018\"/>") != std::string::npos);
    CHECK(text.find("<standard catalog=\"desmf-3\"/>") != std::string::npos);
    const auto log = Program::assay(folder.path() / "audit-2026").run({"log", "show"});
    CHECK(log.err.empty());
    CHECK(log.out.find("1 of 1 change\n") != std::string::npos);
}

TEST_CASE("without dates the audit period is the last twelve full months") {
    const TempFolder folder;
    const auto made = Program::assay(folder.path()).run({"init"});
    CHECK(made.err.empty());
    CHECK(made.exit_code == 0);
    const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    const std::chrono::year_month_day day(today);
    const std::chrono::year_month this_month(day.year(), day.month());
    const auto last = this_month - std::chrono::months{1};
    const auto first = this_month - std::chrono::months{12};
    const auto pad = [](unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    const auto last_day = static_cast<unsigned>((last / std::chrono::last).day());
    const auto wanted = "from=\"" + std::to_string(static_cast<int>(first.year())) + "-" + pad(static_cast<unsigned>(first.month())) + "-01\" to=\"" +
                        std::to_string(static_cast<int>(last.year())) + "-" + pad(static_cast<unsigned>(last.month())) + "-" + pad(last_day) + "\"";
    CHECK(read_text_file(folder.path() / "assay.xml").find(wanted) != std::string::npos);
    CHECK(made.out.find("  cd ") == std::string::npos);
}

TEST_CASE("init makes nothing where a workspace or a store is, or when it is asked for nonsense") {
    const TempFolder folder;
    const auto assay = Program::assay(folder.path());
    const auto refused = [&](const std::vector<std::string>& arguments, int exit_code, const std::string& text) {
        const auto result = assay.run(arguments);
        CHECK(result.out.empty());
        CHECK(result.err == text);
        CHECK(result.exit_code == exit_code);
    };
    SUBCASE("a workspace") {
        folder.write("w/assay.xml", "mine");
        refused({"init", "w"}, 1, "assay: 'w/assay.xml' exists already; nothing was changed\n");
        CHECK(read_text_file(folder.path() / "w/assay.xml") == "mine");
        CHECK_FALSE(fs::exists(folder.path() / "w/assay.db"));
    }
    SUBCASE("a store") {
        folder.write("w/assay.db", "mine");
        refused({"init", "w"}, 1, "assay: 'w/assay.db' exists already; nothing was changed\n");
        CHECK(read_text_file(folder.path() / "w/assay.db") == "mine");
    }
    SUBCASE("a file in the place of the folder") {
        folder.write("w", "mine");
        refused({"init", "w"}, 1, "assay: cannot make the folder 'w': File exists\n");
    }
    SUBCASE("half a period") {
        refused({"init", "w", "--from", "2025-01-01"}, 64, "assay: --from and --to go together\n");
        CHECK_FALSE(fs::exists(folder.path() / "w"));
    }
    SUBCASE("a period that ends before it begins") {
        refused({"init", "w", "--from", "2025-02-01", "--to", "2025-01-31"}, 64, "assay: the period ends on 2025-01-31, before it begins on 2025-02-01\n");
        CHECK_FALSE(fs::exists(folder.path() / "w"));
    }
    SUBCASE("no date") { refused({"init", "w", "--from", "1.2.2025"}, 64, "assay: --from takes a date such as 2026-01-31, not '1.2.2025'\n"); }
    SUBCASE("an unknown zone") {
        const auto result = assay.run({"init", "w", "--zone", "Europe/Londn"});
        CHECK(result.out.empty());
        CHECK(result.exit_code == 64);
        CHECK(result.err.starts_with("assay: --zone: "));
        CHECK(result.err.find("Europe/London") != std::string::npos);
        CHECK_FALSE(fs::exists(folder.path() / "w"));
    }
    SUBCASE("a sample with a name of its own") {
        refused({"init", "w", "--sample", "--organization", "X"}, 64,
                "assay: --sample brings its own organisation, period and zone: leave --organization, --from, --to and --zone out\n");
    }
}

TEST_CASE("init of the sample brings its files, byte for byte, and the day its README names") {
    const TempFolder folder;
    const auto made = Program::assay(folder.path()).run({"init", "demo", "--sample"});
    CHECK(made.err.empty());
    CHECK(made.exit_code == 0);
    const fs::path source = fs::path(ASSAY_SOURCE_DIR) / "evidence";
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(source)) {
        if (!entry.is_regular_file()) {
            continue;
        }
        ++files;
        auto name = entry.path().lexically_relative(source);
        if (*name.begin() == "documents") {
            name = "evidence" / name;
        }
        CHECK_MESSAGE(read_text_file(folder.path() / "demo" / name) == read_text_file(entry.path()), name.string());
    }
    CHECK(made.out.find(std::to_string(files - 1) + " files copied in all") != std::string::npos);
    CHECK(made.out.ends_with("next:\n"
                             "  cd demo\n"
                             "  assay import --list import.order\n"
                             "  assay evidence verify\n"
                             "  assay check --on 2026-10-15\n"));
    CHECK(read_text_file(source / "README.md").find("15 October 2026") != std::string::npos);
}
