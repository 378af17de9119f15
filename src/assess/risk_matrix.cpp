#include "assay/assess/risk_matrix.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace assay {
namespace {

std::string cell_text(const RiskMatrix& matrix, MatrixCell cell) {
    return fmt::format("row '{}' and column '{}'", matrix.rows.steps[cell.row].id, matrix.columns.steps[cell.column].id);
}

const std::string& level_id(const RiskMatrix& matrix, MatrixCell cell) { return matrix.levels.steps[level_of(matrix, cell)].id; }

template <class Visit>
void for_each_cell(const RiskMatrix& matrix, const Visit& visit) {
    for (std::size_t row = 0; row < matrix.rows.steps.size(); ++row) {
        for (std::size_t column = 0; column < matrix.columns.steps.size(); ++column) {
            visit(MatrixCell{row, column});
        }
    }
}

/// Cells one step away.
std::vector<MatrixCell> neighbours(const RiskMatrix& matrix, MatrixCell cell) {
    std::vector<MatrixCell> all;
    if (cell.row > 0) {
        all.push_back({cell.row - 1, cell.column});
    }
    if (cell.column > 0) {
        all.push_back({cell.row, cell.column - 1});
    }
    if (cell.row + 1 < matrix.rows.steps.size()) {
        all.push_back({cell.row + 1, cell.column});
    }
    if (cell.column + 1 < matrix.columns.steps.size()) {
        all.push_back({cell.row, cell.column + 1});
    }
    return all;
}

std::optional<MatrixFlip> find_flip(const RiskMatrix& matrix, MatrixCell high, MatrixCell low) {
    for (const auto moved : neighbours(matrix, high)) {
        if (rank_of(matrix, moved) < rank_of(matrix, low)) {
            return MatrixFlip{high, low, moved, true};
        }
    }
    for (const auto moved : neighbours(matrix, low)) {
        if (rank_of(matrix, moved) > rank_of(matrix, high)) {
            return MatrixFlip{high, low, moved, false};
        }
    }
    return std::nullopt;
}

} // namespace

std::size_t level_of(const RiskMatrix& matrix, MatrixCell cell) { return matrix.cells[cell.row][cell.column]; }

std::int64_t rank_of(const RiskMatrix& matrix, MatrixCell cell) {
    return matrix.score == MatrixScore::cells ? static_cast<std::int64_t>(level_of(matrix, cell)) : matrix.score_of(cell.row, cell.column);
}

std::vector<MatrixStepUp> steps_up(const RiskMatrix& matrix) {
    std::vector<MatrixStepUp> all;
    for_each_cell(matrix, [&](MatrixCell cell) {
        if (cell.row + 1 < matrix.rows.steps.size()) {
            all.push_back({cell, {cell.row + 1, cell.column}});
        }
        if (cell.column + 1 < matrix.columns.steps.size()) {
            all.push_back({cell, {cell.row, cell.column + 1}});
        }
    });
    return all;
}

std::vector<MatrixFlaw> lint_matrix(const RiskMatrix& matrix) {
    std::vector<MatrixFlaw> flaws;
    for (const auto& step : steps_up(matrix)) {
        if (level_of(matrix, step.to) < level_of(matrix, step.from)) {
            flaws.push_back({"falling-level",
                             fmt::format("the level falls from '{}' at {} to '{}' at {}", level_id(matrix, step.from), cell_text(matrix, step.from),
                                         level_id(matrix, step.to), cell_text(matrix, step.to)),
                             matrix.place});
        }
    }
    std::vector<bool> reached(matrix.levels.steps.size(), false);
    for_each_cell(matrix, [&](MatrixCell cell) { reached[level_of(matrix, cell)] = true; });
    for (std::size_t i = 0; i < reached.size(); ++i) {
        if (!reached[i]) {
            flaws.push_back({"unreachable-level", fmt::format("no cell has the level '{}'", matrix.levels.steps[i].id), matrix.levels.steps[i].place});
        }
    }
    for (const auto& band : matrix.bands) {
        bool used = false;
        for_each_cell(matrix, [&](MatrixCell cell) {
            const int score = matrix.score_of(cell.row, cell.column);
            used = used || (band.from <= score && score <= band.to);
        });
        if (!used) {
            flaws.push_back({"unused-band", fmt::format("no cell has a score from {} to {}", band.from, band.to), band.place});
        }
    }
    return flaws;
}

MatrixFlips find_flips(const RiskMatrix& matrix) {
    MatrixFlips result;
    for_each_cell(matrix, [&](MatrixCell high) {
        for_each_cell(matrix, [&](MatrixCell low) {
            if (rank_of(matrix, high) <= rank_of(matrix, low)) {
                return;
            }
            ++result.pairs;
            if (const auto flip = find_flip(matrix, high, low)) {
                result.flips.push_back(*flip);
            }
        });
    });
    return result;
}

} // namespace assay
