// Undoing a change by a new one.
#pragma once

#include "assay/store/change.hpp"
#include "store/connection.hpp"
#include "store/lineage.hpp"

namespace assay::db {

/// See Store::undo.
[[nodiscard]] UndoResult undo_change(Connection& connection, LineageCache& cache, std::int64_t change, const Author& author, Instant when);

} // namespace assay::db
