// One check's result for one subject: counts, thresholds, and the first rows.
#include "report/parts.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <algorithm>

namespace assay {
namespace {

constexpr ViewField k_row_fields[] = {
    {"key", ViewKind::text, "key of the row"},
    {"message", ViewKind::text, "the check's message with the row's values"},
    {"origin", ViewKind::text, "file and line it came from, and the change that brought it"},
    {"fields", ViewKind::text, "fields that the check reads: value, column of the file, and the change that set it where it is another; may be empty"},
    {"disposition", ViewKind::text, "what a named person decided about it; may be empty"},
    {"struck", ViewKind::flag, "the disposition counts: shown struck"},
    {"undecided", ViewKind::flag, "it neither passes nor fails: a value is missing"},
};
constexpr ViewShape k_row_shape = make_shape("row", "one failing or undecided row", k_row_fields);

constexpr ViewField k_result_fields[] = {
    {"check", ViewKind::text, "id of the check"},
    {"title", ViewKind::text, "what the check demands"},
    {"basis", ViewKind::text, "what the control says that it rests on"},
    {"subject", ViewKind::text, "subject it was run for; empty for the organisation as a whole, or where the place says it"},
    {"selected", ViewKind::text, "rows selected and due"},
    {"failed", ViewKind::text, "rows that fail"},
    {"undecided", ViewKind::text, "rows that cannot be decided"},
    {"disposed", ViewKind::text, "failing rows with a disposition that counts"},
    {"has_undecided", ViewKind::flag, "some rows cannot be decided"},
    {"has_disposed", ViewKind::flag, "some failing rows have a disposition that counts"},
    {"incomplete_why", ViewKind::text, "why the population is not known to be complete; empty when it is"},
    {"fault", ViewKind::text, "why the check could not be evaluated; empty when it could"},
    {"shown", ViewKind::text, "how many of the rows are listed, and where the others are; empty without rows"},
    {"few", ViewKind::flag, "so few rows are listed that they may stand open"},
    {"rows", ViewKind::list, "the first rows, in key order", &k_row_shape},
};

constexpr std::size_t k_few_rows = 5;

} // namespace

const ViewShape k_result_shape = make_shape("result", "one check's result for one subject", k_result_fields);

ViewObject make_result(const CheckResult& result, const ReportInput& input, bool names_subject) {
    const auto& tally = *result.tally;
    ViewList rows;
    const auto shown = std::min(result.lines.size(), k_rows_shown);
    rows.reserve(shown);
    for (const auto& line : result.lines.first(shown)) {
        rows.emplace_back(ViewObject(k_row_shape)
                              .set("key", line.key)
                              .set("message", line.message)
                              .set("origin", line.origin)
                              .set("fields", line.fields)
                              .set("disposition", line.disposition)
                              .set("struck", line.struck)
                              .set("undecided", !line.failed));
    }
    ViewObject object(k_result_shape);
    object.set("check", result.check->id.text)
        .set("title", result.check->title)
        .set("basis", result.check->basis)
        .set("subject", tally.subject.empty() || !names_subject ? std::string() : subject_name(tally.subject, result.lines.empty() ? "" : result.lines.front().subject_title))
        .set("selected", group_thousands(tally.counts.selected))
        .set("failed", group_thousands(tally.counts.failed))
        .set("undecided", group_thousands(tally.counts.undecided))
        .set("disposed", group_thousands(tally.disposed))
        .set("has_undecided", tally.counts.undecided > 0)
        .set("has_disposed", tally.disposed > 0)
        .set("incomplete_why", tally.complete ? std::string() : tally.incomplete_why)
        .set("fault", tally.fault)
        .set("shown", shown_text(result, input.findings_file))
        .set("few", shown <= k_few_rows)
        .set("rows", std::move(rows));
    return object;
}

} // namespace assay
