// The table of views: one row per view file.
#pragma once

#include "assay/report/input.hpp"
#include "assay/report/view.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace assay {

class ReportIndex;
struct Tabular;

struct ViewRow {
    std::string_view name;
    std::string_view meaning;
    const ViewShape& (*shape)();
    ViewObject (*build)(const ReportIndex& index); ///< null: `tabular` tells all
    bool lists_determinations;       ///< html made from it shows every determination under its row id
    Tabular (*tabular)(const ReportIndex& index) = nullptr;
    std::string_view registers = {}; ///< ids of what it reads beside the assessment, with blanks between
    std::string_view also = {};      ///< what else it needs, with blanks between: sla, capability, crosswalks, comparison, trend, tickets, audit,
                                     ///< today, filter
};

/// Sorted by name.
[[nodiscard]] std::span<const ViewRow> view_table();
[[nodiscard]] ViewObject build_view(const ViewRow& row, const ReportIndex& index);
[[nodiscard]] const ViewRow* find_view(std::string_view name);

} // namespace assay
