#include "report/tabular.hpp"

#include "assay/base/text.hpp"
#include "report/audit_rows.hpp"
#include "report/parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

constexpr ViewField k_figure_fields[] = {
    {"label", ViewKind::text, "what is counted"},
    {"value", ViewKind::text, "the figure"},
    {"note", ViewKind::text, "its formula, or what it is of; may be empty"},
    {"tone", ViewKind::text, "tone; may be empty"},
};
constexpr ViewShape k_figure_shape = make_shape("figure", "one figure of a report's summary", k_figure_fields);

constexpr ViewField k_column_fields[] = {
    {"title", ViewKind::text, "head of the column"},
    {"width", ViewKind::text, "percent of the width, a multiple of 5"},
    {"is_number", ViewKind::flag, "holds numbers"},
};
constexpr ViewShape k_column_shape = make_shape("column", "a column of a table", k_column_fields);

constexpr ViewField k_cell_fields[] = {
    {"label", ViewKind::text, "head of its column"},
    {"is_head", ViewKind::flag, "heads its row"},
    {"is_number", ViewKind::flag, "holds a number"},
    {"text", ViewKind::text, "what it says; may be empty"},
    {"note", ViewKind::text, "a second line; may be empty"},
    {"tone", ViewKind::text, "tone of its badge; empty when it has none"},
    {"link", ViewKind::link, "where it leads; empty when nowhere"},
    {"lacks", ViewKind::flag, "says that something is missing"},
};
constexpr ViewShape k_cell_shape = make_shape("cell", "a cell of a table", k_cell_fields);

constexpr ViewField k_tabular_row_fields[] = {
    {"anchor", ViewKind::text, "id attribute; may be empty"},
    {"cells", ViewKind::list, "its cells, one a column", &k_cell_shape},
};
constexpr ViewShape k_tabular_row_shape = make_shape("row", "a row of a table", k_tabular_row_fields);

constexpr ViewField k_body_fields[] = {
    {"heading", ViewKind::text, "what its rows have in common; may be empty"},
    {"note", ViewKind::text, "a word beside the heading; may be empty"},
    {"span", ViewKind::text, "number of columns"},
    {"rest", ViewKind::list, "an empty text for each column but the first"},
    {"rows", ViewKind::list, "its rows", &k_tabular_row_shape},
};
constexpr ViewShape k_body_shape = make_shape("body", "rows of a table that belong together", k_body_fields);

constexpr ViewField k_tabular_table_fields[] = {
    {"caption", ViewKind::text, "names the table"},
    {"shows_caption", ViewKind::flag, "the heading above it does not name it already"},
    {"columns", ViewKind::list, "its columns", &k_column_shape},
    {"bodies", ViewKind::list, "its rows, by what they have in common", &k_body_shape},
    {"more", ViewKind::text, "how many rows are not shown, and where they are; may be empty"},
};
constexpr ViewShape k_tabular_table_shape = make_shape("tabular-table", "a table of a tabular report", k_tabular_table_fields);

constexpr ViewField k_chart_fields[] = {
    {"svg", ViewKind::markup, "the drawing"},
};
constexpr ViewShape k_chart_shape = make_shape("chart", "a drawing with its text", k_chart_fields);

constexpr ViewField k_part_fields[] = {
    {"anchor", ViewKind::text, "id attribute of its heading"},
    {"heading", ViewKind::text, "its heading"},
    {"count", ViewKind::text, "how much it holds; may be empty"},
    {"note", ViewKind::text, "how to read it; may be empty"},
    {"none", ViewKind::text, "what it says when it holds nothing; empty when it holds something"},
    {"charts", ViewKind::list, "drawings, each with its text", &k_chart_shape},
    {"tables", ViewKind::list, "its tables", &k_tabular_table_shape},
};
constexpr ViewShape k_part_shape = make_shape("part", "a part of a tabular report", k_part_fields);

constexpr ViewField k_sheet_cell_fields[] = {
    {"text", ViewKind::text, "what it says"},
    {"more", ViewKind::flag, "another cell follows"},
};
constexpr ViewShape k_sheet_cell_shape = make_shape("sheet-cell", "a cell of the plain sheet", k_sheet_cell_fields);

constexpr ViewField k_sheet_row_fields[] = {
    {"cells", ViewKind::list, "its cells", &k_sheet_cell_shape},
};
constexpr ViewShape k_sheet_row_shape = make_shape("sheet-row", "a row of the plain sheet", k_sheet_row_fields);

constexpr ViewField k_tabular_fields[] = {
    {"opening", ViewKind::object, "what was judged", &k_opening_shape},
    {"title", ViewKind::text, "what kind of report it is"},
    {"statement", ViewKind::text, "what may be said as a whole"},
    {"statement_tone", ViewKind::text, "tone of that sentence"},
    {"notes", ViewKind::list, "how to read this report, a sentence each"},
    {"has_figures", ViewKind::flag, "the list of the next field is not empty"},
    {"figures", ViewKind::list, "its figures", &k_figure_shape},
    {"parts", ViewKind::list, "its parts", &k_part_shape},
    {"sheet", ViewKind::list, "the plain sheet for CSV: first the heads of its columns, then its rows", &k_sheet_row_shape},
};
constexpr ViewShape k_shape = make_shape("tabular", "a report of figures, tables and drawings", k_tabular_fields);

ViewObject make_cell(const TableCell& from, const TableColumn& column) {
    ViewObject object(k_cell_shape);
    object.set("label", from.text.empty() && from.note.empty() ? std::string() : column.title)
        .set("is_head", column.kind == TableColumn::Kind::heading)
        .set("is_number", column.kind == TableColumn::Kind::number)
        .set("text", from.text)
        .set("note", from.note)
        .set("tone", from.tone)
        .set("link", from.link)
        .set("lacks", from.lacks);
    return object;
}

ViewObject make_body(const TableBody& body, const std::vector<TableColumn>& columns) {
    ViewList rows;
    for (const auto& row : body.rows) {
        ViewList cells;
        for (std::size_t at = 0; at < columns.size() && at < row.cells.size(); ++at) {
            cells.emplace_back(make_cell(row.cells[at], columns[at]));
        }
        rows.emplace_back(ViewObject(k_tabular_row_shape).set("anchor", row.anchor).set("cells", std::move(cells)));
    }
    ViewObject object(k_body_shape);
    object.set("heading", body.heading)
        .set("note", body.note)
        .set("span", std::to_string(columns.size()))
        .set("rest", ViewList(columns.size() - 1, ViewValue("")))
        .set("rows", std::move(rows));
    return object;
}

ViewObject make_table(const TabularTable& table) {
    ViewList columns;
    for (const auto& column : table.columns) {
        columns.emplace_back(ViewObject(k_column_shape)
                                 .set("title", column.title)
                                 .set("width", std::to_string(column.percent))
                                 .set("is_number", column.kind == TableColumn::Kind::number));
    }
    ViewList bodies;
    for (const auto& body : table.bodies) {
        if (!body.rows.empty()) {
            bodies.emplace_back(make_body(body, table.columns));
        }
    }
    ViewObject object(k_tabular_table_shape);
    object.set("caption", table.caption)
        .set("shows_caption", table.shows_caption)
        .set("columns", std::move(columns))
        .set("bodies", std::move(bodies))
        .set("more", table.more);
    return object;
}

bool has_rows(const TabularTable& table) {
    return std::ranges::any_of(table.bodies, [](const TableBody& body) { return !body.rows.empty(); });
}

ViewObject make_part(const TabularPart& part) {
    ViewList tables;
    for (const auto& table : part.tables) {
        if (has_rows(table)) {
            tables.emplace_back(make_table(table));
        }
    }
    ViewList charts;
    for (const auto& chart : part.charts) {
        charts.emplace_back(ViewObject(k_chart_shape).set("svg", chart));
    }
    const bool is_empty = tables.empty() && charts.empty();
    ViewObject object(k_part_shape);
    object.set("anchor", part.anchor)
        .set("heading", part.heading)
        .set("count", part.count)
        .set("note", part.note)
        .set("none", is_empty ? part.none : std::string())
        .set("charts", std::move(charts))
        .set("tables", std::move(tables));
    return object;
}

ViewObject make_sheet_row(const std::vector<std::string>& texts) {
    ViewList cells;
    for (std::size_t at = 0; at < texts.size(); ++at) {
        cells.emplace_back(ViewObject(k_sheet_cell_shape).set("text", texts[at]).set("more", at + 1 < texts.size()));
    }
    return ViewObject(k_sheet_row_shape).set("cells", std::move(cells));
}

} // namespace

const ViewShape& tabular_shape() { return k_shape; }

ViewObject make_tabular(const ReportIndex& index, const Tabular& report) {
    ViewList figures;
    for (const auto& figure : report.figures) {
        figures.emplace_back(ViewObject(k_figure_shape)
                                 .set("label", figure.label)
                                 .set("value", figure.value)
                                 .set("note", figure.note)
                                 .set("tone", figure.tone));
    }
    ViewList parts;
    for (const auto& part : report.parts) {
        parts.emplace_back(make_part(part));
    }
    ViewList notes;
    for (const auto& note : report.notes) {
        notes.emplace_back(note);
    }
    ViewList sheet;
    sheet.emplace_back(make_sheet_row(report.sheet.columns));
    for (const auto& row : report.sheet.rows) {
        sheet.emplace_back(make_sheet_row(row));
    }
    ViewObject view(k_shape);
    view.set("opening", make_opening(index, report.is_of_audit ? audit_of(index) : std::string()))
        .set("title", report.title)
        .set("statement", report.statement)
        .set("statement_tone", report.tone)
        .set("notes", std::move(notes))
        .set("has_figures", !figures.empty())
        .set("figures", std::move(figures))
        .set("parts", std::move(parts))
        .set("sheet", std::move(sheet));
    return view;
}

const ReportRegisters& registers_of(const ReportIndex& index) {
    static const ReportRegisters none;
    return index.input().registers == nullptr ? none : *index.input().registers;
}

std::string spoken(std::string word) {
    std::ranges::replace(word, '_', ' ');
    return word;
}

std::string day_text(const std::optional<Date>& day) { return day ? to_text(*day) : std::string(); }

TableCell cell(std::string text, std::string note) {
    return {.text = std::move(text), .note = std::move(note), .tone = {}, .link = {}, .lacks = false};
}

TableCell cell_or(std::string text, std::string_view missing) {
    const bool lacks = text.empty();
    return {.text = lacks ? std::string(missing) : std::move(text), .note = {}, .tone = {}, .link = {}, .lacks = lacks};
}

TableCell badge_cell(std::string words, std::string_view tone, std::string note) {
    return {.text = std::move(words), .note = std::move(note), .tone = std::string(tone), .link = {}, .lacks = false};
}

TableCell person_cell(const ReportRegisters& registers, const NamedRow& row, std::string_view field, std::string_view missing) {
    return cell_or(registers.name("person", row.text(field)), missing);
}

TableCell due_cell(const std::optional<Date>& due, Date on, std::string_view missing) {
    auto made = cell_or(day_text(due), missing);
    if (due && *due < on) {
        made.note = "overdue";
        made.lacks = true;
    }
    return made;
}

std::string gap_link(const ControlId& control) { return "gap.html#" + control_anchor(control); }

TableCell control_cell(const Control& control) {
    return {.text = fmt::format("{} {}", control.cite, control.title),
            .note = to_text(control.id),
            .tone = {},
            .link = gap_link(control.id),
            .lacks = false};
}

std::string number_text(std::size_t number) { return group_thousands(static_cast<std::int64_t>(number)); }

} // namespace assay
