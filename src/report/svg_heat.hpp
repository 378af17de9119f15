// A heat map: how many risks stand at each likelihood and impact. Shades tell the number held, never a level; the text tells all of it.
#pragma once

#include "assay/report/view.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace assay {

inline constexpr std::size_t k_heat_steps = 5;

struct HeatMap {
    std::string title; ///< "Inherent"
    /// By impact (row), then likelihood (column), each from very low to very high.
    std::array<std::array<std::int64_t, k_heat_steps>, k_heat_steps> held{};
};

/// `id` becomes the beginning of id attributes.
[[nodiscard]] ViewMarkup draw_heat_map(const HeatMap& map, const std::string& id);
/// "Inherent: 3 at likelihood high, impact moderate; …"
[[nodiscard]] std::string describe_heat_map(const HeatMap& map);

/// The words of the steps, from the lowest.
inline constexpr std::array<std::string_view, k_heat_steps> k_heat_words{"very low", "low", "moderate", "high", "very high"};

} // namespace assay
