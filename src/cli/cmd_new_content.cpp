// assay new register, new catalog, new check: XML of one's own to change.
#include "cli/commands.hpp"

#include "assay/app/new_content.hpp"

#include <array>
#include <string>
#include <utility>

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
    OptionSpec{"--basis", "TEXT", "why the control asks for it, in one sentence: what a pass rests on", true, false},
    OptionSpec{"--field", "FIELD", "what every row must have (default: the first field that it need not have)", false, false},
};

/// `make`: the file of an id, and what comes next.
template <class Make>
int run_new(const Invocation& call, Wanted wanted, const Make& make) {
    const auto content = load_content(call.run, call.setting, wanted);
    if (!content) {
        return k_exit_failed;
    }
    const auto [file, next] = make(*content, call.arguments.text("ID"));
    print(fmt::format("{}\n", file.generic_string()));
    remark(fmt::format("Change it; docs/xml.md says how. Then: {}.\n", next));
    return k_exit_good;
}

int run_new_register(const Invocation& call) {
    return run_new(call, Wanted::registers, [&](const Content& content, const std::string& id) {
        return std::pair(make_register(call.setting, content, id, call.arguments.text("--title")), fmt::format("assay catalog validate, assay import {} FILE", id));
    });
}

int run_new_catalog(const Invocation& call) {
    return run_new(call, Wanted::all, [&](const Content& content, const std::string& id) {
        return std::pair(make_catalog(call.setting, content, id, call.arguments.text("--title")), fmt::format("assay catalog validate, and <standard catalog=\"{}\"/> in assay.xml", id));
    });
}

int run_new_check(const Invocation& call) {
    return run_new(call, Wanted::all, [&](const Content& content, const std::string& id) {
        const auto& arguments = call.arguments;
        const NewCheckRequest request{id, arguments.text("--in"), arguments.text("--control"), arguments.text("--basis"), arguments.text("--field")};
        return std::pair(make_check(call.setting, content, request), std::string("assay rules test, assay check"));
    });
}

} // namespace

const CommandSpec k_new_register{"new register", "make the definition of a register of your own", true, k_new_register_options, run_new_register};
const CommandSpec k_new_catalog{"new catalog", "make a catalog of your own", true, k_new_catalog_options, run_new_catalog};
const CommandSpec k_new_check{"new check", "make a check of your own, with its cases", true, k_new_check_options, run_new_check};

} // namespace assay::cli
