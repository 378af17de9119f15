// Annual loss by simulation: how often an event comes (a Poisson count at an estimated rate) and what one costs. Closed forms beside
// it. Amounts of losses are floating point from here on, and decide nothing; figures that decide are whole numbers. Knows no register and
// no terminal.
#pragma once

#include "assay/base/run.hpp"

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

enum class EstimateShape : std::uint8_t {
    point,                          ///< `likely`, without doubt
    pert,                           ///< beta between `low` and `high`, mode `likely`, weight 4
    lognormal,                      ///< 5 % lie below `low` and 5 % above `high`
};
[[nodiscard]] std::string_view to_text(EstimateShape shape);
[[nodiscard]] std::optional<EstimateShape> find_estimate_shape(std::string_view word);

struct Estimate {
    EstimateShape shape = EstimateShape::point;
    double low = 0;
    double likely = 0;
    double high = 0;
    friend bool operator==(const Estimate&, const Estimate&) = default;
};
/// Why it cannot be used, or empty: "low is above high", …
[[nodiscard]] std::string fault_of(const Estimate& estimate);

struct Moments {
    double mean = 0;
    double variance = 0;
};
[[nodiscard]] Moments moments_of(const Estimate& estimate);
/// Of the sum over a year: E = E[rate] m, Var = E[rate] (v + m^2) + Var[rate] m^2 for losses of mean m and variance v.
[[nodiscard]] Moments annual_moments(const Estimate& frequency, const Estimate& loss);

/// Draws from std::mt19937_64, whose output the standard fixes, by transforms written here: the same seed gives the same figures
/// wherever the mathematical functions do. Not shared between threads.
class LossGenerator {
public:
    explicit LossGenerator(std::uint64_t seed) : m_engine(seed) {}
    double uniform();               ///< strictly between 0 and 1: 53 bits of the engine, and a half
    double normal();                ///< Marsaglia's polar method
    double gamma(double shape);     ///< Marsaglia and Tsang 2000; scale 1, shape > 0
    std::int64_t poisson(double rate);  ///< Knuth's product of uniforms, in parts of at most 16
    double draw(const Estimate& estimate);

private:
    std::mt19937_64 m_engine;
    std::optional<double> m_spare;  ///< the second of a pair of normals
};

/// The seed of one risk's own stream: the first eight bytes of SHA-256 over "<seed>/<id>". Another risk changes nothing of it.
[[nodiscard]] std::uint64_t seed_of(std::uint64_t seed, std::string_view id);

/// Losses of `trials` years, in the order drawn.
[[nodiscard]] std::vector<double> simulate_years(const Run& run, std::uint64_t seed, const Estimate& frequency, const Estimate& loss, std::int64_t trials);

struct LossFigures {
    double mean = 0;
    double standard_error = 0;      ///< of the mean
    std::int64_t years_with_loss = 0;
    std::vector<double> sorted;     ///< losses, ascending
};
[[nodiscard]] LossFigures figures_of(std::vector<double> losses);
/// By nearest rank: the smallest loss that `percent` of the years do not exceed.
[[nodiscard]] double loss_percentile(const LossFigures& figures, double percent);

} // namespace assay
