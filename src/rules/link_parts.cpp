#include "rules/link_parts.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

Value number(std::int64_t value) { return value; }

QueryExpr either(QueryExpr a, QueryExpr b) { return binary(QueryOp::logical_or, std::move(a), std::move(b)); }

std::int64_t start_of_day(Date day, const Zone& zone) {
    return zone.to_instant({day, std::chrono::seconds{0}, std::nullopt}).instant.time_since_epoch().count();
}

/// First moment (or day) of the period, and the first one after it, in the field's own unit.
struct Bounds {
    std::int64_t from = 0;
    std::int64_t end = 0;
};

Bounds bounds_for(const Field& field, const JudgementTime& time) {
    // What happens after the judgement date cannot be judged on it.
    const Date last = std::min(time.period_to, time.on);
    const Date after = last + std::chrono::days{1};
    if (field.type == FieldType::date) {
        return {time.period_from.time_since_epoch().count(), after.time_since_epoch().count()};
    }
    return {start_of_day(time.period_from, *time.zone), start_of_day(after, *time.zone)};
}

QueryExpr within_period(const Register& of, std::size_t base, CheckScope scope, const JudgementTime& time) {
    const Field& from = *of.find_field(of.occurred_from);
    const auto [first, end] = bounds_for(from, time);
    auto before_end = binary(QueryOp::lt, make_column(base, from.id), make_literal(number(end)));
    auto from_start = binary(QueryOp::ge, make_column(base, from.id), make_literal(number(first)));
    if (scope == CheckScope::open) {
        auto open = make_literal(number(1));
        if (!of.occurred_to.empty()) {
            const Field& to = *of.find_field(of.occurred_to);
            open = either(unary(QueryOp::logical_not, unary(QueryOp::exists, make_column(base, to.id))),
                          binary(QueryOp::ge, make_column(base, to.id), make_literal(number(bounds_for(to, time).from))));
        }
        from_start = either(std::move(from_start), std::move(open));
    }
    std::vector<QueryExpr> both;
    both.push_back(std::move(from_start));
    both.push_back(std::move(before_end));
    return make_all(std::move(both));
}

/// in_scope and live, or retired within the period.
QueryExpr service_counts(std::size_t relation, const Register& service, const JudgementTime& time) {
    std::vector<QueryExpr> all;
    if (service.find_field("in_scope") != nullptr) {
        all.push_back(make_column(relation, "in_scope"));
    }
    if (service.find_field("status") != nullptr) {
        auto live = binary(QueryOp::eq, make_column(relation, "status"), make_literal(std::string("live")));
        if (service.find_field("retired_on") != nullptr) {
            live = either(std::move(live), binary(QueryOp::ge, make_column(relation, "retired_on"),
                                                  make_literal(number(time.period_from.time_since_epoch().count()))));
        }
        all.push_back(std::move(live));
    }
    return make_all(std::move(all));
}

} // namespace

PeriodAndScope make_period_and_scope(Relations& relations, std::size_t base, CheckScope scope, const JudgementTime& time,
                                     DiagnosticSink& diagnostics) {
    PeriodAndScope rule;
    if (scope == CheckScope::all) {
        return rule;
    }
    const Register& of = relations.register_of(base);
    const bool record = of.kind == RegisterKind::record;
    if (record && !of.occurred_from.empty()) {
        rule.has_period = true;
        rule.in_period = within_period(of, base, scope, time);
    }
    const SubjectWay* way = of.find_subject(SubjectKind::service);
    const Register* services = relations.schema().find("service");
    if (way == nullptr || services == nullptr) {
        return rule;
    }
    Names names;
    names.rows = base;
    Lowerer lowerer(relations, names, time, diagnostics);
    const auto column = lowerer.lower_steps(way->path, base, way->place);
    if (!column) {
        return rule;
    }
    // A service register's own rows are their own service; else the reference is followed.
    const std::size_t service = of.id == services->id ? base : relations.join(column->expr.relation, column->expr.name, services->id);
    rule.has_scope = true;
    rule.in_scope = service_counts(service, *services, time);
    if (record) {
        // The key of the joined row: absent where the reference names no service.
        rule.service = make_column(service, services->fields[services->key_indexes().front()].id);
    } else {
        rule.service = make_literal(std::string("-"));
        if (service != base) {
            rule.in_scope = either(unary(QueryOp::logical_not, unary(QueryOp::exists, column->expr)), std::move(rule.in_scope));
        }
    }
    return rule;
}

void append_conditions(const PeriodAndScope& rule, std::vector<QueryExpr>& conditions) {
    if (rule.has_period) {
        conditions.push_back(rule.in_period);
    }
    if (rule.has_scope) {
        conditions.push_back(rule.in_scope);
    }
}

std::optional<QueryExpr> find_subject_column(Relations& relations, std::size_t base, const PlacedText& subject, SubjectKind kind, const Place& place,
                                             const Names& names, const JudgementTime& time, DiagnosticSink& diagnostics) {
    Lowerer lowerer(relations, names, time, diagnostics);
    if (subject.given()) {
        auto typed = lowerer.lower_path(subject);
        return typed ? std::optional(std::move(typed->expr)) : std::nullopt;
    }
    const Register& of = relations.register_of(base);
    if (const auto* way = of.find_subject(kind)) {
        auto typed = lowerer.lower_steps(way->path, base, way->place);
        return typed ? std::optional(std::move(typed->expr)) : std::nullopt;
    }
    const Field* only = nullptr;
    std::size_t found = 0;
    for (const auto& field : of.fields) {
        if (field.type == FieldType::ref && field.to == to_text(kind)) {
            only = &field;
            ++found;
        }
    }
    if (found == 1) {
        return make_column(base, only->id);
    }
    diagnostics.add({Severity::error, place, "no-subject",
                     found == 0 ? fmt::format("register '{}' has no way to a {}, and the control is assessed per {}", of.id, to_text(kind), to_text(kind))
                                : fmt::format("register '{}' has {} references to a {}", of.id, found, to_text(kind)),
                     "say which field or path leads to it: subject=\"…\""});
    return std::nullopt;
}

bool link_message(const PlacedText& message, Relations& relations, const Names& names, std::vector<QueryExpr>& select, const JudgementTime& time,
                  DiagnosticSink& diagnostics, std::vector<MessagePiece>& pieces) {
    bool good = true;
    std::string literal;
    const auto flush = [&] {
        if (!literal.empty()) {
            MessagePiece piece;
            piece.literal = std::move(literal);
            pieces.push_back(std::move(piece));
            literal.clear();
        }
    };
    const std::string& text = message.text;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '{') {
            literal += text[at];
            continue;
        }
        if (at + 1 < text.size() && text[at + 1] == '{') {
            literal += '{';
            ++at;
            continue;
        }
        const auto close = text.find('}', at);
        if (close == std::string::npos) {
            diagnostics.add({Severity::error, place_in(message, static_cast<std::uint32_t>(at)), "open-brace", "this '{' has no '}'",
                             "write {{ for a brace"});
            good = false;
            break;
        }
        flush();
        MessagePiece piece;
        piece.name = text.substr(at + 1, close - at - 1);
        if (names.aggregates && piece.name == "member") {
            piece.is_member_key = true;
            pieces.push_back(std::move(piece));
        } else if (names.aggregates && piece.name == "rows") {
            piece.is_row_count = true;
            pieces.push_back(std::move(piece));
        } else {
            Lowerer lowerer(relations, names, time, diagnostics);
            PlacedText inner{piece.name, place_in(message, static_cast<std::uint32_t>(at + 1))};
            if (auto typed = lowerer.lower_path(inner)) {
                piece.field = typed->type.field;
                piece.column = select.size();
                select.push_back(std::move(typed->expr));
                pieces.push_back(std::move(piece));
            } else {
                good = false;
            }
        }
        at = close;
    }
    flush();
    return good;
}

} // namespace assay
