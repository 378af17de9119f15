// Charts of readiness bounds as inline SVG: made by code, texts escaped, colours by the page's style. Same input, same bytes.
#pragma once

#include "assay/report/view.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace assay {

struct BoundsBar {
    std::string title;
    std::int64_t lower = 0;        ///< numerators over `whole`
    std::int64_t upper = 0;
    std::int64_t whole = 0;        ///< 0: nothing is assessable
};

/// One bar from 0 to 100 %: solid to the lower bound, hatched to the upper. `id` keeps the pattern's name apart from others'.
[[nodiscard]] ViewMarkup draw_bounds_bar(const BoundsBar& bar, const std::string& id);
/// All bars over one axis, with titles and figures.
[[nodiscard]] ViewMarkup draw_bounds_chart(std::span<const BoundsBar> bars, const std::string& id);
/// The chart in words, one sentence a bar.
[[nodiscard]] std::string describe_bounds(std::span<const BoundsBar> bars);

} // namespace assay
