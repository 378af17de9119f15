// The view "risks": the risk register with heat maps, what is overdue or lacks an owner, and how levels moved. Levels are those that were
// recorded; none is worked out here.
#include "report/svg_heat.hpp"
#include "report/tabular.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace assay {
namespace {

constexpr std::array<std::string_view, k_heat_steps> k_level_words{"very_low", "low", "moderate", "high", "very_high"};

std::optional<std::size_t> level_rank(std::string_view word) {
    const auto found = std::ranges::find(k_level_words, word);
    return found == k_level_words.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - k_level_words.begin()));
}

std::string_view level_tone(std::string_view word) {
    constexpr std::array<std::string_view, k_heat_steps> k_tones{"none", "none", "remark", "minor", "major"};
    const auto rank = level_rank(word);
    return rank ? k_tones[*rank] : "open";
}

TableCell level_cell(const std::string& word) {
    return word.empty() ? cell_or({}, "not recorded") : badge_cell(capitalised(spoken(word)), level_tone(word));
}

bool is_live(const NamedRow& risk) { return risk.text("status") != "closed"; }

/// What is wrong with how the risk is kept, in words; empty when nothing is.
std::vector<std::string> risk_faults(const NamedRow& risk, Date on) {
    std::vector<std::string> faults;
    if (!is_live(risk)) {
        return faults;
    }
    if (risk.text("owner").empty()) {
        faults.emplace_back("no owner is recorded");
    }
    if (risk.text("level").empty()) {
        faults.emplace_back("no level is recorded");
    }
    const auto due = risk.date("treatment_due");
    if (due && *due < on && !risk.date("treated_on") && risk.text("status") != "accepted") {
        faults.push_back(fmt::format("treatment was due on {}", to_text(*due)));
    }
    if (const auto review = risk.date("review_due"); review && *review < on) {
        faults.push_back(fmt::format("review was due on {}", to_text(*review)));
    }
    if (const auto until = risk.date("accepted_until"); until && *until < on) {
        faults.push_back(fmt::format("its acceptance ended on {}", to_text(*until)));
    }
    if (risk.text("response") == "accept" && risk.text("accepted_by").empty()) {
        faults.emplace_back("it is accepted by nobody");
    }
    return faults;
}

HeatMap make_heat_map(std::span<const NamedRow> risks, std::string title, std::string_view likelihood, std::string_view impact) {
    HeatMap map{std::move(title), {}};
    for (const auto& risk : risks) {
        const auto column = level_rank(risk.text(likelihood));
        const auto row = level_rank(risk.text(impact));
        if (is_live(risk) && column && row) {
            ++map.held[*row][*column];
        }
    }
    return map;
}

/// Live risks by level; the last place counts those without one.
std::array<std::size_t, k_heat_steps + 1> count_levels(std::span<const NamedRow> risks, std::string_view field) {
    std::array<std::size_t, k_heat_steps + 1> counts{};
    for (const auto& risk : risks) {
        if (is_live(risk)) {
            ++counts[level_rank(risk.text(field)).value_or(k_heat_steps)];
        }
    }
    return counts;
}

TabularTable make_level_table(std::span<const NamedRow> risks) {
    TabularTable table{"Risks by recorded level",
                       true,
                       {{"Level", 40, TableColumn::Kind::heading},
                        {"Inherent", 20, TableColumn::Kind::number},
                        {"Current", 20, TableColumn::Kind::number},
                        {"Target", 20, TableColumn::Kind::number}},
                       {{}},
                       {}};
    const auto inherent = count_levels(risks, "level");
    const auto current = count_levels(risks, "residual_level");
    const auto target = count_levels(risks, "target_level");
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

/// Current level, else the inherent one: what stands today.
std::size_t standing_rank(const NamedRow& risk) {
    const auto current = level_rank(risk.text("residual_level"));
    return current ? *current : level_rank(risk.text("level")).value_or(0);
}

std::string concerned(const ReportRegisters& registers, const NamedRow& risk) {
    for (const auto* field : {"service", "process", "supplier"}) {
        if (const auto key = risk.text(field); !key.empty()) {
            return registers.name(field, key);
        }
    }
    return "Organisation as a whole";
}

TableRow make_risk_row(const ReportRegisters& registers, const NamedRow& risk, Date on) {
    TableRow row{"r-" + std::to_string(risk.row()), {}};
    row.cells.push_back(cell(risk.text("id")));
    row.cells.push_back(cell(risk.text("title"), concerned(registers, risk)));
    row.cells.push_back(level_cell(risk.text("level")));
    row.cells.push_back(level_cell(risk.text("residual_level")));
    row.cells.push_back(level_cell(risk.text("target_level")));
    row.cells.push_back(cell(capitalised(spoken(risk.text("response"))), risk.text("treatment")));
    row.cells.push_back(person_cell(registers, risk, "owner", "No owner recorded"));
    const auto treated = risk.date("treated_on");
    const auto until = risk.date("accepted_until");
    if (treated) {
        row.cells.push_back(cell(to_text(*treated), "treated"));
    } else if (risk.text("response") == "accept") {
        row.cells.push_back(until ? cell(to_text(*until), "accepted until") : cell("accepted"));
    } else {
        row.cells.push_back(due_cell(risk.date("treatment_due"), on));
    }
    return row;
}

const std::vector<TableColumn>& risk_columns() {
    static const std::vector<TableColumn> columns{{"Risk", 10, TableColumn::Kind::heading},
                                                  {"What may happen", 20},
                                                  {"Inherent", 10},
                                                  {"Current", 10},
                                                  {"Target", 10},
                                                  {"Response", 20},
                                                  {"Owner", 10},
                                                  {"Treatment", 10}};
    return columns;
}

ReportSheet make_risk_sheet(const ReportRegisters& registers, std::span<const NamedRow> risks, Date on) {
    ReportSheet sheet{"Risks",
                      {"id",
                       "title",
                       "kind",
                       "category",
                       "concerns",
                       "likelihood",
                       "impact",
                       "level",
                       "residual_likelihood",
                       "residual_impact",
                       "residual_level",
                       "target_level",
                       "response",
                       "treatment",
                       "owner",
                       "status",
                       "treatment_due",
                       "treated_on",
                       "review_due",
                       "faults"},
                      std::vector<bool>(20),
                      {}};
    for (const auto& risk : risks) {
        std::string faults;
        for (const auto& fault : risk_faults(risk, on)) {
            faults += (faults.empty() ? "" : "; ") + fault;
        }
        sheet.rows.push_back({risk.text("id"),
                              risk.text("title"),
                              spoken(risk.text("kind")),
                              risk.text("category"),
                              concerned(registers, risk),
                              spoken(risk.text("likelihood")),
                              spoken(risk.text("impact")),
                              spoken(risk.text("level")),
                              spoken(risk.text("residual_likelihood")),
                              spoken(risk.text("residual_impact")),
                              spoken(risk.text("residual_level")),
                              spoken(risk.text("target_level")),
                              spoken(risk.text("response")),
                              risk.text("treatment"),
                              registers.name("person", risk.text("owner")),
                              spoken(risk.text("status")),
                              day_text(risk.date("treatment_due")),
                              day_text(risk.date("treated_on")),
                              day_text(risk.date("review_due")),
                              faults});
    }
    return sheet;
}

TabularTable make_movement_table(const ReportRegisters& registers, std::span<const NamedRow> risks) {
    TabularTable table{
        "Risks by movement",
        false,
        {{"Risk", 10, TableColumn::Kind::heading}, {"What may happen", 40}, {"Inherent", 15}, {"Current", 15}, {"Target", 20}},
        {},
        {}};
    TableBody rose{"Current level above the inherent one", {}, {}};
    TableBody same{"No lower than before treatment", {}, {}};
    TableBody above{"Lower, and still above the target", {}, {}};
    TableBody reached{"At or below the target", {}, {}};
    for (const auto& risk : risks) {
        const auto before = level_rank(risk.text("level"));
        const auto now = level_rank(risk.text("residual_level"));
        if (!is_live(risk) || !before || !now) {
            continue;
        }
        const auto target = level_rank(risk.text("target_level"));
        auto& body = *now > *before ? rose : target && *now <= *target ? reached : *now == *before ? same : above;
        body.rows.push_back({{},
                             {cell(risk.text("id")), cell(risk.text("title"), concerned(registers, risk)), level_cell(risk.text("level")),
                              level_cell(risk.text("residual_level")), level_cell(risk.text("target_level"))}});
    }
    for (auto* body : {&rose, &same, &above, &reached}) {
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

} // namespace

Tabular build_risks(const ReportIndex& index) {
    const auto& registers = registers_of(index);
    const auto on = index.header().on;
    const auto risks = registers.rows("risk");
    std::vector<NamedRow> live;
    std::ranges::copy_if(risks, std::back_inserter(live), is_live);
    const auto count_live = [&](auto holds) { return static_cast<std::size_t>(std::ranges::count_if(live, holds)); };
    const auto high = count_live([](const NamedRow& risk) { return standing_rank(risk) >= 3; });
    const auto faulty = count_live([&](const NamedRow& risk) { return !risk_faults(risk, on).empty(); });
    const auto above = count_live([](const NamedRow& risk) {
        const auto target = level_rank(risk.text("target_level"));
        return target && standing_rank(risk) > *target;
    });

    Tabular report;
    report.title = "Risk register";
    report.sheet = make_risk_sheet(registers, risks, on);
    report.statement =
        risks.empty()
            ? std::string("No risk is recorded.")
            : fmt::format("{} of {} live, {} of them at level high or very high today; {} how they are kept.", live.size(),
                          count_of(static_cast<std::int64_t>(risks.size()), "risk is", "risks are"), high,
                          faulty == 0 ? std::string("nothing is wrong with") : fmt::format("of {} something is wrong with", faulty));
    report.tone = high > 0 ? "minor" : faulty > 0 ? "remark" : "none";
    report.notes = {
        "Levels are those that people recorded; this report works out none. Current is the residual level, after the treatment so far.",
        "A register cannot show that every risk is in it."};
    report.figures = {
        {"Live risks", number_text(live.size()), fmt::format("of {} recorded; {} closed", risks.size(), risks.size() - live.size()), ""},
        {"High or very high today", number_text(high), "by current level, else inherent", high > 0 ? "minor" : ""},
        {"Above their target", number_text(above), "current level above target level", above > 0 ? "remark" : ""},
        {"Kept with faults", number_text(faulty), "owner, level, dates or acceptance", faulty > 0 ? "minor" : ""}};

    report.parts.push_back(
        {"heat", "Heat maps", "",
         "Live risks by likelihood and impact. A darker cell holds more risks; it is no level. Target levels have no likelihood and impact "
         "of their own, so they stand in the table.",
         "No live risk is recorded.",
         live.empty() ? std::vector<ViewMarkup>{}
                      : std::vector<ViewMarkup>{draw_heat_map(make_heat_map(risks, "Inherent", "likelihood", "impact"), "heat-inherent"),
                                                draw_heat_map(make_heat_map(risks, "Current", "residual_likelihood", "residual_impact"),
                                                              "heat-current")},
         live.empty() ? std::vector<TabularTable>{} : std::vector<TabularTable>{make_level_table(risks)}});

    TabularTable wrong{"Risks kept with faults",
                       false,
                       {{"Risk", 10, TableColumn::Kind::heading}, {"What may happen", 30}, {"What is wrong", 40}, {"Owner", 20}},
                       {{}},
                       {}};
    for (const auto& risk : live) {
        std::string faults;
        for (const auto& fault : risk_faults(risk, on)) {
            faults += (faults.empty() ? "" : "; ") + fault;
        }
        if (!faults.empty()) {
            wrong.bodies[0].rows.push_back({{},
                                            {cell(risk.text("id")), cell(risk.text("title"), concerned(registers, risk)),
                                             cell(capitalised(faults)), person_cell(registers, risk, "owner", "No owner recorded")}});
        }
    }
    report.parts.push_back({"faults",
                            "What is wrong",
                            number_text(faulty),
                            fmt::format("Judged on {}.", to_text(on)),
                            "Nothing is wrong with how live risks are kept.",
                            {},
                            {std::move(wrong)}});

    std::vector<std::size_t> order(live.size());
    std::ranges::generate(order, [at = std::size_t{0}]() mutable { return at++; });
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        return std::pair(standing_rank(live[a]), level_rank(live[a].text("level")).value_or(0)) >
               std::pair(standing_rank(live[b]), level_rank(live[b].text("level")).value_or(0));
    });
    constexpr std::size_t k_top = 10;
    TabularTable top{"Top risks", false, risk_columns(), {{}}, {}};
    for (std::size_t at = 0; at < std::min(k_top, order.size()); ++at) {
        auto row = make_risk_row(registers, live[order[at]], on);
        row.anchor.clear();
        top.bodies[0].rows.push_back(std::move(row));
    }
    report.parts.push_back({"top",
                            "Top risks",
                            number_text(std::min(k_top, order.size())),
                            "The highest by current level, then by inherent level.",
                            "No live risk is recorded.",
                            {},
                            {std::move(top)}});
    report.parts.push_back({"movement",
                            "Movement",
                            "",
                            "From the inherent to the current level, and towards the target. Risks without both levels are not listed.",
                            "No risk records both levels.",
                            {},
                            {make_movement_table(registers, risks)}});
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
