// What followed a missed target: improvements and decisions out of the improvement register.
#pragma once

#include "assay/assess/sla.hpp"

namespace assay {

/// How long after the end of its month a missed target may wait for a decision.
inline constexpr std::chrono::days k_decision_time{30};

/// Fills `decision` of the missed months.
void add_decisions(const SlaInput& input, std::span<const SlaTarget> targets, std::span<TargetMonth> months);

} // namespace assay
