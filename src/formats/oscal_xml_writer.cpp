// A tree of OSCAL as XML. Markup is written as it stands, all else indented.
#include "assay/formats/escape.hpp"
#include "assay/formats/oscal.hpp"
#include "formats/oscal_grammar.hpp"

#include "assay/base/error.hpp"

#include <fmt/format.h>

namespace assay {
namespace {

class OscalXmlWriter {
public:
    std::string write(const OscalNode& root) {
        const auto* const type = find_oscal_root(root.name);
        if (type == nullptr) {
            throw Error(fmt::format("cannot write OSCAL: '{}' is no document", root.name));
        }
        m_text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
        write_element(root, *type, 0);
        return std::move(m_text);
    }

private:
    void open(const OscalNode& node) {
        m_text += '<';
        m_text += node.name;
        for (const auto& each : node.attributes) {
            m_text += ' ';
            m_text += each.name;
            m_text += "=\"";
            m_text += escape_xml_attribute(each.value);
            m_text += '"';
        }
    }
    void close(const OscalNode& node) {
        m_text += "</";
        m_text += node.name;
        m_text += '>';
    }

    void write_element(const OscalNode& node, const OscalType& type, std::size_t depth) {
        m_text.append(2 * depth, ' ');
        open(node);
        if (depth == 0) {
            m_text += " xmlns=\"";
            m_text += k_oscal_namespace;
            m_text += '"';
        }
        if (node.children.empty() && node.text.empty()) {
            m_text += "/>\n";
            return;
        }
        m_text += '>';
        if (type.value == OscalKind::none || type.value == OscalKind::multi) {
            m_text += '\n';
            for (const auto& child : node.children) {
                write_child(child, type, depth + 1);
            }
            m_text.append(2 * depth, ' ');
        } else {
            write_content(node);
        }
        close(node);
        m_text += '\n';
    }

    void write_child(const OscalNode& child, const OscalType& type, std::size_t depth) {
        const auto* const rule = type.find_child(child.name);
        if (rule != nullptr && rule->type != nullptr) {
            write_element(child, *rule->type, depth);
            return;
        }
        if (find_block_element(child.name).empty()) {
            throw Error(fmt::format("cannot write OSCAL: '{}' has no element '{}'", type.name, child.name));
        }
        m_text.append(2 * depth, ' ');
        write_inline(child);
        m_text += '\n';
    }

    void write_content(const OscalNode& node) {
        m_text += escape_xml_text(node.text);
        for (const auto& child : node.children) {
            if (child.is_text()) {
                m_text += escape_xml_text(child.text);
            } else {
                write_inline(child);
            }
        }
    }

    void write_inline(const OscalNode& node) {
        open(node);
        if (node.children.empty() && node.text.empty()) {
            m_text += "/>";
            return;
        }
        m_text += '>';
        write_content(node);
        close(node);
    }

    std::string m_text;
};

} // namespace

std::string write_oscal_xml(const OscalNode& root) { return OscalXmlWriter().write(root); }

} // namespace assay
