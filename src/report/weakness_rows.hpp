// What reports of weaknesses (register poam) tell alike: which are open, and by when they are to be mended.
#pragma once

#include "report/tabular.hpp"

namespace assay {

/// Neither completed, accepted as a risk, nor found not to apply.
[[nodiscard]] bool is_open_weakness(const NamedRow& row);
/// The revised completion where the reason for the delay is recorded, else the scheduled one: as check poam-item-on-time reads it.
[[nodiscard]] std::optional<Date> weakness_due(const NamedRow& row);
/// Open, and that day has passed.
[[nodiscard]] bool is_overdue_weakness(const NamedRow& row, Date on);

} // namespace assay
