#include "formats/xml_text.hpp"

#include "assay/base/text.hpp"

#include <algorithm>
#include <cstring>

namespace assay {
namespace {

constexpr std::size_t k_block = 256;
/// In shorter lines the bytes before a place are counted each time.
constexpr std::size_t k_long_line = 2048;
constexpr std::size_t k_longest_quote = 80;

constexpr bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// UTF-8 continuation bytes, eight at a time: those with bit 7 and without bit 6. Each byte of `sums` counts those at its place, up to 255.
std::size_t count_continuations(std::string_view bytes) {
    constexpr std::uint64_t k_high_bits = 0x8080808080808080U;
    constexpr std::uint64_t k_every_other = 0x00FF00FF00FF00FFU;
    constexpr std::size_t k_most_at_once = 255 * sizeof(std::uint64_t);
    std::size_t count = 0;
    std::size_t at = 0;
    while (at + sizeof(std::uint64_t) <= bytes.size()) {
        const std::size_t end = std::min(bytes.size(), at + k_most_at_once);
        std::uint64_t sums = 0;
        for (; at + sizeof(std::uint64_t) <= end; at += sizeof(std::uint64_t)) {
            std::uint64_t word = 0;
            std::memcpy(&word, bytes.data() + at, sizeof word);
            sums += (word & ~(word << 1U) & k_high_bits) >> 7U;
        }
        const auto pairs = (sums & k_every_other) + ((sums >> 8U) & k_every_other);
        count += static_cast<std::size_t>((pairs * 0x0001000100010001U) >> 48U);
    }
    for (; at < bytes.size(); ++at) {
        count += is_continuation(bytes[at]) ? 1U : 0U;
    }
    return count;
}

} // namespace

LineTable::LineTable(std::string_view bytes) : m_bytes(bytes), m_ascii(is_ascii(bytes)) {
    constexpr std::size_t k_bytes_a_line = 64;
    m_starts.reserve(bytes.size() / k_bytes_a_line + 1);
    std::size_t longest = 0;
    std::size_t start = bytes.starts_with(k_byte_order_mark) ? k_byte_order_mark.size() : 0;
    const auto end_line = [&](std::size_t next) {
        longest = std::max(longest, next - start);
        m_starts.push_back(static_cast<std::uint32_t>(next));
        start = next;
    };
    m_starts.push_back(static_cast<std::uint32_t>(start));
    const bool has_cr = bytes.find('\r') != std::string_view::npos;
    for (std::size_t at = start; at < bytes.size(); ++at) {
        if (!has_cr) {
            at = bytes.find('\n', at);
            if (at == std::string_view::npos) {
                break;
            }
            end_line(at + 1);
        } else if (bytes[at] == '\n' || (bytes[at] == '\r' && (at + 1 == bytes.size() || bytes[at + 1] != '\n'))) {
            end_line(at + 1);
        }
    }
    longest = std::max(longest, bytes.size() - start);
    if (m_ascii || longest <= k_long_line) {
        return;
    }
    std::size_t before = 0;
    for (std::size_t block = 0; block <= bytes.size(); block += k_block) {
        m_blocks.push_back(static_cast<std::uint32_t>(before));
        before += count_continuations(bytes.substr(block, k_block));
    }
}

std::size_t LineTable::continuation_bytes_before(std::size_t offset) const {
    const std::size_t block = offset / k_block;
    return m_blocks[block] + count_continuations(m_bytes.substr(block * k_block, offset - block * k_block));
}

std::size_t LineTable::continuation_bytes(std::size_t start, std::size_t end) const {
    return m_blocks.empty() || end - start <= k_block ? count_continuations(m_bytes.substr(start, end - start))
                            : continuation_bytes_before(end) - continuation_bytes_before(start);
}

LineColumn LineTable::find(std::size_t offset, LineCursor& from) const {
    offset = std::clamp<std::size_t>(offset, m_starts.front(), m_bytes.size());
    const auto starts_after = [&](std::size_t index) { return index >= m_starts.size() || m_starts[index] > offset; };
    if (m_starts[from.line] > offset || !starts_after(from.line + 1)) {
        const bool is_next = m_starts[from.line] <= offset && starts_after(from.line + 2);
        const auto found = is_next ? m_starts.begin() : std::ranges::upper_bound(m_starts, offset) - 1;
        from.line = is_next ? from.line + 1 : static_cast<std::size_t>(found - m_starts.begin());
    }
    const std::size_t start = m_starts[from.line];
    if (!m_ascii) {
        const bool is_further = start <= from.offset && from.offset <= offset;
        from.counted = is_further ? from.counted + continuation_bytes(from.offset, offset) : continuation_bytes(start, offset);
        from.offset = offset;
    }
    const std::size_t column = offset - start - from.counted;
    return {static_cast<std::uint32_t>(from.line + 1), static_cast<std::uint32_t>(column + 1)};
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
