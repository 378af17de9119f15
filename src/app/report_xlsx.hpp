// A report's sheet as an XLSX file, read back and compared before it is delivered.
#pragma once

#include "assay/base/date.hpp"
#include "assay/report/render.hpp"

#include <cstdint>
#include <filesystem>

namespace assay {

/// Bytes written. Throws Error when the file reads back differently. The file's created property is the judgement date.
std::uint64_t write_report_sheet(const ReportSheet& sheet, const std::filesystem::path& file, Date on);

} // namespace assay
