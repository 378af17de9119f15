#include "assay/app/stage.hpp"

#include "app/audit_records.hpp"
#include "app/judged_content.hpp"
#include "assay/app/report.hpp"
#include "assay/app/table.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/json.hpp"
#include "assay/model/named_row.hpp"
#include "assay/report/rollup.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <map>
#include <set>

#include <fmt/format.h>

namespace assay {
namespace {

/// ISO/IEC 20000-1:2018, 8.2.3.1: others neither provide nor operate everything. Who cannot show it has nothing to certify.
constexpr std::string_view k_not_all_by_others = "8.2.3.1-r04";
/// ISO/IEC 20000-1, 9.2 and 9.3 leave the interval to the organization; a cycle of certification has one of each a year.
constexpr Period k_cycle{12, 0};

bool is_shown(Outcome outcome) { return outcome == Outcome::met || outcome == Outcome::met_with_remark || outcome == Outcome::no_occasion || outcome == Outcome::not_applicable; }

class StageReading {
public:
    StageReading(const Run& run, Session& session, const Assessment& assessment, const Catalog& catalog, int stage)
        : m_session(session), m_runner(session.store.runner(run, session.zone, assessment.header.head)), m_assessment(assessment), m_catalog(catalog), m_stage(stage),
          m_on(assessment.header.on), m_cycle_from(subtract(m_on, k_cycle)) {
        for (const auto& each : assessment.determinations) {
            if (each.control.catalog == catalog.id) {
                m_of_control[each.control.control].push_back({each.outcome, each.grade});
            }
        }
    }

    std::vector<StageFact> read() {
        add_scope();
        add_others();
        add_own_clauses();
        add_documents();
        add_internal_audit();
        add_management_review();
        add_requirements();
        add_nonconformities();
        add_records();
        return std::move(m_facts);
    }

private:
    [[nodiscard]] const Schema& schema() const { return m_session.content.schema; }
    void add(StageFactState state, std::string about, std::string text, std::vector<std::string> units = {}) {
        m_facts.push_back({state, std::move(about), std::move(text), std::move(units)});
    }
    [[nodiscard]] Standing standing(const Control& control) const {
        const auto found = m_of_control.find(control.id.control);
        return found == m_of_control.end() ? Standing{} : worst_of(found->second);
    }

    void add_scope() {
        std::string statement;
        bool approved = false;
        read_register(*m_runner, schema(), "scope", [&](const NamedRow& row) {
            statement = row.text("statement");
            const auto on = row.date("approved_on");
            approved = approved || (!row.text("approved_by").empty() && on && *on <= m_on);
        });
        std::int64_t services = 0;
        read_register(*m_runner, schema(), "service", [&](const NamedRow& row) { services += row.yes("in_scope") ? 1 : 0; });
        const auto& organization = m_assessment.header.organization;
        if (statement.empty()) {
            add(StageFactState::against, "scope", "no scope statement is recorded");
        } else if (to_lower(statement).find(to_lower(organization)) == std::string::npos) {
            add(StageFactState::against, "scope", fmt::format("the scope statement does not name the organization ({})", organization));
        } else if (services == 0) {
            add(StageFactState::against, "scope", "no service is recorded as in scope");
        } else if (!approved) {
            add(StageFactState::against, "scope", "nobody is recorded to have approved the scope by the judgement date");
        } else {
            add(StageFactState::good, "scope", fmt::format("a scope statement that names the organization, approved; {} in scope", count_of(services, "service", "services")));
        }
    }

    /// Facts over some controls: gaps stand against it where `gaps_block`, else they are told.
    void add_controls(const std::string& about, const std::string& what, bool gaps_block, const std::vector<const Control*>& controls) {
        std::set<std::string> failing;
        std::set<std::string> open;
        std::set<std::string> all;
        for (const auto* control : controls) {
            all.insert(control->shall);
            const auto outcome = standing(*control).outcome;
            if (outcome == Outcome::not_met) {
                failing.insert(control->shall);
            } else if (!is_shown(outcome)) {
                open.insert(control->shall);
            }
        }
        for (const auto& each : failing) {
            open.erase(each);
        }
        if (all.empty()) {
            add(StageFactState::unknown, about, fmt::format("the catalog has nothing about {}", what));
            return;
        }
        const auto of = static_cast<std::int64_t>(all.size());
        if (!failing.empty()) {
            add(gaps_block ? StageFactState::against : StageFactState::told, about,
                fmt::format("{}: {} of {} not met", what, failing.size(), count_of(of, "shall group", "shall groups")), {failing.begin(), failing.end()});
        }
        if (!open.empty()) {
            add(StageFactState::unknown, about, fmt::format("{}: {} of {} not assessed or in error", what, open.size(), count_of(of, "shall group", "shall groups")),
                {open.begin(), open.end()});
        }
        if (failing.empty() && open.empty()) {
            add(StageFactState::good, about, fmt::format("{}: all {} shown", what, count_of(of, "shall group", "shall groups")));
        }
    }

    template <class Wanted>
    [[nodiscard]] std::vector<const Control*> controls_where(const Wanted& wanted) const {
        std::vector<const Control*> controls;
        for (const auto& control : m_catalog.controls) {
            if (wanted(control)) {
                controls.push_back(&control);
            }
        }
        return controls;
    }

    void add_others() {
        add_controls("other parties", "that others neither provide nor operate everything", true,
                     controls_where([](const Control& control) { return control.id.control == k_not_all_by_others; }));
    }

    void add_own_clauses() {
        add_controls("own clauses", "what the organization must show itself (no other party may perform it)", true,
                     controls_where([](const Control& control) { return !control.other_parties; }));
    }

    void add_documents() {
        add_controls("documents", "documents that the standard asks for", true,
                     controls_where([](const Control& control) { return control.documented == Documented::document; }));
    }

    /// Done within the cycle; at stage 1 a planned one is enough to go on, and is told.
    void add_done(const std::string& about, std::int64_t rows, const std::vector<std::string>& done, const std::vector<std::string>& planned) {
        if (rows == 0) {
            add(StageFactState::unknown, about, fmt::format("no {} is recorded at all: was the register loaded?", about));
        } else if (!done.empty()) {
            add(StageFactState::good, about, fmt::format("done in the year before {}", to_text(m_on)), done);
        } else if (!planned.empty() && m_stage == 1) {
            add(StageFactState::told, about, "planned or running, and not yet done", planned);
        } else {
            add(StageFactState::against, about, fmt::format("none was finished in the year before {}", to_text(m_on)), planned);
        }
    }

    void add_internal_audit() {
        std::vector<std::string> done;
        std::vector<std::string> planned;
        std::int64_t rows = 0;
        for (const auto& audit : read_audits(*m_runner, schema())) {
            if (audit.kind != "internal") {
                continue;
            }
            ++rows;
            const auto ended = audit.closed_on ? audit.closed_on : audit.ends_on;
            const bool is_over = (audit.status == "closed" || audit.status == "reporting") && ended && *ended <= m_on;
            if (is_over && *ended >= m_cycle_from) {
                done.push_back(audit.id);
            } else if (audit.status == "planned" || audit.status == "running") {
                planned.push_back(audit.id);
            }
        }
        add_done("internal audit", rows, done, planned);
    }

    void add_management_review() {
        std::vector<std::string> done;
        std::vector<std::string> planned;
        std::int64_t rows = 0;
        read_register(*m_runner, schema(), "management_review", [&](const NamedRow& row) {
            ++rows;
            const auto held = row.date("held_on");
            if (held && *held <= m_on && *held >= m_cycle_from) {
                done.push_back(row.text("id"));
            } else if (held && *held > m_on) {
                planned.push_back(row.text("id"));
            }
        });
        add_done("management review", rows, done, planned);
    }

    /// Every shall group. Major gaps stand against stage 2; minor ones are answered with a plan (ISO/IEC 17021-1, 9.4.10).
    void add_requirements() {
        std::vector<std::string> major;
        std::vector<std::string> minor;
        std::vector<std::string> open;
        for (const auto& rollup : roll_up(m_assessment, std::span(&m_catalog, 1))) {
            for (const auto& unit : rollup.units) {
                if (unit.standing.outcome == Outcome::not_met) {
                    (unit.standing.grade == Grade::major ? major : minor).push_back(unit.unit);
                } else if (!is_shown(unit.standing.outcome)) {
                    open.push_back(unit.unit);
                }
            }
        }
        const auto tell = [&](std::vector<std::string>& units, StageFactState state, std::string_view words) {
            if (!units.empty()) {
                const auto count = count_of(static_cast<std::int64_t>(units.size()), "shall group", "shall groups");
                add(state, "requirements", fmt::format("{} {}", count, words), std::move(units));
            }
        };
        const bool all_shown = major.empty() && minor.empty() && open.empty();
        tell(major, m_stage == 2 ? StageFactState::against : StageFactState::told, "not met, major proposed");
        tell(minor, StageFactState::told, "not met, minor proposed");
        tell(open, StageFactState::unknown, "not assessed or in error");
        if (all_shown) {
            add(StageFactState::good, "requirements", "every shall group is shown");
        }
    }

    void add_nonconformities() {
        std::vector<std::string> major;
        std::vector<std::string> minor;
        for (const auto& each : read_nonconformities(*m_runner, schema())) {
            if (each.catalog == m_catalog.id && !each.is_withdrawn() && !each.is_ended() && each.found_on && *each.found_on <= m_on) {
                const auto& grade = each.grade.empty() ? each.grade_proposed : each.grade;
                (grade == "major" ? major : minor).push_back(each.id);
            }
        }
        if (!major.empty()) {
            const auto count = count_of(static_cast<std::int64_t>(major.size()), "major one is", "major ones are");
            add(m_stage == 2 ? StageFactState::against : StageFactState::told, "nonconformities", count + " open", std::move(major));
        }
        if (!minor.empty()) {
            const auto count = count_of(static_cast<std::int64_t>(minor.size()), "minor one is", "minor ones are");
            add(StageFactState::told, "nonconformities", count + " open", std::move(minor));
        }
    }

    /// How far back the records judged go; no standard gives a number of months.
    void add_records() {
        const auto& header = m_assessment.header;
        const auto months = 12 * (static_cast<int>(std::chrono::year_month_day{header.period_to}.year()) - static_cast<int>(std::chrono::year_month_day{header.period_from}.year())) +
                            static_cast<int>(static_cast<unsigned>(std::chrono::year_month_day{header.period_to}.month())) -
                            static_cast<int>(static_cast<unsigned>(std::chrono::year_month_day{header.period_from}.month())) + 1;
        std::int64_t complete = 0;
        for (const auto& tally : m_assessment.tallies) {
            complete += tally.complete ? 1 : 0;
        }
        add(StageFactState::told, "records", fmt::format("the audit period has {} ({} to {}); {} of {} check results rest on a population declared complete",
                                                         count_of(months, "month", "months"), to_text(header.period_from), to_text(header.period_to), group_thousands(complete),
                                                         group_thousands(static_cast<std::int64_t>(m_assessment.tallies.size()))));
    }

    Session& m_session;
    std::unique_ptr<QueryRunner> m_runner;
    const Assessment& m_assessment;
    const Catalog& m_catalog;
    int m_stage;
    Date m_on;
    Date m_cycle_from;
    std::map<std::string, std::vector<Standing>> m_of_control;
    std::vector<StageFact> m_facts;
};

const Catalog& choose_catalog(const std::vector<Catalog>& judged, const std::string& standard) {
    std::vector<std::string> certifiable;
    for (const auto& catalog : judged) {
        if (catalog.scale == Scale::iso17021) {
            certifiable.push_back(catalog.id);
        }
    }
    const auto wanted = standard.empty() && certifiable.size() == 1 ? certifiable.front() : standard;
    if (wanted.empty()) {
        throw Error(certifiable.empty() ? std::string("the assessment judged no certifiable standard")
                                        : fmt::format("the assessment judged several certifiable standards; name one with --standard: {}", fmt::join(certifiable, ", ")),
                    ErrorKind::usage);
    }
    if (std::ranges::find(certifiable, wanted) == certifiable.end()) {
        std::ranges::sort(certifiable);
        const auto hint = did_you_mean(wanted, certifiable);
        throw Error(fmt::format("--standard {}: no certifiable standard of this assessment{}", escape_control(wanted), hint.empty() ? "" : " (" + hint + ")"), ErrorKind::usage);
    }
    return *std::ranges::find(judged, wanted, &Catalog::id);
}

} // namespace

std::string_view to_text(StageFactState state) {
    switch (state) {
    case StageFactState::against:
        return "against";
    case StageFactState::unknown:
        return "unknown";
    case StageFactState::good:
        return "good";
    case StageFactState::told:
        return "told";
    }
    return "";
}

std::string_view to_text(StageVerdict verdict) {
    switch (verdict) {
    case StageVerdict::blocked:
        return "blocked";
    case StageVerdict::cannot_say:
        return "cannot say";
    case StageVerdict::nothing_known:
        return "nothing known stands against it";
    }
    return "";
}

StageVerdict stage_verdict(const std::vector<StageFact>& facts) {
    const auto has = [&](StageFactState state) { return std::ranges::find(facts, state, &StageFact::state) != facts.end(); };
    return has(StageFactState::against) ? StageVerdict::blocked : has(StageFactState::unknown) ? StageVerdict::cannot_say : StageVerdict::nothing_known;
}

StageReport read_stage(const Run& run, Session& session, const StageRequest& request) {
    const auto assessment = find_assessment(session, request.assessment);
    const auto judged = judged_catalogs(session, assessment.header);
    const auto& catalog = choose_catalog(judged, request.standard);
    const auto of_it = only_of(assessment, catalog.id);
    StageReport report{request.stage, catalog.id, catalog.title, assessment.header.id, assessment.header.on, {}, {}};
    report.facts = StageReading(run, session, of_it, catalog, request.stage).read();
    report.verdict = stage_verdict(report.facts);
    return report;
}

std::string to_text(const StageReport& report) {
    auto text = fmt::format("Before stage {} ({}): {}\nAssessment {}, judged on {}. A decision is for the certification body alone.\n", report.stage, report.title, to_text(report.verdict),
                            report.assessment, to_text(report.on));
    constexpr std::array k_parts{std::pair{StageFactState::against, "Stands against it"}, std::pair{StageFactState::unknown, "Nobody can say yet"},
                                 std::pair{StageFactState::good, "Shown"}, std::pair{StageFactState::told, "To know"}};
    for (const auto& [state, heading] : k_parts) {
        bool first = true;
        for (const auto& fact : report.facts) {
            if (fact.state == state) {
                text += fmt::format("{}  {}: {}\n{}", first ? fmt::format("\n{}\n", heading) : std::string(), fact.about, fact.text, comma_lines(fact.units, 4));
                first = false;
            }
        }
    }
    return text;
}

std::string to_json(const StageReport& report) {
    JsonWriter json;
    json.begin_object().field("stage", report.stage).field("standard", report.catalog).field("assessment", report.assessment).field("on", to_text(report.on));
    json.field("verdict", to_text(report.verdict)).key("facts").begin_array();
    for (const auto& fact : report.facts) {
        json.begin_object().field("state", to_text(fact.state)).field("about", fact.about).field("text", fact.text).key("units").begin_array();
        for (const auto& unit : fact.units) {
            json.value(unit);
        }
        json.end_array().end_object();
    }
    return json.end_array().end_object().finish();
}

} // namespace assay
