#include "assess/sla_stays.hpp"

#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "assess/sla_columns.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <numeric>

namespace assay {
std::span<const std::string> final_state_words() {
    static const std::vector<std::string> k_words{"cancelled", "canceled", "closed", "completed", "done", "fulfilled", "rejected", "resolved"};
    return k_words;
}

bool is_final_state(std::string_view word) { return std::ranges::find(final_state_words(), fold_header(word)) != final_state_words().end(); }

bool is_cancelled_state(std::string_view word) { return word == "cancelled" || word == "rejected"; }

std::uint16_t WordNumbers::number(const std::string& word) {
    const auto found = m_numbers.find(word);
    if (found != m_numbers.end()) {
        return found->second;
    }
    if (m_words.size() > std::numeric_limits<std::uint16_t>::max()) {
        throw Error("register 'ticket_state' holds more than 65,535 different states or groups (are they names of tickets or people?)");
    }
    m_words.push_back(word);
    return m_numbers[word] = static_cast<std::uint16_t>(m_words.size() - 1);
}

std::vector<bool> WordNumbers::flags(std::span<const std::string> wanted) const {
    std::vector<std::string> folded;
    for (const auto& each : wanted) {
        folded.push_back(fold_header(each));
    }
    std::vector<bool> flags;
    flags.reserve(m_words.size());
    for (const auto& word : m_words) {
        flags.push_back(!word.empty() && std::ranges::find(folded, fold_header(word)) != folded.end());
    }
    return flags;
}

std::string_view TicketIndex::name_of(std::uint32_t ticket) const {
    return std::string_view(m_names).substr(m_begins[ticket], m_begins[ticket + 1] - m_begins[ticket]);
}

/// The slot that holds the number, or the empty one where it belongs.
std::size_t TicketIndex::slot_of(std::string_view number, std::uint64_t hash) const {
    const auto mask = m_slots.size() - 1;
    const auto tag = static_cast<std::uint32_t>(hash >> 32U);
    auto at = static_cast<std::size_t>(hash) & mask;
    while (m_slots[at].ticket != k_none && (m_slots[at].tag != tag || name_of(m_slots[at].ticket) != number)) {
        at = (at + 1) & mask;
    }
    return at;
}

std::uint32_t TicketIndex::find(std::string_view number) const { return m_slots[slot_of(number, std::hash<std::string_view>{}(number))].ticket; }

std::uint32_t TicketIndex::add(std::string_view number) {
    const auto hash = std::hash<std::string_view>{}(number);
    const auto at = slot_of(number, hash);
    if (m_slots[at].ticket != k_none) {
        return m_slots[at].ticket;
    }
    const auto ticket = static_cast<std::uint32_t>(size());
    m_slots[at] = {static_cast<std::uint32_t>(hash >> 32U), ticket};
    m_names += number;
    m_begins.push_back(m_names.size());
    if (2 * size() > m_slots.size()) {
        grow();
    }
    return ticket;
}

void TicketIndex::grow() {
    m_slots.assign(m_slots.size() * 2, {});
    for (std::uint32_t ticket = 0; ticket < size(); ++ticket) {
        const auto hash = std::hash<std::string_view>{}(name_of(ticket));
        m_slots[slot_of(name_of(ticket), hash)] = {static_cast<std::uint32_t>(hash >> 32U), ticket};
    }
}

void StayBook::read(QueryRunner& runner, const Schema& schema, std::string_view kind, std::int64_t now) {
    const auto* of = schema.find("ticket_state");
    if (of == nullptr) {
        return;
    }
    TableQuery query;
    query.relations.push_back({of->id, -1, {}});
    for (const auto* name : {"number", "entered_at", "left_at", "state", "clock_stopped", "assignment_group"}) {
        query.select.push_back(sla_column(*of, name));
    }
    query.where = {sla_compare(QueryOp::eq, sla_column(*of, "kind"), sla_literal(std::string(kind))),
                   sla_compare(QueryOp::le, sla_column(*of, "entered_at"), sla_literal(now))};
    // In the order in which they were stored: a log comes ticket by ticket, and sorting millions of rows in the store costs more than here.
    std::vector<std::uint32_t> tickets;
    std::string last_number;
    auto last_ticket = TicketIndex::k_none;
    runner.rows(query, [&](std::span<const Value> row) {
        const auto& number = *text_of(row[0]);
        if (last_ticket == TicketIndex::k_none || last_number != number) {
            last_ticket = m_tickets.add(number);
            last_number = number;
        }
        Stay stay;
        stay.entered = *number_of(row[1]);
        if (const auto* left = number_of(row[2]); left != nullptr && *left <= now) {
            stay.left = *left;
        }
        if (const auto* state = text_of(row[3])) {
            stay.state = m_states.number(*state);
        }
        const auto* stopped = number_of(row[4]);
        stay.stopped = stopped != nullptr && *stopped != 0;
        if (const auto* group = text_of(row[5])) {
            stay.group = m_groups.number(*group);
        }
        tickets.push_back(last_ticket);
        m_stays.push_back(stay);
    });
    sort(tickets);
}

void StayBook::sort(const std::vector<std::uint32_t>& tickets) {
    m_begins.assign(m_tickets.size() + 1, 0);
    for (const auto ticket : tickets) {
        ++m_begins[ticket + 1];
    }
    std::partial_sum(m_begins.begin(), m_begins.end(), m_begins.begin());
    if (!std::ranges::is_sorted(tickets)) {
        std::vector<Stay> sorted(m_stays.size());
        auto next = m_begins;
        for (std::size_t i = 0; i < m_stays.size(); ++i) {
            sorted[next[tickets[i]]++] = m_stays[i];
        }
        m_stays = std::move(sorted);
    }
    for (std::size_t ticket = 0; ticket + 1 < m_begins.size(); ++ticket) {
        const auto stays = std::span(m_stays).subspan(m_begins[ticket], m_begins[ticket + 1] - m_begins[ticket]);
        if (!std::ranges::is_sorted(stays, {}, &Stay::entered)) {
            std::ranges::sort(stays, {}, &Stay::entered);
        }
    }
}

std::span<const Stay> StayBook::find(std::string_view number) const {
    const auto ticket = m_tickets.find(number);
    if (ticket == TicketIndex::k_none) {
        return {};
    }
    return std::span(m_stays).subspan(m_begins[ticket], m_begins[ticket + 1] - m_begins[ticket]);
}

} // namespace assay
