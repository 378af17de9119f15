// `assay evidence review`: what an independent person judged of a piece of evidence for a control, bound to the bytes that were read.
#pragma once

#include "assay/app/session.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace assay {

struct ReviewRequest {
    std::string link;
    std::string verdict;             ///< sufficient, insufficient, not_relevant
    std::string reviewer;            ///< a registered person, by id or name
    std::string reason;
    std::optional<Date> on;          ///< default: today
    std::string why;
};

struct ReviewReport {
    std::string link;
    std::string evidence;
    std::string verdict;
    std::string reviewer;
    Date on{};
    std::string sha256;              ///< of the bytes reviewed; empty: evidence without a file
    std::int64_t change = 0;         ///< 0: the same review was recorded before
    bool never_verified = false;     ///< an assessment will not count it before `evidence verify`
};

/// Throws Error when the reviewer is not independent, naming who may review, or when the bytes are not those that were received.
[[nodiscard]] ReviewReport review_evidence(const Run& run, Session& session, const ReviewRequest& request);
[[nodiscard]] std::string to_text(const ReviewReport& report);

} // namespace assay
