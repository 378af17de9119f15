// Reports of audits: plan, report, nonconformity forms, sampling worksheets.
#include "support/report_world.hpp"

#include <doctest/doctest.h>

#include <string>

using assay::testing::holds;
using assay::testing::stretch;
using assay::testing::World;

namespace {

std::string part_of(const World& world, const std::string& report, const std::string& part) { return stretch(world.report(report, "html").text, "<h2 id=\"" + part + "\">", "</section>"); }

} // namespace

TEST_CASE("an audit plan lists sessions by day in local time, and tells what is still to settle") {
    const World world;
    const auto sessions = part_of(world, "audit-plan", "sessions");
    CHECK(holds(sessions, "2026-05-28"));
    CHECK(holds(sessions, "09:00</th>") == false);
    CHECK(holds(sessions, ">09:00<"));       // 08:00 in UTC, in the summer of London
    CHECK(holds(sessions, "to 11:00"));
    CHECK(holds(sessions, "Without a planned time"));
    const auto settle = part_of(world, "audit-plan", "settle");
    CHECK(holds(settle, "Session AS3 has no planned time"));
    CHECK(holds(settle, "R. Achterberg is to hold AS1 and AS2 at the same time"));
    CHECK_FALSE(holds(settle, "The plan does not say"));
    const auto team = part_of(world, "audit-plan", "team");
    CHECK(holds(team, "Has work of their own in the scope"));
    CHECK_FALSE(holds(stretch(team, "J. Okafor", "</tr>"), "Has not declared"));  // an observer judges nothing
    CHECK(holds(world.report("audit-plan", "html").text, "The audit&#39;s own registers are read as they are at change 45"));
}

TEST_CASE("an audit plan says what it does not say, and which clauses no session touches") {
    World world;
    world.beside.audit = "AU2";
    const auto settle = part_of(world, "audit-plan", "settle");
    for (const auto* what : {"objectives", "criteria", "scope", "dates", "sites", "methods", "the lead auditor"}) {
        CHECK_MESSAGE(holds(settle, std::string("The plan does not say ") + what), what);
    }
    CHECK(holds(part_of(world, "audit-plan", "sessions"), "No session is planned"));
    world.beside.audit = "AU9";
    CHECK(holds(world.report("audit-plan", "html").text, "There is no audit AU9 on record."));
}

TEST_CASE("an audit report holds what ISO 19011 asks for, and concludes nothing of its own") {
    const World world;
    const auto html = world.report("audit-report", "html").text;
    CHECK(holds(html, "Internal audit: 2 nonconformities raised, 1 open, the grade of 1 confirmed by nobody; 1 session without result or reason, 1 opinion unresolved."));
    const auto conclusion = part_of(world, "audit-report", "conclusion");
    CHECK(holds(conclusion, "Two gaps"));
    CHECK(holds(conclusion, "Assay concludes nothing"));
    const auto evidence = part_of(world, "audit-report", "evidence");
    CHECK(evidence.find("Nonconforming") < evidence.find("Conforming <span"));
    CHECK(holds(evidence, "16 seen, 11 failing"));
    CHECK_FALSE(holds(evidence, "WP3"));
    CHECK(holds(part_of(world, "audit-report", "sessions"), "The auditee was ill"));
    const auto left = part_of(world, "audit-report", "not-covered");
    CHECK(holds(left, "AS2 Mail; AS3 Requests: The auditee was ill"));
    CHECK(holds(part_of(world, "audit-report", "opinions"), "The owner sees no need for a review"));
    CHECK(holds(part_of(world, "audit-report", "forms"), "N1 Changes without approval"));
}

TEST_CASE("an assessment that is not of the audit says so, and how to make one that is") {
    World world;
    CHECK(holds(world.report("audit-report", "html").text, "Assessment 3 is not one of audit AU1: it was made as a self-assessment. &#39;assay check --audit AU1&#39; makes one."));
    world.beside.of_audit = true;
    CHECK_FALSE(holds(world.report("audit-report", "html").text, "is not one of audit"));
}

TEST_CASE("a nonconformity form says what is not recorded, and an extension keeps the first date") {
    const World world;
    const auto forms = part_of(world, "nonconformities", "forms");
    const auto first = stretch(forms, "N1 Changes", "N2 Old");
    CHECK(holds(first, "2026-12-15</td>") == false);
    CHECK(holds(first, "2026-12-15<span class=\"our-id\">extended from 2026-11-30: The gate comes in December"));
    CHECK(holds(first, "Minor, confirmed by R. Achterberg"));
    CHECK(holds(first, "<em class=\"lack\">not looked for</em>"));
    const auto second = forms.substr(forms.find("N2 Old"));
    CHECK(holds(second, "Recurrence of"));
    CHECK(holds(second, "No grade"));
    const auto html = world.report("nonconformities", "html").text;
    CHECK(holds(html, "2 nonconformities of audit AU1: 1 open, 0 of them overdue on 2026-10-06; the grade of 1 is confirmed by nobody."));
}

TEST_CASE("without an audit the forms are of all nonconformities, and tell whose each is") {
    World world;
    world.beside.audit.clear();
    const auto html = world.report("nonconformities", "html").text;
    CHECK(holds(html, "2 nonconformities: 1 open"));
    CHECK(holds(part_of(world, "nonconformities", "list"), "AU1"));
}

TEST_CASE("a sampling worksheet tells how each sample was drawn, and leaves what was not examined empty") {
    World world;
    const auto html = world.report("sampling", "html").text;
    CHECK(holds(html, "1 sample with 3 items: 2 examined, 1 with an exception."));
    CHECK(holds(html, "1,240 rows"));
    CHECK(holds(html, "2 undecided by the condition, left out"));
    CHECK(holds(html, "No category"));
    CHECK_FALSE(holds(html, "SM2"));
    world.beside.audit.clear();
    CHECK(holds(world.report("sampling", "html").text, "2 samples with 4 items: 2 examined, 1 with an exception."));
}
