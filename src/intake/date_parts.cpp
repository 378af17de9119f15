// Taking a written date apart: three numbers or a month's name, one separator, and perhaps a time of day.
#include "intake/date_parts.hpp"

#include <algorithm>

namespace assay::typing {
namespace {

constexpr std::array<std::string_view, 12> k_months{"january", "february", "march",     "april",   "may",      "june",
                                                    "july",    "august",   "september", "october", "november", "december"};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

/// Takes parts off the front of a text.
struct Cursor {
    std::string_view rest;

    bool take(char c) {
        if (rest.empty() || rest.front() != c) {
            return false;
        }
        rest.remove_prefix(1);
        return true;
    }
    /// 1 to `most` digits; the digit after them, if any, makes it fail.
    std::optional<std::string_view> digits(std::size_t most) {
        std::size_t length = 0;
        while (length < rest.size() && is_digit(rest[length])) {
            ++length;
        }
        if (length == 0 || length > most) {
            return std::nullopt;
        }
        const auto taken = rest.substr(0, length);
        rest.remove_prefix(length);
        return taken;
    }
    std::string_view letters() {
        std::size_t length = 0;
        while (length < rest.size() && is_letter(rest[length])) {
            ++length;
        }
        const auto taken = rest.substr(0, length);
        rest.remove_prefix(length);
        return taken;
    }
};

int number_of(std::string_view digits) {
    int number = 0;
    for (const char c : digits) {
        number = number * 10 + (c - '0');
    }
    return number;
}

/// "May" or "september"; the short forms have three letters ("Sept" too).
int month_of(std::string_view name) {
    if (name.size() < 3) {
        return 0;
    }
    for (std::size_t index = 0; index < k_months.size(); ++index) {
        const auto month = k_months[index];
        const bool whole = name.size() == month.size() || name.size() == 3 || (name.size() == 4 && month == "september");
        if (whole && std::ranges::equal(name, month.substr(0, name.size()), {}, lower)) {
            return static_cast<int>(index) + 1;
        }
    }
    return 0;
}

std::optional<std::chrono::seconds> parse_time(Cursor& cursor) {
    const auto hour_text = cursor.digits(2);
    if (!hour_text || !cursor.take(':')) {
        return std::nullopt;
    }
    const auto minute_text = cursor.digits(2);
    if (!minute_text || minute_text->size() != 2) {
        return std::nullopt;
    }
    int second = 0;
    if (cursor.take(':')) {
        const auto second_text = cursor.digits(2);
        if (!second_text || second_text->size() != 2) {
            return std::nullopt;
        }
        second = number_of(*second_text);
        if (cursor.take('.') && !cursor.digits(9)) {
            return std::nullopt;
        }
    }
    int hour = number_of(*hour_text);
    const int minute = number_of(*minute_text);
    cursor.take(' ');
    const auto half = cursor.letters();
    if (!half.empty()) {
        if (half.size() != 2 || lower(half[1]) != 'm' || (lower(half[0]) != 'a' && lower(half[0]) != 'p') || hour < 1 || hour > 12) {
            return std::nullopt;
        }
        hour = hour % 12 + (lower(half[0]) == 'p' ? 12 : 0);
    }
    if (hour > 23 || minute > 59 || second > 59) {
        return std::nullopt;
    }
    return std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
}

/// Does the text have digits wherever `shape` has a 0, and the same character wherever it has another?
bool has_shape(std::string_view text, std::string_view shape) {
    for (std::size_t at = 0; at < shape.size(); ++at) {
        if (shape[at] == '0' ? !is_digit(text[at]) : text[at] != shape[at]) {
            return false;
        }
    }
    return true;
}

/// "29-02-2016 01:16", the most frequent shape, without a cursor: a million rows have several each.
std::optional<Parts> split_usual(std::string_view text) {
    const char separator = text[2];
    if (separator != text[5] || (separator != '-' && separator != '/' && separator != '.') || !has_shape(text.substr(0, 2), "00") ||
        !has_shape(text.substr(3, 2), "00") || !has_shape(text.substr(6), "0000 00:00")) {
        return std::nullopt;
    }
    const int hour = number_of(text.substr(11, 2));
    const int minute = number_of(text.substr(14, 2));
    if (hour > 23 || minute > 59) {
        return std::nullopt;
    }
    Parts parts;
    parts.digits = {text.substr(0, 2), text.substr(3, 2), text.substr(6, 4)};
    parts.time_of_day = std::chrono::hours(hour) + std::chrono::minutes(minute);
    parts.has_time = true;
    return parts;
}

/// Positions of year, month and day in that order.
constexpr std::array<std::array<std::size_t, 3>, 3> k_positions{{{2, 1, 0}, {2, 0, 1}, {0, 1, 2}}};

} // namespace

std::optional<Parts> split_date(std::string_view text) {
    if (text.size() == 16) {
        if (const auto usual = split_usual(text)) {
            return usual;
        }
    }
    Parts parts;
    Cursor cursor{text};
    char separator = 0;
    for (std::size_t index = 0; index < 3; ++index) {
        if (index > 0) {
            if (separator == 0 && !cursor.rest.empty()) {
                separator = cursor.rest.front();
            }
            if ((separator != '-' && separator != '/' && separator != '.' && separator != ' ') || !cursor.take(separator)) {
                return std::nullopt;
            }
        }
        if (!cursor.rest.empty() && is_letter(cursor.rest.front())) {
            if (parts.named_month != 0) {
                return std::nullopt;
            }
            parts.named_month = month_of(cursor.letters());
            parts.name_at = index;
            if (parts.named_month == 0) {
                return std::nullopt;
            }
        } else if (const auto digits = cursor.digits(4)) {
            parts.digits[index] = *digits;
        } else {
            return std::nullopt;
        }
    }
    if (cursor.rest.empty()) {
        return parts;
    }
    if (!cursor.take(' ') && !cursor.take('T')) {
        return std::nullopt;
    }
    const auto time = parse_time(cursor);
    if (!time || !cursor.rest.empty()) {
        return std::nullopt;
    }
    parts.time_of_day = *time;
    parts.has_time = true;
    return parts;
}

std::optional<OrderedDate> read_date(const Parts& parts, DateOrder order) {
    const auto [year_at, month_at, day_at] = k_positions[static_cast<std::size_t>(order)];
    if (parts.named_month != 0 && parts.name_at != month_at) {
        return std::nullopt;
    }
    const auto year_text = parts.digits[year_at];
    const auto month_text = parts.digits[month_at];
    const auto day_text = parts.digits[day_at];
    if ((year_text.size() != 2 && year_text.size() != 4) || month_text.size() > 2 || day_text.size() > 2) {
        return std::nullopt;
    }
    int year = number_of(year_text);
    if (year_text.size() == 2) {
        year += year <= 68 ? 2000 : 1900;
    }
    const int month = parts.named_month != 0 ? parts.named_month : number_of(month_text);
    const std::chrono::year_month_day day{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                          std::chrono::day(static_cast<unsigned>(number_of(day_text)))};
    if (year < 1 || !day.ok()) {
        return std::nullopt;
    }
    return OrderedDate{{Date(day), parts.time_of_day, std::nullopt}, parts.has_time};
}

} // namespace assay::typing

namespace assay {

std::optional<OrderedDate> parse_ordered(std::string_view text, DateOrder order) {
    const auto parts = typing::split_date(text);
    return parts ? typing::read_date(*parts, order) : std::nullopt;
}

} // namespace assay
