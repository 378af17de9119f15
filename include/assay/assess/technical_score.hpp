// Scores of an XCCDF test, computed again from its results. Source: NISTIR 7275 Rev 4 (XCCDF 1.2), section 7.3.2, tables 40 and 41,
// and the flat unweighted and absolute models there; "fixed" counts as "pass". Knows no file.
#pragma once

#include "assay/model/technical.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace assay {

struct Score {
    double score = 0;
    double maximum = 0;
};

struct RecomputedScore {
    std::optional<Score> score;
    std::string why_not; ///< in words, when there is none
};

/// By the URI of the model. Of tests without results that count every score is 0.
[[nodiscard]] RecomputedScore recompute_score(const TechnicalTest& test, std::string_view model);

/// A stated number agrees when it differs by no more than one in its last digit; below a ten-thousandth nothing counts, because tools
/// compute in single precision. Nothing when `stated` is no decimal number.
[[nodiscard]] std::optional<bool> score_agrees(std::string_view stated, double recomputed);

} // namespace assay
