// How sure catalogs and crosswalks are of what they say (docs/xml.md "Catalog", `confidence`).
#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace assay {

inline constexpr auto k_confidences = std::to_array<std::pair<std::string_view, char>>({{"B", 'B'}, {"C", 'C'}, {"V", 'V'}});

} // namespace assay
