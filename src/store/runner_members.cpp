// Members of a population, each with its rows or none.
#include "store/runner.hpp"

#include "store/values.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay::db {
namespace {

/// The two sides of a member query as inner SELECTs: rows (b member they belong to, r row) and members (k key, m row).
class MemberSql {
public:
    MemberSql(Parameters& parameters, Relations& relations, const MemberQuery& query)
        : m_query(&query), m_relations(&relations), m_direct(parameters, relations), m_outer(parameters, relations) {
        if (query.has_members && (query.member_relation >= query.relations.size() || query.relations[query.member_relation].parent >= 0 ||
                                  query.member_relation == 0)) {
            throw Error("a query names no register of members");
        }
        m_outer.project(0, m_rows, "r.");
        if (query.has_members) {
            m_outer.project(query.member_relation, m_members, "m.");
        }
        m_outer.aggregate_over("r.r");
    }

    [[nodiscard]] Renderer& outer() { return m_outer; }

    /// Call both after everything outer is rendered.
    [[nodiscard]] std::string rows() {
        const auto by = m_direct.render(m_query->by);
        const auto where = m_direct.all_true(m_query->row_where);
        const auto row = m_relations->column(0, "_row");
        return fmt::format("(SELECT {} AS b, {} AS r{} FROM {} WHERE {})", by, row, with(m_rows), m_relations->from(0), where);
    }
    [[nodiscard]] std::string members() {
        const auto key = m_direct.render(m_query->member_key);
        const auto where = m_direct.all_true(m_query->member_where);
        const auto row = m_relations->column(m_query->member_relation, "_row");
        return fmt::format("(SELECT {} AS k, {} AS m{} FROM {} WHERE {})", key, row, with(m_members),
                           m_relations->from(m_query->member_relation), where);
    }

private:
    static std::string with(const Projection& projection) {
        const auto list = projection.list();
        return list.empty() ? list : ", " + list;
    }
    const MemberQuery* m_query;
    Relations* m_relations;
    Projection m_rows{"x"};
    Projection m_members{"y"};
    Renderer m_direct;
    Renderer m_outer;
};

} // namespace

std::vector<MemberVerdict> StoreRunner::members(const MemberQuery& query) {
    return m_connection->guard([&] {
        const Scope scope(*this);
        Parameters parameters;
        Relations relations(scope.lineages, query.relations, scope.state);
        MemberSql sql(parameters, relations, query);
        std::string values;
        for (const auto& value : query.values) {
            values += ", " + sql.outer().render(value);
        }
        const auto verdict = sql.outer().is_true(query.verdict);
        auto subject = query.has_subject ? sql.outer().render(query.subject) : parameters.add(std::string());
        std::string text;
        if (query.has_members) {
            const auto rows = sql.rows();
            text = fmt::format("SELECT m.k, {}, m.m, COUNT(r.r), {}{} FROM {} AS m LEFT JOIN {} AS r ON r.b = m.k GROUP BY m.m", subject,
                               verdict, values, sql.members(), rows);
        } else {
            // Rows of one member may tell different subjects; the least is the same every time.
            text = fmt::format("SELECT r.b, MIN({}), 0, COUNT(*), {}{} FROM {} AS r WHERE r.b IS NOT NULL GROUP BY r.b", subject, verdict,
                               values, sql.rows());
        }
        auto statement = prepare(text, parameters);
        std::vector<MemberVerdict> members;
        while (statement.executeStep()) {
            MemberVerdict member;
            member.member = read_value(statement, 0);
            member.subject = read_value(statement, 1);
            member.row = statement.getColumn(2).getInt64();
            member.rows = statement.getColumn(3).getInt64();
            member.passed = statement.getColumn(4).getInt() != 0;
            for (std::size_t i = 0; i < query.values.size(); ++i) {
                member.values.push_back(read_value(statement, static_cast<int>(i) + 5));
            }
            members.push_back(std::move(member));
        }
        std::ranges::stable_sort(members, sorts_before, &MemberVerdict::member);
        return members;
    });
}

std::vector<std::pair<Value, std::int64_t>> StoreRunner::strays(const MemberQuery& query) {
    return m_connection->guard([&] {
        const Scope scope(*this);
        Parameters parameters;
        Relations relations(scope.lineages, query.relations, scope.state);
        MemberSql sql(parameters, relations, query);
        const auto rows = sql.rows();
        const auto known =
            query.has_members ? fmt::format(" OR b NOT IN (SELECT k FROM {} WHERE k IS NOT NULL)", sql.members()) : std::string();
        auto statement =
            prepare(fmt::format("SELECT b, n FROM (SELECT b, COUNT(*) AS n FROM {} GROUP BY b LIMIT -1) WHERE b IS NULL{}", rows, known),
                    parameters);
        std::vector<std::pair<Value, std::int64_t>> strays;
        while (statement.executeStep()) {
            strays.emplace_back(read_value(statement, 0), statement.getColumn(1).getInt64());
        }
        std::ranges::sort(strays, sorts_before, &std::pair<Value, std::int64_t>::first);
        return strays;
    });
}

} // namespace assay::db
