#include "formats/xml_text.hpp"

#include <algorithm>

namespace assay {
namespace {

constexpr std::size_t k_block = 256;
constexpr std::size_t k_longest_quote = 80;
constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";

constexpr bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

} // namespace

LineTable::LineTable(std::string_view bytes) : m_bytes(bytes) {
    m_lines.push_back(bytes.starts_with(k_byte_order_mark) ? 3 : 0);
    m_continuations.reserve(bytes.size() / k_block + 1);
    std::uint32_t continuations = 0;
    for (std::size_t start = 0; start <= bytes.size(); start += k_block) {
        m_continuations.push_back(continuations);
        const std::size_t end = std::min(start + k_block, bytes.size());
        for (std::size_t at = start; at < end; ++at) {
            const char c = bytes[at];
            if (c == '\n' || (c == '\r' && (at + 1 == bytes.size() || bytes[at + 1] != '\n'))) {
                m_lines.push_back(static_cast<std::uint32_t>(at + 1));
            }
            continuations += is_continuation(c) ? 1U : 0U;
        }
    }
}

std::size_t LineTable::continuation_bytes_before(std::size_t offset) const {
    const std::size_t block = offset / k_block;
    const auto rest = m_bytes.substr(block * k_block, offset - block * k_block);
    return m_continuations[block] + static_cast<std::size_t>(std::ranges::count_if(rest, is_continuation));
}

LineColumn LineTable::find(std::size_t offset) const {
    offset = std::clamp<std::size_t>(offset, m_lines.front(), m_bytes.size());
    const auto next = std::ranges::upper_bound(m_lines, offset);
    const std::size_t start = *(next - 1);
    const std::size_t column = offset - start - (continuation_bytes_before(offset) - continuation_bytes_before(start));
    return {static_cast<std::uint32_t>(next - m_lines.begin()), static_cast<std::uint32_t>(column + 1)};
}

std::string_view trim_xml_space(std::string_view text) {
    while (!text.empty() && is_xml_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_xml_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::string collapse_xml_space(std::string_view text) {
    std::string collapsed;
    collapsed.reserve(text.size());
    bool gap = false;
    for (const char c : text) {
        if (is_xml_space(c)) {
            gap = !collapsed.empty();
            continue;
        }
        if (gap) {
            collapsed += ' ';
            gap = false;
        }
        collapsed += c;
    }
    return collapsed;
}

std::string quote(std::string_view word) {
    std::string shown = "'";
    std::size_t characters = 0;
    for (std::size_t at = 0; at < word.size(); ++at) {
        const auto byte = static_cast<unsigned char>(word[at]);
        if (is_continuation(word[at])) {
            shown += word[at];
            continue;
        }
        if (++characters > k_longest_quote) {
            shown += "…";
            break;
        }
        // U+0080 to U+009F are control characters too: a terminal obeys some of them.
        if (byte == 0xC2 && at + 1 < word.size() && static_cast<unsigned char>(word[at + 1]) < 0xA0) {
            shown += '?';
            ++at;
        } else {
            shown += byte < 0x20 || byte == 0x7F ? '?' : word[at];
        }
    }
    return shown + "'";
}

} // namespace assay
