#include "formats/oscal_grammar.hpp"

#include "assay/base/date.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "formats/xml_text.hpp"

#include <algorithm>
#include <deque>
#include <map>

namespace assay {
namespace {

constexpr auto k_kinds = std::to_array<std::pair<std::string_view, OscalKind>>({
    {"base64", OscalKind::base64},
    {"bool", OscalKind::boolean},
    {"date", OscalKind::date},
    {"datetime", OscalKind::datetime},
    {"empty", OscalKind::none},
    {"int", OscalKind::integer},
    {"line", OscalKind::line},
    {"multi", OscalKind::multi},
    {"string", OscalKind::string},
    {"token", OscalKind::token},
    {"uri", OscalKind::uri},
    {"uriref", OscalKind::uriref},
    {"uuid", OscalKind::uuid},
});

/// Keys of lists in JSON that are no plain plural.
constexpr auto k_json_names = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"address", "addresses"},
    {"associated-risk", "related-risks"},
    {"categorization", "categorizations"},
    {"choice", "choice"},
    {"email-address", "email-addresses"},
    {"exclude-controls", "exclude-controls"},
    {"function-performed", "functions-performed"},
    {"hash", "hashes"},
    {"include-controls", "include-controls"},
    {"inherited", "inherited"},
    {"insert-controls", "insert-controls"},
    {"logged-by", "logged-by"},
    {"matching", "matching"},
    {"objectives-and-methods", "objectives-and-methods"},
    {"provided", "provided"},
    {"relevant-evidence", "relevant-evidence"},
    {"response", "remediations"},
    {"satisfied", "satisfied"},
});

/// Key in JSON of the text of elements that have attributes beside it.
constexpr auto k_json_values = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"document-id", "identifier"},
    {"hash", "value"},
    {"party.external-id", "id"},
    {"resource.base64", "value"},
    {"system-id", "id"},
    {"telephone-number", "number"},
    {"threat-id", "id"},
});

constexpr auto k_blocks = std::to_array<std::string_view>(
    {"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "ol", "p", "pre", "table", "ul"});

constexpr auto k_inlines = std::to_array<std::string_view>(
    {"a", "b", "br", "code", "em", "i", "img", "insert", "li", "q", "strong", "sub", "sup", "td", "th", "tr"});

constexpr auto k_prose_attributes = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"a", "href"},
    {"a", "title"},
    {"code", "class"},
    {"img", "alt"},
    {"img", "src"},
    {"img", "title"},
    {"insert", "id-ref"},
    {"insert", "type"},
    {"ol", "start"},
    {"td", "align"},
    {"th", "align"},
});

template <class Table>
std::string_view look_up(const Table& table, std::string_view key) {
    for (const auto& [name, value] : table) {
        if (name == key) {
            return value;
        }
    }
    return {};
}

std::string json_name(std::string_view name, bool many) {
    if (!many) {
        return std::string(name);
    }
    if (const auto known = look_up(k_json_names, name); !known.empty()) {
        return std::string(known);
    }
    const bool after_consonant = name.size() > 1 && std::string_view("aeiou").find(name[name.size() - 2]) == std::string_view::npos;
    return name.ends_with('y') && after_consonant ? std::string(name.substr(0, name.size() - 1)) + "ies" : std::string(name) + "s";
}

class GrammarBuilder {
public:
    std::map<std::string_view, OscalType*, std::less<>> build() {
        for (const auto& [name, kind] : k_kinds) {
            make(name).value = kind;
        }
        const std::array tables{oscal_control_types(), oscal_implementation_types(), oscal_assessment_types(), oscal_mapping_types()};
        for (const auto& table : tables) {
            for (const auto& row : table) {
                make(row.name);
            }
        }
        for (const auto& table : tables) {
            for (const auto& row : table) {
                fill(row);
            }
        }
        return std::move(m_types);
    }

private:
    OscalType& make(std::string_view name) {
        // Types live as long as the program, at fixed places: rules point at them.
        static std::deque<OscalType> s_types;
        auto& type = s_types.emplace_back();
        type.name = name;
        m_types.emplace(name, &type);
        return type;
    }

    OscalType* get(std::string_view name) const {
        const auto found = m_types.find(name);
        if (found == m_types.end()) {
            throw Error("the tables of OSCAL know no type '" + std::string(name) + "'");
        }
        return found->second;
    }

    /// Calls take(name, type, mark) for each word "name:type!".
    template <class Take>
    static void for_each_word(std::string_view text, const Take& take) {
        while (!text.empty()) {
            const auto end = std::min(text.find(' '), text.size());
            auto word = text.substr(0, end);
            text.remove_prefix(std::min(end + 1, text.size()));
            const char mark = std::string_view("!+*").find(word.back()) == std::string_view::npos ? ' ' : word.back();
            word.remove_suffix(mark == ' ' ? 0 : 1);
            const auto colon = word.find(':');
            take(word.substr(0, colon), colon == std::string_view::npos ? std::string_view() : word.substr(colon + 1), mark);
        }
    }

    void fill(const OscalTypeRow& row) {
        auto& type = *get(row.name);
        type.value = row.value.empty() ? OscalKind::none : get(row.value)->value;
        type.json_value = look_up(k_json_values, row.name);
        for_each_word(row.attributes, [&](std::string_view name, std::string_view kind, char mark) {
            type.attributes.push_back({name, get(kind)->value, mark == '!'});
        });
        std::uint16_t slot = 0;
        for_each_word(row.children, [&](std::string_view name, std::string_view of, char mark) {
            const bool mixed = name.starts_with('/');
            name.remove_prefix(mixed ? 1 : 0);
            slot = static_cast<std::uint16_t>(slot + (mixed ? 0 : 1));
            const bool block = name == "#block";
            of = of.empty() ? name : of;
            const bool many = mark == '*' || mark == '+' || block;
            type.children.push_back({name, block ? nullptr : get(of), mark == '!' || mark == '+', many, slot, block ? "prose" : json_name(name, many)});
        });
    }

    std::map<std::string_view, OscalType*, std::less<>> m_types;
};

bool is_hex_figure(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_figure(char c) { return c >= '0' && c <= '9'; }
bool is_latin(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_uuid_text(std::string_view text) {
    if (text.size() != 36) {
        return false;
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool dash = at == 8 || at == 13 || at == 18 || at == 23;
        if (dash ? text[at] != '-' : !is_hex_figure(text[at])) {
            return false;
        }
    }
    return (text[14] == '4' || text[14] == '5') && std::string_view("89ABab").find(text[19]) != std::string_view::npos;
}

bool is_token_text(std::string_view text) {
    const auto begins = [](char c) { return is_latin(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80; };
    return !text.empty() && begins(text.front()) &&
           std::ranges::all_of(text, [&](char c) { return begins(c) || is_figure(c) || c == '.' || c == '-'; });
}

/// `pattern`: 9 stands for a figure, all else for itself.
bool looks_like(std::string_view text, std::string_view pattern) {
    return text.size() >= pattern.size() &&
           std::ranges::equal(text.substr(0, pattern.size()), pattern, [](char c, char wanted) { return wanted == '9' ? is_figure(c) : c == wanted; });
}

/// "Z" or one of the offsets that are in use anywhere, as NIST's schemas list them.
bool is_zone_text(std::string_view text) {
    if (text == "Z") {
        return true;
    }
    if (text.size() != 6 || (!looks_like(text, "+99:99") && !looks_like(text, "-99:99"))) {
        return false;
    }
    const auto hour = text.substr(1, 2);
    const auto minute = text.substr(4);
    const auto is_one_of = [&](std::string_view among) { return among.find(hour) != std::string_view::npos; };
    if (text.front() == '-') {
        return minute == "00" ? hour <= "12" : minute == "30" && is_one_of("03 09");
    }
    return minute == "00" ? hour <= "14" : minute == "30" ? is_one_of("03 04 05 06 09 10") : minute == "45" && is_one_of("05 08 12");
}

/// A day that there is, from the year 1900 on.
bool is_day_text(std::string_view text) { return looks_like(text, "9999-99-99") && text >= "1900" && text < "3" && parse_date(text.substr(0, 10)).has_value(); }

bool is_datetime_text(std::string_view text) {
    if (!looks_like(text, "9999-99-99T99:99:99") || !is_day_text(text) || text.substr(11, 2) > "23" || text.substr(14, 2) > "59" || text.substr(17, 2) > "59") {
        return false;
    }
    text.remove_prefix(19);
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        const auto figures = static_cast<std::size_t>(std::ranges::find_if_not(text, is_figure) - text.begin());
        if (figures == 0) {
            return false;
        }
        text.remove_prefix(figures);
    }
    return is_zone_text(text);
}

bool is_date_text(std::string_view text) { return is_day_text(text) && (text.size() == 10 || is_zone_text(text.substr(10))); }

bool is_uri_text(std::string_view text) {
    const auto colon = text.find(':');
    return colon != std::string_view::npos && colon >= 2 && is_latin(text.front()) && colon + 1 < text.size();
}

const OscalType* find_oscal_type(std::string_view name) {
    static const auto types = GrammarBuilder().build();
    return types.find(name)->second;
}

} // namespace

const OscalChildRule* OscalType::find_child(std::string_view child) const {
    const auto found = std::ranges::find(children, child, &OscalChildRule::name);
    return found == children.end() ? nullptr : &*found;
}

const OscalType* find_oscal_root(std::string_view name) { return std::ranges::binary_search(k_oscal_roots, name) ? find_oscal_type(name) : nullptr; }

const OscalType* find_oscal_json_root(std::string_view name) { return name == "mapping-collection" ? find_oscal_type(name) : find_oscal_root(name); }

std::string_view find_block_element(std::string_view name) {
    const auto* const found = std::ranges::find(k_blocks, name);
    return found == k_blocks.end() ? std::string_view() : *found;
}

std::string_view find_inline_element(std::string_view name) {
    const auto* const found = std::ranges::find(k_inlines, name);
    return found == k_inlines.end() ? std::string_view() : *found;
}

std::string_view find_prose_attribute(std::string_view element, std::string_view attribute) {
    for (const auto& [owner, name] : k_prose_attributes) {
        if (owner == element && name == attribute) {
            return name;
        }
    }
    return {};
}

std::string_view fault_of_value(OscalKind kind, std::string_view text) {
    switch (kind) {
    case OscalKind::token:
        return is_token_text(text) ? "" : "letters, figures, '.', '-' and '_', a letter or '_' first";
    case OscalKind::uuid:
        return is_uuid_text(text) ? "" : "a UUID of version 4 or 5";
    case OscalKind::datetime:
        return is_datetime_text(text) ? "" : "a date and time with its zone, 2026-01-31T12:00:00Z for example";
    case OscalKind::date:
        return is_date_text(text) ? "" : "a date, 2026-01-31 for example";
    case OscalKind::uri:
        return is_uri_text(text) ? "" : "an absolute URI, https://example.org/ for example";
    case OscalKind::boolean:
        return text == "true" || text == "false" || text == "1" || text == "0" ? "" : "true or false";
    case OscalKind::integer:
        return !text.empty() && std::ranges::all_of(text, is_figure) ? "" : "a whole number";
    case OscalKind::string:
    case OscalKind::uriref:
    case OscalKind::base64:
        if (trim_xml_space(text).empty()) {
            return "some text";
        }
        return trim_xml_space(text).size() == text.size() ? "" : "it without blanks before and behind";
    case OscalKind::none:
    case OscalKind::line:
    case OscalKind::multi:
        return "";
    }
    return "";
}

} // namespace assay
