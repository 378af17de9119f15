// Which reports are written, from which views, in which formats, before anything is read or rendered.
#pragma once

#include "app/report_print.hpp"
#include "assay/app/report.hpp"
#include "assay/report/render.hpp"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

inline constexpr std::string_view k_all_reports = "all";

/// One report to write: in which formats, and from which view its sheet comes.
struct PlannedReport {
    std::string report;
    std::string view;
    std::vector<std::string> formats; ///< of templates
    bool as_sheet = false;
    std::vector<const PrintedFormat*> printed;
};

/// Throws Error of kind usage for a format that no report has, or that this one does not have.
[[nodiscard]] std::vector<PlannedReport> plan_reports(std::span<const std::filesystem::path> folders, const ReportRequest& request);
/// What all of them need together.
[[nodiscard]] ViewNeeds needs_of(const std::vector<PlannedReport>& plans);
/// What is written is what can be said: of one report a refusal (Error of kind usage), of all of them those that fit. Returns the names of
/// those that lack an audit.
[[nodiscard]] std::vector<std::string> leave_out_unfit(std::vector<PlannedReport>& plans, const ReportRequest& request, const std::string& audit);
/// A template by its file is the report of its name in the format of its name, before any other of that name.
[[nodiscard]] ReportRequest with_template(ReportRequest request, std::vector<std::filesystem::path>& folders);

} // namespace assay
