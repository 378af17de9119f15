// Crosswalks linked, read backwards, put together and counted.
#include "assay/rules/crosswalk.hpp"
#include "support/small_catalogs.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

using namespace assay;
using namespace assay::testing;

namespace {

constexpr std::array k_relations{MapRelation::equal, MapRelation::superset, MapRelation::subset, MapRelation::intersects, MapRelation::related};

/// One clause with two requirements, a third beside it, and a process.
Catalog iso() { return CatalogMaker("iso").group("8").group("8.6", "8").control("8.6-r01", "8.6").control("8.6-r02", "8.6").control("9-r01").make(); }
Catalog itil() { return CatalogMaker("itil").group("incident").control("incident-1", "incident").control("incident-2", "incident").control("desk").make(); }
Catalog desmf() { return CatalogMaker("desmf").process("IM").control("IM-O1", {}, "IM").control("IM-O2", {}, "IM").control("other").make(); }

std::string faults_of(const std::vector<Crosswalk>& crosswalks, const std::vector<Catalog>& catalogs = {iso(), itil(), desmf()}) {
    Diagnostics faults;
    link_crosswalks(crosswalks, catalogs, faults);
    return faults.to_text();
}

/// "from relation to" of each link, in order.
std::string shown(const CrosswalkWay& way) {
    std::string text;
    for (const auto& link : way.links) {
        text += link.from + " " + std::string(to_text(link.relation)) + " " + link.to + "\n";
    }
    return text;
}

} // namespace

TEST_CASE("a crosswalk names catalogs that exist") {
    CHECK(faults_of({make_crosswalk("iso", "itil", {make_map("8.6", MapRelation::equal, "incident")})}).empty());
    CHECK(faults_of({make_crosswalk("iso", "itli", {make_map("8.6", MapRelation::equal, "incident")})}) ==
          "iso.itli.xml:1:20: error: there is no catalog 'itli' (did you mean 'itil'?) [unknown-catalog]\n");
    CHECK(faults_of({make_crosswalk("is0", "itil", {make_map("8.6", MapRelation::equal, "incidents")})}) ==
          "is0.itil.xml:1:10: error: there is no catalog 'is0' (did you mean 'iso'?) [unknown-catalog]\n"
          "is0.itil.xml:2:20: error: catalog 'itil' has no control, group or process 'incidents' (did you mean 'incident'?) [unknown-control]\n");
    CHECK(faults_of({make_crosswalk("iso", "iso", {make_map("8.6", MapRelation::equal, "8.6")})}) ==
          "iso.iso.xml:1:20: error: crosswalk 'iso.iso' leads from 'iso' to itself (name the other catalog) [same-catalog]\n");
}

TEST_CASE("each end of a map is a control, a group or a process of its catalog") {
    CHECK(faults_of({make_crosswalk("iso", "desmf", {make_map("8.6-r01", MapRelation::subset, "IM"), make_map("8", MapRelation::related, "IM-O1")})}).empty());
    CHECK(faults_of({make_crosswalk("iso", "desmf", {make_map("8.6-r03", MapRelation::subset, "IM"), make_map("8.6", MapRelation::subset, "IM-O3")})}) ==
          "iso.desmf.xml:2:10: error: catalog 'iso' has no control, group or process '8.6-r03' (did you mean '8.6-r01'?) [unknown-control]\n"
          "iso.desmf.xml:3:20: error: catalog 'desmf' has no control, group or process 'IM-O3' (did you mean 'IM-O1'?) [unknown-control]\n");
}

TEST_CASE("two catalogs meet in one crosswalk only, whichever way it is written") {
    CHECK(faults_of({make_crosswalk("iso", "itil", {make_map("8.6", MapRelation::equal, "incident")}),
                     make_crosswalk("itil", "iso", {make_map("desk", MapRelation::related, "8.6")})}) ==
          "itil.iso.xml:1:1: error: 'itil' and 'iso' are mapped already by crosswalk 'iso.itil' (put the maps into iso.itil.xml:1:1) [duplicate-crosswalk]\n");
}

TEST_CASE("relations put together say nothing that does not follow, and no more than the weaker one") {
    // What each relation promises, of all duties that could be asked for.
    const auto holds = [](MapRelation relation, unsigned a, unsigned b) {
        switch (relation) {
        case MapRelation::equal: return a == b;
        case MapRelation::superset: return (a & b) == b;
        case MapRelation::subset: return (a & b) == a;
        case MapRelation::intersects: return (a & b) != 0;
        default: return true;
        }
    };
    for (const auto first : k_relations) {
        for (const auto second : k_relations) {
            const auto both = compose(first, second);
            CHECK(both >= std::max(first, second));
            CHECK(invert(both) == compose(invert(second), invert(first)));
            CHECK(compose(first, MapRelation::none) == MapRelation::none);
            CHECK(compose(MapRelation::equal, first) == first);
            for (const auto third : k_relations) {
                CHECK(compose(both, third) == compose(first, compose(second, third)));
            }
            for (unsigned a = 1; a < 16; ++a) {
                for (unsigned b = 1; b < 16; ++b) {
                    for (unsigned c = 1; c < 16; ++c) {
                        if (holds(first, a, b) && holds(second, b, c)) {
                            REQUIRE(holds(both, a, c));
                        }
                    }
                }
            }
        }
    }
    CHECK(compose(MapRelation::subset, MapRelation::subset) == MapRelation::subset);
    CHECK(compose(MapRelation::superset, MapRelation::superset) == MapRelation::superset);
    CHECK(compose(MapRelation::subset, MapRelation::superset) == MapRelation::related);
    CHECK(compose(MapRelation::superset, MapRelation::subset) == MapRelation::related);
    CHECK(compose(MapRelation::superset, MapRelation::intersects) == MapRelation::intersects);
    CHECK(compose(MapRelation::subset, MapRelation::intersects) == MapRelation::related);
}

TEST_CASE("the worse confidence counts: read in a source, sources disagree, background") {
    CHECK(worse_confidence('V', 'V') == 'V');
    CHECK(worse_confidence('V', 'C') == 'C');
    CHECK(worse_confidence('B', 'V') == 'B');
    CHECK(worse_confidence('C', 'B') == 'B');
}

TEST_CASE("a crosswalk is read backwards with its relations turned round") {
    const std::vector crosswalks{make_crosswalk("itil", "iso", {make_map("desk", MapRelation::subset, "8.6"), make_map("incident", MapRelation::superset, "8.6"),
                                                                make_map("desk", MapRelation::equal, "9-r01")})};
    const std::vector catalogs{iso(), itil()};
    const auto way = find_way(crosswalks, catalogs, "iso", "itil");
    REQUIRE(way);
    CHECK(way->is_direct());
    CHECK(way->is_backwards());
    CHECK(shown(*way) == "8.6 subset incident\n8.6 superset desk\n9-r01 equal desk\n");
    const auto forth = find_way(crosswalks, catalogs, "itil", "iso");
    CHECK_FALSE(forth->is_backwards());
    CHECK(shown(*forth) == "incident superset 8.6\ndesk subset 8.6\ndesk equal 9-r01\n");
    CHECK_FALSE(find_way(crosswalks, catalogs, "iso", "desmf"));
    CHECK_FALSE(find_way(crosswalks, catalogs, "iso", "iso"));
}

TEST_CASE("without a direct crosswalk the way leads through others, and each link is as weak as its weakest") {
    const std::vector crosswalks{
        make_crosswalk("iso", "desmf", {make_map("8.6-r01", MapRelation::equal, "IM-O1"), make_map("8.6-r02", MapRelation::superset, "IM-O2", 'C')}),
        make_crosswalk("iso", "itil", {make_map("8.6-r01", MapRelation::superset, "incident-1", 'B', MapJudgement::ours),
                                       make_map("8.6-r02", MapRelation::subset, "incident-2"), make_map("8.6-r02", MapRelation::subset, "desk")})};
    const std::vector catalogs{iso(), itil(), desmf()};
    const auto way = find_way(crosswalks, catalogs, "desmf", "itil");
    REQUIRE(way);
    CHECK_FALSE(way->is_direct());
    CHECK(way->catalogs == std::vector<std::string>{"desmf", "iso", "itil"});
    CHECK(shown(*way) == "IM-O1 superset incident-1\nIM-O2 subset incident-2\nIM-O2 subset desk\n");
    const auto& first = way->links[0];
    CHECK(first.confidence == 'B');
    CHECK(first.judgement == MapJudgement::ours);
    REQUIRE(first.steps.size() == 2);
    CHECK(first.steps[0].from_catalog == "desmf");
    CHECK(first.steps[0].to == "8.6-r01");
    CHECK(first.steps[1].to_catalog == "itil");
    CHECK(way->links[1].confidence == 'C');
    CHECK(way->links[1].judgement == MapJudgement::source);
}

TEST_CASE("where two crosswalks meet at different levels, a group asks all that its controls ask") {
    const std::vector catalogs{iso(), itil(), desmf()};
    const auto link = [&](CrosswalkMap to_iso, CrosswalkMap from_iso) {
        const std::vector crosswalks{make_crosswalk("itil", "iso", {std::move(to_iso)}), make_crosswalk("iso", "desmf", {std::move(from_iso)})};
        const auto forth = find_way(crosswalks, catalogs, "itil", "desmf");
        const auto back = find_way(crosswalks, catalogs, "desmf", "itil");
        // The same links, seen from the other end.
        REQUIRE(forth->links.size() == back->links.size());
        for (std::size_t i = 0; i < forth->links.size(); ++i) {
            CHECK(forth->links[i].relation == invert(back->links[i].relation));
        }
        return shown(*forth);
    };
    CHECK(link(make_map("desk", MapRelation::equal, "8.6-r01"), make_map("8.6", MapRelation::subset, "IM")) == "desk subset IM\n");
    CHECK(link(make_map("desk", MapRelation::superset, "8.6"), make_map("8.6-r01", MapRelation::equal, "IM")) == "desk superset IM\n");
    CHECK(link(make_map("desk", MapRelation::equal, "8.6"), make_map("8.6-r02", MapRelation::subset, "IM")) == "desk related IM\n");
    CHECK(link(make_map("desk", MapRelation::equal, "9-r01"), make_map("8.6", MapRelation::subset, "IM")).empty());
    CHECK(link(make_map("desk", MapRelation::equal, "8"), make_map("8.6-r02", MapRelation::equal, "IM")) == "desk superset IM\n");
}

TEST_CASE("levels are bridged only to the nearest, and only where a side has no partner of its own") {
    const std::vector catalogs{iso(), itil(), desmf()};
    const std::vector crosswalks{make_crosswalk("itil", "iso", {make_map("desk", MapRelation::equal, "8.6-r01"), make_map("incident", MapRelation::equal, "8.6")}),
                                 make_crosswalk("iso", "desmf", {make_map("8.6-r01", MapRelation::equal, "IM-O1"), make_map("8.6", MapRelation::equal, "IM"),
                                                                 make_map("8", MapRelation::equal, "other")})};
    // 8.6-r01 and 8.6 both have partners; 8 has none, and the nearest mapped below it is 8.6.
    CHECK(shown(*find_way(crosswalks, catalogs, "itil", "desmf")) == "incident equal IM\nincident subset other\ndesk equal IM-O1\n");
}

TEST_CASE("of several ways between one pair the strongest stays") {
    const std::vector catalogs{iso(), itil(), desmf()};
    const std::vector crosswalks{make_crosswalk("itil", "iso", {make_map("desk", MapRelation::related, "8.6-r01"), make_map("desk", MapRelation::subset, "8.6-r02")}),
                                 make_crosswalk("iso", "desmf", {make_map("8.6-r01", MapRelation::equal, "IM"), make_map("8.6-r02", MapRelation::equal, "IM")})};
    CHECK(shown(*find_way(crosswalks, catalogs, "itil", "desmf")) == "desk subset IM\n");
}

TEST_CASE("new and withdrawn requirements are told, and lead nowhere") {
    auto added = make_map("", MapRelation::none, "desk");
    added.change = MapChange::added;
    auto withdrawn = make_map("9-r01", MapRelation::none, "");
    withdrawn.change = MapChange::withdrawn;
    const std::vector catalogs{iso(), itil(), desmf()};
    const std::vector crosswalks{make_crosswalk("iso", "itil", {added, withdrawn, make_map("8.6", MapRelation::equal, "incident")}),
                                 make_crosswalk("itil", "desmf", {make_map("desk", MapRelation::equal, "IM")})};
    CHECK(faults_of(crosswalks).empty());
    const auto way = find_way(crosswalks, catalogs, "iso", "itil");
    CHECK(shown(*way) == "8.6 equal incident\n9-r01  \n  desk\n");
    const CatalogTree tree(catalogs[1]);
    const auto covers = cover_controls(tree, way->links, WaySide::to);
    CHECK(covers[2].control->id.control == "desk");
    CHECK(covers[2].relation == MapRelation::none);
    CHECK(find_way(crosswalks, catalogs, "iso", "desmf")->links.empty());
}

TEST_CASE("a control is covered when it or what stands around it is mapped, and the strongest relation decides") {
    const std::vector catalogs{iso(), itil()};
    const std::vector crosswalks{make_crosswalk("iso", "itil", {make_map("8", MapRelation::superset, "incident"), make_map("8.6", MapRelation::intersects, "incident"),
                                                                make_map("8.6-r01", MapRelation::superset, "incident-1"), make_map("8.6-r02", MapRelation::related, "desk"),
                                                                make_map("8.6-r02", MapRelation::subset, "incident")})};
    const auto way = find_way(crosswalks, catalogs, "iso", "itil");
    const CatalogTree tree(catalogs[0]);
    const auto covers = cover_controls(tree, way->links, WaySide::from);
    REQUIRE(covers.size() == 3);
    CHECK(covers[0].relation == MapRelation::superset);
    CHECK(covers[0].itself);
    CHECK(covers[1].relation == MapRelation::superset);
    CHECK_FALSE(covers[1].itself);
    CHECK(covers[2].relation == MapRelation::none);
    const CatalogTree other(catalogs[1]);
    const auto reverse = cover_controls(other, way->links, WaySide::to);
    CHECK(reverse[0].relation == MapRelation::superset);   // 8.6-r02 is a subset of the group around it
    CHECK_FALSE(reverse[0].itself);
    CHECK(reverse[2].relation == MapRelation::related);
    CHECK(reverse[2].itself);
}
