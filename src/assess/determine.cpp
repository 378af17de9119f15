// One determination for each control and subject: gathers the bases in a fixed order and concludes by precedence.
#include "assay/assess/assess.hpp"

#include "assay/base/text.hpp"
#include "assess/decisions.hpp"
#include "assess/dispositions.hpp"
#include "assess/evidence.hpp"
#include "assess/facts.hpp"
#include "assess/practice.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include <fmt/format.h>

namespace assay {
namespace {

std::string rows_of(std::int64_t n) { return count_of(n, "row", "rows"); }

Subject make_subject(std::string key, std::string title) {
    Subject subject;
    subject.key = std::move(key);
    subject.title = std::move(title);
    return subject;
}

class Judge {
public:
    Judge(const AssessInput& input, const Facts& facts, const CheckResults& results) : m_input(input), m_facts(facts) {
        for (const auto& check : input.library.checks) {
            for (const auto& control : check.controls) {
                m_checks_of[to_text(control)].push_back(&check);
            }
        }
        for (const auto& tally : results.tallies) {
            m_tallies[tally.check.text].push_back(&tally);
        }
        find_replaced();
    }

    std::vector<Determination> judge(const Catalog& catalog) {
        std::vector<Determination> all;
        for (const auto& control : catalog.controls) {
            for (const auto& subject : subjects_for(control)) {
                all.push_back(determine(catalog, control, subject));
            }
        }
        return all;
    }

private:
    /// Processes that another one stands for: of two ways to assess a matter a workspace takes one, never both.
    void find_replaced() {
        const auto judged = [&](const std::string& catalog) { return std::ranges::find(m_input.standards, catalog) != m_input.standards.end(); };
        for (const auto& catalog : m_input.catalogs) {
            for (const auto& process : catalog.processes) {
                const auto slash = process.instead_of.find('/');
                if (slash != std::string::npos && judged(catalog.id) && judged(process.instead_of.substr(0, slash))) {
                    m_replaced[process.instead_of] = fmt::format("{} of {} is judged in its place", process.id, catalog.title);
                }
            }
        }
    }

    /// The subjects a control is assessed for, sorted by key; the organisation is one subject with an empty key.
    std::vector<Subject> subjects_for(const Control& control) {
        if (control.per == SubjectKind::organization || is_replaced(control)) {
            return {make_subject("", m_input.workspace.organization)};
        }
        std::vector<Subject> subjects;
        if (const auto found = m_facts.subjects.find(control.per); found != m_facts.subjects.end()) {
            for (const auto& subject : found->second) {
                if (subject.counts && (control.process.empty() || subject.maps_to == control.process)) {
                    subjects.push_back(subject);
                }
            }
        }
        if (has_unattributed(control)) {
            subjects.push_back(make_subject(std::string(k_unattributed), "rows that name no " + std::string(to_text(control.per))));
        }
        if (subjects.empty()) {
            subjects.push_back(make_subject("", fmt::format("(no {})", to_text(control.per))));
        }
        return subjects;
    }

    bool is_replaced(const Control& control) const {
        return !control.process.empty() && m_replaced.contains(control.id.catalog + "/" + control.process);
    }

    bool has_unattributed(const Control& control) const {
        const auto checks = m_checks_of.find(to_text(control.id));
        if (checks == m_checks_of.end()) {
            return false;
        }
        for (const auto* check : checks->second) {
            const auto tallies = m_tallies.find(check->definition->id.text);
            if (tallies == m_tallies.end()) {
                continue;
            }
            for (const auto* tally : tallies->second) {
                if (tally->subject == k_unattributed && tally->counts.selected + tally->counts.undecided > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    Determination determine(const Catalog& catalog, const Control& control, const Subject& subject) {
        Determination result;
        result.control = control.id;
        result.subject = subject.key;
        result.subject_title = subject.title;
        auto& bases = result.bases;
        const auto append = [&bases](std::vector<Basis> more) { std::ranges::move(more, std::back_inserter(bases)); };
        if (is_replaced(control)) {
            bases.push_back({BasisKind::applicability, Effect::excludes, {}, m_replaced.at(control.id.catalog + "/" + control.process)});
            result.outcome = conclude(bases);
            return result;
        }
        if (control.per != SubjectKind::organization && subject.key.empty()) {
            bases.push_back({BasisKind::note, Effect::blocks, {}, no_subject(control)});
            return result;
        }
        append(judge_applicability(m_input, m_facts, catalog, control, subject));
        append(judge_adoption(m_facts, control, subject));
        result.grade = judge_checks(control, subject, bases);
        if (subject.key != k_unattributed) {
            auto attested = judge_attestations(m_input, m_facts, control, subject);
            const auto occasion = settle_occasion(control, subject, attested);
            append(judge_evidence(m_input, m_facts, control, subject, occasion));
            append(judge_interval(m_facts, control, subject));
            append(std::move(attested));
        }
        result.outcome = conclude(bases);
        result.grade = settle_grade(result);
        if (result.outcome == Outcome::not_assessed && std::ranges::none_of(bases, [](const Basis& b) { return b.effect == Effect::blocks; })) {
            bases.push_back({BasisKind::note, Effect::blocks, {}, why_open(control, bases)});
        }
        return result;
    }

    /// No occasion needs a trigger that selected nothing in a complete population, and a named person who confirms it.
    Occasion settle_occasion(const Control& control, const Subject& subject, std::vector<Basis>& attested) const {
        if (std::ranges::find(attested, Effect::occasions, &Basis::effect) == attested.end()) {
            return Occasion::possible;
        }
        bool shown = false;
        bool occurred = false;
        if (const auto checks = m_checks_of.find(to_text(control.id)); checks != m_checks_of.end()) {
            for (const auto* check : checks->second) {
                bool any = false;
                const auto tally = tally_for(*check, control, subject, any);
                shown = shown || (any && tally.complete && tally.fault.empty());
                occurred = occurred || tally.counts.selected + tally.counts.undecided + tally.counts.not_due > 0;
            }
        }
        if (shown && !occurred) {
            return Occasion::none;
        }
        for (auto& basis : attested) {
            if (basis.effect == Effect::occasions) {
                basis.effect = Effect::informs;
                basis.text += occurred ? ", but the registers show occasions" : ", but no complete population shows that there was none";
            }
        }
        return Occasion::possible;
    }

    static std::string no_subject(const Control& control) {
        if (control.per == SubjectKind::process && !control.process.empty()) {
            return fmt::format("no process of the process register maps to {}", control.process);
        }
        return fmt::format("the {} register names none that is in scope", to_text(control.per));
    }

    static std::string why_open(const Control& control, const std::vector<Basis>& bases) {
        const bool declared = std::ranges::any_of(bases, [](const Basis& b) { return b.kind == BasisKind::self_declaration; });
        if (declared) {
            return "a self-declaration alone shows nothing: an assessor has to look";
        }
        return control.provable ? "no proving check, reviewed evidence or attestation speaks of it"
                                : "a register cannot show this by itself: reviewed evidence or an attestation is needed";
    }

    /// Sum over the subjects for a control per organisation, else the one subject's tally.
    CheckTally tally_for(const LinkedCheck& check, const Control& control, const Subject& subject, bool& any) const {
        CheckTally sum;
        sum.check = check.definition->id;
        sum.complete = true;
        const auto tallies = m_tallies.find(check.definition->id.text);
        if (tallies == m_tallies.end()) {
            return sum;
        }
        any = !tallies->second.empty();
        for (const auto* tally : tallies->second) {
            const bool whole = control.per == SubjectKind::organization;
            // A subject without a row has no tally of its own; whether the population is complete is the same for all.
            sum.complete = sum.complete && tally->complete;
            if (sum.incomplete_why.empty()) {
                sum.incomplete_why = tally->incomplete_why;
            }
            if (!whole && tally->subject != subject.key && tally->fault.empty() && !(tally->subject.empty() && tally->population == 0)) {
                continue;
            }
            sum.population += tally->population;
            sum.counts.selected += tally->counts.selected;
            sum.counts.failed += tally->counts.failed;
            sum.counts.undecided += tally->counts.undecided;
            sum.counts.not_due += tally->counts.not_due;
            sum.disposed += tally->disposed;
            if (sum.fault.empty()) {
                sum.fault = tally->fault;
            }
        }
        sum.grade = propose_grade(sum.counts.selected, sum.counts.failed - sum.disposed, check.definition->zero_tolerance, m_input.workspace.policy);
        return sum;
    }

    Grade judge_checks(const Control& control, const Subject& subject, std::vector<Basis>& bases) const {
        Grade worst = Grade::none;
        const auto checks = m_checks_of.find(to_text(control.id));
        if (checks == m_checks_of.end()) {
            return worst;
        }
        for (const auto* check : checks->second) {
            bool any = false;
            const auto tally = tally_for(*check, control, subject, any);
            const auto& id = check->definition->id.text;
            if (!tally.fault.empty()) {
                bases.push_back({BasisKind::check, Effect::errs, id, "could not be evaluated: " + tally.fault});
                continue;
            }
            judge_tally(*check, control, tally, bases);
            worst = std::max(worst, tally.grade);
        }
        return worst;
    }

    static void judge_tally(const LinkedCheck& check, const Control& control, const CheckTally& tally, std::vector<Basis>& bases) {
        const auto& id = check.definition->id.text;
        const auto failed = tally.counts.failed - tally.disposed;
        if (tally.disposed > 0) {
            bases.push_back({BasisKind::note, Effect::informs, id, fmt::format("{} explained by dispositions and not counted as failing", rows_of(tally.disposed))});
        }
        if (tally.counts.undecided > 0) {
            bases.push_back({BasisKind::check, Effect::remarks, id,
                             fmt::format("{} could not be decided, because {}", rows_of(tally.counts.undecided),
                                         tally.incomplete_why.starts_with("no import carried") ? std::string_view(tally.incomplete_why)
                                                                                               : "a field the condition needs is not recorded")});
        }
        if (failed > 0) {
            const bool lapse = tally.grade == Grade::lapse;
            bases.push_back({BasisKind::check, lapse ? Effect::remarks : Effect::fails, id,
                             fmt::format("{} of {} fail{}{}", group_thousands(failed), rows_of(tally.counts.selected), failed == 1 && tally.counts.selected == 1 ? "s" : "",
                                         lapse ? ": isolated lapse, to be corrected" : "")});
            return;
        }
        if (tally.counts.selected == 0) {
            std::string text = tally.population == 0 ? "no row in period and scope" : fmt::format("none of {} selected", rows_of(tally.population));
            if (tally.counts.not_due > 0) {
                text += fmt::format(", {} not yet due", rows_of(tally.counts.not_due));
            }
            bases.push_back({BasisKind::check, Effect::informs, id, text + ": shows nothing"});
            return;
        }
        const auto met = fmt::format("{} of {} meet it", group_thousands(tally.counts.selected - tally.disposed), rows_of(tally.counts.selected));
        if (!check.definition->proves || !control.provable) {
            const auto* why = control.provable ? "the check can fail the requirement, not prove it" : "a register cannot prove that everything is recorded in it";
            bases.push_back({BasisKind::check, Effect::informs, id, fmt::format("{}; {}", met, why)});
        } else if (!tally.complete) {
            bases.push_back({BasisKind::check, Effect::informs, id, fmt::format("{}; this proves nothing, because {}", met, tally.incomplete_why)});
        } else {
            bases.push_back({BasisKind::check, Effect::supports, id, met + ", of a population declared complete"});
        }
    }

    /// A grade belongs to what is not met, or to a lapse beside it; confirmed absence proposes major.
    static Grade settle_grade(const Determination& result) {
        if (result.outcome == Outcome::not_met) {
            const bool absent = std::ranges::any_of(result.bases, [](const Basis& b) { return b.kind == BasisKind::absence_confirmed && b.effect == Effect::fails; });
            return absent ? Grade::major : std::max(result.grade, Grade::minor);
        }
        return result.outcome == Outcome::met_with_remark && result.grade == Grade::lapse ? Grade::lapse : Grade::none;
    }

    const AssessInput& m_input;
    const Facts& m_facts;
    std::unordered_map<std::string, std::vector<const LinkedCheck*>> m_checks_of;
    std::unordered_map<std::string, std::vector<const CheckTally*>> m_tallies;
    std::unordered_map<std::string, std::string> m_replaced;   // "catalog/process" to the reason
};

/// Major is proposed where at least max(3, 20 %) of the subjects fail the same shall group (policy figures).
void propose_systemic(const Catalog& catalog, const GradePolicy& policy, std::span<Determination> all) {
    std::unordered_map<std::string_view, const Control*> controls;
    for (const auto& control : catalog.controls) {
        controls.emplace(control.id.control, &control);
    }
    std::map<std::string, std::vector<Determination*>> groups;
    for (auto& each : all) {
        const auto* control = controls.at(each.control.control);
        if (control->per != SubjectKind::organization && each.outcome != Outcome::not_applicable) {
            groups[control->shall].push_back(&each);
        }
    }
    for (auto& [shall, members] : groups) {
        std::map<std::string, bool> fails;
        for (const auto* each : members) {
            fails[each->subject] = fails[each->subject] || each->outcome == Outcome::not_met;
        }
        const auto failing = std::ranges::count_if(fails, [](const auto& entry) { return entry.second; });
        const auto subjects = static_cast<std::int64_t>(fails.size());
        if (failing < policy.systemic_subjects || failing * 100 < subjects * policy.systemic_percent) {
            continue;
        }
        for (auto* each : members) {
            if (each->outcome == Outcome::not_met && each->grade != Grade::major) {
                each->grade = Grade::major;
                each->bases.push_back({BasisKind::note, Effect::informs, {}, fmt::format("major is proposed, because {} of {} subjects fail {}", failing, subjects, shall)});
            }
        }
    }
}

} // namespace

Assessment assess(const Run& run, const AssessInput& input) {
    Assessment assessment;
    auto& header = assessment.header;
    header.on = input.on;
    header.period_from = input.workspace.period_from;
    header.period_to = input.workspace.period_to;
    header.organization = input.workspace.organization;
    header.catalogs = input.standards;
    header.policy = input.workspace.policy;

    const auto facts = read_facts(input);
    auto results = run_checks(run, input);
    apply_dispositions(input, facts, results);
    Judge judge(input, facts, results);
    for (const auto& standard : input.standards) {
        throw_if_stopped(run);
        const auto catalog = std::ranges::find(input.catalogs, standard, &Catalog::id);
        if (catalog == input.catalogs.end()) {
            continue;
        }
        auto determinations = judge.judge(*catalog);
        propose_systemic(*catalog, input.workspace.policy, determinations);
        std::ranges::move(determinations, std::back_inserter(assessment.determinations));
    }
    add_practice_remarks(input, assessment.determinations);
    assessment.tallies = std::move(results.tallies);
    assessment.failing = std::move(results.failing);
    return assessment;
}

} // namespace assay
