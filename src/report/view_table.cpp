#include "report/view_table.hpp"

#include "report/tabular.hpp"
#include "report/views.hpp"

#include <algorithm>

namespace assay {
namespace {

/// One row per file view_<name>.cpp; sorted by name.
constexpr ViewRow k_views[] = {
    {"actions", "what to do about each gap, by whom and by when, and what is being done", tabular_shape, nullptr, false, build_actions,
     "person action nonconformity improvement"},
    {"clauses", "each requirement by clause with its outcome, and the register of other parties", tabular_shape, nullptr, false,
     build_clauses, "person other_party supplier service process contract"},
    {"determinations", "each determination and each failing row by clause and process, with evidence, owner and proposed grade", determinations_shape, build_determinations, true},
    {"documents", "the documents and records that a standard names, and what was offered of each", tabular_shape, nullptr, false,
     build_documents, "person evidence evidence_link document"},
    {"executive", "one page: what is open, what stands in the way, who must act", executive_shape, build_executive, false},
    {"gap", "the gap report: every determination, with reasons, rows, evidence and what stands behind the figures", gap_shape, build_gap,
     true},
    {"management_review", "what a management review considers, filled from the registers", tabular_shape, nullptr, false,
     build_management_review,
     "person service supplier action issue nonconformity audit improvement complaint satisfaction document objective measurement metric "
     "supplier_review budget capacity risk management_review transition",
     true},
    {"raci", "who is responsible, accountable, consulted and informed, with the faults", tabular_shape, nullptr, false, build_raci,
     "person role assignment process activity raci"},
    {"requests", "evidence that is asked for, by owner and due date", tabular_shape, nullptr, false, build_requests,
     "person evidence_request"},
    {"risks", "the risk register with heat maps, top risks and movement", tabular_shape, nullptr, false, build_risks,
     "person role service process supplier risk risk_criterion"},
    {"service_levels", "service level targets by month, with the records behind what was missed", tabular_shape, nullptr, false,
     build_service_levels, "service", true},
    {"suppliers", "suppliers and contracts: reviews, targets, dates, disputes, risks", tabular_shape, nullptr, false, build_suppliers,
     "person service supplier contract supplier_review dispute improvement risk"},
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
