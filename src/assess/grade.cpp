#include "assay/assess/assess.hpp"

#include <algorithm>

namespace assay {

Grade propose_grade(std::int64_t selected, std::int64_t failed, bool zero_tolerance, const GradePolicy& policy) {
    if (failed == 0) {
        return Grade::none;
    }
    // Shares are compared as products of whole numbers: no rounding decides a grade.
    const bool isolated = failed * 100 <= selected * policy.isolated_percent && failed <= policy.isolated_rows;
    if (isolated && !zero_tolerance) {
        return Grade::lapse;
    }
    const bool broad = failed * 100 >= selected * policy.major_percent && selected >= policy.major_rows;
    return broad ? Grade::major : Grade::minor;
}

Outcome conclude(std::span<const Basis> bases) {
    const auto has = [&](Effect effect) { return std::ranges::any_of(bases, [effect](const Basis& basis) { return basis.effect == effect; }); };
    if (has(Effect::excludes)) {
        return Outcome::not_applicable;
    }
    if (has(Effect::fails)) {
        return Outcome::not_met;
    }
    if (has(Effect::errs)) {
        return Outcome::error;
    }
    if (has(Effect::blocks)) {
        return Outcome::not_assessed;
    }
    if (has(Effect::supports)) {
        return has(Effect::remarks) ? Outcome::met_with_remark : Outcome::met;
    }
    return has(Effect::occasions) ? Outcome::no_occasion : Outcome::not_assessed;
}

} // namespace assay
