// The stays of all tickets of one kind in states, out of ticket_state: read in one scan, found by ticket.
#pragma once

#include "assay/model/query_runner.hpp"
#include "assay/model/register.hpp"
#include "assess/sla_clock.hpp"

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace assay {

/// Words by number, from 0.
class WordNumbers {
public:
    WordNumbers() { m_words.emplace_back(); }
    /// 0 is the absent word. Throws Error past 65,535 different words.
    std::uint16_t number(const std::string& word);
    [[nodiscard]] const std::vector<std::string>& words() const { return m_words; }
    /// True for each word that fits one of `wanted`, regardless of case, blanks and punctuation.
    [[nodiscard]] std::vector<bool> flags(std::span<const std::string> wanted) const;

private:
    std::vector<std::string> m_words;
    std::unordered_map<std::string, std::uint16_t> m_numbers;
};

/// Numbers of tickets to small numbers, in one block of memory: with a million tickets a look-up costs what it misses of the cache.
class TicketIndex {
public:
    static constexpr std::uint32_t k_none = 0xFFFF'FFFF;
    /// That of the ticket, new or known; they count from 0.
    std::uint32_t add(std::string_view number);
    [[nodiscard]] std::uint32_t find(std::string_view number) const;
    [[nodiscard]] std::size_t size() const { return m_begins.size() - 1; }

private:
    struct Slot {
        std::uint32_t tag = 0;        ///< of the hash, to tell most others apart without a look at their names
        std::uint32_t ticket = k_none;
    };
    [[nodiscard]] std::size_t slot_of(std::string_view number, std::uint64_t hash) const;
    [[nodiscard]] std::string_view name_of(std::uint32_t ticket) const;
    void grow();

    std::vector<Slot> m_slots = std::vector<Slot>(1024);   ///< a power of two, at most half full
    std::string m_names;
    std::vector<std::uint64_t> m_begins{0};               ///< of each name; one more for the end
};

class StayBook {
public:
    /// Stays of tickets of register `kind` that began by `now`; of those that ended later the end is left out.
    void read(QueryRunner& runner, const Schema& schema, std::string_view kind, std::int64_t now);
    /// Sorted by the instant entered.
    [[nodiscard]] std::span<const Stay> find(std::string_view number) const;
    [[nodiscard]] std::size_t size() const { return m_stays.size(); }
    [[nodiscard]] const WordNumbers& states() const { return m_states; }
    [[nodiscard]] const WordNumbers& groups() const { return m_groups; }

private:
    void sort(const std::vector<std::uint32_t>& tickets);

    TicketIndex m_tickets;
    std::vector<Stay> m_stays;
    std::vector<std::uint32_t> m_begins;      ///< of each ticket's stays; one more for the end
    WordNumbers m_states;
    WordNumbers m_groups;
};

/// States in which the work on a ticket is done; leaving one is a reopening.
[[nodiscard]] std::span<const std::string> final_state_words();
[[nodiscard]] bool is_final_state(std::string_view word);
[[nodiscard]] bool is_cancelled_state(std::string_view word);

} // namespace assay
