// Cells in messages: short, on one line, and harmless to a terminal.
#include "assay/base/text.hpp"
#include "assay/intake/receipt.hpp"
#include "intake/typing.hpp"

namespace assay {

std::string shorten(std::string_view text, std::size_t characters) {
    constexpr std::string_view k_replacement = "\uFFFD";
    std::string shown;
    std::size_t count = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        if (count == characters) {
            return shown + "…";
        }
        ++count;
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte == '\n' || byte == '\r' || byte == '\t') {
            shown += ' ';
            ++at;
        } else if (byte < 0x20 || byte == 0x7f) {
            shown += k_replacement;
            ++at;
        } else if (byte < 0x80) {
            shown += text[at++];
        } else {
            const std::size_t length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
            const auto character = text.substr(at, length);
            // U+0080 to U+009F are control characters to some terminals.
            const bool is_control = byte == 0xc2 && character.size() > 1 && static_cast<unsigned char>(character[1]) < 0xa0;
            if (find_invalid_utf8(character) != std::string_view::npos) {
                shown += k_replacement;
                ++at;
            } else {
                shown += is_control ? k_replacement : character;
                at += length;
            }
        }
    }
    return shown;
}

namespace typing {

std::string quote(std::string_view cell) { return "'" + shorten(cell) + "'"; }

} // namespace typing
} // namespace assay
