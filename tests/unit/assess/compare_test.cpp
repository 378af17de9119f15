#include "assay/assess/compare.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <optional>

using namespace assay;

namespace {

Determination result(const std::string& control, const std::string& subject, Outcome outcome, Grade grade = Grade::none) {
    Determination determination;
    determination.control = {"c", control};
    determination.subject = subject;
    determination.outcome = outcome;
    determination.grade = grade;
    return determination;
}

FailingRow failing(const std::string& key, bool failed = true) {
    FailingRow row;
    row.check = CheckId("k");
    row.subject = "S";
    row.key = key;
    row.failed = failed;
    row.fingerprint = finding_fingerprint(row.check, row.subject, "risk", key);
    return row;
}

constexpr std::array k_outcomes{Outcome::not_applicable, Outcome::not_met,    Outcome::error, Outcome::not_assessed,
                                Outcome::no_occasion,    Outcome::met_with_remark, Outcome::met};

/// The rules of docs/judgement.md "Comparing", one sentence each.
Movement slow_movement(Outcome before, Grade before_grade, Outcome after, Grade after_grade) {
    const auto is_one_of = [](Outcome outcome, std::initializer_list<Outcome> set) { return std::ranges::find(set, outcome) != set.end(); };
    const bool gap_before = before == Outcome::not_met;
    const bool gap_after = after == Outcome::not_met;
    if (gap_before && gap_after) {
        return before_grade == after_grade ? Movement::unchanged : before_grade < after_grade ? Movement::worse : Movement::better;
    }
    if (before == after) {
        return Movement::unchanged;
    }
    if (gap_after) {
        return Movement::new_gap;
    }
    if (before == Outcome::not_applicable || after == Outcome::not_applicable) {
        return Movement::applicability;
    }
    if (gap_before) {
        return is_one_of(after, {Outcome::met, Outcome::met_with_remark}) ? Movement::fixed : Movement::unclear;
    }
    const bool shown_before = is_one_of(before, {Outcome::met, Outcome::met_with_remark, Outcome::no_occasion});
    const bool shown_after = is_one_of(after, {Outcome::met, Outcome::met_with_remark, Outcome::no_occasion});
    if (shown_before != shown_after) {
        return shown_after ? Movement::better : Movement::worse;
    }
    if (!shown_before) {
        return after == Outcome::error ? Movement::worse : Movement::better;
    }
    if (before == Outcome::no_occasion || after == Outcome::no_occasion) {
        return Movement::other;
    }
    return after == Outcome::met ? Movement::better : Movement::worse;
}

} // namespace

TEST_CASE("every pair of results moves as the rules say") {
    constexpr std::array k_grades{Grade::minor, Grade::major};
    int pairs = 0;
    for (const auto before : k_outcomes) {
        for (const auto after : k_outcomes) {
            for (const auto before_grade : k_grades) {
                for (const auto after_grade : k_grades) {
                    CAPTURE(to_text(before));
                    CAPTURE(to_text(after));
                    CHECK(movement_of(before, before_grade, after, after_grade) == slow_movement(before, before_grade, after, after_grade));
                    ++pairs;
                }
            }
        }
    }
    CHECK(pairs == 196);
}

TEST_CASE("a gap that is no longer judged is not called mended, and one that is excluded is neither") {
    CHECK(movement_of(Outcome::not_met, Grade::minor, Outcome::not_assessed, Grade::none) == Movement::unclear);
    CHECK(movement_of(Outcome::not_met, Grade::minor, Outcome::error, Grade::none) == Movement::unclear);
    CHECK(movement_of(Outcome::not_met, Grade::major, Outcome::no_occasion, Grade::none) == Movement::unclear);
    CHECK(movement_of(Outcome::not_met, Grade::major, Outcome::not_applicable, Grade::none) == Movement::applicability);
    CHECK(movement_of(Outcome::not_met, Grade::minor, Outcome::met_with_remark, Grade::lapse) == Movement::fixed);
    CHECK(movement_of(Outcome::met, Grade::none, Outcome::not_assessed, Grade::none) == Movement::worse);
    CHECK(is_regression(Movement::worse));
    CHECK(is_regression(Movement::new_gap));
    CHECK_FALSE(is_regression(Movement::unclear));
    CHECK_FALSE(is_regression(Movement::catalog_changed));
}

TEST_CASE("each determination of either assessment is counted once, whatever the order") {
    CHECK(rc::check("against a slow join", [] {
        const auto random_assessment = [] {
            Assessment assessment;
            for (const char control : {'a', 'b', 'c', 'd'}) {
                for (const char subject : {'x', 'y', 'z'}) {
                    if (*rc::gen::inRange(0, 3) > 0) {
                        const auto outcome = *rc::gen::elementOf(k_outcomes);
                        const auto grade = outcome != Outcome::not_met ? Grade::none : *rc::gen::element(Grade::minor, Grade::major);
                        assessment.determinations.push_back(result(std::string(1, control), std::string(1, subject), outcome, grade));
                    }
                }
            }
            for (int key = 0; key < 6; ++key) {
                if (*rc::gen::arbitrary<bool>()) {
                    assessment.failing.push_back(failing(std::to_string(key), *rc::gen::inRange(0, 4) > 0));
                }
            }
            for (std::size_t i = assessment.determinations.size(); i > 1; --i) {
                std::swap(assessment.determinations[i - 1], assessment.determinations[*rc::gen::inRange<std::size_t>(0, i)]);
            }
            return assessment;
        };
        const auto before = random_assessment();
        const auto after = random_assessment();
        const std::set<ControlId> changed = *rc::gen::arbitrary<bool>() ? std::set<ControlId>{{"c", "b"}} : std::set<ControlId>{};
        const auto comparison = compare(before, after, changed);

        const auto find = [](const Assessment& in, const Determination& wanted) -> const Determination* {
            for (const auto& each : in.determinations) {
                if (each.control == wanted.control && each.subject == wanted.subject) {
                    return &each;
                }
            }
            return nullptr;
        };
        std::map<Movement, std::int64_t> counts;
        std::size_t together = 0;
        for (const auto& each : before.determinations) {
            const auto* other = find(after, each);
            ++together;
            ++counts[other == nullptr                    ? Movement::only_before
                     : changed.contains(each.control)    ? Movement::catalog_changed
                                                         : slow_movement(each.outcome, each.grade, other->outcome, other->grade)];
        }
        for (const auto& each : after.determinations) {
            if (find(before, each) == nullptr) {
                ++together;
                ++counts[each.outcome == Outcome::not_met ? Movement::new_gap : Movement::only_after];
            }
        }
        RC_ASSERT(comparison.results.size() == together);
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < k_movements; ++i) {
            const auto movement = static_cast<Movement>(i);
            RC_ASSERT(comparison.count(movement) == counts[movement]);
            sum += comparison.count(movement);
        }
        RC_ASSERT(sum == static_cast<std::int64_t>(comparison.results.size()));

        ComparedRows rows;
        const auto fails_in = [](const Assessment& in, const FailingRow& row) {
            return std::ranges::any_of(in.failing, [&](const FailingRow& each) { return each.failed && each.key == row.key; });
        };
        for (const auto& row : before.failing) {
            rows.gone += row.failed && !fails_in(after, row) ? 1 : 0;
        }
        for (const auto& row : after.failing) {
            rows.appeared += row.failed && !fails_in(before, row) ? 1 : 0;
            rows.remained += row.failed && fails_in(before, row) ? 1 : 0;
        }
        RC_ASSERT(comparison.rows == rows);
        const auto of_check = comparison.rows_of.find({CheckId("k"), "S"});
        RC_ASSERT((of_check == comparison.rows_of.end() ? ComparedRows{} : of_check->second) == rows);
    }));
}

TEST_CASE("a control is changed by its statement, its evidence or its checks, and by nothing else") {
    JudgedBy before;
    auto& catalog = before.catalogs.emplace_back();
    catalog.id = "c";
    for (const auto* id : {"a", "b"}) {
        auto& control = catalog.controls.emplace_back();
        control.id = {"c", id};
        control.statement = "Do it.";
        control.demands.push_back({"record", DemandKind::standard, "", "", "", {}});
    }
    auto& check = before.checks.emplace_back().checks.emplace_back();
    check.id = CheckId("k");
    check.controls.emplace_back(ControlId{"c", "a"}, Place{});
    check.require.text = "owner is not null";
    const std::set<ControlId> only_a{{"c", "a"}};
    const std::set<ControlId> only_b{{"c", "b"}};

    auto after = before;
    after.catalogs[0].controls[0].title = "Another title";
    after.catalogs[0].controls[0].place.line = 7;
    after.catalogs[0].controls[0].demands[0].text = "said better";
    after.checks[0].checks[0].message.text = "said better";
    after.checks[0].checks[0].cases.emplace_back();
    after.checks[0].file = "moved.xml";
    CHECK(changed_controls(before, after).empty());

    after.catalogs[0].controls[1].statement = "Do it twice.";
    CHECK(changed_controls(before, after) == only_b);
    after = before;
    after.checks[0].checks[0].require.text = "owner eq 'me'";
    CHECK(changed_controls(before, after) == only_a);
    after = before;
    after.checks[0].checks[0].proves = true;
    CHECK(changed_controls(before, after) == only_a);
    after = before;
    after.checks[0].checks.clear();
    CHECK(changed_controls(before, after) == only_a);
    after = before;
    after.catalogs[0].controls[1].demands[0].kind = DemandKind::expected;
    CHECK(changed_controls(before, after) == only_b);
    after = before;
    after.catalogs[0].controls.pop_back();
    CHECK(changed_controls(before, after).empty());
    after = before;
    after.catalogs[0].scale = Scale::alignment;
    CHECK(changed_controls(before, after).size() == 2);
}
