// docs/judgement.md once more, slow and obvious, over rows as people write them: written from the document, sentence by sentence,
// and sharing nothing with src/assess but the calendar of base.
#pragma once

#include "assay/model/assessment.hpp"
#include "assay/model/catalog.hpp"
#include "assay/model/check.hpp"
#include "assay/model/query_runner.hpp"
#include "support/judgement_world.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace assay::testing {

/// A map from a practice control, or from the group `g` that holds them all, to a control of the standard.
struct SlowMap {
    std::string practice;
    MapRelation relation = MapRelation::none;   ///< of the practice side
    std::string control;
};

/// All that is known of an invented organisation.
struct SlowOrganisation {
    Workspace workspace;
    Date on;
    std::vector<Control> controls;            ///< of the standard `std` and of the practice `prac`
    std::vector<SlowMap> maps;
    std::vector<CheckDefinition> checks;      ///< each bound to one control; `picked` rows must be `good`
    std::map<std::string, std::vector<WrittenRow>> rows;
    std::map<std::string, std::vector<PopulationDeclaration>> declared;   ///< oldest first, rows_in filled in
    std::string broken_register;              ///< questions about its rows fail
};

inline std::string get(const WrittenRow& row, const std::string& field) {
    const auto found = row.find(field);
    return found == row.end() ? std::string() : found->second;
}

inline std::optional<Date> get_day(const WrittenRow& row, const std::string& field) { return parse_date(get(row, field)); }

class SlowJudge {
public:
    explicit SlowJudge(const SlowOrganisation& organisation) : m_org(organisation) { read_involved(); }

    /// "met (lapse)" by control and subject, as JudgementWorld names them.
    [[nodiscard]] std::map<std::string, std::string> outcomes() {
        std::vector<Result> results;
        for (const auto& control : m_org.controls) {
            for (const auto& subject : subjects_of(control)) {
                results.push_back(judge(control, subject));
            }
        }
        propose_systemic(results);
        listen_to_practice(results);
        std::map<std::string, std::string> lines;
        for (const auto& each : results) {
            lines[each.control->id.control + (each.subject.empty() ? "" : "@" + each.subject)] =
                fmt::format("{}{}", to_text(each.outcome), each.grade == Grade::none ? "" : fmt::format(" ({})", to_text(each.grade)));
        }
        return lines;
    }

private:
    struct Result {
        const Control* control = nullptr;
        std::string subject;
        Outcome outcome = Outcome::not_assessed;
        Grade grade = Grade::none;
    };
    /// How often each effect was found.
    using Effects = std::map<Effect, int>;

    struct Count {
        int selected = 0, failed = 0, undecided = 0;
    };

    const std::vector<WrittenRow>& rows(const std::string& register_id) const {
        static const std::vector<WrittenRow> none;
        const auto found = m_org.rows.find(register_id);
        return found == m_org.rows.end() ? none : found->second;
    }

    const WrittenRow* find(const std::string& register_id, const std::string& id) const {
        for (const auto& row : rows(register_id)) {
            if (get(row, "id") == id) {
                return &row;
            }
        }
        return nullptr;
    }

    // --- subjects

    bool service_counts(const WrittenRow& service) const {
        const auto retired = get_day(service, "retired_on");
        return get(service, "in_scope") == "yes" && (get(service, "status") == "live" || (retired && *retired >= m_org.workspace.period_from));
    }

    std::vector<std::string> subjects_of(const Control& control) const {
        if (control.per == SubjectKind::organization) {
            return {""};
        }
        std::vector<std::string> keys;
        for (const auto& row : rows(std::string(to_text(control.per)))) {
            if (control.per == SubjectKind::service ? service_counts(row) : control.process.empty() || get(row, "maps_to") == control.process) {
                keys.push_back(get(row, "id"));
            }
        }
        // Rows that lead to no subject go to a visible one: rows in are rows out.
        for (const auto* check : checks_of(control)) {
            const auto lost = count(*check, std::string(k_unattributed));
            if (!is_broken(*check) && lost.selected + lost.undecided > 0) {
                keys.emplace_back(k_unattributed);
                break;
            }
        }
        return keys.empty() ? std::vector<std::string>{""} : keys;
    }

    // --- checks

    std::vector<const CheckDefinition*> checks_of(const Control& control) const {
        std::vector<const CheckDefinition*> found;
        for (const auto& check : m_org.checks) {
            if (check.controls.front().first == control.id) {
                found.push_back(&check);
            }
        }
        return found;
    }

    const Control& control_of(const CheckDefinition& check) const {
        return *std::ranges::find_if(m_org.controls, [&](const Control& c) { return c.id == check.controls.front().first; });
    }

    bool is_broken(const CheckDefinition& check) const { return check.in.text == m_org.broken_register; }

    /// Inside the audit period and of a service in scope; registers that people keep have neither time nor service here.
    bool takes_part(const CheckDefinition& check, const WrittenRow& row) const {
        if (check.in.text != "ticket") {
            return true;
        }
        const auto opened = get_day(row, "opened");
        const auto* service = find("service", get(row, "service"));
        return opened && *opened >= m_org.workspace.period_from && *opened <= std::min(m_org.workspace.period_to, m_org.on) && service != nullptr &&
               service_counts(*service);
    }

    std::string subject_of(const CheckDefinition& check, const WrittenRow& row) const {
        const auto kind = control_of(check).per;
        if (kind == SubjectKind::organization) {
            return "";
        }
        const std::string word(to_text(kind));
        return find(word, get(row, word)) == nullptr ? std::string(k_unattributed) : get(row, word);
    }

    /// Counts for one subject; what an independent person has explained does not count as failing.
    Count count(const CheckDefinition& check, const std::string& subject) const {
        Count sum;
        for (const auto& row : rows(check.in.text)) {
            if (!takes_part(check, row) || subject_of(check, row) != subject) {
                continue;
            }
            if (get(row, "picked").empty()) {
                ++sum.undecided;
            } else if (get(row, "picked") == "yes") {
                ++sum.selected;
                sum.failed += get(row, "good") != "yes" && !is_explained(check, subject, row) ? 1 : 0;
            }
        }
        return sum;
    }

    bool is_explained(const CheckDefinition& check, const std::string& subject, const WrittenRow& row) const {
        const auto key = get(row, check.in.text == "ticket" ? "number" : "id");
        for (const auto& each : rows("disposition")) {
            const auto decided = get_day(each, "decided_on");
            if (get(each, "check") == check.id.text && get(each, "register") == check.in.text && get(each, "row_key") == key &&
                get(each, "verdict") != "confirmed" && !get(each, "reason").empty() && decided && *decided <= m_org.on &&
                !is_involved(control_of(check).per, subject, get(each, "person"))) {
                return true;
            }
        }
        return false;
    }

    Grade grade(const Count& count, const CheckDefinition& check) const {
        const auto& policy = m_org.workspace.policy;
        if (count.failed == 0) {
            return Grade::none;
        }
        if (count.failed * 100 <= count.selected * policy.isolated_percent && count.failed <= policy.isolated_rows && !check.zero_tolerance) {
            return Grade::lapse;
        }
        return count.failed * 100 >= count.selected * policy.major_percent && count.selected >= policy.major_rows ? Grade::major : Grade::minor;
    }

    static bool says_all(const PopulationDeclaration& one) {
        return !one.source.empty() && !one.query.empty() && !one.extracted_at.empty() && !one.extracted_by.empty() && one.source_count;
    }
    static bool disagrees(const PopulationDeclaration& one) { return (one.source_count && *one.source_count != one.rows_in) || one.rows_rejected > 0; }

    bool is_complete(const std::string& register_id) const {
        const auto found = m_org.declared.find(register_id);
        if (found == m_org.declared.end()) {
            return false;
        }
        if (register_id != "ticket") {
            return says_all(found->second.back()) && !disagrees(found->second.back());
        }
        // Day by day: the last import that says something of the day decides.
        for (Date each = m_org.workspace.period_from; each <= std::min(m_org.workspace.period_to, m_org.on); each += std::chrono::days{1}) {
            bool whole = false;
            for (const auto& one : found->second) {
                if (one.period_from && one.period_to && *one.period_from <= each && each <= *one.period_to && (says_all(one) || disagrees(one))) {
                    whole = !disagrees(one);
                }
            }
            if (!whole) {
                return false;
            }
        }
        return true;
    }

    // --- people

    void read_involved() {
        for (const auto& row : rows("assignment")) {
            const auto starts = get_day(row, "starts_on");
            const auto ends = get_day(row, "ends_on");
            if ((starts && *starts > m_org.on) || (ends && *ends < m_org.on)) {
                continue;
            }
            const auto person = get(row, "person");
            const auto* role = find("role", get(row, "role"));
            if (role != nullptr && (get(*role, "kind") == "process_owner" || get(*role, "kind") == "process_manager")) {
                m_involved.insert({SubjectKind::process, get(*role, "process"), person});
            }
            for (const auto& raci : rows("raci")) {
                const auto* activity = find("activity", get(raci, "activity"));
                if (get(raci, "role") == get(row, "role") && (get(raci, "letter") == "r" || get(raci, "letter") == "a") && activity != nullptr) {
                    m_involved.insert({SubjectKind::process, get(*activity, "process"), person});
                }
            }
            if (!get(row, "service").empty()) {
                m_involved.insert({SubjectKind::service, get(row, "service"), person});
            }
        }
        for (const auto& row : rows("service")) {
            if (!get(row, "owner").empty()) {
                m_involved.insert({SubjectKind::service, get(row, "id"), get(row, "owner")});
            }
        }
    }

    /// Where the organisation is the subject, or none is known, holding any R or A is too much.
    bool is_involved(SubjectKind kind, const std::string& subject, const std::string& person) const {
        return std::ranges::any_of(m_involved, [&](const auto& each) {
            const auto& [of_kind, key, who] = each;
            return who == person && (kind == SubjectKind::organization || subject.empty() || subject == k_unattributed || (of_kind == kind && key == subject));
        });
    }

    // --- facts about a control and subject

    std::vector<const WrittenRow*> about(const std::string& register_id, const Control& control, const std::string& subject) const {
        std::vector<const WrittenRow*> found;
        for (const auto& row : rows(register_id)) {
            if (get(row, "catalog") == control.id.catalog && get(row, "control") == control.id.control && (get(row, "subject") == subject || get(row, "subject").empty())) {
                found.push_back(&row);
            }
        }
        return found;
    }

    bool excluded(const Control& control, const std::string& subject) const {
        return std::ranges::any_of(about("applicability", control, subject), [&](const WrittenRow* row) {
            const auto approved = get_day(*row, "approved_on");
            return control.excludable && get(*row, "decision") == "excluded" && !get(*row, "justification").empty() && !get(*row, "approver").empty() &&
                   approved && *approved <= m_org.on;
        });
    }

    void adopt(const Control& control, const std::string& subject, Effects& effects) const {
        if (control.per != SubjectKind::process || subject == k_unattributed) {
            return;
        }
        const auto& process = *find("process", subject);
        const auto adoption = get(process, "adoption");
        if (adoption == "not_adopted" && !get(process, "adoption_reason").empty() && !get(process, "approved_by").empty()) {
            ++effects[Effect::excludes];
        } else if (adoption != "adopted" && adoption != "adapted") {
            ++effects[Effect::blocks];
        }
    }

    const WrittenRow* interval_of(const Control& control, const std::string& subject) const {
        const WrittenRow* general = nullptr;
        for (const auto* row : about("interval", control, subject)) {
            if (get(*row, "subject") == subject) {
                return row;
            }
            general = row;
        }
        return general;
    }

    bool attestation_counts(const Control& control, const std::string& subject, const WrittenRow& said) const {
        const auto person = get(said, "person");
        const auto attested = get_day(said, "attested_on");
        const auto until = get_day(said, "valid_until");
        if (!get(said, "evidence").empty()) {
            const auto* evidence = find("evidence", get(said, "evidence"));
            if (evidence == nullptr || get(*evidence, "provider") == person ||
                (!get(*evidence, "observed_state").empty() && get(*evidence, "observed_state") != "intact")) {
                return false;
            }
        }
        return get(said, "audit_team") == "yes" && !get(said, "competent_for").empty() && get(said, "no_conflict_declared") == "yes" &&
               !is_involved(control.per, subject, person) && attested && *attested >= m_org.workspace.period_from && *attested <= m_org.on &&
               !(until && *until < m_org.on);
    }

    // --- evidence

    bool link_counts(const WrittenRow& link, const std::string& type) const {
        const auto* item = find("evidence", get(link, "evidence"));
        const auto reviewed = get_day(link, "reviewed_on");
        if (item == nullptr || get(link, "verdict") != "sufficient" || get(link, "reviewer").empty() || !reviewed || *reviewed > m_org.on) {
            return false;
        }
        if (get(link, "reviewer") == get(*item, "provider") || get(link, "reviewer") == get(*item, "owner")) {
            return false;
        }
        const auto withdrawn = get_day(*item, "withdrawn_on");
        const bool same_file = get(*item, "observed_state") == "intact" && get(link, "reviewed_sha256") == get(*item, "observed_sha256");
        if ((withdrawn && *withdrawn <= m_org.on) || (!get(*item, "file").empty() && !same_file)) {
            return false;
        }
        if (type == "policy" || type == "document") {
            return document_counts(*item);
        }
        const auto from = get_day(*item, "covers_from");
        const auto to = get_day(*item, "covers_to");
        return !(from && to && (*to < m_org.workspace.period_from || *from > m_org.workspace.period_to));
    }

    bool document_counts(const WrittenRow& item) const {
        if (get(item, "document").empty()) {
            const auto due = get_day(item, "review_due");
            return get(item, "approved_version") == "yes" && due && *due >= m_org.on;
        }
        const auto* document = find("document", get(item, "document"));
        if (document == nullptr) {
            return false;
        }
        const auto approved = get_day(*document, "approved_on");
        const auto force = get_day(*document, "in_force_from");
        const auto due = get_day(*document, "review_due");
        const auto withdrawn = get_day(*document, "withdrawn_on");
        return get(*document, "status") == "approved" && approved && *approved <= m_org.on && !(force && *force > m_org.on) && due && *due >= m_org.on &&
               !(withdrawn && *withdrawn <= m_org.on);
    }

    bool covered(const EvidenceDemand& demand, const Control& control, const std::string& subject, const std::vector<const WrittenRow*>& links) const {
        if (demand.interval.empty()) {
            return true;
        }
        Period length{0, 1};
        if (demand.interval == "planned") {
            const auto* interval = interval_of(control, subject);
            const auto planned = interval == nullptr ? std::nullopt : parse_period(get(*interval, "length"));
            if (!planned) {
                return false;
            }
            length = *planned;
        } else if (demand.interval != "continuous") {
            length = *parse_period(demand.interval);
        }
        Date from = m_org.workspace.period_from;
        const auto* register_row = control.per == SubjectKind::organization ? nullptr : find(std::string(to_text(control.per)), subject);
        if (register_row != nullptr) {
            const auto since = get_day(*register_row, control.per == SubjectKind::service ? "live_on" : "in_operation_since");
            from = since ? std::max(from, *since) : from;
        }
        const Date to = std::min(m_org.workspace.period_to, subtract(m_org.on, m_org.workspace.policy.record_lag));
        // Day by day: no day may lie further from the last one that something covers than the interval.
        Date last = from;
        for (Date each = from; each <= to; each += std::chrono::days{1}) {
            if (each > add(last, length)) {
                return false;
            }
            for (const auto* link : links) {
                const auto& item = *find("evidence", get(*link, "evidence"));
                const auto begins = get_day(item, "covers_from");
                const auto ends = get_day(item, "covers_to");
                if (begins && ends && *begins <= each && each <= *ends) {
                    last = each;
                }
            }
        }
        return true;
    }

    /// Adds the effects of one demand; true when documented information is confirmed absent.
    bool demand_effect(const EvidenceDemand& demand, const Control& control, const std::string& subject, bool no_occasion, Effects& effects) const {
        const bool asks_for_record = demand.type == "record";
        for (const auto* request : about("evidence_request", control, subject)) {
            const auto answered = get_day(*request, "answered_on");
            const bool absent = get(*request, "answer") == "does_not_exist" || get(*request, "answer") == "not_produced";
            const bool fits = get(*request, "demand").empty() || get(*request, "demand") == demand.type;
            if (demand.kind == DemandKind::standard && absent && fits && !get(*request, "answered_by").empty() && answered && *answered <= m_org.on &&
                control.documented != Documented::no) {
                ++effects[Effect::fails];
                return true;
            }
        }
        std::vector<const WrittenRow*> accepted;
        for (const auto* link : about("evidence_link", control, subject)) {
            if ((get(*link, "demand").empty() || get(*link, "demand") == demand.type) && link_counts(*link, demand.type)) {
                accepted.push_back(link);
            }
        }
        if (demand.kind == DemandKind::expected) {
            effects[Effect::supports] += accepted.empty() ? 0 : 1;
            return false;
        }
        if (!accepted.empty() && (!asks_for_record || covered(demand, control, subject, accepted))) {
            ++effects[Effect::supports];
        } else if (!(no_occasion && asks_for_record)) {
            ++effects[Effect::blocks];
        }
        return false;
    }

    // --- the determination

    Result judge(const Control& control, const std::string& subject) const {
        Result result{&control, subject, Outcome::not_assessed, Grade::none};
        if (control.per != SubjectKind::organization && subject.empty()) {
            return result;
        }
        Effects effects;
        effects[Effect::excludes] += excluded(control, subject) ? 1 : 0;
        adopt(control, subject, effects);
        Grade worst = Grade::none;
        bool shown_none = false;
        bool occurred = false;
        for (const auto* check : checks_of(control)) {
            if (is_broken(*check)) {
                ++effects[Effect::errs];
                continue;
            }
            const auto counts = count(*check, subject);
            const auto proposed = grade(counts, *check);
            worst = std::max(worst, proposed);
            effects[Effect::remarks] += counts.undecided > 0 || proposed == Grade::lapse ? 1 : 0;
            effects[Effect::fails] += proposed > Grade::lapse ? 1 : 0;
            const bool complete = is_complete(check->in.text);
            effects[Effect::supports] += counts.selected > 0 && counts.failed == 0 && check->proves && control.provable && complete ? 1 : 0;
            shown_none = shown_none || complete;
            occurred = occurred || counts.selected + counts.undecided > 0;
        }
        bool absent = false;
        if (subject != k_unattributed) {
            absent = judge_facts(control, subject, shown_none && !occurred, effects);
        }
        result.outcome = conclude(effects);
        if (result.outcome == Outcome::not_met) {
            result.grade = absent ? Grade::major : std::max(worst, Grade::minor);
        } else if (result.outcome == Outcome::met_with_remark && worst == Grade::lapse) {
            result.grade = Grade::lapse;
        }
        return result;
    }

    bool judge_facts(const Control& control, const std::string& subject, bool shown_none, Effects& effects) const {
        bool no_occasion = false;
        for (const auto* said : about("attestation", control, subject)) {
            if (!attestation_counts(control, subject, *said)) {
                continue;
            }
            const auto outcome = get(*said, "outcome");
            effects[Effect::supports] += outcome == "met" ? 1 : 0;
            effects[Effect::fails] += outcome == "not_met" ? 1 : 0;
            no_occasion = no_occasion || (outcome == "no_occasion" && shown_none);
        }
        effects[Effect::occasions] += no_occasion ? 1 : 0;
        if (control.planned_interval) {
            const auto* interval = interval_of(control, subject);
            if (rows("interval").empty()) {
                ++effects[Effect::blocks];
            } else if (interval == nullptr || !parse_period(get(*interval, "length"))) {
                ++effects[Effect::fails];
            } else if (get(*interval, "approver").empty()) {
                ++effects[Effect::remarks];
            }
        }
        bool absent = false;
        for (const auto& demand : control.demands) {
            absent = demand_effect(demand, control, subject, no_occasion, effects) || absent;
        }
        if (control.demands.empty()) {
            for (const auto* link : about("evidence_link", control, subject)) {
                const auto* item = find("evidence", get(*link, "evidence"));
                const auto type = get(*link, "demand").empty() && item != nullptr ? get(*item, "type") : get(*link, "demand");
                effects[Effect::supports] += link_counts(*link, type) ? 1 : 0;
            }
        }
        return absent;
    }

    static Outcome conclude(Effects& effects) {
        if (effects[Effect::excludes] > 0) { return Outcome::not_applicable; }
        if (effects[Effect::fails] > 0) { return Outcome::not_met; }
        if (effects[Effect::errs] > 0) { return Outcome::error; }
        if (effects[Effect::blocks] > 0) { return Outcome::not_assessed; }
        if (effects[Effect::supports] > 0) { return effects[Effect::remarks] > 0 ? Outcome::met_with_remark : Outcome::met; }
        return effects[Effect::occasions] > 0 ? Outcome::no_occasion : Outcome::not_assessed;
    }

    /// Whether what this map says of this practice control is more than that both are about the same matter.
    static bool speaks(const SlowMap& map, const Control& practice) {
        if (map.practice == practice.id.control) {
            return map.relation != MapRelation::related;
        }
        return map.practice == "g" && practice.group == "g" && (map.relation == MapRelation::equal || map.relation == MapRelation::subset);
    }

    static bool same_matter(const Result& one, const Result& other) {
        const auto organisation = SubjectKind::organization;
        return one.control->per == organisation || other.control->per == organisation ||
               (one.control->per == other.control->per && one.subject == other.subject);
    }

    void listen_to_practice(std::vector<Result>& results) const {
        for (auto& each : results) {
            if (each.control->id.catalog != "std" || each.outcome != Outcome::met) {
                continue;
            }
            for (const auto& map : m_org.maps) {
                for (const auto& other : results) {
                    const bool fails = other.control->id.catalog == "prac" && other.outcome == Outcome::not_met;
                    if (fails && map.control == each.control->id.control && speaks(map, *other.control) && same_matter(each, other)) {
                        each.outcome = Outcome::met_with_remark;
                    }
                }
            }
        }
    }

    void propose_systemic(std::vector<Result>& results) const {
        const auto& policy = m_org.workspace.policy;
        std::set<std::string> groups;
        for (const auto& control : m_org.controls) {
            groups.insert(control.shall);
        }
        for (const auto& group : groups) {
            std::set<std::string> judged;
            std::set<std::string> failing;
            const auto belongs = [&](const Result& each) {
                return each.control->shall == group && each.control->per != SubjectKind::organization && each.outcome != Outcome::not_applicable;
            };
            for (const auto& each : results) {
                if (belongs(each)) {
                    judged.insert(each.subject);
                    if (each.outcome == Outcome::not_met) {
                        failing.insert(each.subject);
                    }
                }
            }
            const auto many = static_cast<int>(failing.size());
            if (many >= policy.systemic_subjects && many * 100 >= static_cast<int>(judged.size()) * policy.systemic_percent) {
                for (auto& each : results) {
                    if (belongs(each) && each.outcome == Outcome::not_met) {
                        each.grade = Grade::major;
                    }
                }
            }
        }
    }

    const SlowOrganisation& m_org;   // borrowed; outlives the judge
    std::set<std::tuple<SubjectKind, std::string, std::string>> m_involved;
};

} // namespace assay::testing
