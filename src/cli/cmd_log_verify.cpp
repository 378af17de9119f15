// assay log verify: recomputes the chain of changes.
#include "cli/commands.hpp"

#include "assay/app/change_log.hpp"
#include "cli/option.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_log_verify_options{
    OptionSpec{"--anchor", "DIGEST", "a digest that 'assay log anchor' printed and that was kept elsewhere", false, false},
    OptionSpec{"--format", "WORD", "text or json", false, false},
};

int run_log_verify(const Invocation& call) {
    const auto format = read_word(call.arguments, "--format", {"text", "json"});
    const auto verification = verify_log(call.run, call.setting, call.arguments.text("--anchor"));
    print(format == "json" ? to_json(verification) : to_text(verification));
    return verification.good() ? k_exit_good : k_exit_failed;
}

} // namespace

const CommandSpec k_log_verify{"log verify", "recompute the chain of changes, and tell where it does not hold", true, k_log_verify_options, run_log_verify};

} // namespace assay::cli
