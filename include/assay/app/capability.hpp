// `assay capability`: the profile of each process from the ratings that assessors gave, and beside it what an assessment indicates.
#pragma once

#include "assay/app/session.hpp"
#include "assay/assess/capability.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct CapabilityRequest {
    std::string process;                   ///< empty: all
    std::int64_t assessment = 0;           ///< for the indications; 0: the newest, or none when there is none
    std::optional<Date> on;                ///< ratings up to this day (default: today)
    std::string at;
};

/// One attribute of one process.
struct CapabilityCell {
    std::string rating;                    ///< as written ("L+"); empty: not rated
    std::optional<CapabilityRating> rated;
    std::int64_t shown = 0;                ///< of the assessment: controls that are met
    std::int64_t open = 0;                 ///< not assessed or in error
    std::int64_t of = 0;                   ///< applicable ones with an occasion; 0: nothing indicates it
    [[nodiscard]] std::optional<AttributeRange> indicated() const;
};

struct CapabilityLine {
    std::string process;
    std::string name;
    std::string domain;                    ///< of the framework's process; may be empty
    CapabilityEdition edition = CapabilityEdition::iso33020_2015;
    std::vector<CapabilityCell> cells;     ///< one for each attribute of the edition
    bool is_rated = false;
    int level = 0;                         ///< by the ratings; an attribute that is not rated ends the climb
    std::optional<std::int64_t> target;
    std::optional<LevelRange> indicated;   ///< nothing: no control indicates anything
    std::optional<Date> rated_on;          ///< newest
    std::string assessors;
    std::string classes;
    std::vector<std::string> doubts;
};

struct CapabilityReport {
    Date on;
    std::int64_t state = 0;
    std::int64_t assessment = 0;           ///< 0: none
    std::vector<CapabilityLine> lines;     ///< by domain, then process
    std::int64_t ratings = 0;              ///< read
    std::int64_t later = 0;                ///< of a later day, left out
    std::int64_t outdated = 0;             ///< replaced by a newer one of the same attribute
    std::int64_t unreadable = 0;           ///< no rating of the scale; told as doubts
};

/// Throws Error of kind usage for an unknown process, assessment or state.
[[nodiscard]] CapabilityReport read_capability(const Run& run, Session& session, const CapabilityRequest& request);
[[nodiscard]] std::string to_text(const CapabilityReport& report);
[[nodiscard]] std::string to_csv(const CapabilityReport& report);
[[nodiscard]] std::string to_json(const CapabilityReport& report);

} // namespace assay
