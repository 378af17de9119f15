#include "assess/sla_outages.hpp"

#include "assay/base/decimal.hpp"
#include "assay/base/text.hpp"
#include "assay/model/named_row.hpp"
#include "assess/sla_intervals.hpp"
#include "assess/sla_months.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <unordered_map>

#include <fmt/format.h>

namespace assay {
namespace {

using std::chrono::seconds;

struct Outage {
    std::string id;
    std::string type;
    std::string exclusion;
    bool agreed = false;
    std::optional<std::int64_t> started;   ///< as recorded
    std::optional<std::int64_t> ended;
    OpenStretch time;                      ///< in which it lies; of an unclear one: may lie
    std::string unclear;                   ///< why nobody can say which service was down when; or empty
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

/// When a service was down, and when it may have been.
struct Down {
    std::vector<OpenStretch> all;
    std::vector<OpenStretch> counted;
    std::vector<OpenStretch> all_at_most;
    std::vector<OpenStretch> counted_at_most;

    Down(std::span<const Outage> outages, const std::set<std::string>& exclusions) {
        for (const auto& outage : outages) {
            const bool leaves_out = is_excluded(outage, exclusions);
            const auto add = [&](std::vector<OpenStretch>& whole, std::vector<OpenStretch>& part) {
                whole.push_back(outage.time);
                if (!leaves_out) {
                    part.push_back(outage.time);
                }
            };
            add(all_at_most, counted_at_most);
            if (outage.unclear.empty()) {
                add(all, counted);
            }
        }
        for (auto* each : {&all, &counted, &all_at_most, &counted_at_most}) {
            *each = merge_stretches(std::move(*each));
        }
    }
};

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
        Outage outage{row.text("id"), row.text("type"), row.text("exclusion"), row.yes("agreed"), row.number("started_at"), row.number("ended_at"), {}, {}};
        const auto service = row.text("service");
        const bool backwards = outage.started && outage.ended && *outage.ended < *outage.started;
        outage.unclear = backwards ? "it ends before it starts" : !outage.started ? "its start is not recorded" : service.empty() ? "it names no service" : "";
        // Of two times that contradict each other either may be wrong.
        outage.time.from = backwards ? std::numeric_limits<std::int64_t>::min() : outage.started.value_or(std::numeric_limits<std::int64_t>::min());
        outage.time.to = backwards ? m_now : std::min(outage.ended.value_or(m_now), m_now);
        m_read.unclear += outage.unclear.empty() ? 0 : 1;
        if (outage.time.from < m_now) {
            (service.empty() ? m_of_no_service : m_outages[service]).push_back(std::move(outage));
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
        auto outages = m_outages[target.service];
        outages.insert(outages.end(), m_of_no_service.begin(), m_of_no_service.end());
        const Down down(outages, target.exclusions);
        for (std::size_t month = 0; month < m_grid.months(); ++month) {
            const auto from = std::max(dates.from, m_grid.begin_of(index, month));
            const auto to = std::min(dates.to, m_grid.end_of(index, month));
            if (from < to) {
                fill(index, month, {from, to}, down);
                show(index, month, {from, to}, outages);
            }
        }
    }

    void fill(std::size_t index, std::size_t month, OpenStretch part, const Down& down) {
        const auto& calendar = m_targets[index].calendar->calendar;
        auto& cell = m_grid.at(index, month);
        const auto hours = [&](std::span<const OpenStretch> stretches) { return business_time_of(calendar, stretches, part.from, part.to).value_or(0); };
        cell.service_seconds = calendar.business_time(Instant{seconds{part.from}}, Instant{seconds{part.to}}).value_or(seconds{0}).count();
        cell.down_seconds = hours(down.counted);
        cell.whole_down_seconds = hours(down.all);
        cell.may_be_down_seconds = hours(down.counted_at_most);
        cell.whole_may_be_down_seconds = hours(down.all_at_most);
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
            const bool unclear = !excluded && !outage.unclear.empty();
            cell.excluded += excluded ? 1 : 0;
            cell.unclear += unclear ? 1 : 0;
            if (m_visit) {
                const auto at = [](const std::optional<std::int64_t>& recorded) { return recorded ? std::optional(Instant{seconds{*recorded}}) : std::nullopt; };
                const auto verdict = excluded ? TicketVerdict::excluded : unclear ? TicketVerdict::unknown : TicketVerdict::missed;
                m_visit({index, cell.month, outage.id, verdict, at(outage.started), at(outage.unclear.empty() ? outage.time.to : outage.ended), std::nullopt,
                         unclear ? 0 : down, 0, excluded ? "the exclusion is agreed" : unclear ? outage.unclear : down == 0 ? "outside the hours of service" : ""});
            }
        }
    }

    std::span<const SlaTarget> m_targets;
    MonthGrid& m_grid;
    const TicketVisitor& m_visit;
    std::int64_t m_now;
    std::unordered_map<std::string, std::vector<Outage>> m_outages;
    std::vector<Outage> m_of_no_service;   ///< may be of any
    std::unordered_map<std::string, ServiceDates> m_services;
    OutagesRead m_read;
};

struct MeasuredScore {
    std::int64_t score = 0;
    std::optional<std::int64_t> answers;
};

/// Weights of one for all, unless every measurement says how many answered.
void add_up(std::span<const MeasuredScore> scores, TargetMonth& cell) {
    const bool weighted = std::ranges::all_of(scores, [](const MeasuredScore& each) { return each.answers && *each.answers > 0 && *each.answers <= 1'000'000; });
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

ScoresRead count_scores(const SlaInput& input, std::span<const SlaTarget> targets, MonthGrid& grid, const TicketVisitor& visit) {
    constexpr std::int64_t k_largest_score = 100'000'000;   // 10,000 points
    ScoresRead read;
    std::map<std::pair<std::size_t, std::size_t>, std::vector<MeasuredScore>> scores;
    read_register(input.runner, input.schema, "satisfaction", [&](const NamedRow& row) {
        ++read.rows;
        const auto score = row.decimal("score", k_target_scale);
        const auto measured_on = row.date("measured_on");
        if (!score || !measured_on || row.text("service").empty() || *score < 0 || *score > k_largest_score) {
            ++read.unusable;
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
            const auto answers = row.number("answers");
            scores[{index, *month}].push_back({*score, answers});
            if (visit) {
                visit({index, grid.at(index, *month).month, row.text("id"), TicketVerdict::measured, std::nullopt, Instant{seconds{at}}, std::nullopt, 0, 0,
                       fmt::format("score {}{}", decimal_to_text(*score, k_target_scale), answers ? fmt::format(", {}", count_of(*answers, "answer", "answers")) : "")});
            }
        }
    });
    for (const auto& [place, found] : scores) {
        add_up(found, grid.at(place.first, place.second));
    }
    return read;
}

} // namespace assay
