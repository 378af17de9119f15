// One calendar seen through another: how much of a customer's hours it covers, and how much of them can pass while a time limit runs in it.
// Plain arithmetic over instants, in seconds since 1970; knows no agreement.
#pragma once

#include "assay/assess/calendar.hpp"

#include <cstdint>
#include <optional>

namespace assay {

struct CoveredHours {
    std::int64_t covered = 0;       ///< seconds
    std::int64_t of = 0;
    friend bool operator==(const CoveredHours&, const CoveredHours&) = default;
};
/// Of the hours of `customer` from `from` to `to`, those that are hours of `offered` too.
[[nodiscard]] CoveredHours covered_hours(const BusinessCalendar& offered, const BusinessCalendar& customer, std::int64_t from, std::int64_t to);

/// The most business time of `customer` that passes until `limit` seconds of `offered` are used up, whenever from `from` to `to` the clock is
/// started. Nothing when a calendar ends before that.
[[nodiscard]] std::optional<std::int64_t> worst_elapsed(const BusinessCalendar& offered, const BusinessCalendar& customer, std::int64_t limit, std::int64_t from,
                                                        std::int64_t to);

} // namespace assay
