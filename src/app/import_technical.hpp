// Technical results into the registers technical_check and technical_score, and their file into the evidence folder: all, or nothing.
#pragma once

#include "assay/app/import.hpp"

namespace assay {

/// XML or JSON for the register technical_check; a table for it is imported like any other.
[[nodiscard]] bool is_technical_import(const ImportRequest& request);

/// Like import_file().
[[nodiscard]] std::optional<ImportReport> import_technical(const Run& run, Session& session, const ImportRequest& request);

} // namespace assay
