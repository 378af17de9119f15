#include "formats/oscal_elements.hpp"

#include "assay/base/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace assay {
namespace {

/// Of what an outline holds: a document's own children, the groups of a catalog for one.
constexpr std::size_t k_outline_depth = 2;

bool is_blank(std::string_view text) { return std::ranges::all_of(text, is_xml_space); }

std::size_t count_children(pugi::xml_node node, bool texts_too) {
    std::size_t count = 0;
    for (auto child = node.first_child(); child; child = child.next_sibling()) {
        count += texts_too || child.type() == pugi::node_element ? 1 : 0;
    }
    return count;
}

std::size_t count_attributes(pugi::xml_node node) {
    std::size_t count = 0;
    for (auto attribute = node.first_attribute(); attribute; attribute = attribute.next_attribute()) {
        ++count;
    }
    return count;
}

} // namespace

std::string_view OscalXml::local_name(pugi::xml_node node) const {
    const std::string_view name = node.name();
    if (prefix.empty()) {
        return name.find(':') == std::string_view::npos ? name : std::string_view();
    }
    return name.starts_with(prefix) ? name.substr(prefix.size()) : std::string_view();
}

void OscalElements::report(LineColumn place, std::string code, std::string text, std::string hint) {
    ++m_faults;
    m_sink.add({Severity::error, {m_xml.file, place.line, place.column}, std::move(code), std::move(text), std::move(hint)});
}

void OscalElements::read(const OscalUnread& element) {
    const auto name = element.into->name;
    std::destroy_at(element.into); // whoever made it has other memory
    std::construct_at(element.into, m_memory)->name = name;
    read_element(element.node, *element.type, *element.into);
}

void OscalElements::read_outline(const OscalUnread& root, std::vector<OscalUnread>& unread) {
    m_unread = &unread;
    m_depth = 0;
    read_element(root.node, *root.type, *root.into);
    m_unread = nullptr;
}

void OscalElements::read_element(pugi::xml_node node, const OscalType& type, OscalNode& into) {
    if (m_unread != nullptr && m_depth == k_outline_depth) {
        m_unread->push_back({node, &type, &into});
        return;
    }
    const auto place = place_of(node.name() - 1);
    into.line = place.line;
    into.column = place.column;
    read_attributes(node, type, into);
    if (type.value != OscalKind::none) {
        read_value(node, type.value, into);
    } else {
        ++m_depth;
        read_children(node, type, into);
        --m_depth;
    }
}

bool OscalElements::is_namespace_word(pugi::xml_node node, pugi::xml_attribute attribute) {
    const std::string_view name = attribute.name();
    if (name == "xmlns" || name.starts_with("xmlns:")) {
        const bool own = m_xml.prefix.empty() ? name == "xmlns" : name.substr(6) == std::string_view(m_xml.prefix).substr(0, m_xml.prefix.size() - 1) && name.size() > 6;
        if (own && attribute.value() != k_oscal_namespace) {
            report(place_of(attribute.value()), "unknown-namespace", fmt::format("the namespace {} is not known", quote(attribute.value())),
                   fmt::format("{} stands inside a document of OSCAL", quote(node.name())));
        }
        return true;
    }
    return name.starts_with("xsi:") || name.starts_with("xml:");
}

void OscalElements::read_attributes(pugi::xml_node node, const OscalType& type, OscalNode& into) {
    into.attributes.reserve(count_attributes(node));
    for (auto attribute = node.first_attribute(); attribute; attribute = attribute.next_attribute()) {
        const std::string_view name = attribute.name();
        const auto rule = std::ranges::find(type.attributes, name, &OscalAttributeRule::name);
        if (rule == type.attributes.end()) {
            if (!is_namespace_word(node, attribute)) {
                report_unknown_attribute(attribute, type, into);
            }
            continue;
        }
        const std::string_view value = attribute.value();
        if (const auto wanted = fault_of_value(rule->kind, value); !wanted.empty()) {
            report(place_of(attribute.value()), "wrong-value", fmt::format("{} is no value of the attribute '{}' of '{}'", quote(value), name, into.name), fmt::format("write {}", wanted));
            continue;
        }
        into.attributes.push_back({rule->name, OscalText::borrow(value)});
    }
    for (const auto& rule : type.attributes) {
        if (rule.required && into.attribute(rule.name).empty() && !node.attribute(std::string(rule.name).c_str())) {
            report_at(node, "missing-attribute", fmt::format("'{}' lacks the attribute '{}'", into.name, rule.name));
        }
    }
}

void OscalElements::report_unknown_attribute(pugi::xml_attribute attribute, const OscalType& type, const OscalNode& into) {
    std::vector<std::string> known;
    known.reserve(type.attributes.size());
    for (const auto& each : type.attributes) {
        known.emplace_back(each.name);
    }
    report(place_of(attribute.name()), "unknown-attribute", fmt::format("{} has no attribute {}", quote(into.name), quote(attribute.name())), did_you_mean(attribute.name(), known));
}

void OscalElements::read_children(pugi::xml_node node, const OscalType& type, OscalNode& into) {
    into.children.reserve(count_children(node, false));
    std::size_t at = 0;
    bool has_choice = false;
    bool has_value = false;
    for (auto child = node.first_child(); child; child = child.next_sibling()) {
        if (child.type() != pugi::node_element) {
            if (!is_blank(child.value())) {
                report(place_of(child.value()), "unexpected-text", fmt::format("there is text in '{}'", into.name), "text belongs into its elements");
            }
            continue;
        }
        const auto name = m_xml.local_name(child);
        const auto* const rule = next_rule(child, name, type, at, into);
        if (rule == nullptr) {
            continue;
        }
        // The model's only choice between two kinds of children, of parameters and their settings.
        if (name == "select" || name == "value") {
            (name == "select" ? has_choice : has_value) = true;
            if (has_choice && has_value) {
                report_at(child, "two-kinds", fmt::format("'{}' holds '{}' beside '{}'", into.name, name, name == "select" ? "value" : "select"), "keep the values or the choice");
            }
        }
        auto& made = into.children.emplace_back(m_memory);
        if (rule->type == nullptr) {
            made.name = find_block_element(name);
            read_prose_attributes(child, made);
            read_prose(child, made, false);
        } else {
            made.name = rule->name;
            read_element(child, *rule->type, made);
        }
    }
    report_missing(type, into);
}

/// Children stand in the order of the model; `at` is the first rule of the slot reached so far.
const OscalChildRule* OscalElements::next_rule(pugi::xml_node child, std::string_view name, const OscalType& type, std::size_t& at, const OscalNode& into) {
    const auto fits = [&](const OscalChildRule& rule) { return rule.type == nullptr ? !find_block_element(name).empty() : rule.name == name; };
    for (std::size_t index = at; index < type.children.size(); ++index) {
        const auto& rule = type.children[index];
        if (!fits(rule)) {
            continue;
        }
        if (!rule.many && into.find(rule.name) != nullptr) {
            report_at(child, "repeated-element", fmt::format("'{}' holds more than one '{}'", into.name, name), "keep one");
            return nullptr;
        }
        while (type.children[at].slot < rule.slot) {
            ++at;
        }
        return &rule;
    }
    if (name.empty()) {
        report_at(child, "unknown-namespace", fmt::format("{} is an element of another namespace", quote(child.name())), "remove it");
        return nullptr;
    }
    if (std::ranges::any_of(type.children, fits)) {
        report_at(child, "wrong-order", fmt::format("'{}' stands too late in '{}'", name, into.name), fmt::format("it comes before '{}'", type.children[at].name));
        return nullptr;
    }
    std::vector<std::string> known;
    known.reserve(type.children.size());
    for (const auto& rule : type.children) {
        known.emplace_back(rule.name);
    }
    report_at(child, "unknown-element", fmt::format("'{}' has no element {}", into.name, quote(name)), did_you_mean(name, known));
    return nullptr;
}

void OscalElements::report_missing(const OscalType& type, const OscalNode& into) {
    for (const auto& rule : type.children) {
        if (rule.required && into.find(rule.name) == nullptr) {
            report({into.line, into.column}, "missing-element", fmt::format("'{}' lacks the element '{}'", into.name, rule.name));
        }
    }
}

std::string_view OscalElements::keep(std::string_view text) {
    auto* const kept = std::pmr::polymorphic_allocator<>(m_memory).allocate_object<char>(text.size());
    std::ranges::copy(text, kept);
    return {kept, text.size()};
}

void OscalElements::read_value(pugi::xml_node node, OscalKind kind, OscalNode& into) {
    if (kind == OscalKind::line || kind == OscalKind::multi) {
        read_prose(node, into, kind == OscalKind::multi);
        return;
    }
    std::string joined; // of pieces that a comment parts
    const auto only = node.first_child();
    for (auto child = only; child; child = child.next_sibling()) {
        if (child.type() == pugi::node_element) {
            report_at(child, "unknown-element", fmt::format("'{}' has no element {}", into.name, quote(child.name())), "it holds text only");
            return;
        }
        if (child != only || child.next_sibling()) {
            joined += child.value();
        }
    }
    into.text = OscalText::borrow(joined.empty() ? trim_xml_space(only.value()) : keep(trim_xml_space(joined)));
    const auto text = into.text.view();
    if (const auto wanted = fault_of_value(kind, text); !wanted.empty()) {
        report({into.line, into.column}, "wrong-value", fmt::format("{} is no value of '{}'", quote(text), into.name), fmt::format("write {}", wanted));
    }
}

/// `blocks`: of paragraphs and lists; else of text and inline markup. Elements of prose keep no place: nobody reports them later, and columns
/// far into a long line cost time.
void OscalElements::read_prose(pugi::xml_node node, OscalNode& into, bool blocks) {
    const auto only = node.first_child();
    if (!blocks && only && !only.next_sibling() && only.type() != pugi::node_element) {
        into.text = OscalText::borrow(only.value());
        return;
    }
    into.children.reserve(count_children(node, !blocks));
    for (auto child = only; child; child = child.next_sibling()) {
        if (child.type() != pugi::node_element) {
            const bool blank = is_blank(child.value());
            if (blocks && !blank) {
                report(place_of(child.value()), "unexpected-text", fmt::format("there is text in '{}'", into.name), "put it into <p>");
            } else if (!blocks) {
                into.children.emplace_back(m_memory).text = OscalText::borrow(child.value());
            }
            continue;
        }
        const auto name = m_xml.local_name(child);
        auto known = blocks ? std::string_view() : find_inline_element(name);
        known = known.empty() ? find_block_element(name) : known;
        if (known.empty()) {
            report_at(child, "unknown-element", fmt::format("{} is no element of text in '{}'", quote(child.name()), into.name));
            continue;
        }
        auto& made = into.children.emplace_back(m_memory);
        made.name = known;
        read_prose_attributes(child, made);
        read_prose(child, made, false);
    }
}

void OscalElements::read_prose_attributes(pugi::xml_node node, OscalNode& into) {
    for (auto attribute = node.first_attribute(); attribute; attribute = attribute.next_attribute()) {
        const auto known = find_prose_attribute(into.name, attribute.name());
        if (!known.empty()) {
            into.attributes.push_back({known, OscalText::borrow(attribute.value())});
        } else if (!is_namespace_word(node, attribute)) {
            report(place_of(attribute.name()), "unknown-attribute", fmt::format("'{}' has no attribute {}", into.name, quote(attribute.name())));
        }
    }
    if (into.name == "insert" && (into.attribute("type").empty() || into.attribute("id-ref").empty())) {
        report_at(node, "missing-attribute", "'insert' lacks the attribute 'type' or 'id-ref'");
    }
}

} // namespace assay
