#include "intake/rows_beside.hpp"

#include <system_error>
#include <utility>

namespace assay {
namespace {

/// Fewer rows are stored sooner than a thread is worth starting.
constexpr std::size_t k_fewest_for_two = 1'000;
constexpr std::size_t k_rows_a_block = 256;
/// So many may wait; then reading waits. About 4 MB with tickets of twenty fields.
constexpr std::size_t k_waiting_blocks = 16;

} // namespace

void RowsBeside::give(Kind kind, std::uint64_t line, Row* row, const WrittenVersion& version) {
    if (++m_given == k_fewest_for_two) {
        start();
    }
    if (m_is_direct) {
        kind == Kind::row ? m_sink.add(line, *row) : kind == Kind::version ? m_sink.add_version(line, *row, version) : m_sink.reject_version(version);
        return;
    }
    auto& item = m_block.items[m_block.used++];
    item.kind = kind;
    item.line = line;
    item.version = version;
    if (row != nullptr) {
        std::swap(item.row, *row);
    }
    if (m_block.used == k_rows_a_block) {
        send();
    }
}

void RowsBeside::start() {
    try {
        m_thread = std::jthread([this](const std::stop_token& ended) { work(ended); });
    } catch (const std::system_error&) {
        return; // it takes longer, and nothing else changes
    }
    m_is_direct = false;
    m_block.items.resize(k_rows_a_block);
}

void RowsBeside::send() {
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_failure != nullptr || m_full.size() < k_waiting_blocks; });
    if (m_failure) {
        std::rethrow_exception(m_failure);
    }
    m_full.push_back(std::move(m_block));
    m_block = {};
    if (!m_empty.empty()) {
        m_block = std::move(m_empty.back());
        m_empty.pop_back();
    }
    lock.unlock();
    m_changed.notify_all();
    m_block.items.resize(k_rows_a_block);
}

void RowsBeside::hand_on(Item& item) {
    switch (item.kind) {
    case Kind::row:
        m_sink.add(item.line, item.row);
        return;
    case Kind::version:
        m_sink.add_version(item.line, item.row, item.version);
        return;
    case Kind::rejected:
        m_sink.reject_version(item.version);
        return;
    }
}

void RowsBeside::work(const std::stop_token& ended) {
    while (true) {
        std::unique_lock lock(m_mutex);
        if (!m_changed.wait(lock, ended, [this] { return m_is_last || !m_full.empty(); }) || m_full.empty()) {
            return;
        }
        auto block = std::move(m_full.front());
        m_full.pop_front();
        lock.unlock();
        m_changed.notify_all();
        try {
            for (std::size_t index = 0; index < block.used; ++index) {
                if (ended.stop_requested()) {
                    return;
                }
                hand_on(block.items[index]);
            }
        } catch (...) {
            lock.lock();
            m_failure = std::current_exception();
            lock.unlock();
            m_changed.notify_all();
            return;
        }
        block.used = 0;
        lock.lock();
        m_empty.push_back(std::move(block));
    }
}

void RowsBeside::finish() {
    if (m_is_direct) {
        return;
    }
    send();
    {
        const std::scoped_lock lock(m_mutex);
        m_is_last = true;
    }
    m_changed.notify_all();
    m_thread.join();
    if (m_failure) {
        std::rethrow_exception(m_failure);
    }
}

} // namespace assay
