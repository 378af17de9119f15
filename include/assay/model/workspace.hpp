// The workspace file assay.xml: whose audit, which period, which standards, which thresholds.
#pragma once

#include "assay/base/date.hpp"
#include "assay/base/diagnostic.hpp"
#include "assay/model/calendar.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace assay {

/// Thresholds of the proposed grades. They are ours, workspace policy may change them, and reports print them.
struct GradePolicy {
    int isolated_percent = 1;      ///< isolated lapse: failing share at most this…
    int isolated_rows = 5;         ///< …and failing rows at most this
    int major_percent = 50;        ///< major proposed: failing share at least this…
    int major_rows = 10;           ///< …with at least this many rows selected
    int systemic_percent = 20;     ///< major proposed: share of subjects failing the same shall group at least this…
    int systemic_subjects = 3;     ///< …and at least this many subjects
    Period record_lag{0, 30};      ///< records may be this late
    friend bool operator==(const GradePolicy&, const GradePolicy&) = default;
};

struct StandardUse {
    std::string catalog;
    Place place;
};

struct Workspace {
    std::string organization;
    std::string zone = "UTC";
    Date period_from;
    Date period_to;                ///< last day, included
    std::vector<StandardUse> standards;
    GradePolicy policy;
    std::vector<CalendarDefinition> calendars;   ///< in the order of the file
    std::string digest;            ///< SHA-256 of assay.xml, hex
    Place place;
};

} // namespace assay
