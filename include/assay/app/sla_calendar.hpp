// `assay sla calendar`: the calendars of the workspace, and what one of them makes of a stretch of time.
#pragma once

#include "assay/app/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct CalendarLine {
    std::string id;
    std::string title;
    std::string zone;
    std::int64_t weekly_seconds = 0;
    std::int64_t holidays = 0;
    std::int64_t openings = 0;
};
/// In the order of the workspace file; what is always open comes last, unless the file defines it.
[[nodiscard]] std::vector<CalendarLine> list_calendars(const Session& session);
[[nodiscard]] std::string to_text(const std::vector<CalendarLine>& calendars);
[[nodiscard]] std::string to_csv(const std::vector<CalendarLine>& calendars);
[[nodiscard]] std::string to_json(const std::vector<CalendarLine>& calendars);

struct CalendarQuestion {
    std::string calendar;
    std::string from;       ///< ISO 8601; without an offset by the calendar's clock
    std::string to;         ///< either this…
    std::string within;     ///< …or a length, "PT4H"
};
/// One line: the business time between two instants, or the instant at which a length is used up. Throws Error of kind usage.
[[nodiscard]] std::string answer(const Session& session, const CalendarQuestion& question);

} // namespace assay
