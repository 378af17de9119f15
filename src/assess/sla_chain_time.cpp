#include "assess/sla_chain_time.hpp"

#include "assess/sla_intervals.hpp"

#include <algorithm>
#include <chrono>
#include <vector>

namespace assay {
namespace {

using std::chrono::seconds;

/// Begins and ends of the stretches of `calendar` that lie in `from` to `to`.
void add_edges(const BusinessCalendar& calendar, std::int64_t from, std::int64_t to, std::vector<std::int64_t>& edges) {
    const auto stretches = calendar.stretches();
    auto each = std::ranges::lower_bound(stretches, from, {}, &OpenStretch::to);
    for (; each != stretches.end() && each->from <= to; ++each) {
        for (const auto edge : {each->from, each->to}) {
            if (edge >= from && edge <= to) {
                edges.push_back(edge);
            }
        }
    }
}

} // namespace

CoveredHours covered_hours(const BusinessCalendar& offered, const BusinessCalendar& customer, std::int64_t from, std::int64_t to) {
    const OpenStretch window{from, to};
    const auto wanted = intersect_stretches(customer.stretches(), std::span(&window, 1));
    CoveredHours hours;
    for (const auto& each : wanted) {
        hours.of += each.to - each.from;
    }
    for (const auto& each : intersect_stretches(offered.stretches(), wanted)) {
        hours.covered += each.to - each.from;
    }
    return hours;
}

std::optional<std::int64_t> worst_elapsed(const BusinessCalendar& offered, const BusinessCalendar& customer, std::int64_t limit, std::int64_t from,
                                          std::int64_t to) {
    const auto due_of = [&](std::int64_t at) { return offered.due(Instant{seconds{at}}, seconds{limit}); };
    const auto last_due = due_of(to);
    if (!last_due || last_due->time_since_epoch().count() < to) {
        return std::nullopt;
    }
    // What passes changes evenly while neither the start nor the due time crosses an edge of a calendar, so that its greatest value lies
    // at a start where one of them does, or a second beside it.
    std::vector<std::int64_t> edges;
    const auto until = last_due->time_since_epoch().count() + 1;
    add_edges(offered, from, until, edges);
    add_edges(customer, from, until, edges);
    std::vector<std::int64_t> starts{from, to};
    for (const auto edge : edges) {
        starts.push_back(edge);
        const auto before = offered.business_time(Instant{seconds{from}}, Instant{seconds{edge}});
        if (before && before->count() >= limit) {
            if (const auto start = offered.due(Instant{seconds{from}}, *before - seconds{limit})) {
                starts.push_back(start->time_since_epoch().count());
            }
        }
    }
    std::int64_t worst = 0;
    for (const auto each : starts) {
        for (const auto start : {each - 1, each, each + 1}) {
            const auto due = start >= from && start <= to ? due_of(start) : std::nullopt;
            if (!due) {
                continue;
            }
            const auto passed = customer.business_time(Instant{seconds{start}}, *due);
            if (!passed) {
                return std::nullopt;
            }
            worst = std::max(worst, passed->count());
        }
    }
    return worst;
}

} // namespace assay
