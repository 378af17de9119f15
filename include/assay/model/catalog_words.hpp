// Words of a catalog that only those need who write one.
#pragma once

#include "assay/model/catalog.hpp"

#include <string_view>

namespace assay {

[[nodiscard]] std::string_view to_text(Documented documented); ///< "" for no

} // namespace assay
