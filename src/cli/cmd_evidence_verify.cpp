// assay evidence verify: hashes every evidence file again.
#include "cli/commands.hpp"

#include "assay/app/verify_evidence.hpp"
#include "cli/option.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_evidence_verify_options{
    OptionSpec{"--format", "WORD", "text or json", false, false},
    OptionSpec{"--on", "DATE", "day of the verification (default: today)", false, false},
    OptionSpec{"--why", "TEXT", "reason, kept with the change", false, false},
};

int run_evidence_verify(const Invocation& call) {
    const auto format = read_word(call.arguments, "--format", {"text", "json"});
    const auto session = open_session(call.run, call.setting);
    if (!session) {
        return k_exit_failed;
    }
    const auto on = read_date(call.arguments, "--on", session->zone.date_of(call.setting.now));
    const auto verification = verify_evidence(call.run, *session, on, call.arguments.text("--why"));
    print(format == "json" ? to_json(verification) : to_text(verification));
    return verification.all_intact() ? k_exit_good : k_exit_not_met;
}

} // namespace

const CommandSpec k_evidence_verify{"evidence verify", "hash every evidence file again and record what was seen; exit 2 when not all are intact", true, k_evidence_verify_options, run_evidence_verify};

} // namespace assay::cli
