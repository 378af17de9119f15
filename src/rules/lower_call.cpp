// Functions and aggregates.
#include "rules/functions.hpp"
#include "rules/lower.hpp"
#include "rules/pattern.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

Typed boolean(QueryExpr expr) { return {std::move(expr), {TypeKind::boolean, 0, nullptr, false}, {}}; }

bool is_textual(TypeKind kind) { return kind == TypeKind::text || kind == TypeKind::word; }

QueryExpr make_aggregate(Aggregate kind, std::vector<QueryExpr> args, bool has_filter) {
    auto expr = make_expr(QueryOp::aggregate, std::move(args));
    expr.aggregate = kind;
    expr.has_filter = has_filter;
    return expr;
}

} // namespace

Typed Lowerer::lower_call(const Node& node) {
    const FunctionInfo* function = find_function(node.text);
    if (node.args.size() != function->arity) {
        fail(node, "wrong-arguments", fmt::format("{}({}) takes {} argument{}, not {}", function->name, function->arguments, function->arity,
                                                  function->arity == 1 ? "" : "s", node.args.size()));
    }
    if (node.text == "if") {
        return lower_if(node);
    }
    if (node.text == "contains") {
        return lower_contains(node);
    }
    auto first = lower_node(node.args[0]);
    if (node.text == "exists") {
        if (first.type.kind == TypeKind::period) {
            fail(node.args[0], "type-mismatch", "a literal always exists");
        }
        return boolean(unary(QueryOp::exists, std::move(first.expr)));
    }
    if (node.text == "on") {
        if (first.type.kind != TypeKind::datetime) {
            fail(node.args[0], "type-mismatch", fmt::format("on() takes a datetime, and this is a {}", to_text(first.type.kind)));
        }
        return {unary(QueryOp::local_date, std::move(first.expr)), {TypeKind::date, 0, nullptr, false}, {}};
    }
    if (!is_textual(first.type.kind)) {
        fail(node.args[0], "type-mismatch", fmt::format("{}() takes a text, and this is a {}", node.text, to_text(first.type.kind)));
    }
    if (node.text == "lower") {
        return {unary(QueryOp::lower, std::move(first.expr)), {TypeKind::text, 0, nullptr, false}, {}};
    }
    const Node& pattern = node.args[1];
    if (pattern.kind != NodeKind::text) {
        fail(pattern, "not-a-literal", "the pattern is a text written here");
    }
    if (const auto fault = fault_of_pattern(pattern.text); !fault.empty()) {
        fail(pattern, "bad-pattern", fmt::format("this pattern is not RE2: {}", fault));
    }
    std::vector<QueryExpr> args;
    args.push_back(std::move(first.expr));
    args.push_back(make_literal(pattern.text));
    return boolean(make_expr(QueryOp::matches, std::move(args)));
}

Typed Lowerer::lower_contains(const Node& node) {
    auto first = lower_node(node.args[0]);
    auto second = lower_node(node.args[1]);
    if (!second.type.literal || second.type.kind != TypeKind::text) {
        fail(node.args[1], "not-a-literal", "contains() looks for a text written here");
    }
    std::vector<QueryExpr> args;
    if (first.type.kind == TypeKind::set) {
        check_word(node.args[1], first, second);
        args.push_back(std::move(first.expr));
        args.push_back(std::move(second.expr));
        return boolean(make_expr(QueryOp::set_contains, std::move(args)));
    }
    if (!is_textual(first.type.kind)) {
        fail(node.args[0], "type-mismatch", fmt::format("contains() takes a text or a set, and this is a {}", to_text(first.type.kind)));
    }
    args.push_back(std::move(first.expr));
    args.push_back(std::move(second.expr));
    return boolean(make_expr(QueryOp::contains, std::move(args)));
}

Typed Lowerer::lower_if(const Node& node) {
    auto test = condition(node.args[0]);
    auto yes = lower_node(node.args[1]);
    auto no = lower_node(node.args[2]);
    const auto same = yes.type.kind == no.type.kind || (is_textual(yes.type.kind) && is_textual(no.type.kind));
    if (!same || yes.type.kind == TypeKind::period) {
        fail(node, "type-mismatch", fmt::format("both sides of if() must be of one type, not {} and {}", to_text(yes.type.kind), to_text(no.type.kind)));
    }
    const Field* money = common_currency(node, yes, no);
    align_scales(node, yes, no);
    Type type = yes.type;
    type.literal = false;
    type.field = money;
    if (type.kind == TypeKind::word) {
        type.kind = TypeKind::text;
    }
    std::vector<QueryExpr> args;
    args.push_back(std::move(test));
    args.push_back(std::move(yes.expr));
    args.push_back(std::move(no.expr));
    return {make_expr(QueryOp::conditional, std::move(args)), type, {}};
}

Typed Lowerer::lower_aggregate(const Node& node) {
    if (!m_names.aggregates) {
        fail(node, "no-aggregate", fmt::format("{}() cannot stand here", node.text), "aggregates stand only in having and value");
    }
    if (m_inside_aggregate) {
        fail(node, "nested-aggregate", "aggregates cannot be nested");
    }
    m_inside_aggregate = true;
    std::vector<QueryExpr> args;
    Type type{TypeKind::number, 0, nullptr, false};
    const bool has_value = node.args.size() > (node.has_filter ? 1U : 0U);
    if (has_value) {
        auto value = lower_node(node.args[0]);
        type = value.type;
        type.literal = false;
        args.push_back(std::move(value.expr));
    }
    if (node.has_filter) {
        args.push_back(condition(node.args.back()));
    }
    m_inside_aggregate = false;
    if (node.text == "count") {
        return {make_aggregate(node.distinct ? Aggregate::count_distinct : Aggregate::count, std::move(args), node.has_filter),
                {TypeKind::number, 0, nullptr, false}, {}};
    }
    const bool addable = type.kind == TypeKind::number || type.kind == TypeKind::duration;
    if (node.text == "min" || node.text == "max") {
        if (!addable && type.kind != TypeKind::date && type.kind != TypeKind::datetime) {
            fail(node, "type-mismatch", fmt::format("{}() takes a number, a duration or a time, and this is a {}", node.text, to_text(type.kind)));
        }
        return {make_aggregate(node.text == "min" ? Aggregate::min : Aggregate::max, std::move(args), node.has_filter), type, {}};
    }
    if (!addable) {
        fail(node, "type-mismatch", fmt::format("{}() takes a number or a duration, and this is a {}", node.text, to_text(type.kind)));
    }
    if (type.field != nullptr && type.field->type == FieldType::money && type.field->currency.size() != 3) {
        fail(node, "mixed-currencies", fmt::format("'{}' may hold several currencies and cannot be added up", type.field->id),
             fmt::format("keep one currency, or state it in the definition instead of in '{}'", type.field->currency));
    }
    if (node.text == "sum") {
        return {make_aggregate(Aggregate::sum, std::move(args), node.has_filter), type, {}};
    }
    // An average is sum div count of what is recorded: exact, half-even, where SQL's own would be binary floating point.
    auto recorded = unary(QueryOp::exists, args.front());
    std::vector<QueryExpr> count_args;
    if (node.has_filter) {
        std::vector<QueryExpr> both;
        both.push_back(args.back());
        both.push_back(std::move(recorded));
        count_args.push_back(make_all(std::move(both)));
    } else {
        count_args.push_back(std::move(recorded));
    }
    std::vector<QueryExpr> quotient;
    quotient.push_back(make_aggregate(Aggregate::sum, std::move(args), node.has_filter));
    quotient.push_back(make_aggregate(Aggregate::count, std::move(count_args), true));
    auto expr = make_expr(QueryOp::divide, std::move(quotient));
    if (type.kind == TypeKind::duration) {
        fail(node, "type-mismatch", "avg() takes a number", "compare sum(duration) with a multiple of count()");
    }
    return {std::move(expr), {TypeKind::number, type.scale + 6, type.field, false}, {}};
}

} // namespace assay
