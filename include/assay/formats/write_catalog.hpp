// A catalog as the XML that people write (docs/xml.md), so that what came from elsewhere is kept in a workspace like any other.
#pragma once

#include "assay/model/catalog.hpp"

#include <string>
#include <string_view>

namespace assay {

/// load_catalog() gives the same catalog again, but for places and digest. Ends with a line end.
[[nodiscard]] std::string write_catalog(const Catalog& catalog);

/// Whether load_catalog() takes it as the id of a catalog.
[[nodiscard]] bool is_catalog_id(std::string_view id);

} // namespace assay
