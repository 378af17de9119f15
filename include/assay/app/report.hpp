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

/// Which determinations a report shows: all of the kinds that are given, any of the words of a kind. Words match without regard to case.
struct ReportFilter {
    std::vector<std::string> standards; ///< ids of catalogs
    std::vector<std::string> domains;   ///< of the framework's processes
    std::vector<std::string> processes; ///< ids or names
    std::vector<std::string> services;  ///< ids or names
    std::vector<std::string> owners;    ///< parts of the owner's name or role
    std::vector<std::string> grades;    ///< lapse, minor, major
    [[nodiscard]] bool is_empty() const;
};

struct ReportRequest {
    std::string report;                  ///< "gap", "executive"…, or "all"
    std::vector<std::string> formats;    ///< empty: all that there are templates for, and xlsx where it is a table; pdf and docx when named
    std::int64_t assessment = 0;         ///< 0: the newest; with an audit, the newest of that audit, if there is one
    std::filesystem::path folder;        ///< empty: reports/ in the workspace
    std::string audit = {};              ///< that reports of an audit are about; empty: the one that the assessment belongs to
    std::filesystem::path reference = {}; ///< whose styles a DOCX takes; empty: the workspace's own, if it has one
    ReportFilter filter = {};
    std::filesystem::path template_file = {}; ///< a template of one's own, wherever it stands, in place of the report's; its name tells the format
};

struct WrittenFile {
    std::filesystem::path file;
    std::uint64_t size_bytes = 0;
};

struct WrittenReports {
    std::vector<WrittenFile> files;
    std::vector<std::string> left_out; ///< reports of an audit, where none was named and there is one
};

/// Nothing after reporting faults in templates or controls.
[[nodiscard]] std::optional<WrittenReports> write_report(const Run& run, Session& session, const ReportRequest& request);

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
