// The leaves of a proof tree: what the fields of a failing row hold and which change set them, and which file stands behind evidence.
#pragma once

#include "assay/app/check.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace assay {

/// How far back the proof of a field goes.
enum class FieldProof : std::uint8_t {
    column, ///< the column of the file that the row came from
    change, ///< also, of a field that another change set than the row's own, that change with its place
};

/// By row, each field of it that the check reads: "resolved_at 2026-05-28 09:55-04:00 (column 'Resolved'); reviewed_on not recorded (set by change
/// 80, made at the prompt)". Nothing for checks over members.
[[nodiscard]] std::unordered_map<std::int64_t, std::string> read_fields(Session& session, const Judged& judged, const LinkedCheck& check,
                                                                        std::span<const FailingRow* const> rows, FieldProof proof);

/// Evidence behind links: item, hash, the last verification, and the review.
class EvidenceProof {
public:
    EvidenceProof(const Schema& schema, QueryRunner& runner);
    /// One line for each link that `refs` names with spaces between; nothing for what is no link.
    [[nodiscard]] std::vector<std::string> lines(const std::string& refs) const;

private:
    std::unordered_map<std::string, std::string> m_by_link;
};

} // namespace assay
