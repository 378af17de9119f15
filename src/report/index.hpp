// A report input with its relations looked up once: which control, which tallies, which rows, which facts belong to a determination.
// Views ask it; it words nothing.
#pragma once

#include "assay/report/input.hpp"
#include "assay/report/rollup.hpp"

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace assay {

/// One check's result for one subject, with its definition and the rows that the input brought.
struct CheckResult {
    const CheckDefinition* check = nullptr;
    const CheckTally* tally = nullptr;
    std::span<const FindingLine> lines;          ///< failing and undecided, in key order
};

/// A determination with everything that belongs to it.
struct IndexedDetermination {
    const Determination* determination = nullptr;
    const DeterminationFacts* facts = nullptr;   ///< never null
    const Catalog* catalog = nullptr;
    const Control* control = nullptr;
    std::vector<CheckResult> results;            ///< of the checks that its bases name, in that order; one per subject of the check
                                                 ///< where the control is judged for the organisation as a whole
    std::string anchor;                          ///< id attribute of its row
};

class ReportIndex {
public:
    /// `input` is borrowed and must outlive the index. Throws Error when the input contradicts itself.
    explicit ReportIndex(const ReportInput& input);

    [[nodiscard]] const ReportInput& input() const { return m_input; }
    [[nodiscard]] const AssessmentHeader& header() const { return m_input.assessment.header; }
    /// In the assessment's order.
    [[nodiscard]] const std::vector<IndexedDetermination>& judged() const { return m_judged; }
    [[nodiscard]] const std::vector<CatalogRollup>& rollups() const { return m_rollups; }
    [[nodiscard]] const Catalog* find_catalog(std::string_view id) const;
    [[nodiscard]] const CheckDefinition* find_check(std::string_view id) const;
    /// Results with failing or undecided rows that belong to none of the determinations for which `is_shown` holds.
    [[nodiscard]] std::vector<CheckResult> loose_results(const std::function<bool(const IndexedDetermination&)>& is_shown) const;
    /// Every result, sorted by check, then subject.
    [[nodiscard]] std::vector<CheckResult> all_results() const;

private:
    void index_results();
    void index_determinations();
    void add_results(IndexedDetermination& judged) const;
    CheckResult make_result(const CheckTally& tally) const;

    const ReportInput& m_input;
    std::vector<CatalogRollup> m_rollups;
    std::unordered_map<std::string_view, const CheckDefinition*> m_checks;
    std::map<std::pair<std::string_view, std::string_view>, const CheckTally*> m_tallies;
    std::map<std::pair<std::string_view, std::string_view>, std::span<const FindingLine>> m_lines;
    std::vector<IndexedDetermination> m_judged;
    DeterminationFacts m_no_facts;
};

/// "c-iso20000-1-2018.8.6.1-r13": letters, digits, '-', '.' and '_' only; distinct for distinct ids.
[[nodiscard]] std::string control_anchor(const ControlId& control);
/// "d-…" for a determination; distinct for distinct (control, subject).
[[nodiscard]] std::string determination_anchor(const ControlId& control, std::string_view subject);

} // namespace assay
