// Dates and date-times: ISO always, then stated formats, then the order that the whole column proved.
#include "assay/base/error.hpp"
#include "intake/typing.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay::typing {
namespace {

constexpr std::string_view k_remedy = "write it as 2026-01-31, or state the format with --date-format";
constexpr std::string_view k_remedy_with_time = "write it as 2026-01-31 08:00, or state the format with --date-format";

/// Two digits as a number, or something above 99.
unsigned two_digits(const char* at) {
    const auto tens = static_cast<unsigned>(static_cast<unsigned char>(at[0])) - '0';
    const auto units = static_cast<unsigned>(static_cast<unsigned char>(at[1])) - '0';
    return tens <= 9 && units <= 9 ? tens * 10 + units : 100;
}

/// "2026-01-31 08:00" and "2026-01-31 08:00:00", the shapes of most cells, without a cursor: a million rows have several each.
std::optional<LocalDateTime> parse_usual(std::string_view cell) {
    const auto* at = cell.data();
    const bool has_seconds = cell.size() == 19 && at[16] == ':';
    if ((cell.size() != 16 && !has_seconds) || at[7] != '-' || (at[10] != ' ' && at[10] != 'T') || at[13] != ':') {
        return std::nullopt;
    }
    const auto century = two_digits(at);
    const auto year = two_digits(at + 2);
    const auto hour = two_digits(at + 11);
    const auto minute = two_digits(at + 14);
    const auto second = has_seconds ? two_digits(at + 17) : 0;
    const std::chrono::year_month_day day{std::chrono::year(static_cast<int>(century * 100 + year)), std::chrono::month(two_digits(at + 5)),
                                          std::chrono::day(two_digits(at + 8))};
    if (century > 99 || year > 99 || century + year == 0 || hour > 23 || minute > 59 || second > 59 || !day.ok()) {
        return std::nullopt;
    }
    return LocalDateTime{Date(day), std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second), std::nullopt};
}

bool is_same(const LocalDateTime& a, const LocalDateTime& b) { return a.day == b.day && a.time_of_day == b.time_of_day; }

} // namespace

DateTyping::DateTyping(const Field& field, const TypingContext& context)
    : m_zone(&context.zone), m_is_date(field.type == FieldType::date), m_stated(!context.date_patterns.empty()) {
    m_others.add(context.date_patterns);
    if (!m_stated) {
        m_known.add(context.known_dates);
    }
}

void DateTyping::Formats::add(const std::vector<std::string>& stated) {
    for (const auto& format : stated) {
        if (const auto order = find_date_order(format)) {
            orders.push_back(*order);
        } else {
            patterns.push_back(format);
        }
    }
}

void DateTyping::set_order(DateOrder order) { m_others.orders = {order}; }
void DateTyping::set_no_order(std::string why) { m_no_order = std::move(why); }

std::optional<DateTyping::Reading> DateTyping::read_iso(std::string_view cell) const {
    // "2026-01-31" has ten characters: the length tells which of the two it can be, and the fifth whether it can be either.
    if (cell.size() < 10 || cell[4] != '-') {
        return std::nullopt;
    }
    if (cell.size() == 10) {
        if (const auto day = parse_date(cell)) {
            return Reading{{*day, {}, std::nullopt}, false};
        }
        return std::nullopt;
    }
    if (const auto local = parse_usual(cell)) {
        return Reading{*local, true};
    }
    if (const auto local = parse_datetime(cell)) {
        return Reading{*local, true};
    }
    return std::nullopt;
}

/// Two formats that read one cell differently leave it undecided.
Fault DateTyping::read_in(const Formats& formats, std::string_view cell, std::optional<Reading>& reading) {
    const auto take = [&](const Reading& next) -> Fault {
        if (reading && !is_same(reading->local, next.local)) {
            return CellFault{"ambiguous-date",
                             fmt::format("{} is {} in one stated format and {} in another", quote(cell), to_text(reading->local.day),
                                         to_text(next.local.day)),
                             "state one --date-format only"};
        }
        if (!reading) {
            reading = next;
        }
        return std::nullopt;
    };
    for (const auto& pattern : formats.patterns) {
        if (const auto local = parse_pattern(cell, pattern)) {
            if (auto fault = take(Reading{*local, pattern.find_first_of("Hh") != std::string::npos})) {
                return fault;
            }
        }
    }
    for (const auto order : formats.orders) {
        if (const auto ordered = parse_ordered(cell, order)) {
            if (auto fault = take(Reading{ordered->local, ordered->has_time})) {
                return fault;
            }
        }
    }
    return std::nullopt;
}

bool DateTyping::wants_probe(std::string_view cell) const {
    std::optional<Reading> known;
    return !m_stated && !read_iso(cell) && !read_in(m_known, cell, known) && !known;
}

Fault DateTyping::unreadable(std::string_view cell) const {
    const bool fits = !m_stated && m_others.orders.empty() &&
                      std::ranges::any_of(k_date_orders, [&](DateOrder order) { return parse_ordered(cell, order).has_value(); });
    if (fits && m_no_order.empty()) {
        return CellFault{std::string(k_date_order_unknown),
                         fmt::format("{} does not say which is the day and which the month", quote(cell)),
                         std::string(m_is_date ? k_remedy : k_remedy_with_time)};
    }
    if (fits) {
        return CellFault{"no-date-order", fmt::format("{} cannot be read: the column has no one order of day, month and year", quote(cell)),
                         m_no_order};
    }
    if (m_is_date) {
        return CellFault{"not-a-date", fmt::format("{} is not a date", quote(cell)), std::string(k_remedy)};
    }
    return CellFault{"not-a-datetime", fmt::format("{} is not a date and time", quote(cell)), std::string(k_remedy_with_time)};
}

Fault DateTyping::to_number(const Reading& reading, std::string_view cell, std::int64_t& number, ColumnCounts& counts) const {
    const auto& local = reading.local;
    if (m_is_date) {
        if (local.time_of_day != std::chrono::seconds{0} || local.offset) {
            return CellFault{"has-a-time", fmt::format("{} has a time, and the field keeps only a date", quote(cell)),
                             "leave the time out"};
        }
        number = local.day.time_since_epoch().count();
        return std::nullopt;
    }
    const auto resolved = m_zone->to_instant(local);
    if (resolved.kind == LocalTime::gap) {
        return CellFault{"daylight-saving-gap",
                         fmt::format("{} does not exist in {}: the clocks were put forward", quote(cell), m_zone->name()),
                         "give the offset (2026-01-31T08:00+01:00), or the right zone in assay.xml"};
    }
    counts.folds += resolved.kind == LocalTime::fold ? 1 : 0;
    counts.without_time += reading.has_time ? 0 : 1;
    number = resolved.instant.time_since_epoch().count();
    return std::nullopt;
}

Fault DateTyping::type(std::string_view cell, std::int64_t& number, ColumnCounts& counts) const {
    auto reading = read_iso(cell);
    if (!reading) {
        if (auto fault = read_in(m_known, cell, reading)) {
            return fault;
        }
    }
    if (!reading) {
        if (auto fault = read_in(m_others, cell, reading)) {
            return fault;
        }
    }
    return reading ? to_number(*reading, cell, number, counts) : unreadable(cell);
}

} // namespace assay::typing

namespace assay {

std::optional<DateFormatFault> find_date_format_fault(std::string_view format) {
    const auto has = [format](std::string_view token) { return format.find(token) != std::string_view::npos; };
    if (find_date_order(format)) {
        return std::nullopt;
    }
    if (!has("yy") || !has("M") || !has("d")) {
        return DateFormatFault{fmt::format("{} has no year, month and day", typing::quote(format)), "write it as 'dd-MM-yyyy HH:mm' or day-month-year"};
    }
    if (has("h") && !has("H") && !has("a")) {
        return DateFormatFault{fmt::format("{} does not say which half of the day its hours are in", typing::quote(format)),
                               "write HH for hours of 24, or h and a for hours with AM and PM"};
    }
    return std::nullopt;
}

void check_date_format(std::string_view format) {
    if (const auto fault = find_date_format_fault(format)) {
        throw Error(fmt::format("--date-format {} ({})", fault->text, fault->hint), ErrorKind::usage);
    }
}

} // namespace assay
