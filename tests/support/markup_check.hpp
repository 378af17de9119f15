// A small reader of HTML for tests: are tags balanced, headings in order, links alive? Written apart from the product on purpose.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace assay::testing {

struct MarkupTag {
    std::string name;
    std::string attributes;
    bool closes = false;
    bool closes_itself = false;
};

inline std::vector<MarkupTag> tags_of(std::string_view html) {
    std::vector<MarkupTag> tags;
    for (auto at = html.find('<'); at != std::string_view::npos; at = html.find('<', at)) {
        if (html.substr(at, 9) == "<!doctype") {
            at = html.find('>', at);
            continue;
        }
        char quote = 0;
        auto end = at + 1;
        while (end < html.size() && (quote != 0 || html[end] != '>')) {
            if (quote == 0 && (html[end] == '"' || html[end] == '\'')) {
                quote = html[end];
            } else if (html[end] == quote) {
                quote = 0;
            }
            ++end;
        }
        std::string_view inside = html.substr(at + 1, end - at - 1);
        MarkupTag tag;
        if (inside.starts_with('/')) {
            tag.closes = true;
            inside.remove_prefix(1);
        }
        if (inside.ends_with('/')) {
            tag.closes_itself = true;
            inside.remove_suffix(1);
        }
        const auto space = inside.find_first_of(" \n");
        tag.name = std::string(inside.substr(0, space));
        tag.attributes = space == std::string_view::npos ? std::string() : std::string(inside.substr(space));
        if (tag.name == "style" && !tag.closes) {
            end = html.find("</style>", end);
            at = end + 8;
            tags.push_back(tag);
            tags.push_back({"style", "", true, false});
            continue;
        }
        tags.push_back(tag);
        at = end;
    }
    return tags;
}

inline std::string markup_faults(std::string_view html) {
    static const std::set<std::string> k_void{"meta", "br", "hr", "img", "input", "link", "col"};
    std::vector<std::string> open;
    for (const auto& tag : tags_of(html)) {
        if (k_void.contains(tag.name) || tag.closes_itself) {
            continue;
        }
        if (!tag.closes) {
            open.push_back(tag.name);
        } else if (open.empty() || open.back() != tag.name) {
            return "</" + tag.name + "> closes " + (open.empty() ? "nothing" : "<" + open.back() + ">");
        } else {
            open.pop_back();
        }
    }
    return open.empty() ? "" : "<" + open.back() + "> is never closed";
}

inline std::string heading_faults(std::string_view html) {
    char last = '0';
    for (const auto& tag : tags_of(html)) {
        if (!tag.closes && tag.name.size() == 2 && tag.name[0] == 'h' && tag.name[1] >= '1' && tag.name[1] <= '6') {
            if (tag.name[1] > last + 1) {
                return "h" + std::string(1, last) + " is followed by " + tag.name;
            }
            last = tag.name[1];
        }
    }
    return last == '0' ? "there is no heading" : "";
}

inline std::string attribute_of(const MarkupTag& tag, const std::string& name) {
    const auto at = tag.attributes.find(" " + name + "=\"");
    if (at == std::string::npos) {
        return {};
    }
    const auto begin = at + name.size() + 3;
    return tag.attributes.substr(begin, tag.attributes.find('"', begin) - begin);
}

/// Links inside the page that lead nowhere, and ids that stand twice.
inline std::string dead_links(std::string_view html) {
    const auto tags = tags_of(html);
    std::set<std::string> ids;
    for (const auto& tag : tags) {
        const auto id = attribute_of(tag, "id");
        if (!id.empty() && !ids.insert(id).second) {
            return "id '" + id + "' stands twice";
        }
    }
    for (const auto& tag : tags) {
        const auto href = attribute_of(tag, "href");
        if (href.starts_with('#') && !ids.contains(href.substr(1))) {
            return "link '" + href + "' leads nowhere";
        }
    }
    return {};
}

} // namespace assay::testing
