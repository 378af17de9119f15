// The judgement: from linked checks and the registers to one determination for each control and subject.
// Rules: docs/judgement.md. Knows no SQL, no XML, no terminal; asks the registers through QueryRunner only.
#pragma once

#include "assay/base/run.hpp"
#include "assay/model/assessment.hpp"
#include "assay/model/catalog.hpp"
#include "assay/model/crosswalk.hpp"
#include "assay/model/query_runner.hpp"
#include "assay/model/workspace.hpp"
#include "assay/rules/library.hpp"

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

namespace assay {

/// Register id to the fields that some change carried. A register that is not named here is taken to have all of its fields.
using LoadedFields = std::map<std::string, std::set<std::string>, std::less<>>;

/// What the checks of a kept assessment found. Only of one that the same files judged, on the same date and for the same period: a check
/// none of whose registers was touched since finds the same again, and is not asked.
struct EarlierResults {
    std::vector<CheckTally> tallies;               ///< as kept
    std::vector<FailingRow> failing;               ///< as kept
    std::set<std::string, std::less<>> touched;    ///< registers that a change between the two states touched
};

/// Everything is borrowed for the call.
struct AssessInput {
    const Workspace& workspace;
    const Schema& schema;
    std::span<const Catalog> catalogs;         ///< all that are loaded
    std::vector<std::string> standards;        ///< ids of those to judge, in order
    const Library& library;                    ///< linked for `on` and the workspace's period
    QueryRunner& runner;
    const Zone& zone;
    Date on{};
    std::span<const Crosswalk> crosswalks{};   ///< linked; only those between standards judged are looked at
    LoadedFields loaded_fields{};              ///< rows are not failed for want of a field that was never loaded: they are undecided
    std::string audit{};                       ///< attestations count only from its team; empty: from whom they themselves say
    const EarlierResults* earlier = nullptr;   ///< null: every check is asked
    bool takes_empty_for_loaded = false;       ///< in the cases of checks a register without rows is empty; else it was never loaded
};

/// Header fields id, head and manifest are left for the caller.
[[nodiscard]] Assessment assess(const Run& run, const AssessInput& input);

/// The part that needs no registers beside the checks: tallies and failing rows. Dispositions are not yet applied.
struct CheckResults {
    std::vector<CheckTally> tallies;           ///< sorted by check, subject
    std::vector<FailingRow> failing;           ///< sorted by check, subject, key
};
[[nodiscard]] CheckResults run_checks(const Run& run, const AssessInput& input);

/// Grade proposed for `failed` of `selected` (PRODUCT "Determinations"; thresholds are workspace policy).
[[nodiscard]] Grade propose_grade(std::int64_t selected, std::int64_t failed, bool zero_tolerance, const GradePolicy& policy);

/// The outcome that follows from the effects of the bases, by precedence.
[[nodiscard]] Outcome conclude(std::span<const Basis> bases);

} // namespace assay
