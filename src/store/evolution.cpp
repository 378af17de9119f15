#include "store/evolution.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay::db {
namespace {

bool has_scale(FieldType type) { return type == FieldType::decimal || type == FieldType::percent || type == FieldType::money; }

bool same_type(const StoredField& stored, const Field& field) {
    return stored.type == field.type && (!has_scale(field.type) || stored.scale == field.scale) &&
           (field.type != FieldType::money || stored.currency == field.currency);
}

/// One register on its way from its stored definition to the new one.
class Evolution {
public:
    Evolution(Connection& connection, const Register& to, const Lineage* from, MigrationPlan* plan)
        : m_connection(&connection), m_to(&to), m_from(from), m_plan(plan) {}

    /// Alters the tables as long as nothing is refused; gives the fields of the new epoch.
    EvolvedRegister run() {
        if (m_from == nullptr || !has_versions()) {
            m_result.fields = rebuild();
            m_result.rebuilt = true;
            return std::move(m_result);
        }
        rename_register();
        m_result.fields = evolve_fields();
        check_key(m_result.fields);
        if (m_result.faults.empty() && m_plan == nullptr) {
            index_again(m_result.fields);
        }
        return std::move(m_result);
    }

private:
    template <class... Args>
    void refuse(fmt::format_string<Args...> format, Args&&... args) {
        m_result.faults.push_back(fmt::format("register '{}': {}", m_to->id, fmt::format(format, std::forward<Args>(args)...)));
    }
    [[nodiscard]] std::string stored_id() const { return m_from->id(); }
    [[nodiscard]] std::int64_t count(const std::string& table, const std::string& where) {
        return m_connection->get_number(fmt::format("SELECT COUNT(*) FROM {} WHERE {}", sql_name(table), where));
    }
    [[nodiscard]] std::int64_t count_versions(const std::string& where) {
        return count(current_table(m_id), where) + count(closed_table(m_id), where);
    }
    [[nodiscard]] bool has_versions() {
        m_id = stored_id();
        return count_versions("TRUE") > 0;
    }
    void alter(const std::string& what) {
        m_connection->exec(fmt::format("ALTER TABLE {} {}", sql_name(current_table(m_id)), what));
        m_connection->exec(fmt::format("ALTER TABLE {} {}", sql_name(closed_table(m_id)), what));
    }

    static StoredField stored(const Field& field, std::int64_t number) {
        return {field.id, number, field.type, has_scale(field.type) ? field.scale : 0, field.to, field.currency, field.key, field.required};
    }

    std::vector<StoredField> rebuild() {
        std::int64_t number = 1;
        if (m_from != nullptr) {
            m_connection->exec("DROP TABLE " + sql_name(current_table(stored_id())));
            m_connection->exec("DROP TABLE " + sql_name(closed_table(stored_id())));
            number = m_from->next_number();
        }
        std::vector<StoredField> fields;
        std::vector<TableColumn> columns;
        std::vector<std::string> key;
        for (const auto& field : m_to->fields) {
            fields.push_back(stored(field, number++));
            columns.push_back({field.id, is_numeric(field.type), field.key});
            if (field.key) {
                key.push_back(field.id);
            }
        }
        if (key.empty()) {
            refuse("it has no key field");
            return fields;
        }
        if (fields.size() > k_max_fields) {
            refuse("it has {} fields, and at most {} can be stored", fields.size(), k_max_fields);
            return fields;
        }
        for (const auto& statement : register_tables_ddl(m_to->id, columns)) {
            m_connection->exec(statement);
        }
        for (const auto& statement : register_indexes_ddl(m_to->id, key)) {
            m_connection->exec(statement);
        }
        return fields;
    }

    void rename_register() {
        if (m_to->id != m_id) {
            for (const auto& [from, to] :
                 {std::pair{current_table(m_id), current_table(m_to->id)}, {closed_table(m_id), closed_table(m_to->id)}}) {
                m_connection->exec(fmt::format("ALTER TABLE {} RENAME TO {}", sql_name(from), sql_name(to)));
            }
        }
        for (const auto& statement : drop_indexes_ddl(m_id)) {
            m_connection->exec(statement);
        }
        m_id = m_to->id;
    }

    /// The stored field that this one continues, under its own id or under the one it had.
    const StoredField* predecessor(const Field& field) const {
        const auto& epoch = m_from->current();
        if (const auto* same = epoch.find(field.id)) {
            return same;
        }
        return field.was.empty() || m_to->find_field(field.was) != nullptr ? nullptr : epoch.find(field.was);
    }

    std::vector<StoredField> evolve_fields() {
        std::vector<StoredField> fields;
        auto number = m_from->next_number();
        const auto columns = m_from->columns();
        for (const auto& field : m_to->fields) {
            const auto hidden = std::ranges::find_if(columns, [&](const StoredColumn& c) { return c.hidden && c.name == field.id; });
            const auto* old = predecessor(field);
            if (old == nullptr && hidden == columns.end()) {
                add_field(field);
                fields.push_back(stored(field, number++));
                continue;
            }
            if (old != nullptr && old->id != field.id) {
                if (hidden != columns.end()) {
                    refuse("field '{}' cannot become '{}': a removed field of that id still holds values (choose another id)", old->id,
                           field.id);
                    continue;
                }
                alter(fmt::format("RENAME COLUMN {} TO {}", sql_name(old->id), sql_name(field.id)));
            }
            if (old == nullptr) {
                old = last_known(hidden->number);
            }
            if (is_converted(field, *old)) {
                m_plan->conversions.push_back({*old, fields.size()});
                fields.push_back(stored(field, number++));
                continue;
            }
            retype(field, *old);
            fields.push_back(stored(field, old->number));
            check_rows(field, *old);
        }
        return fields;
    }

    const StoredField* last_known(std::int64_t number) const {
        const StoredField* found = nullptr;
        for (const auto& epoch : m_from->epochs) {
            if (const auto* field = epoch.find_number(number)) {
                found = field;
            }
        }
        return found;
    }

    void add_field(const Field& field) {
        if (const auto rows = count(current_table(m_id), "TRUE"); field.required && !field.key && rows > 0) {
            refuse("field '{}' is new and required, and {} lack it (make it optional)", field.id,
                   rows == 1 ? "1 row would" : fmt::format("{} rows would", rows));
        }
        alter(fmt::format("ADD COLUMN {} {}", sql_name(field.id), storage_of(is_numeric(field.type))));
    }

    /// Whether the field's values are to be converted into a new column, and the old one is to be kept beside it.
    bool is_converted(const Field& field, const StoredField& old) {
        if (m_plan == nullptr || same_type(old, field) || count_versions(sql_name(field.id) + " IS NOT NULL") == 0) {
            return false;
        }
        if (m_from->current().find(old.id) == nullptr) {
            return false; // a removed field that comes back as something else is another field
        }
        if (old.id != field.id) {
            refuse("field '{}' changes its id to '{}' and its type at once (change one, open the workspace, then the other)", old.id, field.id);
        }
        return true;
    }

    /// A field may change its type while it holds nothing, in any version.
    void retype(const Field& field, const StoredField& old) {
        if (same_type(old, field)) {
            return;
        }
        if (const auto used = count_versions(sql_name(field.id) + " IS NOT NULL"); used > 0) {
            const bool can_migrate = m_from->current().find(old.id) != nullptr; // not a removed field that comes back
            refuse("field '{}' changes from {} to {}, and {} a value ({}keep the type, or give the new field another id)", field.id,
                   type_words(old.type, old.scale, old.currency), type_words(field.type, field.scale, field.currency),
                   used == 1 ? "1 row version holds" : fmt::format("{} row versions hold", used), can_migrate ? fmt::format("run 'assay migrate {}', ", m_to->id) : "");
            return;
        }
        if (is_numeric(old.type) != is_numeric(field.type)) {
            alter("DROP COLUMN " + sql_name(field.id));
            alter(fmt::format("ADD COLUMN {} {}", sql_name(field.id), storage_of(is_numeric(field.type))));
        }
    }

    void check_rows(const Field& field, const StoredField& old) {
        if (field.required && !old.required && !field.key) {
            if (const auto rows = count(current_table(m_id), sql_name(field.id) + " IS NULL"); rows > 0) {
                refuse("field '{}' becomes required, and {} it (fill it first, or leave it optional)", field.id,
                       rows == 1 ? "1 row lacks" : fmt::format("{} rows lack", rows));
            }
        }
        if ((field.type == FieldType::enumeration || field.type == FieldType::set) && old.type == field.type) {
            check_words(field);
        }
    }

    void check_words(const Field& field) {
        const auto table = sql_name(current_table(m_id));
        const auto column = sql_name(field.id);
        SQLite::Statement used(m_connection->db(),
                               field.type == FieldType::enumeration
                                   ? fmt::format("SELECT {0}, COUNT(*) FROM {1} WHERE {0} IS NOT NULL GROUP BY 1 ORDER BY 1", column, table)
                                   : fmt::format("SELECT j.value, COUNT(*) FROM {1} AS r, json_each(r.{0}) AS j WHERE r.{0} IS NOT NULL "
                                                 "GROUP BY 1 ORDER BY 1",
                                                 column, table));
        while (used.executeStep()) {
            const auto word = used.getColumn(0).getString();
            if (std::ranges::find(field.words, word) == field.words.end()) {
                const auto rows = used.getColumn(1).getInt64();
                refuse("the word '{}' of field '{}' is removed, and {} it (change these rows first, or keep the word)", word, field.id,
                       rows == 1 ? "1 row uses" : fmt::format("{} rows use", rows));
            }
        }
    }

    void check_key(const std::vector<StoredField>& fields) {
        std::vector<std::int64_t> before;
        std::vector<std::int64_t> after;
        std::vector<std::string> before_ids;
        std::vector<std::string> after_ids;
        for (const auto* field : m_from->current().key()) {
            before.push_back(field->number);
            before_ids.push_back(field->id);
        }
        for (const auto& field : fields) {
            if (field.key) {
                after.push_back(field.number);
                after_ids.push_back(field.id);
            }
        }
        if (after.empty()) {
            refuse("it has no key field any more, and its rows had ({})", fmt::join(before_ids, ", "));
        } else if (before != after && m_plan != nullptr) {
            m_plan->key_before = std::move(before_ids);
        } else if (before != after) {
            const auto versions = count_versions("TRUE");
            refuse("its key changes from ({}) to ({}), and {} stored (run 'assay migrate {}', keep the key, or make a new register)", fmt::join(before_ids, ", "),
                   fmt::join(after_ids, ", "), versions == 1 ? "1 row version is" : fmt::format("{} row versions are", versions), m_to->id);
        }
        if (m_to->fields.size() + m_from->columns().size() > k_max_fields) {
            refuse("it has had more than {} fields", k_max_fields);
        }
    }

    void index_again(const std::vector<StoredField>& fields) {
        std::vector<std::string> key;
        for (const auto& field : fields) {
            if (field.key) {
                key.push_back(field.id);
            }
        }
        for (const auto& statement : register_indexes_ddl(m_id, key)) {
            m_connection->exec(statement);
        }
    }

    Connection* m_connection;
    const Register* m_to;
    const Lineage* m_from;
    MigrationPlan* m_plan; ///< null: types and keys must stay
    std::string m_id;
    EvolvedRegister m_result;
};

} // namespace

std::string type_words(FieldType type, int scale, std::string_view currency) {
    auto words = std::string(to_text(type));
    if (has_scale(type)) {
        words += fmt::format(" with scale {}", scale);
    }
    if (type == FieldType::money && !currency.empty()) {
        words += fmt::format(" in {}", currency);
    }
    return words;
}

EvolvedRegister evolve_register(Connection& connection, const Register& to, const Lineage* from, MigrationPlan* plan) {
    return Evolution(connection, to, from, plan).run();
}

} // namespace assay::db
