#include "assay/base/date.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <limits>
#include <rapidcheck.h>

using namespace assay;
using std::chrono::days;
using std::chrono::seconds;

namespace {

struct Civil {
    int year;
    int month;
    int day;
    friend bool operator==(const Civil&, const Civil&) = default;
};

bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int month_days(int year, int month) {
    switch (month) {
    case 2:
        return is_leap(year) ? 29 : 28;
    case 4:
    case 6:
    case 9:
    case 11:
        return 30;
    default:
        return 31;
    }
}

/// Counts every year and month from 1970 on: slow, and with nothing to get wrong.
std::int64_t slow_day_number(Civil date) {
    std::int64_t number = date.day - 1;
    for (int month = 1; month < date.month; ++month) {
        number += month_days(date.year, month);
    }
    for (int year = 1970; year < date.year; ++year) {
        number += is_leap(year) ? 366 : 365;
    }
    for (int year = date.year; year < 1970; ++year) {
        number -= is_leap(year) ? 366 : 365;
    }
    return number;
}

Civil slow_add(Civil date, int months, int day_count) {
    for (; months > 0; --months) {
        if (++date.month == 13) {
            date.month = 1;
            ++date.year;
        }
    }
    for (; months < 0; ++months) {
        if (--date.month == 0) {
            date.month = 12;
            --date.year;
        }
    }
    date.day = std::min(date.day, month_days(date.year, date.month));
    for (; day_count > 0; --day_count) {
        if (++date.day > month_days(date.year, date.month)) {
            date.day = 1;
            if (++date.month == 13) {
                date.month = 1;
                ++date.year;
            }
        }
    }
    for (; day_count < 0; ++day_count) {
        if (--date.day == 0) {
            if (--date.month == 0) {
                date.month = 12;
                --date.year;
            }
            date.day = month_days(date.year, date.month);
        }
    }
    return date;
}

Civil arbitrary_civil() {
    const int year = *rc::gen::inRange(1, 10'000);
    const int month = *rc::gen::inRange(1, 13);
    // The ends of months are where mistakes live.
    const int last = month_days(year, month);
    const int day = *rc::gen::weightedOneOf<int>({{1, rc::gen::inRange(1, last + 1)}, {1, rc::gen::inRange(last - 3, last + 1)}});
    return {year, month, day};
}

std::string spell(Civil date) { return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day); }

Date day(std::string_view text) { return parse_date(text).value(); }

std::string instant_text(const LocalDateTime& local) {
    return to_text(Instant(local.day) + local.time_of_day) + (local.offset ? fmt::format(" {}", local.offset->count()) : "");
}

std::string datetime(std::string_view text) {
    const auto local = parse_datetime(text);
    return local ? instant_text(*local) : "-";
}

std::string pattern(std::string_view text, std::string_view form) {
    const auto local = parse_pattern(text, form);
    return local ? instant_text(*local) : "-";
}

} // namespace

TEST_CASE("a date is read and printed as a slow calendar counts it") {
    CHECK(rc::check([] {
        const Civil civil = arbitrary_civil();
        const auto date = parse_date(spell(civil));
        RC_ASSERT(date.has_value());
        RC_ASSERT(date->time_since_epoch().count() == slow_day_number(civil));
        RC_ASSERT(to_text(*date) == spell(civil));
    }));
}

TEST_CASE("only a whole ISO date of the years 0001 to 9999 is a date") {
    CHECK(to_text(day("0001-01-01")) == "0001-01-01");
    CHECK(to_text(day("9999-12-31")) == "9999-12-31");
    CHECK(to_text(day("2024-02-29")) == "2024-02-29");
    for (const char* text : {"", "2026", "2026-1-31", "2026-01-1", "26-01-31", "2026-02-29", "1900-02-29", "2026-00-10", "2026-13-01", "2026-01-00",
                             "2026-01-32", "0000-01-01", "2026/01/31", " 2026-01-31", "2026-01-31 ", "2026-01-31T", "12026-01-31", "20260131",
                             "-026-01-01", "+026-01-01", "2026-0a-01"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_date(text));
    }
    CHECK_FALSE(parse_date(std::string_view("2026-01-31\0", 11)));
}

TEST_CASE("a date and time is read with or without seconds, fraction and offset") {
    CHECK(datetime("2026-01-31T08:00") == "2026-01-31T08:00:00Z");
    CHECK(datetime("2026-01-31 08:00:59") == "2026-01-31T08:00:59Z");
    CHECK(datetime("2026-01-31T08:00:59.999999") == "2026-01-31T08:00:59Z");
    CHECK(datetime("2026-01-31T08:00Z") == "2026-01-31T08:00:00Z 0");
    CHECK(datetime("2026-01-31T08:00:01.5+01:00") == "2026-01-31T08:00:01Z 3600");
    CHECK(datetime("2026-01-31T08:00:01-0330") == "2026-01-31T08:00:01Z -12600");
    CHECK(datetime("2026-01-31T08:00:01+02") == "2026-01-31T08:00:01Z 7200");
    for (const char* text : {"2026-01-31", "2026-01-31T", "2026-01-31T8:00", "2026-01-31T08", "2026-01-31T24:00", "2026-01-31T08:60",
                             "2026-01-31T08:00:60", "2026-01-31T08:00:", "2026-01-31T08:00:00.", "2026-01-31  08:00", "2026-01-31t08:00",
                             "2026-01-31T08:00z", "2026-01-31T08:00+", "2026-01-31T08:00+1", "2026-01-31T08:00+01:", "2026-01-31T08:00+24:00",
                             "2026-01-31T08:00+01:60", "2026-01-31T08:00+01:00x", "2026-01-31T08:00Zx", "2026-01-31T08:00 Z", "2026-02-30T08:00"}) {
        CAPTURE(text);
        CHECK(datetime(text) == "-");
    }
}

TEST_CASE("an instant prints in UTC, before 1970 too") {
    CHECK(to_text(Instant(seconds{0})) == "1970-01-01T00:00:00Z");
    CHECK(to_text(Instant(seconds{-1})) == "1969-12-31T23:59:59Z");
    CHECK(to_text(Instant(seconds{1'772'000'000})) == "2026-02-25T06:13:20Z");
}

TEST_CASE("a duration is an exact number of seconds") {
    CHECK(parse_duration("PT4H") == seconds{14'400});
    CHECK(parse_duration("P10D") == seconds{864'000});
    CHECK(parse_duration("PT1H30M") == seconds{5'400});
    CHECK(parse_duration("P1W") == seconds{604'800});
    CHECK(parse_duration("P1W2DT3H4M5S") == seconds{604'800 + 172'800 + 10'800 + 240 + 5});
    CHECK(parse_duration("PT0S") == seconds{0});
    for (const char* text : {"", "P", "PT", "P1", "P1DT", "P1M", "P1Y", "PT1D", "P1H", "-PT4H", "PT-4H", "PT4h", "4H", "PT1.5H", "PT1M1H", "PT1H1H",
                             "P1DT1HT1M", "PT99999999999999999999S", "P999999999999999999W", "P106751991167301DT99H", "PT4H ", "P T4H"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_duration(text));
    }
    CHECK(to_text(seconds{14'400}) == "PT4H");
    CHECK(to_text(seconds{864'000}) == "P10D");
    CHECK(to_text(seconds{90'061}) == "P1DT1H1M1S");
    CHECK(to_text(seconds{60}) == "PT1M");
    CHECK(to_text(seconds{3'601}) == "PT1H1S");
    CHECK(to_text(seconds{0}) == "PT0S");
    CHECK(to_text(seconds{-5}) == "-PT5S");
    CHECK(rc::check([] {
        const auto count = *rc::gen::inRange<std::int64_t>(0, std::int64_t{1} << 50);
        RC_ASSERT(parse_duration(to_text(seconds{count})) == seconds{count});
    }));
}

TEST_CASE("a period counts months and days") {
    CHECK(parse_period("P1Y") == Period{12, 0});
    CHECK(parse_period("P3M") == Period{3, 0});
    CHECK(parse_period("P10D") == Period{0, 10});
    CHECK(parse_period("P1Y6M") == Period{18, 0});
    CHECK(parse_period("P2W") == Period{0, 14});
    CHECK(parse_period("P1Y2M3W4D") == Period{14, 25});
    CHECK(parse_period("P0D") == Period{});
    for (const char* text : {"", "P", "PT4H", "P1DT1H", "-P1Y", "P1D1Y", "P1Y1Y", "P1H", "P2147483648D", "P178956971Y", "P1Y ", "p1y"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_period(text));
    }
    CHECK(to_text(Period{18, 3}) == "P1Y6M3D");
    CHECK(to_text(Period{12, 0}) == "P1Y");
    CHECK(to_text(Period{0, 14}) == "P14D");
    CHECK(to_text(Period{}) == "P0D");
    CHECK(rc::check([] {
        const Period period{*rc::gen::inRange(0, 100'000), *rc::gen::inRange(0, 100'000)};
        RC_ASSERT(parse_period(to_text(period)) == period);
    }));
}

TEST_CASE("adding a period counts months first, stops at the month's end, then counts days") {
    CHECK(to_text(add(day("2026-01-31"), Period{1, 0})) == "2026-02-28");
    CHECK(to_text(add(day("2024-01-31"), Period{1, 1})) == "2024-03-01");
    CHECK(to_text(add(day("2024-02-29"), Period{12, 0})) == "2025-02-28");
    CHECK(to_text(subtract(day("2026-03-31"), Period{1, 0})) == "2026-02-28");
    CHECK(to_text(subtract(day("2026-03-31"), Period{1, 1})) == "2026-02-27");
    CHECK(to_text(subtract(day("2026-01-15"), Period{1, 0})) == "2025-12-15");
    CHECK(rc::check([] {
        const Civil civil{*rc::gen::inRange(1000, 3000), *rc::gen::inRange(1, 13), *rc::gen::inRange(1, 29)};
        const Civil from{civil.year, civil.month, *rc::gen::inRange(1, month_days(civil.year, civil.month) + 1)};
        const int months = *rc::gen::inRange(0, 400);
        const int day_count = *rc::gen::inRange(0, 800);
        RC_ASSERT(to_text(add(day(spell(from)), Period{months, day_count})) == spell(slow_add(from, months, day_count)));
        RC_ASSERT(to_text(subtract(day(spell(from)), Period{months, day_count})) == spell(slow_add(from, -months, -day_count)));
    }));
}

TEST_CASE("arithmetic stays within the years 0001 to 9999") {
    constexpr std::int32_t k_most = std::numeric_limits<std::int32_t>::max();
    CHECK(to_text(add(day("2026-01-31"), Period{k_most, k_most})) == "9999-12-31");
    CHECK(to_text(add(day("9999-12-31"), Period{0, 1})) == "9999-12-31");
    CHECK(to_text(subtract(day("2026-01-31"), Period{k_most, k_most})) == "0001-01-01");
    CHECK(to_text(subtract(day("0001-01-01"), Period{0, 1})) == "0001-01-01");
}

TEST_CASE("a stated pattern reads the whole text or nothing") {
    CHECK(pattern("29-02-2016 01:16", "dd-MM-yyyy HH:mm") == "2016-02-29T01:16:00Z");
    CHECK(pattern("1/2/2026 3:4:5", "d/M/yyyy H:m:s") == "2026-02-01T03:04:05Z");
    CHECK(pattern("11/12/2026", "d/M/yyyy") == "2026-12-11T00:00:00Z");
    CHECK(pattern("20260131", "yyyyMMdd") == "2026-01-31T00:00:00Z");
    CHECK(pattern("31-Jan-68", "dd-MMM-yy") == "2068-01-31T00:00:00Z");
    CHECK(pattern("31-dec-69", "dd-MMM-yy") == "1969-12-31T00:00:00Z");
    CHECK(pattern("2026-01-31T07:08:09", "yyyy-MM-ddTHH:mm:ss") == "2026-01-31T07:08:09Z");
    for (const auto& [text, form] : {std::pair{"2/29/2016", "dd/MM/yyyy"}, {"29-02-2015", "dd-MM-yyyy"}, {"29-02-2016 ", "dd-MM-yyyy"},
                                     {"29-02-201", "dd-MM-yyyy"}, {"29-02-20161", "dd-MM-yyyy"}, {"1-02-2016", "dd-MM-yyyy"}, {"01-Foo-2016", "dd-MMM-yyyy"},
                                     {"01-Ja", "dd-MMM"}, {"01-02-2016 24:00", "dd-MM-yyyy HH:mm"}, {"01-02-2016", "dd-MM-yyyy HH:mm"}, {"", "dd-MM-yyyy"},
                                     {"", ""}, {"2016", "yyyy"}, {"01-02", "dd-MM"}, {"01-02-2016-01", "dd-MM-yyyy-dd"}, {"01-02-0000", "dd-MM-yyyy"}}) {
        CAPTURE(text);
        CAPTURE(form);
        CHECK(pattern(text, form) == "-");
    }
}

TEST_CASE("a pattern with h and a reads hours with AM and PM; where there is an H the two are letters like others") {
    constexpr auto k_form = "d/MMM/yy h:mm a";
    CHECK(pattern("01/Jan/26 9:05 AM", k_form) == "2026-01-01T09:05:00Z");
    CHECK(pattern("1/Jan/26 12:05 am", k_form) == "2026-01-01T00:05:00Z");
    CHECK(pattern("31/Dec/25 12:00 PM", k_form) == "2025-12-31T12:00:00Z");
    CHECK(pattern("31/Dec/25 11:59 pm", k_form) == "2025-12-31T23:59:00Z");
    for (const char* text : {"01/Jan/26 9:05", "01/Jan/26 0:05 AM", "01/Jan/26 13:05 PM", "01/Jan/26 9:05 A", "01/Jan/26 9:05 XM", "01/Jan/26 9:05 AMs", "01/Jan/26 9:05AM",
                             "01/01/26 9:05 AM", "01/Jan/26 9:05 "}) {
        CAPTURE(text);
        CHECK(pattern(text, k_form) == "-");
    }
    CHECK(pattern("01/01/26 9:05", "dd/MM/yy h:mm") == "-");
    CHECK(pattern("31.01.2026 07h08", "dd.MM.yyyy HHhmm") == "2026-01-31T07:08:00Z");
    CHECK(pattern("31.01.2026 at 07:08", "dd.MM.yyyy at HH:mm") == "2026-01-31T07:08:00Z");
}

TEST_CASE("every day survives a pattern") {
    CHECK(rc::check([] {
        const Civil civil = arbitrary_civil();
        const auto read = parse_pattern(fmt::format("{:02}.{:02}.{:04}", civil.day, civil.month, civil.year), "dd.MM.yyyy");
        RC_ASSERT(read.has_value());
        RC_ASSERT(to_text(read->day) == spell(civil));
    }));
}
