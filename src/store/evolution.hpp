// One register on its way from its stored definition to the next: its tables are altered, or what rows speak against is told.
#pragma once

#include "assay/model/register.hpp"
#include "store/connection.hpp"
#include "store/lineage.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace assay::db {

/// What only a migration may do, found on the way. The tables are as before in this respect: the migration writes them anew.
struct MigrationPlan {
    struct Conversion {
        StoredField from;
        std::size_t field = 0; ///< its place in EvolvedRegister::fields, where it has a number of its own
    };
    std::vector<Conversion> conversions;
    std::vector<std::string> key_before; ///< empty: the key stays

    [[nodiscard]] bool empty() const { return conversions.empty() && key_before.empty(); }
};

struct EvolvedRegister {
    std::vector<StoredField> fields; ///< of the new epoch
    bool rebuilt = false;            ///< no version was stored: the tables were made anew
    std::vector<std::string> faults; ///< "register 'risk': …"; when there are any, the transaction must not be committed
};

/// `from` is null for a new register. Without a plan a change of type or key is refused while versions hold values; with one, indexes are
/// dropped and not made again.
[[nodiscard]] EvolvedRegister evolve_register(Connection& connection, const Register& to, const Lineage* from, MigrationPlan* plan);

/// "decimal with scale 2"
[[nodiscard]] std::string type_words(FieldType type, int scale, std::string_view currency);

} // namespace assay::db
