// The elements, attributes and texts of one file, in document order, as spans of its bytes. Made by the scanner.
// Knows no element name, and decodes nothing before it is asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct XmlAttribute {
    std::uint32_t name_at = 0;
    std::uint32_t name_size = 0;
    std::uint32_t value_at = 0;
    std::uint32_t value_size = 0;
    bool plain = true; ///< the value holds no reference and no white space but blanks: it means what stands there
};

enum class XmlNodeKind : std::uint8_t { element, text, cdata };

struct XmlNode {
    XmlNodeKind kind = XmlNodeKind::element;
    bool plain = true;      ///< texts: holds no reference and no CR
    std::uint32_t at = 0;   ///< of the name, or of the text
    std::uint32_t size = 0; ///< of the name, or of the text
    std::uint32_t end = 0;  ///< index of the first node behind this one and all that it holds
    std::uint32_t first_attribute = 0;
    std::uint32_t attribute_count = 0;
};

/// The first node is the outermost element; the first child of a node, if any, is the node behind it. Texts of white space only are
/// left out, CDATA sections never. Offsets fit, because a file has at most 64 MiB.
struct XmlTree {
    std::vector<XmlNode> nodes;
    std::vector<XmlAttribute> attributes;
};

/// Of amp, apos, gt, lt and quot.
[[nodiscard]] std::optional<char> find_entity(std::string_view name);

/// What well-formed spans mean: references replaced, line ends made LF in text, white space made blanks in attributes.
[[nodiscard]] std::string decode_attribute(std::string_view raw);
[[nodiscard]] std::string decode_text(std::string_view raw);
[[nodiscard]] std::string decode_cdata(std::string_view raw);

} // namespace assay
