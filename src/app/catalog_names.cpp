#include "app/catalog_names.hpp"

#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace assay {
namespace {

std::string hint_for(const std::string& name, std::vector<std::string> known) {
    std::ranges::sort(known);
    const auto hint = did_you_mean(name, known);
    return hint.empty() ? std::string() : " (" + hint + ")";
}

} // namespace

const Catalog& get_catalog(const Content& content, const std::string& id) {
    if (const auto* catalog = content.find_catalog(id)) {
        return *catalog;
    }
    std::vector<std::string> ids;
    ids.reserve(content.catalogs.size());
    for (const auto& each : content.catalogs) {
        ids.push_back(each.id);
    }
    throw Error(fmt::format("there is no catalog '{}'{}", escape_control(id), hint_for(id, std::move(ids))), ErrorKind::usage);
}

const Control& get_control_of(const Catalog& catalog, const std::string& id) {
    if (const auto* control = catalog.find_control(id)) {
        return *control;
    }
    std::vector<std::string> ids;
    ids.reserve(catalog.controls.size());
    for (const auto& each : catalog.controls) {
        ids.push_back(each.id.control);
    }
    throw Error(fmt::format("catalog '{}' has no control '{}'{}", catalog.id, escape_control(id), hint_for(id, std::move(ids))), ErrorKind::usage);
}

} // namespace assay
