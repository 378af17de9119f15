// assay plan: the cheapest set of possible actions that removes what blocks by a date.
#include "cli/commands.hpp"

#include "assay/app/plan.hpp"
#include "assay/base/decimal.hpp"
#include "assay/base/error.hpp"
#include "assay/base/outlive.hpp"
#include "assay/base/text.hpp"
#include "cli/option.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_plan_options{
    OptionSpec{"--by", "DATE", "the day by which nothing must block any more", false, false},
    OptionSpec{"--for", "WHAT", "stage-1, stage-2 (what stands against that audit) or gaps (everything not met; the default)", false, false},
    OptionSpec{"--from", "DATE", "the first day on which anything can be done (default: today)", false, false},
    OptionSpec{"--hours", "NUMBER", "hours a week of each owner whose own are not recorded (default: without limit)", false, false},
    OptionSpec{"--standard", "CATALOG", "of several that were judged (default: the only one, or the only certifiable one)", false, false},
    OptionSpec{"--assessment", "ID", "(default: the newest)", false, false},
    OptionSpec{"--format", "WORD", "text or json", false, false},
};

constexpr std::int64_t k_hours_of_a_week = std::int64_t{168} * 100; // in hundredths

int run_plan(const Invocation& call) {
    const auto& arguments = call.arguments;
    const auto format = read_word(arguments, "--format", {"text", "json"});
    const auto what = read_word(arguments, "--for", {"gaps", "stage-1", "stage-2"});
    PlanRequest request;
    if (arguments.text("--by").empty()) {
        throw Error("--by DATE is needed: the day by which nothing must block any more", ErrorKind::usage);
    }
    if (arguments.has("--hours")) {
        const auto hours = parse_decimal(arguments.text("--hours"), 2);
        request.hours = hours.scaled;
        if (hours.fault != DecimalFault::none || hours.scaled < 0 || hours.scaled > k_hours_of_a_week) {
            throw Error(fmt::format("--hours {}: must be a number from 0 to 168 with at most two digits after the point", escape_control(arguments.text("--hours"))), ErrorKind::usage);
        }
    }
    request.stage = what == "stage-1" ? 1 : what == "stage-2" ? 2 : 0;
    request.standard = arguments.text("--standard");
    request.assessment = read_number(arguments, "--assessment").value_or(0);
    const auto session = open_session(call.run, call.setting);
    if (!session) {
        return k_exit_failed;
    }
    const auto today = session->zone.date_of(call.setting.now);
    request.by = read_date(arguments, "--by", today);
    request.from = read_date(arguments, "--from", today);
    const auto report = make_plan(call.run, *session, request);
    print(format == "text" ? to_text(report) : to_json(report));
    outlive(std::move(session->content));
    return report.left.empty() ? k_exit_good : k_exit_not_met;
}

} // namespace

const CommandSpec k_plan{"plan", "the cheapest of the possible actions that remove what blocks by a date; for the organisation itself", true, k_plan_options, run_plan};

} // namespace assay::cli
