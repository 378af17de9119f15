// Did-you-mean by optimal string alignment distance.
#include "assay/base/nearest.hpp"

#include "assay/base/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

namespace assay {

namespace {

/// Longer words are not typing slips, and the distance costs time in the square of the length.
constexpr std::size_t k_max_length = 100;

/// Insertions, deletions, replacements and swaps of neighbours that turn a into b.
std::size_t distance(std::u32string_view a, std::u32string_view b) {
    std::vector<std::size_t> before(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> now(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) {
        last[j] = j;
    }
    for (std::size_t i = 1; i <= a.size(); ++i) {
        now[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
            now[j] = std::min({last[j] + 1, now[j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                now[j] = std::min(now[j], before[j - 2] + 1);
            }
        }
        std::swap(before, last);
        std::swap(last, now);
    }
    return last[b.size()];
}

} // namespace

std::optional<std::string> nearest_word(std::string_view word, std::span<const std::string> candidates) {
    const std::u32string wanted = to_code_points(to_lower(word));
    if (wanted.empty() || wanted.size() > k_max_length) {
        return std::nullopt;
    }
    std::size_t best = std::max<std::size_t>(1, wanted.size() / 3);
    const std::string* found = nullptr;
    for (const std::string& candidate : candidates) {
        const std::u32string letters = to_code_points(to_lower(candidate));
        const std::size_t apart = letters.size() > wanted.size() ? letters.size() - wanted.size() : wanted.size() - letters.size();
        if (apart > best || letters.empty()) {
            continue;
        }
        const std::size_t edits = distance(wanted, letters);
        if (edits < best || (edits == best && (found == nullptr || candidate < *found))) {
            best = edits;
            found = &candidate;
        }
    }
    return found == nullptr ? std::nullopt : std::optional(*found);
}

std::string did_you_mean(std::string_view word, std::span<const std::string> candidates) {
    const std::optional<std::string> nearest = nearest_word(word, candidates);
    return nearest ? fmt::format("did you mean '{}'?", *nearest) : std::string();
}

} // namespace assay
