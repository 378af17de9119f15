// The view "clauses": each requirement in the order of the standard with its outcome, what decided it and who answers for it, and the
// register of other parties that take part. Catalogs of certifiable standards only.
#include "report/parts.hpp"
#include "report/svg_stacked.hpp"
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

/// A control with its determinations.
struct ControlRow {
    const Control* control = nullptr;
    std::vector<const IndexedDetermination*> judged;
};

std::vector<ControlRow> control_rows(const ReportIndex& index, const Catalog& catalog) {
    std::map<std::string_view, std::vector<const IndexedDetermination*>> by_control;
    for (const auto& judged : index.judged()) {
        if (judged.catalog == &catalog) {
            by_control[judged.control->id.control].push_back(&judged);
        }
    }
    std::vector<ControlRow> rows;
    rows.reserve(catalog.controls.size());
    for (const auto& control : catalog.controls) {
        rows.push_back({&control, by_control[control.id.control]});
    }
    return rows;
}

Standing standing_of(const ControlRow& row) {
    std::vector<Standing> members;
    members.reserve(row.judged.size());
    for (const auto* judged : row.judged) {
        members.push_back({judged->determination->outcome, judged->determination->grade});
    }
    return worst_of(members);
}

/// The clause whose heading a control stands under, and the outermost one: "8.6.1 Incident management" of "8 Operation".
const Group* outermost_group(const Catalog& catalog, const Control& control) {
    const auto* group = catalog.find_group(control.group);
    for (int depth = 0; group != nullptr && !group->parent.empty() && depth < 16; ++depth) {
        const auto* parent = catalog.find_group(group->parent);
        if (parent == nullptr) {
            break;
        }
        group = parent;
    }
    return group;
}

std::string group_title(const Group* group) {
    return group == nullptr ? std::string("Outside any clause") : fmt::format("{} {}", group->id, group->title);
}

std::string deciders(const ControlRow& row) {
    std::vector<std::string_view> words;
    for (const auto* judged : row.judged) {
        const auto word = to_text(decided_by(*judged->determination));
        if (std::ranges::find(words, word) == words.end()) {
            words.push_back(word);
        }
    }
    return words.empty() ? "nobody" : fmt::format("{}", fmt::join(words, ", "));
}

std::string owner_text(const ControlRow& row) {
    std::string first;
    std::size_t others = 0;
    for (const auto* judged : row.judged) {
        const auto& owner = judged->facts->owner;
        if (first.empty()) {
            first = owner;
        } else if (!owner.empty() && owner != first) {
            ++others;
        }
    }
    return others == 0 ? first : fmt::format("{} and others", first);
}

/// Does the subject stand where the control as a whole stands? A lower grade does not.
bool stands_at(const Determination& determination, Standing standing) {
    return determination.outcome == standing.outcome &&
           (standing.outcome != Outcome::not_met || (determination.grade == Grade::major) == (standing.grade == Grade::major));
}

std::string reason_text(const ReportIndex& index, const ControlRow& row, Standing standing) {
    for (const auto* judged : row.judged) {
        if (stands_at(*judged->determination, standing)) {
            return capitalised(reason_line(index, *judged->determination));
        }
    }
    return "There is no subject to judge it for";
}

/// How many subjects stand where the control as a whole stands.
std::string subjects_note(const ControlRow& row, Standing standing) {
    if (row.judged.size() < 2) {
        return {};
    }
    std::size_t same = 0;
    for (const auto* judged : row.judged) {
        same += stands_at(*judged->determination, standing) ? 1 : 0;
    }
    return fmt::format("{} of {} subjects", same, row.judged.size());
}

/// Parties that provide or operate part of a process or service, by process.
TableCell reached_cell(const ReportRegisters& registers, const NamedRow& row) {
    const auto what = row.text("what");
    if (what == "process") {
        return cell(registers.name("process", row.text("process")), row.text("process_part"));
    }
    return what == "component" ? cell(row.text("component"), registers.name("service", row.text("service")))
                               : cell(registers.name("service", row.text("service")));
}

std::string control_text(const NamedRow& row) {
    std::string text;
    for (const auto& [words, measured, evaluated] : {std::tuple("control_process", "process_measured_on", "process_evaluated_on"),
                                                     std::tuple("control_service", "service_measured_on", "service_evaluated_on")}) {
        if (!row.text(words).empty()) {
            text += fmt::format("{}{}; measured {}, evaluated {}", text.empty() ? "" : ". ", row.text(words),
                                row.date(measured) ? day_text(row.date(measured)) : "never",
                                row.date(evaluated) ? day_text(row.date(evaluated)) : "never");
        }
    }
    return text;
}

TabularTable make_party_table(const ReportRegisters& registers) {
    TabularTable table{"Other parties by kind",
                       false,
                       {{"Party", 20, TableColumn::Kind::heading},
                        {"What it provides or operates", 20},
                        {"Contract", 15},
                        {"Accountable with us", 15},
                        {"Evaluated by the criteria", 10},
                        {"How it is controlled", 20}},
                       {},
                       {}};
    for (const auto* kind : {"external_supplier", "internal_supplier", "customer"}) {
        TableBody body{*kind == 'c' ? "Customers acting as suppliers" : capitalised(spoken(kind)) + "s", {}, {}};
        for (const auto& row : registers.rows("other_party")) {
            if (row.text("kind") != kind) {
                continue;
            }
            const auto party = row.text("party").empty() ? registers.name("supplier", row.text("supplier")) : row.text("party");
            body.rows.push_back(
                {{},
                 {cell(party, row.text("id") + ", " + spoken(row.text("way"))), reached_cell(registers, row),
                  row.text("contract").empty() ? cell_or({}, "no contract named")
                                               : cell(registers.name("contract", row.text("contract")), row.text("contract")),
                  person_cell(registers, row, "owner", "nobody"), cell_or(day_text(row.date("evaluated_on")), "not evaluated"),
                  cell_or(control_text(row), "no control recorded")}});
        }
        body.note = number_text(body.rows.size());
        table.bodies.push_back(std::move(body));
    }
    return table;
}

} // namespace

Tabular build_clauses(const ReportIndex& index) {
    const auto& registers = registers_of(index);
    Tabular report;
    report.title = "Clause conformity matrix";
    report.sheet = {"Clauses",
                    {"catalog", "clause", "cite", "control", "title", "obligation", "outcome", "words", "subjects", "decided_by", "reason",
                     "owner", "other_parties_allowed"},
                    std::vector<bool>(13),
                    {}};
    OutcomeCounts counts;
    std::size_t controls = 0;
    std::size_t number = 0;
    for (const auto& rollup : index.rollups()) {
        const auto& catalog = *rollup.catalog;
        if (catalog.scale != Scale::iso17021) {
            continue;
        }
        TabularTable matrix{
            catalog.title,
            false,
            {{"Requirement", 35, TableColumn::Kind::heading}, {"Outcome", 15}, {"Why", 25}, {"Decided by", 10}, {"Who answers for it", 15}},
            {},
            {}};
        std::vector<StackedBar> bars;
        for (const auto& row : control_rows(index, catalog)) {
            const auto standing = row.judged.empty() ? Standing{} : standing_of(row);
            const auto* group = catalog.find_group(row.control->group);
            const auto clause = group_title(group);
            if (matrix.bodies.empty() || matrix.bodies.back().heading != clause) {
                matrix.bodies.push_back({clause, {}, {}});
            }
            const auto outer = group_title(outermost_group(catalog, *row.control));
            if (bars.empty() || bars.back().title != outer) {
                bars.push_back({outer, {}});
            }
            bars.back().counts.add(standing);
            counts.add(standing);
            ++controls;
            const auto words = capitalised(outcome_words(catalog.scale, standing.outcome, standing.grade));
            const auto reason = reason_text(index, row, standing);
            const auto owner = owner_text(row);
            matrix.bodies.back().rows.push_back(
                {control_anchor(row.control->id),
                 {control_cell(*row.control), badge_cell(words, tone_of(standing), subjects_note(row, standing)), cell(reason),
                  cell(deciders(row)), cell_or(owner, "No owner recorded")}});
            report.sheet.rows.push_back({catalog.id, clause, row.control->cite, row.control->id.control, row.control->title,
                                         std::string(to_text(row.control->obligation)), std::string(to_text(standing.outcome)), words,
                                         std::to_string(row.judged.size()), deciders(row), reason, owner,
                                         row.control->other_parties ? "yes" : "no"});
        }
        for (auto& body : matrix.bodies) {
            body.note = number_text(body.rows.size());
        }
        const auto id = "m-" + std::to_string(++number);
        TabularTable sums{fmt::format("{}: outcomes by clause", catalog.title),
                          false,
                          {{"Clause", 25, TableColumn::Kind::heading},
                           {"Higher grade", 10, TableColumn::Kind::number},
                           {"Lower grade", 10, TableColumn::Kind::number},
                           {"Error", 10, TableColumn::Kind::number},
                           {"Not assessed", 10, TableColumn::Kind::number},
                           {"With remark", 10, TableColumn::Kind::number},
                           {"Met", 10, TableColumn::Kind::number},
                           {"No occasion, not applicable", 15, TableColumn::Kind::number}},
                          {{}},
                          {}};
        for (const auto& bar : bars) {
            const auto& c = bar.counts;
            sums.bodies[0].rows.push_back(
                {{},
                 {cell(bar.title), cell(group_thousands(c.major)), cell(group_thousands(c.minor)), cell(group_thousands(c.error)),
                  cell(group_thousands(c.not_assessed)), cell(group_thousands(c.met_with_remark)), cell(group_thousands(c.met)),
                  cell(group_thousands(c.no_occasion + c.not_applicable))}});
        }
        report.parts.push_back(
            {id + "-sums",
             catalog.title + ": by clause",
             "",
             "Requirements by outcome, one bar for each clause: from the worst on the left. The table tells the same figures.",
             "",
             {draw_stacked_bars("Outcomes by clause", bars)},
             {std::move(sums)}});
        report.parts.push_back({id,
                                catalog.title + ": every requirement",
                                number_text(catalog.controls.size()),
                                "In the order of the standard. A requirement stands where the worst of its subjects stands.",
                                "",
                                {},
                                {std::move(matrix)}});
    }
    report.parts.push_back({"parties",
                            "Other parties",
                            number_text(registers.count("other_party")),
                            "Who else provides or operates services, components, processes or parts of them, and how that is controlled.",
                            "No other party is recorded.",
                            {},
                            {make_party_table(registers)}});
    const auto overall = overall_statement(index);
    report.statement = controls == 0 ? std::string("No standard that an organisation can conform to was judged, so there is no matrix.") : overall.text;
    report.tone = controls == 0 ? "open" : overall.tone;
    report.notes = {"The statement speaks of the whole assessment; the matrix holds the requirements of standards that an organisation can conform to.",
                    "Requirements are our rows, in our words; one clause may hold several."};
    report.figures = {
        {"Requirements", number_text(controls), "rows of the matrix", ""},
        {"Not met", group_thousands(counts.not_met()), fmt::format("higher grade {} + lower grade {}", counts.major, counts.minor),
         counts.major > 0   ? "major"
         : counts.minor > 0 ? "minor"
                            : ""},
        {"Not assessed", group_thousands(counts.not_assessed + counts.error),
         fmt::format("not assessed {} + error {}", counts.not_assessed, counts.error), counts.not_assessed > 0 ? "open" : ""},
        {"Met", group_thousands(counts.lower()), fmt::format("met {} + met with remark {}", counts.met, counts.met_with_remark), ""},
        {"Neither", group_thousands(counts.no_occasion + counts.not_applicable),
         fmt::format("no occasion {} + not applicable {}", counts.no_occasion, counts.not_applicable), ""},
        {"Other parties", number_text(registers.count("other_party")), "entries of their register", ""}};
    return report;
}

} // namespace assay
