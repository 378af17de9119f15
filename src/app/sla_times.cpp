#include "assay/app/sla_times.hpp"

#include "app/register_rows.hpp"
#include "app/sla_words.hpp"
#include "assay/app/table.hpp"
#include "assay/assess/calendar.hpp"
#include "assay/base/decimal.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/intake/value.hpp"
#include "assay/rules/library.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::array k_percents{50, 75, 90, 95, 99};

const Field& get_instant_field(const Register& of, std::string_view option, const std::string& id) {
    const auto& field = get_field(of, id);
    if (field.type != FieldType::datetime) {
        throw Error(fmt::format("{} takes a date and time, and '{}' is of type {}", option, id, to_text(field.type)), ErrorKind::usage);
    }
    return field;
}

struct Gathered {
    TimesLine line;
    std::vector<std::int64_t> lengths;
};

/// Nearest rank: the ceil(p / 100 * n)-th of the sorted values.
std::int64_t percentile(const std::vector<std::int64_t>& sorted, int percent) {
    const auto count = static_cast<std::int64_t>(sorted.size());
    const auto rank = (count * percent + 99) / 100;
    return sorted[static_cast<std::size_t>(std::max<std::int64_t>(rank, 1) - 1)];
}

TimesLine finish(Gathered& gathered) {
    auto& line = gathered.line;
    line.measured = static_cast<std::int64_t>(gathered.lengths.size());
    if (!gathered.lengths.empty()) {
        std::ranges::sort(gathered.lengths);
        line.least = gathered.lengths.front();
        line.most = gathered.lengths.back();
        for (const auto length : gathered.lengths) {
            line.sum += length;
        }
        for (const auto percent : k_percents) {
            line.percentiles.emplace_back(percent, percentile(gathered.lengths, percent));
        }
    }
    return std::move(line);
}

/// Mean in hours, half to even.
std::string mean_text(const TimesLine& line) {
    const auto mean = divide_half_even(line.sum, line.measured * 3600, 2);
    return mean ? fmt::format("{:.2f}", static_cast<double>(*mean) / 100.0) : std::string();
}

} // namespace

std::optional<TimesReport> measure_times(const Run& run, Session& session, const TimesRequest& request) {
    const auto& schema = session.content.schema;
    const auto& of = get_register(schema, request.register_id);
    TableQuery query;
    query.relations.push_back({of.id, -1, {}});
    query.select = {column_expr(get_instant_field(of, "--from", request.from).id), column_expr(get_instant_field(of, "--to", request.to).id)};
    const auto* by = request.by.empty() ? nullptr : &get_field(of, request.by);
    query.select.push_back(by != nullptr ? column_expr(by->id) : QueryExpr{});
    TimesReport report{request, of.find_field("made_sla") != nullptr, {}};
    query.select.push_back(report.has_flag ? column_expr("made_sla") : QueryExpr{});
    const CalendarBook calendars(session.workspace.calendars, session.zone);
    const auto* calendar = calendars.find(request.calendar.empty() ? k_always_open : std::string_view(request.calendar));
    if (calendar == nullptr) {
        const auto hint = did_you_mean(request.calendar, calendars.ids());
        throw Error(fmt::format("there is no calendar '{}'{}", escape_control(request.calendar), hint.empty() ? "" : " (" + hint + ")"), ErrorKind::usage);
    }
    if (!request.where.empty()) {
        const LinkTime time{session.zone.date_of(session.setting.now), session.workspace.period_from, session.workspace.period_to, &session.zone};
        auto filter = link_filter(schema, query, {request.where, {"--where", 1, 1}}, time, run.diagnostics);
        if (!filter) {
            return std::nullopt;
        }
        query.where.push_back(std::move(*filter));
    }
    std::map<std::string, Gathered> groups;
    const auto runner = session.store.runner(run, session.zone, find_state(session, request.at));
    runner->rows(query, [&](std::span<const Value> row) {
        auto& group = groups[by != nullptr ? show_value(*by, row[2], session.zone) : std::string()];
        ++group.line.rows;
        if (const auto* made = number_of(row[3])) {
            ++(*made != 0 ? group.line.flag_made : group.line.flag_missed);
        }
        const auto* from = number_of(row[0]);
        const auto* to = number_of(row[1]);
        const auto length = from != nullptr && to != nullptr
                                ? calendar->calendar.business_time(Instant{std::chrono::seconds{*from}}, Instant{std::chrono::seconds{*to}})
                                : std::nullopt;
        if (!length) {
            ++group.line.unrecorded;
        } else if (*to < *from) {
            ++group.line.backwards;
        } else {
            group.lengths.push_back(length->count());
        }
    });
    for (auto& [name, group] : groups) {
        group.line.group = name;
        report.lines.push_back(finish(group));
    }
    return report;
}

std::string to_text(const TimesReport& report) {
    if (report.lines.empty()) {
        return fmt::format("no row of register '{}' fits\n", report.request.register_id);
    }
    TextTable table;
    if (!report.request.by.empty()) {
        table.columns.push_back({report.request.by, false});
    }
    for (const auto* title : {"rows", "n", "mean h", "median h"}) {
        table.columns.push_back({title, true});
    }
    for (const auto percent : std::span(k_percents).subspan(1)) {
        table.columns.push_back({fmt::format("p{} h", percent), true});
    }
    for (const auto* title : {"least h", "most h", "not recorded", "backwards"}) {
        table.columns.push_back({title, true});
    }
    if (report.has_flag) {
        table.columns.insert(table.columns.end(), {{"made by flag", true}, {"missed by flag", true}});
    }
    for (const auto& line : report.lines) {
        std::vector<std::string> cells;
        if (!report.request.by.empty()) {
            cells.push_back(line.group.empty() ? "not recorded" : line.group);
        }
        cells.insert(cells.end(), {group_thousands(line.rows), group_thousands(line.measured), mean_text(line)});
        for (std::size_t i = 0; i < k_percents.size(); ++i) {
            cells.push_back(line.measured == 0 ? "" : hours_text(line.percentiles[i].second));
        }
        cells.push_back(line.measured == 0 ? "" : hours_text(line.least));
        cells.push_back(line.measured == 0 ? "" : hours_text(line.most));
        cells.insert(cells.end(), {group_thousands(line.unrecorded), group_thousands(line.backwards)});
        if (report.has_flag) {
            cells.insert(cells.end(), {group_thousands(line.flag_made), group_thousands(line.flag_missed)});
        }
        table.rows.push_back(std::move(cells));
    }
    return to_text(table) + fmt::format("\n{} to {} of register '{}', hours of {}; rows = n + not recorded + backwards; percentiles by nearest rank\n",
                                        report.request.from, report.request.to, report.request.register_id,
                                        report.request.calendar.empty() ? "24x7" : report.request.calendar);
}

std::string to_csv(const TimesReport& report) {
    std::vector<std::string> header{"group", "rows", "n", "mean_hours"};
    for (const auto percent : k_percents) {
        header.push_back(fmt::format("p{}_hours", percent));
    }
    header.insert(header.end(), {"least_hours", "most_hours", "not_recorded", "backwards", "made_by_flag", "missed_by_flag"});
    auto text = sla_csv_line(header);
    for (const auto& line : report.lines) {
        std::vector<std::string> cells{line.group, std::to_string(line.rows), std::to_string(line.measured), mean_text(line)};
        for (std::size_t i = 0; i < k_percents.size(); ++i) {
            cells.push_back(line.measured == 0 ? "" : hours_text(line.percentiles[i].second));
        }
        cells.push_back(line.measured == 0 ? "" : hours_text(line.least));
        cells.push_back(line.measured == 0 ? "" : hours_text(line.most));
        cells.insert(cells.end(), {std::to_string(line.unrecorded), std::to_string(line.backwards), report.has_flag ? std::to_string(line.flag_made) : "",
                                   report.has_flag ? std::to_string(line.flag_missed) : ""});
        text += sla_csv_line(cells);
    }
    return text;
}

std::string to_json(const TimesReport& report) {
    JsonWriter json;
    json.begin_object().field("register", report.request.register_id).field("from", report.request.from).field("to", report.request.to);
    json.field("calendar", report.request.calendar.empty() ? std::string(k_always_open) : report.request.calendar).key("groups").begin_array();
    for (const auto& line : report.lines) {
        json.begin_object().field("group", line.group).field("rows", line.rows).field("n", line.measured).field("not_recorded", line.unrecorded);
        json.field("backwards", line.backwards).field("sum_seconds", line.sum).field("least_seconds", line.least).field("most_seconds", line.most);
        for (const auto& [percent, value] : line.percentiles) {
            json.field(fmt::format("p{}_seconds", percent), value);
        }
        if (report.has_flag) {
            json.field("made_by_flag", line.flag_made).field("missed_by_flag", line.flag_missed);
        }
        json.end_object();
    }
    json.end_array().end_object();
    return json.finish();
}

} // namespace assay
