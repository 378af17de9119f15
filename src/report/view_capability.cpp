// The view "capability": for each process its level by the ratings that people gave, its target, and the bounds that an assessment
// indicates.
#include "report/tabular.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"
#include "assay/report/beside.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

/// Bounds, never a level: no rating is made of them.
std::string indicated_words(const CapabilityProcessLine& line) {
    return line.indicated_least ? fmt::format("between {} and {}", *line.indicated_least, *line.indicated_most) : std::string("nothing indicates it");
}

TableCell level_against_target(const CapabilityProcessLine& line) {
    if (!line.is_rated) {
        return cell_or({}, "not rated");
    }
    const auto words = fmt::format("Level {}", line.level);
    if (!line.target) {
        return cell(words, "no target recorded");
    }
    return line.level >= *line.target ? badge_cell(words, "met", fmt::format("target {}", *line.target))
                                      : badge_cell(words, "minor", fmt::format("target {}", *line.target));
}

std::string rating_words(const CapabilityAttributeLine& each) {
    return each.rating.empty()             ? std::string("not rated")
           : each.counts_as.empty()        ? each.rating + " (no rating)"
           : each.counts_as == each.rating ? each.rating
                                           : fmt::format("{} (counts as {})", each.rating, each.counts_as);
}

std::string band_words(const CapabilityAttributeLine& each) {
    return each.of == 0 ? std::string("nothing") : each.least == each.most ? each.least : fmt::format("{} to {}", each.least, each.most);
}

TabularTable profile_table(const CapabilityProcessLine& line) {
    TabularTable table{fmt::format("{} {}", line.process, line.name),
                       true,
                       {{"Attribute", 35, TableColumn::Kind::heading}, {"Rated", 15}, {"Bounds indicated", 15}, {"From controls", 35}},
                       {{}},
                       {}};
    for (const auto& each : line.attributes) {
        table.bodies[0].rows.push_back({{},
                                        {cell(fmt::format("{} {}", each.attribute, each.title), fmt::format("level {}", each.level)),
                                         cell(rating_words(each)), cell(band_words(each)),
                                         cell(each.of == 0 ? std::string()
                                                           : fmt::format("met {} / {} to (met {} + open {}) / {}", each.shown, each.of,
                                                                         each.shown, each.open, each.of))}});
    }
    return table;
}

} // namespace

Tabular build_capability(const ReportIndex& index) {
    static const CapabilityBeside k_nothing;
    const auto* beside = index.input().beside;
    const auto& capability = beside != nullptr && beside->capability ? *beside->capability : k_nothing;
    Tabular report;
    report.title = "Process capability profile";
    report.sheet = {
        "Capability",
        {"process", "name", "domain", "edition", "attribute", "attribute_level", "rating", "counts_as", "indicated_least", "indicated_most",
         "controls_met", "controls_open", "controls", "level_by_ratings", "target_level", "level_indicated_least", "level_indicated_most",
         "rated_on", "assessors"},
        {false, false, false, false, false, true, false, false, false, false, true, true, true, true, true, true, true, false, false},
        {}};
    TabularTable overview{
        "Processes by domain",
        false,
        {{"Process", 30, TableColumn::Kind::heading}, {"Level by ratings", 15}, {"Bounds indicated", 20}, {"Rated", 20}, {"To look at", 15}},
        {},
        {}};
    TabularPart profiles{"profiles",
                         "Attributes by process",
                         number_text(capability.processes.size()),
                         "Bounds indicated: with n applicable controls that had an occasion, m met and u not assessed or in error, the rating "
                         "lies between the band of m / n and that of (m + u) / n. "
                         "Bands: N to 15 %, P to 50 %, L to 85 %, F above.",
                         "No process is in operation.",
                         {},
                         {}};
    std::size_t rated = 0;
    std::size_t reached = 0;
    std::size_t with_target = 0;
    std::size_t doubts = 0;
    std::string domain = "\n";
    for (const auto& line : capability.processes) {
        if (line.domain != domain) {
            domain = line.domain;
            overview.bodies.push_back({domain.empty() ? "No domain of a framework" : domain, {}, {}});
        }
        rated += line.is_rated ? 1 : 0;
        with_target += line.target ? 1 : 0;
        reached += line.is_rated && line.target && line.level >= *line.target ? 1 : 0;
        doubts += line.doubts.size();
        overview.bodies.back().rows.push_back(
            {{},
             {cell(line.name, line.process), level_against_target(line), cell(capitalised(indicated_words(line))),
              cell(line.assessors, line.rated_on ? day_text(line.rated_on) + ", " + line.edition : line.edition),
              line.doubts.empty() ? cell("nothing") : cell_or({}, capitalised(fmt::format("{}", fmt::join(line.doubts, "; "))))}});
        profiles.tables.push_back(profile_table(line));
        for (const auto& each : line.attributes) {
            const auto number = [](const auto& value) { return value ? std::to_string(*value) : std::string(); };
            report.sheet.rows.push_back(
                {line.process, line.name, line.domain, line.edition, each.attribute, std::to_string(each.level), each.rating,
                 each.counts_as, each.least, each.most, std::to_string(each.shown), std::to_string(each.open), std::to_string(each.of),
                 line.is_rated ? std::to_string(line.level) : std::string(), number(line.target), number(line.indicated_least),
                 number(line.indicated_most), day_text(line.rated_on), line.assessors});
        }
    }
    const auto total = capability.processes.size();
    report.statement = total == 0
                           ? std::string("No process is in operation, so there is no profile.")
                           : fmt::format("{} of {} rated by an assessor; {} of {} with a target reach it.", rated,
                                         count_of(static_cast<std::int64_t>(total), "process is", "processes are"), reached, with_target);
    report.tone = rated < total ? "open" : reached < with_target ? "minor" : "none";
    report.notes = {"Level k is reached when every attribute of level k is rated L or F and every attribute of the levels below is rated F "
                    "(ISO/IEC 33020). The DESMF (5.3.2) says that all "
                    "attributes of a level and of those before must be achieved. The first is computed.",
                    "An assessment rates no attribute. What it indicates are bounds, and no claim of a level.",
                    fmt::format("{} read: {} of a later day and {} replaced by a newer one are left out.",
                                count_of(capability.ratings, "rating", "ratings"), capability.later, capability.outdated)};
    report.figures = {
        {"Processes", number_text(total), "in operation", ""},
        {"Rated", number_text(rated), fmt::format("{} of {}", rated, total), rated < total ? "open" : ""},
        {"At their target", number_text(reached), fmt::format("of {} with a target", with_target), reached < with_target ? "minor" : ""},
        {"To look at", number_text(doubts), "doubts about ratings", doubts > 0 ? "remark" : ""}};
    report.parts.push_back({"overview",
                            "Levels",
                            number_text(total),
                            "By domain. A level is claimed by ratings alone, which a competent assessor gives. Bounds indicated: the lowest and highest level that "
                            "the judged controls leave possible.",
                            "No process is in operation.",
                            {},
                            {std::move(overview)}});
    report.parts.push_back(std::move(profiles));
    return report;
}

} // namespace assay
