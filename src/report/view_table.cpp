#include "report/view_table.hpp"

#include "report/views.hpp"

#include <algorithm>

namespace assay {
namespace {

/// One row per file view_<name>.cpp; sorted by name.
constexpr ViewRow k_views[] = {
    {"determinations", "one line per determination, for tables", determinations_shape, build_determinations, true},
    {"executive", "one page: what is open, what stands in the way, who must act", executive_shape, build_executive, false},
    {"gap", "the gap report: every determination, with reasons, rows, evidence and what stands behind the figures", gap_shape, build_gap, true},
};

} // namespace

std::span<const ViewRow> view_table() { return k_views; }

const ViewRow* find_view(std::string_view name) {
    const auto* const found = std::ranges::find(k_views, name, &ViewRow::name);
    return found == std::end(k_views) ? nullptr : found;
}

} // namespace assay
