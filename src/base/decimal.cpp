// Scaled integers: parsing, printing and the one exact division.
#include "assay/base/decimal.hpp"

#include "assay/base/error.hpp"

#include <array>
#include <limits>

namespace assay {

namespace {

__extension__ using Wide = __int128;

constexpr std::array<std::int64_t, 10> k_power_of_ten = {1, 10, 100, 1000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};
constexpr std::uint64_t k_largest = 9'223'372'036'854'775'808U; ///< 2^63: the magnitude of the least number

std::int64_t power_of_ten(int scale) {
    if (scale < 0 || scale > 9) {
        throw Error("a decimal keeps 0 to 9 digits after the point");
    }
    return k_power_of_ten[static_cast<std::size_t>(scale)];
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// A magnitude that grows digit by digit and remembers that it once grew too large.
struct Magnitude {
    std::uint64_t value = 0;
    bool overflow = false;
    void append(char digit) {
        const auto unit = static_cast<std::uint64_t>(digit - '0');
        if (overflow || value > (k_largest - unit) / 10) {
            overflow = true;
        } else {
            value = value * 10 + unit;
        }
    }
};

/// Reads the digits before the point with their commas; nothing when a group is wrong.
std::optional<std::size_t> read_whole(std::string_view text, std::size_t at, Magnitude& magnitude) {
    std::size_t group = 0;
    bool grouped = false;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        if (is_digit(c)) {
            ++group;
            magnitude.append(c);
        } else if (c == ',') {
            if (grouped ? group != 3 : (group == 0 || group > 3)) {
                return std::nullopt;
            }
            grouped = true;
            group = 0;
        } else {
            break;
        }
    }
    if (grouped && group != 3) {
        return std::nullopt;
    }
    return at;
}

DecimalResult make_signed(const Magnitude& magnitude, bool negative) {
    if (magnitude.overflow || (!negative && magnitude.value == k_largest)) {
        return {0, DecimalFault::overflow};
    }
    const auto value = static_cast<std::int64_t>(magnitude.value);
    // 2^63 wraps to the least number, which has no positive counterpart to negate.
    return {negative && magnitude.value != k_largest ? -value : value, DecimalFault::none};
}

} // namespace

DecimalResult parse_decimal(std::string_view text, int scale) {
    (void)power_of_ten(scale);
    constexpr DecimalResult k_not_a_number{0, DecimalFault::not_a_number};
    std::size_t at = 0;
    const bool negative = !text.empty() && text[0] == '-';
    if (negative || (!text.empty() && text[0] == '+')) {
        at = 1;
    }
    Magnitude magnitude;
    const std::size_t first = at;
    const std::optional<std::size_t> end = read_whole(text, at, magnitude);
    if (!end) {
        return k_not_a_number;
    }
    at = *end;
    int kept = 0;
    bool too_many = false;
    if (at < text.size()) {
        if (text[at] != '.' || at + 1 == text.size()) {
            return k_not_a_number;
        }
        for (++at; at < text.size(); ++at) {
            if (!is_digit(text[at])) {
                return k_not_a_number;
            }
            if (kept < scale) {
                magnitude.append(text[at]);
                ++kept;
            } else {
                too_many = too_many || text[at] != '0';
            }
        }
    } else if (at == first) {
        return k_not_a_number;
    }
    if (too_many) {
        return {0, DecimalFault::too_many_digits};
    }
    for (; kept < scale; ++kept) {
        magnitude.append('0');
    }
    return make_signed(magnitude, negative);
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    if (text.find('.') != std::string_view::npos) {
        return std::nullopt;
    }
    const DecimalResult result = parse_decimal(text, 0);
    return result.fault == DecimalFault::none ? std::optional(result.scaled) : std::nullopt;
}

std::string decimal_to_text(std::int64_t scaled, int scale) {
    const auto power = static_cast<std::uint64_t>(power_of_ten(scale));
    const bool negative = scaled < 0;
    const std::uint64_t magnitude = negative ? ~static_cast<std::uint64_t>(scaled) + 1 : static_cast<std::uint64_t>(scaled);
    std::string text = negative ? "-" : "";
    text += std::to_string(magnitude / power);
    std::uint64_t rest = magnitude % power;
    if (rest == 0) {
        return text;
    }
    std::string digits = std::to_string(rest);
    digits.insert(0, static_cast<std::size_t>(scale) - digits.size(), '0');
    digits.erase(digits.find_last_not_of('0') + 1);
    return text + '.' + digits;
}

std::optional<std::int64_t> divide_half_even(std::int64_t a, std::int64_t b, int scale) {
    if (b == 0) {
        return std::nullopt;
    }
    const bool negative = (a < 0) != (b < 0);
    const Wide above = (a < 0 ? -static_cast<Wide>(a) : static_cast<Wide>(a)) * power_of_ten(scale);
    const Wide below = b < 0 ? -static_cast<Wide>(b) : static_cast<Wide>(b);
    Wide quotient = above / below;
    const Wide twice = (above % below) * 2;
    if (twice > below || (twice == below && quotient % 2 != 0)) {
        ++quotient;
    }
    if (negative) {
        quotient = -quotient;
    }
    if (quotient < std::numeric_limits<std::int64_t>::min() || quotient > std::numeric_limits<std::int64_t>::max()) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(quotient);
}

} // namespace assay
