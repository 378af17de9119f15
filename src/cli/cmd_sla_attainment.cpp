// assay sla attainment: targets of agreements and what was reached of them.
#include "cli/commands.hpp"

#include "assay/app/sla_attainment.hpp"
#include "assay/base/error.hpp"
#include "cli/option.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_sla_attainment_options{
    OptionSpec{"--sla", "ID", "only this agreement (default: all with customers)", false, false},
    OptionSpec{"--month", "YYYY-MM", "only this month (default: every month of the audit period so far)", false, false},
    OptionSpec{"--tickets", "", "list the tickets, outages and measurements behind the figures", false, false},
    OptionSpec{"--on", "DATE", "judge as of the end of this day (default: now)", false, false},
    OptionSpec{"--at", "STATE", "an earlier state of the registers: a change, a date or an instant", false, false},
    OptionSpec{"--format", "WORD", "table, csv or json", false, false},
};

int run_sla_attainment(const Invocation& call) {
    const auto& arguments = call.arguments;
    const auto format = read_word(arguments, "--format", {"table", "csv", "json"});
    AttainmentRequest request;
    request.sla = arguments.text("--sla");
    request.on = find_date(arguments, "--on");
    request.at = arguments.text("--at");
    request.tickets = arguments.has("--tickets");
    if (arguments.has("--month")) {
        request.month = parse_month(arguments.text("--month"));
        if (!request.month) {
            throw Error(fmt::format("--month takes a month such as 2026-01, not '{}'", arguments.text("--month")), ErrorKind::usage);
        }
    }
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    const auto report = measure_sla(call.run, *session, request);
    print(format == "table" ? to_text(report) : format == "csv" ? to_csv(report) : to_json(report));
    return k_exit_good;
}

} // namespace

const CommandSpec k_sla_attainment{"sla attainment", "targets of service level agreements, and what was reached of them by month", true, k_sla_attainment_options, run_sla_attainment};

} // namespace assay::cli
