// assay pack: one file for the auditor.
#include "cli/commands.hpp"

#include "assay/app/pack.hpp"
#include "assay/base/decimal.hpp"
#include "assay/base/error.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_pack_options{
    OptionSpec{"FILE", "", "file to write (default: assessment-<id>.zip here, unless it exists)", false, false},
    OptionSpec{"--assessment", "ID", "assessment to pack (default: the newest)", false, false},
    OptionSpec{"--names", "", "people by their names (default: by pseudonyms)", false, false},
    OptionSpec{"--max-classification", "WORD", "withhold evidence above it, and evidence without a classification", false, false},
    OptionSpec{"--sign", "KEY.pem", "sign SHA256SUMS with this Ed25519 private key", false, false},
};

int run_pack(const Invocation& call) {
    const auto& arguments = call.arguments;
    PackRequest request;
    request.file = arguments.text("FILE");
    request.names = arguments.has("--names");
    request.max_classification = arguments.text("--max-classification");
    request.key = arguments.text("--sign");
    if (arguments.has("--assessment")) {
        const auto id = parse_integer(arguments.text("--assessment"));
        if (!id || *id < 1) {
            throw Error(fmt::format("--assessment takes the number of an assessment, not '{}'", arguments.text("--assessment")), ErrorKind::usage);
        }
        request.assessment = *id;
    }
    const auto session = open_session(call.run, call.setting);
    if (!session) {
        return k_exit_failed;
    }
    const auto result = write_pack(call.run, *session, request);
    if (!result) {
        return k_exit_failed;
    }
    print(to_text(*result));
    return result->evidence.faulty() == 0 ? k_exit_good : k_exit_not_met;
}

} // namespace

const CommandSpec k_pack{"pack", "one ZIP file for the auditor of an assessment; exit 2 when evidence is altered, missing or unreadable", true, k_pack_options, run_pack};

} // namespace assay::cli
