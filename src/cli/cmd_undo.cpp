// assay undo: takes one change back by another one.
#include "cli/commands.hpp"

#include "assay/app/edit_row.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_undo_options{
    OptionSpec{"CHANGE", "", "number of the change", true, false},
    OptionSpec{"--why", "TEXT", "reason, kept with the change", false, false},
};

int run_undo(const Invocation& call) {
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    const auto result = undo_change(call.run, *session, call.arguments.text("CHANGE"), call.arguments.text("--why"));
    if (result.refused()) {
        remark(fmt::format("assay: {}\n", to_text(result)));
        return k_exit_failed;
    }
    print(fmt::format("{}\n", to_text(result)));
    return k_exit_good;
}

} // namespace

const CommandSpec k_undo{"undo", "take a change back, by a new change", true, k_undo_options, run_undo};

} // namespace assay::cli
