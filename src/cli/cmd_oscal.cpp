// assay oscal resolve, assay oscal export: OSCAL for others.
#include "cli/commands.hpp"

#include "assay/app/oscal.hpp"
#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/text.hpp"
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
    OptionSpec{"KIND", "", "catalog, crosswalk, assessment or poam", true, false},
    OptionSpec{"ID", "", "id of the catalog or crosswalk, number of the assessment (default: the newest)", false, false},
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

void deliver_oscal(const Arguments& arguments, const OscalOut& made) {
    if (!arguments.has("--out")) {
        print(to_oscal_text(made.root, oscal_format_of(arguments)));
        remark(made.receipt);
        return;
    }
    const std::filesystem::path target(arguments.text("--out"));
    for (const auto& input : made.inputs) {
        std::error_code ignored;
        if (std::filesystem::equivalent(target, input, ignored)) {
            throw Error(fmt::format("--out names '{}', which was read to make it, and would be lost", escape_control(target.string())), ErrorKind::usage);
        }
    }
    AtomicFile file(target);
    file.write(to_oscal_text(made.root, oscal_format_of(arguments)));
    file.commit();
    print(fmt::format("{}written to {}\n", made.receipt, escape_control(target.generic_string())));
}

int run_oscal_resolve(const Invocation& call) {
    const auto resolved = resolve_oscal(call.run, call.setting, call.arguments.text("PROFILE"), call.arguments.text("--below"));
    if (!resolved) {
        return k_exit_failed;
    }
    deliver_oscal(call.arguments, *resolved);
    return k_exit_good;
}

std::string get_id(const Arguments& arguments) {
    if (!arguments.has("ID")) {
        throw Error(fmt::format("oscal export {} takes an ID", arguments.text("KIND")), ErrorKind::usage);
    }
    return arguments.text("ID");
}

std::optional<OscalOut> make_of_content(const Invocation& call, bool crosswalk) {
    const auto id = get_id(call.arguments);
    auto content = load_content(call.run, call.setting);
    if (!content) {
        return std::nullopt;
    }
    return crosswalk ? export_oscal_mapping(call.run, call.setting, *content, id) : std::optional(export_oscal_catalog(call.setting, *content, id));
}

std::optional<OscalOut> make_of_store(const Invocation& call, bool assessment) {
    if (!assessment && call.arguments.has("ID")) {
        throw Error("oscal export poam takes no ID: all nonconformities and items of the plan go out", ErrorKind::usage);
    }
    const auto number = assessment ? read_number(call.arguments, "ID") : std::nullopt;
    if (number == 0) {
        throw Error("assessments are numbered from 1 (leave the number out for the newest)", ErrorKind::usage);
    }
    if (call.setting.workspace.empty()) {
        call.setting.workspace = find_workspace(std::nullopt); // throws, and names what to do
    }
    const auto session = open_session(call.run, call.setting);
    if (!session) {
        return std::nullopt;
    }
    return assessment ? export_oscal_results(call.run, *session, number) : std::optional(export_oscal_poam(call.run, *session));
}

int run_oscal_export(const Invocation& call) {
    const auto& arguments = call.arguments;
    const auto kind = arguments.text("KIND");
    const bool of_content = kind == "catalog" || kind == "crosswalk";
    if (!of_content && kind != "assessment" && kind != "poam") {
        throw Error(fmt::format("nothing of the kind '{}' goes out as OSCAL (write catalog, crosswalk, assessment or poam)", kind), ErrorKind::usage);
    }
    if (kind == "crosswalk" && oscal_format_of(arguments) == OscalFormat::xml) {
        throw Error("a crosswalk goes out as JSON only, because there is no XML schema of NIST's for it (write --format json)", ErrorKind::usage);
    }
    const auto made = of_content ? make_of_content(call, kind == "crosswalk") : make_of_store(call, kind == "assessment");
    if (!made) {
        return k_exit_failed;
    }
    deliver_oscal(arguments, *made);
    return k_exit_good;
}

} // namespace

const CommandSpec k_oscal_export{"oscal export", "write a catalog, a crosswalk, an assessment or the plan of action as OSCAL", false, k_oscal_export_options, run_oscal_export, true};
const CommandSpec k_oscal_resolve{"oscal resolve", "resolve a profile of OSCAL to a catalog", false, k_oscal_resolve_options, run_oscal_resolve};

} // namespace assay::cli
