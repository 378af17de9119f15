// The table of views: one row per view file.
#pragma once

#include "assay/report/input.hpp"
#include "assay/report/view.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace assay {

class ReportIndex;

struct ViewRow {
    std::string_view name;
    std::string_view meaning;
    const ViewShape& (*shape)();
    ViewObject (*build)(const ReportIndex& index);
    bool lists_determinations;       ///< html made from it shows every determination under its row id
};

/// Sorted by name.
[[nodiscard]] std::span<const ViewRow> view_table();
[[nodiscard]] const ViewRow* find_view(std::string_view name);

} // namespace assay
