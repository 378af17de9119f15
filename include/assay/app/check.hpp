// `assay check`: judge a state of the registers on a date, and keep the assessment.
#pragma once

#include "assay/app/session.hpp"
#include "assay/assess/assess.hpp"
#include "assay/model/assessment.hpp"
#include "assay/rules/library.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct CheckRequest {
    Date on{};
    std::vector<std::string> standards;     ///< empty: those of the workspace
    std::string at;                         ///< empty: the head
    bool save = true;
    bool anew = false;                      ///< ask every check, also those whose registers were not touched since an assessment judged alike
    std::string audit;                      ///< the audit it belongs to; empty: a self-assessment
};

/// Nothing after reporting faults in the controls. Throws Error of kind usage for an unknown standard, state or audit, and for
/// an audit that is closed. The audit's period, where it has one, takes the place of the workspace's.
[[nodiscard]] std::optional<Assessment> check(const Run& run, Session& session, const CheckRequest& request);

/// Everything an assessment was linked and judged with, again: for messages and explanations. Lives as long as it is used.
struct Judged {
    Judged(); // not inline: what takes a library apart is much code
    Judged(Judged&&) noexcept;
    Judged& operator=(Judged&&) noexcept;
    ~Judged();
    Library library;
    std::unique_ptr<QueryRunner> runner;
};
[[nodiscard]] std::optional<Judged> link_for(const Run& run, Session& session, const AssessmentHeader& header);

/// Short table for the terminal: per standard the counts of headline units, and readiness with its bounds and formula.
[[nodiscard]] std::string summary_table(const Session& session, const Assessment& assessment);
/// What the checks left out, per register, and what to do about rows without a service and services that say nothing of scope; empty when nothing was left out.
[[nodiscard]] std::string left_out_text(const Run& run, Session& session, const Assessment& assessment);

/// The gaps without those that exceptions in force cover, beside the gaps as they are, and every exception with what came of it.
[[nodiscard]] std::string honoured_text(const Run& run, Session& session, const Assessment& assessment);

enum class FailOn : std::uint8_t { nothing, minor, major };
/// PRODUCT: 0 nothing not met, 1 a check could not be evaluated, 2 something not met (also beside errors).
[[nodiscard]] int exit_code(const Assessment& assessment, FailOn fail_on);

} // namespace assay
