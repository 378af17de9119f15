// A runner that answers plain questions for columns from rows in memory, sorted by key; it knows no condition and no join.
#pragma once

#include "assay/base/error.hpp"
#include "assay/model/query_runner.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace assay::testing {

class TableRunner final : public QueryRunner {
public:
    using TableRow = std::map<std::string, Value>;
    std::map<std::string, std::vector<TableRow>> tables;

    void rows(const TableQuery& query, const RowVisitor& visit) override {
        if (query.relations.size() != 1 || !query.where.empty()) {
            throw Error("the runner of this test answers no such question");
        }
        auto found = tables[query.relations.front().register_id];
        std::ranges::stable_sort(found, [&](const TableRow& a, const TableRow& b) {
            for (const auto& order : query.order) {
                if (at(a, order.by) != at(b, order.by)) {
                    return at(a, order.by) < at(b, order.by);
                }
            }
            return false;
        });
        for (const auto& row : found) {
            std::vector<Value> values;
            for (const auto& each : query.select) {
                values.push_back(at(row, each));
            }
            visit(values);
        }
    }
    [[nodiscard]] std::vector<SubjectTally> tally(const RowBatch& /*batch*/) override { return {}; }
    [[nodiscard]] std::vector<RowVerdict> verdicts(const RowBatch& /*batch*/, std::span<const std::size_t> /*questions*/) override { return {}; }
    [[nodiscard]] std::vector<MemberVerdict> members(const MemberQuery& /*query*/) override { return {}; }
    [[nodiscard]] std::vector<std::pair<Value, std::int64_t>> strays(const MemberQuery& /*query*/) override { return {}; }
    [[nodiscard]] std::vector<PopulationDeclaration> declarations(const std::string& /*register_id*/) override { return {}; }
    [[nodiscard]] std::vector<RowOrigin> origins(const std::string& /*register_id*/, std::span<const std::int64_t> /*rows*/) override { return {}; }
    [[nodiscard]] std::int64_t statements() const override { return 0; }

private:
    static Value at(const TableRow& row, const QueryExpr& expr) {
        const auto found = expr.op == QueryOp::column ? row.find(expr.name) : row.end();
        return found == row.end() ? Value{} : found->second;
    }
};

} // namespace assay::testing
