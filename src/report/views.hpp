// Declares what each view_<name>.cpp gives: its shape and its builder.
#pragma once

#include "assay/report/view.hpp"
#include "report/index.hpp"

namespace assay {

[[nodiscard]] const ViewShape& determinations_shape();
[[nodiscard]] ViewObject build_determinations(const ReportIndex& index);

[[nodiscard]] const ViewShape& executive_shape();
[[nodiscard]] ViewObject build_executive(const ReportIndex& index);

[[nodiscard]] const ViewShape& gap_shape();
[[nodiscard]] ViewObject build_gap(const ReportIndex& index);

} // namespace assay
