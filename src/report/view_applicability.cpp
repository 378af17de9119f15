// The view "applicability": the statement of applicability of each judged catalog that allows controls to be left out.
#include "report/tabular.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace assay {
namespace {

using DecisionsOf = std::map<std::pair<std::string, std::string>, std::vector<NamedRow>>;

TableCell decision_cell(const ReportRegisters& registers, const std::vector<NamedRow>* rows, Date on, bool& is_excluded, bool& lacks) {
    if (rows == nullptr) {
        return cell("Applies", "no decision on record");
    }
    std::vector<std::string> words;
    for (const auto& row : *rows) {
        is_excluded = is_excluded || row.text("decision") == "excluded";
        const auto due = row.date("review_due");
        const bool late = due && *due < on;
        lacks = lacks || late || row.text("justification").empty() || row.text("approver").empty() || !row.date("approved_on");
        words.push_back(fmt::format("{}{}: {}; {}, {}{}", capitalised(spoken(row.text("decision"))),
                                    row.text("subject").empty() ? "" : " for " + row.text("subject"),
                                    row.text("justification").empty() ? "no justification" : row.text("justification"),
                                    row.text("approver").empty() ? "approved by nobody" : registers.name("person", row.text("approver")),
                                    day_text(row.date("approved_on")), late ? ", review was due on " + to_text(*due) : ""));
    }
    auto made = cell(fmt::format("{}", fmt::join(words, "; ")));
    made.lacks = lacks;
    return made;
}

} // namespace

Tabular build_applicability(const ReportIndex& index) {
    const auto& registers = registers_of(index);
    const auto on = index.header().on;
    Tabular report;
    report.title = "Statement of applicability";
    report.sheet = {
        "Applicability",
        {"catalog", "cite", "control", "title", "excludable", "decision", "subjects_judged", "not_applicable", "met", "not_met", "open"},
        {false, false, false, false, false, false, true, true, true, true, true},
        {}};
    DecisionsOf decisions;
    for (const auto& row : registers.rows("applicability")) {
        decisions[{row.text("catalog"), row.text("control")}].push_back(row);
    }
    std::map<ControlId, OutcomeCounts> results;
    for (const auto& judged : index.judged()) {
        results[judged.control->id].add({judged.determination->outcome, judged.determination->grade});
    }
    std::size_t catalogs = 0;
    std::size_t excluded = 0;
    std::size_t faulty = 0;
    std::vector<std::string> without;
    for (const auto& rollup : index.rollups()) {
        const auto& catalog = *rollup.catalog;
        if (std::ranges::none_of(catalog.controls, &Control::excludable)) {
            without.push_back(catalog.title);
            continue;
        }
        ++catalogs;
        TabularTable table{catalog.title, false, {{"Control", 35, TableColumn::Kind::heading}, {"Decision", 40}, {"Result", 25}}, {}, {}};
        std::string group = "\n";
        std::size_t here = 0;
        for (const auto& control : catalog.controls) {
            const auto place = control.group.empty() ? control.process : control.group;
            if (place != group) {
                group = place;
                const auto* of = catalog.find_group(place);
                const auto* process = catalog.find_process(place);
                table.bodies.push_back({of != nullptr ? of->title : process != nullptr ? process->title : catalog.title, {}, {}});
            }
            const auto found = decisions.find({catalog.id, control.id.control});
            bool is_excluded = false;
            bool lacks = false;
            auto decision = decision_cell(registers, found == decisions.end() ? nullptr : &found->second, on, is_excluded, lacks);
            if (!control.excludable) {
                decision.note = is_excluded ? "the catalog does not allow it to be left out" : "cannot be left out";
                lacks = lacks || is_excluded;
                decision.lacks = lacks;
            }
            excluded += is_excluded ? 1 : 0;
            here += is_excluded ? 1 : 0;
            faulty += lacks ? 1 : 0;
            const auto& c = results[control.id];
            const auto words = c.total() == 0                  ? std::string("not judged")
                               : c.total() == c.not_applicable ? std::string("not applicable")
                                                               : fmt::format("met {}, not met {}, open {}", c.met + c.met_with_remark,
                                                                             c.not_met(), c.not_assessed + c.error);
            table.bodies.back().rows.push_back(
                {{},
                 {control_cell(control), decision,
                  cell(words, c.not_applicable > 0 ? fmt::format("not applicable for {} of {}", c.not_applicable, c.total()) : "")}});
            report.sheet.rows.push_back({catalog.id, control.cite, control.id.control, control.title, control.excludable ? "yes" : "no",
                                         decision.text, std::to_string(c.total()), std::to_string(c.not_applicable),
                                         std::to_string(c.met + c.met_with_remark), std::to_string(c.not_met()),
                                         std::to_string(c.not_assessed + c.error)});
        }
        report.parts.push_back({fmt::format("catalog-{}", catalogs),
                                catalog.title,
                                number_text(catalog.controls.size()),
                                fmt::format("{} of {} with a decision that leaves something out.", here,
                                            count_of(static_cast<std::int64_t>(catalog.controls.size()), "control", "controls")),
                                "",
                                {},
                                {std::move(table)}});
    }
    if (catalogs == 0) {
        report.parts.push_back(
            {"none", "Nothing to state", "", "", "No catalog of this assessment allows controls to be left out.", {}, {}});
    }
    report.statement = catalogs == 0 ? std::string("No catalog of this assessment has a statement of applicability.")
                                     : fmt::format("{}: {} left out for at least one subject; {} to look at.",
                                                   count_of(static_cast<std::int64_t>(catalogs), "catalog", "catalogs"),
                                                   count_of(static_cast<std::int64_t>(excluded), "control", "controls"), faulty);
    report.tone = faulty > 0 ? "minor" : "none";
    if (!without.empty()) {
        report.notes.push_back(
            fmt::format("Without a statement of applicability, because nothing of it may be left out: {}.", fmt::join(without, "; ")));
    }
    report.notes.emplace_back("What is left out needs a justification and an approver; without them the control is judged like any other.");
    report.figures = {
        {"Catalogs", number_text(catalogs), "that allow controls to be left out", ""},
        {"Controls left out", number_text(excluded), "for at least one subject", ""},
        {"To look at", number_text(faulty), "no justification or approver, review overdue, or not allowed", faulty > 0 ? "minor" : ""}};
    return report;
}

} // namespace assay
