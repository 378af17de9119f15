// Rows of a file that was exported with its versions: told apart by what the file was written from, what is stored now, and what is in
// the file. Whoever edited a row that changed meanwhile must decide; whoever did not keeps the stored one.
#include "store/session.hpp"

#include "store/values.hpp"

#include <fmt/format.h>

namespace assay::db {

/// A row of the file whose stored row, if any, is not the version it was written from.
struct Session::Sifted {
    std::int64_t sequence = 0;
    std::uint64_t line = 0;
    std::string key;
    std::int64_t stored_from = 0; ///< 0: nothing is stored
    std::optional<std::vector<Value>> old;
    std::vector<Value> theirs; ///< absent throughout when nothing is stored
    std::vector<Value> yours;
    [[nodiscard]] bool is_stored() const { return stored_from != 0; }
};

void Session::add_version(std::uint64_t line, std::span<const Value> values, RowBase base) {
    if (!m_round_trip) {
        throw Error("rows with versions need a session for the round trip");
    }
    m_base = base;
    add(line, values, std::nullopt);
    m_base = {};
}

void Session::keep(RowBase base) {
    if (!m_round_trip) {
        throw Error("rows with versions need a session for the round trip");
    }
    m_connection->guard([&] {
        for (const auto& table : {current_table(m_lineage.id()), closed_table(m_lineage.id())}) {
            m_connection->run(fmt::format("INSERT OR IGNORE INTO temp.kept SELECT {} FROM {} WHERE \"_row\"=? AND \"_from\"=?",
                                          key_expression({}), sql_name(table)),
                              base.row, base.from);
        }
    });
}

std::vector<Value> Session::read_columns(SQLite::Statement& rows, int first) const {
    std::vector<Value> values;
    values.reserve(m_columns.size());
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        values.push_back(read_value(rows, first + static_cast<int>(i)));
    }
    return values;
}

/// The version that a row was written from, if it is one of this key.
std::optional<std::vector<Value>> Session::find_base(SQLite::Statement& find, const std::vector<Value>& yours, RowBase base) const {
    if (base.row == 0) {
        return std::nullopt;
    }
    find.reset();
    find.bind(1, base.row);
    if (!find.executeStep() || find.getColumn(0).getInt64() != base.from) {
        return std::nullopt;
    }
    auto values = read_columns(find, 1);
    for (const auto index : m_key) {
        if (values[index] != yours[index]) {
            return std::nullopt; // a copied row that was given another key
        }
    }
    return values;
}

/// Decides about the rows whose stored row is not the one that the file was written from; the others are decided like any row.
void Session::sift_versions() {
    const auto current = sql_name(current_table(m_lineage.id()));
    std::string on;
    for (const auto& name : m_key_names) {
        on += fmt::format("{}r.{} = s.{}", on.empty() ? "" : " AND ", sql_name(name), sql_name(name));
    }
    SQLite::Statement rows(
        m_connection->db(),
        fmt::format("SELECT s.\"_seq\", s.\"_line\", s.\"_base\", s.\"_base_from\", {}, r.\"_from\", {}, {} FROM temp.stage AS s "
                    "LEFT JOIN {} AS r ON {} WHERE s.\"_gone\"=0 AND r.\"_row\" IS NOT s.\"_base\" "
                    "AND (s.\"_base\" > 0 OR r.\"_row\" IS NOT NULL) "
                    "AND s.\"_seq\" NOT IN (SELECT seq FROM temp.lost) ORDER BY s.\"_seq\"",
                    key_expression("s."), sql_names(m_columns, "s."), sql_names(m_columns, "r."), current, on));
    SQLite::Statement find(
        m_connection->db(),
        fmt::format("SELECT \"_from\", {0} FROM {1} WHERE \"_row\"=?1 UNION ALL SELECT \"_from\", {0} FROM {2} WHERE \"_row\"=?1",
                    sql_names(m_columns), current, sql_name(closed_table(m_lineage.id()))));
    const auto count = static_cast<int>(m_columns.size());
    while (rows.executeStep()) {
        Sifted row;
        row.sequence = rows.getColumn(0).getInt64();
        row.line = static_cast<std::uint64_t>(rows.getColumn(1).getInt64());
        row.key = rows.getColumn(4).getString();
        row.stored_from = rows.isColumnNull(5) ? 0 : rows.getColumn(5).getInt64();
        row.yours = read_columns(rows, 6);
        row.theirs = read_columns(rows, 6 + count);
        row.old = find_base(find, row.yours, {rows.getColumn(2).getInt64(), rows.getColumn(3).getInt64()});
        sift(row);
    }
}

void Session::sift(const Sifted& row) {
    // A row without a version is new in the file; then what is stored under its key must be as old as the file.
    const bool is_new = !row.old && (!row.is_stored() || row.stored_from <= m_policy.file_state);
    const bool is_settled = row.is_stored() && (row.yours == row.theirs || row.old == row.theirs);
    if (is_new || is_settled) {
        return;
    }
    const auto by = row.is_stored() ? row.stored_from : find_removal(row.yours);
    m_connection->run("INSERT INTO temp.lost(seq) VALUES(?)", row.sequence);
    if (row.old != row.yours) {
        add_conflict(row, by);
        return;
    }
    ++m_result.outcomes.superseded;
    ++m_result.outrun_count;
    if (m_result.outrun.size() < MergeResult::k_max_listed) {
        m_result.outrun.push_back(
            {row.line, row.key,
             fmt::format("not edited in the file, and {} by change {} since", row.is_stored() ? "changed" : "removed", by)});
    }
}

/// The change that closed the last version of a key that is not stored.
std::int64_t Session::find_removal(const std::vector<Value>& yours) {
    std::string is_key;
    for (const auto& name : m_key_names) {
        is_key += fmt::format("{}{} = ?", is_key.empty() ? "" : " AND ", sql_name(name));
    }
    SQLite::Statement last(m_connection->db(),
                           fmt::format("SELECT MAX(\"_to\") FROM {} WHERE {}", sql_name(closed_table(m_lineage.id())), is_key));
    for (std::size_t i = 0; i < m_key.size(); ++i) {
        bind_value(last, static_cast<int>(i) + 1, yours[m_key[i]]);
    }
    return last.executeStep() ? last.getColumn(0).getInt64() : 0;
}

void Session::add_conflict(const Sifted& row, std::int64_t by) {
    using Theirs = RowConflict::Theirs;
    const auto theirs = !row.is_stored() ? Theirs::removed : row.old ? Theirs::changed : Theirs::added;
    const auto* verb = theirs == Theirs::removed ? "removed" : theirs == Theirs::added ? "set" : "changed";
    reject(row.line, row.key,
           m_policy.file_state == 0
               ? fmt::format("a conflict: change {} {} the row, and the file does not tell what it was written from", by, verb)
               : fmt::format("a conflict: change {} {} the row after the file was written", by, verb));
    ++m_result.conflict_count;
    if (m_result.conflicts.size() == MergeResult::k_max_listed) {
        return;
    }
    RowConflict conflict{row.line, row.key, by, theirs, {}};
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (row.theirs[i] != row.yours[i]) {
            conflict.fields.push_back({m_columns[i], row.old ? (*row.old)[i] : Value{}, row.theirs[i], row.yours[i]});
        }
    }
    m_result.conflicts.push_back(std::move(conflict));
}

} // namespace assay::db
