// Reports of an assessment that is at hand, for whoever has something to say about what goes into them.
#pragma once

#include "assay/app/report.hpp"
#include "assay/report/beside.hpp"
#include "assay/report/input.hpp"
#include "assay/report/registers.hpp"

#include <functional>
#include <string>
#include <vector>

namespace assay {

struct ReportHooks {
    std::vector<std::string> without;                             ///< names of reports that are not written
    std::function<void(ReportInput&, ReportRegisters&)> adapt;    ///< last hand on what the reports say; may be empty
    std::function<void(ReportBeside&)> adapt_beside;              ///< the same for what else they tell; may be empty
    bool only_judged = false;                                     ///< registers of an audit too are read as they were judged, by the same reader
};

/// `request.assessment` is not looked at. Throws Error, as write_report() does.
[[nodiscard]] WrittenReports write_reports(const Run& run, Session& session, const Judged& judged, const Assessment& whole,
                                           const ReportRequest& request, const ReportHooks& hooks);

} // namespace assay
