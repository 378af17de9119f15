#include "assay/assess/loss.hpp"

#include "assay/base/hash.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

namespace assay {
namespace {

/// 95 % of a normal distribution lie below mean + this many standard deviations.
constexpr double k_z95 = 1.6448536269514722;
constexpr double k_pert_weight = 4;
/// exp(-16) is far from underflow, and the product of uniforms from zero.
constexpr double k_poisson_part = 16;

struct Normal {
    double mean = 0;
    double deviation = 0;
};

/// Of the logarithm.
Normal log_of(const Estimate& estimate) {
    const double low = std::log(estimate.low);
    const double high = std::log(estimate.high);
    return {(low + high) / 2, (high - low) / (2 * k_z95)};
}

bool is_fixed(const Estimate& estimate) { return estimate.shape == EstimateShape::point || !(estimate.low < estimate.high); }

} // namespace

std::string_view to_text(EstimateShape shape) {
    switch (shape) {
    case EstimateShape::point: return "point";
    case EstimateShape::pert: return "pert";
    case EstimateShape::lognormal: return "lognormal";
    }
    return {};
}

std::optional<EstimateShape> find_estimate_shape(std::string_view word) {
    for (const auto shape : {EstimateShape::point, EstimateShape::pert, EstimateShape::lognormal}) {
        if (to_text(shape) == word) {
            return shape;
        }
    }
    return std::nullopt;
}

std::string fault_of(const Estimate& estimate) {
    const double least = estimate.shape == EstimateShape::point ? estimate.likely : estimate.low;
    if (least < 0) {
        return "it is negative";
    }
    if (estimate.shape == EstimateShape::lognormal && !(estimate.low > 0)) {
        return "a lognormal begins above 0";
    }
    if (estimate.shape != EstimateShape::point && estimate.high < estimate.low) {
        return "low is above high";
    }
    if (estimate.shape == EstimateShape::pert && (estimate.likely < estimate.low || estimate.high < estimate.likely)) {
        return "most likely does not lie between low and high";
    }
    return {};
}

Moments moments_of(const Estimate& estimate) {
    if (estimate.shape == EstimateShape::point) {
        return {estimate.likely, 0};
    }
    if (is_fixed(estimate)) {
        return {estimate.low, 0};
    }
    if (estimate.shape == EstimateShape::pert) {
        const double mean = (estimate.low + k_pert_weight * estimate.likely + estimate.high) / (k_pert_weight + 2);
        return {mean, (mean - estimate.low) * (estimate.high - mean) / (k_pert_weight + 3)};
    }
    const auto log = log_of(estimate);
    const double square = log.deviation * log.deviation;
    const double mean = std::exp(log.mean + square / 2);
    return {mean, std::expm1(square) * mean * mean};
}

Moments annual_moments(const Estimate& frequency, const Estimate& loss) {
    const auto rate = moments_of(frequency);
    const auto one = moments_of(loss);
    return {rate.mean * one.mean, rate.mean * (one.variance + one.mean * one.mean) + rate.variance * one.mean * one.mean};
}

double LossGenerator::uniform() { return (static_cast<double>(m_engine() >> 11U) + 0.5) * 0x1.0p-53; }

double LossGenerator::normal() {
    if (m_spare) {
        const double spare = *m_spare;
        m_spare.reset();
        return spare;
    }
    while (true) {
        const double x = 2 * uniform() - 1;
        const double y = 2 * uniform() - 1;
        const double square = x * x + y * y;
        if (square > 0 && square < 1) {
            const double factor = std::sqrt(-2 * std::log(square) / square);
            m_spare = y * factor;
            return x * factor;
        }
    }
}

double LossGenerator::gamma(double shape) {
    if (shape < 1) {
        return gamma(shape + 1) * std::pow(uniform(), 1 / shape);
    }
    const double d = shape - 1.0 / 3.0;
    const double c = 1 / std::sqrt(9 * d);
    while (true) {
        const double x = normal();
        const double root = 1 + c * x;
        if (root <= 0) {
            continue;
        }
        const double v = root * root * root;
        if (std::log(uniform()) < x * x / 2 + d - d * v + d * std::log(v)) {
            return d * v;
        }
    }
}

std::int64_t LossGenerator::poisson(double rate) {
    std::int64_t count = 0;
    double rest = rate;
    while (rest > 0) {
        const double stop = std::exp(-std::min(rest, k_poisson_part));
        double product = uniform();
        while (product > stop) {
            ++count;
            product *= uniform();
        }
        rest -= k_poisson_part;
    }
    return count;
}

double LossGenerator::draw(const Estimate& estimate) {
    if (estimate.shape == EstimateShape::point) {
        return estimate.likely;
    }
    if (is_fixed(estimate)) {
        return estimate.low;
    }
    if (estimate.shape == EstimateShape::lognormal) {
        const auto log = log_of(estimate);
        return std::exp(log.mean + log.deviation * normal());
    }
    const double width = estimate.high - estimate.low;
    const double first = gamma(1 + k_pert_weight * (estimate.likely - estimate.low) / width);
    const double second = gamma(1 + k_pert_weight * (estimate.high - estimate.likely) / width);
    return estimate.low + width * first / (first + second);
}

std::uint64_t seed_of(std::uint64_t seed, std::string_view id) {
    const auto digest = sha256(fmt::format("{}/{}", seed, id));
    return std::accumulate(digest.begin(), digest.begin() + 8, std::uint64_t{0}, [](std::uint64_t sum, std::uint8_t byte) { return sum << 8U | byte; });
}

std::vector<double> simulate_years(const Run& run, std::uint64_t seed, const Estimate& frequency, const Estimate& loss, std::int64_t trials) {
    LossGenerator generator(seed);
    std::vector<double> losses;
    losses.reserve(static_cast<std::size_t>(trials));
    for (std::int64_t year = 0; year < trials; ++year) {
        if (year % 256 == 0) {
            throw_if_stopped(run);
        }
        double sum = 0;
        for (auto events = generator.poisson(generator.draw(frequency)); events > 0; --events) {
            sum += generator.draw(loss);
        }
        losses.push_back(sum);
    }
    return losses;
}

LossFigures figures_of(std::vector<double> losses) {
    LossFigures figures;
    const auto count = static_cast<double>(losses.size());
    for (const double each : losses) {
        figures.mean += each / count;
        figures.years_with_loss += each > 0 ? 1 : 0;
    }
    double squares = 0;
    for (const double each : losses) {
        squares += (each - figures.mean) * (each - figures.mean);
    }
    figures.standard_error = losses.size() > 1 ? std::sqrt(squares / (count - 1) / count) : 0;
    std::ranges::sort(losses);
    figures.sorted = std::move(losses);
    return figures;
}

double loss_percentile(const LossFigures& figures, double percent) {
    if (figures.sorted.empty()) {
        return 0;
    }
    // A hundredth of a percent is as fine as anybody asks: in whole numbers no rounding moves the rank.
    const auto parts = static_cast<std::int64_t>(std::llround(percent * 100));
    const auto count = static_cast<std::int64_t>(figures.sorted.size());
    const auto rank = (count * parts + 9'999) / 10'000;
    return figures.sorted[static_cast<std::size_t>(std::clamp<std::int64_t>(rank, 1, count) - 1)];
}

} // namespace assay
