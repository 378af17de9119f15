// Days of months, and where a day begins.
#pragma once

#include "assay/assess/sla.hpp"

namespace assay {

[[nodiscard]] inline Date first_day(Month month) { return Date{month / 1}; }
[[nodiscard]] inline Date last_day(Month month) { return Date{month / std::chrono::last}; }
/// Seconds since 1970.
[[nodiscard]] inline std::int64_t midnight(const Zone& zone, Date day) {
    return zone.to_instant({day, std::chrono::seconds{0}, std::nullopt}).instant.time_since_epoch().count();
}

} // namespace assay
