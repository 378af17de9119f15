// Row-wise checks: each, refers, order, unique. They become questions of a RowBatch shared by register, scope and way to the subject.
#include "rules/link_check.hpp"

#include <fmt/format.h>

namespace assay {
namespace {

struct FieldList {
    std::vector<Typed> columns;
    std::vector<PlacedText> words;
};

/// The words of `fields` as columns of the base.
std::optional<FieldList> lower_fields(const PlacedText& fields, Lowerer& lowerer) {
    FieldList list;
    std::size_t at = 0;
    const std::string& text = fields.text;
    while (at < text.size()) {
        if (text[at] == ' ' || text[at] == '\n' || text[at] == '\t') {
            ++at;
            continue;
        }
        const auto end = std::min(text.find_first_of(" \n\t", at), text.size());
        list.words.push_back({text.substr(at, end - at), place_in(fields, static_cast<std::uint32_t>(at))});
        at = end;
    }
    for (const auto& word : list.words) {
        auto typed = lowerer.lower_path(word);
        if (!typed) {
            return std::nullopt;
        }
        list.columns.push_back(std::move(*typed));
    }
    return list;
}

std::optional<QueryExpr> lower_order(const CheckDefinition& check, Lowerer& lowerer, DiagnosticSink& diagnostics) {
    const auto list = lower_fields(check.fields, lowerer);
    if (!list) {
        return std::nullopt;
    }
    if (list->columns.size() < 2) {
        diagnostics.add({Severity::error, check.fields.place, "too-few-fields", "a sequence has at least two fields", ""});
        return std::nullopt;
    }
    const auto kind = list->columns.front().type.kind;
    std::vector<QueryExpr> all;
    for (std::size_t i = 0; i < list->columns.size(); ++i) {
        const auto& earlier = list->columns[i];
        if ((kind != TypeKind::date && kind != TypeKind::datetime) || earlier.type.kind != kind) {
            diagnostics.add({Severity::error, list->words[i].place, "type-mismatch",
                             "a sequence is of dates only or of datetimes only", fmt::format("'{}' is a {}", list->words[i].text, to_text(earlier.type.kind))});
            return std::nullopt;
        }
        // Every pair, because a step in between may not have been recorded.
        for (std::size_t j = i + 1; j < list->columns.size(); ++j) {
            std::vector<QueryExpr> any;
            any.push_back(unary(QueryOp::logical_not, unary(QueryOp::exists, earlier.expr)));
            any.push_back(unary(QueryOp::logical_not, unary(QueryOp::exists, list->columns[j].expr)));
            any.push_back(binary(QueryOp::le, earlier.expr, list->columns[j].expr));
            all.push_back(make_expr(QueryOp::logical_or, std::move(any)));
        }
    }
    return make_all(std::move(all));
}

/// `where` gains "all fields are recorded"; `require` says that no other selected row agrees.
bool lower_unique(const CheckDefinition& check, Lowerer& lowerer, RowQuestion& question) {
    auto list = lower_fields(check.fields, lowerer);
    if (!list || list->columns.empty()) {
        return false;
    }
    std::vector<QueryExpr> recorded;
    std::vector<QueryExpr> window;
    for (auto& column : list->columns) {
        recorded.push_back(unary(QueryOp::exists, column.expr));
        window.push_back(std::move(column.expr));
    }
    if (check.where.given()) {
        recorded.push_back(question.where);
    }
    question.where = make_all(std::move(recorded));
    window.push_back(question.where);
    question.require = binary(QueryOp::le, make_expr(QueryOp::window_count, std::move(window)), make_literal(std::int64_t{1}));
    return true;
}

bool lower_refers(const CheckDefinition& check, Lowerer& lowerer, Relations& relations, DiagnosticSink& diagnostics, RowQuestion& question) {
    auto typed = lowerer.lower_path(check.field);
    if (!typed) {
        return false;
    }
    if (typed->type.field == nullptr || typed->type.field->type != FieldType::ref) {
        diagnostics.add({Severity::error, check.field.place, "not-a-reference", fmt::format("'{}' is not a reference", check.field.text), ""});
        return false;
    }
    const auto target = relations.join(typed->expr.relation, typed->expr.name, typed->type.field->to);
    std::vector<QueryExpr> selected;
    selected.push_back(unary(QueryOp::exists, typed->expr));
    if (check.where.given()) {
        selected.push_back(question.where);
    }
    question.where = make_all(std::move(selected));
    question.require.op = QueryOp::matched;
    question.require.relation = target;
    return true;
}

/// "P10D after resolved_at": the day after which the row is due. Whole days and months count calendar days of the workspace's
/// zone and leave the last day; hours count from the instant.
bool lower_due(const CheckDefinition& check, Lowerer& lowerer, const JudgementTime& time, DiagnosticSink& diagnostics, RowQuestion& question) {
    const auto after = check.due.text.find(" after ");
    const auto length = check.due.text.substr(0, after == std::string::npos ? 0 : after);
    const auto period = parse_period(length);
    const auto duration = parse_duration(length);
    if (after == std::string::npos || (!period && !duration)) {
        diagnostics.add({Severity::error, check.due.place, "bad-due", fmt::format("'{}' does not say when a row is due", check.due.text),
                         "write it as P10D after resolved_at"});
        return false;
    }
    const auto start = static_cast<std::uint32_t>(after + 7);
    auto anchor = lowerer.lower({check.due.text.substr(start), place_in(check.due, start)});
    if (!anchor) {
        return false;
    }
    if (anchor->type.kind != TypeKind::date && anchor->type.kind != TypeKind::datetime) {
        diagnostics.add({Severity::error, place_in(check.due, start), "type-mismatch",
                         fmt::format("due counts from a date or a datetime, and this is a {}", to_text(anchor->type.kind)), ""});
        return false;
    }
    question.has_due = true;
    const auto today = make_literal(std::int64_t{time.on.time_since_epoch().count()});
    if (period) {
        auto day = anchor->type.kind == TypeKind::datetime ? unary(QueryOp::local_date, std::move(anchor->expr)) : std::move(anchor->expr);
        auto last = unary(QueryOp::add_period, std::move(day));
        last.months = period->months;
        last.days = period->days;
        question.is_due = binary(QueryOp::lt, std::move(last), today);
        return true;
    }
    if (anchor->type.kind == TypeKind::date) {
        diagnostics.add({Severity::error, check.due.place, "part-of-a-day", "hours cannot be counted from a date", "count from a datetime"});
        return false;
    }
    const auto midnight = time.zone->to_instant({time.on, std::chrono::seconds{0}, std::nullopt}).instant.time_since_epoch().count();
    auto limit = binary(QueryOp::add, std::move(anchor->expr), make_literal(std::int64_t{duration->count()}));
    question.is_due = binary(QueryOp::lt, std::move(limit), make_literal(std::int64_t{midnight}));
    return true;
}

} // namespace

bool lower_row_question(const CheckDefinition& check, Lowerer& lowerer, Relations& relations, const JudgementTime& time, DiagnosticSink& diagnostics,
                        RowQuestion& question) {
    bool good = true;
    question.where = make_literal(std::int64_t{1});
    if (check.where.given()) {
        auto where = lowerer.lower_condition(check.where);
        good = where.has_value();
        if (where) {
            question.where = std::move(*where);
        }
    }
    switch (check.kind) {
    case CheckKind::each: {
        auto require = lowerer.lower_condition(check.require);
        good = good && require.has_value();
        if (require) {
            question.require = std::move(*require);
        }
        break;
    }
    case CheckKind::order: {
        auto require = lower_order(check, lowerer, diagnostics);
        good = good && require.has_value();
        if (require) {
            question.require = std::move(*require);
        }
        break;
    }
    case CheckKind::unique: good = lower_unique(check, lowerer, question) && good; break;
    case CheckKind::refers: good = lower_refers(check, lowerer, relations, diagnostics, question) && good; break;
    default: good = false; break;
    }
    if (check.due.given()) {
        good = lower_due(check, lowerer, time, diagnostics, question) && good;
    }
    return good;
}

bool needs_window(const CheckDefinition& check) { return check.kind == CheckKind::unique; }

} // namespace assay
