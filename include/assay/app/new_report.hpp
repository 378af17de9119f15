// `assay new report`: a template to change, made from the one that shows the same view.
#pragma once

#include "assay/app/setting.hpp"

#include <filesystem>
#include <string>

namespace assay {

struct NewReportRequest {
    std::string name;   ///< "board"
    std::string like;   ///< report whose view and text it begins with
    std::string format; ///< "html", "md" or "csv"
};

/// Writes templates/NAME.FORMAT.mustache in the workspace, with the partial that is the whole page put in, and returns it. Throws Error of
/// kind usage for a name that is none, an unknown report, and a template that is there already.
[[nodiscard]] std::filesystem::path make_report_template(const Setting& setting, const NewReportRequest& request);

} // namespace assay
