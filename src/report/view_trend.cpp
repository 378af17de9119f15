// The view "trend": the counts and bounds of every assessment up to this one, by standard.
#include "report/svg_stacked.hpp"
#include "report/tabular.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"
#include "assay/report/beside.hpp"

#include <fmt/format.h>

#include <set>

namespace assay {

Tabular build_trend(const ReportIndex& index) {
    static const std::vector<TrendLine> k_none;
    const auto* beside = index.input().beside;
    const auto& points = beside == nullptr ? k_none : beside->trend;
    Tabular report;
    report.title = "Trend of assessments";
    report.sheet = {"Trend",
                    {"catalog", "version", "assessment", "judged_on", "change", "unit", "units", "not_met", "error", "not_assessed",
                     "met_with_remark", "met", "no_occasion", "not_applicable", "lower_percent", "upper_percent", "failing_rows"},
                    {false, false, true, false, true, false, true, true, true, true, true, true, true, true, false, false, true},
                    {}};
    std::set<std::int64_t> assessments;
    for (std::size_t at = 0; at < points.size();) {
        const auto catalog = points[at].catalog;
        TabularTable table{points[at].title,
                           false,
                           {{"Assessment", 20, TableColumn::Kind::heading},
                            {"Not met", 10, TableColumn::Kind::number},
                            {"Not assessed", 10, TableColumn::Kind::number},
                            {"With remark", 10, TableColumn::Kind::number},
                            {"Met", 10, TableColumn::Kind::number},
                            {"Readiness", 15},
                            {"Formula", 25}},
                           {{}},
                           {}};
        std::vector<StackedBar> bars;
        const auto first = at;
        for (; at < points.size() && points[at].catalog == catalog; ++at) {
            const auto& point = points[at];
            const auto& c = point.units;
            const auto words = bounds_words(c);
            assessments.insert(point.assessment);
            table.bodies[0].rows.push_back(
                {{},
                 {cell(to_text(point.on), fmt::format("assessment {}, change {}, {}", point.assessment, point.head, point.version)),
                  cell(group_thousands(c.not_met())), cell(group_thousands(c.not_assessed + c.error)),
                  cell(group_thousands(c.met_with_remark)), cell(group_thousands(c.met)),
                  cell(words.given ? fmt::format("{} to {} %", words.lower, words.upper) : std::string("nothing is assessable")),
                  cell(words.lower_formula, words.upper_formula)}});
            bars.push_back({fmt::format("{}, assessment {}", to_text(point.on), point.assessment), c});
            report.sheet.rows.push_back(
                {point.catalog, point.version, std::to_string(point.assessment), to_text(point.on), std::to_string(point.head), point.unit,
                 std::to_string(c.total()), std::to_string(c.not_met()), std::to_string(c.error), std::to_string(c.not_assessed),
                 std::to_string(c.met_with_remark), std::to_string(c.met), std::to_string(c.no_occasion), std::to_string(c.not_applicable),
                 words.given ? words.lower : std::string(), words.given ? words.upper : std::string(), std::to_string(point.failing)});
        }
        report.parts.push_back({fmt::format("trend-{}", report.parts.size() + 1),
                                points[first].title,
                                number_text(bars.size()),
                                fmt::format("In {}. Assessments whose catalog version differs count by another list of {}.",
                                            points[first].unit, points[first].unit),
                                "",
                                {draw_stacked_bars(points[first].title, bars)},
                                {std::move(table)}});
    }
    if (points.empty()) {
        report.parts.push_back({"trend", "Trend", "", "", "No assessment is kept.", {}, {}});
    }
    report.statement =
        assessments.size() < 2
            ? std::string("There is one assessment; a trend needs more.")
            : fmt::format("{} assessments up to this one. A figure that moves may mean that more was looked at, not that more is met.",
                          assessments.size());
    report.tone = "none";
    report.notes = {"Bounds: lower = (met + met with remark) / assessable, upper = (met + met with remark + not assessed + error) / "
                    "assessable, assessable = applicable - no occasion. Not assessed includes errors in the table.",
                    "Each standard stands by itself; there is no figure over several."};
    report.figures = {{"Assessments", number_text(assessments.size()), "up to this one", ""}};
    return report;
}

} // namespace assay
