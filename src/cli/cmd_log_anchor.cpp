// assay log anchor: the head of the chain, to be kept elsewhere.
#include "cli/commands.hpp"

#include "assay/app/change_log.hpp"

namespace assay::cli {
namespace {

int run_log_anchor(const Invocation& call) {
    print(to_text(read_anchor(call.setting)));
    return k_exit_good;
}

} // namespace

const CommandSpec k_log_anchor{"log anchor", "the digest of the newest change, to be kept where the store cannot be written from", true, {}, run_log_anchor};

} // namespace assay::cli
