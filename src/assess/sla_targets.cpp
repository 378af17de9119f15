// Targets and agreements out of their registers, with the faults of targets that cannot be measured.
#include "assess/sla_targets.hpp"

#include "assay/base/decimal.hpp"
#include "assay/base/text.hpp"
#include "assay/model/named_row.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace assay {
namespace {

using std::chrono::seconds;

/// Taken are agreements with a customer that were in force at some time, or the one that was asked for; else where targets are counted instead.
std::int64_t TargetsRead::* left_out_as(const SlaInput& input, const SlaAgreement& agreement) {
    if (!input.sla.empty()) {
        return agreement.id == input.sla ? nullptr : &TargetsRead::not_asked_for;
    }
    if (agreement.kind == "ola" || agreement.kind == "underpinning") {
        return &TargetsRead::of_no_customer;
    }
    return agreement.status == "draft" || agreement.status == "withdrawn" ? &TargetsRead::not_agreed : nullptr;
}

template <class Word>
std::optional<Word> find_word(std::string_view text, std::initializer_list<Word> words) {
    const auto* const found = std::ranges::find(words, text, [](Word each) { return to_text(each); });
    return found == words.end() ? std::nullopt : std::optional(*found);
}

std::vector<std::string> split_states(std::string_view text) {
    std::vector<std::string> states;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find_first_of(",;", at), text.size());
        if (const auto state = trim(text.substr(at, end - at)); !state.empty()) {
            states.emplace_back(state);
        }
        at = end + 1;
    }
    return states;
}

/// "["planned","customer"]" as stored.
std::set<std::string> words_of(std::string_view stored) {
    std::set<std::string> words;
    for (auto open = stored.find('"'); open != std::string_view::npos;) {
        const auto close = stored.find('"', open + 1);
        if (close == std::string_view::npos) {
            break;
        }
        words.emplace(stored.substr(open + 1, close - open - 1));
        open = stored.find('"', close + 1);
    }
    return words;
}

std::optional<seconds> unit_length(std::string_view unit) {
    if (unit == "minutes") {
        return std::chrono::minutes{1};
    }
    return unit == "hours" ? std::optional<seconds>(std::chrono::hours{1}) : std::nullopt;
}

constexpr std::int64_t k_unit = 10'000;                    ///< 10 ^ k_target_scale
constexpr std::int64_t k_all = 100 * k_unit;               ///< every one of them
constexpr std::int64_t k_largest = 1'000'000'000 * k_unit;
constexpr std::int64_t k_largest_score = 10'000 * k_unit;

/// "4 hours" is a limit that every ticket keeps.
void read_limit(SlaTarget& target, const std::string& unit, std::int64_t amount) {
    if (unit == "days" && target.calendar != nullptr && target.calendar->id != k_always_open && !target.limit) {
        target.fault = "a target in days needs a time limit: a day of this calendar has no fixed length";
        return;
    }
    const auto length = unit == "days" ? std::optional<seconds>(std::chrono::days{1}) : unit_length(unit);
    if (!length || amount <= 0 || amount > k_largest) {
        return;
    }
    const auto given = seconds{amount * length->count() / k_unit};
    if (target.limit && *target.limit != given && unit != "days") {
        target.fault = fmt::format("its target of {} {} and its time limit of {} disagree", decimal_to_text(amount, k_target_scale), unit, to_text(*target.limit));
    }
    target.limit = target.limit ? target.limit : std::optional(given);
    target.target = k_all;
}

void check_measure(SlaTarget& target, const std::string& unit) {
    const auto expects = [&](std::string_view wanted) {
        if (target.fault.empty()) {
            target.fault = fmt::format("a target of {} is stated in {}, not in {}", to_text(target.metric), wanted, unit.empty() ? "a unit that is not recorded" : unit);
        }
    };
    if (is_timed(target.metric)) {
        if (unit != "percent" && unit != "days" && !unit_length(unit)) {
            expects("percent, or in minutes, hours or days");
        } else if (target.measured_by == MeasuredBy::clock && !target.limit && target.fault.empty()) {
            target.fault = "it names no time limit";
        }
    } else if (target.metric == TargetMetric::availability && unit != "percent") {
        expects("percent");
    } else if (target.metric == TargetMetric::throughput && unit != "number") {
        expects("number");
    } else if (target.metric == TargetMetric::satisfaction && unit != "score" && unit != "percent") {
        expects("score or percent");
    }
    const auto most = is_share(target.metric) ? k_all : target.metric == TargetMetric::throughput ? k_largest : k_largest_score;
    if (target.fault.empty() && (target.target < 0 || target.target > most)) {
        target.fault = fmt::format("a target of {} cannot be measured", decimal_to_text(target.target, k_target_scale));
    }
    if (target.fault.empty() && target.limit && target.limit->count() <= 0) {
        target.fault = "its time limit is not positive";
    }
}

void check_calendar(SlaTarget& target, const CalendarBook& calendars) {
    target.calendar = calendars.find(target.calendar_name.empty() ? k_always_open : std::string_view(target.calendar_name));
    const bool needed = target.metric == TargetMetric::availability || (is_timed(target.metric) && target.measured_by == MeasuredBy::clock);
    if (target.calendar == nullptr && needed && target.fault.empty()) {
        target.fault = fmt::format("its calendar '{}' is not defined in assay.xml", target.calendar_name);
    }
}

SlaTarget read_target(const SlaInput& input, const NamedRow& row, const SlaAgreement& agreement) {
    SlaTarget target;
    target.id = row.text("id");
    target.title = row.text("title");
    target.sla = agreement.id;
    target.sla_title = agreement.title;
    target.sla_kind = agreement.kind;
    target.service = agreement.service;
    target.from = agreement.from;
    target.to = agreement.to;
    target.metric = find_word(row.text("metric"), {TargetMetric::availability, TargetMetric::response, TargetMetric::resolution, TargetMetric::fulfilment,
                                                   TargetMetric::throughput, TargetMetric::satisfaction})
                        .value_or(TargetMetric::availability);
    target.priority = row.text("priority");
    const auto tickets = row.text("tickets");
    const bool requests = target.metric == TargetMetric::fulfilment || target.metric == TargetMetric::throughput;
    target.tickets = !tickets.empty() ? tickets : requests ? "request" : "incident";
    target.target = row.decimal("target", k_target_scale).value_or(0);
    if (target.target == 0 && row.number("target").value_or(0) != 0) {
        target.fault = fmt::format("its target has more than {} decimal places, or is too large", k_target_scale);
    }
    if (const auto threshold = row.number("threshold")) {
        target.limit = seconds{*threshold};
    }
    target.calendar_name = row.text("calendar");
    const auto measured_by = find_word(row.text("measured_by"), {MeasuredBy::clock, MeasuredBy::due_time, MeasuredBy::flag});
    const auto unit = row.text("unit");
    const bool has_limit = target.limit || unit == "days" || unit_length(unit);
    target.measured_by = measured_by.value_or(has_limit ? MeasuredBy::clock : MeasuredBy::due_time);
    const auto month_by = find_word(row.text("month_by"), {MonthBy::opened, MonthBy::resolved, MonthBy::due});
    target.month_by = month_by.value_or(MonthBy::due);
    target.month_by_stated = month_by.has_value();
    const auto stops = row.text("clock_stops");
    target.stops_stated = !stops.empty();
    if (fold_header(stops) != "none") {
        target.stops = split_states(stops);
    }
    target.group = row.text("assignment_group");
    target.exclusions = words_of(row.text("exclusions"));
    target.workload_limit = row.number("workload_limit");
    check_calendar(target, input.calendars);
    if (is_timed(target.metric)) {
        read_limit(target, unit, target.target);
    }
    check_measure(target, unit);
    return target;
}

} // namespace

std::map<std::string, SlaAgreement> read_agreements(const SlaInput& input) {
    std::map<std::string, SlaAgreement> agreements;
    read_register(input.runner, input.schema, "sla", [&](const NamedRow& row) {
        agreements[row.text("id")] = {row.text("id"),       row.text("title"),     row.text("kind"),     row.text("status"),     row.text("service"),
                                      row.text("supports"), row.text("component"), row.text("contract"), row.date("starts_on"), row.date("ends_on")};
    });
    return agreements;
}

std::vector<SlaTarget> read_promises(const SlaInput& input, const std::map<std::string, SlaAgreement>& agreements) {
    std::vector<SlaTarget> targets;
    read_register(input.runner, input.schema, "sla_target", [&](const NamedRow& row) {
        if (const auto found = agreements.find(row.text("sla")); found != agreements.end()) {
            targets.push_back(read_target(input, row, found->second));
        }
    });
    std::ranges::sort(targets, {}, [](const SlaTarget& each) { return std::tie(each.sla, each.id); });
    return targets;
}

std::vector<SlaTarget> read_sla_targets(const SlaInput& input, TargetsRead& read) {
    auto agreements = read_agreements(input);
    read_register(input.runner, input.schema, "sla_target", [&](const NamedRow& row) {
        const auto found = agreements.find(row.text("sla"));
        const auto place = found == agreements.end() ? &TargetsRead::without_agreement : left_out_as(input, found->second);
        ++read.read;
        ++(read.*(place != nullptr ? place : &TargetsRead::taken));
    });
    std::erase_if(agreements, [&](const auto& each) { return left_out_as(input, each.second) != nullptr; });
    auto targets = read_promises(input, agreements);
    for (auto& target : targets) {
        if (target.fault.empty() && is_timed(target.metric) && (target.sla_kind == "ola" || target.sla_kind == "underpinning") && target.group.empty()) {
            target.fault = "an underpinning target is measured by the time its group held the ticket, and it names no assignment group";
        }
    }
    return targets;
}

} // namespace assay
