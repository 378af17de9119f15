// The view "requests": what evidence is asked of whom and by when, and what nobody has been asked for yet. One part for the owners to
// answer, one for whoever asks.
#include "report/tabular.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <tuple>

namespace assay {
namespace {

using RequestKey = std::tuple<std::string, std::string, std::string>; ///< catalog, control, subject

const Control* find_asked_control(const ReportIndex& index, const NamedRow& row) {
    const auto* catalog = index.find_catalog(row.text("catalog"));
    return catalog == nullptr ? nullptr : catalog->find_control(row.text("control"));
}

TableCell asked_control_cell(const ReportIndex& index, const NamedRow& row) {
    const auto* control = find_asked_control(index, row);
    return control != nullptr ? control_cell(*control) : cell(row.text("control"), row.text("catalog"));
}

TableCell answer_cell(const ReportRegisters& registers, const NamedRow& row, Date on) {
    const auto answer = row.text("answer");
    const auto who = fmt::format("{}{}{}", registers.name("person", row.text("answered_by")), row.text("answered_by").empty() ? "" : ", ",
                                 day_text(row.date("answered_on")));
    if (answer.empty()) {
        const auto due = row.date("due");
        return due && *due < on ? badge_cell("Overdue", "minor") : badge_cell("Open", "open");
    }
    return answer == "provided" ? badge_cell("Provided", "met", who)
                                : badge_cell(answer == "does_not_exist" ? "Does not exist" : "Not produced", "minor", who);
}

/// Evidence that controls ask for, that nobody offered, and that nobody asked for.
struct UnaskedLine {
    const Control* control = nullptr;
    std::string wanted;
    std::string type;
    std::vector<std::string> subjects;
};

std::map<std::string, std::vector<UnaskedLine>> find_unasked(const ReportIndex& index, const std::set<RequestKey>& asked) {
    std::map<std::string, std::vector<UnaskedLine>> by_owner;
    for (const auto& judged : index.judged()) {
        const auto& determination = *judged.determination;
        if (determination.outcome == Outcome::not_applicable || determination.outcome == Outcome::met) {
            continue;
        }
        const auto& id = determination.control;
        if (asked.contains({id.catalog, id.control, determination.subject}) || asked.contains({id.catalog, id.control, ""})) {
            continue;
        }
        for (const auto& state : judged.facts->evidence) {
            if (state.satisfied || state.demand != DemandKind::standard || !state.source.empty()) {
                continue;
            }
            auto& lines = by_owner[judged.facts->owner];
            const auto wanted = state.wanted.empty() ? state.type : state.wanted;
            if (lines.empty() || lines.back().control != judged.control || lines.back().wanted != wanted) {
                lines.push_back({judged.control, wanted, state.type, {}});
            }
            lines.back().subjects.push_back(determination.subject_title);
        }
    }
    return by_owner;
}

std::string subjects_text(const std::vector<std::string>& subjects) {
    if (subjects.size() == 1) {
        return subjects.front().empty() ? "Organisation as a whole" : subjects.front();
    }
    return fmt::format("{} subjects: {}, {}{}", subjects.size(), subjects[0], subjects[1], subjects.size() > 2 ? " …" : "");
}

} // namespace

Tabular build_requests(const ReportIndex& index) {
    const auto& registers = registers_of(index);
    const auto on = index.header().on;
    Tabular report;
    report.title = "Evidence request list";
    report.sheet = {"Evidence requests",
                    {"owner", "request", "catalog", "cite", "control", "title", "subject", "wanted", "type", "asked_on", "due", "state"},
                    std::vector<bool>(12),
                    {}};

    std::set<RequestKey> asked;
    std::map<std::string, TableBody> open;
    TableBody answered;
    std::size_t open_count = 0;
    std::size_t overdue = 0;
    for (const auto& row : registers.rows("evidence_request")) {
        asked.emplace(row.text("catalog"), row.text("control"), row.text("subject"));
        const auto owner = registers.name("person", row.text("owner"));
        const auto due = row.date("due");
        const bool is_open = row.text("answer").empty();
        const auto wanted = row.text("wanted").empty() ? spoken(row.text("demand")) : row.text("wanted");
        auto answer = answer_cell(registers, row, on);
        const auto* control = find_asked_control(index, row);
        report.sheet.rows.push_back({owner, row.text("id"), row.text("catalog"), control == nullptr ? "" : control->cite,
                                     row.text("control"), control == nullptr ? "" : control->title, row.text("subject"), wanted,
                                     spoken(row.text("demand")), day_text(row.date("asked_on")), day_text(due), answer.text});
        TableRow line{
            {},
            {cell(row.text("id")), cell(wanted, spoken(row.text("demand"))), asked_control_cell(index, row), cell(row.text("subject"))}};
        if (is_open) {
            ++open_count;
            overdue += due && *due < on ? 1 : 0;
            line.cells.push_back(due_cell(due, on));
            line.cells.push_back(std::move(answer));
            auto& body = open[owner];
            body.heading = owner.empty() ? "Asked of nobody" : owner;
            body.rows.push_back(std::move(line));
        } else {
            line.cells.push_back(cell(owner));
            line.cells.push_back(std::move(answer));
            answered.rows.push_back(std::move(line));
        }
    }
    const std::vector<TableColumn> columns{{"Request", 10, TableColumn::Kind::heading},
                                           {"What is wanted", 25},
                                           {"Asked for by", 25},
                                           {"Subject", 15},
                                           {"Due", 10},
                                           {"State", 15}};
    TabularTable open_table{"Open requests by owner", false, columns, {}, {}};
    for (auto& [owner, body] : open) {
        body.note = number_text(body.rows.size());
        open_table.bodies.push_back(std::move(body));
    }
    auto answered_columns = columns;
    answered_columns[4].title = "Owner";
    const auto answered_count = answered.rows.size();
    TabularTable answered_table{"Answered requests", false, answered_columns, {std::move(answered)}, {}};

    std::size_t unasked_count = 0;
    TabularTable unasked_table{"Evidence not asked for yet, by owner",
                               false,
                               {{"What is wanted", 35, TableColumn::Kind::heading}, {"Asked for by", 35}, {"Subject", 30}},
                               {},
                               {}};
    for (const auto& [owner, lines] : find_unasked(index, asked)) {
        TableBody body{owner.empty() ? "No owner recorded" : owner, number_text(lines.size()), {}};
        for (const auto& line : lines) {
            body.rows.push_back(
                {{}, {cell(capitalised(line.wanted), line.type), control_cell(*line.control), cell(subjects_text(line.subjects))}});
            report.sheet.rows.push_back({owner, "", line.control->id.catalog, line.control->cite, line.control->id.control,
                                         line.control->title, subjects_text(line.subjects), line.wanted, line.type, "", "",
                                         "not asked for"});
        }
        unasked_count += lines.size();
        unasked_table.bodies.push_back(std::move(body));
    }
    report.statement =
        open_count == 0 ? std::string("No evidence request is open.")
                        : fmt::format("{} open, {} of them overdue on {}.",
                                      count_of(static_cast<std::int64_t>(open_count), "request is", "requests are"), overdue, to_text(on));
    report.statement += fmt::format(" {} that controls ask for {} offered by nobody and asked of nobody yet.",
                                    count_of(static_cast<std::int64_t>(unasked_count), "piece of evidence", "pieces of evidence"),
                                    unasked_count == 1 ? "was" : "were");
    report.tone = overdue > 0 ? "minor" : open_count + unasked_count > 0 ? "open" : "met";
    report.notes = {"Evidence that was not received is no failure, and shows nothing either. Only an answer that it does not exist, or "
                    "that it could not be produced, is one.",
                    "Only evidence that a control itself asks for is listed as not asked for yet; what we would look at beside it is in "
                    "the gap report."};
    report.figures = {{"Open", number_text(open_count), "requests without an answer", "open"},
                      {"Overdue", number_text(overdue), fmt::format("open, and due before {}", to_text(on)), overdue > 0 ? "minor" : ""},
                      {"Answered", number_text(answered_count), "requests with an answer", ""},
                      {"Not asked for yet", number_text(unasked_count), "asked for by a control, offered by nobody", ""}};
    report.parts.push_back({"open",
                            "Open requests",
                            number_text(open_count),
                            "For each owner: what to hand over, and by when.",
                            "No request is open.",
                            {},
                            {std::move(open_table)}});
    report.parts.push_back({"unasked",
                            "Not asked for yet",
                            number_text(unasked_count),
                            "What to ask next, for each owner. The same piece may answer several controls.",
                            "Everything that controls ask for was offered or asked for.",
                            {},
                            {std::move(unasked_table)}});
    report.parts.push_back(
        {"answered", "Answered", number_text(answered_count), "", "No request was answered.", {}, {std::move(answered_table)}});
    return report;
}

} // namespace assay
