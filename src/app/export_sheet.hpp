// A register as a sheet: typed columns, drop-downs, colours of levels; and the comparison of the file with what is stored.
#pragma once

#include "assay/app/export_rows.hpp"
#include "assay/model/query_runner.hpp"

#include <filesystem>

namespace assay {

/// Writes the sheet, reads it back and compares it value by value. Throws Error when it reads back differently.
void write_sheet(QueryRunner& runner, const Session& session, const Register& of, const std::filesystem::path& file, ExportReport& report);

/// When the state was made, which a workbook bears instead of the day of writing; a fixed day for the empty state.
[[nodiscard]] Instant made_at(const Session& session, std::int64_t state);

} // namespace assay
