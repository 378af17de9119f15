// Failing rows in words: messages recomputed from the rows, and where each row came from.
#pragma once

#include "assay/app/check.hpp"
#include "assay/report/input.hpp"

#include <functional>
#include <span>
#include <vector>

namespace assay {

/// Calls `visit` for the failing rows given, in their order, with message and origin filled in. Rows are read in blocks, so that
/// 300,000 of them need no memory.
void visit_findings(Session& session, const Judged& judged, const Assessment& assessment, std::span<const FailingRow* const> rows,
                    const std::function<void(FindingLine)>& visit);

/// The first `shown` rows of each check and subject, in key order.
[[nodiscard]] std::vector<const FailingRow*> first_rows(const Assessment& assessment, std::size_t shown);

} // namespace assay
