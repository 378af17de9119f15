// `assay audit list / show / close`: an audit's own objects, what its sessions cover, and what stands against closing it.
#pragma once

#include "assay/app/edit_row.hpp"
#include "assay/app/session.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct AuditLine {
    std::string id;
    std::string title;
    std::string kind;
    std::string status;
    std::optional<Date> period_from;
    std::optional<Date> period_to;
    std::int64_t sessions = 0;
    std::int64_t sessions_held = 0;
    std::int64_t nonconformities = 0;             ///< without withdrawn ones
    std::int64_t assessments = 0;
};
/// Sorted by id.
[[nodiscard]] std::vector<AuditLine> list_audits(const Run& run, Session& session, const std::string& at);
[[nodiscard]] std::string to_text(const std::vector<AuditLine>& audits);
[[nodiscard]] std::string to_json(const std::vector<AuditLine>& audits);

/// What sessions that were held touched, of what the programme's cycle is to cover. Sorted.
struct AuditCover {
    std::string what;                             ///< "clauses of iso20000-1-2018", "processes", "sites"
    std::vector<std::string> covered;
    std::vector<std::string> missing;
};

struct AuditPerson {
    std::string person;
    std::string name;
    std::string role;
    std::string competence;
    std::string doubt;                            ///< "no declaration that no conflict stands in the way"; empty: none
};

struct AuditSessionLine {
    std::string id;
    std::string title;
    std::string day;                              ///< held, else planned; may be empty
    std::string process;
    std::string clauses;
    std::string status;
    std::string result;                           ///< or the reason for none
    bool lacks_result = false;
};

struct AuditReport {
    std::string id;
    std::string title;
    std::string kind;
    std::string status;
    std::string criteria;
    std::string scope;
    std::string programme;
    std::string lead;                             ///< in words
    std::optional<Date> period_from;
    std::optional<Date> period_to;
    std::vector<AuditPerson> team;
    std::vector<AuditSessionLine> sessions;
    std::map<std::string, std::int64_t> workpapers;       ///< by result; "" not recorded
    std::map<std::string, std::int64_t> nonconformities;  ///< by "grade, status"
    std::vector<std::string> unresolved;          ///< opinions that a meeting left open
    std::vector<std::int64_t> assessments;        ///< kept ones that belong to it
    std::string cover_basis;                      ///< "12 sessions held of the audits of programme AUP-25, 2025-01-01 to 2027-12-31"
    std::vector<AuditCover> cover;
    std::vector<std::string> against_closing;     ///< each a reason to refuse; empty: it can be closed
    std::vector<std::string> remarks;             ///< worth a look, and no reason to refuse
    std::int64_t state = 0;
};
/// Throws Error of kind usage for an unknown audit or state.
[[nodiscard]] AuditReport read_audit(const Run& run, Session& session, const std::string& audit, const std::string& at);
[[nodiscard]] std::string to_text(const AuditReport& report);
[[nodiscard]] std::string to_json(const AuditReport& report);

struct CloseAuditRequest {
    std::string audit;
    std::string by;                               ///< the lead auditor
    std::optional<Date> on;                       ///< default: today
    std::string conclusion;                       ///< empty: as recorded
};
/// Throws Error that lists what stands against it; of kind usage for unknown names, and when it is closed already.
[[nodiscard]] std::optional<EditReport> close_audit(const Run& run, Session& session, const CloseAuditRequest& request);

} // namespace assay
