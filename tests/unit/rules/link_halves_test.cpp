#include "rules/link_halves.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

using namespace assay;

namespace {

/// So many checks of each register, mixed.
std::vector<CheckDefinition> checks_of(std::map<std::string, int> counts) {
    std::vector<CheckDefinition> checks;
    for (bool any = true; any;) {
        any = false;
        for (auto& [id, left] : counts) {
            if (left-- > 0) {
                checks.emplace_back().in.text = id;
                any = true;
            }
        }
    }
    return checks;
}

std::vector<bool> choose(const std::vector<CheckDefinition>& checks) {
    std::vector<const CheckDefinition*> pointers;
    for (const auto& check : checks) {
        pointers.push_back(&check);
    }
    return choose_second_half(pointers);
}

} // namespace

TEST_CASE("few checks are linked by one, many by two") {
    CHECK(choose(checks_of({{"risk", 32}, {"service", 31}})) == std::vector<bool>(63, false));
    const auto halves = choose(checks_of({{"risk", 32}, {"service", 32}}));
    CHECK(std::count(halves.begin(), halves.end(), true) == 32);
    CHECK(choose({}).empty());
}

TEST_CASE("checks of one register stay in one half, and the halves are about as large") {
    const auto checks = checks_of({{"a", 40}, {"b", 30}, {"c", 20}, {"d", 10}});
    const auto halves = choose(checks);
    std::map<std::string, std::set<bool>> of;
    for (std::size_t i = 0; i < checks.size(); ++i) {
        of[checks[i].in.text].insert(halves[i]);
    }
    CHECK(of == std::map<std::string, std::set<bool>>{{"a", {false}}, {"b", {true}}, {"c", {true}}, {"d", {false}}});
}
