// What reports count and name, and what they must not pass over: imports, persons, groups, weaknesses, technical checks, records.
#include "support/report_world.hpp"

#include "report/wording.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <span>
#include <string>
#include <utility>

using namespace assay;
using assay::testing::holds;
using assay::testing::stretch;
using assay::testing::World;

namespace {

std::string shown(const World& world, const std::string& report, const std::string& part) {
    return stretch(world.report(report, "html").text, "<h2 id=\"" + part + "\">", "</section>");
}

std::size_t times(const std::string& text, const std::string& what) {
    std::size_t count = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) {
        ++count;
    }
    return count;
}

/// One nonconformity: its due date, when it was carried out, verified and closed, its grade and who confirmed it.
void put_nonconformity(World& world, const std::string& rest) {
    world.book.add("nonconformity",
                   "id* title:payload audit found_on:date due:date implemented_on:date effectiveness_verified_on:date closed_on:date status grade "
                   "grade_confirmed_by cause_found_on:date grade_proposed",
                   {"N1|Changes without approval|AU1|2026-08-01|2026-09-01|" + rest});
}

TechnicalSetLine make_set(const std::string& system, const std::string& asset) {
    TechnicalSetLine set;
    set.system = system;
    set.asset = asset;
    set.benchmark = "RHEL_8_STIG";
    set.title = "RHEL 8 STIG";
    set.version = "V1R12";
    set.profile = "(default)";
    set.tool = "OpenSCAP";
    set.first = 1'790'812'800; // 2026-10-01, 01:00 in the summer of London
    set.last = 1'790'812'800;
    set.results = {{"fail", 3}, {"pass", 120}, {"notchecked", 2}, {"notapplicable", 9}};
    set.open = {{"high", 1}, {"medium", 2}};
    set.planned = {{"PO1", 1}, {"PO2", 1}, {"PO4", 1}}; // PO2 is completed, PO4 of another system
    set.scores = {{"urn:xccdf:scoring:default", "83.4", "100", false}};
    return set;
}

} // namespace

TEST_CASE("an import that declares nothing is listed and counted among those that show nothing") {
    World world;
    const auto before = world.fixture.populations.size();
    PopulationLine line{"problem", "Problems", {}, false, "declares nothing of its source", false};
    line.declared.change = 40;
    line.declared.rows_in = 143;
    world.fixture.populations.push_back(line);
    const auto populations = shown(world, "data-validation", "populations");
    CHECK(holds(populations, "Problems<span class=\"our-id\">change 40"));
    CHECK(holds(populations, "Declares nothing of its source"));
    CHECK(holds(world.report("data-validation", "html").text, "of " + std::to_string(before + 1) + "; 1 declare nothing of their source"));
    CHECK(holds(world.report("data-validation", "csv").text, "population,problem,change 40,,declares nothing of its source"));
}

TEST_CASE("crosswalks tell one direction throughout, and that being mapped is no conformity") {
    World world;
    world.beside.crosswalks[0].to_relations = {{"equal", 1, 0}, {"superset", 0, 1}, {"subset", 1, 0}, {"intersects", 0, 0}, {"related", 0, 0}};
    const auto overview = shown(world, "crosswalks", "overview");
    CHECK(holds(overview, "mapped 3 / controls 4 = 75.0 %"));
    CHECK(holds(overview, "by 40 links; 2 as equal or superset"));
    CHECK(holds(overview, "not of conformity"));
    CHECK_FALSE(holds(world.report("crosswalks", "html").text, "overage"));
    const auto relations = shown(world, "crosswalks", "relations");
    CHECK(holds(relations, "Superset: the first asks all that the second&#39;s control asks, and more."));
    CHECK(holds(relations, "What the first&#39;s side is to the second&#39;s control"));
    CHECK(holds(shown(world, "crosswalks", "carried"), "The first is"));
}

TEST_CASE("a workpaper tells its items, and no number of failing ones that nobody recorded") {
    World world;
    world.book.add("workpaper", "id* audit catalog control method seen:payload items:payload items_examined:number items_failing:number population:payload result",
                   {"WP1|AU1|iso20000-1-2018|8.6.1-r13|sample|Minutes|INC1, INC2|16||16 major incidents|conforming",
                    "WP2|AU1|iso20000-1-2018|8.6.1-r09|interview|Knows it|INC7|||All shifts|conforming", "WP3|AU1|iso20000-1-2018|8.6.1-r01|sample|Seen||2|1||nonconforming"});
    const auto evidence = shown(world, "audit-report", "evidence");
    CHECK(holds(evidence, "16 seen, failing not recorded<span class=\"our-id\">INC1, INC2; 16 major incidents"));
    CHECK(holds(evidence, "INC7<span class=\"our-id\">All shifts"));
    CHECK(holds(evidence, "2 seen, 1 failing"));
    CHECK_FALSE(holds(evidence, "0 failing"));
}

TEST_CASE("an audit report counts nothing of an assessment that is not of the audit") {
    World world;
    const auto html = world.report("audit-report", "html").text;
    CHECK(holds(html, "<dt>Criteria</dt><dd>ISO/IEC 20000-1</dd>"));
    CHECK(holds(html, "Audit AU1. No assessment belongs to it, so nothing that was judged is counted here. Scope, period, day and state of the registers are those of self-assessment 3."));
    CHECK(holds(html, "No assessment belongs to this audit: no control was judged for it."));
    CHECK_FALSE(holds(html, "DoD Enterprise Service Management Framework"));
    CHECK(holds(shown(world, "audit-report", "degree"), "No assessment belongs to this audit, so nothing is counted here; &#39;assay check --audit AU1&#39; makes one."));
    CHECK(holds(world.report("audit-report", "md").text, "| Criteria | ISO/IEC 20000-1 |"));
    world.beside.of_audit = true;
    world.fixture.audit = "AU1";
    CHECK(holds(world.report("audit-report", "html").text, "DoD Enterprise Service Management Framework"));
    CHECK(holds(shown(world, "audit-report", "degree"), "(met "));
}

TEST_CASE("clauses are compared with the criteria of the audit alone") {
    World world;
    world.book.add("audit", "id* title:payload kind status criteria:payload", {"AU1|Supplier audit|supplier|planned|The contract"});
    world.book.add("audit_session", "id* audit title:payload catalog clauses", {"AS1|AU1|Gateway||4"});
    CHECK(holds(shown(world, "audit-plan", "cover"), "Neither criteria nor sessions of this audit name a certifiable standard that is known here."));
    CHECK_FALSE(holds(shown(world, "audit-report", "not-covered"), "Clauses of"));
    world.book.add("audit_session", "id* audit title:payload catalog clauses", {"AS1|AU1|Gateway|iso20000-1-2018|8.6"});
    CHECK(holds(shown(world, "audit-plan", "cover"), "ISO/IEC 20000-1:2018"));
    CHECK(holds(shown(world, "audit-report", "not-covered"), "Clauses of ISO/IEC 20000-1:2018 without a session held"));
}

TEST_CASE("what is carried out is not overdue, and the due column holds the day that it was due") {
    World world;
    put_nonconformity(world, "|||open|minor|P3||");
    CHECK(holds(world.report("nonconformities", "html").text, "1 open, 1 of them overdue on 2026-10-06"));
    CHECK(holds(shown(world, "audit-report", "raised"), "overdue"));
    put_nonconformity(world, "2026-08-20|||open|minor|P3||");
    const auto html = world.report("nonconformities", "html").text;
    CHECK(holds(html, "1 open, 0 of them overdue on 2026-10-06"));
    CHECK(holds(shown(world, "nonconformities", "list"), "2026-09-01<span class=\"our-id\">implemented 2026-08-20, not verified"));
    put_nonconformity(world, "2026-08-20|2026-09-10|2026-09-12|closed|minor|P3||");
    for (const auto& [report, part] : {std::pair("nonconformities", "list"), std::pair("audit-report", "raised"), std::pair("management-review", "nonconformities")}) {
        CHECK_MESSAGE(holds(shown(world, report, part), "2026-09-01<span class=\"our-id\">closed 2026-09-12"), report);
    }
    CHECK(holds(shown(world, "nonconformities", "forms"), "2026-09-01<span class=\"our-id\">closed 2026-09-12"));
}

TEST_CASE("a day without words is something done of which nothing is written") {
    World world;
    put_nonconformity(world, "|||open|minor|P3|2026-08-09|");
    const auto forms = shown(world, "nonconformities", "forms");
    CHECK(holds(forms, "done; nothing written of it"));
    CHECK(holds(forms, "2026-08-09"));
    CHECK_FALSE(holds(forms, "not recorded</em><span"));
}

TEST_CASE("a major grade that nobody confirmed is no confirmed one") {
    World world;
    put_nonconformity(world, "|||open|major|||");
    auto html = world.report("nonconformities", "html").text;
    CHECK(holds(html, "as confirmed; 1 more confirmed by nobody"));
    CHECK(holds(shown(world, "nonconformities", "list"), "confirmed by nobody"));
    put_nonconformity(world, "|||open||||major");
    CHECK(holds(shown(world, "nonconformities", "list"), "major proposed"));
    put_nonconformity(world, "|||open|major|P3||");
    html = world.report("nonconformities", "html").text;
    CHECK(holds(html, "as confirmed; 0 more confirmed by nobody"));
}

TEST_CASE("a nonconformity whose effect is verified is open in no report") {
    World world;
    put_nonconformity(world, "2026-08-20|2026-09-10||verified|minor|P3||");
    CHECK(holds(world.report("nonconformities", "html").text, "1 nonconformity of audit AU1: 0 open"));
    CHECK_FALSE(holds(world.report("actions", "html").text, "N1 Changes without approval"));
}

TEST_CASE("an assessment plan tells two groups of one title apart") {
    World world;
    for (auto& group : world.fixture.catalogs[0].groups) {
        group.title = group.id == "8.6.2" ? "Incident management" : group.title;
    }
    const auto required = shown(world, "assessment-plan", "required");
    CHECK(holds(required, "Incident management<span class=\"our-id\">8.6.1"));
    CHECK(holds(required, "Incident management<span class=\"our-id\">8.6.2"));
}

TEST_CASE("a person with two roles is one participant and one who must act") {
    World world;
    for (std::size_t at = 0; at < world.fixture.facts.size(); ++at) {
        auto& facts = world.fixture.facts[at];
        const bool open = world.fixture.assessment.determinations[at].outcome == Outcome::not_assessed;
        facts.owner = open ? "A. Mensah, owner of " + std::to_string(at) : facts.owner;
        facts.owner_person = open ? "P1" : facts.owner;
        facts.due = open ? parse_date("2026-01-01") : facts.due;
    }
    const auto participants = shown(world, "assessment-plan", "participants");
    CHECK(times(participants, "A. Mensah") == 1); // asked for evidence too
    CHECK(holds(participants, " more</span>"));    // three of the roles are named
    const auto executive = world.report("executive", "html").text;
    CHECK(times(executive, "A. Mensah") == 1);
    CHECK(holds(executive, "A. Mensah, in "));
}

TEST_CASE("an authorization that ended is none, and retired systems are counted") {
    World world;
    world.book.add("authorization", "id* system decision decided_by decided_on:date ends_on:date conditions:payload conditions_due:date conditions_met_on:date revoked_on:date",
                   {"AUT1|MSG|ato|P3|2025-03-01|2026-10-05||||"});
    const auto html = world.report("rmf", "html").text;
    CHECK(holds(html, "2 systems: 2 without an authorization in force, 2 with something to look at."));
    CHECK(holds(html, "not retired; 1 retired left out"));
    CHECK(holds(shown(world, "rmf", "systems"), "Authorization ended on 2026-10-05"));
}

TEST_CASE("a system's technical checks are told by result set, with what no plan of action covers") {
    World world;
    world.beside.technical = {make_set("", "LONE"), make_set("MSG", "HOST1"), make_set("OLD", "RETIRED")};
    const auto technical = shown(world, "rmf", "technical");
    CHECK(holds(technical, "HOST1<span class=\"our-id\">RHEL 8 STIG, V1R12</span>"));
    CHECK(holds(technical, "fail 3, not checked 2, pass 120, not applicable 9"));
    CHECK(holds(technical, "83.4 of 100 (default)"));
    CHECK(holds(technical, "2026-10-01<span class=\"our-id\">OpenSCAP"));
    CHECK(holds(technical, "high 1, medium 2"));
    CHECK(holds(technical, "<em class=\"lack\">1 of 3</em>"));
    CHECK(holds(technical, "Planning"));
    CHECK(holds(technical, "<em class=\"lack\">No results on record</em>"));
    CHECK(holds(technical, "Of no system, or of one that is not listed: 2 result sets (fail 6, undecided 4, pass 240, other 18)."));
    CHECK_FALSE(holds(technical, "RETIRED"));
    CHECK(holds(shown(world, "rmf", "systems"), "2 failed technical checks are on no plan of action"));
    CHECK(holds(shown(world, "rmf", "steps"), "open findings: high 1, medium 2; 1 of 3 on a plan of action"));
    CHECK(holds(shown(world, "rmf", "steps"), "<em class=\"lack\">no results on record</em>"));
}

TEST_CASE("the most failed result sets of a system come first, and the note tells of all of them") {
    World world;
    for (int at = 0; at < 25; ++at) {
        auto set = make_set("MSG", fmt::format("HOST{:02}", at));
        set.results["fail"] = at;
        set.planned = {{"PO1", at}};
        world.beside.technical.push_back(set);
    }
    const auto technical = shown(world, "rmf", "technical");
    CHECK(holds(technical, "25 result sets: fail 300"));
    CHECK(holds(technical, "300 of 300 failed on a plan of action; the 20 with the most failed are listed"));
    CHECK(technical.find("HOST24") < technical.find("HOST23"));
    CHECK_FALSE(holds(technical, "HOST04"));
}

TEST_CASE("an effect that the owner of the action verified is told to be not independent") {
    World world;
    world.book.add("nonconformity", "id* title:payload catalog control owner status audit found_on:date effectiveness_verified_by effectiveness_verified_on:date",
                   {"N1|Own|iso20000-1-2018|8.5.1-r03|P2|closed|AU1|2026-01-10|P2|2026-05-01", "N2|Other|iso20000-1-2018|8.5.1-r03|P2|closed|AU1|2026-01-10|P3|2026-05-01"});
    const auto text = world.report("nonconformities", "md").text;
    CHECK_MESSAGE(holds(text, "2026-05-01; owns the action: not independent"), text);
    CHECK(text.find("not independent") == text.rfind("not independent"));
}

TEST_CASE("a numbered paragraph without a title of its own goes by its number") {
    Group group;
    group.id = "6.1.2";
    group.title = "(untitled)";
    CHECK(group_title(group) == "6.1.2");
    group.title = "Risks";
    CHECK(group_title(group) == "Risks");
}

TEST_CASE("an authorization without an end is ongoing under a strategy, and an interim one never is") {
    World world;
    world.book.add("system", "id* name status", {"S1|Mail|operational", "S2|Maps|operational", "S3|Test|in_development", "S4|Shared|operational"});
    world.book.add("authorization", "id* system decision decided_on:date ends_on:date monitoring_strategy revoked_on:date",
                   {"A1|S1|ato|2026-01-10||DOC-MON|", "A2|S2|ato_with_conditions|2026-01-10|||", "A3|S3|iatt|2026-01-10||DOC-MON|", "A4|S4|authorization_to_use|2026-01-10|||"});
    const auto systems = shown(world, "rmf", "systems");
    CHECK(holds(systems, "ongoing"));
    CHECK(holds(systems, "under DOC-MON"));
    CHECK(holds(systems, "Authorization has neither an end nor a monitoring strategy"));
    CHECK(holds(systems, "Interim authorization has no end"));
    CHECK(holds(systems, "stands while its provider"));
    CHECK(holds(world.report("rmf", "html").text, "4 systems: 0 without an authorization in force, 2 with something to look at."));
}

TEST_CASE("a review that a trigger calls for is overdue as the check reads it") {
    World world;
    world.book.add("system", "id* name status", {"S1|Mail|operational"});
    world.book.add("authorization", "id* system decision decided_on:date ends_on:date revoked_on:date", {"A1|S1|ato|2026-01-10|2029-01-10|"});
    world.book.add("monitoring_trigger", "id* system kind occurred_on:date review_due:date reviewed_on:date status",
                   {"T1|S1|time||2026-06-30|2025-06-30|active", "T2|S1|event|2026-03-01|2026-04-01|2026-03-05|active", "T3|S1|event|2026-03-01|2026-04-01|2026-02-05|active",
                    "T4|S1|time||2026-10-06||active"});
    CHECK(holds(shown(world, "rmf", "systems"), "2 reviews are overdue"));
}

TEST_CASE("a date that was moved without a reason does not count, as in the check") {
    World world;
    world.book.add("poam", "id* system weakness:payload status scheduled_completion:date revised_completion:date delay_reason:payload",
                   {"PO1|SYS|Weak ciphers|open|2026-10-05|2026-12-31|", "PO2|SYS|No log|open|2026-10-05|2026-12-31|Part late"});
    CHECK(holds(world.report("poam", "html").text, "2 weaknesses: 2 open, 1 of them overdue on 2026-10-06 and 0 without a date."));
    const auto weaknesses = shown(world, "poam", "weaknesses");
    CHECK(holds(weaknesses, "overdue; the move to 2026-12-31 has no reason and does not count"));
    CHECK(holds(weaknesses, "moved from 2026-10-05: Part late"));
}

TEST_CASE("a weakness of a system that is not on record is not passed over") {
    World world;
    world.book.add("poam", "id* system weakness:payload status", {"PO1|GONE|Weak ciphers|open"});
    CHECK(holds(world.report("poam", "html").text, "1 weakness: 1 open, 0 of them overdue on 2026-10-06 and 1 without a date."));
    CHECK(holds(shown(world, "poam", "weaknesses"), "Weak ciphers"));
}

TEST_CASE("a security incident belongs to the quarter of its day in the zone of the workspace") {
    World world;
    // 2026-06-30 23:30 in UTC is 2026-07-01 00:30 in London; the quarter begins in July.
    world.book.add("security_incident", "number* title:payload opened_at:number resolved_at:number closed_at:number", {"SEC1|Phishing|1782862200||", "SEC2|No time|||"});
    const auto security = shown(world, "business-review", "security");
    CHECK(holds(stretch(security, "opened in the quarter", "</tr>"), ">1<"));
    CHECK(holds(stretch(security, "open now", "</tr>"), ">2<"));
    CHECK(holds(stretch(security, "without a time of opening, counted in no quarter", "</tr>"), ">1<"));
}

TEST_CASE("records without a time of opening or a category are told where they are missing") {
    World world;
    world.beside.tickets->left_out = {{"incident", 3, 7}, {"problem", 0, 1}};
    CHECK(holds(shown(world, "business-review", "records"), "9 open at the end of the quarter; 3 without a time of opening, counted in no month"));
    CHECK(holds(shown(world, "business-review", "recurring"), "Without a category, so in none of these: 7 incidents, 1 problem."));
}

TEST_CASE("bounds that controls indicate are called bounds, and only ratings give a level") {
    const World world;
    const auto overview = shown(world, "capability", "overview");
    CHECK(holds(overview, "Between 0 and 2"));
    CHECK(holds(overview, "Bounds indicated"));
    CHECK(holds(overview, "A level is claimed by ratings alone"));
    CHECK_FALSE(holds(overview, "Level 0 to 2"));
}

TEST_CASE("formats of one report are made of one view, and another report of its own registers") {
    World world;
    const auto input = world.fixture.input();
    ReportViews views(input);
    Diagnostics faults;
    const auto folders = std::span(&assay::testing::k_templates, 1);
    const auto html = render_report(folders, "poam", "html", views, faults).text;
    CHECK(html == world.report("poam", "html").text);
    CHECK(render_report(folders, "poam", "md", views, faults).text == world.report("poam", "md").text);
    CHECK(render_report(folders, "rmf", "html", views, faults).text == world.report("rmf", "html").text);
    const auto sheet = make_sheet("poam", views);
    REQUIRE(sheet);
    CHECK(sheet->rows.size() == 4);
}

TEST_CASE("an item of a sample is examined once everything that is to be looked at has a result") {
    World world;
    world.book.add("sample_item", "sample* item*:number attribute* register row_key stratum result note:payload examined_by examined_on:date",
                   {"SM1|1|recorded|incident|INC0001||pass||P3|2026-05-28", "SM1|1|closed|incident|INC0001||||", "SM1|2|recorded|incident|INC0002||exception||P3|2026-05-28",
                    "SM1|2|closed|incident|INC0002||pass||P3|2026-05-28", "SM1|3|recorded|incident|INC0003|||||"});
    const auto html = world.report("sampling", "html").text;
    CHECK(holds(html, "1 sample with 3 items: 1 examined, 1 in part, 1 with an exception."));
    CHECK(holds(html, "of 3; 1 more in part"));
    CHECK(holds(html, "of 2 looked at"));
}
