// Reports of figures and tables over registers: what each says, and what must hold of all of them.
#include "assay/base/error.hpp"
#include "assay/report/registers.hpp"
#include "assay/report/render.hpp"

#include "report/svg_heat.hpp"
#include "support/golden.hpp"
#include "support/markup_check.hpp"
#include "support/report_world.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <memory>
#include <set>
#include <string>

using namespace assay;
namespace fs = std::filesystem;
using assay::testing::holds;
using assay::testing::k_templates;
using assay::testing::stretch;
using assay::testing::World;

namespace {

const std::vector<std::string> k_tabular{"actions", "applicability", "assessment-plan", "audit-plan", "audit-report", "business-review", "capability", "clauses", "crosswalks", "data-validation", "diff", "documents",
                                         "management-review", "nonconformities", "poam", "raci", "requests", "risks", "rmf", "sampling", "service-levels", "suppliers", "trend"};

} // namespace

TEST_CASE("tabular reports over the invented registers are the accepted ones") {
    const World world;
    for (const auto& name : k_tabular) {
        assay::testing::check_golden("report/" + name + ".md", world.report(name, "md").text);
        assay::testing::check_golden("report/" + name + ".csv", world.report(name, "csv").text);
    }
}

TEST_CASE("tabular pages are well formed, stand alone, run no script, and say what every report must say") {
    const World world;
    for (const auto& name : k_tabular) {
        CAPTURE(name);
        const auto html = world.report(name, "html").text;
        CHECK(html.starts_with("<!doctype html>\n<html lang=\"en\">"));
        CHECK(assay::testing::markup_faults(html) == "");
        CHECK(assay::testing::heading_faults(html) == "");
        CHECK(assay::testing::dead_links(html) == "");
        for (const auto* foreign : {"<script", "<link", "<iframe", "@import", "http://", "https://", "url(h", "src="}) {
            CHECK_MESSAGE(!holds(html, foreign), foreign);
        }
        for (const auto* word : {"compliant", "ertified", "passed", "Assay finds"}) {
            CHECK_MESSAGE(!holds(html, word), word);
        }
        for (const auto* said : {"Criteria", "2025-10-01", "Judged on", "State of the registers", "elf-assessment", "Not covered", "the licensed text decides", "Evidence is a sample"}) {
            CHECK_MESSAGE(holds(html, said), said);
        }
    }
}

TEST_CASE("without registers a tabular report says that nothing is recorded") {
    World world;
    const ReportRegisters none;
    world.fixture.registers = &none;
    CHECK(holds(world.report("risks", "html").text, "No risk is recorded."));
    CHECK(holds(world.report("raci", "html").text, "No activity is recorded."));
    CHECK(holds(world.report("suppliers", "html").text, "No supplier is recorded."));
    CHECK(holds(world.report("service-levels", "html").text, "No service level target is recorded."));
    world.fixture.registers = nullptr;
    CHECK(holds(world.report("requests", "html").text, "No evidence request is open."));
}

TEST_CASE("CSV of a tabular report comes with the rows that a reader must get back, and the sheet holds the same") {
    const World world("=cmd");
    for (const auto& name : k_tabular) {
        CAPTURE(name);
        const auto report = world.report(name, "csv");
        const auto input = world.fixture.input();
        ReportViews views(input);
        const auto sheet = make_sheet(load_template(std::span(&k_templates, 1), name, "csv", *std::make_unique<Diagnostics>())->view, views);
        REQUIRE(sheet);
        CHECK(sheet->numbers.size() == sheet->columns.size());
        REQUIRE(report.csv_rows.size() == sheet->rows.size() + 1);
        CHECK(sheet->rows.size() > 1);
        std::string text;
        for (const auto& row : report.csv_rows) {
            CHECK(row.size() == sheet->columns.size());
            text += csv_record(row);
        }
        CHECK(text == report.text);
    }
    CHECK_FALSE(view_has_sheet("gap"));
    const auto input = world.fixture.input();
    ReportViews views(input);
    CHECK_FALSE(make_sheet("gap", views));
}

TEST_CASE("hostile registers are inert in tabular pages: the same tags as without them, and no handler or foreign link") {
    const std::string payload = "</td></script><svg onload=alert(1)>\"' onmouseover='x' {{statement}} {{{svg}}} |x| [y](javascript:z) `q` \u202E";
    const World clean;
    const World hostile(payload);
    for (const auto& name : k_tabular) {
        CAPTURE(name);
        const auto html = hostile.report(name, "html").text;
        CHECK(assay::testing::markup_faults(html) == "");
        CHECK(assay::testing::dead_links(html) == "");
        CHECK(holds(html, "{{statement}} {{{svg}}}"));
        CHECK_FALSE(holds(html, "\u202E"));
        std::set<std::string> names;
        for (const auto& tag : assay::testing::tags_of(clean.report(name, "html").text)) {
            names.insert(tag.name);
        }
        for (const auto& tag : assay::testing::tags_of(html)) {
            CHECK_MESSAGE(names.contains(tag.name), tag.name);
            CHECK_FALSE(holds(assay::testing::attribute_of(tag, "href"), "javascript:"));
        }
        const auto markdown = hostile.report(name, "md").text;
        CHECK_FALSE(holds(markdown, "<svg"));
        CHECK_FALSE(holds(markdown, "\u202E"));
    }
}

TEST_CASE("the evidence request list counts what is overdue, and lists what nobody asked for yet") {
    const World world;
    const auto html = world.report("requests", "html").text;
    CHECK(holds(html, "2 requests are open, 1 of them overdue on 2026-10-06."));
    const auto open = stretch(html, "<h2 id=\"open\">", "</section>");
    CHECK(holds(open, "Asked of nobody"));
    CHECK(holds(open, "<em class=\"lack\">2026-09-20</em><span class=\"our-id\">overdue</span>"));
    CHECK_FALSE(holds(open, "ER3"));
    const auto answered = stretch(html, "<h2 id=\"answered\">", "</section>");
    CHECK(holds(answered, "Does not exist"));
    CHECK(holds(answered, "nowhere"));      // a control that no catalog has is shown as it was written
}

TEST_CASE("the RACI report tells each kind of fault, and none where the letters are right") {
    const World world;
    const auto faults = stretch(world.report("raci", "html").text, "<h2 id=\"faults\">", "</section>");
    CHECK_FALSE(holds(faults, "INC-1"));
    CHECK(holds(faults, "2 roles are accountable, where one may be; nobody holds the role Incident manager on the judgement date"));
    CHECK(holds(faults, "No row: nobody is responsible or accountable"));
    CHECK(holds(faults, "Nobody is accountable; nobody is responsible"));
    CHECK(holds(world.report("raci", "html").text, "3 of 4 activities have a fault"));
}

TEST_CASE("the risk report draws recorded levels, counts live risks and tells what is wrong with their keeping") {
    const World world;
    const auto html = world.report("risks", "html").text;
    CHECK(holds(html, "5 of 6 risks are live; of the 4 that record a level, 2 are at high or very high today. 2 are kept with faults."));
    const auto heat = stretch(html, "<h2 id=\"heat\">", "<h2 id=\"faults\">");
    CHECK(holds(heat, "1 at likelihood very high, impact very high"));
    const auto faults = stretch(html, "<h2 id=\"faults\">", "<h2 id=\"top\">");
    CHECK(holds(faults, "Treatment was due on 2026-01-01; review was due on 2026-01-01"));
    CHECK(holds(faults, "No owner is recorded; no level is recorded; its acceptance ended on 2026-01-01; it is accepted by nobody"));
    CHECK(holds(faults, "R2<"));
    CHECK_FALSE(holds(faults, "R1<"));
    const auto movement = stretch(html, "<h2 id=\"movement\">", "<h2 id=\"appetite\">");
    for (const auto* risk : {"R1<", "R2<", "R4<"}) {
        REQUIRE_MESSAGE(holds(movement, risk), risk);
    }
    CHECK(movement.find("Current level above the inherent one") < movement.find("R4<"));
    CHECK(movement.find("Lower, and still above the target") < movement.find("R2<"));
    CHECK(movement.find("At or below the target") < movement.find("R1<"));
}

TEST_CASE("a heat map says its cells in words and shades by number") {
    HeatMap map{"Inherent", {}};
    CHECK(describe_heat_map(map) == "No risk records both likelihood and impact.");
    map.held[4][0] = 3;
    map.held[1][2] = 1;
    CHECK(describe_heat_map(map) == "3 at likelihood very low, impact very high; 1 at likelihood moderate, impact low.");
    const auto svg = draw_heat_map(map, "x").svg;
    CHECK(holds(svg, "<rect class=\"cell h3\" x=\"78\" y=\"30\""));
    CHECK(holds(svg, "<rect class=\"cell h1\" x=\"178\" y=\"180\""));
    CHECK(assay::testing::markup_faults(svg) == "");
}

TEST_CASE("the supplier report tells missing reviews, missed targets and contracts to look at") {
    const World world;
    const auto html = world.report("suppliers", "html").text;
    CHECK(holds(html, "4 suppliers: 1 active without a performance review in the period, 1 with missed targets; 3 of 4 contracts to look at."));
    const auto contracts = stretch(html, "<h2 id=\"contracts\">", "</section>");
    CHECK(holds(contracts, "Ends on 2026-10-20; notice is due by 2026-10-10"));
    CHECK(holds(contracts, "Ended on 2026-09-01 and is still called in force; was never checked against agreements with customers; promises less than we promise, and no risk is recorded for it; "
                           "review was due on 2026-01-01"));
    CHECK(holds(contracts, "Promises less than we promise; risk R2 Weak contract"));
}

TEST_CASE("the service level report counts misses, those without decision, and lists the records behind them") {
    const World world;
    const auto html = world.report("service-levels", "html").text;
    CHECK(holds(html, "2 of 6 months of targets were missed; 1 of these have no recorded decision by the day it was due. 1 month is undecided or unknown, and 1 had nothing to measure."));
    CHECK(holds(html, "<em class=\"lack\">none by 2026-03-31</em>"));
    CHECK(holds(html, "Shown 1 of 25; &#39;assay sla attainment --tickets&#39; lists all."));
    CHECK(holds(html, "The calendar &#39;office&#39; is not defined"));
}

TEST_CASE("the document index tells what was offered under each number, and what is wrong with it") {
    const World world;
    const auto report = world.report("documents", "csv");
    std::set<std::string> gaps;
    for (const auto& row : report.csv_rows) {
        gaps.insert(row[1] + " " + row[7] + ": " + row[12]);
    }
    CHECK(gaps.contains("D20 EV1: version 2.0 was offered, 2.1 is in the document register; review of the document was due on 2026-02-01"));
    CHECK(gaps.contains("D20 EV3: withdrawn; 1 link is not reviewed; its document is draft"));
    CHECK(gaps.contains("R13 EV2: the file is changed; 1 link was judged insufficient"));
    CHECK(gaps.contains("D3 : nothing was offered"));
}

TEST_CASE("the action plan takes owner and date from a nonconformity where the gap has none, and invents neither") {
    const World world;
    const auto report = world.report("actions", "csv");
    bool found = false;
    for (const auto& row : report.csv_rows) {
        if (row[2] == "8.5.1-r03") {
            found = true;
            CHECK(row[9] == "N1 Changes without approval, planned");
            CHECK(row[10] == "Approval is a gate");
        }
        CHECK_FALSE(holds(row[9], "N2"));
    }
    CHECK(found);
    const auto recorded = stretch(world.report("actions", "html").text, "<h2 id=\"recorded\">", "</section>");
    for (const auto* open : {"A1<", "A3<", "I1<", "I2<"}) {
        CHECK_MESSAGE(holds(recorded, open), open);
    }
    for (const auto* done : {"A2<", "I3<", "I4<"}) {
        CHECK_MESSAGE(!holds(recorded, done), done);
    }
}

TEST_CASE("the clause matrix lists every requirement of a standard that can be certified, and the other parties") {
    const World world;
    const auto report = world.report("clauses", "csv");
    CHECK(report.csv_rows.size() == world.fixture.catalogs[0].controls.size() + 1);
    const auto html = world.report("clauses", "html").text;
    for (const auto& control : world.fixture.catalogs[0].controls) {
        CHECK_MESSAGE(holds(html, " id=\"c-iso20000-1-2018--" + control.id.control + "\""), control.id.control);
    }
    const auto parties = stretch(html, "<h2 id=\"parties\">", "</section>");
    CHECK(holds(parties, "no contract named"));
    CHECK(holds(parties, "Delivery times; measured 2026-09-01, evaluated never"));
}

TEST_CASE("the management review inputs say which have nothing on record") {
    World world;
    CHECK(holds(world.report("management-review", "html").text, "Each of the 14 inputs has something on record for the review."));
    world.book.add("complaint", "id* title", {});
    world.book.add("satisfaction", "id* title", {});
    const auto html = world.report("management-review", "html").text;
    CHECK(holds(html, "1 of 14 inputs has nothing on record; the review must ask for it."));
    CHECK(holds(stretch(html, "<h2 id=\"feedback\">", "</section>"), "No feedback of the period is recorded."));
}
