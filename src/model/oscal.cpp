#include "assay/model/oscal.hpp"

#include <algorithm>

namespace assay {

OscalText::OscalText(std::string_view text) {
    if (!text.empty()) {
        auto own = std::make_unique_for_overwrite<char[]>(text.size());
        std::ranges::copy(text, own.get());
        m_text = {own.release(), OscalTextEnd(text.size(), true)};
    }
}

OscalText OscalText::borrow(std::string_view text) {
    OscalText borrowed;
    if (!text.empty()) {
        const char* const first = text.data();
        borrowed.m_text = {first, OscalTextEnd(text.size(), false)};
    }
    return borrowed;
}

std::string_view OscalNode::attribute(std::string_view key) const {
    for (const auto& each : attributes) {
        if (each.name == key) {
            return each.value.view();
        }
    }
    return {};
}

OscalNode& OscalNode::set(std::string_view key, std::string_view value) {
    if (value.empty()) {
        return *this;
    }
    for (auto& each : attributes) {
        if (each.name == key) {
            each.value = value;
            return *this;
        }
    }
    attributes.push_back({key, value});
    return *this;
}

const OscalNode* OscalNode::find(std::string_view child) const {
    const auto found = std::ranges::find(children, child, &OscalNode::name);
    return found == children.end() ? nullptr : &*found;
}

OscalNode* OscalNode::find(std::string_view child) {
    const auto found = std::ranges::find(children, child, &OscalNode::name);
    return found == children.end() ? nullptr : &*found;
}

std::span<const OscalNode> OscalNode::children_of(std::string_view child) const {
    const auto* const found = find(child);
    return found == nullptr ? std::span<const OscalNode>() : std::span<const OscalNode>(found->children);
}

std::string OscalNode::text_of(std::string_view child) const {
    const auto* const found = find(child);
    return found == nullptr ? std::string() : plain_text(*found);
}

OscalNode& OscalNode::add(OscalNode child) {
    children.push_back(std::move(child));
    return children.back();
}

std::string plain_text(const OscalNode& node) {
    std::string text;
    gather_text(node, text, [](std::string_view id) { return std::string(id); });
    return collapse_space(text);
}

bool matches_glob(std::string_view pattern, std::string_view text) {
    // The last star is the only one ever gone back to: linear in practice, never exponential.
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos;
    std::size_t resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == text[t])) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*') {
        ++p;
    }
    return p == pattern.size();
}

bool is_in_namespace(const OscalNode& prop, std::string_view ns) {
    const auto own = prop.attribute("ns");
    return (own.empty() ? k_nist_namespace : own) == ns;
}

const OscalNode* find_prop_node(const OscalNode& node, std::string_view name, std::string_view ns) {
    const OscalNode* classed = nullptr;
    for (const auto& child : node.children) {
        if (child.name != "prop" || child.attribute("name") != name || !is_in_namespace(child, ns)) {
            continue;
        }
        if (child.attribute("class").empty()) {
            return &child;
        }
        classed = classed == nullptr ? &child : classed;
    }
    return classed;
}

std::string_view find_prop(const OscalNode& node, std::string_view name, std::string_view ns) {
    const auto* const found = find_prop_node(node, name, ns);
    return found == nullptr ? std::string_view() : found->attribute("value");
}

void add_prop(OscalNode& node, std::string_view name, std::string_view value) {
    if (auto text = collapse_space(value); !text.empty()) {
        node.add("prop").set("name", name).set("ns", k_oscal_own_namespace).set("value", text);
    }
}

} // namespace assay
