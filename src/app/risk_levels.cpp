#include "assay/app/risk_levels.hpp"

#include "app/register_rows.hpp"
#include "app/risk_filter.hpp"
#include "assay/app/risk_matrix.hpp"
#include "assay/rules/library.hpp"

namespace assay {

std::int64_t count_risks(QueryRunner& runner, const Schema& schema) {
    TableQuery query;
    const auto& of = get_register(schema, "risk");
    query.relations.push_back({of.id, -1, {}});
    query.select.push_back(column_expr("id"));
    std::int64_t count = 0;
    runner.rows(query, [&](std::span<const Value>) { ++count; });
    return count;
}

std::optional<TableQuery> risks_where(const Run& run, const Session& session, const std::string& where, Date today) {
    TableQuery query;
    query.relations.push_back({get_register(session.content.schema, "risk").id, -1, {}});
    if (where.empty()) {
        return query;
    }
    const LinkTime time{today, session.workspace.period_from, session.workspace.period_to, &session.zone};
    auto filter = link_filter(session.content.schema, query, {where, {"--where", 1, 1}}, time, run.diagnostics);
    if (!filter) {
        return std::nullopt;
    }
    query.where.push_back(std::move(*filter));
    return query;
}

std::optional<RiskLevelsReport> find_risk_levels(const Run& run, Session& session, const RiskLevelsRequest& request) {
    const auto book = load_matrices(run, session.setting);
    if (!book) {
        return std::nullopt;
    }
    const auto& level = book->get(request.matrix, MatrixGives::level);
    const auto& likelihood = book->get(request.likelihood_matrix, MatrixGives::likelihood);
    RiskLevelsReport report;
    report.matrix = level.id;
    report.likelihood_matrix = likelihood.id;
    report.on = request.on.value_or(session.zone.date_of(session.setting.now));
    const auto rows = risks_where(run, session, request.where, report.on);
    if (!rows) {
        return std::nullopt;
    }
    const auto at = find_state(session, request.at);
    report.state = at.value_or(session.store.head());
    const auto runner = session.store.runner(run, session.zone, at);
    report.registered = count_risks(*runner, session.content.schema);
    report.risks = judge_risks(run, {session.content.schema, *runner, likelihood, level, report.on, *rows});
    return report;
}

} // namespace assay
