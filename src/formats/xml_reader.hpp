// The one way into XML: a document whose elements are asked for what they must hold, and report, with their place, all that they
// lack and all that nobody asked for. Knows no register, catalog or check.
#pragma once

#include "assay/base/diagnostic.hpp"
#include "assay/model/check.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pugi {
struct xml_node_struct;
}

namespace assay {

class XmlElement;

enum class Need : std::uint8_t { optional, required };
enum class Times : std::uint8_t { any, at_most_once, once, at_least_once };

/// How many words one attribute may hold.
inline constexpr std::size_t k_max_words = 2000;
/// How many different attributes may be asked for of one element.
inline constexpr std::size_t k_most_attributes = 24;
/// Among how many candidates a typing slip is looked for.
inline constexpr std::size_t k_most_candidates = 500;

/// A child element that is allowed, how often, and what to do with each. `times` is held by for_each_child.
struct ChildRule {
    std::string_view name;
    Times times = Times::any;
    std::function<void(XmlElement&)> load;
};

/// A word of a closed list and what it means.
template <class Value>
using WordTable = std::span<const std::pair<std::string_view, Value>>;

/// Parsed bytes with exact places: line and column of elements ('<'), of attributes (name) and of values (first character).
/// Columns *inside* a value count from its first character as long as it holds no entity and no line end; each entity before a
/// point shifts the column by what it is longer than its character.
class XmlDocument {
public:
    /// Reports the first fault that makes it not well-formed XML (see xml_scan.hpp) and gives nothing then. `bytes` and `sink` are
    /// borrowed and must outlive the document. No entity is defined, no file and no address is ever opened.
    [[nodiscard]] static std::unique_ptr<XmlDocument> parse(std::string_view bytes, const std::string& file, DiagnosticSink& sink);
    ~XmlDocument();
    XmlDocument(const XmlDocument&) = delete;
    XmlDocument& operator=(const XmlDocument&) = delete;

    /// The outermost element, or nothing, reported, when it has another name.
    [[nodiscard]] std::optional<XmlElement> root(std::string_view name);
    void report(Place place, std::string code, std::string text, std::string hint = {});
    [[nodiscard]] bool has_errors() const;
    /// False once faults are too many to be read: then candidates need not even be collected.
    [[nodiscard]] bool suggests() const;
    [[nodiscard]] const std::string& file() const;

private:
    friend class XmlElement;
    struct State;
    explicit XmlDocument(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// One element. What is asked for becomes known; finish() reports the rest. Borrowed from its document.
class XmlElement {
public:
    XmlElement(XmlDocument& document, pugi::xml_node_struct* node);

    [[nodiscard]] std::string_view name() const;
    [[nodiscard]] Place place() const;
    [[nodiscard]] std::uint32_t line() const;
    /// "field 'owner'", or "field" without an id, for messages.
    [[nodiscard]] std::string describe() const;
    [[nodiscard]] bool has(std::string_view key) const;

    /// Text of an attribute, white space collapsed. A given but blank one is always a fault; then, and when missing, it is empty.
    std::string required(std::string_view key) { return text_of(key, Need::required); }
    std::string optional(std::string_view key) { return text_of(key, Need::optional); }
    std::string text_of(std::string_view key, Need need);
    /// The same with the place of the first character, ends trimmed, inside as it is (an expression may hold two spaces in a literal).
    PlacedText placed(std::string_view key, Need need);
    /// The value exactly as written: for ids and words of closed lists, where white space is a fault.
    PlacedText word(std::string_view key, Need need);
    /// Words between white space, each with its place; at most k_max_words, more are a fault.
    std::vector<PlacedText> words(std::string_view key, Need need);
    /// "yes" or "no"; else reported and `otherwise`.
    bool yes_no(std::string_view key, bool otherwise);
    /// Digits only, within bounds; else reported and `otherwise`.
    int integer(std::string_view key, int least, int most, int otherwise);
    /// What the word means by the table; a word that is not in it is reported, with the nearest or all of them.
    template <class Value>
    std::optional<Value> one_of(std::string_view key, WordTable<Value> table, Need need) {
        const char* value = ask(key, need).value;
        if (value == nullptr) {
            return std::nullopt;
        }
        for (const auto& [word, meaning] : table) {
            if (word == value) {
                return meaning;
            }
        }
        std::vector<std::string> known;
        for (const auto& [word, meaning] : table) {
            known.emplace_back(word);
        }
        report_wrong_word(key, value, known);
        return std::nullopt;
    }
    /// Every attribute not asked for yet, in order; all become known. The handle is good during the visit.
    struct Attribute {
        const char* name = nullptr; ///< null: not given
        const char* value = nullptr;
    };
    void for_each_other_attribute(const std::function<void(const Attribute&)>& visit);
    [[nodiscard]] Place place_of_name(const Attribute& attribute) const;
    /// Ends trimmed; may be blank.
    [[nodiscard]] PlacedText placed_value(const Attribute& attribute) const;

    /// The element's own text, white space collapsed, with its place. Missing text is a fault when required.
    PlacedText text(Need need);
    /// Visits child elements in order; reports unknown ones, text between them, missing and repeated ones.
    void for_each_child(std::span<const ChildRule> rules);
    void for_each_child(std::initializer_list<ChildRule> rules) { for_each_child(std::span(rules.begin(), rules.size())); }
    /// Reports every attribute that was not asked for, and child elements and text when neither was. Call it last.
    void finish();

    /// A fault of this element's attribute: at its value's first character, or at the element when it is not given.
    void report_value(std::string_view key, std::string code, std::string text, std::string hint = {});
    /// A fault of the attribute as such: at its name.
    void report_attribute(std::string_view key, std::string code, std::string text, std::string hint = {});
    void report(std::string code, std::string text, std::string hint = {});
    /// Did-you-mean, as long as faults are few enough to be read.
    [[nodiscard]] std::string suggest(std::string_view word, std::span<const std::string> known) const;
    [[nodiscard]] XmlDocument& document() const { return *m_document; }

private:
    /// An attribute as found in the tree; the length of the name is kept, because names are compared often.
    struct Found {
        std::string_view name;
        Attribute attribute;
    };
    Attribute ask(std::string_view key, Need need);
    [[nodiscard]] Attribute find(std::string_view key) const;
    [[nodiscard]] Place place_of_value(const char* value) const;
    void report_wrong_word(std::string_view key, std::string_view word, std::span<const std::string> known);
    void add_known(std::string_view key);
    [[nodiscard]] bool is_known(std::string_view key) const;
    void report_unknown_child(pugi::xml_node_struct* child, std::span<const ChildRule> rules);

    XmlDocument* m_document;
    pugi::xml_node_struct* m_node;
    std::array<Found, k_most_attributes> m_attributes; ///< all of them, or none when they are more
    std::size_t m_attribute_count = 0;
    std::array<std::string_view, k_most_attributes> m_known;
    std::size_t m_known_count = 0;
    bool m_all_known = false;
    bool m_content_read = false;
};

} // namespace assay
