#include "app/report_plan.hpp"

#include "assay/app/assessment_files.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_sheet_format = "xlsx";

/// The view of a report is the one that its first template names.
std::string find_report_view(std::span<const fs::path> folders, const std::string& report, const std::string& format) {
    Diagnostics ignored; // rendering tells the faults
    const auto source = load_template(folders, report, format, ignored);
    return source ? source->view : std::string();
}

PlannedReport plan_report(std::span<const fs::path> folders, const std::string& report, const ReportRequest& request) {
    PlannedReport plan{report, {}, {}, false, {}};
    const bool is_one = request.report != k_all_reports;
    const auto wants = [&](std::string_view format) { return std::ranges::find(request.formats, format) != request.formats.end(); };
    for (const auto& name : list_templates(folders)) {
        if (name.report == report) {
            plan.view = plan.view.empty() ? find_report_view(folders, report, name.format) : plan.view;
            if (request.formats.empty() || (!is_one && wants(name.format))) {
                plan.formats.push_back(name.format);
            }
            for (const auto& printed : printed_formats()) {
                if (printed.from == name.format && wants(printed.format)) {
                    plan.printed.push_back(&printed);
                }
            }
        }
    }
    const bool has_sheet = !plan.view.empty() && view_has_sheet(plan.view);
    if (is_one) {
        std::ranges::copy_if(request.formats, std::back_inserter(plan.formats),
                             [](const std::string& format) { return format != k_sheet_format && find_printed(format) == nullptr; });
        for (const auto& printed : printed_formats()) {
            if (wants(printed.format) && !plan.view.empty() && std::ranges::find(plan.printed, &printed) == plan.printed.end()) {
                throw Error(fmt::format("there is no report '{}' in format '{}': it is made of '{}', which the report does not have", report,
                                        printed.format, printed.from),
                            ErrorKind::usage);
            }
        }
    }
    const bool wants_sheet = wants(k_sheet_format);
    if (wants_sheet && is_one && !has_sheet) {
        throw Error(fmt::format("there is no report '{}' in format 'xlsx': it is no table", report), ErrorKind::usage);
    }
    plan.as_sheet = has_sheet && (request.formats.empty() || wants_sheet);
    if (plan.formats.empty() && !plan.as_sheet && plan.printed.empty() && is_one) {
        plan.formats.emplace_back("html"); // so that the missing template is named, with the nearest there is
    }
    return plan;
}

/// A format that no report has is a slip of the pen, not a wish for nothing. Throws Error.
void require_known_formats(std::span<const fs::path> folders, const std::vector<std::string>& formats) {
    std::vector<std::string> known{std::string(k_sheet_format)};
    for (const auto& printed : printed_formats()) {
        known.emplace_back(printed.format);
    }
    for (const auto& name : list_templates(folders)) {
        known.push_back(name.format);
    }
    std::ranges::sort(known);
    const auto twice = std::ranges::unique(known);
    known.erase(twice.begin(), twice.end());
    for (const auto& format : formats) {
        if (std::ranges::find(known, format) == known.end()) {
            const auto hint = did_you_mean(format, known);
            throw Error(fmt::format("no report has the format '{}'; there are {}{}", format, fmt::join(known, ", "),
                                    hint.empty() ? "" : " (" + hint + ")"),
                        ErrorKind::usage);
        }
    }
}

/// A report that is about one audit needs one to be about.
bool lacks_audit(const PlannedReport& plan, const std::string& audit) { return audit.empty() && !plan.view.empty() && view_needs(plan.view).audit; }

} // namespace

std::vector<PlannedReport> plan_reports(std::span<const fs::path> folders, const ReportRequest& request) {
    std::vector<PlannedReport> plans;
    if (request.report != k_all_reports) {
        plans.push_back(plan_report(folders, request.report, request));
        return plans;
    }
    require_known_formats(folders, request.formats);
    for (const auto& report : report_names(folders)) {
        plans.push_back(plan_report(folders, report, request));
    }
    return plans;
}

ViewNeeds needs_of(const std::vector<PlannedReport>& plans) {
    ViewNeeds all;
    for (const auto& plan : plans) {
        if (!plan.view.empty()) {
            const auto needs = view_needs(plan.view);
            all.sla = all.sla || needs.sla;
            all.capability = all.capability || needs.capability;
            all.crosswalks = all.crosswalks || needs.crosswalks;
            all.comparison = all.comparison || needs.comparison;
            all.trend = all.trend || needs.trend;
            all.technical = all.technical || needs.technical;
            all.tickets = all.tickets || needs.tickets;
            all.audit = all.audit || needs.audit;
            all.today = all.today || needs.today;
            all.registers.insert(all.registers.end(), needs.registers.begin(), needs.registers.end());
        }
    }
    std::ranges::sort(all.registers);
    const auto twice = std::ranges::unique(all.registers);
    all.registers.erase(twice.begin(), twice.end());
    return all;
}

std::vector<std::string> leave_out_unfit(std::vector<PlannedReport>& plans, const ReportRequest& request, const std::string& audit) {
    std::vector<std::string> without_audit;
    for (const auto& plan : plans) {
        const bool unfiltered = !request.filter.is_empty() && !plan.view.empty() && !view_needs(plan.view).filter;
        if (request.report != k_all_reports && unfiltered) {
            throw Error(fmt::format("report '{}' takes no filter: it does not list determinations", plan.report), ErrorKind::usage);
        }
        if (lacks_audit(plan, audit)) {
            if (request.report != k_all_reports) {
                throw Error(fmt::format("report '{}' is about one audit; name it with --audit ('assay audit list' lists them)", plan.report),
                            ErrorKind::usage);
            }
            without_audit.push_back(plan.report);
        }
    }
    std::erase_if(plans, [&](const PlannedReport& plan) {
        return lacks_audit(plan, audit) || (!request.filter.is_empty() && !plan.view.empty() && !view_needs(plan.view).filter);
    });
    return without_audit;
}

ReportRequest with_template(ReportRequest request, std::vector<fs::path>& folders) {
    if (request.template_file.empty()) {
        return request;
    }
    const auto file = fs::absolute(request.template_file);
    const auto name = file.filename().string();
    const auto named = list_templates(std::array{file.parent_path()});
    const auto found = std::ranges::find_if(named, [&](const TemplateName& each) { return fmt::format("{}.{}.mustache", each.report, each.format) == name; });
    if (found == named.end()) {
        std::error_code ignored;
        throw Error(fs::exists(file, ignored) ? fmt::format("a template is called REPORT.FORMAT.mustache, such as board.html.mustache, and '{}' is not", escape_control(name))
                                              : fmt::format("there is no template '{}'", escape_control(request.template_file.string())),
                    ErrorKind::usage);
    }
    folders.insert(folders.begin(), file.parent_path());
    request.report = found->report;
    request.formats = {found->format};
    return request;
}

std::vector<std::string> report_names(std::span<const fs::path> folders) {
    std::vector<std::string> names;
    for (const auto& name : list_templates(folders)) {
        if (names.empty() || names.back() != name.report) {
            names.push_back(name.report);
        }
    }
    return names;
}

std::vector<ReportLine> list_reports(const Setting& setting) {
    const auto folders = setting.template_folders();
    std::vector<ReportLine> lines;
    for (const auto& report : report_names(folders)) {
        const auto plan = plan_report(folders, report, {.report = std::string(k_all_reports), .formats = {}, .assessment = 0, .folder = {}});
        ReportLine line{report, plan.formats, plan.view.empty() ? "its template has faults" : view_meaning(plan.view)};
        if (plan.as_sheet) {
            line.formats.emplace_back(k_sheet_format);
        }
        for (const auto& printed : printed_formats()) {
            if (std::ranges::find(plan.formats, printed.from) != plan.formats.end()) {
                line.formats.emplace_back(printed.format);
            }
        }
        std::ranges::sort(line.formats);
        lines.push_back(std::move(line));
    }
    ReportLine line{std::string(k_assessment_files), {}, "everything, for programs; not among 'all'"};
    for (const auto format : assessment_formats()) {
        line.formats.emplace_back(format);
    }
    lines.push_back(std::move(line));
    std::ranges::sort(lines, {}, &ReportLine::report);
    return lines;
}

} // namespace assay
