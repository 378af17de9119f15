#include "report/svg_heat.hpp"

#include "report/escape.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

constexpr std::int64_t k_left = 78;
constexpr std::int64_t k_top = 30;
constexpr std::int64_t k_side = 50;

/// Four shades by the share of the fullest cell.
int shade_of(std::int64_t held, std::int64_t most) { return held == 0 ? 0 : static_cast<int>((3 * held + most - 1) / most); }

} // namespace

ViewMarkup draw_heat_map(const HeatMap& map, const std::string& id) {
    std::int64_t most = 1;
    for (const auto& row : map.held) {
        most = std::max(most, *std::ranges::max_element(row));
    }
    std::string svg = fmt::format(
        R"svg(<svg class="heat" viewBox="0 0 336 328" role="img" aria-labelledby="{0}-title {0}-desc"><title id="{0}-title">{1}</title><desc id="{0}-desc">{2}</desc>)svg",
        id, escape_html(map.title), escape_html(describe_heat_map(map)));
    svg += fmt::format(R"svg(<text class="chart-title" x="{}" y="16">{}</text>)svg", k_left, escape_html(map.title));
    const auto steps = static_cast<std::int64_t>(k_heat_steps);
    for (std::int64_t line = 0; line < steps; ++line) {
        const auto impact = static_cast<std::size_t>(steps - 1 - line); // the highest on top
        const auto y = k_top + line * k_side;
        svg += fmt::format(R"svg(<text class="axis" x="{}" y="{}" text-anchor="end">{}</text>)svg", k_left - 8, y + k_side / 2 + 4,
                           k_heat_words[impact]);
        for (std::int64_t column = 0; column < steps; ++column) {
            const auto held = map.held[impact][static_cast<std::size_t>(column)];
            const auto x = k_left + column * k_side;
            svg += fmt::format(R"svg(<rect class="cell h{}" x="{}" y="{}" width="{}" height="{}"/>)svg", shade_of(held, most), x, y, k_side,
                               k_side);
            if (held > 0) {
                svg += fmt::format(R"svg(<text class="held" x="{}" y="{}" text-anchor="middle">{}</text>)svg", x + k_side / 2,
                                   y + k_side / 2 + 6, held);
            }
        }
    }
    const auto foot = k_top + steps * k_side;
    for (std::int64_t column = 0; column < steps; ++column) {
        svg += fmt::format(R"svg(<text class="axis" x="{}" y="{}" text-anchor="middle">{}</text>)svg",
                           k_left + column * k_side + k_side / 2, foot + 16, k_heat_words[static_cast<std::size_t>(column)]);
    }
    svg += fmt::format(
        R"svg(<text class="axis" x="{}" y="{}" text-anchor="middle">likelihood</text><text class="axis" x="0" y="16">impact</text></svg>)svg",
        k_left + steps * k_side / 2, foot + 36);
    return {svg};
}

std::string describe_heat_map(const HeatMap& map) {
    std::string text;
    for (std::size_t impact = k_heat_steps; impact-- > 0;) {
        for (std::size_t likelihood = k_heat_steps; likelihood-- > 0;) {
            if (const auto held = map.held[impact][likelihood]; held > 0) {
                text += fmt::format("{}{} at likelihood {}, impact {}", text.empty() ? "" : "; ", held, k_heat_words[likelihood],
                                    k_heat_words[impact]);
            }
        }
    }
    return text.empty() ? "No risk records both likelihood and impact." : text + ".";
}

} // namespace assay
