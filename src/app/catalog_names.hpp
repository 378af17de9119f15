// Catalogs and controls by the names people type; an unknown one is an Error of kind usage with the nearest word.
#pragma once

#include "assay/app/content.hpp"

#include <string>

namespace assay {

[[nodiscard]] const Catalog& get_catalog(const Content& content, const std::string& id);
[[nodiscard]] const Control& get_control_of(const Catalog& catalog, const std::string& id);

} // namespace assay
