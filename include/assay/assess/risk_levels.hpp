// What the registers say of each risk's level, and what follows from it: docs/risk.md. Nothing is filled in that is not recorded.
// Knows no SQL, no XML, no terminal; asks the registers through QueryRunner only.
#pragma once

#include "assay/base/run.hpp"
#include "assay/model/query_runner.hpp"
#include "assay/model/register.hpp"
#include "assay/model/risk_matrix.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// Words of the register as recorded at one stage of a risk; empty: not recorded.
struct RiskRatings {
    std::string initiation;         ///< likelihood that the event begins or occurs
    std::string adverse;            ///< likelihood that it then does harm
    std::string likelihood;         ///< overall
    std::string basis;              ///< of the overall likelihood: "computed", "entered"
    std::string impact;
    std::string level;
};

enum class LikelihoodFrom : std::uint8_t {
    unknown,
    computed,                       ///< from its two parts
    entered,                        ///< directly
};
[[nodiscard]] std::string_view to_text(LikelihoodFrom from);

enum class LevelResult : std::uint8_t {
    agrees,
    differs,
    not_recorded,                   ///< computed, and no level is recorded beside it
    entered,                        ///< recorded, and a part is missing to compute it
    unknown,                        ///< neither
};
[[nodiscard]] std::string_view to_text(LevelResult result);

struct RiskLevel {
    LikelihoodFrom likelihood_from = LikelihoodFrom::unknown;
    std::string likelihood;         ///< the word used
    std::string computed;           ///< id of a level of the matrix; empty: cannot be computed
    std::string recorded;
    LevelResult result = LevelResult::unknown;
    std::vector<std::string> remarks;
    friend bool operator==(const RiskLevel&, const RiskLevel&) = default;
};
/// `likelihood` combines the two likelihoods (SP 800-30r1 table G-5), `level` the overall likelihood and the impact (table I-2).
[[nodiscard]] RiskLevel find_level(const RiskMatrix& likelihood, const RiskMatrix& level, const RiskRatings& ratings);

enum class RiskStage : std::uint8_t { inherent, current, target };
inline constexpr std::array k_risk_stages{RiskStage::inherent, RiskStage::current, RiskStage::target};
[[nodiscard]] std::string_view to_text(RiskStage stage);

enum class AppetiteResult : std::uint8_t {
    not_applicable,                 ///< closed, or an opportunity
    within,
    above,
    no_criterion,                   ///< none is set for the category
    unknown,                        ///< the level is
};
[[nodiscard]] std::string_view to_text(AppetiteResult result);

enum class AcceptanceResult : std::uint8_t {
    not_applicable,                 ///< closed, an opportunity, or neither accepted nor above appetite
    not_accepted,                   ///< above appetite and treated otherwise
    missing,                        ///< said to be accepted, and by nobody
    valid,
    not_yet,                        ///< accepted later than the judgement
    expired,
    no_expiry,                      ///< above appetite, and without an end
    wrong_rank,
    unknown,                        ///< the rank cannot be told
};
[[nodiscard]] std::string_view to_text(AcceptanceResult result);

enum class ReviewResult : std::uint8_t { not_applicable, due, overdue, not_planned };
[[nodiscard]] std::string_view to_text(ReviewResult result);

struct RiskJudgement {
    std::string id;
    std::string title;
    std::string kind;
    std::string category;
    std::string status;
    std::array<RiskLevel, 3> levels;            ///< in the order of k_risk_stages
    std::string judged_level;                   ///< id of the level that is held against the appetite; empty: unknown
    RiskStage judged_stage = RiskStage::current;
    std::string criterion;                      ///< id of the row in risk_criterion, or empty
    std::string appetite;                       ///< its word
    std::string authority;                      ///< the role that may accept more
    AppetiteResult against_appetite = AppetiteResult::unknown;
    AcceptanceResult acceptance = AcceptanceResult::not_applicable;
    std::string accepted_by;
    std::optional<Date> accepted_until;
    ReviewResult review = ReviewResult::not_applicable;
    std::optional<Date> review_due;
    std::vector<std::string> remarks;           ///< sentences without a full stop, in the order of the fields above
};

/// All is borrowed for the call.
struct RiskInput {
    const Schema& schema;
    QueryRunner& runner;
    const RiskMatrix& likelihood;
    const RiskMatrix& level;
    Date on;                                    ///< judgement date
    const TableQuery& rows;                     ///< which risks: relation 0 is the register, `where` what must be true of them
};
/// Sorted by id.
[[nodiscard]] std::vector<RiskJudgement> judge_risks(const Run& run, const RiskInput& input);

} // namespace assay
