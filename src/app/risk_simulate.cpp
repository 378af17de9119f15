#include "assay/app/risk_simulate.hpp"

#include "app/register_rows.hpp"
#include "app/risk_filter.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"

#include <array>
#include <cmath>
#include <set>

#include <fmt/format.h>

namespace assay {
namespace {

/// More than these take minutes, and tell no more than fewer trials.
constexpr double k_most_events = 1e9;

constexpr std::array<std::string_view, 13> k_loss_fields{"id",          "title",          "kind",           "status",         "frequency_shape",
                                                         "frequency_low", "frequency_likely", "frequency_high", "loss_shape", "loss_low",
                                                         "loss_likely", "loss_high",      "loss_currency"};
constexpr std::size_t k_frequency_at = 4;
constexpr std::size_t k_loss_at = 8;
constexpr std::size_t k_currency_at = 12;

std::string loss_cell(std::span<const Value> row, std::size_t at) {
    const auto* text = text_of(row[at]);
    return text != nullptr ? *text : std::string();
}

struct ReadEstimate {
    std::optional<Estimate> estimate;
    std::string fault;              ///< both empty: nothing is recorded
};

/// A shape and three numbers from `at` on. One number alone, the most likely, is a point.
ReadEstimate read_estimate(const Register& of, std::span<const Value> row, std::size_t at) {
    std::array<std::optional<double>, 3> numbers;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (const auto* scaled = number_of(row[at + 1 + i])) {
            numbers[i] = static_cast<double>(*scaled) / std::pow(10.0, of.find_field(k_loss_fields[at + 1 + i])->scale);
        }
    }
    const auto& [low, likely, high] = numbers;
    const auto word = loss_cell(row, at);
    if (word.empty() && !low && !likely && !high) {
        return {};
    }
    const auto shape = !word.empty() ? find_estimate_shape(word) : likely && !low && !high ? std::optional(EstimateShape::point) : std::nullopt;
    if (!shape) {
        return {std::nullopt, word.empty() ? "its shape is not recorded" : fmt::format("'{}' is no shape", word)};
    }
    const bool whole = shape == EstimateShape::point ? likely.has_value() : low && high && (shape == EstimateShape::lognormal || likely);
    if (!whole) {
        return {std::nullopt, fmt::format("{} needs {}", to_text(*shape),
                                          shape == EstimateShape::point       ? "the most likely value"
                                          : shape == EstimateShape::lognormal ? "low and high"
                                                                              : "low, most likely and high")};
    }
    const Estimate estimate{*shape, low.value_or(0), likely.value_or(0), high.value_or(0)};
    auto fault = fault_of(estimate);
    return fault.empty() ? ReadEstimate{estimate, {}} : ReadEstimate{std::nullopt, std::move(fault)};
}

struct RiskEstimate {
    std::string id;
    std::string title;
    Estimate frequency;
    Estimate loss;
};

/// Reads the risks, and counts those that are not simulated.
std::vector<RiskEstimate> read_estimates(QueryRunner& runner, const Register& of, TableQuery query, LossReport& report, std::set<std::string>& currencies) {
    for (const auto name : k_loss_fields) {
        query.select.push_back(of.find_field(name) != nullptr ? column_expr(std::string(name)) : QueryExpr{});
    }
    query.order.push_back({query.select.front(), false});
    std::vector<RiskEstimate> found;
    runner.rows(query, [&](std::span<const Value> row) {
        ++report.read;
        if (loss_cell(row, 3) == "closed") {
            ++report.closed;
            return;
        }
        if (loss_cell(row, 2) == "opportunity") {
            ++report.opportunities;
            return;
        }
        const auto frequency = read_estimate(of, row, k_frequency_at);
        const auto loss = read_estimate(of, row, k_loss_at);
        const bool has_frequency = frequency.estimate || !frequency.fault.empty();
        const bool has_loss = loss.estimate || !loss.fault.empty();
        if (!has_frequency && !has_loss) {
            ++report.without_estimate;
        } else if (!frequency.estimate) {
            report.unusable.emplace_back(loss_cell(row, 0), "frequency: " + (has_frequency ? frequency.fault : std::string("not recorded")));
        } else if (!loss.estimate) {
            report.unusable.emplace_back(loss_cell(row, 0), "loss: " + (has_loss ? loss.fault : std::string("not recorded")));
        } else {
            found.push_back({loss_cell(row, 0), loss_cell(row, 1), *frequency.estimate, *loss.estimate});
            currencies.insert(loss_cell(row, k_currency_at));
        }
    });
    return found;
}

void refuse_mixed(const std::set<std::string>& currencies) {
    if (currencies.size() < 2) {
        return;
    }
    std::string names;
    for (const auto& each : currencies) {
        names += fmt::format("{}{}", names.empty() ? "" : ", ", each.empty() ? "none recorded" : escape_control(each));
    }
    throw Error(fmt::format("losses are in several currencies ({}): choose one, with --where \"loss_currency eq '{}'\" for example", names,
                            escape_control(*currencies.rbegin())),
                ErrorKind::usage);
}

} // namespace

std::optional<LossReport> simulate_risks(const Run& run, Session& session, const LossRequest& request) {
    LossReport report;
    report.request = request;
    report.on = request.on.value_or(session.zone.date_of(session.setting.now));
    const auto rows = risks_where(run, session, request.where, report.on);
    if (!rows) {
        return std::nullopt;
    }
    const auto at = find_state(session, request.at);
    report.state = at.value_or(session.store.head());
    const auto runner = session.store.runner(run, session.zone, at);
    std::set<std::string> currencies;
    const auto estimates = read_estimates(*runner, get_register(session.content.schema, "risk"), *rows, report, currencies);
    refuse_mixed(currencies);
    report.currency = currencies.empty() ? std::string() : *currencies.begin();
    double events = 0;
    for (const auto& each : estimates) {
        events += moments_of(each.frequency).mean * static_cast<double>(request.trials);
    }
    if (events > k_most_events) {
        throw Error(fmt::format("that is about {:.0f} events to draw, more than {:.0f}: take fewer trials or fewer risks", events, k_most_events), ErrorKind::usage);
    }
    std::vector<double> sums(static_cast<std::size_t>(request.trials), 0);
    for (const auto& each : estimates) {
        run.progress.report(report.risks.size(), estimates.size(), "risks");
        auto losses = simulate_years(run, seed_of(request.seed, each.id), each.frequency, each.loss, request.trials);
        for (std::size_t year = 0; year < losses.size(); ++year) {
            sums[year] += losses[year];
        }
        const auto expected = annual_moments(each.frequency, each.loss);
        report.total.expected.mean += expected.mean;
        report.total.expected.variance += expected.variance;
        report.risks.push_back({each.id, each.title, expected, figures_of(std::move(losses))});
    }
    report.total.figures = figures_of(std::move(sums));
    return report;
}

} // namespace assay
