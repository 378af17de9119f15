// assay trend: every kept assessment, a line each.
#include "cli/commands.hpp"

#include "assay/app/diff.hpp"
#include "assay/base/outlive.hpp"
#include "cli/option.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_trend_options{
    OptionSpec{"--standard", "CATALOG", "only this standard (default: all)", false, true},
    OptionSpec{"--format", "WORD", "table, csv or json", false, false},
};

int run_trend(const Invocation& call) {
    const auto format = read_word(call.arguments, "--format", {"table", "csv", "json"});
    const auto session = open_session(call.run, call.setting);
    if (!session) {
        return k_exit_failed;
    }
    const auto points = trend(*session, call.arguments.all("--standard"));
    print(format == "table" ? to_text(points) : format == "csv" ? to_csv(points) : to_json(points));
    outlive(std::move(session->content));
    return k_exit_good;
}

} // namespace

const CommandSpec k_trend{"trend", "counts and readiness of every kept assessment, by standard", true, k_trend_options, run_trend};

} // namespace assay::cli
