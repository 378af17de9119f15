#include "unit/formats/xlsx_cases.hpp"

#include "assay/base/hash.hpp"
#include "support/shared_data.hpp"
#include "support/temp_folder.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

using namespace assay;
using namespace assay::testing;
using Texts = std::vector<std::string>;
using Rows = std::vector<Texts>;

namespace {

/// Counts the words that a register of these fields would match; the first is needed.
XlsxOptions fitting(Texts wanted) {
    XlsxOptions options;
    options.fit = [wanted](const Texts& header) {
        HeaderFit fit;
        for (const auto& name : header) {
            fit.matched += std::ranges::find(wanted, name) != wanted.end() ? 1 : 0;
        }
        fit.complete = std::ranges::find(header, wanted.front()) != header.end();
        return fit;
    };
    return options;
}

} // namespace

TEST_CASE("a sheet is read row by row below its header, with the numbers of its rows") {
    const auto read = read_sheet({{{"Risks", inline_rows({{"id", "title"}, {"R-1", "First"}, {}, {"R-2", "", "beside"}})}}});
    CHECK(read.error.empty());
    CHECK(read.header == Texts{"id", "title"});
    CHECK(read.rows == Rows{{"R-1", "First"}, {"", ""}, {"R-2", ""}});
    CHECK(read.lines == std::vector<std::uint64_t>{2, 3, 4});
    CHECK(read.layout.sheet == "Risks");
    CHECK(read.layout.address(1, 4) == "B4");
    CHECK(read.description == "XLSX, sheet 'Risks', header in row 1, 1 cell under no header (not used)");
}

TEST_CASE("the header is the row that fits best, whatever stands above it") {
    const auto sheet = inline_rows(
        {{"Risk register of the ITSM office"}, {"title", "for 2026"}, {}, {"id", "title", "", "owner"}, {"R-1", "id", "x", "P1"}});
    const auto read = read_sheet({{{"S", sheet}}}, fitting({"id", "title", "owner"}));
    CHECK(read.header == Texts{"id", "title", "owner"});
    CHECK(read.rows == Rows{{"R-1", "id", "P1"}});
    CHECK(read.layout.address(2, 5) == "D5");
    CHECK(read.description == "XLSX, sheet 'S', header in row 4, 1 cell under no header (not used)");
    // Where no row fits, the first that could be a header; a title is alone in its row.
    CHECK(read_sheet({{{"S", sheet}}}, fitting({"nothing"})).header == Texts{"title", "for 2026"});
    XlsxOptions named;
    named.header_row = 5;
    CHECK(read_sheet({{{"S", sheet}}}, named).header == Texts{"R-1", "id", "x", "P1"});
    named.header_row = 3;
    CHECK(read_sheet({{{"S", sheet}}}, named).error == "cannot read 't.xlsx': row 3 of sheet 'S' is empty, and --header-row names it");
    named.header_row = 99;
    CHECK(read_sheet({{{"S", sheet}}}, named).error == "cannot read 't.xlsx': row 99 of sheet 'S' is empty, and --header-row names it");
}

TEST_CASE("hidden rows and columns and merged ranges are read like the others, and told") {
    const std::string xml =
        "<worksheet><cols><col min=\"2\" max=\"2\" hidden=\"1\"/><col min=\"4\" max=\"16384\" hidden=\"true\"/></cols><sheetData>"
        "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>id</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>title</t></is></c></row>"
        "<row r=\"2\" hidden=\"1\"><c r=\"A2\"><v>1</v></c></row><row r=\"3\" hidden=\"1\"/><row r=\"4\" hidden=\"0\"><c "
        "r=\"A4\"><v>2</v></c></row>"
        "</sheetData><mergeCells><mergeCell ref=\"A1:B1\"/><mergeCell ref=\"A2:A4\"/></mergeCells></worksheet>";
    const auto read = read_sheet({{{"S", xml}}});
    CHECK(read.rows == Rows{{"1", ""}, {"", ""}, {"2", ""}});
    CHECK(read.description ==
          "XLSX, sheet 'S', header in row 1, 1 hidden row (read like the others), 1 hidden column (read like the others), "
          "1 merged range in the rows (its first cell holds the value)");
}

TEST_CASE("of several sheets one is named, or only one could be meant, or Assay asks") {
    const auto risks = inline_rows({{"id", "title"}, {"R-1", "First"}});
    const auto notes = inline_rows({{"Read this first"}, {"Really"}});
    XlsxFile file{{{"Notes", notes}, {"Risks", risks}, {"Old", risks, "hidden"}}};
    const auto options = fitting({"id"});
    auto read = read_sheet(file, options);
    CHECK(read.rows == Rows{{"R-1", "First"}});
    CHECK(read.description == "XLSX, sheet 'Risks' (the only one of 3 with the columns needed), header in row 1");
    CHECK(read_sheet({{{"Risks", risks}, {"Lists", notes, "veryHidden"}}}).description ==
          "XLSX, sheet 'Risks' (the only one of 2 that is not hidden), header in row 1");

    file.sheets[2].state.clear();
    CHECK(read_sheet(file, options).error == "cannot read 't.xlsx': it has 3 sheets, and more than one has the columns needed: 1 'Notes', "
                                             "2 'Risks', 3 'Old' (say --sheet NAME or --sheet NUMBER)");
    CHECK(read_sheet(file, fitting({"other"})).error == "cannot read 't.xlsx': it has 3 sheets, and none has the columns needed: 1 "
                                                        "'Notes', 2 'Risks', 3 'Old' (say --sheet NAME or --sheet NUMBER)");
    for (const auto* name : {"Old", "3", "old"}) {
        auto named = options;
        named.sheet = name;
        CHECK(read_sheet(file, named).description == "XLSX, sheet 'Old' (of 3), header in row 1");
    }
    file.sheets[2].state = "hidden"; // who names a hidden sheet means it
    auto wrong = options;
    wrong.sheet = "Risk";
    CHECK(read_sheet(file, wrong).error ==
          "cannot read 't.xlsx': --sheet 'Risk' names none of its sheets: 1 'Notes', 2 'Risks', 3 'Old' (hidden) (did you mean 'Risks'?)");
    wrong.sheet = "4";
    CHECK(read_sheet(file, wrong).error.starts_with("cannot read 't.xlsx': --sheet '4' names none of its sheets: "));
    wrong.sheet = "Old";
    CHECK(read_sheet(file, wrong).rows == Rows{{"R-1", "First"}});
}

TEST_CASE("an empty sheet and a workbook without sheets say so") {
    CHECK(read_sheet({{{"S", "<row r=\"1\"/>"}}}).error ==
          "cannot read 't.xlsx': sheet 'S' has no cells (a row with the names of the columns is needed)");
    CHECK(read_sheet({{}}).error == "cannot read 't.xlsx': it has no sheet with cells");
}

TEST_CASE("rows and cells without addresses stand one after the other, prefixes and cases of names do not matter") {
    auto file = XlsxFile{
        {{"S", "<x:worksheet xmlns:x=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><x:sheetData><x:row><x:c "
               "t=\"inlineStr\"><x:is><x:t>id</x:t>"
               "</x:is></x:c><x:c "
               "t=\"inlineStr\"><x:is><x:t>n</x:t></x:is></x:c></x:row><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>"
               "</x:sheetData></x:worksheet>"}}};
    file.sheets[0].xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + file.sheets[0].xml;
    auto entries = file.entries();
    for (auto& entry : entries) {
        if (entry.name == "xl/worksheets/sheet1.xml") {
            entry.name = "xl/Worksheets/Sheet1.xml";
        }
    }
    const auto read = read_sheet_bytes(zip_of(entries));
    CHECK(read.error.empty());
    CHECK(read.header == Texts{"id", "n"});
    CHECK(read.rows == Rows{{"1", "2"}});
    CHECK(read.lines == std::vector<std::uint64_t>{2});
}

TEST_CASE("a sheet that comes in many pieces is the same as one that comes at once") {
    std::string xml = inline_rows({{"id", "text", "number"}});
    constexpr int k_rows = 5000;
    for (int row = 2; row < k_rows; ++row) {
        const auto number = std::to_string(row);
        xml += "<row r=\"" + number + "\"><c r=\"A" + number + "\" t=\"inlineStr\"><is><t>R-" + number + "</t></is></c><c r=\"B" + number +
               "\" t=\"inlineStr\"><is><t>" + std::string(static_cast<std::size_t>(row % 300), 'x') + "</t></is></c><c r=\"C" + number +
               "\"" + (row % 7 == 0 ? " t=\"e\"><v>#N/A" : "><v>" + number) + "</v></c></row>";
    }
    const auto read = read_sheet({{{"S", xml}}});
    REQUIRE(read.rows.size() == k_rows - 2);
    std::size_t faults = 0;
    for (int row = 2; row < k_rows; ++row) {
        const auto& cells = read.rows[static_cast<std::size_t>(row - 2)];
        REQUIRE(cells[0] == "R-" + std::to_string(row));
        REQUIRE(cells[1] == std::string(static_cast<std::size_t>(row % 300), 'x'));
        REQUIRE(cells[2] == (row % 7 == 0 ? "" : std::to_string(row)));
        faults += row % 7 == 0 ? 1 : 0;
        if (row % 7 == 0) {
            REQUIRE(read.faults[faults - 1] ==
                    "C" + std::to_string(row) + " holds the error #N/A (correct the formula, or clear the cell)");
        }
    }
    CHECK(read.faults.size() == faults);
}

TEST_CASE("a file is hashed whole, and one that changes meanwhile is told") {
    const TempFolder folder;
    const XlsxFile file{{{"S", inline_rows({{"id"}, {"1"}})}}};
    const auto path = folder.write("t.xlsx", file.bytes());
    CHECK(find_file_kind(path) == FileKind::zip);
    RawRow row;
    {
        const auto reader = open_xlsx(path);
        CHECK(reader->file_sha256().empty());
        while (reader->next(row)) {
        }
        CHECK(reader->file_sha256() == to_hex(sha256(file.bytes())));
        CHECK(reader->bytes_total() == file.bytes().size());
        CHECK(reader->bytes_done() == reader->bytes_total());
    }
    const auto reader = open_xlsx(path);
    std::ofstream(path, std::ios::binary | std::ios::app) << "more";
    CHECK_THROWS_WITH_AS(
        [&] {
            while (reader->next(row)) {
            }
        }(),
        ("'" + path.string() + "' changed while it was read; import it again").c_str(), Error);
}

TEST_CASE("the public 800-171 workbook is damaged, and Assay says so") {
    const auto file = find_shared_data("registers/800-171-source.xlsx");
    if (!file) {
        MESSAGE("SKIPPED: the public registers are not here (set ASSAY_SHARED_DATA)");
        return;
    }
    std::string text;
    try {
        static_cast<void>(open_xlsx(*file));
    } catch (const Error& error) {
        text = error.what();
    }
    CHECK(text == "cannot read '" + file->string() + "': it is no intact ZIP archive (Zip archive inconsistent); get the file anew");
}
