// assay check: judges, keeps the assessment, prints a summary.
#include "cli/commands.hpp"

#include "assay/app/check.hpp"
#include "assay/app/diff.hpp"
#include "assay/base/error.hpp"
#include "assay/base/outlive.hpp"
#include "assay/base/text.hpp"
#include "cli/option.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_check_options{
    OptionSpec{"--standard", "CATALOG", "judge only this standard (default: those of the workspace)", false, true},
    OptionSpec{"--on", "DATE", "judgement date (default: today)", false, false},
    OptionSpec{"--at", "STATE", "change number, date or instant of the state to judge (default: now)", false, false},
    OptionSpec{"--audit", "ID", "judge for this audit: its period, and attestations of its team (default: a self-assessment)", false, false},
    OptionSpec{"--baseline", "ID", "also compare with this kept assessment", false, false},
    OptionSpec{"--fail-on", "WORD", "exit 2 for 'minor' (default: anything not met), only for 'major', or for a 'regression' from the baseline", false, false},
    OptionSpec{"--honour-exceptions", "", "also count the gaps without those that exceptions in force cover; nothing else changes", false, false},
    OptionSpec{"--anew", "", "ask every check, also where no register it reads changed since a kept assessment", false, false},
    OptionSpec{"--no-save", "", "do not keep the assessment", false, false},
};

int run_check(const Invocation& call) {
    const auto& arguments = call.arguments;
    const auto fail_on = read_word(arguments, "--fail-on", {"minor", "major", "regression"});
    const auto baseline = read_number(arguments, "--baseline").value_or(0);
    if (fail_on == "regression" && baseline == 0) {
        throw Error("--fail-on regression needs --baseline ID: the assessment to compare with ('assay trend' lists them)", ErrorKind::usage);
    }
    const auto session = open_session(call.run, call.setting);
    if (!session) {
        return k_exit_failed;
    }
    if (baseline != 0) {
        require_assessment(*session, baseline);
    }
    CheckRequest request;
    request.on = read_date(arguments, "--on", session->zone.date_of(call.setting.now));
    request.standards = arguments.all("--standard");
    request.at = arguments.text("--at");
    request.audit = arguments.text("--audit");
    request.anew = arguments.has("--anew");
    request.save = !arguments.has("--no-save");
    const auto assessment = check(call.run, *session, request);
    if (!assessment) {
        return k_exit_failed;
    }
    const auto& header = assessment->header;
    print(fmt::format("{}: audit period {} to {}, judged on {} from change {}; {}\n\n", header.organization,
                      to_text(header.period_from), to_text(header.period_to), to_text(header.on), header.head,
                      request.audit.empty() ? "a self-assessment: gaps, not nonconformities"
                                            : fmt::format("audit {}: grades are proposals, and nonconformities are raised by a person ('assay raise')", request.audit)));
    print(summary_table(*session, *assessment));
    if (const auto left_out = left_out_text(call.run, *session, *assessment); !left_out.empty()) {
        print("\n" + left_out);
    }
    if (arguments.has("--honour-exceptions")) {
        print("\n" + honoured_text(call.run, *session, *assessment));
    }
    if (header.id != 0) {
        print(fmt::format("\nKept as assessment {}: {}, {}. Next: 'assay report gap', 'assay explain CONTROL'.\n", header.id,
                          count_of(static_cast<std::int64_t>(assessment->determinations.size()), "determination", "determinations"),
                          count_of(static_cast<std::int64_t>(assessment->failing.size()), "row that fails or is undecided", "rows that fail or are undecided")));
    }
    int exit = exit_code(*assessment, fail_on == "major" ? FailOn::major : fail_on == "minor" ? FailOn::minor : FailOn::nothing);
    if (baseline != 0) {
        const auto& report = outlive(diff_with(*session, baseline, *assessment));
        print(fmt::format("\nAgainst assessment {}, judged on {}\n{}", baseline, to_text(report.before.header.on), diff_summary(report)));
        if (fail_on == "regression" && report.comparison.regressions() > 0) {
            exit = k_exit_not_met;
        }
    }
    outlive(std::move(session->content));
    return exit;
}

} // namespace

const CommandSpec k_check{"check", "judge the registers and keep the assessment", true, k_check_options, run_check};

} // namespace assay::cli
