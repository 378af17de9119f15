// POSIX TZ strings with the extensions of RFC 8536: times from -167 to 167 hours.
#include "base/zone_rule.hpp"

#include "base/date_text.hpp"

#include <algorithm>
#include <array>

namespace assay::detail {

namespace {

using std::chrono::days;
using std::chrono::seconds;

/// The day of a year and the local time on which the offset changes.
struct Change {
    enum class Form : std::uint8_t { weekday, julian_without_leap_day, day_of_year } form = Form::weekday;
    int month = 0;
    int week = 0;
    int day = 0;
    seconds time = std::chrono::hours{2};
};

bool take_name(Cursor& text) {
    if (text.take('<')) {
        while (!text.at_end() && text.rest().front() != '>') {
            text.skip(1);
        }
        return text.take('>');
    }
    const std::size_t length = std::min(text.rest().find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"), text.rest().size());
    text.skip(length);
    return length >= 3;
}

bool take_time(Cursor& text, seconds& time) {
    const bool negative = text.take('-');
    if (!negative) {
        text.take('+');
    }
    std::array<int, 3> parts{};
    if (!text.take_number(1, 3, parts[0])) {
        return false;
    }
    for (std::size_t index = 1; index < parts.size() && text.take(':'); ++index) {
        if (!text.take_number(2, 2, parts[index])) {
            return false;
        }
    }
    time = seconds{parts[0] * 3600 + parts[1] * 60 + parts[2]};
    time = negative ? -time : time;
    return true;
}

bool take_change(Cursor& text, Change& change) {
    bool read = false;
    if (text.take('M')) {
        read = text.take_number(1, 2, change.month) && text.take('.') && text.take_number(1, 1, change.week) && text.take('.') &&
               text.take_number(1, 1, change.day) && change.month >= 1 && change.month <= 12 && change.week >= 1 && change.week <= 5 && change.day <= 6;
    } else if (text.take('J')) {
        change.form = Change::Form::julian_without_leap_day;
        read = text.take_number(1, 3, change.day) && change.day >= 1 && change.day <= 365;
    } else {
        change.form = Change::Form::day_of_year;
        read = text.take_number(1, 3, change.day) && change.day <= 365;
    }
    return read && (!text.take('/') || take_time(text, change.time));
}

/// Local midnight and the time counted from it.
std::chrono::sys_seconds local_time_of(const Change& change, int year_number) {
    const std::chrono::year year{year_number};
    if (change.form == Change::Form::weekday) {
        const std::chrono::weekday weekday{static_cast<unsigned>(change.day)};
        const std::chrono::month month{static_cast<unsigned>(change.month)};
        const Date day = change.week == 5 ? Date(year / month / weekday[std::chrono::last])
                                          : Date(year / month / weekday[static_cast<unsigned>(change.week)]);
        return day + change.time;
    }
    int days_on = change.day;
    if (change.form == Change::Form::julian_without_leap_day) {
        days_on -= year.is_leap() && change.day >= 60 ? 0 : 1;
    }
    return Date(year / 1 / 1) + days{days_on} + change.time;
}

} // namespace

std::optional<std::vector<OffsetSpan>> make_spans(std::string_view rule, int first_year, int last_year) {
    Cursor text(rule);
    seconds standard{};
    if (!take_name(text) || !take_time(text, standard)) {
        return std::nullopt;
    }
    standard = -standard; // POSIX counts westward
    std::vector<OffsetSpan> spans;
    if (text.at_end()) {
        spans.push_back({Date(std::chrono::year{first_year} / 1 / 1), standard});
        return spans;
    }
    seconds summer = standard + std::chrono::hours{1};
    if (!take_name(text)) {
        return std::nullopt;
    }
    if (!text.at_end() && text.rest().front() != ',') {
        if (!take_time(text, summer)) {
            return std::nullopt;
        }
        summer = -summer;
    }
    Change start;
    Change end;
    if (!text.take(',') || !take_change(text, start) || !text.take(',') || !take_change(text, end) || !text.at_end()) {
        return std::nullopt;
    }
    for (int year = first_year; year <= last_year; ++year) {
        spans.push_back({local_time_of(start, year) - standard, summer});
        spans.push_back({local_time_of(end, year) - summer, standard});
    }
    std::stable_sort(spans.begin(), spans.end(), [](const OffsetSpan& a, const OffsetSpan& b) { return a.begin < b.begin; });
    return spans;
}

} // namespace assay::detail
