// One scan over the tickets of a register, each against the targets of its service and priority.
#pragma once

#include "assay/assess/sla.hpp"
#include "assess/sla_grid.hpp"

namespace assay {

/// Adds to the cells of targets measured by tickets of this register; the others are left alone.
[[nodiscard]] TicketsRead count_tickets(const Run& run, const SlaInput& input, const std::string& register_id, std::span<const SlaTarget> targets,
                                        MonthGrid& grid, const TicketVisitor& visit);

} // namespace assay
