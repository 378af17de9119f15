#include "assay/report/view.hpp"

#include "assay/base/error.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

bool fits(ViewKind kind, const ViewValue& value) {
    switch (kind) {
    case ViewKind::text:
    case ViewKind::link: return value.text() != nullptr;
    case ViewKind::markup: return value.markup() != nullptr;
    case ViewKind::flag: return value.flag() != nullptr;
    case ViewKind::list: return value.list() != nullptr;
    case ViewKind::object: return value.object() != nullptr;
    }
    return false;
}

} // namespace

std::string_view to_text(ViewKind kind) {
    switch (kind) {
    case ViewKind::text: return "text";
    case ViewKind::link: return "link";
    case ViewKind::markup: return "markup";
    case ViewKind::flag: return "flag";
    case ViewKind::list: return "list";
    case ViewKind::object: return "object";
    }
    return {};
}

std::size_t ViewShape::find(std::string_view field) const {
    // A report asks hundreds of thousands of times; names of one length mostly differ in their first letter.
    const auto is_named = [field](const ViewField& each) { return each.name.size() == field.size() && each.name.front() == field.front() && each.name == field; };
    return field.empty() ? count : static_cast<std::size_t>(std::ranges::find_if(begin(), end(), is_named) - begin());
}

ViewObject::ViewObject(const ViewShape& shape) : m_shape(&shape), m_values(shape.count) {}

ViewObject&& ViewObject::set(std::string_view field, ViewValue value) && { return std::move(set(field, std::move(value))); }

ViewObject& ViewObject::set(std::string_view field, ViewValue value) & {
    const auto position = m_shape->find(field);
    if (position == m_shape->count) {
        throw Error(fmt::format("view '{}' has no field '{}'", m_shape->name, field));
    }
    if (!fits(m_shape->fields[position].kind, value)) {
        throw Error(fmt::format("field '{}' of view '{}' is declared as {}", field, m_shape->name, to_text(m_shape->fields[position].kind)));
    }
    m_values[position] = std::move(value);
    return *this;
}

const ViewValue* ViewObject::find(std::string_view field) const {
    const auto position = m_shape->find(field);
    return position == m_shape->count ? nullptr : &m_values[position];
}

void ViewObject::require_complete() const {
    for (std::size_t position = 0; position < m_values.size(); ++position) {
        const auto& value = m_values[position];
        if (!value.is_set()) {
            throw Error(fmt::format("view '{}' was built without its field '{}'", m_shape->name, m_shape->fields[position].name));
        }
        if (const auto* object = value.object()) {
            object->require_complete();
        }
        if (const auto* list = value.list()) {
            for (const auto& member : *list) {
                if (const auto* member_object = member.object()) {
                    member_object->require_complete();
                }
            }
        }
    }
}

} // namespace assay
