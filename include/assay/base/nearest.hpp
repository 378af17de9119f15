// Did-you-mean: the candidate closest to a mistyped word.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace assay {

/// The candidate with the smallest edit distance (insert, delete, replace, swap of neighbours; case ignored), if it is at most
/// a third of the word's length (at least 1). Ties: the first in sorted order.
[[nodiscard]] std::optional<std::string> nearest_word(std::string_view word, std::span<const std::string> candidates);

/// "did you mean 'owner'?" or an empty text.
[[nodiscard]] std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

} // namespace assay
