// A plain text table: aligned by what letters take on a terminal, without colour or frame.
// Knows no register; cells are shown on one line and, past a limit, cut with "…".
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct TextColumn {
    std::string title;
    bool right = false;             ///< numbers
};

struct TextTable {
    std::vector<TextColumn> columns;
    std::vector<std::vector<std::string>> rows;   ///< as many cells as columns
};

inline constexpr std::size_t k_max_cell_width = 40;

/// Header, a rule, the rows; each line ends with a line end. Empty without columns. `max_cell_width` 0: cells are never cut.
[[nodiscard]] std::string to_text(const TextTable& table, std::size_t max_cell_width = k_max_cell_width);

/// One line of at most `width` terminal columns, control characters escaped; what does not fit is cut and ends in "…". 0: no limit.
[[nodiscard]] std::string fit(std::string_view text, std::size_t width);

/// Names with commas between, on indented lines that a terminal shows whole.
[[nodiscard]] std::string comma_lines(const std::vector<std::string>& names, std::size_t indent);

/// "label   text" lines with the texts aligned, each indented by `indent`; line ends within a text continue under it.
struct LabelledText {
    std::string label;
    std::string text;
};
[[nodiscard]] std::string to_text(const std::vector<LabelledText>& lines, std::size_t indent);

} // namespace assay
