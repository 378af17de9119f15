// CSV files: rows in (RFC 4180 and what spreadsheets make of it) and rows out. Stops at syntax: knows no register and no type.
#pragma once

#include "assay/base/file.hpp"
#include "assay/model/row_reader.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct CsvOptions {
    char separator = 0;                         ///< 0: found in the header line among , ; tab |
    std::string encoding;                       ///< empty: by the byte order mark, else UTF-8; or one of csv_encodings()
    std::uint64_t max_cell_bytes = 1ULL << 20U; ///< a record may have 16 times as many
    std::size_t max_columns = 4096;
};

/// Words for CsvOptions::encoding, sorted.
[[nodiscard]] const std::vector<std::string>& csv_encodings();

/// Reads the header; the rows follow one by one. A line "sep=;" before the header names the separator. Blank lines are passed over
/// (and counted in describe()), but in a file of one column each is a row with an empty cell. Rows come as they are, ragged or not.
/// Throws Error, here or in next(): the file cannot be read, is empty, is not text, ends inside a quoted cell, or is over a limit.
[[nodiscard]] std::unique_ptr<RowReader> open_csv(const std::filesystem::path& file, const CsvOptions& options = {});

/// Writes a CSV file: UTF-8 without byte order mark, CR LF, cells as csv_cell() gives them. Nothing is published before commit().
class CsvWriter {
public:
    CsvWriter(const std::filesystem::path& target, std::span<const std::string> header, char separator = ',');
    /// Throws Error when the number of cells is not that of the header or a cell is not UTF-8.
    void write(std::span<const std::string> cells);
    void write(std::span<const std::string_view> cells);
    /// Flushes and publishes. Read-back is verify_csv().
    void commit();

private:
    template <class Text>
    void put(std::span<const Text> cells);
    AtomicFile m_file;
    std::string m_buffer;
    std::string m_name;
    std::size_t m_columns;
    std::uint64_t m_rows = 0;
    char m_separator;
};

/// Reads a written file back and compares it cell by cell with what was meant; `rows` begins with the header.
/// Throws Error naming the first difference.
void verify_csv(const std::filesystem::path& file, std::span<const std::vector<std::string>> rows, char separator = ',', const std::filesystem::path& name = {});

} // namespace assay
