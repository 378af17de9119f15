#include "assay/intake/raci_matrix.hpp"

#include "assay/base/text.hpp"

#include <algorithm>
#include <array>

namespace assay {

std::optional<std::string> matrix_letters(std::string_view cell) {
    constexpr std::string_view k_order = "raci";
    constexpr std::array<std::string_view, 4> k_words{"responsible", "accountable", "consulted", "informed"};
    std::array<bool, 4> found{};
    const auto lower = to_lower(trim(cell));
    if (lower == "-" || lower == "–" || lower == "—" || lower == "n/a") {
        return "";
    }
    for (std::size_t at = 0; at < lower.size();) {
        const auto begin = lower.find_first_not_of("/,;+&| \t\r\n", at);
        if (begin == std::string::npos) {
            break;
        }
        const auto end = std::min(lower.find_first_of("/,;+&| \t\r\n", begin), lower.size());
        const auto token = std::string_view(lower).substr(begin, end - begin);
        at = end;
        if (const auto* const word = std::ranges::find(k_words, token); word != k_words.end()) {
            found[static_cast<std::size_t>(word - k_words.begin())] = true;
            continue;
        }
        for (const char letter : token) {
            const auto index = k_order.find(letter);
            if (index == std::string_view::npos) {
                return std::nullopt;
            }
            found[index] = true;
        }
    }
    std::string letters;
    for (std::size_t i = 0; i < found.size(); ++i) {
        letters += found[i] ? std::string(1, k_order[i]) : "";
    }
    return letters;
}

} // namespace assay
