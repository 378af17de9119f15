// Fills the inputs of a management review from the registers, one function for each input. Knows what to list of each register and how
// to say it; the standard's order is that of make().
#pragma once

#include "report/tabular.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay {

class ReviewMaker {
public:
    explicit ReviewMaker(const ReportIndex& index);
    [[nodiscard]] Tabular make();

private:
    /// An input's part, and its rows in the plain sheet. `on_record`: how many of the rows the registers hold; absent: all.
    void add(std::string anchor, const std::string& heading, std::string note, std::string none, std::vector<TableColumn> columns,
             std::vector<TableRow> rows, std::optional<std::size_t> on_record = std::nullopt);
    [[nodiscard]] bool in_period(const std::optional<Date>& date) const { return date && *date >= m_from && *date <= m_to; }

    void add_held();
    void add_earlier_actions();
    void add_issues();
    void add_nonconformities();
    void add_measurements();
    void add_audits();
    void add_improvements();
    void add_feedback();
    void add_policies();
    void add_objectives();
    void add_services();
    void add_other_parties();
    void add_resources();
    void add_risks();
    void add_changes();

    const ReportIndex& m_index;
    const ReportRegisters& m_registers;
    Date m_on;
    Date m_from;
    Date m_to;
    std::size_t m_held = 0;
    std::vector<std::pair<std::string, std::size_t>> m_inputs; ///< heading, how much is on record
    Tabular m_report;
};

/// With as many places as are needed; empty when the field is.
[[nodiscard]] std::string decimal_text(const NamedRow& row, std::string_view field);

} // namespace assay
