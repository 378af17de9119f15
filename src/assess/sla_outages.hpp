// Availability: 1 - downtime / service time, from the outage register; overlapping outages count once.
#pragma once

#include "assay/assess/sla.hpp"
#include "assess/sla_grid.hpp"

namespace assay {

struct OutagesRead {
    std::int64_t rows = 0;
    std::int64_t unusable = 0;     ///< end before they start, or name no service
};

/// Fills the cells of availability targets.
[[nodiscard]] OutagesRead count_outages(const SlaInput& input, std::span<const SlaTarget> targets, MonthGrid& grid, const TicketVisitor& visit);

/// Satisfaction: the mean of the scores measured in the month, weighted by answers where all of them say how many there were.
void count_scores(const SlaInput& input, std::span<const SlaTarget> targets, MonthGrid& grid, const TicketVisitor& visit);

} // namespace assay
