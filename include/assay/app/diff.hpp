// `assay diff`, `assay trend` and `assay check --baseline`: assessments against each other.
#pragma once

#include "assay/app/session.hpp"
#include "assay/assess/compare.hpp"
#include "assay/report/rollup.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace assay {

struct DiffRequest {
    std::int64_t before = 0;               ///< 0: the one before `after`
    std::int64_t after = 0;                ///< 0: the newest
    std::vector<std::string> standards;    ///< empty: all that both judged
};

/// A standard that only one of the two judged: its determinations are left out, and counted.
struct LeftOutStandard {
    std::string catalog;
    bool in_after = false;
    std::int64_t determinations = 0;
};

struct DiffReport {
    Assessment before;                     ///< without what is left out
    Assessment after;
    std::vector<std::string> standards;    ///< compared, in the order of the later assessment
    std::vector<LeftOutStandard> left_out;
    std::vector<std::string> differing;    ///< files and settings that judged and differ: "checks iso.xml", "workspace assay.xml"; sorted
    std::vector<Catalog> catalogs;         ///< of the later one, then those of the earlier one whose controls it lacks
    Comparison comparison;                 ///< borrows from `before` and `after`
};

/// Both are read from the store, with the catalogs and checks that they were judged by. Throws Error of kind usage for an unknown
/// assessment or standard, and when there are not two.
[[nodiscard]] DiffReport diff(Session& session, const DiffRequest& request);
/// Throws Error of kind usage when there is no such assessment.
void require_assessment(const Session& session, std::int64_t id);
/// The same against an assessment just made, kept or not.
[[nodiscard]] DiffReport diff_with(Session& session, std::int64_t before, const Assessment& after);

[[nodiscard]] std::string to_text(const DiffReport& report, bool all);   ///< `all`: what is unchanged too
[[nodiscard]] std::string to_csv(const DiffReport& report, bool all);
[[nodiscard]] std::string to_json(const DiffReport& report, bool all);
/// Counts alone, for `check --baseline`: each movement with its number, and the failing rows.
[[nodiscard]] std::string diff_summary(const DiffReport& report);

struct TrendPoint {
    std::int64_t assessment = 0;
    Date on{};
    std::int64_t head = 0;
    std::string catalog;
    std::string title;
    std::string version;
    bool unit_is_shall = false;
    OutcomeCounts units;
    std::int64_t failing = 0;              ///< rows that fail, of all standards
};
/// One point for each kept assessment and each standard that it judged: sorted by standard, judgement date, assessment.
[[nodiscard]] std::vector<TrendPoint> trend(Session& session, const std::vector<std::string>& standards);
[[nodiscard]] std::string to_text(const std::vector<TrendPoint>& points);
[[nodiscard]] std::string to_csv(const std::vector<TrendPoint>& points);
[[nodiscard]] std::string to_json(const std::vector<TrendPoint>& points);

} // namespace assay
