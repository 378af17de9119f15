// STIG Viewer 3 checklists (CKLB, JSON). Knows no register.
#pragma once

#include "formats/technical_rows.hpp"

#include <filesystem>
#include <memory>

namespace assay::technical {

struct CklbFile {
    std::string sha256;
    std::uint64_t bytes = 0;
};
/// Reads the whole file; only what becomes rows is kept. Throws Error "file:line:column: fault; remedy".
[[nodiscard]] CklbFile read_cklb(const std::filesystem::path& file, const TechnicalOptions& options, Rows& rows);

} // namespace assay::technical
