// Is it well-formed XML, without any document type? pugixml builds trees but lets much pass: mismatched quotes of the standard,
// duplicate attributes, unknown entities, bare ampersands. This scanner accepts exactly what a strict parser would, bar DOCTYPE.
// Knows no element name, builds no tree, follows no reference, and needs memory only for 64 open elements.
#pragma once

#include "formats/xml_text.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace assay {

inline constexpr std::size_t k_max_xml_bytes = 64ULL << 20;
inline constexpr std::size_t k_max_xml_depth = 64;
/// Elements and attributes together; a tree of them takes some 150 MB.
inline constexpr std::size_t k_max_xml_nodes = 2'000'000;

/// The first fault; nothing after it is looked at.
struct XmlFault {
    std::size_t offset = 0;
    std::string code;
    std::string text;
    std::string hint;
};

/// Size and encoding: at most 64 MiB of valid UTF-8 without NUL.
[[nodiscard]] std::optional<XmlFault> find_encoding_fault(std::string_view bytes);
/// XML 1.0 (fifth edition) without document type declarations; names are checked in their ASCII part. `bytes` has passed
/// find_encoding_fault; `lines` is built over it.
[[nodiscard]] std::optional<XmlFault> find_xml_fault(std::string_view bytes, const LineTable& lines);

} // namespace assay
