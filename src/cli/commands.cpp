#include "cli/commands.hpp"

#include <array>

namespace assay::cli {

std::span<const CommandSpec> commands() {
    // Sorted by name.
    static const std::array k_commands{
        k_rules_test,
    };
    return k_commands;
}

} // namespace assay::cli
