// The catalogs and checks that a kept assessment was judged by: those of now where they are the same, else as kept with it.
#pragma once

#include "assay/app/session.hpp"
#include "assay/assess/compare.hpp"
#include "assay/model/assessment.hpp"

#include <vector>

namespace assay {

/// In the order of the assessment. Throws Error when one is neither of now nor kept.
[[nodiscard]] std::vector<Catalog> judged_catalogs(const Session& session, const AssessmentHeader& header);
[[nodiscard]] std::vector<CheckFile> judged_checks(const Session& session, const AssessmentHeader& header);

} // namespace assay
