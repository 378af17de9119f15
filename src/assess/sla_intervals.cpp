#include "assess/sla_intervals.hpp"

#include <algorithm>
#include <chrono>

namespace assay {

std::vector<OpenStretch> merge_stretches(std::vector<OpenStretch> stretches) {
    std::ranges::sort(stretches, {}, &OpenStretch::from);
    std::vector<OpenStretch> merged;
    for (const auto& each : stretches) {
        if (each.from >= each.to) {
            continue;
        }
        if (!merged.empty() && each.from <= merged.back().to) {
            merged.back().to = std::max(merged.back().to, each.to);
        } else {
            merged.push_back(each);
        }
    }
    return merged;
}

std::optional<std::int64_t> business_time_of(const BusinessCalendar& calendar, std::span<const OpenStretch> merged, std::int64_t from, std::int64_t to) {
    std::int64_t sum = 0;
    for (const auto& each : merged) {
        const auto begin = std::max(each.from, from);
        const auto end = std::min(each.to, to);
        if (begin >= end) {
            continue;
        }
        const auto time = calendar.business_time(Instant{std::chrono::seconds{begin}}, Instant{std::chrono::seconds{end}});
        if (!time) {
            return std::nullopt;
        }
        sum += time->count();
    }
    return sum;
}

std::vector<OpenStretch> intersect_stretches(std::span<const OpenStretch> a, std::span<const OpenStretch> b) {
    std::vector<OpenStretch> both;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        const OpenStretch part{std::max(a[i].from, b[j].from), std::min(a[i].to, b[j].to)};
        if (part.from < part.to) {
            both.push_back(part);
        }
        ++(a[i].to < b[j].to ? i : j);
    }
    return both;
}

} // namespace assay
