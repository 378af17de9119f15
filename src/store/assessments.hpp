// Assessments as rows of integers: texts that recur stand once, keys and fingerprints are worked out again from the row versions.
#pragma once

#include "assay/store/store.hpp"
#include "store/connection.hpp"
#include "store/lineage.hpp"

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace assay::db {

[[nodiscard]] std::int64_t save_assessment(Connection& connection, const Lineages& lineages, const Assessment& assessment, Instant when,
                                           std::string_view who);
[[nodiscard]] Assessment load_assessment(Connection& connection, const Lineages& lineages, std::int64_t id, AssessmentParts parts);
/// Is it still what its digest says?
[[nodiscard]] bool is_intact(Connection& connection, std::int64_t id);
[[nodiscard]] std::vector<AssessmentSummary> load_summaries(Connection& connection);
[[nodiscard]] std::int64_t find_intact_assessment(Connection& connection, const std::function<bool(const AssessmentHeader&)>& wanted);
void remove_assessment(Connection& connection, std::int64_t id);

} // namespace assay::db
