// The view "risks": the risk register with heat maps, what is overdue or lacks an owner, and how levels moved.
#include "report/risk_rows.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>

namespace assay {
namespace {

HeatMap make_heat_map(std::span<const NamedRow> live, std::string title, std::string_view likelihood, std::string_view impact) {
    HeatMap map{std::move(title), {}};
    for (const auto& risk : live) {
        const auto column = level_rank(risk.text(likelihood));
        const auto row = level_rank(risk.text(impact));
        if (column && row) {
            ++map.held[*row][*column];
        }
    }
    return map;
}

std::int64_t held_by(const HeatMap& map) {
    std::int64_t held = 0;
    for (const auto& row : map.held) {
        held = std::accumulate(row.begin(), row.end(), held);
    }
    return held;
}

/// Live risks by level; the last place counts those without one.
std::array<std::size_t, k_heat_steps + 1> count_levels(std::span<const NamedRow> live, std::string_view field) {
    std::array<std::size_t, k_heat_steps + 1> counts{};
    for (const auto& risk : live) {
        ++counts[level_rank(risk.text(field)).value_or(k_heat_steps)];
    }
    return counts;
}

TabularTable make_level_table(std::span<const NamedRow> live) {
    TabularTable table{"Risks by recorded level",
                       true,
                       {{"Level", 40, TableColumn::Kind::heading},
                        {"Inherent", 20, TableColumn::Kind::number},
                        {"Current", 20, TableColumn::Kind::number},
                        {"Target", 20, TableColumn::Kind::number}},
                       {{}},
                       {}};
    const auto inherent = count_levels(live, "level");
    const auto current = count_levels(live, "residual_level");
    const auto target = count_levels(live, "target_level");
    for (std::size_t rank = k_heat_steps; rank-- > 0;) {
        table.bodies[0].rows.push_back({{},
                                        {level_cell(std::string(k_level_words[rank])), cell(number_text(inherent[rank])),
                                         cell(number_text(current[rank])), cell(number_text(target[rank]))}});
    }
    table.bodies[0].rows.push_back({{},
                                    {cell("Not recorded"), cell(number_text(inherent[k_heat_steps])),
                                     cell(number_text(current[k_heat_steps])), cell(number_text(target[k_heat_steps]))}});
    return table;
}

/// Level before treatment, today and aimed at, of the live risks that record the first two.
TabularTable make_movement_table(const ReportRegisters& registers, std::span<const NamedRow> live, std::size_t& listed) {
    TabularTable table{
        "Risks by movement",
        false,
        {{"Risk", 10, TableColumn::Kind::heading}, {"What may happen", 40}, {"Inherent", 15}, {"Current", 15}, {"Target", 20}},
        {},
        {}};
    TableBody rose{"Current level above the inherent one", {}, {}};
    TableBody same{"As before treatment, and above the target", {}, {}};
    TableBody above{"Lower, and still above the target", {}, {}};
    TableBody reached{"At or below the target", {}, {}};
    TableBody same_aimless{"As before treatment, and no target recorded", {}, {}};
    TableBody lower_aimless{"Lower, and no target recorded", {}, {}};
    for (const auto& risk : live) {
        const auto before = level_rank(risk.text("level"));
        const auto now = level_rank(risk.text("residual_level"));
        if (!before || !now) {
            continue;
        }
        const auto target = level_rank(risk.text("target_level"));
        auto& body = *now > *before ? rose
                     : !target      ? (*now == *before ? same_aimless : lower_aimless)
                     : *now <= *target ? reached
                     : *now == *before ? same
                                       : above;
        body.rows.push_back({{},
                             {cell(risk.text("id")), cell(risk.text("title"), concerned_by(registers, risk)),
                              level_cell(risk.text("level")), level_cell(risk.text("residual_level")),
                              level_cell(risk.text("target_level"))}});
        ++listed;
    }
    for (auto* body : {&rose, &same, &same_aimless, &above, &lower_aimless, &reached}) {
        body->note = number_text(body->rows.size());
        table.bodies.push_back(std::move(*body));
    }
    return table;
}

TabularTable make_appetite_table(const ReportRegisters& registers) {
    TabularTable table{"Risk acceptance criteria",
                       false,
                       {{"Category", 20, TableColumn::Kind::heading},
                        {"Appetite", 15},
                        {"Criterion", 40},
                        {"Who may accept more", 15},
                        {"Approved on", 10}},
                       {{}},
                       {}};
    for (const auto& row : registers.rows("risk_criterion")) {
        table.bodies[0].rows.push_back(
            {{},
             {cell_or(row.text("category"), "all"), level_cell(row.text("appetite")), cell(row.text("criterion")),
              cell_or(registers.name("role", row.text("acceptance_authority")), "not recorded"),
              cell_or(day_text(row.date("approved_on")), "not approved")}});
    }
    return table;
}

/// What may be said as a whole. Faults are those that are looked for, and no level is not a low one.
std::string risk_statement(std::size_t risks, std::size_t live, std::size_t levelled, std::size_t high, std::size_t faulty) {
    if (live == 0) {
        return risks == 0 ? std::string("No risk is recorded.")
                          : fmt::format("None of the {} recorded is live.", count_of(static_cast<std::int64_t>(risks), "risk", "risks"));
    }
    return fmt::format("{} of {} live; {}. {}", live, count_of(static_cast<std::int64_t>(risks), "risk is", "risks are"),
                       levelled == 0 ? std::string("none of them records a level")
                                     : fmt::format("of the {} that {} a level, {} at high or very high today", levelled, levelled == 1 ? "records" : "record",
                                                   high == 0 ? "none is" : count_of(static_cast<std::int64_t>(high), "is", "are")),
                       faulty == 0 ? std::string("No fault was found in how they are kept, of those that this report looks for.")
                                   : fmt::format("{} {} kept with faults.", faulty, faulty == 1 ? "is" : "are"));
}

} // namespace

Tabular build_risks(const ReportIndex& index) {
    const auto& registers = registers_of(index);
    const auto on = index.header().on;
    const auto risks = registers.rows("risk");
    std::vector<NamedRow> live;
    std::ranges::copy_if(risks, std::back_inserter(live), is_live_risk);
    const auto count_live = [&](auto holds) { return static_cast<std::size_t>(std::ranges::count_if(live, holds)); };
    const auto levelled = count_live([](const NamedRow& risk) { return standing_rank(risk).has_value(); });
    const auto high = count_live([](const NamedRow& risk) { return standing_rank(risk) >= level_rank("high"); });
    const auto faulty = count_live([&](const NamedRow& risk) { return !risk_faults(risk, on).empty(); });
    const auto aimed = count_live([](const NamedRow& risk) { return standing_rank(risk) && level_rank(risk.text("target_level")); });
    const auto above = count_live([](const NamedRow& risk) {
        const auto target = level_rank(risk.text("target_level"));
        return target && standing_rank(risk) > target;
    });

    Tabular report;
    report.title = "Risk register";
    report.sheet = make_risk_sheet(registers, risks, on);
    report.statement = risk_statement(risks.size(), live.size(), levelled, high, faulty);
    report.tone = high > 0 ? "minor" : faulty > 0 ? "remark" : live.empty() ? "open" : "none";
    report.notes = {
        "Levels are those that people recorded; this report works out none. Current is the residual level, after the treatment so far.",
        fmt::format("{} Where no day is recorded, nothing is overdue.", k_faults_looked_for),
        "A register cannot show that every risk is in it."};
    report.figures = {
        {"Live risks", number_text(live.size()), fmt::format("of {} recorded; {} closed", risks.size(), risks.size() - live.size()), ""},
        {"High or very high today", number_text(high), fmt::format("of {} with a current or inherent level", levelled),
         high > 0 ? "minor" : ""},
        {"Without a level", number_text(live.size() - levelled), fmt::format("of {} live", live.size()),
         levelled < live.size() ? "open" : ""},
        {"Above their target", number_text(above), fmt::format("of {} with a target and a level", aimed), above > 0 ? "remark" : ""},
        {"Kept with faults", number_text(faulty), fmt::format("of {} live", live.size()), faulty > 0 ? "minor" : ""}};

    const auto inherent = make_heat_map(live, "Inherent", "likelihood", "impact");
    const auto current = make_heat_map(live, "Current", "residual_likelihood", "residual_impact");
    report.parts.push_back(
        {"heat", "Heat maps", "",
         fmt::format("Live risks by likelihood and impact: {} of {} record both before treatment, {} record both today. The fuller a cell's "
                     "colour, the more risks it holds; it is no level. Target levels have no likelihood and impact of their own, so they "
                     "stand in the table.",
                     held_by(inherent), live.size(), held_by(current)),
         "No live risk is recorded.",
         live.empty() ? std::vector<ViewMarkup>{}
                      : std::vector<ViewMarkup>{draw_heat_map(inherent, "heat-inherent"), draw_heat_map(current, "heat-current")},
         live.empty() ? std::vector<TabularTable>{} : std::vector<TabularTable>{make_level_table(live)}});

    TabularTable wrong{"Risks kept with faults",
                       false,
                       {{"Risk", 10, TableColumn::Kind::heading}, {"What may happen", 30}, {"What is wrong", 40}, {"Owner", 20}},
                       {{}},
                       {}};
    for (const auto& risk : live) {
        const auto faults = fmt::format("{}", fmt::join(risk_faults(risk, on), "; "));
        if (!faults.empty()) {
            wrong.bodies[0].rows.push_back({{},
                                            {cell(risk.text("id")), cell(risk.text("title"), concerned_by(registers, risk)),
                                             cell(capitalised(faults)), person_cell(registers, risk, "owner", "No owner recorded")}});
        }
    }
    report.parts.push_back({"faults",
                            "What is wrong",
                            number_text(faulty),
                            fmt::format("{} Judged on {}.", k_faults_looked_for, to_text(on)),
                            live.empty() ? "No live risk is recorded." : "No live risk has one of these faults.",
                            {},
                            {std::move(wrong)}});

    std::vector<const NamedRow*> order;
    for (const auto& risk : live) {
        if (standing_rank(risk)) {
            order.push_back(&risk);
        }
    }
    std::ranges::stable_sort(order, std::greater(),
                             [](const NamedRow* risk) { return std::pair(standing_rank(*risk), level_rank(risk->text("level"))); });
    constexpr std::size_t k_top = 10;
    TabularTable top{"Top risks", false, risk_columns(), {{}}, {}};
    for (std::size_t at = 0; at < std::min(k_top, order.size()); ++at) {
        auto row = make_risk_row(registers, *order[at], on);
        row.anchor.clear();
        top.bodies[0].rows.push_back(std::move(row));
    }
    report.parts.push_back({"top",
                            "Top risks",
                            number_text(std::min(k_top, order.size())),
                            fmt::format("The highest by current level, else inherent, of the {} that record one.", levelled),
                            live.empty() ? "No live risk is recorded." : "No live risk records a level.",
                            {},
                            {std::move(top)}});
    std::size_t moved = 0;
    auto movement = make_movement_table(registers, live, moved);
    report.parts.push_back({"movement",
                            "Movement",
                            number_text(moved),
                            fmt::format("From the inherent to the current level, and towards the target: the {} of {} live risks that record "
                                        "both levels.",
                                        moved, live.size()),
                            "No live risk records both levels.",
                            {},
                            {std::move(movement)}});
    report.parts.push_back({"appetite",
                            "Appetite",
                            "",
                            "Criteria for accepting risks, as approved.",
                            "No risk acceptance criteria are recorded.",
                            {},
                            {make_appetite_table(registers)}});

    TabularTable all{"All risks by status", false, risk_columns(), {}, {}};
    for (const auto* status : {"open", "treated", "accepted", "closed", ""}) {
        TableBody body{*status == '\0' ? "No status recorded" : capitalised(status), {}, {}};
        for (const auto& risk : risks) {
            if (risk.text("status") == status) {
                body.rows.push_back(make_risk_row(registers, risk, on));
            }
        }
        body.note = number_text(body.rows.size());
        all.bodies.push_back(std::move(body));
    }
    report.parts.push_back({"register", "All risks", number_text(risks.size()), "", "No risk is recorded.", {}, {std::move(all)}});
    return report;
}

} // namespace assay
