// What an assessment of one catalog says of another through a crosswalk.
#include "assay/app/crosswalk.hpp"
#include "assay/base/error.hpp"
#include "support/small_catalogs.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <vector>

using namespace assay;
using namespace assay::testing;

namespace {

struct Carry {
    std::vector<Catalog> catalogs{CatalogMaker("a", "Catalog A").group("g").control("a1", "g").control("a2", "g").control("a3").control("a4").make(),
                                  CatalogMaker("b", "Catalog B").group("h").control("b1", "h").control("b2", "h").control("b3").control("b4").make()};
    std::vector<Crosswalk> crosswalks;
    Assessment assessment;
    CrosswalkReport report;

    explicit Carry(std::vector<CrosswalkMap> maps) {
        crosswalks.push_back(make_crosswalk("a", "b", std::move(maps)));
        assessment.header.id = 7;
        assessment.header.catalogs = {"a", "c"};
    }
    Carry& judged(const std::string& control, Outcome outcome, const std::string& subject = {}) {
        Determination each;
        each.control = {"a", control};
        each.subject = subject;
        each.outcome = outcome;
        assessment.determinations.push_back(std::move(each));
        return *this;
    }
    /// "b1 met a1 equal met", a line for each control that is mapped.
    std::string shown() {
        report.from = &catalogs[0];
        report.to = &catalogs[1];
        report.way = *find_way(crosswalks, catalogs, "a", "b");
        carry_results(report, assessment);
        std::string text;
        for (const auto& each : report.carried->controls) {
            if (each.carried != Carried::not_mapped) {
                text += fmt::format("{}: {} by {} ({}, {})\n", each.control->id.control, to_text(each.carried), each.from, to_text(each.relation), to_text(each.outcome));
            }
        }
        return text;
    }
};

} // namespace

TEST_CASE("equal carries met, remark and not met; superset carries what is good only; everything else touches") {
    for (const auto& [relation, met, remark, not_met] : {std::tuple{MapRelation::equal, "met", "met, with remark", "not met"},
                                                         {MapRelation::superset, "met", "met, with remark", "open"},
                                                         {MapRelation::subset, "touched", "touched", "touched"},
                                                         {MapRelation::intersects, "touched", "touched", "touched"},
                                                         {MapRelation::related, "touched", "touched", "touched"}}) {
        const auto line = [&, relation = relation](const char* carried, const char* outcome) {
            return fmt::format("b3: {} by a3 ({}, {})\n", carried, to_text(relation), outcome);
        };
        CHECK(Carry({make_map("a3", relation, "b3")}).judged("a3", Outcome::met).shown() == line(met, "met"));
        CHECK(Carry({make_map("a3", relation, "b3")}).judged("a3", Outcome::met_with_remark).shown() == line(remark, "met with remark"));
        CHECK(Carry({make_map("a3", relation, "b3")}).judged("a3", Outcome::not_met).shown() == line(not_met, "not met"));
    }
}

TEST_CASE("what is not settled carries nothing and stays open") {
    for (const auto outcome : {Outcome::not_assessed, Outcome::error, Outcome::no_occasion, Outcome::not_applicable}) {
        CHECK(Carry({make_map("a3", MapRelation::equal, "b3")}).judged("a3", outcome).shown() == fmt::format("b3: open by a3 (equal, {})\n", to_text(outcome)));
    }
    CHECK(Carry({make_map("a3", MapRelation::equal, "b3")}).shown() == "b3: open by a3 (equal, not assessed)\n");
}

TEST_CASE("a group is as good as the worst of its controls, a control as the worst of its subjects") {
    CHECK(Carry({make_map("g", MapRelation::superset, "b3")}).judged("a1", Outcome::met).judged("a2", Outcome::met).shown() == "b3: met by g (superset, met)\n");
    CHECK(Carry({make_map("g", MapRelation::superset, "b3")}).judged("a1", Outcome::met).shown() == "b3: open by g (superset, not assessed)\n");
    CHECK(Carry({make_map("a3", MapRelation::equal, "b3")}).judged("a3", Outcome::met, "S1").judged("a3", Outcome::not_met, "S2").shown() ==
          "b3: not met by a3 (equal, not met)\n");
}

TEST_CASE("a mapped group speaks of the controls in it only as far as it holds them") {
    CHECK(Carry({make_map("a3", MapRelation::equal, "h")}).judged("a3", Outcome::met).shown() == "b1: met by a3 (superset, met)\nb2: met by a3 (superset, met)\n");
    CHECK(Carry({make_map("a3", MapRelation::equal, "h")}).judged("a3", Outcome::not_met).shown() == "b1: open by a3 (superset, not met)\nb2: open by a3 (superset, not met)\n");
    CHECK(Carry({make_map("a3", MapRelation::subset, "h")}).judged("a3", Outcome::met).shown() == "b1: touched by a3 (related, met)\nb2: touched by a3 (related, met)\n");
}

TEST_CASE("of several links the one that says most decides, and not met by an equal one outranks everything") {
    CHECK(Carry({make_map("a3", MapRelation::equal, "b3"), make_map("a4", MapRelation::superset, "b3")}).judged("a3", Outcome::not_assessed).judged("a4", Outcome::met).shown() ==
          "b3: met by a4 (superset, met)\n");
    CHECK(Carry({make_map("a3", MapRelation::equal, "b3"), make_map("a4", MapRelation::superset, "b3")}).judged("a3", Outcome::not_met).judged("a4", Outcome::met).shown() ==
          "b3: not met by a3 (equal, not met)\n");
    CHECK(Carry({make_map("a3", MapRelation::related, "b3"), make_map("a4", MapRelation::intersects, "b3")}).shown() == "b3: touched by a4 (intersects, not assessed)\n");
}

TEST_CASE("every control of the other catalog is counted once, and the share shows its formula") {
    Carry carry({make_map("a1", MapRelation::equal, "b1"), make_map("a2", MapRelation::intersects, "b2"), make_map("a3", MapRelation::superset, "b3")});
    carry.judged("a1", Outcome::met).judged("a2", Outcome::met).judged("a3", Outcome::met_with_remark);
    (void)carry.shown();
    const auto text = to_text(carry.report);
    const auto at = text.find("\nWhat assessment 7");
    REQUIRE(at != std::string::npos);
    CHECK(text.substr(at) == "\nWhat assessment 7 of a (judged on 1970-01-01 from change 0) says of Catalog B (b)\n"
                             "Only what asks the same (equal) or more (superset) carries a result, and only equal carries \"not met\"; the rest touches it.\n"
                             "       1  met\n"
                             "       1  met, with remark\n"
                             "       0  not met\n"
                             "       0  open\n"
                             "       1  touched\n"
                             "       1  not mapped\n"
                             "       4  controls\n"
                             "  shown: 50.0 % = (met 1 + met, with remark 1) / 4 controls\n"
                             "  met: b1 Control b1: a a1 (equal, met)\n"
                             "  touched: b2 Control b2: a a2 (intersects, met)\n"
                             "  met, with remark: b3 Control b3: a a3 (superset, met with remark)\n");
    CHECK(to_json(carry.report).find("\"counts\": {\n      \"met\": 1,\n      \"met, with remark\": 1,\n      \"not met\": 0,\n      \"open\": 0,\n      \"touched\": 1,\n"
                                     "      \"not mapped\": 1\n    },\n") != std::string::npos);
}

TEST_CASE("an assessment that did not judge the first catalog says nothing") {
    Carry carry({make_map("a1", MapRelation::equal, "b1")});
    carry.assessment.header.catalogs = {"b", "c"};
    CHECK_THROWS_WITH_AS((void)carry.shown(), "assessment 7 did not judge 'a'; it judged b, c", Error);
}

TEST_CASE("controls of the second catalog are counted by what the first's side is to them, which is the way results are carried") {
    Carry carry({make_map("a1", MapRelation::superset, "b1"), make_map("a2", MapRelation::subset, "b1"), make_map("a3", MapRelation::subset, "b3"),
                 make_map("g", MapRelation::equal, "h")});
    (void)carry.shown();
    auto counts = count_relations(carry.report);
    CHECK(counts[MapRelation::equal].itself + counts[MapRelation::equal].around == 0);
    CHECK(counts[MapRelation::superset].itself == 1); // b1: of two links the one that can carry
    CHECK(counts[MapRelation::superset].around == 1); // b2: what is as much as its group
    CHECK(counts[MapRelation::subset].itself == 1);   // b3
    CHECK(counts[MapRelation::none].around == 1);     // b4
}
