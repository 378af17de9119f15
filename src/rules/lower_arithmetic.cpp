// Sums, products and the arithmetic of days and instants.
#include "rules/lower.hpp"

#include <fmt/format.h>

namespace assay {
namespace {

constexpr std::int64_t k_seconds_a_day = 86400;
constexpr std::int64_t k_most_days = std::int64_t{10'000} * 366;

std::vector<QueryExpr> pair_of(QueryExpr a, QueryExpr b) {
    std::vector<QueryExpr> args;
    args.push_back(std::move(a));
    args.push_back(std::move(b));
    return args;
}

} // namespace

Typed Lowerer::lower_date_shift(const Node& node, Typed left, const Typed& right, bool plus) {
    Period period = right.period;
    if (right.type.kind == TypeKind::duration) {
        const auto* seconds = right.type.literal ? number_of(right.expr.literal) : nullptr;
        if (seconds == nullptr || *seconds % k_seconds_a_day != 0) {
            fail(node, "part-of-a-day", "only whole days can be added to a date", "use a datetime, or a literal such as duration('P10D')");
        }
        const auto days = *seconds / k_seconds_a_day;
        if (days > k_most_days || days < -k_most_days) {
            fail(node, "bad-duration", "no date is that far away", "dates have the years 0001 to 9999");
        }
        period = {0, static_cast<std::int32_t>(days)};
    }
    std::vector<QueryExpr> args;
    args.push_back(std::move(left.expr));
    auto expr = make_expr(QueryOp::add_period, std::move(args));
    expr.months = plus ? period.months : -period.months;
    expr.days = plus ? period.days : -period.days;
    return {std::move(expr), {TypeKind::date, 0, nullptr, false}, {}};
}

Typed Lowerer::lower_arithmetic(const Node& node) {
    const bool plus = node.kind == NodeKind::add;
    auto left = lower_node(node.args[0]);
    auto right = lower_node(node.args[1]);
    const auto a = left.type.kind;
    const auto b = right.type.kind;
    const auto op = plus ? QueryOp::add : QueryOp::subtract;
    if (a == TypeKind::date && (b == TypeKind::duration || b == TypeKind::period)) {
        return lower_date_shift(node, std::move(left), right, plus);
    }
    if (plus && b == TypeKind::date && (a == TypeKind::duration || a == TypeKind::period)) {
        return lower_date_shift(node, std::move(right), left, plus);
    }
    if (a == TypeKind::number && b == TypeKind::number) {
        const Field* money = common_currency(node, left, right);
        align_scales(node, left, right);
        const auto scale = left.type.scale;
        return {make_expr(op, pair_of(std::move(left.expr), std::move(right.expr))), {TypeKind::number, scale, money, false}, {}};
    }
    if (a == TypeKind::datetime && b == TypeKind::duration) {
        return {make_expr(op, pair_of(std::move(left.expr), std::move(right.expr))), {TypeKind::datetime, 0, nullptr, false}, {}};
    }
    if (a == TypeKind::duration && b == TypeKind::duration) {
        return {make_expr(op, pair_of(std::move(left.expr), std::move(right.expr))), {TypeKind::duration, 0, nullptr, false}, {}};
    }
    if (!plus && a == TypeKind::datetime && b == TypeKind::datetime) {
        return {make_expr(op, pair_of(std::move(left.expr), std::move(right.expr))), {TypeKind::duration, 0, nullptr, false}, {}};
    }
    if (!plus && a == TypeKind::date && b == TypeKind::date) {
        auto days = make_expr(op, pair_of(std::move(left.expr), std::move(right.expr)));
        return {make_expr(QueryOp::multiply, pair_of(std::move(days), make_literal(k_seconds_a_day))), {TypeKind::duration, 0, nullptr, false}, {}};
    }
    if (a == TypeKind::datetime && b == TypeKind::period) {
        fail(node, "months-of-a-datetime", "months and years are added to dates only", "on(…) gives the day of a datetime");
    }
    fail(node, "type-mismatch", fmt::format("a {} and a {} cannot be {}", to_text(a), to_text(b), plus ? "added" : "subtracted"));
}

Typed Lowerer::lower_multiply(const Node& node) {
    auto left = lower_node(node.args[0]);
    auto right = lower_node(node.args[1]);
    if (left.type.kind == TypeKind::number && right.type.kind == TypeKind::duration) {
        std::swap(left, right);
    }
    const bool duration = left.type.kind == TypeKind::duration && right.type.kind == TypeKind::number && right.type.scale == 0;
    const bool numbers = left.type.kind == TypeKind::number && right.type.kind == TypeKind::number;
    if (!duration && !numbers) {
        fail(node, "type-mismatch", fmt::format("a {} and a {} cannot be multiplied", to_text(left.type.kind), to_text(right.type.kind)),
             left.type.kind == TypeKind::duration ? "a duration is multiplied by a whole number" : "");
    }
    const int scale = left.type.scale + right.type.scale;
    const Field* money = common_currency(node, left, right);
    return {make_expr(QueryOp::multiply, pair_of(std::move(left.expr), std::move(right.expr))), {left.type.kind, scale, money, false}, {}};
}

Typed Lowerer::lower_divide(const Node& node) {
    auto left = lower_node(node.args[0]);
    auto right = lower_node(node.args[1]);
    const bool same = left.type.kind == right.type.kind && (left.type.kind == TypeKind::number || left.type.kind == TypeKind::duration);
    if (!same) {
        fail(node, "type-mismatch", fmt::format("a {} cannot be divided by a {}", to_text(left.type.kind), to_text(right.type.kind)),
             "numbers are divided by numbers, durations by durations");
    }
    // Money by money is a plain ratio; money by a number is still money.
    const Field* money = common_currency(node, left, right);
    const bool by_money = right.type.field != nullptr && right.type.field->type == FieldType::money;
    align_scales(node, left, right);
    return {make_expr(QueryOp::divide, pair_of(std::move(left.expr), std::move(right.expr))), {TypeKind::number, 6, by_money ? nullptr : money, false}, {}};
}

Typed Lowerer::lower_negate(const Node& node) {
    auto inner = lower_node(node.args[0]);
    if (inner.type.kind != TypeKind::number && inner.type.kind != TypeKind::duration) {
        fail(node, "type-mismatch", fmt::format("a {} has no negative", to_text(inner.type.kind)));
    }
    if (inner.type.literal) {
        inner.expr.literal = -*number_of(inner.expr.literal);
        return inner;
    }
    std::vector<QueryExpr> args;
    args.push_back(std::move(inner.expr));
    inner.expr = make_expr(QueryOp::negate, std::move(args));
    return inner;
}

} // namespace assay
