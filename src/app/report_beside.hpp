// Fills what reports tell besides the assessment and registers from the use cases that know it: capability, crosswalks, diff, trend.
#pragma once

#include "assay/app/check.hpp"
#include "assay/report/beside.hpp"
#include "assay/report/render.hpp"

namespace assay {

/// What `needs` asks for alone. The audit is set by the caller.
[[nodiscard]] ReportBeside read_report_beside(const Run& run, Session& session, const Judged& judged, const Assessment& assessment,
                                              const ViewNeeds& needs);

} // namespace assay
