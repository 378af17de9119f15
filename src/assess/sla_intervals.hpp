// Sets of time as sorted stretches that neither touch nor overlap: overlapping outages count once. Instants are seconds since 1970.
#pragma once

#include "assay/assess/calendar.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace assay {

/// Sorted and merged; empty and backward stretches are dropped.
[[nodiscard]] std::vector<OpenStretch> merge_stretches(std::vector<OpenStretch> stretches);
/// Business time of the part within `from` to `to`; nothing when the calendar does not know these years. `merged`: from merge_stretches.
[[nodiscard]] std::optional<std::int64_t> business_time_of(const BusinessCalendar& calendar, std::span<const OpenStretch> merged, std::int64_t from,
                                                           std::int64_t to);
/// Time that is in both.
[[nodiscard]] std::vector<OpenStretch> intersect_stretches(std::span<const OpenStretch> a, std::span<const OpenStretch> b);

} // namespace assay
