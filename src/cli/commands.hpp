// One line per command file: its row of the table.
#pragma once

#include "cli/command.hpp"

namespace assay::cli {

extern const CommandSpec k_rules_test;

} // namespace assay::cli
