// Ids are distinct types, so that a control can never be passed where a check is meant.
#pragma once

#include <compare>
#include <functional>
#include <string>

namespace assay {

template <class Tag>
struct Id {
    std::string text;
    Id() = default;
    explicit Id(std::string id) : text(std::move(id)) {}
    [[nodiscard]] bool empty() const noexcept { return text.empty(); }
    friend auto operator<=>(const Id&, const Id&) = default;
};

using RegisterId = Id<struct RegisterTag>;
using FieldId = Id<struct FieldTag>;
using CatalogId = Id<struct CatalogTag>;
using CheckId = Id<struct CheckTag>;

/// A control is named by its catalog and its own id: "iso20000-1-2018/8.6.1-r13".
struct ControlId {
    std::string catalog;
    std::string control;
    friend auto operator<=>(const ControlId&, const ControlId&) = default;
};
[[nodiscard]] inline std::string to_text(const ControlId& id) { return id.catalog + "/" + id.control; }

} // namespace assay

template <class Tag>
struct std::hash<assay::Id<Tag>> {
    std::size_t operator()(const assay::Id<Tag>& id) const noexcept { return std::hash<std::string>{}(id.text); }
};
