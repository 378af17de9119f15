// Files that nobody on this project wrote; skipped where they are absent.
#include "assay/base/file.hpp"
#include "support/shared_data.hpp"
#include "unit/formats/csv_cases.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>

using namespace assay;
namespace fs = std::filesystem;

namespace {

std::vector<CsvRow> expected_rows(const fs::path& file) {
    std::vector<CsvRow> rows;
    for (const auto& row : nlohmann::json::parse(read_file(file))) {
        if (row.is_object()) {
            rows.push_back({row["foo"], row["bar"], row["baz"]});
        } else {
            rows.push_back(row.get<CsvRow>());
        }
    }
    return rows;
}

} // namespace

TEST_CASE("the public RFC 4180 cases read as they say") {
    const auto folder = find_shared_data("hostile/csv-rfc4180");
    if (!folder) {
        MESSAGE("SKIPPED: no shared data folder with hostile/csv-rfc4180");
        return;
    }
    std::size_t compared = 0;
    for (const auto& entry : fs::directory_iterator(*folder / "csv")) {
        const std::string name = entry.path().stem().string();
        CAPTURE(name);
        const fs::path expectation = *folder / "json" / (name + ".json");
        if (!fs::exists(expectation) || name == "all-empty") {
            continue;
        }
        const CsvContent content = read_csv(entry.path());
        CHECK(content.error.empty());
        CHECK(content.faults.empty());
        std::vector<CsvRow> expected = expected_rows(expectation);
        std::vector<CsvRow> found = content.rows;
        if (!name.starts_with("header-")) {
            found.insert(found.begin(), content.header);
        }
        CHECK(found == expected);
        ++compared;
    }
    CHECK(compared == 17);
    const auto read = [&folder](const char* name) { return read_csv(*folder / "csv" / name); };
    // A table without a header is not one: the one case on which we differ.
    CHECK(read("all-empty.csv").error == "cannot read 'all-empty.csv': it has blank lines only (a header line with the names of the columns is needed)");
    CHECK(read("bad-header-no-header.csv").error == "cannot read 'bad-header-no-header.csv': it is empty (a header line with the names of the columns is needed)");
    CHECK(read("bad-missing-quote.csv").error ==
          "bad-missing-quote.csv:2: a quote that opens a cell on this line is never closed (is the file cut off?)");
    CHECK(read("bad-quotes-with-unescaped-quote.csv").faults ==
          std::vector<std::string>{"2: cell 2 has text behind its closing quote (a quote inside a quoted cell must be doubled)"});
    CHECK(read("bad-unescaped-quote.csv").rows == std::vector<CsvRow>{{"1", "This \"quotes\" must be escaped", "3"}});
    CHECK(read("bad-header-less-fields.csv").rows == std::vector<CsvRow>{{"1", "2"}});
    CHECK(read("bad-header-more-fields.csv").rows == std::vector<CsvRow>{{"1", "2", "3", "4"}});
    CHECK(read("bad-header-wrong-header.csv").header == CsvRow{"qux", "quux", "quuz"});
}

TEST_CASE("real exports are read whole") {
    struct Known {
        const char* name;
        std::size_t rows;
        std::size_t columns;
    };
    for (const Known& known : {Known{"itsm/uci498_incident_event_log_first5998.csv", 5998, 36}, Known{"itsm/helpdesk_italy_disco.csv", 21348, 10},
                               Known{"registers/FCOServices_TransparencySpend_May2011.csv", 4, 8}}) {
        const auto file = find_shared_data(known.name);
        CAPTURE(known.name);
        if (!file) {
            MESSAGE("SKIPPED: no shared data file ", std::string(known.name));
            continue;
        }
        const CsvContent content = read_csv(*file);
        CHECK(content.error.empty());
        CHECK(content.faults.empty());
        CHECK(content.rows.size() == known.rows);
        CHECK(content.header.size() == known.columns);
        CHECK(content.lines.back() == known.rows + 1);
    }
    const auto file = find_shared_data("registers/FCOServices_TransparencySpend_May2011.csv"); // CR only, quoted amounts
    if (file) {
        CHECK(read_csv(*file).rows[3][7] == "78,389.21");
    }
}
