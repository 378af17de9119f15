// `assay stage 1|2`: what is known to stand against a stage 1 or stage 2 audit by a certification body (ISO/IEC 17021-1, 9.3), before it comes.
#pragma once

#include "assay/app/session.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace assay {

struct StageRequest {
    int stage = 1;                         ///< 1 or 2
    std::string standard;                  ///< empty: the certifiable one that was judged
    std::int64_t assessment = 0;           ///< 0: the newest
};

enum class StageFactState : std::uint8_t {
    against,                               ///< known to stand in the way
    unknown,                               ///< nobody can say yet
    good,
    told,                                  ///< for the reader; decides nothing at this stage
};
[[nodiscard]] std::string_view to_text(StageFactState state);

struct StageFact {
    StageFactState state = StageFactState::told;
    std::string about;                     ///< "scope", "internal audit"…
    std::string text;
    std::vector<std::string> units;        ///< shall groups, documents or rows that it is about
};

enum class StageVerdict : std::uint8_t { blocked, cannot_say, nothing_known };
[[nodiscard]] std::string_view to_text(StageVerdict verdict);

struct StageReport {
    int stage = 1;
    std::string catalog;
    std::string title;
    std::int64_t assessment = 0;
    Date on;                               ///< judged on
    StageVerdict verdict = StageVerdict::cannot_say;
    std::vector<StageFact> facts;          ///< in a fixed order
};

/// Blocked where a fact stands against it; else it cannot be said where one is unknown; else nothing known stands against it.
[[nodiscard]] StageVerdict stage_verdict(const std::vector<StageFact>& facts);

/// Throws Error of kind usage for an unknown standard or assessment, or one that is not certifiable.
[[nodiscard]] StageReport read_stage(const Run& run, Session& session, const StageRequest& request);
[[nodiscard]] std::string to_text(const StageReport& report);
[[nodiscard]] std::string to_json(const StageReport& report);

} // namespace assay
