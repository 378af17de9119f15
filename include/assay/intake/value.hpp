// Cells to values and back: the one place that decides what a text in a file or at the prompt means for a field's type.
// Knows neither rows nor registers as a whole, neither files nor tables.
#pragma once

#include "assay/base/zone.hpp"
#include "assay/intake/date_order.hpp"
#include "assay/model/register.hpp"
#include "assay/model/value.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// What is wrong with a date format that is neither an order ("day-month-year") nor a pattern with year, month and day; else empty.
struct DateFormatFault {
    std::string text; ///< "'x' has no year, month and day"
    std::string hint;
};
[[nodiscard]] std::optional<DateFormatFault> find_date_format_fault(std::string_view format);
/// Throws Error of kind usage when a stated format has such a fault.
void check_date_format(std::string_view format);

/// Longest text a cell may hold.
inline constexpr std::size_t k_max_cell_bytes = 1U << 20;

/// How cells are to be understood. The zone is borrowed and must outlive the context and every FieldTyper made from it.
struct TypingContext {
    const Zone& zone;                       ///< for date-times without an offset
    std::vector<std::string> date_patterns; ///< --date-format: "dd-MM-yyyy HH:mm" or "day-month-year"; ISO is always understood
    std::vector<std::string> absent_words;  ///< exact spellings that mean "no value"; a register's own are added by run_import
    std::vector<std::string> known_dates{}; ///< formats of a profile: understood like ISO where no --date-format is given; other cells are left as they are
};

/// Why a cell is not a value: a stable code, one sentence, and the remedy or an empty text.
struct CellFault {
    std::string code;
    std::string text;
    std::string hint;
    friend bool operator==(const CellFault&, const CellFault&) = default;
};

struct TypedValue {
    Value value;                    ///< absent for an empty cell and for an absent word
    std::optional<CellFault> fault; ///< then value is absent
    bool fold = false;              ///< the local time occurs twice; the earlier instant was taken
    bool without_time = false;      ///< a date-time field was given a date: 00:00 was taken
    std::string currency;           ///< money: the code or symbol written in the cell when the field's currency is another field
};

/// One cell at a time; for columns use FieldTyper. The text may be anything, even invalid UTF-8.
/// text, ref: trimmed, NFC. decimal, percent, money: scaled. percent: "95%", "0.95"; a bare 95 only with percent-unit.
/// boolean: yes no true false 1 0 y n. enum: a word or another spelling of it, case and punctuation aside.
/// set: words separated by ; or |, stored as a sorted JSON array. duration: ISO 8601 or H:MM[:SS]. file: a path that stays inside.
[[nodiscard]] TypedValue type_value(const Field& field, std::string_view cell, const TypingContext& context);

/// The text a person reads, exports and may import again: type_value of it gives the same value. Absent is "".
/// Date-times are shown in the zone with their offset: "2026-01-31 08:00+01:00".
[[nodiscard]] std::string show_value(const Field& field, const Value& value, const Zone& zone);

/// Code of the fault of a date that could be read in some order, before the column's order was found.
inline constexpr std::string_view k_date_order_unknown = "date-order-unknown";

/// What typing a column has met so far, for the receipt.
struct ColumnCounts {
    std::uint64_t folds = 0;
    std::uint64_t without_time = 0;
};

/// Types the cells of one column; makes no allocation but for text values. Borrows field and context.
class FieldTyper {
public:
    FieldTyper(const Field& field, const TypingContext& context);
    ~FieldTyper();
    FieldTyper(FieldTyper&&) noexcept;
    FieldTyper& operator=(FieldTyper&&) noexcept;

    /// Puts the value into `value`, reusing its text buffer; on a fault `value` is absent.
    [[nodiscard]] std::optional<CellFault> type(std::string_view cell, Value& value);

    /// Date columns only: the order that was found for cells that are not ISO (DateOrderProbe). Until one of these two is called such
    /// cells are faults with the code k_date_order_unknown.
    void set_date_order(DateOrder order);
    void set_no_date_order(std::string why);
    /// A date column's cell that is neither absent nor ISO, where no format was stated: something for the probe.
    [[nodiscard]] bool wants_probe(std::string_view cell) const;

    [[nodiscard]] const ColumnCounts& counts() const;
    /// Money whose currency is another field: what the last cell said, or empty.
    [[nodiscard]] std::string_view currency() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace assay
