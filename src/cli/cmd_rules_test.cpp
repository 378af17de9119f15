// assay rules test: runs the cases that checks carry.
#include "cli/commands.hpp"

#include "assay/app/rules_test.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_options{
    OptionSpec{"CHECK", "", "ids of checks (default: all)", false, true},
};

int run(const Invocation& call) {
    const auto content = load_content(call.run, call.setting);
    if (!content) {
        return k_exit_failed;
    }
    const auto result = test_rules(call.run, *content, call.arguments.all("CHECK"));
    print(to_text(result));
    return result.good() ? k_exit_good : k_exit_failed;
}

} // namespace

const CommandSpec k_rules_test{"rules test", "run every check's own cases", false, k_options, run, true};

} // namespace assay::cli
