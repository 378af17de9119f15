// The clock of one ticket under one target: when it ran, when it stood, when the target's time was used up.
// Plain arithmetic over instants; knows no register. Instants are seconds since 1970.
#pragma once

#include "assay/assess/calendar.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace assay {

/// The ticket was in this state from `entered` on; it left it at `left`, or has not yet.
struct Stay {
    std::int64_t entered = 0;
    std::int64_t left = k_still;
    std::uint16_t state = 0;       ///< number of the state's word
    std::uint16_t group = 0;       ///< number of the group's name
    bool stopped = false;          ///< the log says that the clock stood
    static constexpr std::int64_t k_still = std::numeric_limits<std::int64_t>::max();
};

/// How a target reads stays. States are looked up by number; numbers past the end are neither final nor stopped.
struct ClockPolicy {
    const BusinessCalendar* calendar = nullptr;
    std::int64_t limit = 0;                       ///< seconds
    std::vector<bool> final_states;               ///< the work is done: no time counts
    bool stops_stated = false;                    ///< else the log's own word counts
    std::vector<bool> stop_states;
    std::optional<std::uint16_t> group;           ///< time counts only while this group holds the ticket
    bool ends_with_state = true;                  ///< a final state ends the clock (not so for responses)
};

struct ClockReading {
    std::optional<std::int64_t> ended;
    std::int64_t elapsed = 0;                     ///< business time on the clock until the end, or until now
    std::int64_t stopped = 0;                     ///< business time in which it stood
    std::optional<std::int64_t> due;              ///< when the limit was or will be used up, if the clock goes on as it is
    bool in_calendar = true;                      ///< false: instants lie outside the years that the calendar knows
};

/// `stays` sorted by `entered`, none after `now`. `recorded_end`: what the ticket itself says; it is passed over when the ticket was
/// reopened after it. Time before the first stay, and between a stay's end and the next, runs.
[[nodiscard]] ClockReading read_clock(const ClockPolicy& policy, std::int64_t opened, std::optional<std::int64_t> recorded_end,
                                      std::span<const Stay> stays, std::int64_t now);

} // namespace assay
