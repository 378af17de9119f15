// `assay sla attainment`: what agreements promised and what the registers show of it, by target and month, with the tickets behind it.
#pragma once

#include "assay/app/session.hpp"
#include "assay/assess/sla.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct AttainmentRequest {
    std::string sla;                        ///< empty: every agreement with a customer
    std::optional<Month> month;             ///< default: every month of the audit period
    std::optional<Date> on;                 ///< judgement date; default: now
    std::string at;                         ///< state of the registers; empty: the head
    bool tickets = false;                   ///< keep the records behind the figures
};

struct AttainmentReport {
    std::unique_ptr<CalendarBook> calendars;   ///< targets borrow from it
    Attainment attainment;
    std::vector<TicketResult> tickets;         ///< sorted by target, month, number
    bool has_tickets = false;
    Instant judged_at;
    std::int64_t state = 0;
};

/// Throws Error of kind usage for an unknown agreement, state or a date that lies ahead.
[[nodiscard]] AttainmentReport measure_sla(const Run& run, Session& session, const AttainmentRequest& request);

[[nodiscard]] std::string to_text(const AttainmentReport& report);
/// One line for each target and month; with tickets one for each record behind them instead.
[[nodiscard]] std::string to_csv(const AttainmentReport& report);
[[nodiscard]] std::string to_json(const AttainmentReport& report);

} // namespace assay
