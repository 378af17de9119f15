// Two halves of the checks, linked at the same time, and their libraries made one. Knows not how a check is linked.
#pragma once

#include "assay/rules/library.hpp"

#include <vector>

namespace assay {

/// For each check whether the second linker links it. Checks of one register stay together, because they share batches; few checks
/// all go to the first.
[[nodiscard]] std::vector<bool> choose_second_half(const std::vector<const CheckDefinition*>& checks);

/// The library that one linker would have made of the checks of both, each sorted by id.
[[nodiscard]] Library join(Library first, Library second);

} // namespace assay
