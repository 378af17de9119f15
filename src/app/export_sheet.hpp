// A register as a sheet: typed columns, drop-downs, colours of levels; and the comparison of the file with what is stored.
#pragma once

#include "assay/app/export_rows.hpp"
#include "assay/model/query_runner.hpp"

#include <filesystem>

namespace assay {

/// Writes the sheet, reads it back and compares it value by value. Throws Error when it reads back differently.
void write_sheet(QueryRunner& runner, const Session& session, const Register& of, const std::filesystem::path& file, ExportReport& report);

} // namespace assay
