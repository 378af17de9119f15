// Drawing a stratified audit sample: how many of each stratum, and which. A function of rows, size and seed alone, so that it can be
// drawn again, and checked by hand. docs/sampling.md states both rules. Knows no register and no store.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// A row of the population, by its key and the stratum that it belongs to ("": the population is not stratified).
struct SampleRow {
    std::string key;
    std::string stratum;
};

struct SampleStratum {
    std::string name;
    std::int64_t population = 0;
    std::int64_t drawn = 0;
    friend bool operator==(const SampleStratum&, const SampleStratum&) = default;
};

struct SampleItem {
    std::int64_t number = 0;                ///< from 1, over all strata
    std::string key;
    std::string stratum;
    friend bool operator==(const SampleItem&, const SampleItem&) = default;
};

struct SampleDraw {
    std::int64_t population = 0;
    std::vector<SampleStratum> strata;      ///< sorted by name
    std::vector<SampleItem> items;          ///< by stratum, then by rank
    [[nodiscard]] bool is_whole() const { return static_cast<std::int64_t>(items.size()) == population; }
};

/// How many of strata of these sizes (each at least 1; in the order of their names) make a sample of `n`: proportional, by largest
/// remainders. Where n is at least the number of strata, each whose share is below one gets one, and the rest share what is left.
/// The sum is n, or the whole population where that is smaller.
[[nodiscard]] std::vector<std::int64_t> allocate_sample(std::span<const std::int64_t> sizes, std::int64_t n);

/// SHA-256 of "SEED|STRATUM|KEY" in hex: the rank of a row in its stratum, the lowest first.
[[nodiscard]] std::string sample_rank(std::int64_t seed, std::string_view stratum, std::string_view key);

/// Keys are unique; the order of the rows does not matter.
[[nodiscard]] SampleDraw draw_sample(std::span<const SampleRow> rows, std::int64_t n, std::int64_t seed);

/// A row whose place in one draw is not that in the other.
struct SampleDifference {
    std::string key;
    std::optional<SampleItem> kept;
    std::optional<SampleItem> drawn;
};

/// What was kept of a draw against what is drawn now; sorted by key. Empty: the same items under the same numbers.
[[nodiscard]] std::vector<SampleDifference> compare_samples(std::span<const SampleItem> kept, std::span<const SampleItem> drawn);

} // namespace assay
