// Reading the record of changes: headers, versions of a row, declarations, origins. Writes nothing.
#pragma once

#include "assay/model/query_runner.hpp"
#include "assay/store/store.hpp"
#include "store/connection.hpp"
#include "store/lineage.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay::db {

[[nodiscard]] std::vector<ChangeHeader> load_changes(Connection& connection, const Lineages& lineages, const ChangeFilter& filter);
[[nodiscard]] RowHistory load_history(Connection& connection, const Lineage& lineage, std::string_view key);

/// Declarations up to a change, oldest first, without those of changes that were undone by then.
[[nodiscard]] std::vector<PopulationDeclaration> load_declarations(Connection& connection, const Lineage& lineage, std::int64_t at);

/// In the order asked; a row that does not exist is left out. A version that an undo brought back tells the origin of the one it repeats.
[[nodiscard]] std::vector<RowOrigin> load_origins(Connection& connection, const Lineage& lineage, std::span<const std::int64_t> rows);

/// change → the change that undid it, for every change that counts as undone after `at`.
[[nodiscard]] std::map<std::int64_t, std::int64_t> load_undone(Connection& connection, std::int64_t at);

/// Ids that this register had, at any time.
[[nodiscard]] std::set<std::string> names_of(const Lineage& lineage);

} // namespace assay::db
