// Ways between catalogs: relations read backwards and put together, and the join where two crosswalks meet in one catalog.
#include "assay/rules/crosswalk.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

namespace assay {

MapRelation invert(MapRelation relation) {
    switch (relation) {
    case MapRelation::superset:
        return MapRelation::subset;
    case MapRelation::subset:
        return MapRelation::superset;
    case MapRelation::none:
    case MapRelation::equal:
    case MapRelation::intersects:
    case MapRelation::related:
        break;
    }
    return relation;
}

MapRelation compose(MapRelation first, MapRelation second) {
    using enum MapRelation;
    if (first == none || second == none) {
        return none;
    }
    if (first == equal || second == equal) {
        return first == equal ? second : first;
    }
    if (first == second && (first == subset || first == superset)) {
        return first;
    }
    // What two ask in common is in all that contains either of them.
    if ((first == superset && second == intersects) || (first == intersects && second == subset)) {
        return intersects;
    }
    return related;
}

char worse_confidence(char one, char other) {
    constexpr std::string_view k_best_first = "VCB";
    return k_best_first[std::min(std::max(k_best_first.find(one), k_best_first.find(other)), k_best_first.size() - 1)];
}

std::vector<CrosswalkLink> links_of(const Crosswalk& crosswalk, std::string_view from) {
    const bool forwards = crosswalk.from == from;
    std::vector<CrosswalkLink> links;
    links.reserve(crosswalk.maps.size());
    for (const auto& map : crosswalk.maps) {
        CrosswalkLink link;
        link.from = forwards ? map.from : map.to;
        link.to = forwards ? map.to : map.from;
        link.relation = forwards ? map.relation : invert(map.relation);
        link.change = map.change;
        link.judgement = map.judgement;
        link.confidence = map.confidence;
        link.steps.push_back({forwards ? crosswalk.from : crosswalk.to, link.from, forwards ? crosswalk.to : crosswalk.from, link.to, link.relation, map.reason});
        links.push_back(std::move(link));
    }
    return links;
}

namespace {

/// Joins the links to one catalog with those that go on from it. Where the two meet at different levels, a group asks all that a
/// control in it asks; this is used only between the nearest levels, and only where at least one side has no partner of its own.
class Join {
public:
    Join(const CatalogTree& middle, std::span<const CrosswalkLink> before, std::span<const CrosswalkLink> after) : m_middle(middle), m_before(before) {
        for (const auto& link : before) {
            if (link.relation != MapRelation::none) {
                m_arriving.insert(link.to);
            }
        }
        for (const auto& link : after) {
            if (link.relation != MapRelation::none) {
                m_leaving[link.from].push_back(&link);
            }
        }
        for (const auto& [id, links] : m_leaving) {
            if (const auto outer = nearest(id, [this](const std::string& each) { return m_arriving.contains(each); }); !outer.empty()) {
                m_inside[outer].push_back(id);
            }
        }
    }

    std::vector<CrosswalkLink> run() {
        for (const auto& link : m_before) {
            if (link.relation != MapRelation::none) {
                go_on(link);
            }
        }
        std::vector<CrosswalkLink> found;
        found.reserve(m_best.size());
        for (auto& [ends, link] : m_best) {
            found.push_back(std::move(link));
        }
        return found;
    }

private:
    template <class Is>
    std::string nearest(const std::string& id, Is is) const {
        for (auto& each : m_middle.around(id)) {
            if (is(each)) {
                return each;
            }
        }
        return {};
    }

    bool is_allowed(const std::string& arrived, const std::string& leaves) const { return !m_leaving.contains(arrived) || !m_arriving.contains(leaves); }

    void go_on(const CrosswalkLink& link) {
        join(link, link.to, MapRelation::equal);
        const auto outer = nearest(link.to, [this](const std::string& each) { return m_leaving.contains(each); });
        if (!outer.empty() && is_allowed(link.to, outer)) {
            join(link, outer, MapRelation::subset);
        }
        if (const auto inner = m_inside.find(link.to); inner != m_inside.end()) {
            for (const auto& each : inner->second) {
                if (is_allowed(link.to, each)) {
                    join(link, each, MapRelation::superset);
                }
            }
        }
    }

    /// `level`: what the place of arrival is to the place of departure.
    void join(const CrosswalkLink& link, const std::string& leaves, MapRelation level) {
        const auto onward = m_leaving.find(leaves);
        if (onward == m_leaving.end()) {
            return;
        }
        for (const auto* next : onward->second) {
            CrosswalkLink joined;
            joined.from = link.from;
            joined.to = next->to;
            joined.relation = compose(compose(link.relation, level), next->relation);
            joined.judgement = link.judgement == MapJudgement::source && next->judgement == MapJudgement::source ? MapJudgement::source : MapJudgement::ours;
            joined.confidence = worse_confidence(link.confidence, next->confidence);
            joined.steps = link.steps;
            if (level != MapRelation::equal) {
                const auto& catalog = m_middle.catalog().id;
                joined.steps.push_back({catalog, link.to, catalog, leaves, level, {}});
            }
            joined.steps.insert(joined.steps.end(), next->steps.begin(), next->steps.end());
            keep(std::move(joined));
        }
    }

    /// Of several ways between one pair the strongest, then the best known, then the shortest, then the first met.
    void keep(CrosswalkLink link) {
        const auto rank = [](const CrosswalkLink& each) {
            return std::tuple(each.relation, std::string_view("VCB").find(each.confidence), each.judgement == MapJudgement::ours, each.steps.size());
        };
        std::pair ends(link.from, link.to);
        const auto known = m_best.find(ends);
        if (known == m_best.end()) {
            m_best.emplace(std::move(ends), std::move(link));
        } else if (rank(link) < rank(known->second)) {
            known->second = std::move(link);
        }
    }

    const CatalogTree& m_middle;
    std::span<const CrosswalkLink> m_before;
    std::set<std::string> m_arriving;
    std::map<std::string, std::vector<const CrosswalkLink*>> m_leaving;
    std::map<std::string, std::vector<std::string>> m_inside;   // arriving: the leaving ones in it that it is the nearest around
    std::map<std::pair<std::string, std::string>, CrosswalkLink> m_best;
};

/// Breadth first, neighbours by id: the shortest way, of several the first.
std::vector<std::string> find_catalogs(std::span<const Crosswalk> crosswalks, std::string_view from, std::string_view to) {
    std::map<std::string, std::set<std::string>, std::less<>> next;
    for (const auto& crosswalk : crosswalks) {
        next[crosswalk.from].insert(crosswalk.to);
        next[crosswalk.to].insert(crosswalk.from);
    }
    std::map<std::string, std::string, std::less<>> came_from;
    came_from.emplace(from, "");
    std::vector<std::string> waiting{std::string(from)};
    for (std::size_t i = 0; i < waiting.size() && !came_from.contains(to); ++i) {
        const std::string here = waiting[i];
        for (const auto& each : next[here]) {
            if (came_from.emplace(each, here).second) {
                waiting.push_back(each);
            }
        }
    }
    if (!came_from.contains(to)) {
        return {};
    }
    std::vector<std::string> way;
    for (std::string each(to); !each.empty(); each = came_from.find(each)->second) {
        way.push_back(each);
    }
    std::ranges::reverse(way);
    return way;
}

} // namespace

std::optional<CrosswalkWay> find_way(std::span<const Crosswalk> crosswalks, std::span<const Catalog> catalogs, std::string_view from, std::string_view to) {
    CrosswalkWay way;
    way.catalogs = find_catalogs(crosswalks, from, to);
    if (way.catalogs.size() < 2) {
        return std::nullopt;
    }
    const auto tree_of = [&](const std::string& id) { return CatalogTree(*std::ranges::find(catalogs, id, &Catalog::id)); };
    for (std::size_t i = 1; i < way.catalogs.size(); ++i) {
        const std::pair here(way.catalogs[i - 1], way.catalogs[i]);
        const auto crosswalk = std::ranges::find_if(crosswalks, [&](const Crosswalk& each) {
            return std::pair(each.from, each.to) == here || std::pair(each.to, each.from) == here;
        });
        way.used.push_back(&*crosswalk);
        auto links = links_of(*crosswalk, here.first);
        if (i == 1) {
            way.links = std::move(links);
        } else {
            const auto middle = tree_of(here.first);
            way.links = Join(middle, way.links, links).run();
        }
    }
    const auto first = tree_of(way.catalogs.front());
    const auto last = tree_of(way.catalogs.back());
    // A new requirement has no place in the catalog it comes from: it stands last.
    std::ranges::stable_sort(way.links, [&](const CrosswalkLink& a, const CrosswalkLink& b) {
        return a.from != b.from ? first.is_before(a.from, b.from) : last.is_before(a.to, b.to);
    });
    return way;
}

std::vector<ControlCover> cover_controls(const CatalogTree& tree, std::span<const CrosswalkLink> links, WaySide side) {
    std::map<std::string_view, MapRelation> strongest;
    for (const auto& link : links) {
        const std::string_view id = side == WaySide::from ? link.from : link.to;
        if (link.relation == MapRelation::none || id.empty()) {
            continue;
        }
        const auto relation = side == WaySide::from ? link.relation : invert(link.relation);
        const auto [known, fresh] = strongest.try_emplace(id, relation);
        known->second = std::min(known->second, relation);
    }
    std::vector<ControlCover> covers;
    for (const auto& control : tree.catalog().controls) {
        ControlCover cover{&control, MapRelation::none, false};
        const auto consider = [&](std::string_view id, bool itself) {
            const auto found = strongest.find(id);
            if (found != strongest.end() && (cover.relation == MapRelation::none || found->second < cover.relation)) {
                cover.relation = found->second;
                cover.itself = itself;
            }
        };
        consider(control.id.control, true);
        for (const auto& outer : tree.around(control)) {
            consider(outer, false);
        }
        covers.push_back(cover);
    }
    return covers;
}

} // namespace assay
