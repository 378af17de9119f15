// One line per command file: its row of the table.
#pragma once

#include "cli/command.hpp"

namespace assay::cli {

extern const CommandSpec k_catalog_list;
extern const CommandSpec k_catalog_show;
extern const CommandSpec k_catalog_validate;
extern const CommandSpec k_check;
extern const CommandSpec k_explain;
extern const CommandSpec k_import;
extern const CommandSpec k_report;
extern const CommandSpec k_rules_test;

} // namespace assay::cli
