// Which rows of the risk register a command reads.
#pragma once

#include "assay/app/session.hpp"
#include "assay/model/query.hpp"

#include <optional>
#include <string>

namespace assay {

/// The register as relation 0, and the condition, unless it is empty. Nothing after reporting faults.
[[nodiscard]] std::optional<TableQuery> risks_where(const Run& run, const Session& session, const std::string& where, Date today);

} // namespace assay
