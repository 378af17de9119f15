// Profile resolution, import phase: which controls a directive selects.
#include "rules/oscal_profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <unordered_map>

namespace assay {
namespace {

/// Ten times the whole of SP 800-53; some 200 MB.
constexpr std::size_t k_most_copied = 1'000'000;

std::size_t count_nodes(const OscalNode& node) {
    std::size_t count = 1;
    for (const auto& child : node.children) {
        count += count_nodes(child);
    }
    return count;
}

class ControlSelection {
public:
    ControlSelection(const OscalNode& source, const OscalNode& directive, const OscalDocument& profile, OscalWork& work)
        : m_directive(directive), m_profile(profile), m_work(work) {
        gather(source, k_none);
    }

    std::unordered_set<const OscalNode*> select() {
        std::vector<bool> included(m_controls.size(), false);
        std::vector<bool> excluded(m_controls.size(), false);
        bool named = false;
        for (const auto& each : m_directive.children) {
            if (each.name == "include-all") {
                included.assign(m_controls.size(), true);
                named = true;
            } else if (each.name == "include-controls") {
                mark(each, included, true);
                named = true;
            } else if (each.name == "exclude-controls") {
                mark(each, excluded, false);
            }
        }
        // Nothing said is all: an import that selects nothing would have no use.
        if (!named) {
            included.assign(m_controls.size(), true);
        }
        std::unordered_set<const OscalNode*> selected;
        for (std::size_t index = 0; index < m_controls.size(); ++index) {
            if (included[index] && !excluded[index]) {
                selected.insert(m_controls[index].node);
            }
        }
        return selected;
    }

private:
    static constexpr std::size_t k_none = static_cast<std::size_t>(-1);
    struct Found {
        const OscalNode* node = nullptr;
        std::size_t parent = k_none;
        std::size_t end = 0; ///< behind its last descendant
    };

    void gather(const OscalNode& section, std::size_t parent) {
        for (const auto& child : section.children) {
            if (child.name == "control") {
                const auto index = m_controls.size();
                m_controls.push_back({&child, parent, 0});
                m_by_id.emplace(child.attribute("id"), index);
                gather(child, index);
                m_controls[index].end = m_controls.size();
            } else if (child.name == "group") {
                gather(child, k_none);
            }
        }
    }

    /// Parents come along with what is included unless told otherwise, and are never excluded for their children.
    void mark(const OscalNode& criteria, std::vector<bool>& marks, bool including) {
        const bool children = criteria.attribute("with-child-controls") == "yes";
        const bool parents = including && criteria.attribute("with-parent-controls") != "no";
        const auto mark_one = [&](std::size_t index) {
            const auto end = children ? m_controls[index].end : index + 1;
            std::fill(marks.begin() + static_cast<std::ptrdiff_t>(index), marks.begin() + static_cast<std::ptrdiff_t>(end), true);
            for (auto above = m_controls[index].parent; parents && above != k_none; above = m_controls[above].parent) {
                marks[above] = true;
            }
        };
        for (const auto& each : criteria.children) {
            bool any = false;
            if (each.name == "with-id") {
                const auto [first, last] = m_by_id.equal_range(each.text);
                for (auto found = first; found != last; ++found) {
                    mark_one(found->second);
                    any = true;
                }
            } else if (each.name == "matching") {
                const auto pattern = each.attribute("pattern");
                for (std::size_t index = 0; index < m_controls.size(); ++index) {
                    if (!pattern.empty() && matches_glob(pattern, m_controls[index].node->attribute("id"))) {
                        mark_one(index);
                        any = true;
                    }
                }
            }
            if (!any) {
                m_work.warn(m_profile.place(each), "nothing-selected",
                            each.name == "with-id" ? fmt::format("there is no control '{}' in what '{}' takes from", each.text, m_directive.name)
                                                   : fmt::format("no control matches '{}'", each.attribute("pattern")),
                            each.name == "with-id" ? "" : "'*' stands for any characters, '?' for one");
            }
        }
    }

    const OscalNode& m_directive;
    const OscalDocument& m_profile;
    OscalWork& m_work;
    std::vector<Found> m_controls; ///< in document order, parents first
    std::unordered_multimap<std::string_view, std::size_t> m_by_id;
};

void copy_selected(const OscalNode& section, OscalNode& into, const std::unordered_set<const OscalNode*>& selected, const Place& place, OscalWork& work) {
    for (const auto& child : section.children) {
        if (child.name == "control" && !selected.contains(&child)) {
            copy_selected(child, into, selected, place, work);
        } else if (child.name == "control" || child.name == "group") {
            auto made = work.copy_own(child, place);
            copy_selected(child, made, selected, place, work);
            into.add(std::move(made));
        }
    }
}

} // namespace

OscalNode OscalWork::copy_own(const OscalNode& node, const Place& place) {
    OscalNode copy(node.name);
    copy.text = node.text;
    copy.attributes = node.attributes;
    copy.line = node.line;
    copy.column = node.column;
    if (m_copied > k_most_copied) {
        return copy;
    }
    ++m_copied;
    for (const auto& child : node.children) {
        if (child.name != "control" && child.name != "group") {
            m_copied += count_nodes(child);
            copy.children.push_back(child);
        }
    }
    if (m_copied > k_most_copied) {
        fail(place, "too-large", "the profile takes more than 1,000,000 elements", "does it import the same catalog again and again?");
    }
    return copy;
}

OscalNode select_controls(const OscalNode& source, const OscalNode& directive, const OscalDocument& profile, OscalWork& work) {
    const auto selected = ControlSelection(source, directive, profile, work).select();
    OscalNode selection("catalog");
    const auto place = profile.place(directive);
    for (const auto& child : source.children) {
        if (child.name == "param") {
            selection.add(child);
        }
    }
    copy_selected(source, selection, selected, place, work);
    return selection;
}

} // namespace assay
