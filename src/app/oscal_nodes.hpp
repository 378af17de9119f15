// Small pieces that documents of OSCAL are put together from here.
#pragma once

#include "assay/base/date.hpp"
#include "assay/base/error.hpp"
#include "assay/base/text.hpp"
#include "assay/model/oscal.hpp"

#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace assay {

/// An element of one paragraph.
inline OscalNode& add_paragraph(OscalNode& node, std::string_view element, std::string_view text) {
    auto& made = node.add(element);
    made.add("p", collapse_space(text));
    return made;
}

inline std::string start_of(Date day) { return to_text(day) + "T00:00:00Z"; }

/// Metadata with what every document must have.
inline void add_metadata(OscalNode& root, const std::string& title, const std::string& modified, const std::string& version, const std::string& tool) {
    auto& metadata = root.add("metadata");
    metadata.add("title", collapse_space(title));
    metadata.add("last-modified", modified);
    metadata.add("version", version);
    metadata.add("oscal-version", "1.1.2");
    add_prop(metadata, "tool", tool);
}

/// Elements inside for which `counts` holds.
template <class Counts>
std::int64_t count_elements(const OscalNode& node, const Counts& counts) {
    std::int64_t count = 0;
    for (const auto& child : node.children) {
        count += (counts(child) ? 1 : 0) + count_elements(child, counts);
    }
    return count;
}

inline std::int64_t count_named(const OscalNode& node, std::string_view name) {
    return count_elements(node, [name](const OscalNode& each) { return each.name == name; });
}

/// "2 controls in = 2 out". What does not add up does not go out.
inline std::string account_for(std::int64_t in, std::int64_t out, std::string_view singular, std::string_view plural) {
    auto text = fmt::format("{} in = {} out", count_of(in, singular, plural), group_thousands(out));
    if (in != out) {
        throw Error(fmt::format("the document does not hold what went in ({}); please report it", text));
    }
    return text;
}

} // namespace assay
