// Dates in a stated pattern, read token by token with nothing compiled: a million cells share one short pattern.
#include "assay/base/date.hpp"

#include "base/date_text.hpp"

#include <array>

namespace assay {

namespace {

enum class Part : std::uint8_t { year, month, day, hour, minute, second, half };
constexpr std::size_t k_parts = 7;

struct Token {
    std::size_t length = 0; ///< letters of the pattern; 0: not a token but literal text
    Part part = Part::year;
    std::size_t least = 0;
    std::size_t most = 0;   ///< 0: letters, a month's name or AM and PM
};

/// Hours from 1 to 12 with AM and PM; where there is an H, h and a are letters like others ("HHhmm", "at HH:mm").
enum class Hours : std::uint8_t { whole_day, half_day };

/// Two digits for a doubled letter, one or two for a single one.
Token make_token(Part part, std::size_t run) { return run >= 2 ? Token{2, part, 2, 2} : Token{1, part, 1, 2}; }

/// The longest token that the pattern begins with, so that MMM is not read as MM and M.
Token next_token(std::string_view pattern, Hours hours) {
    const char letter = pattern.front();
    std::size_t run = 1;
    while (run < pattern.size() && run < 4 && pattern[run] == letter) {
        ++run;
    }
    switch (letter) {
    case 'y':
        return run == 4 ? Token{4, Part::year, 4, 4} : run >= 2 ? Token{2, Part::year, 2, 2} : Token{};
    case 'M':
        return run >= 3 ? Token{3, Part::month, 0, 0} : make_token(Part::month, run);
    case 'd':
        return make_token(Part::day, run);
    case 'H':
        return make_token(Part::hour, run);
    case 'h':
        return hours == Hours::half_day ? make_token(Part::hour, run) : Token{};
    case 'a':
        return hours == Hours::half_day ? Token{1, Part::half, 0, 0} : Token{};
    case 'm':
        return make_token(Part::minute, run);
    case 's':
        return make_token(Part::second, run);
    default:
        return {};
    }
}

bool take_month_name(detail::Cursor& text, int& month) {
    constexpr std::string_view k_names = "janfebmaraprmayjunjulaugsepoctnovdec";
    if (text.rest().size() < 3) {
        return false;
    }
    std::array<char, 3> name{};
    for (std::size_t at = 0; at < name.size(); ++at) {
        const char c = text.rest()[at];
        name[at] = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    for (std::size_t index = 0; index < 12; ++index) {
        if (k_names.substr(index * 3, 3) == std::string_view(name.data(), name.size())) {
            month = static_cast<int>(index) + 1;
            text.skip(3);
            return true;
        }
    }
    return false;
}

/// 0 for AM, 1 for PM.
bool take_half(detail::Cursor& text, int& half) {
    if (text.rest().size() < 2 || (text.rest()[1] != 'M' && text.rest()[1] != 'm')) {
        return false;
    }
    const char first = text.rest()[0];
    if (first != 'A' && first != 'a' && first != 'P' && first != 'p') {
        return false;
    }
    half = first == 'P' || first == 'p' ? 1 : 0;
    text.skip(2);
    return true;
}

bool take_letters(detail::Cursor& text, Part part, int& number) { return part == Part::half ? take_half(text, number) : take_month_name(text, number); }

constexpr int k_not_given = -1;

/// 12 AM is 0, 12 PM is 12; an hour of half a day needs the half.
bool make_whole_day(int& hour, int half) {
    if (half == k_not_given || hour < 1 || hour > 12) {
        return false;
    }
    hour = hour % 12 + half * 12;
    return true;
}

} // namespace

std::optional<LocalDateTime> parse_pattern(std::string_view text, std::string_view pattern) {
    std::array<int, k_parts> parts{};
    const auto hours = pattern.find('h') != std::string_view::npos && pattern.find('H') == std::string_view::npos ? Hours::half_day : Hours::whole_day;
    parts.fill(k_not_given);
    detail::Cursor cursor(text);
    while (!pattern.empty()) {
        const Token token = next_token(pattern, hours);
        if (token.length == 0) {
            if (!cursor.take(pattern.front())) {
                return std::nullopt;
            }
            pattern.remove_prefix(1);
            continue;
        }
        int& part = parts[static_cast<std::size_t>(token.part)];
        if (part != k_not_given) {
            return std::nullopt;
        }
        if (token.most == 0 ? !take_letters(cursor, token.part, part) : !cursor.take_number(token.least, token.most, part)) {
            return std::nullopt;
        }
        if (token.part == Part::year && token.length == 2) {
            part += part <= 68 ? 2000 : 1900;
        }
        pattern.remove_prefix(token.length);
    }
    if (hours == Hours::half_day && !make_whole_day(parts[static_cast<std::size_t>(Part::hour)], parts[static_cast<std::size_t>(Part::half)])) {
        return std::nullopt;
    }
    const auto of = [&parts](Part part) { return parts[static_cast<std::size_t>(part)]; };
    const auto time_of = [&of](Part part) { return of(part) == k_not_given ? 0 : of(part); };
    const std::optional<Date> day = detail::make_date(of(Part::year), of(Part::month), of(Part::day));
    const auto time = detail::make_time(time_of(Part::hour), time_of(Part::minute), time_of(Part::second));
    if (!cursor.at_end() || !day || !time) {
        return std::nullopt;
    }
    return LocalDateTime{*day, *time, std::nullopt};
}

} // namespace assay
