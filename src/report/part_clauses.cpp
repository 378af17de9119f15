// Controls in full, clause by clause: statement, subjects, what is missing, rows, evidence, owner, next step.
#include "report/parts.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <set>
#include <string_view>

namespace assay {
namespace {

constexpr ViewField k_evidence_fields[] = {
    {"type", ViewKind::text, "record, procedure, plan…"},
    {"demand", ViewKind::text, "asked for by the control, or expected by us"},
    {"wanted", ViewKind::text, "what is wanted"},
    {"satisfied", ViewKind::flag, "the demand is satisfied"},
    {"state", ViewKind::text, "what became of it"},
    {"source", ViewKind::text, "the piece of evidence; empty when there is none"},
    {"link", ViewKind::link, "where it can be opened; empty when nowhere"},
};
constexpr ViewShape k_evidence_shape = make_shape("evidence", "one evidence demand and what became of it", k_evidence_fields);

constexpr ViewField k_noted_fields[] = {
    {"kind", ViewKind::text, "check, evidence, attestation…"},
    {"text", ViewKind::text, "the fact, in words"},
};
constexpr ViewShape k_noted_shape = make_shape("noted", "a fact that does not make the gap", k_noted_fields);

constexpr ViewField k_subject_fields[] = {
    {"anchor", ViewKind::text, "id attribute of the determination"},
    {"subject", ViewKind::text, "whom or what it is about"},
    {"is_organization", ViewKind::flag, "it is about the organisation as a whole"},
    {"words", ViewKind::text, "outcome in the words of the catalog's scale"},
    {"tone", ViewKind::text, "tone of the outcome"},
    {"grade_reason", ViewKind::text, "threshold that led to the proposed grade; may be empty"},
    {"missing", ViewKind::list, "what is missing or remarked beside the results below, a text each"},
    {"has_noted", ViewKind::flag, "something else is known"},
    {"noted", ViewKind::list, "what else is known", &k_noted_shape},
    {"results", ViewKind::list, "checks that bear on it", &k_result_shape},
    {"has_evidence", ViewKind::flag, "the control names evidence"},
    {"evidence", ViewKind::list, "evidence demands", &k_evidence_shape},
    {"decided_by", ViewKind::text, "what decided it"},
    {"owner", ViewKind::text, "who must act; empty when nobody is recorded"},
    {"due", ViewKind::text, "recorded due date; may be empty"},
    {"next_step", ViewKind::text, "what to do next"},
    {"process", ViewKind::text, "process it belongs to"},
};
constexpr ViewShape k_subject_shape = make_shape("subject", "one determination in full", k_subject_fields);

constexpr ViewField k_control_fields[] = {
    {"control_anchor", ViewKind::text, "id attribute of the control; empty when it stands elsewhere in the report"},
    {"anchor", ViewKind::text, "id attribute of its first determination here"},
    {"cite", ViewKind::text, "published reference"},
    {"id", ViewKind::text, "our id"},
    {"title", ViewKind::text, "title"},
    {"statement", ViewKind::text, "what is required, in our words"},
    {"obligation", ViewKind::text, "shall, should, task, outcome or rule"},
    {"words", ViewKind::text, "worst outcome of the subjects listed here"},
    {"tone", ViewKind::text, "tone of that outcome"},
    {"subject_count", ViewKind::text, "number of subjects listed here"},
    {"many_subjects", ViewKind::flag, "more than one subject is listed here"},
    {"subjects", ViewKind::list, "determinations", &k_subject_shape},
};
constexpr ViewShape k_control_shape = make_shape("control", "a control with its determinations of one kind", k_control_fields);

constexpr ViewField k_clause_fields[] = {
    {"catalog", ViewKind::text, "title of the catalog; set only on its first clause"},
    {"catalog_id", ViewKind::text, "our id of the catalog"},
    {"heading", ViewKind::text, "the clause or process with its enclosing ones"},
    {"count", ViewKind::text, "determinations listed under it"},
    {"controls", ViewKind::list, "its controls", &k_control_shape},
};

ViewList make_evidence(const IndexedDetermination& judged) {
    ViewList list;
    for (const auto& each : judged.facts->evidence) {
        list.emplace_back(ViewObject(k_evidence_shape)
                              .set("type", each.type)
                              .set("demand", each.demand == DemandKind::standard ? "asked for by the control" : "expected, not asked for")
                              .set("wanted", each.wanted.empty() ? capitalised(each.type) : each.wanted)
                              .set("satisfied", each.satisfied)
                              .set("state", capitalised(each.state))
                              .set("source", each.source)
                              .set("link", checked_link(each.link)));
    }
    return list;
}

ViewObject make_subject(const IndexedDetermination& judged, const ReportIndex& index) {
    const auto& determination = *judged.determination;
    ViewList missing;
    ViewList noted;
    ViewList results;
    std::set<std::string_view> shown_checks;
    for (const auto& result : judged.results) {
        const auto& tally = *result.tally;
        if (tally.counts.failed + tally.counts.undecided > 0 || !tally.fault.empty()) {
            results.emplace_back(make_result(result, index.input(), determination.subject.empty()));
            shown_checks.insert(result.check->id.text);
        }
    }
    const bool lists_evidence = !judged.facts->evidence.empty();
    for (const auto& basis : determination.bases) {
        const bool is_reason = is_missing(basis) || (determination.outcome == Outcome::met_with_remark && basis.effect == Effect::remarks);
        if (!is_reason && basis.kind == BasisKind::evidence && lists_evidence) {
            continue; // the list of evidence says it
        }
        if (!is_reason) {
            noted.emplace_back(ViewObject(k_noted_shape).set("kind", to_text(basis.kind)).set("text", basis_text(index, basis)));
        } else if (basis.kind != BasisKind::check || !shown_checks.contains(basis.ref)) {
            missing.emplace_back(basis_text(index, basis));
        }
    }
    ViewObject subject(k_subject_shape);
    subject.set("anchor", judged.anchor)
        .set("subject", subject_name(determination.subject, determination.subject_title))
        .set("is_organization", determination.subject.empty())
        .set("words", capitalised(outcome_words(judged.catalog->scale, determination.outcome, determination.grade)))
        .set("tone", tone_of({determination.outcome, determination.grade}))
        .set("grade_reason", grade_reason(judged, index.header().policy))
        .set("missing", std::move(missing))
        .set("has_noted", !noted.empty())
        .set("noted", std::move(noted))
        .set("results", std::move(results))
        .set("has_evidence", !judged.facts->evidence.empty())
        .set("evidence", make_evidence(judged))
        .set("decided_by", to_text(decided_by(determination)))
        .set("owner", judged.facts->owner)
        .set("due", judged.facts->due ? to_text(*judged.facts->due) : std::string())
        .set("next_step", next_step(judged))
        .set("process", process_name(judged));
    return subject;
}

/// Clause numbers are the standard's; other ids are ours and do not belong into a heading.
bool is_published(std::string_view id) { return !id.empty() && id.front() >= '0' && id.front() <= '9'; }

/// "8.6 Resolution and fulfilment › 8.6.1 Incident management"
std::string heading_of(const IndexedDetermination& judged) {
    std::string heading;
    const auto prepend = [&](const std::string& part) { heading = heading.empty() ? part : part + " \u203A " + heading; };
    std::string id = judged.control->group;
    // A group's parent may be a group or a process; the bound keeps a catalog with a cycle from hanging us.
    for (int depth = 0; !id.empty() && depth < 16; ++depth) {
        if (const auto* group = judged.catalog->find_group(id)) {
            const auto title = group_title(*group);
            prepend(!is_published(group->id) || title == group->id ? title : fmt::format("{} {}", group->id, title));
            id = group->parent;
            continue;
        }
        break;
    }
    if (const auto* process = judged.catalog->find_process(judged.control->process)) {
        prepend(fmt::format("{} {}", process->section.empty() ? process->id : process->section, process->title));
    }
    return heading.empty() ? std::string("Controls outside any clause") : heading;
}

/// Determinations of one control that stand together.
struct ControlRun {
    std::size_t begin = 0;
    std::size_t end = 0;
};

ViewObject make_control(const std::vector<const IndexedDetermination*>& judged, ControlRun run, const ReportIndex& index, ControlAnchors& anchors) {
    const auto& first = *judged[run.begin];
    std::vector<Standing> standings;
    ViewList subjects;
    for (std::size_t at = run.begin; at < run.end; ++at) {
        standings.push_back({judged[at]->determination->outcome, judged[at]->determination->grade});
        subjects.emplace_back(make_subject(*judged[at], index));
    }
    const auto worst = worst_of(standings);
    ViewObject control(k_control_shape);
    control.set("control_anchor", anchors.take(first.control->id))
        .set("anchor", first.anchor)
        .set("cite", first.control->cite)
        .set("id", first.control->id.control)
        .set("title", first.control->title)
        .set("statement", first.control->statement)
        .set("obligation", to_text(first.control->obligation))
        .set("words", capitalised(outcome_words(first.catalog->scale, worst.outcome, worst.grade)))
        .set("tone", tone_of(worst))
        .set("subject_count", std::to_string(run.end - run.begin))
        .set("many_subjects", run.end - run.begin > 1)
        .set("subjects", std::move(subjects));
    return control;
}

} // namespace

const ViewShape k_clause_shape = make_shape("clause", "a clause or process with its controls", k_clause_fields);

ViewList make_clauses(const ReportIndex& index, const DeterminationFilter& filter, ControlAnchors& anchors) {
    std::vector<const IndexedDetermination*> chosen;
    for (const auto& rollup : index.rollups()) {
        for (const auto& judged : index.judged()) {
            if (judged.catalog == rollup.catalog && filter(judged)) {
                chosen.push_back(&judged);
            }
        }
    }
    ViewList clauses;
    const Catalog* catalog = nullptr;
    for (std::size_t at = 0; at < chosen.size();) {
        const std::string heading = heading_of(*chosen[at]);
        const auto clause_begin = at;
        ViewList controls;
        while (at < chosen.size() && chosen[at]->catalog == chosen[clause_begin]->catalog && heading_of(*chosen[at]) == heading) {
            ControlRun run{at, at};
            while (run.end < chosen.size() && chosen[run.end]->control == chosen[at]->control) {
                ++run.end;
            }
            controls.emplace_back(make_control(chosen, run, index, anchors));
            at = run.end;
        }
        const auto* clause_catalog = chosen[clause_begin]->catalog;
        clauses.emplace_back(ViewObject(k_clause_shape)
                                 .set("catalog", clause_catalog == catalog ? std::string() : clause_catalog->title)
                                 .set("catalog_id", clause_catalog->id)
                                 .set("heading", heading)
                                 .set("count", group_thousands(static_cast<std::int64_t>(at - clause_begin)))
                                 .set("controls", std::move(controls)));
        catalog = clause_catalog;
    }
    return clauses;
}

} // namespace assay
