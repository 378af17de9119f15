#include "assay/base/error.hpp"
#include "unit/formats/csv_cases.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace assay;

namespace {

using Rows = std::vector<CsvRow>;

void write(const std::filesystem::path& file, const Rows& rows, char separator = ',') {
    CsvWriter writer(file, rows.front(), separator);
    for (std::size_t index = 1; index < rows.size(); ++index) {
        writer.write(rows[index]);
    }
    writer.commit();
}

std::string fault_of(const std::filesystem::path& file, const Rows& rows) {
    try {
        verify_csv(file, rows);
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST_CASE("a CSV file is written with quoted cells, neutral formulas and CR LF") {
    const TempFolder folder;
    const auto file = folder.path() / "out.csv";
    write(file, {{"id", "text"}, {"1", "a,b"}, {"2", "=cmd"}, {"-3", ""}});
    CHECK(read_file(file) == "id,text\r\n1,\"a,b\"\r\n2,'=cmd\r\n-3,\r\n");
    write(file, {{"only"}, {""}, {"x"}});
    CHECK(read_file(file) == "only\r\n\"\"\r\nx\r\n");
    CsvWriter writer(file, CsvRow{"a"});
    const std::string_view cell = "view";
    writer.write(std::span(&cell, 1));
    writer.commit();
    CHECK(read_file(file) == "a\r\nview\r\n");
}

TEST_CASE("a header that begins like a byte order mark, a line 'sep=' or another kind of file is read back as the header it is") {
    const TempFolder folder;
    const auto file = folder.path() / "out.csv";
    for (const std::string begins : {"\xEF\xBB\xBFid", "sep=;", "%PDF", "SQLite format 3"}) {
        CAPTURE(begins);
        const Rows rows{{begins, "b"}, {begins, "1"}};
        write(file, rows);
        CHECK(read_file(file) == "\"" + begins + "\",b\r\n" + begins + ",1\r\n");
        CHECK(fault_of(file, rows) == "");
        write(file, {{begins}, {"1"}});
        CHECK(fault_of(file, {{begins}, {"1"}}) == "");
    }
    write(file, {{"sep=;\"", "b"}});
    CHECK(read_file(file) == "\"sep=;\"\"\",b\r\n");
}

TEST_CASE("nothing is published before commit") {
    const TempFolder folder;
    const auto file = folder.path() / "out.csv";
    {
        CsvWriter writer(file, CsvRow{"a"});
        for (int row = 0; row < 100'000; ++row) {
            writer.write(CsvRow{"row"});
        }
    }
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a row of another width or with broken text is refused") {
    const TempFolder folder;
    const auto file = folder.path() / "out.csv";
    const std::string name = file.string();
    CsvWriter writer(file, CsvRow{"a", "b"});
    CHECK_THROWS_WITH_AS(writer.write(CsvRow{"1"}), ("cannot write '" + name + "': row 1 has 1 instead of 2 cells").c_str(), Error);
    CHECK_THROWS_WITH_AS(writer.write(CsvRow{"1", "\xFF"}), ("cannot write '" + name + "': row 1 holds a text that is not UTF-8 or has a NUL byte").c_str(), Error);
    CHECK_THROWS_WITH_AS(writer.write(CsvRow{"1", std::string(1, '\0')}),
                         ("cannot write '" + name + "': row 1 holds a text that is not UTF-8 or has a NUL byte").c_str(), Error);
    CHECK_THROWS_WITH_AS(CsvWriter(file, CsvRow{}), ("cannot write '" + name + "': a CSV file needs at least one column").c_str(), Error);
}

TEST_CASE("whatever is written reads back the same") {
    CHECK(rc::check([] {
        const TempFolder folder;
        const auto file = folder.path() / "out.csv";
        const auto cell = rc::gen::container<std::string>(rc::gen::element('a', '=', '-', '5', ',', ';', '"', '\n', '\r', ' ', '\t', '@', '\''));
        const auto columns = *rc::gen::inRange<std::size_t>(1, 4);
        Rows rows = *rc::gen::container<Rows>(rc::gen::container<CsvRow>(columns, cell));
        rows.insert(rows.begin(), CsvRow(columns, "h"));
        const char separator = *rc::gen::element(',', ';', '\t', '|');
        write(file, rows, separator);
        verify_csv(file, rows, separator);
    }));
}

TEST_CASE("a difference between what was written and what was meant is named") {
    const TempFolder folder;
    const Rows meant = {{"a", "b"}, {"1", "2"}, {"3", "4"}};
    const auto path = folder.path() / "t.csv";
    const auto fault = [&](const char* bytes) { return fault_of(folder.write("t.csv", bytes), meant); };
    const std::string start = "'" + path.string() + "' was written but reads back differently: ";
    CHECK(fault("a,b\n1,2\n3,4\n").empty());
    CHECK(fault("a,c\n1,2\n3,4\n") == start + "header, cell 2");
    CHECK(fault("a,b\n1,2\n3,5\n") == start + "row 2, cell 2");
    CHECK(fault("a,b\n1\n3,4\n") == start + "row 1 has 1 instead of 2 cells");
    CHECK(fault("a,b\n1,2\n") == start + "it has 1 row instead of 2");
    CHECK(fault("a,b\n1,2\n3,4\n5,6\n") == start + "it has more than 2 rows");
    CHECK(fault("a,b\n1,2\n3,\xFF\n") == start + "row 2: cell 2 is not valid UTF-8 at byte 1");
    CHECK_THROWS_WITH_AS(verify_csv(path, {}), ("cannot verify '" + path.string() + "': no header was given").c_str(), Error);
}
