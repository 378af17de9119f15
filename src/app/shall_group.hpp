// The controls of one shall group of the standards that a workspace is judged against.
#pragma once

#include "assay/app/session.hpp"
#include "assay/model/catalog.hpp"

#include <string>
#include <vector>

namespace assay {

/// `name`: a shall group or one of its controls, with or without "CATALOG/" before it. Never empty. Throws Error of kind usage when there is
/// none, when it is a clause of several groups, or a group of two standards.
[[nodiscard]] std::vector<const Control*> find_shall_group(const Session& session, const std::string& name);

} // namespace assay
