// `assay risk simulate`: annual loss of the risks that have estimates of frequency and loss, one by one and together.
#pragma once

#include "assay/app/session.hpp"
#include "assay/assess/loss.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace assay {

inline constexpr std::int64_t k_default_trials = 10'000;
inline constexpr std::int64_t k_least_trials = 100;
inline constexpr std::int64_t k_most_trials = 1'000'000;

struct LossRequest {
    std::uint64_t seed = 1;
    std::int64_t trials = k_default_trials;
    std::string where;              ///< in the language of checks
    std::string at;                 ///< state of the registers; empty: the head
    std::optional<Date> on;         ///< what a condition counts from; default: today
};

struct LossLine {
    std::string risk;               ///< empty: all together
    std::string title;
    Moments expected;               ///< by the closed form
    LossFigures figures;            ///< of the simulation
};

struct LossReport {
    LossRequest request;
    Date on;                        ///< what a condition counts from
    std::int64_t state = 0;
    std::string currency;           ///< empty: not recorded
    std::vector<LossLine> risks;    ///< sorted by id
    LossLine total;
    std::int64_t read = 0;          ///< = risks + the four that follow
    std::int64_t closed = 0;
    std::int64_t opportunities = 0;
    std::int64_t without_estimate = 0;
    std::vector<std::pair<std::string, std::string>> unusable;  ///< risk, and why its estimate cannot be used
};

/// Nothing after reporting faults of the condition. Throws Error of kind usage for an unknown state, for losses in several currencies
/// and for more events than can be drawn.
[[nodiscard]] std::optional<LossReport> simulate_risks(const Run& run, Session& session, const LossRequest& request);

/// Figures of each risk and of all together, then the exceedance curve.
[[nodiscard]] std::string to_text(const LossReport& report);
/// One figure a line: risk, measure, percent, value.
[[nodiscard]] std::string to_csv(const LossReport& report);
[[nodiscard]] std::string to_json(const LossReport& report);

} // namespace assay
