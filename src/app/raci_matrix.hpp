// The way in for RACI matrices: an import into register raci reads them as rows of the long form.
#pragma once

#include "assay/app/import.hpp"

namespace assay {

/// `open`, or for register raci a reader that gives a matrix as rows, where the file is one or is said to be. Throws Error of kind usage when
/// a matrix is asked for in another register. A reader that gives a matrix sets `is_matrix`, which outlives it.
[[nodiscard]] OpenReader raci_matrix_reader(const Run& run, Session& session, const ImportRequest& request, OpenReader open, bool& is_matrix);

} // namespace assay
