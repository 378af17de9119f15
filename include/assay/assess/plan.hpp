// The cheapest set of actions that removes what blocks. Whole numbers only; the same answer every time. Exact while the search ends within its
// limit of steps, else the best that was found beside a bound that no plan can beat.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace assay {

/// Something that could be done. `removes` names blockers by their position; sorted, each once.
struct PlanAction {
    std::int64_t effort = 0;              ///< of the owner, in hundredths of an hour; not negative
    std::size_t owner = 0;                ///< position in PlanProblem::capacity
    std::vector<std::size_t> removes;
};

/// Action n precedes action n+1 where two plans cost the same: give them sorted as a reader expects.
struct PlanProblem {
    std::size_t blockers = 0;
    std::vector<PlanAction> actions;      ///< only those that can end in time
    std::vector<std::int64_t> capacity;   ///< of each owner until the date, in hundredths of an hour; k_no_limit: not known
};
inline constexpr std::int64_t k_no_limit = -1;

/// Of all sets of actions within the capacity of their owners: the one that leaves the fewest blockers; of these the least effort; of these the
/// fewest actions; of these the one whose sorted positions come first.
struct Plan {
    std::vector<std::size_t> chosen;      ///< sorted
    std::vector<std::size_t> left;        ///< blockers that it does not remove, sorted
    std::int64_t effort = 0;
    bool exact = true;                    ///< false: the search was cut off; a better plan may exist, but none below the two bounds
    std::size_t left_at_least = 0;        ///< no plan leaves fewer; equals left.size() when exact
    std::int64_t effort_at_least = 0;     ///< no plan that leaves as few takes less; equals effort when exact
    std::int64_t steps = 0;
};
[[nodiscard]] Plan find_cheapest_plan(const PlanProblem& problem, std::int64_t step_limit);

} // namespace assay
