#include "assay/model/catalog_tree.hpp"

#include <algorithm>
#include <unordered_map>

namespace assay {
namespace {

/// A section's place among the controls: before its first one; an empty section stays behind the one before it.
class CatalogTreeMaker {
public:
    explicit CatalogTreeMaker(const Catalog& catalog) : m_catalog(catalog) {
        for (std::size_t index = 0; index < catalog.groups.size(); ++index) {
            m_sections[catalog.groups[index].parent].push_back({CatalogEntry::Kind::group, index, {}});
        }
        for (std::size_t index = 0; index < catalog.processes.size(); ++index) {
            m_sections[""].push_back({CatalogEntry::Kind::process, index, {}});
        }
        for (std::size_t index = 0; index < catalog.controls.size(); ++index) {
            const auto& control = catalog.controls[index];
            m_controls[control.group.empty() ? control.process : control.group].push_back(index);
        }
    }

    std::vector<CatalogEntry> section(const std::string& id) {
        struct Placed {
            std::size_t before = 0; ///< the first control inside
            CatalogEntry entry;
        };
        std::vector<Placed> placed;
        std::size_t last_group = 0;
        std::size_t last_process = 0;
        for (auto& entry : m_sections[id]) {
            entry.entries = section(id_of(entry));
            auto& last = entry.kind == CatalogEntry::Kind::group ? last_group : last_process;
            last = std::max(last, first_control(entry).value_or(last));
            placed.push_back({last, std::move(entry)});
        }
        for (const auto control : m_controls[id]) {
            placed.push_back({control, {CatalogEntry::Kind::control, control, {}}});
        }
        std::ranges::stable_sort(placed, {}, &Placed::before);
        std::vector<CatalogEntry> entries;
        entries.reserve(placed.size());
        for (auto& each : placed) {
            entries.push_back(std::move(each.entry));
        }
        return entries;
    }

private:
    const std::string& id_of(const CatalogEntry& entry) const {
        return entry.kind == CatalogEntry::Kind::group ? m_catalog.groups[entry.index].id : m_catalog.processes[entry.index].id;
    }

    static std::optional<std::size_t> first_control(const CatalogEntry& entry) {
        std::optional<std::size_t> first;
        for (const auto& each : entry.entries) {
            const auto found = each.kind == CatalogEntry::Kind::control ? std::optional(each.index) : first_control(each);
            first = found && (!first || *found < *first) ? found : first;
        }
        return first;
    }

    const Catalog& m_catalog;
    std::unordered_map<std::string, std::vector<CatalogEntry>> m_sections; ///< by parent
    std::unordered_map<std::string, std::vector<std::size_t>> m_controls;  ///< by innermost section
};

} // namespace

std::vector<CatalogEntry> make_catalog_tree(const Catalog& catalog) { return CatalogTreeMaker(catalog).section(""); }

} // namespace assay
