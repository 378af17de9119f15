// assay explain: the proof tree of one control.
#include "cli/commands.hpp"

#include "assay/app/explain.hpp"
#include "assay/base/decimal.hpp"
#include "assay/base/error.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_explain_options{
    OptionSpec{"CONTROL", "", "id of the control, such as 8.6.1-r13", true, false},
    OptionSpec{"SUBJECT", "", "process, service, supplier or system (default: all)", false, false},
    OptionSpec{"--assessment", "ID", "assessment to explain (default: the newest)", false, false},
    OptionSpec{"--rows", "N", "failing rows shown for each check (default: 20)", false, false},
};

std::int64_t read_count(const Arguments& arguments, std::string_view option, std::int64_t otherwise) {
    if (!arguments.has(option)) {
        return otherwise;
    }
    const auto number = parse_integer(arguments.text(option));
    if (!number || *number < 1) {
        throw Error(fmt::format("{} takes a whole number from 1, not '{}'", option, arguments.text(option)), ErrorKind::usage);
    }
    return *number;
}

int run_explain(const Invocation& call) {
    const auto& arguments = call.arguments;
    ExplainRequest request;
    request.control = arguments.text("CONTROL");
    request.subject = arguments.text("SUBJECT");
    request.assessment = read_count(arguments, "--assessment", 0);
    request.rows = static_cast<std::size_t>(read_count(arguments, "--rows", 20));
    const auto session = open_session(call.run, call.setting);
    if (!session) {
        return k_exit_failed;
    }
    const auto text = explain(call.run, *session, request);
    if (!text) {
        return k_exit_failed;
    }
    print(*text);
    return k_exit_good;
}

} // namespace

const CommandSpec k_explain{"explain", "why a control is judged as it is, down to the row and the file", true, k_explain_options, run_explain};

} // namespace assay::cli
