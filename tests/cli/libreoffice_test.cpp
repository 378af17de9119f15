// The round trip through LibreOffice itself, headless: it opens the export, an edit is made in its own format, it saves a workbook again.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

#include <array>
#include <optional>

namespace fs = std::filesystem;

namespace {

std::optional<std::string> find_libreoffice() {
    constexpr std::array k_places{"/usr/bin/soffice", "/usr/local/bin/soffice", "/usr/lib/libreoffice/program/soffice"};
    for (const auto* place : k_places) {
        std::error_code ignored;
        if (fs::exists(place, ignored)) {
            return place;
        }
    }
    return std::nullopt;
}

struct Office : TestWorkspace {
    explicit Office(const std::string& program) : soffice(program, path()) {
        fs::create_directories(folder.path() / "home");
        soffice.set("HOME", (folder.path() / "home").string());
    }
    void convert(const std::string& file, const std::string& to, const std::string& out) const {
        const auto profile = "-env:UserInstallation=file://" + (folder.path() / "profile").string();
        const auto result = soffice.run({profile, "--headless", "--convert-to", to, "--outdir", out, file});
        REQUIRE_MESSAGE(result.exit_code == 0, result.err);
    }
    Program soffice;
};

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const auto at = text.find(what);
    REQUIRE_MESSAGE(at != std::string::npos, what);
    return text.replace(at, what.size(), by);
}

} // namespace

TEST_CASE("an export edited in LibreOffice comes back with the edited cells and no other") {
    const auto program = find_libreoffice();
    if (!program) {
        MESSAGE("SKIPPED: LibreOffice is not installed (apt-get install libreoffice-calc)");
        return;
    }
    const Office office(*program);
    office.write("risks.csv", "Risk ID,Title,Note,Level,Identified on,Likelihood\r\n0042,First title,\"two\nlines\",high,2025-03-31,low\r\n"
                              "R-2,=SUM(A1),'=x,low,1899-12-30,\r\nR-3,1-2,+49 30 123,very_high,2024-02-29,high\r\n");
    REQUIRE(office.run({"import", "risk", "risks.csv"}).exit_code == 0);
    office.write("contracts.csv", "id,supplier,title,value,currency\r\nC1,X,a,922337203685477.55,EUR\r\nC2,X,b,0.1,EUR\r\n");
    REQUIRE(office.run({"import", "contract", "contracts.csv"}).exit_code == 0);
    office.write("incidents.csv",
                 "number,opened_at,resolved_at\r\nI1,2025-10-26T00:30:59Z,2025-10-26T01:30:01Z\r\nI2,2025-01-31T08:00:07Z,\r\n");
    REQUIRE(office.run({"import", "incident", "incidents.csv"}).exit_code == 0);
    SUBCASE("saved without an edit, nothing changes") {
        for (const auto* of : {"risk", "contract", "incident"}) {
            const auto file = std::string(of) + ".xlsx";
            REQUIRE(office.run({"export", of, file}).exit_code == 0);
            office.convert(file, "xlsx", "saved");
            REQUIRE(read_text_file(office.path() / "saved" / file) != read_text_file(office.path() / file));
            const auto back = office.run({"import", of, "saved/" + file});
            CHECK_MESSAGE(back.out.find(": no change, the register already holds these rows\n") != std::string::npos, back.out << back.err);
        }
    }
    SUBCASE("of a sheet, one edited cell is one changed field") {
        REQUIRE(office.run({"export", "risk", "risk.xlsx"}).exit_code == 0);
        office.convert("risk.xlsx", "fods", "flat");
        const auto flat = read_text_file(office.path() / "flat/risk.fods");
        office.write("flat/risk.fods", replaced(flat, "First title", "Edited title"));
        office.convert("flat/risk.fods", "xlsx", "edited");
        const auto back = office.run({"import", "risk", "edited/risk.xlsx"});
        CHECK(back.err.empty());
        CHECK_MESSAGE(back.out.find("  rows in     3 = 0 added + 1 changed + 2 unchanged + 0 superseded + 0 rejected\n"
                                    "  versions    written from the state after change 4, 0 changes were made since\n"
                                    "  changed:\n"
                                    "    row 2, 0042: title: First title → Edited title\n") != std::string::npos,
                      back.out);
    }
    SUBCASE("a CSV file for the round trip, saved as CSV") {
        REQUIRE(office.run({"export", "risk", "risk.csv", "--round-trip"}).exit_code == 0);
        // 44 comma, 34 quotes, 76 UTF-8, from line 1; all columns as text, as the import dialogue offers.
        std::string columns;
        for (int i = 1; i <= 60; ++i) {
            columns += (i == 1 ? "" : "/") + std::to_string(i) + "/2";
        }
        const auto profile = "-env:UserInstallation=file://" + (office.folder.path() / "profile").string();
        const auto saved = office.soffice.run({profile, "--headless", "--infilter=CSV:44,34,76,1," + columns, "--convert-to",
                                               "csv:Text - txt - csv (StarCalc):44,34,76,1", "--outdir", "saved", "risk.csv"});
        REQUIRE(saved.exit_code == 0);
        const auto back = office.run({"import", "risk", "saved/risk.csv"});
        CHECK_MESSAGE(back.out.find(": no change, the register already holds these rows\n") != std::string::npos, back.out << back.err);
    }
}
