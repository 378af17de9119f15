// XLSX files: rows of one sheet in, as text, and a register's rows out. Stops at syntax: knows no register and no type.
#pragma once

#include "assay/model/row_reader.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
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

/// A column of a sheet that is written.
struct XlsxColumn {
    enum class Kind : std::uint8_t { text, number, percent, date, us_date, datetime }; ///< us_date: 01/31/2026
    std::string title;
    Kind kind = Kind::text;
    int digits = 0; ///< number: shown after the point
    bool hidden = false;
    std::vector<std::string> choices; ///< offered as a drop-down; empty: none
    bool only_choices = false;        ///< other entries are refused, else the person is warned
    /// Cells that hold exactly this word are coloured; 0xRRGGBB.
    std::vector<std::pair<std::string, std::uint32_t>> colours;
};

/// A text, or with `number` a number in the column's format: dates are days since 1970, date-times seconds since 1970, both as on the wall.
struct XlsxCell {
    std::string text;
    std::optional<double> number;
};

/// Longest text that a cell holds, in UTF-16 units, and most rows below the header.
inline constexpr std::size_t k_max_sheet_text = 32'767;
inline constexpr std::int64_t k_max_sheet_rows = 1'048'575;
/// The first day that a sheet can hold without the fault of the 1900 date system: 1 March 1900.
inline constexpr std::int64_t k_first_sheet_day = -25'508;

/// Writes one sheet with a frozen header, a filter, drop-downs and widths that fit; long lists stand in a hidden sheet. The same calls
/// always give the same bytes. Texts stay texts, whatever they begin with. The file is there only after commit().
class XlsxWriter {
public:
    XlsxWriter(std::filesystem::path file, std::string_view sheet_title, std::vector<XlsxColumn> columns, std::chrono::sys_seconds created);
    ~XlsxWriter();
    XlsxWriter(const XlsxWriter&) = delete;
    XlsxWriter& operator=(const XlsxWriter&) = delete;

    /// One cell a column. Throws Error for a text too long or a row too many.
    void write(std::span<const XlsxCell> cells);
    void commit();
    /// As it stands in the workbook: shortened, without what a name must not have.
    [[nodiscard]] const std::string& sheet() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace assay
