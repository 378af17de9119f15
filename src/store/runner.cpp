// Tables, declarations and origins; batches are in runner_batch.cpp, members in runner_members.cpp.
#include "store/runner.hpp"

#include "store/history.hpp"
#include "store/values.hpp"
#include "store/writer.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay::db {

StoreRunner::StoreRunner(Connection& connection, LineageCache& cache, std::stop_token stop, Zone zone, std::int64_t at)
    : m_connection(&connection), m_cache(&cache), m_stop(std::move(stop)), m_zone(std::move(zone)), m_at(at) {}

StoreRunner::Scope::Scope(StoreRunner& runner)
    : stop(*runner.m_connection, runner.m_stop), zone(*runner.m_connection, runner.m_zone), transaction(*runner.m_connection, Access::read),
      held(runner.m_cache->get(*runner.m_connection)), lineages(*held) {
    state.at = runner.m_at;
    state.is_head = load_head(*runner.m_connection) == runner.m_at;
}

SQLite::Statement StoreRunner::prepare(const std::string& sql, const Parameters& parameters) {
    SQLite::Statement statement(m_connection->db(), sql);
    parameters.bind(statement);
    ++m_statements;
    return statement;
}

bool sorts_before(const Value& a, const Value& b) {
    if (is_absent(a) || is_absent(b)) {
        return !is_absent(a);
    }
    return a < b;
}

void StoreRunner::rows(const TableQuery& query, const RowVisitor& visit) {
    m_connection->guard([&] {
        const Scope scope(*this);
        Parameters parameters;
        Relations relations(scope.lineages, query.relations, scope.state);
        Renderer renderer(parameters, relations);
        Projection projection("c");
        renderer.project(0, projection, "");
        const auto row = projection.name_of(relations.column(0, "_row"));
        std::vector<std::string> select;
        for (const auto& expr : query.select) {
            select.push_back(renderer.render(expr));
        }
        if (select.empty()) {
            select.emplace_back("NULL");
        }
        auto where = renderer.all_true(query.where);
        if (!query.row_ids.empty()) {
            // One parameter however many rows are named.
            where += fmt::format(" AND {} IN (SELECT value FROM json_each({}))", row,
                                 parameters.add(fmt::format("[{}]", fmt::join(query.row_ids, ","))));
        }
        std::vector<std::string> order;
        for (const auto& each : query.order) {
            order.push_back(fmt::format("{} {} NULLS LAST", renderer.render(each.by), each.descending ? "DESC" : "ASC"));
        }
        order.push_back(row);
        auto limit = std::string();
        if (query.limit > 0 || query.offset > 0) {
            limit = fmt::format(" LIMIT {} OFFSET {}", parameters.add(query.limit > 0 ? query.limit : -1), parameters.add(query.offset));
        }
        const auto from = relations.from(0);
        auto statement = prepare(fmt::format("SELECT {} FROM (SELECT {} FROM {}) WHERE {} ORDER BY {}{}", fmt::join(select, ", "),
                                             projection.list(), from, where, fmt::join(order, ", "), limit),
                                 parameters);
        Row values(query.select.size());
        while (statement.executeStep()) {
            for (std::size_t i = 0; i < values.size(); ++i) {
                values[i] = read_value(statement, static_cast<int>(i));
            }
            visit(values);
        }
    });
}

std::int64_t StoreRunner::count(const std::string& register_id) {
    return m_connection->guard([&] {
        const Scope scope(*this);
        Relations relations(scope.lineages, {{register_id, -1, {}}}, scope.state);
        (void)relations.column(0, "_row");
        auto statement = prepare(fmt::format("SELECT count(*) FROM {}", relations.from(0)), {});
        return statement.executeStep() ? statement.getColumn(0).getInt64() : 0;
    });
}

std::vector<PopulationDeclaration> StoreRunner::declarations(const std::string& register_id) {
    return m_connection->guard([&] {
        const Scope scope(*this);
        const auto* lineage = scope.lineages.find_at(register_id, m_at);
        return load_declarations(*m_connection, lineage != nullptr ? *lineage : scope.lineages.get(register_id), m_at);
    });
}

std::vector<RowOrigin> StoreRunner::origins(const std::string& register_id, std::span<const std::int64_t> rows) {
    return m_connection->guard([&] {
        const Scope scope(*this);
        const auto* lineage = scope.lineages.find_at(register_id, m_at);
        return load_origins(*m_connection, lineage != nullptr ? *lineage : scope.lineages.get(register_id), rows);
    });
}

} // namespace assay::db
