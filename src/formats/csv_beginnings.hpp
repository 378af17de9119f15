// Beginnings of a file that are no part of its first cell. Shared by the reader and the writer, so that what one takes off or refuses the
// other never writes as a header. Knows no file.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace assay {

struct OtherKind {
    std::string_view bytes;
    std::string_view what;
};

/// Files that people give instead of an export.
inline constexpr std::array<OtherKind, 6> k_other_kinds = {{
    {"PK\x03\x04", "an Excel workbook or a ZIP archive"},
    {"\xD0\xCF\x11\xE0", "an old Excel workbook"},
    {"%PDF", "a PDF document"},
    {"\x1F\x8B", "a compressed file"},
    {"SQLite format 3", "a SQLite database"},
    {std::string_view("\xFF\xFE\0\0", 4), "UTF-32 text"},
}};

inline constexpr std::string_view k_utf8_mark = "\xEF\xBB\xBF";
/// Excel's first line "sep=;" names the separator.
inline constexpr std::string_view k_separator_line = "sep=";

/// Whether a file in UTF-8 that begins so is read as something else than its first cell.
[[nodiscard]] inline bool is_misread_at_the_beginning(std::string_view text) {
    return text.starts_with(k_utf8_mark) || text.starts_with(k_separator_line) ||
           std::ranges::any_of(k_other_kinds, [&](const OtherKind& kind) { return text.starts_with(kind.bytes); });
}

} // namespace assay
