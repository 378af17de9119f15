// What several reports of audits tell alike: rows that belong to one audit, tables of heads and what is recorded under each, local times and days.
#pragma once

#include "report/tabular.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay {

/// The audit that the report is about; empty when none is.
[[nodiscard]] std::string audit_of(const ReportIndex& index);
/// Rows whose field `audit` names it; all of them when it is empty.
[[nodiscard]] std::vector<NamedRow> rows_of_audit(const ReportRegisters& registers, std::string_view register_id, const std::string& audit);
/// The row with that key, if there is one.
[[nodiscard]] std::optional<NamedRow> find_keyed(const ReportRegisters& registers, std::string_view register_id, const std::string& id);

using Facts = std::vector<std::pair<std::string, TableCell>>;
/// One row for each head. The first column is a quarter of the width.
[[nodiscard]] TabularTable fact_table(std::string caption, Facts facts, bool shows_caption = false);

/// "2026-05-11 10:00" in the zone of the workspace; empty when there is none.
[[nodiscard]] std::string local_time(const ReportIndex& index, std::optional<std::int64_t> seconds);
/// The day in the zone of the workspace.
[[nodiscard]] std::optional<Date> local_day(const ReportIndex& index, std::optional<std::int64_t> seconds);
/// "2026-05-11 to 2026-05-15", "from 2026-05-11", or empty.
[[nodiscard]] std::string span_text(const std::optional<Date>& from, const std::optional<Date>& to);
[[nodiscard]] std::string yes_text(const NamedRow& row, std::string_view field);

/// A control by catalog and id as its cite and title; the id alone where no catalog of the report has it.
[[nodiscard]] TableCell named_control(const ReportIndex& index, const std::string& catalog, const std::string& control);

struct AuditClauses {
    std::vector<std::string> touched; ///< "8.6 Resolution and fulfilment"
    std::vector<std::string> missing;
    /// "3 of 12".
    [[nodiscard]] std::string touched_words() const;
    [[nodiscard]] std::string missing_words() const;
    /// "8.6 …; 8.7 …", or "none".
    [[nodiscard]] std::string missing_names() const;
};
/// Clauses with requirements of a catalog against those that sessions name; "8.6" covers "8.6.1".
[[nodiscard]] AuditClauses compare_clauses(const Catalog& catalog, const std::vector<NamedRow>& sessions);

/// Whether the assessment belongs to the audit that the report is about; a report of no audit is about its assessment.
[[nodiscard]] bool is_own_assessment(const ReportIndex& index);
/// Catalogs that the audit is against: those of its own assessment; without one, those that its sessions name, those whose title its
/// criteria hold, and of those that were judged the ones whose title they hold without the edition.
[[nodiscard]] std::vector<const Catalog*> criteria_of_audit(const ReportIndex& index, const NamedRow& audit,
                                                            const std::vector<NamedRow>& sessions);

/// Which state of the registers an audit's report reads, and how its assessment belongs to it.
[[nodiscard]] std::vector<std::string> audit_notes(const ReportIndex& index);
/// The statement and the one part of a report whose audit is not named or not on record.
void tell_no_audit(Tabular& report, const std::string& audit);
/// What the registers record of an audit, as its plan or its report tells it.
enum class AuditPaper : std::uint8_t { plan, report };
[[nodiscard]] TabularPart make_audit_part(const ReportRegisters& registers, const NamedRow& audit, AuditPaper paper);
[[nodiscard]] TabularPart make_meetings_part(const ReportIndex& index, const std::vector<NamedRow>& meetings, AuditPaper paper);
/// Members of the team with something in their way.
[[nodiscard]] std::size_t count_doubts(const std::vector<NamedRow>& team);
/// Members of the team with role, competence and what stands in their way.
[[nodiscard]] TabularTable team_table(const ReportRegisters& registers, const std::vector<NamedRow>& team);

} // namespace assay
