// Sentences and figures of the tabular reports that must not claim more than the registers hold.
#include "support/report_world.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

using namespace assay;
using assay::testing::holds;
using assay::testing::stretch;
using assay::testing::World;

namespace {

/// Asks the control for one more numbered piece of evidence.
void add_demand(World& world, const std::string& control, const std::string& type, const std::string& wanted, const std::string& number) {
    auto& controls = world.fixture.catalogs[0].controls;
    const auto found = std::ranges::find_if(controls, [&](const Control& each) { return each.id.control == control; });
    REQUIRE(found != controls.end());
    found->demands.push_back({type, DemandKind::standard, {}, wanted, number, {}});
}

/// The cells of a CSV's first row that begins so.
std::vector<std::string> row_of(const RenderedReport& report, const std::vector<std::string>& begin) {
    for (const auto& row : report.csv_rows) {
        if (std::ranges::equal(begin, std::span(row).first(std::min(begin.size(), row.size())))) {
            return row;
        }
    }
    return {};
}

} // namespace

TEST_CASE("of two policies a link answers the one whose number it tells, and without a number it answers neither") {
    World world;
    add_demand(world, "8.6.1-r02", "policy", "Incident policy", "D6");
    add_demand(world, "8.6.1-r02", "policy", "Classification policy", "D7");
    world.book.add("evidence", "id* title type", {"EV1|Incident policy|policy", "EV2|Some policy|policy", "EV3|Procedure|procedure"});
    world.book.add("evidence_link", "id* evidence catalog control demand listed_as verdict",
                   {"L1|EV1|iso20000-1-2018|8.6.1-r02|policy|D6|sufficient", "L2|EV2|iso20000-1-2018|8.6.1-r02|policy||sufficient",
                    "L3|EV2|iso20000-1-2018|8.6.1-r02|||sufficient", "L4|EV3|iso20000-1-2018|8.6.1-r09|procedure||sufficient",
                    "L5|EV2|iso20000-1-2018|8.6.1-r09|procedure|D6|sufficient"});
    std::set<std::string> offered;
    for (const auto& row : world.report("documents", "csv").csv_rows) {
        offered.insert(row[1] + " " + row[7]);
    }
    CHECK(offered == std::set<std::string>{"number evidence", "D3 ", "D6 EV1", "D7 ", "D20 EV3", "R13 "});
}

TEST_CASE("a version is approved only when its document is in that state and tells the day") {
    World world;
    CHECK(row_of(world.report("documents", "csv"), {"iso20000-1-2018", "D20"})[10] == "2.1");
    world.book.add("document", "id* title type version status approved_by approved_on:date",
                   {"DOC1|Incident procedure|procedure|2.1|approved||", "DOC2|Old procedure|procedure|1.0|draft|P3|2025-05-05"});
    for (const auto& row : world.report("documents", "csv").csv_rows) {
        if (row[1] == "D20") {
            CHECK(row[10] == "not approved");
        }
    }
    CHECK(holds(world.report("documents", "html").text, "<em class=\"lack\">not approved</em><span class=\"our-id\">DOC2, version 1.0</span>"));
}

TEST_CASE("service performance says no target was missed only of months that were measured") {
    World world;
    const auto services = stretch(world.report("management-review", "html").text, "<h2 id=\"services\">", "</section>");
    CHECK(holds(services, "Missed targets</span><span class=\"our-id\">missed 2 of 3; undecided 0, nothing measured 0</span>"));
    CHECK(holds(services, "Undecided</span><span class=\"our-id\">missed 0 of 3; undecided 1, nothing measured 1</span>"));
    auto& months = world.book.registers.sla[1].months;
    months.erase(months.begin());
    const auto part = stretch(world.report("management-review", "html").text, "<h2 id=\"services\">", "</section>");
    CHECK(holds(part, "No target missed where measured</span><span class=\"our-id\">missed 0 of 2; undecided 0, nothing measured 1</span>"));
    months.erase(months.begin());
    CHECK(holds(world.report("management-review", "html").text, "Nothing measured</span>"));
    months.clear();
    months.push_back({"2026-02", "97.00 %", "97.00 %", "met", "", "", "", false, false, 0, {}});
    CHECK(holds(world.report("management-review", "html").text, "No target missed</span>"));
}

TEST_CASE("a budget is judged only when every line tells what was budgeted and spent") {
    World world;
    const auto report = world.report("management-review", "csv");
    const auto money = [&](const std::string& currency) {
        for (const auto& row : report.csv_rows) {
            if (row[1] == "Money" && holds(row[2], "(" + currency + ")")) {
                return row[2];
            }
        }
        return std::string();
    };
    CHECK(holds(money("GBP"), "Judged: over budget"));
    CHECK(holds(money("EUR"), "budgeted 70000, spent 40000 in 1 of 2 lines, forecast not recorded EUR"));
    CHECK(holds(money("EUR"), "Judged: not judged: 1 of 2 lines lacks a figure"));
    world.book.add("budget", "id* period_to:date budgeted:number actual:number currency", {"B1|2026-09-30|2|2|EUR", "B2|2026-09-30|0|0|EUR"});
    CHECK(holds(world.report("management-review", "html").text, "within budget"));
}

TEST_CASE("the risks of a management review say how many record no level") {
    World world;
    CHECK(holds(world.report("management-review", "html").text, "was reviewed; 1 live risk records no level."));
    world.book.add("risk", "id* title level status", {"R1|One|low|open", "R2|Two||closed"});
    CHECK(holds(world.report("management-review", "html").text, "was reviewed; 0 live risks record no level."));
    CHECK(holds(world.report("management-review", "html").text, "No live risk is recorded at moderate or higher."));
}

TEST_CASE("a capacity without figures says so") {
    World world;
    CHECK(holds(world.report("management-review", "md").text, "| CP2 | Staff | people | no figure recorded | not judged |"));
    world.book.add("capacity", "id* resource kind current_capacity:number unit", {"CP2|Staff|people|30000|persons"});
    CHECK(holds(world.report("management-review", "md").text, "| 3 now, forecast not recorded persons |"));
}

TEST_CASE("the plain sheet of the management review holds every cell under the name of its column") {
    const World world;
    const auto report = world.report("management-review", "csv");
    CHECK(report.csv_rows.front() == std::vector<std::string>{"input", "id", "details"});
    CHECK(row_of(report, {"Earlier actions", "A1"}).back() == "Action: A1; What was agreed: Fund self-service (MR1); Owner: A. Mensah; State: 2026-01-01 (overdue)");
    CHECK(row_of(report, {"Audit results", "AU1"}).back() == "Audit: Internal audit; Kind: internal; Conclusion: Two gaps; Reported on: 2026-06-20");
}

TEST_CASE("this assessment is no recorded audit, and a finished transition is no coming change") {
    World world;
    const auto changes = stretch(world.report("management-review", "html").text, "<h2 id=\"changes\">", "</section>");
    CHECK(holds(changes, "T1<"));
    for (const auto* finished : {"T2<", "T3<", "T4<"}) {
        CHECK_MESSAGE(!holds(changes, finished), finished);
    }
    world.book.add("audit", "id* title", {});
    const auto html = world.report("management-review", "html").text;
    CHECK(holds(html, "1 of 14 inputs has nothing on record; the review must ask for it."));
    CHECK(holds(html, "No audit is recorded for the period; this assessment stands alone."));
}

TEST_CASE("the figures of service levels add up to the months, and records are counted, not tables") {
    const World world;
    const auto html = world.report("service-levels", "html").text;
    const auto figures = stretch(html, "<dl class=\"tiles\">", "</dl>");
    const auto figure = [&](const std::string& label) {
        const auto part = stretch(figures, "<dt>" + label + "</dt>", "</dd>");
        return std::stoi(part.substr(part.find_last_of('>') + 1));
    };
    CHECK(figure("Months of targets") == 6);
    CHECK(figure("Missed") + figure("Met") + figure("Undecided or unknown") + figure("Nothing to measure") == figure("Months of targets"));
    CHECK(holds(html, "Records behind the misses <span class=\"count\">25</span>"));
}
