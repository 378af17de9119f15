// Registers in memory behind the QueryRunner port, for tests of what is worked out from plain rows: one register a question, and only the
// conditions that such scans use. Everything else is refused, so that a test notices.
#pragma once

#include "assay/base/error.hpp"
#include "assay/model/query_runner.hpp"
#include "assay/model/register.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace assay::testing {

/// "number text key", "opened_at datetime": fields of a register, one in each text.
inline Register make_register(const std::string& id, const std::vector<std::pair<std::string, FieldType>>& fields, std::size_t keys = 1) {
    Register made;
    made.id = id;
    made.kind = RegisterKind::record;
    for (const auto& [name, type] : fields) {
        Field field;
        field.id = name;
        field.type = type;
        field.key = made.fields.size() < keys;
        made.fields.push_back(std::move(field));
    }
    return made;
}

class MemoryRunner final : public QueryRunner {
public:
    explicit MemoryRunner(Schema schema) : m_schema(std::move(schema)) {
        std::ranges::sort(m_schema.registers, {}, &Register::id);
    }

    [[nodiscard]] const Schema& schema() const { return m_schema; }
    /// Fields by id; the others are absent.
    void add(const std::string& register_id, const std::map<std::string, Value>& fields) {
        const auto& of = m_schema.get(register_id);
        Row row(of.fields.size() + 1);
        for (const auto& [name, value] : fields) {
            const auto index = of.find_index(name);
            if (!index) {
                throw Error("no field '" + name + "' in register '" + register_id + "'");
            }
            row[*index] = value;
        }
        auto& rows = m_rows[register_id];
        row.back() = static_cast<std::int64_t>(rows.size()) + 1;
        rows.push_back(std::move(row));
    }
    void declare(const std::string& register_id, const PopulationDeclaration& declared) { m_declarations[register_id].push_back(declared); }

    void rows(const TableQuery& query, const RowVisitor& visit) override {
        const auto& of = m_schema.get(query.relations.at(0).register_id);
        std::vector<const Row*> found;
        for (const auto& row : m_rows[of.id]) {
            if (std::ranges::all_of(query.where, [&](const QueryExpr& each) { return evaluate(of, each, row) == Value(std::int64_t{1}); })) {
                found.push_back(&row);
            }
        }
        std::ranges::stable_sort(found, [&](const Row* a, const Row* b) {
            for (const auto& order : query.order) {
                const auto left = evaluate(of, order.by, *a);
                const auto right = evaluate(of, order.by, *b);
                if (left != right) {
                    return left < right;
                }
            }
            return false;
        });
        const auto count = query.limit == 0 ? found.size() : std::min(found.size(), static_cast<std::size_t>(query.limit));
        for (std::size_t i = 0; i < count; ++i) {
            Row selected;
            for (const auto& each : query.select) {
                selected.push_back(evaluate(of, each, *found[i]));
            }
            visit(selected);
        }
    }
    [[nodiscard]] std::vector<SubjectTally> tally(const RowBatch&) override { throw Error("not asked for here"); }
    [[nodiscard]] std::vector<RowVerdict> verdicts(const RowBatch&, std::span<const std::size_t>) override { throw Error("not asked for here"); }
    [[nodiscard]] std::vector<MemberVerdict> members(const MemberQuery&) override { throw Error("not asked for here"); }
    [[nodiscard]] std::vector<std::pair<Value, std::int64_t>> strays(const MemberQuery&) override { throw Error("not asked for here"); }
    [[nodiscard]] std::vector<PopulationDeclaration> declarations(const std::string& register_id) override { return m_declarations[register_id]; }
    [[nodiscard]] std::vector<RowOrigin> origins(const std::string&, std::span<const std::int64_t>) override { throw Error("not asked for here"); }
    [[nodiscard]] std::int64_t statements() const override { return 0; }

private:
    static Value evaluate(const Register& of, const QueryExpr& expr, const Row& row) {
        const auto truth = [](bool value) { return Value(std::int64_t{value ? 1 : 0}); };
        switch (expr.op) {
        case QueryOp::literal: return expr.literal;
        case QueryOp::column: return expr.name == "_row" ? row.back() : row.at(of.find_index(expr.name).value());
        case QueryOp::exists: return truth(!is_absent(evaluate(of, expr.args.at(0), row)));
        case QueryOp::eq:
        case QueryOp::le: {
            const auto left = evaluate(of, expr.args.at(0), row);
            const auto right = evaluate(of, expr.args.at(1), row);
            if (is_absent(left) || is_absent(right)) {
                return {};
            }
            return truth(expr.op == QueryOp::eq ? left == right : left <= right);
        }
        default: throw Error("a condition that rows in memory do not know");
        }
    }

    Schema m_schema;
    std::map<std::string, std::vector<Row>> m_rows;
    std::map<std::string, std::vector<PopulationDeclaration>> m_declarations;
};

} // namespace assay::testing
