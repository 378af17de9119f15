#include "store/ddl.hpp"

#include <fmt/format.h>

namespace assay::db {
namespace {

// Order matters for digests: a change's digest covers every column of its rows, in this order.
constexpr std::string_view k_system[] = {
    ("CREATE TABLE change(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, made_at INTEGER NOT NULL, who TEXT NOT NULL, why TEXT NOT NULL, "
     "undoes INTEGER, digest BLOB NOT NULL) STRICT"),
    ("CREATE TABLE change_register(change INTEGER NOT NULL, register TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, "
     "sheet TEXT NOT NULL, column_map TEXT NOT NULL, size_bytes INTEGER NOT NULL, columns TEXT NOT NULL, added INTEGER NOT NULL, "
     "changed INTEGER NOT NULL, unchanged INTEGER NOT NULL, superseded INTEGER NOT NULL, rejected INTEGER NOT NULL, "
     "removed INTEGER NOT NULL, first_row INTEGER NOT NULL, last_row INTEGER NOT NULL, rows_inserted INTEGER NOT NULL, "
     "rows_closed INTEGER NOT NULL, closed_digest BLOB NOT NULL, PRIMARY KEY(change, register)) STRICT, WITHOUT ROWID"),
    ("CREATE TABLE change_block(change INTEGER NOT NULL, register TEXT NOT NULL, block INTEGER NOT NULL, first_row INTEGER NOT NULL, "
     "last_row INTEGER NOT NULL, rows INTEGER NOT NULL, digest BLOB NOT NULL, PRIMARY KEY(change, register, block)) STRICT, WITHOUT ROWID"),
    ("CREATE TABLE change_population(change INTEGER NOT NULL, register TEXT NOT NULL, source TEXT NOT NULL, query TEXT NOT NULL, "
     "extracted_at TEXT NOT NULL, extracted_by TEXT NOT NULL, period_from INTEGER, period_to INTEGER, source_count INTEGER, "
     "rows_in INTEGER NOT NULL, rows_rejected INTEGER NOT NULL, PRIMARY KEY(change, register)) STRICT, WITHOUT ROWID"),
    ("CREATE TABLE definition(change INTEGER NOT NULL, register TEXT NOT NULL, lineage INTEGER NOT NULL, rebuilt INTEGER NOT NULL, "
     "fingerprint TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY(change, register)) STRICT, WITHOUT ROWID"),
    ("CREATE TABLE definition_field(change INTEGER NOT NULL, register TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL, "
     "number INTEGER NOT NULL, type TEXT NOT NULL, scale INTEGER NOT NULL, target TEXT NOT NULL, currency TEXT NOT NULL, "
     "is_key INTEGER NOT NULL, required INTEGER NOT NULL, PRIMARY KEY(change, register, position)) STRICT, WITHOUT ROWID"),
    "CREATE TABLE blob(digest TEXT PRIMARY KEY, kind TEXT NOT NULL, seal TEXT NOT NULL, bytes BLOB NOT NULL) STRICT",
    ("CREATE TABLE assessment(id INTEGER PRIMARY KEY AUTOINCREMENT, saved_at INTEGER NOT NULL, who TEXT NOT NULL, head INTEGER NOT NULL, "
     "on_date INTEGER NOT NULL, period_from INTEGER NOT NULL, period_to INTEGER NOT NULL, organization TEXT NOT NULL, "
     "isolated_percent INTEGER NOT NULL, isolated_rows INTEGER NOT NULL, major_percent INTEGER NOT NULL, major_rows INTEGER NOT NULL, "
     "systemic_percent INTEGER NOT NULL, systemic_subjects INTEGER NOT NULL, lag_months INTEGER NOT NULL, lag_days INTEGER NOT NULL, "
     "digest BLOB NOT NULL DEFAULT x'') STRICT"),
    ("CREATE TABLE assessment_word(assessment INTEGER NOT NULL, number INTEGER NOT NULL, word TEXT NOT NULL, "
     "PRIMARY KEY(assessment, number)) STRICT, WITHOUT ROWID"),
    ("CREATE TABLE assessment_catalog(assessment INTEGER NOT NULL, position INTEGER NOT NULL, catalog TEXT NOT NULL, "
     "PRIMARY KEY(assessment, position)) STRICT, WITHOUT ROWID"),
    ("CREATE TABLE assessment_manifest(assessment INTEGER NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, "
     "digest TEXT NOT NULL, PRIMARY KEY(assessment, position)) STRICT, WITHOUT ROWID"),
    ("CREATE TABLE assessment_determination(assessment INTEGER NOT NULL, position INTEGER NOT NULL, catalog INTEGER NOT NULL, "
     "control TEXT NOT NULL, subject INTEGER NOT NULL, subject_title INTEGER NOT NULL, outcome INTEGER NOT NULL, grade INTEGER NOT NULL, "
     "PRIMARY KEY(assessment, position)) STRICT, WITHOUT ROWID"),
    ("CREATE TABLE assessment_basis(assessment INTEGER NOT NULL, determination INTEGER NOT NULL, position INTEGER NOT NULL, "
     "kind INTEGER NOT NULL, effect INTEGER NOT NULL, ref TEXT NOT NULL, text TEXT NOT NULL, "
     "PRIMARY KEY(assessment, determination, position)) STRICT, WITHOUT ROWID"),
    ("CREATE TABLE assessment_tally(assessment INTEGER NOT NULL, position INTEGER NOT NULL, checked INTEGER NOT NULL, "
     "subject INTEGER NOT NULL, population INTEGER NOT NULL, selected INTEGER NOT NULL, failed INTEGER NOT NULL, "
     "undecided INTEGER NOT NULL, not_due INTEGER NOT NULL, out_of_period INTEGER NOT NULL, without_service INTEGER NOT NULL, "
     "out_of_scope INTEGER NOT NULL, disposed INTEGER NOT NULL, complete INTEGER NOT NULL, incomplete_why TEXT NOT NULL, "
     "grade INTEGER NOT NULL, fault TEXT NOT NULL, PRIMARY KEY(assessment, position)) STRICT, WITHOUT ROWID"),
    ("CREATE TABLE assessment_failing(assessment INTEGER NOT NULL, position INTEGER NOT NULL, checked INTEGER NOT NULL, "
     "subject INTEGER NOT NULL, register INTEGER NOT NULL, row INTEGER NOT NULL, failed INTEGER NOT NULL, disposition INTEGER NOT NULL, "
     "key TEXT, fingerprint TEXT, PRIMARY KEY(assessment, position)) STRICT, WITHOUT ROWID"),
};

} // namespace

std::span<const std::string_view> system_ddl() { return k_system; }

std::string sql_name(std::string_view name) {
    std::string text = "\"";
    for (const char c : name) {
        text += c;
        if (c == '"') {
            text += c;
        }
    }
    return text + '"';
}

std::string sql_names(const std::vector<std::string>& names, std::string_view qualifier) {
    std::string text;
    for (const auto& name : names) {
        text += fmt::format("{}{}{}", text.empty() ? "" : ", ", qualifier, sql_name(name));
    }
    return text;
}

std::string_view storage_of(bool numeric) { return numeric ? "INTEGER" : "TEXT"; }
std::string current_table(std::string_view register_id) { return fmt::format("r_{}", register_id); }
std::string closed_table(std::string_view register_id) { return fmt::format("h_{}", register_id); }
std::string key_index(std::string_view register_id) { return fmt::format("k_{}", register_id); }

std::vector<std::string> register_tables_ddl(std::string_view register_id, std::span<const TableColumn> columns) {
    std::string fields;
    for (const auto& column : columns) {
        fields += fmt::format(", {} {}{}", sql_name(column.name), storage_of(column.numeric), column.key ? " NOT NULL" : "");
    }
    return {
        fmt::format("CREATE TABLE {}(\"_row\" INTEGER PRIMARY KEY, \"_from\" INTEGER NOT NULL, \"_line\" INTEGER NOT NULL{}) STRICT",
                    sql_name(current_table(register_id)), fields),
        fmt::format("CREATE TABLE {}(\"_row\" INTEGER PRIMARY KEY, \"_from\" INTEGER NOT NULL, \"_to\" INTEGER NOT NULL, "
                    "\"_line\" INTEGER NOT NULL{}) STRICT",
                    sql_name(closed_table(register_id)), fields),
    };
}

std::string key_index_ddl(std::string_view register_id, const std::vector<std::string>& key) {
    return fmt::format("CREATE UNIQUE INDEX {} ON {}({})", sql_name(key_index(register_id)), sql_name(current_table(register_id)),
                       sql_names(key));
}

std::vector<std::string> register_indexes_ddl(std::string_view register_id, const std::vector<std::string>& key) {
    const auto closed = sql_name(closed_table(register_id));
    return {
        key_index_ddl(register_id, key),
        fmt::format("CREATE INDEX {} ON {}({})", sql_name(fmt::format("hk_{}", register_id)), closed, sql_names(key)),
        fmt::format("CREATE INDEX {} ON {}(\"_to\")", sql_name(fmt::format("ht_{}", register_id)), closed),
    };
}

std::vector<std::string> drop_indexes_ddl(std::string_view register_id) {
    return {fmt::format("DROP INDEX {}", sql_name(key_index(register_id))),
            fmt::format("DROP INDEX {}", sql_name(fmt::format("hk_{}", register_id))),
            fmt::format("DROP INDEX {}", sql_name(fmt::format("ht_{}", register_id)))};
}

} // namespace assay::db
