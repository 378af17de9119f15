// Checks in groups that can be linked apart from each other, at the same time, and the libraries of the groups made one. Knows not how a check is linked.
#pragma once

#include "assay/rules/library.hpp"

#include <cstddef>
#include <vector>

namespace assay {

/// The checks (by index, in their order) of each register, because these share batches; the largest group first, so that who links
/// one after the other ends with small ones.
[[nodiscard]] std::vector<std::vector<std::size_t>> group_by_register(const std::vector<const CheckDefinition*>& checks);

/// The library that one linker would have made of all checks. Each one's checks are sorted by id.
[[nodiscard]] Library join(std::vector<Library> libraries);

} // namespace assay
