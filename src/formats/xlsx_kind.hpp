// Telling what a file is by its bytes, and refusing what only looks like an XLSX, with the remedy.
#pragma once

#include "assay/formats/xlsx.hpp"

#include <string>
#include <string_view>

namespace assay::xlsx {

/// Both throw Error unless the file begins as a ZIP archive does; `name` stands in the message.
void require_zip(const std::filesystem::path& file);
void require_zip(std::string_view bytes, const std::string& name);

} // namespace assay::xlsx
