// Depth first over the blocker with the fewest actions left for it: each of these in turn, or leaving it. A branch is cut where its lower bound is
// worse than the best plan so far. The bound is a dual one: a blocker's price is the least share of an action's effort among those that remove
// it, so that no set of actions that removes it all is cheaper than the sum of the prices.
#include "assay/assess/plan.hpp"

#include <algorithm>
#include <limits>
#include <tuple>

namespace assay {
namespace {

/// Shares of an effort are kept in millionths, rounded down: the sum stays a bound.
constexpr std::int64_t k_share = 1'000'000;

class PlanSearch {
public:
    PlanSearch(const PlanProblem& problem, std::int64_t step_limit) : m_problem(problem), m_limit(step_limit), m_room(problem.capacity) {
        m_for.resize(problem.blockers);
        for (std::size_t at = 0; at < problem.actions.size(); ++at) {
            for (const auto blocker : problem.actions[at].removes) {
                m_for[blocker].push_back(at);
            }
        }
        m_removed.assign(problem.blockers, 0);
        m_forbidden.assign(problem.actions.size(), 0);
        m_given_up.assign(problem.blockers, false);
    }

    Plan run() {
        // Leaving everything is always possible.
        m_best.left = problem_blockers();
        const auto bound = lower_bound();
        search();
        m_best.steps = m_steps;
        m_best.exact = m_steps < m_limit;
        m_best.left_at_least = m_best.left.size();
        m_best.effort_at_least = m_best.effort;
        if (!m_best.exact) {
            m_best.left_at_least = bound.left;
            m_best.effort_at_least = m_best.left.size() > bound.left ? 0 : bound.effort;
        }
        return std::move(m_best);
    }

private:
    struct Bound {
        std::size_t left = 0;
        std::int64_t effort = 0;
    };

    [[nodiscard]] std::vector<std::size_t> problem_blockers() const {
        std::vector<std::size_t> all(m_problem.blockers);
        for (std::size_t at = 0; at < all.size(); ++at) {
            all[at] = at;
        }
        return all;
    }

    [[nodiscard]] bool is_usable(std::size_t action) const {
        const auto& of = m_problem.actions[action];
        return m_forbidden[action] == 0 && (m_room[of.owner] == k_no_limit || of.effort <= m_room[of.owner]);
    }
    [[nodiscard]] bool is_open(std::size_t blocker) const { return m_removed[blocker] == 0 && !m_given_up[blocker]; }

    /// Of what every completion of the branch leaves and takes.
    [[nodiscard]] Bound lower_bound() const {
        Bound bound{0, m_effort};
        std::vector<std::int64_t> opens(m_problem.actions.size(), -1);
        std::int64_t prices = 0;
        for (std::size_t blocker = 0; blocker < m_problem.blockers; ++blocker) {
            if (m_removed[blocker] != 0) {
                continue;
            }
            auto price = std::numeric_limits<std::int64_t>::max();
            for (const auto action : m_for[blocker]) {
                if (!m_given_up[blocker] && is_usable(action)) {
                    auto& open = opens[action];
                    if (open < 0) {
                        open = std::ranges::count_if(m_problem.actions[action].removes, [&](std::size_t each) { return is_open(each); });
                    }
                    price = std::min(price, m_problem.actions[action].effort * k_share / open);
                }
            }
            if (price == std::numeric_limits<std::int64_t>::max()) {
                ++bound.left;
            } else {
                prices += price;
            }
        }
        bound.effort += (prices + k_share - 1) / k_share; // efforts are whole: what is more than n is at least n + 1
        return bound;
    }

    void search() {
        if (m_steps >= m_limit) {
            return;
        }
        ++m_steps;
        const auto bound = lower_bound();
        if (std::tuple(bound.left, bound.effort) > std::tuple(m_best.left.size(), m_best.effort)) {
            return;
        }
        const auto blocker = hardest();
        if (blocker == m_problem.blockers) {
            keep_if_better();
            return;
        }
        std::vector<std::size_t> usable;
        std::ranges::copy_if(m_for[blocker], std::back_inserter(usable), [&](std::size_t each) { return is_usable(each); });
        std::ranges::stable_sort(usable, {}, [&](std::size_t each) { return m_problem.actions[each].effort; });
        for (const auto action : usable) {
            take(action);
            search();
            give_back(action);
        }
        m_given_up[blocker] = true;
        for (const auto action : m_for[blocker]) {
            ++m_forbidden[action];
        }
        search();
        for (const auto action : m_for[blocker]) {
            --m_forbidden[action];
        }
        m_given_up[blocker] = false;
    }

    /// The open blocker with the fewest usable actions, if any has one; else the number of blockers.
    [[nodiscard]] std::size_t hardest() const {
        auto found = m_problem.blockers;
        auto fewest = std::numeric_limits<std::ptrdiff_t>::max();
        for (std::size_t blocker = 0; blocker < m_problem.blockers; ++blocker) {
            if (is_open(blocker)) {
                const auto usable = std::ranges::count_if(m_for[blocker], [&](std::size_t each) { return is_usable(each); });
                if (usable > 0 && usable < fewest) {
                    fewest = usable;
                    found = blocker;
                }
            }
        }
        return found;
    }

    void take(std::size_t action) {
        const auto& of = m_problem.actions[action];
        m_chosen.push_back(action);
        m_effort += of.effort;
        ++m_forbidden[action];
        if (m_room[of.owner] != k_no_limit) {
            m_room[of.owner] -= of.effort;
        }
        for (const auto blocker : of.removes) {
            ++m_removed[blocker];
        }
    }
    void give_back(std::size_t action) {
        const auto& of = m_problem.actions[action];
        for (const auto blocker : of.removes) {
            --m_removed[blocker];
        }
        if (m_room[of.owner] != k_no_limit) {
            m_room[of.owner] += of.effort;
        }
        --m_forbidden[action];
        m_effort -= of.effort;
        m_chosen.pop_back();
    }

    void keep_if_better() {
        Plan plan;
        plan.chosen = m_chosen;
        std::ranges::sort(plan.chosen);
        plan.effort = m_effort;
        for (std::size_t blocker = 0; blocker < m_problem.blockers; ++blocker) {
            if (m_removed[blocker] == 0) {
                plan.left.push_back(blocker);
            }
        }
        const auto rank = [](const Plan& each) { return std::tuple(each.left.size(), each.effort, each.chosen.size(), std::cref(each.chosen).get()); };
        if (rank(plan) < rank(m_best)) {
            m_best = std::move(plan);
        }
    }

    const PlanProblem& m_problem;
    std::int64_t m_limit;
    std::int64_t m_steps = 0;
    std::vector<std::int64_t> m_room;
    std::vector<std::vector<std::size_t>> m_for;   ///< actions by the blocker they remove
    std::vector<int> m_removed;
    std::vector<int> m_forbidden;
    std::vector<bool> m_given_up;
    std::vector<std::size_t> m_chosen;
    std::int64_t m_effort = 0;
    Plan m_best;
};

} // namespace

Plan find_cheapest_plan(const PlanProblem& problem, std::int64_t step_limit) { return PlanSearch(problem, step_limit).run(); }

} // namespace assay
