#include "assay/base/hash.hpp"
#include "unit/formats/csv_cases.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <unistd.h>

using namespace assay;

namespace {

using Rows = std::vector<CsvRow>;
using Lines = std::vector<std::uint64_t>;
using Texts = std::vector<std::string>;

std::string error_of(std::string_view bytes, const CsvOptions& options = {}) { return read_csv_text(bytes, options).error; }

std::string utf16(std::u16string_view text, bool little) {
    std::string bytes;
    for (const char16_t unit : text) {
        const char low = static_cast<char>(unit & 0xFFU);
        const char high = static_cast<char>(unit >> 8U);
        bytes += little ? low : high;
        bytes += little ? high : low;
    }
    return bytes;
}

} // namespace

TEST_CASE("rows are read with their cells, their lines and the file's digest") {
    const std::string text = "id,name\n1,one\n2,\"two, or 2\"\n3,\"three\n\"\"3\"\"\r\nIII\"\n4,\"\"\n5,\n";
    const CsvContent content = read_csv_text(text);
    CHECK(content.error.empty());
    CHECK(content.header == CsvRow{"id", "name"});
    CHECK(content.header_line == 1);
    CHECK(content.rows == Rows{{"1", "one"}, {"2", "two, or 2"}, {"3", "three\n\"3\"\r\nIII"}, {"4", ""}, {"5", ""}});
    CHECK(content.lines == Lines{2, 3, 4, 7, 8});
    CHECK(content.digest == to_hex(sha256(text)));
    CHECK(content.description == "UTF-8, separator ','");
}

TEST_CASE("LF, CR LF and CR end lines, the last one need not") {
    for (const std::string end : {"\n", "\r\n", "\r"}) {
        for (const bool last : {true, false}) {
            const std::string text = "a,b" + end + "1,\"x" + end + "y\"" + end + "2,z" + (last ? end : "");
            CAPTURE(text);
            const CsvContent content = read_csv_text(text);
            CHECK(content.rows == Rows{{"1", "x" + end + "y"}, {"2", "z"}});
            CHECK(content.lines == Lines{2, 4});
        }
    }
}

TEST_CASE("line ends may be mixed and lines are counted all the same") {
    const CsvContent content = read_csv_text("a,b\r\n1,2\n3,4\r5,6\r\n7,8");
    CHECK(content.rows == Rows{{"1", "2"}, {"3", "4"}, {"5", "6"}, {"7", "8"}});
    CHECK(content.lines == Lines{2, 3, 4, 5});
}

TEST_CASE("blank lines are passed over, counted in the lines and described") {
    for (const std::string end : {"\n", "\r\n", "\r"}) {
        const CsvContent content = read_csv_text(end + end + "a,b" + end + end + "1,2" + end + end + end + "3,4" + end + end);
        CHECK(content.header_line == 3);
        CHECK(content.rows == Rows{{"1", "2"}, {"3", "4"}});
        CHECK(content.lines == Lines{5, 8});
        CHECK(content.description == "UTF-8, separator ',', 6 blank lines passed over");
    }
    CHECK(read_csv_text("a,b\n\n1,2\n").description == "UTF-8, separator ',', 1 blank line passed over");
}

TEST_CASE("in a file of one column a blank line is an empty cell") {
    const CsvContent content = read_csv_text("a\n1\n\n2\n");
    CHECK(content.rows == Rows{{"1"}, {""}, {"2"}});
    CHECK(content.lines == Lines{2, 3, 4});
}

TEST_CASE("the separator is the one that stands most often in the header, outside quotes") {
    CHECK(read_csv_text("a;b;c\n1;2,0;3\n").rows == Rows{{"1", "2,0", "3"}});
    CHECK(read_csv_text("a\tb\n1,5\t2\n").rows == Rows{{"1,5", "2"}});
    CHECK(read_csv_text("a|b\n1|2\n").rows == Rows{{"1", "2"}});
    CHECK(read_csv_text("\"x,y,z\";b\n1;2\n").header == CsvRow{"x,y,z", "b"});
    CHECK(read_csv_text("\"x\n,,,\";b\n1;2\n").header == CsvRow{"x\n,,,", "b"});
    CHECK(read_csv_text("\n\na;b\n1;2\n").rows == Rows{{"1", "2"}});
    CHECK(read_csv_text("a,b;c\n1,2\n").header == CsvRow{"a", "b;c"});
    CHECK(read_csv_text("a;b|c\n").header == CsvRow{"a", "b|c"});
    CHECK(read_csv_text("a\tb\n1\t2\n").description == "UTF-8, separator tab");
    CsvOptions options;
    options.separator = ':';
    CHECK(read_csv_text("a:b,c,d\n1:2\n", options).header == CsvRow{"a", "b,c,d"});
    for (const char unusable : {'"', '\n', '\r', '\x01', '\xC3'}) {
        options.separator = unusable;
        CHECK(error_of("a,b\n", options) == "the separator of a CSV file is one printable ASCII character or a tab, and not the quote");
    }
}

TEST_CASE("a line that names the separator is obeyed and is not the header") {
    const CsvContent content = read_csv_text("sep=;\r\na,b;c\r\n1;2\r\n");
    CHECK(content.header == CsvRow{"a,b", "c"});
    CHECK(content.header_line == 2);
    CHECK(content.lines == Lines{3});
    CHECK(read_csv_text("sep=a,b\n1,2\n").header == CsvRow{"sep=a", "b"});
    CHECK(read_csv_text("sep=\n\nx\n").header == CsvRow{"sep="});
    CHECK(read_csv_text("sep=\"\n").header == CsvRow{"sep=\""});
    CHECK(read_csv_text("sep=;").header == CsvRow{"sep=", ""});
}

TEST_CASE("the header comes as it is, doubled and empty names too, and may be all there is") {
    const CsvContent content = read_csv_text("a,a,, b \n");
    CHECK(content.header == CsvRow{"a", "a", "", " b "});
    CHECK(content.rows.empty());
    CHECK(content.error.empty());
    CHECK(read_csv_text("a,b").header == CsvRow{"a", "b"});
}

TEST_CASE("ragged rows come as they are") {
    CHECK(read_csv_text("a,b,c\n1\n1,2\n1,2,3,4\n,,\n").rows == Rows{{"1"}, {"1", "2"}, {"1", "2", "3", "4"}, {"", "", ""}});
}

TEST_CASE("spaces belong to their cell") {
    CHECK(read_csv_text("a,b\n 1 ,\t2\t\n\" 3 \",4\n").rows == Rows{{" 1 ", "\t2\t"}, {" 3 ", "4"}});
    CHECK(read_csv_text("a,b\n\"1\"  ,2\n\"3\" \n").rows == Rows{{"1", "2"}, {"3"}});
    CHECK(read_csv_text("a\tb\n\"1\"\t\"2\"\n").rows == Rows{{"1", "2"}});
}

TEST_CASE("byte order marks decide the encoding") {
    CHECK(read_csv_text("\xEF\xBB\xBF"
                        "a,b\n1,\xC3\xBC\n")
              .header == CsvRow{"a", "b"});
    CHECK(read_csv_text("\xEF\xBB\xBF"
                        "a,b\n")
              .description == "UTF-8 with byte order mark, separator ','");
    for (const bool little : {true, false}) {
        const CsvContent content = read_csv_text(utf16(u"\uFEFFa;b\r\n\u00FC;\U0001F60E\r\n\u20AC;\"x\ny\"\r\n1;2", little));
        CHECK(content.header == CsvRow{"a", "b"});
        CHECK(content.rows == Rows{{"\xC3\xBC", "\xF0\x9F\x98\x8E"}, {"\xE2\x82\xAC", "x\ny"}, {"1", "2"}});
        CHECK(content.lines == Lines{2, 3, 5});
        CHECK(content.description == (little ? "UTF-16 little-endian with byte order mark, separator ';'" : "UTF-16 big-endian with byte order mark, separator ';'"));
    }
}

TEST_CASE("an encoding may be stated") {
    CsvOptions options;
    options.encoding = "windows-1252";
    CHECK(read_csv_text("a,b\n\x80,\xFC\n", options).rows == Rows{{"\xE2\x82\xAC", "\xC3\xBC"}});
    CHECK(read_csv_text("a,b\n", options).description == "Windows-1252, separator ','");
    options.encoding = "ISO-8859-1";
    CHECK(read_csv_text("a,b\n\xA4,\xFC\n", options).rows == Rows{{"\xC2\xA4", "\xC3\xBC"}});
    options.encoding = "utf-16le";
    CHECK(read_csv_text(utf16(u"a,b\n1,\u20AC\n", true), options).rows == Rows{{"1", "\xE2\x82\xAC"}});
    options.encoding = "utf-8";
    CHECK(error_of(utf16(u"\uFEFFa,b\n", true), options) == "cannot read 't.csv': its byte order mark contradicts the encoding 'utf-8'");
    options.encoding = "ebcdic";
    CHECK(error_of("a,b\n", options) == "unknown encoding 'ebcdic' (known: iso-8859-1, utf-16be, utf-16le, utf-8, windows-1252)");
}

TEST_CASE("UTF-16 is read right wherever a piece of the file ends") {
    // 256 KiB pieces: characters of two units slide over the seam by odd and even distances.
    for (const std::size_t shift : {0U, 1U, 2U, 3U}) {
        std::u16string text = u"\uFEFFa,b\n" + std::u16string(shift, u'x');
        std::string expected(shift, 'x');
        for (std::size_t count = 0; count < 100'000; ++count) {
            text += u"\U0001F60E";
            expected += "\xF0\x9F\x98\x8E";
        }
        text += u",2\n";
        const CsvContent content = read_csv_text(utf16(text, true));
        REQUIRE(content.rows.size() == 1);
        CHECK(content.rows[0] == CsvRow{expected, "2"});
        CHECK(content.faults.empty());
    }
}

TEST_CASE("bytes that are no characters are a fault of their row, which is delivered") {
    const CsvContent content = read_csv_text("a,b\n1,ok\n2,gr\xFCn\n3,\xC3\n\xA9,4\n5,\xC3\xA9\n");
    CHECK(content.faults == Texts{"3: cell 2 is not valid UTF-8 at byte 3", "4: cell 2 is not valid UTF-8 at byte 1", "5: cell 1 is not valid UTF-8 at byte 1"});
    CHECK(content.rows.size() == 5);
    CHECK(content.rows[1] == CsvRow{"2", "gr\xFCn"});
    // Two halves of a character in neighbouring cells are not one.
    CHECK(read_csv_text("a,b\n\xC3,\xA9\n").faults == Texts{"2: cell 1 is not valid UTF-8 at byte 1"});
    CHECK(read_csv_text(utf16(u"\uFEFFa,b\n1,x\xD83D\n2,\xDE0E\n", true)).faults ==
          Texts{"2: cell 2 is not valid UTF-16 at byte 2", "3: cell 2 is not valid UTF-16 at byte 1"});
    CHECK(read_csv_text(utf16(u"\uFEFFa,b\n1,x\xD83D", true)).faults == Texts{"2: cell 2 is not valid UTF-16 at byte 2"});
}

TEST_CASE("a NUL byte is a fault of its row") {
    const CsvContent content = read_csv_text(std::string_view("a,b\n1,x\0y\n2,3\n", 14));
    CHECK(content.faults == Texts{"2: cell 2 holds a NUL byte at byte 2"});
    CHECK(content.rows == Rows{{"1", std::string("x\0y", 3)}, {"2", "3"}});
}

TEST_CASE("text behind a closing quote is a fault of its row and of no other") {
    const CsvContent content = read_csv_text("a,b,c\n1,\"Hey, I missed \" it\",3\n4,\"5\"6,7\n\"8\" x\n9,10,11\n");
    CHECK(content.faults == Texts{"2: cell 2 has text behind its closing quote (a quote inside a quoted cell must be doubled)",
                                  "3: cell 2 has text behind its closing quote (a quote inside a quoted cell must be doubled)",
                                  "4: cell 1 has text behind its closing quote (a quote inside a quoted cell must be doubled)"});
    CHECK(content.rows == Rows{{"1", "Hey, I missed ", "3"}, {"4", "5", "7"}, {"8"}, {"9", "10", "11"}});
}

TEST_CASE("a quote inside a cell that is not quoted is a character; behind spaces it is a fault") {
    const CsvContent content = read_csv_text("a,b\n5\" disk,a \"b\" c\"\n1, \"x\"\n2,3\n");
    CHECK(content.rows == Rows{{"5\" disk", "a \"b\" c\""}, {"1", " \"x\""}, {"2", "3"}});
    CHECK(content.faults == Texts{"3: cell 2 has spaces before its opening quote"});
}

TEST_CASE("a quote that is never closed names the line on which it opens") {
    CHECK(error_of("a,b\n1,2\n3,\"four\n5,6\n") == "t.csv:3: a quote that opens a cell on this line is never closed (is the file cut off?)");
    CHECK(error_of("a,b\n\"1\n2\",\"four\n5,6\n") == "t.csv:3: a quote that opens a cell on this line is never closed (is the file cut off?)");
    CHECK(error_of("a,\"b\n1,2\n") == "t.csv:1: a quote that opens a cell on this line is never closed (is the file cut off?)");
    CHECK(error_of("a,b\n1,\"x\"\"") == "t.csv:2: a quote that opens a cell on this line is never closed (is the file cut off?)");
    CHECK(error_of(utf16(u"\uFEFFa,b\n1,2", true) + "x") == "cannot read 't.csv': it ends in the middle of a character (is it cut off?)");
}

TEST_CASE("a fault in the header is an error") {
    CHECK(error_of("a,b\xFC\n1,2\n") == "t.csv:1: the header cannot be read: cell 2 is not valid UTF-8 at byte 2");
    CHECK(error_of("a,\"b\"c\n1,2\n") ==
          "t.csv:1: the header cannot be read: cell 2 has text behind its closing quote (a quote inside a quoted cell must be doubled)");
}

TEST_CASE("what is not a text file is refused in clear words") {
    CHECK(error_of("") == "cannot read 't.csv': it is empty (a header line with the names of the columns is needed)");
    CHECK(error_of("\xEF\xBB\xBF") == "cannot read 't.csv': it is empty (a header line with the names of the columns is needed)");
    CHECK(error_of("\n\r\n\n") == "cannot read 't.csv': it has blank lines only (a header line with the names of the columns is needed)");
    CHECK(error_of("PK\x03\x04xxxx") == "cannot read 't.csv': it is an Excel workbook or a ZIP archive, not CSV text (export it as CSV in UTF-8)");
    CHECK(error_of("%PDF-1.7\n") == "cannot read 't.csv': it is a PDF document, not CSV text (export it as CSV in UTF-8)");
    CHECK(error_of(std::string_view("\xFF\xFE\0\0a\0\0\0", 8)) == "cannot read 't.csv': it is UTF-32 text, not CSV text (export it as CSV in UTF-8)");
    CHECK(error_of("\x7F"
                   "ELF\x02\x01\x01") == "cannot read 't.csv': it is not text (byte 5 is 0x02)");
    CHECK(error_of("a,b\n" + std::string(100, '\x01')) == "cannot read 't.csv': it is not text (byte 5 is 0x01)");
    CHECK(error_of(utf16(u"a,b\n1,2\n", true)) ==
          "cannot read 't.csv': it is not text, or UTF-16 without a byte order mark (then state the encoding 'utf-16le')");
    CHECK(error_of(utf16(u"a,b\n1,2\n", false)) ==
          "cannot read 't.csv': it is not text, or UTF-16 without a byte order mark (then state the encoding 'utf-16be')");
}

TEST_CASE("a file that cannot be read is named with the reason") {
    const TempFolder folder;
    CHECK(read_csv(folder.path() / "none.csv").error == "cannot read 'none.csv': No such file or directory");
    std::filesystem::create_directory(folder.path() / "dir");
    CHECK(read_csv(folder.path() / "dir").error == "cannot read 'dir': Is a directory");
    const auto closed = folder.write("closed.csv", "a,b\n");
    std::filesystem::permissions(closed, std::filesystem::perms::none);
    constexpr uid_t k_nobody = 65534; // root may read everything
    const uid_t user = ::geteuid();
    REQUIRE((user != 0 || ::seteuid(k_nobody) == 0));
    const std::string fault = read_csv(closed).error;
    REQUIRE(::seteuid(user) == 0);
    CHECK(fault == "cannot read 'closed.csv': Permission denied");
}

TEST_CASE("cells, records and columns have limits, and passing one is an error with its place") {
    const std::string long_cell(5'000'000, 'x');
    CHECK(error_of("a,b\n1,2\n3," + long_cell + "\n") == "t.csv:3: cell 2 is larger than 1,048,576 bytes (is a closing quote missing?)");
    CHECK(error_of("a,b\n1,2\n3,\"" + long_cell) == "t.csv:3: cell 2 is larger than 1,048,576 bytes (is a closing quote missing?)");
    CHECK(error_of("a,b\n\"1\n\n\",\"" + long_cell) == "t.csv:4: cell 2 is larger than 1,048,576 bytes (is a closing quote missing?)");
    CsvOptions options;
    options.max_cell_bytes = 5'000'000;
    const CsvContent content = read_csv_text("a,b\n1,2\n3," + long_cell + "\n4,5\n", options);
    CHECK(content.error.empty());
    CHECK(content.rows == Rows{{"1", "2"}, {"3", long_cell}, {"4", "5"}});
    CHECK(content.lines == Lines{2, 3, 4});

    options.max_cell_bytes = 100'000;
    std::string many = "a\n1";
    for (int count = 0; count < 30; ++count) {
        many += "," + std::string(90'000, 'y');
    }
    CHECK(error_of(many, options) == "t.csv:2: the record is larger than 1,600,000 bytes (is a closing quote missing?)");

    options = {};
    CHECK(read_csv_text("a\n" + std::string(4095, ',')).rows == Rows{CsvRow(4096)});
    CHECK(error_of("a\n" + std::string(4096, ',')) == "t.csv:2: the record has more than 4,096 cells");
    CHECK(error_of("a\n" + std::string(3'000'000, ',')) == "t.csv:2: the record has more than 4,096 cells");
}

TEST_CASE("hostile quoting costs no time in the square of its length") {
    CsvOptions options;
    options.max_cell_bytes = 8U << 20U;
    std::string text = "a,b\n" + std::string(4000, ',') + std::string(1'000'000, ' ') + std::string(1'000'000, '"') + "\n";
    const CsvContent content = read_csv_text(text, options);
    CHECK(content.error.empty());
    CHECK(content.faults == Texts{"2: cell 4001 has spaces before its opening quote"});
}

TEST_CASE("progress counts the file's bytes") {
    const TempFolder folder;
    const std::string text = "a,b\n" + std::string(600'000, '\n') + "1,2\n";
    const auto reader = open_csv(folder.write("t.csv", text));
    CHECK(reader->bytes_total() == text.size());
    CHECK(reader->bytes_done() == 256 * 1024);
    CHECK(reader->file_sha256().empty());
    RawRow row;
    CHECK(reader->next(row));
    CHECK(row.line == 600'002);
    CHECK_FALSE(reader->next(row));
    CHECK_FALSE(reader->next(row));
    CHECK(reader->bytes_done() == text.size());
    CHECK(reader->file_sha256() == to_hex(sha256(text)));
}

namespace {

/// RFC 4180 with a state a character, written for being obvious: rows of valid files only.
Rows slow_rows(std::string_view text) {
    Rows rows;
    CsvRow row;
    std::string cell;
    bool quoted = false;
    bool any = false;
    const auto end_row = [&] {
        if (any) {
            row.push_back(cell);
            rows.push_back(row);
        }
        row.clear();
        cell.clear();
        any = false;
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (quoted) {
            if (c != '"') {
                cell += c;
            } else if (at + 1 < text.size() && text[at + 1] == '"') {
                cell += c;
                ++at;
            } else {
                quoted = false;
            }
        } else if (c == '"') {
            quoted = true;
            any = true;
        } else if (c == ',') {
            row.push_back(cell);
            cell.clear();
            any = true;
        } else if (c == '\n' || c == '\r') {
            end_row();
        } else {
            cell += c;
            any = true;
        }
    }
    end_row();
    return rows;
}

} // namespace

TEST_CASE("any table survives being written and read, and agrees with a slow reader") {
    CHECK(rc::check([] {
        const auto cell = rc::gen::container<std::string>(rc::gen::element('a', ',', '"', '\n', '\r', ' ', ';', '\t'));
        const auto columns = *rc::gen::inRange<std::size_t>(2, 5);
        Rows rows = *rc::gen::container<Rows>(rc::gen::container<CsvRow>(columns, cell));
        const std::string end = *rc::gen::element<std::string>("\n", "\r\n", "\r");
        std::string text = "h" + std::string(columns - 1, ',') + end;
        for (const CsvRow& row : rows) {
            for (std::size_t index = 0; index < columns; ++index) {
                text += index == 0 ? "\"" : ",\"";
                for (const char c : row[index]) {
                    text += c == '"' ? "\"\"" : std::string(1, c);
                }
                text += '"';
            }
            text += end;
        }
        CsvOptions options;
        options.separator = ',';
        const CsvContent content = read_csv_text(text, options);
        RC_ASSERT(content.error.empty());
        RC_ASSERT(content.faults.empty());
        RC_ASSERT(content.rows == rows);
        Rows slow = slow_rows(text);
        slow.erase(slow.begin());
        RC_ASSERT(content.rows == slow);
    }));
}

TEST_CASE("any bytes are read to an end, and every line is accounted for") {
    CHECK(rc::check([] {
        const auto text = "h,i\n" + *rc::gen::container<std::string>(rc::gen::element('a', ',', '"', '\n', '\r', ' ', '\xC3', '\xA9', '\0'));
        CsvOptions options;
        options.separator = ',';
        const CsvContent content = read_csv_text(text, options);
        RC_ASSERT(content.error.empty() || content.error.starts_with("t.csv:") || content.error.starts_with("cannot read"));
        RC_ASSERT(std::is_sorted(content.lines.begin(), content.lines.end()));
        if (content.error.empty() && text.find('"') == std::string::npos) {
            const Rows slow = slow_rows(text);
            RC_ASSERT(content.rows == Rows(slow.begin() + 1, slow.end()));
        }
    }));
}
