#include "store/undo.hpp"

#include "assay/base/text.hpp"
#include "assay/model/register.hpp"
#include "store/history.hpp"
#include "store/writer.hpp"

#include <limits>

#include <fmt/format.h>

namespace assay::db {
namespace {

/// One register of the change that is to be undone.
struct Part {
    const Lineage* lineage = nullptr;
    std::string current;
    std::string closed;
};

std::vector<Part> parts_of(Connection& connection, const Lineages& lineages, std::int64_t change) {
    SQLite::Statement rows(connection.db(), "SELECT register FROM change_register WHERE change=? ORDER BY register");
    rows.bind(1, change);
    std::vector<Part> parts;
    while (rows.executeStep()) {
        if (const auto* lineage = lineages.find_at(rows.getColumn(0).getString(), change)) {
            parts.push_back({lineage, sql_name(current_table(lineage->id())), sql_name(closed_table(lineage->id()))});
        }
    }
    return parts;
}

/// Keys of the rows the change made or closed, for which a later change made or closed a version.
void find_conflicts(Connection& connection, const Part& part, std::int64_t change, UndoResult& result) {
    const auto keys = sql_names(part.lineage->key_columns());
    std::string same;
    for (const auto& name : part.lineage->key_columns()) {
        same += fmt::format(" AND t.{0} = v.{0}", sql_name(name));
    }
    SQLite::Statement rows(
        connection.db(),
        fmt::format("WITH touched AS MATERIALIZED (SELECT {0} FROM {1} WHERE \"_from\"=?1 UNION SELECT {0} FROM {2} WHERE \"_from\"=?1 OR "
                    "\"_to\"=?1) "
                    "SELECT DISTINCT key, by FROM (SELECT {3} AS key, v.\"_from\" AS by FROM touched AS t JOIN {1} AS v ON TRUE{4} WHERE "
                    "v.\"_from\">?1 "
                    "UNION ALL SELECT {3}, v.\"_from\" FROM touched AS t JOIN {2} AS v ON TRUE{4} WHERE v.\"_from\">?1 "
                    "UNION ALL SELECT {3}, v.\"_to\" FROM touched AS t JOIN {2} AS v ON TRUE{4} WHERE v.\"_to\">?1) ORDER BY key, by",
                    keys, part.current, part.closed, key_sql(part.lineage->current().key(), part.lineage->key_columns(), "v."), same));
    rows.bind(1, change);
    while (rows.executeStep()) {
        ++result.conflict_count;
        if (result.conflicts.size() < UndoResult::k_max_listed) {
            result.conflicts.push_back({part.lineage->id(), rows.getColumn(0).getString(), rows.getColumn(1).getInt64()});
        }
    }
}

RegisterRecord restore(Connection& connection, const Part& part, std::int64_t undone, std::int64_t change) {
    RegisterRecord record;
    record.register_id = part.lineage->id();
    const auto first_row = load_last_row(connection, *part.lineage) + 1;
    const auto closed =
        close_rows(connection, *part.lineage, change, fmt::format("SELECT \"_row\" FROM {} WHERE \"_from\"={}", part.current, undone));
    record.rows_closed = closed.rows;
    record.closed_digest = closed.digest;
    std::vector<std::string> names;
    for (const auto& column : part.lineage->columns()) {
        if (!column.replaced) {
            names.push_back(column.name);
        }
    }
    connection.run(
        fmt::format("INSERT INTO {0}(\"_row\", \"_from\", \"_line\", {2}) SELECT ? - 1 + ROW_NUMBER() OVER (ORDER BY \"_row\"), ?, 0, {2} "
                    "FROM {1} WHERE \"_to\"=? ORDER BY \"_row\"",
                    part.current, part.closed, sql_names(names)),
        first_row, change, undone);
    record.blocks = hash_inserted(connection, *part.lineage, change, first_row);
    std::int64_t restored = 0;
    for (const auto& block : record.blocks) {
        restored += block.rows;
    }
    record.outcomes.added = restored;
    record.outcomes.removed = closed.rows;
    return record;
}

} // namespace

UndoResult undo_change(Connection& connection, LineageCache& cache, std::int64_t change, const Author& author, Instant when) {
    Transaction transaction(connection, Access::write);
    const auto held = cache.get(connection);
    const auto& lineages = *held;
    const auto head = load_head(connection);
    if (change < 1 || change > head) {
        throw Error(fmt::format("there is no change {} (the newest is change {})", change, head));
    }
    SQLite::Statement kind(connection.db(), "SELECT kind FROM change WHERE id=?");
    kind.bind(1, change);
    if (kind.executeStep() && kind.getColumn(0).getString() == to_text(ChangeKind::definition)) {
        throw Error(fmt::format("change {} applied definitions, and definitions are not undone (change the definition instead)", change));
    }
    const auto undone = load_undone(connection, std::numeric_limits<std::int64_t>::max());
    if (const auto found = undone.find(change); found != undone.end()) {
        throw Error(fmt::format("change {} is undone already, by change {} (undo change {} to bring it back)", change, found->second,
                                found->second));
    }
    UndoResult result;
    result.undone = change;
    const auto parts = parts_of(connection, lineages, change);
    for (const auto& part : parts) {
        find_conflicts(connection, part, change, result);
    }
    if (result.conflict_count > 0) {
        return result;
    }
    ChangeRecord record;
    record.kind = ChangeKind::undo;
    record.author = author;
    record.when = when;
    record.undoes = change;
    for (const auto& part : parts) {
        record.registers.push_back(restore(connection, part, change, head + 1));
        result.rows_closed += record.registers.back().rows_closed;
        result.rows_restored += record.registers.back().outcomes.added;
    }
    write_change(connection, head + 1, record);
    transaction.commit();
    result.change = head + 1;
    return result;
}

} // namespace assay::db

namespace assay {

std::string_view to_text(ChangeKind kind) {
    switch (kind) {
    case ChangeKind::definition:
        return "definition";
    case ChangeKind::import:
        return "import";
    case ChangeKind::edit:
        return "edit";
    case ChangeKind::undo:
        return "undo";
    case ChangeKind::rename:
        return "rename";
    }
    return {};
}

std::string to_text(const UndoResult& result) {
    if (!result.refused()) {
        return fmt::format("change {} is undone by change {}: {} closed, {} restored", result.undone, result.change,
                           count_of(result.rows_closed, "row", "rows"), count_of(result.rows_restored, "row", "rows"));
    }
    auto text = fmt::format("change {} cannot be undone: later changes touched its rows (undo these first)", result.undone);
    for (const auto& conflict : result.conflicts) {
        text += fmt::format("\n  {} '{}': change {}", conflict.register_id, show_key(conflict.key), conflict.by);
    }
    if (const auto more = result.conflict_count - static_cast<std::int64_t>(result.conflicts.size()); more > 0) {
        text += fmt::format("\n  and {} more", group_thousands(more));
    }
    return text;
}

} // namespace assay
