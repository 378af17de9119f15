#include "app/audit_records.hpp"

#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/model/named_row.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {

std::vector<AuditRecord> read_audits(QueryRunner& runner, const Schema& schema) {
    std::vector<AuditRecord> audits;
    read_register(runner, schema, "audit", [&](const NamedRow& row) {
        audits.push_back({row.text("id"), row.text("title"), row.text("programme"), row.text("kind"), row.text("client"), row.text("criteria"), row.text("edition"),
                          row.text("scope"), row.text("sites"), row.text("lead"), row.text("status"), row.text("conclusion"), row.date("period_from"),
                          row.date("period_to"), row.date("starts_on"), row.date("ends_on"), row.date("closed_on")});
    });
    return audits;
}

std::vector<AuditMember> read_team(QueryRunner& runner, const Schema& schema, const std::string& audit) {
    std::vector<AuditMember> team;
    read_register(runner, schema, "audit_team", [&](const NamedRow& row) {
        if (row.text("audit") == audit) {
            team.push_back({row.text("person"), row.text("role"), row.text("competence"), row.yes("no_conflict_declared"), row.yes("own_work")});
        }
    });
    return team;
}

std::vector<AuditSession> read_sessions(QueryRunner& runner, const Schema& schema) {
    std::vector<AuditSession> sessions;
    read_register(runner, schema, "audit_session", [&](const NamedRow& row) {
        sessions.push_back({row.text("id"), row.text("audit"), row.text("title"), row.text("site"), row.text("process"), row.text("catalog"), row.text("clauses"),
                            row.text("auditor"), row.text("auditee"), row.text("status"), row.text("result"), row.text("reason"), row.number("planned_from"),
                            row.date("held_on")});
    });
    return sessions;
}

std::vector<AuditMeeting> read_meetings(QueryRunner& runner, const Schema& schema, const std::string& audit) {
    std::vector<AuditMeeting> meetings;
    read_register(runner, schema, "audit_meeting", [&](const NamedRow& row) {
        if (row.text("audit") == audit) {
            meetings.push_back({row.text("id"), row.text("kind"), row.text("attendance"), row.text("unresolved"), row.number("held_at")});
        }
    });
    return meetings;
}

std::vector<AuditWorkpaper> read_workpapers(QueryRunner& runner, const Schema& schema) {
    std::vector<AuditWorkpaper> workpapers;
    read_register(runner, schema, "workpaper", [&](const NamedRow& row) {
        workpapers.push_back({row.text("id"), row.text("audit"), row.text("session"), row.text("catalog"), row.text("control"), row.text("subject"), row.text("method"),
                              row.text("auditor"), row.text("seen"), row.text("items"), row.text("result"), row.date("examined_on")});
    });
    return workpapers;
}

std::vector<NonconformityRecord> read_nonconformities(QueryRunner& runner, const Schema& schema) {
    std::vector<NonconformityRecord> all;
    read_register(runner, schema, "nonconformity", [&](const NamedRow& row) {
        all.push_back({row.text("id"), row.text("title"), row.text("audit"), row.text("catalog"), row.text("control"), row.text("cause"), row.text("grade_proposed"),
                       row.text("grade"), row.text("grade_confirmed_by"), row.text("status"), row.date("found_on"), row.date("due"), row.date("extended_to"),
                       row.date("implemented_on"), row.date("effectiveness_verified_on"), row.date("closed_on")});
    });
    return all;
}

const AuditRecord& get_audit(const std::vector<AuditRecord>& audits, const std::string& id) {
    const auto found = std::ranges::find(audits, id, &AuditRecord::id);
    if (found != audits.end()) {
        return *found;
    }
    std::vector<std::string> known;
    known.reserve(audits.size());
    for (const auto& each : audits) {
        known.push_back(each.id);
    }
    std::ranges::sort(known);
    const auto hint = did_you_mean(id, known);
    throw Error(fmt::format("there is no audit '{}'{}", escape_control(id),
                            !hint.empty() ? " (" + hint + ")" : audits.empty() ? "; add one with 'assay set audit'" : "; 'assay audit list' lists them"),
                ErrorKind::usage);
}

AuditRecord get_audit_to_judge(const Run& run, Session& session, const std::string& id, std::int64_t head) {
    const auto runner = session.store.runner(run, session.zone, head);
    const auto audits = read_audits(*runner, session.content.schema);
    const auto& audit = get_audit(audits, id);
    if (audit.status == "closed" || audit.status == "cancelled") {
        throw Error(fmt::format("audit {} is {}; what was judged for it stands", audit.id, audit.status), ErrorKind::usage);
    }
    return audit;
}

} // namespace assay
