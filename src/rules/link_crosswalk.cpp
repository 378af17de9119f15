// Whether what a crosswalk names exists.
#include "assay/base/nearest.hpp"
#include "assay/rules/crosswalk.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace assay {
namespace {

/// What a crosswalk can name of a catalog.
struct CatalogIds {
    explicit CatalogIds(const Catalog& named) : catalog(named.id) {
        ids.reserve(named.processes.size() + named.groups.size() + named.controls.size());
        for (const auto& process : named.processes) {
            ids.insert(process.id);
        }
        for (const auto& group : named.groups) {
            ids.insert(group.id);
        }
        for (const auto& control : named.controls) {
            ids.insert(control.id.control);
        }
    }

    std::string_view catalog;
    std::unordered_set<std::string_view> ids;
};

class CrosswalkLinker {
public:
    CrosswalkLinker(std::span<const Catalog> catalogs, DiagnosticSink& diagnostics) : m_catalogs(catalogs), m_diagnostics(diagnostics) {
        for (const auto& catalog : catalogs) {
            m_ids.push_back(catalog.id);
        }
        std::ranges::sort(m_ids);
    }

    void link(const Crosswalk& crosswalk) {
        const auto* from = find_catalog(crosswalk.from, crosswalk.from_place);
        const auto* to = find_catalog(crosswalk.to, crosswalk.to_place);
        if (crosswalk.from == crosswalk.to) {
            report(crosswalk.to_place, "same-catalog", fmt::format("crosswalk '{}' leads from '{}' to itself", crosswalk.id, crosswalk.from),
                   "name the other catalog");
            return;
        }
        link_pair(crosswalk);
        for (const auto& map : crosswalk.maps) {
            link_end(from, map.from, map.from_place);
            link_end(to, map.to, map.to_place);
        }
    }

private:
    void report(const Place& place, std::string code, std::string text, std::string hint) {
        m_diagnostics.add({Severity::error, place, std::move(code), std::move(text), std::move(hint)});
    }

    const CatalogIds* find_catalog(const std::string& id, const Place& place) {
        if (const auto known = m_named.find(id); known != m_named.end()) {
            return &known->second;
        }
        const auto found = std::ranges::find(m_catalogs, id, &Catalog::id);
        if (found == m_catalogs.end()) {
            report(place, "unknown-catalog", fmt::format("there is no catalog '{}'", id), did_you_mean(id, m_ids));
            return nullptr;
        }
        return &m_named.try_emplace(id, *found).first->second;
    }

    /// With two crosswalks a pair of controls could stand in two relations, and nobody would know which one counts.
    void link_pair(const Crosswalk& crosswalk) {
        const auto [known, fresh] = m_pairs.try_emplace(std::minmax(crosswalk.from, crosswalk.to), &crosswalk);
        if (!fresh) {
            report(crosswalk.place, "duplicate-crosswalk",
                   fmt::format("'{}' and '{}' are mapped already by crosswalk '{}'", crosswalk.from, crosswalk.to, known->second->id),
                   fmt::format("put the maps into {}", to_text(known->second->place)));
        }
    }

    void link_end(const CatalogIds* named, const std::string& id, const Place& place) {
        if (named != nullptr && !id.empty() && !named->ids.contains(id)) {
            std::vector<std::string> known(named->ids.begin(), named->ids.end());
            std::ranges::sort(known);
            report(place, "unknown-control", fmt::format("catalog '{}' has no control, group or process '{}'", named->catalog, id), did_you_mean(id, known));
        }
    }

    std::span<const Catalog> m_catalogs;
    DiagnosticSink& m_diagnostics;
    std::vector<std::string> m_ids;
    std::map<std::string, CatalogIds> m_named;
    std::map<std::pair<std::string, std::string>, const Crosswalk*> m_pairs;
};

} // namespace

void link_crosswalks(std::span<const Crosswalk> crosswalks, std::span<const Catalog> catalogs, DiagnosticSink& diagnostics) {
    CrosswalkLinker linker(catalogs, diagnostics);
    for (const auto& crosswalk : crosswalks) {
        linker.link(crosswalk);
    }
}

} // namespace assay
