// The view "service-levels": what was promised and what was measured, target by target and month by month, with the records behind each
// miss.
#include "report/tabular.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"

#include <fmt/format.h>

#include <map>

namespace assay {
namespace {

std::string_view result_tone(const SlaMonthLine& month) {
    if (month.missed) {
        return month.decision_missing ? "major" : "minor";
    }
    return month.result == "met"                                      ? "met"
           : month.result.starts_with("met")                          ? "remark"
           : month.result == "undecided" || month.result == "unknown" ? "open"
                                                                      : "none";
}

/// What stands in place of a figure: there was nothing, or what there was does not suffice.
std::string figure_words(const SlaMonthLine& month) {
    if (!month.figure.empty()) {
        return month.figure;
    }
    return month.result == "undecided" || month.result == "unknown" ? "no figure" : "nothing to measure";
}

std::string target_name(const SlaTargetLine& target) { return target.title.empty() ? target.measure : target.title; }

TabularTable make_ticket_table(const SlaTargetLine& target, const SlaMonthLine& month) {
    TabularTable table{
        fmt::format("{}, {}: {} {}", target.id, month.month, month.figure.empty() ? "nothing measured" : month.figure, month.result),
        true,
        {{"Record", 15, TableColumn::Kind::heading},
         {"Result", 15},
         {"Opened", 15},
         {"Due", 15},
         {"Ended", 15},
         {"Hours on the clock", 10, TableColumn::Kind::number},
         {"Why", 15}},
        {{}},
        {}};
    for (const auto& ticket : month.tickets) {
        table.bodies[0].rows.push_back({{},
                                        {cell(ticket.number), cell(ticket.verdict), cell(ticket.opened), cell(ticket.due),
                                         cell_or(ticket.ended, "not ended"), cell(ticket.hours), cell(ticket.why)}});
    }
    if (month.ticket_count > static_cast<std::int64_t>(month.tickets.size())) {
        table.more = fmt::format("Shown {} of {}; 'assay sla attainment --tickets' lists all.", month.tickets.size(),
                                 group_thousands(month.ticket_count));
    }
    return table;
}

} // namespace

Tabular build_service_levels(const ReportIndex& index) {
    const auto& registers = registers_of(index);
    Tabular report;
    report.title = "Service level attainment";
    report.sheet = {"Service levels",
                    {"agreement", "target", "title", "service", "measure", "promised", "month", "figure", "without_exclusions", "result",
                     "counts", "decision", "why"},
                    std::vector<bool>(13),
                    {}};
    std::map<std::string, std::size_t> results;
    std::size_t missed = 0;
    std::size_t undecided_misses = 0;
    std::size_t months = 0;
    TabularTable grid{"Targets by month",
                      false,
                      {{"Month", 10, TableColumn::Kind::heading},
                       {"Result", 15},
                       {"Figure", 15},
                       {"Without exclusions", 15},
                       {"What it rests on", 20},
                       {"Decision on a miss", 25}},
                      {},
                      {}};
    TabularTable misses{"Missed targets",
                        false,
                        {{"Target", 30, TableColumn::Kind::heading}, {"Month", 10}, {"Promised", 10}, {"Measured", 10}, {"Decision", 40}},
                        {},
                        {}};
    TableBody missed_body;
    TabularTable unmeasured{"Targets that cannot be measured", false, {{"Target", 40, TableColumn::Kind::heading}, {"Why", 60}}, {{}}, {}};
    std::vector<TabularTable> tickets;
    std::int64_t records = 0;
    for (const auto& target : registers.sla) {
        if (!target.fault.empty()) {
            unmeasured.bodies[0].rows.push_back({{}, {cell(target_name(target), target.id), cell(capitalised(target.fault))}});
        }
        TableBody body{
            fmt::format("{}: {}, {}", registers.name("service", target.service), target_name(target), target.target), target.id, {}};
        for (const auto& month : target.months) {
            ++months;
            ++results[month.result];
            const auto anchor = control_anchor({target.id, month.month});
            auto result = badge_cell(capitalised(month.result), result_tone(month), month.why);
            body.rows.push_back({"t-" + anchor,
                                 {cell(month.month), result, cell(figure_words(month)), cell(month.unadjusted), cell(month.counts),
                                  month.decision_missing ? cell_or({}, month.decision) : cell(month.decision)}});
            report.sheet.rows.push_back({target.agreement, target.id, target.title, registers.name("service", target.service),
                                         target.measure, target.target, month.month, month.figure, month.unadjusted, month.result,
                                         month.counts, month.decision, month.why});
            if (month.missed) {
                ++missed;
                undecided_misses += month.decision_missing ? 1 : 0;
                auto name = cell(fmt::format("{}: {}", registers.name("service", target.service), target_name(target)), target.id);
                name.link = "#t-" + anchor;
                missed_body.rows.push_back({{},
                                            {std::move(name), cell(month.month), cell(target.target), cell(month.figure),
                                             month.decision_missing ? cell_or({}, month.decision) : cell(month.decision)}});
                if (!month.tickets.empty()) {
                    records += month.ticket_count;
                    tickets.push_back(make_ticket_table(target, month));
                }
            }
        }
        grid.bodies.push_back(std::move(body));
    }
    misses.bodies.push_back(std::move(missed_body));
    const auto count_result = [&](const char* word) { return results.contains(word) ? results.at(word) : std::size_t{0}; };
    const auto undecided = count_result("undecided") + count_result("unknown");
    const auto nothing = count_result("no tickets") + count_result("not binding");
    report.statement =
        !registers.sla_absent.empty() ? registers.sla_absent
        : registers.sla.empty()
            ? std::string("No service level target is recorded.")
            : fmt::format("{} of {} missed; {} of these have no recorded decision by the day it was due. {} undecided or unknown, and {} "
                          "had nothing to measure.",
                          missed, count_of(static_cast<std::int64_t>(months), "month of a target was", "months of targets were"),
                          undecided_misses, count_of(static_cast<std::int64_t>(undecided), "month is", "months are"), number_text(nothing));
    report.tone = undecided_misses > 0 ? "major" : missed > 0 ? "minor" : months == 0 || undecided > 0 ? "open" : "none";
    report.notes = {"A missed target is a performance fact, not a nonconformity. What fails is a miss without a recorded decision or "
                    "improvement by its due date.",
                    "Met as recorded: nothing says that the records are complete. Each figure stands beside the one without exclusions and "
                    "clock stops."};
    report.figures = {{"Months of targets", number_text(months),
                       fmt::format("of {}", count_of(static_cast<std::int64_t>(registers.sla.size()), "target", "targets")), ""},
                      {"Missed", number_text(missed), fmt::format("{} of {}", missed, months), missed > 0 ? "minor" : ""},
                      {"Misses without decision", number_text(undecided_misses), fmt::format("{} of {} misses", undecided_misses, missed),
                       undecided_misses > 0 ? "major" : ""},
                      {"Met", number_text(count_result("met") + count_result("met as recorded")),
                       fmt::format("met {} + met as recorded {}", count_result("met"), count_result("met as recorded")), ""},
                      {"Undecided or unknown", number_text(undecided),
                       fmt::format("undecided {} + unknown {}", count_result("undecided"), count_result("unknown")),
                       undecided > 0 ? "open" : ""},
                      {"Nothing to measure", number_text(nothing),
                       fmt::format("no tickets {} + not binding {}", count_result("no tickets"), count_result("not binding")), ""}};
    report.parts.push_back({"missed",
                            "Missed targets",
                            number_text(missed),
                            "Each with the decision that followed, or is owed.",
                            "No target was missed.",
                            {},
                            {std::move(misses)}});
    report.parts.push_back(
        {"targets", "Targets by month", number_text(months), "", "No service level target is recorded.", {}, {std::move(grid)}});
    report.parts.push_back({"records",
                            "Records behind the misses",
                            group_thousands(records),
                            "Tickets, outages and measurements that count against a missed target, the first of each.",
                            "No record counts against a missed target.",
                            {},
                            std::move(tickets)});
    const auto unmeasured_count = number_text(unmeasured.bodies[0].rows.size());
    report.parts.push_back(
        {"unmeasured", "Cannot be measured", unmeasured_count, "", "Every target can be measured.", {}, {std::move(unmeasured)}});
    return report;
}

} // namespace assay
