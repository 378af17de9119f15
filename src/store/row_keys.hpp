// The keys of row versions by number, for lists that keep numbers only.
#pragma once

#include "store/connection.hpp"
#include "store/lineage.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace assay::db {

class RowKeys {
public:
    RowKeys(Connection& connection, const Lineages& lineages) : m_connection(&connection), m_lineages(&lineages) {}
    /// Nothing when there is no such register or row.
    [[nodiscard]] std::optional<std::string> find(const std::string& register_id, std::int64_t row);

private:
    Connection* m_connection;
    const Lineages* m_lineages;
    std::map<std::string, std::optional<SQLite::Statement>, std::less<>> m_statements;
};

} // namespace assay::db
