// What most reports are made of: figures, parts, tables of cells, a chart here and there, and one sheet of plain columns for CSV and XLSX.
// A report's view fills this; one shape, one set of partials and one style sheet show it. Knows no register and no format.
#pragma once

#include "assay/report/registers.hpp"
#include "assay/report/render.hpp"
#include "assay/report/view.hpp"
#include "report/index.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct TableColumn {
    enum class Kind : std::uint8_t { text, number, heading };
    std::string title;
    int percent = 0; ///< of the width, a multiple of 5
    Kind kind = Kind::text;
};

struct TableCell {
    std::string text;
    std::string note;   ///< a second line, softer
    std::string tone;   ///< not empty: shown as a badge with the tone's shape
    std::string link;   ///< "#anchor" here, or a page beside this one
    bool lacks = false; ///< says that something is missing
};

struct TableRow {
    std::string anchor; ///< id attribute, or empty
    std::vector<TableCell> cells;
};

/// Rows under one heading within a table.
struct TableBody {
    std::string heading; ///< may be empty
    std::string note;
    std::vector<TableRow> rows;
};

struct TabularTable {
    std::string caption; ///< names the table; may repeat the part's heading, it is then not shown
    bool shows_caption = true;
    std::vector<TableColumn> columns;
    std::vector<TableBody> bodies;
    std::string more; ///< "shown 20 of 4,318", or empty
};

struct TabularPart {
    std::string anchor;
    std::string heading;
    std::string count; ///< beside the heading; may be empty
    std::string note;
    std::string none; ///< instead of tables that are empty
    std::vector<ViewMarkup> charts;
    std::vector<TabularTable> tables;
};

struct TabularFigure {
    std::string label;
    std::string value;
    std::string note; ///< formula, or what it is of
    std::string tone; ///< may be empty
};

struct Tabular {
    std::string title;     ///< "Risk register"
    std::string statement; ///< what may be said as a whole
    std::string tone = "open";
    bool is_of_audit = false; ///< about the audit that was asked for, which the assessment need not belong to
    std::vector<std::string> notes; ///< how to read it, beside the opening's own
    std::vector<TabularFigure> figures;
    std::vector<TabularPart> parts;
    ReportSheet sheet;
};

[[nodiscard]] const ViewShape& tabular_shape();
[[nodiscard]] ViewObject make_tabular(const ReportIndex& index, const Tabular& report);

/// Never null: an input without registers has none of them.
[[nodiscard]] const ReportRegisters& registers_of(const ReportIndex& index);

/// Enum words as people read them: "in_force" is "in force".
[[nodiscard]] std::string spoken(std::string word);
[[nodiscard]] std::string day_text(const std::optional<Date>& day);
[[nodiscard]] TableCell cell(std::string text, std::string note = {});
/// The text, or what is missing in its place.
[[nodiscard]] TableCell cell_or(std::string text, std::string_view missing);
[[nodiscard]] TableCell badge_cell(std::string words, std::string_view tone, std::string note = {});
[[nodiscard]] TableCell person_cell(const ReportRegisters& registers, const NamedRow& row, std::string_view field,
                                    std::string_view missing = "not recorded");
/// A day by which something was due: overdue when it lies before `on`.
[[nodiscard]] TableCell due_cell(const std::optional<Date>& due, Date on, std::string_view missing = "no date");
/// "gap.html#c-…": where the gap report of the same assessment shows a control.
[[nodiscard]] std::string gap_link(const ControlId& control);
/// "8.6.1 Incidents are recorded" with our id as the note and a way to the gap report.
[[nodiscard]] TableCell control_cell(const Control& control);
[[nodiscard]] std::string number_text(std::size_t number);

} // namespace assay
