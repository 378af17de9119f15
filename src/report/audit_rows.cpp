#include "report/audit_rows.hpp"

#include "report/wording.hpp"

#include "assay/base/zone.hpp"
#include "assay/report/beside.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace assay {
namespace {

std::vector<std::string> clause_words(const std::string& text) {
    std::vector<std::string> words(1);
    for (const char c : text) {
        if (c != ' ' && c != ',' && c != ';' && c != '\n') {
            words.back() += c;
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    if (words.back().empty()) {
        words.pop_back();
    }
    return words;
}

bool stands_in(const std::string& clause, const std::string& outer) {
    return clause == outer || (clause.size() > outer.size() && clause.starts_with(outer) && clause[outer.size()] == '.');
}

std::string doubt_about(const NamedRow& member) {
    const auto role = member.text("role");
    if (role != "lead_auditor" && role != "auditor" && role != "technical_expert") {
        return {};
    }
    return !member.yes("no_conflict_declared") ? "has not declared to be free of conflicts"
           : member.yes("own_work")            ? "has work of their own in the scope"
           : member.text("competence").empty() ? "no competence is recorded"
                                               : "";
}

} // namespace

std::string audit_of(const ReportIndex& index) {
    const auto* beside = index.input().beside;
    return beside == nullptr ? index.input().audit : beside->audit;
}

std::vector<NamedRow> rows_of_audit(const ReportRegisters& registers, std::string_view register_id, const std::string& audit) {
    std::vector<NamedRow> rows;
    for (const auto& row : registers.rows(register_id)) {
        if (audit.empty() || row.text("audit") == audit) {
            rows.push_back(row);
        }
    }
    return rows;
}

std::optional<NamedRow> find_keyed(const ReportRegisters& registers, std::string_view register_id, const std::string& id) {
    for (const auto& row : registers.rows(register_id)) {
        if (row.text("id") == id) {
            return std::optional<NamedRow>(std::in_place, row);
        }
    }
    return std::nullopt;
}

TabularTable fact_table(std::string caption, Facts facts, bool shows_caption) {
    TabularTable table{std::move(caption), shows_caption, {{"Head", 25, TableColumn::Kind::heading}, {"What is recorded", 75}}, {{}}, {}};
    for (auto& [head, recorded] : facts) {
        table.bodies[0].rows.push_back({{}, {cell(head), std::move(recorded)}});
    }
    return table;
}

namespace {

Zone zone_of(const ReportIndex& index) {
    const auto& name = index.input().zone;
    return name.empty() ? Zone::utc() : Zone::find(name);
}

} // namespace

std::string local_time(const ReportIndex& index, std::optional<std::int64_t> seconds) {
    if (!seconds) {
        return {};
    }
    const auto zone = zone_of(index);
    const Instant instant{std::chrono::seconds{*seconds}};
    const auto minutes =
        std::chrono::floor<std::chrono::minutes>(instant + zone.offset_at(instant)) - std::chrono::sys_seconds(zone.date_of(instant));
    const auto in_minutes = std::chrono::floor<std::chrono::minutes>(minutes).count();
    return fmt::format("{} {:02}:{:02}", to_text(zone.date_of(instant)), in_minutes / 60, in_minutes % 60);
}

std::optional<Date> local_day(const ReportIndex& index, std::optional<std::int64_t> seconds) {
    return seconds ? std::optional(zone_of(index).date_of(Instant{std::chrono::seconds{*seconds}})) : std::nullopt;
}

std::string span_text(const std::optional<Date>& from, const std::optional<Date>& to) {
    return from && to ? fmt::format("{} to {}", to_text(*from), to_text(*to))
           : from     ? "from " + to_text(*from)
           : to       ? "to " + to_text(*to)
                      : "";
}

std::string yes_text(const NamedRow& row, std::string_view field) {
    const auto value = row.number(field);
    return !value ? "" : *value != 0 ? "yes" : "no";
}

TableCell named_control(const ReportIndex& index, const std::string& catalog, const std::string& control) {
    const auto* of = index.find_catalog(catalog);
    const auto* found = of == nullptr ? nullptr : of->find_control(control);
    if (found == nullptr) {
        return cell_or(control, "no requirement named");
    }
    const auto& judged = index.header().catalogs;
    auto made = control_cell(*found);
    if (std::ranges::find(judged, catalog) == judged.end()) {
        made.link.clear();
    }
    return made;
}

AuditClauses compare_clauses(const Catalog& catalog, const std::vector<NamedRow>& sessions) {
    std::set<std::string> used;
    for (const auto& control : catalog.controls) {
        used.insert(control.group);
    }
    std::vector<std::string> named;
    for (const auto& session : sessions) {
        if (session.text("catalog").empty() || session.text("catalog") == catalog.id) {
            std::ranges::move(clause_words(session.text("clauses")), std::back_inserter(named));
        }
    }
    AuditClauses clauses;
    for (const auto& group : catalog.groups) {
        if (used.contains(group.id)) {
            const bool is_touched = std::ranges::any_of(named, [&](const std::string& each) { return stands_in(group.id, each); });
            (is_touched ? clauses.touched : clauses.missing).push_back(fmt::format("{} {}", group.id, group.title));
        }
    }
    return clauses;
}

std::string AuditClauses::touched_words() const { return fmt::format("{} of {}", touched.size(), touched.size() + missing.size()); }

std::string AuditClauses::missing_words() const { return fmt::format("{} of {}", missing.size(), touched.size() + missing.size()); }

std::string AuditClauses::missing_names() const { return missing.empty() ? std::string("none") : fmt::format("{}", fmt::join(missing, "; ")); }

void tell_no_audit(Tabular& report, const std::string& audit) {
    report.statement =
        audit.empty() ? std::string("No audit is named; name one with --audit.") : fmt::format("There is no audit {} on record.", audit);
    report.parts.push_back({"audit", "The audit", "", "", "Nothing is on record of it.", {}, {}});
}

TabularPart make_audit_part(const ReportRegisters& registers, const NamedRow& audit, AuditPaper paper) {
    const bool is_plan = paper == AuditPaper::plan;
    const auto recorded = [&](std::string_view field) { return cell_or(audit.text(field), "not recorded"); };
    const auto starts = is_plan && !audit.date("starts_on") ? audit.date("planned_on") : audit.date("starts_on");
    Facts facts{{"Kind", cell(capitalised(spoken(audit.text("kind"))))},
                {"Client", recorded("client")},
                {"Objectives", recorded("objectives")},
                {"Criteria", recorded("criteria")},
                {"Edition", recorded("edition")},
                {"Scope", recorded("scope")},
                {is_plan ? "Period that is looked at" : "Period that was looked at",
                 cell_or(span_text(audit.date("period_from"), audit.date("period_to")), "not recorded")},
                {"Dates of the audit", cell_or(span_text(starts, audit.date("ends_on")), "not recorded")},
                {"Sites", recorded("sites")},
                {"Methods, with sampling", recorded("methods")},
                {"Lead auditor", person_cell(registers, audit, "lead", "nobody")}};
    if (is_plan) {
        const auto programme = find_keyed(registers, "audit_programme", audit.text("programme"));
        facts.emplace_back("Programme", programme ? cell(programme->text("title"),
                                                         span_text(programme->date("period_from"), programme->date("period_to")))
                                                  : cell("belongs to none"));
    } else {
        facts.emplace_back("Reported", cell_or(day_text(audit.date("reported_on")), "not yet"));
        facts.emplace_back("Distribution", recorded("reported_to"));
    }
    return {"audit",
            audit.text("title"),
            "",
            fmt::format("Audit {}, {}.", audit.text("id"), spoken(audit.text("status").empty() ? "no status" : audit.text("status"))),
            "",
            {},
            {fact_table("The audit", std::move(facts))}};
}

TabularPart make_meetings_part(const ReportIndex& index, const std::vector<NamedRow>& meetings, AuditPaper paper) {
    const auto& registers = registers_of(index);
    const bool is_plan = paper == AuditPaper::plan;
    TabularTable table{"Meetings",
                       false,
                       {{"Meeting", 15, TableColumn::Kind::heading}, {"When", 20}, {"Where", 20}, {"Led by", 20}, {"Who attends", 25}},
                       {{}},
                       {}};
    if (!is_plan) {
        table.columns = {{"Meeting", 15, TableColumn::Kind::heading}, {"When", 15}, {"Where", 15}, {"Led by", 15}, {"Attendance", 20}, {"Agreed", 20}};
    }
    for (const auto& meeting : meetings) {
        TableRow row{{},
                     {cell(capitalised(meeting.text("kind")), meeting.text("id")),
                      cell_or(local_time(index, meeting.number("held_at")), "no time"), cell_or(meeting.text("site"), "no site"),
                      person_cell(registers, meeting, "led_by", "nobody"), cell(meeting.text("attendance"))}};
        if (!is_plan) {
            row.cells.push_back(cell(meeting.text("agreed")));
        }
        table.bodies[0].rows.push_back(std::move(row));
    }
    return {"meetings",
            "Meetings",
            number_text(meetings.size()),
            "",
            is_plan ? "No meeting is planned (register audit_meeting)." : "No meeting is on record.",
            {},
            {std::move(table)}};
}

bool is_own_assessment(const ReportIndex& index) {
    const auto audit = audit_of(index);
    return audit.empty() || audit == index.input().audit || (index.input().beside != nullptr && index.input().beside->of_audit);
}

std::vector<const Catalog*> criteria_of_audit(const ReportIndex& index, const NamedRow& audit, const std::vector<NamedRow>& sessions) {
    std::vector<const Catalog*> found;
    const auto criteria = audit.text("criteria");
    const auto& judged = index.header().catalogs;
    for (const auto& catalog : index.input().catalogs) {
        const bool is_judged = std::ranges::find(judged, catalog.id) != judged.end();
        const auto holds = [&](const std::string& title) { return !title.empty() && criteria.find(title) != std::string::npos; };
        const bool is_named = std::ranges::any_of(sessions, [&](const NamedRow& each) { return each.text("catalog") == catalog.id; });
        if (is_own_assessment(index) ? is_judged
                                     : is_named || holds(catalog.title) || (is_judged && holds(catalog.title.substr(0, catalog.title.find(':'))))) {
            found.push_back(&catalog);
        }
    }
    return found;
}

std::vector<std::string> audit_notes(const ReportIndex& index) {
    const auto* beside = index.input().beside;
    std::vector<std::string> notes;
    if (beside != nullptr && beside->audit_state != index.header().head) {
        notes.push_back(
            fmt::format("The audit's own registers are read as they are at change {}: what an audit raises and draws comes after judging.",
                        beside->audit_state));
    }
    if (const auto audit = audit_of(index); !audit.empty() && beside != nullptr && !beside->of_audit) {
        notes.push_back(fmt::format(
            "Assessment {} is not one of audit {}: it was made {}. 'assay check --audit {}' makes one.", index.header().id, audit,
            index.input().audit.empty() ? std::string("as a self-assessment") : "for audit " + index.input().audit, audit));
    }
    return notes;
}

std::size_t count_doubts(const std::vector<NamedRow>& team) {
    return static_cast<std::size_t>(std::ranges::count_if(team, [](const NamedRow& member) { return !doubt_about(member).empty(); }));
}

TabularTable team_table(const ReportRegisters& registers, const std::vector<NamedRow>& team) {
    TabularTable table{
        "Audit team",
        false,
        {{"Person", 25, TableColumn::Kind::heading}, {"Role", 15}, {"Competent for", 25}, {"Selected by", 15}, {"Free of conflicts", 20}},
        {{}},
        {}};
    for (const auto& member : team) {
        const auto doubt = doubt_about(member);
        auto free = cell(member.yes("no_conflict_declared") ? "declared" : "not declared", day_text(member.date("declared_on")));
        if (!doubt.empty()) {
            free = cell_or({}, capitalised(doubt));
        }
        table.bodies[0].rows.push_back(
            {{},
             {cell(registers.name("person", member.text("person"))), cell(capitalised(spoken(member.text("role")))),
              cell_or(member.text("competence"), "not recorded"),
              cell(registers.name("person", member.text("selected_by")), day_text(member.date("selected_on"))), free}});
    }
    return table;
}

} // namespace assay
