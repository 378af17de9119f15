// assay set: adds or changes one row.
#include "cli/commands.hpp"

#include "assay/app/edit_row.hpp"
#include "cli/option.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_set_options{
    OptionSpec{"REGISTER", "", "register", true, false},
    OptionSpec{"KEY", "", "key of the row, a word for each key field, then FIELD=VALUE for each field to set; FIELD= clears it", true, true},
    OptionSpec{"--if", "CHANGE", "only if the row is not newer than this change", false, false},
    OptionSpec{"--why", "TEXT", "reason, kept with the change", false, false},
};

int run_set(const Invocation& call) {
    SetRequest request{call.arguments.text("REGISTER"), call.arguments.all("KEY"), read_number(call.arguments, "--if"), call.arguments.text("--why")};
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    const auto report = set_row(call.run, *session, request);
    if (!report) {
        return k_exit_failed;
    }
    print(to_text(*report));
    for (const auto& text : report->dangling) {
        remark(fmt::format("assay: {}\n", text));
    }
    return k_exit_good;
}

} // namespace

const CommandSpec k_set{"set", "add or change one row of a register", true, k_set_options, run_set};

} // namespace assay::cli
