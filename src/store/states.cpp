#include "store/states.hpp"

#include "assay/base/nearest.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay::db {

RegisterState::RegisterState(const Lineages& lineages, std::string_view register_id, const StateInTime& state)
    : m_lineage(lineages.find_at(register_id, state.at)), m_epoch(nullptr), m_state(state) {
    if (m_lineage == nullptr) {
        m_lineage = &lineages.get(register_id); // throws, with the nearest id
    }
    m_epoch = m_lineage->find_at(state.at);
    if (m_epoch == nullptr) {
        m_epoch = &m_lineage->current(); // before its first definition: no row, whatever the columns
    }
    m_columns = m_lineage->columns();
}

std::string RegisterState::name_of(std::int64_t number) const {
    const auto found = std::ranges::find(m_columns, number, &StoredColumn::number);
    return found == m_columns.end() ? std::string() : found->name;
}

std::string RegisterState::use(std::int64_t number, std::string_view alias) const {
    const auto name = name_of(m_lineage->successor(number)); // values of now's type, in older versions too
    if (name.empty()) {
        return "NULL"; // the tables were made anew since: this state has no row
    }
    if (std::ranges::find(m_used, name) == m_used.end()) {
        m_used.push_back(name);
    }
    return fmt::format("{}.{}", alias, sql_name(name));
}

const StoredField& RegisterState::single_key() const {
    const auto key = m_epoch->key();
    if (key.size() != 1) {
        throw Error(fmt::format("register '{}' has a key of {} fields: nothing can refer to it", m_epoch->register_id, key.size()));
    }
    return *key.front();
}

std::string RegisterState::column(std::string_view name, std::string_view alias) const {
    if (name == "_row" || name == "_line" || name == "_from") {
        return fmt::format("{}.\"{}\"", alias, name);
    }
    if (name == "_key") {
        std::string sql;
        const auto key = m_epoch->key();
        for (const auto* field : key) {
            const auto part = use(field->number, alias);
            sql += sql.empty() ? "" : " || char(31) || ";
            const auto now = std::ranges::find(m_columns, m_lineage->successor(field->number), &StoredColumn::number);
            const bool is_number = now == m_columns.end() ? is_numeric(field->type) : is_numeric(now->type);
            sql += is_number ? fmt::format("CAST({} AS TEXT)", part) : part;
        }
        return key.size() > 1 ? "(" + sql + ")" : sql;
    }
    if (const auto* field = m_epoch->find(name)) {
        return use(field->number, alias);
    }
    if (const auto* field = m_lineage->current().find(name)) {
        return use(field->number, alias); // added or renamed later
    }
    std::vector<std::string> ids;
    ids.reserve(m_epoch->fields.size());
    for (const auto& field : m_epoch->fields) {
        ids.push_back(field.id);
    }
    const auto hint = did_you_mean(name, ids);
    throw Error(fmt::format("register '{}' has no field '{}'{}", m_epoch->register_id, name, hint.empty() ? "" : " (" + hint + ")"));
}

std::string RegisterState::table() const {
    auto current = sql_name(current_table(m_lineage->id()));
    if (m_state.is_head) {
        return current;
    }
    const auto fields = m_used.empty() ? std::string() : ", " + sql_names(m_used);
    return fmt::format("(SELECT \"_row\", \"_from\", \"_line\"{0} FROM {1} WHERE \"_from\" <= {3} UNION ALL "
                       "SELECT \"_row\", \"_from\", \"_line\"{0} FROM {2} WHERE \"_from\" <= {3} AND \"_to\" > {3})",
                       fields, current, sql_name(closed_table(m_lineage->id())), m_state.at);
}

} // namespace assay::db
