// Lists of rows and of registers as tables, CSV and JSON.
#include "app/register_rows.hpp"
#include "assay/app/list_rows.hpp"
#include "assay/app/table.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/escape.hpp"
#include "assay/intake/value.hpp"

#include <fmt/format.h>

namespace assay {
namespace {

std::string csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        line += (i == 0 ? "" : ",") + csv_cell(cells[i]);
    }
    // Readers pass over a blank line: a lone empty cell is written in quotes.
    if (cells.size() == 1 && line.empty()) {
        line = "\"\"";
    }
    return line + "\r\n";
}

std::vector<std::string> cells_of(const RowList& list, const Row& row, const Zone& zone) {
    std::vector<std::string> cells;
    cells.reserve(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) {
        cells.push_back(show_value(list.columns[i], row[i], zone));
    }
    return cells;
}

bool is_figure(FieldType type) {
    return type == FieldType::integer || type == FieldType::decimal || type == FieldType::percent || type == FieldType::money;
}

std::string_view kind_word(RegisterKind kind) { return kind == RegisterKind::record ? "record" : "maintained"; }

/// "40 of 1,000 rows (5,000 in the register); …": nothing is left out without a word.
std::string what_is_shown(const RowList& list) {
    const auto shown = static_cast<std::int64_t>(list.rows.size());
    auto text = fmt::format("{} of {}", group_thousands(shown), count_of(list.matching, "row", "rows"));
    if (list.matching != list.total) {
        text += fmt::format(" that fit, of {} in '{}'", group_thousands(list.total), list.register_id);
    }
    if (list.offset > 0) {
        text += fmt::format("; {} passed over with --offset", group_thousands(std::min(list.offset, list.matching)));
    }
    if (list.offset + shown < list.matching) {
        text += "; --limit 0 shows all";
    }
    if (list.undecided > 0) {
        text += fmt::format("; {} left out, because a field the condition needs is not recorded", count_of(list.undecided, "row", "rows"));
    }
    text += "\n";
    if (list.left_out > 0) {
        text += fmt::format("{} of {} fields; --columns all shows every field\n", list.columns.size(), list.columns.size() + list.left_out);
    }
    return text;
}

} // namespace

std::string to_text(const RowList& list, const Zone& zone) {
    TextTable table;
    for (const auto& field : list.columns) {
        table.columns.push_back({field.id, is_figure(field.type)});
    }
    for (const auto& row : list.rows) {
        table.rows.push_back(cells_of(list, row, zone));
    }
    return (table.rows.empty() ? std::string() : to_text(table) + "\n") + what_is_shown(list);
}

std::string to_csv(const RowList& list, const Zone& zone) {
    std::vector<std::string> header;
    header.reserve(list.columns.size());
    for (const auto& field : list.columns) {
        header.push_back(field.id);
    }
    auto text = csv_line(header);
    for (const auto& row : list.rows) {
        text += csv_line(cells_of(list, row, zone));
    }
    return text;
}

std::string to_json(const RowList& list, const Zone& zone) {
    JsonWriter json;
    json.begin_object();
    json.field("register", list.register_id).field("state", list.state).field("total", list.total).field("matching", list.matching);
    json.field("undecided", list.undecided).field("offset", list.offset).key("rows").begin_array();
    for (const auto& row : list.rows) {
        json.begin_object();
        for (std::size_t i = 0; i < row.size(); ++i) {
            json.key(list.columns[i].id);
            write_value(json, list.columns[i], row[i], zone);
        }
        json.end_object();
    }
    json.end_array().end_object();
    return json.finish();
}

std::string to_text(const std::vector<RegisterCount>& registers) {
    TextTable table{{{"register", false}, {"title", false}, {"kind", false}, {"rows", true}}, {}};
    for (const auto& each : registers) {
        table.rows.push_back({each.id, each.title, std::string(kind_word(each.kind)), group_thousands(each.rows)});
    }
    return to_text(table) + fmt::format("\n{}\n", count_of(static_cast<std::int64_t>(registers.size()), "register", "registers"));
}

std::string to_csv(const std::vector<RegisterCount>& registers) {
    auto text = csv_line({"register", "title", "kind", "rows"});
    for (const auto& each : registers) {
        text += csv_line({each.id, each.title, std::string(kind_word(each.kind)), std::to_string(each.rows)});
    }
    return text;
}

std::string to_json(const std::vector<RegisterCount>& registers) {
    JsonWriter json;
    json.begin_array();
    for (const auto& each : registers) {
        json.begin_object().field("register", each.id).field("title", each.title).field("kind", kind_word(each.kind)).field("rows", each.rows).end_object();
    }
    json.end_array();
    return json.finish();
}

} // namespace assay
