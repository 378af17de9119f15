// Text as people type it, with utf8proc for what Unicode decides.
#include "assay/base/text.hpp"

#include "assay/base/error.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <memory>
#include <utf8proc.h>

namespace assay {

namespace {

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

constexpr std::uint64_t k_high_bits = 0x8080808080808080U;

/// Number of leading ASCII bytes.
std::size_t ascii_prefix(std::string_view text) {
    using Words = std::array<std::uint64_t, 4>;
    std::size_t at = 0;
    for (; at + sizeof(Words) <= text.size(); at += sizeof(Words)) {
        Words words;
        std::memcpy(&words, text.data() + at, sizeof words);
        if (((words[0] | words[1] | words[2] | words[3]) & k_high_bits) != 0) {
            break;
        }
    }
    for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        if ((word & k_high_bits) != 0) {
            break;
        }
    }
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) {
        ++at;
    }
    return at;
}

bool is_continuation(std::string_view text, std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

/// Length of the well-formed sequence at `at`, or 0 (Unicode 15, table 3-7: no overlong forms, no surrogates, at most U+10FFFF).
std::size_t sequence_length(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80) {
        return 1;
    }
    if (lead < 0xC2 || lead > 0xF4 || !is_continuation(text, at + 1)) {
        return 0;
    }
    if (lead < 0xE0) {
        return 2;
    }
    const auto second = static_cast<unsigned char>(text[at + 1]);
    if (!is_continuation(text, at + 2)) {
        return 0;
    }
    if (lead < 0xF0) {
        const bool bad = (lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F);
        return bad ? 0 : 3;
    }
    const bool bad = (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F);
    return bad || !is_continuation(text, at + 3) ? 0 : 4;
}

struct Piece {
    utf8proc_int32_t code_point = -1; ///< -1: a byte that is not UTF-8
    std::size_t bytes = 1;
};

Piece piece_at(std::string_view text, std::size_t at) {
    const std::size_t length = sequence_length(text, at);
    if (length == 0) {
        return {};
    }
    Piece piece{0, length};
    utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at), static_cast<utf8proc_ssize_t>(length), &piece.code_point);
    return piece;
}

void append(std::string& text, utf8proc_int32_t code_point) {
    utf8proc_uint8_t bytes[4];
    const utf8proc_ssize_t count = utf8proc_encode_char(code_point, bytes);
    text.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(count));
}

/// Simple case folding: through upper case, so that the final sigma and the long s meet their plain forms.
utf8proc_int32_t fold(utf8proc_int32_t code_point) {
    constexpr utf8proc_int32_t k_dotless_i = 0x131; // its upper case is I, but it does not fold to i
    return code_point == k_dotless_i ? code_point : utf8proc_tolower(utf8proc_toupper(code_point));
}

/// Marks count as letters: without them many Indic words would be the same.
bool is_letter_or_digit(utf8proc_int32_t code_point) {
    const utf8proc_category_t category = utf8proc_category(code_point);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

} // namespace

std::string_view trim(std::string_view text) {
    constexpr std::string_view k_no_break_space = "\xC2\xA0";
    while (true) {
        if (!text.empty() && is_space(text.front())) {
            text.remove_prefix(1);
        } else if (text.starts_with(k_no_break_space)) {
            text.remove_prefix(k_no_break_space.size());
        } else {
            break;
        }
    }
    while (true) {
        if (!text.empty() && is_space(text.back())) {
            text.remove_suffix(1);
        } else if (text.ends_with(k_no_break_space)) {
            text.remove_suffix(k_no_break_space.size());
        } else {
            break;
        }
    }
    return text;
}

bool is_ascii(std::string_view text) { return ascii_prefix(text) == text.size(); }

std::size_t find_invalid_utf8(std::string_view text) {
    std::size_t at = 0;
    while (true) {
        at += ascii_prefix(text.substr(at));
        if (at == text.size()) {
            return std::string_view::npos;
        }
        const std::size_t length = sequence_length(text, at);
        if (length == 0) {
            return at;
        }
        at += length;
    }
}

std::string to_nfc(std::string_view text) {
    if (is_ascii(text)) {
        return std::string(text);
    }
    utf8proc_uint8_t* mapped = nullptr;
    // NOLINTNEXTLINE(clang-analyzer-optin.core.EnumCastOutOfRange): flags of a C library, which takes them added up
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
    const utf8proc_ssize_t size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                                               &mapped, options);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(mapped, &std::free);
    if (size < 0) {
        throw Error(fmt::format("cannot normalise a text: {}", utf8proc_errmsg(size)));
    }
    return {reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(size)};
}

std::string to_lower(std::string_view text) {
    std::string lower;
    lower.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Piece piece = piece_at(text, at);
        if (piece.code_point < 0x80) {
            lower += ascii_lower(text[at]);
        } else {
            append(lower, fold(piece.code_point));
        }
        at += piece.bytes;
    }
    return lower;
}

std::string fold_header(std::string_view text) {
    if (ascii_prefix(text) == text.size()) {
        // Nearly all headers; loading the definitions folds thousands of them.
        std::string ascii(text.size(), '\0');
        std::size_t kept = 0;
        for (const char c : text) {
            const bool is_upper = c >= 'A' && c <= 'Z';
            ascii[kept] = static_cast<char>(is_upper ? c - 'A' + 'a' : c); // written over by the next one where it does not count
            kept += is_upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? 1U : 0U;
        }
        ascii.resize(kept);
        return ascii;
    }
    const std::string normal = find_invalid_utf8(text) == std::string_view::npos ? to_nfc(text) : std::string(text);
    std::string folded;
    for (std::size_t at = 0; at < normal.size();) {
        const Piece piece = piece_at(normal, at);
        if (piece.code_point >= 0 && is_letter_or_digit(piece.code_point)) {
            append(folded, fold(piece.code_point));
        }
        at += piece.bytes;
    }
    return folded;
}

std::u32string to_code_points(std::string_view text) {
    std::u32string points;
    points.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Piece piece = piece_at(text, at);
        points += piece.code_point < 0 ? U'\uFFFD' : static_cast<char32_t>(piece.code_point);
        at += piece.bytes;
    }
    return points;
}

std::string escape_control(std::string_view text) {
    std::string shown;
    shown.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Piece piece = piece_at(text, at);
        const bool control = piece.code_point < 0x20 || (piece.code_point >= 0x7F && piece.code_point < 0xA0);
        if (!control) {
            shown += text.substr(at, piece.bytes);
        } else if (text[at] == '\n') {
            shown += "\\n";
        } else if (text[at] == '\t') {
            shown += "\\t";
        } else {
            shown += fmt::format("\\x{:02X}", piece.code_point < 0 ? static_cast<int>(static_cast<unsigned char>(text[at])) : piece.code_point);
        }
        at += piece.bytes;
    }
    return shown;
}

std::size_t display_width(std::string_view text) {
    std::size_t at = ascii_prefix(text);
    std::size_t width = at;
    while (at < text.size()) {
        const Piece piece = piece_at(text, at);
        width += piece.code_point < 0 ? 1 : static_cast<std::size_t>(std::max(0, utf8proc_charwidth(piece.code_point)));
        at += piece.bytes;
    }
    return width;
}

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    std::size_t at = 0;
    while (at < text.size()) {
        if (is_space(text[at])) {
            ++at;
            continue;
        }
        const std::size_t first = at;
        while (at < text.size() && !is_space(text[at])) {
            ++at;
        }
        words.emplace_back(text.substr(first, at - first));
    }
    return words;
}

std::string group_thousands(std::int64_t number) {
    std::string digits = std::to_string(number);
    const std::size_t first = number < 0 ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + 3;) {
        at -= 3;
        digits.insert(at, 1, ',');
    }
    return digits;
}

std::string count_of(std::int64_t number, std::string_view singular, std::string_view plural) {
    return fmt::format("{} {}", group_thousands(number), number == 1 ? singular : plural);
}

} // namespace assay
