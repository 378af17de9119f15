#include "formats/xml_reader.hpp"

#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "formats/xml_scan.hpp"
#include "formats/xml_text.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>

namespace assay {
namespace {

/// One letter for another is no typing slip: "did you mean 'B'?" would be a guess.
constexpr std::size_t k_shortest_typo = 3;
/// Suggestions take longer than all else; a hostile file must not make very many of them among very many candidates.
constexpr std::size_t k_last_suggestion = 100;

std::string join(std::span<const std::string> words) {
    std::string joined;
    for (std::size_t index = 0; index < words.size(); ++index) {
        joined += index == 0 ? "" : index + 1 == words.size() ? " or " : ", ";
        joined += words[index];
    }
    return joined;
}

bool is_text(const pugi::xml_node& node) { return node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata; }

} // namespace

struct XmlDocument::State {
    State(std::string_view original, const std::string& name, DiagnosticSink& faults)
        : bytes(original), file(name), sink(faults), lines(original) {}

    [[nodiscard]] Place place(std::size_t offset) const {
        const auto found = lines.find(offset);
        return {file, found.line, found.column};
    }
    [[nodiscard]] std::size_t offset(const char* pointer) const { return static_cast<std::size_t>(pointer - buffer.data()); }

    std::string_view bytes; ///< as given: pugixml rewrites its own copy, white space is looked for here
    std::string buffer;
    std::string file;
    DiagnosticSink& sink;
    LineTable lines;
    pugi::xml_document tree;
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
    if (const auto fault = find_xml_fault(bytes, state->lines)) {
        report(*fault, state->place(fault->offset));
        return nullptr;
    }
    state->buffer.assign(bytes);
    const auto result =
        state->tree.load_buffer_inplace(state->buffer.data(), state->buffer.size(), pugi::parse_default, pugi::encoding_utf8);
    if (!result) {
        // The scanner is the stricter of the two; should pugixml still disagree, the file is refused, never half read.
        report({0, "malformed-xml", fmt::format("the XML cannot be read: {}", result.description()), {}},
               state->place(static_cast<std::size_t>(std::max<std::ptrdiff_t>(result.offset, 0))));
        return nullptr;
    }
    return std::unique_ptr<XmlDocument>(new XmlDocument(std::move(state)));
}

std::optional<XmlElement> XmlDocument::root(std::string_view name) {
    const auto node = m_state->tree.document_element();
    XmlElement element(*this, node.internal_object());
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
const std::string& XmlDocument::file() const { return m_state->file; }

XmlElement::XmlElement(XmlDocument& document, pugi::xml_node_struct* node) : m_document(&document), m_node(node) {
    for (auto attribute = pugi::xml_node(node).first_attribute(); attribute; attribute = attribute.next_attribute()) {
        if (m_attribute_count == m_attributes.size()) {
            m_attribute_count = 0;
            break;
        }
        m_attributes[m_attribute_count++] = {attribute.name(), {attribute.name(), attribute.value()}};
    }
}

std::string_view XmlElement::name() const { return pugi::xml_node(m_node).name(); }

Place XmlElement::place() const {
    // Well-formed XML has nothing between '<' and the name.
    return m_document->m_state->place(m_document->m_state->offset(pugi::xml_node(m_node).name()) - 1);
}

std::uint32_t XmlElement::line() const {
    const auto& state = *m_document->m_state;
    return state.lines.find(state.offset(pugi::xml_node(m_node).name())).line;
}

void XmlElement::add_known(std::string_view key) {
    if (is_known(key)) {
        return;
    }
    if (m_known_count == m_known.size()) {
        throw Error(fmt::format("too many attributes are asked for of '{}'", name()));
    }
    m_known[m_known_count++] = key;
}

bool XmlElement::is_known(std::string_view key) const {
    const auto end = m_known.begin() + static_cast<std::ptrdiff_t>(m_known_count);
    return m_all_known || std::find(m_known.begin(), end, key) != end;
}

std::string XmlElement::describe() const {
    const auto id = pugi::xml_node(m_node).attribute("id");
    const auto collapsed = collapse_xml_space(id.value());
    return collapsed.empty() ? std::string(name()) : fmt::format("{} {}", name(), quote(collapsed));
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
    for (std::size_t index = 0; index < m_attribute_count; ++index) {
        if (m_attributes[index].name == key) {
            return m_attributes[index].attribute;
        }
    }
    if (m_attribute_count == 0) {
        for (auto attribute = pugi::xml_node(m_node).first_attribute(); attribute; attribute = attribute.next_attribute()) {
            if (attribute.name() == key) {
                return {attribute.name(), attribute.value()};
            }
        }
    }
    return {};
}

XmlElement::Attribute XmlElement::ask(std::string_view key, Need need) {
    add_known(key);
    const Attribute raw = find(key);
    if (raw.name == nullptr) {
        if (need == Need::required) {
            report("missing-attribute", fmt::format("{} lacks the attribute '{}'", describe(), key));
        }
        return {};
    }
    if (trim_xml_space(raw.value).empty()) {
        m_document->report(m_document->m_state->place(m_document->m_state->offset(raw.value)), "wrong-value",
                           fmt::format("the attribute '{}' of {} is empty", key, describe()), "give it a value or remove it");
        return {};
    }
    return raw;
}

bool XmlElement::has(std::string_view key) const { return find(key).name != nullptr; }

std::string XmlElement::text_of(std::string_view key, Need need) {
    const Attribute raw = ask(key, need);
    return raw.name == nullptr ? std::string() : collapse_xml_space(raw.value);
}

PlacedText XmlElement::word(std::string_view key, Need need) {
    const Attribute raw = ask(key, need);
    if (raw.name == nullptr) {
        return {};
    }
    const auto& state = *m_document->m_state;
    return {raw.value, state.place(state.offset(raw.value))};
}

PlacedText XmlElement::placed(std::string_view key, Need need) {
    const Attribute raw = ask(key, need);
    if (raw.name == nullptr) {
        return {};
    }
    return placed_value(raw);
}

std::vector<PlacedText> XmlElement::words(std::string_view key, Need need) {
    const Attribute raw = ask(key, need);
    std::vector<PlacedText> words;
    if (raw.name == nullptr) {
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
        words.push_back({std::string(value.substr(start, at - start)), state.place(state.offset(raw.value) + start)});
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
    const char* value = ask(key, Need::optional).value;
    if (value == nullptr) {
        return otherwise;
    }
    const std::string_view word = value;
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
    for (auto attribute = pugi::xml_node(m_node).first_attribute(); attribute; attribute = attribute.next_attribute()) {
        if (!is_known(attribute.name())) {
            visit({attribute.name(), attribute.value()});
        }
    }
    m_all_known = true;
}

Place XmlElement::place_of_name(const Attribute& attribute) const {
    return m_document->m_state->place(m_document->m_state->offset(attribute.name));
}

PlacedText XmlElement::placed_value(const Attribute& attribute) const {
    return {std::string(trim_xml_space(attribute.value)), place_of_value(attribute.value)};
}

PlacedText XmlElement::text(Need need) {
    m_content_read = true;
    std::string joined;
    std::string_view all; // nearly always one piece, which is not copied
    const char* first = nullptr;
    for (auto child = pugi::xml_node(m_node).first_child(); child; child = child.next_sibling()) {
        if (is_text(child)) {
            const char* piece = child.value();
            if (first == nullptr && !trim_xml_space(piece).empty()) {
                first = piece;
            }
            if (all.empty()) {
                all = piece;
            } else {
                joined.append(joined.empty() ? all : std::string_view()).append(piece);
                all = joined;
            }
        } else if (child.type() == pugi::node_element) {
            report_unknown_child(child.internal_object(), {});
        }
    }
    PlacedText text{collapse_xml_space(all), first == nullptr ? place() : place_of_value(first)};
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
    m_content_read = true;
    std::vector<std::optional<std::uint32_t>> first_lines(known.size());
    for (const auto& child : pugi::xml_node(m_node).children()) {
        if (is_text(child)) {
            m_document->report(place_of_value(child.value()), "unexpected-text", fmt::format("{} may not hold text of its own", describe()),
                               "remove it");
        }
        if (child.type() != pugi::node_element) {
            continue;
        }
        const auto rule = std::ranges::find(known, std::string_view(child.name()), &ChildRule::name);
        if (rule == known.end()) {
            report_unknown_child(child.internal_object(), known);
            continue;
        }
        XmlElement element(*m_document, child.internal_object());
        auto& first_line = first_lines[static_cast<std::size_t>(rule - known.begin())];
        if (first_line && (rule->times == Times::once || rule->times == Times::at_most_once)) {
            m_document->report(element.place(), "repeated-element",
                               fmt::format("{} has a second '{}'; the first is on line {}", describe(), rule->name, *first_line));
            continue;
        }
        if (!first_line) {
            first_line = element.line();
        }
        rule->load(element);
    }
    for (std::size_t index = 0; index < known.size(); ++index) {
        if (!first_lines[index] && (known[index].times == Times::once || known[index].times == Times::at_least_once)) {
            report("missing-element", fmt::format("{} lacks the element '{}'", describe(), known[index].name));
        }
    }
}

void XmlElement::finish() {
    std::vector<std::string> known;
    for (const auto& attribute : pugi::xml_node(m_node).attributes()) {
        const std::string_view key = attribute.name();
        if (is_known(key)) {
            continue;
        }
        if (known.empty()) {
            known.assign(m_known.begin(), m_known.begin() + static_cast<std::ptrdiff_t>(m_known_count));
        }
        m_document->report(m_document->m_state->place(m_document->m_state->offset(attribute.name())), "unknown-attribute",
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
    m_document->report(raw.name == nullptr ? place() : place_of_name(raw), std::move(code), std::move(text), std::move(hint));
}

void XmlElement::report_value(std::string_view key, std::string code, std::string text, std::string hint) {
    const Attribute raw = find(key);
    m_document->report(raw.name == nullptr ? place() : place_of_value(raw.value), std::move(code), std::move(text), std::move(hint));
}

} // namespace assay
