// Dates in a stated pattern, read token by token with nothing compiled: a million cells share one short pattern.
#include "assay/base/date.hpp"

#include "base/date_text.hpp"

#include <array>

namespace assay {

namespace {

enum class Part : std::uint8_t { year, month, day, hour, minute, second };

struct Token {
    std::string_view spelling;
    Part part;
    std::size_t least;
    std::size_t most;   ///< 0: a month's name
};

/// Longer spellings first, so that MMM is not read as MM and M.
constexpr std::array<Token, 13> k_tokens = {{
    {"yyyy", Part::year, 4, 4},
    {"yy", Part::year, 2, 2},
    {"MMM", Part::month, 0, 0},
    {"MM", Part::month, 2, 2},
    {"M", Part::month, 1, 2},
    {"dd", Part::day, 2, 2},
    {"d", Part::day, 1, 2},
    {"HH", Part::hour, 2, 2},
    {"H", Part::hour, 1, 2},
    {"mm", Part::minute, 2, 2},
    {"m", Part::minute, 1, 2},
    {"ss", Part::second, 2, 2},
    {"s", Part::second, 1, 2},
}};

const Token* find_token(std::string_view pattern) {
    for (const Token& token : k_tokens) {
        if (pattern.starts_with(token.spelling)) {
            return &token;
        }
    }
    return nullptr;
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

constexpr int k_not_given = -1;

} // namespace

std::optional<LocalDateTime> parse_pattern(std::string_view text, std::string_view pattern) {
    std::array<int, 6> parts{};
    parts.fill(k_not_given);
    detail::Cursor cursor(text);
    while (!pattern.empty()) {
        const Token* token = find_token(pattern);
        if (token == nullptr) {
            if (!cursor.take(pattern.front())) {
                return std::nullopt;
            }
            pattern.remove_prefix(1);
            continue;
        }
        int& part = parts[static_cast<std::size_t>(token->part)];
        if (part != k_not_given) {
            return std::nullopt;
        }
        if (token->most == 0 ? !take_month_name(cursor, part) : !cursor.take_number(token->least, token->most, part)) {
            return std::nullopt;
        }
        if (token->spelling == "yy") {
            part += part <= 68 ? 2000 : 1900;
        }
        pattern.remove_prefix(token->spelling.size());
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
