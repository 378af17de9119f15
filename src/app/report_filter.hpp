// A report of some determinations: what the filter shows of an assessment, with everything that belongs to it, and what it leaves out.
#pragma once

#include "assay/app/check.hpp"
#include "assay/app/report.hpp"
#include "assay/report/input.hpp"

#include <string>
#include <vector>

namespace assay {

/// Holds what it shows; `all`, session and judged are borrowed. Controls and catalogs of which nothing is shown are left out with their
/// determinations, so that what is left out is not taken for what was not judged.
class FilteredInput {
public:
    /// Throws Error of kind usage for a standard that was not judged, an unknown grade, and a filter that shows nothing.
    FilteredInput(Session& session, const Judged& judged, ReportInput all, const ReportFilter& filter);
    /// Once. Borrows from this.
    [[nodiscard]] ReportInput take_input();

private:
    void keep(const ReportInput& all, const std::vector<bool>& shown, bool with_unjudged);

    ReportInput m_all;
    bool m_whole = true;
    Assessment m_assessment;
    std::vector<Catalog> m_catalogs;
    std::vector<DeterminationFacts> m_facts;
    std::vector<FindingLine> m_findings;
    std::string m_words;
};

} // namespace assay
