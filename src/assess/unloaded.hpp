// The benefit of the doubt for fields that no import ever carried: a row fails only where it would fail whatever they held.
// Knows no outcome and no control.
#pragma once

#include "assay/assess/assess.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay {

/// A batch with, for each question that reads a field never loaded, a twin that takes every condition on such a field in the row's
/// favour. What fails the question and not its twin cannot be decided.
struct DoubtedBatch {
    RowBatch batch;
    std::vector<std::optional<std::size_t>> twins; ///< one per question of the original
    std::vector<std::string> why;                  ///< one per question: "no import carried field 'x' of register 'y'"; empty without twin
};

/// Nothing when every field that the questions require was loaded.
[[nodiscard]] std::optional<DoubtedBatch> give_benefit_of_doubt(const RowBatch& batch, const LoadedFields& loaded);

} // namespace assay
