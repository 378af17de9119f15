// Questions to the registers as plain values: what rules asks for and store answers. Knows no SQL and no check syntax.
// Truth is three-valued (Kleene) throughout: an absent operand makes a comparison unknown.
#pragma once

#include "assay/model/value.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace assay {

enum class QueryOp : std::uint8_t {
    literal,        ///< `literal`; Absent is "unknown" or "absent"
    column,         ///< `relation`, `name`: a field id, or "_row", "_line", "_from" (change), "_key" (joined key of a single-key register)
    matched,        ///< `relation`: did the joined row exist? (true or false, never unknown)
    logical_and, logical_or, logical_not,   ///< and, or take two or more
    eq, ne, lt, le, gt, ge,                 ///< two operands of one storage class
    add, subtract, multiply,                ///< integers; overflow is unknown
    divide,         ///< args[0] / args[1] to 6 digits, half to even, scaled by 10^6; by zero is unknown
    negate,
    exists,         ///< value is not absent: true or false, never unknown
    is_true,        ///< condition is true: true or false, never unknown
    conditional,    ///< if args[0] then args[1] else args[2]; an unknown condition gives unknown
    in_list,        ///< args[0] equals one of args[1…] (literals)
    set_contains,   ///< set column args[0] holds the word args[1]
    lower,          ///< Unicode lower case
    matches,        ///< args[0] matches the RE2 pattern literal args[1], anchored at both ends
    contains,       ///< args[0] holds the text args[1]
    local_date,     ///< datetime args[0] to the date in the workspace's zone
    add_period,     ///< date args[0] plus `months` and `days` (negative to subtract), clamped at month ends
    rescale,        ///< scaled integer args[0] times 10^`months` (brings decimals to one scale)
    aggregate,      ///< `aggregate` over the rows of a member; args[0] its value (none for count), `filter` in args.back() when has_filter
    window_count,   ///< number of rows with args.back() true among the rows that agree in args[0 … n-2]
};

enum class Aggregate : std::uint8_t { count, count_distinct, sum, avg, min, max };

struct QueryExpr {
    QueryOp op = QueryOp::literal;
    Value literal;
    std::size_t relation = 0;
    std::string name;
    std::int32_t months = 0;
    std::int32_t days = 0;
    Aggregate aggregate = Aggregate::count;
    bool has_filter = false;
    std::vector<QueryExpr> args;
    friend bool operator==(const QueryExpr&, const QueryExpr&) = default;
};

/// A field of a relation, or one of its own columns.
[[nodiscard]] inline QueryExpr column_expr(std::string name, std::size_t relation = 0) {
    QueryExpr expr;
    expr.op = QueryOp::column;
    expr.relation = relation;
    expr.name = std::move(name);
    return expr;
}

/// A register taking part in a query. Relation 0 is the base; others hang on a parent by a reference (LEFT JOIN on its key).
struct QueryRelation {
    std::string register_id;
    std::int32_t parent = -1;      ///< index of the relation that holds the reference; -1: a base
    std::string via;               ///< reference field of the parent
    friend bool operator==(const QueryRelation&, const QueryRelation&) = default;
};

/// Rows with chosen columns, in the given order (then by _row). `limit` 0 is no limit.
struct TableQuery {
    struct Order {
        QueryExpr by;
        bool descending = false;
    };
    std::vector<QueryRelation> relations;
    std::vector<QueryExpr> select;
    std::vector<QueryExpr> where;          ///< all must be true
    std::vector<Order> order;
    std::vector<std::int64_t> row_ids;     ///< when not empty: only these rows of relation 0
    std::int64_t limit = 0;
    std::int64_t offset = 0;
};

/// One row-wise question within a batch. A row is left alone unless `where` is true (unknown: undecided) and, if `has_due`,
/// `is_due` is true (else not due); then it passes if `require` is true, and fails otherwise; or, if `has_best` and `at_best` is true,
/// it is in doubt, which counts as undecided.
struct RowQuestion {
    QueryExpr where;
    QueryExpr require;
    QueryExpr is_due;
    QueryExpr at_best;                     ///< what is required, with all that was never loaded taken in the row's favour
    bool has_due = false;
    bool has_best = false;
    friend bool operator==(const RowQuestion&, const RowQuestion&) = default;
};

/// All row-wise questions on one register with one way to the subject and one rule of what is in period and scope: one scan.
struct RowBatch {
    std::vector<QueryRelation> relations;
    bool has_subject = false;              ///< else the subject is the organisation as a whole: ""
    QueryExpr subject;                     ///< text; absent: the row is unattributed
    bool has_period = false;
    QueryExpr in_period;                   ///< not true: out of period
    bool has_scope = false;
    QueryExpr service;                     ///< absent, or names no service: without service; a literal: rows need not belong to one
    QueryExpr in_scope;                    ///< not true: out of scope
    std::vector<RowQuestion> questions;
    friend bool operator==(const RowBatch&, const RowBatch&) = default;
};

/// Why rows took no part.
struct LeftOut {
    std::int64_t out_of_period = 0;
    std::int64_t without_service = 0;
    std::int64_t out_of_scope = 0;
    friend bool operator==(const LeftOut&, const LeftOut&) = default;
};

struct RowCounts {
    std::int64_t selected = 0;             ///< where is true and due: passed + failed
    std::int64_t failed = 0;
    std::int64_t undecided = 0;
    std::int64_t not_due = 0;
    friend bool operator==(const RowCounts&, const RowCounts&) = default;
};

/// Counts of one subject. `population` is rows in period and scope; all rows = population + the left out.
struct SubjectTally {
    Value subject;                         ///< absent: unattributed
    std::int64_t population = 0;
    LeftOut left_out;
    std::vector<RowCounts> counts;         ///< one per question
    std::vector<std::int64_t> in_doubt;    ///< one per question: so many of the undecided are in doubt
};

struct RowVerdict {
    std::size_t question = 0;
    std::int64_t row = 0;                  ///< _row
    Value subject;
    bool failed = false;                   ///< else undecided, in doubt included
};

/// One verdict per member of a population with its rows or none ("an activity without RACI rows" is judged too).
struct MemberQuery {
    std::vector<QueryRelation> relations;  ///< relation 0 is the register of rows; `member_relation` is the base of the members
    bool has_members = false;              ///< false: the members are the values of `by` that occur
    std::size_t member_relation = 0;
    std::vector<QueryExpr> member_where;   ///< over member relations; all must be true
    QueryExpr member_key;                  ///< over member relations; unused without members
    QueryExpr by;                          ///< over row relations: the member a row belongs to
    std::vector<QueryExpr> row_where;      ///< over row relations; all must be true (period and scope included)
    bool has_subject = false;
    QueryExpr subject;                     ///< over member relations, or over row relations without members
    QueryExpr verdict;                     ///< condition over aggregates and member columns; not true: failed
    std::vector<QueryExpr> values;         ///< further columns to return (aggregates, member columns)
};

struct MemberVerdict {
    Value member;
    Value subject;
    std::int64_t row = 0;                  ///< _row of the member, 0 without members
    std::int64_t rows = 0;                 ///< rows that belong to it
    bool passed = false;
    Row values;
};

} // namespace assay
