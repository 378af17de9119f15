#include "formats/xml_reader.hpp"

#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "formats/xml_document.hpp"
#include "formats/xml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace assay {
namespace {

/// One letter for another is no typing slip: "did you mean 'B'?" would be a guess.
constexpr std::size_t k_shortest_typo = 3;
/// So many attributes of an element are ticked off in one word.
constexpr std::size_t k_asked_bits = 64;

std::string join(std::span<const std::string> words) {
    std::string joined;
    for (std::size_t index = 0; index < words.size(); ++index) {
        joined += index == 0 ? "" : index + 1 == words.size() ? " or " : ", ";
        joined += words[index];
    }
    return joined;
}

/// Names of one length mostly differ in their first letter: then there is nothing to call.
bool is_same_name(std::string_view one, std::string_view other) {
    return one.size() == other.size() && !one.empty() && one.front() == other.front() && one == other;
}

bool is_text(const pugi::xml_node& node) { return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata; }

} // namespace

XmlElement::XmlElement(XmlDocument& document, pugi::xml_node_struct* node) : m_document(&document), m_node(node) {
    auto attribute = pugi::xml_node(node).first_attribute();
    for (; attribute && m_attribute_count < m_attributes.size(); attribute = attribute.next_attribute()) {
        m_attributes[m_attribute_count++] = make_raw(attribute.internal_object());
    }
    m_more = attribute.internal_object();
}

XmlElement::Raw XmlElement::make_raw(pugi::xml_attribute_struct* attribute) {
    const pugi::xml_attribute handle(attribute);
    const char* const name = handle.name();
    return {name, std::strlen(name), handle.value()};
}

template <class Visit>
void XmlElement::visit_attributes(const Visit& visit) const {
    for (std::size_t index = 0; index < m_attribute_count; ++index) {
        if (visit(index, m_attributes[index])) {
            return;
        }
    }
    std::size_t index = m_attribute_count;
    for (auto attribute = pugi::xml_attribute(m_more); attribute; attribute = attribute.next_attribute()) {
        if (visit(index++, make_raw(attribute.internal_object()))) {
            return;
        }
    }
}

std::string_view XmlElement::name() const { return pugi::xml_node(m_node).name(); }

Place XmlElement::place() const {
    // Well-formed XML has nothing between '<' and the name.
    return m_document->m_state->place(pugi::xml_node(m_node).name() - 1);
}

std::uint32_t XmlElement::line() const {
    const auto& state = *m_document->m_state;
    return state.lines.find(state.offset(pugi::xml_node(m_node).name())).line;
}

std::size_t XmlElement::count_children(std::string_view name) const {
    std::size_t count = 0;
    for (auto child = pugi::xml_node(m_node).first_child(); child; child = child.next_sibling()) {
        count += child.type() == pugi::node_element && is_same_name(child.name(), name) ? 1U : 0U;
    }
    return count;
}

/// A key may stand in the list several times, until there is no room: asking is frequent, and the list is for messages.
void XmlElement::add_known(std::string_view key) {
    if (m_known_count == m_known.size()) {
        const auto different = known_attributes();
        m_known_count = 0;
        for (const auto& each : different) {
            const auto* const first = std::ranges::find(m_known, each, &Known::view);
            m_known[m_known_count++] = *first;
        }
        if (m_known_count == m_known.size() && std::ranges::find(different, key) == different.end()) {
            throw Error(fmt::format("too many attributes are asked for of '{}'", name()));
        }
        if (m_known_count == m_known.size()) {
            return;
        }
    }
    m_known[m_known_count++] = {key.data(), key.size()};
}

/// In the order in which they were first asked for.
std::vector<std::string> XmlElement::known_attributes() const {
    std::vector<std::string> known;
    for (std::size_t index = 0; index < m_known_count; ++index) {
        if (std::ranges::find(known, m_known[index].view()) == known.end()) {
            known.emplace_back(m_known[index].view());
        }
    }
    return known;
}

bool XmlElement::is_known(std::size_t index, std::string_view key) const {
    if (m_all_known || index < k_asked_bits) {
        return m_all_known || (m_asked >> index & 1U) != 0;
    }
    return std::ranges::any_of(std::span(m_known).first(m_known_count), [&](const Known& each) { return each.view() == key; });
}

std::string XmlElement::describe() const {
    const auto collapsed = collapse_space(find("id").value);
    return collapsed.empty() ? std::string(name()) : fmt::format("{} {}", name(), quote(collapsed));
}

Place XmlElement::place_of_value(std::string_view value) const {
    const char* const first = value.data();
    return place_of_value(first);
}

Place XmlElement::place_of_value(const char* value) const {
    const auto& state = *m_document->m_state;
    std::size_t offset = state.offset(value);
    while (offset < state.bytes.size() && is_xml_space(state.bytes[offset])) {
        ++offset;
    }
    return state.place(offset);
}

XmlElement::Attribute XmlElement::find(std::string_view key) const {
    Attribute found;
    visit_attributes([&](std::size_t, const Raw& raw) {
        if (!is_same_name({raw.name, raw.name_size}, key)) {
            return false;
        }
        found = {{raw.name, raw.name_size}, raw.value};
        return true;
    });
    return found;
}

XmlElement::Attribute XmlElement::ask(std::string_view key, Need need) {
    add_known(key);
    Attribute raw;
    visit_attributes([&](std::size_t index, const Raw& each) {
        if (!is_same_name({each.name, each.name_size}, key)) {
            return false;
        }
        raw = {{each.name, each.name_size}, each.value};
        m_asked |= index < k_asked_bits ? std::uint64_t{1} << index : 0;
        return true;
    });
    if (!raw.given()) {
        if (need == Need::required) {
            report("missing-attribute", fmt::format("{} lacks the attribute '{}'", describe(), key));
        }
        return {};
    }
    if (trim_xml_space(raw.value).empty()) {
        m_document->report(m_document->m_state->place(raw.value), "wrong-value",
                           fmt::format("the attribute '{}' of {} is empty", key, describe()), "give it a value or remove it");
        return {};
    }
    return raw;
}

bool XmlElement::has(std::string_view key) const { return find(key).given(); }

std::string XmlElement::text_of(std::string_view key, Need need) {
    const Attribute raw = ask(key, need);
    return !raw.given() ? std::string() : collapse_space(raw.value);
}

PlacedText XmlElement::word(std::string_view key, Need need) {
    const Attribute raw = ask(key, need);
    if (!raw.given()) {
        return {};
    }
    return {std::string(raw.value), m_document->m_state->place(raw.value)};
}

PlacedText XmlElement::placed(std::string_view key, Need need) {
    const Attribute raw = ask(key, need);
    if (!raw.given()) {
        return {};
    }
    return placed_value(raw);
}

std::vector<PlacedText> XmlElement::words(std::string_view key, Need need) {
    const Attribute raw = ask(key, need);
    std::vector<PlacedText> words;
    if (!raw.given()) {
        return words;
    }
    const std::string_view value = raw.value;
    const auto& state = *m_document->m_state;
    for (std::size_t at = 0; at < value.size();) {
        if (is_xml_space(value[at])) {
            ++at;
            continue;
        }
        if (words.size() == k_max_words) {
            report_value(key, "wrong-value",
                         fmt::format("the attribute '{}' of {} holds more than {} words", key, describe(), k_max_words));
            return {};
        }
        const std::size_t start = at;
        while (at < value.size() && !is_xml_space(value[at])) {
            ++at;
        }
        words.push_back({std::string(value.substr(start, at - start)), state.place(value.data() + start)});
    }
    return words;
}

std::string XmlElement::suggest(std::string_view word, std::span<const std::string> known) const {
    if (word.size() < k_shortest_typo || !m_document->suggests()) {
        return {};
    }
    return did_you_mean(word, known.first(std::min(known.size(), k_most_candidates)));
}

void XmlElement::report_wrong_word(std::string_view key, std::string_view word, std::span<const std::string> known) {
    const auto nearest = suggest(word, known);
    report_value(key, "wrong-value", fmt::format("{} is no value of '{}' in {}", quote(word), key, describe()),
                 nearest.empty() ? "write " + join(known) : nearest);
}

bool XmlElement::yes_no(std::string_view key, bool otherwise) {
    static constexpr std::array<std::pair<std::string_view, bool>, 2> k_truth{{{"yes", true}, {"no", false}}};
    return one_of<bool>(key, k_truth, Need::optional).value_or(otherwise);
}

int XmlElement::integer(std::string_view key, int least, int most, int otherwise) {
    const Attribute found = ask(key, Need::optional);
    if (!found.given()) {
        return otherwise;
    }
    const std::string_view word = found.value;
    std::int64_t number = 0;
    for (const char c : word) {
        number = c < '0' || c > '9' || number > most ? -1 : number * 10 + (c - '0');
        if (number < 0) {
            break;
        }
    }
    if (number < least || number > most) {
        report_value(key, "wrong-value", fmt::format("{} is no value of '{}' in {}", quote(word), key, describe()),
                     fmt::format("write a whole number from {} to {}", least, most));
        return otherwise;
    }
    return static_cast<int>(number);
}

void XmlElement::for_each_other_attribute(const std::function<void(const Attribute&)>& visit) {
    visit_attributes([&](std::size_t index, const Raw& raw) {
        if (const std::string_view key(raw.name, raw.name_size); !is_known(index, key)) {
            visit({key, raw.value});
        }
        return false;
    });
    m_all_known = true;
}

Place XmlElement::place_of_name(const Attribute& attribute) const { return m_document->m_state->place(attribute.name); }

PlacedText XmlElement::placed_value(const Attribute& attribute) const {
    return {std::string(trim_xml_space(attribute.value)), place_of_value(attribute.value)};
}

PlacedText XmlElement::text(Need need) {
    m_content_read = true;
    std::string joined;
    std::string_view all; // nearly always one piece, which is not copied
    const char* first = nullptr;
    for (auto child = pugi::xml_node(m_node).first_child(); child; child = child.next_sibling()) {
        if (!is_text(child)) {
            report_unknown_child(child.internal_object(), {});
            continue;
        }
        const char* const piece = child.value();
        if (first == nullptr && !trim_xml_space(piece).empty()) {
            first = piece;
        }
        if (all.empty()) {
            all = piece;
        } else {
            joined.append(joined.empty() ? all : std::string_view()).append(piece);
            all = joined;
        }
    }
    PlacedText text{collapse_space(all), first != nullptr ? place_of_value(first) : place()};
    if (text.text.empty() && need == Need::required) {
        report("missing-text", fmt::format("{} holds no text", describe()));
    }
    return text;
}

void XmlElement::report_unknown_child(pugi::xml_node_struct* child, std::span<const ChildRule> rules) {
    const XmlElement unknown(*m_document, child);
    std::vector<std::string> known;
    for (const auto& rule : rules) {
        known.emplace_back(rule.name);
    }
    m_document->report(unknown.place(), "unknown-element", fmt::format("{} is not known inside {}", quote(unknown.name()), describe()),
                       suggest(unknown.name(), known));
}

void XmlElement::for_each_child(std::span<const ChildRule> known) {
    if (known.size() > k_most_child_rules) {
        throw Error(fmt::format("too many rules for the children of '{}'", name()));
    }
    m_content_read = true;
    std::array<pugi::xml_node_struct*, k_most_child_rules> firsts{};
    for (auto child = pugi::xml_node(m_node).first_child(); child; child = child.next_sibling()) {
        if (is_text(child)) {
            m_document->report(place_of_value(child.value()), "unexpected-text", fmt::format("{} may not hold text of its own", describe()),
                               "remove it");
            continue;
        }
        const std::string_view name = child.name();
        const auto rule = std::ranges::find_if(known, [&](const ChildRule& each) { return is_same_name(each.name, name); });
        if (rule == known.end()) {
            report_unknown_child(child.internal_object(), known);
            continue;
        }
        XmlElement element(*m_document, child.internal_object());
        auto& first = firsts[static_cast<std::size_t>(rule - known.begin())];
        if (first != nullptr && (rule->times == Times::once || rule->times == Times::at_most_once)) {
            m_document->report(element.place(), "repeated-element",
                               fmt::format("{} has a second '{}'; the first is on line {}", describe(), rule->name,
                                           XmlElement(*m_document, first).line()));
            continue;
        }
        first = first == nullptr ? child.internal_object() : first;
        rule->load(element);
    }
    for (std::size_t index = 0; index < known.size(); ++index) {
        if (firsts[index] == nullptr && (known[index].times == Times::once || known[index].times == Times::at_least_once)) {
            report("missing-element", fmt::format("{} lacks the element '{}'", describe(), known[index].name));
        }
    }
}

void XmlElement::finish() {
    static_assert(k_most_attributes < k_asked_bits);
    if (!m_all_known && (m_more != nullptr || m_asked != (std::uint64_t{1} << m_attribute_count) - 1)) { // hardly ever
        report_unknown_attributes();
    }
    if (!m_content_read) {
        for_each_child(std::span<const ChildRule>());
    }
}

void XmlElement::report_unknown_attributes() {
    std::vector<std::string> known;
    visit_attributes([&](std::size_t index, const Raw& raw) {
        const std::string_view key(raw.name, raw.name_size);
        if (is_known(index, key)) {
            return false;
        }
        if (known.empty()) {
            known = known_attributes();
        }
        m_document->report(m_document->m_state->place(raw.name), "unknown-attribute",
                           fmt::format("the attribute {} is not known in {}", quote(key), describe()), suggest(key, known));
        return false;
    });
}

void XmlElement::report(std::string code, std::string text, std::string hint) {
    m_document->report(place(), std::move(code), std::move(text), std::move(hint));
}

void XmlElement::report_attribute(std::string_view key, std::string code, std::string text, std::string hint) {
    const Attribute raw = find(key);
    m_document->report(!raw.given() ? place() : place_of_name(raw), std::move(code), std::move(text), std::move(hint));
}

void XmlElement::report_value(std::string_view key, std::string code, std::string text, std::string hint) {
    const Attribute raw = find(key);
    m_document->report(!raw.given() ? place() : place_of_value(raw.value), std::move(code), std::move(text), std::move(hint));
}

} // namespace assay
