#include "assess/sla_tickets.hpp"

#include "assess/sla_columns.hpp"
#include "assess/sla_judge.hpp"
#include "assess/sla_stays.hpp"

#include <algorithm>
#include <unordered_map>

namespace assay {
namespace {

using std::chrono::seconds;

enum Column : std::size_t { k_number, k_service, k_priority, k_state, k_opened, k_ended, k_responded, k_closed, k_due, k_made, k_exclusion };

std::optional<std::int64_t> number_by(const Value& value, std::int64_t now) {
    const auto* number = number_of(value);
    return number != nullptr && *number <= now ? std::optional(*number) : std::nullopt;
}
std::string_view view_of(const Value& value) {
    const auto* text = text_of(value);
    return text != nullptr ? std::string_view(*text) : std::string_view();
}
std::optional<Instant> instant_of(const std::optional<std::int64_t>& at) { return at ? std::optional(Instant{seconds{*at}}) : std::nullopt; }

/// A target of this register, ready to count.
struct Counter {
    std::size_t index = 0;
    TicketRule rule;
    InForce dates;
};

/// What a state's word says, worked out once per word.
struct StateMeaning {
    bool final_state = false;
    bool cancelled = false;
};

class TicketScan {
public:
    TicketScan(const SlaInput& input, const Register& of, std::span<const SlaTarget> targets, MonthGrid& grid, const TicketVisitor& visit)
        : m_input(input), m_of(of), m_grid(grid), m_visit(visit), m_now(input.judged_at.time_since_epoch().count()) {
        m_read.register_id = of.id;
        bool clocks = false;
        for (std::size_t index = 0; index < targets.size(); ++index) {
            const auto& target = targets[index];
            if (target.tickets == of.id && target.fault.empty() && target.metric != TargetMetric::availability && target.metric != TargetMetric::satisfaction) {
                m_counters.push_back({index, {&target, {}, true}, in_force(target, grid.zone_of(index))});
                clocks = clocks || target.metric != TargetMetric::throughput;
            }
        }
        if (clocks) {
            m_stays.read(input.runner, input.schema, of.id, m_now);
            m_responses = has_responses();
        }
        prepare();
    }

    TicketsRead scan(const Run& run) {
        if (m_counters.empty()) {
            return m_read;
        }
        m_input.runner.rows(columns(), [&](std::span<const Value> row) {
            if (++m_read.read % 10'000 == 0) {
                throw_if_stopped(run);
                run.progress.report(static_cast<std::uint64_t>(m_read.read), 0, "tickets");
            }
            count(row);
        });
        return m_read;
    }

private:
    [[nodiscard]] TableQuery columns() const {
        TableQuery query;
        query.relations.push_back({m_of.id, -1, {}});
        const bool request = m_of.id == "request";
        for (const auto* name : {"number", "service", "priority", "state", "opened_at", request ? "fulfilled_at" : "resolved_at", "responded_at", "closed_at",
                                 "target_due_at", "made_sla", "exclusion"}) {
            query.select.push_back(sla_column(m_of, name));
        }
        return query;
    }

    [[nodiscard]] bool has_responses() const {
        if (m_of.find_field("responded_at") == nullptr) {
            return false;
        }
        TableQuery query;
        query.relations.push_back({m_of.id, -1, {}});
        query.select.push_back(sla_column(m_of, "number"));
        QueryExpr recorded;
        recorded.op = QueryOp::exists;
        recorded.args.push_back(sla_column(m_of, "responded_at"));
        query.where.push_back(std::move(recorded));
        query.limit = 1;
        bool any = false;
        m_input.runner.rows(query, [&](std::span<const Value>) { any = true; });
        return any;
    }

    void prepare() {
        static const auto k_always = BusinessCalendar::always_open();
        for (auto& counter : m_counters) {
            const auto& target = *counter.rule.target;
            auto& clock = counter.rule.clock;
            clock.calendar = target.calendar != nullptr ? &target.calendar->calendar : &k_always;
            clock.limit = target.limit.value_or(seconds{0}).count();
            clock.final_states = m_stays.states().flags(final_state_words());
            clock.stops_stated = target.stops_stated;
            clock.stop_states = m_stays.states().flags(target.stops);
            clock.ends_with_state = target.metric != TargetMetric::response;
            if (!target.group.empty()) {
                // A group that never held a ticket has no number; its clock never runs.
                const auto named = m_stays.groups().flags(std::vector{target.group});
                clock.group = static_cast<std::uint16_t>(std::ranges::find(named, true) - named.begin());
            }
            counter.rule.responses_recorded = m_responses;
            m_by_service[target.service].push_back(&counter);
        }
    }

    const StateMeaning& meaning(std::string_view state) {
        const auto found = m_meanings.find(std::string(state));
        return found != m_meanings.end() ? found->second
                                         : m_meanings.emplace(state, StateMeaning{is_final_state(state), is_cancelled_state(state)}).first->second;
    }

    void count(std::span<const Value> row) {
        const auto opened = number_by(row[k_opened], m_now);
        if (!opened) {
            ++m_read.after_judgement;
            return;
        }
        const auto* service = text_of(row[k_service]);
        if (service == nullptr) {
            ++m_read.without_service;
            return;
        }
        const auto found = m_by_service.find(*service);
        if (found == m_by_service.end()) {
            ++m_read.without_target;
            return;
        }
        TicketFacts facts;
        read_facts(row, *opened, facts);
        const auto& number = *text_of(row[k_number]);
        const auto priority = view_of(row[k_priority]);
        bool fits = false;
        bool in_dates = false;
        bool judged = false;
        bool stays_found = false;
        for (const auto* counter : found->second) {
            const auto& target = *counter->rule.target;
            if (!target.priority.empty() && target.priority != priority) {
                continue;
            }
            if (!stays_found) {
                facts.stays = m_stays.find(number);
                stays_found = true;
            }
            if (!target.group.empty() && !was_held(*counter, facts)) {
                continue;
            }
            fits = true;
            if (*opened < counter->dates.from || *opened >= counter->dates.to) {
                continue;
            }
            in_dates = true;
            facts.ended = number_by(row[target.metric == TargetMetric::response ? k_responded : k_ended], m_now);
            judged = add(*counter, facts, number) || judged;
        }
        ++(judged ? m_read.judged : !fits ? m_read.without_target : !in_dates ? m_read.outside_agreement : m_read.outside_months);
    }

    void read_facts(std::span<const Value> row, std::int64_t opened, TicketFacts& facts) {
        const auto& state = meaning(view_of(row[k_state]));
        facts.opened = opened;
        facts.closed = number_by(row[k_closed], m_now);
        // A final state that it reached only after the judgement is not the state it was in then.
        const auto reached_later = [&](Column column) { return number_of(row[column]) != nullptr && !number_by(row[column], m_now); };
        facts.done = facts.closed || (state.final_state && !reached_later(k_ended) && !reached_later(k_closed));
        facts.cancelled = state.cancelled;
        const auto* due = number_of(row[k_due]);
        facts.due = due != nullptr ? std::optional(*due) : std::nullopt;
        const auto* made = number_of(row[k_made]);
        facts.made = made != nullptr ? std::optional(*made != 0) : std::nullopt;
        facts.exclusion = view_of(row[k_exclusion]);
    }

    static bool was_held(const Counter& counter, const TicketFacts& facts) {
        return std::ranges::any_of(facts.stays, [&](const Stay& stay) { return stay.group == *counter.rule.clock.group; });
    }

    bool add(const Counter& counter, const TicketFacts& facts, const std::string& number) {
        if (const auto month = m_grid.find(counter.index, facts.opened)) {
            ++m_grid.at(counter.index, *month).workload;
        }
        if (counter.rule.target->metric == TargetMetric::throughput) {
            return add_completed(counter, facts, number);
        }
        const auto judged = judge_ticket(counter.rule, facts, m_now);
        const auto month = m_grid.find(counter.index, judged.month_at);
        if (!month) {
            return false;
        }
        auto& cell = m_grid.at(counter.index, *month);
        tally(cell, *counter.rule.target, judged);
        if (m_visit) {
            m_visit({counter.index, cell.month, number, judged.verdict, instant_of(facts.opened), instant_of(judged.clock.ended), instant_of(judged.clock.due),
                     judged.clock.elapsed, judged.clock.stopped, std::string(to_text(judged.reason))});
        }
        return true;
    }

    static void tally(TargetMonth& cell, const SlaTarget& target, const TicketJudgement& judged) {
        switch (judged.verdict) {
        case TicketVerdict::met: ++cell.counted.met; break;
        case TicketVerdict::missed: ++cell.counted.missed; break;
        case TicketVerdict::unknown: ++cell.counted.unknown; break;
        case TicketVerdict::running: ++cell.running; break;
        case TicketVerdict::excluded: ++cell.excluded; break;
        case TicketVerdict::measured: break;
        }
        switch (judged.whole) {
        case TicketVerdict::met: ++cell.whole.met; break;
        case TicketVerdict::missed: ++cell.whole.missed; break;
        case TicketVerdict::unknown: ++cell.whole.unknown; break;
        default: break;
        }
        // Stops count for nothing where the ticket's due time or the source's flag decides.
        const auto stopped = target.measured_by == MeasuredBy::clock ? judged.clock.stopped : 0;
        cell.excluded_seconds += judged.verdict == TicketVerdict::excluded ? judged.clock.elapsed + judged.clock.stopped : stopped;
    }

    /// Throughput: what was completed in the month.
    bool add_completed(const Counter& counter, const TicketFacts& facts, const std::string& number) {
        const bool excluded = facts.cancelled && counter.rule.target->exclusions.contains("cancelled");
        const auto at = facts.ended ? facts.ended : facts.done ? facts.closed : std::nullopt;
        if (!at) {
            return false;
        }
        const auto month = m_grid.find(counter.index, *at);
        if (!month) {
            return false;
        }
        auto& cell = m_grid.at(counter.index, *month);
        const auto verdict = excluded ? TicketVerdict::excluded : facts.ended ? TicketVerdict::met : TicketVerdict::unknown;
        ++(excluded ? cell.excluded : facts.ended ? cell.counted.met : cell.counted.unknown);
        ++(facts.ended ? cell.whole.met : cell.whole.unknown);
        if (m_visit) {
            const auto reason = excluded ? TicketReason::excluded_cancelled : facts.ended ? TicketReason::none : TicketReason::end_unknown;
            m_visit({counter.index, cell.month, number, verdict, instant_of(facts.opened), instant_of(facts.ended), std::nullopt, 0, 0,
                     std::string(to_text(reason))});
        }
        return true;
    }

    const SlaInput& m_input;
    const Register& m_of;
    MonthGrid& m_grid;
    const TicketVisitor& m_visit;
    std::int64_t m_now;
    bool m_responses = false;
    std::vector<Counter> m_counters;
    StayBook m_stays;
    std::unordered_map<std::string, std::vector<const Counter*>> m_by_service;
    std::unordered_map<std::string, StateMeaning> m_meanings;
    TicketsRead m_read;
};

} // namespace

TicketsRead count_tickets(const Run& run, const SlaInput& input, const std::string& register_id, std::span<const SlaTarget> targets, MonthGrid& grid,
                          const TicketVisitor& visit) {
    const auto* of = input.schema.find(register_id);
    if (of == nullptr) {
        TicketsRead nothing;
        nothing.register_id = register_id;
        return nothing;
    }
    return TicketScan(input, *of, targets, grid, visit).scan(run);
}

} // namespace assay
