// One nonconformity as a form: what was found, how it was graded, what was done about it, and whether that worked.
#pragma once

#include "report/tabular.hpp"

namespace assay {

[[nodiscard]] TabularTable nonconformity_form(const ReportIndex& index, const ReportRegisters& registers, const NamedRow& row);
/// "minor, confirmed by A. Mensah", "major proposed, confirmed by nobody".
[[nodiscard]] std::string grade_words(const ReportRegisters& registers, const NamedRow& row);
/// Neither closed, verified nor withdrawn.
[[nodiscard]] bool is_open_nonconformity(const NamedRow& row);
/// Open, not carried out, and its day has passed.
[[nodiscard]] bool is_overdue_nonconformity(const NamedRow& row, Date on);
/// A grade that a named person confirmed.
[[nodiscard]] bool is_confirmed_grade(const NamedRow& row);
[[nodiscard]] TableCell grade_cell(const NamedRow& row);
/// The day by which it is to be mended, with the extension that was accepted.
[[nodiscard]] std::optional<Date> nonconformity_due(const NamedRow& row);
/// That day, and whether it is overdue, carried out or closed.
[[nodiscard]] TableCell nonconformity_due_cell(const NamedRow& row, Date on);
[[nodiscard]] ReportSheet nonconformity_sheet(const ReportRegisters& registers, const std::vector<NamedRow>& rows);

} // namespace assay
