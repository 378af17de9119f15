// Typing and lowering: an expression tree becomes a QueryExpr with a type, or diagnostics. Paths over references become joins.
// Knows no SQL; asks only the register definitions.
#pragma once

#include "assay/base/date.hpp"
#include "assay/base/zone.hpp"
#include "assay/model/query.hpp"
#include "assay/model/register.hpp"
#include "assay/rules/expression.hpp"

#include <optional>
#include <string>
#include <vector>

namespace assay {

enum class TypeKind : std::uint8_t { text, word, number, boolean, date, datetime, duration, period, set };

struct Type {
    TypeKind kind = TypeKind::text;
    int scale = 0;                    ///< number: digits after the point in the stored integer
    const Field* field = nullptr;     ///< the field it comes from: the words of an enum, the currency of money
    bool literal = false;
};

struct Typed {
    QueryExpr expr;
    Type type;
    Period period;                    ///< of a `period` literal
};

/// The days an assessment judges by; what `today` and the audit period are lowered to.
struct JudgementTime {
    Date on{};
    Date period_from{};
    Date period_to{};                 ///< last day, included
    const Zone* zone = nullptr;       ///< borrowed
};

/// The relations of one query as they grow: each reference is joined once.
class Relations {
public:
    Relations(const Schema& schema, std::vector<QueryRelation>& relations) : m_schema(&schema), m_relations(&relations) {}
    [[nodiscard]] std::size_t add_base(const std::string& register_id);
    [[nodiscard]] std::size_t join(std::size_t parent, const std::string& via, const std::string& to);
    [[nodiscard]] const Register& register_of(std::size_t relation) const;
    [[nodiscard]] const Schema& schema() const { return *m_schema; }

private:
    const Schema* m_schema;                        // borrowed; outlives the lowering
    std::vector<QueryRelation>* m_relations;       // borrowed; the query being built
};

/// What names mean while an expression is lowered.
struct Names {
    std::optional<std::size_t> rows;        ///< relation of plain names
    std::optional<std::size_t> members;     ///< relation of `member.` names
    bool aggregates = false;                ///< aggregates are allowed, and plain names only inside them
};

class Lowerer {
public:
    Lowerer(Relations& relations, Names names, const JudgementTime& time, DiagnosticSink& diagnostics)
        : m_relations(relations), m_names(names), m_time(time), m_diagnostics(diagnostics) {}

    /// Any type.
    [[nodiscard]] std::optional<Typed> lower(const PlacedText& source);
    /// A condition, else a diagnostic.
    [[nodiscard]] std::optional<QueryExpr> lower_condition(const PlacedText& source);
    /// A field or path only (no arithmetic), such as `subject` and `by` take.
    [[nodiscard]] std::optional<Typed> lower_path(const PlacedText& source);
    /// The same for a path already split; `place` is blamed.
    [[nodiscard]] std::optional<Typed> lower_steps(const std::vector<std::string>& steps, std::size_t base, const Place& place);

private:
    struct Fault {};
    [[noreturn]] void fail(const Node& node, std::string code, std::string text, std::string hint = {});
    Typed lower_node(const Node& node);
    Typed lower_named(const Node& node);
    Typed lower_literal(const Node& node);
    Typed lower_logic(const Node& node);
    Typed lower_compare(const Node& node);
    Typed lower_in(const Node& node);
    Typed lower_arithmetic(const Node& node);
    Typed lower_multiply(const Node& node);
    Typed lower_divide(const Node& node);
    Typed lower_negate(const Node& node);
    Typed lower_date_shift(const Node& node, Typed left, const Typed& right, bool plus);
    Typed lower_call(const Node& node);
    Typed lower_if(const Node& node);
    Typed lower_contains(const Node& node);
    Typed lower_aggregate(const Node& node);
    QueryExpr condition(const Node& node);
    void align_scales(const Node& node, Typed& left, Typed& right);
    /// The money field that a result of both stands for, if any; two currencies never meet.
    const Field* common_currency(const Node& node, const Typed& left, const Typed& right);
    void check_word(const Node& node, const Typed& word, const Typed& text);
    void check_comparable(const Node& node, const Typed& left, const Typed& right, bool ordered);
    Typed walk(const std::vector<std::string>& steps, std::size_t first, std::size_t base, const Node& node);

    Relations& m_relations;
    Names m_names;
    const JudgementTime& m_time;
    DiagnosticSink& m_diagnostics;
    const PlacedText* m_source = nullptr;
    bool m_inside_aggregate = false;
};

// Small builders, so that lowering reads like the query it makes.
[[nodiscard]] QueryExpr make_expr(QueryOp op, std::vector<QueryExpr> args);
[[nodiscard]] QueryExpr unary(QueryOp op, QueryExpr arg);
[[nodiscard]] QueryExpr binary(QueryOp op, QueryExpr a, QueryExpr b);
[[nodiscard]] QueryExpr make_literal(Value value);
[[nodiscard]] QueryExpr make_column(std::size_t relation, std::string name);
/// All must hold; an empty list is true.
[[nodiscard]] QueryExpr make_all(std::vector<QueryExpr> conditions);

[[nodiscard]] std::string_view to_text(TypeKind kind);

} // namespace assay
