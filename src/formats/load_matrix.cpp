// Risk matrices (docs/xml.md "Risk matrix").
#include "assay/base/text.hpp"
#include "assay/formats/load.hpp"
#include "formats/xml_ids.hpp"
#include "formats/xml_reader.hpp"
#include "formats/xml_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace assay {
namespace {

constexpr std::size_t k_most_steps = 10;
constexpr int k_most_score = 1000;
constexpr int k_most_sum = 1'000'000;
constexpr std::size_t k_no_level = std::numeric_limits<std::size_t>::max();

constexpr auto k_gives = std::to_array<std::pair<std::string_view, MatrixGives>>({
    {"level", MatrixGives::level},
    {"likelihood", MatrixGives::likelihood},
});

constexpr auto k_scores = std::to_array<std::pair<std::string_view, MatrixScore>>({
    {"product", MatrixScore::product},
    {"sum", MatrixScore::sum},
});

enum class Scored : bool { no, yes };

class MatrixLoader {
public:
    explicit MatrixLoader(XmlElement& root) : m_root(root) {}
    RiskMatrix load();

private:
    void load_content();
    static void load_scale(XmlElement& element, MatrixScale& scale, Scored scored);
    static void load_step(XmlElement& element, MatrixScale& scale, Scored scored, UniqueIds& ids);
    void load_cells(XmlElement& element);
    void load_band(XmlElement& element);
    std::size_t level_of(XmlElement& element, const PlacedText& id);
    static std::vector<std::string> ids_of(const MatrixScale& scale);
    void resolve_cells();
    void resolve_bands();

    struct CellRow {
        PlacedText row;
        std::vector<PlacedText> levels;
        XmlElement element;
    };
    struct BandRow {
        PlacedText level;
        MatrixBand band;
        XmlElement element;
    };
    XmlElement& m_root;
    RiskMatrix m_matrix;
    std::vector<CellRow> m_cell_rows;
    std::vector<BandRow> m_band_rows;
};

RiskMatrix MatrixLoader::load() {
    m_matrix.place = m_root.place();
    m_matrix.id = read_id(m_root, "id", IdRule::name, Need::required);
    m_matrix.title = m_root.required("title");
    m_matrix.gives = m_root.one_of<MatrixGives>("gives", k_gives, Need::required).value_or(MatrixGives::level);
    m_matrix.score = m_root.one_of<MatrixScore>("score", k_scores, Need::optional).value_or(MatrixScore::cells);
    m_matrix.is_default = m_root.yes_no("default", false);
    load_content();
    m_root.finish();
    // Cells are only made out in scales that are sound: else one fault would be told many times.
    if (!m_root.document().has_errors()) {
        m_matrix.cells.assign(m_matrix.rows.steps.size(), std::vector<std::size_t>(m_matrix.columns.steps.size(), k_no_level));
        if (m_matrix.score == MatrixScore::cells) {
            resolve_cells();
        } else {
            resolve_bands();
        }
    }
    return std::move(m_matrix);
}

void MatrixLoader::load_content() {
    const bool scored = m_matrix.score != MatrixScore::cells;
    const auto axis = scored ? Scored::yes : Scored::no;
    const ChildRule source{"source", Times::once, [&](XmlElement& element) {
                               m_matrix.source = element.text(Need::required).text;
                               element.finish();
                           }};
    const ChildRule rows{"rows", Times::once, [&](XmlElement& element) { load_scale(element, m_matrix.rows, axis); }};
    const ChildRule columns{"columns", Times::once, [&](XmlElement& element) { load_scale(element, m_matrix.columns, axis); }};
    const ChildRule levels{"levels", Times::once, [&](XmlElement& element) { load_scale(element, m_matrix.levels, Scored::no); }};
    const ChildRule cells{"cells", Times::at_least_once, [&](XmlElement& element) { load_cells(element); }};
    const ChildRule bands{"band", Times::at_least_once, [&](XmlElement& element) { load_band(element); }};
    m_root.for_each_child({source, rows, columns, levels, scored ? bands : cells});
}

void MatrixLoader::load_scale(XmlElement& element, MatrixScale& scale, Scored scored) {
    scale.place = element.place();
    scale.title = element.required("title");
    UniqueIds ids("step");
    element.for_each_child({
        {"step", Times::at_least_once, [&](XmlElement& step) { load_step(step, scale, scored, ids); }},
    });
    element.finish();
    if (scale.steps.size() == 1 || scale.steps.size() > k_most_steps) {
        element.report("wrong-number", fmt::format("{} has {} {}", element.describe(), scale.steps.size(), scale.steps.size() == 1 ? "step" : "steps"),
                       fmt::format("a scale has 2 to {} steps", k_most_steps));
    }
}

void MatrixLoader::load_step(XmlElement& element, MatrixScale& scale, Scored scored, UniqueIds& ids) {
    MatrixStep step;
    step.place = element.place();
    step.id = read_id(element, "id", IdRule::word, Need::required);
    ids.add(element, step.id);
    step.title = element.required("title");
    if (scored == Scored::yes && element.word("score", Need::required).given()) {
        step.score = element.integer("score", 0, k_most_score, 0);
    }
    for (const auto& word : element.words("words", Need::optional)) {
        if (!check_id(element, word, IdRule::word)) {
            continue;
        }
        if (scale.find(word.text) || std::ranges::find(step.words, word.text) != step.words.end()) {
            element.document().report(word.place, "duplicate-value", fmt::format("'{}' means two steps, or one of them twice", word.text), "leave one out");
            continue;
        }
        step.words.push_back(word.text);
    }
    if (!element.has("words")) {
        if (scale.find(step.id)) {
            element.report_value("id", "duplicate-value", fmt::format("'{}' is a word of an earlier step", step.id), "give this step words of its own");
        }
        step.words.push_back(step.id);
    }
    element.finish();
    scale.steps.push_back(std::move(step));
}

void MatrixLoader::load_cells(XmlElement& element) {
    CellRow row{element.word("row", Need::required), element.words("levels", Need::required), element};
    element.finish();
    if (row.row.given() && check_id(element, row.row, IdRule::word)) {
        m_cell_rows.push_back(std::move(row));
    }
}

void MatrixLoader::load_band(XmlElement& element) {
    BandRow row{element.word("level", Need::required), {}, element};
    row.band.place = element.place();
    for (const auto* key : {"from", "to"}) {
        (void)element.word(key, Need::required);
    }
    row.band.from = element.integer("from", 0, k_most_sum, 0);
    row.band.to = element.integer("to", 0, k_most_sum, k_most_sum);
    element.finish();
    if (row.level.given() && check_id(element, row.level, IdRule::word)) {
        m_band_rows.push_back(std::move(row));
    }
}

std::vector<std::string> MatrixLoader::ids_of(const MatrixScale& scale) {
    std::vector<std::string> ids;
    ids.reserve(scale.steps.size());
    for (const auto& step : scale.steps) {
        ids.push_back(step.id);
    }
    return ids;
}

std::size_t MatrixLoader::level_of(XmlElement& element, const PlacedText& id) {
    const auto& steps = m_matrix.levels.steps;
    const auto found = std::ranges::find(steps, id.text, &MatrixStep::id);
    if (found == steps.end()) {
        element.document().report(id.place, "unknown-level", fmt::format("there is no level {}", quote(id.text)), element.suggest(id.text, ids_of(m_matrix.levels)));
        return k_no_level;
    }
    return static_cast<std::size_t>(found - steps.begin());
}

void MatrixLoader::resolve_cells() {
    const auto& rows = m_matrix.rows.steps;
    std::vector<bool> seen(rows.size(), false);
    for (auto& [row, levels, element] : m_cell_rows) {
        const auto found = std::ranges::find(rows, row.text, &MatrixStep::id);
        if (found == rows.end()) {
            element.report_value("row", "unknown-step", fmt::format("there is no row {}", quote(row.text)), element.suggest(row.text, ids_of(m_matrix.rows)));
            continue;
        }
        const auto index = static_cast<std::size_t>(found - rows.begin());
        if (seen[index]) {
            element.report_value("row", "duplicate-value", fmt::format("row '{}' has cells already", row.text), "keep one of the two");
            continue;
        }
        seen[index] = true;
        if (levels.size() != m_matrix.columns.steps.size()) {
            element.report_value("levels", "wrong-number", fmt::format("row '{}' has {}", row.text, count_of(static_cast<std::int64_t>(levels.size()), "cell", "cells")),
                                 fmt::format("one for each of the {} columns", m_matrix.columns.steps.size()));
            continue;
        }
        for (std::size_t column = 0; column < levels.size(); ++column) {
            m_matrix.cells[index][column] = level_of(element, levels[column]);
        }
    }
    for (std::size_t index = 0; index < rows.size(); ++index) {
        if (!seen[index]) {
            m_root.report("missing-cells", fmt::format("row '{}' has no cells", rows[index].id), fmt::format("add <cells row=\"{}\" levels=\"…\"/>", rows[index].id));
        }
    }
}

void MatrixLoader::resolve_bands() {
    for (auto& [level, band, element] : m_band_rows) {
        band.level = level_of(element, level);
        if (band.to < band.from) {
            element.report_value("to", "wrong-value", fmt::format("the band ends at {}, before it begins at {}", band.to, band.from), "");
        }
        for (const auto& known : m_matrix.bands) {
            if (known.from <= band.to && band.from <= known.to) {
                element.report("overlapping-bands", fmt::format("scores {} to {} lie in two bands", std::max(known.from, band.from), std::min(known.to, band.to)),
                               fmt::format("the other is on line {}", known.place.line));
            }
        }
        m_matrix.bands.push_back(band);
    }
    for (std::size_t row = 0; row < m_matrix.cells.size(); ++row) {
        for (std::size_t column = 0; column < m_matrix.cells[row].size(); ++column) {
            const int score = m_matrix.score_of(row, column);
            const auto found = std::ranges::find_if(m_matrix.bands, [&](const MatrixBand& band) { return band.from <= score && score <= band.to; });
            if (found == m_matrix.bands.end()) {
                m_root.report("gap", fmt::format("no band holds score {} of row '{}' and column '{}'", score, m_matrix.rows.steps[row].id, m_matrix.columns.steps[column].id),
                              "add a band, or widen one");
                continue;
            }
            m_matrix.cells[row][column] = found->level;
        }
    }
}

} // namespace

std::optional<RiskMatrix> load_matrix(std::string_view bytes, const std::string& file, DiagnosticSink& sink) {
    const auto document = XmlDocument::parse(bytes, file, sink);
    auto root = document ? document->root("matrix") : std::nullopt;
    if (!root) {
        return std::nullopt;
    }
    RiskMatrix matrix = MatrixLoader(*root).load();
    return document->has_errors() ? std::nullopt : std::optional(std::move(matrix));
}

} // namespace assay
