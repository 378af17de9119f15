// What practice says beside a standard (docs/judgement.md "Practice"): at most a remark, and only where a crosswalk leads.
#pragma once

#include "assay/assess/assess.hpp"

#include <span>

namespace assay {

/// Adds a remark to each determination of a certifiable standard whose control a crosswalk relates to a control of an alignment
/// catalog that is judged too and not met. Changes no outcome but met, which becomes met with remark.
void add_practice_remarks(const AssessInput& input, std::span<Determination> determinations);

} // namespace assay
