// assay catalog overlay: official text over ours, in this workspace only.
#include "cli/commands.hpp"

#include "assay/app/overlay.hpp"
#include "assay/base/error.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_catalog_overlay_options{
    OptionSpec{"CATALOG", "", "id of the catalog", true, false},
    OptionSpec{"FILE", "", "CSV file with the columns Control and Text, and perhaps Title", false, false},
    OptionSpec{"--remove", "", "take the licensed text away again", false, false},
};

int run_catalog_overlay(const Invocation& call) {
    const auto& arguments = call.arguments;
    const auto catalog = arguments.text("CATALOG");
    if (arguments.has("FILE") == arguments.has("--remove")) {
        throw Error("catalog overlay takes either a FILE or --remove", ErrorKind::usage);
    }
    const auto content = load_content(call.run, call.setting);
    if (!content) {
        return k_exit_failed;
    }
    if (arguments.has("--remove")) {
        remove_overlay(call.setting, *content, catalog);
        print(fmt::format("the licensed text over {} is taken away; our statements are shown again\n", catalog));
        return k_exit_good;
    }
    const auto overlay = lay_overlay(call.run, call.setting, *content, catalog, arguments.text("FILE"));
    if (!overlay) {
        return k_exit_failed;
    }
    print(to_text(*overlay));
    print(fmt::format("kept as controls/overlays/{}.csv in this workspace{}; shown by 'catalog show' and 'explain', in reports only with --licensed-text\n", catalog,
                      overlay->replaced ? ", in place of the one before" : ""));
    return k_exit_good;
}

} // namespace

const CommandSpec k_catalog_overlay{"catalog overlay", "lay official text over ours, in this workspace only", true, k_catalog_overlay_options, run_catalog_overlay};

} // namespace assay::cli
