// Reading fixed pieces of a date without allocation or locale; shared by the ISO forms and the stated patterns.
#pragma once

#include "assay/base/date.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>

namespace assay::detail {

/// Takes pieces off the front of a text; a take_ that does not fit leaves the text alone and says so.
class Cursor {
public:
    explicit Cursor(std::string_view text) : m_rest(text) {}
    [[nodiscard]] bool at_end() const { return m_rest.empty(); }
    [[nodiscard]] std::string_view rest() const { return m_rest; }
    void skip(std::size_t count) { m_rest.remove_prefix(count); }

    bool take(char wanted) {
        if (m_rest.empty() || m_rest.front() != wanted) {
            return false;
        }
        m_rest.remove_prefix(1);
        return true;
    }

    /// Exactly `least` to `most` digits, as many as there are.
    bool take_number(std::size_t least, std::size_t most, int& number) {
        int value = 0;
        std::size_t count = 0;
        while (count < most && count < m_rest.size() && m_rest[count] >= '0' && m_rest[count] <= '9') {
            value = value * 10 + (m_rest[count] - '0');
            ++count;
        }
        if (count < least) {
            return false;
        }
        m_rest.remove_prefix(count);
        number = value;
        return true;
    }

private:
    std::string_view m_rest;
};

/// A day of the years 0001 to 9999, or nothing.
[[nodiscard]] inline std::optional<Date> make_date(int year, int month, int day) {
    if (year < 1 || year > 9999 || month < 1 || day < 1) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    return date.ok() ? std::optional(Date(date)) : std::nullopt;
}

/// 00:00:00 to 23:59:59, or nothing.
[[nodiscard]] inline std::optional<std::chrono::seconds> make_time(int hour, int minute, int second) {
    if (hour > 23 || minute > 59 || second > 59) {
        return std::nullopt;
    }
    return std::chrono::seconds{hour * 3600 + minute * 60 + second};
}

} // namespace assay::detail
