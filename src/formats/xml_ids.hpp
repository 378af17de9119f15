// What ids look like, which words they may not be, and that each is used once.
#pragma once

#include "formats/xml_reader.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace assay {

enum class IdRule : std::uint8_t {
    word,      ///< [a-z][a-z0-9_]*: registers, fields, words of enums
    field,     ///< the same, and no reserved word of the expression language
    name,      ///< [A-Za-z0-9][A-Za-z0-9._-]*: catalogs, groups, processes, controls, checks
    reference, ///< a name, or two of them with a slash between: a control of another catalog
    path,      ///< up to three words with points between
};

[[nodiscard]] bool fits(std::string_view id, IdRule rule);
/// Words of the expression language; a field of that name could not be written in an expression.
[[nodiscard]] bool is_reserved(std::string_view word);
/// "a small letter, then small letters, digits and '_'"
[[nodiscard]] std::string_view shape_of(IdRule rule);

/// An attribute that must be an id; ill-formed ones are reported and come back empty.
[[nodiscard]] std::string read_id(XmlElement& element, std::string_view key, IdRule rule, Need need);
/// Reports a text that is no id, at its place.
bool check_id(XmlElement& element, const PlacedText& id, IdRule rule);

/// Ids met so far, to find those used twice.
class UniqueIds {
public:
    explicit UniqueIds(std::string_view noun) : m_noun(noun) {}
    /// Reports "field 'x' is defined twice; the first is on line 4" at the element's id. Empty ids are left alone.
    bool add(XmlElement& element, const std::string& id, std::string_view key = "id");
    [[nodiscard]] bool contains(const std::string& id) const { return m_lines.contains(id); }

private:
    std::string_view m_noun;
    std::unordered_map<std::string, std::uint32_t> m_lines;
};

} // namespace assay
