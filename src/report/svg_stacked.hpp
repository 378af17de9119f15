// Bars of outcomes, one a line, stacked in the order of severity. The table beside them tells the same figures.
#pragma once

#include "assay/report/rollup.hpp"
#include "assay/report/view.hpp"

#include <span>
#include <string>

namespace assay {

struct StackedBar {
    std::string title;
    OutcomeCounts counts;
};

/// With a legend of the outcomes that occur. Names are text beside the bars, so that a narrow page does not shrink them.
[[nodiscard]] ViewMarkup draw_stacked_bars(const std::string& title, std::span<const StackedBar> bars);

} // namespace assay
