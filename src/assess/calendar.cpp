#include "assay/assess/calendar.hpp"

#include "assay/base/text.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace assay {
namespace {

using std::chrono::days;
using std::chrono::seconds;

constexpr std::int64_t k_day = 86'400;
constexpr Date k_first_day{std::chrono::year{1970} / 1 / 1};
constexpr Date k_end_day{std::chrono::year{2100} / 1 / 1};
constexpr Date k_first_of_all{std::chrono::year{1} / 1 / 1};
constexpr Date k_end_of_all{std::chrono::year{9999} / 12 / 31};

std::int64_t seconds_of(Instant at) { return at.time_since_epoch().count(); }
Instant instant_of(std::int64_t at) { return Instant{seconds{at}}; }

/// A stretch of time in which the wall clock runs evenly.
struct EvenStretch {
    Instant from;
    Instant to;
    seconds offset;
};

/// The instant of the change of offset after `before` and not after `after`; their offsets differ.
Instant find_change(const Zone& zone, Instant before, Instant after) {
    const auto old = zone.offset_at(before);
    while (after - before > seconds{1}) {
        const auto middle = before + (after - before) / 2;
        (zone.offset_at(middle) == old ? before : after) = middle;
    }
    return after;
}

std::vector<EvenStretch> even_stretches(const Zone& zone, Instant first, Instant end) {
    std::vector<EvenStretch> stretches{{first, end, zone.offset_at(first)}};
    for (auto at = first; at < end; at += days{1}) {
        // No zone changes twice within a day.
        const auto next = std::min(at + seconds{days{1}}, end);
        if (const auto offset = zone.offset_at(next); offset != stretches.back().offset) {
            const auto change = find_change(zone, at, next);
            stretches.back().to = change;
            stretches.push_back({change, end, offset});
        }
    }
    return stretches;
}

/// Opening hours of single days by the wall clock.
class Days {
public:
    explicit Days(const CalendarDefinition& definition) : m_definition(&definition) {
        for (const auto& opening : definition.openings) {
            m_openings.emplace(opening.date, opening.hours);
        }
    }
    /// Sorted by start; may touch or overlap.
    [[nodiscard]] std::vector<DayHours> of(Date date) const {
        std::vector<DayHours> opened;
        if (!std::ranges::binary_search(m_definition->holidays, date)) {
            opened = m_definition->weekly[std::chrono::weekday{date}.iso_encoding() - 1];
        }
        const auto [begin, end] = m_openings.equal_range(date);
        for (auto each = begin; each != end; ++each) {
            opened.push_back(each->second);
        }
        std::ranges::sort(opened, {}, &DayHours::from);
        return opened;
    }

private:
    const CalendarDefinition* m_definition;
    std::multimap<Date, DayHours> m_openings;
};

void append(std::vector<OpenStretch>& stretches, OpenStretch next) {
    if (next.from >= next.to) {
        return;
    }
    if (!stretches.empty() && next.from <= stretches.back().to) {
        stretches.back().to = std::max(stretches.back().to, next.to);
        return;
    }
    stretches.push_back(next);
}

} // namespace

BusinessCalendar::BusinessCalendar(const CalendarDefinition& definition, const Zone& zone)
    : m_first(seconds_of(k_first_day)), m_last(seconds_of(k_end_day)) {
    const Days opened(definition);
    for (const auto& even : even_stretches(zone, k_first_day, k_end_day)) {
        const auto last_day = std::chrono::floor<days>(even.to - seconds{1} + even.offset);
        for (auto day = std::chrono::floor<days>(even.from + even.offset); day <= last_day; day += days{1}) {
            const auto midnight = Instant{day} - even.offset;
            for (const auto& each : opened.of(day)) {
                append(m_stretches, {seconds_of(std::max(midnight + each.from, even.from)), seconds_of(std::min(midnight + each.to, even.to))});
            }
        }
    }
    add_up();
}

BusinessCalendar BusinessCalendar::always_open() {
    BusinessCalendar calendar;
    calendar.m_first = seconds_of(k_first_of_all);
    calendar.m_last = seconds_of(k_end_of_all);
    calendar.m_stretches = {{calendar.m_first, calendar.m_last}};
    calendar.add_up();
    return calendar;
}

void BusinessCalendar::add_up() {
    std::int64_t sum = 0;
    m_before.reserve(m_stretches.size());
    for (const auto& stretch : m_stretches) {
        m_before.push_back(sum);
        sum += stretch.to - stretch.from;
    }
    if (m_stretches.size() < 2) {
        return;
    }
    std::size_t begun = 0;
    for (auto day = m_first; day <= m_last; day += k_day) {
        while (begun < m_stretches.size() && m_stretches[begun].from < day) {
            ++begun;
        }
        m_begun_before_day.push_back(static_cast<std::uint32_t>(begun));
    }
}

/// Looked up by day, because a search through a century misses the processor's cache at almost every step.
std::size_t BusinessCalendar::begun_until(std::int64_t at) const {
    const auto day = static_cast<std::size_t>((at - m_first) / k_day);
    const auto first = m_begun_before_day.empty() ? std::size_t{0} : m_begun_before_day[day];
    const auto last = day + 1 < m_begun_before_day.size() ? m_begun_before_day[day + 1] : m_stretches.size();
    const auto after = std::upper_bound(m_stretches.begin() + static_cast<std::ptrdiff_t>(first), m_stretches.begin() + static_cast<std::ptrdiff_t>(last),
                                        at, [](std::int64_t wanted, const OpenStretch& each) { return wanted < each.from; });
    return static_cast<std::size_t>(after - m_stretches.begin());
}

std::optional<std::int64_t> BusinessCalendar::open_until(std::int64_t at) const {
    if (at < m_first || at > m_last) {
        return std::nullopt;
    }
    const auto begun = begun_until(at);
    if (begun == 0) {
        return 0;
    }
    const auto& stretch = m_stretches[begun - 1];
    return m_before[begun - 1] + std::min(at, stretch.to) - stretch.from;
}

std::optional<seconds> BusinessCalendar::business_time(Instant from, Instant to) const {
    const auto begun = open_until(seconds_of(from));
    const auto ended = open_until(seconds_of(to));
    return begun && ended ? std::optional(seconds{*ended - *begun}) : std::nullopt;
}

std::optional<Instant> BusinessCalendar::due(Instant from, seconds length) const {
    const auto begun = open_until(seconds_of(from));
    if (!begun) {
        return std::nullopt;
    }
    if (length <= seconds{0}) {
        return from;
    }
    // The last stretch before which less than the wanted sum was open.
    const auto wanted = *begun + length.count();
    const auto after = std::ranges::lower_bound(m_before, wanted);
    if (after == m_before.begin()) {
        return std::nullopt;
    }
    const auto index = static_cast<std::size_t>(after - m_before.begin()) - 1;
    const auto at = m_stretches[index].from + wanted - m_before[index];
    return at <= m_stretches[index].to ? std::optional(instant_of(at)) : std::nullopt;
}

bool BusinessCalendar::is_open(Instant at) const {
    const auto wanted = seconds_of(at);
    if (wanted < m_first || wanted >= m_last) {
        return false;
    }
    const auto begun = begun_until(wanted);
    return begun > 0 && wanted < m_stretches[begun - 1].to;
}

CalendarBook::CalendarBook(std::span<const CalendarDefinition> definitions, const Zone& workspace_zone) {
    for (const auto& each : definitions) {
        const auto zone = each.zone.empty() ? workspace_zone : Zone::find(each.zone);
        m_entries.push_back({each.id, each.title, zone, BusinessCalendar(each, zone)});
    }
    if (find(k_always_open) == nullptr) {
        m_entries.push_back({std::string(k_always_open), "", workspace_zone, BusinessCalendar::always_open()});
    }
}

const CalendarBook::Entry* CalendarBook::find(std::string_view name) const {
    const auto wanted = fold_header(name);
    if (wanted.empty()) {
        return nullptr;
    }
    const auto named = std::ranges::find(m_entries, wanted, [](const Entry& each) { return fold_header(each.id); });
    if (named != m_entries.end()) {
        return &*named;
    }
    const auto titled = std::ranges::find(m_entries, wanted, [](const Entry& each) { return fold_header(each.title); });
    return titled == m_entries.end() ? nullptr : &*titled;
}

std::vector<std::string> CalendarBook::ids() const {
    std::vector<std::string> ids;
    ids.reserve(m_entries.size());
    for (const auto& each : m_entries) {
        ids.push_back(each.id);
    }
    return ids;
}

} // namespace assay
