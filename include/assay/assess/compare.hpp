// Two assessments against each other: what became of each determination and of each failing row (PRODUCT "The command line", diff).
// Plain arithmetic over both, in one pass over sorted data; knows no store, no file and no wording of a scale.
#pragma once

#include "assay/model/assessment.hpp"
#include "assay/model/catalog.hpp"
#include "assay/model/check.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay {

/// What became of a control for a subject. Every determination of either assessment has exactly one.
enum class Movement : std::uint8_t {
    new_gap,          ///< not met now, and not so before (or not judged before)
    worse,            ///< not met with a heavier grade; or met less well, or no longer shown
    unclear,          ///< was not met, and is now neither met nor not met: nobody knows whether it was mended
    fixed,            ///< was not met, and is met now, with a remark or without
    better,
    applicability,    ///< excluded now, or no longer excluded
    other,            ///< met against no occasion: neither better nor worse
    catalog_changed,  ///< its statement, its evidence or its checks are not those of before: no comparison
    only_before,      ///< of a subject or control that is gone
    only_after,       ///< of a new subject or control, and not a gap
    unchanged,
};
inline constexpr std::size_t k_movements = 11;
[[nodiscard]] std::string_view to_text(Movement movement);

/// New gaps and what is worse: what `check --fail-on regression` fails for.
[[nodiscard]] bool is_regression(Movement movement);

/// Of two results by the same definition.
[[nodiscard]] Movement movement_of(Outcome before, Grade before_grade, Outcome after, Grade after_grade);

struct ComparedResult {
    ControlId control;
    std::string subject;
    std::string title;                             ///< of the subject, as the later assessment names it
    const Determination* before = nullptr;         ///< borrowed; null: only in the later one
    const Determination* after = nullptr;          ///< borrowed; null: only in the earlier one
    Movement movement = Movement::unchanged;
};

/// Rows that fail, by fingerprint: check, subject, register and key. Undecided rows are not among them.
struct ComparedRows {
    std::int64_t appeared = 0;
    std::int64_t gone = 0;
    std::int64_t remained = 0;
    friend bool operator==(const ComparedRows&, const ComparedRows&) = default;
};

struct Comparison {
    std::vector<ComparedResult> results;           ///< by control id (catalog, then control), then subject
    std::array<std::int64_t, k_movements> counts{};
    std::set<ControlId> changed;                   ///< controls of both whose definition differs
    ComparedRows rows;
    std::map<std::pair<CheckId, std::string>, ComparedRows> rows_of;   ///< by check and subject

    [[nodiscard]] std::int64_t count(Movement movement) const { return counts[static_cast<std::size_t>(movement)]; }
    [[nodiscard]] std::int64_t regressions() const { return count(Movement::new_gap) + count(Movement::worse); }
};

/// Borrows from both. `changed`: controls whose definition is not the same in both.
[[nodiscard]] Comparison compare(const Assessment& before, const Assessment& after, std::set<ControlId> changed);

/// What was judged by: a catalog's controls and the checks bound to them.
struct JudgedBy {
    std::vector<Catalog> catalogs;
    std::vector<CheckFile> checks;
};
/// Controls of both whose statement, obligation, grade, evidence or checks differ. Places, titles, cases and wording of messages do not count.
[[nodiscard]] std::set<ControlId> changed_controls(const JudgedBy& before, const JudgedBy& after);

} // namespace assay
