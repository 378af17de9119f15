#include "assay/app/plan.hpp"

#include "app/judged_content.hpp"
#include "assay/app/report.hpp"
#include "assay/app/stage.hpp"
#include "assay/assess/plan.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/model/named_row.hpp"
#include "assay/report/rollup.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

namespace assay {
namespace {

/// A second or two; far beyond what a register that people keep by hand needs.
constexpr std::int64_t k_step_limit = 200'000;
/// Hours that no person has, in hundredths: what is larger is a mistyped number.
constexpr std::int64_t k_max_effort = 100'000'000;


/// "a; b, c" as names, each once, in the order written.
std::vector<std::string> names_in(std::string_view text) {
    std::vector<std::string> names;
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(",;\n"), text.size());
        const auto name = std::string(trim(text.substr(0, end)));
        if (!name.empty() && std::ranges::find(names, name) == names.end()) {
            names.push_back(name);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return names;
}

class Planner {
public:
    Planner(Session& session, const PlanRequest& request, const Assessment& assessment, const Catalog& catalog, std::vector<std::string> blockers)
        : m_request(request), m_catalog(catalog), m_schema(session.content.schema), m_blockers(std::move(blockers)) {
        for (std::size_t at = 0; at < m_blockers.size(); ++at) {
            m_at.emplace(m_blockers[at], at);
        }
        for (const auto& control : catalog.controls) {
            const auto& unit = catalog.headline_is_shall && !control.shall.empty() ? control.shall : control.id.control;
            m_unit_of.emplace(control.id.control, unit);
            m_unit_of.emplace(unit, unit);
        }
        m_problem.blockers = m_blockers.size();
        m_report.assessment = assessment.header.id;
        m_report.judged_on = assessment.header.on;
        m_report.from = request.from;
        m_report.by = request.by;
    }

    PlanReport make(QueryRunner& runner) {
        read_people(runner);
        read_register(runner, m_schema, "nonconformity", [&](const NamedRow& row) { m_other_names.insert(row.text("id")); });
        read_register(runner, m_schema, "remedy", [&](const NamedRow& row) { read_action(row); });
        const auto plan = find_cheapest_plan(m_problem, k_step_limit);
        for (const auto at : plan.chosen) {
            m_report.chosen.push_back(m_lines[at]);
        }
        std::ranges::sort(m_report.chosen, {}, [](const PlanLine& line) { return std::tie(line.start_by, line.id); });
        for (const auto blocker : plan.left) {
            m_report.left.push_back({m_blockers[blocker], why_left(blocker, plan)});
        }
        for (const auto& [owner, at] : m_owner_at) {
            if (m_problem.capacity[at] == k_no_limit) {
                m_report.notes.push_back(fmt::format("{}: no hours a week are recorded (improvement_hours) or given (--hours): taken as without limit", person(owner)));
            }
        }
        m_report.effort = plan.effort;
        m_report.exact = plan.exact;
        m_report.left_at_least = plan.left_at_least;
        m_report.effort_at_least = plan.effort_at_least;
        m_report.steps = plan.steps;
        m_report.considered = m_lines.size();
        m_report.blockers = std::move(m_blockers);
        return std::move(m_report);
    }

private:
    void read_people(QueryRunner& runner) {
        read_register(runner, m_schema, "person", [&](const NamedRow& row) {
            m_people.emplace(row.text("id"), row.text("name"));
            if (const auto hours = row.decimal("improvement_hours", 2)) {
                m_hours.emplace(row.text("id"), std::max<std::int64_t>(*hours, 0));
            }
        });
    }
    [[nodiscard]] std::string person(const std::string& id) const {
        const auto found = m_people.find(id);
        return found == m_people.end() ? id : fmt::format("{} ({})", found->second, id);
    }

    void read_action(const NamedRow& row) {
        ++m_report.recorded;
        PlanLine line;
        line.id = row.text("id");
        line.title = row.text("title");
        PlanAction action;
        action.removes = blockers_named(line.id, row.text("removes"));
        const auto leave_out = [&](std::string why) {
            for (const auto blocker : action.removes) {
                m_why_not[blocker].push_back(fmt::format("{} would: {}", line.id, why));
            }
            m_report.not_considered.push_back({line.id, std::move(why)});
        };
        const auto status = row.text("status");
        const auto effort = row.decimal("effort", 2);
        const auto lead = row.number("lead_days");
        if (status == "done" || status == "rejected") {
            return leave_out("its status is " + status);
        }
        if (action.removes.empty()) {
            return leave_out("it removes nothing that blocks");
        }
        if (!effort || *effort < 0 || *effort > k_max_effort || !lead || *lead < 0 || row.text("owner").empty()) {
            return leave_out(!effort  ? "its effort is not recorded"
                             : !lead ? "its lead time is not recorded"
                             : row.text("owner").empty()
                                 ? "it has no owner"
                                 : fmt::format("its effort ({}) or lead time ({} days) is out of bounds", effort_text(*effort), *lead));
        }
        const auto days = (m_request.by - m_request.from).count();
        if (*lead > days) {
            return leave_out(fmt::format("it takes {}, and there are {}", count_of(*lead, "day", "days"), days));
        }
        line.effort = action.effort = *effort;
        line.lead_days = *lead;
        line.start_by = m_request.by - std::chrono::days{*lead};
        line.owner = person(row.text("owner"));
        action.owner = owner_at(row.text("owner"), days);
        for (const auto blocker : action.removes) {
            line.removes.push_back(m_blockers[blocker]);
        }
        m_problem.actions.push_back(std::move(action));
        m_lines.push_back(std::move(line));
    }

    std::vector<std::size_t> blockers_named(const std::string& id, const std::string& text) {
        std::set<std::size_t> found;
        for (const auto& name : names_in(text)) {
            const auto unit = m_unit_of.find(name);
            if (const auto at = m_at.find(unit == m_unit_of.end() ? name : unit->second); at != m_at.end()) {
                found.insert(at->second);
            } else if (unit == m_unit_of.end() && !m_other_names.contains(name)) {
                std::vector<std::string> known(m_blockers);
                std::ranges::sort(known);
                const auto hint = did_you_mean(name, known);
                m_report.notes.push_back(fmt::format("{} names '{}', which is nothing of this standard{}", id, escape_control(name), hint.empty() ? "" : " (" + hint + ")"));
            }
        }
        return {found.begin(), found.end()};
    }
    std::size_t owner_at(const std::string& owner, std::int64_t days) {
        const auto [place, fresh] = m_owner_at.try_emplace(owner, m_problem.capacity.size());
        if (fresh) {
            const auto own = m_hours.find(owner);
            const auto hours = own != m_hours.end() ? std::optional(own->second) : m_request.hours;
            m_problem.capacity.push_back(hours ? std::min(*hours, k_max_effort) * (days + 1) / 7 : k_no_limit);
        }
        return place->second;
    }

    std::string why_left(std::size_t blocker, const Plan& plan) {
        std::vector<std::string> reasons = m_why_not[blocker];
        for (std::size_t at = 0; at < m_problem.actions.size(); ++at) {
            const auto& action = m_problem.actions[at];
            if (std::ranges::binary_search(action.removes, blocker)) {
                auto room = m_problem.capacity[action.owner];
                for (const auto chosen : plan.chosen) {
                    room -= m_problem.actions[chosen].owner == action.owner ? m_problem.actions[chosen].effort : 0;
                }
                reasons.push_back(fmt::format("{} would: it takes {}, and {} has {} left of {} until {}", m_lines[at].id, effort_text(action.effort), m_lines[at].owner,
                                              effort_text(room), effort_text(m_problem.capacity[action.owner]), to_text(m_request.by)));
            }
        }
        return fmt::format("{}", fmt::join(reasons, "; "));
    }

    const PlanRequest& m_request;
    const Catalog& m_catalog;
    const Schema& m_schema;
    std::vector<std::string> m_blockers;
    std::map<std::string, std::size_t> m_at;
    std::map<std::string, std::string> m_unit_of;         ///< control or unit → unit
    /// What the facts before stage 1 and 2 are about: names also while they do not block.
    std::set<std::string> m_other_names{"scope", "internal audit", "management review"};
    std::map<std::string, std::string> m_people;
    std::map<std::string, std::int64_t> m_hours;
    std::map<std::string, std::size_t> m_owner_at;
    std::map<std::size_t, std::vector<std::string>> m_why_not;
    PlanProblem m_problem;
    std::vector<PlanLine> m_lines;
    PlanReport m_report;
};

/// The standard asked for; else the only one that was judged, or the only certifiable one.
const Catalog& choose_standard(const std::vector<Catalog>& judged, const PlanRequest& request) {
    std::vector<std::string> known;
    std::vector<std::string> certifiable;
    for (const auto& catalog : judged) {
        known.push_back(catalog.id);
        if (catalog.scale == Scale::iso17021) {
            certifiable.push_back(catalog.id);
        }
    }
    auto wanted = request.standard;
    if (wanted.empty() && known.size() == 1) {
        wanted = known.front();
    } else if (wanted.empty() && certifiable.size() == 1) {
        wanted = certifiable.front();
    }
    const auto found = std::ranges::find(judged, wanted, &Catalog::id);
    if (found == judged.end()) {
        std::ranges::sort(known);
        throw Error(wanted.empty() ? fmt::format("several standards were judged; name one with --standard: {}", fmt::join(known, ", "))
                                   : fmt::format("--standard {}: the assessment did not judge it; it judged {}", escape_control(wanted), fmt::join(known, ", ")),
                    ErrorKind::usage);
    }
    return *found;
}

std::vector<std::string> everything_not_met(const CatalogRollup& rollup) {
    std::vector<std::string> units;
    for (const auto& unit : rollup.units) {
        if (unit.standing.outcome == Outcome::not_met) {
            units.push_back(unit.unit);
        }
    }
    return units;
}

/// Each shall group, document or row that a fact names; the fact itself where it names none, or only what would end it.
std::vector<std::string> against_stage(const StageReport& stage) {
    std::vector<std::string> names;
    for (const auto& fact : stage.facts) {
        if (fact.state != StageFactState::against) {
            continue;
        }
        const bool is_itself = fact.units.empty() || fact.about == "internal audit" || fact.about == "management review";
        for (const auto& name : is_itself ? std::vector<std::string>{fact.about} : fact.units) {
            if (std::ranges::find(names, name) == names.end()) {
                names.push_back(name);
            }
        }
    }
    return names;
}

} // namespace

PlanReport make_plan(const Run& run, Session& session, const PlanRequest& request) {
    if (request.by < request.from) {
        throw Error(fmt::format("--by {}: lies before the first day of the plan, {}", to_text(request.by), to_text(request.from)), ErrorKind::usage);
    }
    const auto assessment = find_assessment(session, request.assessment);
    const auto judged = judged_catalogs(session, assessment.header);
    const auto& catalog = choose_standard(judged, request);
    const auto rollup = std::move(roll_up(only_of(assessment, catalog.id), std::span(&catalog, 1)).front());
    std::vector<std::string> blockers;
    std::string heading = fmt::format("everything not met ({})", catalog.title);
    if (request.stage == 0) {
        blockers = everything_not_met(rollup);
    } else {
        blockers = against_stage(read_stage(run, session, {request.stage, catalog.id, assessment.header.id}));
        heading = fmt::format("stage {} ({})", request.stage, catalog.title);
    }
    auto report = Planner(session, request, assessment, catalog, std::move(blockers)).make(*session.store.runner(run, session.zone));
    report.heading = std::move(heading);
    report.not_assessed = rollup.counts.not_assessed;
    report.in_error = rollup.counts.error;
    return report;
}

} // namespace assay
