// The view "audit_report": what an audit set out to do, saw and concluded, with all that ISO 19011, 6.5.1 asks a report to hold.
#include "report/audit_rows.hpp"
#include "report/nonconformity_form.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

TabularPart make_conclusion(const NamedRow& audit) {
    const auto judged = [&](std::string_view field) { return cell_or(yes_text(audit, field), "not said"); };
    return {"conclusion",
            "Conclusion",
            "",
            "What the auditors concluded, in their own words. Assay concludes nothing.",
            "",
            {},
            {fact_table("Conclusion", {{"Conclusion", cell_or(audit.text("conclusion"), "not recorded")},
                                       {"The organization's own requirements are met", judged("judged_own_requirements")},
                                       {"The standard's requirements are met", judged("judged_standard")},
                                       {"The system is effectively in place and kept up", judged("judged_effective")}})}};
}

/// How far the criteria are fulfilled, as the audit's own assessment counts it: figures of another would stand under its conclusion.
TabularPart make_degree(const ReportIndex& index) {
    const bool is_its_own = is_own_assessment(index);
    TabularTable table{"Degree of fulfilment",
                       false,
                       {{"Criteria", 25, TableColumn::Kind::heading},
                        {"Not met", 10, TableColumn::Kind::number},
                        {"Not assessed", 10, TableColumn::Kind::number},
                        {"Met", 10, TableColumn::Kind::number},
                        {"Readiness", 15},
                        {"Formula", 30}},
                       {{}},
                       {}};
    for (const auto& rollup : index.rollups()) {
        if (!is_its_own) {
            break;
        }
        const auto words = bounds_words(rollup.counts);
        const auto& c = rollup.counts;
        table.bodies[0].rows.push_back(
            {{},
             {cell(rollup.catalog->title,
                   fmt::format("{}, {} {}", rollup.catalog->version, c.total(), rollup.unit_is_shall ? "requirement groups" : "controls")),
              cell(std::to_string(c.not_met())), cell(std::to_string(c.not_assessed + c.error)),
              cell(std::to_string(c.met + c.met_with_remark)),
              words.given ? cell(fmt::format("{} to {} %", words.lower, words.upper)) : cell("nothing is assessable"),
              cell(words.given ? words.lower_formula : std::string(), words.given ? words.upper_formula : std::string())}});
    }
    return {
        "degree",
        "How far the criteria are fulfilled",
        "",
        is_its_own ? "From the audit's own assessment, which this report opens with. Not assessed includes what could not be evaluated; met "
                     "includes met with remark."
                   : "",
        is_its_own ? std::string("Nothing was judged.")
                   : fmt::format("No assessment belongs to this audit, so nothing is counted here; 'assay check --audit {}' makes one.", audit_of(index)),
        {},
        {std::move(table)}};
}

TabularPart make_sessions(const ReportIndex& index, const ReportRegisters& registers, const std::vector<NamedRow>& sessions,
                          std::size_t& without_result) {
    TabularTable table{"Sessions",
                       false,
                       {{"Session", 25, TableColumn::Kind::heading}, {"Held", 10}, {"Where", 15}, {"Who", 20}, {"Result", 30}},
                       {{}},
                       {}};
    for (const auto& session : sessions) {
        const auto result = session.text("result");
        const auto reason = session.text("reason");
        without_result += result.empty() && reason.empty() ? 1 : 0;
        auto held = cell_or(day_text(session.date("held_on")), "not held");
        held.note = session.date("held_on") ? std::string() : local_time(index, session.number("planned_from"));
        const auto tone = result == "nonconforming" ? "minor" : result == "conforming" ? "met" : "open";
        table.bodies[0].rows.push_back(
            {{},
             {cell(session.text("title").empty() ? registers.name("process", session.text("process")) : session.text("title"),
                   fmt::format("{}{}{}", session.text("id"), session.text("clauses").empty() ? "" : ", clauses " + session.text("clauses"),
                               session.text("method").empty() ? "" : ", " + spoken(session.text("method")))),
              held, cell_or(session.text("site"), "no site"),
              cell(registers.name("person", session.text("auditor")), registers.name("person", session.text("auditee"))),
              !result.empty() ? badge_cell(capitalised(spoken(result)), tone, session.text("summary"))
                              : cell_or(reason, "no result and no reason why")}});
    }
    return {"sessions", "What was done",   number_text(sessions.size()), "Who: auditor first, then auditee.", "No session is on record.",
            {},         {std::move(table)}};
}

/// How many were seen and failed, as far as that is recorded, and which ones.
TableCell items_cell(const NamedRow& paper) {
    const auto examined = paper.number("items_examined");
    const auto failing = paper.number("items_failing");
    const auto items = paper.text("items");
    auto made = cell(items, paper.text("population"));
    if (examined || failing) {
        made.text = fmt::format("{}, {}", examined ? fmt::format("{} seen", *examined) : std::string("seen not recorded"),
                                failing ? fmt::format("{} failing", *failing) : std::string("failing not recorded"));
        made.note = items.empty() || made.note.empty() ? items + made.note : fmt::format("{}; {}", items, made.note);
    }
    return made;
}

TabularPart make_workpapers(const ReportIndex& index, const ReportRegisters& registers, const std::vector<NamedRow>& papers) {
    TabularTable table{
        "Workpapers",
        false,
        {{"Requirement", 25, TableColumn::Kind::heading}, {"What was seen", 30}, {"Items", 15}, {"Auditor", 15}, {"Result", 15}},
        {},
        {}};
    const std::pair<const char*, const char*> kinds[] = {{"nonconforming", "minor"}, {"observation", "remark"}, {"opportunity", "remark"},
                                                         {"not_conclusive", "open"}, {"conforming", "met"},     {"", "open"}};
    for (const auto& [kind, tone] : kinds) {
        TableBody body{*kind == 0 ? "Without a result" : capitalised(spoken(kind)), {}, {}};
        for (const auto& paper : papers) {
            if (paper.text("result") != kind) {
                continue;
            }
            auto about = named_control(index, paper.text("catalog"), paper.text("control"));
            about.note = fmt::format("{}, {}", paper.text("id"), paper.text("control"));
            body.rows.push_back(
                {{},
                 {about,
                  cell(paper.text("seen"),
                       spoken(paper.text("method")) + (paper.text("role_asked").empty() ? "" : ", asked: " + paper.text("role_asked"))),
                  items_cell(paper),
                  cell(registers.name("person", paper.text("auditor")), day_text(paper.date("examined_on"))),
                  badge_cell(*kind == 0 ? "No result" : capitalised(spoken(kind)), tone,
                             paper.text("reviewed_by").empty() ? "not reviewed"
                                                               : "reviewed by " + registers.name("person", paper.text("reviewed_by")))}});
        }
        body.note = number_text(body.rows.size());
        table.bodies.push_back(std::move(body));
    }
    return {"evidence",
            "Findings and what they rest on",
            number_text(papers.size()),
            "Workpapers by result: the worst first.",
            "No workpaper is on record.",
            {},
            {std::move(table)}};
}

TabularPart make_not_done(const ReportIndex& index, const NamedRow& audit, const std::vector<NamedRow>& sessions,
                          const std::vector<NamedRow>& team) {
    std::vector<NamedRow> held;
    std::ranges::copy_if(sessions, std::back_inserter(held), [](const NamedRow& each) { return each.date("held_on").has_value(); });
    Facts facts;
    for (const auto* catalog : criteria_of_audit(index, audit, sessions)) {
        if (catalog->scale == Scale::iso17021) {
            const auto clauses = compare_clauses(*catalog, held);
            facts.emplace_back(fmt::format("Clauses of {} without a session held", catalog->title),
                               cell(clauses.missing_names(), clauses.missing.empty() ? std::string() : clauses.missing_words()));
        }
    }
    std::vector<std::string> not_held;
    for (const auto& session : sessions) {
        if (!session.date("held_on")) {
            not_held.push_back(fmt::format("{} {}{}", session.text("id"), session.text("title"),
                                           session.text("reason").empty() ? "" : ": " + session.text("reason")));
        }
    }
    facts.emplace_back("Sessions not held", cell(not_held.empty() ? "none" : fmt::format("{}", fmt::join(not_held, "; "))));
    const auto doubts = count_doubts(team);
    facts.emplace_back(
        "Doubts about the team",
        cell(doubts == 0 ? "none on record"
                         : fmt::format("{}, told beside each person", count_of(static_cast<std::int64_t>(doubts), "person", "persons"))));
    return {"not-covered",
            "What was not covered",
            "",
            "Within the scope of the audit, as far as the registers tell.",
            "",
            {},
            {fact_table("What was not covered", std::move(facts))}};
}

} // namespace

Tabular build_audit_report(const ReportIndex& index) {
    const auto& registers = registers_of(index);
    const auto id = audit_of(index);
    const auto audit = find_keyed(registers, "audit", id);
    const auto raised = rows_of_audit(registers, "nonconformity", id.empty() ? std::string("-") : id);
    Tabular report;
    report.title = "Audit report";
    report.sheet = nonconformity_sheet(registers, raised);
    report.notes = audit_notes(index);
    report.is_of_audit = true;
    report.notes.emplace_back("An audit is a sampling exercise: the evidence that was looked at may not stand for what was not.");
    if (!audit) {
        tell_no_audit(report, id);
        return report;
    }
    const auto sessions = rows_of_audit(registers, "audit_session", id);
    const auto team = rows_of_audit(registers, "audit_team", id);
    const auto papers = rows_of_audit(registers, "workpaper", id);
    const auto meetings = rows_of_audit(registers, "audit_meeting", id);

    report.parts.push_back(make_audit_part(registers, *audit, AuditPaper::report));
    report.parts.push_back(make_conclusion(*audit));
    report.parts.push_back(make_degree(index));

    std::size_t without_result = 0;
    std::size_t open = 0;
    std::size_t unconfirmed = 0;
    TabularTable list{"Nonconformities",
                      false,
                      {{"Nonconformity", 35, TableColumn::Kind::heading}, {"Requirement", 20}, {"Grade", 20}, {"State", 10}, {"Due", 15}},
                      {{}},
                      {}};
    for (const auto& row : raised) {
        open += is_open_nonconformity(row) ? 1 : 0;
        unconfirmed += row.text("status") != "withdrawn" && !is_confirmed_grade(row) ? 1 : 0;
        list.bodies[0].rows.push_back(
            {{},
             {cell(fmt::format("{} {}", row.text("id"), row.text("title")), row.text("statement")),
              named_control(index, row.text("catalog"), row.text("control")), cell(capitalised(grade_words(registers, row))),
              cell(capitalised(spoken(row.text("status")))),
              nonconformity_due_cell(row, index.header().on)}});
    }
    report.parts.push_back({"raised",
                            "Nonconformities",
                            number_text(raised.size()),
                            "The forms stand at the end.",
                            "None was raised in this audit.",
                            {},
                            {std::move(list)}});
    report.parts.push_back(make_workpapers(index, registers, papers));
    report.parts.push_back(make_sessions(index, registers, sessions, without_result));
    report.parts.push_back(make_not_done(index, *audit, sessions, team));

    TabularTable opinions{
        "Opinions that stayed unresolved", false, {{"Meeting", 25, TableColumn::Kind::heading}, {"Opinion", 75}}, {{}}, {}};
    for (const auto& meeting : meetings) {
        if (!meeting.text("unresolved").empty()) {
            opinions.bodies[0].rows.push_back(
                {{}, {cell(capitalised(meeting.text("kind")), meeting.text("id")), cell(meeting.text("unresolved"))}});
        }
    }
    const auto unresolved = opinions.bodies[0].rows.size();
    report.parts.push_back(
        {"opinions", "Opinions that stayed unresolved", number_text(unresolved), "", "No meeting records one.", {}, {std::move(opinions)}});
    report.parts.push_back(
        {"team", "Team", number_text(team.size()), "", "Nobody is in the team.", {}, {team_table(registers, team)}});
    report.parts.push_back(make_meetings_part(index, meetings, AuditPaper::report));
    TabularPart forms{"forms", "Nonconformity forms", number_text(raised.size()), "", "None was raised in this audit.", {}, {}};
    for (const auto& row : raised) {
        forms.tables.push_back(nonconformity_form(index, registers, row));
    }
    report.parts.push_back(std::move(forms));

    report.statement =
        fmt::format("{}: {} raised, {} open, the grade of {} confirmed by nobody; {} without result or reason, {} unresolved.",
                    audit->text("title"), count_of(static_cast<std::int64_t>(raised.size()), "nonconformity", "nonconformities"), open,
                    unconfirmed, count_of(static_cast<std::int64_t>(without_result), "session", "sessions"),
                    count_of(static_cast<std::int64_t>(unresolved), "opinion", "opinions"));
    report.tone = unconfirmed + without_result > 0 ? "minor" : open > 0 ? "open" : "none";
    report.figures = {{"Nonconformities", number_text(raised.size()), fmt::format("{} open", open), open > 0 ? "minor" : ""},
                      {"Sessions", number_text(sessions.size()), fmt::format("{} without result or reason", without_result),
                       without_result > 0 ? "minor" : ""},
                      {"Workpapers", number_text(papers.size()), "with what was seen", ""},
                      {"Unresolved opinions", number_text(unresolved),
                       fmt::format("in {}", count_of(static_cast<std::int64_t>(meetings.size()), "meeting", "meetings")),
                       unresolved > 0 ? "remark" : ""}};
    return report;
}

} // namespace assay
