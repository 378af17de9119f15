// Checks over members: group, some, measure. And covers, whose dated rows are judged outside the query.
#include "rules/link_check.hpp"

#include "assay/base/decimal.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay {
namespace {

QueryExpr count_rows() {
    QueryExpr expr;
    expr.op = QueryOp::aggregate;
    expr.aggregate = Aggregate::count;
    return expr;
}

/// Everything the three kinds share: the population, the rows, and how they meet.
struct Frame {
    Relations relations;
    std::size_t rows = 0;
    std::optional<std::size_t> members;
    bool good = true;
};

const Field* single_key(const Register& of) {
    const auto keys = of.key_indexes();
    return keys.size() == 1 ? &of.fields[keys.front()] : nullptr;
}

void lower_where(const CheckDefinition& check, Frame& frame, const JudgementTime& time, DiagnosticSink& diagnostics, std::vector<QueryExpr>& row_where) {
    Names names;
    names.rows = frame.rows;
    if (check.where.given()) {
        Lowerer lowerer(frame.relations, names, time, diagnostics);
        auto where = lowerer.lower_condition(check.where);
        frame.good = where.has_value() && frame.good;
        if (where) {
            row_where.push_back(std::move(*where));
        }
    }
    append_conditions(make_period_and_scope(frame.relations, frame.rows, check.scope, time, diagnostics), row_where);
}

void lower_population(const CheckDefinition& check, const Register* over, Frame& frame, const JudgementTime& time, DiagnosticSink& diagnostics,
                      std::vector<QueryExpr>& member_where, QueryExpr& member_key) {
    if (over == nullptr) {
        return;
    }
    frame.members = frame.relations.add_base(over->id);
    Names names;
    names.rows = frame.members; // in over-where a plain name is the member's own field
    names.members = frame.members;
    Lowerer lowerer(frame.relations, names, time, diagnostics);
    if (check.over_where.given()) {
        auto where = lowerer.lower_condition(check.over_where);
        frame.good = where.has_value() && frame.good;
        if (where) {
            member_where.push_back(std::move(*where));
        }
    }
    append_conditions(make_period_and_scope(frame.relations, *frame.members, check.scope, time, diagnostics), member_where);
    if (check.member.given()) {
        auto key = lowerer.lower_path(check.member);
        frame.good = key.has_value() && frame.good;
        if (key) {
            member_key = std::move(key->expr);
        }
    } else if (const Field* key = single_key(*over)) {
        member_key = make_column(*frame.members, key->id);
    } else {
        diagnostics.add({Severity::error, check.over.place, "composite-key",
                         fmt::format("register '{}' has a key of several fields, so that '{}' cannot name its rows", over->id, check.by.text),
                         "say which field of the member is meant: member=\"…\""});
        frame.good = false;
    }
}

/// Members of which cannot be told whether they count are undecided, never left out in silence.
bool lower_unsure_members(const Schema& schema, LinkedCheck& linked, const JudgementTime& time, DiagnosticSink& diagnostics) {
    const auto& check = *linked.definition;
    if (linked.over == nullptr || !check.over_where.given()) {
        return true;
    }
    TableQuery query;
    Frame frame{Relations(schema, query.relations), 0, std::nullopt, true};
    QueryExpr key;
    lower_population(check, linked.over, frame, time, diagnostics, query.where, key);
    if (!frame.good) {
        return false;
    }
    query.where.front() = unary(QueryOp::logical_not, unary(QueryOp::exists, std::move(query.where.front())));
    Names names;
    names.rows = frame.members;
    names.members = frame.members;
    QueryExpr subject = make_literal(std::string());
    if (linked.subject_kind) {
        auto column = find_subject_column(frame.relations, *frame.members, check.subject, *linked.subject_kind, check.place, names, time, diagnostics);
        if (!column) {
            return false;
        }
        subject = std::move(*column);
    }
    query.order = {{key, false}};
    query.select = {std::move(key), std::move(subject), make_column(*frame.members, "_row")};
    linked.unsure_members = std::move(query);
    return true;
}

bool lower_by(const CheckDefinition& check, Frame& frame, const JudgementTime& time, DiagnosticSink& diagnostics, QueryExpr& by) {
    if (!check.by.given()) {
        by = make_literal(std::string());
        return true;
    }
    Names names;
    names.rows = frame.rows;
    Lowerer lowerer(frame.relations, names, time, diagnostics);
    auto typed = lowerer.lower_path(check.by);
    if (!typed) {
        return false;
    }
    if (typed->type.kind != TypeKind::text && typed->type.kind != TypeKind::word) {
        diagnostics.add({Severity::error, check.by.place, "type-mismatch", fmt::format("'{}' names no member: it is a {}", check.by.text, to_text(typed->type.kind)), ""});
        return false;
    }
    by = std::move(typed->expr);
    return true;
}

/// `subject` is a path of the member where there are members, else of the rows.
bool lower_subject(const LinkedCheck& linked, Frame& frame, const Names& names, const JudgementTime& time, DiagnosticSink& diagnostics, QueryExpr& subject) {
    const auto& check = *linked.definition;
    const std::size_t base = frame.members ? *frame.members : frame.rows;
    Names plain;
    plain.rows = base;
    plain.members = names.members;
    auto column = find_subject_column(frame.relations, base, check.subject, *linked.subject_kind, check.place, plain, time, diagnostics);
    if (column) {
        subject = std::move(*column);
    }
    return column.has_value();
}

bool lower_least(const CheckDefinition& check, DiagnosticSink& diagnostics, QueryExpr& verdict) {
    const auto least = check.least.given() ? parse_integer(check.least.text) : std::optional<std::int64_t>(1);
    if (!least || *least < 1) {
        diagnostics.add({Severity::error, check.least.place, "wrong-value", fmt::format("least must be a whole number from 1, not '{}'", check.least.text), ""});
        return false;
    }
    verdict = binary(QueryOp::ge, count_rows(), make_literal(*least));
    return true;
}

/// A missed target is a performance fact; what fails is a miss without a decision. `target` is a comparison that the value is
/// put before: "ge 0.95".
bool lower_measure(const CheckDefinition& check, Frame& frame, const Names& names, const JudgementTime& time, DiagnosticSink& diagnostics,
                   QueryExpr& verdict) {
    Lowerer lowerer(frame.relations, names, time, diagnostics);
    auto decided = lowerer.lower_condition(check.decided);
    auto value = lowerer.lower(check.value);
    if (!decided || !value) {
        return false;
    }
    // One expression, so that the value's type is checked against the target's. The value is known to be good: what is wrong now is
    // wrong with the target, and is shown in its text.
    const auto lead = fmt::format("({}) ", check.value.text);
    const PlacedText whole{lead + check.target.text, {check.target.place.file, check.target.place.line, 1}};
    const auto start = place_in(whole, static_cast<std::uint32_t>(lead.size())).column;
    Diagnostics faults;
    auto met = Lowerer(frame.relations, names, time, faults).lower_condition(whole);
    for (auto fault : faults.sorted()) {
        fault.place.column = check.target.place.column + std::max(fault.place.column, start) - start;
        diagnostics.add(std::move(fault));
    }
    if (!met) {
        return false;
    }
    std::vector<QueryExpr> any;
    any.push_back(unary(QueryOp::logical_not, unary(QueryOp::exists, std::move(value->expr))));
    any.push_back(std::move(*met));
    any.push_back(std::move(*decided));
    verdict = make_expr(QueryOp::logical_or, std::move(any));
    return true;
}

/// Records are owed from the start of operation or the day a service went live (PRODUCT "Populations and time").
QueryExpr start_of_duty(const Register& over, std::size_t members) {
    for (const auto* field : {"live_on", "in_operation_since"}) {
        if (over.find_field(field) != nullptr) {
            return make_column(members, field);
        }
    }
    return make_literal(Absent{});
}

} // namespace

bool lower_member_check(const Schema& schema, LinkedCheck& linked, const JudgementTime& time, DiagnosticSink& diagnostics) {
    const auto& check = *linked.definition;
    MemberQuery& query = linked.members;
    Frame frame{Relations(schema, query.relations), 0, std::nullopt, true};
    frame.rows = frame.relations.add_base(linked.in->id);
    query.has_members = linked.over != nullptr;
    query.member_key = make_literal(std::string());
    lower_population(check, linked.over, frame, time, diagnostics, query.member_where, query.member_key);
    query.member_relation = frame.members.value_or(0);
    lower_where(check, frame, time, diagnostics, query.row_where);
    frame.good = lower_by(check, frame, time, diagnostics, query.by) && frame.good;
    Names names;
    names.rows = frame.rows;
    names.members = frame.members;
    names.aggregates = true;
    Lowerer lowerer(frame.relations, names, time, diagnostics);
    if (check.kind == CheckKind::group) {
        auto having = lowerer.lower_condition(check.having);
        frame.good = having.has_value() && frame.good;
        if (having) {
            query.verdict = std::move(*having);
        }
    } else if (check.kind == CheckKind::some) {
        frame.good = lower_least(check, diagnostics, query.verdict) && frame.good;
    } else {
        frame.good = lower_measure(check, frame, names, time, diagnostics, query.verdict) && frame.good;
    }
    if (linked.subject_kind) {
        query.has_subject = true;
        frame.good = lower_subject(linked, frame, names, time, diagnostics, query.subject) && frame.good;
    }
    frame.good = link_message(check.message, frame.relations, names, query.values, time, diagnostics, linked.message.pieces) && frame.good;
    return frame.good && lower_unsure_members(schema, linked, time, diagnostics);
}

bool lower_covers_check(const Schema& schema, LinkedCheck& linked, const JudgementTime& time, DiagnosticSink& diagnostics) {
    const auto& check = *linked.definition;
    if (check.interval.text != "planned" && !parse_period(check.interval.text)) {
        diagnostics.add({Severity::error, check.interval.place, "bad-interval", fmt::format("'{}' is not an interval", check.interval.text),
                         "write planned, or a period such as P1M"});
        return false;
    }
    CoversQuery& covers = linked.covers;
    covers.interval = check.interval.text;

    Frame dated{Relations(schema, covers.dated.relations), 0, std::nullopt, true};
    dated.rows = dated.relations.add_base(linked.in->id);
    Names row_names;
    row_names.rows = dated.rows;
    Lowerer lowerer(dated.relations, row_names, time, diagnostics);
    QueryExpr by;
    dated.good = lower_by(check, dated, time, diagnostics, by);
    auto from = lowerer.lower(check.from);
    auto to = check.to.given() ? lowerer.lower(check.to) : from;
    if (!from || !to) {
        return false;
    }
    for (auto* each : {&*from, &*to}) {
        if (each->type.kind == TypeKind::datetime) {
            each->expr = unary(QueryOp::local_date, std::move(each->expr));
            each->type.kind = TypeKind::date;
        }
        if (each->type.kind != TypeKind::date) {
            const auto& place = each == &*from || !check.to.given() ? check.from.place : check.to.place;
            diagnostics.add({Severity::error, place, "type-mismatch", fmt::format("coverage is counted in dates, and this is a {}", to_text(each->type.kind)), ""});
            return false;
        }
    }
    if (check.where.given()) {
        auto where = lowerer.lower_condition(check.where);
        dated.good = where.has_value() && dated.good;
        if (where) {
            covers.dated.where.push_back(std::move(*where));
        }
    }
    covers.dated.where.push_back(unary(QueryOp::exists, from->expr));
    covers.dated.order = {{by, false}, {from->expr, false}};
    covers.dated.select = {std::move(by), std::move(from->expr), std::move(to->expr)};

    Frame population{Relations(schema, covers.members.relations), 0, std::nullopt, true};
    Names names;
    if (linked.over != nullptr) {
        QueryExpr key;
        lower_population(check, linked.over, population, time, diagnostics, covers.members.where, key);
        covers.members.select = {std::move(key)};
        names.rows = population.members;
        names.members = population.members;
    }
    names.aggregates = true;
    bool good = dated.good && population.good;
    if (linked.over != nullptr) {
        QueryExpr subject = make_literal(std::string());
        if (linked.subject_kind) {
            good = lower_subject(linked, population, names, time, diagnostics, subject) && good;
        }
        covers.members.select.push_back(std::move(subject));
        covers.members.select.push_back(make_column(*population.members, "_row"));
        covers.members.select.push_back(start_of_duty(*linked.over, *population.members));
        Relations relations(schema, covers.members.relations);
        good = link_message(check.message, relations, names, covers.members.select, time, diagnostics, linked.message.pieces) && good;
    } else {
        if (linked.subject_kind) {
            diagnostics.add({Severity::error, check.place, "no-members", "coverage for a subject needs its members", "add over=\"…\" and by=\"…\""});
            return false;
        }
        std::vector<QueryRelation> none;
        Relations relations(schema, none);
        std::vector<QueryExpr> select;
        good = link_message(check.message, relations, names, select, time, diagnostics, linked.message.pieces) && good;
    }
    return good && lower_unsure_members(schema, linked, time, diagnostics);
}

} // namespace assay
