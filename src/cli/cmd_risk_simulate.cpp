// assay risk simulate: annual loss by Monte Carlo simulation.
#include "cli/commands.hpp"

#include "assay/app/risk_simulate.hpp"
#include "assay/base/error.hpp"
#include "cli/option.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_risk_simulate_options{
    OptionSpec{"--seed", "N", "the same seed gives the same figures (default: 1)", false, false},
    OptionSpec{"--trials", "N", "years simulated, 100 to 1,000,000 (default: 10,000)", false, false},
    OptionSpec{"--where", "EXPR", "only risks for which this holds, in the language of checks", false, false},
    OptionSpec{"--on", "DATE", "the day that a condition counts from (default: today)", false, false},
    OptionSpec{"--at", "STATE", "an earlier state of the registers: a change, a date or an instant", false, false},
    OptionSpec{"--format", "WORD", "table, csv or json", false, false},
};

int run_risk_simulate(const Invocation& call) {
    const auto& arguments = call.arguments;
    const auto format = read_word(arguments, "--format", {"table", "csv", "json"});
    LossRequest request;
    request.where = arguments.text("--where");
    request.on = find_date(arguments, "--on");
    request.at = arguments.text("--at");
    request.seed = static_cast<std::uint64_t>(read_number(arguments, "--seed").value_or(1));
    request.trials = read_number(arguments, "--trials").value_or(k_default_trials);
    if (request.trials < k_least_trials || request.trials > k_most_trials) {
        throw Error(fmt::format("--trials takes a number from {} to {}, not {}", k_least_trials, k_most_trials, request.trials), ErrorKind::usage);
    }
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    const auto report = simulate_risks(call.run, *session, request);
    if (!report) {
        return k_exit_failed;
    }
    print(format == "table" ? to_text(*report) : format == "csv" ? to_csv(*report) : to_json(*report));
    return k_exit_good;
}

} // namespace

const CommandSpec k_risk_simulate{"risk simulate", "annual loss by simulation, beside its closed form, with the loss exceedance curve", true, k_risk_simulate_options, run_risk_simulate};

} // namespace assay::cli
