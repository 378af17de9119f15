#include "assay/base/text.hpp"

#include "assay/base/error.hpp"

#include <doctest/doctest.h>
#include <limits>
#include <rapidcheck.h>

using namespace assay;

namespace {

constexpr std::size_t k_valid = std::string_view::npos;

/// Decodes by arithmetic alone and judges the number: slow and obvious.
std::size_t slow_find_invalid(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const auto byte = [&](std::size_t index) { return static_cast<unsigned>(static_cast<unsigned char>(text[index])); };
        const unsigned lead = byte(at);
        const std::size_t length = lead < 0x80 ? 1 : (lead >> 5U) == 6 ? 2 : (lead >> 4U) == 14 ? 3 : (lead >> 3U) == 30 ? 4 : 0;
        if (length == 0 || at + length > text.size()) {
            return at;
        }
        unsigned number = length == 1 ? lead : lead & (0xFFU >> (length + 1));
        for (std::size_t next = 1; next < length; ++next) {
            if ((byte(at + next) >> 6U) != 2) {
                return at;
            }
            number = number * 64 + (byte(at + next) & 63U);
        }
        constexpr unsigned k_least[] = {0, 0, 0x80, 0x800, 0x10000};
        if (number < k_least[length] || number > 0x10FFFF || (number >= 0xD800 && number <= 0xDFFF)) {
            return at;
        }
        at += length;
    }
    return k_valid;
}

} // namespace

TEST_CASE("trimming takes white space and no-break spaces off both ends only") {
    CHECK(trim(" \t\r\n\v\f a b \xC2\xA0 ") == "a b");
    CHECK(trim("\xC2\xA0\xC2\xA0").empty());
    CHECK(trim("").empty());
    CHECK(trim("\xC2\xA1") == "\xC2\xA1");
    CHECK(trim("x\xA0") == "x\xA0");
}

TEST_CASE("the first byte that is not UTF-8 is found") {
    CHECK(find_invalid_utf8("") == k_valid);
    CHECK(find_invalid_utf8("plain text of more than eight bytes") == k_valid);
    CHECK(find_invalid_utf8("gr\xC3\xBC\xC3\x9F \xE2\x82\xAC \xF0\x9F\x98\x8E") == k_valid);
    CHECK(find_invalid_utf8("12345678gr\xFC") == 10);
    CHECK(find_invalid_utf8("\xC0\x80") == 0);
    CHECK(find_invalid_utf8("a\xED\xA0\x80") == 1);
    CHECK(find_invalid_utf8("\xF4\x90\x80\x80") == 0);
    CHECK(find_invalid_utf8("\xE2\x82") == 0);
    CHECK(rc::check([] {
        const auto bytes = *rc::gen::container<std::string>(
            rc::gen::element('a', '\x7F', '\x80', '\x8F', '\x90', '\x9F', '\xA0', '\xBF', '\xC1', '\xC2', '\xDF', '\xE0', '\xED', '\xEF', '\xF0', '\xF4', '\xF5'));
        RC_ASSERT(find_invalid_utf8(bytes) == slow_find_invalid(bytes));
    }));
}

TEST_CASE("the normal form composes what was typed in parts") {
    CHECK(to_nfc("plain") == "plain");
    CHECK(to_nfc("e\xCC\x81") == "\xC3\xA9");
    CHECK(to_nfc(std::string("a\0e\xCC\x81", 5)) == std::string("a\0\xC3\xA9", 4));
    CHECK(to_nfc("\xEF\xAC\x81") == "\xEF\xAC\x81"); // the fi ligature is kept: C, not KC
    CHECK_THROWS_WITH_AS((void)to_nfc("\xFF"), "cannot normalise a text: Invalid UTF-8 string", Error);
}

TEST_CASE("lower case follows simple case folding") {
    CHECK(to_lower("ABC-xyz 09") == "abc-xyz 09");
    CHECK(to_lower("\xC3\x9C"
                   "BER") == "\xC3\xBC"
                             "ber");
    CHECK(to_lower("\xCE\xA3\xCF\x82") == "\xCF\x83\xCF\x83");       // capital and final sigma meet
    CHECK(to_lower("STRA\xC3\x9F"
                   "E") == "stra\xC3\x9F"
                           "e");                                      // simple folding keeps sharp s
    CHECK(to_lower("\xC4\xB1") == "\xC4\xB1");                        // dotless i is its own letter
    CHECK(to_lower("A\xFF\x80Z") == "a\xFF\x80z");
}

TEST_CASE("headers fold to letters and digits") {
    CHECK(fold_header("Incident ID") == "incidentid");
    CHECK(fold_header("incident_id") == "incidentid");
    CHECK(fold_header("  % Done (2026) ") == "done2026");
    CHECK(fold_header("Cafe\xCC\x81") == fold_header("CAF\xC3\x89"));
    CHECK(fold_header("--- ").empty());
    CHECK(fold_header("a\xFF"
                      "b") == "ab");
}

TEST_CASE("control characters and broken bytes are shown, not sent to a terminal") {
    CHECK(escape_control("plain \xC3\xBC") == "plain \xC3\xBC");
    CHECK(escape_control("a\nb\tc") == "a\\nb\\tc");
    CHECK(escape_control("\x1B[31m") == "\\x1B[31m");
    CHECK(escape_control(std::string_view("\0", 1)) == "\\x00");
    CHECK(escape_control("\x7F\xC2\x9B\xFF") == "\\x7F\\x9B\\xFF");
}

TEST_CASE("code points are counted, broken bytes one by one") {
    CHECK(to_code_points("a\xC3\xBC\xF0\x9F\x98\x8E") == U"a\u00FC\U0001F60E");
    CHECK(to_code_points("\xFF\xC3") == U"\uFFFD\uFFFD");
}

TEST_CASE("a text takes as many terminal columns as it shows") {
    CHECK(display_width("") == 0);
    CHECK(display_width("risk") == 4);
    CHECK(display_width("na\u00EFve caf\u00E9") == 10);
    CHECK(display_width("e\u0301") == 1);
    CHECK(display_width("\u6771\u4EAC") == 4);
    CHECK(display_width("a\xFFz") == 3);
    CHECK(display_width("\u2026") == 1);
}

TEST_CASE("words stand between white space") {
    CHECK(split_words("  a\tbc \n d ") == std::vector<std::string>{"a", "bc", "d"});
    CHECK(split_words("").empty());
    CHECK(split_words(" \n").empty());
}

TEST_CASE("counts are printed with their noun and grouped digits") {
    CHECK(group_thousands(1'234'567) == "1,234,567");
    CHECK(group_thousands(999) == "999");
    CHECK(group_thousands(1000) == "1,000");
    CHECK(group_thousands(-999) == "-999");
    CHECK(group_thousands(-100'000) == "-100,000");
    CHECK(group_thousands(std::numeric_limits<std::int64_t>::min()) == "-9,223,372,036,854,775,808");
    CHECK(count_of(1, "row", "rows") == "1 row");
    CHECK(count_of(0, "row", "rows") == "0 rows");
    CHECK(count_of(2300, "row", "rows") == "2,300 rows");
}
