// assay list: rows of a register, or the registers.
#include "cli/commands.hpp"

#include "assay/app/list_rows.hpp"
#include "assay/base/error.hpp"
#include "cli/option.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

/// A table is read by people: past this many rows it says how many more there are.
constexpr std::int64_t k_table_rows = 100;

constexpr std::array k_list_options{
    OptionSpec{"REGISTER", "", "register (default: the registers themselves)", false, false},
    OptionSpec{"--where", "EXPR", "only rows for which this holds, in the language of checks", false, false},
    OptionSpec{"--sort", "FIELDS", "fields with commas between them; --sort=-opened_at,number for the latest first", false, false},
    OptionSpec{"--columns", "FIELDS", "fields with commas between them, or 'all' (a table shows the first few)", false, false},
    OptionSpec{"--limit", "N", "at most so many rows; 0: all (default: 100 in a table, else all)", false, false},
    OptionSpec{"--offset", "N", "pass over so many rows first", false, false},
    OptionSpec{"--at", "STATE", "an earlier state: a change, a date or an instant", false, false},
    OptionSpec{"--format", "WORD", "table, csv or json", false, false},
};

int list_registers(const Invocation& call, Session& session, const std::string& format) {
    for (const auto* option : {"--where", "--sort", "--columns", "--limit", "--offset"}) {
        if (call.arguments.has(option)) {
            throw Error(fmt::format("{} goes with a register", option), ErrorKind::usage);
        }
    }
    const auto registers = count_registers(call.run, session, call.arguments.text("--at"));
    print(format == "table" ? to_text(registers) : format == "csv" ? to_csv(registers) : to_json(registers));
    return k_exit_good;
}

int run_list(const Invocation& call) {
    const auto& arguments = call.arguments;
    const auto format = read_word(arguments, "--format", {"table", "csv", "json"});
    ListRequest request;
    request.register_id = arguments.text("REGISTER");
    request.where = arguments.text("--where");
    request.sort = arguments.text("--sort");
    request.columns = arguments.text("--columns");
    request.limit = read_number(arguments, "--limit");
    request.offset = read_number(arguments, "--offset").value_or(0);
    request.at = arguments.text("--at");
    request.first_columns = format == "table";
    if (!request.limit && format == "table") {
        request.limit = k_table_rows;
    }
    const auto session = open_session(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    if (!arguments.has("REGISTER")) {
        return list_registers(call, *session, format);
    }
    const auto list = list_rows(call.run, *session, request);
    if (!list) {
        return k_exit_failed;
    }
    print(format == "table" ? to_text(*list, session->zone) : format == "csv" ? to_csv(*list, session->zone) : to_json(*list, session->zone));
    if (format == "csv" && list->offset + static_cast<std::int64_t>(list->rows.size()) < list->matching) {
        remark(fmt::format("assay: {} of {} rows; --limit 0 gives all\n", list->rows.size(), list->matching));
    }
    return k_exit_good;
}

} // namespace

const CommandSpec k_list{"list", "rows of a register, filtered and sorted; without one, the registers", true, k_list_options, run_list};

} // namespace assay::cli
