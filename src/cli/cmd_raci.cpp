// assay raci: the RACI matrix of each process, who holds the roles, load and gaps.
#include "cli/commands.hpp"

#include "assay/app/raci.hpp"
#include "assay/base/error.hpp"
#include "cli/option.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_raci_options{
    OptionSpec{"--process", "NAME", "only this process: its id or name", false, false},
    OptionSpec{"--load", "", "activities of each person by letter", false, false},
    OptionSpec{"--gaps", "", "roles that nobody holds, activities without exactly one accountable role or without a responsible one", false, false},
    OptionSpec{"--on", "DATE", "who holds a role on this day (default: today)", false, false},
    OptionSpec{"--at", "STATE", "an earlier state of the registers: a change, a date or an instant", false, false},
    OptionSpec{"--format", "WORD", "table, csv or json", false, false},
};

int run_raci(const Invocation& call) {
    const auto& arguments = call.arguments;
    const auto format = read_word(arguments, "--format", {"table", "csv", "json"});
    const RaciRequest request{arguments.text("--process"), arguments.has("--load"), arguments.has("--gaps"), find_date(arguments, "--on"), arguments.text("--at")};
    if (format == "csv" && request.load && request.gaps) {
        throw Error("--load and --gaps are two tables, and CSV holds one (ask for one of them, or for --format json)", ErrorKind::usage);
    }
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    const auto report = read_raci(call.run, *session, request);
    print(format == "table" ? to_text(report) : format == "csv" ? to_csv(report) : to_json(report));
    return k_exit_good;
}

} // namespace

const CommandSpec k_raci{"raci", "who is responsible, accountable, consulted and informed, who holds the roles, and what is missing", true, k_raci_options, run_raci};

} // namespace assay::cli
