// Small pieces that documents of OSCAL are put together from here.
#pragma once

#include "assay/base/date.hpp"
#include "assay/model/oscal.hpp"

#include <string>
#include <string_view>

namespace assay {

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
    add_prop(metadata, "tool", tool);
}

} // namespace assay
