// Days, instants and lengths of time, and their ISO 8601 spelling. Knows no time zone database and never asks for "now".
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay {

using Date = std::chrono::sys_days;        ///< a calendar day; stored as days since 1970-01-01
using Instant = std::chrono::sys_seconds;  ///< a moment in UTC; stored as seconds since 1970-01-01T00:00:00Z

/// "2026-01-31"; nothing else is accepted. Years 0001 to 9999.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);
[[nodiscard]] std::string to_text(Date date);

/// A date and time as written, before a zone is applied. `offset` is present when the text gave one ("Z", "+01:00").
struct LocalDateTime {
    Date day;
    std::chrono::seconds time_of_day{};
    std::optional<std::chrono::seconds> offset;
};
/// ISO 8601 "2026-01-31T08:00[:00[.fff]][Z|+hh:mm|+hhmm|+hh]", "T" or one space. Fractions are dropped.
[[nodiscard]] std::optional<LocalDateTime> parse_datetime(std::string_view text);
/// "2026-01-31T08:00:00Z"
[[nodiscard]] std::string to_text(Instant instant);

/// Exact length: "PT4H", "P10D" (a day is 86,400 s), "PT1H30M", "P1W", and sums of these. P1M and P1Y are refused: use Period.
[[nodiscard]] std::optional<std::chrono::seconds> parse_duration(std::string_view text);
[[nodiscard]] std::string to_text(std::chrono::seconds duration);

/// A calendar length: "P1Y", "P3M", "P10D", "P1Y6M", "P2W". Never negative.
struct Period {
    std::int32_t months = 0;
    std::int32_t days = 0;
    friend bool operator==(const Period&, const Period&) = default;
};
[[nodiscard]] std::optional<Period> parse_period(std::string_view text);
[[nodiscard]] std::string to_text(Period period);
/// Months first, clamped to the month's last day, then days ("2026-01-31 + P1M = 2026-02-28"). A result outside the years
/// 0001 to 9999 is their first or last day.
[[nodiscard]] Date add(Date date, Period period);
[[nodiscard]] Date subtract(Date date, Period period);

/// A stated pattern for dates in files: yyyy yy MM M dd d HH H mm m ss s (24 h), hh h a (9 PM), MMM (Jan, English), all else literal.
/// "dd-MM-yyyy HH:mm". A text that does not fit the whole pattern is nothing. yy: 00-68 is 20yy, 69-99 is 19yy.
[[nodiscard]] std::optional<LocalDateTime> parse_pattern(std::string_view text, std::string_view pattern);

} // namespace assay
