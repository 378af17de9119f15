#include "formats/load_calendar.hpp"

#include "formats/xml_dates.hpp"
#include "formats/xml_ids.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace assay {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr auto k_weekdays = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"mon", "Monday"},
    {"tue", "Tuesday"},
    {"wed", "Wednesday"},
    {"thu", "Thursday"},
    {"fri", "Friday"},
    {"sat", "Saturday"},
    {"sun", "Sunday"},
});

/// "09:00" to "24:00"; nothing else.
std::optional<seconds> parse_time_of_day(std::string_view text) {
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    if (text.size() != 5 || !digit(0) || !digit(1) || text[2] != ':' || !digit(3) || !digit(4)) {
        return std::nullopt;
    }
    const auto number = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
    const auto time = hours{number(0)} + minutes{number(3)};
    return number(3) > 59 || time > hours{24} ? std::nullopt : std::optional<seconds>(time);
}

std::optional<seconds> read_time_of_day(XmlElement& element, std::string_view key) {
    const auto text = element.word(key, Need::required);
    const auto time = parse_time_of_day(text.text);
    if (text.given() && !time) {
        element.report_value(key, "wrong-value", fmt::format("{} is no time of day", quote(text.text)), "write 08:30, for example; midnight at the end of a day is 24:00");
    }
    return time;
}

DayHours read_hours(XmlElement& element) {
    const auto from = read_time_of_day(element, "from");
    const auto to = read_time_of_day(element, "to");
    if (from && to && *to <= *from) {
        element.report_value("to", "wrong-value", "the hours end before they begin", "hours past midnight are two: one to 24:00, and one of the next day from 00:00");
    }
    return {from.value_or(seconds{}), to.value_or(seconds{})};
}

void load_weekly(XmlElement& element, CalendarDefinition& calendar) {
    const auto days = element.words("days", Need::required);
    const auto opened = read_hours(element);
    element.finish();
    for (const auto& day : days) {
        const auto* const found = std::ranges::find(k_weekdays, day.text, [](const auto& each) { return each.first; });
        if (found == k_weekdays.end()) {
            element.document().report(day.place, "wrong-word", fmt::format("{} is no day of the week", quote(day.text)), "one of mon, tue, wed, thu, fri, sat, sun");
            continue;
        }
        auto& known = calendar.weekly[static_cast<std::size_t>(found - k_weekdays.begin())];
        if (std::ranges::any_of(known, [&](const DayHours& each) { return each.from < opened.to && opened.from < each.to; })) {
            element.document().report(day.place, "wrong-value", fmt::format("hours of {} overlap others of the same day", found->second), "");
        }
        known.push_back(opened);
        std::ranges::sort(known, {}, &DayHours::from);
    }
}

void load_holiday(XmlElement& element, CalendarDefinition& calendar) {
    const auto date = read_date(element, "date", Need::required);
    (void)element.optional("title");
    element.finish();
    if (!date) {
        return;
    }
    const auto at = std::ranges::lower_bound(calendar.holidays, *date);
    if (at != calendar.holidays.end() && *at == *date) {
        element.report_value("date", "duplicate-value", fmt::format("{} is a holiday already", to_text(*date)), "");
        return;
    }
    calendar.holidays.insert(at, *date);
}

void load_opening(XmlElement& element, CalendarDefinition& calendar) {
    const auto date = read_date(element, "date", Need::required);
    const auto opened = read_hours(element);
    (void)element.optional("title");
    element.finish();
    calendar.openings.push_back({date.value_or(Date{}), opened});
}

} // namespace

CalendarDefinition load_calendar(XmlElement& element) {
    CalendarDefinition calendar;
    calendar.place = element.place();
    calendar.id = read_id(element, "id", IdRule::name, Need::required);
    calendar.title = element.optional("title");
    calendar.zone = element.optional("zone");
    element.for_each_child({
        {"hours", Times::at_least_once, [&](XmlElement& child) { load_weekly(child, calendar); }},
        {"holiday", Times::any, [&](XmlElement& child) { load_holiday(child, calendar); }},
        {"open", Times::any, [&](XmlElement& child) { load_opening(child, calendar); }},
    });
    element.finish();
    return calendar;
}

} // namespace assay
