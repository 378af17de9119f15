// assay oscal resolve, assay oscal export: OSCAL for others.
#include "cli/commands.hpp"

#include "assay/app/oscal.hpp"
#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "cli/option.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_oscal_resolve_options{
    OptionSpec{"PROFILE", "", "OSCAL profile, XML", true, false},
    OptionSpec{"--out", "FILE", "file to write (default: to the terminal)", false, false},
    OptionSpec{"--format", "WORD", "xml or json (default: as the name of the file ends, else xml)", false, false},
    OptionSpec{"--below", "DIR", "folder beneath which imports may lie (default: the profile's)", false, false},
};

constexpr std::array k_oscal_export_options{
    OptionSpec{"KIND", "", "catalog", true, false},
    OptionSpec{"ID", "", "id of the catalog", true, false},
    OptionSpec{"--out", "FILE", "file to write (default: to the terminal)", false, false},
    OptionSpec{"--format", "WORD", "xml or json (default: as the name of the file ends, else xml)", false, false},
};

OscalFormat oscal_format_of(const Arguments& arguments) {
    auto word = read_word(arguments, "--format", {"xml", "json"});
    if (!arguments.has("--format") && std::filesystem::path(arguments.text("--out")).extension() == ".json") {
        word = "json";
    }
    return word == "json" ? OscalFormat::json : OscalFormat::xml;
}

void deliver_oscal(const Arguments& arguments, const OscalNode& root) {
    const auto text = to_oscal_text(root, oscal_format_of(arguments));
    if (!arguments.has("--out")) {
        print(text);
        return;
    }
    AtomicFile file(arguments.text("--out"));
    file.write(text);
    file.commit();
}

int run_oscal_resolve(const Invocation& call) {
    const auto resolved = resolve_oscal(call.run, call.setting, call.arguments.text("PROFILE"), call.arguments.text("--below"));
    if (!resolved) {
        return k_exit_failed;
    }
    deliver_oscal(call.arguments, *resolved);
    return k_exit_good;
}

int run_oscal_export(const Invocation& call) {
    const auto& arguments = call.arguments;
    if (arguments.text("KIND") != "catalog") {
        throw Error(fmt::format("'{}' is nothing that goes out as OSCAL (write catalog)", arguments.text("KIND")), ErrorKind::usage);
    }
    const auto content = load_content(call.run, call.setting);
    if (!content) {
        return k_exit_failed;
    }
    deliver_oscal(arguments, export_oscal_catalog(call.setting, *content, arguments.text("ID")));
    return k_exit_good;
}

} // namespace

const CommandSpec k_oscal_export{"oscal export", "write a catalog as OSCAL", false, k_oscal_export_options, run_oscal_export, true};
const CommandSpec k_oscal_resolve{"oscal resolve", "resolve a profile of OSCAL to a catalog", false, k_oscal_resolve_options, run_oscal_resolve};

} // namespace assay::cli
