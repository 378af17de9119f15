#include "formats/xml_ids.hpp"

#include "formats/xml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace assay {
namespace {

constexpr std::size_t k_max_steps = 3;

// Sorted. The parser in rules has the same list; a test in tests/unit/app compares them with each other and with the schema.
constexpr auto k_reserved = std::to_array<std::string_view>({
    "after", "and",   "avg",    "before", "contains", "count", "date",   "datetime", "distinct", "div",   "duration",
    "else",  "eq",    "exists", "false",  "from",     "ge",    "group",  "gt",       "if",       "in",    "is",
    "le",    "least", "lower",  "lt",     "matches",  "max",   "member", "min",      "mod",      "ne",    "not",
    "null",  "on",    "or",     "order",  "sum",      "then",  "to",     "today",    "true",     "where",
});
static_assert(std::ranges::is_sorted(k_reserved));

constexpr bool is_small(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_alphanumeric(char c) { return is_small(c) || is_digit(c) || (c >= 'A' && c <= 'Z'); }

bool is_word(std::string_view id) {
    return !id.empty() && is_small(id.front()) && std::ranges::all_of(id, [](char c) { return is_small(c) || is_digit(c) || c == '_'; });
}

bool is_name(std::string_view id) {
    return !id.empty() && is_alphanumeric(id.front()) &&
           std::ranges::all_of(id, [](char c) { return is_alphanumeric(c) || c == '.' || c == '_' || c == '-'; });
}

bool is_path(std::string_view path) {
    for (std::size_t step = 0; step < k_max_steps; ++step) {
        const auto point = path.find('.');
        if (!is_word(path.substr(0, point))) {
            return false;
        }
        if (point == std::string_view::npos) {
            return true;
        }
        path.remove_prefix(point + 1);
    }
    return false;
}

} // namespace

bool is_reserved(std::string_view word) { return std::ranges::binary_search(k_reserved, word); }

bool fits(std::string_view id, IdRule rule) {
    switch (rule) {
    case IdRule::word:
        return is_word(id);
    case IdRule::field:
        return is_word(id) && !is_reserved(id);
    case IdRule::name:
        return is_name(id);
    case IdRule::reference: {
        const auto slash = id.find('/');
        return slash == std::string_view::npos ? is_name(id) : is_name(id.substr(0, slash)) && is_name(id.substr(slash + 1));
    }
    case IdRule::path:
        return is_path(id);
    }
    return false;
}

std::string_view shape_of(IdRule rule) {
    switch (rule) {
    case IdRule::word:
    case IdRule::field:
        return "write a small letter, then small letters, digits and '_'";
    case IdRule::name:
        return "write a letter or digit, then letters, digits, '.', '_' and '-'";
    case IdRule::reference:
        return "write the id of a control, or catalog/control";
    case IdRule::path:
        return "write a field, or up to 3 fields with points between";
    }
    return {};
}

bool check_id(XmlElement& element, const PlacedText& id, IdRule rule) {
    if (!id.given() || fits(id.text, rule)) {
        return id.given();
    }
    if (rule == IdRule::field && is_word(id.text)) {
        element.document().report(id.place, "reserved-id",
                                  fmt::format("{} is a word of the expression language and cannot be an id", quote(id.text)),
                                  "choose another id");
    } else {
        element.document().report(id.place, "bad-id", fmt::format("{} is not well-formed as an id", quote(id.text)),
                                  std::string(shape_of(rule)));
    }
    return false;
}

std::string read_id(XmlElement& element, std::string_view key, IdRule rule, Need need) {
    PlacedText id = element.word(key, need);
    return check_id(element, id, rule) ? std::move(id.text) : std::string();
}

bool UniqueIds::add(XmlElement& element, const std::string& id, std::string_view key) {
    if (id.empty()) {
        return true;
    }
    const auto [first, added] = m_lines.try_emplace(id, 0);
    if (added) {
        first->second = element.line();
        return true;
    }
    element.report_value(key, "duplicate-id",
                         fmt::format("{} {} is defined twice; the first is on line {}", m_noun, quote(id), first->second));
    return false;
}

} // namespace assay
