// The view "management-review": what a management review considers (ISO/IEC 20000-1, 9.3), filled from the registers. Where they hold
// nothing, it says so: that is what the review must ask about.
#include "report/review_maker.hpp"
#include "report/views.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

/// Every cell under the head of its column: "What: Slow mail (Email); State: open". The first cell's note is the row's id.
std::string details_of(const std::vector<TableColumn>& columns, const TableRow& row) {
    std::vector<std::string> details;
    for (std::size_t at = 0; at < row.cells.size(); ++at) {
        const auto& each = row.cells[at];
        if (!each.text.empty()) {
            details.push_back(fmt::format("{}: {}{}", columns[at].title, each.text,
                                          at == 0 || each.note.empty() ? std::string() : fmt::format(" ({})", each.note)));
        }
    }
    return fmt::format("{}", fmt::join(details, "; "));
}

} // namespace

ReviewMaker::ReviewMaker(const ReportIndex& index)
    : m_index(index), m_registers(registers_of(index)), m_on(index.header().on), m_from(index.header().period_from),
      m_to(index.header().period_to) {
    m_report.title = "Management review inputs";
    m_report.sheet = {"Inputs", {"input", "id", "details"}, std::vector<bool>(3), {}};
}

Tabular ReviewMaker::make() {
    add_held();
    m_inputs.clear(); // the reviews themselves are no input
    add_earlier_actions();
    add_issues();
    add_nonconformities();
    add_measurements();
    add_audits();
    add_improvements();
    add_feedback();
    add_policies();
    add_objectives();
    add_services();
    add_other_parties();
    add_resources();
    add_risks();
    add_changes();
    const auto empty = std::ranges::count_if(m_inputs, [](const auto& each) { return each.second == 0; });
    m_report.statement = empty == 0
                             ? fmt::format("Each of the {} inputs has something on record for the review.", m_inputs.size())
                             : fmt::format("{} of {} inputs {} nothing on record; the review must ask for {}.", empty, m_inputs.size(),
                                           empty == 1 ? "has" : "have", empty == 1 ? "it" : "them");
    m_report.tone = empty == 0 ? "none" : "open";
    m_report.notes = {
        "The inputs are those that the standard's clause on management review names, in our words. What is listed is what the "
        "registers hold; the review judges it.",
        fmt::format("Rows of the audit period {} to {}, and what is open on {}.", to_text(m_from), to_text(m_to), to_text(m_on))};
    m_report.figures = {
        {"Inputs with records", number_text(m_inputs.size() - static_cast<std::size_t>(empty)), fmt::format("of {}", m_inputs.size()), ""},
        {"Reviews held in the period", number_text(m_held), "management reviews", m_held == 0 ? "open" : ""}};
    return std::move(m_report);
}

void ReviewMaker::add(std::string anchor, const std::string& heading, std::string note, std::string none, std::vector<TableColumn> columns,
                      std::vector<TableRow> rows, std::optional<std::size_t> on_record) {
    columns.front().kind = TableColumn::Kind::heading;
    for (const auto& row : rows) {
        const auto& first = row.cells.front();
        m_report.sheet.rows.push_back({heading, first.note.empty() ? first.text : first.note, details_of(columns, row)});
    }
    const auto held = on_record.value_or(rows.size());
    m_inputs.emplace_back(heading, held);
    m_report.parts.push_back({std::move(anchor),
                              heading,
                              number_text(held),
                              std::move(note),
                              std::move(none),
                              {},
                              {TabularTable{heading, false, std::move(columns), {{{}, {}, std::move(rows)}}, {}}}});
}

Tabular build_management_review(const ReportIndex& index) { return ReviewMaker(index).make(); }

} // namespace assay
