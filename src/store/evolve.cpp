#include "store/evolve.hpp"

#include "store/writer.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace assay::db {
namespace {

/// All that the tables and the intake make of a definition, and its very text: any difference is applied.
std::string fingerprint_of(const Register& of) {
    Sha256 hash;
    const auto put = [&](std::string_view text) { hash.update(fmt::format("{}:{};", text.size(), text)); };
    put(of.id);
    for (const auto& field : of.fields) {
        put(field.id);
        put(to_text(field.type));
        put(fmt::format("{} {} {} {}", field.scale, field.key, field.required, field.words.size()));
        put(field.to);
        put(field.currency);
        for (const auto& word : field.words) {
            put(word);
        }
    }
    put(of.source_text);
    return to_hex(hash.finish());
}

bool has_scale(FieldType type) { return type == FieldType::decimal || type == FieldType::percent || type == FieldType::money; }

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

bool same_type(const StoredField& stored, const Field& field) {
    return stored.type == field.type && (!has_scale(field.type) || stored.scale == field.scale) &&
           (field.type != FieldType::money || stored.currency == field.currency);
}

/// One register on its way from its stored definition to the new one.
class Evolution {
public:
    Evolution(Connection& connection, const Register& to, const Lineage* from, std::vector<std::string>& faults)
        : m_connection(&connection), m_to(&to), m_from(from), m_faults(&faults) {}

    /// Alters the tables as long as nothing is refused; gives the fields of the new epoch.
    std::vector<StoredField> run() {
        if (m_from == nullptr || !has_versions()) {
            return rebuild();
        }
        rename_register();
        auto fields = evolve_fields();
        check_key(fields);
        if (m_faults->empty()) {
            index_again(fields);
        }
        return fields;
    }
    [[nodiscard]] bool rebuilt() const { return m_rebuilt; }

private:
    template <class... Args>
    void refuse(fmt::format_string<Args...> format, Args&&... args) {
        m_faults->push_back(fmt::format("register '{}': {}", m_to->id, fmt::format(format, std::forward<Args>(args)...)));
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
        m_rebuilt = true;
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

    /// A field may change its type while it holds nothing, in any version.
    void retype(const Field& field, const StoredField& old) {
        if (same_type(old, field)) {
            return;
        }
        if (const auto used = count_versions(sql_name(field.id) + " IS NOT NULL"); used > 0) {
            refuse("field '{}' changes from {} to {}, and {} a value (keep the type, or give the new field another id)", field.id,
                   type_words(old.type, old.scale, old.currency), type_words(field.type, field.scale, field.currency),
                   used == 1 ? "1 row version holds" : fmt::format("{} row versions hold", used));
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
        if (before != after) {
            const auto versions = count_versions("TRUE");
            refuse("its key changes from ({}) to ({}), and {} stored (keep the key, or make a new register)", fmt::join(before_ids, ", "),
                   fmt::join(after_ids, ", "), versions == 1 ? "1 row version is" : fmt::format("{} row versions are", versions));
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
    std::vector<std::string>* m_faults;
    std::string m_id;
    bool m_rebuilt = false;
};

void write_definition(Connection& connection, std::int64_t change, std::int64_t lineage, bool rebuilt, const Register& of,
                      const std::vector<StoredField>& fields) {
    const auto source = to_hex(sha256(of.source_text));
    write_blob(connection, source, "register", of.source_text);
    connection.run("INSERT INTO definition VALUES(?,?,?,?,?,?)", change, of.id, lineage, std::int64_t{rebuilt}, fingerprint_of(of), source);
    SQLite::Statement insert(connection.db(), "INSERT INTO definition_field VALUES(?,?,?,?,?,?,?,?,?,?,?)");
    std::int64_t position = 0;
    for (const auto& field : fields) {
        insert.reset();
        insert.bind(1, change);
        insert.bind(2, of.id);
        insert.bind(3, ++position);
        insert.bind(4, field.id);
        insert.bind(5, field.number);
        insert.bind(6, std::string(to_text(field.type)));
        insert.bind(7, field.scale);
        insert.bind(8, field.to);
        insert.bind(9, field.currency);
        insert.bind(10, std::int64_t{field.key});
        insert.bind(11, std::int64_t{field.required});
        insert.exec();
    }
}

/// The stored register that this definition continues, under its own id or under the one it had.
const Lineage* predecessor(const Lineages& lineages, const Schema& schema, const Register& of) {
    if (const auto* same = lineages.find(of.id)) {
        return same;
    }
    return of.was.empty() || schema.find(of.was) != nullptr ? nullptr : lineages.find(of.was);
}

bool differs(const Lineages& lineages, const Register& of) {
    const auto* stored = lineages.find(of.id);
    return stored == nullptr || stored->current().fingerprint != fingerprint_of(of);
}

} // namespace

void write_blob(Connection& connection, std::string_view digest, std::string_view kind, std::string_view bytes) {
    SQLite::Statement insert(connection.db(), "INSERT INTO blob VALUES(?,?,?,?) ON CONFLICT(digest) DO NOTHING");
    insert.bind(1, std::string(digest));
    insert.bind(2, std::string(kind));
    insert.bind(3, seal_of(digest, kind));
    insert.bind(4, static_cast<const void*>(bytes.data()), static_cast<int>(bytes.size()));
    if (bytes.empty()) {
        insert.bind(4, "", 0); // an empty blob, where a null pointer would bind NULL
    }
    insert.exec();
}

std::int64_t apply_definitions(Connection& connection, const Schema& schema, const Author& author, Instant when) {
    const auto is_same = [&] {
        const auto lineages = load_lineages(connection);
        return std::ranges::none_of(schema.registers, [&](const Register& each) { return differs(lineages, each); });
    };
    if (is_same()) {
        return 0; // asked before the write lock is taken: a store that is read only can still be used
    }
    Transaction transaction(connection, Access::write);
    const auto lineages = load_lineages(connection);
    const auto change = load_head(connection) + 1;
    std::int64_t next_lineage = 1;
    for (const auto& lineage : lineages.all) {
        next_lineage = std::max(next_lineage, lineage.number + 1);
    }
    std::vector<std::string> faults;
    bool any = false;
    for (const auto& each : schema.registers) {
        if (!differs(lineages, each)) {
            continue;
        }
        any = true;
        const auto* from = predecessor(lineages, schema, each);
        std::vector<std::string> refused;
        Evolution evolution(connection, each, from, refused);
        const auto fields = evolution.run();
        if (refused.empty()) {
            write_definition(connection, change, from == nullptr ? next_lineage++ : from->number, evolution.rebuilt(), each, fields);
        }
        faults.insert(faults.end(), refused.begin(), refused.end());
    }
    if (!faults.empty()) {
        throw Error(fmt::format("{}", fmt::join(faults, "\n")));
    }
    if (!any) {
        return 0;
    }
    ChangeRecord record;
    record.kind = ChangeKind::definition;
    record.author = author;
    record.when = when;
    write_change(connection, change, record);
    transaction.commit();
    return change;
}

} // namespace assay::db
