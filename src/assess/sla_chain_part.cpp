#include "assess/sla_chain_part.hpp"

#include "assay/base/decimal.hpp"
#include "assess/sla_chain_time.hpp"
#include "assess/sla_months.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace assay {
namespace {

using std::chrono::seconds;

/// The year over which the hours of two calendars are compared.
OpenStretch chain_year(const Zone& zone, Date on) { return {midnight(zone, on), midnight(zone, add(on, Period{12, 0}))}; }

/// Its targets that speak of what is promised: of the promise's own priority where there are such, else those for all tickets.
std::vector<std::size_t> matching_targets(const ChainRegisters& registers, const SlaTarget& promise, const std::string& agreement) {
    std::vector<std::size_t> all;
    for (const auto index : registers.targets_of(agreement)) {
        const auto& target = registers.targets()[index];
        if (target.metric == promise.metric && (!is_timed(promise.metric) || target.tickets == promise.tickets)) {
            all.push_back(index);
        }
    }
    if (promise.priority.empty()) {
        return all;
    }
    const auto of_priority = [&](const std::string& priority) {
        std::vector<std::size_t> found;
        std::ranges::copy_if(all, std::back_inserter(found), [&](std::size_t index) { return registers.targets()[index].priority == priority; });
        return found;
    };
    const auto own = of_priority(promise.priority);
    return own.empty() ? of_priority("") : own;
}

void carry_availability(const SlaTarget& promise, const SlaTarget& target, OpenStretch year, ChainPart& part) {
    const auto hours = covered_hours(target.calendar->calendar, promise.calendar->calendar, year.from, year.to);
    if (hours.of == 0) {
        part.why = fmt::format("{} is not open in the year from then on", promise.calendar->id);
        return;
    }
    const auto given = ExactShare::of_percent(target.target);
    part.share = {given * ExactShare::ratio_cut(hours.covered, hours.of), given * ExactShare::ratio_raised(hours.covered, hours.of)};
    if (hours.covered < hours.of) {
        part.why = fmt::format("{} covers {} % of the hours of {}", target.calendar->id, ExactShare::ratio_cut(hours.covered, hours.of).percent_text(2),
                               promise.calendar->id);
    }
    const auto wanted = ExactShare::of_percent(promise.target);
    part.result = part.share.low >= wanted ? LinkResult::holds : part.share.high < wanted ? LinkResult::weak : LinkResult::unknown;
}

void carry_limit(const SlaTarget& promise, const SlaTarget& target, OpenStretch year, ChainPart& part) {
    if (!target.limit) {
        part.why = "it names no time limit";
        return;
    }
    if (target.calendar == nullptr) {
        part.why = fmt::format("its calendar '{}' is not defined in assay.xml", target.calendar_name);
        return;
    }
    const auto worst = worst_elapsed(target.calendar->calendar, promise.calendar->calendar, target.limit->count(), year.from, year.to);
    if (!worst) {
        part.why = fmt::format("{} is not open long enough to use up {}", target.calendar->id, to_text(*target.limit));
        return;
    }
    part.worst = seconds{*worst};
    part.result = LinkResult::holds;
    if (*part.worst > *promise.limit) {
        part.result = LinkResult::weak;
        part.why = fmt::format("until {} of {} are used up, {} of {} may pass", to_text(*target.limit), target.calendar->id, to_text(*part.worst),
                               promise.calendar->id);
    } else if (target.target < promise.target) {
        part.result = LinkResult::weak;
        part.why = fmt::format("it binds {} % of the tickets, {} % are promised", decimal_to_text(target.target, k_target_scale),
                               decimal_to_text(promise.target, k_target_scale));
    }
}

void judge_part(const SlaTarget& promise, const SlaTarget& target, OpenStretch year, ChainPart& part) {
    if (!target.fault.empty()) {
        part.why = target.fault;
    } else if (promise.metric == TargetMetric::availability) {
        carry_availability(promise, target, year, part);
    } else if (promise.metric == TargetMetric::throughput) {
        part.result = target.target >= promise.target ? LinkResult::holds : LinkResult::weak;
    } else {
        carry_limit(promise, target, year, part);
    }
}

/// The targets of one agreement hold together: of those of one priority the best counts, and each priority must hold.
void carry_together(const ChainRegisters& registers, const SlaTarget& promise, ChainCarried& carried) {
    std::map<std::string, std::vector<const ChainPart*>> by_priority;
    for (const auto& part : carried.parts) {
        by_priority[registers.targets()[*part.target].priority].push_back(&part);
    }
    carried.result = LinkResult::holds;
    carried.worst = seconds{0};
    carried.share = {ExactShare::all(), ExactShare::all()};
    for (const auto& [priority, parts] : by_priority) {
        auto result = LinkResult::weak;
        std::optional<seconds> worst;
        ShareBounds share{{}, {}};
        for (const auto* part : parts) {
            result = best_link(result, part->result);
            worst = part->worst && worst ? std::min(*worst, *part->worst) : part->worst ? part->worst : worst;
            share = {std::max(share.low, part->share.low), std::max(share.high, part->share.high)};
            if (const auto& target = registers.targets()[*part->target]; target.fault.empty()) {
                carried.number = std::max(carried.number.value_or(0), target.target);
            }
        }
        carried.result = worst_link(carried.result, result);
        carried.worst = worst && carried.worst ? std::optional(std::max(*worst, *carried.worst)) : std::nullopt;
        carried.share = {std::min(share.low, carried.share.low), std::min(share.high, carried.share.high)};
    }
    if (is_timed(promise.metric) && promise.priority.empty() && !by_priority.contains("") && carried.result == LinkResult::holds) {
        carried.result = LinkResult::unknown;
        carried.parts.back().why = "it names no limit for the other priorities";
    }
}

} // namespace

LinkResult best_link(LinkResult a, LinkResult b) {
    if (a == LinkResult::holds || b == LinkResult::holds) {
        return LinkResult::holds;
    }
    return a == LinkResult::unknown || b == LinkResult::unknown ? LinkResult::unknown : LinkResult::weak;
}

LinkResult worst_link(LinkResult a, LinkResult b) {
    if (a == LinkResult::weak || b == LinkResult::weak) {
        return LinkResult::weak;
    }
    return a == LinkResult::unknown || b == LinkResult::unknown ? LinkResult::unknown : LinkResult::holds;
}

ChainCarried carry_promise(const ChainRegisters& registers, const SlaTarget& promise, const ChainSupport& support, const Zone& zone, Date on) {
    const auto& agreement = registers.agreements().at(support.agreement);
    const auto* contract = registers.find_contract(agreement.contract);
    ChainPart part;
    part.agreement = agreement.id;
    part.component = agreement.component;
    part.contract = agreement.contract;
    part.supplier = contract == nullptr ? "" : contract->supplier;
    part.by_service = support.by_service;
    ChainCarried carried;
    const auto targets = support.missing.empty() ? matching_targets(registers, promise, agreement.id) : std::vector<std::size_t>{};
    if (targets.empty()) {
        part.why = support.missing;
        if (part.why.empty()) {
            part.why = fmt::format("{} names no target of {}{}", agreement.id, to_text(promise.metric), promise.priority.empty() ? "" : " for " + promise.priority);
        }
        carried.parts.push_back(std::move(part));
        return carried;
    }
    const auto year = chain_year(zone, on);
    for (const auto index : targets) {
        auto each = part;
        each.target = index;
        judge_part(promise, registers.targets()[index], year, each);
        carried.parts.push_back(std::move(each));
    }
    carry_together(registers, promise, carried);
    return carried;
}

} // namespace assay
