// What an import declared about its rows, judged by itself: whether it can show that they are all there.
// Knows no register, no period that is audited and no report.
#pragma once

#include "assay/model/query_runner.hpp"

#include <string>

namespace assay {

/// "does not state period", "has 5 rows, the source counts 6", "rejected 2 rows"; empty when it is good. `record`: of a register whose
/// rows have their day, so that the declaration needs a period.
[[nodiscard]] std::string declaration_fault(const PopulationDeclaration& declared, bool record);

} // namespace assay
