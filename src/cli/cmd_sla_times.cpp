// assay sla times: mean, median and percentiles of the time between two instants of a record.
#include "cli/commands.hpp"

#include "assay/app/sla_times.hpp"
#include "cli/option.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_sla_times_options{
    OptionSpec{"REGISTER", "", "register of records, such as incident", true, false},
    OptionSpec{"--from", "FIELD", "field that holds the start, such as opened_at", true, false},
    OptionSpec{"--to", "FIELD", "field that holds the end, such as resolved_at", true, false},
    OptionSpec{"--where", "EXPR", "only rows for which this holds, in the language of checks", false, false},
    OptionSpec{"--by", "FIELD", "a line for each value of this field", false, false},
    OptionSpec{"--calendar", "ID", "business time of this calendar (default: all hours)", false, false},
    OptionSpec{"--at", "STATE", "an earlier state: a change, a date or an instant", false, false},
    OptionSpec{"--format", "WORD", "table, csv or json", false, false},
};

int run_sla_times(const Invocation& call) {
    const auto& arguments = call.arguments;
    const auto format = read_word(arguments, "--format", {"table", "csv", "json"});
    const TimesRequest request{arguments.text("REGISTER"), arguments.text("--from"), arguments.text("--to"), arguments.text("--where"),
                               arguments.text("--by"), arguments.text("--calendar"), arguments.text("--at")};
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    const auto report = measure_times(call.run, *session, request);
    if (!report) {
        return k_exit_failed;
    }
    print(format == "table" ? to_text(*report) : format == "csv" ? to_csv(*report) : to_json(*report));
    return k_exit_good;
}

} // namespace

const CommandSpec k_sla_times{"sla times", "how long records took: mean, median and percentiles", true, k_sla_times_options, run_sla_times};

} // namespace assay::cli
