// Parts that several views share: each has its table of fields and the function that fills it.
#pragma once

#include "assay/report/view.hpp"
#include "report/index.hpp"

#include <functional>
#include <set>
#include <string>

namespace assay {

extern const ViewShape k_opening_shape;
/// `audit`: the one that the report is about, where the assessment may belong to another or to none; empty: the assessment's.
[[nodiscard]] ViewObject make_opening(const ReportIndex& index, const std::string& audit = {});

extern const ViewShape k_summary_shape;          ///< one catalog: counts, bounds, what decided
[[nodiscard]] ViewList make_summaries(const ReportIndex& index);

extern const ViewShape k_result_shape;           ///< one check's result with its rows
/// `names_subject`: the place where it stands does not say which subject it is about.
[[nodiscard]] ViewObject make_result(const CheckResult& result, const ReportInput& input, bool names_subject);

/// Hands out the anchor of a control once: its first place in the report.
class ControlAnchors {
public:
    [[nodiscard]] std::string take(const ControlId& control) { return m_taken.insert(control).second ? control_anchor(control) : std::string(); }

private:
    std::set<ControlId> m_taken;
};

using DeterminationFilter = std::function<bool(const IndexedDetermination&)>;

extern const ViewShape k_clause_shape;           ///< a clause with its controls in full
[[nodiscard]] ViewList make_clauses(const ReportIndex& index, const DeterminationFilter& filter, ControlAnchors& anchors);

extern const ViewShape k_line_shape;             ///< one determination in one line
extern const ViewShape k_table_shape;            ///< the lines of one catalog
[[nodiscard]] ViewObject make_line(const ReportIndex& index, const IndexedDetermination& judged, std::string control_anchor);
[[nodiscard]] ViewObject make_unjudged_line(const Catalog& catalog, const Control& control, std::string control_anchor);
/// `with_unjudged`: controls without any determination come after their catalog's lines.
[[nodiscard]] ViewList make_tables(const ReportIndex& index, const DeterminationFilter& filter, bool with_unjudged, ControlAnchors& anchors);

extern const ViewShape k_process_shape;          ///< a process with the lines that concern it
[[nodiscard]] ViewList make_process_index(const ReportIndex& index, const DeterminationFilter& filter);

extern const ViewShape k_looked_at_shape;        ///< what one check looked at and left out
extern const ViewShape k_silent_check_shape;     ///< a check that selected nothing
extern const ViewShape k_disposition_shape;
extern const ViewShape k_exception_shape;
extern const ViewShape k_population_shape;
extern const ViewShape k_manifest_shape;
[[nodiscard]] ViewList make_looked_at(const ReportIndex& index);
[[nodiscard]] ViewList make_silent_checks(const ReportIndex& index);
[[nodiscard]] ViewList make_dispositions(const ReportIndex& index);
[[nodiscard]] ViewList make_exceptions(const ReportIndex& index);
[[nodiscard]] ViewList make_populations(const ReportIndex& index);
[[nodiscard]] ViewList make_policy(const ReportIndex& index);
[[nodiscard]] ViewList make_manifest(const ReportIndex& index);

} // namespace assay
