// The one way to the SQLite file: opening with every precaution, transactions, cancelling, and SQLite's errors put into words.
// Knows no register. Raw sqlite3 stands in connection.cpp and functions.cpp only.
#pragma once

#include "assay/base/error.hpp"
#include "assay/base/zone.hpp"
#include "assay/store/store.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>

namespace assay::db {

/// Says who holds what in a statement's place: "store 'audit/assay.db'".
[[nodiscard]] Error to_error(const SQLite::Exception& fault, const std::string& place);

/// What the host functions of one connection look up.
struct FunctionContext;

/// 32 MB of pages: sorting by subject stays in memory.
inline constexpr const char* k_usual_cache = "PRAGMA cache_size=-32768";

/// A row contradicts a rule of its table: here, a key is stored already.
[[nodiscard]] bool is_constraint(const SQLite::Exception& fault);

class Connection {
public:
    Connection(const std::filesystem::path& file, OpenMode mode, OpenOptions options);
    /// In memory.
    Connection();
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] SQLite::Database& db() { return *m_db; }
    [[nodiscard]] const std::string& place() const { return m_place; }
    /// Empty for one in memory.
    [[nodiscard]] const std::filesystem::path& file() const { return m_file; }
    [[nodiscard]] bool in_memory() const { return m_in_memory; }
    [[nodiscard]] bool in_transaction() const;

    void exec(const std::string& sql) { m_db->exec(sql); }
    /// First column of the first row; 0 when there is none or it is NULL.
    template <class... Args>
    [[nodiscard]] std::int64_t get_number(const std::string& sql, const Args&... args) {
        SQLite::Statement query(*m_db, sql);
        int index = 0;
        (query.bind(++index, args), ...);
        return query.executeStep() ? query.getColumn(0).getInt64() : 0;
    }
    template <class... Args>
    void run(const std::string& sql, const Args&... args) {
        SQLite::Statement query(*m_db, sql);
        int index = 0;
        (query.bind(++index, args), ...);
        query.exec();
    }

    [[nodiscard]] FunctionContext& functions() { return *m_functions; }

    /// Runs `work` and lets nothing but assay::Error out.
    template <class Work>
    decltype(auto) guard(Work&& work) const {
        try {
            return std::forward<Work>(work)();
        } catch (const SQLite::Exception& fault) {
            fail(fault);
        }
    }

private:
    friend class StopScope;
    [[noreturn]] void fail(const SQLite::Exception& fault) const;
    struct Waiting;
    void configure(OpenMode mode);
    void create_layout();
    void check_layout();

    std::string m_place;
    std::filesystem::path m_file;
    bool m_in_memory = false;
    std::unique_ptr<Waiting> m_waiting;
    std::shared_ptr<FunctionContext> m_functions;
    std::unique_ptr<SQLite::Database> m_db;
};

enum class Access : std::uint8_t { read, write };

/// BEGIN now, ROLLBACK at the end of life unless committed. Writing takes the write lock at once, so that nothing can fail half-way.
/// A reading one inside another transaction is a no-op.
class Transaction {
public:
    Transaction(Connection& connection, Access access);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();
    /// False inside another transaction.
    [[nodiscard]] bool is_own() const { return m_open; }

private:
    Connection* m_connection;
    bool m_open = false;
};

/// While it lives, local_date() answers in this zone.
class ZoneScope {
public:
    ZoneScope(Connection& connection, const Zone& zone);
    ~ZoneScope();
    ZoneScope(const ZoneScope&) = delete;
    ZoneScope& operator=(const ZoneScope&) = delete;

private:
    Connection* m_connection;
    const Zone* m_outer;
};

/// While it lives, a stop request interrupts the running statement and ends waiting for locks.
class StopScope {
public:
    StopScope(Connection& connection, std::stop_token stop);
    ~StopScope();
    StopScope(const StopScope&) = delete;
    StopScope& operator=(const StopScope&) = delete;

private:
    Connection* m_connection;
    std::stop_token m_outer;
};

} // namespace assay::db
