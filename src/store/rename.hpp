// Renaming: a row gets another key, and references to it follow, in all registers and in one change.
#pragma once

#include "assay/store/change.hpp"
#include "store/connection.hpp"
#include "store/lineage.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace assay::db {

[[nodiscard]] RenameResult rename_row(Connection& connection, LineageCache& cache, std::string_view register_id,
                                      std::span<const Value> old_key, std::span<const Value> new_key, const Author& author, Instant when,
                                      bool try_only);

/// The version that this one was before the rename that made it, and after the rename that closed it; nothing when no rename did.
/// A rename makes its new versions in the order of those it closes.
[[nodiscard]] std::optional<std::int64_t> find_before_rename(Connection& connection, const Lineage& lineage, std::int64_t row,
                                                             std::int64_t from);
[[nodiscard]] std::optional<std::int64_t> find_after_rename(Connection& connection, const Lineage& lineage, std::int64_t row,
                                                            std::int64_t to);

} // namespace assay::db
