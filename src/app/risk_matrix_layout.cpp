#include "app/sla_words.hpp"
#include "assay/app/risk_matrix.hpp"
#include "assay/app/table.hpp"
#include "assay/base/text.hpp"
#include "assay/formats/json.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace assay {
namespace {

/// A table shows so many pairs; JSON has all.
constexpr std::size_t k_shown_flips = 10;

std::string size_text(const RiskMatrix& matrix) { return fmt::format("{} by {}", matrix.rows.steps.size(), matrix.columns.steps.size()); }

std::string_view made_by(const RiskMatrix& matrix) {
    switch (matrix.score) {
    case MatrixScore::cells: return "cells";
    case MatrixScore::product: return "product of scores";
    case MatrixScore::sum: return "sum of scores";
    }
    return {};
}

const std::string& level_word(const RiskMatrix& matrix, MatrixCell cell) { return matrix.levels.steps[level_of(matrix, cell)].id; }

/// "high x low"
std::string cell_name(const RiskMatrix& matrix, MatrixCell cell) {
    return fmt::format("{} x {}", matrix.rows.steps[cell.row].id, matrix.columns.steps[cell.column].id);
}

/// "very_high", or "20 very_high" where steps are scored.
std::string cell_content(const RiskMatrix& matrix, MatrixCell cell) {
    const auto& level = level_word(matrix, cell);
    return matrix.score == MatrixScore::cells ? level : fmt::format("{} {}", matrix.score_of(cell.row, cell.column), level);
}

std::string flip_text(const RiskMatrix& matrix, const MatrixFlip& flip) {
    return fmt::format("{} ({}) is above {} ({}), and below it when {} moves to {} ({})", cell_name(matrix, flip.high), cell_content(matrix, flip.high),
                       cell_name(matrix, flip.low), cell_content(matrix, flip.low), flip.high_moves ? "the first" : "the second",
                       cell_name(matrix, flip.moved), cell_content(matrix, flip.moved));
}

std::size_t jump_of(const RiskMatrix& matrix, const MatrixStepUp& step) {
    const auto from = level_of(matrix, step.from);
    const auto to = level_of(matrix, step.to);
    return from < to ? to - from : from - to;
}

TextTable grid(const RiskMatrix& matrix) {
    TextTable table;
    table.columns.push_back({fmt::format("{} \\ {}", matrix.rows.title, matrix.columns.title), false});
    for (const auto& column : matrix.columns.steps) {
        table.columns.push_back({column.id, false});
    }
    for (auto row = matrix.rows.steps.size(); row-- > 0;) {
        std::vector<std::string> cells{matrix.rows.steps[row].id};
        for (std::size_t column = 0; column < matrix.columns.steps.size(); ++column) {
            cells.push_back(cell_content(matrix, {row, column}));
        }
        table.rows.push_back(std::move(cells));
    }
    return table;
}

std::string levels_text(const RiskMatrix& matrix) {
    std::vector<std::int64_t> cells(matrix.levels.steps.size(), 0);
    for (const auto& row : matrix.cells) {
        for (const auto level : row) {
            ++cells[level];
        }
    }
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        text += fmt::format("{}{} {}", i == 0 ? "" : ", ", matrix.levels.steps[i].id, cells[i]);
    }
    return text;
}

std::string flaws_text(const RiskMatrix& matrix) {
    std::string text;
    for (const auto& flaw : lint_matrix(matrix)) {
        text += fmt::format("{}{} [{}]", text.empty() ? "" : "\n", flaw.text, flaw.code);
    }
    return text.empty() ? "no flaw" : text;
}

std::string steps_text(const RiskMatrix& matrix) {
    const auto steps = steps_up(matrix);
    const auto changing = std::ranges::count_if(steps, [&](const auto& step) { return jump_of(matrix, step) > 0; });
    const auto jumping = std::ranges::count_if(steps, [&](const auto& step) { return jump_of(matrix, step) > 1; });
    auto text = fmt::format("{} of {} steps change the level, {} of them by more than one", changing, steps.size(), jumping);
    for (const auto& step : steps) {
        if (jump_of(matrix, step) > 1) {
            text += fmt::format("\nfrom {} ({}) to {} ({})", cell_name(matrix, step.from), cell_content(matrix, step.from), cell_name(matrix, step.to),
                                cell_content(matrix, step.to));
        }
    }
    return text;
}

std::string flips_text(const RiskMatrix& matrix) {
    const auto found = find_flips(matrix);
    auto text = fmt::format("{} of {} pairs turn round when one of the two moves one step", found.flips.size(), found.pairs);
    for (std::size_t i = 0; i < std::min(found.flips.size(), k_shown_flips); ++i) {
        text += "\n" + flip_text(matrix, found.flips[i]);
    }
    if (found.flips.size() > k_shown_flips) {
        text += fmt::format("\nshown {} of {}; all with --format json", k_shown_flips, found.flips.size());
    }
    return text;
}

/// The level one step away, or "".
std::string level_at(const RiskMatrix& matrix, std::size_t row, std::size_t column) {
    return row < matrix.rows.steps.size() && column < matrix.columns.steps.size() ? level_word(matrix, {row, column}) : std::string();
}

void write_cell(JsonWriter& json, const RiskMatrix& matrix, MatrixCell cell) {
    json.begin_object().field("row", matrix.rows.steps[cell.row].id).field("column", matrix.columns.steps[cell.column].id);
    json.field("level", level_word(matrix, cell));
    if (matrix.score != MatrixScore::cells) {
        json.field("score", matrix.score_of(cell.row, cell.column));
    }
    json.end_object();
}

} // namespace

std::string to_text(const MatrixBook& book) {
    if (book.all().empty()) {
        return "no matrix is defined\n";
    }
    TextTable table;
    table.columns = {{"matrix", false}, {"title", false}, {"gives", false}, {"size", false}, {"by", false}, {"default", false}, {"from", false}, {"flaws", true}};
    for (const auto& [matrix, of_workspace] : book.all()) {
        table.rows.push_back({matrix.id, matrix.title, std::string(to_text(matrix.gives)), size_text(matrix), std::string(made_by(matrix)),
                              matrix.is_default ? "yes" : "", of_workspace ? "workspace" : "built in", std::to_string(lint_matrix(matrix).size())});
    }
    return to_text(table, 0);
}

std::string to_csv(const MatrixBook& book) {
    auto text = sla_csv_line({"matrix", "title", "gives", "rows", "columns", "by", "default", "from", "flaws"});
    for (const auto& [matrix, of_workspace] : book.all()) {
        text += sla_csv_line({matrix.id, matrix.title, std::string(to_text(matrix.gives)), std::to_string(matrix.rows.steps.size()),
                              std::to_string(matrix.columns.steps.size()), std::string(made_by(matrix)), matrix.is_default ? "yes" : "no",
                              of_workspace ? "workspace" : "built in", std::to_string(lint_matrix(matrix).size())});
    }
    return text;
}

std::string to_json(const MatrixBook& book) {
    JsonWriter json;
    json.begin_object().key("matrices").begin_array();
    for (const auto& [matrix, of_workspace] : book.all()) {
        json.begin_object().field("id", matrix.id).field("title", matrix.title).field("gives", std::string(to_text(matrix.gives)));
        json.field("rows", matrix.rows.steps.size()).field("columns", matrix.columns.steps.size()).field("by", std::string(made_by(matrix)));
        json.field("default", matrix.is_default).field("of_workspace", of_workspace).field("flaws", lint_matrix(matrix).size()).end_object();
    }
    json.end_array().end_object();
    return json.finish();
}

std::string to_text(const RiskMatrix& matrix) {
    auto text = fmt::format("{}: {}\n{}\n\n{}\n", matrix.id, matrix.title, matrix.source, to_text(grid(matrix), 0));
    return text + to_text({{"levels", levels_text(matrix)}, {"flaws", flaws_text(matrix)}, {"one step", steps_text(matrix)}, {"order", flips_text(matrix)}}, 0);
}

std::string to_csv(const RiskMatrix& matrix) {
    std::map<MatrixCell, std::int64_t> flips;
    for (const auto& flip : find_flips(matrix).flips) {
        ++flips[flip.high];
        ++flips[flip.low];
    }
    auto text = sla_csv_line({"row", "column", "score", "level", "row_less", "row_more", "column_less", "column_more", "turning_pairs"});
    for (std::size_t row = 0; row < matrix.rows.steps.size(); ++row) {
        for (std::size_t column = 0; column < matrix.columns.steps.size(); ++column) {
            const MatrixCell cell{row, column};
            text += sla_csv_line({matrix.rows.steps[row].id, matrix.columns.steps[column].id,
                                  matrix.score == MatrixScore::cells ? "" : std::to_string(matrix.score_of(row, column)), level_word(matrix, cell),
                                  level_at(matrix, row - 1, column), level_at(matrix, row + 1, column), level_at(matrix, row, column - 1),
                                  level_at(matrix, row, column + 1), std::to_string(flips[cell])});
        }
    }
    return text;
}

std::string to_json(const RiskMatrix& matrix) {
    JsonWriter json;
    json.begin_object().field("id", matrix.id).field("title", matrix.title).field("source", matrix.source).field("gives", std::string(to_text(matrix.gives)));
    json.field("by", std::string(made_by(matrix))).key("cells").begin_array();
    for (std::size_t row = 0; row < matrix.rows.steps.size(); ++row) {
        for (std::size_t column = 0; column < matrix.columns.steps.size(); ++column) {
            write_cell(json, matrix, {row, column});
        }
    }
    json.end_array().key("flaws").begin_array();
    for (const auto& flaw : lint_matrix(matrix)) {
        json.begin_object().field("code", flaw.code).field("text", flaw.text).end_object();
    }
    json.end_array().key("steps_that_change_the_level").begin_array();
    for (const auto& step : steps_up(matrix)) {
        if (jump_of(matrix, step) > 0) {
            json.begin_object().key("from");
            write_cell(json, matrix, step.from);
            json.key("to");
            write_cell(json, matrix, step.to);
            json.end_object();
        }
    }
    const auto found = find_flips(matrix);
    json.end_array().field("pairs", found.pairs).key("pairs_that_turn_round").begin_array();
    for (const auto& flip : found.flips) {
        json.begin_object().key("high");
        write_cell(json, matrix, flip.high);
        json.key("low");
        write_cell(json, matrix, flip.low);
        json.field("moves", flip.high_moves ? "high" : "low").key("to");
        write_cell(json, matrix, flip.moved);
        json.end_object();
    }
    json.end_array().end_object();
    return json.finish();
}

} // namespace assay
