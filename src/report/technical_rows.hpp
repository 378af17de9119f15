// What the report of systems tells of technical checks: result sets by system, with scores, open findings and whether a plan of action
// covers them.
#pragma once

#include "assay/report/beside.hpp"
#include "report/tabular.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace assay {

/// Counts over result sets.
struct TechnicalSums {
    std::size_t sets = 0;
    std::int64_t passed = 0; ///< fixed ones too
    std::int64_t failed = 0;
    std::int64_t undecided = 0; ///< error, unknown, not checked
    std::int64_t other = 0;     ///< not applicable, not selected, informational
    std::map<std::string, std::int64_t> open; ///< failed by severity
    std::int64_t uncovered = 0; ///< failed, and no item of the same system that is open or accepted is named
};

class TechnicalRows {
public:
    explicit TechnicalRows(const ReportIndex& index);
    /// "" are those of no system.
    [[nodiscard]] TechnicalSums sums_of(const std::string& system) const;
    /// Sets of systems that are not asked for: of none, of retired or unknown ones.
    [[nodiscard]] TechnicalSums sums_beside(const std::set<std::string>& systems) const;
    /// A body of rows, the most open findings first; a row that says so where there are none.
    [[nodiscard]] TableBody body_of(const std::string& system, const std::string& name) const;
    [[nodiscard]] static std::vector<TableColumn> columns();

private:
    void add(TechnicalSums& sums, const TechnicalSetLine& set) const;
    [[nodiscard]] std::int64_t uncovered(const TechnicalSetLine& set) const;
    [[nodiscard]] std::vector<TableCell> cells_of(const TechnicalSetLine& set) const;

    const ReportIndex& m_index;
    std::set<std::pair<std::string, std::string>> m_covering; ///< system and POA&M item: open, or its risk accepted
    std::map<std::string, std::vector<const TechnicalSetLine*>> m_sets;
};

/// "fail 7, undecided 2, pass 120, other 0".
[[nodiscard]] std::string technical_words(const TechnicalSums& sums);
/// "high 2, medium 5", or "none".
[[nodiscard]] std::string severity_words(const std::map<std::string, std::int64_t>& open);

} // namespace assay
