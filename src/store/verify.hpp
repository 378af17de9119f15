// Recomputing what the chain says and comparing it with what is stored.
#pragma once

#include "assay/base/run.hpp"
#include "assay/store/change.hpp"
#include "store/connection.hpp"
#include "store/lineage.hpp"

namespace assay::db {

/// See Store::verify.
[[nodiscard]] VerifyReport verify_store(Connection& connection, const Run& run);

/// Adds to a report, up to its limit.
void add_fault(VerifyReport& report, VerifyFault fault);

/// Tables and indexes against those that the definitions generate.
void verify_schema(Connection& connection, const Lineages& lineages, VerifyReport& report);

} // namespace assay::db
