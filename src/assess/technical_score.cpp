#include "assay/assess/technical_score.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr double k_full_score = 100.0;
constexpr double k_least_difference = 1e-4;
/// Numbers as written have no binary counterpart: 24.60 and 24.59 differ by a little more than 0.01.
constexpr double k_rounding = 1e-9;
constexpr std::string_view k_default_model = "urn:xccdf:scoring:default";
/// NISTIR 7275 Rev 4, table 26.
constexpr std::array<std::string_view, 9> k_results{"error", "fail", "fixed", "informational", "notapplicable", "notchecked", "notselected", "pass", "unknown"};

/// Of all results of one rule: those that count, those that pass.
struct RuleTally {
    double count = 0;
    double passed = 0;
    double weight = 1.0;
    [[nodiscard]] double share() const { return passed / count; }
};
using RuleTallies = std::unordered_map<std::string_view, RuleTally>;

constexpr std::array<std::string_view, 4> k_not_counted{"informational", "notapplicable", "notchecked", "notselected"};

bool is_passed(std::string_view result) { return result == "pass" || result == "fixed"; }

RuleTallies tally_rules(const TechnicalTest& test) {
    RuleTallies rules;
    for (const auto& each : test.results) {
        auto& rule = rules[each.rule];
        rule.weight = each.weight;
        if (std::ranges::find(k_not_counted, std::string_view(each.result)) == k_not_counted.end()) {
            rule.count += 1;
            rule.passed += is_passed(each.result) ? 1 : 0;
        }
    }
    return rules;
}

/// Children stand after their parents, so that one pass from the end to the root has every child before its parent.
RecomputedScore default_score(const TechnicalTest& test) {
    if (test.tree == nullptr || test.tree->empty()) {
        return {std::nullopt, "the file does not hold the benchmark, whose groups this model needs"};
    }
    const auto& tree = *test.tree;
    const auto rules = tally_rules(test);
    std::vector<double> sums(tree.size());
    std::vector<double> weights(tree.size());
    std::vector<bool> counted(tree.size());
    std::size_t found = 0;
    for (std::size_t i = tree.size(); i-- > 1;) {
        const auto& node = tree[i];
        double score = 0;
        double weight = node.weight;
        if (!node.rule.empty()) {
            const auto rule = rules.find(node.rule);
            if (rule == rules.end()) {
                continue;
            }
            ++found;
            if (rule->second.count == 0) {
                continue;
            }
            score = k_full_score * rule->second.share();
            weight = rule->second.weight;
        } else if (counted[i]) {
            score = weights[i] > 0 ? sums[i] / weights[i] : 0;
        } else {
            continue;
        }
        counted[node.parent] = true;
        sums[node.parent] += score * weight;
        weights[node.parent] += weight;
    }
    if (found < rules.size()) {
        return {std::nullopt,
                fmt::format("{} of the {} rules tested do not stand in the benchmark of the file", rules.size() - found, rules.size())};
    }
    return {Score{weights[0] > 0 ? sums[0] / weights[0] : 0, k_full_score}, {}};
}

Score flat_score(const TechnicalTest& test, bool weighted) {
    // In the order of the results, so that the same file always gives the same sum.
    Score score;
    auto rules = tally_rules(test);
    for (const auto& each : test.results) {
        auto& rule = rules[each.rule];
        if (rule.count == 0) {
            continue;
        }
        const double weight = weighted || rule.weight == 0 ? rule.weight : 1.0;
        score.maximum += weight;
        score.score += weight * rule.share();
        rule.count = 0;
    }
    return score;
}

} // namespace

RecomputedScore recompute_score(const TechnicalTest& test, std::string_view model) {
    if (test.results.empty()) {
        return {std::nullopt, "the test holds no results"};
    }
    const auto unknown = std::ranges::count_if(test.results, [](const TechnicalResult& each) { return !std::ranges::binary_search(k_results, std::string_view(each.result)); });
    if (unknown > 0) {
        return {std::nullopt, fmt::format("{} of the {} results are no words of XCCDF", unknown, test.results.size())};
    }
    if (model == k_default_model) {
        return default_score(test);
    }
    if (model == "urn:xccdf:scoring:flat") {
        return {flat_score(test, true), {}};
    }
    if (model == "urn:xccdf:scoring:flat-unweighted") {
        return {flat_score(test, false), {}};
    }
    if (model == "urn:xccdf:scoring:absolute") {
        const auto flat = flat_score(test, true);
        return {Score{flat.maximum > 0 && flat.score == flat.maximum ? 1.0 : 0.0, 1.0}, {}};
    }
    return {std::nullopt, "the model is none of XCCDF's own"};
}

ResultCounts count_results(const TechnicalTest& test) {
    ResultCounts counts;
    for (const auto& each : test.results) {
        const bool is_counted = std::ranges::find(k_not_counted, std::string_view(each.result)) == k_not_counted.end();
        ++(is_counted ? counts.counted : counts.left_out);
        counts.passed += is_counted && is_passed(each.result) ? 1 : 0;
    }
    return counts;
}

std::optional<bool> score_agrees(std::string_view stated, double recomputed, std::string_view model) {
    double number = 0;
    const char* const begin = stated.data();
    const char* const end = begin + stated.size();
    const auto read = std::from_chars(begin, end, number, std::chars_format::fixed);
    if (stated.empty() || read.ec != std::errc() || read.ptr != end || !std::isfinite(number)) {
        return std::nullopt;
    }
    const auto point = stated.find('.');
    const auto digits = point == std::string_view::npos ? 0 : stated.size() - point - 1;
    const double last_digit = std::pow(10.0, -static_cast<double>(std::min<std::size_t>(digits, 9)));
    // A whole number is a percentage rounded in the default model, and a sum or a yes elsewhere.
    const double whole = model == k_default_model ? 0.5 : k_least_difference;
    const double allowed = digits == 0 ? whole : std::max(last_digit, k_least_difference);
    return std::abs(number - recomputed) <= allowed + k_rounding;
}

} // namespace assay
