// The view "crosswalks": how the catalogs that were judged meet others, and what their determinations say of those.
#include "report/tabular.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"
#include "assay/report/beside.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

std::int64_t carried_count(const CrosswalkLine& line, std::string_view word) {
    const auto found = std::ranges::find(line.carried, word, &CrosswalkCount::word);
    return found == line.carried.end() ? 0 : found->itself;
}

/// Mapped by whatever link, with the formula, and how many of them by one that can carry a result.
TableCell mapped_cell(const CrosswalkLine& line) {
    std::int64_t carrying = 0;
    for (const auto& each : line.to_relations) {
        carrying += each.word == "equal" || each.word == "superset" ? each.itself + each.around : 0;
    }
    const auto percent = percent_of(line.to_mapped, line.to_controls);
    return cell(percent ? fmt::format("mapped {} / controls {} = {} %", line.to_mapped, line.to_controls, *percent) : std::string("no control"),
                fmt::format("by {}; {} as equal or superset", count_of(line.links, "link", "links"), carrying));
}

TabularTable relations_table(const CrosswalkLine& line) {
    TabularTable table{fmt::format("{} to {}", line.from_title, line.to_title),
                       true,
                       {{"What the first's side is to the second's control", 40, TableColumn::Kind::heading},
                        {"Mapped itself", 15, TableColumn::Kind::number},
                        {"By what is around it", 20, TableColumn::Kind::number}},
                       {{}},
                       {}};
    std::int64_t mapped = 0;
    for (const auto& each : line.to_relations) {
        mapped += each.itself + each.around;
        table.bodies[0].rows.push_back(
            {{}, {cell(capitalised(each.word)), cell(std::to_string(each.itself)), cell(std::to_string(each.around))}});
    }
    table.bodies[0].rows.push_back({{}, {cell("Not mapped"), cell(std::to_string(line.to_controls - mapped)), cell("")}});
    return table;
}

} // namespace

Tabular build_crosswalks(const ReportIndex& index) {
    static const std::vector<CrosswalkLine> k_none;
    const auto* beside = index.input().beside;
    const auto& lines = beside == nullptr ? k_none : beside->crosswalks;
    Tabular report;
    report.title = "Crosswalks";
    report.sheet = {
        "Crosswalks", {"from", "to", "cite", "control", "title", "relation", "carried", "decided_by"}, std::vector<bool>(8), {}};
    TabularTable overview{"Catalogs that meet",
                          false,
                          {{"From, judged here", 20, TableColumn::Kind::heading},
                           {"To", 20},
                           {"Controls that a link leads to", 20},
                           {"Carried: met", 10, TableColumn::Kind::number},
                           {"Carried: not met", 10, TableColumn::Kind::number},
                           {"Open", 10, TableColumn::Kind::number},
                           {"Touched only", 10, TableColumn::Kind::number}},
                          {{}},
                          {}};
    TabularPart relations{"relations",
                          "Relations",
                          number_text(lines.size()),
                          "Always what the first catalog's side is to the control of the second. Equal: both ask the same. Superset: the first asks all that the "
                          "second's control asks, and more. Subset: the first asks a part of it. Intersects: each asks something that the other asks "
                          "too. Related: about the same matter; neither shows anything of the other. What is as much as a group is more than a "
                          "control in it.",
                          "No crosswalk leads from a judged catalog to another.",
                          {},
                          {}};
    TabularPart carried{"carried",
                        "What is carried",
                        "",
                        "Controls of the second catalog of which the determinations of the first say something, met or not. The first is: what "
                        "the deciding side of the first catalog is to the control.",
                        "Nothing is carried.",
                        {},
                        {}};
    for (const auto& line : lines) {
        const auto met = carried_count(line, "met") + carried_count(line, "met, with remark");
        const auto not_met = carried_count(line, "not met");
        overview.bodies[0].rows.push_back(
            {{},
             {cell(line.from_title, line.from), cell(line.to_title, fmt::format("{}; {}", line.to, line.way)),
              mapped_cell(line), cell(std::to_string(met)),
              cell(std::to_string(not_met)), cell(std::to_string(carried_count(line, "open"))),
              cell(std::to_string(carried_count(line, "touched")))}});
        relations.tables.push_back(relations_table(line));
        TabularTable table{fmt::format("{} says of {}", line.from_title, line.to_title),
                           true,
                           {{"Control", 45, TableColumn::Kind::heading}, {"Carried", 15}, {"The first is", 15}, {"Decided by", 25}},
                           {{}},
                           {}};
        std::size_t more = 0;
        for (const auto& each : line.controls) {
            report.sheet.rows.push_back({line.from, line.to, each.cite, each.id, each.title, each.relation, each.carried, each.from});
            const bool is_told = each.carried == "met" || each.carried == "met, with remark" || each.carried == "not met";
            if (is_told && table.bodies[0].rows.size() < k_rows_shown) {
                table.bodies[0].rows.push_back({{},
                                                {cell(fmt::format("{} {}", each.cite, each.title), each.id),
                                                 badge_cell(capitalised(each.carried), each.carried == "met"       ? "met"
                                                                                       : each.carried == "not met" ? "minor"
                                                                                                                   : "remark"),
                                                 cell(each.relation), cell(each.from)}});
            } else {
                more += is_told ? 1 : 0;
            }
        }
        if (more > 0) {
            table.more = fmt::format("Shown {} of {}; all in crosswalks.csv.", k_rows_shown, k_rows_shown + more);
        }
        carried.tables.push_back(std::move(table));
    }
    report.statement = lines.empty()
                           ? std::string("No crosswalk leads from a judged catalog to another.")
                           : fmt::format("{} from what was judged to other catalogs. Only equal and superset links carry a result.",
                                         count_of(static_cast<std::int64_t>(lines.size()), "way leads", "ways lead"));
    report.tone = "none";
    report.notes = {"A crosswalk is judgement, most of it ours; its file gives the reason of each link. It shows where to look, and no "
                    "conformity with the second catalog.",
                    "Carried: met, with or without a remark, of what is linked as equal or superset; not met of what is linked as equal alone, for what asks "
                    "more may fail by the rest. Open: such a link carries no result. Touched: only by links that carry none."};
    report.figures = {{"Ways", number_text(lines.size()), "from a judged catalog to another", ""}};
    report.parts.push_back({"overview",
                            "Catalogs that meet",
                            number_text(lines.size()),
                            "Mapped: a link of any strength leads to the control or to what is around it. That share is of links, not of conformity, "
                            "and not of what is covered: only equal and superset carry a result, counted beside it.",
                            "No crosswalk leads from a judged catalog to another.",
                            {},
                            {std::move(overview)}});
    report.parts.push_back(std::move(relations));
    report.parts.push_back(std::move(carried));
    return report;
}

} // namespace assay
