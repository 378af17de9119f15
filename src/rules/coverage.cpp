#include "assay/rules/library.hpp"

#include <algorithm>

namespace assay {

std::optional<CoverageGap> find_coverage_gap(std::span<const DatedRow> rows, Date from, Date to, Period interval) {
    Date covered = from;
    for (const auto& row : rows) {
        if (row.to < covered) {
            continue;
        }
        if (row.from > to) {
            break;
        }
        if (row.from > add(covered, interval)) {
            return CoverageGap{covered, row.from};
        }
        covered = std::max(covered, row.to);
    }
    if (add(covered, interval) < to) {
        return CoverageGap{covered, to};
    }
    return std::nullopt;
}

} // namespace assay
