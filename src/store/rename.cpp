#include "store/rename.hpp"

#include "assay/model/register.hpp"
#include "store/history.hpp"
#include "store/values.hpp"
#include "store/writer.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <vector>

#include <fmt/format.h>

namespace assay::db {
namespace {

/// Fields of register `disposition`.
constexpr std::string_view k_decided_register = "register";
constexpr std::string_view k_decided_key = "row_key";

/// A register in which rows are about to change.
struct Edits {
    const Lineage* lineage = nullptr;
    std::map<std::int64_t, std::map<std::string, Value>> rows; ///< by current `_row`: new values by column
    std::set<std::string> columns;
};

std::string is_key_sql(const Lineage& lineage) {
    std::string sql;
    for (const auto& name : lineage.key_columns()) {
        sql += fmt::format("{}{} = ?", sql.empty() ? "" : " AND ", sql_name(name));
    }
    return sql;
}

class Renaming {
public:
    Renaming(Connection& connection, const Lineages& lineages) : m_connection(&connection), m_lineages(&lineages) {}

    void begin(const Lineage& lineage, std::span<const Value> old_key, std::span<const Value> new_key) {
        const auto columns = lineage.key_columns();
        if (old_key.size() != columns.size() || new_key.size() != columns.size()) {
            throw Error(fmt::format("register '{}': a key has {} parts", lineage.id(), columns.size()));
        }
        const auto row = find_row(lineage, old_key);
        if (!row) {
            throw Error(fmt::format("register '{}' has no row of this key", lineage.id()));
        }
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (old_key[i] != new_key[i]) {
                edit(lineage, *row, columns[i], new_key[i]);
            }
        }
        if (m_edits.empty()) {
            throw Error("the row has this key already; there is nothing to rename");
        }
        rekey(lineage, *row);
        while (!m_waiting.empty()) {
            const auto next = m_waiting.front();
            m_waiting.pop_front();
            follow(next);
        }
        check_keys();
        follow_decisions();
    }

    [[nodiscard]] RenameResult result() {
        for (auto& [place, references] : m_followed) {
            std::ranges::sort(references.keys);
            references.keys.resize(std::min(references.keys.size(), FollowedReferences::k_max_listed));
            m_result.followed.push_back(std::move(references));
        }
        return std::move(m_result);
    }

    [[nodiscard]] std::vector<RegisterRecord> write(std::int64_t change) {
        std::vector<RegisterRecord> records;
        records.reserve(m_edits.size());
        for (const auto& [id, edits] : m_edits) {
            records.push_back(write_register(edits, change));
        }
        m_statements.clear(); // before the change ends
        return records;
    }

private:
    struct Step {
        std::string register_id;
        std::string before;
        std::string after;
    };

    /// Prepared once for each register: a rename may reach a hundred thousand rows.
    [[nodiscard]] SQLite::Statement& prepared(const std::string& sql) {
        auto& statement = m_statements.try_emplace(sql, m_connection->db(), sql).first->second;
        statement.reset();
        return statement;
    }

    [[nodiscard]] std::optional<std::int64_t> find_row(const Lineage& lineage, std::span<const Value> key) {
        auto& find =
            prepared(fmt::format("SELECT \"_row\" FROM {} WHERE {}", sql_name(current_table(lineage.id())), is_key_sql(lineage)));
        for (std::size_t i = 0; i < key.size(); ++i) {
            bind_value(find, static_cast<int>(i) + 1, key[i]);
        }
        const auto found = find.executeStep() ? std::optional(find.getColumn(0).getInt64()) : std::nullopt;
        find.reset();
        return found;
    }

    void edit(const Lineage& lineage, std::int64_t row, const std::string& column, const Value& value) {
        auto& edits = m_edits[lineage.id()];
        edits.lineage = &lineage;
        edits.rows[row][column] = value;
        edits.columns.insert(column);
    }

    /// The key of a current row with the edits so far.
    [[nodiscard]] std::vector<Value> key_of(const Lineage& lineage, std::int64_t row, bool edited) {
        const auto columns = lineage.key_columns();
        auto& find =
            prepared(fmt::format("SELECT {} FROM {} WHERE \"_row\"=?", sql_names(columns), sql_name(current_table(lineage.id()))));
        find.bind(1, row);
        find.executeStep();
        std::vector<Value> key;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const auto& values = m_edits[lineage.id()].rows[row];
            const auto found = values.find(columns[i]);
            key.push_back(edited && found != values.end() ? found->second : read_value(find, static_cast<int>(i)));
        }
        find.reset();
        return key;
    }

    [[nodiscard]] static std::string joined(const std::vector<Value>& key) {
        std::vector<std::string> parts;
        for (const auto& value : key) {
            const auto* text = text_of(value);
            parts.push_back(text != nullptr ? *text : std::to_string(*number_of(value)));
        }
        return join_key(parts);
    }

    /// A row of another key: what refers to it must follow. Only keys of one field are referred to.
    void rekey(const Lineage& lineage, std::int64_t row) {
        const auto before = key_of(lineage, row, false);
        const auto after = key_of(lineage, row, true);
        const auto* old_text = text_of(before.front());
        const auto* new_text = text_of(after.front());
        if (before.size() == 1 && old_text != nullptr && new_text != nullptr) {
            m_waiting.push_back({lineage.id(), *old_text, *new_text});
        }
        m_rekeyed.emplace_back(&lineage, row);
        m_is_rekeyed.emplace(&lineage, row);
    }

    void follow(const Step& step) {
        for (const auto& lineage : m_lineages->all) {
            for (const auto& field : lineage.current().fields) {
                if (field.type == FieldType::ref && field.to == step.register_id) {
                    follow(step, lineage, field);
                }
            }
        }
    }

    void follow(const Step& step, const Lineage& lineage, const StoredField& field) {
        const auto key = key_sql(lineage.current().key(), lineage.key_columns(), "");
        SQLite::Statement rows(m_connection->db(), fmt::format("SELECT \"_row\", {} FROM {} WHERE {} = ? ORDER BY \"_row\"", key,
                                                               sql_name(current_table(lineage.id())), sql_name(field.id)));
        rows.bind(1, step.before);
        std::vector<std::int64_t> found;
        while (rows.executeStep()) {
            found.push_back(rows.getColumn(0).getInt64());
            note_followed(lineage, field.id, rows.getColumn(1).getString());
        }
        for (const auto row : found) {
            edit(lineage, row, field.id, step.after);
            if (field.key && !m_is_rekeyed.contains({&lineage, row})) {
                rekey(lineage, row);
            }
        }
    }

    /// No row may get the key of another one.
    void check_keys() {
        for (const auto& [lineage, row] : m_rekeyed) {
            const auto key = key_of(*lineage, row, true);
            m_result.renamed.push_back({lineage->id(), joined(key_of(*lineage, row, false)), joined(key)});
            const auto taken = find_row(*lineage, key);
            if (taken && *taken != row) {
                throw Error(fmt::format("register '{}' has a row '{}' already (rename or remove that one first)", lineage->id(),
                                        show_key(joined(key))));
            }
        }
    }

    /// What was decided about a row names it by two texts, its register and its key: a disposition must not fall away from its finding.
    void follow_decisions() {
        std::map<std::pair<std::string, std::string>, std::string> after;
        for (const auto& row : m_result.renamed) {
            after[{row.register_id, row.old_key}] = row.new_key;
        }
        for (const auto& lineage : m_lineages->all) {
            const auto& epoch = lineage.current();
            const auto* of = epoch.find(k_decided_register);
            const auto* key = epoch.find(k_decided_key);
            if (of == nullptr || key == nullptr || of->type != FieldType::text || key->type != FieldType::text) {
                continue;
            }
            SQLite::Statement rows(m_connection->db(), fmt::format("SELECT \"_row\", {}, {}, {} FROM {} ORDER BY \"_row\"",
                                                                   key_sql(epoch.key(), lineage.key_columns(), ""), sql_name(of->id),
                                                                   sql_name(key->id), sql_name(current_table(lineage.id()))));
            while (rows.executeStep()) {
                const auto found = after.find({rows.getColumn(2).getString(), rows.getColumn(3).getString()});
                if (found != after.end()) {
                    edit(lineage, rows.getColumn(0).getInt64(), key->id, found->second);
                    note_followed(lineage, key->id, rows.getColumn(1).getString());
                }
            }
        }
    }

    void note_followed(const Lineage& lineage, const std::string& field, std::string key) {
        auto& references = m_followed[{lineage.id(), field}];
        references.register_id = lineage.id();
        references.field = field;
        ++references.rows;
        references.keys.push_back(std::move(key));
    }

    [[nodiscard]] RegisterRecord write_register(const Edits& edits, std::int64_t change) {
        const auto& lineage = *edits.lineage;
        const auto first_row = load_last_row(*m_connection, lineage) + 1;
        m_connection->exec("CREATE TEMP TABLE IF NOT EXISTS renaming(row INTEGER PRIMARY KEY) STRICT");
        m_connection->exec("DELETE FROM temp.renaming");
        for (const auto& [row, values] : edits.rows) {
            m_connection->run("INSERT INTO temp.renaming VALUES(?)", row);
        }
        const auto closed = close_rows(*m_connection, lineage, change, "SELECT row FROM temp.renaming");
        auto next = first_row;
        for (const auto& [row, values] : edits.rows) {
            insert(lineage, row, values, next++, change);
        }
        RegisterRecord record;
        record.register_id = lineage.id();
        record.columns.assign(edits.columns.begin(), edits.columns.end());
        record.outcomes.changed = closed.rows;
        record.rows_closed = closed.rows;
        record.closed_digest = closed.digest;
        record.blocks = hash_inserted(*m_connection, lineage, change, first_row);
        return record;
    }

    /// A new version of a closed row with some values replaced.
    void insert(const Lineage& lineage, std::int64_t row, const std::map<std::string, Value>& values, std::int64_t as,
                std::int64_t change) {
        std::vector<std::string> names;
        std::string selected;
        for (const auto& column : lineage.columns()) {
            if (column.replaced) {
                continue;
            }
            names.push_back(column.name);
            selected += values.contains(column.name) ? std::string(", ?") : ", " + sql_name(column.name);
        }
        auto& statement = prepared(
            fmt::format("INSERT INTO {}(\"_row\", \"_from\", \"_line\", {}) SELECT ?, ?, 0{} FROM {} WHERE \"_row\"=?",
                        sql_name(current_table(lineage.id())), sql_names(names), selected, sql_name(closed_table(lineage.id()))));
        int index = 0;
        statement.bind(++index, as);
        statement.bind(++index, change);
        for (const auto& name : names) {
            if (const auto found = values.find(name); found != values.end()) {
                bind_value(statement, ++index, found->second);
            }
        }
        statement.bind(++index, row);
        statement.exec();
        statement.reset();
    }

    Connection* m_connection;
    const Lineages* m_lineages;
    std::map<std::string, Edits> m_edits;
    std::deque<Step> m_waiting;
    std::vector<std::pair<const Lineage*, std::int64_t>> m_rekeyed;
    std::set<std::pair<const Lineage*, std::int64_t>> m_is_rekeyed; ///< the same, to look one up among many
    std::map<std::pair<std::string, std::string>, FollowedReferences> m_followed;
    RenameResult m_result;
    std::map<std::string, SQLite::Statement> m_statements;
};

/// Is it a rename, and of which first new `_row` in this register?
std::optional<std::int64_t> first_row_of_rename(Connection& connection, const Lineage& lineage, std::int64_t change) {
    SQLite::Statement part(connection.db(), "SELECT r.register, r.first_row FROM change AS c JOIN change_register AS r ON r.change = c.id "
                                            "WHERE c.id=? AND c.kind=? ORDER BY r.register");
    part.bind(1, change);
    part.bind(2, std::string(to_text(ChangeKind::rename)));
    const auto names = names_of(lineage);
    while (part.executeStep()) {
        if (names.contains(part.getColumn(0).getString())) {
            return part.getColumn(1).getInt64();
        }
    }
    return std::nullopt;
}

} // namespace

RenameResult rename_row(Connection& connection, LineageCache& cache, std::string_view register_id, std::span<const Value> old_key,
                        std::span<const Value> new_key, const Author& author, Instant when, bool try_only) {
    Transaction transaction(connection, Access::write);
    const auto lineages = cache.get(connection);
    const auto change = load_head(connection) + 1;
    Renaming renaming(connection, *lineages);
    renaming.begin(lineages->get(register_id), old_key, new_key);
    ChangeRecord record;
    record.kind = ChangeKind::rename;
    record.author = author;
    record.when = when;
    record.registers = renaming.write(change);
    write_change(connection, change, record);
    auto result = renaming.result();
    if (!try_only) {
        transaction.commit();
        result.change = change;
    }
    return result;
}

std::optional<std::int64_t> find_before_rename(Connection& connection, const Lineage& lineage, std::int64_t row, std::int64_t from) {
    const auto first = first_row_of_rename(connection, lineage, from);
    if (!first || row < *first) {
        return std::nullopt;
    }
    SQLite::Statement closed(connection.db(), fmt::format("SELECT \"_row\" FROM {} WHERE \"_to\"=? ORDER BY \"_row\" LIMIT 1 OFFSET ?",
                                                          sql_name(closed_table(lineage.id()))));
    closed.bind(1, from);
    closed.bind(2, row - *first);
    return closed.executeStep() ? std::optional(closed.getColumn(0).getInt64()) : std::nullopt;
}

std::optional<std::int64_t> find_after_rename(Connection& connection, const Lineage& lineage, std::int64_t row, std::int64_t to) {
    const auto first = first_row_of_rename(connection, lineage, to);
    if (!first) {
        return std::nullopt;
    }
    return *first +
           connection.get_number(
               fmt::format("SELECT COUNT(*) FROM {} WHERE \"_to\"=? AND \"_row\" < ?", sql_name(closed_table(lineage.id()))), to, row);
}

} // namespace assay::db
