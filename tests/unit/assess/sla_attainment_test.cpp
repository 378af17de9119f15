// Attainment against a second way of working it out: a world of whole minutes is walked minute by minute, by the words of docs/sla.md. It
// knows its two clocks, its months and its opening hours by heart and shares nothing with the engine but the rows.
#include "assay/assess/sla.hpp"
#include "support/memory_runner.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <rapidcheck.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <tuple>

using namespace assay;

namespace {

// Minutes since 2026-02-01T00:00Z, a Sunday.
using Minute = int;
using MaybeMinute = std::optional<Minute>;
constexpr Minute k_day = 1440;
constexpr Minute k_horizon = 150 * k_day;
constexpr std::int64_t k_begin = 1'769'904'000;
constexpr std::array k_month_lengths{28, 31, 30, 31, 30};
constexpr int k_months = 3;                                  // February to April are asked for

std::int64_t seconds_at(Minute minute) { return k_begin + std::int64_t{minute} * 60; }

enum class City : std::uint8_t { new_york, london };

/// New York leaves winter time on 8 March at 07:00Z, London on 29 March at 01:00Z.
Minute wall(City city, Minute minute) {
    if (city == City::new_york) {
        return minute + (minute < 35 * k_day + 7 * 60 ? -300 : -240);
    }
    return minute + (minute < 56 * k_day + 60 ? 0 : 60);
}
int wall_day(City city, Minute minute) { return (wall(city, minute) + 10 * k_day) / k_day - 10; }

/// 0 is February; nothing outside the months that are asked for.
std::optional<int> slow_month(City city, Minute minute) {
    auto day = wall_day(city, minute);
    for (int month = 0; day >= 0 && month < k_months; ++month) {
        if (day < k_month_lengths[static_cast<std::size_t>(month)]) {
            return month;
        }
        day -= k_month_lengths[static_cast<std::size_t>(month)];
    }
    return std::nullopt;
}

/// "Office" is in London: Monday to Friday 9:00 to 12:30 and 13:00 to 17:00, Sunday 0:00 to 4:00 (the night in which summer time begins);
/// not on Tuesday 17 March; and on Saturday 21 March 10:00 to 12:00.
bool office_open(Minute minute) {
    const auto day = wall_day(City::london, minute);
    const auto time = wall(City::london, minute) - day * k_day;
    const auto weekday = ((day % 7) + 7) % 7;                // 0 is Sunday
    if (day == 48) {
        return time >= 600 && time < 720;
    }
    if (day == 44 || weekday == 6) {
        return false;
    }
    return weekday == 0 ? time < 240 : (time >= 540 && time < 750) || (time >= 780 && time < 1020);
}

const std::vector<bool>& open_minutes(bool office) {
    static const auto k_office = [] {
        std::vector<bool> open;
        for (Minute minute = 0; minute < k_horizon; ++minute) {
            open.push_back(office_open(minute));
        }
        return open;
    }();
    static const std::vector<bool> k_always(k_horizon, true);
    return office ? k_office : k_always;
}

struct TestStay {
    Minute entered = 0;
    MaybeMinute left;
    std::string state;
    std::string group;
    bool stopped = false;
};

struct TestTicket {
    std::string number, service, priority, state, exclusion;
    Minute opened = 0;
    MaybeMinute responded, ended, closed, due;
    std::optional<bool> made;
    std::vector<TestStay> stays;
};

struct TestOutage {
    std::string service, type, exclusion;
    bool agreed = false;
    MaybeMinute started;
    MaybeMinute ended;
};

struct TestTarget {
    std::string id, metric, priority, month_by, measured_by, stops, group;
    bool office = false;
    int percent = 90;
    Minute limit = 60;
    std::set<std::string> exclusions;
    std::optional<int> workload_limit;
};

struct TestWorld {
    Minute now = 0;
    std::optional<int> from_day, to_day;                     // of the agreement, days since 1 February
    std::optional<int> live_day, retired_day;                // of the service
    std::optional<std::pair<int, int>> declared;             // first and last day for which the imports declare everything
    std::vector<TestTarget> targets;
    std::vector<TestTicket> tickets;
    std::vector<TestOutage> outages;
};

/// What one target comes to in one month.
struct SlowCell {
    int met = 0, missed = 0, unknown = 0, running = 0, excluded = 0, workload = 0;
    int whole_met = 0, whole_missed = 0, whole_unknown = 0;
    int excluded_minutes = 0, service_minutes = 0, down_minutes = 0, whole_down_minutes = 0, may_be_down_minutes = 0, whole_may_be_down_minutes = 0;
    friend bool operator==(const SlowCell&, const SlowCell&) = default;
};

std::string show(const SlowCell& cell) {
    return fmt::format("met {} missed {} unknown {} running {} excluded {} workload {} whole {}/{}/{} minutes excluded {} service {} down {} whole down {} at most {} and {}", cell.met,
                       cell.missed, cell.unknown, cell.running, cell.excluded, cell.workload, cell.whole_met, cell.whole_missed, cell.whole_unknown,
                       cell.excluded_minutes, cell.service_minutes, cell.down_minutes, cell.whole_down_minutes, cell.may_be_down_minutes, cell.whole_may_be_down_minutes);
}

bool is_done_word(const std::string& state) { return state == "resolved" || state == "closed" || state == "cancelled"; }

struct SlowVerdict {
    std::string counted = "unknown";
    std::string whole = "unknown";
    MaybeMinute month_at;
    int excluded_minutes = 0;
};

/// One ticket under one target, followed minute by minute.
class SlowTicket {
public:
    SlowTicket(const TestWorld& world, const TestTarget& target, const TestTicket& ticket) : m_world(world), m_target(target), m_ticket(ticket) {
        for (auto stay : ticket.stays) {
            if (stay.entered <= world.now) {
                stay.left = seen(stay.left);
                m_stays.push_back(stay);
            }
        }
    }

    [[nodiscard]] bool was_held() const {
        return std::ranges::any_of(m_stays, [&](const TestStay& stay) { return stay.group == m_target.group; });
    }

    SlowVerdict judge() {
        const bool response = m_target.metric == "response";
        const auto closed = seen(m_ticket.closed);
        const bool done_later = (m_ticket.ended && *m_ticket.ended > m_world.now) || (m_ticket.closed && *m_ticket.closed > m_world.now);
        const bool done = closed || (is_done_word(m_ticket.state) && !done_later);
        const auto ended = response ? seen(m_ticket.responded) : find_end(seen(m_ticket.ended));
        const bool end_unsaid = done && !ended && !response;
        const auto opened = m_ticket.opened;
        walk(ended ? *ended : end_unsaid && closed ? *closed : m_world.now, ended.has_value());

        SlowVerdict verdict;
        const bool by_clock = m_target.measured_by == "clock";
        const auto both = [&](const char* word) { verdict.counted = verdict.whole = word; };
        const bool stops_known = !m_stays.empty() || (m_target.stops == "none" && m_target.group.empty());
        if (ended && *ended < opened) {
            both("unknown");
        } else if (m_target.measured_by == "flag") {
            both(!m_ticket.made ? "unknown" : !*m_ticket.made ? "missed" : ended || done ? "met" : "running");
        } else if (response && !ended && (done || !responses_recorded())) {
            both("unknown");
        } else if (end_unsaid) {
            if (closed && by_clock && stops_known && m_elapsed <= m_target.limit) {
                verdict.counted = "met";
                verdict.whole = m_elapsed + m_stopped <= m_target.limit ? "met" : "unknown";
            } else if (closed && m_target.measured_by == "due_time" && m_ticket.due && *closed <= *m_ticket.due) {
                both("met");
            }
        } else if (m_target.measured_by == "due_time") {
            both(!m_ticket.due ? "unknown" : ended.value_or(m_world.now) > *m_ticket.due ? "missed" : ended ? "met" : "running");
        } else if (stops_known) {
            const auto by_limit = [&](int used) { return used > m_target.limit ? "missed" : ended ? "met" : "running"; };
            verdict.counted = by_limit(m_elapsed);
            verdict.whole = by_limit(m_elapsed + m_stopped);
        }
        const auto due = by_clock && m_due ? m_due : m_ticket.due;
        const auto otherwise = closed ? *closed : m_world.now;
        if (m_target.month_by == "opened") {
            verdict.month_at = opened;
        } else if (m_target.month_by == "resolved") {
            verdict.month_at = ended ? *ended : done ? otherwise : due ? *due : otherwise;
        } else {
            verdict.month_at = due ? *due : ended ? *ended : otherwise;
        }
        // What the agreement leaves out, with the hours it took.
        const bool cancelled = m_ticket.state == "cancelled" && m_target.exclusions.contains("cancelled");
        if (cancelled || m_target.exclusions.contains(m_ticket.exclusion)) {
            verdict.counted = "excluded";
            verdict.excluded_minutes = m_elapsed + m_stopped;
        } else if (by_clock) {
            verdict.excluded_minutes = m_stopped;
        }
        return verdict;
    }

private:
    [[nodiscard]] MaybeMinute seen(MaybeMinute at) const { return at && *at <= m_world.now ? at : std::nullopt; }

    [[nodiscard]] bool responses_recorded() const {
        return std::ranges::any_of(m_world.tickets, [](const TestTicket& each) { return each.responded.has_value(); });
    }

    /// The recorded end, unless other work was begun after it; then the first of the last run of states in which the work is done.
    [[nodiscard]] MaybeMinute find_end(MaybeMinute recorded) const {
        MaybeMinute last_work;
        for (const auto& stay : m_stays) {
            last_work = is_done_word(stay.state) ? last_work : stay.entered;
        }
        if (recorded && (!last_work || *last_work <= *recorded)) {
            return recorded;
        }
        for (const auto& stay : m_stays) {
            if (is_done_word(stay.state) && (!last_work || stay.entered > *last_work)) {
                return stay.entered;
            }
        }
        return std::nullopt;
    }

    enum class Clock : std::uint8_t { runs, stands, rests };

    [[nodiscard]] Clock clock_at(Minute minute) const {
        const TestStay* in = nullptr;
        for (const auto& stay : m_stays) {
            in = stay.entered <= minute ? &stay : in;
        }
        if (in == nullptr || (in->left && *in->left <= minute)) {
            return m_target.group.empty() ? Clock::runs : Clock::rests;
        }
        if (is_done_word(in->state) || (!m_target.group.empty() && in->group != m_target.group)) {
            return Clock::rests;
        }
        const bool stands = m_target.stops.empty() ? in->stopped : m_target.stops == in->state;
        return stands ? Clock::stands : Clock::runs;
    }

    void walk(Minute until, bool ended) {
        const auto& open = open_minutes(m_target.office);
        for (auto minute = m_ticket.opened; minute < until; ++minute) {
            if (!open[static_cast<std::size_t>(minute)]) {
                continue;
            }
            const auto clock = clock_at(minute);
            m_stopped += clock == Clock::stands ? 1 : 0;
            if (clock == Clock::runs && ++m_elapsed == m_target.limit) {
                m_due = minute + 1;
            }
        }
        // A clock that ended would have gone on; one that stands now has no due time yet.
        if (!m_due && (ended || clock_at(until) == Clock::runs)) {
            auto left = m_target.limit - m_elapsed;
            for (auto minute = std::max(until, m_ticket.opened); left > 0; ++minute) {
                // Past the horizon it is always open: the months that are asked for are over by then.
                left -= minute >= k_horizon || open[static_cast<std::size_t>(minute)] ? 1 : 0;
                m_due = minute + 1;
            }
        }
    }

    const TestWorld& m_world;
    const TestTarget& m_target;
    const TestTicket& m_ticket;
    std::vector<TestStay> m_stays;
    int m_elapsed = 0;
    int m_stopped = 0;
    MaybeMinute m_due;
};

City city_of(const TestTarget& target) { return target.office ? City::london : City::new_york; }

bool in_agreement(const TestWorld& world, int day) { return (!world.from_day || day >= *world.from_day) && (!world.to_day || day <= *world.to_day); }

using SlowMonths = std::array<SlowCell, k_months>;

SlowMonths slow_tickets(const TestWorld& world, const TestTarget& target) {
    SlowMonths months;
    for (const auto& ticket : world.tickets) {
        SlowTicket slow(world, target, ticket);
        if (ticket.service != "MAIL" || ticket.opened > world.now || (!target.priority.empty() && target.priority != ticket.priority) ||
            (!target.group.empty() && !slow.was_held()) || !in_agreement(world, wall_day(city_of(target), ticket.opened))) {
            continue;
        }
        if (const auto month = slow_month(city_of(target), ticket.opened)) {
            ++months[static_cast<std::size_t>(*month)].workload;
        }
        const auto verdict = slow.judge();
        const auto month = slow_month(city_of(target), verdict.month_at.value());
        if (!month) {
            continue;
        }
        auto& cell = months[static_cast<std::size_t>(*month)];
        cell.met += verdict.counted == "met" ? 1 : 0;
        cell.missed += verdict.counted == "missed" ? 1 : 0;
        cell.unknown += verdict.counted == "unknown" ? 1 : 0;
        cell.running += verdict.counted == "running" ? 1 : 0;
        cell.excluded += verdict.counted == "excluded" ? 1 : 0;
        cell.whole_met += verdict.whole == "met" ? 1 : 0;
        cell.whole_missed += verdict.whole == "missed" ? 1 : 0;
        cell.whole_unknown += verdict.whole == "unknown" ? 1 : 0;
        cell.excluded_minutes += verdict.excluded_minutes;
    }
    return months;
}

SlowMonths slow_availability(const TestWorld& world, const TestTarget& target) {
    SlowMonths months;
    const auto leaves_out = [&](const TestOutage& outage) {
        return (outage.type == "planned" && outage.agreed && target.exclusions.contains("planned")) ||
               (outage.type == "degradation" && target.exclusions.contains("degradation")) || target.exclusions.contains(outage.exclusion);
    };
    std::vector<std::set<int>> left_out(world.outages.size());   // the months that each touches
    for (Minute minute = 0; minute < world.now; ++minute) {
        const auto day = wall_day(city_of(target), minute);
        const auto month = slow_month(city_of(target), minute);
        const bool served = month && in_agreement(world, day) && (!world.live_day || day >= *world.live_day) && (!world.retired_day || day < *world.retired_day);
        if (!served) {
            continue;
        }
        auto& cell = months[static_cast<std::size_t>(*month)];
        bool down = false;
        bool whole_down = false;
        bool may_be_down = false;
        bool whole_may_be_down = false;
        for (std::size_t i = 0; i < world.outages.size(); ++i) {
            const auto& outage = world.outages[i];
            // Of no service: perhaps of this one. Without a start: perhaps long before. Backwards: one time is wrong, and nobody knows which.
            const bool backwards = outage.started && outage.ended && *outage.ended < *outage.started;
            const bool begun = !outage.started || *outage.started <= minute;
            const bool within = (outage.service == "MAIL" || outage.service.empty()) && (backwards || (begun && (!outage.ended || minute < *outage.ended)));
            const bool sure = outage.service == "MAIL" && outage.started && !backwards;
            whole_may_be_down = whole_may_be_down || within;
            may_be_down = may_be_down || (within && !leaves_out(outage));
            whole_down = whole_down || (within && sure);
            down = down || (within && sure && !leaves_out(outage));
            if (within && leaves_out(outage)) {
                left_out[i].insert(*month);
            }
        }
        const bool open = open_minutes(target.office)[static_cast<std::size_t>(minute)];
        cell.service_minutes += open ? 1 : 0;
        cell.down_minutes += open && down ? 1 : 0;
        cell.whole_down_minutes += open && whole_down ? 1 : 0;
        cell.may_be_down_minutes += open && may_be_down ? 1 : 0;
        cell.whole_may_be_down_minutes += open && whole_may_be_down ? 1 : 0;
        cell.excluded_minutes += open && whole_down && !down ? 1 : 0;
    }
    for (const auto& touched : left_out) {
        for (const auto month : touched) {
            ++months[static_cast<std::size_t>(month)].excluded;
        }
    }
    return months;
}

/// met, missed… of a month, by the table of docs/sla.md.
std::string slow_result(const TestWorld& world, const TestTarget& target, const SlowCell& cell, int month) {
    const bool hours = target.metric == "availability";
    const long long of = hours ? cell.service_minutes : cell.met + cell.missed + cell.unknown;
    const long long low = hours ? cell.service_minutes - cell.may_be_down_minutes : cell.met;
    const long long high = hours ? cell.service_minutes - cell.down_minutes : cell.met + cell.unknown;
    if (hours && world.outages.empty() && !world.declared) {
        return "unknown";
    }
    if (target.workload_limit && target.exclusions.contains("above_workload") && cell.workload > *target.workload_limit) {
        return "not binding";
    }
    if (of == 0) {
        return "no tickets";
    }
    if (high * 100 < of * target.percent) {
        return "missed";
    }
    if (low * 100 < of * target.percent) {
        return "undecided";
    }
    int first_day = 0;
    for (int each = 0; each < month; ++each) {
        first_day += k_month_lengths[static_cast<std::size_t>(each)];
    }
    // The agreement's days of the month, or all of them where it has none: something of it is still due then.
    std::set<int> of_month;
    std::set<int> of_agreement;
    for (int day = first_day; day < first_day + k_month_lengths[static_cast<std::size_t>(month)]; ++day) {
        of_month.insert(day);
        if (in_agreement(world, day)) {
            of_agreement.insert(day);
        }
    }
    const auto today = wall_day(City::new_york, world.now);
    const bool complete = std::ranges::all_of(of_agreement.empty() ? of_month : of_agreement, [&](int day) {
        return day < today && world.declared && day >= world.declared->first && day <= world.declared->second;
    });
    return complete ? "met" : "met as recorded";
}

Register tickets_register(const std::string& id, const std::string& ended) {
    using enum FieldType;
    return testing::make_register(id, {{"number", text}, {"service", ref}, {"priority", enumeration}, {"state", enumeration}, {"opened_at", datetime}, {ended, datetime},
                                       {"responded_at", datetime}, {"closed_at", datetime}, {"target_due_at", datetime}, {"made_sla", boolean}, {"exclusion", enumeration}});
}

Schema test_schema() {
    using enum FieldType;
    Schema schema;
    schema.registers = {
        tickets_register("incident", "resolved_at"),
        tickets_register("request", "fulfilled_at"),
        testing::make_register("sla", {{"id", text}, {"title", text}, {"service", ref}, {"kind", enumeration}, {"status", enumeration}, {"starts_on", date}, {"ends_on", date}}),
        testing::make_register("sla_target", {{"id", text}, {"sla", ref}, {"title", text}, {"metric", enumeration}, {"priority", enumeration}, {"target", decimal},
                                              {"unit", enumeration}, {"threshold", duration}, {"calendar", text}, {"tickets", enumeration}, {"measured_by", enumeration},
                                              {"month_by", enumeration}, {"clock_stops", text}, {"assignment_group", text}, {"workload_limit", integer}, {"exclusions", set}}),
        testing::make_register("outage", {{"id", text}, {"service", ref}, {"type", enumeration}, {"exclusion", enumeration}, {"agreed", boolean}, {"started_at", datetime},
                                          {"ended_at", datetime}}),
        testing::make_register("service", {{"id", text}, {"live_on", date}, {"retired_on", date}}),
        testing::make_register("ticket_state", {{"kind", text}, {"number", text}, {"entered_at", datetime}, {"left_at", datetime}, {"state", text}, {"clock_stopped", boolean},
                                                {"assignment_group", text}}, 3),
    };
    return schema;
}

Value value_of(const std::string& text) { return text.empty() ? Value() : Value(text); }
Value value_of(MaybeMinute at) { return at ? Value(seconds_at(*at)) : Value(); }
Value value_of(std::optional<bool> yes) { return yes ? Value(std::int64_t{*yes ? 1 : 0}) : Value(); }
Date date_at(int day) { return Date{std::chrono::days{k_begin / 86'400 + day}}; }
Value day_value(std::optional<int> day) { return day ? Value(k_begin / 86'400 + *day) : Value(); }

std::string stored_set(const std::set<std::string>& words) {
    std::string text = "[";
    for (const auto& each : words) {
        text += (text.size() > 1 ? ",\"" : "\"") + each + "\"";
    }
    return text + "]";
}

void fill(testing::MemoryRunner& runner, const TestWorld& world) {
    runner.add("sla", {{"id", "S1"}, {"service", "MAIL"}, {"kind", "sla"}, {"status", "in_force"}, {"starts_on", day_value(world.from_day)}, {"ends_on", day_value(world.to_day)}});
    runner.add("service", {{"id", "MAIL"}, {"live_on", day_value(world.live_day)}, {"retired_on", day_value(world.retired_day)}});
    for (const auto& each : world.targets) {
        const bool timed = each.metric != "availability";
        runner.add("sla_target", {{"id", each.id}, {"sla", "S1"}, {"metric", each.metric}, {"priority", value_of(each.priority)}, {"target", std::int64_t{each.percent} * 10'000},
                                  {"unit", "percent"}, {"threshold", timed ? Value(std::int64_t{each.limit} * 60) : Value()}, {"calendar", each.office ? "Office" : "24x7"},
                                  {"measured_by", value_of(each.measured_by)}, {"month_by", value_of(each.month_by)}, {"clock_stops", value_of(each.stops)},
                                  {"assignment_group", value_of(each.group)},
                                  {"workload_limit", each.workload_limit ? Value(std::int64_t{*each.workload_limit}) : Value()},
                                  {"exclusions", each.exclusions.empty() ? Value() : Value(stored_set(each.exclusions))}});
    }
    for (const auto& [kind, ended] : {std::pair("incident", "resolved_at"), std::pair("request", "fulfilled_at")}) {
        for (const auto& each : world.tickets) {
            runner.add(kind, {{"number", each.number}, {"service", value_of(each.service)}, {"priority", value_of(each.priority)}, {"state", value_of(each.state)},
                              {"opened_at", seconds_at(each.opened)}, {ended, value_of(each.ended)}, {"responded_at", value_of(each.responded)},
                              {"closed_at", value_of(each.closed)}, {"target_due_at", value_of(each.due)}, {"made_sla", value_of(each.made)},
                              {"exclusion", value_of(each.exclusion)}});
            for (const auto& stay : each.stays) {
                runner.add("ticket_state", {{"kind", kind}, {"number", each.number}, {"entered_at", seconds_at(stay.entered)}, {"left_at", value_of(stay.left)},
                                            {"state", stay.state}, {"clock_stopped", value_of(std::optional(stay.stopped))}, {"assignment_group", value_of(stay.group)}});
            }
        }
    }
    int number = 0;
    for (const auto& each : world.outages) {
        runner.add("outage", {{"id", fmt::format("X{}", ++number)}, {"service", value_of(each.service)}, {"type", each.type}, {"exclusion", value_of(each.exclusion)},
                              {"agreed", value_of(std::optional(each.agreed))}, {"started_at", value_of(each.started)}, {"ended_at", value_of(each.ended)}});
    }
    if (world.declared) {
        for (const auto* of : {"incident", "request", "outage"}) {
            runner.declare(of, {1, "Tool", "all", "2026-06-01", "Ann", date_at(world.declared->first), date_at(world.declared->second), 7, 7, 0});
        }
    }
}

const CalendarBook& calendars() {
    static const auto k_book = [] {
        using std::chrono::minutes;
        CalendarDefinition office;
        office.id = "office";
        office.title = "Office";
        office.zone = "Europe/London";
        for (std::size_t day = 0; day < 5; ++day) {
            office.weekly[day] = {{minutes{540}, minutes{750}}, {minutes{780}, minutes{1020}}};
        }
        office.weekly[6] = {{minutes{0}, minutes{240}}};
        office.holidays = {parse_date("2026-03-17").value()};
        office.openings = {{parse_date("2026-03-21").value(), {minutes{600}, minutes{720}}}};
        return CalendarBook(std::span(&office, 1), Zone::find("America/New_York"));
    }();
    return k_book;
}

Attainment measure(const TestWorld& world) {
    testing::MemoryRunner runner(test_schema());
    fill(runner, world);
    Workspace workspace;
    workspace.zone = "America/New_York";
    workspace.period_from = parse_date("2026-02-01").value();
    workspace.period_to = parse_date("2026-04-30").value();
    NoProgress progress;
    Diagnostics diagnostics;
    const std::stop_source stop;
    const Run run{stop.get_token(), progress, diagnostics};
    return measure_attainment(run, {workspace, runner.schema(), runner, Zone::find(workspace.zone), calendars(), Instant{std::chrono::seconds{seconds_at(world.now)}}, "", {}});
}

SlowCell cell_of(const TargetMonth& month) {
    SlowCell cell;
    const auto number = [](std::int64_t value) { return static_cast<int>(value); };
    const auto minutes = [](std::int64_t seconds) {
        REQUIRE(seconds % 60 == 0);
        return static_cast<int>(seconds / 60);
    };
    cell.met = number(month.counted.met);
    cell.missed = number(month.counted.missed);
    cell.unknown = number(month.counted.unknown);
    cell.running = number(month.running);
    cell.excluded = number(month.excluded);
    cell.workload = number(month.workload);
    cell.whole_met = number(month.whole.met);
    cell.whole_missed = number(month.whole.missed);
    cell.whole_unknown = number(month.whole.unknown);
    cell.excluded_minutes = minutes(month.excluded_seconds);
    cell.service_minutes = minutes(month.service_seconds);
    cell.down_minutes = minutes(month.down_seconds);
    cell.whole_down_minutes = minutes(month.whole_down_seconds);
    cell.may_be_down_minutes = minutes(month.may_be_down_seconds);
    cell.whole_may_be_down_minutes = minutes(month.whole_may_be_down_seconds);
    return cell;
}

// Random worlds.

template <class Word, std::size_t n>
std::string one_of(const std::array<Word, n>& words) { return std::string(words[*rc::gen::inRange<std::size_t>(0, n)]); }

bool one_in(int n) { return *rc::gen::inRange(0, n) == 0; }

MaybeMinute maybe_after(Minute from, Minute most, int absent_one_in) {
    return one_in(absent_one_in) ? std::nullopt : MaybeMinute(from + *rc::gen::inRange(0, most));
}

std::set<std::string> random_exclusions() {
    std::set<std::string> chosen;
    for (const auto* each : {"planned", "degradation", "customer", "cancelled", "above_workload"}) {
        if (one_in(3)) {
            chosen.insert(each);
        }
    }
    return chosen;
}

TestTarget random_target(std::size_t number) {
    constexpr std::array k_metrics{"availability", "response", "resolution", "fulfilment", "resolution"};
    TestTarget target;
    target.id = fmt::format("T{}", number);
    target.metric = one_of(k_metrics);
    target.priority = one_of(std::array{"", "", "high"});
    target.month_by = one_of(std::array{"", "opened", "resolved", "due"});
    target.measured_by = one_of(std::array{"clock", "clock", "clock", "due_time", "flag"});
    target.stops = one_of(std::array{"", "none", "waiting"});
    target.group = one_of(std::array{"", "", "", "net"});
    target.office = *rc::gen::arbitrary<bool>();
    target.percent = *rc::gen::inRange(1, 100);
    target.limit = *rc::gen::inRange(1, 5) * *rc::gen::inRange(1, 1000);
    target.exclusions = random_exclusions();
    if (one_in(3)) {
        target.workload_limit = *rc::gen::inRange(0, 4);
    }
    return target;
}

TestTicket random_ticket(std::size_t number) {
    constexpr std::array k_states{"working", "waiting", "resolved", "closed", "cancelled", "working"};
    TestTicket ticket;
    ticket.number = fmt::format("I{}", number);
    ticket.service = one_in(12) ? one_of(std::array{"", "WEB"}) : "MAIL";
    ticket.priority = one_of(std::array{"high", "low", ""});
    ticket.exclusion = one_of(std::array{"", "", "", "customer", "third_party"});
    ticket.opened = *rc::gen::inRange(0, 95 * k_day);
    ticket.responded = maybe_after(ticket.opened, k_day, 3);
    ticket.due = maybe_after(ticket.opened, 4 * k_day, 3);
    if (!one_in(3)) {
        ticket.made = *rc::gen::arbitrary<bool>();
    }
    auto at = ticket.opened + (one_in(3) ? *rc::gen::inRange(-300, 300) : 0);
    for (int count = *rc::gen::inRange(0, 6); count > 0 && at >= 0; --count) {
        const auto length = *rc::gen::inRange(1, 2 * k_day);
        TestStay stay{at, at + length, one_of(k_states), one_of(std::array{"net", "desk", ""}), *rc::gen::arbitrary<bool>()};
        at += length + (one_in(4) ? *rc::gen::inRange(0, 600) : 0);
        if (count == 1 && !one_in(4)) {
            stay.left.reset();
        }
        ticket.stays.push_back(stay);
        ticket.state = stay.state;
    }
    if (ticket.stays.empty() || one_in(8)) {
        ticket.state = one_of(k_states);
    }
    // Sometimes earlier than the last work on it, or even than its opening.
    if (!one_in(3)) {
        ticket.ended = std::max(0, ticket.opened + *rc::gen::inRange(one_in(10) ? -200 : 0, 4 * k_day));
    }
    if (one_in(3)) {
        ticket.closed = std::max(ticket.opened, ticket.ended.value_or(ticket.opened)) + *rc::gen::inRange(0, 3 * k_day);
    }
    return ticket;
}

TestOutage random_outage() {
    TestOutage outage;
    outage.service = one_in(6) ? "WEB" : "MAIL";
    outage.type = one_of(std::array{"outage", "outage", "planned", "degradation"});
    outage.exclusion = one_of(std::array{"", "", "customer"});
    outage.agreed = *rc::gen::arbitrary<bool>();
    const auto started = *rc::gen::inRange(0, 95 * k_day);
    outage.started = started;
    if (!one_in(6)) {
        outage.ended = started + 1 + *rc::gen::inRange(0, 5) * *rc::gen::inRange(0, k_day);
    }
    // Now and then one of which nobody can say which service was down when.
    switch (*rc::gen::inRange(0, 24)) {
    case 0: outage.service.clear(); break;
    case 1: outage.started.reset(); break;
    case 2: outage.ended = std::max(0, started - 1 - *rc::gen::inRange(0, 5 * k_day)); break;
    default: break;
    }
    return outage;
}

template <class Make>
auto some(int most, Make make) {
    std::vector<decltype(make(std::size_t{0}))> made;
    for (int count = *rc::gen::inRange(0, most + 1); count > 0; --count) {
        made.push_back(make(made.size()));
    }
    return made;
}

TestWorld random_world() {
    TestWorld world;
    world.now = *rc::gen::inRange(5 * k_day, 105 * k_day);
    const auto maybe_day = [](int from, int to) { return one_in(3) ? std::optional(*rc::gen::inRange(from, to)) : std::nullopt; };
    world.from_day = maybe_day(-10, 40);
    world.to_day = maybe_day(41, 100);
    world.live_day = maybe_day(-10, 40);
    world.retired_day = maybe_day(41, 100);
    if (!one_in(3)) {
        const auto from = *rc::gen::inRange(-31, 70);
        world.declared = one_in(2) ? std::pair(-31, 333) : std::pair(from, from + *rc::gen::inRange(0, 100));
    }
    world.targets = some(2, random_target);
    world.targets.push_back(random_target(9));
    world.tickets = some(8, random_ticket);
    world.outages = some(5, [](std::size_t) { return random_outage(); });
    return world;
}

std::string show(const TestTicket& ticket) {
    const auto at = [](MaybeMinute minute) { return minute ? std::to_string(*minute) : std::string("-"); };
    auto text = fmt::format("{} {} {} {} [{}] opened {} responded {} ended {} closed {} due {} made {}\n", ticket.number, ticket.service, ticket.priority, ticket.state,
                            ticket.exclusion, ticket.opened, at(ticket.responded), at(ticket.ended), at(ticket.closed), at(ticket.due),
                            ticket.made ? (*ticket.made ? "yes" : "no") : "-");
    for (const auto& stay : ticket.stays) {
        text += fmt::format("    {} from {} to {} group '{}' {}\n", stay.state, stay.entered, at(stay.left), stay.group, stay.stopped ? "stopped" : "");
    }
    return text;
}

std::string show(const TestWorld& world, const TestTarget& target) {
    auto text = fmt::format("now {} target {} {} {} by {} month by '{}' stops '{}' group '{}' {} limit {} exclusions {}\n", world.now, target.id, target.metric, target.priority,
                            target.measured_by, target.month_by, target.stops, target.group, target.office ? "office" : "24x7", target.limit, stored_set(target.exclusions));
    for (const auto& each : world.tickets) {
        text += show(each);
    }
    return text;
}

} // namespace

TEST_CASE("attainment equals one that is walked minute by minute") {
    CHECK(rc::check([] {
        const auto world = random_world();
        const auto fast = measure(world);
        std::map<std::pair<std::string, int>, const TargetMonth*> cells;
        for (const auto& each : fast.months) {
            const auto month = static_cast<int>(static_cast<unsigned>(each.month.month())) - 2;
            cells[{fast.targets[each.target].id, month}] = &each;
        }
        const auto last = slow_month(City::new_york, world.now).value_or(k_months - 1);
        for (const auto& target : world.targets) {
            const auto months = target.metric == "availability" ? slow_availability(world, target) : slow_tickets(world, target);
            for (int month = 0; month <= last; ++month) {
                const auto& slow = months[static_cast<std::size_t>(month)];
                const auto found = cells.find({target.id, month});
                const auto cell = found == cells.end() ? SlowCell{} : cell_of(*found->second);
                if (cell != slow) {
                    RC_LOG() << show(world, target) << "month " << month << "\nfast " << show(cell) << "\nslow " << show(slow) << "\n";
                }
                RC_ASSERT(cell == slow);
                if (found != cells.end()) {
                    RC_ASSERT(std::string(to_text(found->second->result)) == slow_result(world, target, slow, month));
                }
            }
        }
    }));
}

TEST_CASE("a month after the end of an agreement is complete only where its own days are declared") {
    TestWorld world;
    world.now = 100 * k_day;
    world.to_day = 42;                                       // 15 March
    TestTarget target;
    target.id = "T1";
    target.metric = "resolution";
    target.measured_by = "due_time";
    world.targets = {target};
    TestTicket ticket;
    ticket.number = "I1";
    ticket.service = "MAIL";
    ticket.state = "resolved";
    ticket.opened = 40 * k_day;
    ticket.ended = 41 * k_day;
    ticket.due = 61 * k_day;                                 // 3 April
    world.tickets = {ticket};
    const auto april = [&] {
        const auto months = measure(world).months;
        const auto found = std::ranges::find_if(months, [](const TargetMonth& each) { return to_text(each.month) == "2026-04"; });
        REQUIRE(found != months.end());
        CHECK(found->counted == TicketTally{1, 0, 0});
        return *found;
    };
    world.declared = {0, 27};                                // February
    CHECK(april().result == TargetResult::met_as_recorded);
    CHECK(april().why == "the imports of register 'incident' declare nothing for 2026-04-01");
    world.declared = {0, 87};
    CHECK(april().why == "the imports of register 'incident' declare nothing for 2026-04-30");
    world.declared = {59, 88};
    CHECK(april().result == TargetResult::met);
}

TEST_CASE("an outage that cannot be placed leaves undecided what it could tip") {
    TestWorld world;
    world.now = 100 * k_day;
    world.declared = {-31, 333};
    TestTarget target;
    target.id = "A1";
    target.metric = "availability";
    target.percent = 99;
    world.targets = {target};
    const auto results = [&] {
        std::string text;
        for (const auto& each : measure(world).months) {
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", to_text(each.result), each.unclear);
        }
        return text;
    };
    CHECK(results() == "met 0, met 0, met 0");
    world.outages = {{"", "outage", "", false, 30 * k_day, 31 * k_day}};
    CHECK(results() == "met 0, undecided 1, met 0");
    const auto march = measure(world).months[1];
    CHECK(march.why == "1 outage without service or start, or ending before the start");
    CHECK(march.down_seconds == 0);
    CHECK(march.may_be_down_seconds == 86'400);
    world.outages = {{"MAIL", "outage", "", false, {}, 31 * k_day}};
    CHECK(results() == "undecided 1, undecided 1, met 0");
    world.outages = {{"MAIL", "outage", "", false, 31 * k_day, 30 * k_day}};
    CHECK(results() == "undecided 1, undecided 1, undecided 1");
    // What is sure to be missed stays missed, and what the agreement excludes tips nothing.
    world.outages.push_back({"MAIL", "outage", "", false, 40 * k_day, 45 * k_day});
    CHECK(results() == "undecided 1, missed 1, undecided 1");
    world.outages = {{"MAIL", "planned", "", true, 31 * k_day, 30 * k_day}};
    world.targets[0].exclusions = {"planned"};
    CHECK(results() == "met 0, met 0, met 0");
    CHECK(figure_of({}, measure(world).months[1], WithExclusions::no).low == 0);
}

TEST_CASE("figures keep their worth at another scale, and one that cannot be kept is a fault") {
    auto schema = test_schema();
    for (auto& each : schema.registers) {
        for (auto& field : each.fields) {
            field.scale = field.id == "target" ? 6 : field.scale;
        }
    }
    testing::MemoryRunner runner(schema);
    runner.add("sla", {{"id", "S1"}, {"service", "MAIL"}, {"kind", "sla"}, {"status", "in_force"}});
    runner.add("sla_target", {{"id", "A1"}, {"sla", "S1"}, {"metric", "availability"}, {"target", std::int64_t{99'950'000}}, {"unit", "percent"}});
    runner.add("sla_target", {{"id", "A2"}, {"sla", "S1"}, {"metric", "availability"}, {"target", std::int64_t{99'999'990}}, {"unit", "percent"}});
    TargetsRead read;
    const auto targets = read_sla_targets({Workspace{}, runner.schema(), runner, Zone::find("America/New_York"), calendars(), Instant{}, "", {}}, read);
    REQUIRE(targets.size() == 2);
    CHECK(targets[0].target == 999'500);
    CHECK(targets[0].fault.empty());
    CHECK(targets[1].fault == "its target has more than 4 decimal places, or is too large");
}

TEST_CASE("every ticket that is read is judged or left out for one reason") {
    CHECK(rc::check([] {
        const auto world = random_world();
        for (const auto& each : measure(world).tickets) {
            RC_ASSERT(each.read == each.judged + each.without_service + each.without_target + each.outside_agreement + each.outside_months + each.after_judgement);
            RC_ASSERT(each.read == 0 || each.read == static_cast<std::int64_t>(world.tickets.size()));
        }
    }));
}
