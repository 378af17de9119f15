// What people decided about a control: applicability, adoption, intervals, attestations. Each with the rules of who may
// (PRODUCT "Not applicable", "Attestations count").
#pragma once

#include "assess/facts.hpp"

#include <vector>

namespace assay {

[[nodiscard]] std::vector<Basis> judge_applicability(const AssessInput& input, const Facts& facts, const Catalog& catalog, const Control& control,
                                                     const Subject& subject);
/// `subject_kind` process only.
[[nodiscard]] std::vector<Basis> judge_adoption(const Facts& facts, const Control& control, const Subject& subject);
[[nodiscard]] std::vector<Basis> judge_interval(const Facts& facts, const Control& control, const Subject& subject);
[[nodiscard]] std::vector<Basis> judge_attestations(const AssessInput& input, const Facts& facts, const Control& control, const Subject& subject);

} // namespace assay
