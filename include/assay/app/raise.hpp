// `assay raise`: a named auditor raises a nonconformity in an audit, from the gaps of its assessment or from a workpaper.
#pragma once

#include "assay/app/edit_row.hpp"
#include "assay/app/session.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace assay {

struct RaiseRequest {
    std::string control;                   ///< a control or its shall group; empty: that of the workpaper
    std::string audit;
    std::string by;                        ///< auditor: id or name of a person
    std::string workpaper;
    std::string session;
    std::string subject;                   ///< only this one
    std::string title;
    std::string statement;
    std::string grade;                     ///< as confirmed; empty: not yet confirmed
    std::string confirmed_by;
    std::string grade_reason;
    std::string cause;
    std::string auditee;
    std::string owner;
    std::string due;
    std::string recurrence_of;             ///< "none": the earlier one found is not its kind
    std::optional<Date> on;                ///< found on; default: today
    std::int64_t assessment = 0;           ///< 0: the newest of the audit
    bool dry_run = false;
};

struct RaiseReport {
    std::string id;
    std::string shall;                     ///< shall group
    std::int64_t gaps = 0;                 ///< determinations that it stands for
    std::int64_t instances = 0;            ///< failing rows named
    std::int64_t assessment = 0;           ///< 0: none
    std::string recurrence_of;
    bool dry_run = false;
    EditReport row;
};

/// Nothing after reporting faults of the values. Throws Error of kind usage for unknown names, for somebody who is not an auditor of the
/// audit without a conflict, when nothing is not met there, and when a nonconformity for this requirement already stands in the audit.
[[nodiscard]] std::optional<RaiseReport> raise_nonconformity(const Run& run, Session& session, const RaiseRequest& request);
[[nodiscard]] std::string to_text(const RaiseReport& report);

} // namespace assay
