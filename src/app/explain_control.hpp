// The proof tree of one control that was judged, for whoever explains many of them: all subjects, our own words.
#pragma once

#include "app/owners.hpp"
#include "assay/app/check.hpp"

#include <string>

namespace assay {

/// Throws Error when the assessment has no determination of the control.
[[nodiscard]] std::string explain_control(Session& session, const Judged& judged, const Assessment& assessment, const Owners& owners,
                                          const Catalog& catalog, const Control& control);

} // namespace assay
