// `assay evidence verify`: every evidence file hashed again, and what was seen kept as a change, so that judging reads no file.
#pragma once

#include "assay/app/session.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace assay {

struct VerifiedEvidence {
    std::string id;
    std::string title;
    std::string file;
    std::string state;               ///< changed, missing, unreadable
    std::string why;                 ///< in words
};

struct EvidenceVerification {
    Date on{};
    std::int64_t change = 0;         ///< 0: the same was seen on the same day before
    std::int64_t intact = 0;
    std::int64_t changed = 0;
    std::int64_t missing = 0;
    std::int64_t unreadable = 0;
    std::int64_t first_hashed = 0;   ///< had no recorded hash: from now on held to the bytes seen today
    std::int64_t without_file = 0;   ///< evidence that is no file
    std::vector<VerifiedEvidence> not_intact;    ///< sorted by id
    [[nodiscard]] bool all_intact() const { return not_intact.empty(); }
};

/// `on` is the day that is recorded.
[[nodiscard]] EvidenceVerification verify_evidence(const Run& run, Session& session, Date on, const std::string& why);
[[nodiscard]] std::string to_text(const EvidenceVerification& verification);
[[nodiscard]] std::string to_json(const EvidenceVerification& verification);

} // namespace assay
