#include "assay/intake/receipt.hpp"

#include "assay/base/error.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace assay;

namespace {

Receipt make_receipt() {
    Receipt receipt;
    receipt.file = "export.csv";
    receipt.sha256 = "00ff";
    receipt.bytes = 2'004'534;
    receipt.description = "UTF-8, separator ','";
    receipt.register_id = "incident";
    receipt.register_title = "Incidents";
    receipt.columns = {{0, 0, "number", MatchedBy::id}, {2, 1, "Opened", MatchedBy::alias}};
    receipt.column_fields = {"number", "opened_at"};
    receipt.constants = {{"state", "new"}};
    receipt.unused = {{1, "active", "matches no field"}, {3, "notify", "matches no field"}};
    DateOrderProbe probe;
    probe.add("29-02-2016 01:16", 2);
    receipt.dates = {{2, "Opened", "opened_at", probe.finding()}};
    receipt.latest_by = "updated_at";
    receipt.rows_in = 5998;
    count_rows(receipt, Fate::added, 890);
    count_rows(receipt, Fate::superseded, 5108);
    return receipt;
}

} // namespace

TEST_CASE("a receipt accounts for every row, column and date") {
    auto receipt = make_receipt();
    receipt.stored = true;
    receipt.change = 7;
    receipt.blank = 2;
    receipt.folds = 1;
    receipt.without_time = 3;
    receipt.dangling = {{"problem", "problem", 47, {"PRB1", "PRB2"}}};
    receipt.notes = {"42 stays in states were derived"};
    CHECK(to_text(receipt) == R"(Incidents from 'export.csv': stored as change 7
  file        2,004,534 bytes, UTF-8, separator ','
  SHA-256     00ff
  columns     2 of 4 used
  by id       number
  by alias    'Opened' to opened_at
  by --set    state = 'new'
  not used    2 'active', 4 'notify'
              (matches no field)
  dates       'Opened': day-month-year: 29-02-2016 01:16 in line 2 fits no other order
              1 time occurs twice as the clocks went back: the earlier instant was taken
              3 dates without a time: 00:00 was taken
  unknown     47 references in 'problem' not found in register 'problem' (PRB1, PRB2)
  population  not declared complete: a check that passes on these rows alone proves nothing
  note        42 stays in states were derived
  rows in     5,998 = 890 added + 0 changed + 0 unchanged + 5,108 superseded + 0 rejected
              2 blank records skipped, not counted as rows
              of rows with one key the latest by 'updated_at' counts, the others are superseded
)");
}

TEST_CASE("a dry run says what would be, with the rows") {
    auto receipt = make_receipt();
    receipt.dry_run = true;
    list_row(receipt, Fate::added, {2, "INC1", ""});
    list_row(receipt, Fate::superseded, {3, "INC1", "by line 2"});
    const auto text = to_text(receipt);
    CHECK(text.starts_with("Incidents from 'export.csv': dry run, nothing was stored\n"));
    CHECK(text.find("  rows in     5,998 would be 890 added + 0 changed + 0 unchanged + 5,108 superseded + 0 rejected\n") !=
          std::string::npos);
    CHECK(text.ends_with(
        "  added:\n    line 2, INC1\n    shown 1 of 890\n  superseded:\n    line 3, INC1: by line 2\n    shown 1 of 5,108\n"));
}

TEST_CASE("a rejected row keeps all from being stored, and the receipt says what to do") {
    auto receipt = make_receipt();
    receipt.rows_in += 1;
    count_rows(receipt, Fate::rejected);
    list_row(receipt, Fate::rejected, {9, "", "the record has 2 cells, the header 3"});
    const auto text = to_text(receipt);
    CHECK(text.starts_with("Incidents from 'export.csv': nothing was stored\n"));
    CHECK(text.find("5,999 would have been 890 added + 0 changed + 0 unchanged + 5,108 superseded + 1 rejected\n") != std::string::npos);
    CHECK(text.ends_with("  rejected:\n    line 9: the record has 2 cells, the header 3\n"
                         "  any rejected row keeps all from being stored; correct them, or store the rest with --accept-partial\n"));
}

TEST_CASE("the same file again makes no change, and the receipt says so") {
    Receipt receipt = make_receipt();
    receipt.counts = {};
    count_rows(receipt, Fate::unchanged, 5998);
    receipt.stored = true;
    CHECK(to_text(receipt).starts_with("Incidents from 'export.csv': no change, the register already holds these rows\n"));
}

TEST_CASE("a declaration is complete with all its parts and an agreeing count") {
    auto receipt = make_receipt();
    PopulationDeclaration declaration;
    receipt.declaration = declaration;
    CHECK(missing_parts(declaration) ==
          std::vector<std::string>{"--source", "--query", "--extracted", "--by", "--period", "--source-count"});
    CHECK(to_text(receipt).find(
              "  population  not declared complete: --source, --query, --extracted, --by, --period, --source-count missing\n") !=
          std::string::npos);

    declaration = {0, "ServiceNow", "all incidents", "2026-04-01", "J. Doe", parse_date("2026-01-01"), parse_date("2026-03-31"), 5998, 5998,
                   0};
    receipt.declaration = declaration;
    CHECK(to_text(receipt).find("  population  ServiceNow, all incidents, 2026-01-01 to 2026-03-31, extracted 2026-04-01 by J. Doe\n"
                                "              the source counts 5,998: agrees\n") != std::string::npos);
    receipt.declaration->source_count = 6000;
    CHECK(to_text(receipt).find(
              "              the source counts 6,000, the file has 5,998: they disagree, so the population is not complete\n") !=
          std::string::npos);
}

TEST_CASE("long lists of columns are wrapped, and hostile names are harmless") {
    auto receipt = make_receipt();
    receipt.unused.clear();
    for (std::size_t column = 0; column < 30; ++column) {
        receipt.unused.push_back({column, "c\x1b[31m" + std::to_string(column), "matches no field"});
    }
    const auto text = to_text(receipt);
    CHECK(text.find('\x1b') == std::string::npos);
    std::size_t begin = 0;
    while (begin < text.size()) {
        const auto end = text.find('\n', begin);
        CHECK(end - begin <= 110);
        begin = end + 1;
    }
}

TEST_CASE("a receipt that does not add up is never shown") {
    auto receipt = make_receipt();
    count_rows(receipt, Fate::changed);
    CHECK(!adds_up(receipt));
    CHECK_THROWS_WITH_AS(require_adds_up(receipt),
                         "the receipt of 'export.csv' does not add up: 5998 rows in, but 5999 accounted for; please report this", Error);
    CHECK_THROWS_WITH_AS((void)to_text(receipt),
                         "the receipt of 'export.csv' does not add up: 5998 rows in, but 5999 accounted for; please report this", Error);
}

TEST_CASE("counts add up whatever they are, and lists stay short") {
    CHECK(rc::check([] {
        Receipt receipt;
        const auto fates = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 5));
        std::array<std::uint64_t, k_fates> expected{};
        for (const auto fate : fates) {
            ++receipt.rows_in;
            ++expected[static_cast<std::size_t>(fate)];
            count_rows(receipt, static_cast<Fate>(fate));
            list_row(receipt, static_cast<Fate>(fate), {receipt.rows_in, "", ""});
        }
        RC_ASSERT(adds_up(receipt));
        RC_ASSERT(receipt.counts == expected);
        for (std::size_t fate = 0; fate < k_fates; ++fate) {
            RC_ASSERT(receipt.rows[fate].size() == std::min<std::size_t>(expected[fate], Receipt::k_max_rows_listed));
        }
    }));
}

TEST_CASE("a text is shortened by characters, on one line, without control characters") {
    CHECK(shorten("abc", 3) == "abc");
    CHECK(shorten("abcd", 3) == "abc…");
    CHECK(shorten("éééé", 3) == "ééé…");
    CHECK(shorten("a\r\nb\tc") == "a  b c");
    CHECK(shorten("a\x1b[0m\x7f") == "a\uFFFD[0m\uFFFD");
    CHECK(shorten("\xC2\x9B"
                  "1m") == "\uFFFD1m");
    CHECK(shorten("\xFF\xE2\x82") == "\uFFFD\uFFFD\uFFFD");
}

TEST_CASE("a fault of a row is a diagnostic with its place") {
    const RowFault fault{7, 3, "Priority", "P9", "unknown-word", "'P9' is not a word of 'priority'", "did you mean 'P1'?"};
    CHECK(to_text(to_diagnostic("x.csv", fault)) ==
          "x.csv:7:3: error: 'P9' is not a word of 'priority' (did you mean 'P1'?) [unknown-word]");
    CHECK(reason_of(fault) == "column 3 'Priority': 'P9' is not a word of 'priority' (did you mean 'P1'?)");
}
