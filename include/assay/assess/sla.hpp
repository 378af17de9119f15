// What service level agreements promised and what the registers show of it, by target and month: docs/sla.md.
// A performance fact decides no control. Knows no SQL, no XML, no terminal; asks the registers through QueryRunner only.
#pragma once

#include "assay/assess/calendar.hpp"
#include "assay/base/run.hpp"
#include "assay/model/query_runner.hpp"
#include "assay/model/register.hpp"
#include "assay/model/workspace.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

using Month = std::chrono::year_month;
/// "2026-01"; nothing else is accepted.
[[nodiscard]] std::optional<Month> parse_month(std::string_view text);
[[nodiscard]] std::string to_text(Month month);

enum class TargetMetric : std::uint8_t { availability, response, resolution, fulfilment, throughput, satisfaction };
[[nodiscard]] std::string_view to_text(TargetMetric metric);
/// Its target is a share in percent.
[[nodiscard]] constexpr bool is_share(TargetMetric metric) { return metric != TargetMetric::throughput && metric != TargetMetric::satisfaction; }
/// Its target has a time limit.
[[nodiscard]] constexpr bool is_timed(TargetMetric metric) { return is_share(metric) && metric != TargetMetric::availability; }
/// Which time places a ticket in a month. Where that time is not there yet, the due time does, then the judgement.
enum class MonthBy : std::uint8_t { opened, resolved, due };
[[nodiscard]] std::string_view to_text(MonthBy by);
/// The clock of a calendar, the ticket's own due time, or the word of the system it comes from.
enum class MeasuredBy : std::uint8_t { clock, due_time, flag };
[[nodiscard]] std::string_view to_text(MeasuredBy by);

/// Figures of targets are kept with so many digits.
inline constexpr int k_target_scale = 4;

/// One target of one agreement, with everything that was agreed about measuring it.
struct SlaTarget {
    std::string id;
    std::string title;
    std::string sla;
    std::string sla_title;
    std::string sla_kind;                       ///< sla, ola, underpinning, or empty
    std::string service;
    TargetMetric metric = TargetMetric::availability;
    std::string priority;                       ///< empty: every ticket
    std::string tickets;                        ///< register of the tickets
    std::int64_t target = 0;                    ///< percent, number or score, scaled
    std::optional<std::chrono::seconds> limit;  ///< of business time for one ticket
    std::string calendar_name;                  ///< as the target names it
    const CalendarBook::Entry* calendar = nullptr;
    MeasuredBy measured_by = MeasuredBy::clock;
    MonthBy month_by = MonthBy::due;
    bool month_by_stated = false;
    bool stops_stated = false;                  ///< the agreement says in which states the clock stops…
    std::vector<std::string> stops;             ///< …in these, or in none
    std::string group;                          ///< the clock runs only while this group holds the ticket
    std::set<std::string> exclusions;
    std::optional<std::int64_t> workload_limit; ///< tickets opened in a month
    std::optional<Date> from;                   ///< the agreement's dates
    std::optional<Date> to;                     ///< last day, included
    std::string fault;                          ///< why it cannot be measured, or empty
};

/// `measured`: a measurement, which is neither met nor missed by itself.
enum class TicketVerdict : std::uint8_t { met, missed, running, unknown, excluded, measured };
[[nodiscard]] std::string_view to_text(TicketVerdict verdict);

/// Tickets by verdict.
struct TicketTally {
    std::int64_t met = 0;
    std::int64_t missed = 0;
    std::int64_t unknown = 0;
    [[nodiscard]] std::int64_t population() const { return met + missed + unknown; }
    friend bool operator==(const TicketTally&, const TicketTally&) = default;
};

/// What lies between the least and the most that the records allow: low / of to high / of. `of` 0: nothing to measure.
struct Figure {
    std::int64_t low = 0;
    std::int64_t high = 0;
    std::int64_t of = 0;
    friend bool operator==(const Figure&, const Figure&) = default;
};

enum class TargetResult : std::uint8_t {
    met,              ///< over a population declared complete
    met_as_recorded,  ///< nothing says that the records are complete
    missed,
    undecided,        ///< what is unknown could tip it
    no_tickets,
    not_binding,      ///< the workload was above the agreed limit, and the agreement says that the target then does not bind
    unknown,          ///< cannot be measured
};
[[nodiscard]] std::string_view to_text(TargetResult result);

enum class DecisionState : std::uint8_t { not_needed, decided, late, due, missing };
[[nodiscard]] std::string_view to_text(DecisionState state);

/// What followed a missed target: a decision on an improvement by its due date. One that was only identified decides nothing.
struct MissDecision {
    DecisionState state = DecisionState::not_needed;
    std::string improvement;
    std::optional<Date> on;                     ///< of the decision
    std::optional<Date> due;
    friend bool operator==(const MissDecision&, const MissDecision&) = default;
};

struct TargetMonth {
    std::size_t target = 0;                     ///< index into the targets
    Month month;
    TicketTally counted;                        ///< with the exclusions of the agreement
    TicketTally whole;                          ///< as if nothing were excluded and no clock ever stopped
    std::int64_t running = 0;                   ///< open and within their target
    std::int64_t excluded = 0;                  ///< tickets or outages
    std::int64_t workload = 0;                  ///< tickets opened in the month
    std::int64_t excluded_seconds = 0;          ///< of clock stops or of excluded downtime, in business time
    std::int64_t service_seconds = 0;           ///< availability: what was promised to be available
    std::int64_t down_seconds = 0;
    std::int64_t whole_down_seconds = 0;
    std::int64_t may_be_down_seconds = 0;       ///< with the outages of which nobody can say which service was down when
    std::int64_t whole_may_be_down_seconds = 0;
    std::int64_t unclear = 0;                   ///< such outages, as far as they are not excluded
    std::int64_t records = 0;                   ///< outages, tickets completed, or measurements behind the figure
    std::int64_t score_sum = 0;                 ///< satisfaction: scaled
    std::int64_t score_weight = 0;
    bool complete = false;
    std::string incomplete_why;
    TargetResult result = TargetResult::unknown;
    std::string why;                            ///< where the result needs a reason
    MissDecision decision;
};

enum class WithExclusions : std::uint8_t { no, yes };
/// Percent for availability and tickets (low of 0.9995 means 99.95 %), tickets for throughput, points for satisfaction. Nothing is measured
/// where the result is unknown.
[[nodiscard]] Figure figure_of(const SlaTarget& target, const TargetMonth& month, WithExclusions with);
/// Does the share (or number) of `value` of `of` reach the target?
[[nodiscard]] bool reaches(const SlaTarget& target, std::int64_t value, std::int64_t of);

/// One ticket, outage or measurement behind a figure.
struct TicketResult {
    std::size_t target = 0;
    Month month;
    std::string number;
    TicketVerdict verdict = TicketVerdict::unknown;
    std::optional<Instant> opened;
    std::optional<Instant> ended;
    std::optional<Instant> due;
    std::int64_t elapsed_seconds = 0;           ///< business time on the clock; of an outage in service time
    std::int64_t stopped_seconds = 0;
    std::string why;
};
using TicketVisitor = std::function<void(const TicketResult&)>;

/// Tickets in are tickets out: read = judged + the others.
struct TicketsRead {
    std::string register_id;
    std::int64_t read = 0;
    std::int64_t judged = 0;                    ///< counted by one target or more
    std::int64_t without_service = 0;
    std::int64_t without_target = 0;            ///< no target of their service and priority
    std::int64_t outside_agreement = 0;         ///< opened before or after the agreement
    std::int64_t outside_months = 0;            ///< of another month than those asked for
    std::int64_t after_judgement = 0;           ///< opened later than the judgement
};

/// Targets in are targets out: read = taken + the others.
struct TargetsRead {
    std::int64_t read = 0;
    std::int64_t taken = 0;
    std::int64_t not_asked_for = 0;             ///< of another agreement than the one asked for
    std::int64_t of_no_customer = 0;            ///< of operational agreements and underpinning contracts
    std::int64_t not_agreed = 0;                ///< of drafts and withdrawn agreements
    std::int64_t without_agreement = 0;         ///< of one that is not in the register
};

struct Attainment {
    std::vector<SlaTarget> targets;             ///< sorted by agreement, then id
    std::vector<TargetMonth> months;            ///< sorted by target, then month
    TargetsRead targets_read;
    std::vector<TicketsRead> tickets;           ///< of registers that a target is measured by
    std::int64_t outages_unclear = 0;           ///< without service or start, or ending before the start
    std::int64_t scores_unusable = 0;           ///< without service, day or score, or with a score that cannot be one
};

/// All is borrowed for the call; the calendars must outlive the result.
struct SlaInput {
    const Workspace& workspace;
    const Schema& schema;
    QueryRunner& runner;
    const Zone& zone;
    const CalendarBook& calendars;
    Instant judged_at;
    std::string sla;                            ///< only this agreement; empty: every one with a customer
    std::optional<Month> month;                 ///< default: every month of the audit period until the judgement
};

/// Targets as agreed, with the faults of those that cannot be measured. Counts those that are left out.
[[nodiscard]] std::vector<SlaTarget> read_sla_targets(const SlaInput& input, TargetsRead& read);
/// `visit`, when given, is told every record behind the figures, in no order.
[[nodiscard]] Attainment measure_attainment(const Run& run, const SlaInput& input, const TicketVisitor& visit = {});

} // namespace assay
