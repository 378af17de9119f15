// assay risk levels: levels of risks as recorded and as computed.
#include "cli/commands.hpp"

#include "assay/app/risk_levels.hpp"
#include "cli/option.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_risk_levels_options{
    OptionSpec{"--matrix", "ID", "matrix of likelihood and impact (default: the workspace's, or SP 800-30 table I-2)", false, false},
    OptionSpec{"--likelihood-matrix", "ID", "matrix of the two likelihoods (default: the workspace's, or SP 800-30 table G-5)", false, false},
    OptionSpec{"--where", "EXPR", "only risks for which this holds, in the language of checks", false, false},
    OptionSpec{"--on", "DATE", "judge acceptances and reviews as of this day (default: today)", false, false},
    OptionSpec{"--at", "STATE", "an earlier state of the registers: a change, a date or an instant", false, false},
    OptionSpec{"--format", "WORD", "table, csv or json", false, false},
};

int run_risk_levels(const Invocation& call) {
    const auto& arguments = call.arguments;
    const auto format = read_word(arguments, "--format", {"table", "csv", "json"});
    const RiskLevelsRequest request{arguments.text("--matrix"), arguments.text("--likelihood-matrix"), arguments.text("--where"), find_date(arguments, "--on"),
                                    arguments.text("--at")};
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    const auto report = find_risk_levels(call.run, *session, request);
    if (!report) {
        return k_exit_failed;
    }
    print(format == "table" ? to_text(*report) : format == "csv" ? to_csv(*report) : to_json(*report));
    return k_exit_good;
}

} // namespace

const CommandSpec k_risk_levels{"risk levels", "levels of risks as recorded and as computed, against appetite, with acceptance and review", true, k_risk_levels_options, run_risk_levels};

} // namespace assay::cli
