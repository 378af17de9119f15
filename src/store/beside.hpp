// Part of a scan, on a thread and a connection of its own, while the caller reads the rest: on two cores a long scan takes little more
// than half the time. Knows no register.
#pragma once

#include "assay/base/zone.hpp"
#include "assay/model/value.hpp"
#include "store/connection.hpp"
#include "store/query_sql.hpp"

#include <SQLiteCpp/SQLiteCpp.h>

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace assay::db {

/// Row numbers cut into ranges. Two scans take the next one whenever they are done with one, so that both end together however fast each is.
class RowRanges {
public:
    explicit RowRanges(std::int64_t last) : m_step(last / k_ranges + 1) {}
    /// "t0._row > :after AND t0._row <= :to"
    [[nodiscard]] static std::string condition(std::string_view row);
    /// False when there is none left.
    [[nodiscard]] bool bind_next(SQLite::Statement& statement);

private:
    static constexpr std::int64_t k_ranges = 32;
    std::int64_t m_step;
    std::atomic<std::int64_t> m_next{0};
};

/// The caller holds a read transaction on the same file from before this begins until after it ends, so that both see one state.
class ScanBeside {
public:
    /// Begins at once. Everything is borrowed until the end of life. `ranges`: to take from, or null when `sql` says which rows.
    ScanBeside(const Connection& other, const Zone& zone, std::stop_token stop, std::int64_t head, std::string sql, const Parameters& parameters, std::size_t width,
               RowRanges* ranges = nullptr);
    /// Ends the scan if it still goes on.
    ~ScanBeside();
    ScanBeside(const ScanBeside&) = delete;
    ScanBeside& operator=(const ScanBeside&) = delete;

    /// Gives all rows in their order, waiting for them. False when the scan could not begin, because another program waits to write or a
    /// second connection is not to be had: then nothing was given and no range taken, and the caller reads these rows itself.
    [[nodiscard]] bool visit(const std::function<void(std::span<const Value>)>& visit);

private:
    struct Block {
        std::vector<Value> values; ///< row after row
    };
    void scan(const std::stop_token& ended);
    void read(const std::stop_token& ended);
    bool put(Block block, const std::stop_token& ended);

    const Connection& m_other;
    const Zone& m_zone;
    std::stop_token m_stop;
    std::int64_t m_head;
    std::string m_sql;
    const Parameters& m_parameters;
    std::size_t m_width;
    RowRanges* m_ranges;

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<Block> m_blocks;
    bool m_begun = false;
    bool m_done = false;
    std::exception_ptr m_failure;
    std::jthread m_thread; ///< last: ends before what it uses
};

} // namespace assay::db
