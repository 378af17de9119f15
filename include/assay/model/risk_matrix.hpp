// A matrix that combines two steps, such as likelihood and impact, into a level. Loaded from controls/matrices. Knows no register and
// no risk; that its levels rise with its steps is for assess.
#pragma once

#include "assay/base/diagnostic.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// One step of a scale. `words` are the words of a register that mean it; at least one.
struct MatrixStep {
    std::string id;
    std::string title;
    int score = 0;                      ///< 0 where cells are given, not scores
    std::vector<std::string> words;
    Place place;
};

/// Steps from the lowest to the highest.
struct MatrixScale {
    std::string title;
    std::vector<MatrixStep> steps;
    Place place;
    /// The step that a word of a register means.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view word) const;
};

enum class MatrixScore : std::uint8_t { cells, product, sum };
/// What the levels of a matrix are: the level of a risk, or its overall likelihood.
enum class MatrixGives : std::uint8_t { level, likelihood };
[[nodiscard]] std::string_view to_text(MatrixGives gives);

/// Scores from `from` to `to`, both included, have this level.
struct MatrixBand {
    std::size_t level = 0;
    int from = 0;
    int to = 0;
    Place place;
};

struct RiskMatrix {
    std::string id;
    std::string title;
    std::string source;
    MatrixGives gives = MatrixGives::level;
    MatrixScore score = MatrixScore::cells;
    bool is_default = false;            ///< used where no matrix is named
    MatrixScale rows;
    MatrixScale columns;
    MatrixScale levels;
    std::vector<std::vector<std::size_t>> cells;   ///< [row][column]: index of a level
    std::vector<MatrixBand> bands;      ///< in document order; empty where cells are given
    Place place;

    /// Of a cell, where steps are scored.
    [[nodiscard]] int score_of(std::size_t row, std::size_t column) const;
};

} // namespace assay
