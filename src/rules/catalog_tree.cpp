#include "assay/rules/crosswalk.hpp"

#include <algorithm>
#include <tuple>

namespace assay {

CatalogTree::CatalogTree(const Catalog& catalog) : m_catalog(catalog) {
    for (const auto& process : catalog.processes) {
        m_nodes.try_emplace(process.id, Node{process.title, {}, process.place});
    }
    for (const auto& group : catalog.groups) {
        m_nodes.try_emplace(group.id, Node{group.title, group.parent, group.place});
    }
    // Where a group and a control in it share their id, the group is meant: it holds the control.
    for (const auto& control : catalog.controls) {
        const std::string_view parent = control.group.empty() ? control.process : control.group;
        m_nodes.try_emplace(control.id.control, Node{control.title, parent, control.place});
    }
    for (const auto& control : catalog.controls) {
        const std::string_view own = control.id.control;
        m_inside[own].push_back(&control);
        for (std::string_view outer = control.group.empty() ? control.process : control.group; !outer.empty();) {
            if (outer != own) {
                m_inside[outer].push_back(&control);
            }
            const auto node = m_nodes.find(outer);
            outer = node == m_nodes.end() ? std::string_view() : node->second.parent;
        }
    }
}

std::vector<std::string> CatalogTree::around(std::string_view id) const {
    std::vector<std::string> found;
    for (auto node = m_nodes.find(id); node != m_nodes.end() && !node->second.parent.empty(); node = m_nodes.find(node->second.parent)) {
        found.emplace_back(node->second.parent);
    }
    return found;
}

std::vector<std::string> CatalogTree::around(const Control& control) const {
    const auto& innermost = control.group.empty() ? control.process : control.group;
    if (innermost.empty()) {
        return {};
    }
    auto found = around(innermost);
    found.insert(found.begin(), innermost);
    return found;
}

std::vector<const Control*> CatalogTree::controls_in(std::string_view id) const {
    const auto found = m_inside.find(id);
    return found == m_inside.end() ? std::vector<const Control*>() : found->second;
}

std::string_view CatalogTree::title(std::string_view id) const {
    const auto found = m_nodes.find(id);
    return found == m_nodes.end() ? std::string_view{} : found->second.title;
}

bool CatalogTree::is_before(std::string_view one, std::string_view other) const {
    const auto order = [&](std::string_view id) {
        const auto found = m_nodes.find(id);
        const bool unknown = found == m_nodes.end();
        return std::tuple(unknown, unknown ? 0 : found->second.place.line, unknown ? 0 : found->second.place.column, id);
    };
    return order(one) < order(other);
}

std::vector<std::string> CatalogTree::ids() const {
    std::vector<std::string> ids;
    ids.reserve(m_nodes.size());
    for (const auto& [id, node] : m_nodes) {
        ids.push_back(id);
    }
    return ids;
}

} // namespace assay
