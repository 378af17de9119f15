#include "assay/intake/import.hpp"

#include "assay/base/error.hpp"
#include "support/fake_reader.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace assay;

namespace {

const Zone k_zone = Zone::find("Europe/London");

Field make_field(std::string id, FieldType type) {
    Field field;
    field.id = id;
    field.title = id;
    field.type = type;
    return field;
}

Register make_register() {
    Register reg;
    reg.id = "incident";
    reg.title = "Incidents";
    reg.fields = {make_field("number", FieldType::text),    make_field("opened_at", FieldType::datetime),
                  make_field("closed_on", FieldType::date), make_field("count", FieldType::integer),
                  make_field("value", FieldType::money),    make_field("currency", FieldType::text)};
    reg.fields[0].key = reg.fields[0].required = true;
    reg.fields[1].required = true;
    reg.fields[4].currency = "currency";
    reg.absent_words = {"?"};
    return reg;
}

/// Keeps what it is given: "line: value | value".
class KeepingSink final : public RowSink {
public:
    void begin(const ImportPlan& plan) override {
        m_plan = plan;
        m_begun = true;
    }
    void add(std::uint64_t line, Row& row) override {
        const auto reg = make_register();
        std::string text = std::to_string(line) + ":";
        for (std::size_t index = 0; index < row.size(); ++index) {
            text += " " + show_value(reg.fields[m_plan.fields[index]], row[index], k_zone) + " |";
        }
        m_rows.push_back(text);
        row[0] = std::string("moved");
    }
    std::vector<std::string> m_rows;
    ImportPlan m_plan;
    bool m_begun = false;
};

struct Imported {
    ImportOutcome outcome;
    std::vector<std::string> rows;
    std::string diagnostics;
    int opened = 0;
    bool begun = false;
};

Imported import(const FakeFile& file, ImportOptions options = {}, std::vector<std::string> formats = {}) {
    TestRun test;
    KeepingSink sink;
    Imported imported;
    options.file = "x.csv";
    const auto reg = make_register();
    imported.outcome = run_import(
        test.run,
        [&] {
            ++imported.opened;
            return std::make_unique<FakeReader>(file);
        },
        reg, options, {k_zone, std::move(formats), {}}, sink);
    imported.rows = sink.m_rows;
    imported.begun = sink.m_begun;
    imported.diagnostics = test.diagnostics.to_text();
    CHECK(imported.outcome.rows_sent == sink.m_rows.size());
    CHECK(imported.outcome.refused == test.diagnostics.has_errors());
    return imported;
}

std::vector<std::string> rejected(const Imported& imported) {
    std::vector<std::string> notes;
    for (const auto& row : imported.outcome.receipt.rows[static_cast<std::size_t>(Fate::rejected)]) {
        notes.push_back(std::to_string(row.line) + ": " + row.note);
    }
    return notes;
}

using Lines = std::vector<std::string>;

} // namespace

TEST_CASE("rows are typed in the order of the file's columns, constants last") {
    ImportOptions options;
    options.set = {{"currency", "EUR"}};
    const auto imported = import(
        {{"count", "Number", "other", "opened_at"}, {{"3", " A-1 ", "x", "2026-07-01 08:00"}, {"?", "A-2", "", "2026-07-01T08:00Z"}}},
        options);
    CHECK(imported.rows == Lines{"2: 3 | A-1 | 2026-07-01 08:00+01:00 | EUR |", "3:  | A-2 | 2026-07-01 09:00+01:00 | EUR |"});
    CHECK(imported.outcome.plan.fields == std::vector<std::size_t>{3, 0, 1, 5});
    CHECK(imported.outcome.receipt.rows_in == 2);
    CHECK(imported.outcome.receipt.sha256 == "00ff");
    CHECK(imported.opened == 1);
}

TEST_CASE("a faulty row is rejected with all its faults, and the rest goes on") {
    const auto imported = import({{"number", "opened_at", "count"},
                                  {{"A", "soon", "x"},
                                   {"", "?", "1"},
                                   {"B", "2026-01-01T00:00Z", "1"},
                                   {"C", "2026-01-01T00:00Z"},
                                   {"D", "2026-01-01T00:00Z", "1", ""},
                                   {"!is not valid UTF-8 at byte 17"}}});
    CHECK(imported.rows == Lines{"4: B | 2026-01-01 00:00Z | 1 |"});
    CHECK(rejected(imported) == Lines{"2: column 2 'opened_at': 'soon' is not a date and time (write it as 2026-01-31 08:00, or state the "
                                      "format with --date-format); "
                                      "column 3 'count': 'x' is not a whole number (write it as 1234)",
                                      "3: column 1 'number': required field 'number' is empty; column 2 'opened_at': required field "
                                      "'opened_at' is empty: '?' means no value",
                                      "5: the record has 2 cells, the header 3 (is a separator missing?)",
                                      "6: the record has 4 cells, the header 3 (is a cell with a separator not in quotes?)",
                                      "7: the record is not valid UTF-8 at byte 17"});
    CHECK(imported.outcome.receipt.rows_in == 6);
    CHECK(imported.outcome.receipt.count(Fate::rejected) == 5);
    CHECK(!imported.outcome.refused);
}

TEST_CASE("blank records are skipped and counted, and are no rows in") {
    const auto imported = import({{"number", "opened_at"}, {{""}, {" ", "\t"}, {"", "", "", ""}, {"A", "2026-01-01T00:00Z"}, {}}});
    CHECK(imported.outcome.receipt.blank == 4);
    CHECK(imported.outcome.receipt.rows_in == 1);
    CHECK(imported.outcome.receipt.count(Fate::rejected) == 0);
}

TEST_CASE("only the first 50 rejected rows are listed, all are counted") {
    FakeFile file{{"number", "opened_at"}, {}};
    file.records.assign(120, {"A", "x"});
    const auto imported = import(file);
    CHECK(rejected(imported).size() == 50);
    CHECK(imported.outcome.receipt.count(Fate::rejected) == 120);
}

TEST_CASE("a date order is found over the whole file at the first cell that needs it") {
    FakeFile file{{"number", "opened_at", "closed_on"}, {}};
    file.records = {{"A", "2026-01-01T00:00Z", ""},
                    {"B", "03-04-2016 10:00", ""},
                    {"C", "2026-01-01", "05/06/2016"},
                    {"D", "29-02-2016 01:16", "12/31/2016"},
                    {"E", "31-31-2016 01:16", "?"}};
    const auto imported = import(file);
    CHECK(imported.rows == Lines{"2: A | 2026-01-01 00:00Z |  |", "3: B | 2016-04-03 10:00+01:00 |  |",
                                 "4: C | 2026-01-01 00:00Z | 2016-05-06 |", "5: D | 2016-02-29 01:16Z | 2016-12-31 |"});
    CHECK(rejected(imported) == Lines{"6: column 2 'opened_at': '31-31-2016 01:16' is not a date and time (write it as 2026-01-31 08:00, "
                                      "or state the format with --date-format)"});
    REQUIRE(imported.outcome.receipt.dates.size() == 2);
    CHECK(to_text(imported.outcome.receipt.dates[0].finding) == "day-month-year: 29-02-2016 01:16 in line 5 fits no other order");
    CHECK(to_text(imported.outcome.receipt.dates[1].finding) == "month-day-year: 12/31/2016 in line 5 fits no other order");
    CHECK(imported.outcome.receipt.without_time == 1);
    CHECK(imported.opened == 2);
}

TEST_CASE("an order that the column does not prove is asked for, and the import refused") {
    const auto imported = import({{"number", "opened_at"}, {{"A", "2026-01-01T00:00Z"}, {"B", "03/04/2016 10:00"}}});
    CHECK(imported.outcome.refused);
    CHECK(imported.diagnostics ==
          "x.csv:3:2: error: column 'opened_at' does not prove its order: 03/04/2016 10:00 in line 3 is 2016-04-03 as day-month-year "
          "but 2016-03-04 as month-day-year (say --date-format day-month-year or --date-format month-day-year) [ambiguous-date-order]\n");
    CHECK(import({{"number", "opened_at"}, {{"B", "03/04/2016 10:00"}}}, {}, {"month-day-year"}).rows ==
          Lines{"2: B | 2016-03-04 10:00Z |"});
    CHECK(import({{"number", "opened_at"}, {{"B", "03/04/2016 10:00"}}}, {}, {"dd/MM/yyyy HH:mm"}).rows ==
          Lines{"2: B | 2016-04-03 10:00+01:00 |"});
}

TEST_CASE("a column that contradicts itself has its cells rejected, ISO cells stand") {
    const auto imported =
        import({{"number", "opened_at"}, {{"A", "13/01/2016 10:00"}, {"B", "01/13/2016 10:00"}, {"C", "2016-01-13 10:00"}}});
    CHECK(!imported.outcome.refused);
    CHECK(imported.rows == Lines{"4: C | 2016-01-13 10:00Z |"});
    CHECK(rejected(imported)[0] ==
          "2: column 2 'opened_at': '13/01/2016 10:00' cannot be read: the column has no one order of day, month and year "
          "(13/01/2016 10:00 in line 2 and 01/13/2016 10:00 in line 3 fit no common order)");
}

TEST_CASE("a file that changes between the passes is refused") {
    TestRun test;
    KeepingSink sink;
    FakeFile first{{"number", "opened_at"}, {{"A", "29-02-2016 01:16"}}, "one"};
    FakeFile second = first;
    second.sha256 = "two";
    int opened = 0;
    const auto reg = make_register();
    ImportOptions options;
    options.file = "x.csv";
    CHECK_THROWS_WITH_AS(
        (void)run_import(
            test.run, [&] { return std::make_unique<FakeReader>(opened++ == 0 ? first : second); }, reg, options, {k_zone, {}, {}}, sink),
        "'x.csv' changed while it was read; import it again", Error);
}

TEST_CASE("an import that is told to stop, stops") {
    TestRun test;
    KeepingSink sink;
    test.stop.request_stop();
    const FakeFile file{{"number", "opened_at"}, {{"A", "2026-01-01"}}};
    const auto reg = make_register();
    CHECK_THROWS_AS((void)run_import(
                        test.run, [&] { return std::make_unique<FakeReader>(file); }, reg, {}, {k_zone, {}, {}}, sink),
                    Error);
}

TEST_CASE("folds are counted once, and only for rows that are used") {
    const auto imported =
        import({{"number", "opened_at", "closed_on"},
                {{"A", "2026-10-25 01:30", "31/12/2025"}, {"B", "2026-10-25 01:30", "x"}, {"C", "2026-10-25 00:30", ""}}});
    CHECK(imported.rows.size() == 2);
    CHECK(imported.outcome.receipt.folds == 1);
}

TEST_CASE("a header fault refuses the import before any row") {
    const auto imported = import({{"Nummer", "opened_at"}, {{"A", "2026-01-01"}}});
    CHECK(imported.outcome.refused);
    CHECK(!imported.begun);
    CHECK(imported.diagnostics.find("[missing-column]") != std::string::npos);
    CHECK(imported.outcome.receipt.rows_in == 0);
}

TEST_CASE("a --set value that is no value refuses the import") {
    ImportOptions options;
    options.set = {{"count", "many"}, {"opened_at", "?"}};
    const auto imported = import({{"number"}, {{"A"}}}, options);
    CHECK(imported.diagnostics == "error: --set count: 'many' is not a whole number (write it as 1234) [not-a-number]\n"
                                  "error: --set opened_at: required field 'opened_at' is empty [required-value]\n");
    CHECK(!imported.begun);
}

TEST_CASE("--latest-by takes a field or its column, which must be comparable and filled") {
    ImportOptions options;
    options.latest_by = "Counted";
    options.map = {{"count", "counted"}};
    const auto imported = import({{"number", "opened_at", "counted"}, {{"A", "2026-01-01", "1"}, {"A", "2026-01-01", "?"}}}, options);
    CHECK(imported.outcome.plan.latest_by == 2);
    CHECK(imported.outcome.receipt.latest_by == "count");
    CHECK(rejected(imported) == Lines{"3: column 3 'counted': 'count' is empty, and --latest-by compares it"});

    options.map.clear();
    options.latest_by = "opend_at";
    CHECK(import({{"number", "opened_at"}, {}}, options).diagnostics ==
          "x.csv:1: error: --latest-by names 'opend_at', which no column of the file fills (did you mean 'opened_at'?) [unknown-field]\n");
    options.latest_by = "number";
    CHECK(import({{"number", "opened_at"}, {}}, options).diagnostics ==
          "x.csv:1: error: --latest-by names 'number', which is of type text (name a date, a date-time or a number) [wrong-type]\n");
}

TEST_CASE("a currency in an amount must be the row's own") {
    const auto imported = import({{"number", "opened_at", "value", "currency"},
                                  {{"A", "2026-01-01", "EUR 5", "EUR"},
                                   {"B", "2026-01-01", "EUR 5", "GBP"},
                                   {"C", "2026-01-01", "$5", ""},
                                   {"D", "2026-01-01", "5", ""}}});
    CHECK(imported.rows.size() == 2);
    CHECK(rejected(imported) == Lines{"3: column 3 'value': 'EUR 5' is not in GBP",
                                      "4: column 3 'value': '$5' names a currency, but 'currency' is not given (fill 'currency')"});
}

TEST_CASE("a stated format that is none is wrong usage") { CHECK_THROWS_AS(import({{"number", "opened_at"}, {}}, {}, {"HH:mm"}), Error); }

TEST_CASE("a period is two days, the second not before the first") {
    PopulationDeclaration declaration;
    set_period(declaration, "2026-01-01..2026-03-31");
    CHECK(to_text(*declaration.period_from) == "2026-01-01");
    CHECK(to_text(*declaration.period_to) == "2026-03-31");
    for (const auto* wrong : {"2026-01-01", "2026-01-01..", "2026-02-01..2026-01-01", "a..b"}) {
        CHECK_THROWS_WITH_AS(set_period(declaration, wrong),
                             (std::string("--period '") + wrong + "' is not FROM..TO (write it as 2026-01-01..2026-03-31)").c_str(), Error);
    }
}

TEST_CASE("the declaration learns what the file held") {
    ImportOptions options;
    options.declaration = PopulationDeclaration{};
    const auto imported = import({{"number", "opened_at"}, {{"A", "2026-01-01"}, {"B", "x"}, {"", ""}}}, options);
    CHECK(imported.outcome.receipt.declaration->rows_in == 2);
    CHECK(imported.outcome.receipt.declaration->rows_rejected == 1);
}

TEST_CASE("a tee gives every sink the row as it was") {
    KeepingSink first;
    KeepingSink second;
    RowTee tee({&first, &second});
    ImportPlan plan;
    plan.fields = {0};
    tee.begin(plan);
    Row row{std::string("A")};
    tee.add(7, row);
    CHECK(first.m_rows == Lines{"7: A |"});
    CHECK(second.m_rows == Lines{"7: A |"});
}

namespace {
class KeepingRejects final : public RejectSink {
public:
    void begin(const std::vector<std::string>& header) override { m_lines.push_back(std::to_string(header.size()) + " columns"); }
    void reject(std::uint64_t line, std::span<const std::string_view> cells, std::string_view reason) override {
        std::string text = std::to_string(line);
        for (const auto cell : cells) {
            text += "," + std::string(cell);
        }
        m_lines.push_back(text + "," + std::string(reason));
    }
    std::vector<std::string> m_lines;
};
} // namespace

TEST_CASE("the rejects file has every rejected row as given, with all reasons, in the order of the file") {
    FakeFile file{{"number", "opened_at", "count"},
                  {{"A", "29-02-2016", "1"}, {"B", "29-02-2016", "x"}, {""}, {"C"}, {"D", "01-02-2016", "1"}, {"E", "01-02-2016", "y"}}};
    const auto imported = import(file);
    CHECK(imported.outcome.receipt.count(Fate::rejected) == 3);
    TestRun test;
    KeepingRejects rejects;
    const auto open = [&] { return std::make_unique<FakeReader>(file); };
    const auto written =
        write_rejects(test.run, open, make_register(), imported.outcome, {k_zone, {}, {}}, {{6, "key twice"}, {7, "key twice"}}, rejects);
    CHECK(written == 4);
    CHECK(rejects.m_lines == Lines{"3 columns", "3,B,29-02-2016,x,column 3 'count': 'x' is not a whole number (write it as 1234)",
                                   "5,C,the record has 1 cell, the header 3 (is a separator missing?)", "6,D,01-02-2016,1,key twice",
                                   "7,E,01-02-2016,y,column 3 'count': 'y' is not a whole number (write it as 1234); key twice"});

    file.sha256 = "changed";
    CHECK_THROWS_WITH_AS((void)write_rejects(test.run, open, make_register(), imported.outcome, {k_zone, {}, {}}, {}, rejects),
                         "'x.csv' changed after it was imported; the rejects file was not written", Error);
    file.header.pop_back();
    CHECK_THROWS_AS((void)write_rejects(test.run, open, make_register(), imported.outcome, {k_zone, {}, {}}, {}, rejects), Error);
}

TEST_CASE("whatever a file holds, rows in are rows sent plus rows rejected, and every record is a row or blank") {
    CHECK(rc::check([] {
        FakeFile file{{"number", "opened_at", "count"}, {}};
        const auto cell = rc::gen::element<std::string>("", "A", "1", "x", "?", "2026-01-01", "31-12-2016 10:00", "2026-03-29 01:30");
        file.records = *rc::gen::container<std::vector<std::vector<std::string>>>(
            rc::gen::container<std::vector<std::string>>(*rc::gen::inRange<std::size_t>(2, 4), cell));
        const auto imported = import(file);
        const auto& receipt = imported.outcome.receipt;
        RC_ASSERT(!imported.outcome.refused);
        RC_ASSERT(receipt.rows_in == imported.outcome.rows_sent + receipt.count(Fate::rejected));
        RC_ASSERT(receipt.rows_in + receipt.blank == file.records.size());
    }));
}
