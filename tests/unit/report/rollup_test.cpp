#include "assay/report/rollup.hpp"

#include "assay/base/error.hpp"
#include "support/report_fixture.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>

using namespace assay;

namespace {

rc::Gen<std::vector<Standing>> standings() {
    return rc::gen::container<std::vector<Standing>>(rc::gen::build<Standing>(
        rc::gen::set(&Standing::outcome, rc::gen::element(Outcome::not_applicable, Outcome::not_met, Outcome::error, Outcome::not_assessed,
                                                          Outcome::no_occasion, Outcome::met_with_remark, Outcome::met)),
        rc::gen::set(&Standing::grade, rc::gen::element(Grade::none, Grade::lapse, Grade::minor, Grade::major))));
}

bool any(const std::vector<Standing>& members, Outcome outcome) {
    return std::any_of(members.begin(), members.end(), [&](const Standing& s) { return s.outcome == outcome; });
}

/// The rule as one would say it, question after question.
Outcome obvious_worst(const std::vector<Standing>& members) {
    if (members.empty()) {
        return Outcome::not_assessed;
    }
    if (any(members, Outcome::not_met)) {
        return Outcome::not_met;
    }
    if (any(members, Outcome::error)) {
        return Outcome::error;
    }
    if (any(members, Outcome::not_assessed)) {
        return Outcome::not_assessed;
    }
    if (any(members, Outcome::met_with_remark)) {
        return Outcome::met_with_remark;
    }
    if (any(members, Outcome::met)) {
        return Outcome::met;
    }
    return any(members, Outcome::no_occasion) ? Outcome::no_occasion : Outcome::not_applicable;
}

} // namespace

TEST_CASE("a roll-up is the worst of its members, in the order that the obvious implementation asks") {
    CHECK(rc::check([] {
        const auto members = *standings();
        const auto worst = worst_of(members);
        RC_ASSERT(worst.outcome == obvious_worst(members));
        const bool has_major = std::any_of(members.begin(), members.end(), [](const Standing& s) { return s.outcome == Outcome::not_met && s.grade == Grade::major; });
        RC_ASSERT((worst.outcome == Outcome::not_met && worst.grade == Grade::major) == has_major);
    }));
}

TEST_CASE("a roll-up does not depend on the order of its members, nor on how they are grouped") {
    CHECK(rc::check([] {
        auto members = *standings();
        RC_PRE(!members.empty());
        const auto worst = worst_of(members);
        const auto cut = *rc::gen::inRange<std::size_t>(0, members.size() + 1);
        std::vector<Standing> parts;
        if (cut > 0) {
            parts.push_back(worst_of(std::span(members).first(cut)));
        }
        if (cut < members.size()) {
            parts.push_back(worst_of(std::span(members).subspan(cut)));
        }
        RC_ASSERT(worst_of(parts).outcome == worst.outcome);
        std::reverse(members.begin(), members.end());
        RC_ASSERT(worst_of(members).outcome == worst.outcome);
    }));
}

TEST_CASE("no occasion beside a remark does not hide the remark") {
    const std::vector<Standing> members{{Outcome::no_occasion, Grade::none}, {Outcome::met_with_remark, Grade::lapse}};
    CHECK(worst_of(members) == Standing{Outcome::met_with_remark, Grade::lapse});
}

TEST_CASE("the bounds hold what they say: lower is met, upper adds what is open, both of what is assessable") {
    CHECK(rc::check([] {
        OutcomeCounts counts;
        std::int64_t met = 0;
        std::int64_t open = 0;
        std::int64_t assessable = 0;
        for (const auto& standing : *standings()) {
            counts.add(standing);
            const auto o = standing.outcome;
            met += o == Outcome::met || o == Outcome::met_with_remark ? 1 : 0;
            open += o == Outcome::not_assessed || o == Outcome::error ? 1 : 0;
            assessable += o != Outcome::not_applicable && o != Outcome::no_occasion ? 1 : 0;
        }
        RC_ASSERT(counts.lower() == met);
        RC_ASSERT(counts.upper() == met + open);
        RC_ASSERT(counts.assessable() == assessable);
        RC_ASSERT(counts.upper() + counts.not_met() == counts.assessable());
    }));
}

TEST_CASE("percentages have one decimal, rounded half to even, and none without a whole") {
    CHECK(percent_of(5, 13) == "38.5");
    CHECK(percent_of(1, 3) == "33.3");
    CHECK(percent_of(2, 3) == "66.7");
    CHECK(percent_of(0, 7) == "0.0");
    CHECK(percent_of(7, 7) == "100.0");
    CHECK(percent_of(1, 2000) == "0.0");     // 0.05 goes to the even 0.0
    CHECK(percent_of(3, 2000) == "0.2");     // 0.15 goes to the even 0.2
    CHECK(percent_of(1, 0) == std::nullopt);
    CHECK(rc::check([] {
        const auto whole = *rc::gen::inRange<std::int64_t>(1, 100000);
        const auto part = *rc::gen::inRange<std::int64_t>(0, whole + 1);
        const auto text = percent_of(part, whole);
        RC_ASSERT(text.has_value());
        RC_ASSERT(std::abs(std::stod(*text) - 100.0 * static_cast<double>(part) / static_cast<double>(whole)) <= 0.0500001);
    }));
}

TEST_CASE("each determination counts once, under the strongest basis that carries its outcome") {
    Determination d;
    d.outcome = Outcome::met;
    d.bases = {{BasisKind::attestation, Effect::supports, "", ""}};
    CHECK(decided_by(d) == DecidedBy::attestation);
    d.bases.push_back({BasisKind::evidence, Effect::supports, "", ""});
    CHECK(decided_by(d) == DecidedBy::evidence);
    d.bases.push_back({BasisKind::check, Effect::informs, "", ""});
    CHECK_MESSAGE(decided_by(d) == DecidedBy::evidence, "a check that only informs decides nothing");
    d.bases.push_back({BasisKind::check, Effect::supports, "", ""});
    CHECK(decided_by(d) == DecidedBy::checks);
    d.outcome = Outcome::not_assessed;
    CHECK(decided_by(d) == DecidedBy::nobody);
    d.outcome = Outcome::error;
    CHECK(decided_by(d) == DecidedBy::nobody);
    d.outcome = Outcome::not_applicable;
    CHECK(decided_by(d) == DecidedBy::recorded_decision);
    d.outcome = Outcome::not_met;
    CHECK_MESSAGE(decided_by(d) == DecidedBy::nobody, "nothing fails it");
}

TEST_CASE("a catalog is counted in shall groups or controls, and a control that nobody could judge is not assessed") {
    const auto fixture = assay::testing::make_report_fixture();
    const auto rollups = roll_up(fixture.assessment, fixture.catalogs);
    REQUIRE(rollups.size() == 2);
    CHECK(rollups[0].unit_is_shall);
    CHECK(rollups[0].units.size() == 14);      // 8.6.1-r01 and 8.6.1-r02 are one group
    CHECK(rollups[0].counts == OutcomeCounts{.major = 2, .minor = 2, .error = 1, .not_assessed = 3, .no_occasion = 1, .not_applicable = 0, .met_with_remark = 1, .met = 4});
    CHECK(rollups[0].determinations.total() == 15);
    CHECK(rollups[1].units.size() == 4);
    CHECK(rollups[1].counts == OutcomeCounts{.major = 1, .minor = 0, .error = 0, .not_assessed = 2, .no_occasion = 0, .not_applicable = 0, .met_with_remark = 0, .met = 1});
    REQUIRE(rollups[1].unjudged.size() == 1);
    CHECK(rollups[1].unjudged[0]->id.control == "cpc.evaluate.9");
}

TEST_CASE("an assessment that does not fit the catalogs is refused") {
    auto fixture = assay::testing::make_report_fixture();
    SUBCASE("a catalog that was not given") {
        fixture.catalogs.pop_back();
        CHECK_THROWS_WITH_AS(roll_up(fixture.assessment, fixture.catalogs), "the assessment used catalog 'desmf-3', which the report was not given", Error);
    }
    SUBCASE("a control that the catalog does not have") {
        fixture.assessment.determinations[0].control.control = "8.9";
        CHECK_THROWS_WITH_AS(roll_up(fixture.assessment, fixture.catalogs),
                             "the assessment judges control 'iso20000-1-2018/8.9', which catalog 'iso20000-1-2018' does not have", Error);
    }
    SUBCASE("a catalog that the assessment does not name") {
        fixture.assessment.determinations[0].control.catalog = "rmf";
        CHECK_THROWS_WITH_AS(roll_up(fixture.assessment, fixture.catalogs),
                             "the assessment judges control 'rmf/6.1.2-r05', but does not name catalog 'rmf'", Error);
    }
}
