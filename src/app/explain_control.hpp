// The proof tree of one control that was judged, for whoever explains many of them: all subjects, our own words.
#pragma once

#include "app/explain_proof.hpp"
#include "app/owners.hpp"
#include "assay/app/check.hpp"
#include "assay/assess/exceptions.hpp"

#include <string>
#include <vector>

namespace assay {

/// What stands beside the bases of a determination, read once for all controls.
struct ExplainBeside {
    ExplainBeside(Session& session, const Judged& judged, const Assessment& assessment);
    Owners owners;
    EvidenceProof evidence;
    std::vector<ExceptionReading> exceptions;
};

/// Throws Error when the assessment has no determination of the control.
[[nodiscard]] std::string explain_control(Session& session, const Judged& judged, const Assessment& assessment, const ExplainBeside& beside,
                                          const Catalog& catalog, const Control& control);

} // namespace assay
