#include "assay/assess/risk_matrix.hpp"
#include "support/small_matrices.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdlib>
#include <set>

using namespace assay;
using namespace assay::testing;

namespace {

std::vector<std::string> texts_of(const RiskMatrix& matrix) {
    std::vector<std::string> texts;
    for (const auto& flaw : lint_matrix(matrix)) {
        texts.push_back(flaw.code + ": " + flaw.text);
    }
    return texts;
}

RiskMatrix scored(MatrixScore score, const std::vector<int>& rows, const std::vector<int>& columns, const std::vector<MatrixBand>& bands) {
    RiskMatrix matrix;
    matrix.score = score;
    matrix.bands = bands;
    matrix.levels = make_scale({"low", "high"});
    for (const auto& [scores, scale] : {std::pair(&rows, &matrix.rows), std::pair(&columns, &matrix.columns)}) {
        for (const int each : *scores) {
            scale->steps.push_back({"s" + std::to_string(each), "", each, {}, {}});
        }
    }
    for (std::size_t row = 0; row < rows.size(); ++row) {
        matrix.cells.emplace_back();
        for (std::size_t column = 0; column < columns.size(); ++column) {
            const int is = matrix.score_of(row, column);
            matrix.cells.back().push_back(0);
            for (const auto& band : bands) {
                matrix.cells.back().back() = band.from <= is && is <= band.to ? band.level : matrix.cells.back().back();
            }
        }
    }
    return matrix;
}

RiskMatrix random_matrix() {
    const auto size = [] { return *rc::gen::inRange<std::size_t>(2, 7); };
    const auto rows = size();
    const auto columns = size();
    const auto levels = size();
    std::vector<std::string> ids{"a", "b", "c", "d", "e", "f"};
    const auto first = [&](std::size_t count) { return std::vector<std::string>(ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(count)); };
    std::vector<std::string> cells(rows);
    for (auto& row : cells) {
        for (std::size_t column = 0; column < columns; ++column) {
            row += static_cast<char>('0' + *rc::gen::inRange<std::size_t>(0, levels));
        }
    }
    return make_matrix(first(rows), first(columns), first(levels), cells);
}

} // namespace

TEST_CASE("the tables of SP 800-30 have no flaw") {
    CHECK(texts_of(table_g5()).empty());
    CHECK(texts_of(table_i2()).empty());
}

TEST_CASE("a level that falls where a step rises, and a level that no cell has, are flaws") {
    const auto matrix = make_matrix({"rare", "likely"}, {"minor", "major"}, {"low", "medium", "high"}, {"02", "00"});
    CHECK(texts_of(matrix) == std::vector<std::string>{"falling-level: the level falls from 'high' at row 'rare' and column 'major' to 'low' at row 'likely' and column 'major'",
                                                       "unreachable-level: no cell has the level 'medium'"});
}

TEST_CASE("a band that no score meets is a flaw") {
    const auto matrix = scored(MatrixScore::product, {1, 2}, {1, 2}, {{0, 1, 2, {}}, {1, 3, 3, {}}, {1, 4, 9, {}}});
    CHECK(texts_of(matrix) == std::vector<std::string>{"unused-band: no cell has a score from 3 to 3"});
}

TEST_CASE("every step up of both axes is counted once") {
    const auto steps = steps_up(table_i2());
    CHECK(steps.size() == 40);
    CHECK(steps.front() == MatrixStepUp{{0, 0}, {1, 0}});
    CHECK(steps[1] == MatrixStepUp{{0, 0}, {0, 1}});
}

TEST_CASE("products turn round where sums and levels do not") {
    const auto product = scored(MatrixScore::product, {1, 2, 3}, {1, 2, 3}, {{0, 1, 3, {}}, {1, 4, 9, {}}});
    const auto flips = find_flips(product);
    // 9 cells with scores 1 2 2 3 3 4 6 6 9: 36 pairs less three that are equal.
    CHECK(flips.pairs == 33);
    // 1 x 3 is above 2 x 1, and falls below neither 2 nor 3 by one step; but 2 x 1 rises to 2 x 2.
    CHECK(std::ranges::find(flips.flips, MatrixFlip{{0, 2}, {1, 0}, {1, 1}, false}) != flips.flips.end());
    for (const auto& flip : flips.flips) {
        CHECK(rank_of(product, flip.high) > rank_of(product, flip.low));
    }
    // Of a matrix whose levels rise by one at most, no pair turns round.
    CHECK(find_flips(make_matrix({"a", "b", "c"}, {"x", "y"}, {"0", "1", "2"}, {"01", "01", "12"})).flips.empty());
}

TEST_CASE("flaws and turning pairs are what looking at every cell finds") {
    CHECK(rc::check([] {
        const auto matrix = random_matrix();
        const auto rows = matrix.rows.steps.size();
        const auto columns = matrix.columns.steps.size();
        std::size_t falling = 0;
        std::set<std::size_t> met;
        std::size_t pairs = 0;
        std::size_t turning = 0;
        for (std::size_t a = 0; a < rows * columns; ++a) {
            const auto level = matrix.cells[a / columns][a % columns];
            met.insert(level);
            falling += a / columns > 0 && level < matrix.cells[a / columns - 1][a % columns] ? 1U : 0U;
            falling += a % columns > 0 && level < matrix.cells[a / columns][a % columns - 1] ? 1U : 0U;
            for (std::size_t b = 0; b < rows * columns; ++b) {
                const auto other = matrix.cells[b / columns][b % columns];
                if (level <= other) {
                    continue;
                }
                ++pairs;
                bool turns = false;
                // Every cell at a distance of one from either.
                for (std::size_t c = 0; c < rows * columns; ++c) {
                    const auto apart = [&](std::size_t from) {
                        return std::abs(static_cast<int>(from / columns) - static_cast<int>(c / columns)) +
                               std::abs(static_cast<int>(from % columns) - static_cast<int>(c % columns));
                    };
                    const auto moved = matrix.cells[c / columns][c % columns];
                    turns = turns || (apart(a) == 1 && moved < other) || (apart(b) == 1 && moved > level);
                }
                turning += turns ? 1U : 0U;
            }
        }
        const auto flaws = lint_matrix(matrix);
        const auto count = [&](std::string_view code) { return static_cast<std::size_t>(std::ranges::count(flaws, code, &MatrixFlaw::code)); };
        RC_ASSERT(count("falling-level") == falling);
        RC_ASSERT(count("unreachable-level") == matrix.levels.steps.size() - met.size());
        const auto flips = find_flips(matrix);
        RC_ASSERT(static_cast<std::size_t>(flips.pairs) == pairs);
        RC_ASSERT(flips.flips.size() == turning);
    }));
}
