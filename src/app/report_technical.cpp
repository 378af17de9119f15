#include "app/report_technical.hpp"

#include "assay/base/decimal.hpp"

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <map>
#include <span>
#include <string_view>
#include <tuple>

namespace assay {
namespace {

/// One row with chosen columns; a column that the workspace's definition lacks reads as absent.
class ChosenRow {
public:
    ChosenRow(const std::map<std::string_view, std::size_t>& at, std::span<const Value> values) : m_at(at), m_values(values) {}

    [[nodiscard]] std::string text(std::string_view field) const {
        const auto* value = find(field);
        const auto* text = value == nullptr ? nullptr : text_of(*value);
        return text == nullptr ? std::string() : *text;
    }
    [[nodiscard]] std::optional<std::int64_t> number(std::string_view field) const {
        const auto* value = find(field);
        const auto* number = value == nullptr ? nullptr : number_of(*value);
        return number == nullptr ? std::nullopt : std::optional(*number);
    }

private:
    [[nodiscard]] const Value* find(std::string_view field) const {
        const auto found = m_at.find(field);
        return found == m_at.end() ? nullptr : &m_values[found->second];
    }

    const std::map<std::string_view, std::size_t>& m_at;
    std::span<const Value> m_values;
};

void read_columns(QueryRunner& runner, const Register& of, std::initializer_list<std::string_view> fields,
                  const std::function<void(const ChosenRow&)>& take) {
    TableQuery query;
    query.relations.push_back({of.id, -1, {}});
    std::map<std::string_view, std::size_t> at;
    for (const auto field : fields) {
        if (of.find_index(field)) {
            QueryExpr column;
            column.op = QueryOp::column;
            column.name = field;
            at.emplace(field, query.select.size());
            query.select.push_back(std::move(column));
        }
    }
    runner.rows(query, [&](std::span<const Value> row) { take(ChosenRow(at, row)); });
}

void note_time(TechnicalSetLine& set, const std::optional<std::int64_t>& checked_at) {
    if (checked_at) {
        set.first = set.first ? std::min(*set.first, *checked_at) : *checked_at;
        set.last = set.last ? std::max(*set.last, *checked_at) : *checked_at;
    }
}

} // namespace

std::vector<TechnicalSetLine> read_technical_sets(const Session& session, QueryRunner& runner) {
    const auto& schema = session.content.schema;
    std::map<std::tuple<std::string, std::string, std::string, std::string>, TechnicalSetLine> sets;
    if (const auto* of = schema.find("technical_check"); of != nullptr) {
        read_columns(runner, *of,
                     {"system", "asset", "benchmark", "profile", "result", "severity", "severity_override", "poam", "checked_at", "tool",
                      "benchmark_title", "benchmark_version"},
                     [&](const ChosenRow& row) {
                         auto& set = sets[{row.text("system"), row.text("asset"), row.text("benchmark"), row.text("profile")}];
                         const auto result = row.text("result");
                         ++set.results[result];
                         if (result == "fail") {
                             const auto changed = row.text("severity_override");
                             ++set.open[changed.empty() ? row.text("severity") : changed];
                             ++set.planned[row.text("poam")];
                         }
                         set.title = row.text("benchmark_title");
                         set.version = row.text("benchmark_version");
                         set.tool = row.text("tool");
                         note_time(set, row.number("checked_at"));
                     });
    }
    std::map<std::tuple<std::string, std::string, std::string>, std::vector<TechnicalScoreLine>> scores;
    if (const auto* of = schema.find("technical_score"); of != nullptr) {
        const auto digits = [&](std::string_view field) {
            const auto at = of->find_index(field);
            return at ? of->fields[*at].scale : 0;
        };
        const auto decimal = [](const std::optional<std::int64_t>& scaled, int scale) {
            return scaled ? decimal_to_text(*scaled, scale) : std::string();
        };
        read_columns(runner, *of, {"asset", "benchmark", "profile", "model", "score", "maximum", "agrees"}, [&](const ChosenRow& row) {
            scores[{row.text("asset"), row.text("benchmark"), row.text("profile")}].push_back(
                {row.text("model"), decimal(row.number("score"), digits("score")), decimal(row.number("maximum"), digits("maximum")),
                 row.number("agrees").value_or(1) == 0});
        });
    }
    std::vector<TechnicalSetLine> lines;
    for (auto& [key, set] : sets) {
        std::tie(set.system, set.asset, set.benchmark, set.profile) = key;
        if (const auto found = scores.find({set.asset, set.benchmark, set.profile}); found != scores.end()) {
            set.scores = found->second;
        }
        lines.push_back(std::move(set));
    }
    return lines;
}

} // namespace assay
