// `assay sla chain`: each promise to a customer against what underpins it, and contracts that end before what rests on them.
#pragma once

#include "assay/app/session.hpp"
#include "assay/assess/sla_chain.hpp"

#include <memory>
#include <optional>
#include <string>

namespace assay {

struct ChainRequest {
    std::string sla;                           ///< empty: every agreement with a customer that is in force
    std::optional<Date> on;                    ///< default: today; may lie ahead
    std::string at;                            ///< state of the registers; empty: the head
};

struct ChainReport {
    std::unique_ptr<CalendarBook> calendars;   ///< targets borrow from it
    SlaChain chain;
    std::string sla;                           ///< as asked for
    std::int64_t state = 0;
};

/// Throws Error of kind usage for an unknown agreement or state.
[[nodiscard]] ChainReport read_sla_chain(const Run& run, Session& session, const ChainRequest& request);

[[nodiscard]] std::string to_text(const ChainReport& report);
/// One line for each part under each promise; a promise without parts has one line.
[[nodiscard]] std::string to_csv(const ChainReport& report);
[[nodiscard]] std::string to_json(const ChainReport& report);

} // namespace assay
