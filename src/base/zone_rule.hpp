// The rule at the end of a zone file (RFC 8536 section 3.3: a POSIX TZ string), which holds after the last transition listed there.
// The date library does not read it: without it summer time would end for good in 2037.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace assay::detail {

/// From `begin` on, local time is UTC plus `offset`.
struct OffsetSpan {
    std::chrono::sys_seconds begin;
    std::chrono::seconds offset;
};

/// "GMT0BST,M3.5.0/1,M10.5.0" to its spans that begin in the years given, in order of time; one span, that of standard time at the
/// start of the first year, when there is no summer time. Nothing when the rule is not understood.
[[nodiscard]] std::optional<std::vector<OffsetSpan>> make_spans(std::string_view rule, int first_year, int last_year);

} // namespace assay::detail
