#include "report/svg_stacked.hpp"

#include "report/escape.hpp"

#include <fmt/format.h>

#include <array>

namespace assay {
namespace {

struct StackedPart {
    const char* tone;
    const char* words;
    std::int64_t count;
};

/// The worst first.
std::array<StackedPart, 8> parts_of(const OutcomeCounts& counts) {
    return {{{"major", "Not met, higher grade", counts.major},
             {"minor", "Not met, lower grade", counts.minor},
             {"error", "Error", counts.error},
             {"open", "Not assessed", counts.not_assessed},
             {"remark", "Met with remark", counts.met_with_remark},
             {"met", "Met", counts.met},
             {"none", "No occasion", counts.no_occasion},
             {"excluded", "Not applicable", counts.not_applicable}}};
}

/// Names the colours that occur, in the order of the bars.
std::string legend_of(std::span<const StackedBar> bars) {
    OutcomeCounts all;
    for (const auto& [title, c] : bars) {
        all.major += c.major;
        all.minor += c.minor;
        all.error += c.error;
        all.not_assessed += c.not_assessed;
        all.met_with_remark += c.met_with_remark;
        all.met += c.met;
        all.no_occasion += c.no_occasion;
        all.not_applicable += c.not_applicable;
    }
    std::string legend = R"(<p class="legend">)";
    for (const auto& part : parts_of(all)) {
        if (part.count > 0) {
            legend += fmt::format(
                R"(<span><svg class="swatch" viewBox="0 0 12 12" focusable="false"><rect class="s-{}" width="12" height="12"/></svg>{}</span> )",
                part.tone, part.words);
        }
    }
    return legend + "</p>";
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

ViewMarkup draw_stacked_bars(const std::string& title, std::span<const StackedBar> bars) {
    constexpr std::int64_t k_width = 1000;
    std::string made = fmt::format(R"(<figure class="stacked" role="img" aria-label="{}: {}">{})", escape_html(title),
                                   escape_html(describe_stacked(bars)), legend_of(bars));
    for (const auto& [name, counts] : bars) {
        const auto total = counts.total();
        made += fmt::format(R"(<p class="bar-name"><span>{}</span> <span class="number">{}</span></p>)", escape_html(name), total);
        made += R"(<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" focusable="false">)";
        std::int64_t done = 0;
        for (const auto& part : parts_of(counts)) {
            if (part.count > 0) {
                const auto from = done * k_width / total;
                done += part.count;
                made += fmt::format(R"(<rect class="s-{}" x="{}" width="{}" height="10"><title>{}: {}</title></rect>)", part.tone, from,
                                    done * k_width / total - from, part.words, part.count);
            }
        }
        made += "</svg>";
    }
    return {made + "</figure>"};
}

} // namespace assay
