// The parts of typing a cell, by family of types. Cells come trimmed, not empty, and checked to be plain text.
#pragma once

#include "assay/intake/value.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace assay::typing {

using Fault = std::optional<CellFault>;

/// Rows between two looks at the stop token and two reports of progress.
inline constexpr std::uint64_t k_rows_between_checks = 4096;

/// The context with the register's own absent words added.
[[nodiscard]] TypingContext with_absent_words(const TypingContext& context, const Register& reg);

/// 'the cell', shortened and on one line, for messages.
[[nodiscard]] std::string quote(std::string_view cell);

// Numbers (type_number.cpp). On a fault the number is unspecified.
[[nodiscard]] Fault type_integer(std::string_view cell, std::int64_t& number);
[[nodiscard]] Fault type_decimal(const Field& field, std::string_view cell, std::int64_t& number);
[[nodiscard]] Fault type_percent(const Field& field, std::string_view cell, std::int64_t& number);
/// `seen` is the currency written in the cell, or empty; it is only reported, not judged.
[[nodiscard]] Fault type_money(const Field& field, std::string_view cell, std::int64_t& number, std::string& seen);
[[nodiscard]] Fault type_boolean(std::string_view cell, std::int64_t& number);
[[nodiscard]] Fault type_duration(std::string_view cell, std::int64_t& number);
/// "95%" from a stored fraction.
[[nodiscard]] std::string show_percent(std::int64_t scaled, int scale);

/// "EUR", "€" and "$" (which several currencies use) against an ISO 4217 code.
[[nodiscard]] bool is_same_currency(std::string_view seen, std::string_view code);
/// A currency in a definition is a code in capitals, else it names a field.
[[nodiscard]] bool is_currency_code(std::string_view text);

/// Dates and date-times of one column (type_date.cpp). Borrows the context.
class DateTyping {
public:
    DateTyping(const Field& field, const TypingContext& context);
    [[nodiscard]] Fault type(std::string_view cell, std::int64_t& number, ColumnCounts& counts) const;
    [[nodiscard]] bool wants_probe(std::string_view cell) const;
    void set_order(DateOrder order);
    void set_no_order(std::string why);

private:
    struct Reading {
        LocalDateTime local;
        bool has_time = false;
    };
    [[nodiscard]] std::optional<Reading> read_iso(std::string_view cell) const;
    /// Patterns and orders in which cells are written.
    struct Formats {
        std::vector<std::string> patterns;
        std::vector<DateOrder> orders;
        void add(const std::vector<std::string>& stated);
    };
    [[nodiscard]] static Fault read_in(const Formats& formats, std::string_view cell, std::optional<Reading>& reading);
    [[nodiscard]] Fault unreadable(std::string_view cell) const;
    [[nodiscard]] Fault to_number(const Reading& reading, std::string_view cell, std::int64_t& number, ColumnCounts& counts) const;

    const Zone* m_zone;
    bool m_is_date;
    Formats m_known;  ///< of the profile; read first, and what does not fit them is left to the others
    Formats m_others; ///< stated or found
    bool m_stated;
    std::string m_no_order; ///< why the column has no order
};

/// Words of an enum or a set (type_word.cpp). Borrows the field.
class WordTyping {
public:
    explicit WordTyping(const Field& field);
    /// The definition's word for a spelling, or null: then `fault` says why.
    [[nodiscard]] const std::string* find(std::string_view cell, Fault& fault);
    /// Does the cell spell a word, so that it cannot be an absent word?
    [[nodiscard]] bool spells_word(std::string_view cell) const;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    using Spellings = std::unordered_map<std::string, const std::string*, Hash, std::equal_to<>>;
    [[nodiscard]] const std::string* find_folded(std::string_view cell) const;
    void add(const std::string& spelling, const std::string& word);
    [[nodiscard]] CellFault wrong_word(std::string_view cell) const;

    const Field* m_field;
    Spellings m_exact;  ///< spellings of the definition, and those met that folded to one
    Spellings m_folded; ///< null: two words fold alike
};

/// Members separated by ; or |, as a sorted JSON array; absent when there is none.
[[nodiscard]] Fault type_set(const Field& field, std::string_view cell, WordTyping& words, Value& value);
[[nodiscard]] std::string show_set(std::string_view json);

} // namespace assay::typing
