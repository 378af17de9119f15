#include "assess/sla_judge.hpp"

#include <array>

namespace assay {
namespace {

/// Without states it cannot be said that the clock never stopped, unless the agreement says that it never does.
bool stops_known(const SlaTarget& target, const TicketFacts& facts) {
    return !facts.stays.empty() || (target.stops_stated && target.stops.empty() && target.group.empty());
}

TicketVerdict by_limit(std::int64_t used, std::int64_t limit, bool ended) {
    if (used > limit) {
        return TicketVerdict::missed;
    }
    return ended ? TicketVerdict::met : TicketVerdict::running;
}

void judge_by_clock(const TicketRule& rule, const TicketFacts& facts, TicketJudgement& judged) {
    const auto limit = rule.clock.limit;
    const auto& clock = judged.clock;
    const bool ended = clock.ended.has_value();
    const auto gross = clock.elapsed + clock.stopped;
    if (!clock.in_calendar) {
        judged.reason = TicketReason::outside_calendar;
        return;
    }
    if (!stops_known(*rule.target, facts)) {
        judged.reason = ended && gross <= limit ? TicketReason::stops_unknown_within : TicketReason::stops_unknown;
        return;
    }
    judged.verdict = by_limit(clock.elapsed, limit, ended);
    judged.whole = by_limit(gross, limit, ended);
}

void judge_by_due_time(const TicketFacts& facts, std::int64_t now, TicketJudgement& judged) {
    if (!facts.due) {
        judged.reason = TicketReason::no_due_time;
        return;
    }
    judged.clock.due = facts.due;
    const bool late = judged.clock.ended.value_or(now) > *facts.due;
    judged.verdict = late ? TicketVerdict::missed : judged.clock.ended ? TicketVerdict::met : TicketVerdict::running;
    judged.whole = judged.verdict;
}

void judge_by_flag(const TicketFacts& facts, TicketJudgement& judged) {
    if (!facts.made) {
        judged.reason = TicketReason::no_flag;
        return;
    }
    judged.clock.due = facts.due;
    const bool over = judged.clock.ended || facts.done;
    judged.verdict = !*facts.made ? TicketVerdict::missed : over ? TicketVerdict::met : TicketVerdict::running;
    judged.whole = judged.verdict;
}

/// A ticket that is done, without a word when: done by the time it was closed is all that is known.
void judge_closed(const TicketRule& rule, const TicketFacts& facts, TicketJudgement& judged) {
    judged.reason = TicketReason::end_unknown;
    if (!facts.closed) {
        return;
    }
    const bool by_clock = rule.target->measured_by == MeasuredBy::clock;
    if (by_clock && judged.clock.in_calendar && stops_known(*rule.target, facts) && judged.clock.elapsed <= rule.clock.limit) {
        judged.verdict = TicketVerdict::met;
        judged.whole = judged.clock.elapsed + judged.clock.stopped <= rule.clock.limit ? TicketVerdict::met : TicketVerdict::unknown;
        judged.reason = TicketReason::none;
    } else if (rule.target->measured_by == MeasuredBy::due_time && facts.due && *facts.closed <= *facts.due) {
        judged.clock.due = facts.due;
        judged.verdict = judged.whole = TicketVerdict::met;
        judged.reason = TicketReason::none;
    }
}

void place(const TicketRule& rule, const TicketFacts& facts, std::int64_t now, TicketJudgement& judged) {
    const auto due = judged.clock.due ? judged.clock.due : facts.due;
    const auto fallback = facts.closed.value_or(now);
    switch (rule.target->month_by) {
    case MonthBy::opened: judged.month_at = facts.opened; return;
    case MonthBy::resolved: judged.month_at = judged.clock.ended ? *judged.clock.ended : facts.done ? fallback : due.value_or(fallback); return;
    case MonthBy::due: judged.month_at = due ? *due : judged.clock.ended.value_or(fallback); return;
    }
}

void exclude(const TicketRule& rule, const TicketFacts& facts, TicketJudgement& judged) {
    const auto& agreed = rule.target->exclusions;
    if (facts.cancelled && agreed.contains("cancelled")) {
        judged.verdict = TicketVerdict::excluded;
        judged.reason = TicketReason::excluded_cancelled;
    } else if (!facts.exclusion.empty() && agreed.contains(std::string(facts.exclusion))) {
        judged.verdict = TicketVerdict::excluded;
        judged.reason = TicketReason::excluded_claimed;
    }
}

} // namespace

std::string_view to_text(TicketReason reason) {
    constexpr std::array<std::string_view, 11> k_words{
        "",
        "clock stops unknown: no state of the ticket is recorded",
        "clock stops unknown: no state of the ticket is recorded (within the limit even if the clock never stopped)",
        "done, but when is not recorded",
        "no response time is recorded",
        "neither the target nor the ticket says by when",
        "the source's flag is not recorded",
        "it ends before it was opened",
        "its times lie outside the years of the calendar",
        "cancelled, excluded by the agreement",
        "the exclusion claimed for it is agreed",
    };
    return k_words[static_cast<std::size_t>(reason)];
}

TicketJudgement judge_ticket(const TicketRule& rule, const TicketFacts& facts, std::int64_t now) {
    TicketJudgement judged;
    const bool response = rule.target->metric == TargetMetric::response;
    judged.clock = read_clock(rule.clock, facts.opened, facts.ended, facts.stays, now);
    // Done without a word when, or reopened after that word: the clock is read up to the closure, which is later.
    const bool end_unsaid = facts.done && !judged.clock.ended && !response;
    if (end_unsaid && facts.closed) {
        judged.clock = read_clock(rule.clock, facts.opened, facts.ended, facts.stays, *facts.closed);
    }
    if (rule.target->measured_by != MeasuredBy::clock) {
        judged.clock.due.reset();
    }
    if (judged.clock.ended && *judged.clock.ended < facts.opened) {
        judged.reason = TicketReason::ends_before_opening;
    } else if (rule.target->measured_by == MeasuredBy::flag) {
        judge_by_flag(facts, judged);
    } else if (response && !facts.ended && (facts.done || !rule.responses_recorded)) {
        judged.reason = TicketReason::response_unknown;
    } else if (end_unsaid) {
        judge_closed(rule, facts, judged);
    } else if (rule.target->measured_by == MeasuredBy::due_time) {
        judge_by_due_time(facts, now, judged);
    } else {
        judge_by_clock(rule, facts, judged);
    }
    place(rule, facts, now, judged);
    exclude(rule, facts, judged);
    return judged;
}

} // namespace assay
