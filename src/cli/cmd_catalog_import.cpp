// assay catalog import: a catalog or profile of OSCAL as a catalog of this workspace.
#include "cli/commands.hpp"

#include "assay/app/oscal.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_catalog_import_options{
    OptionSpec{"FILE", "", "OSCAL catalog or profile, XML", true, false},
    OptionSpec{"--id", "ID", "id of the catalog here (default: after the name of the file)", false, false},
    OptionSpec{"--below", "DIR", "folder beneath which a profile's imports may lie (default: the profile's)", false, false},
};

int run_catalog_import(const Invocation& call) {
    const auto& arguments = call.arguments;
    const auto content = load_content(call.run, call.setting);
    if (!content) {
        return k_exit_failed;
    }
    const auto import = import_oscal_catalog(call.run, call.setting, *content, arguments.text("FILE"), arguments.text("--id"), arguments.text("--below"));
    if (!import) {
        return k_exit_failed;
    }
    print(to_text(*import));
    print(fmt::format("kept as controls/catalogs/{}.xml in this workspace{}; <standard catalog=\"{}\"/> in assay.xml has it judged\n", import->id,
                      import->replaced ? ", in place of the one before" : "", import->id));
    return k_exit_good;
}

} // namespace

const CommandSpec k_catalog_import{"catalog import", "take in a catalog or profile of OSCAL, in this workspace only", true, k_catalog_import_options, run_catalog_import};

} // namespace assay::cli
