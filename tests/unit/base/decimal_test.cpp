#include "assay/base/decimal.hpp"

#include "assay/base/error.hpp"

#include <doctest/doctest.h>
#include <limits>
#include <rapidcheck.h>
#include <string>

using namespace assay;

namespace {

constexpr std::int64_t k_least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t k_most = std::numeric_limits<std::int64_t>::max();

std::int64_t scaled(std::string_view text, int scale) {
    const DecimalResult result = parse_decimal(text, scale);
    REQUIRE(result.fault == DecimalFault::none);
    return result.scaled;
}

DecimalFault fault(std::string_view text, int scale) { return parse_decimal(text, scale).fault; }

/// Long division on decimal digits, as on paper: whole part and then one digit at a time; nothing clever.
std::optional<std::int64_t> slow_divide(std::int64_t a, std::int64_t b, int scale) {
    if (b == 0) {
        return std::nullopt;
    }
    __extension__ using Wide = __int128;
    const Wide above = a < 0 ? -Wide(a) : Wide(a);
    const Wide below = b < 0 ? -Wide(b) : Wide(b);
    Wide quotient = above / below;
    Wide rest = above - quotient * below;
    for (int digit = 0; digit < scale; ++digit) {
        rest *= 10;
        int next = 0;
        while (rest >= below) {
            rest -= below;
            ++next;
        }
        quotient = quotient * 10 + next;
    }
    const Wide missing = below - rest;
    const bool odd = quotient % 2 == 1;
    if (rest > missing || (rest == missing && odd)) {
        quotient += 1;
    }
    const Wide result = (a < 0) == (b < 0) ? quotient : -quotient;
    if (result < Wide(k_least) || result > Wide(k_most)) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(result);
}

} // namespace

TEST_CASE("a decimal is kept as an integer scaled by its digits") {
    CHECK(scaled("-1234.5", 4) == -12345000);
    CHECK(scaled("+3.2", 1) == 32);
    CHECK(scaled("007", 2) == 700);
    CHECK(scaled(".5", 2) == 50);
    CHECK(scaled("-0", 4) == 0);
    CHECK(scaled("1.50000000000", 1) == 15);
    CHECK(scaled("12", 0) == 12);
    CHECK(scaled("0000000000000000000000000000012", 0) == 12);
}

TEST_CASE("thousands may be grouped by commas only in threes") {
    CHECK(scaled("1,234.50", 2) == 123450);
    CHECK(scaled("1,234,567", 0) == 1234567);
    CHECK(fault("3,87,16,91,111", 4) == DecimalFault::not_a_number);
    CHECK(fault("1,23", 4) == DecimalFault::not_a_number);
    CHECK(fault("1234,567", 4) == DecimalFault::not_a_number);
    CHECK(fault(",123", 4) == DecimalFault::not_a_number);
    CHECK(fault("1,,234", 4) == DecimalFault::not_a_number);
    CHECK(fault("1,234,", 4) == DecimalFault::not_a_number);
    CHECK(fault("1.234,50", 4) == DecimalFault::not_a_number);
}

TEST_CASE("what is not a number is called so") {
    for (const char* text : {"", "-", "+", ".", "1.", "-.", "abc", "1e5", "1 2", " 1", "1 ", "--1", "+-1", "0x10", "1.2.3", "NaN", "inf",
                             "\xE2\x88\x92"
                             "1",
                             "\xD9\xA1"}) {
        CAPTURE(text);
        CHECK(fault(text, 4) == DecimalFault::not_a_number);
    }
    CHECK(fault(std::string_view("1\0", 2), 4) == DecimalFault::not_a_number);
}

TEST_CASE("digits beyond the scale and numbers beyond 64 bits are faults of their own") {
    CHECK(fault("1.23456", 4) == DecimalFault::too_many_digits);
    CHECK(fault("1.5", 0) == DecimalFault::too_many_digits);
    CHECK(scaled("9223372036854775807", 0) == k_most);
    CHECK(scaled("-9223372036854775808", 0) == k_least);
    CHECK(scaled("-922337203685477.5808", 4) == k_least);
    CHECK(fault("9223372036854775808", 0) == DecimalFault::overflow);
    CHECK(fault("-9223372036854775809", 0) == DecimalFault::overflow);
    CHECK(fault("922337203685477.5808", 4) == DecimalFault::overflow);
    CHECK(fault(std::string(400, '9'), 4) == DecimalFault::overflow);
}

TEST_CASE("an integer has no point") {
    CHECK(parse_integer("-12") == -12);
    CHECK(parse_integer("1,200") == 1200);
    CHECK_FALSE(parse_integer("1.0"));
    CHECK_FALSE(parse_integer("9223372036854775808"));
    CHECK_FALSE(parse_integer(""));
}

TEST_CASE("a decimal prints without trailing zeros") {
    CHECK(decimal_to_text(-12345000, 4) == "-1234.5");
    CHECK(decimal_to_text(0, 4) == "0");
    CHECK(decimal_to_text(-5, 4) == "-0.0005");
    CHECK(decimal_to_text(10000, 4) == "1");
    CHECK(decimal_to_text(k_least, 0) == "-9223372036854775808");
    CHECK(decimal_to_text(k_least, 9) == "-9223372036.854775808");
    CHECK_THROWS_WITH_AS((void)decimal_to_text(1, 10), "a decimal keeps 0 to 9 digits after the point", Error);
    CHECK_THROWS_WITH_AS((void)parse_decimal("1", -1), "a decimal keeps 0 to 9 digits after the point", Error);
}

TEST_CASE("every scaled integer survives printing and parsing") {
    CHECK(rc::check([](std::int64_t number) {
        const int scale = *rc::gen::inRange(0, 10);
        const DecimalResult back = parse_decimal(decimal_to_text(number, scale), scale);
        RC_ASSERT(back.fault == DecimalFault::none);
        RC_ASSERT(back.scaled == number);
    }));
}

TEST_CASE("division rounds half to even") {
    CHECK(divide_half_even(1, 2, 0) == 0);
    CHECK(divide_half_even(3, 2, 0) == 2);
    CHECK(divide_half_even(5, 2, 0) == 2);
    CHECK(divide_half_even(-5, 2, 0) == -2);
    CHECK(divide_half_even(-7, 2, 0) == -4);
    CHECK(divide_half_even(1, 3, 6) == 333333);
    CHECK(divide_half_even(2, 3, 6) == 666667);
    CHECK(divide_half_even(2, -3, 6) == -666667);
    CHECK_FALSE(divide_half_even(1, 0, 6));
    CHECK_FALSE(divide_half_even(k_most, 1, 1));
    CHECK_FALSE(divide_half_even(k_least, -1, 0));
    CHECK(divide_half_even(k_least, 1, 0) == k_least);
    CHECK(divide_half_even(k_least, k_least, 9) == 1'000'000'000);
}

TEST_CASE("division agrees with division on paper") {
    CHECK(rc::check([](std::int64_t a, std::int64_t b) {
        const int scale = *rc::gen::inRange(0, 10);
        RC_ASSERT(divide_half_even(a, b, scale) == slow_divide(a, b, scale));
    }));
    CHECK(rc::check([] {
        // Small numbers meet the halves.
        const auto a = *rc::gen::inRange<std::int64_t>(-200, 201);
        const auto b = *rc::gen::inRange<std::int64_t>(-16, 17);
        const int scale = *rc::gen::inRange(0, 4);
        RC_ASSERT(divide_half_even(a, b, scale) == slow_divide(a, b, scale));
    }));
}
