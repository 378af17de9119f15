#include "formats/xml_tree.hpp"

#include <array>
#include <utility>

namespace assay {
namespace {

constexpr auto k_entities = std::to_array<std::pair<std::string_view, char>>({
    {"amp", '&'},
    {"apos", '\''},
    {"gt", '>'},
    {"lt", '<'},
    {"quot", '"'},
});

void append_utf8(std::string& text, std::uint32_t code) {
    const auto byte = [&text](std::uint32_t value) { text += static_cast<char>(value); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xC0U | code >> 6U);
        byte(0x80U | (code & 0x3FU));
    } else if (code < 0x10000) {
        byte(0xE0U | code >> 12U);
        byte(0x80U | (code >> 6U & 0x3FU));
        byte(0x80U | (code & 0x3FU));
    } else {
        byte(0xF0U | code >> 18U);
        byte(0x80U | (code >> 12U & 0x3FU));
        byte(0x80U | (code >> 6U & 0x3FU));
        byte(0x80U | (code & 0x3FU));
    }
}

/// What stands between '&' and ';', which the scanner has looked at: a known entity, or '#' and the number of a character.
void append_reference(std::string& text, std::string_view name) {
    if (!name.starts_with('#')) {
        text += find_entity(name).value_or('?');
        return;
    }
    const bool hex = name.starts_with("#x");
    std::uint32_t code = 0;
    for (const char c : name.substr(hex ? 2 : 1)) {
        const auto digit = c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
        code = code * (hex ? 16 : 10) + static_cast<std::uint32_t>(digit);
    }
    append_utf8(text, code);
}

enum class References : std::uint8_t { as_they_stand, replaced };
enum class Blanks : std::uint8_t { line_ends_only, all };

std::string decode(std::string_view raw, References references, Blanks blanks) {
    std::string text;
    text.reserve(raw.size());
    for (std::size_t at = 0; at < raw.size(); ++at) {
        const char c = raw[at];
        if (c == '&' && references == References::replaced) {
            const std::size_t end = raw.find(';', at);
            append_reference(text, raw.substr(at + 1, end - at - 1));
            at = end;
        } else if (c == '\r' || (blanks == Blanks::all && (c == '\n' || c == '\t'))) {
            at += c == '\r' && at + 1 < raw.size() && raw[at + 1] == '\n' ? 1 : 0;
            text += blanks == Blanks::all ? ' ' : '\n';
        } else {
            text += c;
        }
    }
    return text;
}

} // namespace

std::optional<char> find_entity(std::string_view name) {
    for (const auto& [entity, character] : k_entities) {
        if (entity == name) {
            return character;
        }
    }
    return std::nullopt;
}

std::string decode_attribute(std::string_view raw) { return decode(raw, References::replaced, Blanks::all); }
std::string decode_text(std::string_view raw) { return decode(raw, References::replaced, Blanks::line_ends_only); }
std::string decode_cdata(std::string_view raw) { return decode(raw, References::as_they_stand, Blanks::line_ends_only); }

} // namespace assay
