#include "assay/app/diff.hpp"

#include "app/judged_content.hpp"
#include "app/sla_words.hpp"
#include "assay/app/table.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/json.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>

namespace assay {
namespace {

void check_standards(const std::vector<AssessmentSummary>& kept, const std::vector<std::string>& standards) {
    std::set<std::string> judged;
    for (const auto& each : kept) {
        judged.insert(each.header.catalogs.begin(), each.header.catalogs.end());
    }
    const std::vector<std::string> known(judged.begin(), judged.end());
    for (const auto& id : standards) {
        if (!judged.contains(id)) {
            const auto hint = did_you_mean(id, known);
            throw Error(fmt::format("--standard {}: no assessment judged it{}", id, hint.empty() ? "" : " (" + hint + ")"), ErrorKind::usage);
        }
    }
}

std::string share(std::int64_t part, std::int64_t whole) { return percent_of(part, whole).value_or(""); }

} // namespace

std::vector<TrendPoint> trend(Session& session, const std::vector<std::string>& standards) {
    const auto kept = session.store.assessments();
    if (kept.empty()) {
        throw Error("there is no assessment yet; make one with 'assay check'", ErrorKind::usage);
    }
    check_standards(kept, standards);
    std::vector<TrendPoint> points;
    for (const auto& each : kept) {
        const auto assessment = session.store.load_assessment(each.header.id);
        const auto catalogs = judged_catalogs(session, assessment.header);
        const auto failing = std::ranges::count(assessment.failing, true, &FailingRow::failed);
        for (const auto& rollup : roll_up(assessment, catalogs)) {
            const auto& catalog = *rollup.catalog;
            if (standards.empty() || std::ranges::find(standards, catalog.id) != standards.end()) {
                points.push_back({assessment.header.id, assessment.header.on, assessment.header.head, catalog.id, catalog.title, catalog.version,
                                  rollup.unit_is_shall, rollup.counts, failing});
            }
        }
    }
    std::ranges::stable_sort(points, {}, [](const TrendPoint& point) { return std::tie(point.catalog, point.on, point.assessment); });
    return points;
}

std::string to_text(const std::vector<TrendPoint>& points) {
    std::string text;
    for (std::size_t first = 0; first < points.size();) {
        const auto& catalog = points[first].catalog;
        text += fmt::format("{}{}: {} by result\n", text.empty() ? "" : "\n", points[first].title, points[first].unit_is_shall ? "shall groups" : "controls");
        TextTable table{{{"assessment", true},
                         {"judged on", false},
                         {"change", true},
                         {"not assessed", true},
                         {"major", true},
                         {"minor", true},
                         {"error", true},
                         {"with remark", true},
                         {"met", true},
                         {"no occasion", true},
                         {"not applicable", true},
                         {"readiness", false},
                         {"failing rows", true}},
                        {}};
        for (; first < points.size() && points[first].catalog == catalog; ++first) {
            const auto& point = points[first];
            const auto& c = point.units;
            const auto lower = share(c.lower(), c.assessable());
            table.rows.push_back({std::to_string(point.assessment), to_text(point.on), std::to_string(point.head), group_thousands(c.not_assessed),
                                  group_thousands(c.major), group_thousands(c.minor), group_thousands(c.error), group_thousands(c.met_with_remark),
                                  group_thousands(c.met), group_thousands(c.no_occasion), group_thousands(c.not_applicable),
                                  lower.empty() ? "nothing is assessable"
                                                : fmt::format("{} % to {} % ({} to {} of {})", lower, share(c.upper(), c.assessable()), c.lower(), c.upper(),
                                                              c.assessable()),
                                  group_thousands(point.failing)});
        }
        text += to_text(table, 0);
    }
    return text + "\nReadiness: from (met + with remark) / assessable to (met + with remark + not assessed + error) / assessable; assessable: all but not\n"
                  "applicable and no occasion. Grades are proposals. Failing rows are those of all standards judged.\n";
}

std::string to_csv(const std::vector<TrendPoint>& points) {
    auto text = sla_csv_line({"standard", "version", "assessment", "judged on", "change", "unit", "not assessed", "major", "minor", "error", "met with remark", "met",
                              "no occasion", "not applicable", "assessable", "lower", "upper", "failing rows of all standards"});
    for (const auto& point : points) {
        const auto& c = point.units;
        text += sla_csv_line({point.catalog, point.version, std::to_string(point.assessment), to_text(point.on), std::to_string(point.head),
                              point.unit_is_shall ? "shall group" : "control", std::to_string(c.not_assessed), std::to_string(c.major), std::to_string(c.minor),
                              std::to_string(c.error), std::to_string(c.met_with_remark), std::to_string(c.met), std::to_string(c.no_occasion),
                              std::to_string(c.not_applicable), std::to_string(c.assessable()), std::to_string(c.lower()), std::to_string(c.upper()),
                              std::to_string(point.failing)});
    }
    return text;
}

std::string to_json(const std::vector<TrendPoint>& points) {
    JsonWriter json;
    json.begin_object().key("points").begin_array();
    for (const auto& point : points) {
        const auto& c = point.units;
        json.begin_object().field("standard", point.catalog).field("version", point.version).field("assessment", point.assessment);
        json.field("on", to_text(point.on)).field("change", point.head).field("unit", point.unit_is_shall ? "shall group" : "control");
        json.key("units").begin_object().field("not_assessed", c.not_assessed).field("major", c.major).field("minor", c.minor).field("error", c.error);
        json.field("met_with_remark", c.met_with_remark).field("met", c.met).field("no_occasion", c.no_occasion);
        json.field("not_applicable", c.not_applicable).field("assessable", c.assessable()).end_object();
        json.field("lower", c.lower()).field("upper", c.upper()).field("failing_rows", point.failing).end_object();
    }
    return json.end_array().end_object().finish();
}

} // namespace assay
