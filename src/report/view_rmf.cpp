// The view "rmf": where each system stands on the way through the Risk Management Framework, and what is due.
#include "report/audit_rows.hpp"
#include "report/svg_stacked.hpp"
#include "report/tabular.hpp"
#include "report/technical_rows.hpp"
#include "report/views.hpp"
#include "report/weakness_rows.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <chrono>
#include <set>

namespace assay {
namespace {

constexpr std::chrono::days k_soon{90};

/// What stands against a system, for its authorizing official.
struct SystemState {
    OutcomeCounts judged;
    std::size_t weaknesses = 0;
    std::size_t overdue_weaknesses = 0;
    std::size_t triggers = 0;
    std::size_t overdue_triggers = 0;
    TechnicalSums technical;
    std::vector<std::string> to_look_at;
};

std::string decision_words(const std::string& word) {
    return word == "ato"                   ? "authorization to operate"
           : word == "ato_with_conditions" ? "authorization to operate, with conditions"
           : word == "iatt"                ? "interim authorization to test"
           : word == "common_control"      ? "common control authorization"
                                           : spoken(word);
}

/// The newest decision that is not revoked; what the system itself records where there is none.
struct Decision {
    std::string words;
    std::string by;
    std::optional<Date> from;
    std::optional<Date> until;
    std::string conditions;
    std::optional<Date> conditions_due;
    bool conditions_met = false;
    bool denied = false;
    bool none = true;
    std::string kind;              ///< the register's word
    std::string strategy;          ///< for monitoring, in place of an end

    /// Without an end it is ongoing under a monitoring strategy; an interim one always ends (SP 800-37r2, appendix F; DESMF SEC7).
    [[nodiscard]] bool may_last() const { return kind == "authorization_to_use" || denied || (kind != "iatt" && !strategy.empty()); }
};

Decision read_decision(const ReportRegisters& registers, const NamedRow& system) {
    Decision decision;
    for (const auto& row : registers.rows("authorization")) {
        const auto day = row.date("decided_on");
        if (row.text("system") == system.text("id") && !row.date("revoked_on") && (decision.none || day >= decision.from)) {
            decision = {decision_words(row.text("decision")),
                        registers.name("person", row.text("decided_by")),
                        day,
                        row.date("ends_on"),
                        row.text("conditions"),
                        row.date("conditions_due"),
                        row.date("conditions_met_on").has_value(),
                        row.text("decision") == "denied",
                        false,
                        row.text("decision"),
                        row.text("monitoring_strategy")};
        }
    }
    const auto own = system.text("authorization");
    if (decision.none && !own.empty() && own != "none") {
        decision = {decision_words(own),
                    registers.name("person", system.text("authorized_by")),
                    system.date("authorized_on"),
                    system.date("authorization_ends_on"),
                    system.text("authorization_conditions"),
                    {},
                    false,
                    own == "denied",
                    false,
                    own,
                    system.text("monitoring_strategy")};
    }
    return decision;
}

TableCell end_cell(const Decision& decision) {
    if (decision.until || decision.none || decision.denied) {
        return cell(day_text(decision.until));
    }
    if (decision.kind == "authorization_to_use") {
        return cell("no end recorded", "stands while its provider's does");
    }
    return decision.may_last() ? cell("ongoing", "under " + decision.strategy) : cell("no end recorded");
}

bool has_ended(const Decision& decision, Date on) { return decision.until && *decision.until < on; }

SystemState read_state(const ReportIndex& index, const ReportRegisters& registers, const TechnicalRows& technical, const NamedRow& system,
                       const Decision& decision) {
    const auto on = index.header().on;
    const auto id = system.text("id");
    SystemState state;
    state.technical = technical.sums_of(id);
    for (const auto& judged : index.judged()) {
        if (judged.control->per == SubjectKind::system && judged.determination->subject == id) {
            state.judged.add({judged.determination->outcome, judged.determination->grade});
        }
    }
    for (const auto& row : registers.rows("poam")) {
        if (row.text("system") == id) {
            state.weaknesses += is_open_weakness(row) ? 1 : 0;
            state.overdue_weaknesses += is_overdue_weakness(row, on) ? 1 : 0;
        }
    }
    for (const auto& row : registers.rows("monitoring_trigger")) {
        if (row.text("system") == id && row.text("status") != "ended") {
            ++state.triggers;
            const auto due = row.date("review_due");
            // As check monitoring-review-on-time reads it: a date that passed is overdue until the next one is set; an event until it is reviewed.
            const bool is_done = row.text("kind") == "event" && row.date("occurred_on") && row.date("reviewed_on") && *row.date("reviewed_on") >= *row.date("occurred_on");
            state.overdue_triggers += due && *due < on && !is_done ? 1 : 0;
        }
    }
    auto& look = state.to_look_at;
    const bool operates = system.text("status") == "operational";
    if (operates && (decision.none || decision.denied)) {
        look.emplace_back("operates without an authorization on record");
    }
    if (has_ended(decision, on)) {
        look.push_back(fmt::format("authorization ended on {}", to_text(*decision.until)));
    } else if (decision.until && *decision.until <= on + k_soon) {
        look.push_back(fmt::format("authorization ends on {}", to_text(*decision.until)));
    }
    if (!decision.none && !decision.until && !decision.may_last()) {
        look.emplace_back(decision.kind == "iatt" ? "interim authorization has no end" : "authorization has neither an end nor a monitoring strategy");
    }
    if (!decision.conditions.empty() && decision.conditions_due && *decision.conditions_due < on && !decision.conditions_met) {
        look.push_back(fmt::format("conditions were due on {}", to_text(*decision.conditions_due)));
    }
    if (state.overdue_weaknesses > 0) {
        look.push_back(
            fmt::format("{} overdue", count_of(static_cast<std::int64_t>(state.overdue_weaknesses), "weakness is", "weaknesses are")));
    }
    if (state.overdue_triggers > 0) {
        look.push_back(fmt::format("{} overdue", count_of(static_cast<std::int64_t>(state.overdue_triggers), "review is", "reviews are")));
    }
    if (state.technical.uncovered > 0) {
        look.push_back(fmt::format("{} on no plan of action", count_of(state.technical.uncovered, "failed technical check is", "failed technical checks are")));
    }
    return state;
}

std::string impact_words(const NamedRow& system) {
    const auto word = [&](std::string_view field) { return system.text(field).empty() ? std::string("not set") : system.text(field); };
    return fmt::format("confidentiality {}, integrity {}, availability {}", word("confidentiality"), word("integrity"),
                       word("availability"));
}

TabularTable steps_table(const ReportIndex& index, const ReportRegisters& registers, const NamedRow& system, const Decision& decision,
                         const SystemState& state) {
    const auto step = [&](std::string_view day, std::string note) {
        auto made = cell_or(day_text(system.date(day)), "not recorded");
        made.note = std::move(note);
        return made;
    };
    const auto person = [&](std::string_view field) { return registers.name("person", system.text(field)); };
    return fact_table(
        fmt::format("{} {}", system.text("id"), system.text("name")),
        {{"Categorize", step("categorized_on", impact_words(system))},
         {"Select",
          step("controls_selected_on",
               system.text("baseline").empty()
                   ? "no baseline recorded"
                   : fmt::format("baseline {}; plan approved {}", system.text("baseline"),
                                 system.date("security_plan_approved_on") ? day_text(system.date("security_plan_approved_on")) : "never"))},
         {"Implement", step("implemented_on", {})},
         {"Assess", step("assessed_on", person("assessed_by").empty() ? "by nobody named" : "by " + person("assessed_by"))},
         {"Authorize",
          decision.none ? cell_or({}, "no decision on record")
                        : cell(capitalised(decision.words), fmt::format("{}, {}{}", decision.by.empty() ? "by nobody named" : decision.by,
                                                                        span_text(decision.from, decision.until),
                                                                        decision.conditions.empty() ? "" : "; " + decision.conditions))},
         {"Monitor", step("last_monitored_on",
                          fmt::format("{} active, {} overdue; risk reviewed {}",
                                      count_of(static_cast<std::int64_t>(state.triggers), "trigger", "triggers"), state.overdue_triggers,
                                      system.date("risk_reviewed_on") ? day_text(system.date("risk_reviewed_on")) : "never"))},
         {"Weaknesses",
          cell(fmt::format("{} open, {} overdue", state.weaknesses, state.overdue_weaknesses), "plan of action and milestones")},
         {"Technical checks",
          state.technical.sets == 0
              ? cell_or({}, "no results on record")
              : cell(technical_words(state.technical), fmt::format("open findings: {}; {} of {} on a plan of action", severity_words(state.technical.open),
                                                                   group_thousands(state.technical.failed - state.technical.uncovered),
                                                                   group_thousands(state.technical.failed)))},
         {"Judged controls",
          state.judged.total() == 0
              ? cell("none of this assessment is judged by system")
              : cell(fmt::format("satisfied {}, other than satisfied {}, open {}", state.judged.met + state.judged.met_with_remark,
                                 state.judged.not_met(), state.judged.not_assessed + state.judged.error),
                     fmt::format("of {} on {}", state.judged.total(), to_text(index.header().on)))},
         {"People",
          cell(fmt::format("owner {}; authorizing official {}; security officer {}", person("owner").empty() ? "nobody" : person("owner"),
                           person("authorizing_official").empty() ? "nobody" : person("authorizing_official"),
                           person("security_officer").empty() ? "nobody" : person("security_officer")))}},
        true);
}

} // namespace

Tabular build_rmf(const ReportIndex& index) {
    const auto& registers = registers_of(index);
    Tabular report;
    report.title = "RMF status by system";
    report.sheet = {"Systems",
                    {"system",          "name",
                     "status",          "confidentiality",
                     "integrity",       "availability",
                     "overall_impact",  "baseline",
                     "categorized_on",  "controls_selected_on",
                     "implemented_on",  "assessed_on",
                     "authorization",   "authorized_by",
                     "authorized_on",   "authorization_ends_on",
                     "conditions",      "last_monitored_on",
                     "open_weaknesses", "overdue_weaknesses",
                     "triggers",        "overdue_reviews",
                     "satisfied",       "other_than_satisfied",
                     "open_controls",   "technical_sets",
                     "technical_fail",  "technical_undecided",
                     "technical_pass",  "technical_other",
                     "technical_on_no_plan", "to_look_at"},
                    {false, false, false, false, false, false, false, false, false, false, false, false, false,
                     false, false, false, false, false, true,  true,  true,  true,  true,  true,  true,
                     true,  true,  true,  true,  true,  true,  false},
                    {}};
    TabularTable overview{"Systems",
                          false,
                          {{"System", 25, TableColumn::Kind::heading},
                           {"Impact", 10},
                           {"Authorization", 20},
                           {"Ends", 10},
                           {"Weaknesses", 10},
                           {"To look at", 25}},
                          {{}},
                          {}};
    TabularPart steps{"steps", "Step by step", "", "", "No system is on record (register system).", {}, {}};
    std::vector<StackedBar> bars;
    const TechnicalRows technical(index);
    TabularTable checks{"Technical checks", false, TechnicalRows::columns(), {}, {}};
    std::set<std::string> shown;
    std::size_t systems = 0;
    std::size_t to_look_at = 0;
    std::size_t without = 0;
    std::size_t retired = 0;
    for (const auto& system : registers.rows("system")) {
        if (system.text("status") == "retired") {
            ++retired;
            continue;
        }
        const auto decision = read_decision(registers, system);
        const auto state = read_state(index, registers, technical, system, decision);
        const auto faults = fmt::format("{}", fmt::join(state.to_look_at, "; "));
        ++systems;
        to_look_at += faults.empty() ? 0 : 1;
        without += decision.none || decision.denied || has_ended(decision, index.header().on) ? 1 : 0;
        overview.bodies[0].rows.push_back(
            {{},
             {cell(system.text("name"),
                   fmt::format("{}, {}", system.text("id"), spoken(system.text("status").empty() ? "no status" : system.text("status")))),
              cell_or(capitalised(system.text("overall_impact")), "not set"),
              decision.none ? cell_or({}, "none on record") : cell(capitalised(decision.words), decision.by),
              end_cell(decision),
              cell(fmt::format("{} open", state.weaknesses), fmt::format("{} overdue", state.overdue_weaknesses)),
              faults.empty() ? cell("nothing of what is looked for") : cell_or({}, capitalised(faults))}});
        checks.bodies.push_back(technical.body_of(system.text("id"), system.text("name")));
        shown.insert(system.text("id"));
        steps.tables.push_back(steps_table(index, registers, system, decision, state));
        if (state.judged.total() > 0) {
            bars.push_back({system.text("name"), state.judged});
        }
        report.sheet.rows.push_back({system.text("id"),
                                     system.text("name"),
                                     spoken(system.text("status")),
                                     system.text("confidentiality"),
                                     system.text("integrity"),
                                     system.text("availability"),
                                     system.text("overall_impact"),
                                     system.text("baseline"),
                                     day_text(system.date("categorized_on")),
                                     day_text(system.date("controls_selected_on")),
                                     day_text(system.date("implemented_on")),
                                     day_text(system.date("assessed_on")),
                                     decision.words,
                                     decision.by,
                                     day_text(decision.from),
                                     day_text(decision.until),
                                     decision.conditions,
                                     day_text(system.date("last_monitored_on")),
                                     std::to_string(state.weaknesses),
                                     std::to_string(state.overdue_weaknesses),
                                     std::to_string(state.triggers),
                                     std::to_string(state.overdue_triggers),
                                     std::to_string(state.judged.met + state.judged.met_with_remark),
                                     std::to_string(state.judged.not_met()),
                                     std::to_string(state.judged.not_assessed + state.judged.error),
                                     std::to_string(state.technical.sets),
                                     std::to_string(state.technical.failed),
                                     std::to_string(state.technical.undecided),
                                     std::to_string(state.technical.passed),
                                     std::to_string(state.technical.other),
                                     std::to_string(state.technical.uncovered),
                                     faults});
    }
    report.statement = systems == 0 ? std::string("No system is on record.")
                                    : fmt::format("{}: {} without an authorization in force, {} with something to look at.",
                                                  count_of(static_cast<std::int64_t>(systems), "system", "systems"), without, to_look_at);
    report.tone = without + to_look_at > 0 ? "minor" : systems == 0 ? "open" : "none";
    report.notes = {
        "Of several authorization decisions the newest that was not revoked stands; where there is none, what the system itself records. "
        "An authorization that has ended is none. Retired systems are left out.",
        fmt::format(
            "Looked for: operation without authorization, its end within {} days, conditions, weaknesses and reviews that are overdue, failed "
            "technical checks that are on no plan of action.",
            k_soon.count())};
    report.figures = {{"Systems", number_text(systems), fmt::format("not retired; {} retired left out", retired), ""},
                      {"Without authorization", number_text(without), "none on record, denied, or ended", without > 0 ? "minor" : ""},
                      {"To look at", number_text(to_look_at), fmt::format("of {}", systems), to_look_at > 0 ? "remark" : ""}};
    TabularPart first{
        "systems", "Systems", number_text(systems), "", "No system is on record (register system).", {}, {std::move(overview)}};
    if (!bars.empty()) {
        first.charts.push_back(draw_stacked_bars("Outcomes of controls that are judged by system", bars));
    }
    report.parts.push_back(std::move(first));
    const auto beside = technical.sums_beside(shown);
    report.parts.push_back(
        {"technical",
         "Technical checks",
         "",
         fmt::format("Results of scanners and checklists (register technical_check) by asset and benchmark. Open findings: failed ones by severity, the "
                     "override where there is one. On a plan of action: a failed one names a weakness of its own system that is open or whose risk was accepted.{}",
                     beside.sets == 0 ? std::string()
                                      : fmt::format(" Of no system, or of one that is not listed: {} ({}).",
                                                    count_of(static_cast<std::int64_t>(beside.sets), "result set", "result sets"),
                                                    technical_words(beside))),
         "No system is on record (register system).",
         {},
         {std::move(checks)}});
    report.parts.push_back(std::move(steps));
    return report;
}

} // namespace assay
