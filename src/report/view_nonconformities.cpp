// The view "nonconformities": a form for each, of one audit or of all, and where they stand together.
#include "report/audit_rows.hpp"
#include "report/nonconformity_form.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

namespace assay {

Tabular build_nonconformities(const ReportIndex& index) {
    const auto& registers = registers_of(index);
    const auto audit = audit_of(index);
    const auto on = index.header().on;
    const auto rows = rows_of_audit(registers, "nonconformity", audit);
    Tabular report;
    report.title = "Nonconformity forms";
    report.sheet = nonconformity_sheet(registers, rows);
    report.notes = audit_notes(index);
    report.is_of_audit = true;
    report.notes.emplace_back("A nonconformity is raised by a named person; a gap of this assessment is none. It is not reopened: a "
                              "recurrence is a new one, linked.");

    std::size_t open = 0;
    std::size_t overdue = 0;
    std::size_t unconfirmed = 0;
    std::size_t major = 0;
    std::size_t major_unconfirmed = 0;
    TabularTable list{
        "Nonconformities",
        false,
        {{"Nonconformity", 30, TableColumn::Kind::heading}, {"Requirement", 20}, {"Grade", 15}, {"State", 10}, {"Owner", 15}, {"Due", 10}},
        {{}},
        {}};
    TabularPart forms{"forms", "Forms", number_text(rows.size()), "", "No nonconformity is on record.", {}, {}};
    for (const auto& row : rows) {
        const bool is_withdrawn = row.text("status") == "withdrawn";
        const bool is_major = !is_withdrawn && row.text("grade") == "major";
        open += is_open_nonconformity(row) ? 1 : 0;
        overdue += is_overdue_nonconformity(row, on) ? 1 : 0;
        unconfirmed += !is_withdrawn && !is_confirmed_grade(row) ? 1 : 0;
        major += is_major && is_confirmed_grade(row) ? 1 : 0;
        major_unconfirmed += is_major && !is_confirmed_grade(row) ? 1 : 0;
        list.bodies[0].rows.push_back(
            {{},
             {cell(fmt::format("{} {}", row.text("id"), row.text("title")), audit.empty() ? row.text("audit") : std::string()),
              named_control(index, row.text("catalog"), row.text("control")),
              grade_cell(row), cell(capitalised(spoken(row.text("status")))), person_cell(registers, row, "owner", "nobody"),
              nonconformity_due_cell(row, on)}});
        forms.tables.push_back(nonconformity_form(index, registers, row));
    }
    report.statement = rows.empty()
                           ? std::string("No nonconformity is on record") + (audit.empty() ? "." : " for audit " + audit + ".")
                           : fmt::format("{}{}: {} open, {} of them overdue on {}; the grade of {} is confirmed by nobody.",
                                         count_of(static_cast<std::int64_t>(rows.size()), "nonconformity", "nonconformities"),
                                         audit.empty() ? std::string() : " of audit " + audit, open, overdue, to_text(on), unconfirmed);
    report.tone = overdue + unconfirmed > 0 ? "minor" : open > 0 ? "open" : "none";
    report.figures = {{"Nonconformities", number_text(rows.size()),
                       audit.empty() ? "of every origin, withdrawn ones too" : "of audit " + audit + ", withdrawn ones too", ""},
                      {"Major", number_text(major), fmt::format("as confirmed; {} more confirmed by nobody", major_unconfirmed), major > 0 ? "major" : ""},
                      {"Open", number_text(open), fmt::format("of {}", rows.size()), open > 0 ? "open" : ""},
                      {"Overdue", number_text(overdue), fmt::format("on {}", to_text(on)), overdue > 0 ? "minor" : ""}};
    report.parts.push_back(
        {"list", "Where they stand", number_text(rows.size()), "", "No nonconformity is on record.", {}, {std::move(list)}});
    report.parts.push_back(std::move(forms));
    return report;
}

} // namespace assay
