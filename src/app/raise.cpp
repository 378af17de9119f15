#include "assay/app/raise.hpp"

#include "app/audit_records.hpp"
#include "app/next_id.hpp"
#include "app/persons.hpp"
#include "app/shall_group.hpp"
#include "assay/app/findings.hpp"
#include "assay/app/report.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace assay {
namespace {

/// Rows whose message is quoted as objective evidence; all are named among the instances.
constexpr std::size_t k_rows_quoted = 10;

/// Registers that a nonconformity can point into, by what its control is assessed per.
std::string_view subject_field(SubjectKind kind) {
    return kind == SubjectKind::service    ? "service"
           : kind == SubjectKind::process  ? "process"
           : kind == SubjectKind::supplier ? "supplier"
                                           : "";
}

std::string source_of(const std::string& kind) {
    if (kind == "internal") {
        return "internal_audit";
    }
    return kind == "readiness" ? "self_assessment" : kind == "other" || kind.empty() ? "other" : "external_audit";
}

class Raising {
public:
    Raising(const Run& run, Session& session, const RaiseRequest& request)
        : m_run(run), m_session(session), m_request(request), m_runner(session.store.runner(run, session.zone)), m_persons(read_persons(*m_runner, schema())),
          m_on(request.on.value_or(session.zone.date_of(session.setting.now))) {}

    std::optional<RaiseReport> raise() {
        const auto audits = read_audits(*m_runner, schema());
        m_audit = get_audit(audits, m_request.audit);
        if (m_audit.status == "closed" || m_audit.status == "cancelled") {
            throw Error(fmt::format("audit {} is {}; raise it in the audit that found it", m_audit.id, m_audit.status), ErrorKind::usage);
        }
        m_team = read_team(*m_runner, schema(), m_audit.id);
        const auto& auditor = get_auditor(m_request.by);
        find_workpaper();
        find_requirement();
        find_gaps();
        check_standing();
        m_report.id = NextId("NC-", nonconformities(), read_rows(*m_runner, nonconformities())).take();
        put("title", !m_request.title.empty() ? m_request.title : m_requirement.front()->title);
        put("source", source_of(m_audit.kind));
        put("audit", m_audit.id);
        put("auditor", auditor.id);
        put("found_on", to_text(m_on));
        put("status", "open");
        put("cause", m_request.cause);
        put("owner", m_request.owner);
        put("due", m_request.due);
        put_requirement();
        put_evidence();
        put_grade();
        m_report.dry_run = m_request.dry_run;
        return store();
    }

private:
    [[nodiscard]] const Schema& schema() const { return m_session.content.schema; }
    [[nodiscard]] const Register& nonconformities() const { return schema().get("nonconformity"); }

    void put(std::string_view field, const std::string& value) {
        if (!value.empty()) {
            m_words.push_back(fmt::format("{}={}", field, value));
        }
    }

    const Person& get_auditor(const std::string& name) const {
        const auto& person = get_person(m_persons, name);
        const auto member = std::ranges::find(m_team, person.id, &AuditMember::person);
        if (member == m_team.end()) {
            throw Error(fmt::format("{} is not of the team of audit {} (register audit_team)", in_words(person), m_audit.id), ErrorKind::usage);
        }
        const auto objection = !member->is_auditor()            ? fmt::format("takes part in it as {}", member->role)
                               : !member->no_conflict_declared ? std::string("has not declared to be free of conflicts")
                               : member->own_work              ? std::string("has work of their own in its scope")
                                                               : std::string();
        if (!objection.empty()) {
            throw Error(fmt::format("{} cannot judge in audit {}: {}", in_words(person), m_audit.id, objection), ErrorKind::usage);
        }
        return person;
    }

    void find_workpaper() {
        if (m_request.workpaper.empty()) {
            return;
        }
        const auto all = read_workpapers(*m_runner, schema());
        std::vector<std::string> known;
        for (const auto& each : all) {
            if (each.audit == m_audit.id) {
                known.push_back(each.id);
            }
        }
        const auto found = std::ranges::find(all, m_request.workpaper, &AuditWorkpaper::id);
        if (found == all.end() || found->audit != m_audit.id) {
            const auto hint = did_you_mean(m_request.workpaper, known);
            throw Error(fmt::format("audit {} has no workpaper '{}'{}", m_audit.id, escape_control(m_request.workpaper), hint.empty() ? "" : " (" + hint + ")"),
                        ErrorKind::usage);
        }
        if (found->result != "nonconforming") {
            throw Error(fmt::format("workpaper {} says {}, not nonconforming", found->id, found->result.empty() ? "nothing" : found->result), ErrorKind::usage);
        }
        m_workpaper = *found;
    }

    void find_requirement() {
        auto name = m_request.control;
        if (name.empty() && m_workpaper) {
            name = m_workpaper->catalog + "/" + m_workpaper->control;
        }
        if (name.empty()) {
            throw Error("name the control or shall group that is not met, or --workpaper", ErrorKind::usage);
        }
        m_requirement = find_shall_group(m_session, name);
        if (m_workpaper && std::ranges::none_of(m_requirement, [&](const Control* each) { return each->id.control == m_workpaper->control; })) {
            throw Error(fmt::format("workpaper {} is about {}, not about {}", m_workpaper->id, m_workpaper->control, name), ErrorKind::usage);
        }
        m_report.shall = m_requirement.front()->shall;
    }

    /// What is not met of it in the audit's own assessment.
    void find_gaps() {
        std::int64_t id = m_request.assessment;
        for (const auto& each : m_session.store.assessments()) {
            if (m_request.assessment == 0 && each.header.audit() == m_audit.id) {
                id = each.header.id;
            }
        }
        if (id != 0) {
            m_assessment = find_assessment(m_session, id);
            if (m_assessment->header.audit() != m_audit.id) {
                throw Error(fmt::format("assessment {} is not of audit {}: judge with 'assay check --audit {}', or name --workpaper", id, m_audit.id, m_audit.id),
                            ErrorKind::usage);
            }
            for (const auto& each : m_assessment->determinations) {
                const bool is_of_it = std::ranges::any_of(m_requirement, [&](const Control* control) { return control->id == each.control; });
                if (is_of_it && each.outcome == Outcome::not_met && (m_request.subject.empty() || each.subject == m_request.subject)) {
                    m_gaps.push_back(&each);
                }
            }
        }
        if (m_gaps.empty() && !m_workpaper) {
            const auto where = m_request.subject.empty() ? std::string() : fmt::format(" for '{}'", escape_control(m_request.subject));
            throw Error(id == 0 ? fmt::format("no assessment belongs to audit {}: judge with 'assay check --audit {}', or name --workpaper", m_audit.id, m_audit.id)
                                : fmt::format("nothing of {} is not met{} in assessment {}; name --workpaper for what an auditor saw", m_report.shall, where, id),
                        ErrorKind::usage);
        }
        m_report.assessment = m_gaps.empty() ? 0 : id;
        m_report.gaps = static_cast<std::int64_t>(m_gaps.size());
    }

    /// One for each shall group and cause: a second one needs another cause, and one that comes after an ended one is a recurrence.
    void check_standing() {
        const auto all = read_nonconformities(*m_runner, schema());
        const NonconformityRecord* ended = nullptr;
        for (const auto& each : all) {
            const bool is_same = each.catalog == m_requirement.front()->id.catalog && !each.is_withdrawn() &&
                                 std::ranges::any_of(m_requirement, [&](const Control* control) { return each.control == control->id.control; });
            if (!is_same) {
                continue;
            }
            if (each.is_ended()) {
                ended = ended == nullptr || each.found_on >= ended->found_on ? &each : ended;
            } else if (each.audit == m_audit.id && (m_request.cause.empty() || each.cause == m_request.cause)) {
                throw Error(fmt::format("{} stands for {} in audit {} already: add to it with 'assay set', or name another --cause", each.id, m_report.shall, m_audit.id),
                            ErrorKind::usage);
            }
        }
        if (m_request.recurrence_of == "none") {
            return;
        }
        if (!m_request.recurrence_of.empty()) {
            if (std::ranges::find(all, m_request.recurrence_of, &NonconformityRecord::id) == all.end()) {
                throw Error(fmt::format("there is no nonconformity '{}'", escape_control(m_request.recurrence_of)), ErrorKind::usage);
            }
            m_report.recurrence_of = m_request.recurrence_of;
        } else if (ended != nullptr) {
            m_report.recurrence_of = ended->id;
        }
        put("recurrence_of", m_report.recurrence_of);
    }

    void put_requirement() {
        const auto& first = m_gaps.empty() ? *m_requirement.front() : control_of(*m_gaps.front());
        const auto& named = m_workpaper ? *m_session.content.find_catalog(first.id.catalog)->find_control(m_workpaper->control) : first;
        put("catalog", named.id.catalog);
        put("control", named.id.control);
        put("clause", named.cite);
        std::string criterion = m_session.content.find_catalog(named.id.catalog)->title + ", " + named.cite;
        for (const auto* control : m_requirement) {
            criterion += fmt::format("; {}: {}", control->id.control, control->statement);
        }
        put("criterion", criterion);
        std::set<std::string> subjects;
        for (const auto* gap : m_gaps) {
            subjects.insert(gap->subject);
        }
        if (m_workpaper && subjects.empty()) {
            subjects.insert(m_workpaper->subject);
        }
        if (subjects.size() == 1 && !subjects.begin()->empty()) {
            put("subject", *subjects.begin());
            if (const auto field = subject_field(named.per); !field.empty()) {
                put(field, *subjects.begin());
            }
        }
    }

    [[nodiscard]] const Control& control_of(const Determination& gap) const {
        return **std::ranges::find_if(m_requirement, [&](const Control* control) { return control->id == gap.control; });
    }

    void put_evidence() {
        std::string statement;
        std::set<std::pair<std::string, std::string>> failing; // check, subject
        for (const auto* gap : m_gaps) {
            for (const auto& basis : gap->bases) {
                if (basis.effect == Effect::fails) {
                    const auto about = gap->subject.empty() ? gap->control.control : gap->control.control + ", " + gap->subject;
                    statement += fmt::format("{}{}: {}", statement.empty() ? "" : "; ", about, basis.text);
                    if (basis.kind == BasisKind::check) {
                        failing.emplace(basis.ref, gap->subject);
                    }
                }
            }
        }
        if (statement.empty() && m_workpaper) {
            statement = m_workpaper->seen;
        }
        put("statement", m_request.statement.empty() ? statement : m_request.statement);
        std::string evidence;
        std::string instances;
        const auto add = [](std::string& text, const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
        if (m_workpaper) {
            put("workpaper", m_workpaper->id);
            add(evidence, fmt::format("workpaper {}: {}", m_workpaper->id, m_workpaper->seen));
            if (!m_workpaper->items.empty()) {
                add(instances, m_workpaper->items);
            }
        }
        if (m_assessment && !m_gaps.empty()) {
            add_rows(failing, evidence, instances);
            add(evidence, fmt::format("assessment {}, judged on {} from change {}", m_assessment->header.id, to_text(m_assessment->header.on), m_assessment->header.head));
        }
        put("objective_evidence", evidence);
        put("instances", instances);
        put_session();
    }

    /// Each row once, though several checks may fail it; rows with a disposition that says it is no deviation are left out.
    void add_rows(const std::set<std::pair<std::string, std::string>>& failing, std::string& evidence, std::string& instances) {
        std::vector<const FailingRow*> rows;
        for (const auto& row : m_assessment->failing) {
            // What is assessed for the organisation rests on the rows of all subjects.
            if (row.failed && (failing.contains({row.check.text, row.subject}) || failing.contains({row.check.text, ""}))) {
                rows.push_back(&row);
            }
        }
        auto judged = link_for(m_run, m_session, m_assessment->header);
        if (!judged) {
            throw Error("the controls have faults, so that the failing rows cannot be named");
        }
        std::set<std::pair<std::string, std::string>> named;
        std::size_t quoted = 0;
        std::size_t standing = 0;
        visit_findings(m_session, *judged, *m_assessment, rows, [&](FindingLine line) {
            if (line.struck) {
                return;
            }
            ++standing;
            if (quoted < k_rows_quoted) {
                ++quoted;
                evidence += fmt::format("{}{} {}: {}", evidence.empty() ? "" : "; ", line.register_id, line.key, line.message);
            }
            if (named.emplace(line.register_id, line.key).second) {
                instances += fmt::format("{}{} {}", instances.empty() ? "" : "; ", line.register_id, line.key);
            }
        });
        if (standing > k_rows_quoted) {
            evidence += fmt::format("; and {} more, named under instances", group_thousands(static_cast<std::int64_t>(standing - k_rows_quoted)));
        }
        m_report.instances = static_cast<std::int64_t>(named.size());
    }

    void put_session() {
        const auto id = !m_request.session.empty() ? m_request.session : m_workpaper ? m_workpaper->session : std::string();
        std::string auditee = m_request.auditee;
        if (!id.empty()) {
            const auto sessions = read_sessions(*m_runner, schema());
            const auto found = std::ranges::find(sessions, id, &AuditSession::id);
            if (found == sessions.end() || found->audit != m_audit.id) {
                throw Error(fmt::format("audit {} has no session '{}'", m_audit.id, escape_control(id)), ErrorKind::usage);
            }
            put("session", id);
            put("seen_at", found->site + (found->held_on ? (found->site.empty() ? "" : ", ") + to_text(*found->held_on) : ""));
            auditee = auditee.empty() ? found->auditee : auditee;
        }
        put("auditee", auditee.empty() ? auditee : get_person(m_persons, auditee).id);
    }

    void put_grade() {
        std::string proposed;
        for (const auto* gap : m_gaps) {
            proposed = gap->grade == Grade::major ? "major" : proposed.empty() ? "minor" : proposed;
        }
        put("grade_proposed", proposed);
        if (m_request.grade.empty()) {
            if (!m_request.confirmed_by.empty()) {
                throw Error("--confirmed-by goes with --grade", ErrorKind::usage);
            }
            return;
        }
        if (m_request.confirmed_by.empty()) {
            throw Error("--grade needs --confirmed-by: the lead auditor who confirms it", ErrorKind::usage);
        }
        const auto& lead = get_auditor(m_request.confirmed_by);
        if (std::ranges::find(m_team, lead.id, &AuditMember::person)->role != "lead_auditor") {
            throw Error(fmt::format("{} is not the lead auditor of audit {}, and only the lead auditor confirms a grade", in_words(lead), m_audit.id), ErrorKind::usage);
        }
        if (m_request.grade != proposed && !proposed.empty() && m_request.grade_reason.empty()) {
            throw Error(fmt::format("the grade proposed is {}: give the --reason for {}", proposed, m_request.grade), ErrorKind::usage);
        }
        put("grade", m_request.grade);
        put("grade_confirmed_by", lead.id);
        put("grade_reason", m_request.grade_reason);
    }

    std::optional<RaiseReport> store() {
        SetRequest set{"nonconformity", {m_report.id}, {}, fmt::format("raised in audit {} by {}", m_audit.id, m_request.by), m_request.dry_run};
        set.words.insert(set.words.end(), m_words.begin(), m_words.end());
        m_runner.reset();
        auto row = set_row(m_run, m_session, set);
        if (!row) {
            return std::nullopt;
        }
        m_report.row = std::move(*row);
        return std::move(m_report);
    }

    const Run& m_run;
    Session& m_session;
    const RaiseRequest& m_request;
    std::unique_ptr<QueryRunner> m_runner;
    std::vector<Person> m_persons;
    Date m_on;
    AuditRecord m_audit;
    std::vector<AuditMember> m_team;
    std::optional<AuditWorkpaper> m_workpaper;
    std::vector<const Control*> m_requirement;
    std::optional<Assessment> m_assessment;
    std::vector<const Determination*> m_gaps;
    std::vector<std::string> m_words;
    RaiseReport m_report;
};

} // namespace

std::optional<RaiseReport> raise_nonconformity(const Run& run, Session& session, const RaiseRequest& request) { return Raising(run, session, request).raise(); }

std::string to_text(const RaiseReport& report) {
    auto text = fmt::format("{} {} for shall group {}: {}, {}{}{}\n", report.id, report.dry_run ? "would be raised" : "raised", report.shall,
                            count_of(report.gaps, "gap", "gaps"), count_of(report.instances, "instance", "instances"),
                            report.assessment == 0 ? std::string() : fmt::format(" of assessment {}", report.assessment),
                            report.recurrence_of.empty() ? std::string() : fmt::format("; a recurrence of {}", report.recurrence_of));
    text += to_text(report.row);
    if (!report.dry_run) {
        text += fmt::format("Next: the auditee's word ('assay set nonconformity {} response=acknowledged responded_on=DATE'), then correction, cause and corrective action.\n",
                            report.id);
    }
    return text;
}

} // namespace assay
