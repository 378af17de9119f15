#include "assay/app/sla_chain.hpp"

#include "app/sla_judged_at.hpp"

namespace assay {

ChainReport read_sla_chain(const Run& run, Session& session, const ChainRequest& request) {
    ChainReport report;
    report.sla = request.sla;
    report.calendars = std::make_unique<CalendarBook>(session.workspace.calendars, session.zone);
    const auto at = find_state(session, request.at);
    report.state = at.value_or(session.store.head());
    const auto runner = session.store.runner(run, session.zone, at);
    check_agreement(*runner, session.content.schema, request.sla);
    const auto on = request.on.value_or(session.zone.date_of(session.setting.now));
    report.chain = measure_chain({session.workspace, session.content.schema, *runner, session.zone, *report.calendars, session.setting.now, request.sla, {}}, on);
    return report;
}

} // namespace assay
