// The view "actions": for every gap what is missing, who must act and by when, with what is being done about it; then what is recorded
// beside.
#include "report/nonconformity_form.hpp"
#include "report/tabular.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace assay {
namespace {

/// A recorded nonconformity that is open, with its corrective action.
struct Correction {
    std::string text; ///< "NC-26-03 Agreements named units that were gone, planned"
    std::string action;
    std::string owner;
    std::optional<Date> due;
    TableCell when; ///< that day, and what became of it
    bool is_overdue = false;
    std::map<SubjectKind, std::string> subjects; ///< what it speaks of, as far as it says
};

/// The open corrections of the register, by what they speak of.
class Corrections {
public:
    Corrections(const ReportRegisters& registers, Date on) {
        for (const auto& row : registers.rows("nonconformity")) {
            if (!is_open_nonconformity(row)) {
                continue;
            }
            const auto status = spoken(row.text("status"));
            Correction correction{fmt::format("{} {}{}{}", row.text("id"), row.text("title"), status.empty() ? "" : ", ", status),
                                  row.text("corrective_action"),
                                  registers.name("person", row.text("owner")),
                                  nonconformity_due(row),
                                  nonconformity_due_cell(row, on),
                                  is_overdue_nonconformity(row, on),
                                  {}};
            for (const auto& [kind, field] : {std::pair(SubjectKind::process, "process"), std::pair(SubjectKind::service, "service"),
                                              std::pair(SubjectKind::supplier, "supplier")}) {
                if (auto key = row.text(field); !key.empty()) {
                    correction.subjects.emplace(kind, std::move(key));
                }
            }
            m_corrections[{row.text("catalog"), row.text("control")}].emplace_back(row.text("subject"), std::move(correction));
        }
    }

    /// Those of the control that speak of the subject, or of none of its kind.
    [[nodiscard]] std::vector<const Correction*> of(const IndexedDetermination& judged) const {
        const auto& determination = *judged.determination;
        std::vector<const Correction*> found;
        const auto place = m_corrections.find({determination.control.catalog, determination.control.control});
        if (place == m_corrections.end()) {
            return found;
        }
        for (const auto& [named, correction] : place->second) {
            const auto of_kind = correction.subjects.find(judged.control->per);
            const auto subject = !named.empty() ? named : of_kind == correction.subjects.end() ? std::string() : of_kind->second;
            if (subject.empty() || determination.subject.empty() || subject == determination.subject) {
                found.push_back(&correction);
            }
        }
        return found;
    }

private:
    std::map<std::pair<std::string, std::string>, std::vector<std::pair<std::string, Correction>>> m_corrections;
};

const std::vector<TableColumn>& plan_columns() {
    static const std::vector<TableColumn> columns{{"Control", 20, TableColumn::Kind::heading}, {"What is missing", 20}, {"Subject", 10},
                                                  {"What to do, and what is done", 20},        {"Owner", 20},           {"Due", 10}};
    return columns;
}

/// An open action or improvement, whatever it came from.
struct RecordedAction {
    std::string id;
    std::string title;
    std::string origin;
    std::string owner;
    std::optional<Date> due;
    std::string state;
};

std::vector<RecordedAction> read_open_actions(const ReportRegisters& registers) {
    std::vector<RecordedAction> actions;
    for (const auto& row : registers.rows("action")) {
        if (!row.date("done_on") && row.text("status") != "done" && row.text("status") != "cancelled") {
            actions.push_back({row.text("id"), row.text("title"), spoken(row.text("source")), registers.name("person", row.text("owner")),
                               row.date("due"), spoken(row.text("status"))});
        }
    }
    for (const auto& row : registers.rows("improvement")) {
        if (!row.date("done_on") && row.text("decision") != "rejected") {
            actions.push_back({row.text("id"), row.text("title"), "improvement: " + spoken(row.text("source")),
                               registers.name("person", row.text("owner")), row.date("due"),
                               row.text("decision").empty() ? "not decided" : spoken(row.text("decision"))});
        }
    }
    std::ranges::stable_sort(
        actions, {}, [](const RecordedAction& each) { return std::tuple(!each.due.has_value(), each.due.value_or(Date{}), each.id); });
    return actions;
}

} // namespace

Tabular build_actions(const ReportIndex& index) {
    const auto& registers = registers_of(index);
    const auto on = index.header().on;
    const Corrections corrections(registers, on);
    Tabular report;
    report.title = "Corrective action plan";
    report.sheet = {"Action plan",
                    {"catalog", "cite", "control", "title", "subject", "outcome", "grade", "missing", "next_step", "nonconformity",
                     "action", "owner", "due"},
                    std::vector<bool>(13),
                    {}};

    std::size_t gaps = 0;
    std::size_t without_owner = 0;
    std::size_t without_date = 0;
    std::size_t overdue = 0;
    TabularTable plan{"Gaps by grade", false, plan_columns(), {}, {}};
    for (const auto& rollup : index.rollups()) {
        for (const auto grade : {Grade::major, Grade::minor}) {
            TableBody body{
                fmt::format("{}: {}", rollup.catalog->title, outcome_words(rollup.catalog->scale, Outcome::not_met, grade)), {}, {}};
            for (const auto& judged : index.judged()) {
                const auto& determination = *judged.determination;
                if (judged.catalog != rollup.catalog || determination.outcome != Outcome::not_met ||
                    (determination.grade == Grade::major) != (grade == Grade::major)) {
                    continue;
                }
                const auto missing = reason_line(index, determination);
                auto owner = judged.facts->owner;
                auto due = judged.facts->due;
                auto when = due_cell(due, on);
                bool is_overdue = due && *due < on;
                std::vector<std::string> recorded;
                std::vector<std::string> actions;
                for (const auto* correction : corrections.of(judged)) {
                    recorded.push_back(correction->text);
                    if (!correction->action.empty()) {
                        actions.push_back(correction->action);
                    }
                    if (!due && correction->due) {
                        due = correction->due;
                        when = correction->when;
                        is_overdue = correction->is_overdue;
                    }
                    owner = owner.empty() ? correction->owner : owner;
                }
                const auto known = fmt::format("{}", fmt::join(recorded, "; "));
                const auto action = fmt::format("{}", fmt::join(actions, "; "));
                const auto step = next_step(judged);
                const auto subject = subject_name(determination.subject, determination.subject_title);
                ++gaps;
                without_owner += owner.empty() ? 1 : 0;
                without_date += due ? 0 : 1;
                overdue += is_overdue ? 1 : 0;
                body.rows.push_back({judged.anchor,
                                     {control_cell(*judged.control), cell(capitalised(missing)), cell(subject),
                                      cell(step, action.empty() ? known : fmt::format("{}: {}", known, action)), cell_or(owner, "No owner recorded"), when}});
                report.sheet.rows.push_back({judged.catalog->id, judged.control->cite, judged.control->id.control, judged.control->title,
                                             subject, outcome_words(judged.catalog->scale, determination.outcome, determination.grade),
                                             std::string(to_text(determination.grade)), missing, step, known, action, owner,
                                             day_text(due)});
            }
            body.note = number_text(body.rows.size());
            plan.bodies.push_back(std::move(body));
        }
    }

    const auto actions = read_open_actions(registers);
    TabularTable recorded{
        "Open actions and improvements",
        false,
        {{"Action", 15, TableColumn::Kind::heading}, {"What is to be done", 35}, {"From", 15}, {"Owner", 15}, {"Due", 10}, {"State", 10}},
        {{}},
        {}};
    std::size_t late = 0;
    for (const auto& each : actions) {
        late += each.due && *each.due < on ? 1 : 0;
        recorded.bodies[0].rows.push_back({{},
                                           {cell(each.id), cell(each.title), cell(each.origin), cell_or(each.owner, "No owner recorded"),
                                            due_cell(each.due, on), cell(each.state)}});
    }
    report.statement = gaps == 0 ? std::string("Nothing that was judged is not met.")
                                 : fmt::format("{} to close: {} without a date, {} without an owner, {} overdue on {}.",
                                               count_of(static_cast<std::int64_t>(gaps), "gap is", "gaps are"), without_date, without_owner,
                                               overdue, to_text(on));
    report.tone = gaps == 0 ? "none" : "minor";
    report.notes = {
        "Grades are proposals. A date is one that somebody recorded, in an evidence request or a nonconformity; none is invented.",
        "What is not assessed is no gap, and is not in this plan; the evidence request list says what is asked for."};
    report.figures = {
        {"Gaps", number_text(gaps), "determinations not met", gaps > 0 ? "minor" : ""},
        {"Without a date", number_text(without_date), fmt::format("{} of {}", without_date, gaps), without_date > 0 ? "open" : ""},
        {"Without an owner", number_text(without_owner), fmt::format("{} of {}", without_owner, gaps), ""},
        {"Open actions", number_text(actions.size()), fmt::format("{} of them overdue", late), late > 0 ? "minor" : ""}};
    report.parts.push_back(
        {"plan",
         "Gaps to close",
         number_text(gaps),
         "By standard and proposed grade, the higher grade first. Follow the control to its rows and evidence in the gap report.",
         "Nothing that was judged is not met.",
         {},
         {std::move(plan)}});
    report.parts.push_back({"recorded",
                            "Actions on record",
                            number_text(actions.size()),
                            "Open actions and improvements of every origin, by due date.",
                            "No action is open.",
                            {},
                            {std::move(recorded)}});
    return report;
}

} // namespace assay
