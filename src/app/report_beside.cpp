#include "app/report_beside.hpp"

#include "app/report_technical.hpp"
#include "app/report_tickets.hpp"
#include "assay/app/capability.hpp"
#include "assay/app/crosswalk.hpp"
#include "assay/app/diff.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

namespace assay {
namespace {

CapabilityAttributeLine make_attribute_line(const CapabilityAttribute& attribute, const CapabilityCell& cell) {
    CapabilityAttributeLine line;
    line.attribute = attribute.short_name;
    line.title = attribute.title;
    line.level = attribute.level;
    line.rating = cell.rating;
    line.counts_as = cell.rated ? to_text(*cell.rated) : std::string_view();
    if (const auto indicated = cell.indicated()) {
        line.least = to_text(indicated->least);
        line.most = to_text(indicated->most);
    }
    line.shown = cell.shown;
    line.open = cell.open;
    line.of = cell.of;
    return line;
}

CapabilityBeside make_capability(const CapabilityReport& report) {
    CapabilityBeside made;
    made.ratings = report.ratings;
    made.later = report.later;
    made.outdated = report.outdated;
    for (const auto& each : report.lines) {
        CapabilityProcessLine line;
        line.process = each.process;
        line.name = each.name;
        line.domain = each.domain;
        line.edition = each.edition == CapabilityEdition::iso33020_2015 ? "ISO/IEC 33020:2015" : "ISO/IEC 33020:2019";
        line.is_rated = each.is_rated;
        line.level = each.level;
        line.target = each.target;
        if (each.indicated) {
            line.indicated_least = each.indicated->least;
            line.indicated_most = each.indicated->most;
        }
        line.rated_on = each.rated_on;
        line.assessors = each.assessors;
        line.doubts = each.doubts;
        const auto attributes = capability_attributes(each.edition);
        for (std::size_t at = 0; at < attributes.size() && at < each.cells.size(); ++at) {
            line.attributes.push_back(make_attribute_line(attributes[at], each.cells[at]));
        }
        made.processes.push_back(std::move(line));
    }
    return made;
}

CrosswalkLine make_crosswalk_line(const CrosswalkReport& report) {
    CrosswalkLine line;
    line.from = report.from->id;
    line.from_title = report.from->title;
    line.to = report.to->id;
    line.to_title = report.to->title;
    line.way = report.way.is_backwards() ? "read against its direction" : "as it is written";
    line.links = static_cast<std::int64_t>(report.way.links.size());
    line.from_controls = static_cast<std::int64_t>(report.from_cover.controls.size());
    line.from_mapped = report.from_cover.mapped;
    line.to_controls = static_cast<std::int64_t>(report.to_cover.controls.size());
    line.to_mapped = report.to_cover.mapped;
    auto relations = count_relations(report);
    for (const auto relation :
         {MapRelation::equal, MapRelation::superset, MapRelation::subset, MapRelation::intersects, MapRelation::related}) {
        line.to_relations.push_back({std::string(to_text(relation)), relations[relation].itself, relations[relation].around});
    }
    if (report.carried) {
        for (const auto& [carried, count] : report.carried->counts) {
            line.carried.push_back({std::string(to_text(carried)), count, 0});
        }
        for (const auto& each : report.carried->controls) {
            const bool is_mapped = each.carried != Carried::not_mapped;
            line.controls.push_back({each.control->cite, each.control->title, to_text(each.control->id),
                                     is_mapped ? std::string(to_text(each.relation)) : std::string(), std::string(to_text(each.carried)),
                                     each.from});
        }
    }
    return line;
}

/// A workspace's own crosswalk that has faults takes the coverage from nobody's report but this one; its faults are reported.
std::vector<CrosswalkLine> read_coverage(const Run& run, Session& session, const Assessment& assessment) {
    auto& content = session.content;
    if (!load_crosswalks(run, session.setting, content)) {
        throw Error("a crosswalk has faults, so that coverage cannot be told");
    }
    const auto& judged = assessment.header.catalogs;
    const auto is_judged = [&](const std::string& id) { return std::ranges::find(judged, id) != judged.end(); };
    std::vector<std::pair<std::string, std::string>> pairs;
    for (const auto& crosswalk : content.crosswalks) {
        if (is_judged(crosswalk.from)) {
            pairs.emplace_back(crosswalk.from, crosswalk.to);
        }
        if (is_judged(crosswalk.to)) {
            pairs.emplace_back(crosswalk.to, crosswalk.from);
        }
    }
    std::ranges::sort(pairs);
    std::vector<CrosswalkLine> lines;
    for (const auto& [from, to] : pairs) {
        if (auto report = make_crosswalk_report(run, session.setting, content, from, to)) {
            carry_results(*report, assessment);
            lines.push_back(make_crosswalk_line(*report));
        }
    }
    return lines;
}

class ComparisonMaker {
public:
    explicit ComparisonMaker(const DiffReport& report) : m_report(report) {
        for (const auto& catalog : report.catalogs) {
            for (const auto& control : catalog.controls) {
                m_controls.emplace(to_text(control.id), std::pair(&control, catalog.scale));
            }
        }
    }

    ComparisonBeside make() const {
        ComparisonBeside made;
        const auto& before = m_report.before.header;
        made.before = before.id;
        made.after = m_report.after.header.id;
        made.before_on = before.on;
        made.before_head = before.head;
        made.standards = m_report.standards;
        made.differing = m_report.differing;
        for (const auto& each : m_report.left_out) {
            made.left_out.push_back(fmt::format("{}: only the {} assessment judged it; {} are left out.", each.catalog,
                                                each.in_after ? "later" : "earlier",
                                                count_of(each.determinations, "determination", "determinations")));
        }
        for (std::size_t at = 0; at < k_movements; ++at) {
            made.counts.emplace_back(to_text(static_cast<Movement>(at)), m_report.comparison.counts[at]);
        }
        made.rows_appeared = m_report.comparison.rows.appeared;
        made.rows_gone = m_report.comparison.rows.gone;
        made.rows_remained = m_report.comparison.rows.remained;
        for (std::size_t at = 0; at < k_movements; ++at) {
            add_lines(static_cast<Movement>(at), made);
        }
        return made;
    }

private:
    void add_lines(Movement movement, ComparisonBeside& made) const {
        if (movement == Movement::unchanged) {
            return;
        }
        for (const auto& each : m_report.comparison.results) {
            const auto found = m_controls.find(to_text(each.control));
            if (each.movement != movement || found == m_controls.end()) {
                continue;
            }
            const auto& [control, scale] = found->second;
            const auto words = [scale = scale](const Determination* of) {
                return of == nullptr ? std::string() : outcome_words(scale, of->outcome, of->grade);
            };
            made.lines.push_back({std::string(to_text(movement)), each.control.catalog, control->cite, control->title,
                                  to_text(each.control), each.title.empty() ? each.subject : each.title, words(each.before),
                                  words(each.after), is_regression(movement), movement == Movement::fixed || movement == Movement::better});
        }
    }

    const DiffReport& m_report;
    std::unordered_map<std::string, std::pair<const Control*, Scale>> m_controls;
};

void read_comparison(Session& session, const Assessment& assessment, ReportBeside& beside) {
    std::int64_t before = 0;
    for (const auto& each : session.store.assessments()) {
        before = each.header.id < assessment.header.id ? std::max(before, each.header.id) : before;
    }
    if (before == 0) {
        beside.comparison_absent =
            "There is no earlier assessment to compare with; make another with 'assay check' when something has changed.";
        return;
    }
    try {
        const auto report = diff(session, {before, assessment.header.id, {}});
        beside.comparison = ComparisonMaker(report).make();
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::usage) {
            throw;
        }
        beside.comparison_absent = fmt::format("Assessments {} and {} cannot be compared: {}.", before, assessment.header.id, error.what());
    }
}

std::vector<TrendLine> read_trend(Session& session, const Assessment& assessment) {
    std::vector<TrendLine> lines;
    const auto& judged = assessment.header.catalogs;
    for (const auto& point : trend(session, {})) {
        if (point.assessment <= assessment.header.id && std::ranges::find(judged, point.catalog) != judged.end()) {
            lines.push_back({point.assessment, point.on, point.head, point.catalog, point.title, point.version,
                             point.unit_is_shall ? "shall groups" : "controls", point.units, point.failing});
        }
    }
    return lines;
}

} // namespace

ReportBeside read_report_beside(const Run& run, Session& session, const Judged& judged, const Assessment& assessment,
                                const ViewNeeds& needs) {
    ReportBeside beside;
    if (needs.capability) {
        const auto& header = assessment.header;
        beside.capability = make_capability(read_capability(run, session, {"", header.id, header.on, std::to_string(header.head)}));
    }
    if (needs.crosswalks) {
        beside.crosswalks = read_coverage(run, session, assessment);
    }
    if (needs.comparison) {
        read_comparison(session, assessment, beside);
    }
    if (needs.technical) {
        beside.technical = read_technical_sets(session, *judged.runner);
    }
    if (needs.tickets) {
        beside.tickets = read_quarter(session, *judged.runner, assessment.header.on);
    }
    if (needs.trend) {
        beside.trend = read_trend(session, assessment);
    }
    return beside;
}

} // namespace assay
