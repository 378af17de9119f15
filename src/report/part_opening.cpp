// Opening block: criteria, scope, period, judgement, and what a reader must know before the first figure.
#include "report/parts.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

namespace assay {
namespace {

constexpr ViewField k_criterion_fields[] = {
    {"title", ViewKind::text, "title of the catalog's source"},
    {"version", ViewKind::text, "edition"},
    {"id", ViewKind::text, "our id of the catalog"},
    {"source", ViewKind::text, "what the catalog's texts rest on"},
    {"digest", ViewKind::text, "first 16 digits of the catalog file's SHA-256"},
};
constexpr ViewShape k_criterion_shape = make_shape("criterion", "one catalog that was judged against", k_criterion_fields);

constexpr ViewField k_opening_fields[] = {
    {"organization", ViewKind::text, "organisation that was assessed"},
    {"scope", ViewKind::text, "recorded scope statement; empty when none is recorded"},
    {"period_from", ViewKind::text, "first day of the audit period"},
    {"period_to", ViewKind::text, "last day of the audit period"},
    {"judged_on", ViewKind::text, "judgement date: what 'today' means in this assessment"},
    {"change", ViewKind::text, "number of the last change that was judged"},
    {"change_when", ViewKind::text, "when that change was made, in UTC; may be empty"},
    {"assessment", ViewKind::text, "number of the stored assessment; empty when it was not stored"},
    {"kind", ViewKind::text, "self-assessment, or the audit it belongs to"},
    {"kind_sentence", ViewKind::text, "what that kind means for the reader"},
    {"judged_by", ViewKind::text, "who ran the assessment; may be empty"},
    {"filter", ViewKind::text, "what is shown of the assessment, with the counts left out; empty when all of it is"},
    {"tool", ViewKind::text, "tool and version"},
    {"zone", ViewKind::text, "time zone of dates and times; may be empty"},
    {"marking", ViewKind::text, "classification that stands at head and foot of a page; empty outside an auditor's pack"},
    {"criteria", ViewKind::list, "catalogs judged against, in order", &k_criterion_shape},
    {"not_covered", ViewKind::list, "what was not covered, a sentence each"},
    {"notes", ViewKind::list, "what a reader must know before the first figure, a sentence each"},
    {"findings_file", ViewKind::text, "file beside the report that holds all failing rows"},
};

ViewList make_criteria(const ReportIndex& index) {
    ViewList criteria;
    for (const auto& rollup : index.rollups()) {
        const auto& catalog = *rollup.catalog;
        criteria.emplace_back(ViewObject(k_criterion_shape)
                                  .set("title", catalog.title)
                                  .set("version", catalog.version)
                                  .set("id", catalog.id)
                                  .set("source", catalog.source)
                                  .set("digest", catalog.digest.substr(0, 16)));
    }
    return criteria;
}

/// The word that stands for nobody says what names somebody.
std::string judge_of(const std::string& name) {
    return name == "unknown" ? "nobody named (set ASSAY_USER to a name before 'assay check')" : name;
}

/// Whose words the requirements stand in.
std::string wording_of(const ReportIndex& index) {
    std::string original;
    std::size_t paraphrased = 0;
    for (const auto& rollup : index.rollups()) {
        if (rollup.catalog->is_paraphrased) {
            ++paraphrased;
        } else {
            original += (original.empty() ? "" : ", ") + rollup.catalog->title;
        }
    }
    if (original.empty()) {
        return "Requirements are paraphrased in our own words; the licensed text decides.";
    }
    return fmt::format("Requirements of {} stand in their own words{}", original, paraphrased == 0 ? "." : "; the others are paraphrased in our own words, and the licensed text decides.");
}

ViewList make_not_covered(const ReportIndex& index) {
    ViewList sentences;
    for (const auto& sentence : index.input().not_covered) {
        sentences.emplace_back(sentence);
    }
    for (const auto& rollup : index.rollups()) {
        if (!rollup.unjudged.empty()) {
            sentences.emplace_back(fmt::format("{}: {} not judged for want of a subject; listed as not assessed.", rollup.catalog->title,
                                               rollup.unjudged.size() == 1 ? "1 control was" : fmt::format("{} controls were", rollup.unjudged.size())));
        }
    }
    if (index.input().scope.empty()) {
        sentences.emplace_back("No scope statement is recorded, so nothing shows where the management system ends.");
    }
    return sentences;
}

} // namespace

const ViewShape k_opening_shape = make_shape("opening", "what was judged, by which criteria, for which period", k_opening_fields);

ViewObject make_opening(const ReportIndex& index) {
    const auto& input = index.input();
    const auto& header = index.header();
    const bool is_audit = !input.audit.empty();
    ViewObject opening(k_opening_shape);
    opening.set("organization", header.organization)
        .set("scope", input.scope)
        .set("period_from", to_text(header.period_from))
        .set("period_to", to_text(header.period_to))
        .set("judged_on", to_text(header.on))
        .set("change", std::to_string(header.head))
        .set("change_when", input.store_when)
        .set("assessment", header.id == 0 ? std::string() : std::to_string(header.id))
        .set("kind", is_audit ? fmt::format("Audit {}", input.audit) : std::string("Self-assessment"))
        .set("kind_sentence", is_audit ? "Grades are proposals until the named lead assessor confirms them."
                                       : "It shows gaps, not nonconformities. Grades are proposals.")
        .set("judged_by", judge_of(input.judged_by))
        .set("filter", input.filter)
        .set("tool", input.tool)
        .set("zone", input.zone)
        .set("marking", input.marking)
        .set("criteria", make_criteria(index))
        .set("not_covered", make_not_covered(index))
        .set("notes", ViewList{ViewValue(wording_of(index)),
                               ViewValue("Evidence is a sample: what was not looked at may still hold gaps."),
                               ViewValue("Counts of requirement groups and rows are this tool's, not the standard's.")})
        .set("findings_file", input.findings_file);
    return opening;
}

} // namespace assay
