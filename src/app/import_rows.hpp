// The import of rows that another reader than one for tables gives: the same typing, merge and receipt.
#pragma once

#include "assay/app/import.hpp"

namespace assay {

/// Like import_file(), of the rows that `open` gives; the request's separator, encoding and sheet mean nothing.
[[nodiscard]] std::optional<ImportReport> import_rows(const Run& run, Session& session, const ImportRequest& request, const OpenReader& open);

} // namespace assay
