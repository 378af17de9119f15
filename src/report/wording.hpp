// The report's own words: tones, reasons for grades, next steps, formulas. Knows determinations and counts, no template.
#pragma once

#include "report/index.hpp"

#include <string>
#include <string_view>

namespace assay {

/// One word per standing, for colour, shape and legend: major, minor, error, open, remark, met, none, excluded.
[[nodiscard]] std::string_view tone_of(Standing standing);

/// Threshold that led to the proposed grade, with the counts; empty when there is nothing to explain.
[[nodiscard]] std::string grade_reason(const IndexedDetermination& judged, const GradePolicy& policy);
/// What the owner does next, from the outcome, its bases and the evidence that is missing.
[[nodiscard]] std::string next_step(const IndexedDetermination& judged);
/// The reason in words, for a check after the check's title.
[[nodiscard]] std::string basis_text(const ReportIndex& index, const Basis& basis);
/// Why the outcome is what it is, in one line: the bases that carry it.
[[nodiscard]] std::string reason_line(const ReportIndex& index, const Determination& determination);
/// A basis that says why a control is not met, not assessed or in error.
[[nodiscard]] bool is_missing(const Basis& basis);

/// "all 12 rows", "shown 20 of 4,318; all in findings.csv#CHECK", or empty when there is none.
[[nodiscard]] std::string shown_text(const CheckResult& result, std::string_view findings_file);
/// "Organisation as a whole", the subject's title, or "Rows without a subject".
[[nodiscard]] std::string subject_name(std::string_view subject, std::string_view title);
/// Name in the index by process.
[[nodiscard]] std::string process_name(const IndexedDetermination& judged);
inline constexpr std::string_view k_no_process = "Not tied to one process";

struct BoundsWords {
    bool given = false;                ///< false: nothing is assessable
    std::string lower;                 ///< "52.3"
    std::string upper;
    std::string lower_formula;         ///< "(met 20 + met with remark 3) / assessable 44 = 23 / 44 = 52.3 %"
    std::string upper_formula;
    std::string assessable_formula;    ///< "applicable 46 − no occasion 2 = 44"
};
[[nodiscard]] BoundsWords bounds_words(const OutcomeCounts& counts);

/// What may be said as a whole. While anything is not assessed or in error, that comes first.
struct OverallStatement {
    std::string lead;                  ///< "No statement of conformity can be made"
    std::string text;                  ///< with the counts
    std::string tone;
};
[[nodiscard]] OverallStatement overall_statement(const ReportIndex& index);

/// http, https, mailto, or a path inside the pack; everything else gives an empty text.
[[nodiscard]] std::string checked_link(std::string_view link);

/// First letter in upper case (ASCII).
[[nodiscard]] std::string capitalised(std::string_view text);

/// The title, or the id of a numbered paragraph to which the standard gives none.
[[nodiscard]] std::string group_title(const Group& group);

} // namespace assay
