// Summary of a catalog: counts of its headline units, bounds of readiness with their formulas, and what decided.
#include "report/parts.hpp"
#include "report/svg_bounds.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <array>

namespace assay {
namespace {

constexpr ViewField k_count_fields[] = {
    {"words", ViewKind::text, "outcome in the words of the catalog's scale"},
    {"tone", ViewKind::text, "major, minor, error, open, remark, met, none or excluded"},
    {"count", ViewKind::text, "headline units with this outcome"},
    {"determinations", ViewKind::text, "single determinations with this outcome"},
    {"is_zero", ViewKind::flag, "no headline unit has it"},
};
constexpr ViewShape k_count_shape = make_shape("count", "one outcome of a catalog", k_count_fields);

constexpr ViewField k_decided_fields[] = {
    {"by", ViewKind::text, "checks, evidence, attestation, recorded decision or nobody"},
    {"count", ViewKind::text, "determinations decided by it; each counts once"},
    {"share", ViewKind::text, "in percent of all determinations of the catalog, one decimal"},
};
constexpr ViewShape k_decided_shape = make_shape("decided", "what decided determinations", k_decided_fields);

constexpr ViewField k_summary_fields[] = {
    {"title", ViewKind::text, "title of the catalog's source"},
    {"version", ViewKind::text, "edition"},
    {"id", ViewKind::text, "our id of the catalog"},
    {"anchor", ViewKind::text, "id attribute of the summary"},
    {"unit", ViewKind::text, "headline unit, plural: shall groups, tasks, outcomes or controls"},
    {"units", ViewKind::text, "number of headline units"},
    {"controls", ViewKind::text, "number of controls"},
    {"determinations", ViewKind::text, "number of determinations"},
    {"counts", ViewKind::list, "every outcome with its counts, the worst first", &k_count_shape},
    {"not_assessed", ViewKind::text, "headline units not assessed"},
    {"errors", ViewKind::text, "headline units that could not be evaluated"},
    {"major", ViewKind::text, "headline units with the higher proposed grade"},
    {"minor", ViewKind::text, "headline units with the lower proposed grade"},
    {"remark", ViewKind::text, "headline units met with a remark"},
    {"met", ViewKind::text, "headline units met"},
    {"no_occasion", ViewKind::text, "headline units without occasion"},
    {"not_applicable", ViewKind::text, "headline units that do not apply"},
    {"beside", ViewKind::text, "headline units without occasion and not applicable, in words; empty when there are none"},
    {"major_words", ViewKind::text, "the higher grade in the words of the catalog's scale"},
    {"minor_words", ViewKind::text, "the lower grade in the words of the catalog's scale"},
    {"met_words", ViewKind::text, "met in the words of the catalog's scale"},
    {"has_bounds", ViewKind::flag, "something is assessable"},
    {"lower", ViewKind::text, "lower bound of readiness in percent, one decimal"},
    {"upper", ViewKind::text, "upper bound of readiness in percent, one decimal"},
    {"applicable", ViewKind::text, "headline units that apply"},
    {"assessable", ViewKind::text, "headline units that apply and had an occasion"},
    {"lower_fraction", ViewKind::text, "lower bound as a fraction, 5 / 13"},
    {"upper_fraction", ViewKind::text, "upper bound as a fraction, 9 / 13"},
    {"lower_formula", ViewKind::text, "lower bound with its counts"},
    {"upper_formula", ViewKind::text, "upper bound with its counts"},
    {"assessable_formula", ViewKind::text, "number of assessable units with its counts"},
    {"bar", ViewKind::markup, "bar of the two bounds"},
    {"decided", ViewKind::list, "what decided the determinations", &k_decided_shape},
};

/// "tasks" where all controls are tasks; else "controls".
std::string unit_words(const CatalogRollup& rollup) {
    if (rollup.unit_is_shall) {
        return "shall groups";
    }
    const auto& controls = rollup.catalog->controls;
    if (controls.empty()) {
        return "controls";
    }
    for (const auto& control : controls) {
        if (control.obligation != controls.front().obligation) {
            return "controls";
        }
    }
    switch (controls.front().obligation) {
    case Obligation::task: return "tasks";
    case Obligation::outcome: return "outcomes";
    case Obligation::rule: return "rules";
    case Obligation::shall:
    case Obligation::should: return "controls";
    }
    return "controls";
}

ViewList make_counts(const CatalogRollup& rollup) {
    const auto& u = rollup.counts;
    const auto& d = rollup.determinations;
    struct Line {
        Standing standing;
        std::int64_t units;
        std::int64_t determinations;
    };
    const std::array<Line, 8> lines{{
        {{Outcome::not_met, Grade::major}, u.major, d.major},
        {{Outcome::not_met, Grade::minor}, u.minor, d.minor},
        {{Outcome::error, Grade::none}, u.error, d.error},
        {{Outcome::not_assessed, Grade::none}, u.not_assessed, d.not_assessed},
        {{Outcome::met_with_remark, Grade::none}, u.met_with_remark, d.met_with_remark},
        {{Outcome::met, Grade::none}, u.met, d.met},
        {{Outcome::no_occasion, Grade::none}, u.no_occasion, d.no_occasion},
        {{Outcome::not_applicable, Grade::none}, u.not_applicable, d.not_applicable},
    }};
    ViewList counts;
    for (const auto& line : lines) {
        counts.emplace_back(ViewObject(k_count_shape)
                                .set("words", capitalised(outcome_words(rollup.catalog->scale, line.standing.outcome, line.standing.grade)))
                                .set("tone", tone_of(line.standing))
                                .set("count", group_thousands(line.units))
                                .set("determinations", group_thousands(line.determinations))
                                .set("is_zero", line.units == 0));
    }
    return counts;
}

std::string beside_words(const OutcomeCounts& counts) {
    std::string words;
    if (counts.no_occasion > 0) {
        words = fmt::format("{} without occasion", group_thousands(counts.no_occasion));
    }
    if (counts.not_applicable > 0) {
        words += fmt::format("{}{} not applicable", words.empty() ? "" : ", ", group_thousands(counts.not_applicable));
    }
    return words;
}

ViewList make_decided(const CatalogRollup& rollup) {
    ViewList decided;
    for (std::size_t by = 0; by < rollup.decided.size(); ++by) {
        decided.emplace_back(ViewObject(k_decided_shape)
                                 .set("by", capitalised(to_text(static_cast<DecidedBy>(by))))
                                 .set("count", group_thousands(rollup.decided[by]))
                                 .set("share", percent_of(rollup.decided[by], rollup.determinations.total()).value_or("0.0")));
    }
    return decided;
}

ViewObject make_summary(const CatalogRollup& rollup, std::size_t position) {
    const auto& catalog = *rollup.catalog;
    const auto& counts = rollup.counts;
    const auto bounds = bounds_words(counts);
    const BoundsBar bar{catalog.title, counts.lower(), counts.upper(), counts.assessable()};
    ViewObject summary(k_summary_shape);
    summary.set("title", catalog.title)
        .set("version", catalog.version)
        .set("id", catalog.id)
        .set("anchor", fmt::format("s-{}", position + 1))
        .set("unit", unit_words(rollup))
        .set("units", group_thousands(counts.total()))
        .set("controls", group_thousands(static_cast<std::int64_t>(catalog.controls.size())))
        .set("determinations", group_thousands(rollup.determinations.total()))
        .set("counts", make_counts(rollup))
        .set("not_assessed", group_thousands(counts.not_assessed))
        .set("errors", group_thousands(counts.error))
        .set("major", group_thousands(counts.major))
        .set("minor", group_thousands(counts.minor))
        .set("remark", group_thousands(counts.met_with_remark))
        .set("met", group_thousands(counts.met))
        .set("no_occasion", group_thousands(counts.no_occasion))
        .set("not_applicable", group_thousands(counts.not_applicable))
        .set("beside", beside_words(counts))
        .set("major_words", outcome_words(catalog.scale, Outcome::not_met, Grade::major))
        .set("minor_words", outcome_words(catalog.scale, Outcome::not_met, Grade::minor))
        .set("met_words", outcome_words(catalog.scale, Outcome::met, Grade::none))
        .set("has_bounds", bounds.given)
        .set("lower", bounds.lower)
        .set("upper", bounds.upper)
        .set("applicable", group_thousands(counts.applicable()))
        .set("assessable", group_thousands(counts.assessable()))
        .set("lower_fraction", fmt::format("{} / {}", counts.lower(), counts.assessable()))
        .set("upper_fraction", fmt::format("{} / {}", counts.upper(), counts.assessable()))
        .set("lower_formula", bounds.lower_formula)
        .set("upper_formula", bounds.upper_formula)
        .set("assessable_formula", bounds.assessable_formula)
        .set("bar", draw_bounds_bar(bar, fmt::format("bar-{}", position + 1)))
        .set("decided", make_decided(rollup));
    return summary;
}

} // namespace

const ViewShape k_summary_shape = make_shape("summary", "one catalog: counts, readiness, what decided", k_summary_fields);

ViewList make_summaries(const ReportIndex& index) {
    ViewList summaries;
    for (std::size_t position = 0; position < index.rollups().size(); ++position) {
        summaries.emplace_back(make_summary(index.rollups()[position], position));
    }
    return summaries;
}

} // namespace assay
