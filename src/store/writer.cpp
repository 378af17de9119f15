#include "store/writer.hpp"

#include <fmt/format.h>

namespace assay::db {
namespace {

std::string join_words(const std::vector<std::string>& words) { return fmt::format("{}", fmt::join(words, " ")); }

void bind_digest(SQLite::Statement& statement, int index, const Digest& digest) {
    statement.bind(index, static_cast<const void*>(digest.data()), static_cast<int>(digest.size()));
}

void write_register(Connection& connection, std::int64_t change, const RegisterRecord& record) {
    SQLite::Statement insert(connection.db(), "INSERT INTO change_register VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    const auto& outcomes = record.outcomes;
    std::int64_t inserted = 0;
    for (const auto& block : record.blocks) {
        inserted += block.rows;
    }
    int index = 0;
    insert.bind(++index, change);
    insert.bind(++index, record.register_id);
    for (const auto* text : {&record.source.file, &record.source.sha256, &record.source.sheet, &record.source.column_map}) {
        insert.bind(++index, *text);
    }
    insert.bind(++index, static_cast<std::int64_t>(record.source.size_bytes));
    insert.bind(++index, join_words(record.columns));
    for (const auto count : {outcomes.added, outcomes.changed, outcomes.unchanged, outcomes.superseded, outcomes.rejected, outcomes.removed,
                             record.blocks.empty() ? 0 : record.blocks.front().first_row,
                             record.blocks.empty() ? 0 : record.blocks.back().last_row, inserted, record.rows_closed}) {
        insert.bind(++index, count);
    }
    bind_digest(insert, ++index, record.closed_digest);
    insert.exec();
    write_blocks(connection, change, record.register_id, record.blocks);
}

void write_population(Connection& connection, std::int64_t change, const std::string& register_id,
                      const PopulationDeclaration& population) {
    SQLite::Statement insert(connection.db(), "INSERT INTO change_population VALUES(?,?,?,?,?,?,?,?,?,?,?)");
    insert.bind(1, change);
    insert.bind(2, register_id);
    insert.bind(3, population.source);
    insert.bind(4, population.query);
    insert.bind(5, population.extracted_at);
    insert.bind(6, population.extracted_by);
    if (population.period_from) {
        insert.bind(7, std::int64_t{population.period_from->time_since_epoch().count()});
    }
    if (population.period_to) {
        insert.bind(8, std::int64_t{population.period_to->time_since_epoch().count()});
    }
    if (population.source_count) {
        insert.bind(9, *population.source_count);
    }
    insert.bind(10, population.rows_in);
    insert.bind(11, population.rows_rejected);
    insert.exec();
}

} // namespace

void write_blocks(Connection& connection, std::int64_t change, const std::string& name, const std::vector<Block>& all) {
    SQLite::Statement insert(connection.db(), "INSERT INTO change_block VALUES(?,?,?,?,?,?,?)");
    std::int64_t number = 0;
    for (const auto& block : all) {
        insert.reset();
        insert.bind(1, change);
        insert.bind(2, name);
        insert.bind(3, ++number);
        insert.bind(4, block.first_row);
        insert.bind(5, block.last_row);
        insert.bind(6, block.rows);
        bind_digest(insert, 7, block.digest);
        insert.exec();
    }
}

std::int64_t load_head(Connection& connection) { return connection.get_number("SELECT MAX(id) FROM change"); }

std::int64_t load_last_row(Connection& connection, const Lineage& lineage) {
    return connection.get_number(
        fmt::format("SELECT MAX((SELECT COALESCE(MAX(\"_row\"), 0) FROM {}), (SELECT COALESCE(MAX(\"_row\"), 0) FROM {}))",
                    sql_name(current_table(lineage.id())), sql_name(closed_table(lineage.id()))));
}

void write_change(Connection& connection, std::int64_t change, const ChangeRecord& record) {
    SQLite::Statement insert(connection.db(), "INSERT INTO change VALUES(?,?,?,?,?,?,x'')");
    insert.bind(1, change);
    insert.bind(2, std::string(to_text(record.kind)));
    insert.bind(3, std::int64_t{record.when.time_since_epoch().count()});
    insert.bind(4, record.author.who);
    insert.bind(5, record.author.why);
    if (record.undoes != 0) {
        insert.bind(6, record.undoes);
    }
    insert.exec();
    for (const auto& each : record.registers) {
        write_register(connection, change, each);
        if (each.population) {
            write_population(connection, change, each.register_id, *each.population);
        }
    }
    SQLite::Statement before(connection.db(), "SELECT digest FROM change WHERE id=?");
    before.bind(1, change - 1);
    const auto previous = before.executeStep() ? before.getColumn(0).getString() : std::string();
    const auto digest = change_digest(connection, change, previous);
    SQLite::Statement update(connection.db(), "UPDATE change SET digest=? WHERE id=?");
    bind_digest(update, 1, digest);
    update.bind(2, change);
    update.exec();
}

Closed close_rows(Connection& connection, const Lineage& lineage, std::int64_t change, const std::string& select) {
    std::vector<std::string> names;
    for (const auto& column : lineage.columns()) {
        names.push_back(column.name);
    }
    const auto fields = names.empty() ? std::string() : ", " + sql_names(names);
    const auto current = sql_name(current_table(lineage.id()));
    const auto closed = sql_name(closed_table(lineage.id()));
    connection.run(
        fmt::format("INSERT INTO {0}(\"_row\", \"_from\", \"_to\", \"_line\"{2}) SELECT \"_row\", \"_from\", ?, \"_line\"{2} FROM {1} "
                    "WHERE \"_row\" IN ({3}) ORDER BY \"_row\"",
                    closed, current, fields, select),
        change);
    Closed result;
    RowNumberHasher hasher;
    SQLite::Statement rows(connection.db(), fmt::format("SELECT \"_row\" FROM {} WHERE \"_to\"=? ORDER BY \"_row\"", closed));
    rows.bind(1, change);
    while (rows.executeStep()) {
        hasher.add(rows.getColumn(0).getInt64());
        ++result.rows;
    }
    result.digest = hasher.finish();
    if (result.rows > 0) {
        connection.exec(fmt::format("DELETE FROM {} WHERE \"_row\" IN ({})", current, select));
    }
    return result;
}

std::vector<Block> hash_inserted(Connection& connection, const Lineage& lineage, std::int64_t change, std::int64_t first_row) {
    const auto columns = encoded_columns(lineage, change);
    SQLite::Statement rows(connection.db(), fmt::format("SELECT \"_row\", \"_line\"{} FROM {} WHERE \"_row\" >= ? ORDER BY \"_row\"",
                                                        columns.names.empty() ? "" : ", " + sql_names(columns.names),
                                                        sql_name(current_table(lineage.id()))));
    rows.bind(1, first_row);
    RowHasher hasher(columns.ids);
    while (rows.executeStep()) {
        hasher.add(rows.getColumn(0).getInt64(), rows.getColumn(1).getInt64(), rows, 2);
    }
    return hasher.finish();
}

} // namespace assay::db
