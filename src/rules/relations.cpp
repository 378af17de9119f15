#include "rules/lower.hpp"

namespace assay {

std::size_t Relations::add_base(const std::string& register_id) {
    m_relations->push_back({register_id, -1, {}});
    return m_relations->size() - 1;
}

std::size_t Relations::join(std::size_t parent, const std::string& via, const std::string& to) {
    for (std::size_t index = 0; index < m_relations->size(); ++index) {
        const auto& each = (*m_relations)[index];
        if (each.parent == static_cast<std::int32_t>(parent) && each.via == via) {
            return index;
        }
    }
    m_relations->push_back({to, static_cast<std::int32_t>(parent), via});
    return m_relations->size() - 1;
}

const Register& Relations::register_of(std::size_t relation) const { return m_schema->get((*m_relations)[relation].register_id); }

QueryExpr make_expr(QueryOp op, std::vector<QueryExpr> args) {
    QueryExpr expr;
    expr.op = op;
    expr.args = std::move(args);
    return expr;
}

QueryExpr unary(QueryOp op, QueryExpr arg) {
    std::vector<QueryExpr> args;
    args.push_back(std::move(arg));
    return make_expr(op, std::move(args));
}

QueryExpr binary(QueryOp op, QueryExpr a, QueryExpr b) {
    std::vector<QueryExpr> args;
    args.push_back(std::move(a));
    args.push_back(std::move(b));
    return make_expr(op, std::move(args));
}

QueryExpr make_literal(Value value) {
    QueryExpr expr;
    expr.literal = std::move(value);
    return expr;
}

QueryExpr make_column(std::size_t relation, std::string name) {
    QueryExpr expr;
    expr.op = QueryOp::column;
    expr.relation = relation;
    expr.name = std::move(name);
    return expr;
}

QueryExpr make_all(std::vector<QueryExpr> conditions) {
    if (conditions.empty()) {
        return make_literal(std::int64_t{1});
    }
    if (conditions.size() == 1) {
        return std::move(conditions.front());
    }
    return make_expr(QueryOp::logical_and, std::move(conditions));
}

} // namespace assay
