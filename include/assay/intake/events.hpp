// From an event log to stays in states: one ticket_state row per ticket and stay, from which clock stops and reopenings follow.
// Fed with the typed rows of an import beside the store, which keeps the latest row per key. Knows no store.
#pragma once

#include "assay/base/diagnostic.hpp"
#include "assay/intake/import.hpp"
#include "assay/model/register.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace assay {

/// Which fields of the event log's register say what; field ids. Empty: taken from the register.
struct EventOptions {
    std::string key;   ///< default: its only key field; for ticket_state itself: number
    std::string state; ///< default: state
    std::string time;  ///< default: updated_at, else entered_at
    std::vector<std::string> final_states{"cancelled", "closed", "resolved"}; ///< leaving one for another state is a reopening
    std::vector<std::string> stopped_states; ///< states in which the clock stands; empty: unknown, clock_stopped stays absent
};

struct EventCounts {
    std::uint64_t events = 0;
    std::uint64_t tickets = 0;
    std::uint64_t stays = 0; ///< rows given to the sink
    std::uint64_t reopenings = 0;
    std::uint64_t out_of_order = 0;  ///< events that come in the file after a later one of their ticket; sorted in
    std::uint64_t merged = 0;        ///< stays that began and ended at one instant: no row of their own
    std::uint64_t without_state = 0; ///< events without state or time: no stay can be told from them
};

/// Collects events (about 40 bytes each) and, at finish(), gives stays in the order of ticket, then time (ties: order of the file).
/// Borrows both registers and the sink. Usable as a sink of run_import.
class StateIntervals final : public RowSink {
public:
    StateIntervals(const Register& log, const Register& ticket_state, EventOptions options, RowSink& out);
    ~StateIntervals() override;
    StateIntervals(const StateIntervals&) = delete;
    StateIntervals& operator=(const StateIntervals&) = delete;

    /// Throws Error of kind usage when the file does not fill key, state and time, or the register cannot be an event log.
    void begin(const ImportPlan& plan) override;
    void add(std::uint64_t line, Row& row) override;
    /// Emits; the row's line is that of the event that began the stay.
    EventCounts finish();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace assay
