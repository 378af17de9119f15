// The register poam in the columns and words of the eMASS and FedRAMP templates, written, read back and compared.
#pragma once

#include "assay/app/export_rows.hpp"
#include "assay/model/query_runner.hpp"

#include <filesystem>

namespace assay {

/// `form` of the request: "emass", "fedramp" (open items) or "fedramp-closed". Adds to the report what was left out, and why. Throws
/// Error when the file reads back differently.
void write_poam_form(QueryRunner& runner, const Session& session, PoamForm form, const std::filesystem::path& file, ExportReport& report);

} // namespace assay
