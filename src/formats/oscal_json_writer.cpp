// A tree of OSCAL as JSON: children of one name become a list under their plural, markup becomes Markdown (Metaschema's mapping).
#include "assay/base/error.hpp"
#include "assay/formats/json.hpp"
#include "assay/formats/oscal.hpp"
#include "formats/oscal_grammar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace assay {
namespace {

class OscalMarkdown {
public:
    static std::string line(const OscalNode& node) {
        std::string text;
        append_content(node, text);
        return collapse_space(text);
    }

    static std::string blocks(const OscalNode& node) {
        std::string text;
        for (const auto& child : node.children) {
            if (!find_block_element(child.name).empty()) {
                text += text.empty() ? "" : "\n\n";
                text += block(child);
            }
        }
        return text;
    }

private:
    static std::string block(const OscalNode& node) {
        if (node.name == "ul" || node.name == "ol") {
            return list(node, 0);
        }
        if (node.name == "pre") {
            return "```\n" + std::string(node.text) + "\n```";
        }
        if (node.name == "table") {
            return table(node);
        }
        if (node.name == "hr") {
            return "---";
        }
        if (node.name == "blockquote") {
            return "> " + line(node);
        }
        if (node.name.size() == 2 && node.name.front() == 'h') {
            return std::string(static_cast<std::size_t>(node.name[1] - '0'), '#') + ' ' + line(node);
        }
        if (node.name == "img") {
            std::string text;
            append_inline(node, text);
            return text;
        }
        return line(node);
    }

    static std::string list(const OscalNode& node, std::size_t depth) {
        std::string text;
        std::size_t number = 0;
        for (const auto& item : node.children) {
            if (item.name != "li") {
                continue;
            }
            OscalNode own("li", item.text);
            std::string inner;
            for (const auto& child : item.children) {
                if (child.name == "ul" || child.name == "ol") {
                    inner += '\n' + list(child, depth + 1);
                } else {
                    own.children.push_back(child);
                }
            }
            text += text.empty() ? "" : "\n";
            text += std::string(2 * depth, ' ') + (node.name == "ol" ? fmt::format("{}. ", ++number) : std::string("- ")) + line(own) + inner;
        }
        return text;
    }

    static std::string table(const OscalNode& node) {
        std::string text;
        bool head = true;
        for (const auto& row : node.children) {
            if (row.name != "tr") {
                continue;
            }
            std::string cells = "|";
            std::string rule = "|";
            for (const auto& cell : row.children) {
                if (!cell.is_text()) {
                    cells += ' ' + line(cell) + " |";
                    rule += " --- |";
                }
            }
            text += (text.empty() ? "" : "\n") + cells + (head ? "\n" + rule : "");
            head = false;
        }
        return text;
    }

    static void append_text(std::string_view piece, std::string& text) {
        for (const char c : piece) {
            if (std::string_view("\\*`~^<").find(c) != std::string_view::npos) {
                text += '\\';
            }
            text += c;
        }
    }

    static void append_content(const OscalNode& node, std::string& text) {
        append_text(node.text, text);
        for (const auto& child : node.children) {
            child.is_text() ? append_text(child.text, text) : append_inline(child, text);
        }
    }

    static void append_inline(const OscalNode& node, std::string& text) {
        constexpr std::pair<std::string_view, std::string_view> k_marks[] = {{"b", "**"},  {"code", "`"}, {"em", "*"},  {"i", "*"},
                                                                             {"q", "\""}, {"strong", "**"}, {"sub", "~"}, {"sup", "^"}};
        if (node.name == "insert") {
            text += fmt::format("{{{{ insert: {}, {} }}}}", node.attribute("type"), node.attribute("id-ref"));
        } else if (node.name == "a") {
            text += '[';
            append_content(node, text);
            text += fmt::format("]({})", node.attribute("href"));
        } else if (node.name == "img") {
            text += fmt::format("![{}]({})", node.attribute("alt"), node.attribute("src"));
        } else if (node.name == "br") {
            text += ' ';
        } else {
            const auto* const mark = std::ranges::find(k_marks, node.name, [](const auto& each) { return each.first; });
            const auto around = mark == std::end(k_marks) ? std::string_view(" ") : mark->second;
            text += around;
            append_content(node, text);
            text += around;
        }
    }
};

class OscalJsonWriter {
public:
    std::string write(const OscalNode& root) {
        const auto* const type = find_oscal_json_root(root.name);
        if (type == nullptr) {
            throw Error(fmt::format("cannot write OSCAL: '{}' is no document", root.name));
        }
        m_json.begin_object().key(root.name);
        write_object(root, *type);
        m_json.end_object();
        return m_json.finish();
    }

private:
    void write_scalar(OscalKind kind, std::string_view text) {
        std::int64_t number = 0;
        if (kind == OscalKind::boolean) {
            m_json.value(text == "true" || text == "1");
        } else if (kind == OscalKind::integer && std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc()) {
            m_json.value(number);
        } else {
            m_json.value(text);
        }
    }

    void write_value(const OscalNode& node, OscalKind kind) {
        if (kind == OscalKind::line) {
            m_json.value(OscalMarkdown::line(node));
        } else if (kind == OscalKind::multi) {
            m_json.value(OscalMarkdown::blocks(node));
        } else {
            write_scalar(kind, node.text);
        }
    }

    void write_node(const OscalNode& node, const OscalType& type) {
        const bool bare = type.value != OscalKind::none && type.attributes.empty();
        bare ? write_value(node, type.value) : write_object(node, type);
    }

    void write_object(const OscalNode& node, const OscalType& type) {
        m_json.begin_object();
        for (const auto& rule : type.attributes) {
            if (const auto value = node.attribute(rule.name); !value.empty()) {
                m_json.key(rule.name);
                write_scalar(rule.kind, value);
            }
        }
        if (type.value != OscalKind::none) {
            m_json.key(type.json_value);
            write_value(node, type.value);
        }
        for (const auto& rule : type.children) {
            write_children(node, rule);
        }
        for (const auto& child : node.children) {
            if (type.find_child(child.name) == nullptr && find_block_element(child.name).empty()) {
                throw Error(fmt::format("cannot write OSCAL: '{}' has no element '{}'", type.name, child.name));
            }
        }
        m_json.end_object();
    }

    void write_children(const OscalNode& node, const OscalChildRule& rule) {
        if (rule.type == nullptr) {
            if (const auto prose = OscalMarkdown::blocks(node); !prose.empty()) {
                m_json.field(rule.json, prose);
            }
            return;
        }
        const auto* const first = node.find(rule.name);
        if (first == nullptr) {
            return;
        }
        m_json.key(rule.json);
        if (!rule.many && rule.name == "revisions") {
            write_list(*first, rule.type->children.front());
        } else if (rule.many) {
            write_list(node, rule);
        } else {
            write_node(*first, *rule.type);
        }
    }

    void write_list(const OscalNode& node, const OscalChildRule& rule) {
        m_json.begin_array();
        for (const auto& child : node.children) {
            if (child.name == rule.name) {
                write_node(child, *rule.type);
            }
        }
        m_json.end_array();
    }

    JsonWriter m_json;
};

} // namespace

std::string write_oscal_json(const OscalNode& root) { return OscalJsonWriter().write(root); }

} // namespace assay
