// assay sla chain: promises to customers and what underpins them.
#include "cli/commands.hpp"

#include "assay/app/sla_chain.hpp"
#include "cli/option.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_sla_chain_options{
    OptionSpec{"--sla", "ID", "this agreement and what it rests on (default: all with customers that are in force)", false, false},
    OptionSpec{"--on", "DATE", "what is in force on this day (default: today)", false, false},
    OptionSpec{"--at", "STATE", "an earlier state of the registers: a change, a date or an instant", false, false},
    OptionSpec{"--format", "WORD", "table, csv or json", false, false},
};

int run_sla_chain(const Invocation& call) {
    const auto& arguments = call.arguments;
    const auto format = read_word(arguments, "--format", {"table", "csv", "json"});
    const ChainRequest request{arguments.text("--sla"), find_date(arguments, "--on"), arguments.text("--at")};
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    const auto report = read_sla_chain(call.run, *session, request);
    print(format == "table" ? to_text(report) : format == "csv" ? to_csv(report) : to_json(report));
    return k_exit_good;
}

} // namespace

const CommandSpec k_sla_chain{"sla chain", "promises of service level agreements against what underpins them", true, k_sla_chain_options, run_sla_chain};

} // namespace assay::cli
