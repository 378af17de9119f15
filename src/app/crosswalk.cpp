#include "assay/app/crosswalk.hpp"

#include "app/catalog_names.hpp"
#include "assay/base/error.hpp"
#include "assay/report/rollup.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

namespace assay {
namespace {

CatalogCover make_cover(const CatalogTree& tree, const CrosswalkWay& way, WaySide side) {
    CatalogCover cover;
    cover.controls = cover_controls(tree, way.links, side);
    for (const auto& each : cover.controls) {
        if (each.relation != MapRelation::none) {
            ++cover.mapped;
            ++(each.itself ? cover.itself : cover.around)[each.relation];
        }
    }
    return cover;
}

/// Catalogs that can be reached, for the one who asked for another.
std::vector<std::string> reachable(const Content& content, const std::string& from) {
    std::vector<std::string> found;
    for (const auto& catalog : content.catalogs) {
        if (catalog.id != from && find_way(content.crosswalks, content.catalogs, from, catalog.id)) {
            found.push_back(catalog.id);
        }
    }
    return found;
}

} // namespace

std::string_view to_text(Carried carried) {
    switch (carried) {
    case Carried::met: return "met";
    case Carried::met_with_remark: return "met, with remark";
    case Carried::not_met: return "not met";
    case Carried::open: return "open";
    case Carried::touched: return "touched";
    case Carried::not_mapped: return "not mapped";
    }
    return "not mapped";
}

std::optional<CrosswalkReport> make_crosswalk_report(const Run& run, const Setting& setting, Content& content, const std::string& from,
                                                     const std::string& to) {
    if (!load_crosswalks(run, setting, content)) {
        return std::nullopt;
    }
    CrosswalkReport report;
    report.from = &get_catalog(content, from);
    report.to = &get_catalog(content, to);
    if (from == to) {
        throw Error(fmt::format("'{}' is compared with itself; name two catalogs", from), ErrorKind::usage);
    }
    auto way = find_way(content.crosswalks, content.catalogs, from, to);
    if (!way) {
        const auto others = reachable(content, from);
        throw Error(fmt::format("no crosswalk leads from '{}' to '{}'; {}", from, to,
                                others.empty() ? "none leads anywhere from there" : fmt::format("from there they lead to {}", fmt::join(others, ", "))),
                    ErrorKind::usage);
    }
    report.way = std::move(*way);
    for (const auto& link : report.way.links) {
        if (link.change != MapChange::none) {
            ++report.changes[link.change];
        }
    }
    report.from_cover = make_cover(CatalogTree(*report.from), report.way, WaySide::from);
    report.to_cover = make_cover(CatalogTree(*report.to), report.way, WaySide::to);
    return report;
}

namespace {

class Carrier {
public:
    Carrier(const CrosswalkReport& report, const Assessment& assessment) : m_from(*report.from), m_to(*report.to) {
        for (const auto& each : assessment.determinations) {
            if (each.control.catalog == report.from->id) {
                m_standings[each.control.control].push_back({each.outcome, each.grade});
            }
        }
        for (const auto& link : report.way.links) {
            if (link.relation != MapRelation::none) {
                m_links[link.to].push_back(&link);
            }
        }
    }

    std::vector<CarriedResult> run() {
        std::vector<CarriedResult> results;
        for (const auto& control : m_to.catalog().controls) {
            CarriedResult best;
            best.control = &control;
            consider(control.id.control, MapRelation::equal, best);
            for (const auto& outer : m_to.around(control)) {
                consider(outer, MapRelation::superset, best);
            }
            results.push_back(std::move(best));
        }
        return results;
    }

private:
    /// `level`: what the mapped group is to the control in it.
    void consider(const std::string& mapped, MapRelation level, CarriedResult& best) {
        const auto links = m_links.find(mapped);
        if (links == m_links.end()) {
            return;
        }
        for (const auto* link : links->second) {
            CarriedResult result;
            result.control = best.control;
            result.from = link->from;
            result.relation = compose(link->relation, level);
            result.outcome = standing_of(link->from).outcome;
            result.carried = carried(result.relation, result.outcome);
            if (rank(result.carried) < rank(best.carried) || (result.carried == best.carried && result.relation < best.relation)) {
                best = std::move(result);
            }
        }
    }

    /// What asks the same and is not met outranks what asks more and is met: one of the two is wrong, and nothing is glossed over.
    static int rank(Carried each) {
        switch (each) {
        case Carried::not_met: return 0;
        case Carried::met: return 1;
        case Carried::met_with_remark: return 2;
        case Carried::open: return 3;
        case Carried::touched: return 4;
        case Carried::not_mapped: return 5;
        }
        return 5;
    }

    static Carried carried(MapRelation relation, Outcome outcome) {
        if (relation != MapRelation::equal && relation != MapRelation::superset) {
            return Carried::touched;
        }
        if (outcome == Outcome::met) {
            return Carried::met;
        }
        if (outcome == Outcome::met_with_remark) {
            return Carried::met_with_remark;
        }
        return outcome == Outcome::not_met && relation == MapRelation::equal ? Carried::not_met : Carried::open;
    }

    Standing standing_of(const std::string& id) {
        const auto [known, fresh] = m_worst.try_emplace(id);
        if (fresh) {
            std::vector<Standing> members;
            for (const auto* control : m_from.controls_in(id)) {
                const auto found = m_standings.find(control->id.control);
                members.push_back(found == m_standings.end() ? Standing{} : worst_of(found->second));
            }
            known->second = worst_of(members);
        }
        return known->second;
    }

    CatalogTree m_from;
    CatalogTree m_to;
    std::unordered_map<std::string, std::vector<Standing>> m_standings;
    std::unordered_map<std::string, std::vector<const CrosswalkLink*>> m_links;
    std::unordered_map<std::string, Standing> m_worst;
};

} // namespace

std::map<MapRelation, RelationCounts> count_relations(const CrosswalkReport& report) {
    std::map<std::string_view, MapRelation> strongest;
    for (const auto& link : report.way.links) {
        if (link.relation != MapRelation::none) {
            const auto known = strongest.try_emplace(link.to, link.relation).first;
            known->second = std::min(known->second, link.relation);
        }
    }
    const auto relation_to = [&](std::string_view id) {
        const auto found = strongest.find(id);
        return found == strongest.end() ? MapRelation::none : found->second;
    };
    const CatalogTree tree(*report.to);
    std::map<MapRelation, RelationCounts> counts;
    for (const auto& control : report.to->controls) {
        auto best = relation_to(control.id.control);
        bool is_itself = best != MapRelation::none;
        for (const auto& outer : tree.around(control)) {
            const auto relation = compose(relation_to(outer), MapRelation::superset);
            if (relation != MapRelation::none && (best == MapRelation::none || relation < best)) {
                best = relation;
                is_itself = false;
            }
        }
        ++(is_itself ? counts[best].itself : counts[best].around);
    }
    return counts;
}

void carry_results(CrosswalkReport& report, const Assessment& assessment) {
    const auto& judged = assessment.header.catalogs;
    if (std::ranges::find(judged, report.from->id) == judged.end()) {
        throw Error(fmt::format("assessment {} did not judge '{}'; it judged {}", assessment.header.id, report.from->id, fmt::join(judged, ", ")), ErrorKind::usage);
    }
    CarriedResults results;
    results.header = assessment.header;
    results.controls = Carrier(report, assessment).run();
    for (const auto each : {Carried::met, Carried::met_with_remark, Carried::not_met, Carried::open, Carried::touched, Carried::not_mapped}) {
        results.counts[each] = std::ranges::count(results.controls, each, &CarriedResult::carried);
    }
    report.carried = std::move(results);
}

} // namespace assay
