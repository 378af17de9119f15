#include "assess/sla_grid.hpp"

#include "assess/sla_months.hpp"

#include <algorithm>
#include <limits>

namespace assay {

MonthGrid::MonthGrid(std::span<const SlaTarget> targets, const Zone& workspace_zone, Month first, Month last) {
    m_months = last < first ? 0 : static_cast<std::size_t>((last - first).count()) + 1;
    m_cells.resize(targets.size() * m_months);
    for (std::size_t index = 0; index < targets.size(); ++index) {
        const auto* zone = targets[index].calendar == nullptr ? &workspace_zone : &targets[index].calendar->zone;
        auto& bounds = m_bounds_by_zone[zone->name()];
        if (bounds.empty()) {
            for (std::size_t month = 0; month <= m_months; ++month) {
                bounds.push_back(midnight(*zone, first_day(first + std::chrono::months{static_cast<int>(month)})));
            }
        }
        m_bounds.push_back(&bounds);
        m_zones.push_back(zone);
        for (std::size_t month = 0; month < m_months; ++month) {
            at(index, month).target = index;
            at(index, month).month = first + std::chrono::months{static_cast<int>(month)};
        }
    }
}

std::optional<std::size_t> MonthGrid::find(std::size_t target, std::int64_t instant) const {
    const auto& bounds = *m_bounds[target];
    const auto after = std::ranges::upper_bound(bounds, instant);
    return after == bounds.begin() || after == bounds.end() ? std::nullopt : std::optional(static_cast<std::size_t>(after - bounds.begin()) - 1);
}

InForce in_force(const SlaTarget& target, const Zone& zone) {
    InForce dates{std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()};
    if (target.from) {
        dates.from = midnight(zone, *target.from);
    }
    if (target.to) {
        dates.to = midnight(zone, *target.to + std::chrono::days{1});
    }
    return dates;
}

} // namespace assay
