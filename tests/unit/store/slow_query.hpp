// The questions of query.hpp answered by plain loops over rows in memory: slow, obvious, and sharing nothing with the SQL.
#pragma once

#include "assay/base/decimal.hpp"
#include "assay/base/zone.hpp"
#include "assay/model/query.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace assay::test {

struct SlowRow {
    std::int64_t row = 0;
    std::map<std::string, Value> fields;
};
using SlowTables = std::map<std::string, std::vector<SlowRow>>;

/// One row of a query: per relation the row, or none.
using SlowTuple = std::vector<const SlowRow*>;

class SlowQuery {
public:
    SlowQuery(const SlowTables& tables, std::vector<QueryRelation> relations) : m_tables(&tables), m_relations(std::move(relations)) {}

    [[nodiscard]] std::vector<SlowTuple> tuples(std::size_t root) const {
        std::vector<SlowTuple> result;
        for (const auto& row : m_tables->at(m_relations[root].register_id)) {
            SlowTuple tuple(m_relations.size());
            tuple[root] = &row;
            for (std::size_t i = 0; i < m_relations.size(); ++i) {
                const auto parent = m_relations[i].parent;
                if (parent < 0 || tuple[static_cast<std::size_t>(parent)] == nullptr) {
                    continue;
                }
                const auto reference = get(*tuple[static_cast<std::size_t>(parent)], m_relations[i].via);
                for (const auto& other : m_tables->at(m_relations[i].register_id)) {
                    if (!is_absent(reference) && get(other, "id") == reference) {
                        tuple[i] = &other;
                    }
                }
            }
            result.push_back(std::move(tuple));
        }
        return result;
    }

    /// `group`: the tuples of a member, for aggregates; `all`: every tuple, for windows.
    [[nodiscard]] Value value(const QueryExpr& e, const SlowTuple& tuple, const std::vector<SlowTuple>* group = nullptr,
                              const std::vector<SlowTuple>* all = nullptr) const {
        const auto arg = [&](std::size_t i) { return value(e.args[i], tuple, group, all); };
        const auto truth = [](std::optional<bool> b) -> Value { return b ? Value(std::int64_t{*b}) : Value(); };
        switch (e.op) {
        case QueryOp::literal:
            return e.literal;
        case QueryOp::column:
            return tuple[e.relation] == nullptr ? Value() : get(*tuple[e.relation], e.name);
        case QueryOp::matched:
            return truth(tuple[e.relation] != nullptr);
        case QueryOp::logical_not: {
            const auto a = arg(0);
            return is_absent(a) ? a : truth(a != Value(std::int64_t{1}));
        }
        case QueryOp::logical_and:
        case QueryOp::logical_or: {
            const auto decisive = Value(std::int64_t{e.op == QueryOp::logical_or});
            bool unknown = false;
            for (std::size_t i = 0; i < e.args.size(); ++i) {
                const auto a = arg(i);
                if (a == decisive) {
                    return decisive;
                }
                unknown = unknown || is_absent(a);
            }
            return unknown ? Value() : truth(e.op == QueryOp::logical_and);
        }
        case QueryOp::eq:
            return compare(arg(0), arg(1), [](int c) { return c == 0; });
        case QueryOp::ne:
            return compare(arg(0), arg(1), [](int c) { return c != 0; });
        case QueryOp::lt:
            return compare(arg(0), arg(1), [](int c) { return c < 0; });
        case QueryOp::le:
            return compare(arg(0), arg(1), [](int c) { return c <= 0; });
        case QueryOp::gt:
            return compare(arg(0), arg(1), [](int c) { return c > 0; });
        case QueryOp::ge:
            return compare(arg(0), arg(1), [](int c) { return c >= 0; });
        case QueryOp::add:
        case QueryOp::subtract:
        case QueryOp::multiply: {
            const auto a = arg(0);
            const auto b = arg(1);
            if (is_absent(a) || is_absent(b)) {
                return {};
            }
            const auto x = *number_of(a);
            const auto y = *number_of(b);
            return e.op == QueryOp::add ? x + y : e.op == QueryOp::subtract ? x - y : x * y; // test values are small
        }
        case QueryOp::divide: {
            const auto a = arg(0);
            const auto b = arg(1);
            const auto q = is_absent(a) || is_absent(b) ? std::nullopt : divide_half_even(*number_of(a), *number_of(b), 6);
            return q ? Value(*q) : Value();
        }
        case QueryOp::exists:
            return truth(!is_absent(arg(0)));
        case QueryOp::is_true:
            return truth(arg(0) == Value(std::int64_t{1}));
        case QueryOp::conditional: {
            const auto c = arg(0);
            return is_absent(c) ? c : arg(c == Value(std::int64_t{1}) ? 1 : 2);
        }
        case QueryOp::in_list: {
            const auto a = arg(0);
            bool found = false;
            for (std::size_t i = 1; i < e.args.size(); ++i) {
                found = found || arg(i) == a;
            }
            return is_absent(a) ? a : truth(found);
        }
        case QueryOp::contains: {
            const auto a = arg(0);
            return is_absent(a) ? a : truth(text_of(a)->find(*text_of(arg(1))) != std::string::npos);
        }
        case QueryOp::local_date: {
            const auto a = arg(0);
            return is_absent(a) ? a
                                : Value(std::int64_t{std::chrono::floor<std::chrono::days>(Instant(std::chrono::seconds(*number_of(a))))
                                                         .time_since_epoch()
                                                         .count()});
        }
        case QueryOp::aggregate:
            return aggregate(e, tuple, *group);
        case QueryOp::window_count: {
            std::int64_t count = 0;
            for (const auto& other : *all) {
                bool same = true;
                for (std::size_t i = 0; i + 1 < e.args.size(); ++i) {
                    same = same && value(e.args[i], other) == arg(i);
                }
                count += same && value(e.args.back(), other) == Value(std::int64_t{1});
            }
            return count;
        }
        default:
            throw std::runtime_error("the slow query lacks this operation");
        }
    }

    [[nodiscard]] bool is_true(const QueryExpr& e, const SlowTuple& tuple) const { return value(e, tuple) == Value(std::int64_t{1}); }

private:
    static Value get(const SlowRow& row, const std::string& name) {
        if (name == "_row") {
            return row.row;
        }
        const auto found = row.fields.find(name == "_key" ? "id" : name);
        return found == row.fields.end() ? Value() : found->second;
    }
    template <class Test>
    static Value compare(const Value& a, const Value& b, Test&& test) {
        if (is_absent(a) || is_absent(b)) {
            return {};
        }
        return std::int64_t{test(a < b ? -1 : b < a ? 1 : 0)};
    }
    /// Rows of the group beside this member: row relations from the group's tuple, member relations from the member's.
    Value aggregate(const QueryExpr& e, const SlowTuple& member, const std::vector<SlowTuple>& group) const {
        std::vector<Value> values;
        std::int64_t count = 0;
        for (auto tuple : group) {
            for (std::size_t i = 0; i < tuple.size(); ++i) {
                tuple[i] = tuple[i] == nullptr ? member[i] : tuple[i];
            }
            if (e.has_filter && value(e.args.back(), tuple) != Value(std::int64_t{1})) {
                continue;
            }
            ++count;
            if (e.aggregate != Aggregate::count) {
                if (auto v = value(e.args.front(), tuple); !is_absent(v)) {
                    values.push_back(std::move(v));
                }
            }
        }
        std::int64_t sum = 0;
        for (const auto& v : values) {
            sum += number_of(v) != nullptr ? *number_of(v) : 0;
        }
        switch (e.aggregate) {
        case Aggregate::count:
            return count;
        case Aggregate::count_distinct:
            return static_cast<std::int64_t>(std::set<Value>(values.begin(), values.end()).size());
        case Aggregate::sum:
            return values.empty() ? Value() : Value(sum);
        case Aggregate::avg:
            return values.empty() ? Value() : Value(*divide_half_even(sum, static_cast<std::int64_t>(values.size()), 6));
        case Aggregate::min:
            return values.empty() ? Value() : *std::ranges::min_element(values);
        case Aggregate::max:
            return values.empty() ? Value() : *std::ranges::max_element(values);
        }
        return {};
    }

    const SlowTables* m_tables;
    std::vector<QueryRelation> m_relations;
};

} // namespace assay::test
