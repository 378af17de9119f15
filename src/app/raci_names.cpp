#include "app/raci_names.hpp"

#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/model/named_row.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

/// Those whose id or name it is; an id outranks names.
template <class Named>
std::vector<const Named*> named(const std::map<std::string, Named>& all, std::string_view name) {
    const auto folded = fold_header(name);
    std::vector<const Named*> found;
    for (const auto& [id, each] : all) {
        if (fold_header(id) == folded) {
            return {&each};
        }
        if (fold_header(each.name) == folded) {
            found.push_back(&each);
        }
    }
    return found;
}

template <class Named>
std::string ids_of(const std::vector<const Named*>& found) {
    std::vector<std::string> ids;
    ids.reserve(found.size());
    for (const auto* each : found) {
        ids.push_back(each->id);
    }
    return fmt::format("{}", fmt::join(ids, ", "));
}

template <class Named>
std::vector<const Named*> in_process(const std::vector<const Named*>& found, std::string_view process) {
    std::vector<const Named*> within;
    std::ranges::copy_if(found, std::back_inserter(within), [&](const Named* each) { return each->process == process; });
    return within;
}

/// "is no role (did you mean 'IM-OWN'?)"; names of the process are suggested first.
template <class Named>
std::string unknown_name(const std::map<std::string, Named>& all, std::string_view name, std::string_view process, const std::string& what) {
    std::vector<std::string> near;
    std::vector<std::string> far;
    for (const auto& [id, each] : all) {
        auto& list = !process.empty() && each.process == process ? near : far;
        list.push_back(each.name);
        list.push_back(id);
    }
    auto hint = did_you_mean(name, near);
    if (hint.empty()) {
        hint = did_you_mean(name, far);
    }
    return hint.empty() ? what : fmt::format("{} ({})", what, hint);
}

} // namespace

RaciNames::RaciNames(QueryRunner& runner, const Schema& schema) {
    read_register(runner, schema, "process", [&](const NamedRow& row) { m_processes[row.text("id")] = {row.text("id"), row.text("name")}; });
    read_register(runner, schema, "activity", [&](const NamedRow& row) {
        m_activities[row.text("id")] = {row.text("id"), row.text("name"), row.text("process"), row.number("number").value_or(0)};
    });
    read_register(runner, schema, "role", [&](const NamedRow& row) {
        m_roles[row.text("id")] = {row.text("id"), row.text("name"), row.text("kind"), row.text("process")};
    });
}

std::optional<std::string> RaciNames::find_process(std::string_view name) const {
    const auto found = named(m_processes, name);
    return found.size() == 1 ? std::optional(found.front()->id) : std::nullopt;
}

MatrixName RaciNames::find_activity(std::string_view name, std::string_view process) const {
    const auto found = named(m_activities, name);
    if (found.empty()) {
        return {{}, unknown_name(m_activities, name, process, process.empty() ? "is no activity" : fmt::format("is no activity of process {}", process))};
    }
    const auto within = process.empty() ? found : in_process(found, process);
    if (within.size() == 1) {
        return {within.front()->id, {}};
    }
    if (within.empty()) {
        return {{}, fmt::format("is an activity of process {}, and stands under process {}", found.front()->process, process)};
    }
    return {{}, fmt::format("is the name of {} activities ({}); put the process above them, or write the id", within.size(), ids_of(within))};
}

MatrixName RaciNames::find_role(std::string_view name, std::string_view process) const {
    auto found = named(m_roles, name);
    if (found.empty()) {
        const auto folded = fold_header(name);
        for (const auto& [id, each] : m_roles) {
            if (!each.kind.empty() && fold_header(each.kind) == folded) {
                found.push_back(&each);
            }
        }
    }
    if (found.empty()) {
        return {{}, unknown_name(m_roles, name, process, "is no role")};
    }
    if (found.size() > 1) {
        if (const auto within = in_process(found, process); !within.empty()) {
            found = within;
        }
    }
    if (found.size() == 1) {
        return {found.front()->id, {}};
    }
    return {{}, fmt::format("is the name of {} roles{}; write the id", found.size(), found.size() > 5 ? "" : fmt::format(" ({})", ids_of(found)))};
}

bool RaciNames::is_role(std::string_view name) const {
    const auto folded = fold_header(name);
    return !named(m_roles, name).empty() ||
           std::ranges::any_of(m_roles, [&](const auto& each) { return !each.second.kind.empty() && fold_header(each.second.kind) == folded; });
}

} // namespace assay
