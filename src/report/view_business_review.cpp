// The view "business_review": a quarter in figures for those who use and pay for services: records by month, response times, what recurs,
// service levels, security, assets that come to their end, and what is proposed.
#include "report/audit_rows.hpp"
#include "report/tabular.hpp"
#include "report/views.hpp"
#include "report/wording.hpp"

#include "assay/base/text.hpp"
#include "assay/report/beside.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

namespace assay {
namespace {

constexpr std::chrono::days k_asset_ahead{180};
constexpr std::int64_t k_minute = 60;

/// "3 h 20 min", "2 d 4 h": two units, none of them a calendar one.
std::string lapse_text(const std::optional<std::int64_t>& seconds) {
    if (!seconds) {
        return {};
    }
    const auto minutes = *seconds / k_minute;
    const auto hours = minutes / 60;
    return hours >= 48 ? fmt::format("{} d {} h", hours / 24, hours % 24)
           : hours > 0 ? fmt::format("{} h {} min", hours, minutes % 60)
                       : fmt::format("{} min", minutes);
}

std::string kind_words(const std::string& kind) { return capitalised(spoken(kind)) + "s"; }

/// First day of "2026-07" and the last of the quarter's last month.
bool is_in_months(const std::optional<Date>& day, const std::vector<std::string>& months) {
    return day && std::ranges::find(months, to_text(*day).substr(0, 7)) != months.end();
}

std::vector<std::string> quarter_of(const TicketsBeside& tickets) {
    return {tickets.months.begin() + static_cast<std::ptrdiff_t>(tickets.months.size() / 2), tickets.months.end()};
}

TicketsLeftOut left_out_of(const TicketsBeside& tickets, const std::string& kind) {
    const auto found = std::ranges::find(tickets.left_out, kind, &TicketsLeftOut::kind);
    return found == tickets.left_out.end() ? TicketsLeftOut{kind, 0, 0} : *found;
}

TabularPart make_records(const TicketsBeside& tickets) {
    TabularPart part{"records",
                     "Records by month",
                     "",
                     "Medians are of records opened in the month that have both times; the count of those stands beneath. Wall-clock time, "
                     "not the clock of an agreement.",
                     "No register of records is loaded.",
                     {},
                     {}};
    TabularTable table{"Records by kind and month",
                       false,
                       {{"Month", 20, TableColumn::Kind::heading},
                        {"Opened", 15, TableColumn::Kind::number},
                        {"Ended", 15, TableColumn::Kind::number},
                        {"To first response, median", 25},
                        {"To solution, median", 25}},
                       {},
                       {}};
    for (const auto& line : tickets.lines) {
        if (table.bodies.empty() || table.bodies.back().heading != kind_words(line.kind)) {
            const auto open = std::ranges::find(tickets.open_at_end, line.kind, &std::pair<std::string, std::int64_t>::first);
            std::vector<std::string> beside;
            if (open != tickets.open_at_end.end()) {
                beside.push_back(fmt::format("{} open at the end of the quarter", group_thousands(open->second)));
            }
            if (const auto undated = left_out_of(tickets, line.kind).without_opening; undated > 0) {
                beside.push_back(fmt::format("{} without a time of opening, counted in no month", group_thousands(undated)));
            }
            table.bodies.push_back({kind_words(line.kind), fmt::format("{}", fmt::join(beside, "; ")), {}});
        }
        const auto of = [&](std::int64_t count) {
            return count == 0 ? std::string() : fmt::format("of {} of {}", group_thousands(count), group_thousands(line.opened));
        };
        table.bodies.back().rows.push_back({{},
                                            {cell(line.month), cell(group_thousands(line.opened)), cell(group_thousands(line.ended)),
                                             cell(line.response ? lapse_text(line.response) : std::string("no times"), of(line.responded)),
                                             cell(line.solution ? lapse_text(line.solution) : std::string("no times"), of(line.solved))}});
    }
    part.tables.push_back(std::move(table));
    return part;
}

TabularPart make_recurring(const ReportRegisters& registers, const TicketsBeside& tickets) {
    TabularTable table{"What recurs",
                       false,
                       {{"Category", 40, TableColumn::Kind::heading}, {"Service", 40}, {"Records", 20, TableColumn::Kind::number}},
                       {},
                       {}};
    std::vector<std::string> uncategorised;
    for (const auto* kind : {"incident", "problem"}) {
        TableBody body{kind_words(kind), {}, {}};
        for (const auto& line : tickets.recurring) {
            if (line.kind == kind) {
                body.rows.push_back({{},
                                     {cell(line.category),
                                      cell(line.service.empty() ? "no service" : registers.name("service", line.service)),
                                      cell(group_thousands(line.rows))}});
            }
        }
        table.bodies.push_back(std::move(body));
        if (const auto count = left_out_of(tickets, kind).without_category; count > 0) {
            uncategorised.push_back(count_of(count, kind, fmt::format("{}s", kind)));
        }
    }
    return {"recurring",
            "Recurring issues",
            "",
            "Incidents and problems of the quarter by service and category, the most first, ten of each." +
                (uncategorised.empty() ? std::string()
                                       : fmt::format(" Without a category, so in none of these: {}.", fmt::join(uncategorised, ", "))),
            "Nothing was recorded twice under one service and category.",
            {},
            {std::move(table)}};
}

TabularPart make_levels(const ReportRegisters& registers, const std::vector<std::string>& quarter, std::size_t& missed,
                        std::size_t& months) {
    TabularTable table{"Missed in the quarter",
                       false,
                       {{"Target", 35, TableColumn::Kind::heading}, {"Service", 20}, {"Month", 10}, {"Figure", 15}, {"Decision", 20}},
                       {{}},
                       {}};
    for (const auto& target : registers.sla) {
        for (const auto& month : target.months) {
            if (std::ranges::find(quarter, month.month) == quarter.end()) {
                continue;
            }
            ++months;
            if (month.missed) {
                ++missed;
                table.bodies[0].rows.push_back(
                    {{},
                     {cell(target.title.empty() ? target.id : target.title, target.measure),
                      cell(registers.name("service", target.service)), cell(month.month), cell(month.figure, "target " + target.target),
                      month.decision_missing ? cell_or({}, month.decision.empty() ? "none on record" : month.decision)
                                             : cell(month.decision)}});
            }
        }
    }
    return {"levels",
            "Service levels",
            fmt::format("{} of {}", missed, months),
            "Targets missed in the quarter. The report 'service-levels' has every month and the records behind it.",
            months == 0 ? "No target was measured in the quarter." : "No target that was measured was missed.",
            {},
            {std::move(table)}};
}

TabularPart make_security(const ReportIndex& index, const ReportRegisters& registers, const std::vector<std::string>& quarter,
                          std::size_t& incidents) {
    const auto on = index.header().on;
    std::size_t open = 0;
    std::size_t undated = 0;
    std::size_t deficient = 0;
    std::size_t late = 0;
    std::size_t controls = 0;
    for (const auto& row : registers.rows("security_incident")) {
        const auto opened = local_day(index, row.number("opened_at"));
        incidents += is_in_months(opened, quarter) ? 1 : 0;
        undated += opened ? 0 : 1;
        open += !row.number("closed_at") && !row.number("resolved_at") ? 1 : 0;
    }
    for (const auto& row : registers.rows("security_control")) {
        ++controls;
        deficient += !row.text("deficiencies").empty() && !row.date("actions_done_on") ? 1 : 0;
        const auto due = row.date("review_due");
        late += due && *due < on ? 1 : 0;
    }
    TabularTable table{
        "Security status", false, {{"What", 60, TableColumn::Kind::heading}, {"Count", 20, TableColumn::Kind::number}}, {{}}, {}};
    const auto add = [&](std::string what, std::size_t count) {
        table.bodies[0].rows.push_back({{}, {cell(std::move(what)), cell(number_text(count))}});
    };
    add("Information security incidents opened in the quarter", incidents);
    if (undated > 0) {
        add("Information security incidents without a time of opening, counted in no quarter", undated);
    }
    add("Information security incidents open now", open);
    add("Security controls on record", controls);
    add("Security controls with deficiencies that are not mended", deficient);
    add("Security controls whose review is overdue", late);
    return {"security", "Security status", "", fmt::format("As recorded on {}.", to_text(on)), "", {}, {std::move(table)}};
}

TabularPart make_assets(const ReportIndex& index, const ReportRegisters& registers, std::size_t& ending) {
    const auto on = index.header().on;
    TabularTable table{"Assets in use that come to their end",
                       false,
                       {{"Asset", 30, TableColumn::Kind::heading}, {"Type", 15}, {"Service", 25}, {"What ends", 15}, {"When", 15}},
                       {{}},
                       {}};
    std::map<std::string, std::size_t> by_status;
    std::vector<std::tuple<Date, std::string, TableRow>> rows;
    for (const auto& row : registers.rows("asset")) {
        ++by_status[row.text("status")];
        if (row.text("status") != "in_use" && row.text("status") != "in_repair") {
            continue;
        }
        for (const auto& [field, words] :
             {std::pair{"support_ends_on", "support"}, std::pair{"licence_ends_on", "licence"}, std::pair{"warranty_until", "warranty"}}) {
            if (const auto day = row.date(field); day && *day <= on + k_asset_ahead) {
                auto when = cell(to_text(*day));
                if (*day < on) {
                    when.note = "past";
                    when.lacks = true;
                }
                rows.emplace_back(*day, row.text("id"),
                                  TableRow{{},
                                           {cell(row.text("name"), row.text("id")), cell(spoken(row.text("type"))),
                                            cell(registers.name("service", row.text("service"))), cell(words), when}});
            }
        }
    }
    std::ranges::stable_sort(rows, [](const auto& a, const auto& b) {
        return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
    });
    ending = rows.size();
    for (auto& [day, id, row] : rows) {
        if (table.bodies[0].rows.size() < k_rows_shown) {
            table.bodies[0].rows.push_back(std::move(row));
        }
    }
    if (ending > k_rows_shown) {
        table.more = fmt::format("Shown {} of {}, the earliest first.", k_rows_shown, ending);
    }
    std::vector<std::string> counts;
    counts.reserve(by_status.size());
    for (const auto& [status, count] : by_status) {
        counts.push_back(
            fmt::format("{} {}", group_thousands(static_cast<std::int64_t>(count)), status.empty() ? "without a status" : spoken(status)));
    }
    return {"assets",
            "Asset life cycle",
            number_text(ending),
            fmt::format("Support, licences and warranties of assets in use that ended or end within {} days.{}", k_asset_ahead.count(),
                        counts.empty() ? std::string() : fmt::format(" On record: {}.", fmt::join(counts, ", "))),
            registers.count("asset") == 0 ? "No asset is on record." : "None ends in that time.",
            {},
            {std::move(table)}};
}

TabularPart make_proposals(const ReportIndex& index, const ReportRegisters& registers, std::size_t& open) {
    TabularTable table{"Improvements that are open",
                       false,
                       {{"Improvement", 35, TableColumn::Kind::heading}, {"Comes from", 20}, {"Decision", 15}, {"Owner", 15}, {"Due", 15}},
                       {},
                       {}};
    for (const auto* decision : {"", "deferred", "approved"}) {
        TableBody body{*decision == 0 ? "To decide" : capitalised(decision), {}, {}};
        for (const auto& row : registers.rows("improvement")) {
            if (row.text("decision") == decision && !row.date("done_on")) {
                ++open;
                body.rows.push_back({{},
                                     {cell(row.text("title"), row.text("id")),
                                      cell(spoken(row.text("source")), registers.name("service", row.text("service"))),
                                      cell(*decision == 0 ? "none yet" : decision, row.text("decision_reason")),
                                      person_cell(registers, row, "owner", "nobody"), due_cell(row.date("due"), index.header().on)}});
            }
        }
        body.note = number_text(body.rows.size());
        table.bodies.push_back(std::move(body));
    }
    return {"proposals",
            "Recommendations",
            number_text(open),
            "Improvements on record that are not done and were not rejected. Assay recommends nothing of its own.",
            "No improvement is open.",
            {},
            {std::move(table)}};
}

} // namespace

Tabular build_business_review(const ReportIndex& index) {
    static const TicketsBeside k_nothing;
    const auto& registers = registers_of(index);
    const auto* beside = index.input().beside;
    const auto& tickets = beside != nullptr && beside->tickets ? *beside->tickets : k_nothing;
    const auto quarter = quarter_of(tickets);
    Tabular report;
    report.title = "Business review of the quarter";
    report.sheet = {
        "Records by month",
        {"kind", "month", "opened", "ended", "with_response", "median_response_minutes", "with_solution", "median_solution_minutes"},
        {false, false, true, true, true, true, true, true},
        {}};
    for (const auto& line : tickets.lines) {
        const auto minutes = [](const std::optional<std::int64_t>& seconds) {
            return seconds ? std::to_string(*seconds / k_minute) : std::string();
        };
        report.sheet.rows.push_back({line.kind, line.month, std::to_string(line.opened), std::to_string(line.ended),
                                     std::to_string(line.responded), minutes(line.response), std::to_string(line.solved),
                                     minutes(line.solution)});
    }
    std::size_t missed = 0;
    std::size_t months = 0;
    std::size_t incidents = 0;
    std::size_t ending = 0;
    std::size_t open = 0;
    report.parts.push_back(make_records(tickets));
    report.parts.push_back(make_recurring(registers, tickets));
    report.parts.push_back(make_levels(registers, quarter, missed, months));
    report.parts.push_back(make_security(index, registers, quarter, incidents));
    report.parts.push_back(make_assets(index, registers, ending));
    report.parts.push_back(make_proposals(index, registers, open));
    std::int64_t opened = 0;
    std::int64_t before = 0;
    for (const auto& line : tickets.lines) {
        if (line.kind == "incident") {
            (std::ranges::find(quarter, line.month) == quarter.end() ? before : opened) += line.opened;
        }
    }
    report.statement =
        quarter.empty()
            ? std::string("No records are loaded, so nothing can be said of the quarter.")
            : fmt::format("{} to {}: {} opened, against {} in the quarter before; {} of {} measured target months missed; {} open.",
                          quarter.front(), quarter.back(), count_of(opened, "incident", "incidents"), group_thousands(before), missed,
                          months, count_of(static_cast<std::int64_t>(open), "improvement", "improvements"));
    report.tone = missed > 0 ? "minor" : "none";
    report.notes = {"The quarter is the last three whole months before the judgement date; the three before stand beside them.",
                    "Counts are of the records that were loaded. Whether they are all there are, the gap report tells of each population."};
    report.figures = {
        {"Incidents", group_thousands(opened), fmt::format("opened in the quarter; {} in the one before", group_thousands(before)), ""},
        {"Target months missed", number_text(missed), fmt::format("of {} measured", months), missed > 0 ? "minor" : ""},
        {"Security incidents", number_text(incidents), "opened in the quarter", incidents > 0 ? "remark" : ""},
        {"Assets coming to their end", number_text(ending), fmt::format("within {} days, or past", k_asset_ahead.count()),
         ending > 0 ? "remark" : ""}};
    return report;
}

} // namespace assay
