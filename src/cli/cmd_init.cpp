// assay init: makes a workspace.
#include "cli/commands.hpp"

#include "assay/app/init.hpp"
#include "cli/option.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_init_options{
    OptionSpec{"DIR", "", "folder of the workspace (default: here); it may exist", false, false},
    OptionSpec{"--sample", "", "the sample organisation, with its registers, tickets and evidence", false, false},
    OptionSpec{"--organization", "NAME", "whose audit it is", false, false},
    OptionSpec{"--from", "DATE", "first day of the audit period (default: the last twelve full months)", false, false},
    OptionSpec{"--to", "DATE", "last day of the audit period", false, false},
    OptionSpec{"--zone", "NAME", "time zone, such as Europe/London (default: UTC)", false, false},
};

int run_init(const Invocation& call) {
    const auto& arguments = call.arguments;
    InitRequest request;
    request.folder = arguments.has("DIR") ? arguments.text("DIR") : ".";
    request.sample = arguments.has("--sample");
    request.organization = arguments.text("--organization");
    request.from = find_date(arguments, "--from");
    request.to = find_date(arguments, "--to");
    request.zone = arguments.text("--zone");
    const auto report = init_workspace(call.run, call.setting, request);
    if (!report) {
        return k_exit_failed;
    }
    print(to_text(*report));
    return k_exit_good;
}

} // namespace

const CommandSpec k_init{"init", "make a workspace: assay.xml, evidence/, assay.db", false, k_init_options, run_init};

} // namespace assay::cli
