// `assay plan`: the cheapest of the possible actions (register "remedy") that remove what blocks by a date. For the organisation itself: an auditor
// who plans the auditee's actions audits his own work (ISO/IEC 17021-1, 5.2), so no report and no pack has it.
#pragma once

#include "assay/app/session.hpp"
#include "assay/base/date.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct PlanRequest {
    Date from{};                           ///< first day on which anything can be done
    Date by{};                             ///< last day on which everything must be done; not before `from`
    int stage = 0;                         ///< 1 or 2: what stands against that audit; 0: everything that is not met
    std::string standard;                  ///< empty: the only one that was judged, or the only certifiable one
    std::int64_t assessment = 0;           ///< 0: the newest
    std::optional<std::int64_t> hours;     ///< hundredths of an hour a week for owners whose own are not recorded; nothing: no limit
};

/// One action of the register.
struct PlanLine {
    std::string id;
    std::string title;
    std::string owner;                     ///< person, shown
    std::int64_t effort = 0;               ///< hundredths of an hour
    std::int64_t lead_days = 0;
    Date start_by{};                       ///< the last day to begin
    std::vector<std::string> removes;      ///< of what blocks
};

struct PlanLeft {
    std::string blocker;
    std::string why;                       ///< empty: no recorded action removes it
};

struct PlanReport {
    std::string heading;                   ///< "stage 2 (ISO/IEC 20000-1:2018)"
    std::int64_t assessment = 0;
    Date judged_on{};
    Date from{};
    Date by{};
    std::vector<std::string> blockers;     ///< in the order of the assessment
    std::int64_t not_assessed = 0;         ///< shall groups or controls of the standard: what they hide, no plan knows
    std::int64_t in_error = 0;             ///< the same, of those that could not be judged
    std::size_t recorded = 0;              ///< rows of the register
    std::size_t considered = 0;            ///< of these: open, complete, able to end in time, and removing something that blocks
    std::vector<PlanLine> chosen;          ///< sorted by the last day to begin, then id
    std::int64_t effort = 0;
    std::vector<PlanLeft> left;
    std::vector<PlanLeft> not_considered;  ///< id of the action, and why
    std::vector<std::string> notes;        ///< names that nothing answers to, owners without recorded hours
    bool exact = true;
    std::size_t left_at_least = 0;
    std::int64_t effort_at_least = 0;
    std::int64_t steps = 0;
};

/// Throws Error of kind usage for an unknown standard or assessment, and for dates that leave no time.
[[nodiscard]] PlanReport make_plan(const Run& run, Session& session, const PlanRequest& request);
/// "1,234.50 h".
[[nodiscard]] std::string effort_text(std::int64_t hundredths_of_hours);
[[nodiscard]] std::string to_text(const PlanReport& report);
[[nodiscard]] std::string to_json(const PlanReport& report);

} // namespace assay
