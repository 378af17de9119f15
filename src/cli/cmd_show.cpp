// assay show: one row with all its fields.
#include "cli/commands.hpp"

#include "assay/app/show_row.hpp"
#include "cli/option.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_show_options{
    OptionSpec{"REGISTER", "", "register", true, false},
    OptionSpec{"KEY", "", "key of the row, a word for each key field", true, true},
    OptionSpec{"--at", "STATE", "an earlier state: a change, a date or an instant", false, false},
    OptionSpec{"--format", "WORD", "text or json", false, false},
};

int run_show(const Invocation& call) {
    const auto format = read_word(call.arguments, "--format", {"text", "json"});
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    const auto row = show_row(call.run, *session, call.arguments.text("REGISTER"), call.arguments.all("KEY"), call.arguments.text("--at"));
    print(format == "json" ? to_json(row, session->zone) : to_text(row, session->zone));
    return k_exit_good;
}

} // namespace

const CommandSpec k_show{"show", "one row with all its fields, and where it came from", true, k_show_options, run_show};

} // namespace assay::cli
