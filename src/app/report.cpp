#include "assay/app/report.hpp"

#include "app/report_input.hpp"
#include "assay/app/findings.hpp"
#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/formats/csv.hpp"
#include "assay/report/render.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> wanted_formats(const Setting& setting, const ReportRequest& request) {
    if (!request.formats.empty()) {
        return request.formats;
    }
    std::vector<std::string> formats;
    for (const auto& name : list_templates(setting.template_folders())) {
        if (name.report == request.report && std::ranges::find(formats, name.format) == formats.end()) {
            formats.push_back(name.format);
        }
    }
    return formats;
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

std::optional<std::vector<WrittenFile>> write_report(const Run& run, Session& session, const ReportRequest& request) {
    const auto assessment = find_assessment(session, request.assessment);
    auto judged = link_for(run, session, assessment.header);
    if (!judged) {
        return std::nullopt;
    }
    auto formats = wanted_formats(session.setting, request);
    if (formats.empty()) {
        formats.emplace_back("html");           // so that the missing template is named, with the nearest there is
    }
    const auto input = make_report_input(session, *judged, assessment);
    const auto folder = request.folder.empty() ? session.setting.workspace / "reports" : request.folder;
    const auto folders = session.setting.template_folders();
    // Everything is rendered before anything is published.
    std::vector<RenderedReport> rendered;
    for (const auto& format : formats) {
        Diagnostics faults;
        try {
            rendered.push_back(render_report(folders, request.report, format, input, faults));
        } catch (const Error&) {
            for (auto& fault : faults.sorted()) {
                run.diagnostics.add(std::move(fault));
            }
            throw;
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
    if (request.report == "gap") {
        written.push_back(write_findings(session, *judged, assessment, folder / input.findings_file));
    }
    return written;
}

} // namespace assay
