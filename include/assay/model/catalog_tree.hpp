// A catalog's groups, processes and controls as the tree that they stand in: the lists of a catalog are flat, in document order.
#pragma once

#include "assay/model/catalog.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace assay {

/// One thing that stands in a section: a control, a group or a process, by its index in the catalog's list.
struct CatalogEntry {
    enum class Kind : std::uint8_t { control, group, process };
    Kind kind = Kind::control;
    std::size_t index = 0;
    std::vector<CatalogEntry> entries; ///< of a group or process
};

/// In an order that gives the same lists again.
[[nodiscard]] std::vector<CatalogEntry> make_catalog_tree(const Catalog& catalog);

} // namespace assay
