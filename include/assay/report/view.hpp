// What a template may read: a tree of values, each object with a declared shape. Views build it, templates only place it.
// Knows no template syntax and no output format; nothing in it is escaped except markup, which only our SVG code makes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace assay {

/// `list` holds objects when the field has a shape, else texts. `link` is a text that the view has checked: it may stand in href.
enum class ViewKind : std::uint8_t { text, link, markup, flag, list, object };
[[nodiscard]] std::string_view to_text(ViewKind kind);

struct ViewShape;

/// A field of a view: its row in the shape's table. docs/report-fields.md and the linter are generated from these.
struct ViewField {
    std::string_view name;
    ViewKind kind = ViewKind::text;
    std::string_view meaning;
    const ViewShape* shape = nullptr;        ///< of the object, or of the list's objects
};

struct ViewShape {
    std::string_view name;
    std::string_view meaning;
    const ViewField* fields = nullptr;       ///< static table
    std::size_t count = 0;
    [[nodiscard]] const ViewField* begin() const { return fields; }
    [[nodiscard]] const ViewField* end() const { return fields + count; }
    /// Position in the table, or `count`.
    [[nodiscard]] std::size_t find(std::string_view field) const;
};

template <std::size_t N>
constexpr ViewShape make_shape(std::string_view name, std::string_view meaning, const ViewField (&fields)[N]) {
    return {name, meaning, fields, N};
}

class ViewValue;
using ViewList = std::vector<ViewValue>;

struct ViewMarkup {
    std::string svg;
};

/// An object under construction and in use: every field of its shape has a value, absent text is "".
class ViewObject {
public:
    explicit ViewObject(const ViewShape& shape);
    /// The field must be in the shape and of the value's kind; throws Error otherwise (our mistake, found by any test).
    ViewObject& set(std::string_view field, ViewValue value) &;
    /// Of an object that is put together in one go, and then moved to where it belongs.
    ViewObject&& set(std::string_view field, ViewValue value) &&;
    [[nodiscard]] const ViewShape& shape() const { return *m_shape; }
    /// Nothing when the shape has no such field.
    [[nodiscard]] const ViewValue* find(std::string_view field) const;
    /// Throws Error naming the first field that was never set.
    void require_complete() const;

private:
    const ViewShape* m_shape;
    std::vector<ViewValue> m_values;         ///< by position in the shape; not set: monostate
};

class ViewValue {
public:
    ViewValue() = default;                                               ///< not set
    ViewValue(std::string text) : m_value(std::move(text)) {}            // NOLINT: texts, flags and lists read naturally in views
    ViewValue(std::string_view text) : m_value(std::string(text)) {}     // NOLINT
    ViewValue(const char* text) : m_value(std::string(text)) {}          // NOLINT
    ViewValue(bool flag) : m_value(flag) {}                              // NOLINT
    ViewValue(ViewMarkup markup) : m_value(std::move(markup)) {}         // NOLINT
    ViewValue(ViewList list) : m_value(std::move(list)) {}               // NOLINT
    ViewValue(ViewObject object) : m_value(std::move(object)) {}         // NOLINT

    [[nodiscard]] const std::string* text() const { return std::get_if<std::string>(&m_value); }
    [[nodiscard]] const ViewMarkup* markup() const { return std::get_if<ViewMarkup>(&m_value); }
    [[nodiscard]] const bool* flag() const { return std::get_if<bool>(&m_value); }
    [[nodiscard]] const ViewList* list() const { return std::get_if<ViewList>(&m_value); }
    [[nodiscard]] const ViewObject* object() const { return std::get_if<ViewObject>(&m_value); }
    [[nodiscard]] bool is_set() const { return !std::holds_alternative<std::monostate>(m_value); }

private:
    std::variant<std::monostate, std::string, bool, ViewMarkup, ViewList, ViewObject> m_value;
};

} // namespace assay
