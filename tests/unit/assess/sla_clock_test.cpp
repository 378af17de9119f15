#include "assess/sla_clock.hpp"
#include "assess/sla_intervals.hpp"
#include "assess/sla_judge.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <rapidcheck.h>

#include <algorithm>

using namespace assay;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

constexpr std::int64_t k_minute = 60;
constexpr std::int64_t k_hour = 3600;
// Numbers of states as the tests use them.
constexpr std::uint16_t k_working = 1;
constexpr std::uint16_t k_waiting = 2;
constexpr std::uint16_t k_resolved = 3;
constexpr std::uint16_t k_closed = 4;

std::int64_t at(std::string_view text) {
    const auto local = parse_datetime(text).value();
    return (Instant(local.day) + local.time_of_day).time_since_epoch().count();
}

const BusinessCalendar& always() {
    static const auto k_calendar = BusinessCalendar::always_open();
    return k_calendar;
}

const BusinessCalendar& office() {
    static const auto k_calendar = [] {
        CalendarDefinition definition;
        for (std::size_t day = 0; day < 5; ++day) {
            definition.weekly[day] = {{hours{9}, hours{17}}};
        }
        return BusinessCalendar(definition, Zone::find("Europe/London"));
    }();
    return k_calendar;
}

ClockPolicy policy(const BusinessCalendar& calendar, std::int64_t limit) {
    ClockPolicy policy;
    policy.calendar = &calendar;
    policy.limit = limit;
    policy.final_states = {false, false, false, true, true};
    policy.stops_stated = true;
    policy.stop_states = {false, false, true, false, false};
    return policy;
}

/// The clock as one would follow it minute by minute. All instants are whole minutes.
struct SlowClock {
    std::int64_t elapsed = 0;
    std::int64_t stopped = 0;
    std::optional<std::int64_t> due;
    std::optional<std::int64_t> ended;
};

bool is_final(const ClockPolicy& policy, std::uint16_t state) { return state < policy.final_states.size() && policy.final_states[state]; }

std::optional<std::int64_t> slow_end(const ClockPolicy& policy, std::optional<std::int64_t> recorded, const std::vector<Stay>& stays) {
    if (!policy.ends_with_state) {
        return recorded;
    }
    std::optional<std::int64_t> last_work;
    for (const auto& stay : stays) {
        if (!is_final(policy, stay.state)) {
            last_work = stay.entered;
        }
    }
    if (recorded && (!last_work || *last_work <= *recorded)) {
        return recorded;
    }
    for (const auto& stay : stays) {
        if (is_final(policy, stay.state) && (!last_work || stay.entered > *last_work)) {
            return stay.entered;
        }
    }
    return std::nullopt;
}

enum class Minute : std::uint8_t { runs, stands, rests };

Minute slow_minute(const ClockPolicy& policy, const std::vector<Stay>& stays, std::int64_t at) {
    const Stay* in = nullptr;
    for (const auto& stay : stays) {
        if (stay.entered <= at) {
            in = at < stay.left ? &stay : nullptr;
        }
    }
    if (in == nullptr) {
        return policy.group ? Minute::rests : Minute::runs;
    }
    if (is_final(policy, in->state) || (policy.group && in->group != *policy.group)) {
        return Minute::rests;
    }
    const bool stands = policy.stops_stated ? in->state < policy.stop_states.size() && policy.stop_states[in->state] : in->stopped;
    return stands ? Minute::stands : Minute::runs;
}

SlowClock slow_clock(const ClockPolicy& policy, std::int64_t opened, std::optional<std::int64_t> recorded, const std::vector<Stay>& stays, std::int64_t now) {
    SlowClock slow;
    slow.ended = slow_end(policy, recorded, stays);
    const auto until = slow.ended.value_or(now);
    const auto open = [&](std::int64_t minute) { return policy.calendar->is_open(Instant{seconds{minute}}); };
    for (auto minute = opened; minute < until; minute += k_minute) {
        const auto kind = slow_minute(policy, stays, minute);
        slow.stopped += kind == Minute::stands && open(minute) ? k_minute : 0;
        if (kind == Minute::runs && open(minute)) {
            slow.elapsed += k_minute;
            slow.due = !slow.due && slow.elapsed >= policy.limit ? std::optional(minute + k_minute) : slow.due;
        }
    }
    const bool goes_on = slow.ended || slow_minute(policy, stays, until) == Minute::runs;
    if (!slow.due && goes_on) {
        auto left = policy.limit - slow.elapsed;
        for (auto minute = until;; minute += k_minute) {
            left -= open(minute) ? k_minute : 0;
            if (left <= 0) {
                slow.due = minute + k_minute;
                break;
            }
        }
    }
    return slow;
}

} // namespace

TEST_CASE("the clock stands in the states that the agreement names") {
    const std::vector<Stay> stays{{at("2026-01-05T10:00"), at("2026-01-05T12:00"), k_working, 0, false},
                                  {at("2026-01-05T12:00"), at("2026-01-06T10:00"), k_waiting, 0, false},
                                  {at("2026-01-06T10:00"), at("2026-01-06T11:00"), k_working, 0, false},
                                  {at("2026-01-06T11:00"), Stay::k_still, k_resolved, 0, false}};
    const auto reading = read_clock(policy(office(), 4 * k_hour), at("2026-01-05T10:00"), at("2026-01-06T11:00"), stays, at("2026-02-01T00:00"));
    CHECK(reading.ended == at("2026-01-06T11:00"));
    CHECK(reading.elapsed == 3 * k_hour);
    CHECK(reading.stopped == 6 * k_hour);
    CHECK(reading.due == at("2026-01-06T12:00"));
}

TEST_CASE("a reopened ticket resumes its clock, and the time it was resolved does not count") {
    const std::vector<Stay> stays{{at("2026-01-05T10:00"), at("2026-01-05T11:00"), k_working, 0, false},
                                  {at("2026-01-05T11:00"), at("2026-01-07T11:00"), k_resolved, 0, false},
                                  {at("2026-01-07T11:00"), at("2026-01-07T14:00"), k_working, 0, false},
                                  {at("2026-01-07T14:00"), at("2026-01-08T14:00"), k_resolved, 0, false},
                                  {at("2026-01-08T14:00"), Stay::k_still, k_closed, 0, false}};
    // The ticket still names its first resolution.
    const auto reading = read_clock(policy(always(), 4 * k_hour), at("2026-01-05T10:00"), at("2026-01-05T11:00"), stays, at("2026-02-01T00:00"));
    CHECK(reading.ended == at("2026-01-07T14:00"));
    CHECK(reading.elapsed == 4 * k_hour);
    CHECK(reading.due == at("2026-01-07T14:00"));
    const auto open = read_clock(policy(always(), 4 * k_hour), at("2026-01-05T10:00"), at("2026-01-05T11:00"), std::span(stays).first(3), at("2026-01-07T13:00"));
    CHECK_FALSE(open.ended.has_value());
    CHECK(open.elapsed == 3 * k_hour);
    CHECK(open.due == at("2026-01-07T14:00"));
}

TEST_CASE("an open clock that stands has no due time yet") {
    const std::vector<Stay> stays{{at("2026-01-05T10:00"), Stay::k_still, k_waiting, 0, false}};
    const auto reading = read_clock(policy(always(), k_hour), at("2026-01-05T09:30"), std::nullopt, stays, at("2026-01-09T00:00"));
    CHECK(reading.elapsed == k_hour / 2);
    CHECK_FALSE(reading.due.has_value());
}

TEST_CASE("where the agreement names no states, the log's own word stops the clock") {
    auto by_log = policy(always(), k_hour);
    by_log.stops_stated = false;
    const std::vector<Stay> stays{{at("2026-01-05T10:00"), at("2026-01-05T11:00"), k_waiting, 0, false}, {at("2026-01-05T11:00"), at("2026-01-05T13:00"), k_working, 0, true}};
    const auto reading = read_clock(by_log, at("2026-01-05T10:00"), at("2026-01-05T14:00"), stays, at("2026-01-09T00:00"));
    CHECK(reading.elapsed == 2 * k_hour);
    CHECK(reading.stopped == 2 * k_hour);
}

TEST_CASE("times beyond the years of a calendar are told apart") {
    CHECK_FALSE(read_clock(policy(office(), k_hour), at("1960-01-05T10:00"), at("2026-01-05T14:00"), {}, at("2026-01-09T00:00")).in_calendar);
}

TEST_CASE("the clock equals one that is followed minute by minute") {
    CHECK(rc::check([] {
        auto rule = policy(*rc::gen::arbitrary<bool>() ? office() : always(), *rc::gen::inRange<std::int64_t>(1, 30 * 60) * k_minute);
        rule.stops_stated = *rc::gen::arbitrary<bool>();
        rule.ends_with_state = *rc::gen::inRange(0, 4) > 0;
        if (*rc::gen::inRange(0, 3) == 0) {
            rule.group = std::uint16_t{1};
        }
        const auto begin = at("2026-03-26T00:00");   // a change of the clock on the 29th
        const auto opened = begin + *rc::gen::inRange<std::int64_t>(0, 3 * 1440) * k_minute;
        std::vector<Stay> stays;
        auto entered = begin + *rc::gen::inRange<std::int64_t>(0, 4 * 1440) * k_minute;
        for (int count = *rc::gen::inRange(0, 6); count > 0; --count) {
            const auto length = *rc::gen::inRange<std::int64_t>(1, 900) * k_minute;
            Stay stay{entered, entered + length, static_cast<std::uint16_t>(*rc::gen::inRange(0, 5)), static_cast<std::uint16_t>(*rc::gen::inRange(0, 3)),
                      *rc::gen::arbitrary<bool>()};
            entered += length + (*rc::gen::inRange(0, 3) == 0 ? *rc::gen::inRange<std::int64_t>(0, 300) * k_minute : 0);
            if (count == 1 && *rc::gen::inRange(0, 3) > 0) {
                stay.left = Stay::k_still;
            }
            stays.push_back(stay);
        }
        const auto now = std::max(opened, entered) + *rc::gen::inRange<std::int64_t>(0, 1440) * k_minute;
        std::optional<std::int64_t> recorded;
        if (*rc::gen::arbitrary<bool>()) {
            recorded = std::min(now, opened + *rc::gen::inRange<std::int64_t>(0, 3 * 1440) * k_minute);
        }
        const auto slow = slow_clock(rule, opened, recorded, stays, now);
        RC_PRE(!slow.ended || *slow.ended >= opened);
        const auto fast = read_clock(rule, opened, recorded, stays, now);
        RC_ASSERT(fast.in_calendar);
        RC_ASSERT(fast.ended == slow.ended);
        RC_ASSERT(fast.elapsed == slow.elapsed);
        RC_ASSERT(fast.stopped == slow.stopped);
        RC_ASSERT(fast.due == slow.due);
    }));
}

namespace {

struct Judged {
    SlaTarget target;
    TicketRule rule;
    TicketFacts facts;

    Judged() {
        target.metric = TargetMetric::resolution;
        rule.clock = policy(always(), 4 * k_hour);
        facts.opened = at("2026-01-31T22:00");
    }
    TicketJudgement judge(std::string_view now = "2026-03-01T00:00") {
        rule.target = &target;
        return judge_ticket(rule, facts, at(now));
    }
};

const std::vector<Stay> k_worked{{at("2026-01-31T22:00"), Stay::k_still, k_working, 0, false}};

} // namespace

TEST_CASE("without states a ticket is never met, because clock stops are unknown") {
    Judged ticket;
    ticket.facts.ended = at("2026-01-31T23:00");
    const auto early = ticket.judge();
    CHECK(early.verdict == TicketVerdict::unknown);
    CHECK(to_text(early.reason) == "clock stops unknown: no state of the ticket is recorded (within the limit even if the clock never stopped)");
    ticket.facts.ended = at("2026-02-02T00:00");
    const auto late = ticket.judge();
    CHECK(late.verdict == TicketVerdict::unknown);
    CHECK(to_text(late.reason) == "clock stops unknown: no state of the ticket is recorded");
    // An agreement that says that the clock never stops needs no states.
    ticket.target.stops_stated = true;
    CHECK(ticket.judge().verdict == TicketVerdict::missed);
    ticket.facts.ended = at("2026-01-31T23:00");
    CHECK(ticket.judge().verdict == TicketVerdict::met);
}

TEST_CASE("a ticket open past its target is missed in the month in which the target passed") {
    Judged ticket;
    ticket.facts.stays = k_worked;
    const auto judged = ticket.judge();
    CHECK(judged.verdict == TicketVerdict::missed);
    CHECK(judged.month_at == at("2026-02-01T02:00"));
    ticket.target.month_by = MonthBy::resolved;
    CHECK(ticket.judge().month_at == at("2026-02-01T02:00"));
    ticket.target.month_by = MonthBy::opened;
    CHECK(ticket.judge().month_at == at("2026-01-31T22:00"));
    CHECK(ticket.judge("2026-02-01T02:00").verdict == TicketVerdict::running);
    CHECK(ticket.judge("2026-02-01T02:01").verdict == TicketVerdict::missed);
}

TEST_CASE("resolution, opening or due time places a resolved ticket in its month") {
    Judged ticket;
    ticket.facts.stays = k_worked;
    ticket.facts.ended = at("2026-03-05T00:00");
    const auto month_at = [&](MonthBy by) {
        ticket.target.month_by = by;
        return ticket.judge("2026-04-01T00:00").month_at;
    };
    CHECK(month_at(MonthBy::opened) == at("2026-01-31T22:00"));
    CHECK(month_at(MonthBy::resolved) == at("2026-03-05T00:00"));
    CHECK(month_at(MonthBy::due) == at("2026-02-01T02:00"));
}

TEST_CASE("exclusions count only where the agreement names them, and the whole figure has them not") {
    Judged ticket;
    ticket.facts.stays = k_worked;
    ticket.facts.ended = at("2026-02-02T00:00");
    ticket.facts.cancelled = true;
    ticket.facts.exclusion = "customer";
    CHECK(ticket.judge().verdict == TicketVerdict::missed);
    ticket.target.exclusions = {"third_party"};
    CHECK(ticket.judge().verdict == TicketVerdict::missed);
    ticket.target.exclusions = {"customer"};
    CHECK(ticket.judge().verdict == TicketVerdict::excluded);
    CHECK(ticket.judge().whole == TicketVerdict::missed);
    ticket.target.exclusions = {"cancelled"};
    CHECK(to_text(ticket.judge().reason) == "cancelled, excluded by the agreement");
}

TEST_CASE("clock stops are left out of the whole figure") {
    Judged ticket;
    const std::vector<Stay> stays{{at("2026-01-31T22:00"), at("2026-02-01T08:00"), k_waiting, 0, false}, {at("2026-02-01T08:00"), Stay::k_still, k_working, 0, false}};
    ticket.facts.stays = stays;
    ticket.facts.ended = at("2026-02-01T09:00");
    CHECK(ticket.judge().verdict == TicketVerdict::met);
    CHECK(ticket.judge().whole == TicketVerdict::missed);
}

TEST_CASE("a ticket closed without a resolution time is met only when even its closure is in time") {
    Judged ticket;
    ticket.target.stops_stated = true;
    ticket.facts.done = true;
    ticket.facts.closed = at("2026-02-01T01:00");
    CHECK(ticket.judge().verdict == TicketVerdict::met);
    ticket.facts.closed = at("2026-02-01T09:00");
    CHECK(ticket.judge().verdict == TicketVerdict::unknown);
    CHECK(to_text(ticket.judge().reason) == "done, but when is not recorded");
}

TEST_CASE("a ticket that was reopened and then closed without another word is judged by its closure, not by the day it is looked at") {
    Judged ticket;
    const std::vector<Stay> stays{{at("2026-01-31T22:00"), at("2026-01-31T23:00"), k_working, 0, false},
                                  {at("2026-01-31T23:00"), at("2026-02-01T00:00"), k_resolved, 0, false},
                                  {at("2026-02-01T00:00"), at("2026-02-01T01:00"), k_working, 0, false}};
    ticket.facts.stays = stays;
    ticket.facts.ended = at("2026-01-31T23:00");
    ticket.facts.done = true;
    ticket.facts.closed = at("2026-02-01T01:30");
    CHECK(ticket.judge().verdict == TicketVerdict::met);
    ticket.facts.closed = at("2026-02-02T00:00");
    CHECK(ticket.judge().verdict == TicketVerdict::unknown);
    CHECK(to_text(ticket.judge().reason) == "done, but when is not recorded");
}

TEST_CASE("a ticket that ends before its opening is placed by the due time that follows from the opening") {
    Judged ticket;
    ticket.facts.stays = k_worked;
    ticket.facts.ended = at("2026-01-31T12:00");
    ticket.rule.clock.ends_with_state = false;
    CHECK(ticket.judge().month_at == at("2026-02-01T02:00"));
}

TEST_CASE("the ticket's own due time and the source's flag are used where the target says so") {
    Judged ticket;
    ticket.target.measured_by = MeasuredBy::due_time;
    CHECK(to_text(ticket.judge().reason) == "neither the target nor the ticket says by when");
    ticket.facts.due = at("2026-02-01T00:00");
    CHECK(ticket.judge().verdict == TicketVerdict::missed);
    CHECK(ticket.judge("2026-02-01T00:00").verdict == TicketVerdict::running);
    ticket.facts.ended = at("2026-02-01T00:00");
    CHECK(ticket.judge().verdict == TicketVerdict::met);
    ticket.target.measured_by = MeasuredBy::flag;
    CHECK(to_text(ticket.judge().reason) == "the source's flag is not recorded");
    ticket.facts.made = false;
    CHECK(ticket.judge().verdict == TicketVerdict::missed);
    ticket.facts.made = true;
    CHECK(ticket.judge().verdict == TicketVerdict::met);
}

TEST_CASE("a missing response time is unknown, unless responses are recorded and the ticket waits past its target") {
    Judged ticket;
    ticket.target.metric = TargetMetric::response;
    ticket.rule.clock.ends_with_state = false;
    ticket.facts.stays = k_worked;
    CHECK(ticket.judge().verdict == TicketVerdict::missed);
    ticket.rule.responses_recorded = false;
    CHECK(to_text(ticket.judge().reason) == "no response time is recorded");
    ticket.rule.responses_recorded = true;
    ticket.facts.done = true;
    CHECK(ticket.judge().verdict == TicketVerdict::unknown);
}

TEST_CASE("an end before the opening decides nothing") {
    Judged ticket;
    ticket.facts.stays = k_worked;
    ticket.facts.ended = at("2026-01-31T21:00");
    ticket.rule.clock.ends_with_state = false;
    CHECK(to_text(ticket.judge().reason) == "it ends before it was opened");
}

TEST_CASE("overlapping stretches count once") {
    CHECK(rc::check([] {
        const auto random = [] {
            std::vector<OpenStretch> stretches;
            for (int count = *rc::gen::inRange(0, 8); count > 0; --count) {
                const auto from = *rc::gen::inRange<std::int64_t>(0, 100);
                stretches.push_back({from, from + *rc::gen::inRange<std::int64_t>(-3, 30)});
            }
            return stretches;
        };
        const auto holds = [](const std::vector<OpenStretch>& stretches, std::int64_t second) {
            return std::ranges::any_of(stretches, [&](const OpenStretch& each) { return each.from <= second && second < each.to; });
        };
        const auto a = random();
        const auto b = random();
        const auto merged = merge_stretches(a);
        const auto from = *rc::gen::inRange<std::int64_t>(0, 100);
        const auto to = from + *rc::gen::inRange<std::int64_t>(0, 60);
        std::int64_t expected = 0;
        for (auto second = from; second < to; ++second) {
            expected += holds(a, second) ? 1 : 0;
        }
        RC_ASSERT(business_time_of(always(), merged, from, to) == expected);
        const auto both = intersect_stretches(merged, merge_stretches(b));
        for (std::int64_t second = 0; second < 140; ++second) {
            RC_ASSERT(holds(both, second) == (holds(a, second) && holds(b, second)));
        }
    }));
}
