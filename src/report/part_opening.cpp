// Opening block: criteria, scope, period, judgement, and what a reader must know before the first figure.
#include "report/parts.hpp"

#include "report/audit_rows.hpp"
#include "report/tabular.hpp"

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

struct OpeningKind {
    std::string name;
    std::string sentence;
};

/// What the reader holds. A report of an audit that has no assessment gives no figures of another.
OpeningKind kind_of(const ReportIndex& index, const std::string& audit, bool is_own) {
    const auto& of = index.input().audit;
    if (is_own) {
        return of.empty() ? OpeningKind{"Self-assessment", "It shows gaps, not nonconformities. Grades are proposals."}
                          : OpeningKind{fmt::format("Audit {}", of), "Grades are proposals until the named lead assessor confirms them."};
    }
    const auto id = index.header().id == 0 ? std::string() : fmt::format(" {}", index.header().id);
    return {fmt::format("Audit {}", audit),
            fmt::format("No assessment belongs to it, so nothing that was judged is counted here. Scope, period, day and state of the registers are those of {}{}.",
                        of.empty() ? "self-assessment" : "assessment", of.empty() ? id : fmt::format("{} of audit {}", id, of))};
}

/// What the audit itself records as its criteria, where no assessment of it was judged against catalogs.
ViewList make_recorded_criteria(const ReportIndex& index, const std::string& audit) {
    const auto row = find_keyed(registers_of(index), "audit", audit);
    const auto recorded = row ? row->text("criteria") : std::string();
    return {ViewValue(ViewObject(k_criterion_shape)
                          .set("title", recorded.empty() ? std::string("none recorded of the audit") : recorded)
                          .set("version", row ? row->text("edition") : std::string())
                          .set("id", "")
                          .set("source", "")
                          .set("digest", ""))};
}

} // namespace

const ViewShape k_opening_shape = make_shape("opening", "what was judged, by which criteria, for which period", k_opening_fields);

ViewObject make_opening(const ReportIndex& index, const std::string& audit) {
    const auto& input = index.input();
    const auto& header = index.header();
    const bool is_own = audit.empty() || is_own_assessment(index);
    const auto kind = kind_of(index, audit, is_own);
    ViewObject opening(k_opening_shape);
    opening.set("organization", header.organization)
        .set("scope", input.scope)
        .set("period_from", to_text(header.period_from))
        .set("period_to", to_text(header.period_to))
        .set("judged_on", to_text(header.on))
        .set("change", std::to_string(header.head))
        .set("change_when", input.store_when)
        .set("assessment", header.id == 0 ? std::string() : std::to_string(header.id))
        .set("kind", kind.name)
        .set("kind_sentence", kind.sentence)
        .set("judged_by", judge_of(input.judged_by))
        .set("filter", input.filter)
        .set("tool", input.tool)
        .set("zone", input.zone)
        .set("marking", input.marking)
        .set("criteria", is_own ? make_criteria(index) : make_recorded_criteria(index, audit))
        .set("not_covered", is_own ? make_not_covered(index) : ViewList{ViewValue("No assessment belongs to this audit: no control was judged for it.")})
        .set("notes", ViewList{ViewValue(wording_of(index)),
                               ViewValue("Evidence is a sample: what was not looked at may still hold gaps."),
                               ViewValue("Counts of requirement groups and rows are this tool's, not the standard's.")})
        .set("findings_file", input.findings_file);
    return opening;
}

} // namespace assay
