// What is wrong with a risk matrix, and how much hangs on a single step of it. Knows no XML and no terminal.
#pragma once

#include "assay/model/risk_matrix.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay {

/// "falling-level", "unreachable-level", "unused-band"; the text is one sentence without a full stop.
struct MatrixFlaw {
    std::string code;
    std::string text;
    Place place;
    friend bool operator==(const MatrixFlaw&, const MatrixFlaw&) = default;
};
/// Levels that fall where a step rises, levels that no cell has, bands that no score meets: in this order, then of the matrix.
[[nodiscard]] std::vector<MatrixFlaw> lint_matrix(const RiskMatrix& matrix);

struct MatrixCell {
    std::size_t row = 0;
    std::size_t column = 0;
    friend auto operator<=>(const MatrixCell&, const MatrixCell&) = default;
};
[[nodiscard]] std::size_t level_of(const RiskMatrix& matrix, MatrixCell cell);
/// By what cells are ordered: their score, where steps are scored, else their level.
[[nodiscard]] std::int64_t rank_of(const RiskMatrix& matrix, MatrixCell cell);

/// One step up of one axis.
struct MatrixStepUp {
    MatrixCell from;
    MatrixCell to;
    friend bool operator==(const MatrixStepUp&, const MatrixStepUp&) = default;
};
/// Every one of the matrix; by cell, of the row axis first.
[[nodiscard]] std::vector<MatrixStepUp> steps_up(const RiskMatrix& matrix);

/// `high` ranks above `low`, and below it once one of them has moved a single step.
struct MatrixFlip {
    MatrixCell high;
    MatrixCell low;
    MatrixCell moved;                   ///< where the one that moves comes to stand
    bool high_moves = false;            ///< else `low` does
    friend bool operator==(const MatrixFlip&, const MatrixFlip&) = default;
};
struct MatrixFlips {
    std::int64_t pairs = 0;             ///< of cells with different ranks
    std::vector<MatrixFlip> flips;      ///< one for each pair that turns round; sorted by high, then low
};
[[nodiscard]] MatrixFlips find_flips(const RiskMatrix& matrix);

} // namespace assay
