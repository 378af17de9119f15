#include "assess/decisions.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

/// The control itself, its shall group, its groups from the inside out: a decision about any of them speaks of it.
std::vector<std::string> names_of(const Catalog& catalog, const Control& control) {
    std::vector<std::string> names{control.id.control};
    if (control.shall != control.id.control) {
        names.push_back(control.shall);
    }
    std::string group = control.group;
    while (!group.empty()) {
        names.push_back(group);
        const auto* found = catalog.find_group(group);
        group = found == nullptr ? std::string() : found->parent;
    }
    if (!control.process.empty()) {
        names.push_back(control.process);
    }
    return names;
}

std::vector<std::string> subjects_of(const Subject& subject) {
    return subject.key.empty() ? std::vector<std::string>{""} : std::vector<std::string>{subject.key, ""};
}

bool holds_r_or_a(const Facts& facts, const Control& control, const Subject& subject, const std::string& person) {
    if (control.per == SubjectKind::organization || subject.key.empty()) {
        return facts.involved_anywhere.contains(person);
    }
    const auto found = facts.involved.find({control.per, subject.key});
    return found != facts.involved.end() && found->second.contains(person);
}

/// Why a person may not judge in the audit, or in a self-assessment by what the attestation says of them; nothing when they may.
std::string objection_to_person(const AssessInput& input, const Facts& facts, const AttestationFact& attestation) {
    if (input.audit.empty()) {
        return !attestation.audit_team             ? "is not of the audit team"
               : attestation.competent_for.empty() ? "has no recorded competence for it"
               : !attestation.no_conflict_declared ? "has not declared to be free of conflicts"
                                                   : "";
    }
    const auto member = facts.team.find(attestation.person);
    if (member == facts.team.end()) {
        return fmt::format("is not of the team of audit {}", input.audit);
    }
    const auto& team = member->second;
    if (team.role != "lead_auditor" && team.role != "auditor" && team.role != "technical_expert") {
        return fmt::format("takes part in audit {} as {}, not as auditor", input.audit, team.role);
    }
    return team.competence.empty() && attestation.competent_for.empty() ? "has no recorded competence for it"
           : !team.no_conflict_declared                                 ? "has not declared to be free of conflicts"
           : team.own_work                                              ? "has work of their own in the scope of the audit"
                                                                        : "";
}

/// Why an attestation does not count, or nothing.
std::string objection_to(const AssessInput& input, const Facts& facts, const Control& control, const Subject& subject, const AttestationFact& attestation) {
    if (auto objection = objection_to_person(input, facts, attestation); !objection.empty()) {
        return objection;
    }
    if (holds_r_or_a(facts, control, subject, attestation.person)) {
        return "is responsible or accountable for it";
    }
    if (!attestation.evidence.empty()) {
        const auto found = facts.evidence.find(attestation.evidence);
        if (found == facts.evidence.end()) {
            return fmt::format("names evidence {}, which is not in the register", attestation.evidence);
        }
        if (found->second.provider == attestation.person) {
            return fmt::format("provided the evidence {}", attestation.evidence);
        }
        const auto& state = found->second.observed_state;
        if (!state.empty() && state != "intact") {
            return fmt::format("rests on evidence {}, which is {}", attestation.evidence, state);
        }
    }
    if (!attestation.attested_on || *attestation.attested_on > input.on) {
        return "had not attested it by the judgement date";
    }
    if (*attestation.attested_on < input.workspace.period_from || (attestation.valid_until && *attestation.valid_until < input.on)) {
        return "attested it for a time that has ended";
    }
    return {};
}

Basis basis_of(const AssessInput& input, const Facts& facts, const Control& control, const Subject& subject, const AttestationFact& attestation) {
    const auto who = facts.person_name(attestation.person);
    const auto when = attestation.attested_on ? to_text(*attestation.attested_on) : std::string("an unrecorded day");
    const auto objection = objection_to(input, facts, control, subject, attestation);
    if (!objection.empty()) {
        return {BasisKind::self_declaration, Effect::informs, attestation.id,
                fmt::format("self-declaration of {} on {}: {} {}", who, when, who, objection)};
    }
    if (attestation.outcome == "no_occasion") {
        return {BasisKind::no_occasion_confirmed, Effect::occasions, attestation.id, fmt::format("{} confirmed on {} that there was no occasion", who, when)};
    }
    const bool met = attestation.outcome == "met";
    return {BasisKind::attestation, met ? Effect::supports : Effect::fails, attestation.id,
            fmt::format("{} attested on {} that it is {}", who, when, met ? "met" : "not met")};
}

} // namespace

std::vector<Basis> judge_applicability(const AssessInput& input, const Facts& facts, const Catalog& catalog, const Control& control,
                                       const Subject& subject) {
    std::vector<Basis> bases;
    for (const auto& name : names_of(catalog, control)) {
        for (const auto& key : subjects_of(subject)) {
            const auto found = facts.applicability.find({catalog.id, name, key});
            if (found == facts.applicability.end()) {
                continue;
            }
            for (const auto& fact : found->second) {
                if (fact.decision != "excluded") {
                    continue;
                }
                const bool whole = !fact.justification.empty() && !fact.approver.empty() && fact.approved_on && *fact.approved_on <= input.on;
                if (!control.excludable) {
                    bases.push_back({BasisKind::applicability, Effect::informs, fact.id,
                                     fmt::format("the exclusion {} is refused: {} allows none", fact.id, catalog.title)});
                } else if (!whole) {
                    bases.push_back({BasisKind::applicability, Effect::informs, fact.id,
                                     fmt::format("the exclusion {} does not count: it needs a justification, an approver and a date", fact.id)});
                } else {
                    bases.push_back({BasisKind::applicability, Effect::excludes, fact.id,
                                     fmt::format("excluded by {} on {}: {}", facts.person_name(fact.approver), to_text(*fact.approved_on), fact.justification)});
                }
            }
        }
    }
    return bases;
}

std::vector<Basis> judge_adoption(const Facts& facts, const Control& control, const Subject& subject) {
    if (control.per != SubjectKind::process || subject.key.empty() || subject.key == k_unattributed) {
        return {};
    }
    const auto& adoption = subject.adoption;
    if (adoption == "not_adopted") {
        if (subject.adoption_reason.empty() || subject.approved_by.empty()) {
            return {{BasisKind::adoption, Effect::blocks, subject.key, "the process is marked not adopted, without a reason and a board that approved it"}};
        }
        return {{BasisKind::adoption, Effect::excludes, subject.key,
                 fmt::format("the process is not adopted (approved by {}): {}", facts.person_name(subject.approved_by), subject.adoption_reason)}};
    }
    if (adoption == "planned") {
        return {{BasisKind::adoption, Effect::blocks, subject.key, "the process is planned and not yet in operation"}};
    }
    if (adoption == "performed_elsewhere") {
        return {{BasisKind::adoption, Effect::blocks, subject.key,
                 fmt::format("the process is performed elsewhere{}: their evidence has to be asked for",
                             subject.performed_by.empty() ? "" : " by " + subject.performed_by)}};
    }
    if (adoption.empty()) {
        return {{BasisKind::adoption, Effect::blocks, subject.key, "no adoption decision is recorded for the process"}};
    }
    return {};
}

std::vector<Basis> judge_interval(const Facts& facts, const Control& control, const Subject& subject) {
    if (!control.planned_interval) {
        return {};
    }
    for (const auto& key : subjects_of(subject)) {
        const auto found = facts.intervals.find({control.id.catalog, control.id.control, key});
        if (found == facts.intervals.end()) {
            continue;
        }
        const auto& fact = found->second;
        if (!fact.period) {
            return {{BasisKind::interval, Effect::fails, fact.id, fmt::format("the planned interval '{}' is not a length of time", fact.length)}};
        }
        if (fact.approver.empty()) {
            return {{BasisKind::interval, Effect::remarks, fact.id, fmt::format("the planned interval {} has no approver", fact.length)}};
        }
        return {{BasisKind::interval, Effect::informs, fact.id, fmt::format("planned interval {}, approved by {}", fact.length, facts.person_name(fact.approver))}};
    }
    if (facts.intervals.empty()) {
        return {{BasisKind::interval, Effect::blocks, {}, "no planned interval is known: register 'interval' was never loaded, and the requirement asks for one"}};
    }
    return {{BasisKind::interval, Effect::fails, {}, "no planned interval is set: the requirement asks for one, and the organisation sets its length"}};
}

std::vector<Basis> judge_attestations(const AssessInput& input, const Facts& facts, const Control& control, const Subject& subject) {
    std::vector<Basis> bases;
    for (const auto& key : subjects_of(subject)) {
        const auto found = facts.attestations.find({control.id.catalog, control.id.control, key});
        if (found == facts.attestations.end()) {
            continue;
        }
        for (const auto& attestation : found->second) {
            bases.push_back(basis_of(input, facts, control, subject, attestation));
        }
    }
    return bases;
}

} // namespace assay
