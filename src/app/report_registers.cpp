#include "app/report_registers.hpp"

#include "app/sla_words.hpp"
#include "assay/app/sla_attainment.hpp"
#include "assay/report/input.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

/// The row's values as the definition of today orders them; a field that the workspace lacks stays absent.
Row copy_row(const Register& of, const NamedRow& named) {
    Row row;
    row.reserve(of.fields.size() + 1);
    for (const auto& field : of.fields) {
        if (const auto number = named.number(field.id)) {
            row.emplace_back(*number);
        } else if (auto text = named.text(field.id); !text.empty()) {
            row.emplace_back(std::move(text));
        } else {
            row.emplace_back(Absent{});
        }
    }
    row.emplace_back(named.row());
    return row;
}

SlaTicketLine make_ticket_line(const TicketResult& ticket) {
    return {ticket.number,
            std::string(to_text(ticket.verdict)),
            instant_text(ticket.opened),
            instant_text(ticket.due),
            instant_text(ticket.ended),
            hours_text(ticket.elapsed_seconds),
            ticket.why};
}

/// What the figure rests on, in counts.
std::string basis_counts(const SlaTarget& target, const TargetMonth& month) {
    switch (target.metric) {
    case TargetMetric::availability:
        return fmt::format("down {} of {} hours; {} outages, {} excluded", hours_text(month.down_seconds),
                           hours_text(month.service_seconds), month.records, month.excluded);
    case TargetMetric::throughput:
    case TargetMetric::satisfaction:
        return fmt::format("{} records", month.records);
    default:
        return fmt::format("met {}, missed {}, unknown {}, running {}, excluded {}", month.counted.met, month.counted.missed,
                           month.counted.unknown, month.running, month.excluded);
    }
}

SlaMonthLine make_month_line(const SlaTarget& target, const TargetMonth& month) {
    SlaMonthLine line;
    line.month = to_text(month.month);
    line.figure = figure_text(target, figure_of(target, month, WithExclusions::yes));
    line.unadjusted = figure_text(target, figure_of(target, month, WithExclusions::no));
    line.result = to_text(month.result);
    line.why = !month.why.empty() ? month.why : month.result == TargetResult::met_as_recorded ? month.incomplete_why : std::string();
    line.counts = basis_counts(target, month);
    line.missed = month.result == TargetResult::missed;
    line.decision = decision_text(month.decision);
    line.decision_missing = line.missed && month.decision.state == DecisionState::missing;
    return line;
}

void measure_levels(const Run& run, Session& session, const AssessmentHeader& header, ReportRegisters& out) {
    if (header.on > session.zone.date_of(session.setting.now)) {
        out.sla_absent = "Service levels are not measured for a judgement date that lies ahead.";
        return;
    }
    AttainmentRequest request;
    request.on = header.on;
    request.at = std::to_string(header.head);
    request.tickets = true;
    const auto measured = measure_sla(run, session, request);
    const auto& attainment = measured.attainment;
    for (const auto& target : attainment.targets) {
        out.sla.push_back({target.id,
                           target.title,
                           target.sla_title.empty() ? target.sla : target.sla_title,
                           target.service,
                           measure_text(target),
                           target_text(target),
                           target.fault,
                           {}});
    }
    auto ticket = measured.tickets.begin();
    for (const auto& month : attainment.months) {
        const auto& target = attainment.targets[month.target];
        auto line = make_month_line(target, month);
        // Both are sorted by target and month.
        const auto is_before = [&](const TicketResult& each) {
            return std::pair(each.target, each.month) < std::pair(month.target, month.month);
        };
        while (ticket != measured.tickets.end() && is_before(*ticket)) {
            ++ticket;
        }
        for (; ticket != measured.tickets.end() && ticket->target == month.target && ticket->month == month.month; ++ticket) {
            if (ticket->verdict == TicketVerdict::missed || ticket->verdict == TicketVerdict::unknown) {
                ++line.ticket_count;
                if (line.tickets.size() < k_rows_shown) {
                    line.tickets.push_back(make_ticket_line(*ticket));
                }
            }
        }
        out.sla[month.target].months.push_back(std::move(line));
    }
}

} // namespace

namespace {

ReportRegisters read_needed(QueryRunner& runner, const Schema& schema, const ViewNeeds& needs) {
    ReportRegisters registers;
    for (const auto& id : needs.registers) {
        if (const auto* of = schema.find(id); of != nullptr) {
            std::vector<Row> rows;
            read_register(runner, schema, id, [&](const NamedRow& row) { rows.push_back(copy_row(*of, row)); });
            registers.add(*of, std::move(rows));
        }
    }
    return registers;
}

} // namespace

ReportRegisters read_registers_of_today(const Run& run, Session& session, const ViewNeeds& needs) {
    return read_needed(*session.store.runner(run, session.zone), session.content.schema, needs);
}

ReportRegisters read_report_registers(const Run& run, Session& session, const Judged& judged, const AssessmentHeader& header,
                                      const ViewNeeds& needs) {
    auto registers = read_needed(*judged.runner, session.content.schema, needs);
    if (needs.sla) {
        measure_levels(run, session, header, registers);
    }
    return registers;
}

} // namespace assay
