#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

bool carries(const Determination& determination, const Basis& basis) {
    switch (determination.outcome) {
    case Outcome::not_applicable: return basis.effect == Effect::excludes;
    case Outcome::not_met: return basis.effect == Effect::fails;
    case Outcome::error: return basis.effect == Effect::errs;
    case Outcome::not_assessed: return basis.effect == Effect::blocks;
    case Outcome::no_occasion: return basis.effect == Effect::occasions;
    case Outcome::met_with_remark: return basis.effect == Effect::remarks;
    case Outcome::met: return basis.effect == Effect::supports;
    }
    return false;
}

/// One check over all the subjects that a determination rests on.
struct CheckTotal {
    const CheckDefinition* check = nullptr;
    std::int64_t selected = 0;
    std::int64_t failed = 0;           ///< those explained by dispositions not counted
    std::int64_t disposed = 0;
};

std::vector<CheckTotal> totals_of(const IndexedDetermination& judged) {
    std::vector<CheckTotal> totals;
    for (const auto& result : judged.results) {
        if (totals.empty() || totals.back().check != result.check) {
            totals.push_back({.check = result.check});
        }
        auto& total = totals.back();
        total.selected += result.tally->counts.selected;
        total.failed += result.tally->counts.failed - result.tally->disposed;
        total.disposed += result.tally->disposed;
    }
    return totals;
}

/// Which threshold a check's failures reach, in words; empty when they do not lead to `grade`. Shares are compared as whole numbers.
std::string threshold_text(const CheckTotal& total, Grade grade, const GradePolicy& policy) {
    const bool isolated = total.failed * 100 <= total.selected * policy.isolated_percent && total.failed <= policy.isolated_rows;
    const bool broad = total.failed * 100 >= total.selected * policy.major_percent && total.selected >= policy.major_rows;
    const std::string beside = total.disposed > 0 ? fmt::format(", beside {} explained by dispositions", group_thousands(total.disposed)) : std::string();
    const std::string share = fmt::format("{} of {} fail ({} %){}", group_thousands(total.failed), count_of(total.selected, "row", "rows"),
                                          percent_of(total.failed, total.selected).value_or("0.0"), beside);
    if (grade == Grade::major && broad) {
        return fmt::format("{}: the higher grade is proposed from {} % on, with at least {} rows selected", share, policy.major_percent, policy.major_rows);
    }
    if (grade == Grade::minor && !broad && total.check->zero_tolerance) {
        return fmt::format("{}: this check tolerates no failing row", share);
    }
    if (grade == Grade::minor && !broad && !isolated) {
        return fmt::format("{}: more than an isolated lapse (at most {} % and at most {} rows), less than the higher grade (from {} % on, with at least {} rows)",
                           share, policy.isolated_percent, policy.isolated_rows, policy.major_percent, policy.major_rows);
    }
    if (grade == Grade::lapse && isolated && !total.check->zero_tolerance) {
        return fmt::format("{}: an isolated lapse (at most {} % and at most {} rows), listed for correction", share, policy.isolated_percent, policy.isolated_rows);
    }
    return {};
}

std::string wanted_text(const EvidenceState& evidence) {
    return evidence.wanted.empty() ? evidence.type : fmt::format("{} ({})", evidence.wanted, evidence.type);
}

const EvidenceState* find_unsatisfied(const IndexedDetermination& judged) {
    const auto& evidence = judged.facts->evidence;
    const auto found = std::ranges::find_if(evidence, [](const EvidenceState& e) { return !e.satisfied && e.demand == DemandKind::standard; });
    return found == evidence.end() ? nullptr : &*found;
}

std::string step_when_not_met(const IndexedDetermination& judged) {
    const auto confirmed = std::ranges::find(judged.determination->bases, BasisKind::absence_confirmed, &Basis::kind);
    if (confirmed != judged.determination->bases.end()) {
        const auto* evidence = find_unsatisfied(judged);
        return evidence != nullptr ? fmt::format("Produce, approve and record as evidence: {}", wanted_text(*evidence)) : "Produce, approve and record as evidence what is confirmed absent";
    }
    const auto& bases = judged.determination->bases;
    if (std::ranges::any_of(bases, [](const Basis& b) { return b.kind == BasisKind::interval && b.effect == Effect::fails; })) {
        return "Set the interval, with the document that fixes it and its approver";
    }
    std::int64_t failed = 0;
    for (const auto& total : totals_of(judged)) {
        failed += total.failed;
    }
    if (failed > 0) {
        return fmt::format("Correct {}, find the cause and similar cases, and record an action with owner and date",
                           failed == 1 ? "the failing row" : fmt::format("the {} failing rows", group_thousands(failed)));
    }
    return "Correct what is missing, find the cause and similar cases, and record an action with owner and date";
}

std::string step_when_not_assessed(const IndexedDetermination& judged) {
    if (const auto* evidence = find_unsatisfied(judged)) {
        return fmt::format("Provide for review: {}", wanted_text(*evidence));
    }
    const auto& bases = judged.determination->bases;
    if (std::ranges::any_of(bases, [](const Basis& b) { return b.kind == BasisKind::evidence && b.effect == Effect::blocks; })) {
        return "Provide the evidence named, and have it reviewed";
    }
    for (const auto& result : judged.results) {
        if (!result.tally->complete && result.check->proves) {
            return fmt::format("Declare the rows of '{}' complete at import: source, query, period and the source's own count", result.check->in.text);
        }
    }
    return "Have a competent, independent assessor examine it and record the attestation";
}

} // namespace

std::string_view tone_of(Standing standing) {
    switch (standing.outcome) {
    case Outcome::not_applicable: return "excluded";
    case Outcome::not_met: return standing.grade == Grade::major ? "major" : "minor";
    case Outcome::error: return "error";
    case Outcome::not_assessed: return "open";
    case Outcome::no_occasion: return "none";
    case Outcome::met_with_remark: return "remark";
    case Outcome::met: return "met";
    }
    return "open";
}

std::string grade_reason(const IndexedDetermination& judged, const GradePolicy& policy) {
    if (!judged.facts->grade_reason.empty()) {
        return judged.facts->grade_reason;
    }
    const auto& determination = *judged.determination;
    const auto has = [&](BasisKind kind, Effect effect) {
        return std::ranges::any_of(determination.bases, [&](const Basis& b) { return b.kind == kind && b.effect == effect; });
    };
    if (determination.outcome == Outcome::not_met && has(BasisKind::absence_confirmed, Effect::fails)) {
        return "What the control asks for is confirmed absent";
    }
    for (const auto& total : totals_of(judged)) {
        if (total.failed > 0) {
            if (auto text = threshold_text(total, determination.grade, policy); !text.empty()) {
                return text;
            }
        }
    }
    if (determination.outcome == Outcome::not_met && determination.grade == Grade::major) {
        return fmt::format("The higher grade is proposed where at least {} subjects and {} % of them fail the same shall group, or where an assessor recorded significant doubt",
                           policy.systemic_subjects, policy.systemic_percent);
    }
    return {};
}

std::string next_step(const IndexedDetermination& judged) {
    if (!judged.facts->next_step.empty()) {
        return judged.facts->next_step;
    }
    switch (judged.determination->outcome) {
    case Outcome::not_met: return step_when_not_met(judged);
    case Outcome::error: return "Repair what could not be evaluated, then run the assessment again";
    case Outcome::not_assessed: return step_when_not_assessed(judged);
    case Outcome::met_with_remark: return "Correct what the remark names";
    case Outcome::not_applicable:
    case Outcome::no_occasion:
    case Outcome::met: return {};
    }
    return {};
}

bool is_missing(const Basis& basis) { return basis.effect == Effect::fails || basis.effect == Effect::blocks || basis.effect == Effect::errs; }

std::string basis_text(const ReportIndex& index, const Basis& basis) {
    const auto* check = basis.kind == BasisKind::check ? index.find_check(basis.ref) : nullptr;
    return check == nullptr ? capitalised(basis.text) : fmt::format("{}: {}", check->title, basis.text);
}

std::string reason_line(const ReportIndex& index, const Determination& determination) {
    std::string line;
    for (const auto& basis : determination.bases) {
        if (carries(determination, basis) && !basis.text.empty()) {
            line += (line.empty() ? "" : ". ") + basis_text(index, basis);
        }
    }
    return line;
}

std::string shown_text(const CheckResult& result, std::string_view findings_file) {
    const auto total = result.tally->counts.failed + result.tally->counts.undecided;
    const auto shown = static_cast<std::int64_t>(std::min(result.lines.size(), k_rows_shown));
    if (total == 0) {
        return {};
    }
    if (shown == total) {
        return total == 1 ? "the only row" : fmt::format("all {} rows", total);
    }
    return fmt::format("shown {} of {}; all in {}#{}", shown, group_thousands(total), findings_file, result.check->id.text);
}

std::string subject_name(std::string_view subject, std::string_view title) {
    if (subject.empty()) {
        return "Organisation as a whole";
    }
    if (subject == k_unattributed) {
        return "Rows without a subject";
    }
    return std::string(title.empty() ? subject : title);
}

std::string process_name(const IndexedDetermination& judged) {
    if (!judged.facts->process.empty()) {
        return judged.facts->process;
    }
    if (judged.control->per == SubjectKind::process && !judged.determination->subject.empty()) {
        return subject_name(judged.determination->subject, judged.determination->subject_title);
    }
    if (const auto* process = judged.catalog->find_process(judged.control->process)) {
        return process->title;
    }
    return std::string(k_no_process);
}

BoundsWords bounds_words(const OutcomeCounts& c) {
    const auto lower = percent_of(c.lower(), c.assessable());
    const auto upper = percent_of(c.upper(), c.assessable());
    BoundsWords words;
    words.assessable_formula = fmt::format("applicable {} \u2212 no occasion {} = {}", group_thousands(c.applicable()), group_thousands(c.no_occasion),
                                           group_thousands(c.assessable()));
    if (!lower || !upper) {
        return words;
    }
    words.given = true;
    words.lower = *lower;
    words.upper = *upper;
    words.lower_formula = fmt::format("(met {} + met with remark {}) / assessable {} = {} / {} = {} %", c.met, c.met_with_remark, c.assessable(), c.lower(),
                                      c.assessable(), *lower);
    words.upper_formula = fmt::format("(met {} + met with remark {} + not assessed {} + error {}) / assessable {} = {} / {} = {} %", c.met, c.met_with_remark,
                                      c.not_assessed, c.error, c.assessable(), c.upper(), c.assessable(), *upper);
    return words;
}

OverallStatement overall_statement(const ReportIndex& index) {
    OutcomeCounts counts;
    for (const auto& judged : index.judged()) {
        counts.add({judged.determination->outcome, judged.determination->grade});
    }
    auto open = counts.not_assessed;
    for (const auto& rollup : index.rollups()) {
        open += static_cast<std::int64_t>(rollup.unjudged.size());
    }
    const auto total = counts.total() - counts.not_assessed + open;
    const auto gaps = counts.not_met() == 0 ? std::string("None of the others is a gap.")
                                            : fmt::format("Of the others, {} not met, {} of them with the higher proposed grade.",
                                                          counts.not_met() == 1 ? "1 is" : fmt::format("{} are", group_thousands(counts.not_met())),
                                                          group_thousands(counts.major));
    if (open + counts.error > 0) {
        std::string what = fmt::format("{} of {} determinations {} not assessed", group_thousands(open), group_thousands(total), open == 1 ? "is" : "are");
        if (counts.error > 0) {
            what += fmt::format(" and {} could not be evaluated", group_thousands(counts.error));
        }
        return {"No statement of conformity can be made", fmt::format("{}, so no statement of conformity can be made. {}", what, gaps), "open"};
    }
    if (total == 0) {
        return {"Nothing was judged", "The assessment holds no determination, so no statement of conformity can be made.", "open"};
    }
    if (counts.not_met() > 0) {
        return {fmt::format("{} found", count_of(counts.not_met(), "gap", "gaps")),
                fmt::format("All {} determinations were made. {} not met, {} of them with the higher proposed grade.", group_thousands(total),
                            counts.not_met() == 1 ? "1 is" : fmt::format("{} are", group_thousands(counts.not_met())), group_thousands(counts.major)),
                counts.major > 0 ? "major" : "minor"};
    }
    return {"No gap found", fmt::format("All {} determinations were made; none is a gap. Evidence is a sample.", group_thousands(total)),
            counts.met_with_remark > 0 ? "remark" : "met"};
}

std::string checked_link(std::string_view link) {
    const auto is_plain = std::ranges::all_of(link, [](unsigned char c) { return c > 0x20 && c != 0x7F && c != '\\' && c != '"' && c != '<' && c != '>'; });
    if (link.empty() || !is_plain) {
        return {};
    }
    const std::string lower = to_lower(link);
    if (lower.starts_with("https://") || lower.starts_with("http://") || lower.starts_with("mailto:")) {
        return std::string(link);
    }
    // Inside the pack: relative, without a scheme, never climbing.
    const auto first_colon = link.find(':');
    const bool has_scheme = first_colon != std::string_view::npos && first_colon < link.find('/');
    const bool climbs = link.starts_with('/') || link == ".." || link.starts_with("../") || link.find("/../") != std::string_view::npos || link.ends_with("/..");
    return has_scheme || climbs ? std::string() : std::string(link);
}

std::string capitalised(std::string_view text) {
    std::string out(text);
    if (!out.empty() && out.front() >= 'a' && out.front() <= 'z') {
        out.front() = static_cast<char>(out.front() - 'a' + 'A');
    }
    return out;
}

std::string group_title(const Group& group) {
    // What catalogs write where there is no title.
    constexpr std::string_view k_untitled = "(untitled)";
    return group.title == k_untitled ? group.id : group.title;
}

} // namespace assay
