// Time zones out of the system's IANA database, as a table of offsets that is made once and then only searched.
#include "assay/base/zone.hpp"

#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/hash.hpp"
#include "assay/base/nearest.hpp"
#include "base/zone_rule.hpp"

#include <algorithm>
#include <date/tz.h>
#include <fmt/format.h>
#include <vector>

namespace assay {

namespace {

using std::chrono::seconds;

using Span = detail::OffsetSpan;

constexpr int k_last_year = 2200; ///< rules without an end are followed that far
constexpr std::uint64_t k_max_zone_file_bytes = 1U << 20U;
constexpr std::string_view k_zone_folder = "/usr/share/zoneinfo"; ///< where the date library reads too

/// The last line of the zone's file, or nothing for a file of version 1.
std::string read_rule(const std::string& name) {
    std::string text = read_file(std::filesystem::path(k_zone_folder) / name, k_max_zone_file_bytes);
    if (text.size() < 5 || !text.starts_with("TZif") || text[4] == '\0' || text.back() != '\n') {
        return "";
    }
    text.pop_back();
    return text.substr(text.rfind('\n') + 1);
}

void append(std::vector<Span>& spans, Instant begin, seconds offset) {
    if (offset != spans.back().offset) {
        spans.push_back({begin, offset});
    }
}

std::vector<Span> load_spans(const date::time_zone& zone) {
    constexpr Instant k_end{std::chrono::sys_days{std::chrono::year{k_last_year} / 12 / 31}};
    std::vector<Span> spans;
    date::sys_info found = zone.get_info(date::sys_seconds::min());
    spans.push_back({Instant::min(), found.offset});
    while (found.end < k_end) {
        found = zone.get_info(found.end);
        append(spans, Instant(found.begin), found.offset);
    }
    const std::string rule = read_rule(zone.name());
    const Instant last = std::max(spans.back().begin, Instant(std::chrono::sys_days{std::chrono::year{1900} / 1 / 1}));
    const std::chrono::year_month_day last_day{std::chrono::floor<std::chrono::days>(last)};
    const auto ruled = detail::make_spans(rule, static_cast<int>(last_day.year()), k_last_year);
    if (!rule.empty() && !ruled) {
        throw Error(fmt::format("cannot load time zone '{}': its rule '{}' is not understood", zone.name(), rule));
    }
    for (const Span& span : ruled.value_or(std::vector<Span>{})) {
        if (span.begin > last) {
            append(spans, span.begin, span.offset);
        }
    }
    return spans;
}

const date::time_zone* find_system_zone(std::string_view name) {
    try {
        return date::locate_zone(name);
    } catch (const std::runtime_error&) {
        return nullptr;
    }
}

std::vector<std::string> known_names() {
    std::vector<std::string> names{"UTC"};
    try {
        for (const date::time_zone& zone : date::get_tzdb().zones) {
            names.push_back(zone.name());
        }
    } catch (const std::runtime_error&) {
        names.clear();
    }
    return names;
}

[[noreturn]] void fail_unknown(std::string_view name) {
    const std::vector<std::string> names = known_names();
    if (names.empty()) {
        throw Error(fmt::format("cannot load time zone '{}': the time zone database is missing (install the package tzdata, or use 'UTC')", name));
    }
    const std::string hint = did_you_mean(name, names);
    throw Error(fmt::format("unknown time zone '{}'{}", name, hint.empty() ? " (use an IANA name such as 'Europe/London')" : " (" + hint + ")"));
}

} // namespace

struct Zone::Data {
    std::vector<Span> spans; ///< sorted; the first begins before all time

    [[nodiscard]] std::size_t index_at(Instant instant) const {
        const auto after = std::upper_bound(spans.begin() + 1, spans.end(), instant, [](Instant at, const Span& span) { return at < span.begin; });
        return static_cast<std::size_t>(after - spans.begin()) - 1;
    }
};

Zone::Zone() : m_name("UTC"), m_data(std::make_shared<const Data>(Data{{{Instant::min(), seconds{0}}}})) {}

Zone Zone::utc() { return {}; }

Zone Zone::find(std::string_view name) {
    if (name == "UTC") {
        return utc();
    }
    // "right/" zones count leap seconds and "posix/" ones are copies; both are the database's own business.
    const bool hidden = name.starts_with("right/") || name.starts_with("posix/");
    const date::time_zone* found = hidden ? nullptr : find_system_zone(name);
    if (found == nullptr) {
        fail_unknown(name);
    }
    Zone zone;
    zone.m_name = name;
    try {
        zone.m_data = std::make_shared<const Data>(Data{load_spans(*found)});
    } catch (const Error&) {
        throw;
    } catch (const std::runtime_error& fault) {
        throw Error(fmt::format("cannot load time zone '{}': {}", name, fault.what()));
    }
    return zone;
}

Zone::Resolved Zone::to_instant(const LocalDateTime& local) const {
    const Instant written = Instant(local.day) + local.time_of_day;
    if (local.offset) {
        return {written - *local.offset, LocalTime::unique};
    }
    // No offset has ever reached 26 hours, so every span that could hold this local time lies in between.
    constexpr std::chrono::hours k_reach{26};
    const std::vector<Span>& spans = m_data->spans;
    const std::size_t last = m_data->index_at(written + k_reach);
    std::size_t first = last;
    while (first > 0 && spans[first].begin > written - k_reach) {
        --first;
    }
    if (first == last) {
        return {written - spans[first].offset, LocalTime::unique};
    }
    std::size_t holders = 0;
    Resolved result;
    for (std::size_t index = first; index <= last; ++index) {
        const Instant candidate = written - spans[index].offset;
        const bool begun = index == 0 || candidate >= spans[index].begin;
        const bool ended = index + 1 < spans.size() && candidate >= spans[index + 1].begin;
        if (begun && !ended && holders++ == 0) {
            result.instant = candidate;
        }
    }
    if (holders > 0) {
        result.kind = holders > 1 ? LocalTime::fold : LocalTime::unique;
        return result;
    }
    for (std::size_t index = first + 1; index <= last; ++index) {
        const Instant begin = spans[index].begin;
        if (written >= begin + spans[index - 1].offset && written < begin + spans[index].offset) {
            return {begin, LocalTime::gap};
        }
    }
    throw Error(fmt::format("time zone '{}' has no rule for {} {}", m_name, to_text(local.day), to_text(local.time_of_day)));
}

Date Zone::date_of(Instant instant) const { return std::chrono::floor<std::chrono::days>(instant + offset_at(instant)); }

seconds Zone::offset_at(Instant instant) const { return m_data->spans[m_data->index_at(instant)].offset; }

std::string Zone::digest() const {
    Sha256 hash;
    for (const Span& span : m_data->spans) {
        const std::string begin = span.begin == Instant::min() ? "-" : std::to_string(span.begin.time_since_epoch().count());
        hash.update(fmt::format("{} {}\n", begin, span.offset.count()));
    }
    return to_hex(hash.finish());
}

} // namespace assay
