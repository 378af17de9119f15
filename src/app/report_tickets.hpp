// Records of incidents, requests, problems and changes by month: for the quarterly business review. Reads no more columns than it counts.
#pragma once

#include "assay/app/session.hpp"
#include "assay/model/query_runner.hpp"
#include "assay/report/beside.hpp"

namespace assay {

/// The last three whole months before `on`, and the three before those, in the workspace's zone.
[[nodiscard]] TicketsBeside read_quarter(const Session& session, QueryRunner& runner, Date on);

} // namespace assay
