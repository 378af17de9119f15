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
    OptionSpec{"--audit", "ID", "audit that reports of audits are about (default: the one that the assessment belongs to)", false, false},
    OptionSpec{"--domain", "NAME", "show only what is of this domain of the framework", false, true},
    OptionSpec{"--format", "FORMAT",
               "html, md, csv or xlsx (default: all that there are); pdf with weasyprint, docx with pandoc; json, junit or sarif of the "
               "report 'assessment'",
               false, true},
    OptionSpec{"--grade", "GRADE", "show only gaps of this proposed grade: major or minor", false, true},
    OptionSpec{"--licensed-text", "", "hold the official text laid over ours: only for those who may have it", false, false},
    OptionSpec{"--list", "", "tell the reports that there are, with their formats", false, false},
    OptionSpec{"--out", "DIR", "folder to write to (default: reports/ in the workspace)", false, false},
    OptionSpec{"--owner", "NAME", "show only what this person or role must act on; a part of the name will do", false, true},
    OptionSpec{"--process", "PROCESS", "show only what is of this process, by id or name", false, true},
    OptionSpec{"--reference-doc", "FILE",
               "take the styles of a docx from this one (default: templates/reference.docx of the workspace, if there is one)", false,
               false},
    OptionSpec{"--service", "SERVICE", "show only what was judged of this service, by id or name", false, true},
    OptionSpec{"--standard", "ID", "show only this standard", false, true},
    OptionSpec{"--template", "FILE", "a template of your own, REPORT.FORMAT.mustache, wherever it stands ('assay new report' makes one)",
               false, false},
};

int print_list(const Setting& setting) {
    for (const auto& line : list_reports(setting)) {
        print(fmt::format("{:<18} {:<31} {}\n", line.report, fmt::format("{}", fmt::join(line.formats, ", ")), line.meaning));
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
    request.template_file = arguments.text("--template");
    if (!request.report.empty() && !request.template_file.empty()) {
        throw Error("--template names the report by its file; leave REPORT out", ErrorKind::usage);
    }
    if (request.report.empty() && request.template_file.empty()) {
        throw Error("name the report to write, or 'all'; 'assay report --list' tells them", ErrorKind::usage);
    }
    request.formats = arguments.all("--format");
    request.folder = arguments.text("--out");
    request.audit = arguments.text("--audit");
    request.reference = arguments.text("--reference-doc");
    request.filter = {arguments.all("--standard"), arguments.all("--domain"), arguments.all("--process"),
                      arguments.all("--service"),  arguments.all("--owner"),  arguments.all("--grade")};
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
    if (!written->left_out.empty()) {
        remark(
            fmt::format("not written, because they are about one audit: {}; name it with --audit\n", fmt::join(written->left_out, ", ")));
    }
    for (const auto& file : written->files) {
        print(fmt::format("{} ({} bytes)\n", file.file.string(), group_thousands(static_cast<std::int64_t>(file.size_bytes))));
    }
    return k_exit_good;
}

} // namespace

const CommandSpec k_report{"report", "render an assessment through a template", true, k_report_options, run_report};

} // namespace assay::cli
