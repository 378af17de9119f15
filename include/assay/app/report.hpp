// `assay report`: an assessment rendered through a template, written to files that are read back before they are delivered.
#pragma once

#include "assay/app/check.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace assay {

struct ReportRequest {
    std::string report;               ///< "gap", "executive"…, or "all"
    std::vector<std::string> formats; ///< empty: all that there are templates for, and xlsx where it is a table
    std::int64_t assessment = 0;      ///< 0: the newest
    std::filesystem::path folder;     ///< empty: reports/ in the workspace
};

struct WrittenFile {
    std::filesystem::path file;
    std::uint64_t size_bytes = 0;
};

/// Nothing after reporting faults in templates or controls.
[[nodiscard]] std::optional<std::vector<WrittenFile>> write_report(const Run& run, Session& session, const ReportRequest& request);

/// Names of the reports that there are templates for, sorted.
[[nodiscard]] std::vector<std::string> report_names(std::span<const std::filesystem::path> folders);

struct ReportLine {
    std::string report;
    std::vector<std::string> formats;
    std::string meaning;
};
/// The reports that can be written here, the workspace's own among them.
[[nodiscard]] std::vector<ReportLine> list_reports(const Setting& setting);

/// The newest assessment, or the one given; throws Error when there is none.
[[nodiscard]] Assessment find_assessment(const Session& session, std::int64_t id);

} // namespace assay
