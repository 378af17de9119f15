#include "assess/unloaded.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace assay {
namespace {

class Doubt {
public:
    Doubt(const std::vector<QueryRelation>& relations, const LoadedFields& loaded) : m_relations(relations), m_loaded(loaded) {}

    /// `favour`: what a condition on a field never loaded counts as.
    QueryExpr favoured(const QueryExpr& expr, bool favour) {
        switch (expr.op) {
        case QueryOp::logical_and:
        case QueryOp::logical_or:
        case QueryOp::is_true:
            return with_args(expr, favour);
        case QueryOp::logical_not:
            return with_args(expr, !favour);
        default:
            break;
        }
        if (!reads_unloaded(expr)) {
            return expr;
        }
        QueryExpr truth;
        truth.literal = std::int64_t{favour ? 1 : 0};
        return truth;
    }

    [[nodiscard]] std::string why() const {
        std::vector<std::string> parts;
        parts.reserve(m_met.size());
        for (const auto& [of, field] : m_met) {
            parts.push_back(fmt::format("'{}' of register '{}'", field, of));
        }
        return fmt::format("no import carried {} {}", parts.size() == 1 ? "field" : "the fields", fmt::join(parts, ", "));
    }
    [[nodiscard]] bool met() const { return !m_met.empty(); }

private:
    QueryExpr with_args(const QueryExpr& expr, bool favour) {
        QueryExpr copy = expr;
        for (auto& arg : copy.args) {
            arg = favoured(arg, favour);
        }
        return copy;
    }

    bool reads_unloaded(const QueryExpr& expr) {
        bool found = false;
        if (expr.op == QueryOp::column && !expr.name.starts_with('_')) {
            const auto& of = m_relations[expr.relation].register_id;
            const auto fields = m_loaded.find(of);
            if (fields != m_loaded.end() && !fields->second.contains(expr.name)) {
                m_met.emplace(of, expr.name);
                found = true;
            }
        }
        for (const auto& arg : expr.args) {
            found = reads_unloaded(arg) || found;
        }
        return found;
    }

    const std::vector<QueryRelation>& m_relations;
    const LoadedFields& m_loaded;
    std::set<std::pair<std::string, std::string>> m_met;
};

} // namespace

std::optional<DoubtedBatch> give_benefit_of_doubt(const RowBatch& batch, const LoadedFields& loaded) {
    DoubtedBatch doubted{batch, {}};
    bool any = false;
    for (auto& question : doubted.batch.questions) {
        Doubt doubt(batch.relations, loaded);
        auto at_best = doubt.favoured(question.require, true);
        doubted.why.push_back(doubt.met() ? doubt.why() : std::string());
        if (doubt.met()) {
            question.at_best = std::move(at_best);
            question.has_best = true;
            any = true;
        }
    }
    return any ? std::optional(std::move(doubted)) : std::nullopt;
}

} // namespace assay
