// The instant at which service level figures are judged.
#pragma once

#include "assay/app/session.hpp"

#include <optional>

namespace assay {

/// Now, or the last second of a day that has passed. Throws Error of kind usage for a day that lies ahead.
[[nodiscard]] Instant judged_at(const Session& session, const std::optional<Date>& on);

} // namespace assay
