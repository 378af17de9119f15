#include "store/row_keys.hpp"

#include <fmt/format.h>

namespace assay::db {

std::optional<std::string> RowKeys::find(const std::string& register_id, std::int64_t row) {
    auto found = m_statements.find(register_id);
    if (found == m_statements.end()) {
        found = m_statements.emplace(register_id, std::nullopt).first;
        if (const auto* lineage = m_lineages->find(register_id)) {
            const auto key = key_sql(lineage->current().key(), lineage->key_columns(), {});
            found->second.emplace(m_connection->db(),
                                  fmt::format("SELECT {0} FROM {1} WHERE \"_row\"=?1 UNION ALL SELECT {0} FROM {2} WHERE \"_row\"=?1", key,
                                              sql_name(current_table(lineage->id())), sql_name(closed_table(lineage->id()))));
        }
    }
    if (!found->second) {
        return std::nullopt;
    }
    auto& statement = *found->second;
    statement.reset();
    statement.bind(1, row);
    return statement.executeStep() ? std::optional(statement.getColumn(0).getString()) : std::nullopt;
}

} // namespace assay::db
