#include "app/shall_group.hpp"

#include "app/control_names.hpp"
#include "assay/base/error.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

/// A clause holds several shall groups: which of them?
void refuse_clause(const Session& session, const std::string& clause) {
    for (const auto& use : session.workspace.standards) {
        const auto* catalog = session.content.find_catalog(use.catalog);
        if (catalog == nullptr || !catalog->headline_is_shall || catalog->find_group(clause) == nullptr) {
            continue;
        }
        std::vector<std::string> shall;
        for (const auto& control : catalog->controls) {
            if (control.group == clause && (shall.empty() || shall.back() != control.shall)) {
                shall.push_back(control.shall);
            }
        }
        if (!shall.empty()) {
            throw Error(fmt::format("{} is a clause; a nonconformity is raised for one of its shall groups: {}", clause, fmt::join(shall, ", ")), ErrorKind::usage);
        }
    }
}

} // namespace

std::vector<const Control*> find_shall_group(const Session& session, const std::string& name) {
    const auto slash = name.find('/');
    const auto unit = slash == std::string::npos ? name : name.substr(slash + 1);
    std::vector<const Control*> found;
    for (const auto& use : session.workspace.standards) {
        const auto* catalog = session.content.find_catalog(use.catalog);
        if (catalog == nullptr || (slash != std::string::npos && catalog->id != name.substr(0, slash))) {
            continue;
        }
        for (const auto& control : catalog->controls) {
            if (catalog->headline_is_shall && control.shall == unit) {
                found.push_back(&control);
            }
        }
    }
    if (found.empty()) {
        refuse_clause(session, unit);
        const auto& control = get_control(session, name);
        const auto& catalog = *session.content.find_catalog(control.id.catalog);
        for (const auto& each : catalog.controls) {
            if (each.id == control.id || (catalog.headline_is_shall && each.shall == control.shall)) {
                found.push_back(&each);
            }
        }
    }
    const auto& catalog = found.front()->id.catalog;
    if (std::ranges::any_of(found, [&](const Control* each) { return each->id.catalog != catalog; })) {
        throw Error(fmt::format("'{}' is a shall group of two standards; write CATALOG/{}", name, name), ErrorKind::usage);
    }
    return found;
}

} // namespace assay
