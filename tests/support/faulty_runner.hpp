// A runner that passes questions on to another one and throws at those about one register: for tests of what an error does.
#pragma once

#include "assay/base/error.hpp"
#include "assay/model/query_runner.hpp"

#include <string>
#include <utility>
#include <vector>

namespace assay::testing {

class FaultyRunner final : public QueryRunner {
public:
    enum class Where { tally, verdicts, members, declarations };

    FaultyRunner(QueryRunner& inner, std::string register_id, Where where) : m_inner(inner), m_register(std::move(register_id)), m_where(where) {}

    void rows(const TableQuery& query, const RowVisitor& visit) override { m_inner.rows(query, visit); }
    [[nodiscard]] std::vector<SubjectTally> tally(const RowBatch& batch) override {
        fail(Where::tally, batch.relations.front().register_id);
        return m_inner.tally(batch);
    }
    [[nodiscard]] std::vector<RowVerdict> verdicts(const RowBatch& batch, std::span<const std::size_t> questions) override {
        fail(Where::verdicts, batch.relations.front().register_id);
        return m_inner.verdicts(batch, questions);
    }
    [[nodiscard]] std::vector<MemberVerdict> members(const MemberQuery& query) override {
        fail(Where::members, query.relations.front().register_id);
        return m_inner.members(query);
    }
    [[nodiscard]] std::vector<std::pair<Value, std::int64_t>> strays(const MemberQuery& query) override { return m_inner.strays(query); }
    [[nodiscard]] std::vector<PopulationDeclaration> declarations(const std::string& register_id) override {
        fail(Where::declarations, register_id);
        return m_inner.declarations(register_id);
    }
    [[nodiscard]] std::vector<RowOrigin> origins(const std::string& register_id, std::span<const std::int64_t> rows) override {
        return m_inner.origins(register_id, rows);
    }
    [[nodiscard]] std::int64_t statements() const override { return m_inner.statements(); }

private:
    void fail(Where where, const std::string& register_id) const {
        if (where == m_where && register_id == m_register) {
            throw Error("the disk of '" + register_id + "' is gone");
        }
    }

    QueryRunner& m_inner;   // borrowed; outlives this one
    std::string m_register;
    Where m_where;
};

} // namespace assay::testing
