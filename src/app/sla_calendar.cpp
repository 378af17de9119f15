#include "assay/app/sla_calendar.hpp"

#include "assay/app/table.hpp"
#include "assay/assess/calendar.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/escape.hpp"
#include "assay/formats/json.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

using std::chrono::seconds;

std::string csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        line += (i == 0 ? "" : ",") + csv_cell(cells[i]);
    }
    return line + "\r\n";
}

/// "57.5"
std::string few_hours_text(std::int64_t length) { return fmt::format("{:.4g}", static_cast<double>(length) / 3600.0); }

Instant read_instant(std::string_view option, const std::string& text, const Zone& zone) {
    const auto local = parse_datetime(text);
    if (!local) {
        throw Error(fmt::format("{} takes an instant such as 2026-01-31T08:00, not '{}'", option, escape_control(text)), ErrorKind::usage);
    }
    return zone.to_instant(*local).instant;
}

std::string local_text(Instant at, const Zone& zone) {
    const auto offset = zone.offset_at(at);
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(std::chrono::abs(offset)).count();
    const auto local = to_text(at + offset);
    return fmt::format("{}{}{:02}:{:02}", local.substr(0, local.size() - 1), offset < seconds{0} ? '-' : '+', minutes / 60, minutes % 60);
}

} // namespace

std::vector<CalendarLine> list_calendars(const Session& session) {
    const CalendarBook book(session.workspace.calendars, session.zone);
    std::vector<CalendarLine> lines;
    for (const auto& each : session.workspace.calendars) {
        CalendarLine line{each.id, each.title, each.zone.empty() ? session.zone.name() : each.zone, 0, 0, 0};
        for (const auto& day : each.weekly) {
            for (const auto& hours : day) {
                line.weekly_seconds += (hours.to - hours.from).count();
            }
        }
        line.holidays = static_cast<std::int64_t>(each.holidays.size());
        line.openings = static_cast<std::int64_t>(each.openings.size());
        lines.push_back(std::move(line));
    }
    if (const auto ids = book.ids(); ids.size() > lines.size()) {
        lines.push_back({ids.back(), "always open", session.zone.name(), std::int64_t{7} * 86'400, 0, 0});
    }
    return lines;
}

std::string to_text(const std::vector<CalendarLine>& calendars) {
    TextTable table{{{"calendar", false}, {"title", false}, {"zone", false}, {"hours a week", true}, {"holidays", true}, {"openings", true}}, {}};
    for (const auto& each : calendars) {
        table.rows.push_back({each.id, each.title, each.zone, few_hours_text(each.weekly_seconds), group_thousands(each.holidays), group_thousands(each.openings)});
    }
    return to_text(table);
}

std::string to_csv(const std::vector<CalendarLine>& calendars) {
    auto text = csv_line({"calendar", "title", "zone", "hours_a_week", "holidays", "openings"});
    for (const auto& each : calendars) {
        text += csv_line({each.id, each.title, each.zone, few_hours_text(each.weekly_seconds), std::to_string(each.holidays), std::to_string(each.openings)});
    }
    return text;
}

std::string to_json(const std::vector<CalendarLine>& calendars) {
    JsonWriter json;
    json.begin_array();
    for (const auto& each : calendars) {
        json.begin_object().field("calendar", each.id).field("title", each.title).field("zone", each.zone);
        json.field("seconds_a_week", each.weekly_seconds).field("holidays", each.holidays).field("openings", each.openings).end_object();
    }
    json.end_array();
    return json.finish();
}

std::string answer(const Session& session, const CalendarQuestion& question) {
    const CalendarBook book(session.workspace.calendars, session.zone);
    const auto* found = book.find(question.calendar);
    if (found == nullptr) {
        const auto hint = did_you_mean(question.calendar, book.ids());
        throw Error(fmt::format("there is no calendar '{}'{}", escape_control(question.calendar), hint.empty() ? "" : " (" + hint + ")"), ErrorKind::usage);
    }
    if (question.from.empty() || question.to.empty() == question.within.empty()) {
        throw Error("a calendar is asked with --from and either --to or --within", ErrorKind::usage);
    }
    const auto from = read_instant("--from", question.from, found->zone);
    if (!question.to.empty()) {
        const auto to = read_instant("--to", question.to, found->zone);
        const auto time = found->calendar.business_time(from, to);
        if (!time) {
            throw Error(fmt::format("calendar '{}' answers for the years 1970 to 2099", found->id), ErrorKind::usage);
        }
        return fmt::format("{} ({:.2f} h) of calendar '{}' from {} to {}\n", to_text(*time), static_cast<double>(time->count()) / 3600.0, found->id,
                           local_text(from, found->zone), local_text(to, found->zone));
    }
    const auto length = parse_duration(question.within);
    if (!length) {
        throw Error(fmt::format("--within takes a length such as PT4H, not '{}'", escape_control(question.within)), ErrorKind::usage);
    }
    const auto due = found->calendar.due(from, *length);
    if (!due) {
        throw Error(fmt::format("calendar '{}' answers for the years 1970 to 2099", found->id), ErrorKind::usage);
    }
    return fmt::format("{}: {} of calendar '{}' after {}\n", local_text(*due, found->zone), to_text(*length), found->id, local_text(from, found->zone));
}

} // namespace assay
