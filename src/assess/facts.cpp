#include "assess/facts.hpp"

#include "assay/model/named_row.hpp"

namespace assay {
namespace {

ControlSubject control_subject(const NamedRow& row) { return {row.text("catalog"), row.text("control"), row.text("subject")}; }

void read_subjects(const AssessInput& input, Facts& facts) {
    auto& runner = input.runner;
    read_register(runner, input.schema, "process", [&](const NamedRow& row) {
        Subject subject{row.text("id"), row.text("name"), {}, row.text("maps_to"), row.text("adoption"), row.text("adoption_reason"),
                        row.text("approved_by"), row.text("performed_by"), true, row.date("in_operation_since")};
        facts.subjects[SubjectKind::process].push_back(std::move(subject));
    });
    read_register(runner, input.schema, "service", [&](const NamedRow& row) {
        Subject subject;
        subject.key = row.text("id");
        subject.title = row.text("name");
        subject.owner = row.text("owner");
        const auto retired = row.date("retired_on");
        const bool live = row.text("status") == "live" || (retired && *retired >= input.workspace.period_from);
        subject.counts = row.yes("in_scope") && live;
        subject.since = row.date("live_on");
        facts.subjects[SubjectKind::service].push_back(std::move(subject));
    });
    read_register(runner, input.schema, "supplier", [&](const NamedRow& row) {
        Subject subject;
        subject.key = row.text("id");
        subject.title = row.text("name");
        subject.owner = row.text("designated_person");
        subject.counts = row.text("status") != "prospective" && row.text("status") != "ended";
        facts.subjects[SubjectKind::supplier].push_back(std::move(subject));
    });
    read_register(runner, input.schema, "system", [&](const NamedRow& row) {
        Subject subject;
        subject.key = row.text("id");
        subject.title = row.text("name");
        subject.owner = row.text("owner");
        subject.counts = row.text("status") != "retired" && row.text("status") != "planned";
        subject.since = row.date("live_on");
        facts.subjects[SubjectKind::system].push_back(std::move(subject));
    });
}

void read_evidence(const AssessInput& input, Facts& facts) {
    auto& runner = input.runner;
    read_register(runner, input.schema, "document", [&](const NamedRow& row) {
        facts.documents[row.text("id")] = {row.text("title"), row.text("status"), row.date("approved_on"), row.date("in_force_from"),
                                           row.date("review_due"), row.date("withdrawn_on")};
    });
    read_register(runner, input.schema, "evidence", [&](const NamedRow& row) {
        EvidenceFact fact;
        fact.id = row.text("id");
        fact.title = row.text("title");
        fact.type = row.text("type");
        fact.provider = row.text("provider");
        fact.owner = row.text("owner");
        fact.document = row.text("document");
        fact.file = row.text("file");
        fact.sha256 = row.text("sha256");
        fact.observed_state = row.text("observed_state");
        fact.observed_sha256 = row.text("observed_sha256");
        fact.approved_version = row.yes("approved_version");
        fact.observed_on = row.date("observed_on");
        fact.received_on = row.date("received_on");
        fact.covers_from = row.date("covers_from");
        fact.covers_to = row.date("covers_to");
        fact.review_due = row.date("review_due");
        fact.withdrawn_on = row.date("withdrawn_on");
        facts.evidence[fact.id] = std::move(fact);
    });
    read_register(runner, input.schema, "evidence_link", [&](const NamedRow& row) {
        facts.links[control_subject(row)].push_back({row.text("id"), row.text("evidence"), row.text("demand"), row.text("verdict"), row.text("reviewer"),
                                                     row.text("reviewed_sha256"), row.text("reason"), row.date("reviewed_on"), row.text("listed_as")});
    });
    read_register(runner, input.schema, "evidence_request", [&](const NamedRow& row) {
        facts.requests[control_subject(row)].push_back({row.text("id"), row.text("demand"), row.text("answer"), row.text("answered_by"),
                                                        row.text("owner"), row.date("asked_on"), row.date("due"), row.date("answered_on"), row.text("listed_as")});
    });
}

void read_decisions(const AssessInput& input, Facts& facts) {
    auto& runner = input.runner;
    read_register(runner, input.schema, "attestation", [&](const NamedRow& row) {
        facts.attestations[control_subject(row)].push_back({row.text("id"), row.text("outcome"), row.text("statement"), row.text("person"),
                                                            row.text("evidence"), row.text("competent_for"), row.yes("audit_team"),
                                                            row.yes("no_conflict_declared"), row.date("attested_on"), row.date("valid_until")});
    });
    if (!input.audit.empty()) {
        read_register(runner, input.schema, "audit_team", [&](const NamedRow& row) {
            if (row.text("audit") == input.audit) {
                facts.team[row.text("person")] = {row.text("role"), row.text("competence"), row.yes("no_conflict_declared"), row.yes("own_work")};
            }
        });
    }
    read_register(runner, input.schema, "applicability", [&](const NamedRow& row) {
        facts.applicability[control_subject(row)].push_back(
            {row.text("id"), row.text("decision"), row.text("justification"), row.text("approver"), row.date("approved_on")});
    });
    read_register(runner, input.schema, "interval", [&](const NamedRow& row) {
        facts.intervals[control_subject(row)] = {row.text("id"), row.text("length"), row.text("approver"), parse_period(row.text("length"))};
    });
    read_register(runner, input.schema, "disposition", [&](const NamedRow& row) {
        facts.dispositions[{row.text("check"), row.text("register"), row.text("row_key")}] = {row.text("id"), row.text("verdict"), row.text("person"),
                                                                                               row.text("reason"), row.date("decided_on"), row.row()};
    });
}

/// Who holds R or A through role assignments on the judgement date, and the owners of services, suppliers and systems.
void read_involvement(const AssessInput& input, Facts& facts) {
    auto& runner = input.runner;
    read_register(runner, input.schema, "person", [&](const NamedRow& row) { facts.persons[row.text("id")] = row.text("name"); });
    std::map<std::string, std::set<std::string>> holders;
    read_register(runner, input.schema, "assignment", [&](const NamedRow& row) {
        const auto starts = row.date("starts_on");
        const auto ends = row.date("ends_on");
        if ((starts && *starts > input.on) || (ends && *ends < input.on)) {
            return;
        }
        holders[row.text("role")].insert(row.text("person"));
        if (const auto service = row.text("service"); !service.empty()) {
            facts.involved[{SubjectKind::service, service}].insert(row.text("person"));
        }
    });
    std::map<std::string, std::string> process_of;
    read_register(runner, input.schema, "activity", [&](const NamedRow& row) { process_of[row.text("id")] = row.text("process"); });
    const auto involve = [&](SubjectKind kind, const std::string& key, const std::string& person) {
        if (!key.empty() && !person.empty()) {
            facts.involved[{kind, key}].insert(person);
        }
    };
    read_register(runner, input.schema, "raci", [&](const NamedRow& row) {
        if (row.text("letter") != "a" && row.text("letter") != "r") {
            return;
        }
        for (const auto& person : holders[row.text("role")]) {
            involve(SubjectKind::process, process_of[row.text("activity")], person);
        }
    });
    read_register(runner, input.schema, "role", [&](const NamedRow& row) {
        if (row.text("kind") != "process_owner" && row.text("kind") != "process_manager") {
            return;
        }
        for (const auto& person : holders[row.text("id")]) {
            involve(SubjectKind::process, row.text("process"), person);
            if (row.text("kind") == "process_owner") {
                for (auto& subject : facts.subjects[SubjectKind::process]) {
                    if (subject.key == row.text("process") && subject.owner.empty()) {
                        subject.owner = person;
                    }
                }
            }
        }
    });
    for (const auto& [kind, subjects] : facts.subjects) {
        for (const auto& subject : subjects) {
            involve(kind, subject.key, subject.owner);
        }
    }
    for (const auto& [subject, persons] : facts.involved) {
        facts.involved_anywhere.insert(persons.begin(), persons.end());
    }
}

} // namespace

std::string Facts::person_name(const std::string& id) const {
    const auto found = persons.find(id);
    return found == persons.end() || found->second.empty() ? id : found->second;
}

Facts read_facts(const AssessInput& input) {
    Facts facts;
    read_subjects(input, facts);
    read_evidence(input, facts);
    read_decisions(input, facts);
    read_involvement(input, facts);
    return facts;
}

} // namespace assay
