// The tables: the fixed ones, and the two of each register. Everything is generated here, and verify compares with it.
#pragma once

#include "assay/model/register.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay::db {

inline constexpr std::int64_t k_application_id = 0x41534159; // "ASAY"
inline constexpr std::int64_t k_layout_version = 1;
inline constexpr std::size_t k_max_fields = 1900; // SQLite allows 2,000 columns

/// Fixed tables and indexes, in order of creation.
[[nodiscard]] std::span<const std::string_view> system_ddl();

/// A name in double quotes; ids hold no quote, but nothing rests on that.
[[nodiscard]] std::string sql_name(std::string_view name);
/// `"a", "b"` with an optional qualifier such as `r.`
[[nodiscard]] std::string sql_names(const std::vector<std::string>& names, std::string_view qualifier = {});

struct TableColumn {
    std::string name;
    bool numeric = false;
    bool key = false;
};
[[nodiscard]] std::string_view storage_of(bool numeric);
[[nodiscard]] std::string current_table(std::string_view register_id); ///< r_<id>
[[nodiscard]] std::string closed_table(std::string_view register_id);  ///< h_<id>
[[nodiscard]] std::string key_index(std::string_view register_id);     ///< k_<id>
/// Both tables, without indexes.
[[nodiscard]] std::vector<std::string> register_tables_ddl(std::string_view register_id, std::span<const TableColumn> columns);
[[nodiscard]] std::string key_index_ddl(std::string_view register_id, const std::vector<std::string>& key);
/// All three indexes.
[[nodiscard]] std::vector<std::string> register_indexes_ddl(std::string_view register_id, const std::vector<std::string>& key);
[[nodiscard]] std::vector<std::string> drop_indexes_ddl(std::string_view register_id);

} // namespace assay::db
