#include "assay/assess/assess.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <vector>

using namespace assay;

namespace {

/// The rule as PRODUCT words it, in fractions of doubles wide enough for the sizes drawn: slow to trust, obvious to read.
Grade slow_grade(int n, int f, bool zero_tolerance, const GradePolicy& p) {
    if (f == 0) {
        return Grade::none;
    }
    const long double share = n == 0 ? 1.0L : static_cast<long double>(f) / static_cast<long double>(n);
    const long double tiny = 1e-12L;
    if (!zero_tolerance && share <= p.isolated_percent / 100.0L + tiny && f <= p.isolated_rows) {
        return Grade::lapse;
    }
    if (share >= p.major_percent / 100.0L - tiny && n >= p.major_rows) {
        return Grade::major;
    }
    return Grade::minor;
}

Basis basis_with(Effect effect) { return {BasisKind::note, effect, "", ""}; }

Outcome slow_conclude(const std::vector<Basis>& bases) {
    // Precedence, one sentence a line: not applicable, not met, error, not assessed, met (with remark), no occasion.
    int excludes = 0, fails = 0, errs = 0, blocks = 0, supports = 0, remarks = 0, occasions = 0;
    for (const auto& b : bases) {
        excludes += b.effect == Effect::excludes;
        fails += b.effect == Effect::fails;
        errs += b.effect == Effect::errs;
        blocks += b.effect == Effect::blocks;
        supports += b.effect == Effect::supports;
        remarks += b.effect == Effect::remarks;
        occasions += b.effect == Effect::occasions;
    }
    if (excludes > 0) { return Outcome::not_applicable; }
    if (fails > 0) { return Outcome::not_met; }
    if (errs > 0) { return Outcome::error; }
    if (blocks > 0) { return Outcome::not_assessed; }
    if (supports > 0 && remarks > 0) { return Outcome::met_with_remark; }
    if (supports > 0) { return Outcome::met; }
    if (occasions > 0) { return Outcome::no_occasion; }
    return Outcome::not_assessed;
}

} // namespace

TEST_CASE("the proposed grade follows the thresholds of the policy") {
    const GradePolicy policy;
    CHECK(propose_grade(5000, 0, false, policy) == Grade::none);
    CHECK(propose_grade(5000, 5, false, policy) == Grade::lapse);
    CHECK(propose_grade(5000, 6, false, policy) == Grade::minor);
    CHECK(propose_grade(100, 1, false, policy) == Grade::lapse);
    CHECK(propose_grade(99, 1, false, policy) == Grade::minor);
    CHECK(propose_grade(100, 1, true, policy) == Grade::minor);
    CHECK(propose_grade(10, 5, false, policy) == Grade::major);
    CHECK(propose_grade(9, 9, false, policy) == Grade::minor);
    CHECK(propose_grade(1, 1, false, policy) == Grade::minor);
}

TEST_CASE("the proposed grade agrees with the rule in plain fractions") {
    CHECK(rc::check([] {
        const auto n = *rc::gen::inRange(1, 20000);
        const auto f = *rc::gen::inRange(0, n + 1);
        const auto zero = *rc::gen::arbitrary<bool>();
        GradePolicy policy;
        policy.isolated_percent = *rc::gen::inRange(0, 10);
        policy.isolated_rows = *rc::gen::inRange(0, 20);
        policy.major_percent = *rc::gen::inRange(10, 101);
        policy.major_rows = *rc::gen::inRange(1, 50);
        RC_ASSERT(propose_grade(n, f, zero, policy) == slow_grade(n, f, zero, policy));
    }));
}

TEST_CASE("a pass is never invented: no basis, or only information, is not assessed") {
    CHECK(conclude({}) == Outcome::not_assessed);
    CHECK(conclude(std::vector<Basis>{basis_with(Effect::informs), basis_with(Effect::remarks)}) == Outcome::not_assessed);
}

TEST_CASE("an error beside a pass is an error, beside a failure a note on it") {
    CHECK(conclude(std::vector<Basis>{basis_with(Effect::errs), basis_with(Effect::supports)}) == Outcome::error);
    CHECK(conclude(std::vector<Basis>{basis_with(Effect::errs), basis_with(Effect::fails)}) == Outcome::not_met);
}

TEST_CASE("outcomes follow the precedence whatever bases meet, in whatever order") {
    CHECK(rc::check([] {
        const auto drawn = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 8));
        std::vector<Basis> bases;
        for (const auto each : drawn) {
            bases.push_back(basis_with(static_cast<Effect>(each)));
        }
        const auto outcome = conclude(bases);
        RC_ASSERT(outcome == slow_conclude(bases));
        std::ranges::reverse(bases);
        RC_ASSERT(conclude(bases) == outcome);
        // Adding a failure never makes anything better.
        bases.push_back(basis_with(Effect::fails));
        RC_ASSERT(static_cast<int>(conclude(bases)) <= static_cast<int>(outcome));
    }));
}
