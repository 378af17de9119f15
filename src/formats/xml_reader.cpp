#include "formats/xml_reader.hpp"

#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "formats/xml_scan.hpp"
#include "formats/xml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace assay {
namespace {

/// One letter for another is no typing slip: "did you mean 'B'?" would be a guess.
constexpr std::size_t k_shortest_typo = 3;
/// Suggestions take longer than all else; a hostile file must not make very many of them among very many candidates.
constexpr std::size_t k_last_suggestion = 100;
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

} // namespace

struct XmlDocument::State {
    State(std::string_view given, const std::string& name, DiagnosticSink& faults) : bytes(given), file(name), sink(faults), lines(given) {}

    [[nodiscard]] Place place(std::size_t offset) const {
        const auto found = lines.find(offset);
        return {file, found.line, found.column};
    }
    [[nodiscard]] std::string_view name(const XmlNode& node) const { return bytes.substr(node.at, node.size); }
    [[nodiscard]] std::string_view name(const XmlAttribute& attribute) const { return bytes.substr(attribute.name_at, attribute.name_size); }
    [[nodiscard]] std::span<const XmlAttribute> attributes(const XmlNode& node) const {
        return std::span(tree.attributes).subspan(node.first_attribute, node.attribute_count);
    }
    /// The child nodes of a node: visit(child).
    template <class Visit>
    void for_each_node(const XmlNode& parent, const Visit& visit) const {
        const XmlNode* const first = tree.nodes.data();
        for (const XmlNode* child = &parent + 1; child != first + parent.end; child = first + child->end) {
            visit(*child);
        }
    }
    [[nodiscard]] std::string_view value(const XmlAttribute& attribute) {
        const auto raw = bytes.substr(attribute.value_at, attribute.value_size);
        return attribute.plain ? raw : decode_once(attribute.value_at, raw, decode_attribute);
    }
    [[nodiscard]] std::string_view text(const XmlNode& node) {
        const auto raw = bytes.substr(node.at, node.size);
        return node.plain ? raw : decode_once(node.at, raw, node.kind == XmlNodeKind::text ? decode_text : decode_cdata);
    }
    [[nodiscard]] std::string_view decode_once(std::size_t offset, std::string_view raw, std::string (*decode)(std::string_view)) {
        const auto [known, added] = decoded.try_emplace(offset);
        if (added) {
            known->second = decode(raw);
        }
        return known->second;
    }

    std::string_view bytes;
    FileName file;
    DiagnosticSink& sink;
    LineTable lines;
    XmlTree tree;
    std::unordered_map<std::size_t, std::string> decoded; ///< by offset: values and texts that do not stand in `bytes` as they are meant
    std::size_t errors = 0;
};

XmlDocument::XmlDocument(std::unique_ptr<State> state) : m_state(std::move(state)) {}
XmlDocument::~XmlDocument() = default;

std::unique_ptr<XmlDocument> XmlDocument::parse(std::string_view bytes, const std::string& file, DiagnosticSink& sink) {
    const auto report = [&](const XmlFault& fault, const Place& place) {
        sink.add({Severity::error, place, fault.code, fault.text, fault.hint});
    };
    if (const auto fault = find_encoding_fault(bytes)) {
        const bool whole_file = fault->offset == 0 && fault->code == "too-large";
        const auto found = whole_file ? LineColumn{0, 0} : LineTable(bytes).find(fault->offset);
        report(*fault, {file, found.line, found.column});
        return nullptr;
    }
    auto state = std::make_unique<State>(bytes, file, sink);
    if (const auto fault = scan_xml(bytes, state->lines, state->tree)) {
        report(*fault, state->place(fault->offset));
        return nullptr;
    }
    return std::unique_ptr<XmlDocument>(new XmlDocument(std::move(state)));
}

std::optional<XmlElement> XmlDocument::root(std::string_view name) {
    XmlElement element(*this, m_state->tree.nodes.front());
    if (element.name() != name) {
        const std::string known(name);
        report(element.place(), "unknown-element", fmt::format("the outermost element is {}, not '{}'", quote(element.name()), name),
               element.suggest(element.name(), {&known, 1}));
        return std::nullopt;
    }
    return element;
}

void XmlDocument::report(Place place, std::string code, std::string text, std::string hint) {
    ++m_state->errors;
    m_state->sink.add({Severity::error, std::move(place), std::move(code), std::move(text), std::move(hint)});
}

bool XmlDocument::has_errors() const { return m_state->errors > 0; }
bool XmlDocument::suggests() const { return m_state->errors < k_last_suggestion; }

XmlElement::XmlElement(XmlDocument& document, const XmlNode& node) : m_document(&document), m_node(&node) {}

std::string_view XmlElement::name() const { return m_document->m_state->name(*m_node); }

Place XmlElement::place() const {
    // Well-formed XML has nothing between '<' and the name.
    return m_document->m_state->place(m_node->at - 1);
}

std::uint32_t XmlElement::line() const { return m_document->m_state->lines.find(m_node->at).line; }

std::size_t XmlElement::attribute_count() const { return m_node->attribute_count; }

std::size_t XmlElement::count_children(std::string_view name) const {
    const auto& state = *m_document->m_state;
    std::size_t count = 0;
    state.for_each_node(*m_node, [&](const XmlNode& child) { count += child.kind == XmlNodeKind::element && state.name(child) == name ? 1U : 0U; });
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

bool XmlElement::is_known(std::size_t index) const {
    if (m_all_known || index < k_asked_bits) {
        return m_all_known || (m_asked >> index & 1U) != 0;
    }
    const auto& state = *m_document->m_state;
    const auto key = state.name(state.attributes(*m_node)[index]);
    return std::ranges::any_of(std::span(m_known).first(m_known_count), [&](const Known& each) { return each.view() == key; });
}

std::string XmlElement::describe() const {
    const auto collapsed = collapse_xml_space(find("id").value);
    return collapsed.empty() ? std::string(name()) : fmt::format("{} {}", name(), quote(collapsed));
}

Place XmlElement::place_of_value(std::size_t offset) const {
    const auto& state = *m_document->m_state;
    while (offset < state.bytes.size() && is_xml_space(state.bytes[offset])) {
        ++offset;
    }
    return state.place(offset);
}

XmlElement::Attribute XmlElement::decoded(const XmlAttribute& attribute) const {
    auto& state = *m_document->m_state;
    return {state.name(attribute), state.value(attribute), attribute.name_at, attribute.value_at};
}

/// Of the attribute, or the number of them.
std::size_t XmlElement::find_index(std::string_view key) const {
    const auto& state = *m_document->m_state;
    const auto all = state.attributes(*m_node);
    std::size_t index = 0;
    while (index < all.size() && (all[index].name_size != key.size() || state.name(all[index]) != key)) {
        ++index;
    }
    return index;
}

XmlElement::Attribute XmlElement::find(std::string_view key) const {
    const std::size_t index = find_index(key);
    return index == m_node->attribute_count ? Attribute{} : decoded(m_document->m_state->attributes(*m_node)[index]);
}

XmlElement::Attribute XmlElement::ask(std::string_view key, Need need) {
    add_known(key);
    const std::size_t index = find_index(key);
    const bool given = index < m_node->attribute_count;
    m_asked |= given && index < k_asked_bits ? std::uint64_t{1} << index : 0;
    const Attribute raw = given ? decoded(m_document->m_state->attributes(*m_node)[index]) : Attribute{};
    if (!raw.given()) {
        if (need == Need::required) {
            report("missing-attribute", fmt::format("{} lacks the attribute '{}'", describe(), key));
        }
        return {};
    }
    if (trim_xml_space(raw.value).empty()) {
        m_document->report(m_document->m_state->place(raw.value_at), "wrong-value",
                           fmt::format("the attribute '{}' of {} is empty", key, describe()), "give it a value or remove it");
        return {};
    }
    return raw;
}

bool XmlElement::has(std::string_view key) const { return find_index(key) < m_node->attribute_count; }

std::string XmlElement::text_of(std::string_view key, Need need) {
    const Attribute raw = ask(key, need);
    return !raw.given() ? std::string() : collapse_xml_space(raw.value);
}

PlacedText XmlElement::word(std::string_view key, Need need) {
    const Attribute raw = ask(key, need);
    if (!raw.given()) {
        return {};
    }
    return {std::string(raw.value), m_document->m_state->place(raw.value_at)};
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
        words.push_back({std::string(value.substr(start, at - start)), state.place(raw.value_at + start)});
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
    const auto all = m_document->m_state->attributes(*m_node);
    for (std::size_t index = 0; index < all.size(); ++index) {
        if (!is_known(index)) {
            visit(decoded(all[index]));
        }
    }
    m_all_known = true;
}

Place XmlElement::place_of_name(const Attribute& attribute) const { return m_document->m_state->place(attribute.name_at); }

PlacedText XmlElement::placed_value(const Attribute& attribute) const {
    return {std::string(trim_xml_space(attribute.value)), place_of_value(attribute.value_at)};
}

PlacedText XmlElement::text(Need need) {
    m_content_read = true;
    auto& state = *m_document->m_state;
    std::string joined;
    std::string_view all; // nearly always one piece, which is not copied
    std::optional<std::size_t> first;
    state.for_each_node(*m_node, [&](const XmlNode& child) {
        if (child.kind == XmlNodeKind::element) {
            report_unknown_child(child, {});
            return;
        }
        const auto piece = state.text(child);
        if (!first && !trim_xml_space(piece).empty()) {
            first = child.at;
        }
        if (all.empty()) {
            all = piece;
        } else {
            joined.append(joined.empty() ? all : std::string_view()).append(piece);
            all = joined;
        }
    });
    PlacedText text{collapse_xml_space(all), first ? place_of_value(*first) : place()};
    if (text.text.empty() && need == Need::required) {
        report("missing-text", fmt::format("{} holds no text", describe()));
    }
    return text;
}

void XmlElement::report_unknown_child(const XmlNode& child, std::span<const ChildRule> rules) {
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
    const auto& state = *m_document->m_state;
    std::array<const XmlNode*, k_most_child_rules> firsts{};
    state.for_each_node(*m_node, [&](const XmlNode& child) {
        if (child.kind != XmlNodeKind::element) {
            m_document->report(place_of_value(child.at), "unexpected-text", fmt::format("{} may not hold text of its own", describe()),
                               "remove it");
            return;
        }
        const auto rule = std::ranges::find(known, state.name(child), &ChildRule::name);
        if (rule == known.end()) {
            report_unknown_child(child, known);
            return;
        }
        XmlElement element(*m_document, child);
        auto& first = firsts[static_cast<std::size_t>(rule - known.begin())];
        if (first != nullptr && (rule->times == Times::once || rule->times == Times::at_most_once)) {
            m_document->report(element.place(), "repeated-element",
                               fmt::format("{} has a second '{}'; the first is on line {}", describe(), rule->name,
                                           XmlElement(*m_document, *first).line()));
            return;
        }
        first = first == nullptr ? &child : first;
        rule->load(element);
    });
    for (std::size_t index = 0; index < known.size(); ++index) {
        if (firsts[index] == nullptr && (known[index].times == Times::once || known[index].times == Times::at_least_once)) {
            report("missing-element", fmt::format("{} lacks the element '{}'", describe(), known[index].name));
        }
    }
}

void XmlElement::finish() {
    const auto& state = *m_document->m_state;
    const auto all = state.attributes(*m_node);
    std::vector<std::string> known;
    for (std::size_t index = 0; index < all.size(); ++index) {
        if (is_known(index)) {
            continue;
        }
        if (known.empty()) {
            known = known_attributes();
        }
        const auto key = state.name(all[index]);
        m_document->report(state.place(all[index].name_at), "unknown-attribute",
                           fmt::format("the attribute {} is not known in {}", quote(key), describe()), suggest(key, known));
    }
    if (!m_content_read) {
        for_each_child(std::span<const ChildRule>());
    }
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
    m_document->report(!raw.given() ? place() : place_of_value(raw.value_at), std::move(code), std::move(text), std::move(hint));
}

} // namespace assay
