// What a report reads beside the assessment: rows of registers as they were judged, and measured service levels.
#pragma once

#include "assay/app/check.hpp"
#include "assay/report/registers.hpp"
#include "assay/report/render.hpp"

namespace assay {

/// The state and the day are the assessment's.
[[nodiscard]] ReportRegisters read_report_registers(const Run& run, Session& session, const Judged& judged, const AssessmentHeader& header,
                                                    const ViewNeeds& needs);

/// As they are today, without service levels: what an audit raises comes after judging.
[[nodiscard]] ReportRegisters read_registers_of_today(const Run& run, Session& session, const ViewNeeds& needs);

} // namespace assay
