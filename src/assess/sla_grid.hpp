// Every target in every month that is asked for: where the counts of an attainment are gathered.
#pragma once

#include "assay/assess/sla.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace assay {

class MonthGrid {
public:
    /// `targets` are borrowed. Months begin by the clock of each target's calendar.
    MonthGrid(std::span<const SlaTarget> targets, const Zone& workspace_zone, Month first, Month last);

    [[nodiscard]] std::size_t months() const { return m_months; }
    [[nodiscard]] TargetMonth& at(std::size_t target, std::size_t month) { return m_cells[target * m_months + month]; }
    /// The month of an instant, or nothing when it is none of those asked for.
    [[nodiscard]] std::optional<std::size_t> find(std::size_t target, std::int64_t instant) const;
    /// First second of a month, and of the one after it.
    [[nodiscard]] std::int64_t begin_of(std::size_t target, std::size_t month) const { return (*m_bounds[target])[month]; }
    [[nodiscard]] std::int64_t end_of(std::size_t target, std::size_t month) const { return (*m_bounds[target])[month + 1]; }
    [[nodiscard]] const Zone& zone_of(std::size_t target) const { return *m_zones[target]; }
    [[nodiscard]] std::vector<TargetMonth> take() { return std::move(m_cells); }

private:
    std::size_t m_months = 0;
    std::vector<TargetMonth> m_cells;
    std::map<std::string, std::vector<std::int64_t>> m_bounds_by_zone;
    std::vector<const std::vector<std::int64_t>*> m_bounds;
    std::vector<const Zone*> m_zones;
};

/// First second of an agreement and the first after it, by a clock.
struct InForce {
    std::int64_t from = 0;
    std::int64_t to = 0;
};
[[nodiscard]] InForce in_force(const SlaTarget& target, const Zone& zone);

} // namespace assay
