// `assay risk levels`: the level of each risk as recorded and as computed, its appetite, acceptance and review.
#pragma once

#include "assay/app/session.hpp"
#include "assay/assess/risk_levels.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay {

struct RiskLevelsRequest {
    std::string matrix;                 ///< of levels; empty: the default
    std::string likelihood_matrix;      ///< of overall likelihoods; empty: the default
    std::string where;                  ///< in the language of checks
    std::optional<Date> on;             ///< judgement date; default: today
    std::string at;                     ///< state of the registers; empty: the head
};

struct RiskLevelsReport {
    std::string matrix;
    std::string likelihood_matrix;
    Date on;
    std::int64_t state = 0;
    std::int64_t registered = 0;        ///< risks in the register, whether they fit the condition or not
    std::vector<RiskJudgement> risks;   ///< sorted by id
};

/// Nothing after reporting faults of the condition or of a matrix. Throws Error of kind usage for an unknown matrix or state.
[[nodiscard]] std::optional<RiskLevelsReport> find_risk_levels(const Run& run, Session& session, const RiskLevelsRequest& request);

/// A line for each risk, then what there is to say of it, then counts.
[[nodiscard]] std::string to_text(const RiskLevelsReport& report);
[[nodiscard]] std::string to_csv(const RiskLevelsReport& report);
[[nodiscard]] std::string to_json(const RiskLevelsReport& report);

} // namespace assay
