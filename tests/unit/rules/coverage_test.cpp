#include "assay/rules/library.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

using namespace assay;

namespace {

Date day(int n) { return Date{std::chrono::days{20000 + n}}; }

/// Marks every covered day, and measures what passes from one to the next, and from the last to the end.
bool slow_has_gap(const std::vector<DatedRow>& rows, Date from, Date to, int interval_days) {
    Date last = from;
    for (Date d = from; d <= to; d += std::chrono::days{1}) {
        const bool covered = std::ranges::any_of(rows, [&](const DatedRow& r) { return r.from <= d && d <= r.to; });
        if (!covered) {
            continue;
        }
        if ((d - last).count() > interval_days) {
            return true;
        }
        last = d;
    }
    return (to - last).count() > interval_days;
}

} // namespace

TEST_CASE("a stretch longer than the interval is a gap, and its ends are named") {
    const std::vector<DatedRow> rows{{day(0), day(9)}, {day(40), day(50)}};
    const auto gap = find_coverage_gap(rows, day(0), day(60), Period{0, 10});
    REQUIRE(gap);
    CHECK(gap->from == day(9));
    CHECK(gap->to == day(40));
    CHECK_FALSE(find_coverage_gap(rows, day(0), day(60), Period{0, 31}));
}

TEST_CASE("nothing at all is a gap from start to end") {
    const auto gap = find_coverage_gap({}, day(0), day(60), Period{1, 0});
    REQUIRE(gap);
    CHECK(gap->from == day(0));
    CHECK(gap->to == day(60));
}

TEST_CASE("gaps agree with a walk over every day") {
    CHECK(rc::check([] {
        const auto n = *rc::gen::inRange(0, 8);
        std::vector<DatedRow> rows;
        for (int i = 0; i < n; ++i) {
            const auto from = *rc::gen::inRange(-10, 110);
            const auto length = *rc::gen::inRange(0, 20);
            rows.push_back({day(from), day(from + length)});
        }
        std::ranges::sort(rows, {}, &DatedRow::from);
        const auto interval = *rc::gen::inRange(1, 30);
        const auto to = *rc::gen::inRange(1, 100);
        RC_ASSERT(find_coverage_gap(rows, day(0), day(to), Period{0, interval}).has_value() == slow_has_gap(rows, day(0), day(to), interval));
    }));
}
