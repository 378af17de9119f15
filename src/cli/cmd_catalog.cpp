// assay catalog list, show, validate.
#include "cli/commands.hpp"

#include "assay/app/catalogs.hpp"

#include <array>

namespace assay::cli {
namespace {

constexpr std::array k_show_options{
    OptionSpec{"CATALOG", "", "id of the catalog", true, false},
    OptionSpec{"CONTROL", "", "id of a control (default: list them)", false, false},
};

int run_list(const Invocation& call) {
    const auto content = load_content(call.run, call.setting);
    if (!content) {
        return k_exit_failed;
    }
    print(list_catalogs(*content));
    return k_exit_good;
}

int run_show(const Invocation& call) {
    const auto content = load_content(call.run, call.setting);
    if (!content) {
        return k_exit_failed;
    }
    print(show_catalog(call.run, call.setting, *content, call.arguments.text("CATALOG"), call.arguments.text("CONTROL")));
    return k_exit_good;
}

int run_validate(const Invocation& call) {
    const auto counts = validate_content(call.run, call.setting);
    if (!counts) {
        return k_exit_failed;
    }
    print(*counts);
    return k_exit_good;
}

} // namespace

const CommandSpec k_catalog_list{"catalog list", "the catalogs and what they hold", false, {}, run_list, true};
const CommandSpec k_catalog_show{"catalog show", "a catalog's controls, or one control", false, k_show_options, run_show, true};
const CommandSpec k_catalog_validate{"catalog validate", "load, link and type-check registers, catalogs, checks, crosswalks, matrices and profiles", false, {}, run_validate, true};

} // namespace assay::cli
