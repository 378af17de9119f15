// Apostrophes before what a spreadsheet would run: whatever the text, it comes back as it was.
#include "app/round_trip.hpp"

#include "assay/formats/escape.hpp"
#include "support/fake_reader.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace assay;

TEST_CASE("a text that was guarded and neutralised is the text it was, and what was not guarded is left alone") {
    CHECK(rc::check("guard", [] {
        const auto text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("'''==+-@ 15a.")));
        const auto cell = neutralise_formula(guard_apostrophe(text));
        RC_ASSERT(std::string(without_guard(cell)) == text);
        RC_ASSERT(neutralise_formula(cell) == cell);
    }));
    CHECK(guard_apostrophe("'tis") == "'tis");
    CHECK(without_guard("'tis") == "'tis");
    CHECK(without_guard("'") == "'");
    CHECK(without_guard("=1") == "=1");
}

TEST_CASE("a file without versions is read as it is, at no cost, and one with them loses its guards") {
    const FakeFile plain{{"id", "title", "_row", "_from"}, {{"A", "'=1", "1", "2"}}};
    auto reader = std::make_unique<FakeReader>(plain);
    const RowReader* before = reader.get();
    CHECK(unguarded(std::move(reader)).get() == before);
    const FakeFile trip{{"id", "title", "_row", "_from", "_at"}, {{"A", "'=1", "1", "2", "c2"}}};
    const auto guarded = unguarded(std::make_unique<FakeReader>(trip));
    RawRow row;
    REQUIRE(guarded->next(row));
    CHECK(row.cells[1] == "=1");
}
