#include "store/history.hpp"

#include "assay/base/text.hpp"
#include "store/digest.hpp"
#include "store/rename.hpp"
#include "store/values.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

namespace assay::db {
namespace {

constexpr std::int64_t k_all = std::numeric_limits<std::int64_t>::max();

ChangeKind kind_of(std::string_view word) {
    for (const auto kind : {ChangeKind::definition, ChangeKind::edit, ChangeKind::import, ChangeKind::undo, ChangeKind::rename}) {
        if (to_text(kind) == word) {
            return kind;
        }
    }
    throw Error(fmt::format("the store has a change of the unknown kind '{}' ('assay log verify' says what else was altered)", word));
}

Instant instant_of(std::int64_t seconds) { return Instant(std::chrono::seconds(seconds)); }

ChangeRegister load_register(SQLite::Statement& row) {
    ChangeRegister part;
    part.register_id = row.getColumn(1).getString();
    part.source.file = row.getColumn(2).getString();
    part.source.sha256 = row.getColumn(3).getString();
    part.source.sheet = row.getColumn(4).getString();
    part.source.column_map = row.getColumn(5).getString();
    part.source.size_bytes = static_cast<std::uint64_t>(row.getColumn(6).getInt64());
    part.columns = split_words(row.getColumn(7).getString());
    auto& outcomes = part.outcomes;
    int index = 8;
    for (auto* count :
         {&outcomes.added, &outcomes.changed, &outcomes.unchanged, &outcomes.superseded, &outcomes.rejected, &outcomes.removed}) {
        *count = row.getColumn(index++).getInt64();
    }
    part.rows_inserted = row.getColumn(16).getInt64();
    part.rows_closed = row.getColumn(17).getInt64();
    return part;
}

} // namespace

std::set<std::string> names_of(const Lineage& lineage) {
    std::set<std::string> names;
    for (const auto& epoch : lineage.epochs) {
        names.insert(epoch.register_id);
    }
    return names;
}

std::map<std::int64_t, std::int64_t> load_undone(Connection& connection, std::int64_t at) {
    // Newest first: an undo counts unless it was itself undone.
    std::map<std::int64_t, std::int64_t> undone;
    SQLite::Statement undos(connection.db(), "SELECT id, undoes FROM change WHERE undoes IS NOT NULL AND id <= ? ORDER BY id DESC");
    undos.bind(1, at);
    while (undos.executeStep()) {
        const auto id = undos.getColumn(0).getInt64();
        if (!undone.contains(id)) {
            undone.emplace(undos.getColumn(1).getInt64(), id);
        }
    }
    return undone;
}

std::vector<ChangeHeader> load_changes(Connection& connection, const Lineages& lineages, const ChangeFilter& filter) {
    const auto undone = load_undone(connection, k_all);
    std::set<std::string> names;
    if (!filter.register_id.empty()) {
        names = names_of(lineages.get(filter.register_id));
    }
    SQLite::Statement rows(connection.db(),
                           "SELECT id, kind, made_at, who, why, undoes, digest FROM change WHERE id BETWEEN ? AND ? ORDER BY id");
    rows.bind(1, filter.from);
    rows.bind(2, filter.to.value_or(k_all));
    SQLite::Statement parts(connection.db(), "SELECT * FROM change_register WHERE change=? ORDER BY register");
    SQLite::Statement definitions(connection.db(), "SELECT register FROM definition WHERE change=? ORDER BY register");
    std::vector<ChangeHeader> changes;
    while (rows.executeStep()) {
        ChangeHeader change;
        change.id = rows.getColumn(0).getInt64();
        change.kind = kind_of(rows.getColumn(1).getString());
        change.when = instant_of(rows.getColumn(2).getInt64());
        change.author = {rows.getColumn(3).getString(), rows.getColumn(4).getString()};
        change.undoes = rows.getColumn(5).getInt64();
        change.digest = hex_of(rows.getColumn(6).getString());
        if (const auto found = undone.find(change.id); found != undone.end()) {
            change.undone_by = found->second;
        }
        for (parts.reset(), parts.bind(1, change.id); parts.executeStep();) {
            change.registers.push_back(load_register(parts));
        }
        for (definitions.reset(), definitions.bind(1, change.id); definitions.executeStep();) {
            change.definitions.push_back(definitions.getColumn(0).getString());
        }
        const auto touches = [&](const std::string& id) { return names.contains(id); };
        if (names.empty() || std::ranges::any_of(change.registers, touches, &ChangeRegister::register_id) ||
            std::ranges::any_of(change.definitions, touches)) {
            changes.push_back(std::move(change));
        }
    }
    return changes;
}

namespace {

/// Every version that had this key, oldest first.
std::vector<RowVersion> load_versions(Connection& connection, const Lineage& lineage, const std::vector<std::string>& fields_read,
                                      std::string_view key) {
    std::vector<RowVersion> versions;
    const auto values = parse_key(lineage, key);
    if (!values) {
        return versions;
    }
    std::string where;
    for (std::size_t i = 0; i < values->size(); ++i) {
        where += fmt::format(" AND {}=?{}", sql_name(lineage.key_columns()[i]), i + 1);
    }
    const auto fields = sql_names(fields_read);
    SQLite::Statement rows(
        connection.db(),
        fmt::format("SELECT v.*, c.kind, c.made_at, c.who, c.why FROM (SELECT \"_row\", \"_from\", 0 AS \"_to\", \"_line\", {0} "
                    "FROM {1} WHERE TRUE{3} UNION ALL SELECT \"_row\", \"_from\", \"_to\", \"_line\", {0} FROM {2} WHERE TRUE{3}) "
                    "AS v JOIN change AS c ON c.id = v.\"_from\" ORDER BY v.\"_row\"",
                    fields, sql_name(current_table(lineage.id())), sql_name(closed_table(lineage.id())), where));
    for (std::size_t i = 0; i < values->size(); ++i) {
        bind_value(rows, static_cast<int>(i) + 1, (*values)[i]);
    }
    SQLite::Statement parts(connection.db(), "SELECT * FROM change_register WHERE change=? ORDER BY register");
    const auto names = names_of(lineage);
    const auto count = static_cast<int>(fields_read.size());
    while (rows.executeStep()) {
        RowVersion version;
        version.row = rows.getColumn(0).getInt64();
        version.from = rows.getColumn(1).getInt64();
        version.to = rows.getColumn(2).getInt64();
        version.line = rows.getColumn(3).getInt64();
        for (int i = 0; i < count; ++i) {
            version.values.push_back(read_value(rows, 4 + i));
        }
        version.kind = kind_of(rows.getColumn(4 + count).getString());
        version.when = instant_of(rows.getColumn(5 + count).getInt64());
        version.author = {rows.getColumn(6 + count).getString(), rows.getColumn(7 + count).getString()};
        for (parts.reset(), parts.bind(1, version.from); parts.executeStep();) {
            if (auto part = load_register(parts); names.contains(part.register_id)) {
                version.source = std::move(part.source);
            }
        }
        versions.push_back(std::move(version));
    }
    return versions;
}

/// The joined key of a version.
std::string key_of_version(Connection& connection, const Lineage& lineage, std::int64_t row) {
    const auto key = key_sql(lineage.current().key(), lineage.key_columns(), "");
    SQLite::Statement find(connection.db(),
                           fmt::format("SELECT {0} FROM {1} WHERE \"_row\"=?1 UNION ALL SELECT {0} FROM {2} WHERE \"_row\"=?1", key,
                                       sql_name(current_table(lineage.id())), sql_name(closed_table(lineage.id()))));
    find.bind(1, row);
    return find.executeStep() ? find.getColumn(0).getString() : std::string();
}

} // namespace

RowHistory load_history(Connection& connection, const Lineage& lineage, std::string_view key) {
    RowHistory history;
    for (const auto& column : lineage.columns()) {
        history.fields.push_back(column.name);
        history.types.push_back(column.type);
        history.scales.push_back(column.scale);
    }
    history.versions = load_versions(connection, lineage, history.fields, key);
    if (history.versions.empty()) {
        return history;
    }
    const auto& last = history.versions.back();
    if (const auto next = last.to == 0 ? std::nullopt : find_after_rename(connection, lineage, last.row, last.to)) {
        history.renamed_to = key_of_version(connection, lineage, *next);
    }
    // What a renamed row was called before comes first, up to the version that was renamed.
    for (std::size_t at = 0; at < history.versions.size();) {
        const auto& version = history.versions[at];
        const auto before =
            version.kind == ChangeKind::rename ? find_before_rename(connection, lineage, version.row, version.from) : std::nullopt;
        const auto known = [&](const RowVersion& each) { return each.row == *before; };
        if (!before || std::ranges::any_of(history.versions, known)) {
            ++at;
            continue;
        }
        auto earlier = load_versions(connection, lineage, history.fields, key_of_version(connection, lineage, *before));
        std::erase_if(earlier, [&](const RowVersion& each) { return each.row > *before; });
        history.versions.insert(history.versions.begin() + static_cast<std::ptrdiff_t>(at), std::make_move_iterator(earlier.begin()),
                                std::make_move_iterator(earlier.end()));
    }
    return history;
}

std::vector<PopulationDeclaration> load_declarations(Connection& connection, const Lineage& lineage, std::int64_t at) {
    const auto undone = load_undone(connection, at);
    const auto names = names_of(lineage);
    SQLite::Statement rows(connection.db(),
                           "SELECT change, register, source, query, extracted_at, extracted_by, period_from, period_to, source_count, "
                           "rows_in, rows_rejected FROM change_population WHERE change <= ? ORDER BY change, register");
    rows.bind(1, at);
    std::vector<PopulationDeclaration> declarations;
    while (rows.executeStep()) {
        PopulationDeclaration one;
        one.change = rows.getColumn(0).getInt64();
        if (undone.contains(one.change) || !names.contains(rows.getColumn(1).getString())) {
            continue;
        }
        one.source = rows.getColumn(2).getString();
        one.query = rows.getColumn(3).getString();
        one.extracted_at = rows.getColumn(4).getString();
        one.extracted_by = rows.getColumn(5).getString();
        if (!rows.isColumnNull(6)) {
            one.period_from = date_of(rows.getColumn(6).getInt64());
        }
        if (!rows.isColumnNull(7)) {
            one.period_to = date_of(rows.getColumn(7).getInt64());
        }
        if (!rows.isColumnNull(8)) {
            one.source_count = rows.getColumn(8).getInt64();
        }
        one.rows_in = rows.getColumn(9).getInt64();
        one.rows_rejected = rows.getColumn(10).getInt64();
        declarations.push_back(std::move(one));
    }
    return declarations;
}

namespace {

/// What changes say of where their rows of one register came from; most rows share a few changes, so each is read once.
class ChangeSources {
public:
    struct Told {
        bool is_known = false;
        std::optional<std::int64_t> undoes;
        RowOrigin origin; ///< of whichever row
    };

    ChangeSources(Connection& connection, const Lineage& lineage)
        : m_names(names_of(lineage)), m_change(connection.db(), "SELECT made_at, who, undoes FROM change WHERE id=?"),
          m_source(connection.db(), "SELECT register, file, sha256, sheet FROM change_register WHERE change=? ORDER BY register") {}

    const Told& of(std::int64_t change) {
        const auto [place, is_new] = m_told.try_emplace(change);
        if (is_new) {
            read(change, place->second);
        }
        return place->second;
    }

private:
    void read(std::int64_t change, Told& told) {
        m_change.reset();
        m_change.bind(1, change);
        told.origin.change = change;
        if (m_change.executeStep()) {
            told.is_known = true;
            told.origin.when = to_text(instant_of(m_change.getColumn(0).getInt64()));
            told.origin.who = m_change.getColumn(1).getString();
            told.undoes = m_change.isColumnNull(2) ? std::nullopt : std::optional(m_change.getColumn(2).getInt64());
        }
        for (m_source.reset(), m_source.bind(1, change); m_source.executeStep();) {
            if (m_names.contains(m_source.getColumn(0).getString())) {
                told.origin.file = m_source.getColumn(1).getString();
                told.origin.file_sha256 = m_source.getColumn(2).getString();
                told.origin.sheet = m_source.getColumn(3).getString();
            }
        }
    }

    std::set<std::string> m_names;
    SQLite::Statement m_change;
    SQLite::Statement m_source;
    std::unordered_map<std::int64_t, Told> m_told; // which does not move what it holds
};

} // namespace

std::vector<RowOrigin> load_origins(Connection& connection, const Lineage& lineage, std::span<const std::int64_t> rows) {
    const auto current = sql_name(current_table(lineage.id()));
    const auto closed = sql_name(closed_table(lineage.id()));
    std::string same_key;
    for (const auto& name : lineage.key_columns()) {
        same_key += fmt::format(" AND h.{0} = v.{0}", sql_name(name));
    }
    const auto keys = sql_names(lineage.key_columns());
    SQLite::Statement find(connection.db(), fmt::format("SELECT \"_from\", \"_line\" FROM {} WHERE \"_row\"=?1 UNION ALL "
                                                        "SELECT \"_from\", \"_line\" FROM {} WHERE \"_row\"=?1",
                                                        current, closed));
    SQLite::Statement repeated(connection.db(),
                               fmt::format("SELECT h.\"_row\" FROM (SELECT {0} FROM {1} WHERE \"_row\"=?1 UNION ALL SELECT {0} FROM {2} "
                                           "WHERE \"_row\"=?1) AS v JOIN {2} AS h ON h.\"_to\"=?2{3}",
                                           keys, current, closed, same_key));
    ChangeSources sources(connection, lineage);
    std::vector<RowOrigin> origins;
    origins.reserve(rows.size());
    for (const auto asked : rows) {
        const ChangeSources::Told* told = nullptr;
        std::int64_t line = 0;
        for (auto version = asked; version != 0;) {
            find.reset();
            find.bind(1, version);
            if (!find.executeStep()) {
                break;
            }
            told = &sources.of(find.getColumn(0).getInt64());
            line = find.getColumn(1).getInt64();
            if (!told->is_known) {
                break;
            }
            std::int64_t next = 0;
            if (told->undoes) {
                repeated.reset();
                repeated.bind(1, version);
                repeated.bind(2, *told->undoes);
                next = repeated.executeStep() ? repeated.getColumn(0).getInt64() : 0;
            }
            version = next < version ? next : 0; // older versions have smaller numbers; a tampered store must not loop
        }
        if (told != nullptr) {
            auto& origin = origins.emplace_back(told->origin);
            origin.row = asked;
            origin.line = line;
        }
    }
    return origins;
}

} // namespace assay::db
