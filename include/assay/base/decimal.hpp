// Decimal numbers as scaled integers: no binary fraction ever touches a figure that people sign.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay {

enum class DecimalFault { none, not_a_number, too_many_digits, overflow };

struct DecimalResult {
    std::int64_t scaled = 0;
    DecimalFault fault = DecimalFault::none;
};

/// "-1234.5" with scale 4 is -12345000. A sign, digits, at most one point; "1,234.50" is accepted only when every group after
/// a comma has three digits. More digits after the point than `scale` are too_many_digits unless they are zeros. scale 0..9.
[[nodiscard]] DecimalResult parse_decimal(std::string_view text, int scale);
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text);

/// -12345000 with scale 4 is "-1234.5": no trailing zeros, no exponent.
[[nodiscard]] std::string decimal_to_text(std::int64_t scaled, int scale);

/// a / b to `scale` digits, half to even, exact; nothing when b is 0 or the result does not fit.
[[nodiscard]] std::optional<std::int64_t> divide_half_even(std::int64_t a, std::int64_t b, int scale);

} // namespace assay
