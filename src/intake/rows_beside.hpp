// Typed rows handed on by a thread of its own while the next ones are read: storing a row takes about as long as reading and typing it.
// Knows no file and no store.
#pragma once

#include "assay/intake/import.hpp"

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace assay {

/// Short files are handed on directly. The sink, which is borrowed, is called from one thread at a time and gets the rows in their order.
class RowsBeside final : public RowSink {
public:
    explicit RowsBeside(RowSink& sink) : m_sink(sink) {}
    /// Rows that were not handed on yet never are.
    ~RowsBeside() override = default;
    RowsBeside(const RowsBeside&) = delete;
    RowsBeside& operator=(const RowsBeside&) = delete;

    void begin(const ImportPlan& plan) override { m_sink.begin(plan); }
    /// These throw what the sink threw for one of the rows before.
    void add(std::uint64_t line, Row& row) override { give(Kind::row, line, &row, {}); }
    void add_version(std::uint64_t line, Row& row, const WrittenVersion& version) override { give(Kind::version, line, &row, version); }
    void reject_version(const WrittenVersion& version) override { give(Kind::rejected, 0, nullptr, version); }
    /// Once, after the last row: returns when the sink has got all of them, or throws what it threw.
    void finish();

private:
    enum class Kind : std::uint8_t { row, version, rejected };
    struct Item {
        Kind kind = Kind::row;
        std::uint64_t line = 0;
        Row row;
        WrittenVersion version;
    };
    /// The rows of an emptied block are filled again, so that their texts are released by the thread that made them.
    struct Block {
        std::vector<Item> items;
        std::size_t used = 0;
    };

    void give(Kind kind, std::uint64_t line, Row* row, const WrittenVersion& version);
    void hand_on(Item& item);
    void start();
    void send();
    void work(const std::stop_token& ended);

    RowSink& m_sink;
    std::size_t m_given = 0;
    bool m_is_direct = true;
    Block m_block; ///< being filled

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<Block> m_full;
    std::vector<Block> m_empty;
    bool m_is_last = false; ///< no more blocks come
    std::exception_ptr m_failure;
    std::jthread m_thread; ///< last: ends before what it uses
};

} // namespace assay
