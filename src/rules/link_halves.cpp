#include "rules/link_halves.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <string_view>
#include <utility>

namespace assay {
namespace {

/// Fewer are linked sooner than a thread is started.
constexpr std::size_t k_fewest_for_halves = 64;
constexpr std::size_t k_no_check = std::numeric_limits<std::size_t>::max();

std::string_view id_of(const LinkedCheck& check) { return check.definition->id.text; }

} // namespace

std::vector<bool> choose_second_half(const std::vector<const CheckDefinition*>& checks) {
    std::vector<bool> in_second(checks.size(), false);
    if (checks.size() < k_fewest_for_halves) {
        return in_second;
    }
    std::map<std::string_view, std::size_t> counts;
    for (const auto* check : checks) {
        ++counts[check->in.text];
    }
    std::vector<std::pair<std::string_view, std::size_t>> registers(counts.begin(), counts.end());
    std::ranges::stable_sort(registers, std::ranges::greater(), &std::pair<std::string_view, std::size_t>::second);
    std::map<std::string_view, bool> is_second;
    std::size_t first = 0;
    std::size_t second = 0;
    for (const auto& [id, count] : registers) {
        is_second[id] = second < first;
        (second < first ? second : first) += count;
    }
    for (std::size_t index = 0; index < checks.size(); ++index) {
        in_second[index] = is_second[checks[index]->in.text];
    }
    return in_second;
}

Library join(Library first, Library second) {
    if (second.checks.empty() && second.batches.empty()) {
        return first;
    }
    // Where a check of either library goes, and in which order batches are first needed.
    struct Source {
        Library* from;
        std::size_t index;
    };
    std::vector<Source> sources;
    sources.reserve(first.checks.size() + second.checks.size());
    for (std::size_t a = 0, b = 0; a < first.checks.size() || b < second.checks.size();) {
        const bool take_first = b == second.checks.size() || (a < first.checks.size() && id_of(first.checks[a]) < id_of(second.checks[b]));
        sources.push_back(take_first ? Source{&first, a++} : Source{&second, b++});
    }
    Library joined;
    joined.checks.reserve(sources.size());
    joined.batches.reserve(first.batches.size() + second.batches.size());
    std::map<Library*, std::vector<std::size_t>> batch_places{{&first, std::vector(first.batches.size(), k_no_check)},
                                                              {&second, std::vector(second.batches.size(), k_no_check)}};
    for (const auto& source : sources) {
        auto& check = joined.checks.emplace_back(std::move(source.from->checks[source.index]));
        if (check.form != CheckForm::rows) {
            continue;
        }
        auto& place = batch_places[source.from][check.batch];
        if (place == k_no_check) {
            place = joined.batches.size();
            joined.batches.push_back(std::move(source.from->batches[check.batch]));
            joined.batches.back().checks.clear();
        }
        check.batch = place;
        joined.batches[place].checks.push_back(joined.checks.size() - 1);
    }
    return joined;
}

} // namespace assay
