// What the number in a cell means: number formats and date systems to the text that people would type. Knows no XML and no sheet.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay::xlsx {

/// What a number format makes of a number. Only what changes the meaning counts: colours, currency signs and digits do not.
struct NumberKind {
    enum class Shape : std::uint8_t { number, percent, date, time, elapsed };
    Shape shape = Shape::number;
    bool has_time = false;   ///< date: the time is shown too
    std::uint8_t digits = 0; ///< number: shown with at least so many digits ("00000")
    friend bool operator==(const NumberKind&, const NumberKind&) = default;
};

/// Of a format code ("yyyy\-mm\-dd hh:mm", "[h]:mm:ss", "0.0%"); its first section decides.
[[nodiscard]] NumberKind kind_of_code(std::string_view code);
/// Of a built-in format number (14 is a date); what is not built in is a number.
[[nodiscard]] NumberKind kind_of_builtin(std::uint32_t id);

/// Day 1 is 1 January 1900 and day 60 a 29 February 1900 that never was; or day 0 is 1 January 1904.
enum class DateSystem : std::uint8_t { from_1900, from_1904 };

/// Why a number is no value; texts as in RawCellFault.
struct ValueFault {
    std::string text;
    std::string hint;
};

/// Appends the text to `out`: "1234.5", "95%", "2026-01-31", "2026-01-31 08:00:00", "30:15:00". Numbers have at most the 15 digits that
/// spreadsheets keep. `raw` is the content of <v>.
[[nodiscard]] std::optional<ValueFault> append_number(std::string_view raw, NumberKind kind, DateSystem system, std::string& out);

/// "_x000D_" is a carriage return and "_x005F_" an underscore: how spreadsheets write characters that XML cannot hold. From `begin` on.
void decode_escapes(std::string& text, std::size_t begin);

/// "C5" from 0: column 2 of row 5. Nothing when it is no address or beyond XFD1048576.
struct CellPlace {
    std::uint32_t column = 0;
    std::uint64_t row = 0;
};
inline constexpr std::uint32_t k_max_columns = 16'384;
inline constexpr std::uint64_t k_max_rows = 1'048'576;
[[nodiscard]] std::optional<CellPlace> parse_address(std::string_view text);

} // namespace assay::xlsx
