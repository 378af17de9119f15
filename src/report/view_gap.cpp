// The view "gap": the whole gap report. Each determination stands in exactly one of its lists, in full or in one line.
#include "report/parts.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

namespace assay {
namespace {

constexpr ViewField k_gap_fields[] = {
    {"opening", ViewKind::object, "what was judged", &k_opening_shape},
    {"statement", ViewKind::text, "what may be said as a whole, in one sentence"},
    {"statement_tone", ViewKind::text, "tone of that sentence"},
    {"summaries", ViewKind::list, "each catalog in figures", &k_summary_shape},
    {"gap_count", ViewKind::text, "determinations not met"},
    {"has_clauses", ViewKind::flag, "the list of the next field is not empty"},
    {"clauses", ViewKind::list, "what is not met, by clause", &k_clause_shape},
    {"has_processes", ViewKind::flag, "the list of the next field is not empty"},
    {"processes", ViewKind::list, "what is not met or could not be evaluated, by process", &k_process_shape},
    {"error_count", ViewKind::text, "determinations that could not be evaluated"},
    {"has_errors", ViewKind::flag, "the list of the next field is not empty"},
    {"errors", ViewKind::list, "what could not be evaluated, by clause", &k_clause_shape},
    {"open_count", ViewKind::text, "determinations and controls not assessed"},
    {"has_open", ViewKind::flag, "the list of the next field is not empty"},
    {"open", ViewKind::list, "what is not assessed, by catalog", &k_table_shape},
    {"remark_count", ViewKind::text, "determinations met with a remark"},
    {"has_remarks", ViewKind::flag, "the list of the next field is not empty"},
    {"remarks", ViewKind::list, "what is met with a remark, by clause", &k_clause_shape},
    {"no_occasion_count", ViewKind::text, "determinations without occasion"},
    {"has_no_occasion", ViewKind::flag, "the list of the next field is not empty"},
    {"no_occasion", ViewKind::list, "what had no occasion, by catalog", &k_table_shape},
    {"not_applicable_count", ViewKind::text, "determinations that do not apply"},
    {"has_not_applicable", ViewKind::flag, "the list of the next field is not empty"},
    {"not_applicable", ViewKind::list, "what does not apply, by catalog", &k_table_shape},
    {"met_count", ViewKind::text, "determinations met"},
    {"has_met", ViewKind::flag, "the list of the next field is not empty"},
    {"met", ViewKind::list, "what is met, by catalog", &k_table_shape},
    {"has_loose", ViewKind::flag, "the list of the next field is not empty"},
    {"loose", ViewKind::list, "failing and undecided rows of controls that have one line only, or that no determination names", &k_result_shape},
    {"has_looked_at", ViewKind::flag, "the list of the next field is not empty"},
    {"looked_at", ViewKind::list, "what every check looked at and left out", &k_looked_at_shape},
    {"has_silent_checks", ViewKind::flag, "the list of the next field is not empty"},
    {"silent_checks", ViewKind::list, "checks that selected nothing", &k_silent_check_shape},
    {"has_dispositions", ViewKind::flag, "the list of the next field is not empty"},
    {"dispositions", ViewKind::list, "dispositions of failing rows", &k_disposition_shape},
    {"has_exceptions", ViewKind::flag, "the list of the next field is not empty"},
    {"exceptions", ViewKind::list, "exceptions; none changes a determination", &k_exception_shape},
    {"has_populations", ViewKind::flag, "the list of the next field is not empty"},
    {"populations", ViewKind::list, "what imports declared about their rows", &k_population_shape},
    {"policy", ViewKind::list, "thresholds of the proposed grades, a sentence each"},
    {"has_manifest", ViewKind::flag, "the list of the next field is not empty"},
    {"manifest", ViewKind::list, "files that judged, with fingerprints", &k_manifest_shape},
};
constexpr ViewShape k_shape = make_shape("gap", "the gap report", k_gap_fields);

DeterminationFilter with_outcome(Outcome outcome) {
    return [outcome](const IndexedDetermination& judged) { return judged.determination->outcome == outcome; };
}

/// Its rows are listed with it; the others have one line.
bool stands_in_full(const IndexedDetermination& judged) {
    const auto outcome = judged.determination->outcome;
    return outcome == Outcome::not_met || outcome == Outcome::error || outcome == Outcome::met_with_remark;
}

/// A template opens the frame of a list only when there is something in it.
void set_with_flag(ViewObject& view, const std::string& field, ViewList list) {
    view.set("has_" + field, !list.empty());
    view.set(field, std::move(list));
}

std::string count_text(std::int64_t count) { return group_thousands(count); }

} // namespace

const ViewShape& gap_shape() { return k_shape; }

ViewObject build_gap(const ReportIndex& index) {
    OutcomeCounts counts;
    std::int64_t unjudged = 0;
    for (const auto& rollup : index.rollups()) {
        unjudged += static_cast<std::int64_t>(rollup.unjudged.size());
    }
    for (const auto& judged : index.judged()) {
        counts.add({judged.determination->outcome, judged.determination->grade});
    }
    // In the order of the page: a control's own anchor goes to its first place.
    ControlAnchors anchors;
    auto clauses = make_clauses(index, with_outcome(Outcome::not_met), anchors);
    auto errors = make_clauses(index, with_outcome(Outcome::error), anchors);
    auto open = make_tables(index, with_outcome(Outcome::not_assessed), true, anchors);
    auto remarks = make_clauses(index, with_outcome(Outcome::met_with_remark), anchors);
    auto no_occasion = make_tables(index, with_outcome(Outcome::no_occasion), false, anchors);
    auto not_applicable = make_tables(index, with_outcome(Outcome::not_applicable), false, anchors);
    auto met = make_tables(index, with_outcome(Outcome::met), false, anchors);
    ViewList loose;
    for (const auto& result : index.loose_results(stands_in_full)) {
        loose.emplace_back(make_result(result, index.input(), true));
    }
    const auto statement = overall_statement(index);
    ViewObject view(k_shape);
    view.set("opening", make_opening(index))
        .set("statement", statement.text)
        .set("statement_tone", statement.tone)
        .set("summaries", make_summaries(index))
        .set("gap_count", count_text(counts.not_met()))
        .set("error_count", count_text(counts.error))
        .set("open_count", count_text(counts.not_assessed + unjudged))
        .set("remark_count", count_text(counts.met_with_remark))
        .set("no_occasion_count", count_text(counts.no_occasion))
        .set("not_applicable_count", count_text(counts.not_applicable))
        .set("met_count", count_text(counts.met))
        .set("policy", make_policy(index));
    set_with_flag(view, "clauses", std::move(clauses));
    set_with_flag(view, "errors", std::move(errors));
    set_with_flag(view, "open", std::move(open));
    set_with_flag(view, "remarks", std::move(remarks));
    set_with_flag(view, "no_occasion", std::move(no_occasion));
    set_with_flag(view, "not_applicable", std::move(not_applicable));
    set_with_flag(view, "met", std::move(met));
    set_with_flag(view, "loose", std::move(loose));
    set_with_flag(view, "processes", make_process_index(index, [](const IndexedDetermination& judged) {
                      return judged.determination->outcome == Outcome::not_met || judged.determination->outcome == Outcome::error;
                  }));
    set_with_flag(view, "looked_at", make_looked_at(index));
    set_with_flag(view, "silent_checks", make_silent_checks(index));
    set_with_flag(view, "dispositions", make_dispositions(index));
    set_with_flag(view, "exceptions", make_exceptions(index));
    set_with_flag(view, "populations", make_populations(index));
    set_with_flag(view, "manifest", make_manifest(index));
    return view;
}

} // namespace assay
