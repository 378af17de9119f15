#include "formats/xml_scan.hpp"

#include "assay/base/text.hpp"
#include "formats/xml_scanner.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

/// Up to this many attributes of one element are compared one by one, more through a hash table.
constexpr std::size_t k_few_attributes = 16;

} // namespace

std::optional<XmlFault> XmlScanner::run() {
    m_open.reserve(k_max_xml_depth);
    m_attributes.reserve(k_few_attributes);
    if (scan_document()) {
        return std::nullopt;
    }
    return m_fault;
}

bool XmlScanner::scan_document() {
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

bool XmlScanner::scan_markup() {
    const char second = m_at + 1 < m_bytes.size() ? m_bytes[m_at + 1] : '\0';
    if (second == '/') {
        return scan_close_tag();
    }
    if (second == '?') {
        return scan_instruction();
    }
    if (second != '!') {
        return scan_open_tag();
    }
    if (sees("<!--")) {
        return scan_comment();
    }
    if (sees("<![CDATA[") && !m_open.empty()) {
        return scan_cdata();
    }
    if (sees("<!DOCTYPE") || sees("<!ENTITY") || sees("<!ELEMENT") || sees("<!ATTLIST") || sees("<!NOTATION")) {
        return fail(m_at, "document type and entity declarations are not allowed", "remove it", "forbidden-doctype");
    }
    return scan_open_tag();
}

bool XmlScanner::fail_for_nodes(std::size_t offset) {
    return fail(offset, "the file holds more than 2,000,000 elements and attributes", "split it", "too-large");
}

bool XmlScanner::scan_open_tag() {
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
    m_met = 0;
    if (!m_many_attributes.empty()) {
        m_many_attributes.clear();
    }
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
        if (peek() == '/' && m_at + 1 < m_bytes.size() && m_bytes[m_at + 1] == '>') {
            m_at += 2;
            m_open.pop_back();
            return true;
        }
        if (!is(ByteClass::k_name_start)) {
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

bool XmlScanner::is_repeated(std::string_view key) {
    if (m_attributes.size() < k_few_attributes) {
        // Nearly always another length or another first letter: then there is nothing to compare.
        const auto bit = std::uint64_t{1} << ((key.size() * 7 + static_cast<unsigned char>(key.front())) & 63U);
        const bool is_new = (m_met & bit) == 0;
        m_met |= bit;
        const bool is_met_again = !is_new && std::ranges::find(m_attributes, key) != m_attributes.end();
        m_attributes.push_back(key);
        return is_met_again;
    }
    if (m_many_attributes.empty()) {
        m_many_attributes.insert(m_attributes.begin(), m_attributes.end());
    }
    return !m_many_attributes.insert(key).second;
}

bool XmlScanner::scan_attribute() {
    const std::size_t start = m_at;
    const std::string_view key = name();
    if (is_repeated(key)) {
        return fail(start, fmt::format("the attribute {} is given twice in {}", quote(key), quote(m_open.back().name)),
                    "remove one of them", "duplicate-attribute");
    }
    if (!count_node(start)) {
        return false;
    }
    if (peek() == '=' && m_at + 1 < m_bytes.size() && m_bytes[m_at + 1] == '"') { // nearly always
        ++m_at;
    } else {
        skip_space();
        if (peek() != '=') {
            return fail(start, fmt::format("the attribute {} has no value", quote(key)), "write name=\"value\"");
        }
        ++m_at;
        skip_space();
    }
    const char mark = peek();
    if (mark != '"' && mark != '\'') {
        return fail(m_at, fmt::format("the value of the attribute {} is not in quotes", quote(key)), "write name=\"value\"");
    }
    ++m_at;
    for (skip_to<ByteClass::k_stops_value>(m_bytes.size()); peek() != mark && !at_end();
         skip_to<ByteClass::k_stops_value>(m_bytes.size())) {
        if (peek() == '&') {
            if (!scan_reference()) {
                return false;
            }
            continue;
        }
        if (peek() == '<') {
            return fail(m_at, fmt::format("'<' is not allowed in the value of the attribute {}", quote(key)),
                        "write &lt;, or is a quote missing?");
        }
        if (!is_character()) {
            return false;
        }
        ++m_at;
    }
    if (at_end()) {
        return fail(start, fmt::format("the value of the attribute {} is never closed", quote(key)), "write the closing quote");
    }
    ++m_at;
    return true;
}

bool XmlScanner::scan_close_tag() {
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

bool XmlScanner::scan_text() {
    for (skip_to<ByteClass::k_stops_text>(m_bytes.size()); peek() != '<' && !at_end(); skip_to<ByteClass::k_stops_text>(m_bytes.size())) {
        if (peek() == '&') {
            if (!scan_reference()) {
                return false;
            }
            continue;
        }
        if (sees("]]>")) {
            return fail(m_at, "']]>' is not allowed in text", "write ]]&gt;");
        }
        if (!is_character()) {
            return false;
        }
        ++m_at;
    }
    return true;
}

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

std::optional<XmlFault> find_xml_fault(std::string_view bytes, const LineTable& lines) { return XmlScanner(bytes, lines).run(); }

} // namespace assay
