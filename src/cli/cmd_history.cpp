// assay history: everything that became of one row.
#include "cli/commands.hpp"

#include "assay/app/show_row.hpp"
#include "cli/option.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_history_options{
    OptionSpec{"REGISTER", "", "register", true, false},
    OptionSpec{"KEY", "", "key of the row, a word for each key field", true, true},
    OptionSpec{"--format", "WORD", "text or json", false, false},
};

int run_history(const Invocation& call) {
    const auto format = read_word(call.arguments, "--format", {"text", "json"});
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    const auto steps = row_history(call.run, *session, call.arguments.text("REGISTER"), call.arguments.all("KEY"));
    print(format == "json" ? to_json(steps) : to_text(steps));
    return k_exit_good;
}

} // namespace

const CommandSpec k_history{"history", "who changed a row, when, from what file, and each field before and after", true, k_history_options, run_history};

} // namespace assay::cli
