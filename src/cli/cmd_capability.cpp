// assay capability: the profile of each process by ISO/IEC 33020.
#include "cli/commands.hpp"

#include "assay/app/capability.hpp"
#include "assay/base/outlive.hpp"
#include "cli/option.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_capability_options{
    OptionSpec{"--process", "NAME", "only this process: its id or name", false, false},
    OptionSpec{"--assessment", "ID", "whose results indicate something (default: the newest)", false, false},
    OptionSpec{"--on", "DATE", "ratings up to this day (default: today)", false, false},
    OptionSpec{"--at", "STATE", "an earlier state of the registers: a change, a date or an instant", false, false},
    OptionSpec{"--format", "WORD", "table, csv or json", false, false},
};

int run_capability(const Invocation& call) {
    const auto& arguments = call.arguments;
    const auto format = read_word(arguments, "--format", {"table", "csv", "json"});
    const CapabilityRequest request{arguments.text("--process"), read_number(arguments, "--assessment").value_or(0), find_date(arguments, "--on"),
                                    arguments.text("--at")};
    const auto session = open_session(call.run, call.setting);
    if (!session) {
        return k_exit_failed;
    }
    const auto report = read_capability(call.run, *session, request);
    print(format == "table" ? to_text(report) : format == "csv" ? to_csv(report) : to_json(report));
    outlive(std::move(session->content));
    return k_exit_good;
}

} // namespace

const CommandSpec k_capability{"capability", "process capability: ratings, levels and targets, and what an assessment indicates", true, k_capability_options, run_capability};

} // namespace assay::cli
