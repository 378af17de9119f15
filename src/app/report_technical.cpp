#include "app/report_technical.hpp"

#include "assay/base/decimal.hpp"
#include "assay/model/named_row.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <tuple>

namespace assay {
namespace {

constexpr std::array<std::string_view, 12> k_check_fields{"system",     "asset", "benchmark",  "profile", "result",          "severity", "severity_override",
                                                          "poam",       "tool",  "checked_at", "benchmark_title", "benchmark_version"};
constexpr std::array<std::string_view, 7> k_score_fields{"asset", "benchmark", "profile", "model", "score", "maximum", "agrees"};

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
    read_columns(runner, schema, "technical_check", k_check_fields, [&](const NamedRow& row) {
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
    std::map<std::tuple<std::string, std::string, std::string>, std::vector<TechnicalScoreLine>> scores;
    if (const auto* of = schema.find("technical_score"); of != nullptr) {
        const auto digits = [&](std::string_view field) {
            const auto at = of->find_index(field);
            return at ? of->fields[*at].scale : 0;
        };
        const auto decimal = [](const std::optional<std::int64_t>& scaled, int scale) {
            return scaled ? decimal_to_text(*scaled, scale) : std::string();
        };
        read_columns(runner, schema, of->id, k_score_fields, [&](const NamedRow& row) {
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
