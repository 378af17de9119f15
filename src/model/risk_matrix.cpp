#include "assay/model/risk_matrix.hpp"

#include <algorithm>

namespace assay {

std::optional<std::size_t> MatrixScale::find(std::string_view word) const {
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (std::ranges::find(steps[i].words, word) != steps[i].words.end()) {
            return i;
        }
    }
    return std::nullopt;
}

std::string_view to_text(MatrixGives gives) { return gives == MatrixGives::level ? "level" : "likelihood"; }

int RiskMatrix::score_of(std::size_t row, std::size_t column) const {
    const int first = rows.steps[row].score;
    const int second = columns.steps[column].score;
    return score == MatrixScore::product ? first * second : first + second;
}

} // namespace assay
