// The tree against pugixml's, which reads the same files in its own way.
#include "assay/base/file.hpp"
#include "assay/formats/load.hpp"
#include "formats/xml_scan.hpp"

#include <doctest/doctest.h>
#include <pugixml.hpp>
#include <rapidcheck.h>

#include <filesystem>
#include <string>

using namespace assay;

namespace {

/// Everything that a document says, a line each.
std::string written(const XmlTree& tree, std::string_view bytes) {
    std::string lines;
    for (const auto& node : tree.nodes) {
        const auto span = bytes.substr(node.at, node.size);
        if (node.kind != XmlNodeKind::element) {
            const auto meant = node.kind == XmlNodeKind::text ? decode_text(span) : decode_cdata(span);
            CHECK((!node.plain || meant == span));
            lines += "text " + meant + "\n";
            continue;
        }
        lines += "<" + std::string(span) + "\n";
        for (std::size_t index = node.first_attribute; index < node.first_attribute + node.attribute_count; ++index) {
            const auto& attribute = tree.attributes[index];
            const auto value = bytes.substr(attribute.value_at, attribute.value_size);
            CHECK((!attribute.plain || decode_attribute(value) == value));
            lines += std::string(bytes.substr(attribute.name_at, attribute.name_size)) + "=" + decode_attribute(value) + "\n";
        }
    }
    return lines;
}

void write(const pugi::xml_node& node, std::string& lines) {
    if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
        lines += std::string("text ") + node.value() + "\n";
    } else if (node.type() == pugi::node_element) {
        lines += std::string("<") + node.name() + "\n";
        for (const auto& attribute : node.attributes()) {
            lines += std::string(attribute.name()) + "=" + attribute.value() + "\n";
        }
        for (const auto& child : node.children()) {
            write(child, lines);
        }
    }
}

std::string ours(std::string_view bytes) {
    XmlTree tree;
    const auto fault = scan_xml(bytes, LineTable(bytes), tree);
    CHECK_MESSAGE(!fault, (fault ? fault->text : ""));
    return fault ? "" : written(tree, bytes);
}

std::string theirs(std::string_view bytes) {
    pugi::xml_document document;
    CHECK(document.load_buffer(bytes.data(), bytes.size(), pugi::parse_default, pugi::encoding_utf8));
    std::string lines;
    write(document.document_element(), lines);
    return lines;
}

/// A well-formed document: children, texts, CDATA sections and comments, with references and all kinds of white space.
std::string make_content(int depth) {
    using namespace std::string_literals;
    static const std::vector<std::string> k_texts{"a", " ", "\n", "\r\n", "\r", "\t", "&lt;", "&amp;", "&#13;", "&#x20;", "&#x2013;", "é", "]", "'", "\"", ">", "&#128512;"};
    std::string content;
    const int pieces = *rc::gen::inRange(0, 6);
    for (int piece = 0; piece < pieces; ++piece) {
        switch (*rc::gen::inRange(0, depth > 0 ? 6 : 4)) {
        case 0:
        case 1:
            content += *rc::gen::elementOf(k_texts);
            break;
        case 2:
            content += *rc::gen::elementOf(std::vector<std::string>{"<!-- c -->", "<![CDATA[]]>", "<![CDATA[ <&\r\n]] ]]>", "<?p q?>"});
            break;
        case 3:
            content += "<e/>"s;
            break;
        default: {
            std::string attributes;
            for (const char* name : {"a", "bb", "c.d"}) {
                if (*rc::gen::arbitrary<bool>()) {
                    auto value = *rc::gen::elementOf(k_texts) + *rc::gen::elementOf(k_texts) + *rc::gen::elementOf(k_texts);
                    std::erase(value, '"');
                    attributes += " "s + name + "=\"" + value + "\"";
                }
            }
            content += "<el" + attributes + ">" + make_content(depth - 1) + "</el>";
        }
        }
    }
    return content;
}

} // namespace

TEST_CASE("a document means what another parser reads in it") {
    CHECK(rc::check("elements, attributes and texts", [] {
        const auto bytes = "<r>" + make_content(3) + "</r>";
        XmlTree tree;
        if (scan_xml(bytes, LineTable(bytes), tree)) {
            RC_DISCARD("the pieces came to ']]>'");
        }
        RC_ASSERT(written(tree, bytes) == theirs(bytes));
    }));
}

TEST_CASE("all shipped files mean what another parser reads in them") {
    std::size_t files = 0;
    for (const auto* folder : {"registers", "catalogs", "checks", "crosswalks"}) {
        for (const auto& file : xml_files(std::filesystem::path(ASSAY_SOURCE_DIR) / "controls" / folder)) {
            const auto bytes = read_file(file);
            const bool same = ours(bytes) == theirs(bytes);
            CHECK_MESSAGE(same, file.string());
            ++files;
        }
    }
    CHECK(files > 100);
}

TEST_CASE("what an element holds ends where the tree says") {
    const std::string_view bytes = "<a x='1' y='&lt;'><b/>t<c><d/></c></a>";
    XmlTree tree;
    REQUIRE_FALSE(scan_xml(bytes, LineTable(bytes), tree));
    REQUIRE(tree.nodes.size() == 5);
    CHECK(tree.nodes[0].end == 5);
    CHECK(tree.nodes[1].end == 2);
    CHECK(tree.nodes[2].end == 3);
    CHECK(tree.nodes[3].end == 5);
    CHECK(tree.nodes[4].end == 5);
    REQUIRE(tree.attributes.size() == 2);
    CHECK(tree.attributes[0].plain);
    CHECK_FALSE(tree.attributes[1].plain);
}
