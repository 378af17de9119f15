#include "assay/assess/loss.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace assay;

namespace {

NoProgress k_no_progress;

struct TestRun {
    Diagnostics faults;
    Run run{{}, k_no_progress, faults};
};

constexpr Estimate point(double value) { return {EstimateShape::point, 0, value, 0}; }
constexpr Estimate pert(double low, double likely, double high) { return {EstimateShape::pert, low, likely, high}; }
constexpr Estimate lognormal(double low, double high) { return {EstimateShape::lognormal, low, 0, high}; }

/// Mean and variance by adding up the density on a fine grid: the slow and obvious way.
template <class Density>
Moments by_grid(double from, double to, const Density& density) {
    constexpr int k_parts = 200'000;
    const double step = (to - from) / k_parts;
    double whole = 0;
    double first = 0;
    double second = 0;
    for (int i = 0; i < k_parts; ++i) {
        const double x = from + (i + 0.5) * step;
        const double weight = density(x) * step;
        whole += weight;
        first += x * weight;
        second += x * x * weight;
    }
    const double mean = first / whole;
    return {mean, second / whole - mean * mean};
}

Moments slow_moments(const Estimate& estimate) {
    if (estimate.shape == EstimateShape::pert) {
        const double a = 4 * (estimate.likely - estimate.low) / (estimate.high - estimate.low);
        return by_grid(estimate.low, estimate.high, [&](double x) { return std::pow(x - estimate.low, a) * std::pow(estimate.high - x, 4 - a); });
    }
    const double middle = (std::log(estimate.low) + std::log(estimate.high)) / 2;
    const double deviation = (std::log(estimate.high) - std::log(estimate.low)) / 2 / 1.6448536269514722;
    // Over the logarithm y, where the density is normal; the moments are of e^y.
    const auto share = [&](double y) { return std::exp(-(y - middle) * (y - middle) / 2 / deviation / deviation); };
    double whole = 0;
    double first = 0;
    double second = 0;
    for (double y = middle - 12 * deviation; y < middle + 12 * deviation; y += deviation / 1000) {
        whole += share(y);
        first += std::exp(y) * share(y);
        second += std::exp(2 * y) * share(y);
    }
    return {first / whole, second / whole - first / whole * first / whole};
}

bool close(double value, double expected, double part) { return std::abs(value - expected) <= part * std::max(1e-12, std::abs(expected)); }

/// Mean and variance of `draws` values, each with its standard error (that of the variance from the fourth moment).
struct Sampled {
    double mean = 0;
    double mean_error = 0;
    double variance = 0;
    double variance_error = 0;
};
Sampled sampled(const std::vector<double>& values) {
    const auto n = static_cast<double>(values.size());
    Sampled found;
    found.mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double second = 0;
    double fourth = 0;
    for (const double value : values) {
        const double off = (value - found.mean) * (value - found.mean);
        second += off / n;
        fourth += off * off / n;
    }
    found.variance = second;
    found.mean_error = std::sqrt(second / n);
    found.variance_error = std::sqrt(std::max(0.0, fourth - second * second) / n);
    return found;
}

/// Four standard errors: with a stated seed a wrong formula fails, and a right one does not.
void check_moments(const std::vector<double>& values, const Moments& expected) {
    const auto found = sampled(values);
    CHECK(std::abs(found.mean - expected.mean) <= 4 * found.mean_error + 1e-9);
    CHECK(std::abs(found.variance - expected.variance) <= 4 * found.variance_error + 1e-9);
}

} // namespace

TEST_CASE("moments of estimates are those of their densities") {
    CHECK(moments_of(point(3)).mean == 3);
    CHECK(moments_of(point(3)).variance == 0);
    CHECK(moments_of(pert(5, 5, 5)).mean == 5);
    CHECK(rc::check([] {
        const double low = *rc::gen::inRange(1, 100) / 10.0;
        const double width = *rc::gen::inRange(1, 100) / 10.0;
        const double part = *rc::gen::inRange(0, 11) / 10.0;
        for (const auto& estimate : {pert(low, low + part * width, low + width), lognormal(low, low + width)}) {
            const auto slow = slow_moments(estimate);
            const auto fast = moments_of(estimate);
            RC_ASSERT(close(fast.mean, slow.mean, 1e-4));
            RC_ASSERT(close(fast.variance, slow.variance, 1e-3));
        }
    }));
}

TEST_CASE("draws have the moments of what they are drawn from") {
    for (const auto& estimate : {pert(1, 2, 9), pert(0, 0, 10), pert(0, 10, 10), lognormal(1, 20)}) {
        LossGenerator generator(20'261'126);
        std::vector<double> values(200'000);
        for (auto& value : values) {
            value = generator.draw(estimate);
        }
        check_moments(values, moments_of(estimate));
    }
}

TEST_CASE("counts are those of a Poisson distribution, also past one part of the product") {
    for (const double rate : {0.05, 1.0, 15.9, 16.0, 40.0}) {
        LossGenerator generator(7);
        std::vector<double> values(200'000);
        for (auto& value : values) {
            value = static_cast<double>(generator.poisson(rate));
        }
        check_moments(values, {rate, rate});
        const auto none = static_cast<double>(std::ranges::count(values, 0.0)) / 200'000;
        CHECK(std::abs(none - std::exp(-rate)) <= 4 * std::sqrt(std::exp(-rate) / 200'000) + 1e-9);
    }
    LossGenerator generator(7);
    CHECK(generator.poisson(0) == 0);
}

TEST_CASE("annual losses have the mean and variance of a compound Poisson distribution") {
    TestRun test;
    for (const auto& frequency : {point(0.4), point(20), pert(0, 1, 6), lognormal(0.5, 4)}) {
        for (const auto& loss : {point(100), pert(10, 20, 100), lognormal(1, 10)}) {
            check_moments(simulate_years(test.run, 42, frequency, loss, 100'000), annual_moments(frequency, loss));
        }
    }
    // By hand: 2 events a year of 10 each: mean 20, variance 2 x 100.
    CHECK(annual_moments(point(2), point(10)).mean == 20);
    CHECK(annual_moments(point(2), point(10)).variance == 200);
}

TEST_CASE("the same seed gives the same years, and another risk's stream is its own") {
    TestRun test;
    const auto first = simulate_years(test.run, seed_of(1, "R-1"), point(2), lognormal(1, 9), 1000);
    CHECK(simulate_years(test.run, seed_of(1, "R-1"), point(2), lognormal(1, 9), 1000) == first);
    CHECK(simulate_years(test.run, seed_of(1, "R-2"), point(2), lognormal(1, 9), 1000) != first);
    CHECK(simulate_years(test.run, seed_of(2, "R-1"), point(2), lognormal(1, 9), 1000) != first);
}

TEST_CASE("the engine is the one that the standard fixes") {
    // ISO C++ [rand.predef]: the 10000th value of a default mt19937_64.
    std::mt19937_64 engine;
    engine.discard(9999);
    CHECK(engine() == 9981545732273789042ULL);
}

TEST_CASE("percentiles are by nearest rank") {
    const auto figures = figures_of({30, 10, 20, 0});
    CHECK(figures.mean == 15);
    CHECK(figures.years_with_loss == 3);
    CHECK(loss_percentile(figures, 50) == 10);
    CHECK(loss_percentile(figures, 51) == 20);
    CHECK(loss_percentile(figures, 75) == 20);
    CHECK(loss_percentile(figures, 75.01) == 30);
    CHECK(loss_percentile(figures, 100) == 30);
    CHECK(loss_percentile(figures, 0) == 0);
    CHECK(rc::check([](std::vector<unsigned char> raw, unsigned char of) {
        RC_PRE(!raw.empty());
        const std::vector<double> values(raw.begin(), raw.end());
        const double percent = of % 101;
        // The smallest value that at least so many percent of the values do not exceed.
        double slow = 1e9;
        for (const double candidate : values) {
            const auto below = std::ranges::count_if(values, [&](double value) { return value <= candidate; });
            if (static_cast<double>(below) * 100 >= percent * static_cast<double>(values.size())) {
                slow = std::min(slow, candidate);
            }
        }
        RC_ASSERT(loss_percentile(figures_of(values), percent) == slow);
    }));
}

TEST_CASE("estimates that cannot be say why") {
    CHECK(fault_of(point(0)).empty());
    CHECK(fault_of(point(-1)) == "it is negative");
    CHECK(fault_of(pert(-1, 0, 1)) == "it is negative");
    CHECK(fault_of(pert(1, 2, 3)).empty());
    CHECK(fault_of(pert(2, 2, 1)) == "low is above high");
    CHECK(fault_of(pert(1, 4, 3)) == "most likely does not lie between low and high");
    CHECK(fault_of(lognormal(0, 3)) == "a lognormal begins above 0");
    CHECK(fault_of(lognormal(3, 2)) == "low is above high");
    CHECK(fault_of(lognormal(2, 3)).empty());
}
