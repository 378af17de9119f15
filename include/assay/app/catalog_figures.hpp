// What the catalogs hold, in figures: for `assay catalog list` and for the tables of docs/catalogs.md, which a test compares.
#pragma once

#include "assay/app/content.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay {

/// The last three add up to the controls.
struct CatalogFigures {
    std::int64_t controls = 0;
    std::int64_t shall_groups = 0;
    std::int64_t standard = 0;      ///< demands that the controls themselves make
    std::int64_t expected = 0;      ///< demands of ours
    std::int64_t proving = 0;       ///< controls that a check can show met
    std::int64_t other = 0;         ///< controls that checks can only fail
    std::int64_t assessor = 0;      ///< controls without a check
    friend bool operator==(const CatalogFigures&, const CatalogFigures&) = default;
};

struct ClauseFigures {
    const Group* group = nullptr;   ///< borrowed
    CatalogFigures figures;
};

[[nodiscard]] CatalogFigures figures_of(const Content& content, const Catalog& catalog);

/// Of the groups that stand directly in the catalog and of those directly in these, each with all that it holds, in document order.
[[nodiscard]] std::vector<ClauseFigures> clause_figures_of(const Content& content, const Catalog& catalog);

/// The generated part of docs/catalogs.md: all catalogs, the clauses of those of scale iso17021, and the crosswalks (loaded before).
[[nodiscard]] std::string catalog_tables_markdown(const Content& content);

/// `text` with what stands between the markers of the generated part replaced; nothing when there are no markers.
[[nodiscard]] std::optional<std::string> with_catalog_tables(const std::string& text, const Content& content);

} // namespace assay
