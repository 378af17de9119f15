// Column expressions for the scans of the SLA figures; a field that a workspace's own definition lacks reads as absent.
#pragma once

#include "assay/model/query.hpp"
#include "assay/model/register.hpp"

#include <string>
#include <utility>

namespace assay {

inline QueryExpr sla_literal(Value value) {
    QueryExpr expr;
    expr.literal = std::move(value);
    return expr;
}

inline QueryExpr sla_column(const Register& of, const std::string& name) {
    return of.find_field(name) != nullptr ? column_expr(name) : QueryExpr{};
}

inline QueryExpr sla_compare(QueryOp op, QueryExpr left, QueryExpr right) {
    QueryExpr expr;
    expr.op = op;
    expr.args = {std::move(left), std::move(right)};
    return expr;
}

} // namespace assay
