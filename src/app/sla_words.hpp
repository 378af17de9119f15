// Figures of service levels as text: exact, cut and never rounded up over a target.
#pragma once

#include "assay/assess/sla.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay {

/// "4.50", hours, half to even.
[[nodiscard]] std::string hours_text(std::int64_t seconds);
/// Empty when there is none.
[[nodiscard]] inline std::string instant_text(const std::optional<Instant>& at) { return at ? to_text(*at) : std::string(); }
/// "99.95" of 9,995 in 10,000: percent with `digits` places, the rest cut.
[[nodiscard]] std::string cut_percent(std::int64_t value, std::int64_t of, int digits);
/// "99.95 %", "80.00 to 92.30 %", "512", "4.21"; empty when there is nothing to measure.
[[nodiscard]] std::string figure_text(const SlaTarget& target, const Figure& figure);
/// "99.9 %", "500", "4.2"
[[nodiscard]] std::string target_text(const SlaTarget& target);
/// "resolution, high, PT4H of 24x7"
[[nodiscard]] std::string measure_text(const SlaTarget& target);
/// "IMP-3 on 2026-02-10", "none by 2026-03-02"
[[nodiscard]] std::string decision_text(const MissDecision& decision);
[[nodiscard]] std::string sla_csv_line(const std::vector<std::string>& cells);

} // namespace assay
