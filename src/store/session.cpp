// Rows coming in: checked one by one, and put where merge() finds them.
#include "store/session.hpp"

#include "store/history.hpp"
#include "store/values.hpp"

#include "assay/base/nearest.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay::db {
namespace {

constexpr std::int64_t k_look_every = 1024;
/// So many rows are appended with the index of keys kept up to date; beyond, making it anew is faster where fewer are stored.
constexpr std::int64_t k_most_indexed = 200'000;

std::string text_of_part(const Value& value) {
    if (const auto* number = number_of(value)) {
        return std::to_string(*number);
    }
    const auto* text = text_of(value);
    return text == nullptr ? std::string() : *text;
}

} // namespace

bool RowMarks::insert(std::int64_t row) {
    constexpr std::int64_t k_page = std::int64_t{64} * 64;
    const auto page = row >= 0 ? row / k_page : -1 - (-1 - row) / k_page;
    const auto bit = static_cast<std::size_t>(row - page * k_page);
    auto& words = m_pages[page];
    const auto mask = std::uint64_t{1} << (bit % 64);
    const bool fresh = (words[bit / 64] & mask) == 0;
    words[bit / 64] |= mask;
    return fresh;
}

Session::Session(Connection& connection, const Run& run, LineageCache& cache, std::string_view register_id,
                 std::vector<std::string> columns, RoundTrip round_trip)
    : m_connection(&connection), m_run(run), m_stop(connection, run.stop), m_transaction(connection, Access::write),
      m_lineage(cache.get(connection)->get(register_id)), m_columns(std::move(columns)), m_round_trip(round_trip == RoundTrip::yes) {
    check_columns();
    m_connection->guard([&] { prepare(); });
}

Session::~Session() { m_connection->db().tryExec(k_usual_cache); }

void Session::check_columns() {
    const auto& epoch = m_lineage.current();
    const auto fail = [&](const std::string& text) { throw Error(fmt::format("register '{}': {}", m_lineage.id(), text)); };
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const auto* field = epoch.find(m_columns[i]);
        if (field == nullptr) {
            std::vector<std::string> ids;
            ids.reserve(epoch.fields.size());
            for (const auto& each : epoch.fields) {
                ids.push_back(each.id);
            }
            const auto hint = did_you_mean(m_columns[i], ids);
            fail(fmt::format("there is no field '{}'{}", m_columns[i], hint.empty() ? "" : " (" + hint + ")"));
        }
        if (std::find(m_columns.begin(), m_columns.begin() + static_cast<std::ptrdiff_t>(i), m_columns[i]) !=
            m_columns.begin() + static_cast<std::ptrdiff_t>(i)) {
            fail(fmt::format("field '{}' is given twice", m_columns[i]));
        }
        m_fields.push_back({field, field->key});
    }
    for (const auto& field : epoch.fields) {
        const auto found = std::ranges::find(m_columns, field.id);
        if (field.key) {
            if (found == m_columns.end()) {
                fail(fmt::format("the key field '{}' is missing", field.id));
            }
            m_key.push_back(static_cast<std::size_t>(found - m_columns.begin()));
            m_key_names.push_back(field.id);
        } else if (field.required && found == m_columns.end()) {
            m_missing_required.push_back(field.id);
        }
    }
}

void Session::prepare() {
    m_change = load_head(*m_connection) + 1;
    m_first_row = load_last_row(*m_connection, m_lineage) + 1;
    // A load dirties pages everywhere; they are given back when the session ends.
    m_connection->exec("PRAGMA cache_size=-65536");
    m_connection->exec(
        "CREATE TEMP TABLE refused(n INTEGER PRIMARY KEY, line INTEGER NOT NULL, key TEXT NOT NULL, reason TEXT NOT NULL) STRICT");
    m_reject.emplace(m_connection->db(), "INSERT INTO temp.refused(line, key, reason) VALUES(?,?,?)");
    if (m_round_trip || !m_missing_required.empty()) {
        prepare_stage();
    } else {
        prepare_straight();
    }
}

void Session::prepare_straight() {
    const auto table = sql_name(current_table(m_lineage.id()));
    const bool is_empty = m_connection->get_number(fmt::format("SELECT EXISTS(SELECT 1 FROM {})", table)) == 0;
    m_way = is_empty ? Way::into_empty : Way::appended;
    if (is_empty) {
        drop_index();
    }
    std::string marks;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        marks += ",?";
    }
    m_insert.emplace(m_connection->db(),
                     fmt::format("INSERT INTO {}(\"_row\", \"_line\", \"_from\", {}) VALUES(?,?,{}{})", table, sql_names(m_columns), m_change, marks));
    m_hasher.emplace(m_columns);
}

void Session::drop_index() {
    m_connection->exec("DROP INDEX " + sql_name(key_index(m_lineage.id())));
    m_is_indexed = false;
}

void Session::make_index() {
    m_connection->exec(key_index_ddl(m_lineage.id(), m_key_names));
    m_is_indexed = true;
}

void Session::prepare_stage() {
    m_way = Way::staged;
    m_connection->exec("PRAGMA temp.cache_size=-16384");
    std::string fields;
    std::string marks;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        fields += fmt::format(", {} {}", sql_name(m_columns[i]), storage_of(is_numeric(m_fields[i].field->type)));
        marks += ",?";
    }
    if (m_round_trip) {
        m_connection->exec("CREATE TEMP TABLE kept(key TEXT PRIMARY KEY) STRICT, WITHOUT ROWID");
        fields += ", \"_base\" INTEGER NOT NULL, \"_base_from\" INTEGER NOT NULL";
    }
    m_connection->exec(fmt::format("CREATE TEMP TABLE stage(\"_seq\" INTEGER PRIMARY KEY, \"_line\" INTEGER NOT NULL, \"_if\" INTEGER, "
                                   "\"_gone\" INTEGER NOT NULL{}) STRICT",
                                   fields));
    m_insert.emplace(m_connection->db(),
                     fmt::format("INSERT INTO temp.stage(\"_seq\", \"_line\", \"_if\", \"_gone\", {}{}) VALUES(?,?,?,?{}{})",
                                 sql_names(m_columns), m_round_trip ? ", \"_base\", \"_base_from\"" : "", marks,
                                 m_round_trip ? ",?,?" : ""));
}

/// Not every key was new after all: what was appended waits for merge() like all that follows.
void Session::stage_appended() {
    m_insert.reset();
    m_hasher.reset();
    prepare_stage();
    const auto table = sql_name(current_table(m_lineage.id()));
    const auto columns = sql_names(m_columns);
    m_connection->exec(fmt::format("INSERT INTO temp.stage(\"_seq\", \"_line\", \"_gone\", {0}) SELECT \"_row\", \"_line\", 0, {0} FROM {1} WHERE \"_row\" >= {2}", columns, table, m_first_row));
    m_connection->exec(fmt::format("DELETE FROM {} WHERE \"_row\" >= {}", table, m_first_row));
    if (!m_is_indexed) {
        make_index();
    }
}

bool Session::appends_most() {
    return m_is_indexed && m_added % k_most_indexed == 0 &&
           m_added > m_connection->get_number(fmt::format("SELECT COUNT(*) FROM {} WHERE \"_row\" < {}", sql_name(current_table(m_lineage.id())), m_first_row));
}

std::string Session::key_of(std::span<const Value> values) const {
    std::vector<std::string> parts;
    parts.reserve(m_key.size());
    for (const auto index : m_key) {
        parts.push_back(text_of_part(values[index]));
    }
    return join_key(parts);
}

/// Why a row cannot be stored whatever is stored already; empty: it can.
std::string Session::fault_of(std::span<const Value> values) const {
    for (std::size_t i = 0; i < m_fields.size(); ++i) {
        const auto& field = *m_fields[i].field;
        if (is_absent(values[i])) {
            if (field.key || field.required) {
                return fmt::format("{} '{}' is empty", field.key ? "the key field" : "the required field", field.id);
            }
        } else if (is_numeric(field.type) != (number_of(values[i]) != nullptr)) {
            throw Error(fmt::format("register '{}': field '{}' is given a value of the wrong type", m_lineage.id(), field.id));
        } else if (field.key && text_of(values[i]) != nullptr && text_of(values[i])->find('\x1f') != std::string::npos) {
            return fmt::format("the key field '{}' holds a control character (U+001F)", field.id);
        }
    }
    return {};
}

void Session::reject(std::uint64_t line, const std::string& key, const std::string& reason) {
    m_reject->reset();
    m_reject->bind(1, static_cast<std::int64_t>(line));
    m_reject->bind(2, key);
    m_reject->bind(3, reason);
    m_reject->exec();
    ++m_result.outcomes.rejected;
}

void Session::tick() {
    if (m_state != State::adding) {
        throw Error("an import takes no rows after merge()");
    }
    if (++m_added % k_look_every == 0) {
        throw_if_stopped(m_run);
    }
}

void Session::add(std::uint64_t line, std::span<const Value> values, std::optional<std::int64_t> expected_from) {
    tick();
    if (values.size() != m_columns.size()) {
        throw Error(fmt::format("register '{}': a row has {} values for {} columns", m_lineage.id(), values.size(), m_columns.size()));
    }
    m_connection->guard([&] {
        if (const auto fault = fault_of(values); !fault.empty()) {
            const bool has_key = std::ranges::none_of(m_key, [&](std::size_t index) { return is_absent(values[index]); });
            reject(line, has_key ? key_of(values) : std::string(), fault);
            return;
        }
        if (m_way == Way::into_empty && expected_from) {
            reject(line, key_of(values), fmt::format("the row is no longer stored (it was when change {} was read)", *expected_from));
            return;
        }
        if (m_way == Way::appended && expected_from) {
            stage_appended();
        } else if (m_way == Way::appended && appends_most()) {
            drop_index(); // whether each key is new turns out when it is made anew
        }
        if (!insert_row(line, values, expected_from)) {
            stage_appended();
            (void)insert_row(line, values, expected_from);
        }
    });
}

/// False: the key is stored already, or came before, and rows are being appended.
bool Session::insert_row(std::uint64_t line, std::span<const Value> values, std::optional<std::int64_t> expected_from) {
    auto& insert = *m_insert;
    insert.reset();
    int index = 0;
    const auto row = m_first_row + m_added - 1;
    insert.bind(++index, row);
    insert.bind(++index, static_cast<std::int64_t>(line));
    if (m_way == Way::staged) {
        expected_from ? insert.bind(++index, *expected_from) : insert.bind(++index);
        insert.bind(++index, std::int64_t{0});
    }
    for (const auto& value : values) {
        bind_value(insert, ++index, value);
    }
    if (m_round_trip) {
        insert.bind(++index, m_base.row);
        insert.bind(++index, m_base.from);
    }
    try {
        insert.exec();
    } catch (const SQLite::Exception& fault) {
        if (m_way != Way::appended || !is_constraint(fault)) {
            throw;
        }
        return false;
    }
    if (m_hasher) {
        m_hasher->add(row, static_cast<std::int64_t>(line), values);
    }
    return true;
}

void Session::remove(std::uint64_t line, std::span<const Value> key, std::optional<std::int64_t> expected_from) {
    tick();
    if (key.size() != m_key.size()) {
        throw Error(fmt::format("register '{}': a key has {} parts, and {} are given", m_lineage.id(), m_key.size(), key.size()));
    }
    std::vector<Value> values(m_columns.size());
    for (std::size_t i = 0; i < key.size(); ++i) {
        values[m_key[i]] = key[i];
    }
    m_connection->guard([&] {
        if (m_way == Way::into_empty) {
            reject(line, key_of(values), "there is no row with this key");
            return;
        }
        if (m_way == Way::appended) {
            stage_appended();
        }
        ++m_removals;
        auto& insert = *m_insert;
        insert.reset();
        insert.bind(1, m_first_row + m_added - 1);
        insert.bind(2, static_cast<std::int64_t>(line));
        expected_from ? insert.bind(3, *expected_from) : insert.bind(3);
        insert.bind(4, std::int64_t{1});
        for (std::size_t i = 0; i < values.size(); ++i) {
            bind_value(insert, static_cast<int>(i) + 5, values[i]);
        }
        if (m_round_trip) {
            insert.bind(static_cast<int>(values.size()) + 5, std::int64_t{0});
            insert.bind(static_cast<int>(values.size()) + 6, std::int64_t{0});
        }
        insert.exec();
    });
}

void Session::visit_rejected(const std::function<void(const RejectedRow&)>& visit) {
    if (m_state == State::adding) {
        throw Error("an import knows its rejected rows after merge()");
    }
    m_connection->guard([&] {
        SQLite::Statement rows(m_connection->db(), "SELECT line, key, reason FROM temp.refused ORDER BY line, n");
        while (rows.executeStep()) {
            visit({static_cast<std::uint64_t>(rows.getColumn(0).getInt64()), rows.getColumn(1).getString(), rows.getColumn(2).getString()});
        }
    });
}

namespace {

bool same_declaration(const PopulationDeclaration& a, const PopulationDeclaration& b) {
    return a.source == b.source && a.query == b.query && a.extracted_at == b.extracted_at && a.extracted_by == b.extracted_by &&
           a.period_from == b.period_from && a.period_to == b.period_to && a.source_count == b.source_count && a.rows_in == b.rows_in &&
           a.rows_rejected == b.rows_rejected;
}

} // namespace

std::int64_t Session::commit(const Author& author, Instant when, const FileSource& source,
                             const std::optional<PopulationDeclaration>& population, std::int64_t rejected_before) {
    if (m_state != State::merged) {
        throw Error("an import is committed once, after merge()");
    }
    m_state = State::done;
    return m_connection->guard([&]() -> std::int64_t {
        RegisterRecord record;
        record.register_id = m_lineage.id();
        record.source = source;
        record.columns = m_columns;
        record.outcomes = m_result.outcomes;
        record.outcomes.rejected += rejected_before;
        record.blocks = std::move(m_blocks);
        record.rows_closed = m_closed.rows;
        record.closed_digest = m_closed.digest;
        bool declares = false;
        if (population) {
            record.population = population;
            record.population->rows_in = m_added - m_removals + rejected_before;
            record.population->rows_rejected = record.outcomes.rejected;
            const auto before = load_declarations(*m_connection, m_lineage, m_change - 1);
            declares = before.empty() || !same_declaration(before.back(), *record.population);
        }
        if (record.blocks.empty() && record.rows_closed == 0 && !declares) {
            return 0;
        }
        ChangeRecord change;
        change.kind = source.file.empty() ? ChangeKind::edit : ChangeKind::import;
        change.author = author;
        change.when = when;
        change.registers.push_back(std::move(record));
        write_change(*m_connection, m_change, change);
        m_insert.reset();
        m_reject.reset();
        m_connection->exec("DROP TABLE temp.refused");
        for (const auto* table : {"stage", "lost", "touch", "kept"}) {
            m_connection->exec(fmt::format("DROP TABLE IF EXISTS temp.{}", table));
        }
        m_transaction.commit();
        return m_change;
    });
}

} // namespace assay::db
