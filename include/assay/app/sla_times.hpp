// `assay sla times`: how long the rows of a record register took from one instant to another.
#pragma once

#include "assay/app/session.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace assay {

struct TimesRequest {
    std::string register_id;
    std::string from;             ///< fields of type datetime
    std::string to;
    std::string where;            ///< in the language of checks
    std::string by;               ///< a field to group by, or empty
    std::string calendar;         ///< business time of this calendar; empty: all hours
    std::string at;
};

/// Of one group of rows. Lengths in seconds.
struct TimesLine {
    std::string group;            ///< empty without a group field, and for rows that do not record it
    std::int64_t rows = 0;        ///< = measured + unrecorded + backwards
    std::int64_t measured = 0;
    std::int64_t unrecorded = 0;  ///< one of the two instants is absent
    std::int64_t backwards = 0;   ///< end before they begin
    std::int64_t sum = 0;
    std::int64_t least = 0;
    std::int64_t most = 0;
    std::vector<std::pair<int, std::int64_t>> percentiles;   ///< by nearest rank: the smallest value that p % of the values do not exceed
    std::int64_t flag_made = 0;   ///< the source's own word on its target, where the register has a field made_sla
    std::int64_t flag_missed = 0;
};

struct TimesReport {
    TimesRequest request;
    bool has_flag = false;
    std::vector<TimesLine> lines; ///< sorted by group; first the rows that record none
};

/// Nothing after reporting faults of the condition. Throws Error of kind usage for an unknown register, field or calendar.
[[nodiscard]] std::optional<TimesReport> measure_times(const Run& run, Session& session, const TimesRequest& request);
[[nodiscard]] std::string to_text(const TimesReport& report);
[[nodiscard]] std::string to_csv(const TimesReport& report);
[[nodiscard]] std::string to_json(const TimesReport& report);

} // namespace assay
