// One supporting agreement under one promise: what it carries of it by itself.
#pragma once

#include "assess/sla_chain_read.hpp"

#include <vector>

namespace assay {

/// What an agreement carries, taken over its targets.
struct ChainCarried {
    std::vector<ChainPart> parts;                ///< one for each target that matters, or one that says what is missing
    ShareBounds share;
    std::optional<std::chrono::seconds> worst;
    std::optional<std::int64_t> number;
    LinkResult result = LinkResult::unknown;
};

/// `promise` has no fault and is no target of satisfaction.
[[nodiscard]] ChainCarried carry_promise(const ChainRegisters& registers, const SlaTarget& promise, const ChainSupport& support, const Zone& zone, Date on);

/// Any of them does for `best`, all of them are needed for `worst`.
[[nodiscard]] LinkResult best_link(LinkResult a, LinkResult b);
[[nodiscard]] LinkResult worst_link(LinkResult a, LinkResult b);

} // namespace assay
