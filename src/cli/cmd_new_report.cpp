// assay new report: a template of one's own to change.
#include "cli/commands.hpp"

#include "assay/app/new_report.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_new_report_options{
    OptionSpec{"NAME", "", "name of the report: small letters, digits and '-'; that of a shipped report goes before it", true, false},
    OptionSpec{"--like", "REPORT", "report whose fields and text it begins with (default: gap)", false, false},
    OptionSpec{"--format", "WORD", "html, md or csv (default: html)", false, false},
};

int run_new_report(const Invocation& call) {
    const auto& arguments = call.arguments;
    NewReportRequest request;
    request.name = arguments.text("NAME");
    request.like = arguments.has("--like") ? arguments.text("--like") : "gap";
    request.format = arguments.has("--format") ? arguments.text("--format") : "html";
    const auto file = make_report_template(call.setting, request);
    print(fmt::format("{}\n", file.string()));
    remark(
        fmt::format("Change it, then: assay report {}. Its fields are in docs/report-fields.md; an unknown one is refused with its line.\n",
                    request.name));
    return k_exit_good;
}

} // namespace

const CommandSpec k_new_report{"new report", "make a template of your own from a shipped one", true, k_new_report_options, run_new_report};

} // namespace assay::cli
