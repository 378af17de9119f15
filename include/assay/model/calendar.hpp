// Business calendars as written in assay.xml: weekly hours, holidays and exceptional openings of one place with its own clock.
// Plain data; what they add up to is worked out in assess.
#pragma once

#include "assay/base/date.hpp"
#include "assay/base/diagnostic.hpp"

#include <array>
#include <chrono>
#include <string>
#include <vector>

namespace assay {

/// Of one day by the wall clock, in seconds after midnight: open from `from` up to, but not at, `to` (at most 24:00).
struct DayHours {
    std::chrono::seconds from{};
    std::chrono::seconds to{};
    friend bool operator==(const DayHours&, const DayHours&) = default;
};

struct ExceptionalOpening {
    Date date;
    DayHours hours;
    friend bool operator==(const ExceptionalOpening&, const ExceptionalOpening&) = default;
};

/// A holiday takes the weekly hours of its date away; an exceptional opening adds its hours, on a holiday too.
struct CalendarDefinition {
    std::string id;
    std::string title;
    std::string zone;                                   ///< empty: that of the workspace
    std::array<std::vector<DayHours>, 7> weekly;        ///< Monday first
    std::vector<Date> holidays;                         ///< sorted
    std::vector<ExceptionalOpening> openings;           ///< in the order of the file
    Place place;
};

} // namespace assay
