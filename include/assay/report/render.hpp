// From a report input to the bytes of a report: finds the template, lints it, builds its view, renders, and checks the result.
// Knows no store, no terminal and no clock; writes no file.
//
// A template is templates/<report>.<format>.mustache; its first line names its view: {{! view: gap }}. Partials stand in partials/.
#pragma once

#include "assay/base/diagnostic.hpp"
#include "assay/report/input.hpp"
#include "assay/report/view.hpp"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// A linted template with its partials and comments resolved: rendering it cannot fail for a view of its shape.
struct Template {
    std::string name;   ///< "gap.html"
    std::string report; ///< "gap"
    std::string format; ///< "html", "md", "csv": decides the escaping
    std::string view;   ///< "gap"
    std::string text;
    const ViewShape* shape = nullptr;
};

struct TemplateName {
    std::string report;
    std::string format;
    std::filesystem::path file;
    friend bool operator==(const TemplateName&, const TemplateName&) = default;
};

/// Templates of the folders, sorted by report and format; the first folder that has a name wins. A folder that is absent has none.
[[nodiscard]] std::vector<TemplateName> list_templates(std::span<const std::filesystem::path> folders);

/// Reads and lints one template; partials are looked up in the template's own folder, then in the later ones.
/// Faults go to `diagnostics`, and then there is no result. Throws Error when there is no such template (naming the nearest).
[[nodiscard]] std::optional<Template> load_template(std::span<const std::filesystem::path> folders, std::string_view report,
                                                    std::string_view format, DiagnosticSink& diagnostics);

/// `view` must be an object of the template's shape.
[[nodiscard]] std::string render(const Template& source, const ViewValue& view);

struct RenderedReport {
    std::string file_name; ///< "gap.html"
    std::string text;
    std::vector<std::string> row_ids;               ///< html: id attributes that are present, one per determination; checked
    std::vector<std::vector<std::string>> csv_rows; ///< csv: header and rows that a reader must get back, cell for cell
};

/// What reports of one input share: its relations looked up once, and a view built once for all the formats that it is rendered in.
class ReportViews {
public:
    /// `input` is borrowed; its registers may be changed between two views. Throws Error when it contradicts itself.
    explicit ReportViews(const ReportInput& input);
    ReportViews(ReportViews&&) noexcept;
    ReportViews& operator=(ReportViews&&) noexcept;
    ~ReportViews();
    struct Impl;
    [[nodiscard]] Impl& impl() { return *m_impl; }

private:
    std::unique_ptr<Impl> m_impl;
};

/// Gets a report as soon as it is made, on the thread that made it, with its place among the formats.
using FinishReport = std::function<void(std::size_t, RenderedReport&)>;

/// A report in each of the formats, in their order. Throws Error when a template has faults (they are in `diagnostics`) or a determination's row
/// is missing from a result. Long ones are rendered two at a time.
[[nodiscard]] std::vector<RenderedReport> render_reports(std::span<const std::filesystem::path> folders, std::string_view report, std::span<const std::string> formats,
                                                         ReportViews& views, DiagnosticSink& diagnostics, const FinishReport& finish = {});
/// In one format.
[[nodiscard]] RenderedReport render_report(std::span<const std::filesystem::path> folders, std::string_view report, std::string_view format,
                                           ReportViews& views, DiagnosticSink& diagnostics);
/// The same of an input that nothing else is made of.
[[nodiscard]] RenderedReport render_report(std::span<const std::filesystem::path> folders, std::string_view report, std::string_view format,
                                           const ReportInput& input, DiagnosticSink& diagnostics);

/// The view of that name, built from the input. Throws Error when there is none.
[[nodiscard]] ViewValue make_view(std::string_view view, const ReportInput& input);

/// One sheet of plain columns and rows: what CSV and XLSX of a tabular report hold.
struct ReportSheet {
    std::string title; ///< "Risks"
    std::vector<std::string> columns;
    std::vector<bool> numbers; ///< by column: its cells are numbers or empty
    std::vector<std::vector<std::string>> rows;
};

/// What a view reads beside the assessment itself.
struct ViewNeeds {
    std::vector<std::string> registers; ///< ids
    bool sla = false;                   ///< measured service levels
    bool capability = false;            ///< ratings and indications of process capability
    bool crosswalks = false;
    bool comparison = false;            ///< with the assessment before
    bool trend = false;                 ///< of all assessments up to the one reported on
    bool technical = false;             ///< results and scores of technical checks
    bool tickets = false;               ///< records of incidents, requests, problems and changes by month
    bool audit = false;                 ///< it is about one audit, which must be named
    bool today = false;                 ///< registers as they are today: what an audit raises and draws comes after judging
    bool filter = false;                ///< it lists determinations, which may be filtered
};

/// Throws Error when there is no such view.
[[nodiscard]] ViewNeeds view_needs(std::string_view view);
/// What a view tells, in a few words. Throws Error when there is no such view.
[[nodiscard]] std::string view_meaning(std::string_view view);
[[nodiscard]] bool view_has_sheet(std::string_view view);
/// The sheet of a view; nothing when the view has none.
[[nodiscard]] std::optional<ReportSheet> make_sheet(std::string_view view, ReportViews& views);

/// Names of the views, sorted.
[[nodiscard]] std::vector<std::string> view_names();

/// docs/report-fields.md: every view's fields, from the tables that the linter reads.
[[nodiscard]] std::string report_fields_markdown();

/// findings.csv, written row by row by the caller, so that 300,000 rows need no memory.
[[nodiscard]] const std::vector<std::string>& findings_csv_header();
/// Cells as a reader must get them back (formula-like beginnings already neutralised).
[[nodiscard]] std::vector<std::string> findings_csv_cells(const FindingLine& line);
/// A record of a CSV file with its line end: cells quoted where they must be.
[[nodiscard]] std::string csv_record(std::span<const std::string> cells);

} // namespace assay
