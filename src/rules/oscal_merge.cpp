// Profile resolution, merge phase: "combine" first, then one of the structures flat, as-is and custom.
#include "rules/oscal_profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace assay {
namespace {

/// Of controls imported twice: a warning is read by a person.
constexpr std::size_t k_most_named = 10;

bool is_section(const OscalNode& node) { return node.name == "group" || node.name == "control"; }

/// Controls, and groups that stay: as-is keeps a group that holds a control, or is told to be kept.
bool has_control(const OscalNode& node) {
    return std::ranges::any_of(node.children, [](const OscalNode& child) {
        return child.name == "control" || (child.name == "group" && (has_control(child) || is_kept_always(child)));
    });
}

class Merging {
public:
    Merging(OscalNodes selections, const OscalDocument& profile, OscalWork& work)
        : m_selections(std::move(selections)), m_profile(profile), m_work(work), m_merge(profile.root().find("merge")) {}

    OscalNode merge() {
        combine();
        OscalNode catalog("catalog");
        const auto* const structure = find_structure();
        if (m_work.failed()) {
            return catalog;
        }
        for (auto& selection : m_selections) {
            take_loose_params(selection, catalog, structure != nullptr && structure->name == "as-is");
        }
        if (structure == nullptr) {
            for (auto& selection : m_selections) {
                flatten(selection, catalog);
            }
        } else if (structure->name == "as-is") {
            for (auto& selection : m_selections) {
                keep_structure(selection, catalog);
            }
        } else {
            build_custom(*structure, catalog);
        }
        return catalog;
    }

private:
    /// None of the three, or flat: null.
    const OscalNode* find_structure() {
        const OscalNode* found = nullptr;
        bool flat = false;
        for (const auto& each : m_profile.root().children_of("merge")) {
            const bool off = each.name == "as-is" && (each.text == "false" || each.text == "0");
            if (each.name == "combine" || off) {
                continue;
            }
            if (found != nullptr || flat) {
                m_work.fail(m_profile.place(each), "two-structures", fmt::format("'merge' holds '{}' beside '{}'", each.name, flat ? "flat" : found->name),
                            "keep one of flat, as-is and custom");
            }
            flat = flat || each.name == "flat";
            found = each.name == "flat" ? found : m_merge->find(each.name);
        }
        return found;
    }

    void combine() {
        const auto* const combine = m_merge == nullptr ? nullptr : m_merge->find("combine");
        const auto method = combine == nullptr ? std::string_view() : combine->attribute("method");
        if (!method.empty() && method != "keep" && method != "use-first") {
            m_work.fail(m_profile.place(*combine), "unknown-method", fmt::format("the combination method '{}' is not known", method),
                        method == "merge" ? "OSCAL leaves it undefined; write keep or use-first" : "write keep or use-first");
            return;
        }
        std::unordered_set<std::string> met;
        std::vector<std::string> twice;
        for (auto& selection : m_selections) {
            method == "use-first" ? drop_later(selection, met) : find_twice(selection, met, twice);
        }
        if (!twice.empty()) {
            const auto& at = m_merge == nullptr ? m_profile.root() : *m_merge;
            const auto more = twice.size() > k_most_named ? fmt::format(" and {} more", twice.size() - k_most_named) : std::string();
            twice.resize(std::min(twice.size(), k_most_named));
            m_work.warn(m_profile.place(at), "duplicate-id", fmt::format("imported twice, and both are kept: {}{}", fmt::join(twice, ", "), more), "write <combine method=\"use-first\"/>");
        }
    }

    static void find_twice(const OscalNode& section, std::unordered_set<std::string>& met, std::vector<std::string>& twice) {
        for (const auto& child : section.children) {
            if (child.name == "control" && !met.emplace(child.attribute("id")).second) {
                twice.emplace_back(child.attribute("id"));
            }
            if (is_section(child)) {
                find_twice(child, met, twice);
            }
        }
    }

    /// What a dropped control holds inside takes its place.
    void drop_later(OscalNode& section, std::unordered_set<std::string>& met) {
        OscalNodes kept;
        for (auto& child : section.children) {
            const bool later = child.name == "control" && !met.emplace(child.attribute("id")).second;
            if (is_section(child)) {
                drop_later(child, met);
            }
            if (!later) {
                kept.push_back(std::move(child));
                continue;
            }
            for (auto& inner : child.children) {
                if (inner.name == "control") {
                    kept.push_back(std::move(inner));
                }
            }
        }
        section.children = std::move(kept);
    }

    /// Parameters of no control: those of a group that stays remain in it; all others stand directly in the catalog, the first of an id.
    void take_loose_params(OscalNode& section, OscalNode& catalog, bool groups_stay) {
        OscalNodes rest;
        for (auto& child : section.children) {
            if (child.name == "param") {
                if (m_params.emplace(child.attribute("id")).second) {
                    catalog.add(std::move(child));
                }
                continue;
            }
            if (child.name == "group" && !(groups_stay && has_control(child))) {
                take_loose_params(child, catalog, groups_stay);
            } else if (child.name == "group") {
                take_inner_params(child, catalog);
            }
            rest.push_back(std::move(child));
        }
        section.children = std::move(rest);
    }

    void take_inner_params(OscalNode& group, OscalNode& catalog) {
        for (auto& child : group.children) {
            if (child.name == "param") {
                m_params.emplace(child.attribute("id"));
            } else if (child.name == "group") {
                has_control(child) ? take_inner_params(child, catalog) : take_loose_params(child, catalog, true);
            }
        }
    }

    static void flatten(OscalNode& section, OscalNode& catalog) {
        for (auto& child : section.children) {
            if (child.name == "group") {
                flatten(child, catalog);
            } else if (child.name == "control") {
                OscalNode inner("catalog");
                std::erase_if(child.children, [&](OscalNode& each) {
                    if (each.name == "control") {
                        inner.children.push_back(std::move(each));
                        return true;
                    }
                    return false;
                });
                catalog.add(std::move(child));
                flatten(inner, catalog);
            }
        }
    }

    /// A group that several imports hold is one group in the result.
    static void keep_structure(OscalNode& section, OscalNode& into) {
        for (auto& child : section.children) {
            if (child.name != "group") {
                if (child.name == "control") {
                    into.add(std::move(child));
                }
                continue;
            }
            if (!has_control(child) && !is_kept_always(child)) {
                continue;
            }
            const auto id = child.attribute("id");
            const auto known = std::ranges::find_if(into.children, [&](const OscalNode& each) { return !id.empty() && each.name == "group" && each.attribute("id") == id; });
            if (known != into.children.end()) {
                keep_structure(child, *known);
                continue;
            }
            OscalNode made("group");
            made.attributes = child.attributes;
            for (auto& each : child.children) {
                if (!is_section(each)) {
                    made.add(std::move(each));
                }
            }
            keep_structure(child, made);
            into.add(std::move(made));
        }
    }

    void gather_groups(const OscalNode& section) {
        for (const auto& child : section.children) {
            if (child.name == "group") {
                m_groups.emplace(child.attribute("id"), &child);
                gather_groups(child);
            }
        }
    }

    void build_custom(const OscalNode& custom, OscalNode& catalog) {
        for (auto& selection : m_selections) {
            for (auto& child : selection.children) {
                if (is_section(child)) {
                    m_all.add(std::move(child));
                }
            }
        }
        gather_groups(m_all);
        add_custom(custom, catalog);
    }

    void add_custom(const OscalNode& custom, OscalNode& into) {
        for (const auto& child : custom.children) {
            if (child.name == "insert-controls") {
                insert_controls(child, into);
            } else if (child.name == "group") {
                into.add(custom_group(child));
            }
        }
    }

    /// What an imported group of that id holds comes first; what the custom group says itself follows, its title only without one.
    OscalNode custom_group(const OscalNode& group) {
        OscalNode made("group");
        made.attributes = group.attributes;
        const auto known = m_groups.find(group.attribute("id"));
        if (known != m_groups.end() && !group.attribute("id").empty()) {
            made = m_work.copy_own(*known->second, m_profile.place(group));
        }
        for (const auto& child : group.children) {
            const bool structure = child.name == "group" || child.name == "insert-controls";
            if (!structure && !(child.name == "title" && made.find("title") != nullptr)) {
                made.add(child);
            }
        }
        add_custom(group, made);
        return made;
    }

    void insert_controls(const OscalNode& directive, OscalNode& into) {
        const auto order = directive.attribute("order");
        if (!order.empty() && order != "keep" && order != "ascending" && order != "descending") {
            m_work.fail(m_profile.place(directive), "wrong-value", fmt::format("'{}' is no order", order), "write keep, ascending or descending");
            return;
        }
        auto chosen = select_controls(m_all, without_parents(directive), m_profile, m_work);
        OscalNode found("catalog");
        take_controls(chosen, found);
        if (order == "ascending" || order == "descending") {
            std::ranges::stable_sort(found.children, [&](const OscalNode& a, const OscalNode& b) {
                return order == "ascending" ? a.attribute("id") < b.attribute("id") : b.attribute("id") < a.attribute("id");
            });
        }
        std::ranges::move(found.children, std::back_inserter(into.children));
    }

    /// "Only directly selected controls will appear in the target catalog."
    static OscalNode without_parents(OscalNode directive) {
        for (auto& each : directive.children) {
            if (each.name == "include-controls" && each.attribute("with-parent-controls").empty()) {
                each.set("with-parent-controls", "no");
            }
        }
        return directive;
    }

    /// Controls out of their groups, each with what it holds.
    static void take_controls(OscalNode& section, OscalNode& into) {
        for (auto& child : section.children) {
            if (child.name == "group") {
                take_controls(child, into);
            } else if (child.name == "control") {
                into.add(std::move(child));
            }
        }
    }

    OscalNodes m_selections;
    const OscalDocument& m_profile;
    OscalWork& m_work;
    const OscalNode* m_merge;
    OscalNode m_all{"catalog"}; ///< of a custom structure: all that was imported
    std::unordered_set<std::string> m_params;
    std::unordered_map<std::string_view, const OscalNode*> m_groups; ///< imported, by id
};

} // namespace

bool is_kept_always(const OscalNode& node) { return find_prop(node, "keep") == "always"; }

OscalNode merge_selections(OscalNodes selections, const OscalDocument& profile, OscalWork& work) {
    return Merging(std::move(selections), profile, work).merge();
}

} // namespace assay
