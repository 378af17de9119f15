// A document of NIST's OSCAL models as a tree of its elements: catalogs, profiles, assessment results and the rest.
// Knows no file and no syntax; which element may stand where is for formats.
#pragma once

#include "assay/base/diagnostic.hpp"
#include "assay/base/white_space.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <memory_resource>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

inline constexpr std::string_view k_oscal_namespace = "http://csrc.nist.gov/ns/oscal/1.0";
/// Of properties and parts that name no namespace; who names it writes it like this.
inline constexpr std::string_view k_nist_namespace = "http://csrc.nist.gov/ns/oscal";
/// Of the properties of SP 800-53 and its kin: the method of an assessment.
inline constexpr std::string_view k_rmf_namespace = "http://csrc.nist.gov/ns/rmf";
/// Of the properties that only Assay understands.
inline constexpr std::string_view k_oscal_own_namespace = "urn:assay:oscal";

/// How long a text is, and whether it is to be released.
class OscalTextEnd {
public:
    OscalTextEnd() = default;
    OscalTextEnd(std::size_t size, bool own) : m_size_and_own(2 * size + (own ? 1U : 0U)) {}
    [[nodiscard]] std::size_t size() const { return m_size_and_own / 2; }
    void operator()(const char* text) const {
        if (m_size_and_own % 2 != 0) {
            std::default_delete<const char[]>()(text);
        }
    }

private:
    std::size_t m_size_and_own = 0; ///< in one word: a document has ten thousands of texts
};

/// Text of its own, or a piece of the bytes of the document that was read. A copy is always its own.
class OscalText {
public:
    OscalText() = default;
    OscalText(std::string_view text); ///< a copy
    OscalText(const std::string& text) : OscalText(std::string_view(text)) {}
    OscalText(const char* text) : OscalText(std::string_view(text)) {}
    [[nodiscard]] static OscalText borrow(std::string_view text);
    OscalText(const OscalText& other) : OscalText(other.view()) {}
    OscalText(OscalText&& other) noexcept = default;
    OscalText& operator=(const OscalText& other) { return *this = OscalText(other); }
    OscalText& operator=(OscalText&& other) noexcept = default;
    ~OscalText() = default;

    [[nodiscard]] std::string_view view() const { return m_text ? std::string_view(m_text.get(), m_text.get_deleter().size()) : std::string_view(); }
    operator std::string_view() const { return view(); }
    [[nodiscard]] bool empty() const { return view().empty(); }
    template <std::convertible_to<std::string_view> Text>
    friend bool operator==(const OscalText& a, const Text& b) {
        return a.view() == std::string_view(b);
    }

private:
    std::unique_ptr<const char[], OscalTextEnd> m_text; ///< null: empty
};

/// Names are literals or words of the grammar in formats: they outlive every document.
struct OscalAttribute {
    std::string_view name;
    OscalText value;
    friend bool operator==(const OscalAttribute&, const OscalAttribute&) = default;
};

struct OscalNode;
using OscalNodes = std::pmr::vector<OscalNode>;

/// An element, or a piece of text among elements (its name is empty then).
struct OscalNode {
    std::string_view name;
    OscalText text; ///< of an element without child elements, or of a piece of text; white space as in the document
    std::pmr::vector<OscalAttribute> attributes;
    OscalNodes children;             ///< in document order
    std::uint32_t line = 0;          ///< 0: not read from a file
    std::uint32_t column = 0;

    OscalNode() = default;
    /// Its lists stand in `memory`; those of copies do not.
    explicit OscalNode(std::pmr::memory_resource* memory) : attributes(memory), children(memory) {}
    explicit OscalNode(std::string_view element, std::string_view content = {}) : name(element), text(content) {}

    [[nodiscard]] bool is_text() const { return name.empty(); }
    /// Wherever they were read.
    friend bool operator==(const OscalNode& a, const OscalNode& b) {
        return a.name == b.name && a.text == b.text && a.attributes == b.attributes && a.children == b.children;
    }
    /// The attribute's value, or "".
    [[nodiscard]] std::string_view attribute(std::string_view key) const;
    /// In its place when it is there, else at the end; an empty value is left out.
    OscalNode& set(std::string_view key, std::string_view value);
    [[nodiscard]] const OscalNode* find(std::string_view child) const;
    [[nodiscard]] OscalNode* find(std::string_view child);
    /// The children of the child element; none where it is not there.
    [[nodiscard]] std::span<const OscalNode> children_of(std::string_view child) const;
    /// The text of the child element, white space collapsed, or "".
    [[nodiscard]] std::string text_of(std::string_view child) const;
    /// At the end. The reference holds until the next child is added.
    OscalNode& add(OscalNode child);
    OscalNode& add(std::string_view element, std::string_view content = {}) { return add(OscalNode(element, content)); }
};

/// A document read from a file. What is read stays as it is: it is copied from, never changed and never moved out of.
struct OscalDocument {
    std::shared_ptr<const OscalNode> tree; ///< never null; holds all that its texts and lists stand in
    FileName file;                         ///< for messages
    std::string digest;                    ///< SHA-256 of the file, hex
    std::uint32_t minor = 0;               ///< of its OSCAL version, 1.minor.patch
    std::uint32_t patch = 0;

    [[nodiscard]] const OscalNode& root() const { return *tree; }
    [[nodiscard]] Place place(const OscalNode& node) const { return {file, node.line, node.column}; }
};

/// All text inside, markup taken away, white space collapsed; a parameter's insertion gives what `insert` says of it.
template <class Insert>
void gather_text(const OscalNode& node, std::string& text, const Insert& insert) {
    if (node.name == "insert") {
        text += insert(node.attribute("id-ref"));
        return;
    }
    text += node.text.view();
    for (const auto& child : node.children) {
        gather_text(child, text, insert);
    }
}
[[nodiscard]] std::string plain_text(const OscalNode& node);

/// `*` any characters, `?` one; all else stands for itself.
[[nodiscard]] bool matches_glob(std::string_view pattern, std::string_view text);

/// Whether a property or part is of that namespace; without one it is of NIST's own. What others mean by the same name is theirs.
[[nodiscard]] bool is_in_namespace(const OscalNode& prop, std::string_view ns);
/// The first property of that name in the namespace without class, else with any; or null.
[[nodiscard]] const OscalNode* find_prop_node(const OscalNode& node, std::string_view name, std::string_view ns = k_nist_namespace);
/// Its value, or "".
[[nodiscard]] std::string_view find_prop(const OscalNode& node, std::string_view name, std::string_view ns = k_nist_namespace);
/// A property of our own namespace, white space collapsed. Nothing for an empty value: OSCAL has no empty ones.
void add_prop(OscalNode& node, std::string_view name, std::string_view value);

} // namespace assay
