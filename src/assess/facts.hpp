// What the registers say beside the checks: subjects, evidence, attestations, applicability, intervals, dispositions.
// Read once per assessment; lookups are by (control, subject).
#pragma once

#include "assay/assess/assess.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace assay {

struct Subject {
    std::string key;
    std::string title;
    std::string owner;            ///< person, may be empty
    std::string maps_to;          ///< process: the framework's process
    std::string adoption;         ///< process
    std::string adoption_reason;
    std::string approved_by;
    std::string performed_by;
    bool counts = true;           ///< service: in scope and live; supplier: active; system: not retired
    std::optional<Date> since;    ///< in operation since, live on
};

/// (catalog, control, subject); subject "" speaks for the organisation or for every subject.
struct ControlSubject {
    std::string catalog;
    std::string control;
    std::string subject;
    friend auto operator<=>(const ControlSubject&, const ControlSubject&) = default;
};

struct DocumentFact {
    std::string title;
    std::string status;
    std::optional<Date> approved_on;
    std::optional<Date> in_force_from;
    std::optional<Date> review_due;
    std::optional<Date> withdrawn_on;
};

struct EvidenceFact {
    std::string id;
    std::string title;
    std::string type;
    std::string provider;
    std::string owner;
    std::string document;
    std::string file;
    std::string sha256;
    std::string observed_state;
    std::string observed_sha256;
    bool approved_version = false;
    std::optional<Date> observed_on;
    std::optional<Date> received_on;
    std::optional<Date> covers_from;
    std::optional<Date> covers_to;
    std::optional<Date> review_due;
    std::optional<Date> withdrawn_on;
};

struct EvidenceLinkFact {
    std::string id;
    std::string evidence;
    std::string demand;
    std::string verdict;
    std::string reviewer;
    std::string reviewed_sha256;
    std::string reason;
    std::optional<Date> reviewed_on;
    std::string number; ///< of the document or record in the catalog's list, where the link says it
};

struct RequestFact {
    std::string id;
    std::string demand;
    std::string answer;
    std::string answered_by;
    std::string owner;
    std::optional<Date> asked_on;
    std::optional<Date> due;
    std::optional<Date> answered_on;
    std::string number;
};

struct AttestationFact {
    std::string id;
    std::string outcome;
    std::string statement;
    std::string person;
    std::string evidence;
    std::string competent_for;
    bool audit_team = false;
    bool no_conflict_declared = false;
    std::optional<Date> attested_on;
    std::optional<Date> valid_until;
};

struct ApplicabilityFact {
    std::string id;
    std::string decision;
    std::string justification;
    std::string approver;
    std::optional<Date> approved_on;
};

struct IntervalFact {
    std::string id;
    std::string length;
    std::string approver;
    std::optional<Period> period;
};

struct DispositionFact {
    std::string id;
    std::string verdict;
    std::string person;
    std::string reason;
    std::optional<Date> decided_on;
    std::int64_t row = 0;
};

/// A member of the audit team, as the audit's own register says.
struct TeamFact {
    std::string role;             ///< lead_auditor, auditor, technical_expert…
    std::string competence;
    bool no_conflict_declared = false;
    bool own_work = false;        ///< of theirs in the scope
};

struct Facts {
    std::map<SubjectKind, std::vector<Subject>> subjects;              ///< sorted by key
    std::unordered_map<std::string, DocumentFact> documents;
    std::unordered_map<std::string, EvidenceFact> evidence;
    std::map<ControlSubject, std::vector<EvidenceLinkFact>> links;
    std::map<ControlSubject, std::vector<RequestFact>> requests;
    std::map<ControlSubject, std::vector<AttestationFact>> attestations;
    std::map<ControlSubject, std::vector<ApplicabilityFact>> applicability;
    std::map<ControlSubject, IntervalFact> intervals;
    std::map<std::vector<std::string>, DispositionFact> dispositions;   ///< check, register, row key
    std::unordered_map<std::string, std::string> persons;               ///< id → name
    /// Who holds R or A on a process now, and who owns or manages a service: (kind word, key) → persons.
    std::map<std::pair<SubjectKind, std::string>, std::set<std::string>> involved;
    std::set<std::string> involved_anywhere;
    std::map<std::string, TeamFact> team;                              ///< of the audit, by person; empty in a self-assessment

    [[nodiscard]] std::string person_name(const std::string& id) const;
};

[[nodiscard]] Facts read_facts(const AssessInput& input);

} // namespace assay
