// assay check: judges, keeps the assessment, prints a summary.
#include "cli/commands.hpp"

#include "assay/app/check.hpp"
#include "assay/base/error.hpp"
#include "assay/base/outlive.hpp"
#include "assay/base/text.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_check_options{
    OptionSpec{"--standard", "CATALOG", "judge only this standard (default: those of the workspace)", false, true},
    OptionSpec{"--on", "DATE", "judgement date (default: today)", false, false},
    OptionSpec{"--at", "STATE", "change number, date or instant of the state to judge (default: now)", false, false},
    OptionSpec{"--fail-on", "GRADE", "exit 2 for 'minor' (default: anything not met) or only for 'major'", false, false},
    OptionSpec{"--no-save", "", "do not keep the assessment", false, false},
};

int run_check(const Invocation& call) {
    const auto& arguments = call.arguments;
    auto fail_on = FailOn::minor;
    if (const auto grade = arguments.text("--fail-on"); grade == "major") {
        fail_on = FailOn::major;
    } else if (!grade.empty() && grade != "minor") {
        throw Error(fmt::format("--fail-on takes 'minor' or 'major', not '{}'", grade), ErrorKind::usage);
    }
    const auto session = open_session(call.run, call.setting);
    if (!session) {
        return k_exit_failed;
    }
    CheckRequest request;
    request.on = read_date(arguments, "--on", session->zone.date_of(call.setting.now));
    request.standards = arguments.all("--standard");
    request.at = arguments.text("--at");
    request.save = !arguments.has("--no-save");
    const auto assessment = check(call.run, *session, request);
    if (!assessment) {
        return k_exit_failed;
    }
    const auto& header = assessment->header;
    print(fmt::format("{}: audit period {} to {}, judged on {} from change {}; a self-assessment: gaps, not nonconformities\n\n", header.organization,
                      to_text(header.period_from), to_text(header.period_to), to_text(header.on), header.head));
    print(summary_table(*session, *assessment));
    if (const auto left_out = left_out_text(*session, *assessment); !left_out.empty()) {
        print("\n" + left_out);
    }
    if (header.id != 0) {
        print(fmt::format("\nKept as assessment {}: {}, {}. Next: 'assay report gap', 'assay explain CONTROL'.\n", header.id,
                          count_of(static_cast<std::int64_t>(assessment->determinations.size()), "determination", "determinations"),
                          count_of(static_cast<std::int64_t>(assessment->failing.size()), "row that fails or is undecided", "rows that fail or are undecided")));
    }
    outlive(std::move(session->content));
    return exit_code(*assessment, fail_on);
}

} // namespace

const CommandSpec k_check{"check", "judge the registers and keep the assessment", true, k_check_options, run_check};

} // namespace assay::cli
