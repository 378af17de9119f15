#include "report/view_table.hpp"

#include "report/tabular.hpp"
#include "report/views.hpp"

#include <algorithm>

namespace assay {
namespace {

/// One row per file view_<name>.cpp; sorted by name.
constexpr ViewRow k_views[] = {
    {"actions", "what to do about each gap, by whom and by when, and what is being done", tabular_shape, nullptr, false, build_actions,
     "person action nonconformity improvement", "filter"},
    {"applicability", "statement of applicability of catalogs that allow controls to be left out", tabular_shape, nullptr, false,
     build_applicability, "person applicability"},
    {"assessment_plan", "what is to be collected, from whom and by when, and what comes out (DESMF 5.1.3.4)", tabular_shape, nullptr, false,
     build_assessment_plan, "person evidence_request audit_session"},
    {"audit_plan", "what an audit is to do, where, when, by whom and how, and what is still to settle", tabular_shape, nullptr, false,
     build_audit_plan, "person process service audit audit_programme audit_team audit_session audit_meeting", "audit"},
    {"audit_report", "what an audit saw and concluded, with its nonconformities as forms (ISO 19011, 6.5.1)", tabular_shape, nullptr, false,
     build_audit_report, "person process service supplier audit audit_team audit_session audit_meeting workpaper nonconformity", "audit"},
    {"business_review", "a quarter in figures: records by month, what recurs, service levels, security, assets, improvements",
     tabular_shape, nullptr, false, build_business_review, "person service security_incident security_control asset improvement",
     "sla tickets"},
    {"capability", "process capability by ratings, against targets, and what the assessment indicates", tabular_shape, nullptr, false,
     build_capability, "", "capability"},
    {"clauses", "each requirement by clause with its outcome, and the register of other parties", tabular_shape, nullptr, false,
     build_clauses, "person other_party supplier service process contract"},
    {"crosswalks", "how judged catalogs meet others, and what their results say of those", tabular_shape, nullptr, false, build_crosswalks,
     "", "crosswalks"},
    {"data_validation", "data that is unreliable or no objective evidence, and why (DESMF 5.1.3.4)", tabular_shape, nullptr, false,
     build_data_validation, ""},
    {"determinations", "each determination and each failing row by clause and process, with evidence, owner and proposed grade",
     determinations_shape, build_determinations, true},
    {"diff", "what became of each determination since the assessment before", tabular_shape, nullptr, false, build_diff, "", "comparison"},
    {"documents", "the documents and records that a standard names, and what was offered of each", tabular_shape, nullptr, false,
     build_documents, "person evidence evidence_link document"},
    {"executive", "one page: what is open, what stands in the way, who must act", executive_shape, build_executive, false},
    {"gap", "the gap report: every determination, with reasons, rows, evidence and what stands behind the figures", gap_shape, build_gap,
     true},
    {"management_review", "what a management review considers, filled from the registers", tabular_shape, nullptr, false,
     build_management_review,
     "person service supplier action issue nonconformity audit improvement complaint satisfaction document objective measurement metric "
     "supplier_review budget capacity risk management_review transition",
     "sla"},
    {"nonconformities", "nonconformities as forms, from finding to verified effect", tabular_shape, nullptr, false, build_nonconformities,
     "person process service supplier audit nonconformity", "today"},
    {"poam", "plan of action and milestones by system", tabular_shape, nullptr, false, build_poam, "person system poam"},
    {"raci", "who is responsible, accountable, consulted and informed, with the faults", tabular_shape, nullptr, false, build_raci,
     "person role assignment process activity raci"},
    {"requests", "evidence that is asked for, by owner and due date", tabular_shape, nullptr, false, build_requests,
     "person evidence_request"},
    {"risks", "the risk register with heat maps, top risks and movement", tabular_shape, nullptr, false, build_risks,
     "person role service process supplier risk risk_criterion"},
    {"rmf", "where each system stands in the Risk Management Framework", tabular_shape, nullptr, false, build_rmf,
     "person system authorization poam monitoring_trigger", "technical"},
    {"sampling", "worksheets of the samples that were drawn: items, what was looked at, what was found", tabular_shape, nullptr, false,
     build_sampling, "person audit audit_sample sample_item", "today"},
    {"service_levels", "service level targets by month, with the records behind what was missed", tabular_shape, nullptr, false,
     build_service_levels, "service", "sla"},
    {"suppliers", "suppliers and contracts: reviews, targets, dates, disputes, risks", tabular_shape, nullptr, false, build_suppliers,
     "person service supplier contract supplier_review dispute improvement risk"},
    {"trend", "counts and bounds of every assessment up to this one", tabular_shape, nullptr, false, build_trend, "", "trend"},
};

} // namespace

std::span<const ViewRow> view_table() { return k_views; }

ViewObject build_view(const ViewRow& row, const ReportIndex& index) {
    return row.tabular == nullptr ? row.build(index) : make_tabular(index, row.tabular(index));
}

const ViewRow* find_view(std::string_view name) {
    const auto* const found = std::ranges::find(k_views, name, &ViewRow::name);
    return found == std::end(k_views) ? nullptr : found;
}

} // namespace assay
