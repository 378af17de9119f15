// Profile resolution (NIST, OSCAL Profile Resolution Specification): import, merge, modify, then metadata, back matter and pruning.
#include "assay/rules/oscal.hpp"
#include "rules/oscal_profile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

namespace assay {
namespace {

/// The version whose words the result is written in.
constexpr std::uint32_t k_tool_minor = 1;
constexpr std::uint32_t k_tool_patch = 2;
constexpr std::size_t k_longest_chain = 32;
/// Of a profile and all that it imports: profiles that import each other twice, 32 deep, would otherwise take years, whatever they select.
constexpr std::size_t k_most_imports = 1'000;

/// A catalog taken from, before it was pruned; what it says of its versions, roles and parties.
struct Imported {
    OscalNode catalog; ///< without metadata and back matter, where it was a profile
    const OscalNode* source = nullptr;
    OscalNodes resources;
    OscalNodes kept_metadata; ///< roles and parties to be kept always
    std::uint32_t minor = 0;
    std::uint32_t patch = 0;
};

std::int64_t count_controls(const OscalNode& section) {
    std::int64_t count = 0;
    for (const auto& child : section.children) {
        if (child.name == "control" || child.name == "group") {
            count += (child.name == "control" ? 1 : 0) + count_controls(child);
        }
    }
    return count;
}

class ProfileResolution {
public:
    ProfileResolution(const OscalSource& source, OscalWork& work, OscalResolveCounts& counts) : m_source(source), m_work(work), m_counts(counts) {}

    Imported resolve(const OscalDocument& profile) {
        Imported result;
        result.minor = profile.minor;
        result.patch = profile.patch;
        m_open.push_back(&profile);
        OscalNodes selections;
        for (const auto& directive : profile.root().children) {
            if (directive.name != "import") {
                continue;
            }
            const auto imported = import(profile, directive);
            if (m_work.failed()) {
                break;
            }
            const auto& from = imported.source == nullptr ? imported.catalog : *imported.source;
            selections.push_back(select_controls(from, directive, profile, m_work));
            if (m_open.size() == 1) {
                ++m_counts.imports;
                m_counts.offered += count_controls(from);
                m_counts.selected += count_controls(selections.back());
            }
            std::tie(result.minor, result.patch) = std::max(std::pair(result.minor, result.patch), std::pair(imported.minor, imported.patch));
            add_resources(imported.resources, result.resources);
            std::ranges::copy(imported.kept_metadata, std::back_inserter(result.kept_metadata));
        }
        m_open.pop_back();
        if (m_work.failed()) {
            return result;
        }
        result.catalog = merge_selections(std::move(selections), profile, m_work);
        modify_catalog(result.catalog, profile, m_work);
        add_resources(resources_of(profile.root()), result.resources);
        return result;
    }

private:
    Imported import(const OscalDocument& profile, const OscalNode& directive) {
        const auto place = profile.place(directive);
        if (++m_imports > k_most_imports) {
            m_work.fail(place, "too-large", "the profile and those it imports import more than 1,000 times", "does one import the same profile again and again?");
            return {};
        }
        const auto* const document = m_source(profile, std::string(directive.attribute("href")), place);
        if (document == nullptr) {
            m_work.set_failed();
            return {};
        }
        if (document->root().name == "catalog") {
            Imported imported;
            imported.source = &document->root();
            imported.resources = resources_of(document->root());
            imported.kept_metadata = kept_of(document->root());
            imported.minor = document->minor;
            imported.patch = document->patch;
            return imported;
        }
        if (document->root().name != "profile") {
            m_work.fail(place, "wrong-document", fmt::format("'{}' is a document of '{}'", document->file.text(), document->root().name), "a profile imports catalogs and profiles");
            return {};
        }
        if (std::ranges::find(m_open, document) != m_open.end()) {
            std::string chain;
            for (auto open = std::ranges::find(m_open, document); open != m_open.end(); ++open) {
                chain += (*open)->file.text() + ", which imports ";
            }
            m_work.fail(place, "circular-import", fmt::format("the import is circular: {}{}", chain, document->file.text()), "remove one of the imports");
            return {};
        }
        if (m_open.size() == k_longest_chain) {
            m_work.fail(place, "too-deep", "profiles import each other more than 32 deep");
            return {};
        }
        return resolve(*document);
    }

    static OscalNodes resources_of(const OscalNode& root) {
        const auto resources = root.children_of("back-matter");
        return {resources.begin(), resources.end()};
    }

    static OscalNodes kept_of(const OscalNode& root) {
        OscalNodes kept;
        for (const auto& each : root.children_of("metadata")) {
            if ((each.name == "role" || each.name == "party") && is_kept_always(each)) {
                kept.push_back(each);
            }
        }
        return kept;
    }

    /// Of two with one UUID the later one stays, unless only the earlier one is to be kept always.
    static void add_resources(const OscalNodes& added, OscalNodes& resources) {
        for (const auto& each : added) {
            const auto uuid = each.attribute("uuid");
            const auto known = std::ranges::find_if(resources, [&](const OscalNode& old) { return old.attribute("uuid") == uuid; });
            if (known != resources.end()) {
                if (is_kept_always(*known) && !is_kept_always(each)) {
                    continue;
                }
                if (*known == each) {
                    continue; // the same catalog imported again
                }
                resources.erase(known);
            }
            resources.push_back(each);
        }
    }

    const OscalSource& m_source;
    OscalWork& m_work;
    OscalResolveCounts& m_counts; ///< of the outermost profile
    std::vector<const OscalDocument*> m_open; ///< profiles being resolved, the outermost first
    std::size_t m_imports = 0;                ///< followed so far
};

/// Ids that anything refers to: parameters inserted, and "#…" of links and anchors.
void gather_referred(const OscalNode& node, std::unordered_set<std::string>& ids) {
    if (node.name == "insert") {
        ids.emplace(node.attribute("id-ref"));
    }
    if (const auto href = node.attribute("href"); href.starts_with('#')) {
        ids.emplace(href.substr(1));
    }
    if (const auto on = node.attribute("depends-on"); !on.empty()) {
        ids.emplace(on);
    }
    for (const auto& child : node.children) {
        gather_referred(child, ids);
    }
}

/// Takes what is referred to out of `candidates`, in order, and what those refer to in turn.
OscalNodes keep_referred(OscalNodes candidates, std::string_view key, std::unordered_set<std::string>& ids) {
    std::vector<bool> kept(candidates.size(), false);
    for (bool more = true; more;) {
        more = false;
        for (std::size_t index = 0; index < candidates.size(); ++index) {
            if (!kept[index] && (is_kept_always(candidates[index]) || ids.contains(std::string(candidates[index].attribute(key))))) {
                kept[index] = true;
                more = true;
                gather_referred(candidates[index], ids);
            }
        }
    }
    OscalNodes left;
    for (std::size_t index = 0; index < candidates.size(); ++index) {
        if (kept[index]) {
            left.push_back(std::move(candidates[index]));
        }
    }
    return left;
}

OscalNode make_metadata(const OscalDocument& profile, const Imported& resolved, const std::string& modified, const std::string& tool) {
    OscalNode metadata("metadata");
    const auto& source = *profile.root().find("metadata");
    const auto version = std::min(std::pair(resolved.minor, resolved.patch), std::pair(k_tool_minor, k_tool_patch));
    metadata.add(*source.find("title"));
    metadata.add("last-modified", modified);
    metadata.add(*source.find("version"));
    metadata.add("oscal-version", fmt::format("1.{}.{}", version.first, version.second));
    const auto copy_all = [&](std::string_view name) {
        for (const auto& each : source.children) {
            if (each.name == name) {
                metadata.add(each);
            }
        }
        for (const auto& each : resolved.kept_metadata) {
            const auto key = name == "role" ? "id" : "uuid";
            const bool there = std::ranges::any_of(metadata.children, [&](const OscalNode& old) { return old.name == name && old.attribute(key) == each.attribute(key); });
            if (each.name == name && !there) {
                metadata.add(each);
            }
        }
    };
    copy_all("document-id");
    metadata.add("prop").set("name", "resolution-tool").set("value", tool);
    metadata.add("prop").set("name", "source-profile").set("value", profile.file.text());
    copy_all("prop");
    metadata.add("link").set("rel", "source-profile").set("href", profile.file.text());
    for (const auto* name : {"link", "role", "location", "party", "responsible-party", "remarks"}) {
        copy_all(name);
    }
    return metadata;
}

} // namespace

std::optional<OscalNode> resolve_profile(const OscalDocument& profile, const OscalSource& source, const std::string& modified, const std::string& tool,
                                         DiagnosticSink& sink, OscalResolveCounts& counts) {
    OscalWork work(sink);
    if (profile.root().name != "profile") {
        work.fail(profile.place(profile.root()), "wrong-document", fmt::format("'{}' is no profile but a document of '{}'", profile.file.text(), profile.root().name));
        return std::nullopt;
    }
    auto resolved = ProfileResolution(source, work, counts).resolve(profile);
    if (work.failed()) {
        return std::nullopt;
    }
    auto& body = resolved.catalog;
    counts.left_out = counts.offered - counts.selected;
    counts.out = count_controls(body);
    if (counts.out == 0) {
        work.warn(profile.place(profile.root()), "no-controls", "the profile resolves to a catalog without controls", "name controls in 'import' with include-controls or include-all");
    }
    std::unordered_set<std::string> ids;
    OscalNodes loose;
    std::erase_if(body.children, [&](OscalNode& each) {
        const bool is_param = each.name == "param";
        if (is_param) {
            loose.push_back(std::move(each));
        } else {
            gather_referred(each, ids);
        }
        return is_param;
    });
    // What the profile itself sets is referred to by it.
    for (const auto& each : profile.root().children_of("modify")) {
        if (each.name == "set-parameter") {
            ids.emplace(each.attribute("param-id"));
        }
    }
    OscalNode root("catalog");
    root.set("uuid", content_uuid(fmt::format("resolved {} {}", profile.digest, modified)));
    root.add(make_metadata(profile, resolved, modified, tool));
    gather_referred(root, ids);
    for (auto& each : keep_referred(std::move(loose), "id", ids)) {
        root.add(std::move(each));
    }
    std::ranges::move(body.children, std::back_inserter(root.children));
    auto resources = keep_referred(std::move(resolved.resources), "uuid", ids);
    if (!resources.empty()) {
        root.add("back-matter").children = std::move(resources);
    }
    arrange_children(root);
    return root;
}

} // namespace assay
