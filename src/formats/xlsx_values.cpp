#include "formats/xlsx_values.hpp"

#include "assay/base/date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace assay::xlsx {
namespace {

constexpr int k_kept_digits = 15; ///< what spreadsheets keep and show of a number
constexpr std::int64_t k_day_seconds = 86'400;
constexpr double k_days_1900 = 2'958'466; ///< the day after 9999-12-31
constexpr double k_days_1904 = 2'957'004;

using Shape = NumberKind::Shape;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

/// The first section of a format code without what is shown as it stands: quoted text, escaped characters, colours, conditions,
/// locales. Elapsed parts keep their bracket.
std::string essence_of(std::string_view code) {
    std::string essence;
    for (std::size_t at = 0; at < code.size(); ++at) {
        const char c = code[at];
        if (c == ';') {
            break;
        }
        if (c == '"') {
            at = std::min(code.find('"', at + 1), code.size());
        } else if (c == '\\' || c == '_' || c == '*') {
            ++at;
        } else if (c == '[') {
            const auto end = std::min(code.find(']', at), code.size());
            const auto inside = code.substr(at + 1, end - at - 1);
            const char first = inside.empty() ? '\0' : lower(inside.front());
            const bool elapsed =
                (first == 'h' || first == 'm' || first == 's') && std::ranges::all_of(inside, [&](char x) { return lower(x) == first; });
            essence += elapsed ? "[" : "";
            at = end;
        } else {
            essence += lower(c);
        }
    }
    return essence;
}

/// `text` is "-12345e-3" or plain; gives it without exponent when that is short enough.
void append_plain(std::string_view text, std::string& out) {
    const auto e = text.find('e');
    if (e == std::string_view::npos) {
        out += text;
        return;
    }
    int exponent = 0;
    const auto* from = text.data() + e + 1;
    std::from_chars(*from == '+' ? from + 1 : from, text.data() + text.size(), exponent);
    if (exponent > 20 || exponent < -20) {
        out += text; // nobody types that many zeros; a field that cannot hold it says so
        return;
    }
    auto digits = std::string(text.substr(0, e));
    if (digits.starts_with('-')) {
        out += '-';
        digits.erase(0, 1);
    }
    auto point = static_cast<int>(std::min(digits.find('.'), digits.size()));
    std::erase(digits, '.');
    point += exponent;
    if (point <= 0) {
        out += "0.";
        out.append(static_cast<std::size_t>(-point), '0');
        out += digits;
        return;
    }
    if (static_cast<std::size_t>(point) >= digits.size()) {
        out += digits;
        out.append(static_cast<std::size_t>(point) - digits.size(), '0');
        return;
    }
    out.append(digits, 0, static_cast<std::size_t>(point));
    out += '.';
    out.append(digits, static_cast<std::size_t>(point));
}

void append_double(double number, std::string& out) {
    std::array<char, 64> text{};
    const auto result = std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::general, k_kept_digits);
    append_plain({text.data(), static_cast<std::size_t>(result.ptr - text.data())}, out);
}

/// Digits with at most one point, short enough to be exact, written as people write them: nothing to do.
bool is_plain(std::string_view raw) {
    const auto digits = raw.starts_with('-') ? raw.substr(1) : raw;
    if (raw == "-0" || digits.empty() || digits.size() > k_kept_digits || digits.front() == '.' ||
        (digits.front() == '0' && digits.size() > 1 && digits[1] != '.')) {
        return false;
    }
    bool point = false;
    for (const char c : digits) {
        if (c == '.' && !point) {
            point = true;
        } else if (c < '0' || c > '9') {
            return false;
        }
    }
    return !point || (digits.back() != '0' && digits.back() != '.');
}

void append_padded(std::string_view raw, std::uint8_t wanted, std::string& out) {
    const bool negative = raw.starts_with('-');
    const auto digits = negative ? raw.substr(1) : raw;
    const auto whole = std::min(digits.find('.'), digits.size());
    out += negative ? "-" : "";
    out.append(wanted > whole ? wanted - whole : 0, '0');
    out += digits;
}

void append_time(std::int64_t seconds, std::string& out) {
    fmt::format_to(std::back_inserter(out), "{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

std::optional<ValueFault> append_date(double number, std::string_view raw, NumberKind kind, DateSystem system, std::string& out) {
    const auto no_date = [&](std::string_view why) {
        return ValueFault{fmt::format("holds the number {}, which is no date ({})", raw, why),
                          "write a date, or give the cell a number format"};
    };
    const bool from_1904 = system == DateSystem::from_1904;
    if (!(number >= 0) || number >= (from_1904 ? k_days_1904 : k_days_1900)) {
        return no_date(number < 0 ? "it is negative" : "it is after the year 9999");
    }
    const auto total = std::llround(number * static_cast<double>(k_day_seconds));
    auto day = total / k_day_seconds;
    const auto time = total % k_day_seconds;
    if (kind.shape == Shape::time && day == 0) {
        append_time(time, out);
        return std::nullopt;
    }
    if (from_1904) {
        day += 1462;
    } else if (day == 0) {
        return no_date("the 1900 date system begins with 1");
    } else if (day == 60) {
        return no_date("the 1900 date system has a 29 February 1900 that never was");
    } else if (day < 60) {
        ++day;
    }
    constexpr auto k_epoch = Date(std::chrono::year{1899} / 12 / 30);
    out += to_text(k_epoch + std::chrono::days(day));
    if (time != 0 || kind.has_time) {
        out += ' ';
        append_time(time, out);
    }
    return std::nullopt;
}

} // namespace

NumberKind kind_of_code(std::string_view code) {
    const auto essence = essence_of(code);
    if (essence.starts_with("general") || essence == "@") {
        return {};
    }
    const auto has = [&](std::string_view any) { return essence.find_first_of(any) != std::string::npos; };
    if (essence.find('[') != std::string::npos) {
        return {Shape::elapsed, true, 0};
    }
    if (has("%")) {
        return {Shape::percent, false, 0};
    }
    // "e" alone is a year of an era; "0.00e+00" is a number.
    const bool scientific = essence.find("e+") != std::string::npos || essence.find("e-") != std::string::npos;
    const bool day_or_year = has("yd") || (has("eg") && !scientific && !has("0#?"));
    const bool time = has("hs") || essence.find("am/pm") != std::string::npos || essence.find("a/p") != std::string::npos;
    if (day_or_year || (has("m") && !time)) {
        return {Shape::date, time, 0};
    }
    if (time) {
        return {Shape::time, true, 0};
    }
    if (essence.size() > 1 && essence.size() <= k_kept_digits && essence.find_first_not_of('0') == std::string::npos) {
        return {Shape::number, false, static_cast<std::uint8_t>(essence.size())};
    }
    return {};
}

NumberKind kind_of_builtin(std::uint32_t id) {
    if (id == 9 || id == 10) {
        return {Shape::percent, false, 0};
    }
    if (id == 22) {
        return {Shape::date, true, 0};
    }
    // 27 to 36 and 50 to 58 are dates in East Asian versions, of which 32 and 33 are times.
    if ((id >= 18 && id <= 21) || id == 32 || id == 33 || id == 45 || id == 47) {
        return {Shape::time, true, 0};
    }
    if ((id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) {
        return {Shape::date, false, 0};
    }
    if (id == 46) {
        return {Shape::elapsed, true, 0};
    }
    return {};
}

std::optional<ValueFault> append_number(std::string_view raw, NumberKind kind, DateSystem system, std::string& out) {
    if (kind.shape == Shape::number && is_plain(raw)) {
        kind.digits == 0 ? static_cast<void>(out += raw) : append_padded(raw, kind.digits, out);
        return std::nullopt;
    }
    double number = 0;
    const auto* end = raw.data() + raw.size();
    const auto [stopped, error] = std::from_chars(raw.data() + (raw.starts_with('+') ? 1 : 0), end, number);
    if (error != std::errc() || stopped != end || !std::isfinite(number)) {
        return ValueFault{fmt::format("holds '{}', which is no number", raw.substr(0, 40)), "write the cell anew"};
    }
    switch (kind.shape) {
    case Shape::number: {
        std::string plain;
        append_double(number == 0 ? 0 : number, plain);
        kind.digits == 0 ? static_cast<void>(out += plain) : append_padded(plain, kind.digits, out);
        return std::nullopt;
    }
    case Shape::percent:
        append_double(number * 100, out);
        out += '%';
        return std::nullopt;
    case Shape::elapsed: {
        constexpr double k_most = 1e9;
        if (std::fabs(number) > k_most) {
            return ValueFault{fmt::format("holds the number {}, which is no length of time", raw), "write the cell anew"};
        }
        const auto seconds = std::llround(number * static_cast<double>(k_day_seconds));
        out += seconds < 0 ? "-" : "";
        append_time(std::abs(seconds), out);
        return std::nullopt;
    }
    case Shape::date:
    case Shape::time:
        return append_date(number, raw, kind, system, out);
    }
    return std::nullopt;
}

void decode_escapes(std::string& text, std::size_t begin) {
    auto at = text.find("_x", begin);
    if (at == std::string::npos) {
        return;
    }
    auto to = at;
    while (at < text.size()) {
        unsigned unit = 0;
        const bool long_enough = at + 7 <= text.size() && text[at] == '_' && text[at + 1] == 'x' && text[at + 6] == '_';
        const auto* digits = text.data() + at + 2;
        if (long_enough && std::from_chars(digits, digits + 4, unit, 16).ptr == digits + 4 && unit < 0x80) {
            text[to++] = static_cast<char>(unit);
            at += 7;
        } else {
            text[to++] = text[at++];
        }
    }
    text.resize(to);
}

std::optional<CellPlace> parse_address(std::string_view text) {
    std::uint32_t column = 0;
    std::size_t at = 0;
    for (; at < text.size() && text[at] >= 'A' && text[at] <= 'Z'; ++at) {
        column = column * 26 + static_cast<std::uint32_t>(text[at] - 'A') + 1;
        if (column > k_max_columns) {
            return std::nullopt;
        }
    }
    std::uint64_t row = 0;
    for (const auto begin = at; at < text.size(); ++at) {
        if (begin == 0 || text[at] < '0' || text[at] > '9' || (at == begin && text[at] == '0')) {
            return std::nullopt;
        }
        row = row * 10 + static_cast<std::uint64_t>(text[at] - '0');
        if (row > k_max_rows) {
            return std::nullopt;
        }
    }
    return column == 0 || row == 0 ? std::nullopt : std::optional(CellPlace{column - 1, row});
}

} // namespace assay::xlsx
