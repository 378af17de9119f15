// Applying register definitions: which tables and columns follow from them, and what is refused while rows speak against it.
#pragma once

#include "assay/store/change.hpp"
#include "store/connection.hpp"
#include "store/lineage.hpp"

#include <cstdint>

namespace assay::db {

/// See Store::apply_definitions.
std::int64_t apply_definitions(Connection& connection, LineageCache& cache, const Schema& schema, const Author& author, Instant when);

/// The stored register that this definition continues, under its own id or under the one it had; null: none.
[[nodiscard]] const Lineage* predecessor(const Lineages& lineages, const Schema& schema, const Register& of);
[[nodiscard]] bool differs(const Lineages& lineages, const Register& of);
/// The rows of `definition` and `definition_field`, and the definition's text.
void write_definition(Connection& connection, std::int64_t change, std::int64_t lineage, bool rebuilt, const Register& of,
                      const std::vector<StoredField>& fields);

/// Stores bytes under their SHA-256 unless they are there.
void write_blob(Connection& connection, std::string_view digest, std::string_view kind, std::string_view bytes);

} // namespace assay::db
