// Places in an XML file: byte offsets to line and column, and text as the reader hands it out.
// Knows no element and no attribute.
#pragma once

#include "assay/base/white_space.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct LineColumn {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
};

/// The place found last: places are mostly asked for in order. One for each thread that asks.
struct LineCursor {
    std::size_t line = 0;
    std::size_t offset = 0;  ///< in that line, so that columns are counted on from there
    std::size_t counted = 0; ///< continuation bytes before it in its line
};

/// Line and column of any byte offset in constant or logarithmic time, whatever the length of a line: a hostile file of one long
/// line must not make each place cost its length. Most files have short lines, and many are ASCII: they cost a search for LF. Lines
/// end with LF, CR LF or CR; a byte order mark has no column.
class LineTable {
public:
    explicit LineTable(std::string_view bytes);
    /// Not by two threads at once.
    [[nodiscard]] LineColumn find(std::size_t offset) const { return find(offset, m_cursor); }
    [[nodiscard]] LineColumn find(std::size_t offset, LineCursor& from) const;

private:
    [[nodiscard]] std::size_t continuation_bytes_before(std::size_t offset) const;
    [[nodiscard]] std::size_t continuation_bytes(std::size_t start, std::size_t end) const;
    std::string_view m_bytes;
    std::vector<std::uint32_t> m_starts; ///< of lines
    std::vector<std::uint32_t> m_blocks; ///< UTF-8 continuation bytes before each block of bytes; only where a line is very long
    bool m_ascii = true;                 ///< then nothing is counted
    mutable LineCursor m_cursor;
};

inline constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
/// A word of a user's file as messages quote it: control characters as '?', and cut, visibly, past 80 characters.
[[nodiscard]] std::string quote(std::string_view word);

} // namespace assay
