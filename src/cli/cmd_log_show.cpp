// assay log show: the changes, newest first.
#include "cli/commands.hpp"

#include "assay/app/change_log.hpp"
#include "cli/option.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_log_show_options{
    OptionSpec{"--register", "ID", "only changes of this register", false, false},
    OptionSpec{"--limit", "N", "at most so many, the newest; 0: all", false, false},
    OptionSpec{"--format", "WORD", "text or json", false, false},
};

int run_log_show(const Invocation& call) {
    const auto format = read_word(call.arguments, "--format", {"text", "json"});
    const LogRequest request{call.arguments.text("--register"), read_number(call.arguments, "--limit")};
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    const auto log = read_log(*session, request);
    print(format == "json" ? to_json(log) : to_text(log));
    return k_exit_good;
}

} // namespace

const CommandSpec k_log_show{"log show", "the changes, newest first: who, when, from what, what became of the rows", true, k_log_show_options, run_log_show};

} // namespace assay::cli
