// The view "poam": the plan of action and milestones by system: weaknesses, what is done about each, by whom and by when.
#include "report/tabular.hpp"
#include "report/views.hpp"
#include "report/weakness_rows.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

TableCell severity_cell(const NamedRow& row) {
    const auto word = row.text("severity");
    const auto residual = row.text("residual_risk");
    const auto note = residual.empty() ? std::string() : "residual risk " + spoken(residual);
    return word.empty() ? cell_or({}, "not recorded")
                        : badge_cell(capitalised(spoken(word)),
                                     word == "very_high"  ? "major"
                                     : word == "high"     ? "minor"
                                     : word == "moderate" ? "remark"
                                                          : "none",
                                     note);
}

TableCell weakness_state(const ReportRegisters& registers, const NamedRow& row, Date on) {
    const auto status = row.text("status");
    if (status == "completed") {
        return row.date("verified_on") ? cell("Completed", "verified " + day_text(row.date("verified_on")))
                                       : cell_or({}, "Completed, verified by nobody");
    }
    if (status == "risk_accepted") {
        const auto until = row.date("accepted_until");
        const auto by = registers.name("person", row.text("accepted_by"));
        if (by.empty() || (until && *until < on)) {
            return cell_or({}, by.empty() ? "Risk accepted by nobody" : "Acceptance ended " + to_text(*until));
        }
        return cell("Risk accepted", fmt::format("{}{}", by, until ? ", until " + to_text(*until) : ""));
    }
    return cell(capitalised(spoken(status.empty() ? "open" : status)));
}

} // namespace

Tabular build_poam(const ReportIndex& index) {
    const auto& registers = registers_of(index);
    const auto on = index.header().on;
    Tabular report;
    report.title = "Plan of action and milestones";
    report.sheet = {"POA&M",
                    {"item",
                     "system",
                     "weakness",
                     "description",
                     "control",
                     "source",
                     "source_reference",
                     "asset",
                     "found_on",
                     "severity",
                     "residual_risk",
                     "owner",
                     "resources",
                     "plan",
                     "milestones",
                     "milestone_changes",
                     "scheduled_completion",
                     "revised_completion",
                     "delay_reason",
                     "status",
                     "completed_on",
                     "verified_by",
                     "accepted_by",
                     "accepted_until"},
                    std::vector<bool>(24),
                    {}};
    TabularTable table{"Weaknesses by system",
                       false,
                       {{"Weakness", 20, TableColumn::Kind::heading},
                        {"Severity", 15},
                        {"What is done, in which steps", 20},
                        {"Owner and resources", 15},
                        {"Due", 15},
                        {"State", 15}},
                       {},
                       {}};
    std::size_t items = 0;
    std::size_t open = 0;
    std::size_t overdue = 0;
    std::size_t without_date = 0;
    std::vector<std::string> systems;
    for (const auto& row : registers.rows("system")) {
        systems.push_back(row.text("id"));
    }
    for (const auto& row : registers.rows("poam")) {
        if (std::ranges::find(systems, row.text("system")) == systems.end()) {
            systems.push_back(row.text("system")); // of a system that is not on record
        }
    }
    for (const auto& system : systems) {
        TableBody body{registers.name("system", system), {}, {}};
        std::size_t here = 0;
        for (const auto& row : registers.rows("poam")) {
            if (row.text("system") != system) {
                continue;
            }
            const bool is_open = is_open_weakness(row);
            const auto due = weakness_due(row);
            ++items;
            ++here;
            open += is_open ? 1 : 0;
            overdue += is_overdue_weakness(row, on) ? 1 : 0;
            without_date += is_open && !due ? 1 : 0;
            auto when = is_open ? due_cell(due, on) : cell(due ? day_text(due) : "no date");
            if (row.date("completed_on")) {
                when.note = "completed " + day_text(row.date("completed_on"));
            }
            if (row.date("revised_completion")) {
                const auto separator = when.note.empty() ? "" : "; ";
                when.note += row.text("delay_reason").empty()
                                 ? fmt::format("{}the move to {} has no reason and does not count", separator, day_text(row.date("revised_completion")))
                                 : fmt::format("{}moved from {}: {}", separator, day_text(row.date("scheduled_completion")), row.text("delay_reason"));
            }
            auto plan = is_open ? cell_or(row.text("plan"), "no plan recorded") : cell(row.text("plan").empty() ? "no plan recorded" : row.text("plan"));
            plan.note = row.text("milestones");
            auto owner = person_cell(registers, row, "owner", "nobody");
            owner.note = row.text("resources");
            body.rows.push_back(
                {{},
                 {cell(fmt::format("{} {}", row.text("id"), row.text("weakness")),
                       fmt::format("{}{}{}", row.text("control"), row.text("asset").empty() ? "" : ", " + row.text("asset"),
                                   row.date("found_on") ? ", found " + day_text(row.date("found_on")) : "")),
                  severity_cell(row), plan, owner, when, weakness_state(registers, row, on)}});
            report.sheet.rows.push_back({row.text("id"),
                                         system,
                                         row.text("weakness"),
                                         row.text("description"),
                                         row.text("control"),
                                         spoken(row.text("source")),
                                         row.text("source_reference"),
                                         row.text("asset"),
                                         day_text(row.date("found_on")),
                                         spoken(row.text("severity")),
                                         spoken(row.text("residual_risk")),
                                         registers.name("person", row.text("owner")),
                                         row.text("resources"),
                                         row.text("plan"),
                                         row.text("milestones"),
                                         row.text("milestone_changes"),
                                         day_text(row.date("scheduled_completion")),
                                         day_text(row.date("revised_completion")),
                                         row.text("delay_reason"),
                                         spoken(row.text("status")),
                                         day_text(row.date("completed_on")),
                                         registers.name("person", row.text("verified_by")),
                                         registers.name("person", row.text("accepted_by")),
                                         day_text(row.date("accepted_until"))});
        }
        body.note = number_text(here);
        table.bodies.push_back(std::move(body));
    }
    report.statement = items == 0 ? std::string("No weakness is on record (register poam). That says nothing of whether there are any.")
                                  : fmt::format("{}: {} open, {} of them overdue on {} and {} without a date.",
                                                count_of(static_cast<std::int64_t>(items), "weakness", "weaknesses"), open, overdue,
                                                to_text(on), without_date);
    report.tone = overdue + without_date > 0 ? "minor" : items == 0 ? "open" : "none";
    report.notes = {"Due is the revised completion where the reason for the delay is recorded, else the scheduled one. An accepted risk stays listed with who "
                    "accepted it and until when."};
    report.figures = {{"Weaknesses", number_text(items),
                       fmt::format("of {}", count_of(static_cast<std::int64_t>(systems.size()), "system", "systems")), ""},
                      {"Open", number_text(open), fmt::format("of {}", items), open > 0 ? "open" : ""},
                      {"Overdue", number_text(overdue), fmt::format("on {}", to_text(on)), overdue > 0 ? "minor" : ""},
                      {"Without a date", number_text(without_date), fmt::format("of {} open", open), without_date > 0 ? "minor" : ""}};
    report.parts.push_back(
        {"weaknesses", "Weaknesses", number_text(items), "", "No weakness is on record (register poam).", {}, {std::move(table)}});
    return report;
}

} // namespace assay
