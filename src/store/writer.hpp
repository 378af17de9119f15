// Writing the record of a change: used by imports, edits, undo and definitions alike. The rows themselves are written by their owners.
#pragma once

#include "assay/model/query_runner.hpp"
#include "assay/store/change.hpp"
#include "store/connection.hpp"
#include "store/digest.hpp"
#include "store/lineage.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace assay::db {

/// What one change did to one register.
struct RegisterRecord {
    std::string register_id;
    FileSource source;
    std::vector<std::string> columns;
    RowOutcomes outcomes;
    std::vector<Block> blocks;
    std::int64_t rows_closed = 0;
    Digest closed_digest{};
    std::optional<PopulationDeclaration> population;
};

struct ChangeRecord {
    ChangeKind kind = ChangeKind::import;
    Author author;
    Instant when;
    std::int64_t undoes = 0; ///< 0: none
    std::vector<RegisterRecord> registers;
};

[[nodiscard]] std::int64_t load_head(Connection& connection);
/// Largest `_row` ever given in this register.
[[nodiscard]] std::int64_t load_last_row(Connection& connection, const Lineage& lineage);
/// Digests of blocks of rows under the id of a register, or under converted_name() of one.
void write_blocks(Connection& connection, std::int64_t change, const std::string& name, const std::vector<Block>& all);
/// Inside a transaction, last: definition rows of the change stand already. The change gets the number head + 1.
void write_change(Connection& connection, std::int64_t change, const ChangeRecord& record);

/// Moves the current rows listed by `select` (one column: `_row`) to the closed ones, and hashes their numbers.
struct Closed {
    std::int64_t rows = 0;
    Digest digest{};
};
[[nodiscard]] Closed close_rows(Connection& connection, const Lineage& lineage, std::int64_t change, const std::string& select);
/// Hashes the row versions that this change put into the current table, from `first_row` on.
[[nodiscard]] std::vector<Block> hash_inserted(Connection& connection, const Lineage& lineage, std::int64_t change, std::int64_t first_row);

} // namespace assay::db
