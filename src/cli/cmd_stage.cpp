// assay stage: what stands against a stage 1 or stage 2 audit.
#include "cli/commands.hpp"

#include "assay/app/stage.hpp"
#include "assay/base/error.hpp"
#include "assay/base/outlive.hpp"
#include "assay/base/text.hpp"
#include "cli/option.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_stage_options{
    OptionSpec{"STAGE", "", "1 or 2", true, false},
    OptionSpec{"--standard", "CATALOG", "a certifiable standard that was judged (default: the only one)", false, false},
    OptionSpec{"--assessment", "ID", "(default: the newest)", false, false},
    OptionSpec{"--format", "WORD", "text or json", false, false},
};

int run_stage(const Invocation& call) {
    const auto& arguments = call.arguments;
    const auto format = read_word(arguments, "--format", {"text", "json"});
    const auto stage = arguments.text("STAGE");
    if (stage != "1" && stage != "2") {
        throw Error(fmt::format("STAGE is 1 or 2, not '{}'", escape_control(stage)), ErrorKind::usage);
    }
    const StageRequest request{stage == "1" ? 1 : 2, arguments.text("--standard"), read_number(arguments, "--assessment").value_or(0)};
    const auto session = open_session(call.run, call.setting);
    if (!session) {
        return k_exit_failed;
    }
    const auto report = read_stage(call.run, *session, request);
    print(format == "text" ? to_text(report) : to_json(report));
    outlive(std::move(session->content));
    return report.verdict == StageVerdict::blocked ? k_exit_not_met : k_exit_good;
}

} // namespace

const CommandSpec k_stage{"stage", "what is known to stand against a stage 1 or stage 2 audit, and what nobody can say yet", true, k_stage_options, run_stage};

} // namespace assay::cli
