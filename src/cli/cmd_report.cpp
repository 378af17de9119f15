// assay report: renders an assessment.
#include "cli/commands.hpp"

#include "assay/app/overlay.hpp"
#include "assay/app/report.hpp"
#include "assay/base/decimal.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"

#include <array>

#include <fmt/format.h>

namespace assay::cli {
namespace {

constexpr std::array k_report_options{
    OptionSpec{"REPORT", "", "report to write, or all; --list tells them", false, false},
    OptionSpec{"--assessment", "ID", "assessment to report on (default: the newest)", false, false},
    OptionSpec{"--format", "FORMAT", "html, md, csv or xlsx; json, junit or sarif of the report 'assessment' (default: all that there are)", false, true},
    OptionSpec{"--licensed-text", "", "hold the official text laid over ours: only for those who may have it", false, false},
    OptionSpec{"--list", "", "tell the reports that there are, with their formats", false, false},
    OptionSpec{"--out", "DIR", "folder to write to (default: reports/ in the workspace)", false, false},
};

int print_list(const Setting& setting) {
    for (const auto& line : list_reports(setting)) {
        print(fmt::format("{:<18} {:<20} {}\n", line.report, fmt::format("{}", fmt::join(line.formats, ", ")), line.meaning));
    }
    return k_exit_good;
}

int run_report(const Invocation& call) {
    const auto& arguments = call.arguments;
    if (arguments.has("--list")) {
        return print_list(call.setting);
    }
    ReportRequest request;
    request.report = arguments.text("REPORT");
    if (request.report.empty()) {
        throw Error("name the report to write, or 'all'; 'assay report --list' tells them", ErrorKind::usage);
    }
    request.formats = arguments.all("--format");
    request.folder = arguments.text("--out");
    if (arguments.has("--assessment")) {
        const auto id = parse_integer(arguments.text("--assessment"));
        if (!id || *id < 1) {
            throw Error(fmt::format("--assessment takes the number of an assessment, not '{}'", arguments.text("--assessment")),
                        ErrorKind::usage);
        }
        request.assessment = *id;
    }
    const auto session = open_session(call.run, call.setting);
    if (!session) {
        return k_exit_failed;
    }
    if (arguments.has("--licensed-text")) {
        put_overlays(call.run, call.setting, session->content);
    }
    const auto written = write_report(call.run, *session, request);
    if (!written) {
        return k_exit_failed;
    }
    for (const auto& file : *written) {
        print(fmt::format("{} ({} bytes)\n", file.file.string(), group_thousands(static_cast<std::int64_t>(file.size_bytes))));
    }
    return k_exit_good;
}

} // namespace

const CommandSpec k_report{"report", "render an assessment through a template", true, k_report_options, run_report};

} // namespace assay::cli
