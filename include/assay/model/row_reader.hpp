// The port through which rows of a file come in. Formats implement it, intake drives it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// One record of a file, as text. Valid until the next call of next().
struct RawRow {
    std::uint64_t line = 0;                    ///< line on which the record starts, from 1 (for sheets: the row number)
    std::vector<std::string_view> cells;
    std::string fault;                         ///< not empty: the record cannot be used ("is not valid UTF-8 at byte 17")
};

class RowReader {
public:
    virtual ~RowReader() = default;
    /// The column names, in order; read before the first row.
    [[nodiscard]] virtual const std::vector<std::string>& header() const = 0;
    [[nodiscard]] virtual std::uint64_t header_line() const = 0;
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
