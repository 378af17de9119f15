// What no spreadsheet program writes: each is refused with its place, and none takes memory or time.
#include "unit/formats/xlsx_cases.hpp"

#include "support/shared_data.hpp"
#include "support/temp_folder.hpp"

#include <doctest/doctest.h>

using namespace assay;
using namespace assay::testing;
using Texts = std::vector<std::string>;

namespace {

const std::string k_remedy = " (save the file anew with a spreadsheet program)";

std::string error_of_rows(const std::string& rows) { return read_sheet({{{"S", inline_rows({{"v", "w"}}) + rows}}}).error; }

std::string error_of_file(const std::string& name, std::string_view bytes) {
    const TempFolder folder;
    const auto path = folder.write(name, bytes);
    try {
        static_cast<void>(open_xlsx(path));
    } catch (const Error& error) {
        std::string text = error.what();
        const auto at = text.find(folder.path().string() + "/");
        return at == std::string::npos ? text : text.erase(at, folder.path().string().size() + 1);
    }
    return "read";
}

XlsxFile good() { return {{{"S", inline_rows({{"v"}, {"1"}})}}}; }

std::string error_with(ZipEntry entry) {
    auto file = good();
    file.more.push_back(std::move(entry));
    return read_sheet(file).error;
}

std::string error_without(const std::string& part) {
    auto file = good();
    file.without.push_back(part);
    return read_sheet(file).error;
}

} // namespace

TEST_CASE("cells and rows that stand wrong are named with sheet and address") {
    CHECK(error_of_rows("<row r=\"2\"><c r=\"B2\"><v>1</v></c><c r=\"A2\"><v>1</v></c></row>") ==
          "cannot read 't.xlsx': sheet 'S', cell A2 comes after B2" + k_remedy);
    CHECK(error_of_rows("<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"A2\"><v>2</v></c></row>") ==
          "cannot read 't.xlsx': sheet 'S', cell A2 occurs twice" + k_remedy);
    CHECK(error_of_rows("<row r=\"2\"><c r=\"A3\"><v>1</v></c></row>") ==
          "cannot read 't.xlsx': sheet 'S', cell A3 stands in row 2" + k_remedy);
    CHECK(error_of_rows("<row r=\"2\"><c r=\"XFE2\"><v>1</v></c></row>") ==
          "cannot read 't.xlsx': sheet 'S', row 2: its first cell has the address 'XFE2', which is in no sheet" + k_remedy);
    CHECK(error_of_rows("<row r=\"2\"><c r=\"A2\"><v>1</v></c><c r=\"zz\"><v>1</v></c></row>") ==
          "cannot read 't.xlsx': sheet 'S', cell A2: the cell after it has the address 'zz', which is in no sheet" + k_remedy);
    CHECK(error_of_rows("<row r=\"3\"/><row r=\"2\"/>") == "cannot read 't.xlsx': sheet 'S', row 2 comes after row 3" + k_remedy);
    CHECK(error_of_rows("<row r=\"3\"/><row r=\"3\"/>") == "cannot read 't.xlsx': sheet 'S', row 3 occurs twice" + k_remedy);
    CHECK(error_of_rows("<row r=\"1048577\"/>") ==
          "cannot read 't.xlsx': sheet 'S', after row 1: '1048577' is no row of a sheet" + k_remedy);
    CHECK(error_of_rows("<row r=\"x\"/>") == "cannot read 't.xlsx': sheet 'S', after row 1: 'x' is no row of a sheet" + k_remedy);
    CHECK(error_of_rows("<row r=\"2\"><c r=\"A2\" t=\"zz\"><v>1</v></c></row>") ==
          "cannot read 't.xlsx': sheet 'S', cell A2 is of the unknown type 'zz'" + k_remedy);
}

TEST_CASE("shared texts that are not there are named with the cell that wants them; counts are not believed") {
    auto file = column_of({" t=\"s\"><v>0</v>"});
    CHECK(read_sheet(file).error ==
          "cannot read 't.xlsx': sheet 'S', cell A2 refers to the shared texts, and their part is missing" + k_remedy);
    file.strings = "<sst count=\"4294967295\" uniqueCount=\"18446744073709551615\"><si><t>one</t></si></sst>";
    CHECK(texts_of(file) == Texts{"one"});
    file = column_of({" t=\"s\"><v>1</v>"});
    file.strings = "<sst count=\"9\" uniqueCount=\"9\"><si><t>one</t></si></sst>";
    CHECK(read_sheet(file).error == "cannot read 't.xlsx': sheet 'S', cell A2 refers to shared text 1, and there are 1" + k_remedy);
    file = column_of({" t=\"s\"><v>-1</v>"});
    file.strings = "<si><t>one</t></si>";
    CHECK(read_sheet(file).error == "cannot read 't.xlsx': sheet 'S', cell A2 refers to shared text -1, and there are 1" + k_remedy);
}

TEST_CASE("document types, and with them entities, are refused in every part") {
    const std::string doctype = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>";
    const std::string why = " declares a document type, which could name other files; no spreadsheet program writes that";
    CHECK(read_sheet({{{"S", "<?xml version=\"1.0\"?>" + doctype +
                                 "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&e;</t></is></c></row></sheetData></worksheet>"}}})
              .error == "cannot read 't.xlsx': its part 'xl/worksheets/sheet1.xml', line 1, column 34" + why);
    CHECK(error_with(stored("xl/workbook.xml", doctype + "<workbook/>")) ==
          "cannot read 't.xlsx': its part 'xl/workbook.xml', line 1, column 13" + why);
    CHECK(error_with(stored("xl/styles.xml", doctype + "<styleSheet/>")) ==
          "cannot read 't.xlsx': its part 'xl/styles.xml', line 1, column 13" + why);
    CHECK(error_with(stored("[Content_Types].xml", doctype + "<Types/>")) ==
          "cannot read 't.xlsx': its part '[Content_Types].xml', line 1, column 13" + why);
    auto file = column_of({" t=\"s\"><v>0</v>"});
    file.strings = "<?xml version=\"1.0\"?><!DOCTYPE lolz [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><sst><si><t>&b;</t></si></sst>";
    CHECK(read_sheet(file).error == "cannot read 't.xlsx': its part 'xl/sharedStrings.xml', line 1, column 37" + why);
}

TEST_CASE("parts that are missing or are no XML are named") {
    CHECK(error_without("[Content_Types].xml") ==
          "cannot read 't.xlsx': it is a ZIP archive without '[Content_Types].xml', and no Excel workbook; import one of the files in it");
    CHECK(error_without("_rels/.rels").empty()); // the workbook stands where everybody puts it
    CHECK(error_without("xl/workbook.xml") ==
          "cannot read 't.xlsx': its part 'xl/workbook.xml', the workbook, is missing; get the file anew, or save it again as .xlsx");
    CHECK(error_without("xl/worksheets/sheet1.xml") ==
          "cannot read 't.xlsx': the part of its sheet 'S' is missing ('xl/worksheets/sheet1.xml'); get the file anew, or save it again "
          "with a spreadsheet program");
    CHECK(error_without("xl/_rels/workbook.xml.rels") ==
          "cannot read 't.xlsx': the part of its sheet 'S' is missing (no relationship leads to it); get the file anew, or save it "
          "again with a spreadsheet program");
    CHECK(error_without("xl/styles.xml").empty());
    CHECK(error_with(stored("xl/workbook.xml", "<document/>")) ==
          "cannot read 't.xlsx': its part 'xl/workbook.xml' is no workbook; it may be a document or a presentation");
    CHECK(error_with(stored("xl/styles.xml", "<styleSheet><a></styleSheet>")) ==
          "cannot read 't.xlsx': its part 'xl/styles.xml', line 1, column 18 is no XML (mismatched tag); "
          "get the file anew, or save it again with a spreadsheet program");
    CHECK(read_sheet({{{"S", "<worksheet><sheetData><row><c><v>1</v>"}}})
              .error.starts_with("cannot read 't.xlsx': its part 'xl/worksheets/sheet1.xml', line 1, column "));
    CHECK(read_sheet({{{"S", "<worksheet>\xff</worksheet>"}}}).error ==
          "cannot read 't.xlsx': its part 'xl/worksheets/sheet1.xml', line 1, column 12 is no XML (not well-formed "
          "(invalid token)); get the file anew, or save it again with a spreadsheet program");
    CHECK(error_with(
              stored("xl/_rels/workbook.xml.rels",
                     "<Relationships><Relationship Id=\"rId1\" Type=\"x/worksheet\" Target=\"../../../etc/passwd\"/></Relationships>")) ==
          "cannot read 't.xlsx': its part 'xl/_rels/workbook.xml.rels' refers to '../../../etc/passwd', outside the archive; no "
          "spreadsheet program writes that");
}

TEST_CASE("deep nesting, endless tags, long cells and long rows are refused") {
    std::string deep = "<worksheet><sheetData>";
    for (int i = 0; i < 70; ++i) {
        deep += "<a>";
    }
    CHECK(read_sheet({{{"S", deep}}}).error == "cannot read 't.xlsx': its part 'xl/worksheets/sheet1.xml', line 1, column 209 nests deeper "
                                               "than 64 elements; no spreadsheet program writes that");
    CHECK(read_sheet({{{"S", "<worksheet><sheetData a=\"" + std::string(6U << 20U, 'x') + "\"/></worksheet>"}}}).error ==
          "cannot read 't.xlsx': its part 'xl/worksheets/sheet1.xml', line 1, column 12 holds a tag of more than 4 MB; no spreadsheet "
          "program writes that");
    XlsxOptions small;
    small.max_cell_bytes = 100;
    CHECK(read_sheet({{{"S", inline_rows({{"v"}, {std::string(101, 'x')}})}}}, small).error ==
          "cannot read 't.xlsx': sheet 'S', cell A2 is longer than 100 bytes" + k_remedy);
    CHECK(read_sheet({{{"S", inline_rows({{"v"}, Texts(17, std::string(100, 'x'))})}}}, small).error ==
          "cannot read 't.xlsx': sheet 'S', row 2 is longer than 1,600 bytes" + k_remedy);
    auto file = column_of({" t=\"s\"><v>0</v>"});
    file.strings = "<si><t>" + std::string(101, 'x') + "</t></si>";
    CHECK(read_sheet(file, small).error == "cannot read 't.xlsx': its text 1 is longer than 100 bytes; no cell can hold that");
    small.max_text_bytes = 1U << 20U;
    file.strings.clear();
    for (int i = 0; i < 20'000; ++i) {
        file.strings += "<si><t>" + std::string(50, 'x') + "</t></si>";
    }
    CHECK(read_sheet(file, small).error == "cannot read 't.xlsx': its texts take more than 1 MB; save the sheet as CSV");
}

TEST_CASE("archives that unpack out of all proportion are refused before they are unpacked") {
    auto file = good();
    // 24 MB out of 150 kB.
    file.more.push_back(
        run_length("xl/worksheets/sheet1.xml", "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>v</t></is></c></row>", ' ', 100'000));
    const auto bytes = file.bytes();
    CHECK(read_sheet_bytes(bytes).error == "cannot read 't.xlsx': its part 'xl/worksheets/sheet1.xml' unpacks to more than 100 times its "
                                           "size, as a ZIP bomb does; save the sheet as CSV");
    XlsxOptions options;
    options.max_part_bytes = 20U << 20U;
    options.max_ratio = 1000;
    CHECK(read_sheet_bytes(bytes, options).error ==
          "cannot read 't.xlsx': its part 'xl/worksheets/sheet1.xml' unpacks to more than 20 MB; split the sheet");
    auto small_part = good();
    small_part.more.push_back(run_length("xl/styles.xml", "<styleSheet>", ' ', 300'000));
    options.max_part_bytes = 4ULL << 30U;
    CHECK(read_sheet_bytes(small_part.bytes(), options).error ==
          "cannot read 't.xlsx': its part 'xl/styles.xml' is larger than 64 MB; no spreadsheet program writes that");
}

TEST_CASE("archives with names that climb out, twins, passwords or damage are refused") {
    const std::string out = " has a name that leads out of the archive; no spreadsheet program writes that";
    for (const auto* name : {"../evil.txt", "xl/../../evil.txt", "/etc/passwd", "..\\evil.txt", "C:evil.txt"}) {
        CAPTURE(name);
        CHECK(error_with(stored(name, "x")) == std::string("cannot read 't.xlsx': its entry '") + name + "'" + out);
    }
    auto entries = good().entries();
    entries.push_back(stored("xl/workbook.xml", "<workbook/>"));
    CHECK(read_sheet_bytes(zip_of(entries)).error ==
          "cannot read 't.xlsx': it holds two entries 'xl/workbook.xml'; no spreadsheet program writes that");
    auto locked = stored("xl/other.xml", "x");
    locked.flags = 1;
    CHECK(error_with(locked) == "cannot read 't.xlsx': its entry 'xl/other.xml' is encrypted; save the file without a password");
    auto damaged = stored("xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>");
    damaged.crc ^= 1U;
    CHECK(error_with(damaged) == "cannot read 't.xlsx': its part 'xl/worksheets/sheet1.xml' is damaged (CRC error); get the file anew");
    const auto whole = good().bytes();
    CHECK(read_sheet_bytes(whole.substr(0, whole.size() / 2)).error.starts_with("cannot read 't.xlsx': it is no intact ZIP archive ("));
    CHECK(read_sheet_bytes(whole.substr(0, whole.size() / 2)).error.ends_with("); get the file anew"));
}

TEST_CASE("what is no XLSX is refused with its remedy: encrypted, old, with macros, binary, OpenDocument, text") {
    const std::string ole = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0');
    std::string name;
    for (const char c : std::string("EncryptedPackage")) {
        name += {c, '\0'};
    }
    CHECK(error_of_file("locked.xlsx", ole + name) ==
          "cannot read 'locked.xlsx': it is encrypted; open it with its password, save it without one, and import that");
    // The mark across two pieces of the search.
    CHECK(error_of_file("locked.xlsx", ole + std::string((1U << 20U) - ole.size() - 9, '\0') + name) ==
          "cannot read 'locked.xlsx': it is encrypted; open it with its password, save it without one, and import that");
    CHECK(error_of_file("old.xls", ole) ==
          "cannot read 'old.xls': it is an Excel 97-2003 file (.xls); save it as an Excel workbook (.xlsx) or as CSV");
    CHECK(error_of_file("text.xlsx", "id,title\n1,x\n") ==
          "cannot read 'text.xlsx': it is no Excel workbook, whatever its name says; save it as an Excel workbook (.xlsx) or as CSV");
    CHECK(error_of_file("empty.xlsx", "") ==
          "cannot read 'empty.xlsx': it is no Excel workbook, whatever its name says; save it as an Excel workbook (.xlsx) or as CSV");
    CHECK(error_with(stored("xl/vbaProject.bin", "x")) ==
          "cannot read 't.xlsx': it holds macros ('xl/vbaProject.bin'); save it as an Excel workbook without macros (.xlsx)");
    CHECK(error_with(stored("[Content_Types].xml", "<Types><Override PartName=\"/xl/workbook.xml\" "
                                                   "ContentType=\"application/vnd.ms-excel.sheet.macroEnabled.main+xml\"/></Types>")) ==
          "cannot read 't.xlsx': it holds macros (by its content types); save it as an Excel workbook without macros (.xlsx)");
    CHECK(error_with(stored("xl/workbook.bin", "x")) ==
          "cannot read 't.xlsx': it is a binary Excel workbook (.xlsb); save it as an Excel workbook (.xlsx)");
    CHECK(read_sheet_bytes(zip_of({stored("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), stored("content.xml", "<x/>")}))
              .error == "cannot read 't.xlsx': it is an OpenDocument file; save it as an Excel workbook (.xlsx)");
    CHECK(read_sheet_bytes(zip_of({stored("export.csv", "id\n1\n")})).error ==
          "cannot read 't.xlsx': it is a ZIP archive without '[Content_Types].xml', and no Excel workbook; import one of the files in it");
}

TEST_CASE("an archive of links is no workbook") {
    const auto file = find_shared_data("hostile/payloads/Upload_Insecure_Files/CVE_ZIP_Symbolic_Link/etc_passwd.zip");
    if (!file) {
        MESSAGE("SKIPPED: the hostile files are not here (set ASSAY_SHARED_DATA)");
        return;
    }
    CHECK_THROWS_WITH_AS(static_cast<void>(open_xlsx(*file)),
                         ("cannot read '" + file->string() +
                          "': it is a ZIP archive without '[Content_Types].xml', and no Excel workbook; import one of the files in it")
                             .c_str(),
                         Error);
}
