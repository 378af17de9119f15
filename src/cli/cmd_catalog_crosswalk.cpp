// assay catalog crosswalk: how two catalogs meet.
#include "cli/commands.hpp"

#include "assay/app/crosswalk.hpp"
#include "assay/app/report.hpp"
#include "assay/base/decimal.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_catalog_crosswalk_options{
    OptionSpec{"FROM", "", "id of a catalog", true, false},
    OptionSpec{"TO", "", "id of the other catalog", true, false},
    OptionSpec{"--assessment", "ID", "what this assessment of FROM says of TO; 'last' for the newest", false, false},
    OptionSpec{"--json", "", "for programs", false, false},
};

/// 0 is the newest.
std::int64_t read_assessment(const std::string& word) {
    if (word == "last") {
        return 0;
    }
    const auto number = parse_integer(word);
    if (!number || *number < 1) {
        throw Error(fmt::format("--assessment takes the number of an assessment, or 'last', not '{}'", escape_control(word)), ErrorKind::usage);
    }
    return *number;
}

int show(const Invocation& call, Content& content, const std::optional<Assessment>& assessment) {
    auto report = make_crosswalk_report(call.run, call.setting, content, call.arguments.text("FROM"), call.arguments.text("TO"));
    if (!report) {
        return k_exit_failed;
    }
    if (assessment) {
        carry_results(*report, *assessment);
    }
    print(call.arguments.has("--json") ? to_json(*report) : to_text(*report));
    return k_exit_good;
}

int run_catalog_crosswalk(const Invocation& call) {
    if (call.arguments.has("--assessment")) {
        const auto id = read_assessment(call.arguments.text("--assessment"));
        if (call.setting.workspace.empty()) {
            throw Error("--assessment needs a workspace; go into it, or name it with --workspace", ErrorKind::usage);
        }
        const auto session = open_session(call.run, call.setting);
        return session ? show(call, session->content, find_assessment(*session, id)) : k_exit_failed;
    }
    auto content = load_content(call.run, call.setting, Wanted::all_and_crosswalks);
    return content ? show(call, *content, std::nullopt) : k_exit_failed;
}

} // namespace

const CommandSpec k_catalog_crosswalk{"catalog crosswalk", "how two catalogs meet, and what of each the other asks too", false, k_catalog_crosswalk_options, run_catalog_crosswalk, true};

} // namespace assay::cli
