// assay rename: gives a row another key.
#include "cli/commands.hpp"

#include "assay/app/rename_row.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_rename_options{
    OptionSpec{"REGISTER", "", "register", true, false},
    OptionSpec{"KEY", "", "key of the row, a word for each key field, then the new key in as many words", true, true},
    OptionSpec{"--dry-run", "", "say what would follow, change nothing", false, false},
    OptionSpec{"--why", "TEXT", "reason, kept with the change", false, false},
};

int run_rename(const Invocation& call) {
    const RenameRequest request{call.arguments.text("REGISTER"), call.arguments.all("KEY"), call.arguments.has("--dry-run"),
                                call.arguments.text("--why")};
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    print(to_text(rename_row(call.run, *session, request)));
    return k_exit_good;
}

} // namespace

const CommandSpec k_rename{"rename", "give a row another key; what refers to it follows", true, k_rename_options, run_rename};

} // namespace assay::cli
