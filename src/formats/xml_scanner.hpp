// The scanner of xml_scan.hpp: its state, and what its two files share. xml_scan.cpp has elements, attributes and text,
// xml_scan_rest.cpp the declaration, comments, instructions, CDATA sections and references.
#pragma once

#include "formats/xml_scan.hpp"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <unordered_set>
#include <vector>

namespace assay {

/// What a byte may be or must be looked at for; one table, because the scanner asks it for every byte.
struct ByteClass {
    static constexpr std::uint32_t k_stops_text = 1;    ///< look again: '<', '&', ']', CR, control characters, 0xEF
    static constexpr std::uint32_t k_stops_value = 2;   ///< the same inside an attribute value: quotes, '<', '&', white space but blanks
    static constexpr std::uint32_t k_stops_comment = 4; ///< control characters, 0xEF (U+FFFE and U+FFFF begin so)
    static constexpr std::uint32_t k_name_start = 8;
    static constexpr std::uint32_t k_name_part = 16;
    static constexpr std::uint32_t k_space = 32;
};

constexpr std::array<std::uint8_t, 256> make_byte_classes() {
    std::array<std::uint8_t, 256> classes{};
    for (std::size_t byte = 0; byte < classes.size(); ++byte) {
        const auto in = [byte](std::string_view set) { return set.find(static_cast<char>(byte)) != std::string_view::npos; };
        const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        const bool start = letter || in("_:") || byte >= 0x80;
        const bool control = byte < 0x20 && !in("\t\n\r");
        std::uint32_t all = 0;
        all |= control || byte == 0xEF || in("<&]\r") ? ByteClass::k_stops_text : 0U;
        all |= control || byte == 0xEF || in("<&\"'\t\n\r") ? ByteClass::k_stops_value : 0U;
        all |= control || byte == 0xEF ? ByteClass::k_stops_comment : 0U;
        all |= start ? ByteClass::k_name_start : 0U;
        all |= start || (byte >= '0' && byte <= '9') || in("-.") ? ByteClass::k_name_part : 0U;
        all |= in(" \t\n\r") ? ByteClass::k_space : 0U;
        classes[byte] = static_cast<std::uint8_t>(all);
    }
    return classes;
}
inline constexpr auto k_byte_classes = make_byte_classes();

using Sixteen __attribute__((vector_size(16))) = unsigned char;

/// How many of sixteen bytes stand before the first of the class; 16 when none is of it. The classes as make_byte_classes has them: a test compares both.
template <std::uint32_t byte_class>
std::size_t bytes_before(const char* bytes) {
    static_assert(byte_class == ByteClass::k_stops_text || byte_class == ByteClass::k_stops_value || byte_class == ByteClass::k_stops_comment);
    Sixteen all;
    std::memcpy(&all, bytes, sizeof all);
    auto low = all < 0x20;
    if constexpr (byte_class != ByteClass::k_stops_value) {
        low &= (all != '\t') & (all != '\n');
    }
    if constexpr (byte_class == ByteClass::k_stops_comment) {
        low &= all != '\r';
    }
    auto stops = low | (all == 0xEF);
    if constexpr (byte_class != ByteClass::k_stops_comment) {
        stops |= (all == '<') | (all == '&');
    }
    if constexpr (byte_class == ByteClass::k_stops_text) {
        stops |= all == ']';
    }
    if constexpr (byte_class == ByteClass::k_stops_value) {
        stops |= (all == '"') | (all == '\'');
    }
    std::array<std::uint64_t, 2> halves{};
    std::memcpy(halves.data(), &stops, sizeof halves);
    if ((halves[0] | halves[1]) == 0) {
        return sizeof(Sixteen);
    }
    const bool in_second = halves[0] == 0;
    const auto half = in_second ? halves[1] : halves[0];
    const auto bits = std::endian::native == std::endian::little ? std::countr_zero(half) : std::countl_zero(half);
    return (in_second ? 8U : 0U) + static_cast<std::size_t>(bits) / 8;
}

class XmlScanner {
public:
    XmlScanner(std::string_view bytes, const LineTable& lines) : m_bytes(bytes), m_lines(lines) {}

    std::optional<XmlFault> run();

private:
    struct Open {
        std::string_view name;
        std::size_t offset = 0;
    };

    [[gnu::cold, gnu::noinline]] bool fail(std::size_t offset, std::string text, std::string hint = {}, std::string_view code = "malformed-xml") {
        m_fault = {offset, std::string(code), std::move(text), std::move(hint)};
        return false;
    }
    [[nodiscard]] bool at_end() const { return m_at >= m_bytes.size(); }
    [[nodiscard]] char peek() const { return at_end() ? '\0' : m_bytes[m_at]; }
    [[nodiscard]] bool sees(std::string_view text) const { return m_bytes.substr(m_at).starts_with(text); }
    [[nodiscard]] bool is(std::uint32_t byte_class) const {
        return !at_end() && (k_byte_classes[static_cast<unsigned char>(m_bytes[m_at])] & byte_class) != 0;
    }
    /// Moves on to the next byte of the class, or to `end`. Most of loading's bytes pass through here, so sixteen at a time where there are as many.
    template <std::uint32_t byte_class>
    void skip_to(std::size_t end) {
        const char* const bytes = m_bytes.data();
        std::size_t at = m_at;
        for (; at + sizeof(Sixteen) <= end; at += sizeof(Sixteen)) {
            if (const std::size_t before = bytes_before<byte_class>(bytes + at); before < sizeof(Sixteen)) {
                m_at = at + before;
                return;
            }
        }
        while (at < end && (k_byte_classes[static_cast<unsigned char>(bytes[at])] & byte_class) == 0) {
            ++at;
        }
        m_at = at;
    }
    bool skip_space() {
        const std::size_t start = m_at;
        while (is(ByteClass::k_space)) {
            ++m_at;
        }
        return m_at > start;
    }
    std::string_view name() {
        const char* const start = m_bytes.data() + m_at;
        const char* const end = m_bytes.data() + m_bytes.size();
        const char* at = start;
        if (is(ByteClass::k_name_start)) {
            do {
                ++at;
            } while (at < end && (k_byte_classes[static_cast<unsigned char>(*at)] & ByteClass::k_name_part) != 0);
        }
        const auto size = static_cast<std::size_t>(at - start);
        m_at += size;
        return {start, size};
    }
    [[nodiscard]] std::uint32_t line_of(std::size_t offset) const { return m_lines.find(offset).line; }

    bool scan_document();
    bool scan_markup();
    bool scan_open_tag();
    bool scan_attribute();
    bool is_repeated(std::string_view key);
    bool scan_close_tag();
    bool scan_text();
    bool count_node(std::size_t offset) { return ++m_nodes <= k_max_xml_nodes || fail_for_nodes(offset); }
    [[gnu::cold]] bool fail_for_nodes(std::size_t offset);

    bool scan_declaration();
    bool scan_comment();
    bool scan_instruction();
    bool scan_cdata();
    bool scan_characters(std::size_t from, std::size_t end);
    bool scan_reference();
    bool is_character();

    std::string_view m_bytes;
    const LineTable& m_lines;
    std::size_t m_at = 0;
    std::size_t m_nodes = 0;
    bool m_had_root = false;
    std::vector<Open> m_open;
    std::vector<std::string_view> m_attributes;             ///< names of the tag being read, the first few
    std::uint64_t m_met = 0;                                ///< a bit for length and first letter of each attribute of the tag being read
    std::unordered_set<std::string_view> m_many_attributes; ///< of the tag being read, once they are more than a few
    XmlFault m_fault;
};

} // namespace assay
