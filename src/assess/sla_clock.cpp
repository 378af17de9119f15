#include "assess/sla_clock.hpp"

#include <algorithm>
#include <chrono>

namespace assay {
namespace {

using std::chrono::seconds;

bool holds(const std::vector<bool>& states, std::uint16_t state) { return state < states.size() && states[state]; }

/// When the work was done. A stay in a state that is not final, entered after the recorded end, is a reopening.
std::optional<std::int64_t> find_end(const ClockPolicy& policy, std::optional<std::int64_t> recorded, std::span<const Stay> stays) {
    if (!policy.ends_with_state) {
        return recorded;
    }
    auto first_final = stays.size();
    while (first_final > 0 && holds(policy.final_states, stays[first_final - 1].state)) {
        --first_final;
    }
    const auto by_state = first_final < stays.size() ? std::optional(stays[first_final].entered) : std::nullopt;
    const bool reopened = recorded && first_final > 0 && stays[first_final - 1].entered > *recorded;
    return recorded && !reopened ? recorded : by_state;
}

enum class Kind : std::uint8_t { runs, stands, rests };

Kind kind_of(const ClockPolicy& policy, const Stay& stay) {
    if (holds(policy.final_states, stay.state) || (policy.group && stay.group != *policy.group)) {
        return Kind::rests;
    }
    const bool stands = policy.stops_stated ? holds(policy.stop_states, stay.state) : stay.stopped;
    return stands ? Kind::stands : Kind::runs;
}

class Reader {
public:
    Reader(const ClockPolicy& policy, ClockReading& reading) : m_policy(&policy), m_reading(&reading) {}

    void add(Kind kind, std::int64_t from, std::int64_t to) {
        if (kind == Kind::rests || from >= to || !m_reading->in_calendar) {
            return;
        }
        const auto time = m_policy->calendar->business_time(Instant{seconds{from}}, Instant{seconds{to}});
        if (!time) {
            m_reading->in_calendar = false;
            return;
        }
        if (kind == Kind::stands) {
            m_reading->stopped += time->count();
            return;
        }
        if (!m_reading->due && m_reading->elapsed + time->count() >= m_policy->limit) {
            find_due(from);
        }
        m_reading->elapsed += time->count();
    }
    void find_due(std::int64_t from) {
        const auto due = m_policy->calendar->due(Instant{seconds{from}}, seconds{m_policy->limit - m_reading->elapsed});
        m_reading->due = due ? std::optional(due->time_since_epoch().count()) : std::nullopt;
    }

private:
    const ClockPolicy* m_policy;
    ClockReading* m_reading;
};

} // namespace

ClockReading read_clock(const ClockPolicy& policy, std::int64_t opened, std::optional<std::int64_t> recorded_end, std::span<const Stay> stays,
                        std::int64_t now) {
    ClockReading reading;
    reading.ended = find_end(policy, recorded_end, stays);
    // An end before the opening is a slip of the pen: the due time still follows from the opening.
    const auto until = std::max(opened, reading.ended.value_or(now));
    Reader reader(policy, reading);
    const auto between = policy.group ? Kind::rests : Kind::runs;
    auto last = between;
    auto at = opened;
    for (std::size_t i = 0; i < stays.size() && at < until; ++i) {
        const auto& stay = stays[i];
        const auto next = i + 1 < stays.size() ? stays[i + 1].entered : Stay::k_still;
        const auto entered = std::clamp(stay.entered, at, until);
        const auto left = std::clamp(std::min(stay.left, next), entered, until);
        reader.add(between, at, entered);
        last = kind_of(policy, stay);
        reader.add(last, entered, left);
        at = left;
        last = std::min(stay.left, next) > until ? last : between;
    }
    reader.add(between, at, until);
    if (at < until) {
        last = between;
    }
    // An open clock that stands now has no due time yet; one that ended would have gone on.
    if (!reading.due && reading.in_calendar && (reading.ended || last == Kind::runs)) {
        reader.find_due(until);
    }
    return reading;
}

} // namespace assay
