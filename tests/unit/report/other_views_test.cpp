// Reports of capability, crosswalks, systems, weaknesses, changes, trend, a quarter, applicability, plan and validation of data.
#include "support/report_world.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace assay;
using assay::testing::holds;
using assay::testing::stretch;
using assay::testing::World;

namespace {

std::string section_of(const World& world, const std::string& report, const std::string& part) { return stretch(world.report(report, "html").text, "<h2 id=\"" + part + "\">", "</section>"); }

} // namespace

TEST_CASE("a report says whose words its requirements stand in") {
    World world;
    CHECK(holds(world.report("rmf", "md").text, "- Requirements are paraphrased in our own words; the licensed text decides."));
    world.fixture.catalogs[0].is_paraphrased = false;
    CHECK(holds(world.report("rmf", "md").text, "- Requirements of " + world.fixture.catalogs[0].title +
                                                    " stand in their own words; the others are paraphrased in our own words, and the licensed text decides."));
    for (auto& catalog : world.fixture.catalogs) {
        catalog.is_paraphrased = false;
    }
    CHECK_FALSE(holds(world.report("rmf", "md").text, "paraphrased"));
}

TEST_CASE("a capability profile keeps ratings and indications apart, and says what nobody rated") {
    const World world;
    const auto overview = section_of(world, "capability", "overview");
    CHECK(holds(overview, "Level 1</span><span class=\"our-id\">target 3"));
    CHECK(holds(overview, "Between 0 and 2"));
    CHECK(holds(overview, "CR-2 names no assessor"));
    CHECK(holds(overview, "<em class=\"lack\">not rated</em>"));
    const auto profiles = section_of(world, "capability", "profiles");
    CHECK(holds(profiles, "met 1 / 4 to (met 1 + open 2) / 4"));
    CHECK(holds(profiles, "L+ (counts as L)"));
    CHECK(holds(world.report("capability", "html").text, "5 ratings read: 1 of a later day and 2 replaced by a newer one are left out."));
}

TEST_CASE("crosswalk coverage counts both ways of being mapped, and lists only what carries a result") {
    const World world;
    CHECK(holds(section_of(world, "crosswalks", "overview"), "mapped 3 / controls 4 = 75.0 %"));
    const auto relations = section_of(world, "crosswalks", "relations");
    CHECK(holds(stretch(relations, ">Not mapped<", "</tr>"), ">1<"));
    const auto carried = section_of(world, "crosswalks", "carried");
    CHECK(holds(carried, "Incident management"));
    CHECK_FALSE(holds(carried, "Problem management"));
    CHECK(world.report("crosswalks", "csv").csv_rows.size() == 5);
}

TEST_CASE("a system's authorization is the newest decision that stands, and its end and conditions are told") {
    const World world;
    const auto systems = section_of(world, "rmf", "systems");
    CHECK(holds(systems, "Authorization to operate, with conditions"));
    CHECK(holds(systems, "Authorization ends on 2026-12-01; conditions were due on 2026-06-01; 1 weakness is overdue; 2 reviews are overdue"));
    CHECK(holds(systems, "Operates without an authorization on record"));  // AUT2 was revoked
    CHECK_FALSE(holds(systems, "OLD"));
    CHECK(holds(world.report("rmf", "html").text, "2 systems: 1 without an authorization in force, 2 with something to look at."));
}

TEST_CASE("the plan of action tells what was put off and why, and what was closed or accepted by nobody") {
    const World world;
    const auto weaknesses = section_of(world, "poam", "weaknesses");
    CHECK(holds(weaknesses, "overdue; moved from 2026-04-01: Vendor was late"));
    CHECK(holds(weaknesses, "Completed, verified by nobody"));
    CHECK(holds(weaknesses, "Risk accepted by nobody"));
    CHECK(holds(world.report("poam", "html").text, "4 weaknesses: 2 open, 1 of them overdue on 2026-10-06 and 1 without a date."));
}

TEST_CASE("a comparison tells the worst first, what it left out, and why there is none") {
    World world;
    const auto html = world.report("diff", "html").text;
    CHECK(holds(html, "Against assessment 2 of 2026-07-01: 1 new or worse, 1 fixed or better, 14 of 16 determinations unchanged."));
    CHECK(holds(html, "desmf-3: only the later assessment judged it; 15 determinations are left out."));
    CHECK(holds(html, "Files that judged and differ: checks iso.xml."));
    world.beside.comparison.reset();
    world.beside.comparison_absent = "There is no earlier assessment.";
    CHECK(holds(world.report("diff", "html").text, "There is no earlier assessment."));
}

TEST_CASE("a trend gives each standard its own bounds with formulas, and one assessment is none") {
    World world;
    const auto html = world.report("trend", "html").text;
    CHECK(holds(html, "(met 4 + met with remark 1) / assessable 12 = 5 / 12 = 41.7 %"));
    world.beside.trend.resize(1);
    CHECK(holds(world.report("trend", "html").text, "There is one assessment; a trend needs more."));
}

TEST_CASE("a business review says of how many records a median is, and recommends nothing of its own") {
    const World world;
    const auto records = section_of(world, "business-review", "records");
    CHECK(holds(records, "19 min<span class=\"our-id\">of 50 of 50"));
    CHECK(holds(records, "2 d 7 h<span class=\"our-id\">of 47 of 50"));
    CHECK(holds(records, "no times"));
    CHECK(holds(records, "9 open at the end of the quarter"));
    CHECK(holds(section_of(world, "business-review", "recurring"), "Delivery"));
    const auto assets = section_of(world, "business-review", "assets");
    CHECK(holds(assets, "<em class=\"lack\">2026-09-01</em><span class=\"our-id\">past"));
    CHECK(holds(assets, "Mail licence"));
    CHECK_FALSE(holds(assets, "Old router"));
    CHECK(holds(section_of(world, "business-review", "proposals"), "Assay recommends nothing of its own"));
    CHECK(holds(world.report("business-review", "html").text, "2026-07 to 2026-09: 50 incidents opened, against 40 in the quarter before"));
}

TEST_CASE("a statement of applicability is only of catalogs that allow it, and an exclusion elsewhere is told") {
    World world;
    const auto html = world.report("applicability", "html").text;
    CHECK(holds(html, "1 catalog: 2 controls left out for at least one subject; 1 to look at."));
    CHECK(holds(html, "Excluded for CAP: Done by the regional data centre; R. Achterberg, 2026-02-10"));
    CHECK(holds(html, "the catalog does not allow it to be left out"));
    CHECK(holds(html, "Without a statement of applicability, because nothing of it may be left out: ISO/IEC 20000-1"));
    for (auto& control : world.fixture.catalogs[1].controls) {
        control.excludable = false;
    }
    CHECK(holds(world.report("applicability", "html").text, "No catalog of this assessment has a statement of applicability."));
}

TEST_CASE("data validation names imports, evidence and statements that do not count, and why") {
    const World world;
    CHECK(holds(section_of(world, "data-validation", "populations"), "The import states no source count"));
    CHECK(holds(section_of(world, "data-validation", "evidence"), "Rejected, R. Achterberg, 2026-10-02: minutes name no incident"));
    CHECK(holds(section_of(world, "data-validation", "claims"), "ATT-009"));
}

TEST_CASE("an assessment plan counts what controls ask for apart from what is expected, and who must provide it") {
    const World world;
    CHECK(holds(section_of(world, "assessment-plan", "participants"), "Nobody recorded"));
    CHECK(holds(section_of(world, "assessment-plan", "activities"), ">Mail<"));
    CHECK_FALSE(holds(section_of(world, "assessment-plan", "activities"), ">Requests<")); // cancelled
    CHECK(holds(section_of(world, "assessment-plan", "deliverables"), "data-validation"));
}

TEST_CASE("a filter and a judge without a name are told in the opening") {
    World world;
    world.fixture.filter = "grade major: 3 of 31 determinations; 28 are left out";
    for (const auto* report : {"gap", "actions", "clauses"}) {
        CHECK(holds(world.report(report, "html").text, "<dt>Shown</dt><dd>grade major: 3 of 31 determinations; 28 are left out</dd>"));
        CHECK(holds(world.report(report, "md").text, "| Shown | grade major: 3 of 31 determinations; 28 are left out |"));
    }
    CHECK(holds(world.report("executive", "html").text, "Shown: grade major: 3 of 31 determinations; 28 are left out"));
}
