// Finding things by id in the model's plain tables.
#include "assay/base/error.hpp"
#include "assay/model/assessment.hpp"
#include "assay/model/catalog.hpp"
#include "assay/model/register.hpp"

#include <algorithm>

namespace assay {

bool is_numeric(FieldType type) {
    switch (type) {
    case FieldType::integer:
    case FieldType::decimal:
    case FieldType::percent:
    case FieldType::money:
    case FieldType::boolean:
    case FieldType::date:
    case FieldType::datetime:
    case FieldType::duration:
        return true;
    case FieldType::text:
    case FieldType::enumeration:
    case FieldType::set:
    case FieldType::ref:
    case FieldType::file:
        return false;
    }
    return false;
}

std::optional<std::size_t> Register::find_index(std::string_view field_id) const {
    for (std::size_t index = 0; index < fields.size(); ++index) {
        if (fields[index].id == field_id) {
            return index;
        }
    }
    return std::nullopt;
}

const Field* Register::find_field(std::string_view field_id) const {
    const auto index = find_index(field_id);
    return index ? &fields[*index] : nullptr;
}

std::vector<std::size_t> Register::key_indexes() const {
    std::vector<std::size_t> indexes;
    for (std::size_t index = 0; index < fields.size(); ++index) {
        if (fields[index].key) {
            indexes.push_back(index);
        }
    }
    return indexes;
}

const SubjectWay* Register::find_subject(SubjectKind subject_kind) const {
    const auto found = std::ranges::find(subjects, subject_kind, &SubjectWay::kind);
    return found == subjects.end() ? nullptr : &*found;
}

const Register* Schema::find(std::string_view register_id) const {
    const auto found = std::ranges::lower_bound(registers, register_id, {}, [](const Register& r) { return std::string_view(r.id); });
    return found != registers.end() && found->id == register_id ? &*found : nullptr;
}

const Register& Schema::get(std::string_view register_id) const {
    if (const auto* found = find(register_id)) {
        return *found;
    }
    throw Error("there is no register '" + std::string(register_id) + "'");
}

std::vector<std::string> Schema::ids() const {
    std::vector<std::string> ids;
    ids.reserve(registers.size());
    for (const auto& each : registers) {
        ids.push_back(each.id);
    }
    return ids;
}

std::string join_key(const std::vector<std::string>& parts) {
    std::string joined;
    for (std::size_t index = 0; index < parts.size(); ++index) {
        if (index > 0) {
            joined += '\x1f';
        }
        joined += parts[index];
    }
    return joined;
}

std::string show_key(std::string_view joined) {
    std::string shown;
    for (const char c : joined) {
        if (c == '\x1f') {
            shown += " / ";
        } else {
            shown += c;
        }
    }
    return shown;
}

bool is_document_type(std::string_view evidence_type) {
    constexpr std::string_view k_types[] = {"agreement", "document", "plan", "policy", "procedure"};
    return std::ranges::find(k_types, evidence_type) != std::end(k_types);
}

const Control* Catalog::find_control(std::string_view control) const {
    const auto found = std::ranges::find_if(controls, [&](const Control& c) { return c.id.control == control; });
    return found == controls.end() ? nullptr : &*found;
}

const Group* Catalog::find_group(std::string_view group) const {
    const auto found = std::ranges::find(groups, group, &Group::id);
    return found == groups.end() ? nullptr : &*found;
}

const CatalogProcess* Catalog::find_process(std::string_view process) const {
    const auto found = std::ranges::find(processes, process, &CatalogProcess::id);
    return found == processes.end() ? nullptr : &*found;
}

std::string AssessmentHeader::audit() const {
    const auto found = std::ranges::find(manifest, "audit", &ManifestEntry::kind);
    return found == manifest.end() ? std::string() : found->name;
}

Assessment only_of(Assessment assessment, std::string_view catalog) {
    std::erase_if(assessment.determinations, [&](const Determination& each) { return each.control.catalog != catalog; });
    assessment.header.catalogs = {std::string(catalog)};
    return assessment;
}

} // namespace assay
