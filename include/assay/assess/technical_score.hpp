// Scores of an XCCDF test, computed again from its results. Source: NISTIR 7275 Rev 4 (XCCDF 1.2), section 7.3.2, tables 40 and 41,
// and the flat unweighted and absolute models there; "fixed" counts as "pass". Knows no file.
#pragma once

#include "assay/model/technical.hpp"

#include <cstdint>
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

/// By the URI of the model. Where results are there and none counts, every score is 0; without results, or with words that are none of
/// XCCDF's, there is none.
[[nodiscard]] RecomputedScore recompute_score(const TechnicalTest& test, std::string_view model);

/// What a score rests on.
struct ResultCounts {
    std::int64_t counted = 0;
    std::int64_t passed = 0;   ///< of these: pass or fixed
    std::int64_t left_out = 0; ///< informational, notapplicable, notchecked, notselected
};
[[nodiscard]] ResultCounts count_results(const TechnicalTest& test);

/// A stated number with a fraction agrees when it differs by no more than one in its last digit; below a ten-thousandth nothing counts,
/// because tools compute in single precision. A whole number agrees within a half in the default model, which gives percentages that
/// tools round, and within a ten-thousandth in the others. Nothing when `stated` is no decimal number.
[[nodiscard]] std::optional<bool> score_agrees(std::string_view stated, double recomputed, std::string_view model);

} // namespace assay
