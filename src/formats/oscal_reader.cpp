// OSCAL's XML to a tree. The strict scanner goes first, as for every XML file; then each element is held against the grammar.
#include "assay/base/hash.hpp"
#include "assay/base/nearest.hpp"
#include "assay/formats/oscal.hpp"
#include "formats/oscal_grammar.hpp"
#include "formats/xml_scan.hpp"

#include <fmt/format.h>
#include <pugixml.hpp>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <memory>

namespace assay {
namespace {

std::string join_words(std::span<const std::string_view> words) {
    std::string joined;
    for (std::size_t index = 0; index < words.size(); ++index) {
        joined += index == 0 ? "" : index + 1 == words.size() ? " or " : ", ";
        joined += words[index];
    }
    return joined;
}

bool is_blank(std::string_view text) { return std::ranges::all_of(text, is_xml_space); }

std::size_t count_siblings(pugi::xml_node first) {
    std::size_t count = 0;
    for (; first; first = first.next_sibling()) {
        ++count;
    }
    return count;
}

class OscalReader {
public:
    OscalReader(std::string_view bytes, const std::string& file, DiagnosticSink& sink) : m_bytes(bytes), m_file(file), m_sink(sink) {}

    std::optional<OscalDocument> read();

private:
    [[nodiscard]] LineColumn place_of(const char* pointer) const { return m_lines.find(static_cast<std::size_t>(pointer - m_buffer->data())); }
    [[gnu::cold, gnu::noinline]] void report(LineColumn place, std::string code, std::string text, std::string hint = {}) {
        ++m_faults;
        m_sink.add({Severity::error, {m_file, place.line, place.column}, std::move(code), std::move(text), std::move(hint)});
    }
    [[gnu::cold, gnu::noinline]] void report_at(pugi::xml_node node, std::string code, std::string text, std::string hint = {}) {
        report(place_of(node.name() - 1), std::move(code), std::move(text), std::move(hint));
    }

    bool find_prefix(pugi::xml_node root);
    [[nodiscard]] std::string_view local_name(pugi::xml_node node) const;
    void read_element(pugi::xml_node node, const OscalType& type, OscalNode& into);
    void read_attributes(pugi::xml_node node, const OscalType& type, OscalNode& into);
    bool is_namespace_word(pugi::xml_node node, pugi::xml_attribute attribute);
    void read_children(pugi::xml_node node, const OscalType& type, OscalNode& into);
    const OscalChildRule* next_rule(pugi::xml_node child, std::string_view name, const OscalType& type, std::size_t& at, const OscalNode& into);
    void report_missing(const OscalType& type, const OscalNode& into);
    void read_value(pugi::xml_node node, OscalKind kind, OscalNode& into);
    void read_prose(pugi::xml_node node, OscalNode& into, bool blocks);
    void read_prose_attributes(pugi::xml_node node, OscalNode& into);
    void check_version(const OscalNode& root, OscalDocument& document);

    std::string_view m_bytes;
    FileName m_file;
    DiagnosticSink& m_sink;
    LineTable m_lines{std::string_view()};
    std::shared_ptr<std::string> m_buffer; ///< the tree's texts are pieces of it
    pugi::xml_document m_tree;
    std::string m_prefix; ///< "oscal:" where the namespace has a prefix
    std::size_t m_faults = 0;
};

std::optional<OscalDocument> OscalReader::read() {
    if (const auto fault = find_encoding_fault(m_bytes)) {
        const bool whole_file = fault->offset == 0 && fault->code == "too-large";
        report(whole_file ? LineColumn{0, 0} : LineTable(m_bytes).find(fault->offset), fault->code, fault->text, fault->hint);
        return std::nullopt;
    }
    m_lines = LineTable(m_bytes);
    if (const auto fault = find_xml_fault(m_bytes, m_lines)) {
        report(m_lines.find(fault->offset), fault->code, fault->text, fault->hint);
        return std::nullopt;
    }
    m_buffer = std::make_shared<std::string>(m_bytes);
    // White space between two insertions is text, and only in prose: it cannot be left to pugixml.
    const auto parsed = m_tree.load_buffer_inplace(m_buffer->data(), m_buffer->size(), pugi::parse_default | pugi::parse_ws_pcdata, pugi::encoding_utf8);
    if (!parsed) {
        report(m_lines.find(static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0))), "malformed-xml",
               fmt::format("the XML cannot be read: {}", parsed.description()));
        return std::nullopt;
    }
    const auto root = m_tree.document_element();
    if (!find_prefix(root)) {
        return std::nullopt;
    }
    const auto* const type = find_oscal_root(local_name(root));
    if (type == nullptr) {
        report_at(root, "unknown-element", fmt::format("{} is no OSCAL document", quote(root.name())), "known are " + join_words(k_oscal_roots));
        return std::nullopt;
    }
    OscalDocument document;
    document.root.name = type->name;
    read_element(root, *type, document.root);
    document.bytes = m_buffer;
    document.file = m_file;
    document.digest = to_hex(sha256(m_bytes));
    if (m_faults == 0) {
        check_version(document.root, document);
    }
    return m_faults == 0 ? std::optional(std::move(document)) : std::nullopt;
}

/// The namespace's prefix is that of the outermost element; the scanner does not know namespaces, and few documents use prefixes.
bool OscalReader::find_prefix(pugi::xml_node root) {
    const std::string_view name = root.name();
    const auto colon = name.find(':');
    m_prefix = colon == std::string_view::npos ? "" : std::string(name.substr(0, colon + 1));
    const std::string key = m_prefix.empty() ? "xmlns" : "xmlns:" + m_prefix.substr(0, m_prefix.size() - 1);
    const auto declared = root.attribute(key.c_str());
    if (!declared) {
        report_at(root, "unknown-namespace", fmt::format("{} is in no namespace", quote(name)), fmt::format("write {}=\"{}\"", key, k_oscal_namespace));
        return false;
    }
    if (declared.value() != k_oscal_namespace) {
        report(place_of(declared.value()), "unknown-namespace", fmt::format("the namespace {} is not known", quote(declared.value())),
               fmt::format("OSCAL 1.0 and later is {}", k_oscal_namespace));
        return false;
    }
    return true;
}

/// Empty for an element of another namespace.
std::string_view OscalReader::local_name(pugi::xml_node node) const {
    const std::string_view name = node.name();
    if (m_prefix.empty()) {
        return name.find(':') == std::string_view::npos ? name : std::string_view();
    }
    return name.starts_with(m_prefix) ? name.substr(m_prefix.size()) : std::string_view();
}

void OscalReader::read_element(pugi::xml_node node, const OscalType& type, OscalNode& into) {
    const auto place = place_of(node.name() - 1);
    into.line = place.line;
    into.column = place.column;
    read_attributes(node, type, into);
    if (type.value != OscalKind::none) {
        read_value(node, type.value, into);
    } else {
        read_children(node, type, into);
    }
}

bool OscalReader::is_namespace_word(pugi::xml_node node, pugi::xml_attribute attribute) {
    const std::string_view name = attribute.name();
    if (name == "xmlns" || name.starts_with("xmlns:")) {
        const bool own = m_prefix.empty() ? name == "xmlns" : name.substr(6) == std::string_view(m_prefix).substr(0, m_prefix.size() - 1) && name.size() > 6;
        if (own && attribute.value() != k_oscal_namespace) {
            report(place_of(attribute.value()), "unknown-namespace", fmt::format("the namespace {} is not known", quote(attribute.value())),
                   fmt::format("{} stands inside a document of OSCAL", quote(node.name())));
        }
        return true;
    }
    return name.starts_with("xsi:") || name.starts_with("xml:");
}

void OscalReader::read_attributes(pugi::xml_node node, const OscalType& type, OscalNode& into) {
    into.attributes.reserve(static_cast<std::size_t>(std::distance(node.attributes_begin(), node.attributes_end())));
    for (auto attribute = node.first_attribute(); attribute; attribute = attribute.next_attribute()) {
        const std::string_view name = attribute.name();
        const auto rule = std::ranges::find(type.attributes, name, &OscalAttributeRule::name);
        if (rule == type.attributes.end()) {
            if (!is_namespace_word(node, attribute)) {
                std::vector<std::string> known;
                known.reserve(type.attributes.size());
                for (const auto& each : type.attributes) {
                    known.emplace_back(each.name);
                }
                report(place_of(attribute.name()), "unknown-attribute", fmt::format("{} has no attribute {}", quote(into.name), quote(name)), did_you_mean(name, known));
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

void OscalReader::read_children(pugi::xml_node node, const OscalType& type, OscalNode& into) {
    // About half of them is white space.
    into.children.reserve((count_siblings(node.first_child()) + 1) / 2);
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
        const auto name = local_name(child);
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
        auto& made = into.children.emplace_back();
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
const OscalChildRule* OscalReader::next_rule(pugi::xml_node child, std::string_view name, const OscalType& type, std::size_t& at, const OscalNode& into) {
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

void OscalReader::report_missing(const OscalType& type, const OscalNode& into) {
    for (const auto& rule : type.children) {
        if (rule.required && into.find(rule.name) == nullptr) {
            report({into.line, into.column}, "missing-element", fmt::format("'{}' lacks the element '{}'", into.name, rule.name));
        }
    }
}

void OscalReader::read_value(pugi::xml_node node, OscalKind kind, OscalNode& into) {
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
    into.text = joined.empty() ? OscalText::borrow(trim_xml_space(only.value())) : OscalText(trim_xml_space(joined));
    const auto text = into.text.view();
    if (const auto wanted = fault_of_value(kind, text); !wanted.empty()) {
        report({into.line, into.column}, "wrong-value", fmt::format("{} is no value of '{}'", quote(text), into.name), fmt::format("write {}", wanted));
    }
}

/// `blocks`: of paragraphs and lists; else of text and inline markup. Elements of prose keep no place: nobody reports them later, and columns
/// far into a long line cost time.
void OscalReader::read_prose(pugi::xml_node node, OscalNode& into, bool blocks) {
    const auto only = node.first_child();
    if (!blocks && only && !only.next_sibling() && only.type() != pugi::node_element) {
        into.text = OscalText::borrow(only.value());
        return;
    }
    into.children.reserve(count_siblings(only));
    for (auto child = only; child; child = child.next_sibling()) {
        if (child.type() != pugi::node_element) {
            const bool blank = is_blank(child.value());
            if (blocks && !blank) {
                report(place_of(child.value()), "unexpected-text", fmt::format("there is text in '{}'", into.name), "put it into <p>");
            } else if (!blocks) {
                into.children.emplace_back().text = OscalText::borrow(child.value());
            }
            continue;
        }
        const auto name = local_name(child);
        auto known = blocks ? std::string_view() : find_inline_element(name);
        known = known.empty() ? find_block_element(name) : known;
        if (known.empty()) {
            report_at(child, "unknown-element", fmt::format("{} is no element of text in '{}'", quote(child.name()), into.name));
            continue;
        }
        auto& made = into.children.emplace_back();
        made.name = known;
        read_prose_attributes(child, made);
        read_prose(child, made, false);
    }
}

void OscalReader::read_prose_attributes(pugi::xml_node node, OscalNode& into) {
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

void OscalReader::check_version(const OscalNode& root, OscalDocument& document) {
    const auto* const metadata = root.find("metadata");
    const auto* const version = metadata == nullptr ? nullptr : metadata->find("oscal-version");
    if (version == nullptr) {
        return;
    }
    std::string_view text = version->text.view();
    text.remove_prefix(text.starts_with('v') ? 1 : 0);
    const auto* at = text.data();
    const auto* const end = text.data() + text.size();
    const auto number = [&](std::uint32_t& into) {
        const auto [next, failed] = std::from_chars(at, end, into);
        const bool good = failed == std::errc() && next != at;
        at = next;
        return good;
    };
    const auto point = [&] {
        const bool good = at != end && *at == '.';
        at += good ? 1 : 0;
        return good;
    };
    std::uint32_t major = 0;
    const bool good = number(major) && point() && number(document.minor) && point() && number(document.patch) && (at == end || *at == '-');
    if (!good || major != 1 || document.minor > 2) {
        report({version->line, version->column}, "unknown-version", fmt::format("OSCAL {} is not known", quote(version->text.view())), "1.0.x, 1.1.x and 1.2.x are read");
    }
}

} // namespace

std::optional<OscalDocument> read_oscal(std::string_view bytes, const std::string& file, DiagnosticSink& sink) { return OscalReader(bytes, file, sink).read(); }

} // namespace assay
