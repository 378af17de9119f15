// Business time: how long a calendar was open between two instants, and when a given length of it is used up.
// Knows no register. A place is open whenever its own wall clock shows opening hours; an hour that is repeated when summer time ends counts
// twice, one that is left out counts nothing.
#pragma once

#include "assay/base/date.hpp"
#include "assay/base/zone.hpp"
#include "assay/model/calendar.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// The calendar that is open all the time; it needs no definition.
inline constexpr std::string_view k_always_open = "24x7";

/// A stretch of opening, up to but not at `to`; seconds since 1970.
struct OpenStretch {
    std::int64_t from = 0;
    std::int64_t to = 0;
    friend bool operator==(const OpenStretch&, const OpenStretch&) = default;
};

/// Opening stretches with their sum so far, made once, so that each question is one or two searches. Questions about times before 1970
/// or after 2099 have no answer, but for a calendar that is always open.
class BusinessCalendar {
public:
    /// `zone`: that of the definition, or of the workspace when it names none.
    BusinessCalendar(const CalendarDefinition& definition, const Zone& zone);
    [[nodiscard]] static BusinessCalendar always_open();

    /// Time open from `from` to `to`; negative when `to` is the earlier one.
    [[nodiscard]] std::optional<std::chrono::seconds> business_time(Instant from, Instant to) const;
    /// The first instant, `from` or later, at which `length` has been open since `from`; nothing when the calendar ends before that.
    [[nodiscard]] std::optional<Instant> due(Instant from, std::chrono::seconds length) const;
    [[nodiscard]] bool is_open(Instant at) const;
    /// Sorted, neither touching nor overlapping.
    [[nodiscard]] std::span<const OpenStretch> stretches() const { return m_stretches; }

private:
    BusinessCalendar() = default;
    /// Stretches that began at this instant or before; it lies in the years covered.
    [[nodiscard]] std::size_t begun_until(std::int64_t at) const;
    [[nodiscard]] std::optional<std::int64_t> open_until(std::int64_t at) const;
    void add_up();

    std::int64_t m_first = 0;                 ///< answers are known from here…
    std::int64_t m_last = 0;                  ///< …up to here
    std::vector<OpenStretch> m_stretches;
    std::vector<std::int64_t> m_before;       ///< open before each stretch
    std::vector<std::uint32_t> m_begun_before_day;   ///< stretches begun before each day, in UTC; empty when there is only one
};

/// The calendars of a workspace, by id or title without regard to case, blanks and punctuation ("Working days" finds `working-days`).
class CalendarBook {
public:
    /// Throws Error when a zone is not known.
    CalendarBook(std::span<const CalendarDefinition> definitions, const Zone& workspace_zone);

    struct Entry {
        std::string id;
        std::string title;
        Zone zone;
        BusinessCalendar calendar;
    };
    /// Null when there is none of that name.
    [[nodiscard]] const Entry* find(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> ids() const;

private:
    std::vector<Entry> m_entries;
};

} // namespace assay
