// The cheapest plan against every choice there is, tried one by one.
#include "assay/assess/plan.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

using namespace assay;

namespace {

using Choice = std::tuple<std::size_t, std::int64_t, std::size_t, std::vector<std::size_t>>; ///< left, effort, actions, which

/// Tries all of them.
Choice slowest_plan(const PlanProblem& problem) {
    Choice best{problem.blockers, 0, 0, {}};
    for (std::size_t bits = 0; bits < (std::size_t{1} << problem.actions.size()); ++bits) {
        std::set<std::size_t> removed;
        std::map<std::size_t, std::int64_t> spent;
        std::vector<std::size_t> chosen;
        std::int64_t effort = 0;
        for (std::size_t at = 0; at < problem.actions.size(); ++at) {
            if ((bits >> at & 1U) != 0) {
                const auto& action = problem.actions[at];
                chosen.push_back(at);
                effort += action.effort;
                spent[action.owner] += action.effort;
                removed.insert(action.removes.begin(), action.removes.end());
            }
        }
        const bool fits = std::ranges::all_of(spent, [&](const auto& each) { return problem.capacity[each.first] == k_no_limit || each.second <= problem.capacity[each.first]; });
        if (fits) {
            best = std::min(best, Choice{problem.blockers - removed.size(), effort, chosen.size(), chosen});
        }
    }
    return best;
}

int below(int limit) { return *rc::gen::inRange(0, limit); }

PlanProblem random_problem(int max_actions) {
    PlanProblem problem;
    problem.blockers = static_cast<std::size_t>(below(8));
    const int owners = 1 + below(3);
    for (int i = 0; i < owners; ++i) {
        problem.capacity.push_back(below(3) == 0 ? k_no_limit : below(20) * 100);
    }
    for (int i = below(max_actions + 1); i > 0; --i) {
        PlanAction action;
        action.effort = below(4) == 0 ? 0 : below(8) * 100;
        action.owner = static_cast<std::size_t>(below(owners));
        for (std::size_t blocker = 0; blocker < problem.blockers; ++blocker) {
            if (below(3) == 0) {
                action.removes.push_back(blocker);
            }
        }
        problem.actions.push_back(std::move(action));
    }
    return problem;
}

Choice found_by(const Plan& plan) { return {plan.left.size(), plan.effort, plan.chosen.size(), plan.chosen}; }

} // namespace

TEST_CASE("the plan is the first of all choices by what it leaves, what it takes, how many and which they are") {
    CHECK(rc::check([] {
        const auto problem = random_problem(9);
        const auto plan = find_cheapest_plan(problem, 1'000'000);
        RC_ASSERT(plan.exact);
        RC_ASSERT(found_by(plan) == slowest_plan(problem));
        RC_ASSERT(plan.left_at_least == plan.left.size());
        RC_ASSERT(plan.effort_at_least == plan.effort);
    }));
}

TEST_CASE("a search that is cut off says so, keeps to the owners' hours, and its bounds hold") {
    int cut = 0;
    CHECK(rc::check([&] {
        const auto problem = random_problem(9);
        const auto plan = find_cheapest_plan(problem, 1 + below(12));
        const auto best = slowest_plan(problem);
        cut += plan.exact ? 0 : 1;
        RC_ASSERT(found_by(plan) >= best);
        RC_ASSERT(plan.left_at_least <= std::get<0>(best));
        if (plan.left.size() == std::get<0>(best)) {
            RC_ASSERT(plan.effort_at_least <= std::get<1>(best));
        }
        std::map<std::size_t, std::int64_t> spent;
        for (const auto at : plan.chosen) {
            spent[problem.actions[at].owner] += problem.actions[at].effort;
        }
        for (const auto& [owner, effort] : spent) {
            RC_ASSERT((problem.capacity[owner] == k_no_limit || effort <= problem.capacity[owner]));
        }
    }));
    CHECK(cut > 0);
}

TEST_CASE("one dear action that removes all is taken only where it is cheaper than many small ones") {
    PlanProblem problem{3, {{300, 0, {0}}, {300, 0, {1}}, {300, 0, {2}}, {800, 0, {0, 1, 2}}}, {k_no_limit}};
    CHECK(find_cheapest_plan(problem, 1000).chosen == std::vector<std::size_t>{3});
    problem.actions[3].effort = 901;
    CHECK(find_cheapest_plan(problem, 1000).chosen == std::vector<std::size_t>{0, 1, 2});
    problem.actions[3].effort = 900; // as dear: fewer actions
    CHECK(find_cheapest_plan(problem, 1000).chosen == std::vector<std::size_t>{3});
    problem.capacity = {600};
    const auto plan = find_cheapest_plan(problem, 1000);
    CHECK(plan.chosen == std::vector<std::size_t>{0, 1});
    CHECK(plan.left == std::vector<std::size_t>{2});
    CHECK(plan.effort == 600);
}

TEST_CASE("forty blockers with a hundred actions are planned, and what is not known to be the cheapest is bounded") {
    PlanProblem problem{40, {}, {k_no_limit}};
    std::uint64_t state = 42;
    const auto next = [&](std::uint64_t limit) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return (state >> 33U) % limit;
    };
    for (int i = 0; i < 100; ++i) {
        PlanAction action{static_cast<std::int64_t>(100 + next(4000)), 0, {}};
        for (std::size_t blocker = 0; blocker < problem.blockers; ++blocker) {
            if (next(12) == 0) {
                action.removes.push_back(blocker);
            }
        }
        problem.actions.push_back(std::move(action));
    }
    const auto plan = find_cheapest_plan(problem, 5000);
    CHECK(plan.left.empty());
    CHECK(plan.effort_at_least > 0);
    CHECK(plan.effort_at_least <= plan.effort);
    CHECK(plan.steps <= 5000);
    CHECK(find_cheapest_plan(problem, 5000).chosen == plan.chosen);
}
