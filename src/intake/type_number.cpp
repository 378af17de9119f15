// Integers, scaled decimals, percentages, money, booleans and durations as people write them.
#include "assay/base/decimal.hpp"
#include "assay/base/text.hpp"
#include "intake/typing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace assay::typing {
namespace {

CellFault too_large(std::string_view cell) { return {"overflow", fmt::format("{} is too large", quote(cell)), ""}; }

Fault decimal_fault(DecimalFault fault, std::string_view cell, int digits) {
    switch (fault) {
    case DecimalFault::none:
        return std::nullopt;
    case DecimalFault::not_a_number:
        return CellFault{"not-a-number", fmt::format("{} is not a number", quote(cell)), "write it as 1234.5"};
    case DecimalFault::too_many_digits:
        return CellFault{"too-many-digits",
                         fmt::format("{} has more than {} after the point", quote(cell), count_of(digits, "digit", "digits")), "round it"};
    case DecimalFault::overflow:
        return too_large(cell);
    }
    return std::nullopt;
}

struct Symbol {
    std::string_view text;
    std::string_view codes; ///< of the currencies that use it
};
// One sign for several currencies never decides between them: it is accepted only beside a definition that names one of them.
constexpr std::array k_symbols{
    Symbol{"$", "AUD BBD BMD BSD BZD CAD FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD SRD TTD TWD USD XCD"},
    Symbol{"\u00A3", "EGP FKP GBP GIP LBP SHP SSP SYP"}, // pound
    Symbol{"\u00A5", "CNY JPY"},                         // yen, yuan
    Symbol{"\u20A9", "KPW KRW"},                         // won
    Symbol{"\u20AA", "ILS"},                             // shekel
    Symbol{"\u20AC", "EUR"},                             // euro
    Symbol{"\u20B9", "INR"},                             // rupee
    Symbol{"\u20BA", "TRY"},                             // lira
    Symbol{"z\u0142", "PLN"},                            // zloty
};

constexpr bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_number_char(char c) { return (c >= '0' && c <= '9') || c == '.' || c == ',' || c == '+' || c == '-'; }

/// Takes a code or symbol off one end of the amount.
std::string_view take_currency(std::string_view& amount) {
    const auto first = std::ranges::find_if(amount, is_number_char);
    if (first == amount.end()) {
        return {};
    }
    const auto before = static_cast<std::size_t>(first - amount.begin());
    std::size_t last = amount.size();
    while (!is_number_char(amount[last - 1])) {
        --last;
    }
    const auto front = trim(amount.substr(0, before));
    const auto back = trim(amount.substr(last));
    if (!front.empty() && !back.empty()) {
        return {}; // "EUR 5 EUR": left as it is, and then not a number
    }
    amount = amount.substr(before, last - before);
    return front.empty() ? back : front;
}

} // namespace

bool is_currency_code(std::string_view text) { return text.size() == 3 && std::ranges::all_of(text, is_capital); }

bool is_same_currency(std::string_view seen, std::string_view code) {
    if (seen == code) {
        return true;
    }
    const auto symbol = std::ranges::find(k_symbols, seen, &Symbol::text);
    return symbol != k_symbols.end() && is_currency_code(code) && symbol->codes.find(code) != std::string_view::npos;
}

Fault type_integer(std::string_view cell, std::int64_t& number) {
    const char* const begin = cell.data();
    const char* const end = begin + cell.size();
    const auto [stopped, error] = std::from_chars(begin, end, number);
    if (error == std::errc() && stopped == end) {
        return std::nullopt;
    }
    const auto result = parse_decimal(cell, 0); // "1,234", "+5", "3.0" as spreadsheets write them
    number = result.scaled;
    if (result.fault == DecimalFault::not_a_number || result.fault == DecimalFault::too_many_digits) {
        return CellFault{"not-a-number", fmt::format("{} is not a whole number", quote(cell)), "write it as 1234"};
    }
    return decimal_fault(result.fault, cell, 0);
}

Fault type_decimal(const Field& field, std::string_view cell, std::int64_t& number) {
    const auto result = parse_decimal(cell, field.scale);
    number = result.scaled;
    return decimal_fault(result.fault, cell, field.scale);
}

Fault type_percent(const Field& field, std::string_view cell, std::int64_t& number) {
    const bool has_sign = cell.back() == '%';
    const auto digits = has_sign ? trim(cell.substr(0, cell.size() - 1)) : cell;
    if (!has_sign && !field.percent_unit) {
        if (const auto fault = type_decimal(field, cell, number)) {
            return fault;
        }
        const auto whole = parse_decimal("1", field.scale).scaled;
        if (number > whole || number < -whole) {
            return CellFault{"bare-percent", fmt::format("{} could be a percentage or a share", quote(cell)),
                             fmt::format("write {}% or a share from 0 to 1", digits)};
        }
        return std::nullopt;
    }
    // The fraction is stored: 95 % with scale 4 is 9500, which is 95 with scale 2.
    const int shift = field.scale - 2;
    const auto result = parse_decimal(digits, std::max(shift, 0));
    if (const auto fault = decimal_fault(result.fault, cell, std::max(shift, 0))) {
        return fault;
    }
    number = result.scaled;
    for (int step = shift; step < 0; ++step) {
        if (number % 10 != 0) {
            return CellFault{"too-many-digits", fmt::format("{} is finer than the field keeps", quote(cell)), "round it"};
        }
        number /= 10;
    }
    return std::nullopt;
}

std::string show_percent(std::int64_t scaled, int scale) {
    std::string zeros;
    for (int step = scale; step < 2; ++step) {
        zeros += scaled == 0 ? "" : "0";
    }
    return decimal_to_text(scaled, std::max(scale - 2, 0)) + zeros + "%";
}

Fault type_money(const Field& field, std::string_view cell, std::int64_t& number, std::string& seen) {
    std::string_view amount = cell;
    const bool negative = amount.front() == '-';
    if (negative) {
        amount = trim(amount.substr(1)); // "-£5"
    }
    const auto currency = take_currency(amount);
    if (!currency.empty() && is_currency_code(field.currency) && !is_same_currency(currency, field.currency)) {
        return CellFault{"other-currency", fmt::format("{} is not in {}", quote(cell), field.currency),
                         fmt::format("convert it to {}", field.currency)};
    }
    seen.assign(currency);
    if (currency.empty()) {
        return type_decimal(field, cell, number);
    }
    if (negative && !amount.empty() && !(amount.front() >= '0' && amount.front() <= '9') && amount.front() != '.') {
        return decimal_fault(DecimalFault::not_a_number, cell, field.scale); // "--5"
    }
    const auto result = parse_decimal(amount, field.scale);
    number = negative ? -result.scaled : result.scaled;
    return decimal_fault(result.fault, cell, field.scale);
}

Fault type_boolean(std::string_view cell, std::int64_t& number) {
    std::array<char, 5> lower{};
    if (cell.size() <= lower.size()) {
        std::ranges::transform(cell, lower.begin(), [](char c) { return is_capital(c) ? static_cast<char>(c + ('a' - 'A')) : c; });
        const std::string_view word(lower.data(), cell.size());
        if (word == "true" || word == "yes" || word == "1" || word == "y") {
            number = 1;
            return std::nullopt;
        }
        if (word == "false" || word == "no" || word == "0" || word == "n") {
            number = 0;
            return std::nullopt;
        }
    }
    return CellFault{"not-a-boolean", fmt::format("{} is neither yes nor no", quote(cell)), "one of: yes, no, true, false, 1, 0, y, n"};
}

Fault type_duration(std::string_view cell, std::int64_t& number) {
    if (const auto duration = parse_duration(cell)) {
        number = duration->count();
        return std::nullopt;
    }
    // H:MM or H:MM:SS, the hours without limit.
    const char* const begin = cell.data();
    const char* const end = begin + cell.size();
    std::uint32_t hours = 0;
    const auto [stopped, error] = std::from_chars(begin, end, hours);
    std::string_view rest(stopped, static_cast<std::size_t>(end - stopped));
    const auto two_digits = [&](std::int64_t& part) {
        if (rest.size() < 3 || rest[0] != ':' || rest[1] < '0' || rest[1] > '5' || rest[2] < '0' || rest[2] > '9') {
            return false;
        }
        part = (rest[1] - '0') * 10 + (rest[2] - '0');
        rest.remove_prefix(3);
        return true;
    };
    std::int64_t minutes = 0;
    std::int64_t seconds = 0;
    if (error != std::errc() || !two_digits(minutes) || (!rest.empty() && !two_digits(seconds)) || !rest.empty()) {
        return CellFault{"not-a-duration", fmt::format("{} is not a duration", quote(cell)), "write it as PT4H, P2D or 4:30"};
    }
    number = std::int64_t{hours} * 3600 + minutes * 60 + seconds;
    return std::nullopt;
}

} // namespace assay::typing
