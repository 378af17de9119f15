#include "assay/app/audit.hpp"

#include "app/audit_records.hpp"
#include "app/persons.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "assay/model/named_row.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace assay {
namespace {

std::string one_line(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    return text;
}

/// Words of a list that people write with commas, semicolons or blanks.
std::vector<std::string> split_list(const std::string& text, std::string_view separators) {
    std::vector<std::string> words;
    std::string word;
    const auto end_word = [&] {
        while (!word.empty() && word.back() == ' ') {
            word.pop_back();
        }
        if (!word.empty()) {
            words.push_back(std::move(word));
        }
        word.clear();
    };
    for (const char c : text) {
        if (separators.find(c) != std::string_view::npos) {
            end_word();
        } else if (!word.empty() || c != ' ') {
            word += c;
        }
    }
    end_word();
    return words;
}

/// "8.6" covers "8.6" and "8.6.1", not "8.60".
bool is_part_of(const std::string& clause, const std::string& of) {
    return clause == of || (clause.size() > of.size() && clause.starts_with(of) && clause[of.size()] == '.');
}

/// Innermost groups that hold controls themselves: what an auditor plans a session for.
std::vector<std::string> clauses_of(const Catalog& catalog) {
    std::set<std::string> used;
    for (const auto& control : catalog.controls) {
        if (!control.group.empty()) {
            used.insert(control.group);
        }
    }
    std::vector<std::string> clauses;
    for (const auto& group : catalog.groups) {
        if (used.contains(group.id)) {
            clauses.push_back(group.id);
        }
    }
    return clauses;
}

class AuditReading {
public:
    AuditReading(const Run& run, Session& session, std::optional<std::int64_t> at)
        : m_session(session), m_runner(session.store.runner(run, session.zone, at)), m_schema(session.content.schema), m_audits(read_audits(*m_runner, m_schema)),
          m_sessions(read_sessions(*m_runner, m_schema)), m_persons(read_persons(*m_runner, m_schema)) {}

    [[nodiscard]] const std::vector<AuditRecord>& audits() const { return m_audits; }
    [[nodiscard]] const std::vector<AuditSession>& sessions() const { return m_sessions; }
    [[nodiscard]] const std::vector<Person>& persons() const { return m_persons; }
    [[nodiscard]] QueryRunner& runner() const { return *m_runner; }

    [[nodiscard]] std::string name(const std::string& id) const {
        const auto found = std::ranges::find(m_persons, id, &Person::id);
        return found == m_persons.end() ? id : in_words(*found);
    }

    AuditReport report(const AuditRecord& audit) const {
        AuditReport report;
        report.id = audit.id;
        report.title = audit.title;
        report.kind = audit.kind;
        report.status = audit.status;
        report.criteria = audit.criteria;
        report.scope = audit.scope;
        report.programme = audit.programme;
        report.lead = audit.lead.empty() ? "" : name(audit.lead);
        report.period_from = audit.period_from;
        report.period_to = audit.period_to;
        add_team(audit, report);
        add_sessions(audit, report);
        add_workpapers(audit, report);
        add_nonconformities(audit, report);
        add_meetings(audit, report);
        for (const auto& each : m_session.store.assessments()) {
            if (each.header.audit() == audit.id) {
                report.assessments.push_back(each.header.id);
            }
        }
        if (report.assessments.empty()) {
            report.remarks.emplace_back("no assessment belongs to it ('assay check --audit')");
        }
        add_cover(audit, report);
        return report;
    }

private:
    void add_team(const AuditRecord& audit, AuditReport& report) const {
        bool has_lead = false;
        for (const auto& member : read_team(*m_runner, m_schema, audit.id)) {
            AuditPerson person{member.person, name(member.person), member.role, member.competence, ""};
            if (member.is_auditor()) {
                person.doubt = !member.no_conflict_declared ? "has not declared to be free of conflicts"
                               : member.own_work            ? "has work of their own in the scope"
                               : member.competence.empty()  ? "has no recorded competence"
                                                            : "";
            }
            has_lead = has_lead || member.role == "lead_auditor";
            if (!person.doubt.empty()) {
                report.remarks.push_back(fmt::format("{} {}", person.name, person.doubt));
            }
            report.team.push_back(std::move(person));
        }
        if (!has_lead) {
            report.against_closing.emplace_back("the team has no lead auditor (register audit_team)");
        }
    }

    void add_sessions(const AuditRecord& audit, AuditReport& report) const {
        for (const auto& each : m_sessions) {
            if (each.audit != audit.id) {
                continue;
            }
            const auto planned = each.planned_from ? to_text(m_session.zone.date_of(Instant{std::chrono::seconds{*each.planned_from}})) : std::string();
            report.sessions.push_back({each.id, each.title, each.held_on ? to_text(*each.held_on) : planned, each.process, each.clauses, each.status,
                                       each.result.empty() ? one_line(each.reason) : each.result, each.lacks_result()});
            if (each.lacks_result()) {
                report.against_closing.push_back(fmt::format("session {} ({}) has no result and no reason why it has none", each.id,
                                                             each.status.empty() ? std::string("no status") : each.status));
            }
        }
        if (report.sessions.empty()) {
            report.against_closing.emplace_back("no session is recorded (register audit_session)");
        }
    }

    void add_workpapers(const AuditRecord& audit, AuditReport& report) const {
        for (const auto& each : read_workpapers(*m_runner, m_schema)) {
            if (each.audit == audit.id) {
                ++report.workpapers[each.result];
                if (each.result.empty()) {
                    report.remarks.push_back(fmt::format("workpaper {} has no result", each.id));
                }
            }
        }
    }

    void add_nonconformities(const AuditRecord& audit, AuditReport& report) const {
        for (const auto& each : read_nonconformities(*m_runner, m_schema)) {
            if (each.audit != audit.id) {
                continue;
            }
            ++report.nonconformities[fmt::format("{}, {}", each.grade.empty() ? "grade not confirmed" : each.grade, each.status.empty() ? "no status" : each.status)];
            if (!each.is_withdrawn() && (each.grade.empty() || each.grade_confirmed_by.empty())) {
                report.against_closing.push_back(fmt::format("the grade of nonconformity {} is confirmed by nobody", each.id));
            }
        }
    }

    void add_meetings(const AuditRecord& audit, AuditReport& report) const {
        bool has_closing = false;
        for (const auto& each : read_meetings(*m_runner, m_schema, audit.id)) {
            has_closing = has_closing || each.kind == "closing";
            if (!each.unresolved.empty()) {
                report.unresolved.push_back(fmt::format("{} ({}): {}", each.id, each.kind, one_line(each.unresolved)));
            }
        }
        if (!has_closing) {
            report.remarks.emplace_back("no closing meeting is recorded");
        }
    }

    /// Of all audits of the programme; of the audit alone where it belongs to none.
    void add_cover(const AuditRecord& audit, AuditReport& report) const {
        std::set<std::string> of_cycle;
        for (const auto& each : m_audits) {
            if (each.id == audit.id || (!audit.programme.empty() && each.programme == audit.programme)) {
                of_cycle.insert(each.id);
            }
        }
        std::vector<const AuditSession*> held;
        for (const auto& each : m_sessions) {
            if (of_cycle.contains(each.audit) && each.held_on) {
                held.push_back(&each);
            }
        }
        std::string sites = audit.sites;
        std::string cycle;
        if (!audit.programme.empty()) {
            read_register(*m_runner, m_schema, "audit_programme", [&](const NamedRow& row) {
                if (row.text("id") == audit.programme) {
                    sites = row.text("sites").empty() ? sites : row.text("sites");
                    const auto from = row.date("period_from");
                    const auto to = row.date("period_to");
                    cycle = from && to ? fmt::format(", {} to {}", to_text(*from), to_text(*to)) : "";
                }
            });
        }
        report.cover_basis = fmt::format("{} held of {}{}", count_of(static_cast<std::int64_t>(held.size()), "session", "sessions"),
                                         audit.programme.empty() ? "this audit, which belongs to no programme" : "the audits of programme " + audit.programme, cycle);
        add_clauses(held, report);
        add_processes(held, report);
        add_sites(held, sites, report);
    }

    void add_clauses(const std::vector<const AuditSession*>& held, AuditReport& report) const {
        for (const auto& use : m_session.workspace.standards) {
            const auto* catalog = m_session.content.find_catalog(use.catalog);
            if (catalog == nullptr || catalog->scale != Scale::iso17021) {
                continue;
            }
            std::vector<std::string> touched;
            for (const auto* each : held) {
                if (each->catalog.empty() || each->catalog == catalog->id) {
                    std::ranges::move(split_list(each->clauses, " ,;"), std::back_inserter(touched));
                }
            }
            AuditCover cover{"clauses of " + catalog->id, {}, {}};
            for (const auto& clause : clauses_of(*catalog)) {
                const bool is_touched = std::ranges::any_of(touched, [&](const std::string& each) { return is_part_of(clause, each); });
                (is_touched ? cover.covered : cover.missing).push_back(clause);
            }
            report.cover.push_back(std::move(cover));
        }
    }

    void add_processes(const std::vector<const AuditSession*>& held, AuditReport& report) const {
        AuditCover cover{"processes", {}, {}};
        read_register(*m_runner, m_schema, "process", [&](const NamedRow& row) {
            const auto adoption = row.text("adoption");
            if (adoption == "not_adopted" || adoption == "planned") {
                return;
            }
            const auto id = row.text("id");
            const bool is_touched = std::ranges::any_of(held, [&](const AuditSession* each) { return each->process == id; });
            (is_touched ? cover.covered : cover.missing).push_back(id);
        });
        report.cover.push_back(std::move(cover));
    }

    static void add_sites(const std::vector<const AuditSession*>& held, const std::string& sites, AuditReport& report) {
        AuditCover cover{"sites", {}, {}};
        for (const auto& site : split_list(sites, ";\n")) {
            const bool is_touched = std::ranges::any_of(held, [&](const AuditSession* each) { return fold_header(each->site) == fold_header(site); });
            (is_touched ? cover.covered : cover.missing).push_back(site);
        }
        std::ranges::sort(cover.covered);
        std::ranges::sort(cover.missing);
        report.cover.push_back(std::move(cover));
    }

    Session& m_session;
    std::unique_ptr<QueryRunner> m_runner;
    const Schema& m_schema;
    std::vector<AuditRecord> m_audits;
    std::vector<AuditSession> m_sessions;
    std::vector<Person> m_persons;
};

} // namespace

std::vector<AuditLine> list_audits(const Run& run, Session& session, const std::string& at) {
    const AuditReading reading(run, session, find_state(session, at));
    const auto nonconformities = read_nonconformities(reading.runner(), session.content.schema);
    const auto kept = session.store.assessments();
    std::vector<AuditLine> lines;
    for (const auto& audit : reading.audits()) {
        AuditLine line{audit.id, audit.title, audit.kind, audit.status, audit.period_from, audit.period_to};
        for (const auto& each : reading.sessions()) {
            line.sessions += each.audit == audit.id ? 1 : 0;
            line.sessions_held += each.audit == audit.id && each.held_on ? 1 : 0;
        }
        line.nonconformities = std::ranges::count_if(nonconformities, [&](const auto& each) { return each.audit == audit.id && !each.is_withdrawn(); });
        line.assessments = std::ranges::count_if(kept, [&](const auto& each) { return each.header.audit() == audit.id; });
        lines.push_back(std::move(line));
    }
    return lines;
}

AuditReport read_audit(const Run& run, Session& session, const std::string& audit, const std::string& at) {
    const auto state = find_state(session, at);
    const AuditReading reading(run, session, state);
    auto report = reading.report(get_audit(reading.audits(), audit));
    report.state = state.value_or(session.store.head());
    return report;
}

std::optional<EditReport> close_audit(const Run& run, Session& session, const CloseAuditRequest& request) {
    std::string id;
    const auto on = request.on.value_or(session.zone.date_of(session.setting.now));
    {
        const AuditReading reading(run, session, {});
        const auto& audit = get_audit(reading.audits(), request.audit);
        id = audit.id;
        if (audit.status == "closed" || audit.status == "cancelled") {
            throw Error(fmt::format("audit {} is {} already", id, audit.status), ErrorKind::usage);
        }
        const auto& person = get_person(reading.persons(), request.by);
        const auto team = read_team(reading.runner(), session.content.schema, id);
        const auto member = std::ranges::find(team, person.id, &AuditMember::person);
        if (member == team.end() || member->role != "lead_auditor") {
            throw Error(fmt::format("{} is not the lead auditor of audit {}, and only the lead auditor closes it", in_words(person), id), ErrorKind::usage);
        }
        const auto report = reading.report(audit);
        if (!report.against_closing.empty()) {
            throw Error(fmt::format("audit {} cannot be closed:\n  {}", id, fmt::join(report.against_closing, "\n  ")));
        }
        if (audit.starts_on && on < *audit.starts_on) {
            throw Error(fmt::format("audit {} starts on {}, after {}", id, to_text(*audit.starts_on), to_text(on)), ErrorKind::usage);
        }
    }
    SetRequest set{"audit", {id, "status=closed", "closed_on=" + to_text(on)}, {}, fmt::format("closed by {}", request.by)};
    if (!request.conclusion.empty()) {
        set.words.push_back("conclusion=" + request.conclusion);
    }
    return set_row(run, session, set);
}

} // namespace assay
