#include "formats/xml_scan.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_set>
#include <vector>

namespace assay {
namespace {

constexpr std::string_view k_malformed = "malformed-xml";
/// Up to this many attributes of one element are compared one by one, more through a hash table.
constexpr std::size_t k_few_attributes = 16;

constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_name_start(char c) { return is_letter(c) || c == '_' || c == ':' || static_cast<unsigned char>(c) >= 0x80; }
constexpr bool is_name_part(char c) { return is_name_start(c) || is_digit(c) || c == '-' || c == '.'; }

/// Bytes that need no second look inside text and attribute values.
constexpr std::array<bool, 256> make_plain() {
    std::array<bool, 256> plain{};
    for (std::size_t byte = 0; byte < plain.size(); ++byte) {
        plain[byte] = byte >= 0x20 && byte != 0xEF;
    }
    for (const char c : {'\t', '\n', '\r'}) {
        plain[static_cast<unsigned char>(c)] = true;
    }
    for (const char c : {'<', '&', ']', '"', '\''}) {
        plain[static_cast<unsigned char>(c)] = false;
    }
    return plain;
}
constexpr auto k_plain = make_plain();

/// XML 1.0 production 2, Char.
constexpr bool is_xml_character(std::uint32_t c) {
    return c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) ||
           (c >= 0x10000 && c <= 0x10FFFF);
}

class Scanner {
public:
    Scanner(std::string_view bytes, const LineTable& lines) : m_bytes(bytes), m_lines(lines) {}

    std::optional<XmlFault> run() {
        if (scan_document()) {
            return std::nullopt;
        }
        return m_fault;
    }

private:
    struct Open {
        std::string_view name;
        std::size_t offset = 0;
    };

    bool fail(std::size_t offset, std::string text, std::string hint = {}, std::string_view code = k_malformed) {
        m_fault = {offset, std::string(code), std::move(text), std::move(hint)};
        return false;
    }
    [[nodiscard]] bool at_end() const { return m_at >= m_bytes.size(); }
    [[nodiscard]] char peek() const { return at_end() ? '\0' : m_bytes[m_at]; }
    [[nodiscard]] bool sees(std::string_view text) const { return m_bytes.substr(m_at).starts_with(text); }
    [[nodiscard]] std::uint32_t line_of(std::size_t offset) const { return m_lines.find(offset).line; }
    bool skip_space() {
        const std::size_t start = m_at;
        while (!at_end() && is_xml_space(peek())) {
            ++m_at;
        }
        return m_at > start;
    }
    std::string_view name() {
        const std::size_t start = m_at;
        if (!at_end() && is_name_start(peek())) {
            while (!at_end() && is_name_part(peek())) {
                ++m_at;
            }
        }
        return m_bytes.substr(start, m_at - start);
    }

    bool scan_document();
    bool scan_declaration();
    bool scan_markup();
    bool scan_comment();
    bool scan_instruction();
    bool scan_cdata();
    bool scan_open_tag();
    bool scan_attribute();
    bool is_repeated(std::string_view key);
    bool scan_close_tag();
    bool scan_text();
    bool scan_reference();
    bool scan_special(bool in_attribute);
    bool count_node(std::size_t offset);

    std::string_view m_bytes;
    const LineTable& m_lines;
    std::size_t m_at = 0;
    std::size_t m_nodes = 0;
    bool m_had_root = false;
    std::vector<Open> m_open;
    std::vector<std::string_view> m_attributes;             ///< of the tag being read
    std::unordered_set<std::string_view> m_many_attributes; ///< the same, once they are more than a few
    XmlFault m_fault;
};

bool Scanner::scan_document() {
    if (sees(k_byte_order_mark)) {
        m_at = k_byte_order_mark.size();
    }
    if (sees("<?xml") && m_at + 5 < m_bytes.size() && is_xml_space(m_bytes[m_at + 5]) && !scan_declaration()) {
        return false;
    }
    while (true) {
        if (m_open.empty()) {
            skip_space();
        }
        if (at_end()) {
            break;
        }
        if (peek() != '<') {
            if (m_open.empty()) {
                return fail(m_at, m_had_root ? "there is text after the end of the outermost element"
                                             : "the file does not begin with an element");
            }
            if (!scan_text()) {
                return false;
            }
        } else if (!scan_markup()) {
            return false;
        }
    }
    if (!m_open.empty()) {
        const auto& open = m_open.back();
        return fail(m_at, fmt::format("the file ends inside {}, which began on line {}", quote(open.name), line_of(open.offset)),
                    "is the file cut off?");
    }
    return m_had_root || fail(m_at, "the file holds no element");
}

bool Scanner::scan_declaration() {
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

bool Scanner::scan_markup() {
    if (sees("<!--")) {
        return scan_comment();
    }
    if (sees("<?")) {
        return scan_instruction();
    }
    if (sees("</")) {
        return scan_close_tag();
    }
    if (sees("<![CDATA[") && !m_open.empty()) {
        return scan_cdata();
    }
    if (sees("<!DOCTYPE") || sees("<!ENTITY") || sees("<!ELEMENT") || sees("<!ATTLIST") || sees("<!NOTATION")) {
        return fail(m_at, "document type and entity declarations are not allowed", "remove it", "forbidden-doctype");
    }
    return scan_open_tag();
}

bool Scanner::scan_comment() {
    const std::size_t start = m_at;
    const std::size_t dashes = m_bytes.find("--", m_at + 4);
    if (dashes == std::string_view::npos) {
        return fail(start, "the comment is never closed", "write \"-->\"");
    }
    if (!m_bytes.substr(dashes).starts_with("-->")) {
        return fail(dashes, "'--' is not allowed inside a comment");
    }
    for (m_at = start + 4; m_at < dashes; ++m_at) {
        if (!k_plain[static_cast<unsigned char>(peek())] && !scan_special(true)) {
            return false;
        }
    }
    m_at = dashes + 3;
    return true;
}

bool Scanner::scan_instruction() {
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
    for (; m_at < end; ++m_at) {
        if (!k_plain[static_cast<unsigned char>(peek())] && !scan_special(true)) {
            return false;
        }
    }
    m_at = end + 2;
    return true;
}

bool Scanner::scan_cdata() {
    const std::size_t start = m_at;
    const std::size_t end = m_bytes.find("]]>", m_at);
    if (end == std::string_view::npos) {
        return fail(start, "the CDATA section is never closed", "write \"]]>\"");
    }
    for (m_at = start + 9; m_at < end; ++m_at) {
        if (!k_plain[static_cast<unsigned char>(peek())] && !scan_special(true)) {
            return false;
        }
    }
    m_at = end + 3;
    return true;
}

bool Scanner::count_node(std::size_t offset) {
    if (++m_nodes <= k_max_xml_nodes) {
        return true;
    }
    return fail(offset, "the file holds more than 2,000,000 elements and attributes", "split it", "too-large");
}

bool Scanner::scan_open_tag() {
    const std::size_t start = m_at;
    ++m_at;
    const std::string_view element = name();
    if (element.empty()) {
        return fail(start, "'<' begins no element", "write &lt;");
    }
    if (m_open.empty() && m_had_root) {
        return fail(start, fmt::format("{} is a second outermost element", quote(element)));
    }
    if (m_open.size() == k_max_xml_depth) {
        return fail(start, "elements are nested more than 64 deep", {}, "too-deep");
    }
    if (!count_node(start)) {
        return false;
    }
    m_had_root = true;
    m_open.push_back({element, start});
    m_attributes.clear();
    m_many_attributes.clear();
    while (true) {
        const bool spaced = skip_space();
        if (at_end()) {
            return fail(m_at, fmt::format("the file ends inside the tag {}, which began on line {}", quote(element), line_of(start)),
                        "is the file cut off?");
        }
        if (peek() == '>') {
            ++m_at;
            return true;
        }
        if (sees("/>")) {
            m_at += 2;
            m_open.pop_back();
            return true;
        }
        if (!is_name_start(peek())) {
            return fail(m_at, fmt::format("the tag {} is not well-formed here", quote(element)), "expected an attribute, '>' or '/>'");
        }
        if (!spaced) {
            return fail(m_at, fmt::format("white space is missing in the tag {}", quote(element)));
        }
        if (!scan_attribute()) {
            return false;
        }
    }
}

bool Scanner::is_repeated(std::string_view key) {
    const bool few = m_attributes.size() < k_few_attributes;
    if (few ? std::ranges::find(m_attributes, key) != m_attributes.end() : m_many_attributes.contains(key)) {
        return true;
    }
    m_attributes.push_back(key);
    if (m_attributes.size() == k_few_attributes) {
        m_many_attributes.insert(m_attributes.begin(), m_attributes.end());
    } else if (!few) {
        m_many_attributes.insert(key);
    }
    return false;
}

bool Scanner::scan_attribute() {
    const std::size_t start = m_at;
    const std::string_view key = name();
    if (is_repeated(key)) {
        return fail(start, fmt::format("the attribute {} is given twice in {}", quote(key), quote(m_open.back().name)),
                    "remove one of them", "duplicate-attribute");
    }
    if (!count_node(start)) {
        return false;
    }
    skip_space();
    if (peek() != '=') {
        return fail(start, fmt::format("the attribute {} has no value", quote(key)), "write name=\"value\"");
    }
    ++m_at;
    skip_space();
    const char mark = peek();
    if (mark != '"' && mark != '\'') {
        return fail(m_at, fmt::format("the value of the attribute {} is not in quotes", quote(key)), "write name=\"value\"");
    }
    ++m_at;
    while (!at_end() && peek() != mark) {
        if (peek() == '&') {
            if (!scan_reference()) {
                return false;
            }
        } else if (k_plain[static_cast<unsigned char>(peek())] || scan_special(true)) {
            if (peek() == '<') {
                return fail(m_at, fmt::format("'<' is not allowed in the value of the attribute {}", quote(key)),
                            "write &lt;, or is a quote missing?");
            }
            ++m_at;
        } else {
            return false;
        }
    }
    if (at_end()) {
        return fail(start, fmt::format("the value of the attribute {} is never closed", quote(key)), "write the closing quote");
    }
    ++m_at;
    return true;
}

bool Scanner::scan_close_tag() {
    const std::size_t start = m_at;
    m_at += 2;
    const std::string_view element = name();
    skip_space();
    if (peek() != '>') {
        return fail(start, "the closing tag is not well-formed", "write </name>");
    }
    ++m_at;
    if (m_open.empty()) {
        return fail(start, fmt::format("{} closes nothing", quote(m_bytes.substr(start, m_at - start))));
    }
    const auto& open = m_open.back();
    if (element != open.name) {
        return fail(start,
                    fmt::format("{} does not close {}, which began on line {}", quote(m_bytes.substr(start, m_at - start)),
                                quote(open.name), line_of(open.offset)),
                    fmt::format("write {}", quote(fmt::format("</{}>", open.name))));
    }
    m_open.pop_back();
    return true;
}

bool Scanner::scan_text() {
    while (!at_end() && peek() != '<') {
        if (peek() == '&') {
            if (!scan_reference()) {
                return false;
            }
        } else if (k_plain[static_cast<unsigned char>(peek())] || scan_special(false)) {
            ++m_at;
        } else {
            return false;
        }
    }
    return true;
}

/// A byte that is not plain: fine here, or not a character of XML at all. Leaves the position alone.
bool Scanner::scan_special(bool in_attribute) {
    const auto byte = static_cast<unsigned char>(peek());
    if (byte < 0x20) {
        return fail(m_at, fmt::format("the control character U+{:04X} is not allowed", byte), "remove it");
    }
    if (byte == 0xEF && (sees("\xEF\xBF\xBE") || sees("\xEF\xBF\xBF"))) {
        return fail(m_at, sees("\xEF\xBF\xBE") ? "the character U+FFFE is not allowed" : "the character U+FFFF is not allowed",
                    "remove it");
    }
    if (!in_attribute && sees("]]>")) {
        return fail(m_at, "']]>' is not allowed in text", "write ]]&gt;");
    }
    return true;
}

bool Scanner::scan_reference() {
    const std::size_t start = m_at;
    ++m_at;
    if (peek() != '#') {
        const std::string_view entity = name();
        if (entity.empty() || peek() != ';') {
            return fail(start, "'&' begins no reference", "write &amp;");
        }
        constexpr std::array<std::string_view, 5> k_known{"amp", "apos", "gt", "lt", "quot"};
        if (std::ranges::find(k_known, entity) == k_known.end()) {
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
    for (; !at_end() && (is_digit(peek()) || (hex && is_letter(peek()) && (peek() | 0x20) <= 'f')); ++m_at) {
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

} // namespace

std::optional<XmlFault> find_encoding_fault(std::string_view bytes) {
    if (bytes.size() > k_max_xml_bytes) {
        return XmlFault{0, "too-large", "the file is larger than 64 MiB", "split it"};
    }
    if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF") || bytes.starts_with(std::string_view("<\0", 2)) ||
        bytes.starts_with(std::string_view("\0<", 2)) || bytes.starts_with(std::string_view("\0\0", 2))) {
        return XmlFault{0, "not-utf8", "the file is not UTF-8 but looks like UTF-16 or UTF-32", "save it as UTF-8"};
    }
    if (const std::size_t at = find_invalid_utf8(bytes); at != std::string_view::npos) {
        return XmlFault{at, "not-utf8", fmt::format("the byte 0x{:02X} is not UTF-8", static_cast<unsigned char>(bytes[at])),
                        "save the file as UTF-8"};
    }
    if (const std::size_t at = bytes.find('\0'); at != std::string_view::npos) {
        return XmlFault{at, "malformed-xml", "the file holds a NUL byte", "is it a text file?"};
    }
    return std::nullopt;
}

std::optional<XmlFault> find_xml_fault(std::string_view bytes, const LineTable& lines) { return Scanner(bytes, lines).run(); }

} // namespace assay
