// assay sla calendar: business calendars of the workspace, and business time by one of them.
#include "cli/commands.hpp"

#include "assay/app/sla_calendar.hpp"
#include "assay/base/error.hpp"
#include "cli/option.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_sla_calendar_options{
    OptionSpec{"CALENDAR", "", "calendar to ask (default: list all)", false, false},
    OptionSpec{"--from", "INSTANT", "start; without an offset by the calendar's own clock", false, false},
    OptionSpec{"--to", "INSTANT", "end: gives the business time between the two", false, false},
    OptionSpec{"--within", "LENGTH", "a length such as PT4H: gives the instant at which it is used up", false, false},
    OptionSpec{"--format", "WORD", "table, csv or json, of the list", false, false},
};

int run_sla_calendar(const Invocation& call) {
    const auto& arguments = call.arguments;
    const auto format = read_word(arguments, "--format", {"table", "csv", "json"});
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    if (arguments.has("CALENDAR")) {
        print(answer(*session, {arguments.text("CALENDAR"), arguments.text("--from"), arguments.text("--to"), arguments.text("--within")}));
        return k_exit_good;
    }
    for (const auto* option : {"--from", "--to", "--within"}) {
        if (arguments.has(option)) {
            throw Error(std::string(option) + " goes with a calendar", ErrorKind::usage);
        }
    }
    const auto calendars = list_calendars(*session);
    print(format == "table" ? to_text(calendars) : format == "csv" ? to_csv(calendars) : to_json(calendars));
    return k_exit_good;
}

} // namespace

const CommandSpec k_sla_calendar{"sla calendar", "business calendars, and business time by one of them", true, k_sla_calendar_options, run_sla_calendar};

} // namespace assay::cli
