// The port through which rows of a file come in. Formats implement it, intake drives it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// A cell that has no text: an error value, a formula that was never calculated.
struct RawCellFault {
    std::size_t cell = 0; ///< index into RawRow::cells; that cell is empty
    std::string text;     ///< "holds the error #N/A"
    std::string hint;
};

/// One record of a file, as text. Valid until the next call of next().
struct RawRow {
    std::uint64_t line = 0;                    ///< line on which the record starts, from 1 (for sheets: the row number)
    std::vector<std::string_view> cells;
    std::vector<RawCellFault> cell_faults;     ///< in the order of the cells
    std::string fault;                         ///< not empty: the record cannot be used ("is not valid UTF-8 at byte 17")
};

/// How places in a file are named: a text file has lines, and columns by number; a sheet has rows, and cells with addresses.
struct FileLayout {
    std::string sheet;                         ///< its name; empty: a text file
    std::vector<std::uint32_t> columns;        ///< sheet: per cell of the header its column, from 0
    [[nodiscard]] bool is_sheet() const noexcept { return !sheet.empty(); }
    /// "C5"; empty for a text file.
    [[nodiscard]] std::string address(std::size_t cell, std::uint64_t row) const;
    /// "row" or "line".
    [[nodiscard]] std::string_view row_word() const noexcept { return is_sheet() ? "row" : "line"; }
};

/// "A", "Z", "AA"… from 0.
[[nodiscard]] std::string column_letters(std::uint32_t column);
/// "C5" of column 2 and row 5.
[[nodiscard]] std::string cell_address(std::uint32_t column, std::uint64_t row);

class RowReader {
public:
    virtual ~RowReader() = default;
    /// The column names, in order; read before the first row.
    [[nodiscard]] virtual const std::vector<std::string>& header() const = 0;
    [[nodiscard]] virtual std::uint64_t header_line() const = 0;
    /// A text file's unless it says otherwise.
    [[nodiscard]] virtual const FileLayout& layout() const;
    /// False at the end. Throws Error when the file cannot be read on (I/O, unclosed quote, not text).
    virtual bool next(RawRow& row) = 0;
    /// Bytes consumed so far and in all, for progress.
    [[nodiscard]] virtual std::uint64_t bytes_done() const = 0;
    [[nodiscard]] virtual std::uint64_t bytes_total() const = 0;
    /// SHA-256 of the whole file in hex; available once next() has returned false.
    [[nodiscard]] virtual std::string file_sha256() const = 0;
    /// What was found out about the file, in words, for the receipt ("UTF-8 with byte order mark, separator ';'").
    [[nodiscard]] virtual std::string describe() const = 0;
};

} // namespace assay
