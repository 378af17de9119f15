#include "assay/app/sla_attainment.hpp"

#include "app/sla_judged_at.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/model/named_row.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace assay {

void check_agreement(QueryRunner& runner, const Schema& schema, const std::string& wanted) {
    if (wanted.empty()) {
        return;
    }
    std::vector<std::string> known;
    read_register(runner, schema, "sla", [&](const NamedRow& row) { known.push_back(row.text("id")); });
    if (std::ranges::find(known, wanted) == known.end()) {
        const auto hint = did_you_mean(wanted, known);
        throw Error(fmt::format("there is no agreement '{}' in register 'sla'{}", escape_control(wanted), hint.empty() ? "" : " (" + hint + ")"), ErrorKind::usage);
    }
}

Instant judged_at(const Session& session, const std::optional<Date>& on) {
    const auto today = session.zone.date_of(session.setting.now);
    if (!on || *on == today) {
        return session.setting.now;
    }
    if (*on > today) {
        throw Error(fmt::format("--on {} lies ahead: clocks of open tickets run on until then, and nobody knows how", to_text(*on)), ErrorKind::usage);
    }
    return session.zone.to_instant({*on + std::chrono::days{1}, std::chrono::seconds{0}, std::nullopt}).instant - std::chrono::seconds{1};
}

AttainmentReport measure_sla(const Run& run, Session& session, const AttainmentRequest& request) {
    AttainmentReport report;
    report.judged_at = judged_at(session, request.on);
    report.calendars = std::make_unique<CalendarBook>(session.workspace.calendars, session.zone);
    report.has_tickets = request.tickets;
    const auto at = find_state(session, request.at);
    report.state = at.value_or(session.store.head());
    const auto runner = session.store.runner(run, session.zone, at);
    check_agreement(*runner, session.content.schema, request.sla);
    TicketVisitor visit;
    if (request.tickets) {
        visit = [&](const TicketResult& each) { report.tickets.push_back(each); };
    }
    report.attainment = measure_attainment(run,
                                           {session.workspace, session.content.schema, *runner, session.zone, *report.calendars, report.judged_at, request.sla,
                                            request.month},
                                           visit);
    std::ranges::sort(report.tickets, {}, [](const TicketResult& each) { return std::tuple(each.target, each.month, std::string_view(each.number)); });
    return report;
}

} // namespace assay
