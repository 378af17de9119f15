// Failing rows that somebody independent has explained. They stay in the report, struck and counted; a changed row voids the
// explanation (PRODUCT "Dispositions").
#pragma once

#include "assess/facts.hpp"

namespace assay {

/// Marks the rows, counts them in the tallies, and proposes the grades anew.
void apply_dispositions(const AssessInput& input, const Facts& facts, CheckResults& results);

} // namespace assay
