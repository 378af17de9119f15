// `assay evidence gaps`: the request list, as a table or as CSV to be sent to those who own the evidence.
#pragma once

#include "assay/app/session.hpp"
#include "assay/assess/gaps.hpp"

#include <string>
#include <vector>

namespace assay {

/// For the standards of the workspace, judged on `on` by what the registers say now.
[[nodiscard]] std::vector<EvidenceGap> list_evidence_gaps(const Run& run, Session& session, Date on);

[[nodiscard]] std::string to_text(const std::vector<EvidenceGap>& gaps, Date on);
[[nodiscard]] std::string to_csv(const std::vector<EvidenceGap>& gaps);
[[nodiscard]] std::string to_json(const std::vector<EvidenceGap>& gaps);

} // namespace assay
