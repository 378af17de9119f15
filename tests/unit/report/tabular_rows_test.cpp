// What tabular reports leave out, join and count of single rows: risks, clauses, requests, actions, RACI.
#include "report/svg_stacked.hpp"
#include "support/markup_check.hpp"
#include "support/report_world.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace assay;
using assay::testing::holds;
using assay::testing::stretch;
using assay::testing::World;

namespace {

std::string part_of(const World& world, const std::string& report, const std::string& part) {
    return stretch(world.report(report, "html").text, "<h2 id=\"" + part + "\">", "</section>");
}

/// The sheet's rows that hold the text in the column.
std::vector<std::vector<std::string>> sheet_rows(const World& world, const std::string& report, std::size_t column, const std::string& text) {
    std::vector<std::vector<std::string>> found;
    for (auto& row : world.report(report, "csv").csv_rows) {
        if (row.at(column) == text) {
            found.push_back(std::move(row));
        }
    }
    return found;
}

const std::string k_risk_fields = "id* title level residual_level target_level likelihood impact owner status review_due:date";

std::size_t count_in(const std::string& text, const std::string& what) {
    std::size_t count = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
        ++count;
    }
    return count;
}

} // namespace

TEST_CASE("a risk without a level is none of the lowest: it is counted apart, and no top risk") {
    World world;
    const auto html = world.report("risks", "html").text;
    CHECK(holds(html, "5 of 6 risks are live; of the 4 that record a level, 2 are at high or very high today. 2 are kept with faults."));
    const auto figures = stretch(html, "<dl class=\"tiles\">", "</dl>");
    CHECK(holds(figures, "<dt>Without a level</dt>"));
    CHECK(holds(figures, "of 4 with a current or inherent level"));
    CHECK(holds(figures, "of 4 with a target and a level"));
    const auto top = part_of(world, "risks", "top");
    CHECK(holds(top, "The highest by current level, else inherent, of the 4 that record one."));
    CHECK_FALSE(holds(top, "R3<"));
    world.book.add("risk", k_risk_fields, {"R1|One||||||P1|open|"});
    const auto none = world.report("risks", "html").text;
    CHECK(holds(none, "1 of 1 risk is live; none of them records a level. 1 is kept with faults."));
    CHECK(holds(none, "No live risk records a level."));
}

TEST_CASE("risks without fault say what was looked for, and heat maps how many risks they show") {
    World world;
    CHECK(holds(part_of(world, "risks", "heat"), "5 of 5 record both before treatment, 4 record both today."));
    world.book.add("risk", k_risk_fields, {"R1|One|low|||low|low|P1|open|"});
    const auto html = world.report("risks", "html").text;
    CHECK(holds(html, "1 of 1 risk is live; of the 1 that records a level, none is at high or very high today."));
    CHECK(holds(html, "No fault was found in how they are kept, of those that this report looks for."));
    CHECK(holds(html, "No live risk has one of these faults."));
    CHECK(holds(html, "acceptance by nobody."));
    CHECK_FALSE(holds(html, "othing is wrong"));
    world.book.add("risk", k_risk_fields, {"R1|One|low|||low|low|P1|closed|", "R2|Two|low|||low|low|P1|closed|"});
    CHECK(holds(world.report("risks", "html").text, "None of the 2 risks recorded is live."));
    CHECK(holds(world.report("risks", "html").text, "No live risk is recorded."));
}

TEST_CASE("a risk that aims at no level is not called above its target") {
    World world;
    world.book.add("risk", k_risk_fields, {"R1|Lower|high|low||||P1|open|", "R2|Same|high|high||||P1|open|", "R3|Aimed|high|moderate|low|||P1|open|"});
    const auto movement = part_of(world, "risks", "movement");
    CHECK(stretch(movement, "As before treatment, and no target recorded", "</tbody>").find("R2<") != std::string::npos);
    CHECK(stretch(movement, "Lower, and no target recorded", "</tbody>").find("R1<") != std::string::npos);
    const auto above = stretch(movement, "Lower, and still above the target", "</tbody>");
    CHECK(holds(above, "R3<"));
    CHECK_FALSE(holds(above, "R1<"));
    CHECK(holds(movement, "the 3 of 3 live risks that record both levels"));
}

TEST_CASE("a requirement with subjects at both grades gives the reason of the higher one and counts only its subjects") {
    World world;
    auto& catalog = world.fixture.catalogs[1];
    catalog.scale = Scale::iso17021;
    const auto rows = sheet_rows(world, "clauses", 3, "cpc.establish.4");
    REQUIRE(rows.size() == 1);
    CHECK(holds(rows[0][10], "8 of 8 rows fail"));
    CHECK_FALSE(holds(rows[0][10], "2 of 9 rows fail"));
    CHECK(holds(world.report("clauses", "html").text, "<span class=\"our-id\">1 of 5 subjects</span>"));
}

TEST_CASE("a request for one type of evidence leaves the control's other demands to be asked for") {
    World world;
    world.book.add("evidence_request", "id* catalog control subject demand listed_as wanted owner asked_on:date due:date answer", {});
    const auto unasked = [&](const std::string& control) { return sheet_rows(world, "requests", 4, control).size(); };
    CHECK(unasked("6.1.3-r03") == 1);
    const auto ask = [&](const std::string& demand, const std::string& number) {
        world.book.add("evidence_request", "id* catalog control subject demand listed_as wanted owner asked_on:date due:date answer",
                       {"ER1|iso20000-1-2018|6.1.3-r03||" + demand + "|" + number + "||P1|2026-09-01|||"});
    };
    ask("record", "");
    CHECK(unasked("6.1.3-r03") == 2); // the request itself, and the plan that it does not ask for
    ask("plan", "");
    CHECK(unasked("6.1.3-r03") == 1);
    ask("", "");
    CHECK(unasked("6.1.3-r03") == 1);
    ask("plan", "D4");
    CHECK(unasked("6.1.3-r03") == 2);
    for (auto& control : world.fixture.catalogs[0].controls) {
        if (control.id.control == "6.1.3-r03") {
            control.demands.push_back({"plan", DemandKind::standard, {}, "Risk treatment plan with success criteria", "D4", {}});
        }
    }
    CHECK(unasked("6.1.3-r03") == 1);
}

TEST_CASE("requests name their subjects, and a sheet names all of them on one line for each piece of evidence") {
    World world;
    auto& fixture = world.fixture;
    for (std::size_t at = 0; at < fixture.assessment.determinations.size(); ++at) {
        if (fixture.assessment.determinations[at].control.control == "cpc.evaluate.6") {
            fixture.facts[at].owner.clear();
            for (const auto* wanted : {"Gap analysis", "Plan of the analysis"}) {
                fixture.facts[at].evidence.push_back(assay::testing::evidence_of("report", DemandKind::standard, wanted, false, "not received"));
            }
        }
    }
    world.book.add("evidence_request", "id* catalog control subject demand wanted owner asked_on:date due:date answer",
                   {"ER1|desmf-3|cpc.establish.4|PRB|record||P1|2026-09-01|||", "ER2|desmf-3|cpc.establish.4||record|Lists|P1|2026-09-01|||"});
    const auto rows = sheet_rows(world, "requests", 4, "cpc.evaluate.6");
    REQUIRE(rows.size() == 2);
    CHECK(rows[0][6] == "Change Management; Incident Management; Problem Management; Capacity Management; Event Management");
    CHECK(holds(part_of(world, "requests", "unasked"), "5 subjects: Change Management, Incident Management …"));
    const auto asked = sheet_rows(world, "requests", 4, "cpc.establish.4");
    REQUIRE(asked.size() == 2);
    CHECK(asked[0][6] == "Problem Management");
    CHECK(asked[1][6] == "All subjects");
    CHECK(holds(part_of(world, "requests", "open"), ">Record</td>")); // its type is not said twice
}

TEST_CASE("a nonconformity is told beside the gaps of the subject that it names; one that was withdrawn is over") {
    World world;
    world.book.add("nonconformity", "id* title catalog control subject process corrective_action owner due:date status closed_on:date",
                   {"N1|Of changes|desmf-3|cpc.establish.4||CHG|Name one|P2|2026-11-30|planned|", "N2|Of problems|desmf-3|cpc.establish.4|PRB|||||open|",
                    "N3|Slip|desmf-3|cpc.establish.4||||P1|2026-12-01|withdrawn|", "N4|Of all|desmf-3|cpc.establish.4|||||||"});
    const auto rows = sheet_rows(world, "actions", 2, "cpc.establish.4");
    REQUIRE(rows.size() == 2);
    for (const auto& row : rows) {
        const bool of_changes = row[4] == "Change Management";
        CHECK(row[9] == (of_changes ? "N1 Of changes, planned; N4 Of all" : "N2 Of problems, open; N4 Of all"));
        CHECK(row[10] == (of_changes ? "Name one" : ""));
        CHECK(row[12] == (of_changes ? "2026-11-30" : ""));
    }
}

TEST_CASE("who left, is not active or is not registered holds no role") {
    World world;
    const auto fault = "Nobody holds the role Incident process owner on the judgement date";
    CHECK_FALSE(holds(part_of(world, "raci", "faults"), fault));
    const auto with = [&](const std::string& person) {
        world.book.add("person", "id* name active:yes left_on:date", {person});
        return holds(part_of(world, "raci", "faults"), fault);
    };
    CHECK(with("P1|A. Mensah||2026-10-06"));
    CHECK_FALSE(with("P1|A. Mensah||2026-10-07"));
    CHECK_FALSE(with("P1|A. Mensah|no|2026-10-07"));
    CHECK(with("P1|A. Mensah|no|"));
    CHECK_FALSE(with("P1|A. Mensah|yes|"));
    CHECK(with("P2|J. Okafor||"));
}

TEST_CASE("a role or person with several letters or assignments is told once") {
    World world;
    world.book.add("assignment", "role* person* starts_on*:date ends_on:date", {"OWN|P1|2025-01-01|", "OWN|P1|2026-01-01|"});
    const auto html = world.report("raci", "html").text;
    CHECK(holds(html, "<span class=\"our-id\">A. Mensah</span>"));
    CHECK_FALSE(holds(html, "A. Mensah; A. Mensah"));
    world.book.add("assignment", "role* person* starts_on*:date ends_on:date", {});
    CHECK(count_in(part_of(world, "raci", "faults"), "obody holds the role Incident process owner") == 2); // INC-1 and INC-2, once each
}

TEST_CASE("an activity that only letters name is in the matrix, with a fault") {
    World world;
    world.book.add("raci", "activity* role* letter*", {"INC-1|OWN|a", "INC-1|OWN|r", "INC-9|OWN|a", "INC-9|OWN|r"});
    const auto faults = part_of(world, "raci", "faults");
    CHECK(holds(faults, "No process recorded"));
    CHECK(holds(faults, "The activity is not registered, so it belongs to no process"));
    CHECK(holds(part_of(world, "raci", "matrix"), "<tr id=\"u-1\">"));
    const auto rows = sheet_rows(world, "raci", 1, "INC-9");
    REQUIRE(rows.size() == 1);
    CHECK(rows[0][3] == "Incident process owner");
    CHECK(holds(world.report("raci", "html").text, "4 of 5 activities have a fault"));
}

TEST_CASE("stacked bars name each colour that occurs and no other, and fill the bar") {
    const std::vector<StackedBar> bars{{"4 <Context>", {.major = 1, .not_assessed = 1, .met = 2}}, {"5 Leadership", {.not_applicable = 3}}};
    const auto svg = draw_stacked_bars("Outcomes", bars).svg;
    CHECK(assay::testing::markup_faults(svg) == "");
    const auto legend = stretch(svg, "<p class=\"legend\">", "</p>");
    for (const auto* words : {"Not met, higher grade</span>", "Not assessed</span>", "Met</span>", "Not applicable</span>"}) {
        CHECK_MESSAGE(holds(legend, words), words);
    }
    CHECK(count_in(legend, "<rect") == 4);
    CHECK(holds(svg, "<span>4 &lt;Context&gt;</span>"));
    CHECK(holds(svg, "<rect class=\"s-open\" x=\"250\" width=\"250\" height=\"10\"><title>Not assessed: 1</title></rect>"
                     "<rect class=\"s-met\" x=\"500\" width=\"500\""));
    CHECK(holds(svg, "<rect class=\"s-excluded\" x=\"0\" width=\"1000\""));
}

TEST_CASE("the figures of the clause matrix add up to its requirements") {
    const World world;
    const auto figures = stretch(world.report("clauses", "html").text, "<dl class=\"tiles\">", "</dl>");
    const auto figure = [&](const std::string& label) {
        const auto part = stretch(figures, "<dt>" + label + "</dt>", "</dd>");
        return std::stoi(part.substr(part.find_last_of('>') + 1));
    };
    CHECK(figure("Requirements") == 15);
    CHECK(figure("Not met") + figure("Not assessed") + figure("Met") + figure("Neither") == figure("Requirements"));
}

TEST_CASE("a supplier whose controls are all not assessed is not said to have none that is not met") {
    World world;
    auto& fixture = world.fixture;
    for (auto& control : fixture.catalogs[1].controls) {
        control.per = control.id.control == "cpc.establish.1" ? SubjectKind::process : SubjectKind::supplier;
    }
    for (auto& each : fixture.assessment.determinations) {
        each.subject = each.control.control == "cpc.evaluate.6" && each.subject == "CAP" ? "S1" : each.subject;
    }
    CHECK(holds(part_of(world, "suppliers", "suppliers"), "Not assessed</span><span class=\"our-id\">1 control</span>"));
    for (auto& each : fixture.assessment.determinations) {
        each.subject = each.control.control == "cpc.establish.4" && each.subject == "INC" ? "S1" : each.subject;
    }
    CHECK(holds(part_of(world, "suppliers", "suppliers"), "None not met</span><span class=\"our-id\">of 2 controls, 1 not assessed</span>"));
}

TEST_CASE("a view reads each register that it asks for: without its rows the report differs") {
    for (const auto& view : view_names()) {
        auto report = view;
        std::ranges::replace(report, '_', '-');
        for (const auto& id : view_needs(view).registers) {
            CAPTURE(view);
            CAPTURE(id);
            World world;
            REQUIRE(world.book.registers.count(id) > 0);
            const auto before = world.report(report, "html").text;
            world.book.add(id, "id*", {});
            CHECK(world.report(report, "html").text != before);
        }
    }
}

TEST_CASE("a cell that says nothing has no label on a narrow page") {
    const World world;
    const auto matrix = part_of(world, "raci", "matrix");
    CHECK(holds(matrix, "<td data-label=\"\">"));
    CHECK(holds(matrix, "<td data-label=\"Consulted\">Incident process owner"));
    CHECK_FALSE(holds(matrix, "<td data-label=\"Informed\">"));
}
