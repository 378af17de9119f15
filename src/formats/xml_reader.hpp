// The one way into XML: a document whose elements are asked for what they must hold, and report, with their place, all that they
// lack and all that nobody asked for. Knows no register, catalog or check.
#pragma once

#include "assay/base/diagnostic.hpp"
#include "assay/model/check.hpp"

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace pugi {
struct xml_attribute_struct;
struct xml_node_struct;
} // namespace pugi

namespace assay {

class XmlElement;

enum class Need : std::uint8_t { optional, required };
enum class Times : std::uint8_t { any, at_most_once, once, at_least_once };

/// How many words one attribute may hold.
inline constexpr std::size_t k_max_words = 2000;
/// How many different attributes may be asked for of one element, and how many rules there may be for its children.
inline constexpr std::size_t k_most_attributes = 24;
inline constexpr std::size_t k_most_child_rules = 16;
/// Among how many candidates a typing slip is looked for.
inline constexpr std::size_t k_most_candidates = 500;

/// What to do with a child element: a lambda that captures a few references. Rules are made anew for each element that has children,
/// so that std::function would be a good part of loading.
class ChildLoad {
public:
    template <class Load>
        requires std::invocable<const Load&, XmlElement&>
    ChildLoad(const Load& load) : m_call([](const void* stored, XmlElement& element) { (*static_cast<const Load*>(stored))(element); }) {
        static_assert(std::is_trivially_copyable_v<Load> && sizeof(Load) <= k_size && alignof(Load) <= alignof(void*));
        std::construct_at(reinterpret_cast<Load*>(m_stored.data()), load);
    }
    void operator()(XmlElement& element) const { m_call(m_stored.data(), element); }

private:
    static constexpr std::size_t k_size = 4 * sizeof(void*);
    alignas(void*) std::array<std::byte, k_size> m_stored; // NOLINT(cppcoreguidelines-pro-type-member-init): the lambda lies here
    void (*m_call)(const void*, XmlElement&);
};

/// A child element that is allowed, how often, and what to do with each. `times` is held by for_each_child.
struct ChildRule {
    std::string_view name;
    Times times = Times::any;
    ChildLoad load;
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
    [[gnu::cold]] void report(Place place, std::string code, std::string text, std::string hint = {});
    [[nodiscard]] bool has_errors() const;
    /// False once faults are too many to be read: then candidates need not even be collected.
    [[nodiscard]] bool suggests() const;

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
    /// How much to reserve: of many, the first k_most_attributes.
    [[nodiscard]] std::size_t attribute_count() const { return m_attribute_count; }
    [[nodiscard]] std::size_t count_children(std::string_view name) const;

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
        const Attribute found = ask(key, need);
        if (!found.given()) {
            return std::nullopt;
        }
        for (const auto& [word, meaning] : table) {
            if (word == found.value) {
                return meaning;
            }
        }
        std::vector<std::string> known;
        for (const auto& [word, meaning] : table) {
            known.emplace_back(word);
        }
        report_wrong_word(key, found.value, known);
        return std::nullopt;
    }
    /// An attribute with its value as pugixml decoded it; good as long as the document.
    struct Attribute {
        std::string_view name; ///< empty: not given
        std::string_view value;
        [[nodiscard]] bool given() const { return !name.empty(); }
    };
    /// Every attribute not asked for yet, in order; all become known.
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
    [[gnu::cold]] void report_value(std::string_view key, std::string code, std::string text, std::string hint = {});
    /// A fault of the attribute as such: at its name.
    [[gnu::cold]] void report_attribute(std::string_view key, std::string code, std::string text, std::string hint = {});
    [[gnu::cold]] void report(std::string code, std::string text, std::string hint = {});
    /// Did-you-mean, as long as faults are few enough to be read.
    [[nodiscard]] std::string suggest(std::string_view word, std::span<const std::string> known) const;
    [[nodiscard]] XmlDocument& document() const { return *m_document; }

private:
    /// A string_view without a default value: most elements use few of these.
    struct Known {
        const char* data;
        std::size_t size;
        [[nodiscard]] std::string_view view() const { return {data, size}; }
    };
    /// The same as it stands in the tree. Names are compared often, values are measured only when asked for.
    struct Raw {
        const char* name;
        std::size_t name_size;
        const char* value;
    };
    static Raw make_raw(pugi::xml_attribute_struct* attribute);
    /// visit(index, raw) each attribute in order until it says true.
    template <class Visit>
    void visit_attributes(const Visit& visit) const;
    Attribute ask(std::string_view key, Need need);
    [[nodiscard]] Attribute find(std::string_view key) const;
    [[nodiscard]] Place place_of_value(const char* value) const;
    [[nodiscard]] Place place_of_value(std::string_view value) const;
    [[gnu::cold]] void report_wrong_word(std::string_view key, std::string_view word, std::span<const std::string> known);
    void add_known(std::string_view key);
    [[nodiscard]] bool is_known(std::size_t index, std::string_view key) const;
    [[nodiscard]] std::vector<std::string> known_attributes() const;
    [[gnu::cold]] void report_unknown_attributes();
    [[gnu::cold]] void report_unknown_child(pugi::xml_node_struct* child, std::span<const ChildRule> rules);

    XmlDocument* m_document;
    pugi::xml_node_struct* m_node;
    pugi::xml_attribute_struct* m_more = nullptr;    ///< the first attribute that m_attributes has no room for
    std::array<Raw, k_most_attributes> m_attributes; // NOLINT(cppcoreguidelines-pro-type-member-init): the first m_attribute_count
    std::size_t m_attribute_count = 0;
    std::array<Known, k_most_attributes> m_known; // NOLINT(cppcoreguidelines-pro-type-member-init): the first m_known_count
    std::size_t m_known_count = 0;
    std::uint64_t m_asked = 0; ///< which of the first 64 attributes were asked for
    bool m_all_known = false;
    bool m_content_read = false;
};

} // namespace assay
