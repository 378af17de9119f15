// assay new register, new catalog, new check: XML of one's own to change.
#include "cli/commands.hpp"

#include "assay/app/new_content.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_new_register_options{
    OptionSpec{"ID", "", "id of the register: small letters, figures and '_'", true, false},
    OptionSpec{"--title", "TEXT", "what people call it (default: after the id)", false, false},
};

constexpr std::array k_new_catalog_options{
    OptionSpec{"ID", "", "id of the catalog: letters, figures, '.', '_' and '-'", true, false},
    OptionSpec{"--title", "TEXT", "what people call it (default: after the id)", false, false},
};

constexpr std::array k_new_check_options{
    OptionSpec{"ID", "", "id of the check: letters, figures, '.', '_' and '-'", true, false},
    OptionSpec{"--in", "REGISTER", "register whose rows it looks at", true, false},
    OptionSpec{"--control", "NAME", "control that asks for it: CATALOG/CONTROL", true, false},
    OptionSpec{"--field", "FIELD", "what every row must have (default: the first field that it need not have)", false, false},
};

int made(const std::filesystem::path& file, std::string_view next) {
    print(fmt::format("{}\n", file.generic_string()));
    remark(fmt::format("Change it; docs/xml.md says how. Then: {}.\n", next));
    return k_exit_good;
}

int run_new_register(const Invocation& call) {
    const auto content = load_content(call.run, call.setting, Wanted::registers);
    if (!content) {
        return k_exit_failed;
    }
    const auto id = call.arguments.text("ID");
    return made(make_register(call.setting, *content, id, call.arguments.text("--title")), fmt::format("assay catalog validate, assay import {} FILE", id));
}

int run_new_catalog(const Invocation& call) {
    const auto content = load_content(call.run, call.setting);
    if (!content) {
        return k_exit_failed;
    }
    const auto id = call.arguments.text("ID");
    return made(make_catalog(call.setting, *content, id, call.arguments.text("--title")), fmt::format("assay catalog validate, and <standard catalog=\"{}\"/> in assay.xml", id));
}

int run_new_check(const Invocation& call) {
    const auto content = load_content(call.run, call.setting);
    if (!content) {
        return k_exit_failed;
    }
    const auto& arguments = call.arguments;
    const NewCheckRequest request{arguments.text("ID"), arguments.text("--in"), arguments.text("--control"), arguments.text("--field")};
    return made(make_check(call.setting, *content, request), "assay rules test, assay check");
}

} // namespace

const CommandSpec k_new_register{"new register", "make the definition of a register of your own", true, k_new_register_options, run_new_register};
const CommandSpec k_new_catalog{"new catalog", "make a catalog of your own", true, k_new_catalog_options, run_new_catalog};
const CommandSpec k_new_check{"new check", "make a check of your own, with its cases", true, k_new_check_options, run_new_check};

} // namespace assay::cli
