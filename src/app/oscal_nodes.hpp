// Small pieces that documents of OSCAL are put together from here.
#pragma once

#include "assay/base/date.hpp"
#include "assay/model/oscal.hpp"

#include <string>
#include <string_view>

namespace assay {

/// A property of our own namespace; an empty value is left out.
inline void add_own_prop(OscalNode& node, std::string_view name, std::string_view value) {
    if (auto text = collapse_space(value); !text.empty()) {
        node.add("prop").set("name", std::string(name)).set("ns", std::string(k_oscal_own_namespace)).set("value", std::move(text));
    }
}

/// An element of one paragraph.
inline OscalNode& add_paragraph(OscalNode& node, std::string_view element, std::string_view text) {
    auto& made = node.add(element);
    made.add("p", collapse_space(text));
    return made;
}

inline std::string start_of(Date day) { return to_text(day) + "T00:00:00Z"; }

/// Metadata with what every document must have.
inline void add_metadata(OscalNode& root, std::string title, std::string modified, std::string version, std::string tool) {
    auto& metadata = root.add("metadata");
    metadata.add("title", collapse_space(title));
    metadata.add("last-modified", std::move(modified));
    metadata.add("version", std::move(version));
    metadata.add("oscal-version", "1.1.2");
    add_own_prop(metadata, "tool", tool);
}

} // namespace assay
