// Catalogs of ours within OSCAL: what OSCAL has no word for stands in properties and parts of our own namespace.
#pragma once

#include "assay/rules/oscal.hpp"

namespace assay {

/// Nothing after reporting what is no catalog of ours: unknown words, and all that a catalog of ours has no place for.
[[nodiscard]] std::optional<Catalog> read_own_catalog(const OscalDocument& document, const std::string& id, OscalImportCounts& counts, DiagnosticSink& sink);

/// What export and import must say alike.
inline constexpr std::string_view k_own_catalog = "catalog"; ///< property of the metadata: the catalog's id
inline constexpr std::string_view k_own_controls = "controls"; ///< class of a group that only holds controls beside groups

} // namespace assay
