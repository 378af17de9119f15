// What is rarer than elements, attributes and text.
#include "assay/base/text.hpp"
#include "formats/xml_scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace assay {
namespace {

constexpr std::array<std::string_view, 5> k_entities{"amp", "apos", "gt", "lt", "quot"};

constexpr bool is_hex_digit(char c) { return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'f'); }

/// XML 1.0 production 2, Char.
constexpr bool is_xml_character(std::uint32_t c) {
    return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) ||
           (c >= 0x10000 && c <= 0x10FFFF);
}

} // namespace

bool XmlScanner::scan_declaration() {
    const std::size_t start = m_at;
    const std::size_t end = m_bytes.find("?>", m_at);
    if (end == std::string_view::npos) {
        return fail(start, "the XML declaration is never closed", "write \"?>\"");
    }
    m_at += 5;
    constexpr std::array<std::string_view, 3> k_parts{"version", "encoding", "standalone"};
    std::size_t next_part = 0;
    while (m_at < end) {
        const bool spaced = skip_space();
        if (m_at == end) {
            break;
        }
        const std::size_t part_at = m_at;
        const std::string_view part = name();
        const auto found = std::find(k_parts.begin() + static_cast<std::ptrdiff_t>(next_part), k_parts.end(), part);
        skip_space();
        bool good = spaced && found != k_parts.end() && peek() == '=' && (next_part > 0 || part == "version");
        if (good) {
            ++m_at;
            skip_space();
            const char mark = peek();
            const std::size_t value_at = m_at + 1;
            const std::size_t value_end = mark == '"' || mark == '\'' ? m_bytes.find(mark, value_at) : std::string_view::npos;
            good = value_end != std::string_view::npos && value_end < end;
            if (good) {
                const std::string_view value = m_bytes.substr(value_at, value_end - value_at);
                if (part == "version" && value != "1.0") {
                    return fail(value_at, fmt::format("XML version {} is not known", quote(value)), "write \"1.0\"");
                }
                const std::string encoding = part == "encoding" ? to_lower(value) : "utf-8";
                if (encoding != "utf-8" && encoding != "us-ascii") {
                    return fail(value_at, fmt::format("the file declares the encoding {}", quote(value)), "save it as UTF-8", "not-utf8");
                }
                good = part != "standalone" || value == "yes" || value == "no";
                next_part = static_cast<std::size_t>(found - k_parts.begin()) + 1;
                m_at = value_end + 1;
            }
        }
        if (!good) {
            return fail(part_at, "the XML declaration is not well-formed", "write <?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        }
    }
    if (next_part == 0) {
        return fail(start, "the XML declaration is not well-formed", "write <?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    }
    m_at = end + 2;
    return true;
}

bool XmlScanner::scan_comment() {
    const std::size_t start = m_at;
    const std::size_t dashes = m_bytes.find("--", m_at + 4);
    if (dashes == std::string_view::npos) {
        return fail(start, "the comment is never closed", "write \"-->\"");
    }
    if (!m_bytes.substr(dashes).starts_with("-->")) {
        return fail(dashes, "'--' is not allowed inside a comment");
    }
    if (!scan_characters(start + 4, dashes)) {
        return false;
    }
    m_at = dashes + 3;
    return true;
}

bool XmlScanner::scan_instruction() {
    const std::size_t start = m_at;
    m_at += 2;
    const std::string_view target = name();
    if (to_lower(target) == "xml") {
        return fail(start, "the XML declaration is allowed only at the very beginning of the file");
    }
    const std::size_t end = m_bytes.find("?>", m_at);
    if (target.empty() || end == std::string_view::npos || (m_at != end && !is_xml_space(peek()))) {
        return fail(start, "the processing instruction is not well-formed", "remove it");
    }
    if (!scan_characters(m_at, end)) {
        return false;
    }
    m_at = end + 2;
    return true;
}

bool XmlScanner::scan_cdata() {
    const std::size_t start = m_at;
    const std::size_t end = m_bytes.find("]]>", m_at);
    if (end == std::string_view::npos) {
        return fail(start, "the CDATA section is never closed", "write \"]]>\"");
    }
    if (!scan_characters(start + 9, end)) {
        return false;
    }
    m_at = end + 3;
    return true;
}

/// Everything up to `end` must be a character of XML; the position is left there.
bool XmlScanner::scan_characters(std::size_t from, std::size_t end) {
    m_at = from;
    for (skip_to<ByteClass::k_stops_comment>(end); m_at < end; skip_to<ByteClass::k_stops_comment>(end)) {
        if (!is_character()) {
            return false;
        }
        ++m_at;
    }
    return true;
}

/// A byte that was worth a second look: fine, or not a character of XML at all.
bool XmlScanner::is_character() {
    const auto byte = static_cast<unsigned char>(peek());
    if (byte < 0x20 && !is_xml_space(peek())) {
        return fail(m_at, fmt::format("the control character U+{:04X} is not allowed", byte), "remove it");
    }
    if (byte == 0xEF && (sees("\xEF\xBF\xBE") || sees("\xEF\xBF\xBF"))) {
        return fail(m_at, sees("\xEF\xBF\xBE") ? "the character U+FFFE is not allowed" : "the character U+FFFF is not allowed",
                    "remove it");
    }
    return true;
}

bool XmlScanner::scan_reference() {
    const std::size_t start = m_at;
    ++m_at;
    if (peek() != '#') {
        const std::string_view entity = name();
        if (entity.empty() || peek() != ';') {
            return fail(start, "'&' begins no reference", "write &amp;");
        }
        if (std::ranges::find(k_entities, entity) == k_entities.end()) {
            return fail(start, fmt::format("the entity {} is not known", quote(entity)), "only amp, apos, gt, lt and quot are",
                        "unknown-entity");
        }
        ++m_at;
        return true;
    }
    ++m_at;
    const bool hex = peek() == 'x';
    m_at += hex ? 1 : 0;
    const std::size_t digits_at = m_at;
    std::uint32_t code = 0;
    for (; !at_end() && (hex ? is_hex_digit(peek()) : is_digit(peek())); ++m_at) {
        const auto digit = static_cast<std::uint32_t>(is_digit(peek()) ? peek() - '0' : (peek() | 0x20) - 'a' + 10);
        code = std::min<std::uint32_t>(code * (hex ? 16 : 10) + digit, 0x110000);
    }
    if (m_at == digits_at || peek() != ';') {
        return fail(start, "'&#' begins no character reference", "write &#8211; or &#x2013;, for example");
    }
    ++m_at;
    return is_xml_character(code) ||
           fail(start, fmt::format("{} names no character that XML allows", quote(m_bytes.substr(start, m_at - start))), "remove it");
}

} // namespace assay
