#include "report/svg_stacked.hpp"

#include "report/escape.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace assay {
namespace {

/// Tone and count, the worst first.
std::array<std::pair<const char*, std::int64_t>, 8> parts_of(const OutcomeCounts& counts) {
    return {{{"major", counts.major},
             {"minor", counts.minor},
             {"error", counts.error},
             {"open", counts.not_assessed},
             {"remark", counts.met_with_remark},
             {"met", counts.met},
             {"none", counts.no_occasion},
             {"excluded", counts.not_applicable}}};
}

std::string describe_stacked(std::span<const StackedBar> bars) {
    std::string text;
    for (const auto& bar : bars) {
        const auto& c = bar.counts;
        text += fmt::format("{}{}: not met {}, error {}, not assessed {}, met with remark {}, met {}, no occasion {}, not applicable {}.",
                            text.empty() ? "" : " ", bar.title, c.not_met(), c.error, c.not_assessed, c.met_with_remark, c.met,
                            c.no_occasion, c.not_applicable);
    }
    return text;
}

} // namespace

ViewMarkup draw_stacked_bars(const std::string& title, std::span<const StackedBar> bars, const std::string& id) {
    constexpr std::int64_t k_row = 34;
    constexpr std::int64_t k_width = 636;
    const auto height = k_row * static_cast<std::int64_t>(bars.size()) + 4;
    std::string svg = fmt::format(
        R"svg(<svg class="stacked" viewBox="0 0 640 {0}" role="img" aria-labelledby="{1}-title {1}-desc"><title id="{1}-title">{2}</title><desc id="{1}-desc">{3}</desc>)svg",
        height, id, escape_html(title), escape_html(describe_stacked(bars)));
    for (std::size_t at = 0; at < bars.size(); ++at) {
        const auto y = k_row * static_cast<std::int64_t>(at);
        const auto total = bars[at].counts.total();
        svg += fmt::format(R"svg(<text x="2" y="{}">{}</text><text class="axis" x="638" y="{}" text-anchor="end">{}</text>)svg", y + 13,
                           escape_html(bars[at].title), y + 13, total);
        std::int64_t done = 0;
        for (const auto& [tone, count] : parts_of(bars[at].counts)) {
            if (count > 0) {
                const auto from = 2 + done * k_width / total;
                done += count;
                svg += fmt::format(R"svg(<rect class="s-{}" x="{}" y="{}" width="{}" height="12"/>)svg", tone, from, y + 18,
                                   2 + done * k_width / total - from);
            }
        }
    }
    return {svg + "</svg>"};
}

} // namespace assay
