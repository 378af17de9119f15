#include "assay/base/diagnostic.hpp"

#include <doctest/doctest.h>

using namespace assay;

namespace {

Diagnostic make(std::string file, std::uint32_t line, std::uint32_t column, std::string code) {
    return {Severity::error, {std::move(file), line, column}, std::move(code), "text", ""};
}

} // namespace

TEST_CASE("a diagnostic says place, fault, remedy and code") {
    CHECK(to_text(Diagnostic{Severity::error, {"controls/checks/iso.xml", 41, 7}, "unknown-field", "unknown field 'ownr' in register 'risk'", "did you mean 'owner'?"}) ==
          "controls/checks/iso.xml:41:7: error: unknown field 'ownr' in register 'risk' (did you mean 'owner'?) [unknown-field]");
    CHECK(to_text(Diagnostic{Severity::warning, {"a.csv", 3, 0}, "", "odd", ""}) == "a.csv:3: warning: odd");
    CHECK(to_text(Diagnostic{Severity::note, {}, "x", "no place", ""}) == "note: no place [x]");
    CHECK(to_text(Place{"a.csv", 0, 0}) == "a.csv");
}

TEST_CASE("a diagnostic stays on one line and sends no control character") {
    CHECK(to_text(Diagnostic{Severity::error, {"a\x1B.csv", 1, 1}, "c", "bad 'x\ny'", ""}) == "a\\x1B.csv:1:1: error: bad 'x\\ny' [c]");
}

TEST_CASE("diagnostics are sorted by file, line, column and code") {
    Diagnostics all;
    all.add(make("b", 1, 1, "x"));
    all.add(make("a", 10, 1, "x"));
    all.add(make("a", 9, 2, "x"));
    all.add(make("a", 9, 1, "z"));
    all.add(make("a", 9, 1, "y"));
    CHECK(all.to_text() == "a:9:1: error: text [y]\na:9:1: error: text [z]\na:9:2: error: text [x]\na:10:1: error: text [x]\nb:1:1: error: text [x]\n");
    CHECK(all.error_count() == 5);
}

TEST_CASE("warnings are no errors, and nothing is an empty text") {
    Diagnostics all;
    CHECK(all.to_text().empty());
    all.add({Severity::warning, {}, "w", "text", ""});
    CHECK_FALSE(all.has_errors());
}

TEST_CASE("past the limit diagnostics are counted and not kept") {
    Diagnostics all;
    for (std::uint32_t line = 1; line <= Diagnostics::k_max_diagnostics; ++line) {
        all.add({Severity::warning, {"a", line, 1}, "w", "text", ""});
    }
    for (int extra = 0; extra < 1234; ++extra) {
        all.add(make("a", 1, 1, "late"));
    }
    CHECK(all.dropped() == 1234);
    CHECK(all.has_errors());
    CHECK(all.error_count() == 1234);
    CHECK(all.sorted().size() == Diagnostics::k_max_diagnostics);
    CHECK(all.to_text().ends_with("a:1000:1: warning: text [w]\nand 1,234 more\n"));
}
