#include "app/explain_proof.hpp"

#include "app/register_rows.hpp"
#include "assay/app/show_row.hpp"
#include "assay/base/text.hpp"
#include "assay/intake/value.hpp"
#include "assay/model/named_row.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include <fmt/format.h>

namespace assay {
namespace {

/// Fields of the row itself that an expression reads: its columns, and the references that lead to those of other registers.
void collect_fields(const QueryExpr& expr, const std::vector<QueryRelation>& relations, std::vector<std::string>& fields) {
    if (expr.op == QueryOp::column || expr.op == QueryOp::matched) {
        auto relation = expr.relation;
        auto name = expr.name;
        while (relation != 0) {
            name = relations[relation].via;
            relation = relations[relation].parent < 0 ? 0 : static_cast<std::size_t>(relations[relation].parent);
        }
        if (!name.empty() && name.front() != '_' && std::ranges::find(fields, name) == fields.end()) {
            fields.push_back(name);
        }
    }
    for (const auto& each : expr.args) {
        collect_fields(each, relations, fields);
    }
}

/// The header of the file's column that went to `field`, from "number=Incident ID; opened_at=Opened".
std::string column_of(const std::string& column_map, const std::string& field) {
    const auto wanted = field + "=";
    for (std::size_t at = 0; at < column_map.size();) {
        if (column_map.compare(at, wanted.size(), wanted) == 0) {
            const auto begin = at + wanted.size();
            return column_map.substr(begin, std::min(column_map.find("; ", begin), column_map.size()) - begin);
        }
        const auto next = column_map.find("; ", at);
        at = next == std::string::npos ? column_map.size() : next + 2;
    }
    return {};
}

/// The version that first held what `row` still holds in this field.
const RowVersion* setter_of(const RowHistory& history, std::size_t field, std::int64_t row) {
    const RowVersion* setter = nullptr;
    for (const auto& version : history.versions) {
        if (setter == nullptr || version.values[field] != setter->values[field]) {
            setter = &version;
        }
        if (version.row == row) {
            return setter;
        }
    }
    return nullptr;
}

std::string column_words(const std::string& column_map, const std::string& field) {
    const auto column = column_of(column_map, field);
    return column.empty() ? std::string() : fmt::format("column '{}'", escape_control(column));
}

std::vector<std::string> fields_read(const Judged& judged, const LinkedCheck& check) {
    const auto& batch = judged.library.batches[check.batch].batch;
    const auto& question = batch.questions[check.question];
    std::vector<std::string> fields;
    for (const auto* expr : {&question.where, &question.require, &question.is_due}) {
        collect_fields(*expr, batch.relations, fields);
    }
    std::erase_if(fields, [&](const std::string& each) { return check.in->find_field(each) == nullptr; });
    return fields;
}

/// Says of fields of rows where their values came from.
class FieldOrigins {
public:
    FieldOrigins(Session& session, const Judged& judged, const Register& of, const std::vector<std::int64_t>& rows) : m_session(session), m_of(of) {
        for (const auto& origin : judged.runner->origins(of.id, rows)) {
            m_change_of[origin.row] = origin.change;
            m_column_maps.try_emplace(origin.change);
        }
        for (auto& [change, map] : m_column_maps) {
            for (const auto& header : session.store.changes({change, change, of.id})) {
                for (const auto& part : header.registers) {
                    map = part.register_id == of.id ? part.source.column_map : map;
                }
            }
        }
    }

    /// "column 'Resolved'", or nothing where the row came from no file, or from one without the field.
    [[nodiscard]] std::string column(std::int64_t row, const std::string& field) const { return column_words(m_column_maps.at(m_change_of.at(row)), field); }

    /// The change that set it, where that is not the row's own; else its column.
    [[nodiscard]] std::string change(const FailingRow& row, const std::string& field) {
        if (m_history_of != row.key) {
            m_history = m_session.store.history(m_of.id, row.key);
            m_history_of = row.key;
        }
        const auto stored = std::ranges::find(m_history.fields, field);
        const auto* setter = stored == m_history.fields.end() ? nullptr : setter_of(m_history, static_cast<std::size_t>(stored - m_history.fields.begin()), row.row);
        if (setter == nullptr || setter->row == row.row) {
            return column(row.row, field);
        }
        const auto in_column = column_words(setter->source.column_map, field);
        const auto place = setter->source.file.empty() || setter->line == 0 ? "made at the prompt" : place_of(setter->source.file, setter->source.sheet, setter->line);
        return fmt::format("set by change {}, {}{}{}", setter->from, place, in_column.empty() ? "" : ", ", in_column);
    }

private:
    Session& m_session;
    const Register& m_of;
    std::unordered_map<std::int64_t, std::int64_t> m_change_of;
    std::map<std::int64_t, std::string> m_column_maps;   ///< by change
    RowHistory m_history;
    std::optional<std::string> m_history_of;             ///< key of the row whose history is at hand
};

} // namespace

std::unordered_map<std::int64_t, std::string> read_fields(Session& session, const Judged& judged, const LinkedCheck& check, std::span<const FailingRow* const> rows,
                                                          FieldProof proof) {
    std::unordered_map<std::int64_t, std::string> texts;
    std::unordered_map<std::int64_t, const FailingRow*> by_row;
    TableQuery query;
    for (const auto* row : rows) {
        if (row->row != 0 && by_row.emplace(row->row, row).second) {
            query.row_ids.push_back(row->row);
        }
    }
    if (check.form != CheckForm::rows || query.row_ids.empty()) {
        return texts;
    }
    FieldOrigins origins(session, judged, *check.in, query.row_ids);
    const auto fields = fields_read(judged, check);
    query.relations.push_back({check.in->id, -1, {}});
    query.select.push_back(column_expr("_row"));
    for (const auto& field : fields) {
        query.select.push_back(column_expr(field));
    }
    // Values come from whoever shows them to this reader: in a pack without names history would tell them.
    judged.runner->rows(query, [&](std::span<const Value> values) {
        const auto row = *number_of(values[0]);
        auto& text = texts[row];
        for (std::size_t at = 0; at < fields.size(); ++at) {
            const auto origin = proof == FieldProof::change ? origins.change(*by_row.at(row), fields[at]) : origins.column(row, fields[at]);
            text += fmt::format("{}{} {}{}", text.empty() ? "" : "; ", fields[at], show_or_absent(*check.in->find_field(fields[at]), values[at + 1], session.zone),
                                origin.empty() ? "" : " (" + origin + ")");
        }
    });
    return texts;
}

EvidenceProof::EvidenceProof(const Schema& schema, QueryRunner& runner) {
    std::unordered_map<std::string, std::string> items;
    read_register(runner, schema, "evidence", [&](const NamedRow& row) {
        auto text = fmt::format("{} {}", row.text("id"), row.text("title"));
        if (const auto hash = row.text("sha256"); !hash.empty()) {
            text += fmt::format(", file {}, sha256 {}", row.text("file"), hash);
        }
        if (const auto on = row.date("observed_on")) {
            text += fmt::format(", {} on {}", row.text("observed_state"), to_text(*on));
        }
        items.emplace(row.text("id"), std::move(text));
    });
    std::unordered_map<std::string, std::string> people;
    read_register(runner, schema, "person", [&](const NamedRow& row) { people.emplace(row.text("id"), row.text("name")); });
    read_register(runner, schema, "evidence_link", [&](const NamedRow& row) {
        const auto item = items.find(row.text("evidence"));
        const auto reviewer = people.find(row.text("reviewer"));
        auto verdict = row.text("verdict");
        std::ranges::replace(verdict, '_', ' ');
        auto text = fmt::format("{}: {}", row.text("id"), item == items.end() ? row.text("evidence") + " is not on record" : item->second);
        if (!row.text("locator").empty()) {
            text += fmt::format(", {}", row.text("locator"));
        }
        if (const auto on = row.date("reviewed_on"); on && !verdict.empty()) {
            text += fmt::format("; reviewed by {} on {}: {}", reviewer == people.end() ? row.text("reviewer") : reviewer->second, to_text(*on), verdict);
        } else {
            text += "; not reviewed";
        }
        m_by_link.emplace(row.text("id"), std::move(text));
    });
}

std::vector<std::string> EvidenceProof::lines(const std::string& refs) const {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < refs.size();) {
        const auto end = std::min(refs.find(' ', at), refs.size());
        if (const auto found = m_by_link.find(refs.substr(at, end - at)); found != m_by_link.end()) {
            lines.push_back(found->second);
        }
        at = end + 1;
    }
    return lines;
}

} // namespace assay
