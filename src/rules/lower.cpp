// Names, literals, logic and comparisons. Arithmetic, calls and aggregates are in lower_arithmetic.cpp and lower_call.cpp.
#include "rules/lower.hpp"

#include "assay/base/decimal.hpp"
#include "assay/base/nearest.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

Type type_of_field(const Field& field) {
    switch (field.type) {
    case FieldType::text:
    case FieldType::ref:
    case FieldType::file: return {TypeKind::text, 0, &field, false};
    case FieldType::enumeration: return {TypeKind::word, 0, &field, false};
    case FieldType::integer: return {TypeKind::number, 0, &field, false};
    case FieldType::decimal:
    case FieldType::percent:
    case FieldType::money: return {TypeKind::number, field.scale, &field, false};
    case FieldType::boolean: return {TypeKind::boolean, 0, &field, false};
    case FieldType::date: return {TypeKind::date, 0, &field, false};
    case FieldType::datetime: return {TypeKind::datetime, 0, &field, false};
    case FieldType::duration: return {TypeKind::duration, 0, &field, false};
    case FieldType::set: return {TypeKind::set, 0, &field, false};
    }
    return {};
}

std::vector<std::string> field_ids(const Register& of) {
    std::vector<std::string> ids;
    ids.reserve(of.fields.size());
    for (const auto& field : of.fields) {
        ids.push_back(field.id);
    }
    std::ranges::sort(ids);
    return ids;
}

QueryOp comparison_op(const std::string& word) {
    if (word == "eq") { return QueryOp::eq; }
    if (word == "ne") { return QueryOp::ne; }
    if (word == "lt") { return QueryOp::lt; }
    if (word == "le") { return QueryOp::le; }
    if (word == "gt") { return QueryOp::gt; }
    return QueryOp::ge;
}

} // namespace

std::string_view to_text(TypeKind kind) {
    switch (kind) {
    case TypeKind::text: return "text";
    case TypeKind::word: return "word";
    case TypeKind::number: return "number";
    case TypeKind::boolean: return "boolean";
    case TypeKind::date: return "date";
    case TypeKind::datetime: return "datetime";
    case TypeKind::duration: return "duration";
    case TypeKind::period: return "duration in months or years";
    case TypeKind::set: return "set";
    }
    return {};
}

void Lowerer::fail(const Node& node, std::string code, std::string text, std::string hint) {
    m_diagnostics.add({Severity::error, place_in(*m_source, node.offset), std::move(code), std::move(text), std::move(hint)});
    throw Fault{};
}

std::optional<Typed> Lowerer::lower(const PlacedText& source) {
    const auto tree = parse_expression(source, m_diagnostics);
    if (!tree) {
        return std::nullopt;
    }
    m_source = &source;
    m_inside_aggregate = false;
    try {
        return lower_node(*tree);
    } catch (const Fault&) {
        return std::nullopt;
    }
}

std::optional<QueryExpr> Lowerer::lower_condition(const PlacedText& source) {
    auto typed = lower(source);
    if (!typed) {
        return std::nullopt;
    }
    if (typed->type.kind != TypeKind::boolean) {
        m_diagnostics.add({Severity::error, source.place, "not-a-condition",
                           fmt::format("a condition is expected, and this is a {}", to_text(typed->type.kind)), "compare it, or ask exists(…)"});
        return std::nullopt;
    }
    return std::move(typed->expr);
}

std::optional<Typed> Lowerer::lower_path(const PlacedText& source) {
    const auto tree = parse_expression(source, m_diagnostics);
    if (!tree) {
        return std::nullopt;
    }
    m_source = &source;
    try {
        if (tree->kind != NodeKind::path) {
            fail(*tree, "not-a-path", "a field or a path over references is expected", "");
        }
        return lower_named(*tree);
    } catch (const Fault&) {
        return std::nullopt;
    }
}

std::optional<Typed> Lowerer::lower_steps(const std::vector<std::string>& steps, std::size_t base, const Place& place) {
    const PlacedText source{"", place};
    m_source = &source;
    try {
        return walk(steps, 0, base, Node{});
    } catch (const Fault&) {
        return std::nullopt;
    }
}

Typed Lowerer::walk(const std::vector<std::string>& steps, std::size_t first, std::size_t base, const Node& node) {
    std::size_t relation = base;
    if (steps.size() - first > k_max_path_steps + 1) {
        fail(node, "long-path", fmt::format("a path follows at most {} references", k_max_path_steps));
    }
    for (std::size_t step = first; step < steps.size(); ++step) {
        const Register& here = m_relations.register_of(relation);
        const Field* field = here.find_field(steps[step]);
        if (field == nullptr) {
            fail(node, "unknown-field", fmt::format("unknown field '{}' in register '{}'", steps[step], here.id),
                 did_you_mean(steps[step], field_ids(here)));
        }
        if (step + 1 == steps.size()) {
            return {make_column(relation, field->id), type_of_field(*field), {}};
        }
        if (field->type != FieldType::ref) {
            fail(node, "not-a-reference", fmt::format("'{}' in register '{}' is a {}, not a reference: '.{}' leads nowhere", field->id, here.id,
                                                      to_text(field->type), steps[step + 1]));
        }
        relation = m_relations.join(relation, field->id, field->to);
    }
    fail(node, "unfinished", "a field is expected");
}

Typed Lowerer::lower_named(const Node& node) {
    if (node.words.front() == "member") {
        if (!m_names.members) {
            fail(node, "no-member", "there is no member here", "'member.' stands only where members are judged, with over=");
        }
        if (node.words.size() == 1) {
            fail(node, "unfinished", "'member' alone has no value", "write member.field");
        }
        return walk(node.words, 1, *m_names.members, node);
    }
    if (!m_names.rows || (m_names.aggregates && !m_inside_aggregate)) {
        fail(node, "bare-field", fmt::format("'{}' is a field of many rows here", node.words.front()),
             "put it inside count(), sum(), avg(), min() or max(), or write member.field");
    }
    return walk(node.words, 0, *m_names.rows, node);
}

Typed Lowerer::lower_node(const Node& node) {
    switch (node.kind) {
    case NodeKind::text:
    case NodeKind::number:
    case NodeKind::boolean:
    case NodeKind::today:
    case NodeKind::date:
    case NodeKind::datetime:
    case NodeKind::duration: return lower_literal(node);
    case NodeKind::path: return lower_named(node);
    case NodeKind::logical_or:
    case NodeKind::logical_and:
    case NodeKind::logical_not: return lower_logic(node);
    case NodeKind::compare: return lower_compare(node);
    case NodeKind::in_list: return lower_in(node);
    case NodeKind::add:
    case NodeKind::subtract: return lower_arithmetic(node);
    case NodeKind::multiply: return lower_multiply(node);
    case NodeKind::divide: return lower_divide(node);
    case NodeKind::negate: return lower_negate(node);
    case NodeKind::call: return lower_call(node);
    case NodeKind::aggregate: return lower_aggregate(node);
    }
    fail(node, "unexpected", "this cannot be understood");
}

Typed Lowerer::lower_literal(const Node& node) {
    const auto typed = [](Value value, TypeKind kind, int scale = 0) { return Typed{make_literal(std::move(value)), {kind, scale, nullptr, true}, {}}; };
    switch (node.kind) {
    case NodeKind::text: return typed(node.text, TypeKind::text);
    case NodeKind::boolean: return typed(std::int64_t{node.text == "true" ? 1 : 0}, TypeKind::boolean);
    case NodeKind::today: return typed(std::int64_t{m_time.on.time_since_epoch().count()}, TypeKind::date);
    case NodeKind::number: {
        const auto point = node.text.find('.');
        const int scale = point == std::string::npos ? 0 : static_cast<int>(node.text.size() - point - 1);
        const auto number = scale > 9 ? DecimalResult{0, DecimalFault::too_many_digits} : parse_decimal(node.text, scale);
        if (number.fault != DecimalFault::none) {
            fail(node, "bad-number", fmt::format("'{}' is not a number Assay can hold exactly", node.text), "at most 9 digits after the point");
        }
        return typed(number.scaled, TypeKind::number, scale);
    }
    case NodeKind::date: {
        const auto date = parse_date(node.text);
        if (!date) {
            fail(node, "bad-date", fmt::format("'{}' is not a date", node.text), "write it as 2026-01-31");
        }
        return typed(std::int64_t{date->time_since_epoch().count()}, TypeKind::date);
    }
    case NodeKind::datetime: {
        const auto local = parse_datetime(node.text);
        if (!local) {
            fail(node, "bad-datetime", fmt::format("'{}' is not a date and time", node.text), "write it as 2026-01-31T08:00Z");
        }
        return typed(std::int64_t{m_time.zone->to_instant(*local).instant.time_since_epoch().count()}, TypeKind::datetime);
    }
    default: break;
    }
    if (const auto duration = parse_duration(node.text)) {
        return typed(std::int64_t{duration->count()}, TypeKind::duration);
    }
    const auto period = parse_period(node.text);
    if (!period) {
        fail(node, "bad-duration", fmt::format("'{}' is not a duration", node.text), "write it as PT4H, P10D or P1M");
    }
    auto result = typed(Absent{}, TypeKind::period);
    result.period = *period;
    return result;
}

QueryExpr Lowerer::condition(const Node& node) {
    auto typed = lower_node(node);
    if (typed.type.kind != TypeKind::boolean) {
        fail(node, "not-a-condition", fmt::format("a condition is expected, and this is a {}", to_text(typed.type.kind)), "compare it, or ask exists(…)");
    }
    return std::move(typed.expr);
}

Typed Lowerer::lower_logic(const Node& node) {
    std::vector<QueryExpr> args;
    args.reserve(node.args.size());
    for (const auto& arg : node.args) {
        args.push_back(condition(arg));
    }
    const auto op = node.kind == NodeKind::logical_or    ? QueryOp::logical_or
                    : node.kind == NodeKind::logical_and ? QueryOp::logical_and
                                                         : QueryOp::logical_not;
    return {make_expr(op, std::move(args)), {TypeKind::boolean, 0, nullptr, false}, {}};
}

void Lowerer::check_word(const Node& node, const Typed& word, const Typed& text) {
    const auto* value = text_of(text.expr.literal);
    if (word.type.field == nullptr || !text.type.literal || value == nullptr) {
        return;
    }
    const auto& words = word.type.field->words;
    if (std::ranges::find(words, *value) == words.end()) {
        auto hint = did_you_mean(*value, words);
        if (hint.empty()) {
            hint = fmt::format("its words are {}", fmt::join(words, ", "));
        }
        fail(node, "unknown-word", fmt::format("'{}' is not a word of '{}'", *value, word.type.field->id), hint);
    }
}

void Lowerer::check_comparable(const Node& node, const Typed& left, const Typed& right, bool ordered) {
    auto a = left.type.kind;
    auto b = right.type.kind;
    if ((a == TypeKind::date && b == TypeKind::datetime) || (a == TypeKind::datetime && b == TypeKind::date)) {
        fail(node, "date-and-datetime", "a date and a datetime cannot be compared", "on(…) gives the day of a datetime");
    }
    const bool words = a == TypeKind::word || b == TypeKind::word;
    if (words && ordered) {
        fail(node, "words-have-no-order", "the words of an enum have no order", "use eq, ne or in (…)");
    }
    a = a == TypeKind::word ? TypeKind::text : a;
    b = b == TypeKind::word ? TypeKind::text : b;
    if (a == TypeKind::period || b == TypeKind::period || a == TypeKind::set || b == TypeKind::set || a != b) {
        fail(node, "type-mismatch", fmt::format("a {} and a {} cannot be compared", to_text(left.type.kind), to_text(right.type.kind)),
             a == TypeKind::set || b == TypeKind::set ? "use contains(set, 'word')" : "");
    }
    (void)common_currency(node, left, right);
    if (left.type.kind == TypeKind::word) {
        check_word(node, left, right);
    }
    if (right.type.kind == TypeKind::word) {
        check_word(node, right, left);
    }
}

const Field* Lowerer::common_currency(const Node& node, const Typed& left, const Typed& right) {
    const auto money = [](const Typed& side) { return side.type.field != nullptr && side.type.field->type == FieldType::money ? side.type.field : nullptr; };
    const Field* a = money(left);
    const Field* b = money(right);
    if (a != nullptr && b != nullptr && a->currency != b->currency) {
        fail(node, "mixed-currencies", fmt::format("'{}' is in {} and '{}' in {}", a->id, a->currency, b->id, b->currency));
    }
    return a != nullptr ? a : b;
}

void Lowerer::align_scales(const Node& node, Typed& left, Typed& right) {
    if (left.type.kind != TypeKind::number || left.type.scale == right.type.scale) {
        return;
    }
    auto& lower = left.type.scale < right.type.scale ? left : right;
    const int target = std::max(left.type.scale, right.type.scale);
    const int missing = target - lower.type.scale;
    constexpr int k_most_digits = 18;   // of a 64-bit integer
    if (missing > k_most_digits) {
        fail(node, "too-many-digits", fmt::format("one side has {} more digits after the point than the other; {} are allowed", missing, k_most_digits),
             "multiply fewer decimals with one another");
    }
    std::vector<QueryExpr> args;
    args.push_back(std::move(lower.expr));
    lower.expr = make_expr(QueryOp::rescale, std::move(args));
    lower.expr.months = missing;
    lower.type.scale = target;
}

Typed Lowerer::lower_compare(const Node& node) {
    auto left = lower_node(node.args[0]);
    auto right = lower_node(node.args[1]);
    const bool ordered = node.text != "eq" && node.text != "ne";
    check_comparable(node, left, right, ordered);
    align_scales(node, left, right);
    std::vector<QueryExpr> args;
    args.push_back(std::move(left.expr));
    args.push_back(std::move(right.expr));
    return {make_expr(comparison_op(node.text), std::move(args)), {TypeKind::boolean, 0, nullptr, false}, {}};
}

Typed Lowerer::lower_in(const Node& node) {
    auto left = lower_node(node.args[0]);
    std::vector<QueryExpr> args;
    args.push_back(left.expr);
    for (std::size_t i = 1; i < node.args.size(); ++i) {
        auto each = lower_node(node.args[i]);
        if (!each.type.literal) {
            fail(node.args[i], "not-a-literal", "a list holds literals only", "join comparisons with 'or'");
        }
        check_comparable(node.args[i], left, each, false);
        auto copy = left;
        align_scales(node.args[i], copy, each);
        if (copy.type.scale != left.type.scale) {
            fail(node.args[i], "too-many-digits", fmt::format("'{}' has more digits after the point than the field", node.args[i].text));
        }
        // A rescaled literal is no literal any more for the list: multiply it out here.
        if (each.expr.op == QueryOp::rescale) {
            auto number = *number_of(each.expr.args.front().literal);
            for (int k = 0; k < each.expr.months; ++k) {
                if (__builtin_mul_overflow(number, std::int64_t{10}, &number)) {
                    fail(node.args[i], "bad-number", "this number is larger than the field can hold");
                }
            }
            each.expr = make_literal(number);
        }
        args.push_back(std::move(each.expr));
    }
    auto expr = make_expr(QueryOp::in_list, std::move(args));
    if (node.negated) {
        std::vector<QueryExpr> inner;
        inner.push_back(std::move(expr));
        expr = make_expr(QueryOp::logical_not, std::move(inner));
    }
    return {std::move(expr), {TypeKind::boolean, 0, nullptr, false}, {}};
}

} // namespace assay
