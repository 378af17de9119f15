// The words of service level attainment, and months as text.
#include "assay/assess/sla.hpp"

#include <array>

#include <fmt/format.h>

namespace assay {

std::optional<Month> parse_month(std::string_view text) {
    const auto day = text.size() == 7 ? parse_date(std::string(text) + "-01") : std::nullopt;
    if (!day) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{*day};
    return Month{date.year(), date.month()};
}

std::string to_text(Month month) { return fmt::format("{:04}-{:02}", static_cast<int>(month.year()), static_cast<unsigned>(month.month())); }

std::string_view to_text(TargetMetric metric) {
    constexpr std::array<std::string_view, 6> k_words{"availability", "response", "resolution", "fulfilment", "throughput", "satisfaction"};
    return k_words[static_cast<std::size_t>(metric)];
}

std::string_view to_text(MonthBy by) {
    constexpr std::array<std::string_view, 3> k_words{"opened", "resolved", "due"};
    return k_words[static_cast<std::size_t>(by)];
}

std::string_view to_text(MeasuredBy by) {
    constexpr std::array<std::string_view, 3> k_words{"clock", "due_time", "flag"};
    return k_words[static_cast<std::size_t>(by)];
}

std::string_view to_text(TicketVerdict verdict) {
    constexpr std::array<std::string_view, 6> k_words{"met", "missed", "running", "unknown", "excluded", "measured"};
    return k_words[static_cast<std::size_t>(verdict)];
}

std::string_view to_text(TargetResult result) {
    constexpr std::array<std::string_view, 7> k_words{"met", "met as recorded", "missed", "undecided", "no tickets", "not binding", "unknown"};
    return k_words[static_cast<std::size_t>(result)];
}

std::string_view to_text(DecisionState state) {
    constexpr std::array<std::string_view, 5> k_words{"not needed", "decided", "late", "due", "missing"};
    return k_words[static_cast<std::size_t>(state)];
}

} // namespace assay
