// The scanner against other parsers: it accepts what expat accepts, and what it accepts pugixml reads as expat does.
#include "assay/base/file.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/load.hpp"
#include "formats/xml_scan.hpp"
#include "formats/xml_scanner.hpp"

#include <doctest/doctest.h>
#include <expat.h>
#include <pugixml.hpp>
#include <rapidcheck.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using namespace assay;

namespace {

bool scanner_accepts(std::string_view bytes) { return !find_encoding_fault(bytes) && !find_xml_fault(bytes, LineTable(bytes)); }

/// Everything that a document says: "<name", "name=value" and "text …" lines.
class Heard {
public:
    void element(const char* name) {
        flush();
        m_lines += std::string("<") + name + "\n";
    }
    void attribute(const char* name, const char* value) { m_lines += std::string(name) + "=" + value + "\n"; }
    void text(std::string_view piece) { m_text += piece; }
    /// Neighbouring pieces are one text; white space alone is none, because pugixml leaves it out.
    void flush() {
        if (m_text.find_first_not_of(" \t\r\n") != std::string::npos) {
            m_lines += "text " + m_text + "\n";
        }
        m_text.clear();
    }
    std::string lines() {
        flush();
        return m_lines;
    }

private:
    std::string m_lines;
    std::string m_text;
};

/// Nothing when expat refuses the document.
std::optional<std::string> read_by_expat(std::string_view bytes) {
    Heard heard;
    const std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser(XML_ParserCreate("UTF-8"), XML_ParserFree);
    XML_SetUserData(parser.get(), &heard);
    XML_SetElementHandler(
        parser.get(),
        [](void* user, const char* name, const char** attributes) {
            static_cast<Heard*>(user)->element(name);
            for (; *attributes != nullptr; attributes += 2) {
                static_cast<Heard*>(user)->attribute(attributes[0], attributes[1]);
            }
        },
        [](void* user, const char*) { static_cast<Heard*>(user)->flush(); });
    XML_SetCharacterDataHandler(parser.get(), [](void* user, const char* text, int size) {
        static_cast<Heard*>(user)->text({text, static_cast<std::size_t>(size)});
    });
    if (XML_Parse(parser.get(), bytes.data(), static_cast<int>(bytes.size()), 1) != XML_STATUS_OK) {
        return std::nullopt;
    }
    return heard.lines();
}

void walk(const pugi::xml_node& node, Heard& heard) {
    if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
        heard.text(node.value());
    } else if (node.type() == pugi::node_element) {
        heard.element(node.name());
        for (const auto& attribute : node.attributes()) {
            heard.attribute(attribute.name(), attribute.value());
        }
        for (const auto& child : node.children()) {
            walk(child, heard);
        }
        heard.flush();
    }
}

/// With the options of xml_document.cpp.
std::optional<std::string> read_by_pugixml(std::string_view bytes) {
    pugi::xml_document document;
    if (!document.load_buffer(bytes.data(), bytes.size(), pugi::parse_default, pugi::encoding_utf8)) {
        return std::nullopt;
    }
    Heard heard;
    walk(document.document_element(), heard);
    return heard.lines();
}

/// Texts that are no white space at either end: pugixml drops pieces of white space between an element and a comment.
std::string make_content(int depth) {
    static const std::vector<std::string> k_texts{"a", "b c", "x\ny", "x\r\ny", "x\ty", "&lt;", "&amp;", "&#x2013;", "é", "]", "'", ">", "&#128512;"};
    static const std::vector<std::string> k_rest{"<!-- c -->", "<![CDATA[x<&]] ]]>", "<?p q?>", "<e/>", "<e ></e >"};
    std::string content;
    const int pieces = *rc::gen::inRange(0, 5);
    for (int piece = 0; piece < pieces; ++piece) {
        const int kind = *rc::gen::inRange(0, depth > 0 ? 4 : 2);
        if (kind < 2) {
            content += *rc::gen::elementOf(kind == 0 ? k_texts : k_rest);
            continue;
        }
        std::string attributes;
        for (const auto* name : {"a", "bb", "c.d"}) {
            if (*rc::gen::arbitrary<bool>()) {
                attributes += std::string(" ") + name + "=\"" + *rc::gen::elementOf(k_texts) + *rc::gen::elementOf(k_texts) + "\"";
            }
        }
        content += "<el" + attributes + ">" + make_content(depth - 1) + "</el>";
    }
    return content;
}

} // namespace

TEST_CASE("sixteen bytes looked at together stop where the table of bytes stops") {
    const auto check = [](auto byte_class, std::size_t (*before)(const char*)) {
        for (unsigned byte = 0; byte < 256; ++byte) {
            for (std::size_t place = 0; place < 16; ++place) {
                std::string bytes(16, 'a');
                bytes[place] = static_cast<char>(byte);
                bytes[15] = place < 15 ? '\0' : bytes[15]; // a second one behind it must not be taken for the first
                const bool stops = (k_byte_classes[byte] & byte_class) != 0;
                const std::size_t expected = stops ? place : place < 15 ? 15 : 16;
                REQUIRE_MESSAGE(before(bytes.data()) == expected, byte, " at ", place);
            }
        }
    };
    check(ByteClass::k_stops_text, &bytes_before<ByteClass::k_stops_text>);
    check(ByteClass::k_stops_value, &bytes_before<ByteClass::k_stops_value>);
    check(ByteClass::k_stops_comment, &bytes_before<ByteClass::k_stops_comment>);
}

TEST_CASE("the scanner accepts what expat accepts, and pugixml reads that as expat does") {
    CHECK(rc::check("well-formed documents", [] {
        const auto bytes = "<r>" + make_content(3) + "</r>";
        const auto expected = read_by_expat(bytes);
        RC_ASSERT(scanner_accepts(bytes) == expected.has_value());
        RC_ASSERT(!expected || read_by_pugixml(bytes) == expected);
    }));
}

TEST_CASE("a document with one byte put in, taken out or changed is refused when expat refuses it") {
    CHECK(rc::check("spoilt documents", [] {
        auto bytes = "<r>" + make_content(2) + "</r>";
        const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
        const char byte = *rc::gen::elementOf(std::string("<>&;\"'=/!?-[]# ax1\n\x01"));
        const int way = *rc::gen::inRange(0, 3);
        if (way == 0) {
            bytes.insert(at, 1, byte);
        } else if (way == 1) {
            bytes.erase(at, 1);
        } else {
            bytes[at] = byte;
        }
        RC_PRE(find_invalid_utf8(bytes) == std::string_view::npos);
        const auto expected = read_by_expat(bytes);
        RC_ASSERT(scanner_accepts(bytes) == expected.has_value());
        RC_ASSERT(!expected || read_by_pugixml(bytes).has_value());
    }));
}

TEST_CASE("all shipped files mean what expat reads in them") {
    std::size_t files = 0;
    for (const auto* folder : {"registers", "catalogs", "checks", "crosswalks"}) {
        for (const auto& file : xml_files(std::filesystem::path(ASSAY_SOURCE_DIR) / "controls" / folder)) {
            const auto bytes = read_file(file);
            const auto expected = read_by_expat(bytes);
            const bool same = expected.has_value() && read_by_pugixml(bytes) == expected;
            CHECK_MESSAGE(same, file.string());
            CHECK_MESSAGE(scanner_accepts(bytes), file.string());
            ++files;
        }
    }
    CHECK(files > 100);
}
