#include "assay/app/report.hpp"

#include "app/audit_records.hpp"
#include "app/report_beside.hpp"
#include "app/report_files.hpp"
#include "app/report_filter.hpp"
#include "app/report_input.hpp"
#include "app/report_plan.hpp"
#include "app/report_print.hpp"
#include "app/report_registers.hpp"
#include "app/report_xlsx.hpp"
#include "assay/app/assessment_files.hpp"
#include "assay/app/findings.hpp"
#include "assay/base/both.hpp"
#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/formats/csv.hpp"
#include "assay/report/render.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

/// Fewer failing rows are written sooner than a thread is started.
constexpr std::size_t k_fewest_rows_for_two = 2000;

/// A file that is written, read back and on the disk, and has not got its name yet.
struct Draft {
    fs::path file;
    std::unique_ptr<AtomicFile> out;
    std::uint64_t size = 0;

    WrittenFile publish() const {
        out->commit();
        return {file, size};
    }
};

Draft make_draft(const fs::path& file, const std::string& bytes, std::span<const std::vector<std::string>> csv_rows = {}) {
    auto out = std::make_unique<AtomicFile>(file);
    out->write(bytes);
    if (!csv_rows.empty()) {
        verify_csv(out->draft(), csv_rows, ',', file);
    }
    out->settle();
    return {file, std::move(out), bytes.size()};
}

/// What is made, and not yet published.
struct MadeReports {
    std::vector<Draft> rendered;
    std::vector<std::pair<std::string, ReportSheet>> sheets;
    std::vector<Draft> printed;
};

class ReportMaker {
public:
    ReportMaker(const Run& run, const std::vector<fs::path>& folders, const Printer& printer, const fs::path& folder, Date on)
        : m_run(run), m_folders(folders), m_printer(printer), m_folder(folder), m_on(on) {}

    void make(const PlannedReport& plan, ReportViews& views) {
        // Each is written as soon as it is rendered: the other thread may take longer, and the text is needed no more.
        std::vector<Draft> drafts(plan.formats.size());
        const auto write = [&](std::size_t at, RenderedReport& report) {
            drafts[at] = make_draft(m_folder / report.file_name, report.text, report.csv_rows);
            const bool is_printed = std::ranges::any_of(plan.printed, [&](const auto* printed) { return report.file_name == fmt::format("{}.{}", plan.report, printed->from); });
            if (!is_printed) {
                report = {.file_name = std::move(report.file_name), .text = {}, .row_ids = {}, .csv_rows = {}};
            }
        };
        const auto rendered = render(plan.report, plan.formats, views, write);
        std::ranges::move(drafts, std::back_inserter(m_made.rendered));
        if (plan.as_sheet) {
            m_made.sheets.emplace_back(plan.report + ".xlsx", *make_sheet(plan.view, views));
        }
        for (const auto* printed : plan.printed) {
            const auto made = std::ranges::find(rendered, fmt::format("{}.{}", plan.report, printed->from), &RenderedReport::file_name);
            const auto source = made != rendered.end() ? made->text : render(plan.report, {std::string(printed->from)}, views, {}).front().text;
            m_made.printed.push_back(make_draft(m_folder / fmt::format("{}.{}", plan.report, printed->format), m_printer.print(m_run, printed->format, source, m_folder, m_on)));
        }
    }
    [[nodiscard]] const MadeReports& made() const { return m_made; }

private:
    std::vector<RenderedReport> render(const std::string& report, const std::vector<std::string>& formats, ReportViews& views, const FinishReport& finish) const {
        Diagnostics faults;
        try {
            return render_reports(m_folders, report, formats, views, faults, finish);
        } catch (const Error&) {
            for (auto& fault : faults.sorted()) {
                m_run.diagnostics.add(std::move(fault));
            }
            throw;
        }
    }

    const Run& m_run;
    const std::vector<fs::path>& m_folders;
    const Printer& m_printer;
    const fs::path& m_folder;
    Date m_on;
    MadeReports m_made;
};

void make_folder(const fs::path& folder) {
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) {
        throw Error(fmt::format("cannot make the folder '{}': {}", folder.string(), failed.message()));
    }
}

/// Every failing row, written as it is read, and read back, to be published with the rest.
class FindingsFile {
public:
    explicit FindingsFile(const fs::path& file) : m_file(file), m_out(file) {}

    void write(Session& session, const Judged& judged, const Assessment& assessment) {
        std::vector<const FailingRow*> rows;
        rows.reserve(assessment.failing.size());
        for (const auto& row : assessment.failing) {
            rows.push_back(&row);
        }
        put(findings_csv_header());
        visit_findings(session, judged, assessment, rows, [this](const FindingLine& line) { put(findings_csv_cells(line)); });
        verify_csv(m_out.draft(), m_expected, ',', m_file);
        m_expected.clear();
        m_out.settle();
    }

    WrittenFile publish() {
        m_out.commit();
        return {m_file, m_size};
    }

private:
    void put(std::vector<std::string> cells) {
        const auto record = csv_record(cells);
        m_size += record.size();
        m_out.write(record);
        m_expected.push_back(std::move(cells));
    }

    fs::path m_file;
    AtomicFile m_out;
    std::uint64_t m_size = 0;
    std::vector<std::vector<std::string>> m_expected;
};

/// Each in its place in the list, whoever wrote it.
std::vector<WrittenFile> publish_all(const MadeReports& made, std::optional<FindingsFile>& findings, const fs::path& folder, Date on, bool at_once) {
    std::vector<std::function<WrittenFile()>> tasks;
    tasks.reserve(made.rendered.size() + made.sheets.size() + made.printed.size() + 1);
    for (const auto& draft : made.rendered) {
        tasks.emplace_back([&] { return draft.publish(); });
    }
    for (const auto& [name, sheet] : made.sheets) {
        tasks.emplace_back([&, &file = name, &of = sheet] { return WrittenFile{folder / file, write_report_sheet(of, folder / file, on)}; });
    }
    for (const auto& draft : made.printed) {
        tasks.emplace_back([&] { return draft.publish(); });
    }
    if (findings) {
        tasks.emplace_back([&] { return findings->publish(); });
    }
    std::vector<WrittenFile> written(tasks.size());
    share_out(tasks.size(), [&](std::size_t task) { written[task] = tasks[task](); }, at_once);
    return written;
}

/// With an audit and no assessment named: the newest that belongs to it, else the newest there is.
std::int64_t find_assessment_of(const Session& session, const ReportRequest& request) {
    std::int64_t newest = request.assessment;
    if (newest == 0 && !request.audit.empty()) {
        for (const auto& each : session.store.assessments()) {
            newest = each.header.audit() == request.audit ? each.header.id : newest;
        }
    }
    return newest;
}

} // namespace

bool ReportFilter::is_empty() const {
    return standards.empty() && domains.empty() && processes.empty() && services.empty() && owners.empty() && grades.empty();
}

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

std::optional<WrittenReports> write_report(const Run& run, Session& session, const ReportRequest& request) {
    auto wanted = request;
    wanted.assessment = find_assessment_of(session, request);
    const auto assessment = find_assessment(session, wanted.assessment);
    auto judged = link_for(run, session, assessment.header);
    if (!judged) {
        return std::nullopt;
    }
    if (request.report == k_assessment_files) {
        const auto folder = request.folder.empty() ? session.setting.workspace / "reports" : request.folder;
        return WrittenReports{write_assessment_files(session, *judged, assessment, request.formats, folder), {}};
    }
    return write_reports(run, session, *judged, assessment, wanted, {});
}

WrittenReports write_reports(const Run& run, Session& session, const Judged& judged, const Assessment& whole, const ReportRequest& asked,
                             const ReportHooks& hooks) {
    const auto folder = asked.folder.empty() ? session.setting.workspace / "reports" : asked.folder;
    auto folders = session.setting.template_folders();
    const auto request = with_template(asked, folders);
    const auto audit = request.audit.empty() ? whole.header.audit() : request.audit;
    const auto audits = read_audits(*session.store.runner(run, session.zone), session.content.schema);
    if (!audit.empty()) {
        (void)get_audit(audits, audit); // before anything is worked out
    }
    auto plans = plan_reports(folders, request);
    std::erase_if(plans, [&](const PlannedReport& plan) { return std::ranges::find(hooks.without, plan.report) != hooks.without.end(); });
    WrittenReports written{{}, leave_out_unfit(plans, request, audit)};
    if (!written.left_out.empty() && audits.empty()) {
        written.left_out.clear(); // there is none to name
    }
    const Printer printer(session.setting, request.formats, request.reference);

    const auto needs = needs_of(plans);
    // Tables of registers and the one page have no rows of checks.
    const bool shows_rows = std::ranges::any_of(plans, [](const PlannedReport& plan) { return plan.report != "executive" && (plan.view.empty() || !view_has_sheet(plan.view)); });
    auto all = make_report_input(session, judged, whole, shows_rows);
    auto registers = read_report_registers(run, session, judged, whole.header, needs);
    // What an audit raised came after judging, so its own registers are read as they are today.
    const auto of_today = needs.today && !hooks.only_judged ? std::optional(read_registers_of_today(run, session, needs)) : std::nullopt;
    if (hooks.adapt) {
        hooks.adapt(all, registers);
    }
    auto beside = read_report_beside(run, session, judged, whole, needs);
    beside.audit = audit;
    beside.audit_state = of_today ? session.store.head() : whole.header.head;
    if (hooks.adapt_beside) {
        hooks.adapt_beside(beside);
    }
    beside.of_audit = !audit.empty() && audit == whole.header.audit();
    FilteredInput filtered(session, judged, std::move(all), request.filter);
    auto input = filtered.take_input();
    input.beside = &beside;

    make_folder(folder);
    ReportViews views(input);
    ReportMaker maker(run, folders, printer, folder, whole.header.on);
    const auto make_all = [&] {
        for (const auto& plan : plans) {
            input.registers = !plan.view.empty() && view_needs(plan.view).today && of_today ? &*of_today : &registers;
            maker.make(plan, views);
        }
    };
    const auto is_whole_gap = [](const PlannedReport& plan) { return plan.report == "gap" && (!plan.formats.empty() || !plan.printed.empty()); };
    std::optional<FindingsFile> findings;
    const auto write_findings = [&] {
        if (std::ranges::any_of(plans, is_whole_gap)) {
            findings.emplace(folder / input.findings_file).write(session, judged, input.assessment);
        }
    };
    // The store stays on this thread.
    const bool at_once = input.assessment.failing.size() >= k_fewest_rows_for_two;
    do_both(write_findings, make_all, at_once);
    // Everything is made before anything is published.
    written.files = publish_all(maker.made(), findings, folder, whole.header.on, at_once);
    return written;
}

} // namespace assay
