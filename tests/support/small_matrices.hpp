// Risk matrices as a test writes them: ids of steps, and levels as digits, the lowest row first.
#pragma once

#include "assay/model/risk_matrix.hpp"

#include <string>
#include <vector>

namespace assay::testing {

inline MatrixScale make_scale(const std::vector<std::string>& ids) {
    MatrixScale scale;
    for (const auto& id : ids) {
        scale.steps.push_back({id, id, 0, {id}, {}});
    }
    return scale;
}

inline const std::vector<std::string>& five_words() {
    static const std::vector<std::string> words{"very_low", "low", "moderate", "high", "very_high"};
    return words;
}

/// {"00", "01"}: the cells of the lowest row, then of the next.
inline RiskMatrix make_matrix(const std::vector<std::string>& rows, const std::vector<std::string>& columns, const std::vector<std::string>& levels,
                              const std::vector<std::string>& cells) {
    RiskMatrix matrix;
    matrix.id = "m";
    matrix.rows = make_scale(rows);
    matrix.columns = make_scale(columns);
    matrix.levels = make_scale(levels);
    for (const auto& row : cells) {
        matrix.cells.emplace_back();
        for (const char digit : row) {
            matrix.cells.back().push_back(static_cast<std::size_t>(digit - '0'));
        }
    }
    return matrix;
}

/// SP 800-30 Rev 1, tables G-5 and I-2.
inline RiskMatrix table_g5() { return make_matrix(five_words(), five_words(), five_words(), {"00111", "01122", "11223", "12234", "12344"}); }
inline RiskMatrix table_i2() { return make_matrix(five_words(), five_words(), five_words(), {"00011", "01112", "01223", "01234", "01234"}); }

} // namespace assay::testing
