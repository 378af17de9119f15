// Which elements and attributes OSCAL documents hold: a table a model, read once into rules that point at each other.
// The reader and both writers go by it. Knows no file.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// An element: its name in these tables; its attributes as `name:kind`; its children in order as `name:type`, the type left out when
/// it is called like the element; the kind of its own text, if it has any. Behind a name: `!` once, `+` once or more, `*` any number,
/// nothing at most once. `/` before a child: in any order with the child before it. `#block` stands for paragraphs, lists and tables.
struct OscalTypeRow {
    std::string_view name;
    std::string_view attributes;
    std::string_view children;
    std::string_view value;
};
[[nodiscard]] std::span<const OscalTypeRow> oscal_control_types();
[[nodiscard]] std::span<const OscalTypeRow> oscal_implementation_types();
[[nodiscard]] std::span<const OscalTypeRow> oscal_assessment_types();
[[nodiscard]] std::span<const OscalTypeRow> oscal_mapping_types();

/// What a text must be. `line` and `multi` are markup: one line, or paragraphs.
enum class OscalKind : std::uint8_t { none, line, multi, string, token, uuid, date, datetime, uri, uriref, boolean, integer, base64 };

struct OscalType;

struct OscalAttributeRule {
    std::string_view name;
    OscalKind kind = OscalKind::string;
    bool required = false;
};

struct OscalChildRule {
    std::string_view name; ///< "#block": any element of prose
    const OscalType* type = nullptr;
    bool required = false;
    bool many = false;
    std::uint16_t slot = 0; ///< rules of one slot may be mixed
    std::string json;       ///< its key in JSON
};

struct OscalType {
    std::string_view name;
    OscalKind value = OscalKind::none;
    std::vector<OscalAttributeRule> attributes;
    std::vector<OscalChildRule> children; ///< in order of slots
    std::string_view json_value;          ///< key in JSON of its own text, when it has attributes too
    [[nodiscard]] const OscalChildRule* find_child(std::string_view child) const;
};

inline constexpr auto k_oscal_roots = std::to_array<std::string_view>({
    "assessment-plan",
    "assessment-results",
    "catalog",
    "component-definition",
    "plan-of-action-and-milestones",
    "profile",
    "system-security-plan",
});

/// The type of the outermost element of a document that is read and written as XML, or null.
[[nodiscard]] const OscalType* find_oscal_root(std::string_view name);
/// The same, and mapping collections.
[[nodiscard]] const OscalType* find_oscal_json_root(std::string_view name);

/// Elements of prose. Attributes: a: href, title; insert: type, id-ref; img: alt, src, title; code: class; ol: start; th, td: align.
[[nodiscard]] std::string_view find_block_element(std::string_view name);
[[nodiscard]] std::string_view find_inline_element(std::string_view name);
[[nodiscard]] std::string_view find_prose_attribute(std::string_view element, std::string_view attribute);

/// Empty when the text is of that kind, else what it ought to be: "a UUID of version 4 or 5".
[[nodiscard]] std::string_view fault_of_value(OscalKind kind, std::string_view text);

} // namespace assay
