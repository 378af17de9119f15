// Availability: 1 - downtime / service time, from the outage register; overlapping outages count once.
#pragma once

#include "assay/assess/sla.hpp"
#include "assess/sla_grid.hpp"

namespace assay {

struct OutagesRead {
    std::int64_t rows = 0;
    std::int64_t unclear = 0;      ///< without service or start, or ending before the start
};

/// Fills the cells of availability targets.
[[nodiscard]] OutagesRead count_outages(const SlaInput& input, std::span<const SlaTarget> targets, MonthGrid& grid, const TicketVisitor& visit);

struct ScoresRead {
    std::int64_t rows = 0;
    std::int64_t unusable = 0;     ///< without service, day or score, or with a score that cannot be one
};

/// Satisfaction: the mean of the scores measured in the month, weighted by answers where all of them say how many there were.
[[nodiscard]] ScoresRead count_scores(const SlaInput& input, std::span<const SlaTarget> targets, MonthGrid& grid, const TicketVisitor& visit);

} // namespace assay
