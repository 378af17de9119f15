#include "assay/app/report.hpp"

#include "app/report_files.hpp"
#include "app/report_input.hpp"
#include "app/report_registers.hpp"
#include "app/report_xlsx.hpp"
#include "assay/app/assessment_files.hpp"
#include "assay/app/findings.hpp"
#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/nearest.hpp"
#include "assay/formats/csv.hpp"
#include "assay/report/render.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_all = "all";
constexpr std::string_view k_sheet_format = "xlsx";

/// One report to write: in which formats, and from which view its sheet comes.
struct PlannedReport {
    std::string report;
    std::string view;
    std::vector<std::string> formats; ///< of templates
    bool as_sheet = false;
};

/// The view of a report is the one that its first template names.
std::string find_report_view(std::span<const fs::path> folders, const std::string& report, const std::string& format) {
    Diagnostics ignored; // rendering tells the faults
    const auto source = load_template(folders, report, format, ignored);
    return source ? source->view : std::string();
}

PlannedReport plan_report(std::span<const fs::path> folders, const std::string& report, const ReportRequest& request) {
    PlannedReport plan{report, {}, {}, false};
    const bool is_one = request.report != k_all;
    for (const auto& name : list_templates(folders)) {
        if (name.report == report) {
            plan.view = plan.view.empty() ? find_report_view(folders, report, name.format) : plan.view;
            if (request.formats.empty() || (!is_one && std::ranges::find(request.formats, name.format) != request.formats.end())) {
                plan.formats.push_back(name.format);
            }
        }
    }
    const bool has_sheet = !plan.view.empty() && view_has_sheet(plan.view);
    if (is_one) {
        std::ranges::copy_if(request.formats, std::back_inserter(plan.formats),
                             [](const std::string& format) { return format != k_sheet_format; });
    }
    const bool wants_sheet = std::ranges::find(request.formats, k_sheet_format) != request.formats.end();
    if (wants_sheet && is_one && !has_sheet) {
        throw Error(fmt::format("there is no report '{}' in format 'xlsx': it is no table", report), ErrorKind::usage);
    }
    plan.as_sheet = has_sheet && (request.formats.empty() || wants_sheet);
    if (plan.formats.empty() && !plan.as_sheet && is_one) {
        plan.formats.emplace_back("html"); // so that the missing template is named, with the nearest there is
    }
    return plan;
}

/// A format that no report has is a slip of the pen, not a wish for nothing. Throws Error.
void require_known_formats(std::span<const fs::path> folders, const std::vector<std::string>& formats) {
    std::vector<std::string> known{std::string(k_sheet_format)};
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

std::vector<PlannedReport> plan_reports(std::span<const fs::path> folders, const ReportRequest& request) {
    std::vector<PlannedReport> plans;
    if (request.report != k_all) {
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
            all.registers.insert(all.registers.end(), needs.registers.begin(), needs.registers.end());
        }
    }
    std::ranges::sort(all.registers);
    const auto twice = std::ranges::unique(all.registers);
    all.registers.erase(twice.begin(), twice.end());
    return all;
}

WrittenFile publish(const fs::path& file, const std::string& bytes) {
    AtomicFile out(file);
    out.write(bytes);
    out.commit();
    return {file, bytes.size()};
}

/// Every failing row, written as it is read.
WrittenFile write_findings(Session& session, const Judged& judged, const Assessment& assessment, const fs::path& file) {
    AtomicFile out(file);
    std::uint64_t size = 0;
    const auto put = [&](std::span<const std::string> cells) {
        const auto record = csv_record(cells);
        size += record.size();
        out.write(record);
    };
    put(findings_csv_header());
    std::vector<const FailingRow*> rows;
    rows.reserve(assessment.failing.size());
    for (const auto& row : assessment.failing) {
        rows.push_back(&row);
    }
    std::vector<std::vector<std::string>> expected{findings_csv_header()};
    visit_findings(session, judged, assessment, rows, [&](FindingLine line) {
        const auto cells = findings_csv_cells(line);
        put(cells);
        expected.push_back(cells);
    });
    out.commit();
    verify_csv(file, expected);
    return {file, size};
}

} // namespace

Assessment find_assessment(const Session& session, std::int64_t id) {
    if (id != 0) {
        return session.store.load_assessment(id);
    }
    const auto all = session.store.assessments();
    if (all.empty()) {
        throw Error("there is no assessment yet; make one with 'assay check'");
    }
    return session.store.load_assessment(all.back().header.id);
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
        const auto plan = plan_report(folders, report, {.report = std::string(k_all), .formats = {}, .assessment = 0, .folder = {}});
        ReportLine line{report, plan.formats, plan.view.empty() ? "its template has faults" : view_meaning(plan.view)};
        if (plan.as_sheet) {
            line.formats.emplace_back(k_sheet_format);
        }
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

std::optional<std::vector<WrittenFile>> write_report(const Run& run, Session& session, const ReportRequest& request) {
    const auto assessment = find_assessment(session, request.assessment);
    auto judged = link_for(run, session, assessment.header);
    if (!judged) {
        return std::nullopt;
    }
    if (request.report == k_assessment_files) {
        const auto folder = request.folder.empty() ? session.setting.workspace / "reports" : request.folder;
        return write_assessment_files(session, *judged, assessment, request.formats, folder);
    }
    return write_report_files(run, session, *judged, assessment, request, {});
}

std::vector<WrittenFile> write_report_files(const Run& run, Session& session, const Judged& judged, const Assessment& assessment,
                                            const ReportRequest& request, const ReportHooks& hooks) {
    const auto folder = request.folder.empty() ? session.setting.workspace / "reports" : request.folder;
    const auto folders = session.setting.template_folders();
    auto plans = plan_reports(folders, request);
    std::erase_if(plans, [&](const PlannedReport& plan) { return std::ranges::find(hooks.without, plan.report) != hooks.without.end(); });
    auto input = make_report_input(session, judged, assessment);
    auto registers = read_report_registers(run, session, judged, assessment.header, needs_of(plans));
    if (hooks.adapt) {
        hooks.adapt(input, registers);
    }
    input.registers = &registers;
    // Everything is rendered before anything is published.
    std::vector<RenderedReport> rendered;
    std::vector<std::pair<std::string, ReportSheet>> sheets;
    for (const auto& plan : plans) {
        for (const auto& format : plan.formats) {
            Diagnostics faults;
            try {
                rendered.push_back(render_report(folders, plan.report, format, input, faults));
            } catch (const Error&) {
                for (auto& fault : faults.sorted()) {
                    run.diagnostics.add(std::move(fault));
                }
                throw;
            }
        }
        if (plan.as_sheet) {
            sheets.emplace_back(plan.report + ".xlsx", *make_sheet(plan.view, input));
        }
    }
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) {
        throw Error(fmt::format("cannot make the folder '{}': {}", folder.string(), failed.message()));
    }
    std::vector<WrittenFile> written;
    for (const auto& report : rendered) {
        written.push_back(publish(folder / report.file_name, report.text));
        if (!report.csv_rows.empty()) {
            verify_csv(written.back().file, report.csv_rows);
        }
    }
    for (const auto& [name, sheet] : sheets) {
        written.push_back({folder / name, write_report_sheet(sheet, folder / name, assessment.header.on)});
    }
    if (std::ranges::any_of(plans, [](const PlannedReport& plan) { return plan.report == "gap" && !plan.formats.empty(); })) {
        written.push_back(write_findings(session, judged, assessment, folder / input.findings_file));
    }
    return written;
}

} // namespace assay
