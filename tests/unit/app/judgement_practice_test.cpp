// docs/judgement.md "Practice": what a control of an alignment catalog says of a control of a standard.
#include "support/judgement_world.hpp"
#include "support/small_catalogs.hpp"

#include <doctest/doctest.h>

using namespace assay;
using namespace assay::testing;

namespace {

/// One control of the standard and one of practice, both per organisation; practice fails by its check over reviews.
struct StandardAndPractice : JudgementWorld {
    StandardAndPractice() {
        add_control("c1");
        catalogs.push_back(CatalogMaker("prac").group("g").control("p1", "g").make());
        catalogs.back().scale = Scale::alignment;
        catalogs.back().controls.front().title = "Reviews are good";
        standards = {"std", "prac"};
        auto& check = add_check("k1", "c1", "review");
        check.controls.front().first = {"prac", "p1"};
        import("review", {{{"id", "v1"}, {"picked", "yes"}, {"good", "no"}}});
    }
    void map(MapRelation relation, const std::string& from = "p1", const std::string& to = "c1") {
        crosswalks.push_back(make_crosswalk("prac", "std", {make_map(from, relation, to, 'B', MapJudgement::ours)}));
    }
    /// What an assessor of the team, who has no part in it, says of the standard's control.
    void attest(const std::string& outcome) {
        import("attestation", {{{"id", "A1"}, {"catalog", "std"}, {"control", "c1"}, {"outcome", outcome}, {"person", "ann"}, {"audit_team", "yes"},
                                {"competent_for", "8"}, {"no_conflict_declared", "yes"}, {"attested_on", "2025-11-11"}}});
    }
};

} // namespace

TEST_CASE("practice that is not met gives a remark where a crosswalk leads, and says why") {
    StandardAndPractice world;
    world.attest("met");
    CHECK(world.outcome("c1") == "met: attestation supports");
    for (const auto& [relation, words] : {std::pair{MapRelation::equal, "asks the same"}, {MapRelation::superset, "asks the same and more"},
                                          {MapRelation::subset, "asks a part of it"}, {MapRelation::intersects, "asks some of the same"}}) {
        world.crosswalks.clear();
        world.map(relation);
        const auto assessment = world.judge();
        CHECK(JudgementWorld::shown(assessment).at("c1") == "met with remark: attestation supports, note remarks");
        const auto& basis = assessment.determinations.front().bases.back();
        CHECK(basis.ref == "prac/p1");
        CHECK(basis.text == fmt::format("\"Reviews are good\" is not met, and {} (prac.std, our judgement, confidence B); practice gives at most a remark", words));
    }
    CHECK(world.outcome("p1") == "not met (minor): check fails");
}

TEST_CASE("practice never makes anything met or not met") {
    StandardAndPractice world;
    world.map(MapRelation::equal);
    CHECK(world.outcome("c1") == "not assessed: note blocks, note remarks");
    world.attest("not_met");
    CHECK(world.outcome("c1") == "not met (minor): attestation fails, note remarks");
    world.import("review", {{{"id", "v1"}, {"picked", "yes"}, {"good", "yes"}}}, world.declared(1));
    CHECK(world.outcome("p1") == "met: check supports");
    CHECK(world.outcome("c1") == "not met (minor): attestation fails");
}

TEST_CASE("no remark comes from what is only related, from a map to a clause, or from practice that is not judged") {
    StandardAndPractice world;
    world.attest("met");
    world.catalogs.front().groups.push_back({"8", "Clause", "", 0, {}});
    world.catalogs.front().controls.front().group = "8";
    SUBCASE("related") { world.map(MapRelation::related); }
    SUBCASE("a clause") { world.map(MapRelation::equal, "p1", "8"); }
    SUBCASE("not judged") {
        world.map(MapRelation::equal);
        world.standards = {"std"};
    }
    SUBCASE("a scale of its own") {
        world.map(MapRelation::equal);
        world.catalogs.back().scale = Scale::sp800_53a;
    }
    SUBCASE("a group that asks more") { world.map(MapRelation::superset, "g"); }
    CHECK(world.outcome("c1") == "met: attestation supports");
}

TEST_CASE("a control in a group of practice that is mapped as a whole is a part of it, and each control remarks once") {
    StandardAndPractice world;
    world.attest("met");
    world.crosswalks.push_back(make_crosswalk("std", "prac", {make_map("c1", MapRelation::equal, "g"), make_map("c1", MapRelation::intersects, "p1")}));
    const auto assessment = world.judge();
    CHECK(JudgementWorld::shown(assessment).at("c1") == "met with remark: attestation supports, note remarks");
    CHECK(assessment.determinations.front().bases.back().text ==
          "\"Reviews are good\" is not met, and asks a part of it (std.prac, published mapping, confidence V); practice gives at most a remark");
}

TEST_CASE("subjects of one kind are matched; of several subjects it is told how many are not met") {
    StandardAndPractice world;
    world.import("service", {{{"id", "S1"}, {"status", "live"}, {"in_scope", "yes"}}, {{"id", "S2"}, {"status", "live"}, {"in_scope", "yes"}}});
    auto& practice = world.catalogs.back().controls.front();
    practice.per = SubjectKind::service;
    world.files.front().checks.front().in.text = "ticket";
    world.import("ticket", {{{"number", "t1"}, {"service", "S1"}, {"opened", "2025-05-05"}, {"picked", "yes"}, {"good", "no"}},
                            {{"number", "t2"}, {"service", "S2"}, {"opened", "2025-05-05"}, {"picked", "yes"}, {"good", "yes"}}},
                 world.declared(2));
    world.map(MapRelation::equal);
    world.attest("met");
    const auto whole = world.judge();
    CHECK(JudgementWorld::shown(whole).at("c1") == "met with remark: attestation supports, note remarks");
    CHECK(whole.determinations.front().bases.back().text ==
          "\"Reviews are good\" is not met for 1 of 2 subjects, and asks the same (prac.std, our judgement, confidence B); practice gives at most a remark");
    world.catalogs.front().controls.front().per = SubjectKind::service;
    CHECK(world.outcome("c1@S1") == "met with remark: attestation supports, note remarks");
    CHECK(world.outcome("c1@S2") == "met: attestation supports");
}
