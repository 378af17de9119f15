#include "store/beside.hpp"

#include "store/values.hpp"
#include "store/writer.hpp"

#include <fmt/format.h>

#include <chrono>
#include <limits>
#include <system_error>
#include <utility>

namespace assay::db {
namespace {

constexpr std::size_t k_block_values = std::size_t{16} * 1024;
/// So many blocks may wait for the caller; then the scan waits. About 20 MB with short texts.
constexpr std::size_t k_waiting_blocks = 24;

/// Each page of the register is read once: to keep them would only take memory, which the system has to clear first.
constexpr const char* k_small_cache = "PRAGMA cache_size=-4096";

} // namespace

std::string RowRanges::condition(std::string_view row) { return fmt::format("{0} > :after AND {0} <= :to", row); }

bool RowRanges::bind_next(SQLite::Statement& statement) {
    const auto number = m_next++;
    if (number >= k_ranges) {
        return false;
    }
    using Limits = std::numeric_limits<std::int64_t>;
    statement.reset();
    statement.bind(":after", number == 0 ? Limits::min() : number * m_step);
    statement.bind(":to", number + 1 == k_ranges ? Limits::max() : (number + 1) * m_step);
    return true;
}

ScanBeside::ScanBeside(const Connection& other, const Zone& zone, std::stop_token stop, std::int64_t head, std::string sql, const Parameters& parameters,
                       std::size_t width, RowRanges* ranges)
    : m_other(other), m_zone(zone), m_stop(std::move(stop)), m_head(head), m_sql(std::move(sql)), m_parameters(parameters), m_width(width), m_ranges(ranges) {
    try {
        m_thread = std::jthread([this](const std::stop_token& ended) { scan(ended); });
    } catch (const std::system_error&) {
        m_done = true; // it takes longer, and nothing else changes
    }
}

ScanBeside::~ScanBeside() = default;

void ScanBeside::scan(const std::stop_token& ended) {
    std::exception_ptr failure;
    try {
        read(ended);
    } catch (...) {
        failure = std::current_exception(); // thrown on by visit(), or forgotten where nothing was read yet
    }
    const std::scoped_lock lock(m_mutex);
    m_failure = failure;
    m_done = true;
    m_changed.notify_all();
}

void ScanBeside::read(const std::stop_token& ended) {
    OpenOptions options;
    options.wait_limit = std::chrono::milliseconds{0}; // who waits to write waits for the caller, and the caller for this
    Connection connection(m_other.file(), OpenMode::read_only, std::move(options));
    connection.guard([&] {
        connection.exec(k_small_cache);
        const StopScope stop(connection, m_stop);
        const ZoneScope zone(connection, m_zone);
        const Transaction transaction(connection, Access::read);
        if (load_head(connection) != m_head) {
            return;
        }
        SQLite::Statement statement(connection.db(), m_sql);
        m_parameters.bind(statement);
        {
            // From here on nobody can take this state away, and what fails is the caller's failure.
            const std::scoped_lock lock(m_mutex);
            m_begun = true;
        }
        Block block;
        while (!ended.stop_requested() && (m_ranges == nullptr || m_ranges->bind_next(statement))) {
            while (statement.executeStep()) {
                for (std::size_t i = 0; i < m_width; ++i) {
                    block.values.push_back(read_value(statement, static_cast<int>(i)));
                }
                if (ended.stop_requested() || (block.values.size() >= k_block_values && !put(std::exchange(block, {}), ended))) {
                    return;
                }
            }
            if (m_ranges == nullptr) {
                break;
            }
        }
        (void)put(std::move(block), ended);
    });
}

/// False when nobody wants it any more.
bool ScanBeside::put(Block block, const std::stop_token& ended) {
    std::unique_lock lock(m_mutex);
    if (!m_changed.wait(lock, ended, [this] { return m_blocks.size() < k_waiting_blocks; })) {
        return false;
    }
    m_blocks.push_back(std::move(block));
    m_changed.notify_all();
    return true;
}

bool ScanBeside::visit(const std::function<void(std::span<const Value>)>& visit) {
    while (true) {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [this] { return m_done || !m_blocks.empty(); });
        if (m_blocks.empty()) {
            if (m_failure && m_begun) {
                std::rethrow_exception(m_failure);
            }
            return m_begun;
        }
        const auto block = std::move(m_blocks.front());
        m_blocks.pop_front();
        m_changed.notify_all();
        lock.unlock();
        const std::span<const Value> values(block.values);
        for (std::size_t at = 0; at < values.size(); at += m_width) {
            visit(values.subspan(at, m_width));
        }
    }
}

} // namespace assay::db
