// The schema as it is against the schema as it would be generated now, compared by what SQLite makes of both.
#include "store/verify.hpp"

#include <map>

#include <fmt/format.h>

namespace assay::db {
namespace {

/// Name of each object → what it amounts to. Columns are sorted by name: an added one stands last in the table.
std::map<std::string, std::string> describe(SQLite::Database& db) {
    std::map<std::string, std::string> objects;
    SQLite::Statement names(db, "SELECT type, name, tbl_name, COALESCE(sql, '') FROM sqlite_schema ORDER BY name");
    while (names.executeStep()) {
        const auto type = names.getColumn(0).getString();
        const auto name = names.getColumn(1).getString();
        const auto sql = names.getColumn(3).getString();
        if (type != "table" || !(name.starts_with("r_") || name.starts_with("h_"))) {
            objects[name] = fmt::format("{} on {}: {}", type, names.getColumn(2).getString(), sql);
            continue;
        }
        auto text = std::string("table");
        SQLite::Statement columns(
            db, "SELECT name, type, \"notnull\", COALESCE(dflt_value, '-'), pk, hidden FROM pragma_table_xinfo(?) ORDER BY name");
        columns.bind(1, name);
        while (columns.executeStep()) {
            for (int i = 0; i < columns.getColumnCount(); ++i) {
                text += " " + columns.getColumn(i).getString();
            }
            text += ";";
        }
        SQLite::Statement strict(db, "SELECT strict, wr FROM pragma_table_list(?) WHERE schema='main'");
        strict.bind(1, name);
        if (strict.executeStep()) {
            text += fmt::format(" strict {} wr {}", strict.getColumn(0).getInt(), strict.getColumn(1).getInt());
        }
        // ALTER TABLE leaves no such words behind, so they can only have been put there.
        for (const auto* word : {"CHECK", "COLLATE", "GENERATED", "REFERENCES", "ON CONFLICT"}) {
            text += sql.find(word) != std::string::npos ? fmt::format(" {}", word) : "";
        }
        objects[name] = text;
    }
    return objects;
}

std::map<std::string, std::string> wanted_objects(const Lineages& lineages) {
    SQLite::Database wanted_db(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    for (const auto& statement : system_ddl()) {
        wanted_db.exec(std::string(statement));
    }
    for (const auto& lineage : lineages.all) {
        const auto columns = lineage.table_columns();
        for (const auto& statement : register_tables_ddl(lineage.id(), columns)) {
            wanted_db.exec(statement);
        }
        for (const auto& statement : register_indexes_ddl(lineage.id(), lineage.key_columns())) {
            wanted_db.exec(statement);
        }
    }
    return describe(wanted_db);
}

} // namespace

void verify_schema(Connection& connection, const Lineages& lineages, VerifyReport& report) {
    std::map<std::string, std::string> wanted;
    try {
        wanted = wanted_objects(lineages);
    } catch (const SQLite::Exception&) {
        add_fault(report, {0, {}, 0, 0, 0, "schema: the stored definitions make no tables"});
        return;
    }
    const auto found = describe(connection.db());
    for (const auto& [name, text] : wanted) {
        const auto at = found.find(name);
        if (at == found.end()) {
            add_fault(report, {0, {}, 0, 0, 0, fmt::format("schema: '{}' is missing", name)});
        } else if (at->second != text) {
            add_fault(report, {0, {}, 0, 0, 0, fmt::format("schema: '{}' differs from the definitions", name)});
        }
    }
    for (const auto& [name, text] : found) {
        if (!wanted.contains(name)) {
            add_fault(report, {0, {}, 0, 0, 0, fmt::format("schema: '{}' is none of Assay's", name)});
        }
    }
}

} // namespace assay::db
