// One nonconformity as a form: what was found, how it was graded, what was done about it, and whether that worked.
#pragma once

#include "report/tabular.hpp"

namespace assay {

[[nodiscard]] TabularTable nonconformity_form(const ReportIndex& index, const ReportRegisters& registers, const NamedRow& row);
/// "minor, confirmed by A. Mensah", "major proposed, confirmed by nobody".
[[nodiscard]] std::string grade_words(const ReportRegisters& registers, const NamedRow& row);
[[nodiscard]] bool is_open_nonconformity(const NamedRow& row);
/// The day by which it is to be mended, with the extension that was accepted.
[[nodiscard]] std::optional<Date> nonconformity_due(const NamedRow& row);
[[nodiscard]] ReportSheet nonconformity_sheet(const ReportRegisters& registers, const std::vector<NamedRow>& rows);

} // namespace assay
