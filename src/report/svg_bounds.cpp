#include "report/svg_bounds.hpp"

#include "assay/report/rollup.hpp"
#include "report/escape.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

/// Hundredths of a percent of the width, so that positions are exact and need no floating point.
std::int64_t position(std::int64_t part, std::int64_t whole, std::int64_t width) { return whole == 0 ? 0 : part * width / whole; }

std::string hatch(const std::string& id) {
    return fmt::format(R"svg(<defs><pattern id="{}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">)svg"
                       R"svg(<rect class="hatch-ground" width="7" height="7"/><rect class="hatch-line" width="3" height="7"/></pattern></defs>)svg",
                       id);
}

struct Box {
    std::int64_t x = 0;
    std::int64_t y = 0;
    std::int64_t width = 0;
    std::int64_t height = 0;
};

std::string bar_shapes(const BoundsBar& bar, const Box& box, const std::string& hatch_id) {
    const auto lower = position(bar.lower, bar.whole, box.width);
    const auto upper = position(bar.upper, bar.whole, box.width);
    std::string out = fmt::format(R"svg(<rect class="bar-track" x="{}" y="{}" width="{}" height="{}"/>)svg", box.x, box.y, box.width, box.height);
    if (upper > lower) {
        out += fmt::format(R"svg(<rect x="{}" y="{}" width="{}" height="{}" fill="url(#{})"/>)svg", box.x + lower, box.y, upper - lower, box.height, hatch_id);
    }
    if (lower > 0) {
        out += fmt::format(R"svg(<rect class="bar-lower" x="{}" y="{}" width="{}" height="{}"/>)svg", box.x, box.y, lower, box.height);
    }
    if (bar.whole > 0) {
        out += fmt::format(R"svg(<path class="bar-mark" d="M{0} {1}v{2}M{3} {1}v{2}"/>)svg", box.x + lower, box.y - 3, box.height + 6, box.x + upper);
    }
    return out;
}

std::string figures(const BoundsBar& bar) {
    const auto lower = percent_of(bar.lower, bar.whole);
    const auto upper = percent_of(bar.upper, bar.whole);
    return lower && upper ? fmt::format("{} % to {} %", *lower, *upper) : std::string("nothing assessable");
}

} // namespace

ViewMarkup draw_bounds_bar(const BoundsBar& bar, const std::string& id) {
    constexpr Box k_box{.x = 2, .y = 5, .width = 596, .height = 20};
    std::string svg = fmt::format(R"svg(<svg class="bounds" viewBox="0 0 600 30" role="img" aria-label="{}" preserveAspectRatio="none">)svg",
                                  escape_html(describe_bounds(std::span(&bar, 1))));
    svg += hatch(id) + bar_shapes(bar, k_box, id) + "</svg>";
    return {svg};
}

ViewMarkup draw_bounds_chart(std::span<const BoundsBar> bars, const std::string& id) {
    constexpr std::int64_t k_row = 38;
    constexpr std::int64_t k_top = 4;
    constexpr std::int64_t k_left = 2;
    constexpr std::int64_t k_width = 636;
    const auto height = k_top + k_row * static_cast<std::int64_t>(bars.size()) + 18;
    std::string svg = fmt::format(R"svg(<svg class="bounds-chart" viewBox="0 0 640 {}" role="img" aria-labelledby="{}-title {}-desc">)svg", height, id, id);
    svg += fmt::format(R"svg(<title id="{0}-title">Readiness per standard: lower and upper bound</title><desc id="{0}-desc">{1}</desc>)svg", id,
                       escape_html(describe_bounds(bars)));
    svg += hatch(id + "-hatch");
    const auto axis = height - 15;
    for (std::int64_t tick = 0; tick <= 4; ++tick) {
        const auto x = k_left + k_width * tick / 4;
        svg += fmt::format(R"svg(<path class="grid" d="M{0} {1}V{2}"/><text class="tick" x="{0}" y="{3}" text-anchor="{4}">{5}{6}</text>)svg", x, k_top + 18, axis,
                           axis + 12, tick == 0 ? "start" : tick == 4 ? "end" : "middle", tick * 25, " %");
    }
    for (std::size_t index = 0; index < bars.size(); ++index) {
        const auto top = k_top + k_row * static_cast<std::int64_t>(index);
        svg += fmt::format(R"svg(<text class="bar-title" x="{}" y="{}">{}</text>)svg", k_left, top + 12, escape_html(bars[index].title));
        svg += fmt::format(R"svg(<text class="bar-figures" x="{}" y="{}" text-anchor="end">{}</text>)svg", k_left + k_width, top + 12, figures(bars[index]));
        svg += bar_shapes(bars[index], {.x = k_left, .y = top + 18, .width = k_width, .height = 13}, id + "-hatch");
    }
    return {svg + "</svg>"};
}

std::string describe_bounds(std::span<const BoundsBar> bars) {
    std::string text;
    for (const auto& bar : bars) {
        const auto lower = percent_of(bar.lower, bar.whole);
        const auto upper = percent_of(bar.upper, bar.whole);
        text += text.empty() ? "" : " ";
        if (lower && upper) {
            text += fmt::format("{}: readiness is at least {} % and at most {} % of {} assessable.", bar.title, *lower, *upper, bar.whole);
        } else {
            text += fmt::format("{}: nothing is assessable.", bar.title);
        }
    }
    return text;
}

} // namespace assay
