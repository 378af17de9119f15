#include "app/owners.hpp"

#include "assay/model/named_row.hpp"

#include <fmt/format.h>

namespace assay {

Owners::Owners(Session& session, QueryRunner& runner, Date on) {
    const auto& schema = session.content.schema;
    read_register(runner, schema, "person", [&](const NamedRow& row) { m_persons[row.text("id")] = row.text("name"); });
    read_register(runner, schema, "process", [&](const NamedRow& row) { m_process_names[row.text("id")] = row.text("name"); });
    const auto own = [&](SubjectKind kind, const std::string& key, const std::string& who, const std::string& as) {
        if (!key.empty() && !who.empty()) {
            m_owners.try_emplace({kind, key}, Owner{who, fmt::format("{}, {}", person(who), as)});
        }
    };
    std::map<std::string, std::string> process_of_role;
    read_register(runner, schema, "role", [&](const NamedRow& row) {
        if (row.text("kind") == "process_owner") {
            process_of_role[row.text("id")] = row.text("process");
        }
    });
    read_register(runner, schema, "assignment", [&](const NamedRow& row) {
        const auto role = process_of_role.find(row.text("role"));
        const auto starts = row.date("starts_on");
        const auto ends = row.date("ends_on");
        if (role != process_of_role.end() && (!starts || *starts <= on) && (!ends || *ends >= on)) {
            own(SubjectKind::process, role->second, row.text("person"), "process owner of " + m_process_names[role->second]);
        }
    });
    read_register(runner, schema, "service",
                  [&](const NamedRow& row) { own(SubjectKind::service, row.text("id"), row.text("owner"), "service owner of " + row.text("name")); });
    read_register(runner, schema, "supplier", [&](const NamedRow& row) {
        own(SubjectKind::supplier, row.text("id"), row.text("designated_person"), "designated for supplier " + row.text("name"));
    });
    read_register(runner, schema, "system",
                  [&](const NamedRow& row) { own(SubjectKind::system, row.text("id"), row.text("owner"), "owner of system " + row.text("name")); });
    read_register(runner, schema, "document", [&](const NamedRow& row) {
        if (!row.text("clause").empty() && !row.text("process").empty()) {
            m_process_by_clause.try_emplace(row.text("clause"), row.text("process"));
        }
    });
    // The provider answers for its management system, not a customer that is registered too.
    bool is_provider = false;
    read_register(runner, schema, "organization", [&](const NamedRow& row) {
        const bool provides = row.text("kind") == "provider";
        if (!row.text("top_management").empty() && (m_top_management.person.empty() || (provides && !is_provider))) {
            is_provider = provides;
            m_top_management = {row.text("top_management"), person(row.text("top_management")) + ", top management of " + row.text("name")};
        }
    });
}

std::string Owners::person(const std::string& id) const {
    const auto found = m_persons.find(id);
    return found == m_persons.end() || found->second.empty() ? id : found->second;
}

std::string Owners::process_for(const Control& control, const std::string& subject) const {
    if (control.per == SubjectKind::process) {
        return subject;
    }
    // A document of clause 8.6 speaks for 8.6.1 when nothing nearer does.
    std::string clause = control.cite;
    while (!clause.empty()) {
        if (const auto found = m_process_by_clause.find(clause); found != m_process_by_clause.end()) {
            return found->second;
        }
        const auto point = clause.rfind('.');
        clause = point == std::string::npos ? std::string() : clause.substr(0, point);
    }
    return {};
}

std::string Owners::process_of(const Control& control, const std::string& subject) const {
    const auto found = m_process_names.find(process_for(control, subject));
    return found == m_process_names.end() ? std::string() : found->second;
}

Owners::Owner Owners::find(const Control& control, const std::string& subject) const {
    if (control.per != SubjectKind::organization) {
        const auto found = m_owners.find({control.per, subject});
        return found == m_owners.end() ? Owner{} : found->second;
    }
    const auto found = m_owners.find({SubjectKind::process, process_for(control, subject)});
    return found == m_owners.end() ? m_top_management : found->second;
}

std::string Owners::of(const Control& control, const std::string& subject) const { return find(control, subject).words; }

std::string Owners::person_of(const Control& control, const std::string& subject) const { return find(control, subject).person; }

} // namespace assay
