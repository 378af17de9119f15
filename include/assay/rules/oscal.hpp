// OSCAL's catalogs as ours and ours as OSCAL's, and profiles resolved to catalogs by NIST's specification.
// Works on trees; opens no file: what a profile imports comes through OscalSource.
#pragma once

#include "assay/base/diagnostic.hpp"
#include "assay/model/catalog.hpp"
#include "assay/model/crosswalk.hpp"
#include "assay/model/oscal.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// What became of a catalog's parts. controls = kept + withdrawn.
struct OscalImportCounts {
    std::int64_t controls = 0;
    std::int64_t kept = 0;
    std::int64_t withdrawn = 0;
    std::vector<std::string> withdrawn_without; ///< labels of those that name no kept control; the rest is told in a note of the one that took them in
    std::int64_t groups = 0;
    std::int64_t params = 0;
    std::int64_t insertions = 0;      ///< of parameters that the catalog defines, put into the text
    std::int64_t insertions_undefined = 0; ///< of others: shown as [Assignment: …]
    std::int64_t demands = 0;         ///< evidence, of objectives and methods
    std::int64_t references = 0;
    std::int64_t group_parts = 0;     ///< parts of groups, which our catalogs have no place for
    bool own = false;                 ///< it had gone out of Assay before
};

/// Whether it says that it went out of Assay.
[[nodiscard]] bool is_own_catalog(const OscalNode& root);

/// A catalog of controls assessed per system, in the words of SP 800-53A; or, where it went out of Assay, the same catalog again.
/// `id`: of the catalog made; empty: its own, where it went out of Assay. Nothing after reporting faults: ids used twice, or no id of ours.
[[nodiscard]] std::optional<Catalog> catalog_from_oscal(const OscalDocument& document, const std::string& id, OscalImportCounts& counts, DiagnosticSink& sink);

/// `modified`: "2026-01-31T12:00:00Z". All else follows from the catalog: the same catalog gives the same tree.
[[nodiscard]] OscalNode catalog_to_oscal(const Catalog& catalog, const std::string& modified);

/// A UUID (version 5) that follows from the words: SHA-256 over them, cut.
[[nodiscard]] std::string content_uuid(std::string_view words);

/// The id that catalog_to_oscal() gives ours: ours may begin with a figure, a token of OSCAL may not; and an id of ours may name both a
/// group and a control, so that groups get a prefix.
[[nodiscard]] std::string oscal_id(std::string_view prefix, std::string_view id);

/// What became of a crosswalk's maps. maps = mapped + without_counterpart + without_controls.
struct OscalMappingCounts {
    std::int64_t maps = 0;
    std::int64_t mapped = 0;
    std::int64_t without_counterpart = 0; ///< new or withdrawn: in the gap summaries
    std::int64_t without_controls = 0;    ///< of a group or process that holds none
    std::int64_t unmapped_from = 0;       ///< controls that no map names
    std::int64_t unmapped_to = 0;
};

/// A mapping collection (OSCAL 1.2): every map with a relation; what is new or withdrawn stands in the gap summaries. `from` and `to` are
/// the catalogs of the crosswalk.
[[nodiscard]] OscalNode mapping_to_oscal(const Crosswalk& crosswalk, const Catalog& from, const Catalog& to, const std::string& modified, OscalMappingCounts& counts);

/// Finds what an `href` of a document names. Reports why not at `place` and gives null.
using OscalSource = std::function<const OscalDocument*(const OscalDocument& from, const std::string& href, const Place& place)>;

/// What became of the controls that the profile's own imports offer. offered = selected + left_out.
struct OscalResolveCounts {
    std::int64_t imports = 0;
    std::int64_t offered = 0;  ///< those of a catalog imported twice count twice
    std::int64_t selected = 0;
    std::int64_t left_out = 0;
    std::int64_t out = 0;      ///< in the result: merging may drop controls, and a custom structure may repeat them
};

/// A catalog, or nothing after reporting faults. `modified` as above, `tool` is the value of the property resolution-tool.
/// Remarks (a parameter that is not there, a control kept twice, a result without controls) are warnings.
[[nodiscard]] std::optional<OscalNode> resolve_profile(const OscalDocument& profile, const OscalSource& source, const std::string& modified, const std::string& tool,
                                                       DiagnosticSink& sink, OscalResolveCounts& counts);

} // namespace assay
