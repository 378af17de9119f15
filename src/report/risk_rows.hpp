// A single risk as the risk report tells it: its level, what is wrong with how it is kept, its row in a table and in the plain sheet.
// Levels are those that were recorded; none is worked out.
#pragma once

#include "report/svg_heat.hpp"
#include "report/tabular.hpp"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// From the lowest, as registers write them.
inline constexpr std::array<std::string_view, k_heat_steps> k_level_words{"very_low", "low", "moderate", "high", "very_high"};

[[nodiscard]] std::optional<std::size_t> level_rank(std::string_view word);
[[nodiscard]] TableCell level_cell(const std::string& word);
[[nodiscard]] bool is_live_risk(const NamedRow& risk);
/// The current level, else the inherent one: what stands today. Nothing where neither is recorded; that is no low level.
[[nodiscard]] std::optional<std::size_t> standing_rank(const NamedRow& risk);
/// What is wrong with how a live risk is kept, in words; empty when none of the faults that are looked for is there.
[[nodiscard]] std::vector<std::string> risk_faults(const NamedRow& risk, Date on);
/// The faults that are looked for.
inline constexpr std::string_view k_faults_looked_for =
    "Looked for: no owner, no level, a treatment, review or end of acceptance overdue by its recorded day, acceptance by nobody.";
/// The service, process or supplier that the risk is about.
[[nodiscard]] std::string concerned_by(const ReportRegisters& registers, const NamedRow& risk);

[[nodiscard]] const std::vector<TableColumn>& risk_columns();
[[nodiscard]] TableRow make_risk_row(const ReportRegisters& registers, const NamedRow& risk, Date on);
[[nodiscard]] ReportSheet make_risk_sheet(const ReportRegisters& registers, std::span<const NamedRow> risks, Date on);

} // namespace assay
