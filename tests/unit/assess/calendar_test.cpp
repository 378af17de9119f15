#include "assay/assess/calendar.hpp"

#include "assay/base/error.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <rapidcheck.h>

#include <algorithm>
#include <chrono>

using namespace assay;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

Instant at(std::string_view text) {
    const auto local = parse_datetime(text).value();
    return Instant(local.day) + local.time_of_day - local.offset.value_or(seconds{0});
}

DayHours from_to(int from, int to) { return {hours{from}, hours{to}}; }

CalendarDefinition office() {
    CalendarDefinition office;
    office.id = "office";
    for (std::size_t day = 0; day < 5; ++day) {
        office.weekly[day] = {from_to(9, 17)};
    }
    return office;
}

/// The definition of business time, minute by minute, as one would count it on fingers. Hours must be whole minutes.
class SlowCalendar {
public:
    SlowCalendar(const CalendarDefinition& definition, const Zone& zone) : m_definition(definition), m_zone(zone) {}

    [[nodiscard]] bool is_open(Instant instant) const {
        const auto local = instant + m_zone.offset_at(instant);
        const auto day = std::chrono::floor<days>(local);
        const auto time = local - day;
        const auto holds = [&](const DayHours& each) { return each.from <= time && time < each.to; };
        for (const auto& opening : m_definition.openings) {
            if (opening.date == day && holds(opening.hours)) {
                return true;
            }
        }
        if (std::ranges::find(m_definition.holidays, day) != m_definition.holidays.end()) {
            return false;
        }
        return std::ranges::any_of(m_definition.weekly[std::chrono::weekday{day}.iso_encoding() - 1], holds);
    }
    [[nodiscard]] seconds business_time(Instant from, Instant to) const {
        seconds sum{0};
        while (from < to) {
            // Whole minutes of the clock: within one nothing opens or closes.
            const auto next = std::min(std::chrono::floor<minutes>(from) + minutes{1}, std::chrono::time_point_cast<minutes>(to) + minutes{1});
            const auto until = std::min<Instant>(next, to);
            sum += is_open(from) ? until - from : seconds{0};
            from = until;
        }
        return sum;
    }
    /// Minute by minute until the length is used up.
    [[nodiscard]] std::optional<Instant> due(Instant from, seconds length, Instant end) const {
        while (length > seconds{0} && from < end) {
            const auto until = Instant(std::chrono::floor<minutes>(from) + minutes{1});
            if (is_open(from)) {
                if (until - from >= length) {
                    return from + length;
                }
                length -= until - from;
            }
            from = until;
        }
        return length > seconds{0} ? std::nullopt : std::optional(from);
    }

private:
    const CalendarDefinition& m_definition;
    const Zone& m_zone;
};

/// Any week, some holidays and openings around two changes of the clock.
CalendarDefinition random_calendar(Date around) {
    CalendarDefinition calendar;
    const auto hours_of_day = [] {
        const auto first = *rc::gen::inRange(0, 24 * 60);
        const auto last = *rc::gen::inRange(first + 1, 24 * 60 + 1);
        return DayHours{minutes{first}, minutes{last}};
    };
    for (auto& day : calendar.weekly) {
        for (int number = *rc::gen::inRange(0, 3); number > 0; --number) {
            day.push_back(hours_of_day());
        }
        std::ranges::sort(day, {}, &DayHours::from);
    }
    for (int number = *rc::gen::inRange(0, 4); number > 0; --number) {
        calendar.holidays.push_back(around + days{*rc::gen::inRange(-4, 5)});
    }
    std::ranges::sort(calendar.holidays);
    for (int number = *rc::gen::inRange(0, 4); number > 0; --number) {
        calendar.openings.push_back({around + days{*rc::gen::inRange(-4, 5)}, hours_of_day()});
    }
    return calendar;
}

struct Change {
    const char* zone;
    const char* day;      ///< a day on which its clock changes
};
constexpr Change k_changes[] = {{"Europe/London", "2026-03-29"},    {"Europe/London", "2026-10-25"},   {"America/New_York", "2026-11-01"},
                                {"Australia/Lord_Howe", "2026-04-05"}, {"Asia/Kathmandu", "2026-07-01"}, {"Pacific/Apia", "2011-12-30"},
                                {"America/Sao_Paulo", "2017-10-15"}, {"UTC", "2024-02-29"},              {"Europe/London", "2098-10-26"}};

} // namespace

TEST_CASE("business time is what is open between two instants") {
    const BusinessCalendar calendar(office(), Zone::utc());
    // Friday 16:00 to Monday 10:00.
    CHECK(calendar.business_time(at("2026-01-02T16:00Z"), at("2026-01-05T10:00Z")) == hours{2});
    CHECK(calendar.business_time(at("2026-01-05T10:00Z"), at("2026-01-02T16:00Z")) == -hours{2});
    CHECK(calendar.business_time(at("2026-01-03T00:00Z"), at("2026-01-05T00:00Z")) == seconds{0});
    CHECK(calendar.business_time(at("2026-01-05T09:00Z"), at("2026-01-05T09:00Z")) == seconds{0});
    CHECK(calendar.business_time(at("2026-01-01T00:00Z"), at("2027-01-01T00:00Z")) == hours{261 * 8});
    CHECK(calendar.is_open(at("2026-01-05T09:00Z")));
    CHECK_FALSE(calendar.is_open(at("2026-01-05T17:00Z")));
}

TEST_CASE("a length of business time is due when it is used up") {
    const BusinessCalendar calendar(office(), Zone::utc());
    CHECK(calendar.due(at("2026-01-02T16:00Z"), hours{2}) == at("2026-01-05T10:00Z"));
    // At the end of the hours, not at the start of the next.
    CHECK(calendar.due(at("2026-01-02T16:00Z"), hours{1}) == at("2026-01-02T17:00Z"));
    CHECK(calendar.due(at("2026-01-02T16:00Z"), hours{1} + seconds{1}) == at("2026-01-05T09:00:01Z"));
    CHECK(calendar.due(at("2026-01-03T16:00Z"), seconds{0}) == at("2026-01-03T16:00Z"));
}

TEST_CASE("holidays close, and exceptional openings open, also on a holiday") {
    auto definition = office();
    definition.holidays = {*parse_date("2026-01-05"), *parse_date("2026-01-06")};
    definition.openings = {{*parse_date("2026-01-06"), from_to(12, 14)}, {*parse_date("2026-01-10"), from_to(10, 12)}, {*parse_date("2026-01-07"), from_to(16, 19)}};
    const BusinessCalendar calendar(definition, Zone::utc());
    CHECK(calendar.business_time(at("2026-01-05T00:00Z"), at("2026-01-06T00:00Z")) == seconds{0});
    CHECK(calendar.business_time(at("2026-01-06T00:00Z"), at("2026-01-07T00:00Z")) == hours{2});
    // What overlaps the weekly hours counts once.
    CHECK(calendar.business_time(at("2026-01-07T00:00Z"), at("2026-01-08T00:00Z")) == hours{10});
    CHECK(calendar.business_time(at("2026-01-10T00:00Z"), at("2026-01-11T00:00Z")) == hours{2});
}

TEST_CASE("an hour repeated by the clock counts twice and one left out not at all") {
    CalendarDefinition night;
    for (auto& day : night.weekly) {
        day = {from_to(0, 3)};
    }
    const BusinessCalendar calendar(night, Zone::find("Europe/London"));
    CHECK(calendar.business_time(at("2026-03-28T12:00Z"), at("2026-03-29T12:00Z")) == hours{2});
    CHECK(calendar.business_time(at("2026-10-24T12:00Z"), at("2026-10-25T12:00Z")) == hours{4});
    CHECK(calendar.business_time(at("2026-06-01T12:00Z"), at("2026-06-02T12:00Z")) == hours{3});
}

TEST_CASE("years that the calendar does not cover have no answer, unless it is always open") {
    const BusinessCalendar calendar(office(), Zone::utc());
    CHECK_FALSE(calendar.business_time(at("1969-12-31T00:00Z"), at("2026-01-05T10:00Z")).has_value());
    CHECK_FALSE(calendar.business_time(at("2026-01-05T10:00Z"), at("2100-01-02T00:00Z")).has_value());
    CHECK_FALSE(calendar.due(at("2099-12-31T00:00Z"), hours{100}).has_value());
    CHECK_FALSE(calendar.due(at("2101-12-31T00:00Z"), hours{1}).has_value());
    const auto always = BusinessCalendar::always_open();
    CHECK(always.business_time(at("1066-10-14T00:00Z"), at("1066-10-15T00:00Z")) == hours{24});
    CHECK(always.due(at("2026-01-03T16:00Z"), hours{48}) == at("2026-01-05T16:00Z"));
}

TEST_CASE("business time equals a count minute by minute, around changes of the clock") {
    for (const auto& change : k_changes) {
        const auto zone = Zone::find(change.zone);
        const auto around = parse_date(change.day).value();
        CHECK(rc::check(fmt::format("{} {}", change.zone, change.day), [&] {
            const auto definition = random_calendar(around);
            const BusinessCalendar calendar(definition, zone);
            const SlowCalendar slow(definition, zone);
            const auto from = Instant(around) + seconds{*rc::gen::inRange(-4 * 86400, 4 * 86400)};
            const auto to = from + seconds{*rc::gen::inRange(0, 3 * 86400)};
            const auto time = calendar.business_time(from, to);
            RC_ASSERT(time == slow.business_time(from, to));
            RC_ASSERT(calendar.business_time(to, from) == -*time);
            RC_ASSERT(calendar.is_open(from) == slow.is_open(from));
            const auto length = seconds{*rc::gen::inRange(0, 12 * 3600)};
            const auto end = from + days{20};
            const auto expected = slow.due(from, length, end);
            const auto due = calendar.due(from, length);
            RC_ASSERT((expected ? due == expected : !due || *due > end));
            if (due && length > seconds{0}) {
                RC_ASSERT(calendar.business_time(from, *due) == length);
                RC_ASSERT(calendar.business_time(from, *due - seconds{1}) == length - seconds{1});
            }
        }));
    }
}

TEST_CASE("stretches neither touch nor overlap") {
    CHECK(rc::check([] {
        const BusinessCalendar calendar(random_calendar(*parse_date("2026-10-25")), Zone::find("Europe/London"));
        const auto stretches = calendar.stretches();
        for (std::size_t i = 0; i < stretches.size(); ++i) {
            RC_ASSERT(stretches[i].from < stretches[i].to);
            RC_ASSERT((i == 0 || stretches[i - 1].to < stretches[i].from)); // in parentheses: the macro would ask both sides
        }
    }));
}

TEST_CASE("a calendar is found by id or title, and one is always open without a definition") {
    auto definition = office();
    definition.id = "working-days";
    definition.title = "Office in London";
    definition.zone = "Europe/London";
    const CalendarBook book(std::vector{definition}, Zone::find("America/New_York"));
    REQUIRE(book.find("Working days") != nullptr);
    CHECK(book.find("Working days")->id == "working-days");
    CHECK(book.find("office in london") == book.find("working-days"));
    CHECK(book.find("working-days")->zone.name() == "Europe/London");
    REQUIRE(book.find("24x7") != nullptr);
    CHECK(book.find("24 x 7")->zone.name() == "America/New_York");
    CHECK(book.find("weekend") == nullptr);
    CHECK(book.find("") == nullptr);
    CHECK(book.ids() == std::vector<std::string>{"working-days", "24x7"});
}

TEST_CASE("a calendar with a zone that is not known is refused") {
    auto definition = office();
    definition.zone = "Europe/Lundon";
    CHECK_THROWS_WITH_AS(CalendarBook(std::vector{definition}, Zone::utc()), "unknown time zone 'Europe/Lundon' (did you mean 'Europe/London'?)", Error);
}
