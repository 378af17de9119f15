// Fills what a report may say from the store: findings with messages, owners, evidence states, exceptions, dispositions,
// declarations. The same state in time as the assessment.
#pragma once

#include "assay/app/check.hpp"
#include "assay/report/input.hpp"

namespace assay {

/// Borrows assessment and the session's content. `shows_rows`: the fields that checks read of failing rows are wanted too.
[[nodiscard]] ReportInput make_report_input(Session& session, const Judged& judged, const Assessment& assessment, bool shows_rows);

} // namespace assay
