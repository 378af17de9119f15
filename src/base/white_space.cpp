#include "assay/base/white_space.hpp"

#include <cstdint>
#include <cstring>

namespace assay {
namespace {

/// Where white space begins that is no single blank, or the size. Nearly all texts have none; eight bytes are looked at together.
std::size_t find_uneven_space(std::string_view trimmed) {
    constexpr std::uint64_t k_ones = 0x0101010101010101U;
    constexpr std::uint64_t k_highest = 0x80U * k_ones;
    std::size_t at = 0;
    for (; at + sizeof(std::uint64_t) < trimmed.size(); at += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::uint64_t next = 0;
        std::memcpy(&word, trimmed.data() + at, sizeof word);
        std::memcpy(&next, trimmed.data() + at + 1, sizeof next);
        // A byte up to ' ' borrows into its highest bit. A borrow may reach the byte above too: that costs a second look, no more.
        const auto low = (word - 0x21U * k_ones) & ~word & k_highest;
        const auto low_next = (next - 0x21U * k_ones) & ~next & k_highest;
        const auto control = (word - 0x20U * k_ones) & ~word & k_highest;
        if (control != 0 || (low & low_next) != 0) {
            break;
        }
    }
    while (at < trimmed.size() &&
           (static_cast<unsigned char>(trimmed[at]) > ' ' || (trimmed[at] == ' ' && !is_xml_space(trimmed[at + 1])))) {
        ++at;
    }
    return at;
}

} // namespace

std::string_view trim_xml_space(std::string_view text) {
    while (!text.empty() && is_xml_space(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_xml_space(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::string collapse_space(std::string_view text) {
    text = trim_xml_space(text);
    std::size_t at = find_uneven_space(text);
    std::string collapsed(text.substr(0, at));
    if (at == text.size()) {
        return collapsed;
    }
    collapsed.reserve(text.size());
    while (at < text.size()) {
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

} // namespace assay
