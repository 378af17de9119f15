// What a report reads beside the assessment: rows of registers as they were judged, and measured service levels.
#pragma once

#include "assay/app/check.hpp"
#include "assay/report/registers.hpp"
#include "assay/report/render.hpp"

namespace assay {

/// The state and the day are the assessment's.
[[nodiscard]] ReportRegisters read_report_registers(const Run& run, Session& session, const Judged& judged, const AssessmentHeader& header,
                                                    const ViewNeeds& needs);

} // namespace assay
