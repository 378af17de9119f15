#include "assay/intake/date_order.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

using namespace assay;

namespace {

DateFinding probe(const std::vector<std::string>& cells) {
    DateOrderProbe all;
    std::uint64_t line = 1;
    for (const auto& cell : cells) {
        all.add(cell, ++line);
    }
    return all.finding();
}

/// "2016-02-29 01:16:00" or "-"
std::string read(std::string_view text, DateOrder order) {
    const auto found = parse_ordered(text, order);
    if (!found) {
        return "-";
    }
    const auto instant = Instant(found->local.day) + found->local.time_of_day;
    return found->has_time ? to_text(instant) : to_text(found->local.day);
}

constexpr auto dmy = DateOrder::day_month_year;
constexpr auto mdy = DateOrder::month_day_year;
constexpr auto ymd = DateOrder::year_month_day;

} // namespace

TEST_CASE("a date is read in a given order") {
    CHECK(read("29-02-2016 01:16", dmy) == "2016-02-29T01:16:00Z");
    CHECK(read("29-02-2016 01:16", mdy) == "-");
    CHECK(read("29-02-2016 01:16", ymd) == "-");
    CHECK(read("3/4/2016", dmy) == "2016-04-03");
    CHECK(read("3/4/2016", mdy) == "2016-03-04");
    CHECK(read("3.4.16", ymd) == "-");
    CHECK(read("03.4.16", ymd) == "2003-04-16");
    CHECK(read("2016/3/4", ymd) == "2016-03-04");
    CHECK(read("11-May-11", dmy) == "2011-05-11");
    CHECK(read("11-May-11", mdy) == "-");
    CHECK(read("11-May-11", ymd) == "2011-05-11");
    CHECK(read("Sept 3 1999", mdy) == "1999-09-03");
    CHECK(read("3 september 69", dmy) == "1969-09-03");
    CHECK(read("3/4/2016T23:59:59.123", dmy) == "2016-04-03T23:59:59Z");
    CHECK(read("2/29/2016 12:05 AM", mdy) == "2016-02-29T00:05:00Z");
    CHECK(read("2/29/2016 1:16:05pm", mdy) == "2016-02-29T13:16:05Z");
}

TEST_CASE("what is no date in any order is nothing") {
    for (const auto* text : {"",
                             "x",
                             "29-02/2016",
                             "29-02-2015",
                             "29-13-2016",
                             "0/1/2016",
                             "1/1/0000",
                             "1/1/201",
                             "1/1/20161",
                             "1/1",
                             "1/1/2016 ",
                             "1/1/2016x",
                             "1/1/2016 24:00",
                             "1/1/2016 1:60",
                             "1/1/2016 1:6",
                             "1/1/2016 13:00 PM",
                             "1/1/2016 0:10 AM",
                             "1/1/2016 1:00 XM",
                             "1:1:2016",
                             "May/May/2016",
                             "1/Ma/2016",
                             "1/1/2016 1:00:00:00",
                             "1--1-2016"}) {
        for (const auto order : k_date_orders) {
            CHECK_MESSAGE(read(text, order) == "-", text);
        }
    }
}

TEST_CASE("one cell that fits a single order proves it for the column") {
    const auto finding = probe({"03-04-2016", "29-02-2016 01:16", "2016", "05-05-2016"});
    CHECK(finding.result == DateOrderResult::found);
    CHECK(finding.order == dmy);
    CHECK(finding.cells == 3);
    CHECK(to_text(finding) == "day-month-year: 29-02-2016 01:16 in line 3 fits no other order");
}

TEST_CASE("two cells together can prove an order") {
    // The first rules out month-day-year, the second year-month-day (two-digit years).
    const auto finding = probe({"13/02/16", "10/11/32"});
    CHECK(finding.result == DateOrderResult::found);
    CHECK(finding.order == dmy);
    CHECK(to_text(finding) == "day-month-year: 10/11/32 in line 3 and 13/02/16 in line 2 together fit no other order");
}

TEST_CASE("a column that two orders fit is not decided") {
    const auto finding = probe({"05/05/2016", "03/04/2016", "12/12/2016"});
    CHECK(finding.result == DateOrderResult::ambiguous);
    CHECK(to_text(finding) == "03/04/2016 in line 3 is 2016-04-03 as day-month-year but 2016-03-04 as month-day-year");
    CHECK(probe({"31/12/16"}).result == DateOrderResult::ambiguous); // 2016-12-31 or 2031-12-16
}

TEST_CASE("cells that read the same in every order need no decision") {
    const auto finding = probe({"05/05/2016", "12/12/2016"});
    CHECK(finding.result == DateOrderResult::found);
    CHECK(to_text(finding) == "day-month-year: every cell reads the same in any order that fits");
}

TEST_CASE("cells that contradict each other leave the column without an order") {
    const auto finding = probe({"13/01/2016", "01/02/2016", "01/13/2016"});
    CHECK(finding.result == DateOrderResult::contradictory);
    CHECK(to_text(finding) == "13/01/2016 in line 2 and 01/13/2016 in line 4 fit no common order");
}

TEST_CASE("a column without dates to probe has no finding") {
    CHECK(probe({}).result == DateOrderResult::none);
    CHECK(probe({"soon", "n/a"}).result == DateOrderResult::none);
}

TEST_CASE("the words of the orders are read back") {
    for (const auto order : k_date_orders) {
        CHECK(find_date_order(to_text(order)) == order);
    }
    CHECK(!find_date_order("dmy"));
}

TEST_CASE("the probe agrees with trying every order on every cell") {
    const auto cell = rc::gen::map(rc::gen::tuple(rc::gen::inRange(0, 35), rc::gen::inRange(0, 35), rc::gen::element(5, 16, 31, 70, 2016)),
                                   [](const std::tuple<int, int, int>& t) {
                                       const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
                                       return two(std::get<0>(t)) + "/" + two(std::get<1>(t)) + "/" + two(std::get<2>(t));
                                   });
    CHECK(rc::check([&] {
        const auto cells = *rc::gen::container<std::vector<std::string>>(cell);
        std::vector<std::string> dates;
        for (const auto& c : cells) {
            if (parse_ordered(c, dmy) || parse_ordered(c, mdy) || parse_ordered(c, ymd)) {
                dates.push_back(c);
            }
        }
        std::vector<std::vector<std::string>> readings; // one per order that fits all
        for (const auto order : k_date_orders) {
            std::vector<std::string> all;
            for (const auto& c : dates) {
                all.push_back(read(c, order));
            }
            if (std::ranges::find(all, "-") == all.end()) {
                readings.push_back(all);
            }
        }
        const auto expected = dates.empty()      ? DateOrderResult::none
                              : readings.empty() ? DateOrderResult::contradictory
                              : std::ranges::all_of(readings, [&](const auto& r) { return r == readings.front(); })
                                  ? DateOrderResult::found
                                  : DateOrderResult::ambiguous;
        const auto finding = probe(cells);
        RC_ASSERT(finding.result == expected);
        RC_ASSERT(finding.cells == dates.size());
        if (expected == DateOrderResult::found) {
            for (std::size_t i = 0; i < dates.size(); ++i) {
                RC_ASSERT(read(dates[i], finding.order) == readings.front()[i]);
            }
        }
        RC_ASSERT(!to_text(finding).empty());
    }));
}
