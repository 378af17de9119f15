// Spreadsheets through `assay import`: the same receipts as CSV, with sheet and cell; what is refused leaves the store as it was.
#include "support/shared_data.hpp"
#include "support/workspace.hpp"
#include "support/xlsx_file.hpp"

#include <doctest/doctest.h>

namespace {

using assay::testing::inline_rows;
using assay::testing::stored;
using assay::testing::XlsxFile;

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct Sheets : TestWorkspace {
    std::filesystem::path put(const std::string& name, const XlsxFile& file) const { return write(name, file.bytes()); }
    /// Exit code 1 and nothing on stdout, the store as before; gives stderr.
    std::string refused(const std::vector<std::string>& arguments, int code = 1) const {
        const auto before = store_bytes();
        const auto result = run(arguments);
        CHECK(result.exit_code == code);
        CHECK(result.out.empty());
        CHECK(store_bytes() == before);
        return result.err;
    }
};

/// Titles, merged, above the header; dates and a percentage as numbers; a row that is filtered away.
XlsxFile risk_sheet() {
    return {{{"Risks 2026",
              "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Risk register</t></is></c></row>"
              "<row r=\"3\"><c r=\"B3\" t=\"inlineStr\"><is><t>Risk ID</t></is></c><c r=\"C3\" t=\"inlineStr\"><is><t>Title</t></is></c>"
              "<c r=\"D3\" t=\"inlineStr\"><is><t>Level</t></is></c><c r=\"F3\" t=\"inlineStr\"><is><t>Identified on</t></is></c>"
              "<c r=\"G3\" t=\"inlineStr\"><is><t>Weather</t></is></c></row>"
              "<row r=\"4\"><c r=\"B4\" t=\"s\"><v>0</v></c><c r=\"C4\" t=\"s\"><v>1</v></c><c r=\"D4\" t=\"s\"><v>2</v></c><c r=\"F4\" "
              "s=\"1\"><v>46053</v></c>"
              "<c r=\"G4\" t=\"e\"><v>#N/A</v></c></row>"
              "<row r=\"5\" hidden=\"1\"><c r=\"B5\" t=\"inlineStr\"><is><t>R-2</t></is></c><c r=\"C5\" "
              "t=\"str\"><f>C4</f><v>Second</v></c></row>"}},
            "<si><t>R-1</t></si><si><r><t>Fir</t></r><r><t>st</t></r></si><si><t>Critical</t></si>"};
}

} // namespace

TEST_CASE_FIXTURE(Sheets, "a spreadsheet comes in with a receipt that names sheet, header and cells") {
    put("risks.xlsx", risk_sheet());
    const auto result = run({"import", "risk", "risks.xlsx"});
    CHECK(result.err.empty());
    CHECK(result.exit_code == 0);
    CHECK(holds(result.out, "Risks and opportunities from 'risks.xlsx': stored as change 2\n"));
    CHECK(holds(result.out, " bytes, XLSX, sheet 'Risks 2026', header in row 3, 1 hidden row (read like the others)\n"));
    CHECK(holds(result.out, "  not used    G 'Weather'\n              (matches no field)\n"));
    CHECK(holds(result.out, "  rows in     2 = 2 added + 0 changed + 0 unchanged + 0 superseded + 0 rejected\n"));
    const auto list = run({"list", "risk", "--columns", "id,title,level,identified_on"});
    CHECK(holds(list.out, "R-1"));
    CHECK(holds(list.out, "very_high"));
    CHECK(holds(list.out, "2026-01-31"));
    CHECK(holds(list.out, "Second"));
    CHECK(holds(run({"history", "risk", "R-2"}).out, "risks.xlsx, sheet 'Risks 2026', row 5"));
    const auto again = run({"import", "risk", "risks.xlsx"});
    CHECK(holds(again.out, "no change, the register already holds these rows"));
}

TEST_CASE_FIXTURE(Sheets, "cells at fault are named by address, and nothing is stored") {
    auto file = risk_sheet();
    auto& xml = file.sheets[0].xml;
    xml += "<row r=\"6\"><c r=\"B6\"><v>3</v></c><c r=\"C6\" t=\"e\"><v>#REF!</v></c><c r=\"D6\" "
           "t=\"inlineStr\"><is><t>hihg</t></is></c><c r=\"F6\"><f>TODAY()</f></c></row>"
           "<row r=\"7\"><c r=\"B7\"><v>4</v></c><c r=\"C7\" t=\"inlineStr\"><is><t>x</t></is></c><c r=\"F7\" s=\"1\"><v>60</v></c></row>"
           "<row r=\"8\"><c r=\"B8\"><v>4</v></c><c r=\"C8\" t=\"inlineStr\"><is><t>y</t></is></c></row><row r=\"9\"><c "
           "r=\"B9\"><v>4</v></c></row>";
    put("risks.xlsx", file);
    const auto err = refused({"import", "risk", "risks.xlsx"});
    CHECK(holds(err, "    row 6: C6 'Title': holds the error #REF! (correct the formula, or clear the cell); D6 'Level': 'hihg' is not a "
                     "word of 'level' (did you mean 'high'? one of: "));
    CHECK(holds(err, "; F6 'Identified on': holds a formula without a stored value (open the file in a spreadsheet program, let it "
                     "calculate, and save it)\n"));
    CHECK(holds(
        err,
        "    row 7: F7 'Identified on': holds the number 60, which is no date (the 1900 date system has a 29 February 1900 that never was) "
        "(write a date, or give the cell a number format)\n"));
    CHECK(holds(err, "    row 9: C9 'Title': required field 'title' is empty\n"));
    const auto partial = run({"import", "risk", "risks.xlsx", "--accept-partial"});
    CHECK(partial.exit_code == 0);
    CHECK(holds(partial.out, "  rows in     6 = 3 added + 0 changed + 0 unchanged + 0 superseded + 3 rejected\n"));
    const auto rejects = read_text_file(path() / "risks.xlsx.rejects.csv");
    CHECK(rejects.starts_with("Rejected row,Rejected because,Risk ID,Title,Level,Identified on,Weather\r\n6,"));
}

TEST_CASE_FIXTURE(Sheets, "two rows of one key are told by their rows") {
    put("twice.xlsx", {{{"S", inline_rows({{"Risk ID", "Title"}, {"R-1", "a"}, {"R-2", "b"}, {"R-1", "c"}})}}});
    const auto err = refused({"import", "risk", "twice.xlsx"});
    CHECK(holds(err, "    row 2, R-1: row 4 has the same key\n"));
    CHECK(holds(err, "    row 4, R-1: row 2 has the same key\n"));
}

TEST_CASE_FIXTURE(Sheets, "faults of the header name the cell") {
    put("bad.xlsx", {{{"S", inline_rows({{"", "Titel", "Title", "title"}, {"", "x", "y", "z"}})}}});
    CHECK(
        refused({"import", "risk", "bad.xlsx"}) ==
        "bad.xlsx, sheet 'S', cell D1: error: columns C 'Title' and D 'title' both match field 'title' (choose one: --map title='#C') "
        "[duplicate-column]\n"
        "bad.xlsx, sheet 'S', row 1: error: no column fills the key field 'id' (say --map id=COLUMN or --set id=VALUE) [missing-column]\n");
    CHECK(run({"import", "risk", "bad.xlsx", "--map", "title=#D", "--map", "id=#B"}).exit_code == 0);
    CHECK(holds(run({"show", "risk", "x"}).out, "z"));
}

TEST_CASE_FIXTURE(Sheets, "a sheet is named, found or asked for") {
    const auto risks = inline_rows({{"Risk ID", "Title"}, {"R-1", "a"}});
    put("two.xlsx", {{{"Now", risks}, {"Before", risks}}});
    CHECK(refused({"import", "risk", "two.xlsx"}, 64) == "assay: cannot read 'two.xlsx': it has 2 sheets, and more than one has the "
                                                         "columns needed: 1 'Now', 2 'Before' (say --sheet NAME or --sheet NUMBER)\n");
    CHECK(run({"import", "risk", "two.xlsx", "--sheet", "Before", "--dry-run"}).exit_code == 0);
    CHECK(run({"import", "risk", "two.xlsx", "--sheet", "1"}).exit_code == 0);
    put("one.xlsx", {{{"Notes", inline_rows({{"Read me"}})}, {"Now", risks}}});
    CHECK(holds(run({"import", "risk", "one.xlsx"}).out, "XLSX, sheet 'Now' (the only one of 2 with the columns needed), header in row 1"));
    CHECK(refused({"import", "risk", "one.xlsx", "--header-row", "0"}, 64) == "assay: --header-row counts from 1\n");
    CHECK(refused({"import", "risk", "one.xlsx", "--separator", ";"}, 64) ==
          "assay: --separator and --encoding go with text files, not with a spreadsheet\n");
    write("risks.csv", "Risk ID,Title\nR-1,a\n");
    CHECK(refused({"import", "risk", "risks.csv", "--sheet", "1"}, 64) == "assay: --sheet goes with a spreadsheet, not with a text file\n");
    CHECK(refused({"import", "risk", "risks.csv", "--header-row", "2"}, 64) ==
          "assay: --header-row goes with a spreadsheet, not with a text file\n");
}

TEST_CASE_FIXTURE(Sheets, "refused files leave the store as it was") {
    write("old.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(512, '\0'));
    CHECK(refused({"import", "risk", "old.xls"}) ==
          "assay: cannot read 'old.xls': it is an Excel 97-2003 file (.xls); save it as an Excel workbook (.xlsx) or as CSV\n");
    write("text.xlsx", "Risk ID,Title\nR-1,a\n");
    CHECK(refused({"import", "risk", "text.xlsx"}) == "assay: cannot read 'text.xlsx': it is no Excel workbook, whatever its name says; "
                                                      "save it as an Excel workbook (.xlsx) or as CSV\n");
    CHECK(refused({"import", "risk", "none.xlsx"}) == "assay: cannot read 'none.xlsx': No such file or directory\n");
    auto late = risk_sheet();
    late.sheets[0].xml += "<row r=\"6\"><c r=\"B6\"><v>3</v></c><c r=\"A6\"><v>3</v></c></row>";
    put("late.xlsx", late);
    CHECK(refused({"import", "risk", "late.xlsx"}) ==
          "assay: cannot read 'late.xlsx': sheet 'Risks 2026', cell A6 comes after B6 (save the file anew with a spreadsheet program)\n");
    // A text file of the name .xls is what some systems export.
    write("export.xls", "Risk ID,Title\nR-1,a\n");
    CHECK(run({"import", "risk", "export.xls"}).exit_code == 0);
}

TEST_CASE_FIXTURE(Sheets, "an event log in a sheet gives states, and text dates prove their order by row") {
    put("log.xlsx", {{{"Log", inline_rows({{"number", "opened_at", "sys_updated_at", "incident_state"},
                                           {"INC1", "27-02-2025 10:00", "01-02-2025 10:00", "New"},
                                           {"INC1", "27-02-2025 10:00", "28-02-2025 11:00", "Closed"}})}}});
    const auto result = run({"import", "incident", "log.xlsx", "--events", "--latest-by", "sys_updated_at"});
    CHECK(result.err.empty());
    CHECK(result.exit_code == 0);
    CHECK(holds(result.out, "'sys_updated_at': day-month-year: 28-02-2025 11:00 in row 3 fits no other order"));
    CHECK(holds(result.out, "2 = 1 added + 0 changed + 0 unchanged + 1 superseded + 0 rejected"));
    CHECK(holds(result.out, "2 events of 1 tickets: 2 stays"));
    put("which.xlsx", {{{"Log", inline_rows({{"number", "opened_at"}, {"INC2", "01-02-2025 10:00"}})}}});
    CHECK(refused({"import", "incident", "which.xlsx"}) ==
          "which.xlsx, sheet 'Log', cell B2: error: column 'opened_at' does not prove its order: 01-02-2025 10:00 in row 2 is 2025-02-01 "
          "as day-month-year but 2025-01-02 as "
          "month-day-year (say --date-format day-month-year or --date-format month-day-year) [ambiguous-date-order]\n");
}

TEST_CASE("public registers come in, or say why not") {
    const auto folder = find_shared_data("registers");
    if (!folder) {
        MESSAGE("SKIPPED: the public registers are not here (set ASSAY_SHARED_DATA)");
        return;
    }
    const Sheets workspace;
    const auto damaged = (*folder / "800-171-source.xlsx").string();
    CHECK(workspace.refused({"import", "security_control", damaged}) ==
          "assay: cannot read '" + damaged + "': it is no intact ZIP archive (Zip archive inconsistent); get the file anew\n");
    const auto risks = workspace.run({"import", "risk", (*folder / "grcmanager_risk_register.csv").string()});
    CHECK_MESSAGE(risks.exit_code == 0, risks.err);
    CHECK(holds(risks.out, "  rows in     20 = 20 added + 0 changed + 0 unchanged + 0 superseded + 0 rejected\n"));
}
