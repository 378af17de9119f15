// The benefit of the doubt for fields that no import ever carried: a row fails only where it would fail whatever they held.
// Knows no outcome and no control.
#pragma once

#include "assay/assess/assess.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay {

/// A batch in which each question that requires something of a field never loaded asks too whether the row would pass at best, with every
/// condition on such a field in its favour.
struct DoubtedBatch {
    RowBatch batch;
    std::vector<std::string> why; ///< one per question: "no import carried field 'x' of register 'y'"; empty where it is not in doubt
};

/// Nothing when every field that the questions require was loaded.
[[nodiscard]] std::optional<DoubtedBatch> give_benefit_of_doubt(const RowBatch& batch, const LoadedFields& loaded);

} // namespace assay
