// Accepted departures from a control, read against an assessment: which of them stand, and what they cover. They change no determination,
// count or exit code. On a requirement of a certifiable standard they are refused; on the DESMF they are compliance exceptions, told to the next
// governance level (3.3.1); on the RMF risk acceptances by the authorizing official (SP 800-37r2, R-4: the decision is not delegated).
#pragma once

#include "assay/model/assessment.hpp"
#include "assay/model/query_runner.hpp"
#include "assay/model/register.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

enum class ExceptionState : std::uint8_t {
    in_force,
    unused,                        ///< it would stand, but nothing is not met there; or there is no such control
    expired,
    not_approved,                  ///< by nobody, later than the judgement, or by somebody who may not
    not_reported,                  ///< a compliance exception that the next governance level was not told of
    refused,                       ///< there are none of this kind on such a control
};
[[nodiscard]] std::string_view to_text(ExceptionState state);  ///< "in force", "not approved"…

struct ExceptionReading {
    std::string id;
    ControlId control;
    std::string subject;           ///< key; empty: all
    std::string kind;              ///< "compliance_exception", "risk_acceptance"
    std::string approver;          ///< person id
    std::optional<Date> until;     ///< nothing: without an end
    std::string reason;
    ExceptionState state = ExceptionState::unused;
    std::string words;             ///< the state with its reason, for people
    std::vector<std::size_t> covers; ///< positions of the determinations not met that it covers; only while it is in force
};

/// One for each row of the register of exceptions, by id, read at the state that `runner` shows, for the day the assessment judges.
[[nodiscard]] std::vector<ExceptionReading> read_exceptions(const Assessment& assessment, std::span<const Catalog> catalogs, const Schema& schema, QueryRunner& runner);

/// The assessment without what exceptions in force cover: for the second column of a count, never for the first.
[[nodiscard]] Assessment without_excepted(const Assessment& assessment, std::span<const ExceptionReading> exceptions);

} // namespace assay
