// What becomes of the rows added: duplicates, then one join with what is stored, then the tables.
#include "store/session.hpp"

#include "store/values.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay::db {
namespace {

/// Where else the rows of one key are.
std::string duplicate_reason(std::int64_t line, std::int64_t count, std::int64_t first, std::int64_t last, std::string_view row_word) {
    if (first == 0) {
        return "another row has the same key"; // made at the prompt: there are no lines
    }
    if (count == 2 && first != last) {
        return fmt::format("{} {} has the same key", row_word, line == first ? last : first);
    }
    return fmt::format("{} rows have this key, in {}s {} to {}", count, row_word, first, last);
}

} // namespace

std::string Session::key_expression(std::string_view qualifier) const { return key_sql(m_lineage.current().key(), m_key_names, qualifier); }

MergeResult Session::merge(const MergePolicy& policy) {
    if (m_state != State::adding) {
        throw Error("an import is merged once");
    }
    m_policy = policy;
    m_state = State::merged;
    if (!policy.latest_by.empty() && std::ranges::find(m_columns, policy.latest_by) == m_columns.end()) {
        throw Error(fmt::format("register '{}': the latest row is to be told by '{}', which the file does not have", m_lineage.id(),
                                policy.latest_by),
                    ErrorKind::usage);
    }
    return m_connection->guard([&] {
        if (m_way == Way::appended && (policy.remove_missing || policy.find_missing)) {
            stage_appended();
        }
        switch (m_way) {
        case Way::into_empty: merge_into_empty(); break;
        case Way::appended: merge_appended(); break;
        case Way::staged: merge_staged(); break;
        }
        SQLite::Statement rows(m_connection->db(), fmt::format("SELECT line, key, reason FROM temp.refused ORDER BY line, n LIMIT {}",
                                                               MergeResult::k_max_listed));
        while (rows.executeStep()) {
            m_result.rejected.push_back(
                {static_cast<std::uint64_t>(rows.getColumn(0).getInt64()), rows.getColumn(1).getString(), rows.getColumn(2).getString()});
        }
        return m_result;
    });
}

/// Fills temp.lost with the rows that fall to another of the same key, and rejects or supersedes them.
void Session::find_duplicates(const std::string& table, const std::string& sequence) {
    const auto keys = sql_names(m_key_names);
    const bool latest = !m_policy.latest_by.empty();
    const auto order = latest ? fmt::format("{} DESC NULLS LAST, {} DESC", sql_name(m_policy.latest_by), sequence) : sequence;
    m_connection->exec(
        "CREATE TEMP TABLE lost(seq INTEGER PRIMARY KEY, line INTEGER, key TEXT, count INTEGER, first INTEGER, last INTEGER) STRICT");
    m_connection->exec(fmt::format(
        "INSERT INTO temp.lost SELECT seq, line, key, count, first, last FROM (SELECT {0} AS seq, \"_line\" AS line, {1} AS key, "
        "COUNT(*) OVER same AS count, MIN(\"_line\") OVER same AS first, MAX(\"_line\") OVER same AS last, "
        "ROW_NUMBER() OVER (PARTITION BY {2} ORDER BY {3}) AS place FROM {4} WINDOW same AS (PARTITION BY {2})) "
        "WHERE count > 1 {5} ORDER BY seq",
        sequence, key_expression({}), keys, order, table, latest ? "AND place > 1" : ""));
    if (latest) {
        m_result.outcomes.superseded = m_connection->get_number("SELECT COUNT(*) FROM temp.lost");
        return;
    }
    SQLite::Statement lost(m_connection->db(), "SELECT line, key, count, first, last FROM temp.lost ORDER BY seq");
    while (lost.executeStep()) {
        const auto line = lost.getColumn(0).getInt64();
        reject(static_cast<std::uint64_t>(line), lost.getColumn(1).getString(),
               duplicate_reason(line, lost.getColumn(2).getInt64(), lost.getColumn(3).getInt64(), lost.getColumn(4).getInt64(),
                                m_policy.row_word));
    }
}

void Session::merge_into_empty() {
    m_insert.reset();
    const auto table = sql_name(current_table(m_lineage.id()));
    auto stored = m_added - m_result.outcomes.rejected;
    try {
        make_index();
        m_blocks = m_hasher->finish();
    } catch (const SQLite::Exception& fault) {
        if (!is_constraint(fault)) {
            throw;
        }
        find_duplicates(table, "\"_row\"");
        m_connection->exec(fmt::format("DELETE FROM {} WHERE \"_row\" IN (SELECT seq FROM temp.lost)", table));
        make_index();
        stored -= m_connection->get_number("SELECT COUNT(*) FROM temp.lost");
        m_blocks = hash_inserted(*m_connection, m_lineage, m_change, m_first_row);
    }
    m_hasher.reset();
    m_result.outcomes.added = stored;
    m_closed.digest = RowNumberHasher().finish();
}

void Session::merge_appended() {
    m_insert.reset();
    try {
        if (!m_is_indexed) {
            make_index();
        }
    } catch (const SQLite::Exception& fault) {
        if (!is_constraint(fault)) {
            throw;
        }
        stage_appended();
        merge_staged();
        return;
    }
    m_blocks = m_hasher->finish();
    m_hasher.reset();
    m_result.outcomes.added = m_added - m_result.outcomes.rejected;
    m_closed.digest = RowNumberHasher().finish();
}

void Session::merge_staged() {
    m_insert.reset();
    // A row and a removal of one key contradict each other too, also where the key is not stored.
    const bool searched = m_round_trip || !m_policy.latest_by.empty() || m_removals > 0;
    if (searched) {
        find_duplicates("temp.stage", "\"_seq\"");
        if (m_round_trip) {
            sift_versions();
        }
    } else {
        m_connection->exec("SAVEPOINT decisions");
    }
    m_connection->exec(
        "CREATE TEMP TABLE touch(id INTEGER PRIMARY KEY, seq INTEGER, old INTEGER, gone INTEGER NOT NULL, n INTEGER) STRICT");
    const auto before = m_result;
    if (!decide_rows() && !searched) {
        // Rare, so the first attempt assumes that no key comes twice: finding out beforehand would sort every import.
        m_reject.reset();
        m_connection->exec("ROLLBACK TO decisions");
        m_reject.emplace(m_connection->db(), "INSERT INTO temp.refused(line, key, reason) VALUES(?,?,?)");
        m_result = before;
        find_duplicates("temp.stage", "\"_seq\"");
        m_connection->exec(
            "CREATE TEMP TABLE touch(id INTEGER PRIMARY KEY, seq INTEGER, old INTEGER, gone INTEGER NOT NULL, n INTEGER) STRICT");
        if (!decide_rows()) {
            throw Error(fmt::format("{}: duplicate keys were not found where they must be", m_connection->place()));
        }
    }
    if (m_policy.remove_missing || m_policy.find_missing) {
        find_missing();
    }
    apply();
}

std::string Session::same_expression() const {
    std::string sql = "TRUE";
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (!m_fields[i].key) {
            sql += fmt::format(" AND s.{0} IS r.{0}", sql_name(m_columns[i]));
        }
    }
    return sql;
}

/// One join. False: a key comes twice, and nothing that was decided counts.
bool Session::decide_rows() {
    const bool has_lost = m_connection->get_number("SELECT COUNT(*) FROM temp.sqlite_schema WHERE name='lost'") > 0;
    std::string on;
    for (const auto& name : m_key_names) {
        on += fmt::format("{}r.{} = s.{}", on.empty() ? "" : " AND ", sql_name(name), sql_name(name));
    }
    const auto older = m_policy.latest_by.empty()
                           ? std::string("FALSE")
                           : fmt::format("r.{0} IS NOT NULL AND (s.{0} IS NULL OR s.{0} < r.{0})", sql_name(m_policy.latest_by));
    SQLite::Statement rows(
        m_connection->db(),
        fmt::format("SELECT s.\"_seq\", s.\"_line\", s.\"_if\", s.\"_gone\", r.\"_row\", r.\"_from\", {}, {} FROM temp.stage AS s "
                    "LEFT JOIN {} AS r ON {} {} ORDER BY s.\"_seq\"",
                    same_expression(), older, sql_name(current_table(m_lineage.id())), on,
                    has_lost ? "WHERE s.\"_seq\" NOT IN (SELECT seq FROM temp.lost)" : ""));
    SQLite::Statement key(m_connection->db(), fmt::format("SELECT {} FROM temp.stage WHERE \"_seq\"=?", key_expression({})));
    SQLite::Statement touch(m_connection->db(), "INSERT INTO temp.touch(seq, old, gone, n) VALUES(?,?,?,?)");
    RowMarks seen;
    std::int64_t n = 0;
    std::int64_t fresh = 0;
    const auto refuse = [&](const std::string& reason) {
        key.reset();
        key.bind(1, rows.getColumn(0).getInt64());
        key.executeStep();
        reject(static_cast<std::uint64_t>(rows.getColumn(1).getInt64()), key.getColumn(0).getString(), reason);
    };
    const auto keep = [&](bool gone) {
        touch.reset();
        touch.bind(1, rows.getColumn(0).getInt64());
        rows.isColumnNull(4) ? touch.bind(2) : touch.bind(2, rows.getColumn(4).getInt64());
        touch.bind(3, std::int64_t{gone});
        gone ? touch.bind(4) : touch.bind(4, n++);
        touch.exec();
    };
    auto& outcomes = m_result.outcomes;
    while (rows.executeStep()) {
        const bool gone = rows.getColumn(3).getInt64() != 0;
        if (rows.isColumnNull(4)) {
            if (gone) {
                refuse("there is no row with this key");
            } else if (!rows.isColumnNull(2)) {
                refuse(fmt::format("the row is no longer stored (it was when change {} was read)", rows.getColumn(2).getInt64()));
            } else if (!m_missing_required.empty()) {
                refuse(fmt::format("the row is new, and the required field '{}' is not given", m_missing_required.front()));
            } else {
                keep(false);
                ++fresh;
                ++outcomes.added;
            }
            continue;
        }
        if (!seen.insert(rows.getColumn(4).getInt64())) {
            return false;
        }
        if (!rows.isColumnNull(2) && rows.getColumn(5).getInt64() > rows.getColumn(2).getInt64()) {
            refuse(fmt::format("the stored row was changed by change {}, after change {} was read", rows.getColumn(5).getInt64(),
                               rows.getColumn(2).getInt64()));
        } else if (gone) {
            keep(true);
            ++outcomes.removed;
        } else if (rows.getColumn(7).getInt64() != 0) {
            ++outcomes.superseded;
        } else if (rows.getColumn(6).getInt64() != 0) {
            ++outcomes.unchanged;
        } else {
            keep(false);
            ++outcomes.changed;
        }
    }
    return fresh < 2 || !has_fresh_duplicates();
}

bool Session::has_fresh_duplicates() {
    return m_connection->get_number(fmt::format("SELECT EXISTS(SELECT 1 FROM temp.touch AS t JOIN temp.stage AS s ON s.\"_seq\" = t.seq "
                                                "WHERE t.old IS NULL GROUP BY {} HAVING COUNT(*) > 1)",
                                                sql_names(m_key_names, "s."))) != 0;
}

/// Stored rows whose key no added row names: rejected and superseded ones name theirs.
void Session::find_missing() {
    m_connection->exec(fmt::format("CREATE INDEX temp.stage_key ON stage({})", sql_names(m_key_names)));
    std::string on;
    for (const auto& name : m_key_names) {
        on += fmt::format(" AND s.{0} = r.{0}", sql_name(name));
    }
    const auto missing = fmt::format("FROM {0} AS r WHERE NOT EXISTS (SELECT 1 FROM temp.stage AS s WHERE TRUE{1}) "
                                     "AND {2} NOT IN (SELECT key FROM temp.refused){3}",
                                     sql_name(current_table(m_lineage.id())), on, key_expression("r."),
                                     m_round_trip ? fmt::format(" AND {} NOT IN (SELECT key FROM temp.kept)", key_expression("r.")) : "");
    tell_missing(missing);
    if (!m_policy.remove_missing) {
        return;
    }
    // What was made after the file was written is not missing from it.
    m_connection->run(fmt::format("INSERT INTO temp.touch(seq, old, gone, n) SELECT NULL, r.\"_row\", 1, NULL {} AND r.\"_from\" <= ? "
                                  "ORDER BY r.\"_row\"",
                                  missing),
                      m_policy.file_state);
    m_result.outcomes.removed += m_result.missing_count;
}

void Session::tell_missing(const std::string& missing) {
    SQLite::Statement rows(m_connection->db(), fmt::format("SELECT {} AS key, r.\"_from\" {} ORDER BY key", key_expression("r."), missing));
    while (rows.executeStep()) {
        const auto from = rows.getColumn(1).getInt64();
        const bool newer = from > m_policy.file_state;
        ++(newer ? m_result.newer_count : m_result.missing_count);
        // Each has a list of its own length: what is newer must not hide what is missing.
        if (static_cast<std::size_t>(newer ? m_result.newer_count : m_result.missing_count) <= MergeResult::k_max_listed) {
            m_result.missing.push_back({rows.getColumn(0).getString(), from, newer});
        }
    }
}

/// More new versions than rows that stay: building the index once is faster than feeding it shuffled keys.
bool Session::is_bulk() {
    constexpr std::int64_t k_small = 10'000;
    const auto fresh = m_connection->get_number("SELECT COUNT(*) FROM temp.touch WHERE gone=0");
    return fresh > k_small &&
           fresh > m_connection->get_number(fmt::format("SELECT COUNT(*) FROM {}", sql_name(current_table(m_lineage.id()))));
}

void Session::apply() {
    const auto current = sql_name(current_table(m_lineage.id()));
    const auto closed = sql_name(closed_table(m_lineage.id()));
    m_closed = close_rows(*m_connection, m_lineage, m_change, "SELECT old FROM temp.touch WHERE old IS NOT NULL");
    std::vector<std::string> kept;
    for (const auto& column : m_lineage.columns()) {
        if (!column.replaced && std::ranges::find(m_columns, column.name) == m_columns.end()) {
            kept.push_back(column.name);
        }
    }
    const bool bulk = is_bulk();
    if (bulk) {
        drop_index();
    }
    const auto others = kept.empty() ? std::string() : ", " + sql_names(kept);
    m_connection->run(
        fmt::format("INSERT INTO {}(\"_row\", \"_from\", \"_line\", {}{}) SELECT ? + t.n, ?, s.\"_line\", {}{} FROM temp.touch AS t "
                    "JOIN temp.stage AS s ON s.\"_seq\" = t.seq LEFT JOIN {} AS h ON h.\"_row\" = t.old WHERE t.gone=0 ORDER BY t.id",
                    current, sql_names(m_columns), others, sql_names(m_columns, "s."),
                    kept.empty() ? std::string() : ", " + sql_names(kept, "h."), closed),
        m_first_row, m_change);
    if (bulk) {
        make_index();
    }
    m_blocks = hash_inserted(*m_connection, m_lineage, m_change, m_first_row);
    list_changed();
}

void Session::list_changed() {
    SQLite::Statement rows(m_connection->db(),
                           fmt::format("SELECT s.\"_line\", {}, {}, {} FROM temp.touch AS t JOIN temp.stage AS s ON s.\"_seq\" = t.seq "
                                       "JOIN {} AS h ON h.\"_row\" = t.old WHERE t.gone=0 ORDER BY t.id LIMIT {}",
                                       key_expression("s."), sql_names(m_columns, "h."), sql_names(m_columns, "s."),
                                       sql_name(closed_table(m_lineage.id())), MergeResult::k_max_listed));
    const auto count = static_cast<int>(m_columns.size());
    while (rows.executeStep()) {
        ChangedRow row;
        row.line = static_cast<std::uint64_t>(rows.getColumn(0).getInt64());
        row.key = rows.getColumn(1).getString();
        for (int i = 0; i < count; ++i) {
            auto before = read_value(rows, 2 + i);
            auto after = read_value(rows, 2 + count + i);
            if (before != after) {
                row.fields.push_back({m_columns[static_cast<std::size_t>(i)], std::move(before), std::move(after)});
            }
        }
        m_result.changed.push_back(std::move(row));
    }
}

} // namespace assay::db
