#include "assay/app/oscal.hpp"

#include "app/catalog_names.hpp"
#include "assay/base/error.hpp"
#include "assay/base/file.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/load.hpp"
#include "assay/formats/oscal.hpp"
#include "assay/formats/write_catalog.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

namespace fs = std::filesystem;

fs::path folder_of(const fs::path& file, const fs::path& below) {
    const auto folder = below.empty() ? file.parent_path() : below;
    return folder.empty() ? fs::path(".") : folder;
}

/// "NIST_SP-800-53_catalog.xml" gives "nist-sp-800-53-catalog".
std::string id_after(const fs::path& file) {
    std::string id;
    for (const char c : to_lower(file.stem().string())) {
        const bool word = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.';
        if (word || (!id.empty() && id.back() != '-')) {
            id += word ? c : '-';
        }
    }
    while (!id.empty() && (id.back() == '-' || id.back() == '.')) {
        id.pop_back();
    }
    return id;
}

void refuse_built_in(const Setting& setting, const Content& content, const std::string& id, const fs::path& kept) {
    std::error_code ignored;
    if (content.find_catalog(id) != nullptr && !fs::exists(kept, ignored)) {
        throw Error(fmt::format("there is a catalog '{}' already, in {} (name the new one with --id)", id, (setting.home / "controls/catalogs").string()));
    }
}

std::optional<OscalNode> resolve_loaded(const Run& run, const Setting& setting, OscalFiles& files, const OscalDocument& profile) {
    const OscalSource source = [&files](const OscalDocument& from, const std::string& href, const Place& place) { return files.find(from, href, place); };
    return resolve_profile(profile, source, to_text(setting.now), setting.tool, run.diagnostics);
}

} // namespace

std::string to_oscal_text(const OscalNode& root, OscalFormat format) { return format == OscalFormat::json ? write_oscal_json(root) : write_oscal_xml(root); }

std::optional<OscalNode> resolve_oscal(const Run& run, const Setting& setting, const fs::path& profile, const fs::path& below) {
    OscalFiles files(run, folder_of(profile, below));
    const auto* const document = files.load(profile, profile.generic_string());
    return document == nullptr ? std::nullopt : resolve_loaded(run, setting, files, *document);
}

std::optional<CatalogImport> import_oscal_catalog(const Run& run, const Setting& setting, const Content& content, const fs::path& file, const std::string& id, const fs::path& below) {
    OscalFiles files(run, folder_of(file, below));
    const auto* document = files.load(file, file.generic_string());
    if (document == nullptr) {
        return std::nullopt;
    }
    CatalogImport import;
    import.file = file.generic_string();
    import.digest = document->digest;
    import.oscal_version = document->root.find("metadata")->text_of("oscal-version");
    OscalDocument resolved;
    if (document->root.name == "profile") {
        auto root = resolve_loaded(run, setting, files, *document);
        if (!root) {
            return std::nullopt;
        }
        resolved = {std::move(*root), document->file, document->digest, document->minor, document->patch};
        document = &resolved;
        import.resolved = true;
    } else if (document->root.name != "catalog") {
        throw Error(fmt::format("'{}' is a document of '{}', not a catalog or a profile", file.string(), document->root.name));
    }
    const bool own = !find_prop(*document->root.find("metadata"), "catalog", k_oscal_own_namespace).empty();
    const auto catalog = catalog_from_oscal(*document, id.empty() && !own ? id_after(file) : id, import.counts, run.diagnostics);
    if (!catalog) {
        return std::nullopt;
    }
    import.id = catalog->id;
    import.title = catalog->title;
    import.version = catalog->version;
    const auto kept = setting.workspace / "controls" / "catalogs" / (import.id + ".xml");
    const auto text = write_catalog(*catalog);
    // Read back before it is kept: what does not load must not stand in the way of every other command.
    if (!load_catalog(text, (fs::path("controls/catalogs") / (import.id + ".xml")).generic_string(), run.diagnostics)) {
        return std::nullopt;
    }
    refuse_built_in(setting, content, import.id, kept);
    std::error_code failed;
    import.replaced = fs::exists(kept, failed);
    fs::create_directories(kept.parent_path(), failed);
    if (failed) {
        throw Error(fmt::format("cannot make the folder '{}': {}", kept.parent_path().string(), failed.message()));
    }
    AtomicFile target(kept);
    target.write(text);
    target.commit();
    return import;
}

std::string to_text(const CatalogImport& import) {
    const auto& counts = import.counts;
    auto text = fmt::format("{} (sha256 {}, OSCAL {}): {}, version {}\n", escape_control(import.file), import.digest.substr(0, 12), escape_control(import.oscal_version),
                            escape_control(import.title), escape_control(import.version));
    if (import.resolved) {
        text += "a profile: what it resolves to was taken\n";
    }
    text += fmt::format("{} in = {} kept + {} withdrawn", count_of(counts.controls, "control", "controls"), group_thousands(counts.kept), group_thousands(counts.withdrawn));
    text += "\n";
    const auto without = static_cast<std::int64_t>(counts.withdrawn_without.size());
    if (counts.withdrawn > without) {
        text += fmt::format("{} withdrawn told of in notes of the controls that took them in\n", group_thousands(counts.withdrawn - without));
    }
    if (without != 0) {
        text += fmt::format("{} withdrawn left out, as no control took them in: {}\n", group_thousands(without), fmt::join(counts.withdrawn_without, ", "));
    }
    if (counts.own) {
        return text + fmt::format("{}, {}, {} of evidence: it went out of Assay before\n", count_of(counts.groups, "group", "groups"),
                                  count_of(counts.references, "reference", "references"), count_of(counts.demands, "demand", "demands"));
    }
    text += fmt::format("{}, {}, {} put in, {}, {} of evidence from objectives and methods\n", count_of(counts.groups, "group", "groups"),
                        count_of(counts.params, "parameter", "parameters"), count_of(counts.insertions, "insertion", "insertions"),
                        count_of(counts.references, "reference", "references"), count_of(counts.demands, "demand", "demands"));
    if (counts.group_parts != 0) {
        text += fmt::format("{} of groups left out: groups hold no text here\n", count_of(counts.group_parts, "part", "parts"));
    }
    return text;
}

std::optional<OscalNode> export_oscal_mapping(const Run& run, const Setting& setting, Content& content, const std::string& id) {
    if (!load_crosswalks(run, setting, content)) {
        return std::nullopt;
    }
    const auto found = std::ranges::find(content.crosswalks, id, &Crosswalk::id);
    if (found == content.crosswalks.end()) {
        std::vector<std::string> known;
        for (const auto& each : content.crosswalks) {
            known.push_back(each.id);
        }
        const auto hint = did_you_mean(id, known);
        throw Error(fmt::format("there is no crosswalk '{}'{}", escape_control(id), hint.empty() ? "" : " (" + hint + ")"), ErrorKind::usage);
    }
    return mapping_to_oscal(*found, get_catalog(content, found->from), get_catalog(content, found->to), to_text(setting.now));
}

OscalNode export_oscal_catalog(const Setting& setting, const Content& content, const std::string& id) { return catalog_to_oscal(get_catalog(content, id), to_text(setting.now)); }

} // namespace assay
