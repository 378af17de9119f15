// Registers as they were after a change: the one place where current and closed versions come together.
#pragma once

#include "store/connection.hpp"
#include "store/lineage.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::db {

/// A state in time. At the head a register is its current table.
struct StateInTime {
    std::int64_t at = 0;
    bool is_head = false;
};

/// One register in one state.
class RegisterState {
public:
    RegisterState(const Lineages& lineages, std::string_view register_id, const StateInTime& state);

    /// SQL for a column of this register: a field id of the state's time (or, failing that, of today), "_row", "_line", "_from", "_key".
    /// Throws Error when there is no such field.
    [[nodiscard]] std::string column(std::string_view name, std::string_view alias) const;
    /// The only key field; throws Error when there are several.
    [[nodiscard]] const StoredField& single_key() const;
    /// What stands in FROM, without alias: a table, or the UNION ALL of the state. Call after column() of everything that is read.
    [[nodiscard]] std::string table() const;

private:
    [[nodiscard]] std::string name_of(std::int64_t number) const;
    [[nodiscard]] std::string use(std::int64_t number, std::string_view alias) const;

    const Lineage* m_lineage;
    const Epoch* m_epoch;
    StateInTime m_state;
    std::vector<StoredColumn> m_columns;
    mutable std::vector<std::string> m_used; ///< columns that the UNION ALL has to carry
};

} // namespace assay::db
