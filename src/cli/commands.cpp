#include "cli/commands.hpp"

#include <array>

namespace assay::cli {

std::span<const CommandSpec> commands() {
    // Sorted by name.
    static const std::array k_commands{
        k_catalog_list,
        k_catalog_show,
        k_catalog_validate,
        k_check,
        k_explain,
        k_import,
        k_report,
        k_rules_test,
    };
    return k_commands;
}

} // namespace assay::cli
