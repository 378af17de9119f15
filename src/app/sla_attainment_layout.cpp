// Attainment as table, CSV and JSON.
#include "app/sla_words.hpp"
#include "assay/app/sla_attainment.hpp"
#include "assay/app/table.hpp"
#include "assay/base/decimal.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/json.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <span>
#include <utility>

#include <fmt/format.h>

namespace assay {
namespace {

/// People read a table: past so many records behind the figures it says how many more there are.
constexpr std::size_t k_shown_tickets = 100;

std::string hours_unit(std::int64_t seconds) { return hours_text(seconds) + " h"; }

/// Population, met, missed and unknown: tickets, or hours of service.
std::vector<std::string> count_cells(const SlaTarget& target, const TargetMonth& month) {
    if (month.result == TargetResult::unknown) {
        return {"", "", "", ""};
    }
    switch (target.metric) {
    case TargetMetric::availability: {
        const auto unknown = month.may_be_down_seconds - month.down_seconds;
        return {hours_unit(month.service_seconds), hours_unit(month.service_seconds - month.may_be_down_seconds), hours_unit(month.down_seconds),
                unknown > 0 ? hours_unit(unknown) : ""};
    }
    case TargetMetric::satisfaction: return {group_thousands(month.records), "", "", ""};
    case TargetMetric::throughput: return {group_thousands(month.counted.met + month.counted.unknown), group_thousands(month.counted.met), "", group_thousands(month.counted.unknown)};
    default:
        return {group_thousands(month.counted.population()), group_thousands(month.counted.met), group_thousands(month.counted.missed),
                group_thousands(month.counted.unknown)};
    }
}

bool differs(const SlaTarget& target, const TargetMonth& month) {
    return figure_of(target, month, WithExclusions::yes) != figure_of(target, month, WithExclusions::no) || month.excluded > 0 || month.excluded_seconds > 0;
}

std::string formulas(const AttainmentReport& report) {
    std::set<TargetMetric> met;
    for (const auto& target : report.attainment.targets) {
        met.insert(target.metric);
    }
    std::string text;
    if (met.contains(TargetMetric::response) || met.contains(TargetMetric::resolution) || met.contains(TargetMetric::fulfilment)) {
        text += "attainment = met / population, to (met + unknown) / population where some are unknown; population = met + missed + unknown\n";
    }
    if (met.contains(TargetMetric::availability)) {
        text += "availability = 1 - downtime / hours of service; overlapping outages count once; population, met, missed and unknown are hours\n";
    }
    if (met.contains(TargetMetric::throughput)) {
        text += "throughput = tickets completed in the month\n";
    }
    if (met.contains(TargetMetric::satisfaction)) {
        text += "satisfaction = mean of the scores of the month, by answers where all of them are recorded\n";
    }
    return text + "shares and scores are cut, hours are rounded\n";
}

/// Rows in are rows out; a reason that holds for none of the targets is left out.
std::string counts_in(const AttainmentReport& report) {
    const auto& targets = report.attainment.targets_read;
    std::string text;
    if (targets.read != targets.taken) {
        text += fmt::format("sla_target: {} read = {} taken", group_thousands(targets.read), group_thousands(targets.taken));
        for (const auto& [count, reason] : {std::pair(targets.not_asked_for, "of other agreements"), std::pair(targets.of_no_customer, "of agreements with no customer"),
                                            std::pair(targets.not_agreed, "of drafts and withdrawn agreements"),
                                            std::pair(targets.without_agreement, "without an agreement in register sla")}) {
            text += count > 0 ? fmt::format(" + {} {}", group_thousands(count), reason) : "";
        }
        text += "\n";
    }
    for (const auto& each : report.attainment.tickets) {
        text += fmt::format("{}: {} read = {} judged + {} without service + {} without a target of their service and priority + {} outside the agreement + "
                            "{} of other months + {} opened after the judgement\n",
                            each.register_id, group_thousands(each.read), group_thousands(each.judged), group_thousands(each.without_service),
                            group_thousands(each.without_target), group_thousands(each.outside_agreement), group_thousands(each.outside_months),
                            group_thousands(each.after_judgement));
    }
    if (report.attainment.outages_unclear > 0) {
        text += fmt::format("outage: {} without service or start, or ending before the start; it counts as downtime that may have been\n",
                            count_of(report.attainment.outages_unclear, "row", "rows"));
    }
    if (report.attainment.scores_unusable > 0) {
        text += fmt::format("satisfaction: {} left out, without service, day or a score from 0 to 10000 with up to {} places\n",
                            count_of(report.attainment.scores_unusable, "row", "rows"), k_target_scale);
    }
    return text;
}

/// Each reason once, with the months it holds for.
std::string reasons(const AttainmentReport& report) {
    std::map<std::pair<std::string, std::string>, std::int64_t> counted;
    for (const auto& month : report.attainment.months) {
        if (!month.why.empty()) {
            ++counted[{std::string(to_text(month.result)), month.why}];
        }
    }
    std::string text;
    for (const auto& [reason, count] : counted) {
        text += fmt::format("{} ({}): {}\n", reason.first, count, reason.second);
    }
    return text;
}

std::string months_by(const AttainmentReport& report) {
    const auto assumed = std::ranges::count_if(report.attainment.targets, [](const SlaTarget& each) {
        return each.fault.empty() && !each.month_by_stated &&
               (each.metric == TargetMetric::response || each.metric == TargetMetric::resolution || each.metric == TargetMetric::fulfilment);
    });
    return assumed == 0 ? "" : fmt::format("month of the due time, because {} not say which time decides\n", assumed == 1 ? "1 target does" : std::to_string(assumed) + " targets do");
}

std::string ticket_table(const AttainmentReport& report) {
    if (report.tickets.empty()) {
        return "no ticket, outage or measurement stands behind these figures\n";
    }
    TextTable table{{{"target", false}, {"month", false}, {"record", false}, {"verdict", false}, {"opened", false}, {"ended", false}, {"due", false},
                     {"hours", true}, {"stopped", true}, {"why", false}},
                    {}};
    const auto shown = std::min(report.tickets.size(), k_shown_tickets);
    for (const auto& each : std::span(report.tickets).first(shown)) {
        table.rows.push_back({report.attainment.targets[each.target].id, to_text(each.month), each.number, std::string(to_text(each.verdict)),
                              instant_text(each.opened), instant_text(each.ended), instant_text(each.due), hours_text(each.elapsed_seconds),
                              hours_text(each.stopped_seconds), each.why});
    }
    auto text = to_text(table, 0);
    if (shown < report.tickets.size()) {
        text += fmt::format("\nshown {} of {} records; --format csv gives all\n", shown, group_thousands(static_cast<std::int64_t>(report.tickets.size())));
    }
    return text;
}

std::string tickets_csv(const AttainmentReport& report) {
    auto text = sla_csv_line({"sla", "target", "month", "record", "verdict", "opened", "ended", "due", "elapsed_seconds", "stopped_seconds", "why"});
    for (const auto& each : report.tickets) {
        const auto& target = report.attainment.targets[each.target];
        text += sla_csv_line({target.sla, target.id, to_text(each.month), each.number, std::string(to_text(each.verdict)), instant_text(each.opened),
                              instant_text(each.ended), instant_text(each.due), std::to_string(each.elapsed_seconds), std::to_string(each.stopped_seconds), each.why});
    }
    return text;
}

void write_figure(JsonWriter& json, std::string_view name, const Figure& figure) {
    json.key(name).begin_object().field("low", figure.low).field("high", figure.high).field("of", figure.of).end_object();
}

void write_month(JsonWriter& json, const SlaTarget& target, const TargetMonth& month) {
    json.begin_object().field("sla", target.sla).field("target", target.id).field("service", target.service).field("metric", to_text(target.metric));
    json.field("priority", target.priority).field("month", to_text(month.month)).field("measure", measure_text(target));
    json.field("met", month.counted.met).field("missed", month.counted.missed).field("unknown", month.counted.unknown);
    json.field("running", month.running).field("excluded", month.excluded).field("workload", month.workload);
    json.field("service_seconds", month.service_seconds).field("down_seconds", month.down_seconds).field("may_be_down_seconds", month.may_be_down_seconds);
    json.field("excluded_seconds", month.excluded_seconds);
    json.field("records", month.records);
    write_figure(json, "attainment", figure_of(target, month, WithExclusions::yes));
    write_figure(json, "without_exclusions", figure_of(target, month, WithExclusions::no));
    json.key("goal").decimal(target.target, k_target_scale);
    json.field("result", to_text(month.result)).field("why", month.why).field("complete", month.complete);
    json.field("decision", to_text(month.decision.state)).field("improvement", month.decision.improvement);
    json.field("decided_on", month.decision.on ? to_text(*month.decision.on) : "").field("decision_due", month.decision.due ? to_text(*month.decision.due) : "");
    json.end_object();
}

} // namespace

std::string to_text(const AttainmentReport& report) {
    const auto& found = report.attainment;
    if (found.targets.empty()) {
        return "no agreement with a customer names a target (register sla_target)\n" + counts_in(report);
    }
    const bool excluding = std::ranges::any_of(found.months, [&](const TargetMonth& each) { return differs(found.targets[each.target], each); });
    TextTable table{{{"sla", false}, {"target", false}, {"measure", false}, {"month", false}, {"population", true}, {"met", true}, {"missed", true},
                     {"unknown", true}, {"running", true}, {"attainment", true}},
                    {}};
    if (excluding) {
        table.columns.insert(table.columns.end(), {{"without exclusions", true}, {"excluded", true}});
    }
    table.columns.insert(table.columns.end(), {{"target", true}, {"result", false}, {"decision", false}});
    for (const auto& month : found.months) {
        const auto& target = found.targets[month.target];
        std::vector<std::string> cells{target.sla, target.id, measure_text(target), to_text(month.month)};
        std::ranges::move(count_cells(target, month), std::back_inserter(cells));
        cells.push_back(month.running > 0 ? group_thousands(month.running) : "");
        cells.push_back(figure_text(target, figure_of(target, month, WithExclusions::yes)));
        if (excluding) {
            const bool shown = differs(target, month);
            cells.push_back(shown ? figure_text(target, figure_of(target, month, WithExclusions::no)) : "");
            cells.push_back(shown ? fmt::format("{}, {}", group_thousands(month.excluded), hours_unit(month.excluded_seconds)) : "");
        }
        cells.insert(cells.end(), {target_text(target), std::string(to_text(month.result)), decision_text(month.decision)});
        table.rows.push_back(std::move(cells));
    }
    auto text = to_text(table, 0) + "\n" + formulas(report) + (excluding ? "excluded = tickets or outages, and hours of clock stops and of what was excluded\n" : "");
    text += months_by(report) + reasons(report) + counts_in(report);
    text += fmt::format("judged at {}, state {}\n", to_text(report.judged_at), report.state);
    return report.has_tickets ? text + "\n" + ticket_table(report) : text;
}

std::string to_csv(const AttainmentReport& report) {
    if (report.has_tickets) {
        return tickets_csv(report);
    }
    auto text = sla_csv_line({"sla", "target", "service", "metric", "priority", "month", "population", "met", "missed", "unknown", "running", "excluded",
                              "workload", "service_hours", "down_hours", "excluded_hours", "attainment", "without_exclusions", "goal", "result", "why", "decision",
                              "improvement", "decided_on", "decision_due"});
    for (const auto& month : report.attainment.months) {
        const auto& target = report.attainment.targets[month.target];
        const bool hours = target.metric == TargetMetric::availability;
        const bool measured = month.result != TargetResult::unknown;
        const auto& decision = month.decision;
        text += sla_csv_line({target.sla, target.id, target.service, std::string(to_text(target.metric)), target.priority, to_text(month.month),
                              std::to_string(hours || target.metric == TargetMetric::satisfaction ? month.records : month.counted.population()), std::to_string(month.counted.met),
                              std::to_string(month.counted.missed), std::to_string(month.counted.unknown), std::to_string(month.running),
                              std::to_string(month.excluded), std::to_string(month.workload), hours ? hours_text(month.service_seconds) : "",
                              hours && measured ? hours_text(month.down_seconds) : "", hours_text(month.excluded_seconds),
                              figure_text(target, figure_of(target, month, WithExclusions::yes)), figure_text(target, figure_of(target, month, WithExclusions::no)),
                              target_text(target), std::string(to_text(month.result)), month.why, std::string(to_text(decision.state)), decision.improvement,
                              decision.on ? to_text(*decision.on) : "", decision.due ? to_text(*decision.due) : ""});
    }
    return text;
}

std::string to_json(const AttainmentReport& report) {
    JsonWriter json;
    json.begin_object().field("judged_at", to_text(report.judged_at)).field("state", report.state).key("months").begin_array();
    for (const auto& month : report.attainment.months) {
        write_month(json, report.attainment.targets[month.target], month);
    }
    const auto& targets = report.attainment.targets_read;
    json.end_array().key("targets_read").begin_object().field("read", targets.read).field("taken", targets.taken).field("not_asked_for", targets.not_asked_for);
    json.field("of_no_customer", targets.of_no_customer).field("not_agreed", targets.not_agreed).field("without_agreement", targets.without_agreement).end_object();
    json.key("read").begin_array();
    for (const auto& each : report.attainment.tickets) {
        json.begin_object().field("register", each.register_id).field("read", each.read).field("judged", each.judged);
        json.field("without_service", each.without_service).field("without_target", each.without_target).field("outside_agreement", each.outside_agreement);
        json.field("other_months", each.outside_months).field("after_judgement", each.after_judgement).end_object();
    }
    json.end_array().field("outages_unclear", report.attainment.outages_unclear).field("scores_unusable", report.attainment.scores_unusable);
    if (report.has_tickets) {
        json.key("records").begin_array();
        for (const auto& each : report.tickets) {
            const auto& target = report.attainment.targets[each.target];
            json.begin_object().field("sla", target.sla).field("target", target.id).field("month", to_text(each.month)).field("record", each.number);
            json.field("verdict", to_text(each.verdict)).field("opened", instant_text(each.opened)).field("ended", instant_text(each.ended));
            json.field("due", instant_text(each.due)).field("elapsed_seconds", each.elapsed_seconds).field("stopped_seconds", each.stopped_seconds);
            json.field("why", each.why).end_object();
        }
        json.end_array();
    }
    json.end_object();
    return json.finish();
}

} // namespace assay
