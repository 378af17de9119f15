#include "assay/app/oscal.hpp"

#include "app/catalog_names.hpp"
#include "app/oscal_nodes.hpp"
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

/// Built in, or in another file of the workspace than the one that would be written.
void refuse_taken(const Setting& setting, const Content& content, const std::string& id, const std::string& kept) {
    std::error_code ignored;
    const bool is_there = fs::exists(setting.workspace / kept, ignored);
    const auto* const known = content.find_catalog(id);
    if (known != nullptr && !is_there) {
        const auto& file = known->place.file.text();
        const bool here = fs::exists(setting.workspace / file, ignored);
        throw Error(fmt::format("there is a catalog '{}' already, in {} (name the new one with --id)", id, here ? file + " of this workspace" : (setting.home / file).string()));
    }
    const auto other = std::ranges::find_if(content.catalogs, [&](const Catalog& each) { return is_there && each.id != id && each.place.file.text() == kept; });
    if (other != content.catalogs.end()) {
        throw Error(fmt::format("the file {} of this workspace holds the catalog '{}' (rename it, or name the new one with --id)", kept, other->id));
    }
}

void check_catalog_id(const std::string& id, const std::string& of) {
    if (!is_catalog_id(id)) {
        throw Error(fmt::format("'{}', {}, is no id for a catalog (name one with --id: letters, digits, '.', '_' and '-', a letter or digit first)", escape_control(id), of), ErrorKind::usage);
    }
}

/// Tells the loader's faults of a catalog that was written for it alone at the places where its controls were read: nobody sees that file.
class ReadBackFaults final : public DiagnosticSink {
public:
    ReadBackFaults(const Catalog& catalog, std::string_view text, DiagnosticSink& sink) : m_catalog(catalog), m_text(text), m_sink(sink) {}

private:
    void take(Diagnostic diagnostic) override {
        if (m_starts.empty()) {
            find_starts();
        }
        const auto after = std::ranges::upper_bound(m_starts, diagnostic.place.line, {}, &Start::line);
        diagnostic.place = after == m_starts.begin() ? m_catalog.place : std::prev(after)->place;
        m_sink.add(std::move(diagnostic));
    }

    struct Start {
        std::uint32_t line = 0;
        Place place;
    };

    /// Lines that begin a group, process or control.
    void find_starts() {
        m_starts.push_back({0, m_catalog.place});
        std::uint32_t line = 0;
        for (std::size_t at = 0; at < m_text.size(); at = std::min(m_text.find('\n', at), m_text.size() - 1) + 1) {
            ++line;
            const auto begin = std::min(m_text.find_first_not_of(' ', at), m_text.size());
            add_start(m_text.substr(begin, m_text.find('\n', begin) - begin), line);
        }
    }

    void add_start(std::string_view text, std::uint32_t line) {
        const auto begins = [&](std::string_view element) { return text.starts_with(fmt::format("<{} id=\"", element)); };
        const auto quoted = text.find('"') + 1;
        const auto id = text.substr(quoted, text.find('"', quoted) - quoted);
        const auto take = [&](const auto& all, const auto& id_of) {
            if (const auto found = std::ranges::find(all, id, id_of); found != all.end()) {
                m_starts.push_back({line, found->place});
            }
        };
        if (begins("control")) {
            take(m_catalog.controls, [](const Control& each) -> std::string_view { return each.id.control; });
        } else if (begins("group")) {
            take(m_catalog.groups, [](const Group& each) -> std::string_view { return each.id; });
        } else if (begins("process")) {
            take(m_catalog.processes, [](const CatalogProcess& each) -> std::string_view { return each.id; });
        }
    }

    const Catalog& m_catalog;
    std::string_view m_text;
    DiagnosticSink& m_sink;
    std::vector<Start> m_starts;
};

std::optional<OscalNode> resolve_loaded(const Run& run, const Setting& setting, OscalFiles& files, const OscalDocument& profile, OscalResolveCounts& counts) {
    const OscalSource source = [&files](const OscalDocument& from, const std::string& href, const Place& place) { return files.find(from, href, place); };
    return resolve_profile(profile, source, to_text(setting.now), setting.tool, run.diagnostics, counts);
}

std::string receipt_of_resolution(const OscalResolveCounts& counts) {
    auto text = fmt::format("{}: {} in = {} selected + {} left out\n", count_of(counts.imports, "import", "imports"), count_of(counts.offered, "control", "controls"),
                            group_thousands(counts.selected), group_thousands(counts.left_out));
    text += fmt::format("{} selected = {} out", count_of(counts.selected, "control", "controls"), group_thousands(counts.out));
    if (counts.out < counts.selected) {
        text += fmt::format(" + {} dropped by merging", group_thousands(counts.selected - counts.out));
    } else if (counts.out > counts.selected) {
        text += fmt::format(" - {} that the structure repeats", group_thousands(counts.out - counts.selected));
    }
    text += '\n';
    return text;
}

/// The file of a definition in the home or the workspace.
std::vector<fs::path> definition_files(const Setting& setting, const Place& place) {
    std::vector<fs::path> files{setting.home / place.file.text()};
    if (!setting.workspace.empty()) {
        files.push_back(setting.workspace / place.file.text());
    }
    return files;
}

} // namespace

std::string to_oscal_text(const OscalNode& root, OscalFormat format) { return format == OscalFormat::json ? write_oscal_json(root) : write_oscal_xml(root); }

std::optional<OscalOut> resolve_oscal(const Run& run, const Setting& setting, const fs::path& profile, const fs::path& below) {
    OscalFiles files(run, folder_of(profile, below));
    const auto* const document = files.load(profile, profile.generic_string());
    OscalResolveCounts counts;
    auto root = document == nullptr ? std::nullopt : resolve_loaded(run, setting, files, *document, counts);
    if (!root) {
        return std::nullopt;
    }
    auto receipt = fmt::format("{} (sha256 {}): {}", escape_control(profile.generic_string()), document->digest.substr(0, 12), receipt_of_resolution(counts));
    return OscalOut{std::move(*root), std::move(receipt), files.opened()};
}

std::optional<CatalogImport> import_oscal_catalog(const Run& run, const Setting& setting, const Content& content, const fs::path& file, const std::string& id, const fs::path& below) {
    if (!id.empty()) {
        check_catalog_id(id, "given with --id");
    }
    OscalFiles files(run, folder_of(file, below));
    const auto* document = files.load(file, file.generic_string());
    if (document == nullptr) {
        return std::nullopt;
    }
    CatalogImport import;
    import.file = file.generic_string();
    import.digest = document->digest;
    import.oscal_version = document->root().find("metadata")->text_of("oscal-version");
    OscalDocument resolved;
    if (document->root().name == "profile") {
        auto root = resolve_loaded(run, setting, files, *document, import.resolve_counts);
        if (!root) {
            return std::nullopt;
        }
        resolved = {std::make_shared<const OscalNode>(std::move(*root)), document->file, document->digest, document->minor, document->patch};
        document = &resolved;
        import.resolved = true;
    } else if (document->root().name != "catalog") {
        throw Error(fmt::format("'{}' is a document of '{}', not a catalog or a profile", file.string(), document->root().name));
    }
    const bool own = is_own_catalog(document->root());
    if (id.empty() && !own) {
        check_catalog_id(id_after(file), fmt::format("after the name of the file '{}'", escape_control(file.generic_string())));
    }
    const auto catalog = catalog_from_oscal(*document, id.empty() && !own ? id_after(file) : id, import.counts, run.diagnostics);
    if (!catalog) {
        return std::nullopt;
    }
    check_catalog_id(catalog->id, "which the catalog calls itself");
    import.id = catalog->id;
    import.title = catalog->title;
    import.version = catalog->version;
    const auto name = (fs::path("controls/catalogs") / (import.id + ".xml")).generic_string();
    refuse_taken(setting, content, import.id, name);
    const auto text = write_catalog(*catalog);
    // Read back before it is kept: what does not load must not stand in the way of every other command.
    ReadBackFaults faults(*catalog, text, run.diagnostics);
    if (!load_catalog(text, name, faults)) {
        return std::nullopt;
    }
    const auto kept = setting.workspace / name;
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
        text += "a profile: what it resolves to was taken\n" + receipt_of_resolution(import.resolve_counts);
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
    const auto undefined = counts.insertions_undefined == 0 ? std::string() : fmt::format(" + {} of parameters that are not defined", group_thousands(counts.insertions_undefined));
    text += fmt::format("{}, {}, {} put in{}, {}, {} of evidence from objectives and methods\n", count_of(counts.groups, "group", "groups"),
                        count_of(counts.params, "parameter", "parameters"), count_of(counts.insertions, "insertion", "insertions"), undefined,
                        count_of(counts.references, "reference", "references"), count_of(counts.demands, "demand", "demands"));
    if (counts.group_parts != 0) {
        text += fmt::format("{} of groups left out: groups hold no text here\n", count_of(counts.group_parts, "part", "parts"));
    }
    return text;
}

std::optional<OscalOut> export_oscal_mapping(const Run& run, const Setting& setting, Content& content, const std::string& id) {
    if (!load_crosswalks(run, setting, content)) {
        return std::nullopt;
    }
    const auto found = std::ranges::find(content.crosswalks, id, &Crosswalk::id);
    if (found == content.crosswalks.end()) {
        std::vector<std::string> known;
        known.reserve(content.crosswalks.size());
        for (const auto& each : content.crosswalks) {
            known.push_back(each.id);
        }
        const auto hint = did_you_mean(id, known);
        throw Error(fmt::format("there is no crosswalk '{}'{}", escape_control(id), hint.empty() ? "" : " (" + hint + ")"), ErrorKind::usage);
    }
    const auto& from = get_catalog(content, found->from);
    const auto& to = get_catalog(content, found->to);
    OscalMappingCounts counts;
    OscalOut made;
    made.root = mapping_to_oscal(*found, from, to, to_text(setting.now), counts);
    made.receipt = fmt::format("crosswalk {}: {} in = {} out + {} left out as new or withdrawn + {} left out as a side holds no control\n"
                               "controls that no map names: {} of {}, {} of {}\n",
                               id, count_of(counts.maps, "map", "maps"), group_thousands(counts.mapped), group_thousands(counts.without_counterpart),
                               group_thousands(counts.without_controls), group_thousands(counts.unmapped_from), from.id, group_thousands(counts.unmapped_to), to.id);
    made.inputs = definition_files(setting, found->place);
    return made;
}

OscalOut export_oscal_catalog(const Setting& setting, const Content& content, const std::string& id) {
    const auto& catalog = get_catalog(content, id);
    OscalOut made;
    made.root = catalog_to_oscal(catalog, to_text(setting.now));
    const auto count = [](const auto& all) { return static_cast<std::int64_t>(all.size()); };
    std::int64_t demands = 0;
    for (const auto& control : catalog.controls) {
        demands += count(control.demands);
    }
    const auto demands_out = count_elements(made.root, [](const OscalNode& each) {
        return each.name == "part" && each.attribute("name") == "evidence" && is_in_namespace(each, k_oscal_own_namespace);
    });
    made.receipt = fmt::format("catalog {}: {}; {}; {}\n", id, account_for(count(catalog.controls), count_named(made.root, "control"), "control", "controls"),
                               account_for(demands, demands_out, "demand of evidence", "demands of evidence"),
                               account_for(count(catalog.references), count_named(made.root, "resource"), "reference", "references"));
    made.inputs = definition_files(setting, catalog.place);
    return made;
}

} // namespace assay
