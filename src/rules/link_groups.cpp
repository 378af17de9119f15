#include "rules/link_groups.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace assay {
namespace {

constexpr std::size_t k_no_batch = std::numeric_limits<std::size_t>::max();

} // namespace

std::vector<std::vector<std::size_t>> group_by_register(const std::vector<const CheckDefinition*>& checks) {
    std::vector<std::vector<std::size_t>> groups;
    std::unordered_map<std::string_view, std::size_t> places;
    for (std::size_t index = 0; index < checks.size(); ++index) {
        const auto [found, is_new] = places.try_emplace(checks[index]->in.text, groups.size());
        if (is_new) {
            groups.emplace_back();
        }
        groups[found->second].push_back(index);
    }
    std::ranges::stable_sort(groups, std::ranges::greater(), &std::vector<std::size_t>::size);
    return groups;
}

Library join(std::vector<Library> libraries) {
    // Where each check comes from: batches are put in the order in which the sorted checks first need them.
    struct Source {
        std::size_t library;
        std::size_t index;
    };
    std::vector<Source> sources;
    std::vector<std::vector<std::size_t>> batch_places;
    batch_places.reserve(libraries.size());
    for (std::size_t library = 0; library < libraries.size(); ++library) {
        batch_places.emplace_back(libraries[library].batches.size(), k_no_batch);
        for (std::size_t index = 0; index < libraries[library].checks.size(); ++index) {
            sources.push_back({library, index});
        }
    }
    std::ranges::sort(sources, {}, [&](const Source& source) { return std::string_view(libraries[source.library].checks[source.index].definition->id.text); });
    Library joined;
    joined.checks.reserve(sources.size());
    for (const auto& source : sources) {
        auto& check = joined.checks.emplace_back(std::move(libraries[source.library].checks[source.index]));
        if (check.form != CheckForm::rows) {
            continue;
        }
        auto& place = batch_places[source.library][check.batch];
        if (place == k_no_batch) {
            place = joined.batches.size();
            joined.batches.push_back(std::move(libraries[source.library].batches[check.batch]));
            joined.batches.back().checks.clear();
        }
        check.batch = place;
        joined.batches[place].checks.push_back(joined.checks.size() - 1);
    }
    return joined;
}

} // namespace assay
