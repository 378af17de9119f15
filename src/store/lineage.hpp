// Registers over time: which definition was in force after each change, and which column holds which field.
// A column has a number within its register that outlives renames. Knows no rows.
#pragma once

#include "assay/model/register.hpp"
#include "store/connection.hpp"
#include "store/ddl.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::db {

/// A field as a definition has it, as far as the tables care.
struct StoredField {
    std::string id;
    std::int64_t number = 0; ///< of its column
    FieldType type = FieldType::text;
    int scale = 0;
    std::string to;
    std::string currency;
    bool key = false;
    bool required = false;
};

/// One applied definition.
struct Epoch {
    std::int64_t change = 0;
    std::string register_id;
    bool rebuilt = false; ///< the tables were made anew (no version had ever been stored): older columns are gone
    std::string fingerprint;
    std::string source;              ///< digest of its XML
    std::vector<StoredField> fields; ///< in the order of the definition

    [[nodiscard]] const StoredField* find(std::string_view id) const;
    [[nodiscard]] const StoredField* find_number(std::int64_t number) const;
    [[nodiscard]] std::vector<const StoredField*> key() const;
};

/// A column as it is in the tables now.
struct StoredColumn {
    std::int64_t number = 0;
    std::string name; ///< the last id its field had; "id#number" when that id went on to a column of another type
    FieldType type = FieldType::text;
    bool hidden = false;   ///< not in the current definition
    bool replaced = false; ///< its values were converted into another column: no later version holds one
    bool key = false;
    int scale = 0;
};

/// A field's column made anew with another type by a migration; the old one keeps its values.
struct ConvertedColumn {
    std::int64_t change = 0;
    std::int64_t from = 0; ///< numbers of the columns
    std::int64_t to = 0;
};

/// One register through all its renames.
struct Lineage {
    std::int64_t number = 0;
    std::vector<Epoch> epochs; ///< oldest first, never empty

    [[nodiscard]] const Epoch& current() const { return epochs.back(); }
    [[nodiscard]] const std::string& id() const { return epochs.back().register_id; }
    /// The definition in force after `change`; null before the first.
    [[nodiscard]] const Epoch* find_at(std::int64_t change) const;
    /// Columns of the tables: those of the definition in its order, then hidden ones by number.
    [[nodiscard]] std::vector<StoredColumn> columns() const;
    [[nodiscard]] std::vector<TableColumn> table_columns() const;
    /// Oldest first.
    [[nodiscard]] std::vector<ConvertedColumn> conversions() const;
    /// The column that holds the values of this one now, through all migrations.
    [[nodiscard]] std::int64_t successor(std::int64_t column) const;
    /// Id of a column's field at a change: digests use it. Empty when it did not exist yet.
    [[nodiscard]] std::string id_at(std::int64_t column, std::int64_t change) const;
    /// Names of the key columns now.
    [[nodiscard]] std::vector<std::string> key_columns() const;
    [[nodiscard]] std::int64_t next_number() const;
};

struct Lineages {
    std::vector<Lineage> all; ///< sorted by current id
    [[nodiscard]] const Lineage* find(std::string_view register_id) const;
    /// Throws Error with the nearest id.
    [[nodiscard]] const Lineage& get(std::string_view register_id) const;
    /// The register that had this id after `change`, else the one that has it now.
    [[nodiscard]] const Lineage* find_at(std::string_view register_id, std::int64_t change) const;
};

[[nodiscard]] Lineages load_lineages(Connection& connection);

/// The lineages as stored now, read again only when a definition was applied since.
class LineageCache {
public:
    [[nodiscard]] std::shared_ptr<const Lineages> get(Connection& connection);

private:
    std::shared_ptr<const Lineages> m_lineages;
    std::int64_t m_change = -1;
};

/// Splits a joined key into the values of the key fields; nothing when it cannot be one.
[[nodiscard]] std::optional<std::vector<Value>> parse_key(const Lineage& lineage, std::string_view key);
/// SQL text expression for the joined key, over columns with this qualifier ("r.").
[[nodiscard]] std::string key_sql(const std::vector<const StoredField*>& key, const std::vector<std::string>& columns,
                                  std::string_view qualifier);

} // namespace assay::db
