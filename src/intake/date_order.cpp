#include "assay/intake/date_order.hpp"

#include "assay/base/text.hpp"
#include "intake/date_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace assay {
namespace {

constexpr std::array<std::string_view, 3> k_order_words{"day-month-year", "month-day-year", "year-month-day"};

std::string place_of(const DateFinding& finding, std::size_t example) {
    const auto& [cell, line] = finding.examples[example];
    return fmt::format("{} in {} {}", cell, finding.in_sheet ? "row" : "line", group_thousands(static_cast<std::int64_t>(line)));
}

} // namespace

std::string_view to_text(DateOrder order) { return k_order_words[static_cast<std::size_t>(order)]; }

std::optional<DateOrder> find_date_order(std::string_view word) {
    const auto found = std::ranges::find(k_order_words, word);
    if (found == k_order_words.end()) {
        return std::nullopt;
    }
    return k_date_orders[static_cast<std::size_t>(found - k_order_words.begin())];
}

void DateOrderProbe::add(std::string_view cell, std::uint64_t line) {
    const auto parts = typing::split_date(trim(cell));
    if (!parts) {
        return;
    }
    // Once one order is proved, a cell that fits it changes nothing, whatever else it fits.
    if (std::has_single_bit(m_fitting) && m_first[m_fitting].line != 0 &&
        typing::read_date(*parts, k_date_orders[static_cast<std::size_t>(std::countr_zero(m_fitting))])) {
        ++m_cells;
        return;
    }
    std::array<std::optional<OrderedDate>, 3> readings;
    unsigned fits = 0;
    for (unsigned order = 0; order < 3; ++order) {
        readings[order] = typing::read_date(*parts, k_date_orders[order]);
        fits |= readings[order] ? 1U << order : 0U;
    }
    if (fits == 0) {
        return;
    }
    ++m_cells;
    m_fitting &= fits;
    const auto keep = [&](DateExample& example) {
        if (example.line == 0) {
            example = {std::string(trim(cell)), line};
        }
    };
    keep(m_first[fits]);
    for (unsigned a = 0; a < 3; ++a) {
        for (unsigned b = a + 1; b < 3; ++b) {
            if (readings[a] && readings[b] && readings[a]->local.day != readings[b]->local.day) {
                keep(m_differs[(1U << a) | (1U << b)]);
            }
        }
    }
}

/// Cells that together rule out every other order: one that fits this order alone, else one per other order.
std::vector<DateExample> DateOrderProbe::proof_of(unsigned order) const {
    const auto alone = 1U << order;
    if (m_first[alone].line != 0) {
        return {m_first[alone]};
    }
    std::vector<DateExample> proof;
    for (unsigned set = 1; set < 8; ++set) {
        if (std::popcount(set) == 2 && (set & alone) != 0 && m_first[set].line != 0) {
            proof.push_back(m_first[set]);
        }
    }
    return proof;
}

DateFinding DateOrderProbe::finding() const {
    DateFinding finding;
    finding.cells = m_cells;
    if (m_cells == 0) {
        return finding;
    }
    if (m_fitting == 0) {
        finding.result = DateOrderResult::contradictory;
        // The fewest cells that no order fits together: each set of orders stands for all cells that fit exactly these.
        for (unsigned set = 1; set < 8 && finding.examples.empty(); ++set) {
            for (unsigned other = set + 1; other < 8 && finding.examples.empty(); ++other) {
                if (m_first[set].line != 0 && m_first[other].line != 0 && (set & other) == 0) {
                    finding.examples = {m_first[set], m_first[other]};
                }
            }
        }
        if (finding.examples.empty()) {
            finding.examples = {m_first[0b011], m_first[0b101], m_first[0b110]};
        }
        std::ranges::sort(finding.examples, {}, &DateExample::line);
        return finding;
    }
    const auto first = static_cast<unsigned>(std::countr_zero(m_fitting));
    finding.order = k_date_orders[first];
    for (unsigned a = 0; a < 3; ++a) {
        for (unsigned b = a + 1; b < 3; ++b) {
            const auto pair = (1U << a) | (1U << b);
            if ((m_fitting & pair) == pair && m_differs[pair].line != 0) {
                finding.result = DateOrderResult::ambiguous;
                finding.order = k_date_orders[a];
                finding.other = k_date_orders[b];
                finding.examples = {m_differs[pair]};
                return finding;
            }
        }
    }
    finding.result = DateOrderResult::found;
    if (std::has_single_bit(m_fitting)) {
        finding.examples = proof_of(first);
    }
    return finding;
}

std::string to_text(const DateFinding& finding) {
    const auto& examples = finding.examples;
    switch (finding.result) {
    case DateOrderResult::none:
        return "ISO 8601 or in a stated format";
    case DateOrderResult::found:
        if (examples.empty()) {
            return fmt::format("{}: every cell reads the same in any order that fits", to_text(finding.order));
        }
        if (examples.size() == 1) {
            return fmt::format("{}: {} fits no other order", to_text(finding.order), place_of(finding, 0));
        }
        return fmt::format("{}: {} and {} together fit no other order", to_text(finding.order), place_of(finding, 0),
                           place_of(finding, 1));
    case DateOrderResult::ambiguous: {
        const auto& cell = examples.front().cell;
        return fmt::format("{} is {} as {} but {} as {}", place_of(finding, 0),
                           to_text(parse_ordered(cell, finding.order)->local.day), to_text(finding.order),
                           to_text(parse_ordered(cell, finding.other)->local.day), to_text(finding.other));
    }
    case DateOrderResult::contradictory: {
        std::string places;
        for (std::size_t index = 0; index < examples.size(); ++index) {
            places += index == 0 ? "" : index + 1 == examples.size() ? " and " : ", ";
            places += place_of(finding, index);
        }
        return fmt::format("{} fit no common order", places);
    }
    }
    return {};
}

} // namespace assay
