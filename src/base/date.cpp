// Days and instants in their ISO 8601 spelling, and calendar arithmetic.
#include "assay/base/date.hpp"

#include "base/date_text.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace assay {

namespace {

using std::chrono::days;
using std::chrono::seconds;
using std::chrono::year_month_day;

constexpr Date k_first{std::chrono::year{1} / 1 / 1};
constexpr Date k_last{std::chrono::year{9999} / 12 / 31};

std::optional<Date> take_date(detail::Cursor& text) {
    int year = 0;
    int month = 0;
    int day = 0;
    if (!text.take_number(4, 4, year) || !text.take('-') || !text.take_number(2, 2, month) || !text.take('-') ||
        !text.take_number(2, 2, day)) {
        return std::nullopt;
    }
    return detail::make_date(year, month, day);
}

std::optional<seconds> take_time(detail::Cursor& text) {
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!text.take_number(2, 2, hour) || !text.take(':') || !text.take_number(2, 2, minute)) {
        return std::nullopt;
    }
    if (text.take(':')) {
        if (!text.take_number(2, 2, second)) {
            return std::nullopt;
        }
        if (text.take('.')) {
            int digit = 0;
            if (!text.take_number(1, 1, digit)) {
                return std::nullopt;
            }
            while (text.take_number(1, 1, digit)) {
            }
        }
    }
    return detail::make_time(hour, minute, second);
}

/// "Z", "+01:00", "+0100" or "+01"; false when there is something else.
bool take_offset(detail::Cursor& text, std::optional<seconds>& offset) {
    if (text.at_end()) {
        return true;
    }
    if (text.take('Z')) {
        offset = seconds{0};
        return text.at_end();
    }
    const bool west = text.take('-');
    if (!west && !text.take('+')) {
        return false;
    }
    int hours = 0;
    int minutes = 0;
    if (!text.take_number(2, 2, hours)) {
        return false;
    }
    const bool colon = text.take(':');
    if ((colon || !text.at_end()) && !text.take_number(2, 2, minutes)) {
        return false;
    }
    if (!text.at_end() || hours > 23 || minutes > 59) {
        return false;
    }
    const seconds length{hours * 3600 + minutes * 60};
    offset = west ? -length : length;
    return true;
}

Date to_day_within(std::int64_t day_number) {
    return Date(days{static_cast<int>(std::clamp<std::int64_t>(day_number, k_first.time_since_epoch().count(), k_last.time_since_epoch().count()))});
}

Date shift_months(Date date, std::int64_t months) {
    const year_month_day from{date};
    const std::int64_t count = static_cast<int>(from.year()) * 12LL + static_cast<unsigned>(from.month()) - 1 + months;
    const std::int64_t year = count >= 0 ? count / 12 : (count - 11) / 12;
    if (year < 1) {
        return k_first;
    }
    if (year > 9999) {
        return k_last;
    }
    const std::chrono::year_month month{std::chrono::year{static_cast<int>(year)}, std::chrono::month{static_cast<unsigned>(count - year * 12 + 1)}};
    const std::chrono::day last = (month / std::chrono::last).day();
    return Date(month / std::min(from.day(), last));
}

} // namespace

std::optional<Date> parse_date(std::string_view text) {
    detail::Cursor cursor(text);
    const std::optional<Date> date = take_date(cursor);
    return cursor.at_end() ? date : std::nullopt;
}

std::string to_text(Date date) {
    const year_month_day day{date};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

std::optional<LocalDateTime> parse_datetime(std::string_view text) {
    detail::Cursor cursor(text);
    const std::optional<Date> day = take_date(cursor);
    if (!day || !(cursor.take('T') || cursor.take(' '))) {
        return std::nullopt;
    }
    const std::optional<seconds> time = take_time(cursor);
    LocalDateTime result{*day, time.value_or(seconds{0}), std::nullopt};
    if (!time || !take_offset(cursor, result.offset)) {
        return std::nullopt;
    }
    return result;
}

std::string to_text(Instant instant) {
    const Date day = std::chrono::floor<days>(instant);
    const std::chrono::hh_mm_ss time(instant - day);
    return fmt::format("{}T{:02}:{:02}:{:02}Z", to_text(day), time.hours().count(), time.minutes().count(), time.seconds().count());
}

Date add(Date date, Period period) {
    const Date shifted = shift_months(date, period.months);
    return to_day_within(static_cast<std::int64_t>(shifted.time_since_epoch().count()) + period.days);
}

Date subtract(Date date, Period period) {
    const Date shifted = shift_months(date, -static_cast<std::int64_t>(period.months));
    return to_day_within(static_cast<std::int64_t>(shifted.time_since_epoch().count()) - period.days);
}

} // namespace assay
