#include "assess/sla_decisions.hpp"

#include "assay/model/named_row.hpp"
#include "assess/sla_months.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace assay {
namespace {

struct Improvement {
    std::string id;
    Date on;                       ///< decided: one that was only identified decides nothing yet
    std::optional<Date> from;      ///< about misses in this time
    std::optional<Date> to;
};

struct Report {
    std::string sla;
    std::string service;
    Date from;
    Date to;
};

class Improvements {
public:
    explicit Improvements(const SlaInput& input) {
        std::map<std::string, Report> reports;
        read_register(input.runner, input.schema, "service_report", [&](const NamedRow& row) {
            const auto from = row.date("period_from");
            const auto to = row.date("period_to");
            if (from && to) {
                reports[row.text("id")] = {row.text("sla"), row.text("service"), *from, *to};
            }
        });
        read_register(input.runner, input.schema, "improvement", [&](const NamedRow& row) {
            const auto on = row.date("decided_on");
            if (!on) {
                return;
            }
            const Improvement each{row.text("id"), *on, row.date("missed_from"), row.date("missed_to")};
            if (const auto target = row.text("sla_target"); !target.empty()) {
                m_by_target[target].push_back(each);
            }
            if (const auto report = reports.find(row.text("service_report")); report != reports.end()) {
                m_by_report.emplace_back(report->second, each);
            }
        });
    }

    /// The earliest decision that speaks of this target in this month.
    [[nodiscard]] const Improvement* find(const SlaTarget& target, Month month) const {
        const Improvement* best = nullptr;
        const auto take = [&](const Improvement& each) {
            if (best == nullptr || std::tie(each.on, each.id) < std::tie(best->on, best->id)) {
                best = &each;
            }
        };
        if (const auto found = m_by_target.find(target.id); found != m_by_target.end()) {
            for (const auto& each : found->second) {
                const bool in_time = each.from || each.to ? each.from.value_or(Date::min()) <= last_day(month) && each.to.value_or(Date::max()) >= first_day(month)
                                                          : each.on >= first_day(month);
                if (in_time) {
                    take(each);
                }
            }
        }
        for (const auto& [report, each] : m_by_report) {
            const bool same = report.sla.empty() ? report.service == target.service : report.sla == target.sla;
            if (same && report.from <= last_day(month) && report.to >= first_day(month)) {
                take(each);
            }
        }
        return best;
    }

private:
    std::map<std::string, std::vector<Improvement>> m_by_target;
    std::vector<std::pair<Report, Improvement>> m_by_report;
};

} // namespace

void add_decisions(const SlaInput& input, std::span<const SlaTarget> targets, std::span<TargetMonth> months) {
    const auto missed = [](const TargetMonth& each) { return each.result == TargetResult::missed; };
    if (std::ranges::none_of(months, missed)) {
        return;
    }
    const Improvements improvements(input);
    const auto today = input.zone.date_of(input.judged_at);
    for (auto& each : months) {
        if (!missed(each)) {
            continue;
        }
        auto& decision = each.decision;
        decision.due = last_day(each.month) + k_decision_time;
        if (const auto* found = improvements.find(targets[each.target], each.month); found != nullptr && found->on <= today) {
            decision.state = found->on > *decision.due ? DecisionState::late : DecisionState::decided;
            decision.improvement = found->id;
            decision.on = found->on;
        } else {
            decision.state = today > *decision.due ? DecisionState::missing : DecisionState::due;
        }
    }
}

} // namespace assay
