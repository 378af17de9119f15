// Determinations in one line each, by catalog and by process.
#include "report/parts.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace assay {
namespace {

constexpr ViewField k_line_fields[] = {
    {"control_anchor", ViewKind::text, "id attribute of the control; empty when it stands elsewhere in the report"},
    {"anchor", ViewKind::text, "id attribute of the determination"},
    {"catalog", ViewKind::text, "our id of the catalog"},
    {"cite", ViewKind::text, "published reference"},
    {"id", ViewKind::text, "our id of the control"},
    {"title", ViewKind::text, "title of the control"},
    {"subject_key", ViewKind::text, "key of the subject; empty for the organisation as a whole"},
    {"subject", ViewKind::text, "whom or what it is about"},
    {"outcome", ViewKind::text, "engine's word for the outcome"},
    {"words", ViewKind::text, "outcome in the words of the catalog's scale"},
    {"tone", ViewKind::text, "tone of the outcome"},
    {"grade", ViewKind::text, "proposed grade: none, lapse, minor or major"},
    {"decided_by", ViewKind::text, "what decided it"},
    {"reason", ViewKind::text, "the bases that carry the outcome"},
    {"failed", ViewKind::text, "failing rows of its checks"},
    {"undecided", ViewKind::text, "undecided rows of its checks"},
    {"process", ViewKind::text, "process it belongs to"},
    {"owner", ViewKind::text, "who must act; empty when nobody is recorded"},
    {"due", ViewKind::text, "recorded due date; may be empty"},
    {"next_step", ViewKind::text, "what to do next; may be empty"},
};

constexpr ViewField k_table_fields[] = {
    {"catalog", ViewKind::text, "title of the catalog"},
    {"catalog_id", ViewKind::text, "our id of the catalog"},
    {"count", ViewKind::text, "number of lines"},
    {"lines", ViewKind::list, "determinations, in the catalog's order", &k_line_shape},
};

constexpr ViewField k_process_fields[] = {
    {"name", ViewKind::text, "the process"},
    {"count", ViewKind::text, "number of lines"},
    {"lines", ViewKind::list, "determinations that concern it", &k_line_shape},
};

std::string per_words(SubjectKind kind) { return fmt::format("No {} is recorded that it could be judged for", to_text(kind)); }

} // namespace

const ViewShape k_line_shape = make_shape("line", "one determination in one line", k_line_fields);
const ViewShape k_table_shape = make_shape("table", "lines of one catalog", k_table_fields);
const ViewShape k_process_shape = make_shape("process", "a process with the determinations that concern it", k_process_fields);

ViewObject make_line(const ReportIndex& index, const IndexedDetermination& judged, std::string control_anchor) {
    const auto& determination = *judged.determination;
    std::int64_t failed = 0;
    std::int64_t undecided = 0;
    for (const auto& result : judged.results) {
        failed += result.tally->counts.failed;
        undecided += result.tally->counts.undecided;
    }
    ViewObject line(k_line_shape);
    line.set("control_anchor", std::move(control_anchor))
        .set("anchor", judged.anchor)
        .set("catalog", judged.catalog->id)
        .set("cite", judged.control->cite)
        .set("id", judged.control->id.control)
        .set("title", judged.control->title)
        .set("subject_key", determination.subject)
        .set("subject", subject_name(determination.subject, determination.subject_title))
        .set("outcome", to_text(determination.outcome))
        .set("words", capitalised(outcome_words(judged.catalog->scale, determination.outcome, determination.grade)))
        .set("tone", tone_of({determination.outcome, determination.grade}))
        .set("grade", to_text(determination.grade))
        .set("decided_by", to_text(decided_by(determination)))
        .set("reason", reason_line(index, determination))
        .set("failed", std::to_string(failed))
        .set("undecided", std::to_string(undecided))
        .set("process", process_name(judged))
        .set("owner", judged.facts->owner)
        .set("due", judged.facts->due ? to_text(*judged.facts->due) : std::string())
        .set("next_step", next_step(judged));
    return line;
}

ViewObject make_unjudged_line(const Catalog& catalog, const Control& control, std::string control_anchor) {
    const auto* process = catalog.find_process(control.process);
    ViewObject line(k_line_shape);
    line.set("control_anchor", std::move(control_anchor))
        .set("anchor", determination_anchor(control.id, ""))
        .set("catalog", catalog.id)
        .set("cite", control.cite)
        .set("id", control.id.control)
        .set("title", control.title)
        .set("subject_key", "")
        .set("subject", fmt::format("No {} recorded", to_text(control.per)))
        .set("outcome", to_text(Outcome::not_assessed))
        .set("words", capitalised(outcome_words(catalog.scale, Outcome::not_assessed, Grade::none)))
        .set("tone", tone_of({Outcome::not_assessed, Grade::none}))
        .set("grade", to_text(Grade::none))
        .set("decided_by", to_text(DecidedBy::nobody))
        .set("reason", per_words(control.per))
        .set("failed", "0")
        .set("undecided", "0")
        .set("process", process != nullptr ? std::string_view(process->title) : k_no_process)
        .set("owner", "")
        .set("due", "")
        .set("next_step", fmt::format("Record each {} in its register, then run the assessment again", to_text(control.per)));
    return line;
}

ViewList make_tables(const ReportIndex& index, const DeterminationFilter& filter, bool with_unjudged, ControlAnchors& anchors) {
    ViewList tables;
    for (const auto& rollup : index.rollups()) {
        ViewList lines;
        for (const auto& judged : index.judged()) {
            if (judged.catalog == rollup.catalog && filter(judged)) {
                lines.emplace_back(make_line(index, judged, anchors.take(judged.control->id)));
            }
        }
        if (with_unjudged) {
            for (const auto* control : rollup.unjudged) {
                lines.emplace_back(make_unjudged_line(*rollup.catalog, *control, anchors.take(control->id)));
            }
        }
        if (!lines.empty()) {
            const auto count = static_cast<std::int64_t>(lines.size());
            tables.emplace_back(ViewObject(k_table_shape)
                                    .set("catalog", rollup.catalog->title)
                                    .set("catalog_id", rollup.catalog->id)
                                    .set("count", group_thousands(count))
                                    .set("lines", std::move(lines)));
        }
    }
    return tables;
}

ViewList make_process_index(const ReportIndex& index, const DeterminationFilter& filter) {
    // What belongs to no process comes last.
    std::map<std::pair<bool, std::string>, ViewList> by_process;
    for (const auto& rollup : index.rollups()) {
        for (const auto& judged : index.judged()) {
            if (judged.catalog == rollup.catalog && filter(judged)) {
                const auto name = process_name(judged);
                by_process[{name == k_no_process, name}].emplace_back(make_line(index, judged, {}));
            }
        }
    }
    ViewList processes;
    for (auto& [key, lines] : by_process) {
        const auto count = static_cast<std::int64_t>(lines.size());
        processes.emplace_back(
            ViewObject(k_process_shape).set("name", key.second).set("count", group_thousands(count)).set("lines", std::move(lines)));
    }
    return processes;
}

} // namespace assay
