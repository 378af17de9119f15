#include "store/query_sql.hpp"

#include "store/values.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace assay::db {
namespace {

// The language allows 64 levels; lowering adds a few. SQLite itself gives up at 1,000.
constexpr int k_max_depth = 300;

void require_args(const QueryExpr& expr, std::size_t least, std::size_t most) {
    if (expr.args.size() < least || expr.args.size() > most) {
        throw Error(fmt::format("a query has {} arguments where {} to {} are needed (operation {})", expr.args.size(), least, most,
                                static_cast<int>(expr.op)));
    }
}

constexpr std::size_t k_any = 100'000;

} // namespace

std::string Parameters::add(const Value& value) {
    const auto [found, fresh] = m_numbers.emplace(value, m_values.size() + 1);
    if (fresh) {
        m_values.push_back(value);
    }
    return fmt::format("?{}", found->second);
}

void Parameters::bind(SQLite::Statement& statement) const {
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        bind_value(statement, static_cast<int>(i) + 1, m_values[i]);
    }
}

Relations::Relations(const Lineages& lineages, const std::vector<QueryRelation>& relations, const StateInTime& state)
    : m_relations(relations), m_used(relations.size()) {
    if (relations.empty()) {
        throw Error("a query names no register");
    }
    for (std::size_t i = 0; i < relations.size(); ++i) {
        if (relations[i].parent >= static_cast<std::int32_t>(i)) {
            throw Error("a query joins a register before the one that refers to it");
        }
        m_states.emplace_back(lineages, relations[i].register_id, state);
    }
}

std::string Relations::alias(std::size_t relation) { return fmt::format("t{}", relation); }

std::size_t Relations::root_of(std::size_t relation) const {
    while (m_relations[relation].parent >= 0) {
        relation = static_cast<std::size_t>(m_relations[relation].parent);
    }
    return relation;
}

std::string Relations::column(std::size_t relation, std::string_view name) {
    if (relation >= m_relations.size()) {
        throw Error("a query reads a register that it does not name");
    }
    for (auto each = static_cast<std::int32_t>(relation); each >= 0; each = m_relations[static_cast<std::size_t>(each)].parent) {
        m_used[static_cast<std::size_t>(each)] = true;
    }
    return m_states[relation].column(name, alias(relation));
}

std::string Relations::from(std::size_t root) {
    // Conditions first: they say which columns a past state has to carry.
    std::vector<std::pair<std::size_t, std::string>> joins;
    for (std::size_t i = root + 1; i < m_relations.size(); ++i) {
        if (m_relations[i].parent < 0 || !m_used[i] || root_of(i) != root) {
            continue;
        }
        const auto parent = static_cast<std::size_t>(m_relations[i].parent);
        const auto reference = m_states[parent].column(m_relations[i].via, alias(parent));
        const auto& key = m_states[i].single_key();
        const auto target = m_states[i].column(key.id, alias(i));
        auto on = fmt::format("{} = {}", target, reference);
        if (is_numeric(key.type)) {
            on += fmt::format(" AND CAST({} AS TEXT) = {}", target, reference); // '007' is not 7
        }
        joins.emplace_back(i, std::move(on));
    }
    auto sql = fmt::format("{} AS {}", m_states[root].table(), alias(root));
    for (const auto& [relation, on] : joins) {
        sql += fmt::format(" LEFT JOIN {} AS {} ON {}", m_states[relation].table(), alias(relation), on);
    }
    return sql;
}

std::string Projection::name_of(const std::string& sql) {
    const auto [found, fresh] = m_names.emplace(sql, fmt::format("{}{}", m_prefix, m_items.size()));
    if (fresh) {
        m_items.push_back(fmt::format("{} AS {}", sql, found->second));
    }
    return found->second;
}

std::string Projection::list() const { return fmt::format("{}", fmt::join(m_items, ", ")); }

void Renderer::project(std::size_t root, Projection& projection, std::string qualifier) {
    m_through[root] = {&projection, std::move(qualifier)};
}

std::string Renderer::leaf(std::size_t relation, const std::string& sql) {
    const auto through = m_through.find(m_relations->root_of(relation));
    if (through == m_through.end() || m_inside_window) {
        return sql;
    }
    return through->second.qualifier + through->second.projection->name_of(sql);
}

std::string Renderer::column(const QueryExpr& expr, std::string_view name) {
    const auto sql = m_relations->column(expr.relation, name);
    return leaf(expr.relation, sql);
}

std::string Renderer::render(const QueryExpr& expr) { return render_at(expr, 0); }

std::string Renderer::all_true(const std::vector<QueryExpr>& exprs) {
    std::string sql;
    for (const auto& expr : exprs) {
        sql += (sql.empty() ? "" : " AND ") + is_true(expr);
    }
    return sql.empty() ? "TRUE" : sql;
}

std::string Renderer::render_at(const QueryExpr& expr, int depth) {
    if (++depth > k_max_depth) {
        throw Error(fmt::format("a query is nested more than {} levels deep", k_max_depth));
    }
    const auto arg = [&](std::size_t index) { return render_at(expr.args[index], depth); };
    switch (expr.op) {
    case QueryOp::literal:
        return m_parameters->add(expr.literal);
    case QueryOp::column:
        return column(expr, expr.name);
    case QueryOp::matched:
        return fmt::format("({} IS NOT NULL)", column(expr, "_row"));
    case QueryOp::logical_and:
        return join(expr, " AND ", depth);
    case QueryOp::logical_or:
        return join(expr, " OR ", depth);
    case QueryOp::logical_not:
        require_args(expr, 1, 1);
        return fmt::format("(NOT {})", arg(0));
    case QueryOp::eq:
        return binary(expr, "=", depth);
    case QueryOp::ne:
        return binary(expr, "<>", depth);
    case QueryOp::lt:
        return binary(expr, "<", depth);
    case QueryOp::le:
        return binary(expr, "<=", depth);
    case QueryOp::gt:
        return binary(expr, ">", depth);
    case QueryOp::ge:
        return binary(expr, ">=", depth);
    case QueryOp::add:
    case QueryOp::subtract:
    case QueryOp::multiply:
    case QueryOp::negate:
    case QueryOp::rescale:
        return arithmetic(expr, depth);
    case QueryOp::divide:
        require_args(expr, 2, 2);
        return call("ratio", expr, depth);
    case QueryOp::exists:
        require_args(expr, 1, 1);
        return fmt::format("({} IS NOT NULL)", arg(0));
    case QueryOp::is_true:
        require_args(expr, 1, 1);
        return fmt::format("({} IS TRUE)", arg(0));
    case QueryOp::conditional:
        require_args(expr, 3, 3);
        // Not "WHEN c … WHEN NOT c": the condition stands once, or nesting would double it at every level.
        return fmt::format("(CASE {} WHEN 1 THEN {} WHEN 0 THEN {} END)", arg(0), arg(1), arg(2));
    case QueryOp::in_list:
        return in_list(expr, depth);
    case QueryOp::set_contains:
        require_args(expr, 2, 2);
        // Words hold no quote, so a word of the JSON array is found with its quotes.
        if (const auto* word = text_of(expr.args[1].literal); word != nullptr && expr.args[1].op == QueryOp::literal) {
            return fmt::format("(instr({}, {}) > 0)", arg(0), m_parameters->add("\"" + *word + "\""));
        }
        return fmt::format("(instr({}, '\"' || {} || '\"') > 0)", arg(0), arg(1));
    case QueryOp::lower:
        require_args(expr, 1, 1);
        return call("lower", expr, depth);
    case QueryOp::matches:
        require_args(expr, 2, 2);
        return call("matches", expr, depth);
    case QueryOp::contains:
        require_args(expr, 2, 2);
        return fmt::format("(instr({}, {}) > 0)", arg(0), arg(1));
    case QueryOp::local_date:
        return local_date(expr, depth);
    case QueryOp::add_period:
        require_args(expr, 1, 1);
        return fmt::format("add_period({}, {}, {})", arg(0), m_parameters->add(std::int64_t{expr.months}),
                           m_parameters->add(std::int64_t{expr.days}));
    case QueryOp::aggregate:
        return aggregate(expr, depth);
    case QueryOp::window_count:
        return window(expr, depth);
    }
    throw Error("a query asks for an operation that the store does not know");
}

std::string Renderer::join(const QueryExpr& expr, std::string_view word, int depth) {
    require_args(expr, 1, k_any);
    std::vector<std::string> parts;
    parts.reserve(expr.args.size());
    for (const auto& each : expr.args) {
        parts.push_back(render_at(each, depth));
    }
    return join(parts, word, 0, parts.size());
}

/// Halved again and again: SQLite counts a chain of AND as that many levels.
std::string Renderer::join(const std::vector<std::string>& parts, std::string_view word, std::size_t first, std::size_t count) {
    if (count == 1) {
        return parts[first];
    }
    const auto half = count / 2;
    return fmt::format("({}{}{})", join(parts, word, first, half), word, join(parts, word, first + half, count - half));
}

std::string Renderer::binary(const QueryExpr& expr, std::string_view sign, int depth) {
    require_args(expr, 2, 2);
    return fmt::format("({} {} {})", render_at(expr.args[0], depth), sign, render_at(expr.args[1], depth));
}

std::string Renderer::call(std::string_view function, const QueryExpr& expr, int depth) {
    std::vector<std::string> args;
    args.reserve(expr.args.size());
    for (const auto& each : expr.args) {
        args.push_back(render_at(each, depth));
    }
    return fmt::format("{}({})", function, fmt::join(args, ", "));
}

/// SQLite answers overflow with a floating point number, and arithmetic on one stays floating: one guard around the whole suffices.
std::string Renderer::arithmetic(const QueryExpr& expr, int depth) { return fmt::format("whole({})", arithmetic_inside(expr, depth)); }

std::string Renderer::arithmetic_inside(const QueryExpr& expr, int depth) {
    if (depth > k_max_depth) {
        throw Error(fmt::format("a query is nested more than {} levels deep", k_max_depth));
    }
    const auto arg = [&](std::size_t index) {
        const auto& each = expr.args[index];
        switch (each.op) {
        case QueryOp::add:
        case QueryOp::subtract:
        case QueryOp::multiply:
        case QueryOp::negate:
        case QueryOp::rescale:
            return arithmetic_inside(each, depth + 1);
        default:
            return render_at(each, depth);
        }
    };
    const bool unary = expr.op == QueryOp::negate || expr.op == QueryOp::rescale;
    require_args(expr, unary ? 1 : 2, unary ? 1 : 2);
    switch (expr.op) {
    case QueryOp::add:
        return fmt::format("({} + {})", arg(0), arg(1));
    case QueryOp::subtract:
        return fmt::format("({} - {})", arg(0), arg(1));
    case QueryOp::multiply:
        return fmt::format("({} * {})", arg(0), arg(1));
    case QueryOp::negate:
        return fmt::format("(-{})", arg(0));
    default:
        break;
    }
    constexpr std::int32_t k_most_digits = 18;
    if (expr.months < 0 || expr.months > k_most_digits) {
        throw Error(fmt::format("a query moves a decimal by {} digits", expr.months));
    }
    std::int64_t factor = 1;
    for (std::int32_t i = 0; i < expr.months; ++i) {
        factor *= 10;
    }
    return fmt::format("({} * {})", arg(0), m_parameters->add(factor));
}

std::string Renderer::in_list(const QueryExpr& expr, int depth) {
    require_args(expr, 2, k_any);
    std::vector<std::string> words;
    // For more than two words SQLite makes a temporary index and looks each row up in it; a few comparisons are much cheaper.
    constexpr std::size_t k_few = 16;
    if (expr.args[0].op == QueryOp::column && expr.args.size() <= k_few) {
        const auto column = render_at(expr.args[0], depth);
        for (std::size_t i = 1; i < expr.args.size(); ++i) {
            words.push_back(fmt::format("{} = {}", column, render_at(expr.args[i], depth)));
        }
        return fmt::format("({})", join(words, " OR ", 0, words.size()));
    }
    for (std::size_t i = 1; i < expr.args.size(); ++i) {
        words.push_back(render_at(expr.args[i], depth));
    }
    return fmt::format("({} IN ({}))", render_at(expr.args[0], depth), fmt::join(words, ", "));
}

std::string Renderer::local_date(const QueryExpr& expr, int depth) {
    require_args(expr, 1, 1);
    const auto& arg = expr.args[0];
    if (arg.op != QueryOp::column) {
        return fmt::format("local_date({})", render_at(arg, depth));
    }
    // The day of a column is asked for by the period and by many checks: worked out once per row.
    return leaf(arg.relation, fmt::format("local_date({})", m_relations->column(arg.relation, arg.name)));
}

std::string Renderer::aggregate(const QueryExpr& expr, int depth) {
    if (m_row.empty()) {
        throw Error("a query has an aggregate where rows are judged one by one");
    }
    const bool has_value = expr.aggregate != Aggregate::count;
    require_args(expr, (has_value ? 1U : 0U) + (expr.has_filter ? 1U : 0U), (has_value ? 1U : 0U) + (expr.has_filter ? 1U : 0U));
    // A member without rows stands beside one row of NULLs, which must not be counted.
    auto filter = fmt::format(" FILTER (WHERE {} IS NOT NULL", m_row);
    if (expr.has_filter) {
        filter += fmt::format(" AND ({}) IS TRUE", render_at(expr.args.back(), depth));
    }
    filter += ")";
    const auto value = has_value ? render_at(expr.args.front(), depth) : std::string();
    switch (expr.aggregate) {
    case Aggregate::count:
        return fmt::format("COUNT(*){}", filter);
    case Aggregate::count_distinct:
        return fmt::format("COUNT(DISTINCT {}){}", value, filter);
    case Aggregate::sum:
        return fmt::format("whole_sum({}){}", value, filter);
    case Aggregate::avg:
        return fmt::format("ratio(whole_sum({0}){1}, COUNT({0}){1})", value, filter);
    case Aggregate::min:
        return fmt::format("MIN({}){}", value, filter);
    case Aggregate::max:
        return fmt::format("MAX({}){}", value, filter);
    }
    throw Error("a query asks for an aggregate that the store does not know");
}

std::string Renderer::window(const QueryExpr& expr, int depth) {
    require_args(expr, 2, k_any);
    if (m_inside_window || m_through.empty()) {
        throw Error("a query counts over a window where it cannot");
    }
    m_inside_window = true; // windows are worked out in the inner SELECT, on the columns themselves
    std::vector<std::string> parts;
    for (std::size_t i = 0; i + 1 < expr.args.size(); ++i) {
        parts.push_back(render_at(expr.args[i], depth));
    }
    const auto sql = fmt::format("COUNT(*) FILTER (WHERE ({}) IS TRUE) OVER (PARTITION BY {})", render_at(expr.args.back(), depth),
                                 fmt::join(parts, ", "));
    m_inside_window = false;
    return leaf(0, sql);
}

bool has_window(const QueryExpr& expr) { return expr.op == QueryOp::window_count || std::ranges::any_of(expr.args, has_window); }

} // namespace assay::db
