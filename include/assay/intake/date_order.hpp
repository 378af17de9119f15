// Finding out in which order a column writes day, month and year. The order is proved by the whole column or asked for;
// it is never guessed. Knows no files: cells are shown to it one by one.
#pragma once

#include "assay/base/date.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

enum class DateOrder : std::uint8_t { day_month_year, month_day_year, year_month_day };
inline constexpr std::array<DateOrder, 3> k_date_orders{DateOrder::day_month_year, DateOrder::month_day_year, DateOrder::year_month_day};

/// "day-month-year"
[[nodiscard]] std::string_view to_text(DateOrder order);

/// The order so named, or nothing: --date-format takes these words besides patterns.
[[nodiscard]] std::optional<DateOrder> find_date_order(std::string_view word);

struct OrderedDate {
    LocalDateTime local; ///< without offset; 00:00 when no time is given
    bool has_time = false;
};

/// "29-02-2016 01:16", "3/4/16", "11-May-2011", "2/29/2016 1:16:05 PM" read in that order, or nothing. The parts of the date are
/// separated by one of - / . or a space, twice the same; the month may be an English name. Two-digit years are as in parse_pattern.
[[nodiscard]] std::optional<OrderedDate> parse_ordered(std::string_view text, DateOrder order);

/// A cell that proves something, as met in the file.
struct DateExample {
    std::string cell;
    std::uint64_t line = 0;
};

enum class DateOrderResult : std::uint8_t {
    none,         ///< no cell needed an order
    found,        ///< exactly one order fits every cell that is a date in some order, or all that fit read every cell alike
    ambiguous,    ///< two or more orders fit all of them: the person must be asked
    contradictory ///< no order fits all of them
};

struct DateFinding {
    DateOrderResult result = DateOrderResult::none;
    DateOrder order = DateOrder::day_month_year; ///< found; ambiguous: the first that fits
    DateOrder other = DateOrder::month_day_year; ///< ambiguous: another that fits
    std::vector<DateExample> examples;           ///< found: the proof (up to two cells); ambiguous: one; contradictory: two or three
    std::uint64_t cells = 0;                     ///< cells that needed an order
    bool in_sheet = false;                       ///< lines are rows of a sheet
};

/// Is shown every cell of one date column that is neither absent, ISO nor in a stated format. Cells that are no date in any order
/// are left to the typing, which rejects them.
class DateOrderProbe {
public:
    void add(std::string_view cell, std::uint64_t line);
    [[nodiscard]] DateFinding finding() const;

private:
    [[nodiscard]] std::vector<DateExample> proof_of(unsigned order) const;
    unsigned m_fitting = 0b111;             ///< bit per order: fits all cells so far
    std::array<DateExample, 8> m_first{};   ///< per set of orders: the first cell that fits exactly these
    std::array<DateExample, 8> m_differs{}; ///< per pair of orders: the first cell that they read differently
    std::uint64_t m_cells = 0;
};

/// "day-month-year: 29-02-2016 in line 2 fits no other order"
[[nodiscard]] std::string to_text(const DateFinding& finding);

} // namespace assay
