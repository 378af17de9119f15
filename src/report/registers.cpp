#include "assay/report/registers.hpp"

#include <optional>

namespace assay {
namespace {

/// The field that people call a row by.
std::optional<std::size_t> find_name_field(const Register& of) {
    for (std::size_t at = 0; at < of.fields.size(); ++at) {
        if (of.fields[at].names && !of.fields[at].key) {
            return at;
        }
    }
    for (const auto* id : {"name", "title"}) {
        if (const auto at = of.find_index(id)) {
            return at;
        }
    }
    return std::nullopt;
}

} // namespace

void ReportRegisters::add(const Register& of, std::vector<Row> rows) {
    Table table{&of, std::move(rows), {}};
    const auto keys = of.key_indexes();
    const auto named = find_name_field(of);
    if (keys.size() == 1 && named) {
        for (const auto& row : table.rows) {
            const auto* key = text_of(row[keys.front()]);
            const auto* name = text_of(row[*named]);
            if (key != nullptr && name != nullptr) {
                table.names.emplace(*key, *name);
            }
        }
    }
    m_tables.insert_or_assign(of.id, std::move(table));
}

std::vector<NamedRow> ReportRegisters::rows(std::string_view register_id) const {
    std::vector<NamedRow> named;
    const auto found = m_tables.find(std::string(register_id));
    if (found != m_tables.end()) {
        named.reserve(found->second.rows.size());
        for (const auto& row : found->second.rows) {
            named.emplace_back(*found->second.of, row);
        }
    }
    return named;
}

std::size_t ReportRegisters::count(std::string_view register_id) const {
    const auto found = m_tables.find(std::string(register_id));
    return found == m_tables.end() ? 0 : found->second.rows.size();
}

std::string ReportRegisters::name(std::string_view register_id, const std::string& key) const {
    const auto found = m_tables.find(std::string(register_id));
    if (found == m_tables.end()) {
        return key;
    }
    const auto name = found->second.names.find(key);
    return name == found->second.names.end() ? key : name->second;
}

} // namespace assay
