// The view "requests": what evidence is asked of whom and by when, and what nobody has been asked for yet. One part for the owners to
// answer, one for whoever asks.
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

/// What was asked for already: of a control and subject, all of it or one type or number.
class AskedFor {
public:
    void add(const NamedRow& row) {
        m_asked[{row.text("catalog"), row.text("control"), row.text("subject")}].push_back({row.text("demand"), row.text("listed_as")});
    }

    /// A request without a subject asks for every subject; one without a type and number for all that the control wants.
    [[nodiscard]] bool covers(const IndexedDetermination& judged, const EvidenceState& wanted) const {
        const auto& id = judged.determination->control;
        const auto number = number_of(*judged.control, wanted);
        for (const auto& subject : {judged.determination->subject, std::string()}) {
            const auto found = m_asked.find({id.catalog, id.control, subject});
            if (found != m_asked.end() && std::ranges::any_of(found->second, [&](const Named& named) {
                    return (named.type.empty() || named.type == wanted.type) && (named.number.empty() || named.number == number);
                })) {
                return true;
            }
        }
        return false;
    }

private:
    struct Named {
        std::string type;
        std::string number;
    };

    /// The state tells the demand's words; the control tells its number.
    static std::string number_of(const Control& control, const EvidenceState& wanted) {
        const auto found = std::ranges::find_if(control.demands, [&](const EvidenceDemand& demand) {
            return demand.kind == wanted.demand && demand.type == wanted.type &&
                   (demand.text.empty() ? demand.type : demand.text) == wanted.wanted;
        });
        return found == control.demands.end() ? std::string() : found->number;
    }

    std::map<std::tuple<std::string, std::string, std::string>, std::vector<Named>> m_asked;
};

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

/// The owner's line for what the control wants; a line holds all its subjects. Lines of a control follow each other.
UnaskedLine& line_for(std::vector<UnaskedLine>& lines, const Control* control, const EvidenceState& state) {
    const auto wanted = state.wanted.empty() ? spoken(state.type) : state.wanted;
    const auto found = std::ranges::find_if(lines, [&](const UnaskedLine& line) {
        return line.control == control && line.wanted == wanted && line.type == state.type;
    });
    if (found != lines.end()) {
        return *found;
    }
    lines.push_back({control, wanted, state.type, {}});
    return lines.back();
}

std::map<std::string, std::vector<UnaskedLine>> find_unasked(const ReportIndex& index, const AskedFor& asked) {
    std::map<std::string, std::vector<UnaskedLine>> by_owner;
    for (const auto& judged : index.judged()) {
        const auto& determination = *judged.determination;
        if (determination.outcome == Outcome::not_applicable || determination.outcome == Outcome::met) {
            continue;
        }
        for (const auto& state : judged.facts->evidence) {
            if (state.satisfied || state.demand != DemandKind::standard || !state.source.empty() || asked.covers(judged, state)) {
                continue;
            }
            line_for(by_owner[judged.facts->owner], judged.control, state)
                .subjects.push_back(subject_name(determination.subject, determination.subject_title));
        }
    }
    return by_owner;
}

std::string short_subjects(const std::vector<std::string>& subjects) {
    if (subjects.size() == 1) {
        return subjects.front();
    }
    return fmt::format("{} subjects: {}, {}{}", subjects.size(), subjects[0], subjects[1], subjects.size() > 2 ? " …" : "");
}

/// The names of what was judged, by kind and key: a request tells the key.
class SubjectNames {
public:
    explicit SubjectNames(const ReportIndex& index) {
        for (const auto& judged : index.judged()) {
            const auto& determination = *judged.determination;
            m_names.try_emplace({judged.control->per, determination.subject},
                                subject_name(determination.subject, determination.subject_title));
        }
    }

    /// `control` may be null: no catalog has what the request asks for.
    [[nodiscard]] std::string of(const std::string& key, const Control* control) const {
        if (control == nullptr) {
            return key;
        }
        if (key.empty() && control->per != SubjectKind::organization) {
            return "All subjects";
        }
        const auto found = m_names.find({control->per, key});
        return found == m_names.end() ? subject_name(key, {}) : found->second;
    }

private:
    std::map<std::pair<SubjectKind, std::string>, std::string> m_names;
};

/// What is wanted, with its type where the words do not say it already.
TableCell wanted_cell(const std::string& wanted, const std::string& type) {
    const auto words = spoken(type);
    return cell(capitalised(wanted), words == wanted ? std::string() : words);
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

    AskedFor asked;
    const SubjectNames subjects(index);
    std::map<std::string, TableBody> open;
    TableBody answered;
    std::size_t open_count = 0;
    std::size_t overdue = 0;
    for (const auto& row : registers.rows("evidence_request")) {
        asked.add(row);
        const auto owner = registers.name("person", row.text("owner"));
        const auto due = row.date("due");
        const bool is_open = row.text("answer").empty();
        const auto wanted = row.text("wanted").empty() ? spoken(row.text("demand")) : row.text("wanted");
        auto answer = answer_cell(registers, row, on);
        const auto* control = find_asked_control(index, row);
        const auto subject = subjects.of(row.text("subject"), control);
        report.sheet.rows.push_back({owner, row.text("id"), row.text("catalog"), control == nullptr ? "" : control->cite,
                                     row.text("control"), control == nullptr ? "" : control->title, subject, wanted,
                                     spoken(row.text("demand")), day_text(row.date("asked_on")), day_text(due), answer.text});
        TableRow line{
            {}, {cell(row.text("id")), wanted_cell(wanted, row.text("demand")), asked_control_cell(index, row), cell(subject)}};
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
                {{}, {wanted_cell(line.wanted, line.type), control_cell(*line.control), cell(short_subjects(line.subjects))}});
            report.sheet.rows.push_back({owner, "", line.control->id.catalog, line.control->cite, line.control->id.control,
                                         line.control->title, fmt::format("{}", fmt::join(line.subjects, "; ")), line.wanted,
                                         spoken(line.type), "", "",
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
                      {"Not asked for yet", number_text(unasked_count), "asked for by a control, offered by nobody; one for all its subjects", ""}};
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
