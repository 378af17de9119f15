// What the registers hold of one audit: the audit itself, its team, sessions, meetings, workpapers and nonconformities.
#pragma once

#include "assay/app/session.hpp"
#include "assay/base/date.hpp"
#include "assay/base/run.hpp"
#include "assay/model/query_runner.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct AuditRecord {
    std::string id;
    std::string title;
    std::string programme;
    std::string kind;
    std::string client;
    std::string criteria;
    std::string edition;
    std::string scope;
    std::string sites;
    std::string lead;                      ///< person
    std::string status;
    std::string conclusion;
    std::optional<Date> period_from;
    std::optional<Date> period_to;
    std::optional<Date> starts_on;
    std::optional<Date> ends_on;
    std::optional<Date> closed_on;
};

struct AuditMember {
    std::string person;
    std::string role;
    std::string competence;
    bool no_conflict_declared = false;
    bool own_work = false;
    [[nodiscard]] bool is_auditor() const { return role == "lead_auditor" || role == "auditor" || role == "technical_expert"; }
};

struct AuditSession {
    std::string id;
    std::string audit;
    std::string title;
    std::string site;
    std::string process;
    std::string catalog;
    std::string clauses;
    std::string auditor;
    std::string auditee;
    std::string status;
    std::string result;
    std::string reason;
    std::optional<std::int64_t> planned_from;   ///< instant, seconds
    std::optional<Date> held_on;
    /// Planned or held, and neither a result nor a reason why there is none. Cancelled ones need a reason too.
    [[nodiscard]] bool lacks_result() const { return result.empty() && reason.empty(); }
};

struct AuditMeeting {
    std::string id;
    std::string kind;
    std::string attendance;
    std::string unresolved;
    std::optional<std::int64_t> held_at;
};

struct AuditWorkpaper {
    std::string id;
    std::string audit;
    std::string session;
    std::string catalog;
    std::string control;
    std::string subject;
    std::string method;
    std::string auditor;
    std::string seen;
    std::string items;
    std::string result;
    std::optional<Date> examined_on;
};

struct NonconformityRecord {
    std::string id;
    std::string title;
    std::string audit;
    std::string catalog;
    std::string control;
    std::string cause;
    std::string grade_proposed;
    std::string grade;
    std::string grade_confirmed_by;
    std::string status;
    std::optional<Date> found_on;
    std::optional<Date> due;
    std::optional<Date> extended_to;
    std::optional<Date> implemented_on;
    std::optional<Date> verified_on;
    std::optional<Date> closed_on;
    [[nodiscard]] bool is_withdrawn() const { return status == "withdrawn"; }
    /// Closed, or its effect verified.
    [[nodiscard]] bool is_ended() const { return status == "closed" || status == "verified" || closed_on.has_value(); }
    [[nodiscard]] std::optional<Date> due_date() const { return extended_to ? extended_to : due; }
};

[[nodiscard]] std::vector<AuditRecord> read_audits(QueryRunner& runner, const Schema& schema);
[[nodiscard]] std::vector<AuditMember> read_team(QueryRunner& runner, const Schema& schema, const std::string& audit);
[[nodiscard]] std::vector<AuditSession> read_sessions(QueryRunner& runner, const Schema& schema);     ///< of all audits
[[nodiscard]] std::vector<AuditMeeting> read_meetings(QueryRunner& runner, const Schema& schema, const std::string& audit);
[[nodiscard]] std::vector<AuditWorkpaper> read_workpapers(QueryRunner& runner, const Schema& schema); ///< of all audits
[[nodiscard]] std::vector<NonconformityRecord> read_nonconformities(QueryRunner& runner, const Schema& schema);

/// Throws Error of kind usage that names the nearest.
[[nodiscard]] const AuditRecord& get_audit(const std::vector<AuditRecord>& audits, const std::string& id);
/// The same in the state of a change, and refused when it is closed or cancelled.
[[nodiscard]] AuditRecord get_audit_to_judge(const Run& run, Session& session, const std::string& id, std::int64_t head);

} // namespace assay
