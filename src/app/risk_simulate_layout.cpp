#include "app/sla_words.hpp"
#include "assay/app/risk_simulate.hpp"
#include "assay/app/table.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/json.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::array k_loss_percents{50.0, 90.0, 95.0, 99.0};
/// Chances in percent at which the exceedance curve is shown.
constexpr std::array k_exceedance{99.0, 95.0, 90.0, 75.0, 50.0, 25.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.1};

/// Cents, half away from zero; a year's loss that is too large for them is not a loss that anybody estimated.
std::int64_t cents_of(double amount) { return std::llround(std::min(amount, 9e16) * 100); }

/// "1,234" in a table: cents of a simulated figure are noise. Below ten they are kept.
std::string amount_text(double amount) {
    return amount != 0 && std::abs(amount) < 10 ? fmt::format("{:.2f}", amount) : group_thousands(std::llround(std::min(amount, 9e18)));
}

std::string amount_cell(double amount) { return fmt::format("{:.2f}", amount); }

std::string chance_text(const LossLine& line, std::int64_t trials) {
    return fmt::format("{:.1f} %", 100.0 * static_cast<double>(line.figures.years_with_loss) / static_cast<double>(trials));
}

std::string percent_text(double percent) { return fmt::format("{:g}", percent); }

/// The loss that this share of the years exceeds, at most.
double exceeded_by(const LossFigures& figures, double percent) { return loss_percentile(figures, 100 - percent); }

std::vector<std::string> line_cells(const LossLine& line, std::int64_t trials) {
    std::vector<std::string> cells{line.risk.empty() ? "all" : line.risk,
                                   line.title,
                                   amount_text(line.expected.mean),
                                   amount_text(line.figures.mean),
                                   amount_text(line.figures.standard_error),
                                   amount_text(std::sqrt(line.expected.variance)),
                                   chance_text(line, trials)};
    for (const auto percent : k_loss_percents) {
        cells.push_back(amount_text(loss_percentile(line.figures, percent)));
    }
    return cells;
}

std::string left_out_text(const LossReport& report) {
    const auto at = fmt::format("as of {}, state {}\n", to_text(report.on), report.state);
    auto text = fmt::format("{} read = {} simulated + {} closed + {} + {} without an estimate + {} with one that cannot be used\n",
                            count_of(report.read, "risk", "risks"), report.risks.size(), report.closed,
                            count_of(report.opportunities, "opportunity", "opportunities"), report.without_estimate, report.unusable.size());
    std::vector<LabelledText> faults;
    faults.reserve(report.unusable.size());
    for (const auto& [risk, why] : report.unusable) {
        faults.push_back({risk, why});
    }
    return faults.empty() ? text + at : text + "\n" + to_text(faults, 0) + "\n" + at;
}

void add_csv_lines(std::string& text, const LossLine& line, std::int64_t trials) {
    const auto add = [&](const char* measure, const std::string& percent, const std::string& value) {
        text += sla_csv_line({line.risk.empty() ? "(all)" : line.risk, measure, percent, value});
    };
    add("expected_mean", "", amount_cell(line.expected.mean));
    add("expected_deviation", "", amount_cell(std::sqrt(line.expected.variance)));
    add("mean", "", amount_cell(line.figures.mean));
    add("standard_error", "", amount_cell(line.figures.standard_error));
    add("years_with_loss", percent_text(100.0 * static_cast<double>(line.figures.years_with_loss) / static_cast<double>(trials)),
        std::to_string(line.figures.years_with_loss));
    for (const auto percent : k_loss_percents) {
        add("percentile", percent_text(percent), amount_cell(loss_percentile(line.figures, percent)));
    }
    for (const auto percent : k_exceedance) {
        add("exceeded", percent_text(percent), amount_cell(exceeded_by(line.figures, percent)));
    }
}

void write_line(JsonWriter& json, const LossLine& line, std::int64_t trials) {
    json.begin_object().field("risk", line.risk).field("title", line.title);
    json.key("expected_mean").decimal(cents_of(line.expected.mean), 2).key("expected_deviation").decimal(cents_of(std::sqrt(line.expected.variance)), 2);
    json.key("mean").decimal(cents_of(line.figures.mean), 2).key("standard_error").decimal(cents_of(line.figures.standard_error), 2);
    json.field("years", trials).field("years_with_loss", line.figures.years_with_loss).key("percentiles").begin_array();
    for (const auto percent : k_loss_percents) {
        json.begin_object().key("percent").decimal(std::llround(percent * 10), 1).key("loss").decimal(cents_of(loss_percentile(line.figures, percent)), 2).end_object();
    }
    json.end_array().key("exceedance").begin_array();
    for (const auto percent : k_exceedance) {
        json.begin_object().key("percent").decimal(std::llround(percent * 10), 1).key("loss").decimal(cents_of(exceeded_by(line.figures, percent)), 2).end_object();
    }
    json.end_array().end_object();
}

} // namespace

std::string to_text(const LossReport& report) {
    if (report.risks.empty()) {
        return "no risk has an estimate that can be simulated\n\n" + left_out_text(report);
    }
    const auto trials = report.request.trials;
    TextTable figures;
    figures.columns = {{"risk", false}, {"title", false}, {"expected", true}, {"mean", true}, {"error", true}, {"deviation", true}, {"any loss", true}};
    for (const auto percent : k_loss_percents) {
        figures.columns.push_back({"p" + percent_text(percent), true});
    }
    for (const auto& line : report.risks) {
        figures.rows.push_back(line_cells(line, trials));
    }
    figures.rows.push_back(line_cells(report.total, trials));
    TextTable curve;
    curve.columns = {{"chance", true}, {"loss above", true}};
    for (const auto percent : k_exceedance) {
        curve.rows.push_back({percent_text(percent) + " %", amount_text(exceeded_by(report.total.figures, percent))});
    }
    return fmt::format("annual loss{}, {} years simulated, seed {}\n\n{}\nexpected and deviation by the closed form; error is the standard error of the mean; percentiles by nearest rank\n\n"
                       "{}\n",
                       report.currency.empty() ? "" : " in " + escape_control(report.currency), group_thousands(trials), report.request.seed, to_text(figures),
                       to_text(curve)) +
           left_out_text(report);
}

std::string to_csv(const LossReport& report) {
    auto text = sla_csv_line({"risk", "measure", "percent", "value"});
    for (const auto& line : report.risks) {
        add_csv_lines(text, line, report.request.trials);
    }
    if (!report.risks.empty()) {
        add_csv_lines(text, report.total, report.request.trials);
    }
    return text;
}

std::string to_json(const LossReport& report) {
    JsonWriter json;
    json.begin_object().field("on", to_text(report.on)).field("seed", report.request.seed).field("years", report.request.trials).field("state", report.state).field("currency", report.currency);
    json.field("read", report.read).field("closed", report.closed).field("opportunities", report.opportunities).field("without_estimate", report.without_estimate);
    json.key("unusable").begin_array();
    for (const auto& [risk, why] : report.unusable) {
        json.begin_object().field("risk", risk).field("why", why).end_object();
    }
    json.end_array().key("risks").begin_array();
    for (const auto& line : report.risks) {
        write_line(json, line, report.request.trials);
    }
    json.end_array().key("all");
    write_line(json, report.total, report.request.trials);
    json.end_object();
    return json.finish();
}

} // namespace assay
