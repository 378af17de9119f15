// Declares what each view_<name>.cpp gives: its shape and its builder, or what it fills of the common shape.
#pragma once

#include "assay/report/view.hpp"
#include "report/index.hpp"

namespace assay {

struct Tabular;
[[nodiscard]] Tabular build_actions(const ReportIndex& index);
[[nodiscard]] Tabular build_applicability(const ReportIndex& index);
[[nodiscard]] Tabular build_assessment_plan(const ReportIndex& index);
[[nodiscard]] Tabular build_audit_plan(const ReportIndex& index);
[[nodiscard]] Tabular build_audit_report(const ReportIndex& index);
[[nodiscard]] Tabular build_business_review(const ReportIndex& index);
[[nodiscard]] Tabular build_capability(const ReportIndex& index);
[[nodiscard]] Tabular build_clauses(const ReportIndex& index);
[[nodiscard]] Tabular build_crosswalks(const ReportIndex& index);
[[nodiscard]] Tabular build_data_validation(const ReportIndex& index);
[[nodiscard]] Tabular build_diff(const ReportIndex& index);
[[nodiscard]] Tabular build_documents(const ReportIndex& index);
[[nodiscard]] Tabular build_management_review(const ReportIndex& index);
[[nodiscard]] Tabular build_nonconformities(const ReportIndex& index);
[[nodiscard]] Tabular build_poam(const ReportIndex& index);
[[nodiscard]] Tabular build_raci(const ReportIndex& index);
[[nodiscard]] Tabular build_requests(const ReportIndex& index);
[[nodiscard]] Tabular build_risks(const ReportIndex& index);
[[nodiscard]] Tabular build_rmf(const ReportIndex& index);
[[nodiscard]] Tabular build_sampling(const ReportIndex& index);
[[nodiscard]] Tabular build_service_levels(const ReportIndex& index);
[[nodiscard]] Tabular build_suppliers(const ReportIndex& index);
[[nodiscard]] Tabular build_trend(const ReportIndex& index);

[[nodiscard]] const ViewShape& determinations_shape();
[[nodiscard]] ViewObject build_determinations(const ReportIndex& index);

[[nodiscard]] const ViewShape& executive_shape();
[[nodiscard]] ViewObject build_executive(const ReportIndex& index);

[[nodiscard]] const ViewShape& gap_shape();
[[nodiscard]] ViewObject build_gap(const ReportIndex& index);

} // namespace assay
