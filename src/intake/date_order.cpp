#include "assay/intake/date_order.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace assay {
namespace {

constexpr std::array<std::string_view, 3> k_order_words{"day-month-year", "month-day-year", "year-month-day"};
constexpr std::array<std::string_view, 12> k_months{"january", "february", "march",     "april",   "may",      "june",
                                                    "july",    "august",   "september", "october", "november", "december"};

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

/// Takes parts off the front of a text.
struct Cursor {
    std::string_view rest;

    bool take(char c) {
        if (rest.empty() || rest.front() != c) {
            return false;
        }
        rest.remove_prefix(1);
        return true;
    }
    /// 1 to `most` digits; the digit after them, if any, makes it fail.
    std::optional<std::string_view> digits(std::size_t most) {
        std::size_t length = 0;
        while (length < rest.size() && is_digit(rest[length])) {
            ++length;
        }
        if (length == 0 || length > most) {
            return std::nullopt;
        }
        const auto taken = rest.substr(0, length);
        rest.remove_prefix(length);
        return taken;
    }
    std::string_view letters() {
        std::size_t length = 0;
        while (length < rest.size() && is_letter(rest[length])) {
            ++length;
        }
        const auto taken = rest.substr(0, length);
        rest.remove_prefix(length);
        return taken;
    }
};

int number_of(std::string_view digits) {
    int number = 0;
    for (const char c : digits) {
        number = number * 10 + (c - '0');
    }
    return number;
}

/// "May" or "september"; the short forms have three letters ("Sept" too).
int month_of(std::string_view name) {
    if (name.size() < 3) {
        return 0;
    }
    for (std::size_t index = 0; index < k_months.size(); ++index) {
        const auto month = k_months[index];
        const bool whole = name.size() == month.size() || name.size() == 3 || (name.size() == 4 && month == "september");
        if (whole && std::ranges::equal(name, month.substr(0, name.size()), {}, lower)) {
            return static_cast<int>(index) + 1;
        }
    }
    return 0;
}

/// The three parts of a date as written, before anybody says which is which.
struct Parts {
    std::array<std::string_view, 3> digits;   ///< empty where the month's name stands
    int named_month = 0;
    std::size_t name_at = 3;
    std::chrono::seconds time_of_day{};
    bool has_time = false;
};

std::optional<std::chrono::seconds> parse_time(Cursor& cursor) {
    const auto hour_text = cursor.digits(2);
    if (!hour_text || !cursor.take(':')) {
        return std::nullopt;
    }
    const auto minute_text = cursor.digits(2);
    if (!minute_text || minute_text->size() != 2) {
        return std::nullopt;
    }
    int second = 0;
    if (cursor.take(':')) {
        const auto second_text = cursor.digits(2);
        if (!second_text || second_text->size() != 2) {
            return std::nullopt;
        }
        second = number_of(*second_text);
        if (cursor.take('.') && !cursor.digits(9)) {
            return std::nullopt;
        }
    }
    int hour = number_of(*hour_text);
    const int minute = number_of(*minute_text);
    cursor.take(' ');
    const auto half = cursor.letters();
    if (!half.empty()) {
        if (half.size() != 2 || lower(half[1]) != 'm' || (lower(half[0]) != 'a' && lower(half[0]) != 'p') || hour < 1 || hour > 12) {
            return std::nullopt;
        }
        hour = hour % 12 + (lower(half[0]) == 'p' ? 12 : 0);
    }
    if (hour > 23 || minute > 59 || second > 59) {
        return std::nullopt;
    }
    return std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
}

std::optional<Parts> split(std::string_view text) {
    Parts parts;
    Cursor cursor{text};
    char separator = 0;
    for (std::size_t index = 0; index < 3; ++index) {
        if (index > 0) {
            if (separator == 0 && !cursor.rest.empty()) {
                separator = cursor.rest.front();
            }
            if ((separator != '-' && separator != '/' && separator != '.' && separator != ' ') || !cursor.take(separator)) {
                return std::nullopt;
            }
        }
        if (!cursor.rest.empty() && is_letter(cursor.rest.front())) {
            if (parts.named_month != 0) {
                return std::nullopt;
            }
            parts.named_month = month_of(cursor.letters());
            parts.name_at = index;
            if (parts.named_month == 0) {
                return std::nullopt;
            }
        } else if (const auto digits = cursor.digits(4)) {
            parts.digits[index] = *digits;
        } else {
            return std::nullopt;
        }
    }
    if (cursor.rest.empty()) {
        return parts;
    }
    if (!cursor.take(' ') && !cursor.take('T')) {
        return std::nullopt;
    }
    const auto time = parse_time(cursor);
    if (!time || !cursor.rest.empty()) {
        return std::nullopt;
    }
    parts.time_of_day = *time;
    parts.has_time = true;
    return parts;
}

/// Positions of year, month and day in that order.
constexpr std::array<std::array<std::size_t, 3>, 3> k_positions{{{2, 1, 0}, {2, 0, 1}, {0, 1, 2}}};

std::optional<OrderedDate> read(const Parts& parts, DateOrder order) {
    const auto [year_at, month_at, day_at] = k_positions[static_cast<std::size_t>(order)];
    if (parts.named_month != 0 && parts.name_at != month_at) {
        return std::nullopt;
    }
    const auto year_text = parts.digits[year_at];
    const auto month_text = parts.digits[month_at];
    const auto day_text = parts.digits[day_at];
    if ((year_text.size() != 2 && year_text.size() != 4) || month_text.size() > 2 || day_text.size() > 2) {
        return std::nullopt;
    }
    int year = number_of(year_text);
    if (year_text.size() == 2) {
        year += year <= 68 ? 2000 : 1900;
    }
    const int month = parts.named_month != 0 ? parts.named_month : number_of(month_text);
    const std::chrono::year_month_day day{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                          std::chrono::day(static_cast<unsigned>(number_of(day_text)))};
    if (year < 1 || !day.ok()) {
        return std::nullopt;
    }
    return OrderedDate{{Date(day), parts.time_of_day, std::nullopt}, parts.has_time};
}

std::string place_of(const DateExample& example) { return fmt::format("{} in line {}", example.cell, group_thousands(static_cast<std::int64_t>(example.line))); }

} // namespace

std::string_view to_text(DateOrder order) { return k_order_words[static_cast<std::size_t>(order)]; }

std::optional<DateOrder> find_date_order(std::string_view word) {
    const auto found = std::ranges::find(k_order_words, word);
    if (found == k_order_words.end()) {
        return std::nullopt;
    }
    return k_date_orders[static_cast<std::size_t>(found - k_order_words.begin())];
}

std::optional<OrderedDate> parse_ordered(std::string_view text, DateOrder order) {
    const auto parts = split(text);
    return parts ? read(*parts, order) : std::nullopt;
}

void DateOrderProbe::add(std::string_view cell, std::uint64_t line) {
    const auto parts = split(trim(cell));
    if (!parts) {
        return;
    }
    std::array<std::optional<OrderedDate>, 3> readings;
    unsigned fits = 0;
    for (unsigned order = 0; order < 3; ++order) {
        readings[order] = read(*parts, k_date_orders[order]);
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
            return fmt::format("{}: {} fits no other order", to_text(finding.order), place_of(examples.front()));
        }
        return fmt::format("{}: {} and {} together fit no other order", to_text(finding.order), place_of(examples[0]), place_of(examples[1]));
    case DateOrderResult::ambiguous: {
        const auto& cell = examples.front().cell;
        return fmt::format("{} is {} as {} but {} as {}", place_of(examples.front()), to_text(parse_ordered(cell, finding.order)->local.day),
                           to_text(finding.order), to_text(parse_ordered(cell, finding.other)->local.day), to_text(finding.other));
    }
    case DateOrderResult::contradictory: {
        std::string places;
        for (std::size_t index = 0; index < examples.size(); ++index) {
            places += index == 0 ? "" : index + 1 == examples.size() ? " and " : ", ";
            places += place_of(examples[index]);
        }
        return fmt::format("{} fit no common order", places);
    }
    }
    return {};
}

} // namespace assay
