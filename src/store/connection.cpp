#include "store/connection.hpp"

#include "store/ddl.hpp"
#include "store/functions.hpp"

#include <chrono>
#include <system_error>
#include <thread>

#include <fmt/format.h>
#include <sqlite3.h>

namespace assay::db {
namespace {

constexpr int k_progress_every = 20'000; // virtual machine steps: some hundred times a second
constexpr auto k_tell_after = std::chrono::seconds(1);

Error fail_absent(const std::string& file) {
    return Error(fmt::format("store '{}' does not exist (make a workspace with 'assay init')", file));
}

bool has_bytes(const std::filesystem::path& file) {
    std::error_code code;
    const auto size = std::filesystem::file_size(file, code);
    return !code && size > 0;
}

void check_file(const std::filesystem::path& file, OpenMode mode) {
    std::error_code code;
    const auto status = std::filesystem::status(file, code);
    if (mode == OpenMode::create) {
        if (std::filesystem::exists(status) && (!std::filesystem::is_regular_file(status) || has_bytes(file))) {
            throw Error(fmt::format("store '{}' exists already (open it, or choose another folder)", file.string()));
        }
        return;
    }
    if (!std::filesystem::exists(status)) {
        throw fail_absent(file.string());
    }
    if (!std::filesystem::is_regular_file(status)) {
        throw Error(fmt::format("'{}' is not an Assay store: it is not a regular file", file.string()));
    }
}

/// A connection belongs to one thread: a stop request is looked for by the progress handler, so that no other one calls SQLite, and its locks
/// would only cost time.
int flags_of(OpenMode mode) {
    switch (mode) {
    case OpenMode::create:
        return SQLite::OPEN_NOMUTEX | SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE;
    case OpenMode::read_write:
        return SQLite::OPEN_NOMUTEX | SQLite::OPEN_READWRITE;
    case OpenMode::read_only:
        break;
    }
    return SQLite::OPEN_NOMUTEX | SQLite::OPEN_READONLY;
}

/// Another program died in the middle of a commit, and this connection may only read.
bool is_half_done(const SQLite::Exception& fault) {
    const int code = fault.getExtendedErrorCode();
    return code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_RECOVERY;
}

/// SQLite puts the pages of such a commit back as soon as somebody reads who may write; nothing else is written. False where this program may not write.
bool take_back_half_done(const std::filesystem::path& file) {
    try {
        SQLite::Database db(file.string(), flags_of(OpenMode::read_write));
        SQLite::Statement(db, "SELECT COUNT(*) FROM sqlite_schema").executeStep();
        return true;
    } catch (const SQLite::Exception&) {
        return false;
    }
}

} // namespace

/// What the busy handler and the progress handler need; its address stays the same while the connection lives.
struct Connection::Waiting {
    std::string place;
    OpenOptions options;
    std::stop_token stop;
    std::chrono::steady_clock::time_point since;
    bool told = false;

    static int on_busy(void* self, int count) {
        auto& waiting = *static_cast<Waiting*>(self);
        const auto now = std::chrono::steady_clock::now();
        if (count == 0) {
            waiting.since = now;
            waiting.told = false;
        }
        const auto waited = now - waiting.since;
        if (waiting.stop.stop_requested() || waited >= waiting.options.wait_limit) {
            return 0;
        }
        if (waited >= k_tell_after && !waiting.told && waiting.options.on_wait) {
            waiting.told = true;
            waiting.options.on_wait(fmt::format("waiting for another program that holds {}", waiting.place));
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(count < 10 ? 2 : 25));
        return 1;
    }
    static int on_progress(void* self) { return static_cast<Waiting*>(self)->stop.stop_requested() ? 1 : 0; }
};

Connection::Connection(const std::filesystem::path& file, OpenMode mode, OpenOptions options)
    : m_place(fmt::format("store '{}'", file.string())), m_file(file), m_waiting(std::make_unique<Waiting>()), m_functions(make_function_context()) {
    check_file(file, mode);
    m_waiting->place = m_place;
    m_waiting->options = std::move(options);
    const auto open = [&] {
        m_db = std::make_unique<SQLite::Database>(file.string(), flags_of(mode));
        configure(mode);
    };
    guard([&] {
        try {
            open();
        } catch (const SQLite::Exception& fault) {
            if (!is_half_done(fault) || !take_back_half_done(file)) {
                throw;
            }
            open();
        }
    });
}

Connection::Connection()
    : m_place("store in memory"), m_in_memory(true), m_waiting(std::make_unique<Waiting>()), m_functions(make_function_context()) {
    guard([&] {
        m_db = std::make_unique<SQLite::Database>(":memory:", flags_of(OpenMode::create));
        configure(OpenMode::create);
    });
}

Connection::~Connection() = default;

void Connection::fail(const SQLite::Exception& fault) const {
    if (m_waiting->stop.stop_requested()) {
        throw Error("stopped on request; nothing was changed", ErrorKind::cancelled);
    }
    throw to_error(fault, m_place);
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(m_db->getHandle()) == 0; }

void Connection::configure(OpenMode mode) {
    auto* raw = m_db->getHandle();
    sqlite3_busy_handler(raw, &Waiting::on_busy, m_waiting.get());
    sqlite3_extended_result_codes(raw, 1);
    // A mistyped column name must be an error, not a text; a hostile file must not bring code along.
    constexpr std::pair<int, int> k_settings[] = {
        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    for (const auto& [setting, value] : k_settings) {
        m_db->check(sqlite3_db_config(raw, setting, value, nullptr));
    }
    exec("PRAGMA cell_size_check=ON");
    exec(m_in_memory ? "PRAGMA temp_store=MEMORY" : "PRAGMA temp_store=FILE");
    exec(k_usual_cache);
    exec("PRAGMA synchronous=FULL");
    register_functions(*m_db, *m_functions);
    if (mode == OpenMode::create) {
        create_layout();
        return;
    }
    check_layout();
    if (mode == OpenMode::read_write) {
        SQLite::Statement(*m_db, "PRAGMA journal_mode=DELETE").executeStep();
    }
}

void Connection::create_layout() {
    exec("PRAGMA page_size=8192");
    Transaction transaction(*this, Access::write);
    exec(fmt::format("PRAGMA application_id={}", k_application_id));
    exec(fmt::format("PRAGMA user_version={}", k_layout_version));
    for (const auto& statement : system_ddl()) {
        exec(std::string(statement));
    }
    transaction.commit();
}

void Connection::check_layout() {
    if (get_number("PRAGMA application_id") != k_application_id) {
        throw Error(
            fmt::format("{} is not an Assay store: it carries no mark of one (choose another file, or make a workspace with 'assay init')",
                        m_place.substr(m_place.find('\''))));
    }
    const auto version = get_number("PRAGMA user_version");
    if (version > k_layout_version) {
        throw Error(fmt::format(
            "{} was made by a newer version of Assay: it has layout {}, and this version knows layout {} (install the newer version)",
            m_place, version, k_layout_version));
    }
    if (version != k_layout_version) {
        throw Error(fmt::format("{} is damaged: it has layout {}, which no version of Assay ever wrote (restore it from a backup)", m_place,
                                version));
    }
}

Transaction::Transaction(Connection& connection, Access access) : m_connection(&connection) {
    if (connection.in_transaction()) {
        if (access == Access::write) {
            throw Error(fmt::format("{}: an import is still open; commit it or let it go first", connection.place()));
        }
        return;
    }
    connection.guard([&] { connection.exec(access == Access::write ? "BEGIN IMMEDIATE" : "BEGIN"); });
    m_open = true;
}

Transaction::~Transaction() {
    // After a full disk or an interrupt SQLite may have rolled back already; then there is nothing left to do.
    if (m_open && m_connection->in_transaction()) {
        m_connection->db().tryExec("ROLLBACK");
    }
}

void Transaction::commit() {
    if (m_open) {
        m_connection->guard([&] { m_connection->exec("COMMIT"); });
        m_open = false;
    }
}

ZoneScope::ZoneScope(Connection& connection, const Zone& zone)
    : m_connection(&connection), m_outer(exchange_zone(connection.functions(), &zone)) {}

ZoneScope::~ZoneScope() { exchange_zone(m_connection->functions(), m_outer); }

StopScope::StopScope(Connection& connection, std::stop_token stop) : m_connection(&connection), m_outer(connection.m_waiting->stop) {
    connection.m_waiting->stop = std::move(stop);
    sqlite3_progress_handler(connection.db().getHandle(), k_progress_every, &Connection::Waiting::on_progress, connection.m_waiting.get());
}

StopScope::~StopScope() {
    m_connection->m_waiting->stop = m_outer;
    if (!m_outer.stop_possible()) {
        sqlite3_progress_handler(m_connection->db().getHandle(), 0, nullptr, nullptr);
    }
}

Error to_error(const SQLite::Exception& fault, const std::string& place) {
    const auto file = place.find('\'') == std::string::npos ? place : place.substr(place.find('\''));
    switch (fault.getExtendedErrorCode()) {
    case SQLITE_READONLY_ROLLBACK:
    case SQLITE_READONLY_RECOVERY:
        return Error(fmt::format("{} was left in the middle of a change (open it once with write access, and it repairs itself)", place));
    default:
        break;
    }
    switch (fault.getErrorCode() & 0xFF) {
    case SQLITE_INTERRUPT:
        return Error("stopped on request; nothing was changed", ErrorKind::cancelled);
    case SQLITE_FULL:
        return Error(fmt::format("{}: the disk is full; nothing was changed (free some space and try again)", place));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return Error(
            fmt::format("{} is locked by another program; nothing was changed (wait until that program is done, and try again)", place));
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return Error(fmt::format("{} cannot be written; nothing was changed (check the permissions of the file and of its folder)", place));
    case SQLITE_CANTOPEN:
        return Error(fmt::format("{} cannot be opened (check the permissions of the file and of its folder)", place));
    case SQLITE_NOTADB:
        return Error(fmt::format("{} is not an Assay store: it is no database (choose another file, or restore it from a backup)", file));
    case SQLITE_CORRUPT:
        return Error(fmt::format("{} is damaged: {} (restore it from a backup)", place, fault.what()));
    case SQLITE_IOERR:
        return Error(fmt::format("{} cannot be read or written: {} (check the disk, then try again)", place, fault.what()));
    case SQLITE_NOMEM:
        return Error(fmt::format("{}: out of memory; nothing was changed", place));
    default:
        return Error(fmt::format("{}: {}", place, fault.what()));
    }
}

bool is_constraint(const SQLite::Exception& fault) {
    constexpr int k_constraint = 19; // SQLITE_CONSTRAINT
    return (fault.getErrorCode() & 0xFF) == k_constraint;
}

} // namespace assay::db
