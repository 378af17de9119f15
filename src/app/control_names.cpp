#include "app/control_names.hpp"

#include "app/register_rows.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

[[noreturn]] void throw_unknown(std::string_view kind, std::string_view name, std::vector<std::string> known) {
    std::ranges::sort(known);
    const auto hint = did_you_mean(name, known);
    throw Error(fmt::format("there is no {} '{}'{}", kind, escape_control(name), hint.empty() ? "" : " (" + hint + ")"), ErrorKind::usage);
}

} // namespace

const Control& get_control(const Session& session, const std::string& name) {
    const auto slash = name.find('/');
    std::vector<std::string> known;
    if (slash != std::string::npos) {
        const auto* catalog = session.content.find_catalog(name.substr(0, slash));
        if (catalog == nullptr) {
            for (const auto& each : session.content.catalogs) {
                known.push_back(each.id);
            }
            throw_unknown("catalog", name.substr(0, slash), std::move(known));
        }
        if (const auto* control = catalog->find_control(name.substr(slash + 1))) {
            return *control;
        }
        for (const auto& control : catalog->controls) {
            known.push_back(to_text(control.id));
        }
        throw_unknown("control", name, std::move(known));
    }
    std::vector<const Control*> found;
    for (const auto& use : session.workspace.standards) {
        const auto* catalog = session.content.find_catalog(use.catalog);
        if (catalog == nullptr) {
            continue;
        }
        if (const auto* control = catalog->find_control(name)) {
            found.push_back(control);
        }
        for (const auto& control : catalog->controls) {
            known.push_back(control.id.control);
        }
    }
    if (found.empty()) {
        throw_unknown("control", name, std::move(known));
    }
    if (found.size() > 1) {
        throw Error(fmt::format("'{}' is a control of two standards: write {} or {}", name, to_text(found[0]->id), to_text(found[1]->id)), ErrorKind::usage);
    }
    return *found.front();
}

void check_subject(const Session& session, QueryRunner& runner, const Control& control, const std::string& subject) {
    if (subject.empty()) {
        return;
    }
    if (control.per == SubjectKind::organization) {
        throw Error(fmt::format("{} is assessed for the organisation as a whole: leave --subject out", to_text(control.id)), ErrorKind::usage);
    }
    const Register& of = get_register(session.content.schema, std::string(to_text(control.per)));
    const Row key{subject};
    if (!find_row(runner, of, key)) {
        throw_no_row(runner, of, key, session.zone);
    }
}

void check_demand(const Control& control, const std::string& demand) {
    if (demand.empty() || control.demands.empty()) {
        return;
    }
    std::vector<std::string> types;
    types.reserve(control.demands.size());
    for (const auto& each : control.demands) {
        types.push_back(each.type);
    }
    std::ranges::sort(types);
    types.erase(std::ranges::unique(types).begin(), types.end());
    if (!std::ranges::binary_search(types, demand)) {
        throw Error(fmt::format("{} asks for no '{}'; it asks for {}", to_text(control.id), escape_control(demand), fmt::join(types, ", ")), ErrorKind::usage);
    }
}

void check_number(const Control& control, const std::string& number) {
    if (number.empty()) {
        return;
    }
    std::vector<std::string> numbers;
    for (const auto& each : control.demands) {
        if (!each.number.empty()) {
            numbers.push_back(each.number);
        }
    }
    if (std::ranges::find(numbers, number) == numbers.end()) {
        throw Error(fmt::format("{} asks for nothing numbered '{}'; {}", to_text(control.id), escape_control(number),
                                numbers.empty() ? std::string("its evidence has no numbers") : fmt::format("it asks for {}", fmt::join(numbers, ", "))),
                    ErrorKind::usage);
    }
}

} // namespace assay
