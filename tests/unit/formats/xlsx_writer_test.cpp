#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "formats/zip_archive.hpp"
#include "support/temp_folder.hpp"
#include "unit/formats/xlsx_cases.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace assay;
using namespace assay::testing;
using Texts = std::vector<std::string>;
using Kind = XlsxColumn::Kind;

namespace {

constexpr std::chrono::sys_seconds k_created{std::chrono::seconds{1'769'846'400}}; // 2026-01-31T08:00:00Z

std::string part_of(const std::filesystem::path& file, std::string_view name) {
    const auto archive = ZipArchive::open(file);
    const auto index = archive.find(name);
    if (!index) {
        return "missing";
    }
    ZipStream stream(archive, *index);
    std::string text;
    std::vector<char> chunk(4096);
    for (std::size_t count = stream.read(chunk); count > 0; count = stream.read(chunk)) {
        text.append(chunk.data(), count);
    }
    return text;
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

XlsxColumn text_column(std::string title) { return {std::move(title), Kind::text, 0, false, {}, false, {}}; }

/// Texts written below a header and read back.
Texts through_file(const Texts& texts) {
    const TempFolder folder;
    const auto file = folder.path() / "t.xlsx";
    XlsxWriter writer(file, "S", {text_column("v")}, k_created);
    for (const auto& text : texts) {
        writer.write(std::vector<XlsxCell>{{text, std::nullopt}});
    }
    writer.commit();
    const auto read = read_sheet_bytes(read_file(file));
    REQUIRE(read.error.empty());
    Texts back;
    for (const auto& row : read.rows) {
        back.push_back(row.front());
    }
    return back;
}

} // namespace

TEST_CASE("a sheet is written with types, a frozen header, a filter and choices, and reads back as it was meant") {
    const TempFolder folder;
    const auto file = folder.path() / "t.xlsx";
    Texts many;
    for (int i = 0; i < 60; ++i) {
        many.push_back("KEY-" + std::to_string(i));
    }
    const auto write = [&](const std::filesystem::path& to) {
        XlsxWriter writer(to, "Risks: all [of/them]?",
                          {text_column("Id"),
                           {"Amount", Kind::number, 2, false, {}, false, {}},
                           {"Share", Kind::percent, 0, false, {}, false, {}},
                           {"On", Kind::date, 0, false, {}, false, {}},
                           {"At", Kind::datetime, 0, false, {}, false, {}},
                           {"Level", Kind::text, 0, false, {"low", "high"}, true, {{"low", 0xD5EBC8}, {"high", 0xF9C9A0}}},
                           {"Owner", Kind::text, 0, false, many, false, {}},
                           {"_row", Kind::number, 0, true, {}, false, {}}},
                          k_created);
        CHECK(writer.sheet() == "Risks  all  of them");
        writer.write(std::vector<XlsxCell>{
            {"0042", {}}, {"", 1234.5}, {"", 0.07}, {"", 20484}, {"", 1'769'846'400}, {"high", {}}, {"KEY-3", {}}, {"", 7}});
        writer.write(std::vector<XlsxCell>{{"=1+1", {}}, {}, {}, {"", -25'508}, {"", 1'769'846'401}, {"low", {}}, {"else", {}}, {"", 8}});
        CHECK_FALSE(std::filesystem::exists(to));
        writer.commit();
    };
    write(file);
    XlsxOptions options;
    options.header_row = 1;
    const auto read = read_sheet_bytes(read_file(file), options);
    CHECK(read.error.empty());
    CHECK(read.header == Texts{"Id", "Amount", "Share", "On", "At", "Level", "Owner", "_row"});
    REQUIRE(read.rows.size() == 2);
    CHECK(read.rows[0] == Texts{"0042", "1234.5", "7%", "2026-01-31", "2026-01-31 08:00:00", "high", "KEY-3", "7"});
    CHECK(read.rows[1] == Texts{"=1+1", "", "", "1900-03-01", "2026-01-31 08:00:01", "low", "else", "8"});
    CHECK(read.description == "XLSX, sheet 'Risks  all  of them' (the only one of 2 that is not hidden), header in row 1, 1 hidden column "
                              "(read like the others)");

    const auto sheet = part_of(file, "xl/worksheets/sheet1.xml");
    CHECK(holds(sheet, "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"));
    CHECK(holds(sheet, "<autoFilter ref=\"A1:H3\"/>"));
    CHECK(holds(sheet, "hidden=\"1\" customWidth=\"1\"/></cols>"));
    CHECK(holds(sheet, "sqref=\"F2:F1048576\"><formula1>\"low,high\"</formula1>"));
    CHECK(holds(sheet, "errorStyle=\"warning\" allowBlank=\"1\" showInputMessage=\"1\" showErrorMessage=\"1\" "
                       "sqref=\"G2:G1048576\"><formula1>Lists!$A$1:$A$60</formula1>"));
    CHECK(holds(sheet, "operator=\"equal\"><formula>\"high\"</formula></cfRule>"));
    CHECK_FALSE(holds(sheet, "<f>"));
    CHECK(holds(part_of(file, "xl/workbook.xml"), "<sheet name=\"Lists\" sheetId=\"2\" state=\"hidden\" r:id=\"rId2\"/>"));
    CHECK(holds(part_of(file, "docProps/core.xml"), "<dcterms:created xsi:type=\"dcterms:W3CDTF\">2026-01-31T08:00:00Z</dcterms:created>"));
    write(folder.path() / "again.xlsx");
    CHECK(read_file(file) == read_file(folder.path() / "again.xlsx"));
}

TEST_CASE("any text comes back, whatever it looks like") {
    const Texts texts{"=cmd()",
                      "+1",
                      "-1",
                      "@x",
                      "<r><t>x</t></r>",
                      "<r>",
                      "a & b < c > \"d\"",
                      "line\nline",
                      "line\r\nline",
                      "\ttab",
                      "_x000D_",
                      "a_x005F_b",
                      "_x005F_x000D_",
                      "_xZZZZ_",
                      "2026-01-31",
                      "00123",
                      "1e5",
                      "TRUE",
                      "#N/A",
                      "\u6771\u4eac \U0001F600",
                      "'quoted",
                      "]]>",
                      "  kept  "};
    CHECK(through_file(texts) == texts);
    CHECK(rc::check("any text of these pieces comes back", [] {
        const auto pieces = *rc::gen::container<Texts>(rc::gen::element<std::string>("_", "x", "_x0", "00D_", "_x000D_", "_x005F_", "<r>",
                                                                                     "</r>", "&", "<", "\r", "\n", "a", "\u00e9", "="));
        std::string text;
        for (const auto& piece : pieces) {
            text += piece;
        }
        RC_PRE(!text.empty());
        RC_ASSERT(through_file({text}) == Texts{text});
    }));
}

TEST_CASE("what a sheet cannot hold is refused, and nothing stands there") {
    const TempFolder folder;
    const auto file = folder.path() / "t.xlsx";
    {
        XlsxWriter writer(file, "", {text_column("Note")}, k_created);
        CHECK(writer.sheet() == "Register");
        writer.write(std::vector<XlsxCell>{{std::string(32'767, 'x'), {}}});
        CHECK_THROWS_WITH_AS(writer.write(std::vector<XlsxCell>{{std::string(32'768, 'x'), {}}}),
                             ("cannot write '" + file.string() +
                              "': row 3, column 'Note' has 32,768 characters, and a cell of a spreadsheet holds 32,767; export it as CSV")
                                 .c_str(),
                             Error);
        CHECK_THROWS_WITH_AS(writer.write(std::vector<XlsxCell>{}),
                             ("cannot write '" + file.string() + "': row 4 has 0 instead of 1 cells").c_str(), Error);
    }
    CHECK(std::filesystem::is_empty(folder.path()));
    const auto nowhere = folder.path() / "none" / "t.xlsx";
    CHECK_THROWS_WITH_AS(XlsxWriter(nowhere, "S", {text_column("v")}, k_created),
                         ("cannot write '" + nowhere.string() + "': No such file or directory").c_str(), Error);
    CHECK_THROWS_WITH_AS(XlsxWriter(file, "S", {}, k_created),
                         ("cannot write '" + file.string() + "': a sheet needs at least one column").c_str(), Error);
    std::filesystem::create_directory(folder.path() / "d");
    XlsxWriter onto_folder(folder.path() / "d", "S", {text_column("v")}, k_created);
    std::string text;
    try {
        onto_folder.commit();
    } catch (const Error& error) {
        text = error.what();
    }
    CHECK(text.starts_with("cannot write '" + (folder.path() / "d").string() + "': the file ("));
}

TEST_CASE("names of sheets are shortened and cleaned") {
    const TempFolder folder;
    const auto name = [&](std::string_view title) {
        return XlsxWriter(folder.path() / "t.xlsx", title, {text_column("v")}, k_created).sheet();
    };
    CHECK(name("Service level agreements and their targets") == "Service level agreements and th");
    CHECK(name("'a'") == "a");
    CHECK(name("\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
               "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9") ==
          "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
          "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9");
}
