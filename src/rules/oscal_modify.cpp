// Profile resolution, modify phase: parameters set, contents of controls added and removed.
#include "rules/oscal_profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <unordered_map>

namespace assay {
namespace {

/// The order of children in the model. What is not named (prose) stands where the empty word is.
constexpr std::array<std::string_view, 6> k_catalog_order{"metadata", "param", "control", "group", "back-matter", ""};
constexpr std::array<std::string_view, 8> k_control_order{"title", "param", "prop", "link", "part", "", "group", "control"};
constexpr std::array<std::string_view, 9> k_param_order{"prop", "link", "label", "usage", "constraint", "guideline", "value", "select", "remarks"};
constexpr std::array<std::string_view, 5> k_part_order{"title", "prop", "", "part", "link"};

std::span<const std::string_view> order_of(std::string_view element) {
    if (element == "catalog") {
        return k_catalog_order;
    }
    if (element == "control" || element == "group") {
        return k_control_order;
    }
    if (element == "param") {
        return k_param_order;
    }
    if (element == "part") {
        return k_part_order;
    }
    return {};
}

std::size_t rank_in(std::span<const std::string_view> order, std::string_view name) {
    const auto found = std::ranges::find(order, name);
    return static_cast<std::size_t>((found == order.end() ? std::ranges::find(order, std::string_view()) : found) - order.begin());
}

bool can_be_removed(std::string_view name) { return name == "param" || name == "prop" || name == "link" || name == "part"; }

class Modifying {
public:
    Modifying(OscalNode& catalog, const OscalDocument& profile, OscalWork& work) : m_catalog(catalog), m_profile(profile), m_work(work) {}

    void run() {
        const auto* const modify = m_profile.root().find("modify");
        if (modify == nullptr) {
            return;
        }
        for (const auto& each : modify->children) {
            if (each.name == "set-parameter") {
                set_parameter(each);
            }
        }
        for (const auto& each : modify->children) {
            if (each.name == "alter") {
                alter(each);
            }
        }
    }

private:
    /// Parameters do not move until contents are added, so that they are looked up once.
    void set_parameter(const OscalNode& setting) {
        if (m_params.empty()) {
            gather_params(m_catalog);
        }
        const auto id = setting.attribute("param-id");
        const auto [first, last] = m_params.equal_range(id);
        if (first == last) {
            m_work.warn(m_profile.place(setting), "unknown-parameter", fmt::format("there is no parameter '{}' among what is imported", id), "the setting is left out");
        }
        for (auto each = first; each != last; ++each) {
            apply(setting, *each->second);
        }
    }

    void gather_params(OscalNode& section) {
        for (auto& child : section.children) {
            if (child.name == "param") {
                m_params.emplace(child.attribute("id"), &child);
            } else if (child.name == "control" || child.name == "group") {
                gather_params(child);
            }
        }
    }

    static void apply(const OscalNode& setting, OscalNode& param) {
        param.set("class", std::string(setting.attribute("class"))).set("depends-on", std::string(setting.attribute("depends-on")));
        const bool sets_value = setting.find("value") != nullptr;
        const bool sets_choice = setting.find("select") != nullptr;
        std::erase_if(param.children, [&](const OscalNode& each) {
            // A parameter has values or a choice, never both: whoever sets one takes the other away.
            const bool value = (each.name == "value" || each.name == "select") && (sets_value || sets_choice);
            return value || ((each.name == "label" || each.name == "usage") && setting.find(each.name) != nullptr) || is_replaced(each, setting);
        });
        for (const auto& each : setting.children) {
            param.add(each);
        }
        arrange_one(param);
    }

    /// Properties have no id but their UUID, and few have one.
    static bool is_replaced(const OscalNode& old, const OscalNode& setting) {
        const auto uuid = old.name == "prop" ? old.attribute("uuid") : std::string_view();
        return !uuid.empty() && std::ranges::any_of(setting.children, [&](const OscalNode& each) { return each.name == "prop" && each.attribute("uuid") == uuid; });
    }

    void alter(const OscalNode& directive) {
        const auto id = directive.attribute("control-id");
        std::vector<OscalNode*> controls;
        find_controls(m_catalog, id, controls);
        if (controls.empty()) {
            m_work.warn(m_profile.place(directive), "unknown-control", fmt::format("there is no control '{}' among what is imported", id), "the alteration is left out");
        }
        for (auto* const control : controls) {
            for (const auto& each : directive.children) {
                each.name == "remove" ? remove(each, *control) : add(each, *control);
            }
        }
    }

    static void find_controls(OscalNode& section, std::string_view id, std::vector<OscalNode*>& found) {
        for (auto& child : section.children) {
            if (child.name == "control" && child.attribute("id") == id) {
                found.push_back(&child);
            }
            if (child.name == "control" || child.name == "group") {
                find_controls(child, id, found);
            }
        }
    }

    void remove(const OscalNode& criteria, OscalNode& control) {
        if (criteria.attributes.empty()) {
            m_work.warn(m_profile.place(criteria), "nothing-named", "'remove' names nothing", "it is left out; write by-id, by-name, by-class, by-ns or by-item-name");
            return;
        }
        if (remove_inside(criteria, control) == 0) {
            m_work.warn(m_profile.place(criteria), "nothing-removed", fmt::format("nothing in control '{}' is what 'remove' names", control.attribute("id")));
        }
    }

    static std::size_t remove_inside(const OscalNode& criteria, OscalNode& node) {
        auto removed = std::erase_if(node.children, [&](const OscalNode& each) { return can_be_removed(each.name) && meets(each, criteria); });
        for (auto& child : node.children) {
            removed += remove_inside(criteria, child);
        }
        return removed;
    }

    /// "if and only if it meets all of the criteria"
    static bool meets(const OscalNode& node, const OscalNode& criteria) {
        return std::ranges::all_of(criteria.attributes, [&](const OscalAttribute& each) {
            if (each.name == "by-item-name") {
                return node.name == each.value;
            }
            if (each.name == "by-ns") {
                const bool named = node.name == "prop" || node.name == "part";
                return named && is_in_namespace(node, each.value);
            }
            return node.attribute(each.name.substr(3)) == each.value;
        });
    }

    void add(const OscalNode& directive, OscalNode& control) {
        const auto id = directive.attribute("by-id");
        const auto position = directive.attribute("position");
        if (id.empty()) {
            add_inside(directive, control, position == "starting" || position == "before");
            return;
        }
        auto* const parent = find_parent(control, id);
        if (parent == nullptr) {
            const bool itself = id == control.attribute("id");
            m_work.warn(m_profile.place(directive), "unknown-id",
                        itself ? fmt::format("'add' names the control '{}' itself, not a thing inside it", id) : fmt::format("there is no '{}' in control '{}'", id, control.attribute("id")),
                        itself ? "the addition is left out; leave by-id away" : "the addition is left out");
            return;
        }
        const auto target = std::ranges::find_if(parent->children, [&](const OscalNode& each) { return each.attribute("id") == id; });
        if (position == "before" || position == "after") {
            add_beside(directive, *parent, static_cast<std::size_t>(target - parent->children.begin()), position == "after");
        } else {
            add_inside(directive, *target, position == "starting");
        }
    }

    static OscalNode* find_parent(OscalNode& node, std::string_view id) {
        for (auto& child : node.children) {
            if (!child.is_text() && child.attribute("id") == id) {
                return &node;
            }
            if (auto* const found = find_parent(child, id)) {
                return found;
            }
        }
        return nullptr;
    }

    /// Each goes before or behind what is of its kind: "Tools MUST reorder the output catalog into canonical order".
    void add_inside(const OscalNode& directive, OscalNode& target, bool starting) {
        const auto added = fitting(directive, target);
        target.children.insert(starting ? target.children.begin() : target.children.end(), added.begin(), added.end());
        drop_second_title(directive, target);
        arrange_one(target);
    }

    void add_beside(const OscalNode& directive, OscalNode& parent, std::size_t at, bool after) {
        const auto added = fitting(directive, parent);
        parent.children.insert(parent.children.begin() + static_cast<std::ptrdiff_t>(at + (after ? 1 : 0)), added.begin(), added.end());
        drop_second_title(directive, parent);
        arrange_one(parent);
    }

    /// What the model lets stand there: parameters hold no parts, and parts no parameters.
    OscalNodes fitting(const OscalNode& directive, const OscalNode& holder) {
        const auto order = order_of(holder.name);
        OscalNodes added;
        for (const auto& each : directive.children) {
            if (std::ranges::find(order, each.name) != order.end()) {
                added.push_back(each);
            } else {
                m_work.warn(m_profile.place(each), "wrong-place", fmt::format("'{}' has no place in the {} '{}'", each.name, holder.name, holder.attribute("id")),
                            "it is left out");
            }
        }
        return added;
    }

    /// A title added takes the place of the one there was.
    static void drop_second_title(const OscalNode& directive, OscalNode& node) {
        const auto* const title = directive.find("title");
        if (title != nullptr && std::ranges::count(node.children, std::string_view("title"), &OscalNode::name) > 1) {
            bool kept = false;
            std::erase_if(node.children, [&](const OscalNode& each) {
                const bool is_new = each.name == "title" && !kept && each.text == title->text && each.children.size() == title->children.size();
                kept = kept || is_new;
                return each.name == "title" && !is_new;
            });
        }
    }

    static void arrange_one(OscalNode& node) {
        const auto order = order_of(node.name);
        std::ranges::stable_sort(node.children, {}, [&](const OscalNode& each) { return rank_in(order, each.name); });
    }

    OscalNode& m_catalog;
    const OscalDocument& m_profile;
    OscalWork& m_work;
    std::unordered_multimap<std::string_view, OscalNode*> m_params;
};

} // namespace

void modify_catalog(OscalNode& catalog, const OscalDocument& profile, OscalWork& work) { Modifying(catalog, profile, work).run(); }

void arrange_children(OscalNode& node) {
    const auto order = order_of(node.name);
    if (order.empty() || node.name == "part") {
        return;
    }
    // Groups and controls beside each other stay as they are.
    const auto rank = [&](const OscalNode& each) {
        const bool section = node.name != "catalog" && (each.name == "group" || each.name == "control");
        return rank_in(order, section ? std::string_view("group") : each.name);
    };
    if (!std::ranges::is_sorted(node.children, {}, rank)) {
        std::ranges::stable_sort(node.children, {}, rank);
    }
    for (auto& child : node.children) {
        arrange_children(child);
    }
}

} // namespace assay
