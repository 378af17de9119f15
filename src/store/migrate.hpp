// Another type or key for a register that has rows: the tables are written anew, with the values of all versions converted.
#pragma once

#include "assay/store/store.hpp"
#include "store/connection.hpp"
#include "store/digest.hpp"
#include "store/lineage.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::db {

/// See Store::migrate.
[[nodiscard]] MigrationResult migrate_register(Connection& connection, const Schema& schema, std::string_view register_id, const ValueConverter& convert,
                                               const Author& author, Instant when, bool try_only);

/// Under which name the digests of converted values stand beside those of rows; no register can have it.
[[nodiscard]] std::string converted_name(std::string_view register_id);
/// Digests of what the migration of `change` put into the versions that stood then, by blocks of rows. Empty when it converted nothing.
[[nodiscard]] std::vector<Block> hash_converted(Connection& connection, const Lineage& lineage, std::int64_t change);

} // namespace assay::db
