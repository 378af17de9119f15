// From the scans to one result for each target and month.
#include "assay/assess/sla.hpp"

#include "assay/base/text.hpp"
#include "assess/population.hpp"
#include "assess/sla_decisions.hpp"
#include "assess/sla_grid.hpp"
#include "assess/sla_months.hpp"
#include "assess/sla_outages.hpp"
#include "assess/sla_tickets.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace assay {
namespace {

Month month_of(Date date) {
    const std::chrono::year_month_day day{date};
    return Month{day.year(), day.month()};
}

std::string register_of(const SlaTarget& target) {
    switch (target.metric) {
    case TargetMetric::availability: return "outage";
    case TargetMetric::satisfaction: return "satisfaction";
    default: return target.tickets;
    }
}

/// What the imports of a register declare to be complete, read once.
class Declared {
public:
    explicit Declared(const SlaInput& input) : m_input(input) {}

    struct Known {
        bool any = false;
        DeclaredDays days;
        bool record = true;
    };
    const Known& of(const std::string& register_id) {
        const auto found = m_known.find(register_id);
        return found != m_known.end() ? found->second : m_known.emplace(register_id, read(register_id)).first->second;
    }
    /// Why the register is not known to be complete in these days; empty when it is.
    [[nodiscard]] std::string gap(const std::string& register_id, Date from, Date to) {
        const auto& known = of(register_id);
        if (!known.any) {
            return fmt::format("no import of register '{}' declares its population", register_id);
        }
        if (!known.record) {
            return known.days.fault;
        }
        auto until = from - std::chrono::days{1};
        for (const auto& stretch : known.days.covered) {
            if (stretch.from > until + std::chrono::days{1}) {
                break;
            }
            until = std::max(until, stretch.to);
        }
        if (until >= to) {
            return {};
        }
        return !known.days.fault.empty() ? known.days.fault
                                         : fmt::format("the imports of register '{}' declare nothing for {}", register_id, to_text(until + std::chrono::days{1}));
    }

private:
    [[nodiscard]] Known read(const std::string& register_id) const {
        Known known;
        const auto* of = m_input.schema.find(register_id);
        if (of == nullptr) {
            return known;
        }
        const auto declarations = m_input.runner.declarations(register_id);
        known.any = !declarations.empty();
        known.record = of->kind == RegisterKind::record;
        known.days = declared_days(declarations, known.record);
        std::ranges::sort(known.days.covered, {}, &DatedRow::from);
        return known;
    }
    const SlaInput& m_input;
    std::map<std::string, Known> m_known;
};

bool runs_in(const SlaTarget& target, Month month) {
    return (!target.from || *target.from <= last_day(month)) && (!target.to || *target.to >= first_day(month));
}

Figure count_figure(const SlaTarget& target, const TargetMonth& month, bool excluding) {
    const auto& tally = excluding ? month.counted : month.whole;
    switch (target.metric) {
    case TargetMetric::availability:
        return {month.service_seconds - (excluding ? month.may_be_down_seconds : month.whole_may_be_down_seconds),
                month.service_seconds - (excluding ? month.down_seconds : month.whole_down_seconds), month.service_seconds};
    case TargetMetric::throughput: return {tally.met, tally.met + tally.unknown, 1};
    case TargetMetric::satisfaction: return {month.score_sum, month.score_sum, month.score_weight};
    default: return {tally.met, tally.met + tally.unknown, tally.population()};
    }
}

void conclude(const SlaTarget& target, TargetMonth& cell) {
    const auto figure = count_figure(target, cell, true);
    if (target.workload_limit && cell.workload > *target.workload_limit && target.exclusions.contains("above_workload")) {
        cell.result = TargetResult::not_binding;
        cell.why = fmt::format("{} opened, and the agreement binds up to {}", count_of(cell.workload, "ticket", "tickets"), group_thousands(*target.workload_limit));
    } else if (figure.of == 0) {
        cell.result = TargetResult::no_tickets;
        cell.why = target.metric == TargetMetric::availability ? "no hours of service in the month" : "";
    } else if (!reaches(target, figure.high, figure.of)) {
        cell.result = TargetResult::missed;
    } else if (!reaches(target, figure.low, figure.of)) {
        cell.result = TargetResult::undecided;
        cell.why = target.metric == TargetMetric::availability
                       ? fmt::format("{} without service or start, or ending before the start", count_of(cell.unclear, "outage", "outages"))
                       : count_of(figure.high - figure.low, "record decides nothing", "records decide nothing");
    } else {
        cell.result = cell.complete ? TargetResult::met : TargetResult::met_as_recorded;
        cell.why = cell.incomplete_why;
    }
}

class Measurement {
public:
    Measurement(const Run& run, const SlaInput& input, const TicketVisitor& visit) : m_run(run), m_input(input), m_visit(visit), m_declared(input) {}

    Attainment measure() {
        m_attainment.targets = read_sla_targets(m_input, m_attainment.targets_read);
        const auto today = m_input.zone.date_of(m_input.judged_at);
        const auto first = m_input.month.value_or(month_of(m_input.workspace.period_from));
        const auto last = m_input.month.value_or(month_of(std::min(m_input.workspace.period_to, today)));
        MonthGrid grid(m_attainment.targets, m_input.zone, first, last);
        count(grid);
        for (auto& cell : grid.take()) {
            const auto& target = m_attainment.targets[cell.target];
            const bool has_records = cell.counted.population() + cell.running + cell.excluded + cell.workload + cell.records > 0;
            if (runs_in(target, cell.month) || has_records) {
                finish(target, cell, today);
                m_attainment.months.push_back(std::move(cell));
            }
        }
        add_decisions(m_input, m_attainment.targets, m_attainment.months);
        return std::move(m_attainment);
    }

private:
    void count(MonthGrid& grid) {
        std::set<std::string> registers;
        bool outages = false;
        bool scores = false;
        for (const auto& target : m_attainment.targets) {
            if (!target.fault.empty()) {
                continue;
            }
            outages = outages || target.metric == TargetMetric::availability;
            scores = scores || target.metric == TargetMetric::satisfaction;
            if (target.metric != TargetMetric::availability && target.metric != TargetMetric::satisfaction) {
                registers.insert(target.tickets);
            }
        }
        for (const auto& each : registers) {
            m_attainment.tickets.push_back(count_tickets(m_run, m_input, each, m_attainment.targets, grid, m_visit));
        }
        if (outages) {
            const auto read = count_outages(m_input, m_attainment.targets, grid, m_visit);
            m_attainment.outages_unclear = read.unclear;
            m_has_outages = read.rows > 0;
        }
        if (scores) {
            m_attainment.scores_unusable = count_scores(m_input, m_attainment.targets, grid, m_visit).unusable;
        }
    }

    void finish(const SlaTarget& target, TargetMonth& cell, Date today) {
        if (!target.fault.empty()) {
            cell.result = TargetResult::unknown;
            cell.why = target.fault;
            return;
        }
        // What was opened under the agreement may fall into a month after its end: that month counts whole.
        auto from = std::max(first_day(cell.month), target.from.value_or(Date::min()));
        auto to = std::min(last_day(cell.month), target.to.value_or(Date::max()));
        if (from > to) {
            from = first_day(cell.month);
            to = last_day(cell.month);
        }
        cell.incomplete_why = today <= to ? "the month is not over" : m_declared.gap(register_of(target), from, to);
        cell.complete = cell.incomplete_why.empty();
        if (target.metric == TargetMetric::availability && !m_has_outages && !m_declared.of("outage").any) {
            cell.result = TargetResult::unknown;
            cell.why = "no outage record was ever loaded, nor declared that there was none";
            return;
        }
        conclude(target, cell);
        if (today <= to && cell.why.empty()) {
            cell.why = cell.incomplete_why;
        }
    }

    const Run& m_run;
    const SlaInput& m_input;
    const TicketVisitor& m_visit;
    Declared m_declared;
    bool m_has_outages = false;
    Attainment m_attainment;
};

} // namespace

Figure figure_of(const SlaTarget& target, const TargetMonth& month, WithExclusions with) {
    return month.result == TargetResult::unknown ? Figure{} : count_figure(target, month, with == WithExclusions::yes);
}

bool reaches(const SlaTarget& target, std::int64_t value, std::int64_t of) {
    // Whole numbers throughout: bounds on targets, scores and counts keep the products below 2^63.
    constexpr std::int64_t k_unit = 10'000;
    if (is_share(target.metric)) {
        return value * 100 * k_unit >= target.target * of;
    }
    return target.metric == TargetMetric::throughput ? value * k_unit >= target.target : value >= target.target * of;
}

Attainment measure_attainment(const Run& run, const SlaInput& input, const TicketVisitor& visit) { return Measurement(run, input, visit).measure(); }

} // namespace assay
