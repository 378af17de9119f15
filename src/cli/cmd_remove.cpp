// assay remove: takes one row out of a register; its history stays.
#include "cli/commands.hpp"

#include "assay/app/edit_row.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_remove_options{
    OptionSpec{"REGISTER", "", "register", true, false},
    OptionSpec{"KEY", "", "key of the row, a word for each key field", true, true},
    OptionSpec{"--why", "TEXT", "reason, kept with the change", false, false},
};

int run_remove(const Invocation& call) {
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    print(to_text(remove_row(call.run, *session, call.arguments.text("REGISTER"), call.arguments.all("KEY"), call.arguments.text("--why"))));
    return k_exit_good;
}

} // namespace

const CommandSpec k_remove{"remove", "take one row out of a register; its history stays", true, k_remove_options, run_remove};

} // namespace assay::cli
