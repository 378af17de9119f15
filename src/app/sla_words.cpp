#include "app/sla_words.hpp"

#include "assay/base/decimal.hpp"
#include "assay/formats/escape.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

/// As many places as the target has, and at least two: a figure just below it must not look like it.
int digits_of(const SlaTarget& target) {
    const auto text = decimal_to_text(target.target, k_target_scale);
    const auto point = text.find('.');
    return std::max(2, point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1));
}

/// value / of, cut to `digits` places.
std::string cut_ratio(std::int64_t value, std::int64_t of, int digits) {
    auto text = std::to_string(value / of);
    auto rest = value % of;
    text += digits > 0 ? "." : "";
    for (int i = 0; i < digits; ++i) {
        rest *= 10;
        text += static_cast<char>('0' + rest / of);
        rest %= of;
    }
    return text;
}

} // namespace

std::string hours_text(std::int64_t seconds) { return fmt::format("{:.2f}", static_cast<double>(divide_half_even(seconds, 36, 0).value_or(0)) / 100.0); }

std::string cut_percent(std::int64_t value, std::int64_t of, int digits) { return cut_ratio(value * 100, of, digits); }

std::string figure_text(const SlaTarget& target, const Figure& figure) {
    if (figure.of == 0) {
        return {};
    }
    if (target.metric == TargetMetric::throughput) {
        return figure.low == figure.high ? std::to_string(figure.low) : fmt::format("{} to {}", figure.low, figure.high);
    }
    if (target.metric == TargetMetric::satisfaction) {
        return cut_ratio(figure.low, figure.of * 10'000, digits_of(target));
    }
    const auto low = cut_percent(figure.low, figure.of, digits_of(target));
    return figure.low == figure.high ? low + " %" : fmt::format("{} to {} %", low, cut_percent(figure.high, figure.of, digits_of(target)));
}

std::string target_text(const SlaTarget& target) { return decimal_to_text(target.target, k_target_scale) + (is_share(target.metric) ? " %" : ""); }

std::string measure_text(const SlaTarget& target) {
    auto text = std::string(to_text(target.metric));
    if (!target.priority.empty()) {
        text += ", " + target.priority;
    }
    const bool timed = is_share(target.metric) && target.metric != TargetMetric::availability;
    const auto calendar = target.calendar != nullptr ? target.calendar->id : target.calendar_name;
    if (timed && target.measured_by == MeasuredBy::clock && target.limit) {
        text += fmt::format(", {} of {}", to_text(*target.limit), calendar);
    } else if (timed && target.measured_by == MeasuredBy::due_time) {
        text += ", by the ticket's due time";
    } else if (timed && target.measured_by == MeasuredBy::flag) {
        text += ", by the source's flag";
    } else if (target.metric == TargetMetric::availability) {
        text += ", " + calendar;
    }
    return text;
}

std::string decision_text(const MissDecision& decision) {
    const auto date = [](const std::optional<Date>& each) { return each ? to_text(*each) : std::string(); };
    switch (decision.state) {
    case DecisionState::not_needed: return {};
    case DecisionState::decided: return fmt::format("{} on {}", decision.improvement, date(decision.on));
    case DecisionState::late: return fmt::format("late: {} on {}, due {}", decision.improvement, date(decision.on), date(decision.due));
    case DecisionState::due: return "due " + date(decision.due);
    case DecisionState::missing: return "none by " + date(decision.due);
    }
    return {};
}

std::string sla_csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        line += (i == 0 ? "" : ",") + csv_cell(cells[i]);
    }
    return line + "\r\n";
}

} // namespace assay
