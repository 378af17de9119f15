#include "assay/assess/technical_score.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <array>
#include <cmath>
#include <functional>
#include <map>

using namespace assay;

namespace {

constexpr const char* k_default = "urn:xccdf:scoring:default";
constexpr const char* k_flat = "urn:xccdf:scoring:flat";
constexpr const char* k_unweighted = "urn:xccdf:scoring:flat-unweighted";
constexpr const char* k_absolute = "urn:xccdf:scoring:absolute";

/// NISTIR 7275r4 tables 40 and 41 word by word, by recursion over the tree and in long double.
struct SlowScore {
    const TechnicalTest& test;

    [[nodiscard]] std::pair<int, long double> of_rule(const std::string& rule) const {
        int count = 0;
        int passed = 0;
        for (const auto& each : test.results) {
            if (each.rule == rule && each.result != "notapplicable" && each.result != "notchecked" && each.result != "informational" &&
                each.result != "notselected") {
                ++count;
                passed += each.result == "pass" || each.result == "fixed" ? 1 : 0;
            }
        }
        return {count == 0 ? 0 : 1, count == 0 ? 0.0L : 100.0L * passed / count};
    }
    [[nodiscard]] long double weight_of(std::size_t node) const {
        long double weight = (*test.tree)[node].weight;
        for (const auto& each : test.results) {
            if (!(*test.tree)[node].rule.empty() && each.rule == (*test.tree)[node].rule) {
                weight = each.weight;
            }
        }
        return weight;
    }
    [[nodiscard]] std::pair<int, long double> of_node(std::size_t node) const {
        if (!(*test.tree)[node].rule.empty()) {
            return of_rule((*test.tree)[node].rule);
        }
        int count = 0;
        long double sum = 0;
        long double weights = 0;
        for (std::size_t child = 1; child < test.tree->size(); ++child) {
            if ((*test.tree)[child].parent != node) {
                continue;
            }
            const auto [counted, score] = of_node(child);
            if (counted != 0) {
                sum += score * weight_of(child);
                ++count;
                weights += weight_of(child);
            }
        }
        return {count, weights > 0 ? sum / weights : 0.0L};
    }
    [[nodiscard]] std::pair<long double, long double> flat(bool weighted) const {
        std::map<std::string, long double> rules;
        for (const auto& each : test.results) {
            rules[each.rule] = each.weight;
        }
        long double score = 0;
        long double maximum = 0;
        for (const auto& [rule, given] : rules) {
            const auto [count, share] = of_rule(rule);
            const long double weight = weighted ? given : given > 0 ? 1.0L : 0.0L;
            maximum += count == 0 ? 0.0L : weight;
            score += count == 0 ? 0.0L : weight * share / 100.0L;
        }
        return {score, maximum};
    }
};

/// A benchmark of groups and rules, and results of some of its rules, some of them several times.
struct RandomTest {
    RandomTest() {
        static const std::vector<double> k_weights{0.0, 0.5, 1.0, 2.0, 10.0};
        static const std::vector<std::string> k_words{"pass",       "fail",        "error",         "unknown", "notapplicable",
                                                      "notchecked", "notselected", "informational", "fixed"};
        tree.push_back({});
        std::vector<std::size_t> groups{0};
        const auto nodes = *rc::gen::inRange<std::size_t>(0, 30);
        for (std::size_t i = 1; i <= nodes; ++i) {
            const bool is_rule = *rc::gen::arbitrary<bool>();
            const auto parent = groups[*rc::gen::inRange<std::size_t>(0, groups.size())];
            const auto weight = *rc::gen::elementOf(k_weights);
            tree.push_back({parent, weight, is_rule ? "r" + std::to_string(i) : std::string()});
            if (!is_rule) {
                groups.push_back(i);
                continue;
            }
            const auto times = *rc::gen::inRange(0, 4);
            for (int n = 0; n < times; ++n) {
                test.results.push_back({tree.back().rule, *rc::gen::elementOf(k_words), weight});
            }
        }
        test.tree = &tree;
    }
    std::vector<TechnicalNode> tree;
    TechnicalTest test;
};

bool is_near(double ours, long double slow) { return std::abs(static_cast<long double>(ours) - slow) <= 1e-9L * (1 + std::abs(slow)); }

} // namespace

TEST_CASE("scores of all models are as the published tables compute them") {
    CHECK(rc::check("scores", [] {
        const RandomTest random;
        if (random.test.results.empty()) {
            RC_ASSERT(recompute_score(random.test, k_flat).why_not == "the test holds no results");
            return;
        }
        const SlowScore slow{random.test};
        RC_ASSERT(is_near(recompute_score(random.test, k_default).score->score, slow.of_node(0).second));
        const auto [score, maximum] = slow.flat(true);
        const auto flat = recompute_score(random.test, k_flat);
        RC_ASSERT(is_near(flat.score->score, score));
        RC_ASSERT(is_near(flat.score->maximum, maximum));
        const auto [plain, most] = slow.flat(false);
        const auto unweighted = recompute_score(random.test, k_unweighted);
        RC_ASSERT(is_near(unweighted.score->score, plain));
        RC_ASSERT(is_near(unweighted.score->maximum, most));
        const bool all = maximum > 0 && std::abs(score - maximum) < 1e-9L;
        RC_ASSERT(recompute_score(random.test, k_absolute).score->score == (all ? 1.0 : 0.0));
        const auto counts = count_results(random.test);
        RC_ASSERT(counts.counted + counts.left_out == static_cast<std::int64_t>(random.test.results.size()));
    }));
}

TEST_CASE("a score that cannot be computed again says why") {
    TechnicalTest test;
    test.results = {{"a", "pass", 1.0}, {"b", "fail", 1.0}};
    CHECK(recompute_score(test, k_default).why_not == "the file does not hold the benchmark, whose groups this model needs");
    const std::vector<TechnicalNode> tree{{}, {0, 1.0, "a"}};
    test.tree = &tree;
    CHECK(recompute_score(test, k_default).why_not == "1 of the 2 rules tested do not stand in the benchmark of the file");
    CHECK(recompute_score(test, "urn:example:own").why_not == "the model is none of XCCDF's own");
    CHECK(recompute_score(test, k_flat).score->score == 1.0);
    CHECK(recompute_score(test, k_flat).score->maximum == 2.0);
}

TEST_CASE("results that are no words of XCCDF give no score, and what a score rests on is counted") {
    TechnicalTest test;
    test.results = {{"a", "pass", 1.0}, {"b", "mended", 1.0}, {"c", "", 1.0}};
    CHECK_FALSE(recompute_score(test, k_flat).score.has_value());
    CHECK(recompute_score(test, k_flat).why_not == "2 of the 3 results are no words of XCCDF");
    test.results = {{"a", "pass", 1.0}, {"b", "fixed", 1.0}, {"c", "error", 1.0}, {"d", "notchecked", 1.0}};
    const auto counts = count_results(test);
    CHECK(counts.counted == 3);
    CHECK(counts.passed == 2);
    CHECK(counts.left_out == 1);
}

TEST_CASE("a stated score agrees within its last digit, and no closer than single precision") {
    CHECK(score_agrees("24.596775", 24.5967741935, k_default) == true);
    CHECK(score_agrees("24.59", 24.5967741935, k_default) == true);
    CHECK(score_agrees("24.58", 24.5967741935, k_default) == false);
    CHECK(score_agrees("24.60", 24.5967741935, k_default) == true);
    CHECK(score_agrees("24.5969", 24.5967741935, k_default) == false);
    CHECK(score_agrees("24.59", 24.60, k_default) == true);
    CHECK(score_agrees("24.60", 24.59, k_default) == true);
    CHECK(score_agrees("43", 43.0, k_default) == true);
    CHECK(score_agrees("43", 43.4, k_default) == true);
    CHECK(score_agrees("43", 43.4, k_flat) == false);
    CHECK(score_agrees("1", 0.5, k_flat) == false);
    CHECK(score_agrees("1", 0.0, k_absolute) == false);
    CHECK(score_agrees("43", 43.0, k_unweighted) == true);
    CHECK(score_agrees("44", 43.0, k_default) == false);
    CHECK_FALSE(score_agrees("", 43.0, k_default).has_value());
    CHECK_FALSE(score_agrees("4e1", 40.0, k_default).has_value());
    CHECK_FALSE(score_agrees("many", 43.0, k_default).has_value());
}
