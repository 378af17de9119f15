// Reports of an assessment that is at hand, for whoever has something to say about what goes into them.
#pragma once

#include "assay/app/report.hpp"
#include "assay/report/input.hpp"
#include "assay/report/registers.hpp"

#include <functional>
#include <string>
#include <vector>

namespace assay {

struct ReportHooks {
    std::vector<std::string> without;                             ///< names of reports that are not written
    std::function<void(ReportInput&, ReportRegisters&)> adapt;    ///< last hand on what the reports say; may be empty
};

/// `request.assessment` is not looked at. Throws Error, as write_report() does.
[[nodiscard]] std::vector<WrittenFile> write_report_files(const Run& run, Session& session, const Judged& judged, const Assessment& assessment,
                                                          const ReportRequest& request, const ReportHooks& hooks);

} // namespace assay
