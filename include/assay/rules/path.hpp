// A field, or a path over references, as a column of a query: what rows are grouped by.
#pragma once

#include "assay/base/diagnostic.hpp"
#include "assay/model/check.hpp"
#include "assay/model/query.hpp"
#include "assay/model/register.hpp"

#include <optional>

namespace assay {

struct LinkedPath {
    QueryExpr expr;
    const Field* field = nullptr;           ///< what its values are; borrowed from the schema
};

/// Joins are added to `query`, whose relation 0 the path starts from. Nothing after a diagnostic.
[[nodiscard]] std::optional<LinkedPath> link_path(const Schema& schema, TableQuery& query, const PlacedText& path, DiagnosticSink& diagnostics);

} // namespace assay
