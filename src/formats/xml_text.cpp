#include "formats/xml_text.hpp"

#include <algorithm>

namespace assay {
namespace {

constexpr std::size_t k_block = 256;
constexpr std::size_t k_longest_quote = 80;

constexpr bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

} // namespace

LineTable::LineTable(std::string_view bytes) : m_bytes(bytes) {
    m_lines.push_back({bytes.starts_with(k_byte_order_mark) ? 3U : 0U, bytes.starts_with(k_byte_order_mark) ? 2U : 0U});
    m_blocks.reserve(bytes.size() / k_block + 1);
    for (std::size_t start = 0; start <= bytes.size(); start += k_block) {
        m_blocks.push_back(m_continuations);
        const std::size_t end = std::min(start + k_block, bytes.size());
        for (std::size_t at = start; at < end; ++at) {
            const char c = bytes[at];
            m_continuations += is_continuation(c) ? 1U : 0U;
            if (c <= '\r' && (c == '\n' || (c == '\r' && (at + 1 == bytes.size() || bytes[at + 1] != '\n')))) {
                m_lines.push_back({static_cast<std::uint32_t>(at + 1), m_continuations});
            }
        }
    }
}

std::size_t LineTable::continuation_bytes_before(std::size_t offset) const {
    const std::size_t block = offset / k_block;
    const auto rest = m_bytes.substr(block * k_block, offset - block * k_block);
    return m_blocks[block] + static_cast<std::size_t>(std::ranges::count_if(rest, is_continuation));
}

LineColumn LineTable::find(std::size_t offset) const {
    offset = std::clamp<std::size_t>(offset, m_lines.front().start, m_bytes.size());
    const auto starts_after = [&](std::size_t index) { return index >= m_lines.size() || m_lines[index].start > offset; };
    if (m_lines[m_last].start > offset || !starts_after(m_last + 1)) {
        const bool is_next = m_lines[m_last].start <= offset && starts_after(m_last + 2);
        const auto found = is_next ? m_lines.begin() : std::ranges::upper_bound(m_lines, offset, {}, &Line::start) - 1;
        m_last = is_next ? m_last + 1 : static_cast<std::size_t>(found - m_lines.begin());
    }
    const Line& line = m_lines[m_last];
    std::size_t column = offset - line.start;
    // Most lines are ASCII: nothing to count there.
    if ((m_last + 1 == m_lines.size() ? m_continuations : m_lines[m_last + 1].continuations) != line.continuations) {
        column -= continuation_bytes_before(offset) - line.continuations;
    }
    return {static_cast<std::uint32_t>(m_last + 1), static_cast<std::uint32_t>(column + 1)};
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
    text = trim_xml_space(text);
    std::string collapsed;
    collapsed.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t start = at;
        while (at < text.size() && !is_xml_space(text[at])) {
            ++at;
        }
        collapsed.append(text.substr(start, at - start));
        if (at < text.size()) {
            collapsed += ' ';
            while (is_xml_space(text[at])) {
                ++at;
            }
        }
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
