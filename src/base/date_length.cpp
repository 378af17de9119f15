// Lengths of time in ISO 8601: exact ones in seconds, calendar ones in months and days.
#include "assay/base/date.hpp"

#include <array>
#include <fmt/format.h>
#include <limits>

namespace assay {

namespace {

struct Unit {
    char letter;
    bool time;             ///< stands after the T
    std::int64_t amount;   ///< in the unit that is summed
};

/// One number and its letter off the front; false when the text does not go on like that or the number is too large.
bool take_part(std::string_view& text, std::int64_t& number, char& letter) {
    std::size_t at = 0;
    number = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
        if (__builtin_mul_overflow(number, std::int64_t{10}, &number) ||
            __builtin_add_overflow(number, static_cast<std::int64_t>(text[at] - '0'), &number)) {
            return false;
        }
    }
    if (at == 0 || at == text.size()) {
        return false;
    }
    letter = text[at];
    text.remove_prefix(at + 1);
    return true;
}

/// Adds each part to totals[index of its unit]; units appear in the order of the table, each at most once.
template <std::size_t Count>
bool read_parts(std::string_view text, const std::array<Unit, Count>& units, std::array<std::int64_t, Count>& totals) {
    if (!text.starts_with('P') || text.size() < 3) {
        return false;
    }
    text.remove_prefix(1);
    bool time = false;
    std::size_t unit = 0;
    while (!text.empty()) {
        if (!time && text.front() == 'T') {
            time = true;
            text.remove_prefix(1);
        }
        std::int64_t number = 0;
        char letter = 0;
        if (!take_part(text, number, letter)) {
            return false;
        }
        while (unit < Count && (units[unit].letter != letter || units[unit].time != time)) {
            ++unit;
        }
        if (unit == Count || __builtin_mul_overflow(number, units[unit].amount, &totals[unit])) {
            return false;
        }
        ++unit;
    }
    return true;
}

constexpr std::array<Unit, 5> k_exact_units = {{
    {'W', false, 604'800},
    {'D', false, 86'400},
    {'H', true, 3'600},
    {'M', true, 60},
    {'S', true, 1},
}};

constexpr std::array<Unit, 4> k_calendar_units = {{
    {'Y', false, 12}, // months
    {'M', false, 1},
    {'W', false, 7}, // days
    {'D', false, 1},
}};

std::optional<std::int32_t> sum_of(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a, b, &sum) || sum > std::numeric_limits<std::int32_t>::max()) {
        return std::nullopt;
    }
    return static_cast<std::int32_t>(sum);
}

} // namespace

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
    std::array<std::int64_t, k_exact_units.size()> totals{};
    if (!read_parts(text, k_exact_units, totals)) {
        return std::nullopt;
    }
    std::int64_t sum = 0;
    for (const std::int64_t total : totals) {
        if (__builtin_add_overflow(sum, total, &sum)) {
            return std::nullopt;
        }
    }
    return std::chrono::seconds{sum};
}

std::string to_text(std::chrono::seconds duration) {
    const std::int64_t count = duration.count();
    std::string text = count < 0 ? "-P" : "P";
    std::uint64_t rest = count < 0 ? ~static_cast<std::uint64_t>(count) + 1 : static_cast<std::uint64_t>(count);
    if (rest >= 86'400) {
        text += fmt::format("{}D", rest / 86'400);
        rest %= 86'400;
        if (rest == 0) {
            return text;
        }
    }
    text += 'T';
    if (rest >= 3'600) {
        text += fmt::format("{}H", rest / 3'600);
    }
    if (rest % 3'600 >= 60) {
        text += fmt::format("{}M", rest % 3'600 / 60);
    }
    if (rest % 60 > 0 || rest == 0) {
        text += fmt::format("{}S", rest % 60);
    }
    return text;
}

std::optional<Period> parse_period(std::string_view text) {
    std::array<std::int64_t, k_calendar_units.size()> totals{};
    if (!read_parts(text, k_calendar_units, totals)) {
        return std::nullopt;
    }
    const std::optional<std::int32_t> months = sum_of(totals[0], totals[1]);
    const std::optional<std::int32_t> days = sum_of(totals[2], totals[3]);
    if (!months || !days) {
        return std::nullopt;
    }
    return Period{*months, *days};
}

std::string to_text(Period period) {
    std::string text = "P";
    if (period.months >= 12) {
        text += fmt::format("{}Y", period.months / 12);
    }
    if (period.months % 12 != 0) {
        text += fmt::format("{}M", period.months % 12);
    }
    if (period.days != 0 || period.months == 0) {
        text += fmt::format("{}D", period.days);
    }
    return text;
}

} // namespace assay
