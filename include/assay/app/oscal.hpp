// OSCAL at the edges: catalogs in, profiles resolved, and what goes out. Files named by a profile are opened only beneath one folder.
#pragma once

#include "assay/app/content.hpp"
#include "assay/app/session.hpp"
#include "assay/rules/oscal.hpp"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace assay {

enum class OscalFormat : std::uint8_t { xml, json };
[[nodiscard]] std::string to_oscal_text(const OscalNode& root, OscalFormat format);

/// Reads documents once each, and finds what a profile's `href` names: a file beneath `below`, or a resource of the profile's back
/// matter that links to one. Never an address, never a file elsewhere.
class OscalFiles {
public:
    OscalFiles(const Run& run, std::filesystem::path below);
    /// The document, or null after reporting faults. Throws Error when the file cannot be read.
    const OscalDocument* load(const std::filesystem::path& file, const std::string& shown);
    const OscalDocument* find(const OscalDocument& from, const std::string& href, const Place& place);
    /// All files opened so far.
    [[nodiscard]] std::vector<std::filesystem::path> opened() const;

private:
    [[nodiscard]] std::optional<std::string> link_of(const OscalDocument& from, const std::string& reference, const Place& place);
    const OscalDocument* refuse(const Place& place, std::string code, std::string text, std::string hint);

    const Run& m_run;
    std::filesystem::path m_below;
    std::map<std::string, std::unique_ptr<std::optional<OscalDocument>>> m_loaded; ///< by resolved path
};

/// A document on its way out.
struct OscalOut {
    OscalNode root;
    std::string receipt;                       ///< what went in and what goes out, in lines
    std::vector<std::filesystem::path> inputs; ///< never to be written over; not all of them are there
};

/// `below`: where imports may lie; empty: the profile's folder. Nothing after reporting faults.
[[nodiscard]] std::optional<OscalOut> resolve_oscal(const Run& run, const Setting& setting, const std::filesystem::path& profile, const std::filesystem::path& below);

struct CatalogImport {
    std::string id;
    std::string title;
    std::string version;
    std::string file;          ///< as given
    std::string digest;        ///< SHA-256 hex
    std::string oscal_version;
    bool resolved = false;     ///< it was a profile
    bool replaced = false;
    OscalResolveCounts resolve_counts; ///< of a profile
    OscalImportCounts counts;
};

/// Makes a catalog of the workspace, controls/catalogs/<id>.xml, of an OSCAL catalog or of what a profile resolves to. `id` empty: after
/// the file's name. Throws Error when the id is none, or that of a catalog that is built in or stands in another file of the workspace.
[[nodiscard]] std::optional<CatalogImport> import_oscal_catalog(const Run& run, const Setting& setting, const Content& content, const std::filesystem::path& file,
                                                                const std::string& id, const std::filesystem::path& below);
[[nodiscard]] std::string to_text(const CatalogImport& import);

[[nodiscard]] OscalOut export_oscal_catalog(const Setting& setting, const Content& content, const std::string& id);
/// A crosswalk by its id; goes out as JSON only. Nothing after reporting faults. Throws Error of kind usage for an unknown one.
[[nodiscard]] std::optional<OscalOut> export_oscal_mapping(const Run& run, const Setting& setting, Content& content, const std::string& id);
/// Assessment results; without `id` of the newest assessment. Nothing after reporting faults. The same assessment gives the same tree.
[[nodiscard]] std::optional<OscalOut> export_oscal_results(const Run& run, Session& session, std::optional<std::int64_t> id);
/// Plan of action and milestones of nonconformities and of the register 'poam'. Throws Error when both are empty.
[[nodiscard]] OscalOut export_oscal_poam(const Run& run, Session& session);

} // namespace assay
