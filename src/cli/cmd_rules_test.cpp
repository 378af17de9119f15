// assay rules test: runs the cases that checks carry.
#include "cli/commands.hpp"

#include "assay/app/rules_mutate.hpp"
#include "assay/app/rules_test.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_rules_test_options{
    OptionSpec{"CHECK", "", "ids of checks (default: all)", false, true},
    OptionSpec{"--mutate", "", "put small faults into the checks, and see whether the cases notice", false, false},
};

int run_rules_test(const Invocation& call) {
    const auto content = load_content(call.run, call.setting, Wanted::all_and_cases);
    if (!content) {
        return k_exit_failed;
    }
    const auto only = call.arguments.all("CHECK");
    const auto result = test_rules(call.run, *content, only);
    print(to_text(result));
    if (!result.good() || !call.arguments.has("--mutate")) {
        return result.good() ? k_exit_good : k_exit_failed;
    }
    const auto mutation = mutate_rules(call.run, *content, only);
    print(to_text(mutation));
    return enough_killed(mutation) ? k_exit_good : k_exit_failed;
}

} // namespace

const CommandSpec k_rules_test{"rules test", "run every check's own cases", false, k_rules_test_options, run_rules_test, true};

} // namespace assay::cli
