#include "app/sample_population.hpp"

#include "app/register_rows.hpp"
#include "assay/base/error.hpp"
#include "assay/base/nearest.hpp"
#include "assay/base/text.hpp"
#include "assay/intake/value.hpp"
#include "assay/rules/library.hpp"
#include "assay/rules/path.hpp"

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::string_view k_month = "month";
constexpr std::size_t k_month_length = 7;      ///< of "2026-01-31"

/// A part of a stratum's name, as the values of a column give it.
struct StratumPart {
    const Field* field = nullptr;
    bool month = false;
};

bool is_month(const Register& of, const std::string& name) { return name == k_month && of.find_field(k_month) == nullptr; }

LinkedPath link_stratum(const Schema& schema, const Register& of, TableQuery& query, const std::string& name) {
    Diagnostics faults;
    auto linked = link_path(schema, query, {is_month(of, name) ? of.occurred_from : name, {"--by", 1, 1}}, faults);
    if (!linked) {
        const auto first = faults.sorted().front();
        throw Error(fmt::format("--by {}: {}{}", escape_control(name), first.text, first.hint.empty() ? "" : " (" + first.hint + ")"), ErrorKind::usage);
    }
    return std::move(*linked);
}

std::string show_part(const StratumPart& part, const Value& value, const Zone& zone) {
    if (is_absent(value)) {
        return "not recorded";
    }
    if (!part.month) {
        return show_value(*part.field, value, zone);
    }
    const auto number = *number_of(value);
    const auto day = part.field->type == FieldType::date ? Date{std::chrono::days{number}} : zone.date_of(Instant{std::chrono::seconds{number}});
    return to_text(day).substr(0, k_month_length);
}

std::int64_t count_undecided(QueryRunner& runner, const TableQuery& query) {
    RowBatch batch;
    batch.relations = query.relations;
    RowQuestion question;
    question.where = query.where.front();
    question.require.literal = std::int64_t{1};
    batch.questions.push_back(std::move(question));
    std::int64_t undecided = 0;
    for (const auto& tally : runner.tally(batch)) {
        undecided += tally.counts.front().undecided;
    }
    return undecided;
}

/// Keys of several fields are joined by " / ": two that then read the same could not be told apart.
void refuse_equal_keys(const Register& of, const std::vector<SampleRow>& rows) {
    std::unordered_set<std::string_view> keys;
    for (const auto& row : rows) {
        if (!keys.insert(row.key).second) {
            throw Error(fmt::format("two rows of '{}' have keys that read the same: {}", of.id, escape_control(row.key)));
        }
    }
}

} // namespace

std::string name_stratum(const Schema& schema, const Register& of, const std::string& given) {
    if (of.find_field(given) != nullptr) {
        return given;
    }
    if (given.find('.') != std::string::npos) {
        TableQuery query;
        query.relations.push_back({of.id, -1, {}});
        (void)link_stratum(schema, of, query, given);
        return given;
    }
    if (given == k_month) {
        if (of.occurred_from.empty()) {
            throw Error(fmt::format("--by month: nothing says when a row of register '{}' occurred", of.id), ErrorKind::usage);
        }
        return given;
    }
    if (const auto kind = find_subject_kind(given); kind && of.find_subject(*kind) != nullptr) {
        return fmt::format("{}", fmt::join(of.find_subject(*kind)->path, "."));
    }
    const auto folded = fold_header(given);
    std::vector<std::string> known{std::string(k_month)};
    for (const auto& field : of.fields) {
        known.push_back(field.id);
        const bool is_named = fold_header(field.title) == folded || std::ranges::any_of(field.aliases, [&](const auto& each) { return fold_header(each) == folded; });
        if (!folded.empty() && is_named) {
            return field.id;
        }
    }
    std::ranges::sort(known);
    const auto hint = did_you_mean(given, known);
    throw Error(fmt::format("--by {}: register '{}' has no such field{}", escape_control(given), of.id,
                            hint.empty() ? "; give a field, a path over references such as service.owner, or 'month'" : " (" + hint + ")"),
                ErrorKind::usage);
}

std::optional<SampledPopulation> read_population(const Run& run, Session& session, const PopulationSource& source) {
    const auto& schema = session.content.schema;
    const auto& of = *source.of;
    const auto& zone = *source.zone;
    TableQuery query;
    query.relations.push_back({of.id, -1, {}});
    const auto keys = of.key_indexes();
    for (const auto index : keys) {
        query.select.push_back(column_expr(of.fields[index].id));
    }
    std::vector<StratumPart> parts;
    for (const auto& name : source.strata) {
        auto linked = link_stratum(schema, of, query, name);
        query.select.push_back(std::move(linked.expr));
        parts.push_back({linked.field, is_month(of, name)});
    }
    if (!source.condition.empty()) {
        const LinkTime time{source.on, session.workspace.period_from, session.workspace.period_to, source.zone};
        auto filter = link_filter(schema, query, {source.condition, {"--where", 1, 1}}, time, run.diagnostics);
        if (!filter) {
            return std::nullopt;
        }
        query.where.push_back(std::move(*filter));
    }
    const auto runner = session.store.runner(run, zone, source.state);
    SampledPopulation population;
    population.undecided = query.where.empty() ? 0 : count_undecided(*runner, query);
    runner->rows(query, [&](std::span<const Value> values) {
        auto& row = population.rows.emplace_back();
        for (std::size_t i = 0; i < keys.size(); ++i) {
            row.key += (i == 0 ? "" : " / ") + show_value(of.fields[keys[i]], values[i], zone);
        }
        for (std::size_t i = 0; i < parts.size(); ++i) {
            row.stratum += (i == 0 ? "" : " / ") + show_part(parts[i], values[keys.size() + i], zone);
        }
    });
    if (keys.size() > 1) {
        refuse_equal_keys(of, population.rows);
    }
    return population;
}

} // namespace assay
