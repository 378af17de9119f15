// The view "audit_plan": what an audit is to do, where, when, by whom and how, and what is still to settle (ISO 19011, 6.3.2).
#include "report/audit_rows.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace assay {
namespace {

std::vector<std::string> missing_in_plan(const NamedRow& audit) {
    std::vector<std::string> missing;
    const auto need = [&](bool there, std::string_view what) {
        if (!there) {
            missing.emplace_back(what);
        }
    };
    need(!audit.text("objectives").empty(), "objectives");
    need(!audit.text("criteria").empty(), "criteria");
    need(!audit.text("scope").empty(), "scope");
    need(audit.date("starts_on") || audit.date("planned_on"), "dates");
    need(!audit.text("sites").empty(), "sites");
    need(!audit.text("methods").empty(), "methods");
    need(!audit.text("lead").empty(), "the lead auditor");
    return missing;
}

std::string session_subject(const ReportRegisters& registers, const NamedRow& session) {
    std::vector<std::string> parts;
    if (!session.text("process").empty()) {
        parts.push_back(registers.name("process", session.text("process")));
    }
    if (!session.text("service").empty()) {
        parts.push_back(registers.name("service", session.text("service")));
    }
    if (!session.text("clauses").empty()) {
        parts.push_back(fmt::format("{} {}", session.text("catalog"), session.text("clauses")));
    }
    return fmt::format("{}", fmt::join(parts, "; "));
}

/// Sessions of one auditor that overlap.
std::vector<std::string> find_overlaps(const ReportRegisters& registers, const std::vector<NamedRow>& sessions) {
    std::vector<std::string> found;
    std::vector<const NamedRow*> timed;
    for (const auto& session : sessions) {
        if (session.number("planned_from") && session.number("planned_to") && session.text("status") != "cancelled" &&
            !session.text("auditor").empty()) {
            timed.push_back(&session);
        }
    }
    for (std::size_t one = 0; one < timed.size(); ++one) {
        for (std::size_t other = one + 1; other < timed.size(); ++other) {
            const auto& a = *timed[one];
            const auto& b = *timed[other];
            if (a.text("auditor") == b.text("auditor") && *a.number("planned_from") < *b.number("planned_to") &&
                *b.number("planned_from") < *a.number("planned_to")) {
                found.push_back(fmt::format("{} is to hold {} and {} at the same time", registers.name("person", a.text("auditor")),
                                            a.text("id"), b.text("id")));
            }
        }
    }
    return found;
}

struct PlannedSessions {
    TabularTable table;
    std::vector<std::string> to_settle;
};

PlannedSessions plan_sessions(const ReportIndex& index, const ReportRegisters& registers, const std::vector<NamedRow>& sessions,
                              ReportSheet& sheet) {
    PlannedSessions made{{"Sessions by day",
                          false,
                          {{"Time", 10, TableColumn::Kind::heading},
                           {"What is looked at", 30},
                           {"Where", 15},
                           {"How", 10},
                           {"Auditor", 15},
                           {"Auditee", 20}},
                          {},
                          {}},
                         {}};
    std::map<std::string, std::vector<const NamedRow*>> days;
    for (const auto& session : sessions) {
        const auto from = local_time(index, session.number("planned_from"));
        days[from.empty() ? std::string() : from.substr(0, 10)].push_back(&session);
    }
    for (auto& [day, of_day] : days) {
        std::ranges::stable_sort(of_day, {}, [](const NamedRow* each) { return each->number("planned_from").value_or(0); });
        TableBody body{day.empty() ? "Without a planned time" : day, number_text(of_day.size()), {}};
        for (const auto* session : of_day) {
            const auto id = session->text("id");
            const auto from = local_time(index, session->number("planned_from"));
            const auto to = local_time(index, session->number("planned_to"));
            const auto subject = session_subject(registers, *session);
            const auto auditor = registers.name("person", session->text("auditor"));
            const auto auditee = registers.name("person", session->text("auditee"));
            if (from.empty()) {
                made.to_settle.push_back(fmt::format("session {} has no planned time", id));
            }
            if (auditor.empty()) {
                made.to_settle.push_back(fmt::format("session {} has no auditor", id));
            }
            const auto state = session->text("status");
            body.rows.push_back(
                {{},
                 {cell(from.empty() ? id : from.substr(11), to.empty() ? "" : "to " + to.substr(11)),
                  cell(session->text("title").empty() ? subject : session->text("title"), session->text("title").empty() ? "" : subject),
                  cell_or(session->text("site"), "no site"), cell_or(spoken(session->text("method")), "no method"),
                  cell_or(auditor, "nobody"),
                  cell(auditee.empty() ? session->text("participants") : auditee,
                       state.empty() || state == "planned" ? id : fmt::format("{}, {}", id, state))}});
            sheet.rows.push_back({id, from, to, session->text("title"), session->text("site"),
                                  registers.name("process", session->text("process")), registers.name("service", session->text("service")),
                                  session->text("catalog"), session->text("clauses"), spoken(session->text("method")), auditor, auditee,
                                  state});
        }
        made.table.bodies.push_back(std::move(body));
    }
    std::ranges::move(find_overlaps(registers, sessions), std::back_inserter(made.to_settle));
    return made;
}

} // namespace

Tabular build_audit_plan(const ReportIndex& index) {
    const auto& registers = registers_of(index);
    const auto id = audit_of(index);
    const auto audit = find_keyed(registers, "audit", id);
    Tabular report;
    report.title = "Audit plan";
    report.sheet = {
        "Audit plan",
        {"session", "from", "to", "title", "site", "process", "service", "catalog", "clauses", "method", "auditor", "auditee", "status"},
        std::vector<bool>(13),
        {}};
    report.notes = audit_notes(index);
    report.is_of_audit = true;
    if (!audit) {
        tell_no_audit(report, id);
        return report;
    }
    const auto sessions = rows_of_audit(registers, "audit_session", id);
    const auto team = rows_of_audit(registers, "audit_team", id);
    const auto doubts = count_doubts(team);
    report.parts.push_back(make_audit_part(registers, *audit, AuditPaper::plan));
    report.parts.push_back({"team",
                            "Audit team",
                            number_text(team.size()),
                            "",
                            "Nobody is in the team (register audit_team).",
                            {},
                            {team_table(registers, team)}});

    auto planned = plan_sessions(index, registers, sessions, report.sheet);
    report.parts.push_back({"sessions",
                            "Sessions",
                            number_text(sessions.size()),
                            fmt::format("Times are of {}.", index.input().zone.empty() ? "UTC" : index.input().zone),
                            "No session is planned (register audit_session).",
                            {},
                            {std::move(planned.table)}});

    report.parts.push_back(make_meetings_part(index, rows_of_audit(registers, "audit_meeting", id), AuditPaper::plan));

    std::size_t untouched = 0;
    TabularTable cover{
        "Clauses",
        false,
        {{"Standard", 25, TableColumn::Kind::heading}, {"Touched by a session", 15, TableColumn::Kind::number}, {"By none", 60}},
        {{}},
        {}};
    for (const auto* catalog : criteria_of_audit(index, *audit, sessions)) {
        if (catalog->scale == Scale::iso17021) {
            const auto clauses = compare_clauses(*catalog, sessions);
            untouched += clauses.missing.size();
            cover.bodies[0].rows.push_back(
                {{}, {cell(catalog->title, catalog->id), cell(clauses.touched_words()), cell(clauses.missing_names())}});
        }
    }
    report.parts.push_back({"cover",
                            "Clauses that no session touches",
                            number_text(untouched),
                            "Clauses with requirements of the certifiable standards that are this audit's criteria. One audit of a programme need not "
                            "touch them all; the programme must.",
                            "Neither criteria nor sessions of this audit name a certifiable standard that is known here.",
                            {},
                            {std::move(cover)}});

    auto to_settle = missing_in_plan(*audit);
    for (auto& each : to_settle) {
        each.insert(0, "the plan does not say ");
    }
    std::ranges::move(planned.to_settle, std::back_inserter(to_settle));
    TabularTable open{"To settle", false, {{"What", 100, TableColumn::Kind::heading}}, {{}}, {}};
    for (const auto& each : to_settle) {
        open.bodies[0].rows.push_back({{}, {cell(capitalised(each))}});
    }
    report.parts.push_back({"settle",
                            "Still to settle",
                            number_text(to_settle.size()),
                            "",
                            "None of the faults that are looked for is there.",
                            {},
                            {std::move(open)}});

    const auto lead = registers.name("person", audit->text("lead"));
    report.statement = fmt::format("{}: {} with {} in the team, {}; {} to settle in the plan, something in the way of {}.",
                                   audit->text("title"), count_of(static_cast<std::int64_t>(sessions.size()), "session", "sessions"),
                                   count_of(static_cast<std::int64_t>(team.size()), "person", "persons"),
                                   lead.empty() ? std::string("and nobody to lead it") : "led by " + lead,
                                   count_of(static_cast<std::int64_t>(to_settle.size()), "point", "points"),
                                   count_of(static_cast<std::int64_t>(doubts), "member", "members"));
    report.tone = to_settle.empty() && doubts == 0 ? "none" : "remark";
    report.figures = {{"Sessions", number_text(sessions.size()), "planned, held and cancelled", ""},
                      {"Team", number_text(team.size()), fmt::format("{} with something in the way", doubts), doubts > 0 ? "minor" : ""},
                      {"Clauses untouched", number_text(untouched), "by a session of this audit", untouched > 0 ? "open" : ""},
                      {"To settle", number_text(to_settle.size()), "in the plan itself", to_settle.empty() ? "" : "remark"}};
    return report;
}

} // namespace assay
