#include "formats/csv_parser.hpp"

#include "assay/base/error.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <rapidcheck.h>
#include <string>
#include <vector>

using namespace assay;

namespace {

/// The records of a text fed in pieces of these lengths (the last one repeated), one line each.
std::vector<std::string> records_of(std::string_view text, const std::vector<std::size_t>& lengths) {
    CsvParser parser("t", ',', 1, {1000, 16000, 100}, "UTF-8");
    std::vector<std::string> all;
    const auto collect = [&] {
        for (const CsvRecord& record : parser.records()) {
            std::string shown = fmt::format("{} {{{}}}", record.line, record.fault);
            for (std::size_t index = record.first_cell; index < record.end_cell; ++index) {
                shown += fmt::format(" [{}]", parser.cell(index));
            }
            all.push_back(shown);
        }
    };
    try {
        for (std::size_t piece = 0; !text.empty(); ++piece) {
            const std::size_t length = std::min(lengths[std::min(piece, lengths.size() - 1)], text.size());
            parser.feed(text.substr(0, length));
            collect();
            text.remove_prefix(length);
        }
        parser.finish();
        collect();
    } catch (const Error& error) {
        all.emplace_back(error.what());
    }
    return all;
}

} // namespace

TEST_CASE("records do not depend on how the text was cut into pieces") {
    CHECK(rc::check([] {
        const auto text = *rc::gen::container<std::string>(rc::gen::element('a', ',', '"', '"', '\n', '\r', '\r', ' ', '\xC3', '\xA9', '\0'));
        const auto lengths = *rc::gen::nonEmpty(rc::gen::container<std::vector<std::size_t>>(rc::gen::inRange<std::size_t>(1, 5)));
        RC_ASSERT(records_of(text, lengths) == records_of(text, {100'000}));
    }));
    const std::string text = "a,\"b\r\nc\"\r\n\r\n\"d\"\"\",\"e\" x,f\r\n \"g\",h";
    const std::vector<std::string> whole = {"1 {} [a] [b\r\nc]", "3 {}", "4 {cell 2 has text behind its closing quote (a quote inside a quoted cell must be doubled)} [d\"] [e] [f]",
                                            "5 {cell 1 has spaces before its opening quote} [ \"g\"] [h]"};
    for (std::size_t length = 1; length <= text.size(); ++length) {
        CAPTURE(length);
        CHECK(records_of(text, {length}) == whole);
    }
}

TEST_CASE("limits hold however the text was cut") {
    const std::string cell = "\"x\ny\",\"" + std::string(1001, 'z') + "\"\n";
    for (const std::size_t length : {1U, 7U, 100'000U}) {
        CHECK(records_of("a\n" + cell, {length}).back() == "t:3: cell 2 is larger than 1,000 bytes (is a closing quote missing?)");
        CHECK(records_of("a\n" + std::string(100, ','), {length}).back() == "t:2: the record has more than 100 cells");
        CHECK(records_of("a\n\"b\n\n\",\"c", {length}).back() == "t:4: a quote that opens a cell on this line is never closed (is the file cut off?)");
    }
}
