// What a pack says of itself: README.txt, and the lines at the prompt.
#pragma once

#include "assay/app/pack.hpp"
#include "assay/model/assessment.hpp"

#include <string>

namespace assay {

/// "Highest of the evidence in this pack: CUI. …"
[[nodiscard]] std::string classification_sentence(const PackEvidence& evidence);
[[nodiscard]] std::string pack_readme(const Session& session, const AssessmentHeader& header, const PackResult& result, const PackRequest& request);

} // namespace assay
