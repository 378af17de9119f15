// assay diff: what changed between two assessments.
#include "cli/commands.hpp"

#include "assay/app/diff.hpp"
#include "assay/base/decimal.hpp"
#include "assay/base/error.hpp"
#include "assay/base/outlive.hpp"
#include "cli/option.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_diff_options{
    OptionSpec{"BEFORE", "", "assessment to compare from (default: the one before AFTER)", false, false},
    OptionSpec{"AFTER", "", "assessment to compare to (default: the newest)", false, false},
    OptionSpec{"--standard", "CATALOG", "only this standard (default: all that both judged)", false, true},
    OptionSpec{"--all", "", "what is unchanged too", false, false},
    OptionSpec{"--format", "WORD", "table, csv or json", false, false},
};

std::int64_t read_assessment(const Arguments& arguments, std::string_view name) {
    if (!arguments.has(name)) {
        return 0;
    }
    const auto number = parse_integer(arguments.text(name));
    if (!number || *number < 1) {
        throw Error(fmt::format("{} is the number of an assessment, not '{}'", name, arguments.text(name)), ErrorKind::usage);
    }
    return *number;
}

int run_diff(const Invocation& call) {
    const auto& arguments = call.arguments;
    const auto format = read_word(arguments, "--format", {"table", "csv", "json"});
    const DiffRequest request{read_assessment(arguments, "BEFORE"), read_assessment(arguments, "AFTER"), arguments.all("--standard")};
    const auto session = open_session(call.run, call.setting);
    if (!session) {
        return k_exit_failed;
    }
    const auto& report = outlive(diff(*session, request));
    const bool all = arguments.has("--all");
    print(format == "table" ? to_text(report, all) : format == "csv" ? to_csv(report, all) : to_json(report, all));
    outlive(std::move(session->content));
    return k_exit_good;
}

} // namespace

const CommandSpec k_diff{"diff", "what changed between two assessments: new, fixed, worse, better, no longer judged", true, k_diff_options, run_diff};

} // namespace assay::cli
