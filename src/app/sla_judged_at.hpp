// What commands on service levels share: the instant at which figures are judged, and the agreement that was asked for.
#pragma once

#include "assay/app/session.hpp"

#include <optional>

namespace assay {

/// Now, or the last second of a day that has passed. Throws Error of kind usage for a day that lies ahead.
[[nodiscard]] Instant judged_at(const Session& session, const std::optional<Date>& on);

/// Throws Error of kind usage when `wanted` is given and names no agreement.
void check_agreement(QueryRunner& runner, const Schema& schema, const std::string& wanted);

} // namespace assay
