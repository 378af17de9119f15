// assay migrate: applies a definition with another type or key to rows that are stored.
#include "cli/commands.hpp"

#include "assay/app/migrate.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_migrate_options{
    OptionSpec{"REGISTER", "", "register whose definition has another type or key than its rows", true, false},
    OptionSpec{"--map", "FIELD:OLD=NEW", "what becomes of a value; nothing after the '=' makes it absent", false, true},
    OptionSpec{"--dry-run", "", "say what would follow, change nothing", false, false},
    OptionSpec{"--why", "TEXT", "reason, kept with the change", false, false},
};

int run_migrate(const Invocation& call) {
    const MigrateRequest request{call.arguments.text("REGISTER"), call.arguments.all("--map"), call.arguments.has("--dry-run"), call.arguments.text("--why")};
    const auto session = open_session_as_stored(call.run, call.setting, Wanted::registers);
    if (!session) {
        return k_exit_failed;
    }
    print(to_text(migrate(call.run, *session, request)));
    return k_exit_good;
}

} // namespace

const CommandSpec k_migrate{"migrate", "give stored rows the types and the key of a changed definition", true, k_migrate_options, run_migrate};

} // namespace assay::cli
