// Results and scores of technical checks by system and result set, for the report of systems. Reads no more columns than it counts.
#pragma once

#include "assay/app/session.hpp"
#include "assay/model/query_runner.hpp"
#include "assay/report/beside.hpp"

#include <vector>

namespace assay {

/// By system, asset, benchmark and profile.
[[nodiscard]] std::vector<TechnicalSetLine> read_technical_sets(const Session& session, QueryRunner& runner);

} // namespace assay
