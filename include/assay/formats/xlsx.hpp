// XLSX files: rows of one sheet in, as text, and a register's rows out. Stops at syntax: knows no register and no type.
#pragma once

#include "assay/model/row_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// What a file is by its first bytes, whatever its name says.
enum class FileKind : std::uint8_t { other, zip, ole };
/// Pipes and other special files are not looked into. Throws Error when the file cannot be read.
[[nodiscard]] FileKind find_file_kind(const std::filesystem::path& file);

/// How well a row would serve as the header.
struct HeaderFit {
    std::size_t matched = 0; ///< columns that fill a field
    bool complete = false;   ///< every field that must be filled is
};

struct XlsxOptions {
    std::string sheet;            ///< a sheet's name, or its number from 1; empty: the only one there is, or the only one whose header fits
    std::uint64_t header_row = 0; ///< 0: found
    /// Empty: the first row that is not blank is the header.
    std::function<HeaderFit(const std::vector<std::string>& header)> fit;

    // What keeps a hostile file from filling memory or disk; docs/spreadsheets.md names them.
    std::uint64_t max_cell_bytes = 1ULL << 20U; ///< a row may have 16 times as many
    std::uint64_t max_text_bytes = 1ULL << 30U; ///< of all shared texts
    std::uint64_t max_part_bytes = 4ULL << 30U; ///< of a part, unpacked
    std::uint64_t max_ratio = 100;              ///< unpacked against packed, looked at past `ratio_from_bytes`
    std::uint64_t ratio_from_bytes = 16ULL << 20U;
};

/// Rows in which the header is looked for.
inline constexpr std::size_t k_header_search_rows = 50;

/// Finds sheet and header; the rows below follow one by one. Formulas come by their stored value; error values and formulas without
/// one are faults of their cell. Columns without a header are left out and counted. Memory does not grow with the rows, but for the
/// workbook's shared texts. Throws Error, here or in next(): no XLSX, encrypted, with macros, damaged, hostile, over a limit; of kind
/// usage when the sheet must be named.
[[nodiscard]] std::unique_ptr<RowReader> open_xlsx(const std::filesystem::path& file, const XlsxOptions& options = {});
/// The same of bytes in memory, which are borrowed.
[[nodiscard]] std::unique_ptr<RowReader> open_xlsx_bytes(std::string_view bytes, const std::string& name, const XlsxOptions& options = {});

} // namespace assay
