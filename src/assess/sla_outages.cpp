#include "assess/sla_outages.hpp"

#include "assay/model/named_row.hpp"
#include "assess/sla_intervals.hpp"
#include "assess/sla_months.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace assay {
namespace {

using std::chrono::seconds;

struct Outage {
    std::string id;
    std::string type;
    std::string exclusion;
    bool agreed = false;
    OpenStretch time;
};

struct ServiceDates {
    std::optional<Date> live_on;
    std::optional<Date> retired_on;
};

/// Maintenance is excluded only where the customer agreed to it.
bool is_excluded(const Outage& outage, const std::set<std::string>& agreed) {
    return (outage.type == "planned" && outage.agreed && agreed.contains("planned")) || (outage.type == "degradation" && agreed.contains("degradation")) ||
           (!outage.exclusion.empty() && agreed.contains(outage.exclusion));
}

class OutageCount {
public:
    OutageCount(const SlaInput& input, std::span<const SlaTarget> targets, MonthGrid& grid, const TicketVisitor& visit)
        : m_targets(targets), m_grid(grid), m_visit(visit), m_now(input.judged_at.time_since_epoch().count()) {
        read_register(input.runner, input.schema, "service",
                      [&](const NamedRow& row) { m_services[row.text("id")] = {row.date("live_on"), row.date("retired_on")}; });
        read_register(input.runner, input.schema, "outage", [&](const NamedRow& row) { read(row); });
    }

    OutagesRead count() {
        for (std::size_t index = 0; index < m_targets.size(); ++index) {
            if (m_targets[index].metric == TargetMetric::availability && m_targets[index].fault.empty()) {
                count(index);
            }
        }
        return m_read;
    }

private:
    void read(const NamedRow& row) {
        ++m_read.rows;
        const auto started = row.number("started_at");
        const auto ended = std::min(row.number("ended_at").value_or(m_now), m_now);
        const auto service = row.text("service");
        if (!started || service.empty() || (row.number("ended_at") && *row.number("ended_at") < *started)) {
            ++m_read.unusable;
            return;
        }
        if (*started < m_now) {
            m_outages[service].push_back({row.text("id"), row.text("type"), row.text("exclusion"), row.yes("agreed"), {*started, ended}});
        }
    }

    void count(std::size_t index) {
        const auto& target = m_targets[index];
        const auto& zone = m_grid.zone_of(index);
        auto dates = in_force(target, zone);
        if (const auto service = m_services.find(target.service); service != m_services.end()) {
            dates.from = std::max(dates.from, service->second.live_on ? midnight(zone, *service->second.live_on) : dates.from);
            dates.to = std::min(dates.to, service->second.retired_on ? midnight(zone, *service->second.retired_on) : dates.to);
        }
        dates.to = std::min(dates.to, m_now);
        std::vector<OpenStretch> all;
        std::vector<OpenStretch> counted;
        const auto& outages = m_outages[target.service];
        for (const auto& outage : outages) {
            all.push_back(outage.time);
            if (!is_excluded(outage, target.exclusions)) {
                counted.push_back(outage.time);
            }
        }
        all = merge_stretches(std::move(all));
        counted = merge_stretches(std::move(counted));
        for (std::size_t month = 0; month < m_grid.months(); ++month) {
            const auto from = std::max(dates.from, m_grid.begin_of(index, month));
            const auto to = std::min(dates.to, m_grid.end_of(index, month));
            if (from < to) {
                fill(index, month, {from, to}, all, counted);
                show(index, month, {from, to}, outages);
            }
        }
    }

    void fill(std::size_t index, std::size_t month, OpenStretch part, std::span<const OpenStretch> all, std::span<const OpenStretch> counted) {
        const auto& calendar = m_targets[index].calendar->calendar;
        auto& cell = m_grid.at(index, month);
        cell.service_seconds = calendar.business_time(Instant{seconds{part.from}}, Instant{seconds{part.to}}).value_or(seconds{0}).count();
        cell.down_seconds = business_time_of(calendar, counted, part.from, part.to).value_or(0);
        cell.whole_down_seconds = business_time_of(calendar, all, part.from, part.to).value_or(0);
        cell.excluded_seconds = cell.whole_down_seconds - cell.down_seconds;
    }

    void show(std::size_t index, std::size_t month, OpenStretch part, std::span<const Outage> outages) {
        const auto& target = m_targets[index];
        auto& cell = m_grid.at(index, month);
        for (const auto& outage : outages) {
            const std::vector<OpenStretch> time{outage.time};
            const auto down = business_time_of(target.calendar->calendar, time, part.from, part.to).value_or(0);
            const bool touches = outage.time.from < part.to && outage.time.to > part.from;
            if (!touches) {
                continue;
            }
            const bool excluded = is_excluded(outage, target.exclusions);
            ++cell.records;
            cell.excluded += excluded ? 1 : 0;
            if (m_visit) {
                m_visit({index, cell.month, outage.id, excluded ? TicketVerdict::excluded : TicketVerdict::missed, Instant{seconds{outage.time.from}},
                         Instant{seconds{outage.time.to}}, std::nullopt, down, 0, excluded ? "the exclusion is agreed" : down == 0 ? "outside the hours of service" : ""});
            }
        }
    }

    std::span<const SlaTarget> m_targets;
    MonthGrid& m_grid;
    const TicketVisitor& m_visit;
    std::int64_t m_now;
    std::unordered_map<std::string, std::vector<Outage>> m_outages;
    std::unordered_map<std::string, ServiceDates> m_services;
    OutagesRead m_read;
};

struct Score {
    std::int64_t score = 0;
    std::optional<std::int64_t> answers;
};

/// Weights of one for all, unless every measurement says how many answered.
void add_up(std::span<const Score> scores, TargetMonth& cell) {
    const bool weighted = std::ranges::all_of(scores, [](const Score& each) { return each.answers && *each.answers > 0 && *each.answers <= 1'000'000; });
    for (const auto& each : scores) {
        const auto weight = weighted ? *each.answers : 1;
        cell.score_sum += each.score * weight;
        cell.score_weight += weight;
    }
    cell.records = static_cast<std::int64_t>(scores.size());
}

} // namespace

OutagesRead count_outages(const SlaInput& input, std::span<const SlaTarget> targets, MonthGrid& grid, const TicketVisitor& visit) {
    return OutageCount(input, targets, grid, visit).count();
}

void count_scores(const SlaInput& input, std::span<const SlaTarget> targets, MonthGrid& grid, const TicketVisitor& visit) {
    constexpr std::int64_t k_largest_score = 100'000'000;   // 10,000 points
    std::map<std::pair<std::size_t, std::size_t>, std::vector<Score>> scores;
    read_register(input.runner, input.schema, "satisfaction", [&](const NamedRow& row) {
        const auto score = row.number("score");
        const auto measured_on = row.date("measured_on");
        if (!score || !measured_on || *score < 0 || *score > k_largest_score) {
            return;
        }
        for (std::size_t index = 0; index < targets.size(); ++index) {
            const auto& target = targets[index];
            if (target.metric != TargetMetric::satisfaction || !target.fault.empty() || target.service != row.text("service") ||
                (target.from && *measured_on < *target.from) || (target.to && *measured_on > *target.to)) {
                continue;
            }
            const auto at = midnight(grid.zone_of(index), *measured_on);
            const auto month = at < input.judged_at.time_since_epoch().count() ? grid.find(index, at) : std::nullopt;
            if (!month) {
                continue;
            }
            scores[{index, *month}].push_back({*score, row.number("answers")});
            if (visit) {
                visit({index, grid.at(index, *month).month, row.text("id"), TicketVerdict::met, std::nullopt, Instant{seconds{at}}, std::nullopt, 0, 0, ""});
            }
        }
    });
    for (const auto& [place, found] : scores) {
        add_up(found, grid.at(place.first, place.second));
    }
}

} // namespace assay
