#include "assay/assess/sampling.hpp"

#include "assay/base/hash.hpp"

#include <algorithm>
#include <map>
#include <numeric>

#include <fmt/format.h>

namespace assay {
namespace {

/// A row on its way into a sample.
struct RankedRow {
    Digest rank{};
    const std::string* key = nullptr;
    friend bool operator<(const RankedRow& a, const RankedRow& b) { return a.rank != b.rank ? a.rank < b.rank : *a.key < *b.key; }
};

Digest rank_of(Sha256& hash, std::string_view before, std::string_view key) {
    hash.update(before);
    hash.update(key);
    return hash.finish();
}

std::string rank_prefix(std::int64_t seed, std::string_view stratum) { return fmt::format("{}|{}|", seed, stratum); }

/// Strata whose share of the sample is below one, and what is left for the others.
struct SmallStrata {
    std::vector<bool> small;
    std::int64_t items = 0;      ///< left for the others
    std::int64_t rows = 0;       ///< population of the others
};

SmallStrata find_small_strata(std::span<const std::int64_t> sizes, std::int64_t population, std::int64_t n) {
    SmallStrata found{std::vector<bool>(sizes.size(), false), n, population};
    if (n < static_cast<std::int64_t>(sizes.size())) {
        return found; // there is not one for each
    }
    // What is left is a smaller share of the others than it was, so that one more of them may fall below one.
    for (bool again = true; again;) {
        again = false;
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            if (!found.small[i] && found.items * sizes[i] < found.rows) {
                found.small[i] = true;
                found.items -= 1;
                found.rows -= sizes[i];
                again = true;
            }
        }
    }
    return found;
}

} // namespace

std::vector<std::int64_t> allocate_sample(std::span<const std::int64_t> sizes, std::int64_t n) {
    const auto population = std::accumulate(sizes.begin(), sizes.end(), std::int64_t{0});
    if (n >= population) {
        return {sizes.begin(), sizes.end()};
    }
    const auto [small, items, rows] = find_small_strata(sizes, population, n);
    std::vector<std::int64_t> allocation(sizes.size(), 1);
    std::vector<std::size_t> others;
    std::vector<std::int64_t> remainders(sizes.size(), 0);
    auto left = items;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        if (!small[i]) {
            others.push_back(i);
            allocation[i] = items * sizes[i] / rows;
            remainders[i] = items * sizes[i] % rows;
            left -= allocation[i];
        }
    }
    // Largest remainder first; of equal ones the larger stratum, then the first by name.
    std::ranges::stable_sort(others, [&](std::size_t a, std::size_t b) {
        return remainders[a] != remainders[b] ? remainders[a] > remainders[b] : sizes[a] > sizes[b];
    });
    for (std::size_t i = 0; i < static_cast<std::size_t>(left); ++i) {
        ++allocation[others[i]];
    }
    return allocation;
}

std::string sample_rank(std::int64_t seed, std::string_view stratum, std::string_view key) {
    Sha256 hash;
    return to_hex(rank_of(hash, rank_prefix(seed, stratum), key));
}

SampleDraw draw_sample(std::span<const SampleRow> rows, std::int64_t n, std::int64_t seed) {
    std::map<std::string_view, std::vector<RankedRow>> strata;
    Sha256 hash;
    std::string before;
    std::string_view last;
    std::vector<RankedRow>* into = nullptr;
    for (const auto& row : rows) {
        if (into == nullptr || row.stratum != last) {
            last = row.stratum;
            into = &strata[last];
            before = rank_prefix(seed, last);
        }
        into->push_back({rank_of(hash, before, row.key), &row.key});
    }
    SampleDraw draw;
    draw.population = static_cast<std::int64_t>(rows.size());
    std::vector<std::int64_t> sizes;
    sizes.reserve(strata.size());
    for (const auto& [name, members] : strata) {
        sizes.push_back(static_cast<std::int64_t>(members.size()));
    }
    const auto allocation = allocate_sample(sizes, n);
    std::size_t at = 0;
    for (auto& [name, members] : strata) {
        draw.strata.push_back({std::string(name), sizes[at], allocation[at]});
        const auto end = members.begin() + allocation[at++];
        std::partial_sort(members.begin(), end, members.end());
        std::for_each(members.begin(), end, [&](const RankedRow& row) {
            draw.items.push_back({static_cast<std::int64_t>(draw.items.size()) + 1, *row.key, std::string(name)});
        });
    }
    return draw;
}

std::vector<SampleDifference> compare_samples(std::span<const SampleItem> kept, std::span<const SampleItem> drawn) {
    struct Sides {
        std::vector<SampleItem> kept;
        std::vector<SampleItem> drawn;
    };
    std::map<std::string, Sides> rows;
    for (const auto& item : kept) {
        rows[item.key].kept.push_back(item);
    }
    for (const auto& item : drawn) {
        rows[item.key].drawn.push_back(item);
    }
    std::vector<SampleDifference> differences;
    for (auto& [key, sides] : rows) {
        // Where somebody edited what was kept, a row may stand there twice: what is the same on both sides is set against each other first.
        std::erase_if(sides.kept, [&](const SampleItem& item) {
            const auto same = std::ranges::find(sides.drawn, item);
            if (same == sides.drawn.end()) {
                return false;
            }
            sides.drawn.erase(same);
            return true;
        });
        for (std::size_t i = 0; i < std::max(sides.kept.size(), sides.drawn.size()); ++i) {
            differences.push_back({key, i < sides.kept.size() ? std::optional(sides.kept[i]) : std::nullopt,
                                   i < sides.drawn.size() ? std::optional(sides.drawn[i]) : std::nullopt});
        }
    }
    return differences;
}

} // namespace assay
