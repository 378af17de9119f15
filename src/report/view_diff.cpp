// The view "diff": what became of each determination since the assessment before.
#include "report/tabular.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"
#include "assay/report/beside.hpp"

#include <fmt/format.h>

namespace assay {

namespace {

struct MovementMeaning {
    const char* word;
    const char* meaning;
};
constexpr MovementMeaning k_movement_meanings[] = {
    {"new", "not met now, and not so before, or not judged before"},
    {"worse", "not met with a heavier grade, met less well, or no longer shown"},
    {"unclear", "was not met, and is now neither met nor not met: nobody knows whether it was mended"},
    {"fixed", "was not met, and is met now, with a remark or without"},
    {"better", "a lighter grade, met better, or shown for the first time"},
    {"applicability", "excluded now, or no longer excluded"},
    {"other", "met against no occasion: neither better nor worse"},
    {"catalog changed", "its statement, its evidence or its checks are not those of before: no comparison"},
    {"gone", "of a subject or control that is gone"},
    {"added", "of a new subject or control, and not a gap"},
    {"unchanged", "the same as before"}};

std::string movement_meaning(std::string_view word) {
    for (const auto& each : k_movement_meanings) {
        if (each.word == word) {
            return each.meaning;
        }
    }
    return {};
}

} // namespace

Tabular build_diff(const ReportIndex& index) {
    const auto* beside = index.input().beside;
    Tabular report;
    report.title = "What changed since the assessment before";
    report.sheet = {"Changes", {"movement", "catalog", "cite", "control", "title", "subject", "before", "after"}, std::vector<bool>(8), {}};
    if (beside == nullptr || !beside->comparison) {
        report.statement = beside == nullptr || beside->comparison_absent.empty()
                               ? std::string("There is no earlier assessment to compare with.")
                               : beside->comparison_absent;
        report.parts.push_back({"changes", "Changes", "", "", "Nothing is compared.", {}, {}});
        return report;
    }
    const auto& made = *beside->comparison;
    TabularTable counts{"Counts",
                        false,
                        {{"What became of it", 20, TableColumn::Kind::heading}, {"What that says", 60}, {"Determinations", 20, TableColumn::Kind::number}},
                        {{}},
                        {}};
    std::int64_t total = 0;
    std::int64_t worse = 0;
    std::int64_t better = 0;
    std::int64_t unchanged = 0;
    for (const auto& [word, count] : made.counts) {
        total += count;
        unchanged += word == "unchanged" ? count : 0;
        counts.bodies[0].rows.push_back({{}, {cell(capitalised(word)), cell(movement_meaning(word)), cell(group_thousands(count))}});
    }
    TabularTable lines{
        "Changes by kind", false, {{"Control", 40, TableColumn::Kind::heading}, {"Subject", 20}, {"Before", 20}, {"Now", 20}}, {}, {}};
    for (const auto& each : made.lines) {
        worse += each.is_worse ? 1 : 0;
        better += each.is_better ? 1 : 0;
        if (lines.bodies.empty() || lines.bodies.back().heading != capitalised(each.movement)) {
            lines.bodies.push_back({capitalised(each.movement), {}, {}});
        }
        lines.bodies.back().rows.push_back({{},
                                            {cell(fmt::format("{} {}", each.cite, each.title), each.id),
                                             cell(each.subject.empty() ? "Organisation as a whole" : each.subject),
                                             cell(each.before.empty() ? "not judged" : capitalised(each.before)),
                                             cell(each.after.empty() ? "not judged" : capitalised(each.after))}});
        report.sheet.rows.push_back({each.movement, each.catalog, each.cite, each.id, each.title, each.subject, each.before, each.after});
    }
    for (auto& body : lines.bodies) {
        body.note = number_text(body.rows.size());
    }
    report.statement = fmt::format("Against assessment {} of {}: {} new or worse, {} fixed or better, {} of {} determinations unchanged.",
                                   made.before, to_text(made.before_on), worse, better, group_thousands(unchanged), group_thousands(total));
    report.tone = worse > 0 ? "minor" : "none";
    report.notes = {fmt::format("Before: assessment {}, judged on {}, change {}. Now: assessment {}, judged on {}, change {}.", made.before,
                                to_text(made.before_on), made.before_head, made.after, to_text(index.header().on), index.header().head)};
    if (!made.differing.empty()) {
        report.notes.push_back(fmt::format("Files that judged and differ: {}. Controls whose definition differs are not compared.",
                                           fmt::join(made.differing, ", ")));
    }
    report.notes.insert(report.notes.end(), made.left_out.begin(), made.left_out.end());
    report.figures = {
        {"New or worse", group_thousands(worse), "new gaps, heavier grades, no longer shown", worse > 0 ? "minor" : ""},
        {"Fixed or better", group_thousands(better), "met now, or a lighter grade", better > 0 ? "met" : ""},
        {"Rows that fail now", group_thousands(made.rows_appeared), "and did not before", made.rows_appeared > 0 ? "minor" : ""},
        {"Rows that no longer fail", group_thousands(made.rows_gone), fmt::format("{} still do", group_thousands(made.rows_remained)), ""}};
    report.parts.push_back({"counts",
                            "Counts",
                            group_thousands(total),
                            "Every determination of either assessment is counted once.",
                            "",
                            {},
                            {std::move(counts)}});
    report.parts.push_back({"changes",
                            "Changes",
                            number_text(made.lines.size()),
                            "The worst first. What is unchanged is not listed.",
                            "Nothing changed.",
                            {},
                            {std::move(lines)}});
    return report;
}

} // namespace assay
