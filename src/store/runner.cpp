// Tables, declarations and origins; batches are in runner_batch.cpp, members in runner_members.cpp.
#include "store/runner.hpp"

#include "store/beside.hpp"
#include "store/history.hpp"
#include "store/values.hpp"
#include "store/writer.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay::db {
namespace {

/// Below this a second connection costs more than it saves.
constexpr std::int64_t k_fewest_for_two = 30'000;
/// So many rows are read while a connection is opened: the later half is shorter by them, so that both end together.
constexpr std::int64_t k_rows_of_opening = 10'000;

} // namespace

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

std::optional<std::int64_t> StoreRunner::last_of_long(const Scope& scope, const std::string& register_id) {
    // Inside a change another connection would not see what this one sees.
    if (!scope.transaction.is_own() || m_connection->in_memory()) {
        return std::nullopt;
    }
    const auto* lineage = scope.lineages.find_at(register_id, m_at);
    const auto last = lineage == nullptr ? 0 : load_last_row(*m_connection, *lineage);
    return last < k_fewest_for_two ? std::nullopt : std::optional(last);
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
        select.reserve(query.select.size());
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
        order.reserve(query.order.size());
        for (const auto& each : query.order) {
            order.push_back(fmt::format("{} {} NULLS LAST", renderer.render(each.by), each.descending ? "DESC" : "ASC"));
        }
        order.push_back(row);
        auto limit = std::string();
        if (query.limit > 0 || query.offset > 0) {
            limit = fmt::format(" LIMIT {} OFFSET {}", parameters.add(query.limit > 0 ? query.limit : -1), parameters.add(query.offset));
        }
        const auto from = relations.from(0);
        const auto sql = [&](const std::string& condition) {
            return fmt::format("SELECT {} FROM (SELECT {} FROM {}) WHERE {} ORDER BY {}{}", fmt::join(select, ", "), projection.list(), from, condition, fmt::join(order, ", "), limit);
        };
        Row values(query.select.size());
        const auto scan = [&](const std::string& condition) {
            auto statement = prepare(sql(condition), parameters);
            while (statement.executeStep()) {
                for (std::size_t i = 0; i < values.size(); ++i) {
                    values[i] = read_value(statement, static_cast<int>(i));
                }
                visit(values);
            }
        };
        const bool is_whole_scan = query.order.empty() && query.limit == 0 && query.offset == 0 && query.row_ids.empty() && !query.select.empty();
        const auto last = is_whole_scan && !query.relations.empty() ? last_of_long(scope, query.relations.front().register_id) : std::nullopt;
        if (!last) {
            scan(where);
            return;
        }
        const auto place = parameters.add((*last + k_rows_of_opening) / 2);
        const auto later = fmt::format("{} AND {} > {}", where, row, place);
        ScanBeside beside(*m_connection, m_zone, m_stop, load_head(*m_connection), sql(later), parameters, values.size());
        scan(fmt::format("{} AND {} <= {}", where, row, place));
        if (!beside.visit(visit)) {
            scan(later);
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
