// Elements of OSCAL's XML, held against the grammar and put into a tree: one share of a document. Parses nothing.
#pragma once

#include "assay/base/diagnostic.hpp"
#include "assay/model/oscal.hpp"
#include "formats/oscal_grammar.hpp"
#include "formats/xml_text.hpp"

#include <pugixml.hpp>

#include <cstddef>
#include <cstdint>
#include <memory_resource>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// What the shares of a document have in common.
struct OscalXml {
    FileName file;
    LineTable lines{std::string_view()};
    const char* start = nullptr; ///< of the text that pugixml parsed in place
    std::string prefix;          ///< "oscal:" where the namespace has a prefix

    /// Empty for an element of another namespace.
    [[nodiscard]] std::string_view local_name(pugi::xml_node node) const;
    [[nodiscard]] std::size_t offset_of(const char* pointer) const { return static_cast<std::size_t>(pointer - start); }
};

/// An element that has its place and name in the tree, and nothing else yet.
struct OscalUnread {
    pugi::xml_node node;
    const OscalType* type = nullptr;
    OscalNode* into = nullptr;
};

/// Reports to `sink`; the tree's lists and what texts it cannot borrow stand in `memory`, so that nothing in it needs to be destroyed.
/// Everything given is borrowed; several may read one document at once.
class OscalElements {
public:
    OscalElements(const OscalXml& xml, DiagnosticSink& sink, std::pmr::memory_resource* memory) : m_xml(xml), m_sink(sink), m_memory(memory) {}

    void read(const OscalUnread& element);
    /// The outermost element and its children; what is inside those is added to `unread`, in document order. It holds while the tree stays where it is.
    void read_outline(const OscalUnread& root, std::vector<OscalUnread>& unread);
    [[nodiscard]] std::size_t faults() const { return m_faults; }

    [[gnu::cold, gnu::noinline]] void report(LineColumn place, std::string code, std::string text, std::string hint = {});
    [[nodiscard]] LineColumn place_of(const char* pointer) { return m_xml.lines.find(m_xml.offset_of(pointer), m_cursor); }

private:
    [[gnu::cold, gnu::noinline]] void report_at(pugi::xml_node node, std::string code, std::string text, std::string hint = {}) {
        report(place_of(node.name() - 1), std::move(code), std::move(text), std::move(hint));
    }

    void read_element(pugi::xml_node node, const OscalType& type, OscalNode& into);
    void read_attributes(pugi::xml_node node, const OscalType& type, OscalNode& into);
    bool is_namespace_word(pugi::xml_node node, pugi::xml_attribute attribute);
    void report_unknown_attribute(pugi::xml_attribute attribute, const OscalType& type, const OscalNode& into);
    void read_children(pugi::xml_node node, const OscalType& type, OscalNode& into);
    const OscalChildRule* next_rule(pugi::xml_node child, std::string_view name, const OscalType& type, std::size_t& at, const OscalNode& into);
    void report_missing(const OscalType& type, const OscalNode& into);
    void read_value(pugi::xml_node node, OscalKind kind, OscalNode& into);
    std::string_view keep(std::string_view text);
    void read_prose(pugi::xml_node node, OscalNode& into, bool blocks);
    void read_prose_attributes(pugi::xml_node node, OscalNode& into);

    const OscalXml& m_xml;
    DiagnosticSink& m_sink;
    std::pmr::memory_resource* m_memory;
    LineCursor m_cursor;
    std::size_t m_faults = 0;
    std::vector<OscalUnread>* m_unread = nullptr; ///< of an outline
    std::size_t m_depth = 0;                      ///< in an outline
};

} // namespace assay
