// One ticket against one target: met, missed, still running, unknown or excluded, and the month in which it counts.
// Plain values; knows no register. Instants are seconds since 1970.
#pragma once

#include "assay/assess/sla.hpp"
#include "assess/sla_clock.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace assay {

/// What the registers say of a ticket, as of the judgement: nothing in it is later.
struct TicketFacts {
    std::int64_t opened = 0;
    std::optional<std::int64_t> ended;       ///< responded, resolved or fulfilled, as the target asks
    std::optional<std::int64_t> closed;
    std::optional<std::int64_t> due;         ///< the ticket's own due time
    std::optional<bool> made;                ///< the source's own flag
    bool done = false;                       ///< its state is final, or it is closed
    bool cancelled = false;
    std::string_view exclusion;              ///< claimed for it, or empty
    std::span<const Stay> stays;             ///< empty: no state of it is recorded
};

/// A target made ready for many tickets; the clock policy's word tables go with the stays.
struct TicketRule {
    const SlaTarget* target = nullptr;
    ClockPolicy clock;
    bool responses_recorded = true;          ///< some ticket of the register has a response time
};

enum class TicketReason : std::uint8_t {
    none,
    stops_unknown,
    stops_unknown_within,      ///< the same, and within the limit even if the clock never stopped
    end_unknown,               ///< done, but when is not recorded
    response_unknown,
    no_due_time,
    no_flag,
    ends_before_opening,
    outside_calendar,
    excluded_cancelled,
    excluded_claimed,
};
[[nodiscard]] std::string_view to_text(TicketReason reason);

struct TicketJudgement {
    TicketVerdict verdict = TicketVerdict::unknown;
    TicketVerdict whole = TicketVerdict::unknown;   ///< as if nothing were excluded and no clock ever stopped
    TicketReason reason = TicketReason::none;
    std::int64_t month_at = 0;                      ///< the instant that decides the month
    ClockReading clock;
};

[[nodiscard]] TicketJudgement judge_ticket(const TicketRule& rule, const TicketFacts& facts, std::int64_t now);

} // namespace assay
