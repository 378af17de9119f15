// The columns that an export for the round trip adds, by which an import knows such a file again. Knows not what is in them.
#pragma once

#include <array>
#include <string_view>

namespace assay {

/// The version of the row (its number, the change that made it) and the state that the file was written from.
inline constexpr std::array<std::string_view, 3> k_version_columns{"_row", "_from", "_at"};

} // namespace assay
