#include "rules/oscal_text.hpp"

#include <algorithm>

namespace assay {
namespace {

/// A parameter within a parameter's choice within a parameter…
constexpr std::size_t k_deepest_parameter = 8;
/// Of a hostile catalog: choices that insert each other many times over.
constexpr std::size_t k_most_steps = 10'000;

bool is_block(std::string_view name) {
    constexpr std::string_view k_names[] = {"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "img", "ol", "p", "pre", "table", "ul"};
    return std::ranges::find(k_names, name) != std::end(k_names);
}

} // namespace

void OscalParams::gather(const OscalNode& node) {
    for (const auto& child : node.children) {
        if (child.name == "param") {
            m_params.emplace(child.attribute("id"), &child);
        } else if (child.name == "group" || child.name == "control") {
            gather(child);
        }
    }
}

const OscalNode* OscalParams::find(std::string_view id) const {
    const auto found = m_params.find(id);
    return found == m_params.end() ? nullptr : found->second;
}

void OscalTexts::append(const OscalNode& node, std::string& text) const {
    if (node.name == "insert") {
        ++(m_params.find(node.attribute("id-ref")) != nullptr ? m_insertions : m_undefined_insertions);
        text += parameter(node.attribute("id-ref"));
        return;
    }
    text += node.text.view();
    std::int64_t number = 0;
    for (const auto& child : node.children) {
        if (child.name == "li") {
            text += node.name == "ol" ? " " + std::to_string(++number) + ") " : std::string(" - ");
        } else if (child.name == "br" || child.name == "tr" || child.name == "td" || child.name == "th" || is_block(child.name)) {
            text += ' ';
        } else if (child.name == "q") {
            text += '"';
        }
        append(child, text);
        text += child.name == "q" ? "\"" : "";
    }
}

void OscalTexts::append_prose(const OscalNode& node, std::string& text) const {
    for (const auto& child : node.children) {
        if (is_block(child.name)) {
            text += ' ';
            append(child, text);
        }
    }
    if (node.children.empty() || std::ranges::any_of(node.children, [](const OscalNode& child) { return child.is_text() || child.name == "insert"; })) {
        append(node, text);
    }
}

std::string OscalTexts::prose(const OscalNode& node) const {
    std::string text;
    append_prose(node, text);
    return collapse_space(text);
}

std::string OscalTexts::block(const OscalNode& node) const {
    std::string text;
    append(node, text);
    return collapse_space(text);
}

void OscalTexts::append_part(const OscalNode& part, std::string& text) const {
    if (const auto label = label_of(part); !label.empty()) {
        text += ' ';
        text += label;
    }
    if (const auto* const title = part.find("title")) {
        text += ' ';
        append_prose(*title, text);
    }
    text += ' ';
    append_prose(part, text);
    for (const auto& child : part.children) {
        if (child.name == "part") {
            append_part(child, text);
        }
    }
}

std::string OscalTexts::part(const OscalNode& part) const {
    std::string text;
    append_part(part, text);
    return collapse_space(text);
}

std::string OscalTexts::parameter(std::string_view id) const {
    const auto* const found = m_params.find(id);
    if (found == nullptr && m_met_unknown.insert(id).second) {
        m_unknown.push_back(id);
    }
    m_steps = m_open.empty() ? 0 : m_steps + 1;
    const bool too_much = m_open.size() == k_deepest_parameter || m_steps > k_most_steps || m_put_in > m_most_put_in;
    if (found == nullptr || too_much || std::ranges::find(m_open, id) != m_open.end()) {
        m_not_followed += found != nullptr ? 1 : 0;
        return "[Assignment: " + std::string(id) + "]";
    }
    m_open.push_back(id);
    const auto& param = *found;
    std::string values;
    std::string choices;
    for (const auto& child : param.children) {
        if (child.name == "value") {
            values += (values.empty() ? "" : ", ") + collapse_space(child.text);
        } else if (child.name == "select") {
            for (const auto& choice : child.children) {
                choices += (choices.empty() ? "" : "; ") + prose(choice);
            }
            choices.insert(0, child.attribute("how-many") == "one-or-more" ? "[Selection (one or more): " : "[Selection: ").push_back(']');
        }
    }
    const auto* const label = param.find("label");
    auto text = !values.empty() ? values : !choices.empty() ? choices : "[Assignment: " + (label == nullptr ? std::string(id) : prose(*label)) + "]";
    m_open.pop_back();
    m_put_in += text.size();
    return text;
}

std::string_view label_of(const OscalNode& node) {
    const OscalNode* best = nullptr;
    for (const auto& child : node.children) {
        if (child.name != "prop" || child.attribute("name") != "label" || !is_in_namespace(child, k_nist_namespace)) {
            continue;
        }
        const auto of = child.attribute("class");
        if (of.empty()) {
            return child.attribute("value");
        }
        best = best == nullptr || of == "sp800-53a" ? &child : best;
    }
    return best == nullptr ? std::string_view() : best->attribute("value");
}

} // namespace assay
