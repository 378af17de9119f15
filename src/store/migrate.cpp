#include "store/migrate.hpp"

#include "assay/base/text.hpp"
#include "store/evolution.hpp"
#include "store/evolve.hpp"
#include "store/values.hpp"
#include "store/writer.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay::db {
namespace {

constexpr std::size_t k_max_named = 10; ///< values, keys and references told of each kind
/// Fields of register `disposition`, which names a row by texts.
constexpr std::string_view k_decisions = "disposition";

class Migrating {
public:
    Migrating(Connection& connection, const Lineages& lineages, const Lineage& from, const Register& to, std::int64_t change)
        : m_connection(&connection), m_lineages(&lineages), m_from(&from), m_to(&to), m_change(change) {}

    MigrationResult run(const ValueConverter& convert) {
        auto evolved = evolve_register(*m_connection, *m_to, m_from, &m_plan);
        m_faults = std::move(evolved.faults);
        throw_faults();
        if (m_plan.empty()) {
            throw Error(fmt::format("register '{}': neither a type nor the key changes while rows speak against it; there is nothing to migrate", m_to->id));
        }
        m_after = *m_from;
        m_after.epochs.push_back({m_change, m_to->id, false, {}, {}, std::move(evolved.fields)});
        m_result.register_id = m_to->id;
        m_connection->exec("CREATE TEMP TABLE IF NOT EXISTS migrating(field INTEGER, old, new, PRIMARY KEY(field, old)) WITHOUT ROWID");
        m_connection->exec("DELETE FROM temp.migrating");
        for (const auto& conversion : m_plan.conversions) {
            convert_values(conversion, convert);
        }
        throw_faults();
        check_references();
        write_tables();
        check_required();
        check_key();
        throw_faults();
        for (const auto& statement : register_indexes_ddl(m_to->id, m_after.key_columns())) {
            m_connection->exec(statement);
        }
        if (!m_plan.key_before.empty()) {
            m_result.key_before = m_plan.key_before;
            m_result.key_after = m_after.key_columns();
        }
        return std::move(m_result);
    }
    [[nodiscard]] const Lineage& after() const { return m_after; }

private:
    template <class... Args>
    void refuse(fmt::format_string<Args...> format, Args&&... args) {
        m_faults.push_back(fmt::format("register '{}': {}", m_to->id, fmt::format(format, std::forward<Args>(args)...)));
    }
    void throw_faults() const {
        if (!m_faults.empty()) {
            throw Error(fmt::format("{}", fmt::join(m_faults, "\n")));
        }
    }
    [[nodiscard]] const StoredField& field_of(const MigrationPlan::Conversion& conversion) const { return m_after.current().fields[conversion.field]; }
    [[nodiscard]] bool is_key_touched() const {
        return !m_plan.key_before.empty() || std::ranges::any_of(m_plan.conversions, [&](const auto& each) { return each.from.key; });
    }

    /// Each value once, however many rows hold it.
    void convert_values(const MigrationPlan::Conversion& conversion, const ValueConverter& convert) {
        const auto& field = field_of(conversion);
        const auto& to = *m_to->find_field(field.id);
        MigrationResult::ConvertedField result{field.id, type_words(conversion.from.type, conversion.from.scale, conversion.from.currency),
                                               type_words(field.type, field.scale, field.currency), 0, 0, 0, 0};
        const auto column = sql_name(conversion.from.id);
        SQLite::Statement values(m_connection->db(), fmt::format("SELECT v, SUM(is_current), COUNT(*) - SUM(is_current) FROM (SELECT {0} AS v, 1 AS is_current FROM {1} UNION ALL "
                                                                 "SELECT {0}, 0 FROM {2}) WHERE v IS NOT NULL GROUP BY v ORDER BY v",
                                                                 column, sql_name(current_table(m_to->id)), sql_name(closed_table(m_to->id))));
        SQLite::Statement insert(m_connection->db(), "INSERT INTO temp.migrating VALUES(?,?,?)");
        std::size_t unfit = 0;
        while (values.executeStep()) {
            const auto old = read_value(values, 0);
            const auto rows = values.getColumn(1).getInt64();
            const auto closed = values.getColumn(2).getInt64();
            const auto [made, shown] = convert(to, old);
            result.rows += rows;
            result.closed += closed;
            if (!made || is_absent(*made)) {
                result.unfit += made ? 0 : closed;
                result.made_absent += made ? rows : 0;
                if (!made && rows > 0 && ++unfit <= k_max_named) {
                    refuse_value(field.id, to, old, shown, rows);
                }
                continue;
            }
            insert.reset();
            insert.bind(1, field.number);
            bind_value(insert, 2, old);
            bind_value(insert, 3, *made);
            insert.exec();
        }
        if (unfit > k_max_named) {
            refuse("and {} more values of field '{}'", unfit - k_max_named, field.id);
        }
        m_result.fields.push_back(std::move(result));
    }

    void refuse_value(const std::string& field, const Field& to, const Value& old, const std::string& shown, std::int64_t rows) {
        const auto key = key_sql(m_from->current().key(), m_from->key_columns(), "");
        SQLite::Statement keys(m_connection->db(),
                               fmt::format("SELECT {} FROM {} WHERE {}=? ORDER BY \"_row\" LIMIT 3", key, sql_name(current_table(m_to->id)), sql_name(field)));
        bind_value(keys, 1, old);
        std::vector<std::string> named;
        while (keys.executeStep()) {
            named.push_back(show_key(keys.getColumn(0).getString()));
        }
        const auto more = rows - static_cast<std::int64_t>(named.size());
        const bool has_words = to.type == FieldType::enumeration || to.type == FieldType::set;
        refuse("field '{0}': {1} '{2}', which is no {3}: {4}{5} (say what becomes of it: --map \"{0}:{2}=…\")", field,
               rows == 1 ? std::string("1 row holds") : fmt::format("{} rows hold", group_thousands(rows)), escape_control(shown),
               has_words ? "word of the new definition" : to_text(to.type), escape_control(fmt::format("{}", fmt::join(named, ", "))),
               more > 0 ? fmt::format(" and {} more", group_thousands(more)) : "");
    }

    /// What names a row by its key would name nothing, or another row.
    void check_references() {
        if (!is_key_touched()) {
            return;
        }
        for (const auto& lineage : m_lineages->all) {
            for (const auto& field : lineage.current().fields) {
                if (field.type == FieldType::ref && field.to == m_from->id()) {
                    const auto& id = lineage.number == m_from->number ? m_to->id : lineage.id();
                    refuse_naming(id, field.id, m_connection->get_number(fmt::format("SELECT COUNT(*) FROM {} WHERE {} IS NOT NULL", sql_name(current_table(id)), sql_name(field.id))));
                }
            }
            if (lineage.id() == k_decisions && lineage.current().find("register") != nullptr) {
                refuse_naming(lineage.id(), "row_key", m_connection->get_number(fmt::format("SELECT COUNT(*) FROM {} WHERE \"register\"=?", sql_name(current_table(lineage.id()))), m_to->id));
            }
        }
    }
    void refuse_naming(const std::string& register_id, const std::string& field, std::int64_t rows) {
        if (rows > 0) {
            refuse("its key changes, and {} of '{}' {} it in '{}' (take these out first, and bring them in again under the new key)", count_of(rows, "row", "rows"), register_id,
                   rows == 1 ? "names" : "name", field);
        }
    }

    /// Both tables once more, with the columns of the new definition: what is NOT NULL cannot be altered.
    void write_tables() {
        for (const auto& table : {current_table(m_to->id), closed_table(m_to->id)}) {
            m_connection->exec(fmt::format("ALTER TABLE {} RENAME TO {}", sql_name(table), sql_name(table + "#")));
        }
        for (const auto& statement : register_tables_ddl(m_to->id, open_columns())) {
            m_connection->exec(statement);
        }
        std::string names;
        std::string values;
        std::string joins;
        for (const auto& column : m_after.columns()) {
            names += ", " + sql_name(column.name);
            const auto conversion = std::ranges::find(m_plan.conversions, column.number, [&](const auto& each) { return field_of(each).number; });
            if (conversion != m_plan.conversions.end()) {
                joins += fmt::format(" LEFT JOIN temp.migrating AS m{0} ON m{0}.field={0} AND m{0}.old=t.{1}", column.number, sql_name(conversion->from.id));
                values += fmt::format(", m{}.new", column.number);
            } else {
                const auto source = std::ranges::find(m_plan.conversions, column.number, [](const auto& each) { return each.from.number; });
                values += ", t." + sql_name(source == m_plan.conversions.end() ? column.name : source->from.id);
            }
        }
        for (const auto& [table, to] : {std::pair{current_table(m_to->id), ""}, {closed_table(m_to->id), ", \"_to\""}}) {
            m_connection->exec(fmt::format("INSERT INTO {0}(\"_row\", \"_from\"{1}, \"_line\"{2}) SELECT t.\"_row\", t.\"_from\"{3}, t.\"_line\"{4} FROM {5} AS t{6} ORDER BY t.\"_row\"",
                                           sql_name(table), to, names, *to == '\0' ? "" : ", t.\"_to\"", values, sql_name(table + "#"), joins));
            m_connection->exec("DROP TABLE " + sql_name(table + "#"));
        }
    }

    /// The columns as they will be, unless a key has gaps: then none is NOT NULL, so that all gaps can be told.
    [[nodiscard]] std::vector<TableColumn> open_columns() {
        auto columns = m_after.table_columns();
        if (count_gaps(true) > 0) {
            for (auto& column : columns) {
                column.key = false;
            }
        }
        return columns;
    }

    /// Row versions that lack a part of the new key, before the tables are written; refused if asked to.
    std::int64_t count_gaps(bool refuses) {
        std::int64_t gaps = 0;
        const auto suffix = "#";
        for (const auto* field : m_after.current().key()) {
            const auto conversion = std::ranges::find(m_plan.conversions, field->number, [&](const auto& each) { return field_of(each).number; });
            const auto lacks = conversion == m_plan.conversions.end()
                                   ? sql_name(field->id) + " IS NULL"
                                   : fmt::format("NOT EXISTS (SELECT 1 FROM temp.migrating WHERE field={} AND old={})", field->number, sql_name(conversion->from.id));
            const auto count = [&](const std::string& table) {
                return m_connection->get_number(fmt::format("SELECT COUNT(*) FROM {} WHERE {}", sql_name(table + suffix), lacks));
            };
            const auto versions = count(current_table(m_to->id)) + count(closed_table(m_to->id));
            gaps += versions;
            if (refuses && versions > 0) {
                refuse("field '{}' becomes part of the key, and {} it (every version must have one; keep the key, or make a new register)", field->id,
                       versions == 1 ? "1 row version lacks" : fmt::format("{} row versions lack", group_thousands(versions)));
            }
        }
        return gaps;
    }

    void check_required() {
        for (const auto& conversion : m_plan.conversions) {
            const auto& field = field_of(conversion);
            if (!field.required || field.key) {
                continue;
            }
            const auto rows = m_connection->get_number(fmt::format("SELECT COUNT(*) FROM {} WHERE {} IS NULL", sql_name(current_table(m_to->id)), sql_name(field.id)));
            if (rows > 0) {
                refuse("field '{}' is required, and {} it (say another value for them, or make it optional)", field.id,
                       rows == 1 ? "1 row would lack" : fmt::format("{} rows would lack", group_thousands(rows)));
            }
        }
    }

    void check_key() {
        if (!is_key_touched() || !m_faults.empty()) {
            return;
        }
        SQLite::Statement twice(m_connection->db(), fmt::format("SELECT {}, COUNT(*) FROM {} GROUP BY 1 HAVING COUNT(*) > 1 ORDER BY 1 LIMIT {}",
                                                                key_sql(m_after.current().key(), m_after.key_columns(), ""), sql_name(current_table(m_to->id)), k_max_named));
        while (twice.executeStep()) {
            refuse("the key '{}' would be that of {} rows", escape_control(show_key(twice.getColumn(0).getString())), twice.getColumn(1).getInt64());
        }
        if (!m_faults.empty()) {
            refuse("rows must differ in ({}) (rename or remove all but one of each)", fmt::join(m_after.key_columns(), ", "));
        }
    }

    Connection* m_connection;
    const Lineages* m_lineages;
    const Lineage* m_from;
    const Register* m_to;
    std::int64_t m_change;
    MigrationPlan m_plan;
    Lineage m_after; ///< with the new epoch
    std::vector<std::string> m_faults;
    MigrationResult m_result;
};

} // namespace

std::string converted_name(std::string_view register_id) { return fmt::format("{}#converted", register_id); }

std::vector<Block> hash_converted(Connection& connection, const Lineage& lineage, std::int64_t change) {
    std::vector<std::string> ids;
    std::vector<std::string> names;
    for (const auto& conversion : lineage.conversions()) {
        const auto columns = lineage.columns();
        const auto column = std::ranges::find(columns, conversion.to, &StoredColumn::number);
        if (conversion.change == change && column != columns.end()) {
            ids.push_back(lineage.id_at(conversion.to, change));
            names.push_back(column->name);
        }
    }
    RowHasher hasher(ids);
    if (ids.empty()) {
        return hasher.finish();
    }
    std::vector<std::string> sorted;
    for (const auto index : hasher.order()) {
        sorted.push_back(names[index]);
    }
    SQLite::Statement rows(connection.db(), fmt::format("SELECT \"_row\", {0} FROM {1} WHERE \"_from\" < ?1 UNION ALL SELECT \"_row\", {0} FROM {2} WHERE \"_from\" < ?1 ORDER BY 1",
                                                        sql_names(sorted), sql_name(current_table(lineage.id())), sql_name(closed_table(lineage.id()))));
    rows.bind(1, change);
    while (rows.executeStep()) {
        hasher.add(rows.getColumn(0).getInt64(), 0, rows, 1);
    }
    return hasher.finish();
}

MigrationResult migrate_register(Connection& connection, const Schema& schema, std::string_view register_id, const ValueConverter& convert, const Author& author,
                                 Instant when, bool try_only) {
    Transaction transaction(connection, Access::write);
    const auto lineages = load_lineages(connection);
    const auto& to = schema.get(register_id);
    const auto* from = predecessor(lineages, schema, to);
    if (from == nullptr || !differs(lineages, to)) {
        throw Error(fmt::format("register '{}': its definition is the stored one; there is nothing to migrate", to.id));
    }
    const auto change = load_head(connection) + 1;
    Migrating migrating(connection, lineages, *from, to, change);
    auto result = migrating.run(convert);
    write_definition(connection, change, from->number, false, to, migrating.after().current().fields);
    write_blocks(connection, change, converted_name(to.id), hash_converted(connection, migrating.after(), change));
    ChangeRecord record;
    record.kind = ChangeKind::definition;
    record.author = author;
    record.when = when;
    write_change(connection, change, record);
    if (!try_only) {
        transaction.commit();
        result.change = change;
    }
    return result;
}

} // namespace assay::db
