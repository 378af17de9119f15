// Queries as SQL text with bound parameters. Nothing that a catalog, a check or a row says is ever pasted into SQL.
// Knows no register's rows; states.hpp says what a relation and a column are in a state.
#pragma once

#include "assay/model/query.hpp"
#include "store/states.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace assay::db {

/// Values bound to a statement; equal values share a number, so that equal expressions have equal text.
class Parameters {
public:
    [[nodiscard]] std::string add(const Value& value);
    void bind(SQLite::Statement& statement) const;

private:
    std::vector<Value> m_values;
    std::map<Value, std::size_t> m_numbers;
};

/// The relations of a query in a state, as t0, t1…; remembers which are used.
class Relations {
public:
    Relations(const Lineages& lineages, const std::vector<QueryRelation>& relations, const StateInTime& state);

    [[nodiscard]] std::string column(std::size_t relation, std::string_view name);
    [[nodiscard]] std::size_t root_of(std::size_t relation) const;
    /// "r_incident AS t0 LEFT JOIN r_service AS t1 ON …": this base with the used relations that hang on it. Call last.
    [[nodiscard]] std::string from(std::size_t root);
    /// Rows of the service register in this state, for the question whether a service exists; empty when there is none.
    [[nodiscard]] const QueryRelation& operator[](std::size_t relation) const { return m_relations[relation]; }
    [[nodiscard]] const RegisterState& state(std::size_t relation) const { return m_states[relation]; }

private:
    [[nodiscard]] static std::string alias(std::size_t relation);
    std::vector<QueryRelation> m_relations;
    std::vector<RegisterState> m_states;
    std::vector<bool> m_used;
};

/// An inner SELECT that gives each column, local date and window once under a short name.
class Projection {
public:
    /// `prefix` tells the names of two projections in one statement apart.
    explicit Projection(std::string prefix) : m_prefix(std::move(prefix)) {}
    [[nodiscard]] std::string name_of(const std::string& sql);
    /// "t0.x AS c0, …"
    [[nodiscard]] std::string list() const;

private:
    std::string m_prefix;
    std::vector<std::string> m_items;
    std::map<std::string, std::string> m_names;
};

/// Renders expressions. Without projections columns are named directly; with them through the projection of their base relation.
class Renderer {
public:
    Renderer(Parameters& parameters, Relations& relations) : m_parameters(&parameters), m_relations(&relations) {}

    /// Columns of the relations that hang on `root` come through `projection`, qualified ("m.").
    void project(std::size_t root, Projection& projection, std::string qualifier);
    /// Aggregates count rows for which this SQL is not NULL.
    void aggregate_over(std::string row) { m_row = std::move(row); }

    [[nodiscard]] std::string render(const QueryExpr& expr);
    [[nodiscard]] std::string is_true(const QueryExpr& expr) { return "(" + render(expr) + ") IS TRUE"; }
    /// All of them true; "TRUE" for none.
    [[nodiscard]] std::string all_true(const std::vector<QueryExpr>& exprs);

private:
    struct Through {
        Projection* projection = nullptr;
        std::string qualifier;
    };
    [[nodiscard]] std::string render_at(const QueryExpr& expr, int depth);
    [[nodiscard]] std::string leaf(std::size_t relation, const std::string& sql);
    [[nodiscard]] std::string column(const QueryExpr& expr, std::string_view name);
    [[nodiscard]] std::string join(const QueryExpr& expr, std::string_view word, int depth);
    [[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view word, std::size_t first, std::size_t count);
    [[nodiscard]] std::string binary(const QueryExpr& expr, std::string_view sign, int depth);
    [[nodiscard]] std::string call(std::string_view function, const QueryExpr& expr, int depth);
    [[nodiscard]] std::string arithmetic(const QueryExpr& expr, int depth);
    [[nodiscard]] std::string arithmetic_inside(const QueryExpr& expr, int depth);
    [[nodiscard]] std::string in_list(const QueryExpr& expr, int depth);
    [[nodiscard]] std::string aggregate(const QueryExpr& expr, int depth);
    [[nodiscard]] std::string window(const QueryExpr& expr, int depth);
    [[nodiscard]] std::string local_date(const QueryExpr& expr, int depth);

    Parameters* m_parameters;
    Relations* m_relations;
    std::map<std::size_t, Through> m_through; ///< by root
    std::string m_row;
    bool m_inside_window = false;
};

/// Does any of them hold a window?
[[nodiscard]] bool has_window(const QueryExpr& expr);

} // namespace assay::db
