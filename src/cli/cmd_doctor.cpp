// assay doctor: what is installed and whether the workspace is well.
#include "cli/commands.hpp"
#include "cli/option.hpp"

#include "assay/app/doctor.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_doctor_options{
    OptionSpec{"--format", "FORMAT", "text or json", false, false},
};

int run_doctor(const Invocation& call) {
    const auto format = read_word(call.arguments, "--format", {"text", "json"});
    const auto lines = examine(call.run, call.setting);
    print(format == "json" ? to_json(lines) : to_text(lines));
    return has_fault(lines) ? k_exit_failed : k_exit_good;
}

} // namespace

const CommandSpec k_doctor{"doctor", "what is installed, what is missing for optional things, and whether the workspace is well", false, k_doctor_options, run_doctor, true};

} // namespace assay::cli
