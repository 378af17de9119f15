// Rows of a long file are handed on by another thread: all of them, in order, and what fails there fails the import.
#include "intake/rows_beside.hpp"

#include "assay/base/error.hpp"

#include <doctest/doctest.h>

#include <string>
#include <tuple>
#include <vector>

using namespace assay;

namespace {

using Given = std::tuple<char, std::uint64_t, std::string, std::int64_t>;

class ListingSink final : public RowSink {
public:
    explicit ListingSink(std::size_t fails_at = 0) : m_fails_at(fails_at) {}
    void begin(const ImportPlan& /*plan*/) override { ++m_begun; }
    void add(std::uint64_t line, Row& row) override { take({'r', line, text_in(row), 0}); }
    void add_version(std::uint64_t line, Row& row, const WrittenVersion& version) override { take({'v', line, text_in(row), version.row}); }
    void reject_version(const WrittenVersion& version) override { take({'x', 0, "", version.row}); }

    std::vector<Given> m_given;
    int m_begun = 0;

private:
    /// Moved out, as a sink may.
    static std::string text_in(Row& row) { return std::move(std::get<std::string>(row.at(0))); }
    void take(Given given) {
        if (m_given.size() + 1 == m_fails_at) {
            throw Error("the sink is full");
        }
        m_given.push_back(std::move(given));
    }
    std::size_t m_fails_at;
};

/// Every third row is a version, every seventh a rejected one.
Given nth(std::int64_t number) {
    const auto line = static_cast<std::uint64_t>(number) + 2;
    if (number % 7 == 0) {
        return {'x', 0, "", number};
    }
    const auto text = "a text that is longer than a short string " + std::to_string(number);
    return number % 3 == 0 ? Given{'v', line, text, number} : Given{'r', line, text, 0};
}

void give(RowsBeside& beside, std::int64_t number, Row& row) {
    const auto [kind, line, text, version] = nth(number);
    if (kind == 'x') {
        beside.reject_version({version, 0, {}});
        return;
    }
    row.resize(1);
    row[0] = text;
    kind == 'v' ? beside.add_version(line, row, {version, 0, {}}) : beside.add(line, row);
}

} // namespace

TEST_CASE("rows come in order, whether or not another thread hands them on") {
    for (const std::int64_t count : {0, 1, 999, 1'000, 1'001, 1'255, 1'256, 40'000}) {
        CAPTURE(count);
        ListingSink sink;
        RowsBeside beside(sink);
        beside.begin({});
        Row row;
        for (std::int64_t number = 0; number < count; ++number) {
            give(beside, number, row);
        }
        beside.finish();
        CHECK(sink.m_begun == 1);
        REQUIRE(sink.m_given.size() == static_cast<std::size_t>(count));
        std::int64_t wrong = 0;
        for (std::int64_t number = 0; number < count; ++number) {
            wrong += sink.m_given[static_cast<std::size_t>(number)] == nth(number) ? 0 : 1;
        }
        CHECK(wrong == 0);
    }
}

TEST_CASE("what the sink throws ends the import, at the latest when all rows were given, and nothing comes after it") {
    for (const std::size_t fails_at : {1, 999, 1'000, 2'000, 39'990}) {
        CAPTURE(fails_at);
        ListingSink sink(fails_at);
        const auto run = [&] {
            RowsBeside beside(sink);
            Row row;
            for (std::int64_t number = 0; number < 40'000; ++number) {
                give(beside, number, row);
            }
            beside.finish();
        };
        CHECK_THROWS_WITH_AS(run(), "the sink is full", Error);
        CHECK(sink.m_given.size() + 1 == fails_at);
    }
}

TEST_CASE("rows not handed on when the reader fails never are, and the sink is at rest afterwards") {
    ListingSink sink;
    const auto run = [&] {
        RowsBeside beside(sink);
        Row row;
        for (std::int64_t number = 0; number < 20'000; ++number) {
            give(beside, number, row);
        }
        throw Error("the file ends inside a quoted cell");
    };
    CHECK_THROWS_WITH_AS(run(), "the file ends inside a quoted cell", Error);
    const auto given = sink.m_given.size();
    CHECK(given >= 999);
    CHECK(given <= 20'000);
    for (std::size_t index = 0; index < given; ++index) {
        REQUIRE(sink.m_given[index] == nth(static_cast<std::int64_t>(index)));
    }
}
