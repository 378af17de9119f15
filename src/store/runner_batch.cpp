// Row-wise questions: all of a batch in one scan, and a second one for the rows that did not pass.
#include "store/runner.hpp"

#include "store/functions.hpp"
#include "store/values.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>

#include <fmt/format.h>

namespace assay::db {
namespace {

int code(RowCode value) { return static_cast<int>(value); }
int code(RowClass value) { return static_cast<int>(value); }

/// Kleene, as query.hpp says: an unknown `where` is undecided, and what is not shown to be required fails.
std::string question_sql(Renderer& renderer, const RowQuestion& question) {
    auto verdict = fmt::format("CASE WHEN {} THEN {} ELSE {} END", renderer.is_true(question.require), code(RowCode::passed), code(RowCode::failed));
    if (question.has_due) {
        verdict = fmt::format("CASE WHEN {} THEN {} ELSE {} END", renderer.is_true(question.is_due), verdict, code(RowCode::not_due));
    }
    return fmt::format("CASE {} WHEN 1 THEN {} WHEN 0 THEN {} ELSE {} END", renderer.render(question.where), verdict, code(RowCode::not_selected),
                       code(RowCode::undecided));
}

/// True when the expression can only name a row that the service register has.
bool is_known_service(const QueryExpr& service, const Relations& relations) {
    return service.op == QueryOp::column && relations[service.relation].parent >= 0 && relations[service.relation].register_id == "service" &&
           (service.name == "_key" || service.name == relations.state(service.relation).single_key().id);
}

/// The first that applies: out of period, without service, out of scope.
std::string class_sql(Renderer& renderer, const Relations& relations, const Lineages& lineages, const StateInTime& state, const RowBatch& batch) {
    std::string sql;
    if (batch.has_period) {
        sql += fmt::format(" WHEN ({}) IS NOT TRUE THEN {}", renderer.render(batch.in_period), code(RowClass::out_of_period));
    }
    if (batch.has_scope && batch.service.op == QueryOp::literal) {
        // A literal stands for registers whose rows need not belong to a service.
        sql += fmt::format(" WHEN ({}) IS NOT TRUE THEN {}", renderer.render(batch.in_scope), code(RowClass::out_of_scope));
    } else if (batch.has_scope) {
        const auto service = renderer.render(batch.service);
        auto exists = fmt::format("({}) IS NOT NULL", service);
        if (lineages.find_at("service", state.at) != nullptr && !is_known_service(batch.service, relations)) {
            const RegisterState services(lineages, "service", state);
            const auto key = services.column(services.single_key().id, "s");
            exists = fmt::format("({}) IN (SELECT {} FROM {} AS s)", service, key, services.table());
        }
        sql += fmt::format(" WHEN ({}) IS NOT TRUE THEN {}", exists, code(RowClass::without_service));
        sql += fmt::format(" WHEN ({}) IS NOT TRUE THEN {}", renderer.render(batch.in_scope), code(RowClass::out_of_scope));
    }
    return sql.empty() ? std::to_string(code(RowClass::population)) : fmt::format("CASE{} ELSE {} END", sql, code(RowClass::population));
}

/// The scan: `s` subject, `k` class, `r` row, and a code per question (q0, q1…; NULL outside the population).
std::string scan_sql(Parameters& parameters, const Lineages& lineages, const StateInTime& state, const RowBatch& batch,
                     std::span<const std::size_t> questions) {
    Relations relations(lineages, batch.relations, state);
    Projection projection("c");
    Renderer outer(parameters, relations);
    outer.project(0, projection, "");
    std::string codes;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        codes += fmt::format(", CASE k WHEN {} THEN {} END AS q{}", code(RowClass::population), question_sql(outer, batch.questions[questions[i]]), i);
    }
    const auto subject = batch.has_subject ? outer.render(batch.subject) : parameters.add(std::string());
    const auto of_class = class_sql(outer, relations, lineages, state, batch);
    const auto row = projection.name_of(relations.column(0, "_row"));
    const auto from = relations.from(0);
    // LIMIT -1 keeps the three SELECTs apart: folded into one, every expression would be worked out once per use.
    return fmt::format("(SELECT r, s, k{} FROM (SELECT *, {} AS r, {} AS s, {} AS k FROM (SELECT {} FROM {} LIMIT -1) LIMIT -1) LIMIT -1)", codes, row, subject,
                       of_class, projection.list(), from);
}

std::vector<std::int64_t> decode(const SQLite::Column& column, std::size_t codes) {
    std::vector<std::int64_t> counts(4 + 4 * codes);
    const auto bytes = static_cast<std::size_t>(column.getBytes());
    if (bytes != counts.size() * sizeof(std::int64_t)) {
        throw Error("the store counted rows and lost the counts");
    }
    std::memcpy(counts.data(), column.getBlob(), bytes);
    return counts;
}

void check_questions(const RowBatch& batch, std::span<const std::size_t> questions) {
    if (std::ranges::any_of(questions, [&](std::size_t each) { return each >= batch.questions.size(); })) {
        throw Error("a batch is asked for a question that it does not hold");
    }
}

} // namespace

void StoreRunner::tally_part(const RowBatch& batch, std::span<const std::size_t> questions, std::vector<SubjectTally>& tallies) {
    const Scope scope(*this);
    Parameters parameters;
    const auto scan = scan_sql(parameters, scope.lineages, scope.state, batch, questions);
    std::vector<std::size_t> sizes;
    std::string calls;
    for (std::size_t first = 0; first == 0 || first < questions.size(); first += k_max_tally_codes) {
        const auto count = std::min(k_max_tally_codes, questions.size() - first);
        calls += ", tally(k";
        for (std::size_t i = first; i < first + count; ++i) {
            calls += fmt::format(", q{}", i);
        }
        calls += ")";
        sizes.push_back(count);
    }
    auto statement = prepare(fmt::format("SELECT s{} FROM {} GROUP BY s", calls, scan), parameters);
    while (statement.executeStep()) {
        const auto subject = read_value(statement, 0);
        auto found = std::ranges::find(tallies, subject, &SubjectTally::subject);
        if (found == tallies.end()) {
            tallies.push_back({subject, 0, {}, std::vector<RowCounts>(batch.questions.size())});
            found = tallies.end() - 1;
        }
        std::size_t first = 0;
        for (std::size_t part = 0; part < sizes.size(); ++part) {
            const auto counts = decode(statement.getColumn(static_cast<int>(part) + 1), sizes[part]);
            found->population = counts[0];
            found->left_out = {counts[1], counts[2], counts[3]};
            for (std::size_t i = 0; i < sizes[part]; ++i) {
                const auto* of = &counts[4 + 4 * i];
                found->counts[questions[first + i]] = {of[0], of[1], of[2], of[3]};
            }
            first += sizes[part];
        }
    }
}

std::vector<SubjectTally> StoreRunner::tally(const RowBatch& batch) {
    return m_connection->guard([&] {
        std::vector<std::size_t> questions(batch.questions.size());
        std::iota(questions.begin(), questions.end(), std::size_t{0});
        std::vector<SubjectTally> tallies;
        for (std::size_t first = 0; first == 0 || first < questions.size(); first += k_max_questions) {
            tally_part(batch, std::span(questions).subspan(first, std::min(k_max_questions, questions.size() - first)), tallies);
        }
        if (!batch.has_subject && tallies.empty()) {
            tallies.push_back({std::string(), 0, {}, std::vector<RowCounts>(batch.questions.size())});
        }
        std::ranges::sort(tallies, sorts_before, &SubjectTally::subject);
        return tallies;
    });
}

void StoreRunner::verdicts_part(const RowBatch& batch, std::span<const std::size_t> questions, std::vector<RowVerdict>& verdicts) {
    const Scope scope(*this);
    Parameters parameters;
    const auto scan = scan_sql(parameters, scope.lineages, scope.state, batch, questions);
    std::string codes;
    std::vector<std::string> wanted;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        codes += fmt::format(", q{}", i);
        wanted.push_back(fmt::format("q{} >= {}", i, code(RowCode::undecided)));
    }
    auto statement = prepare(fmt::format("SELECT r, s{} FROM {} WHERE {}", codes, scan, fmt::join(wanted, " OR ")), parameters);
    while (statement.executeStep()) {
        for (std::size_t i = 0; i < questions.size(); ++i) {
            const auto of = statement.getColumn(static_cast<int>(i) + 2).getInt();
            if (of >= code(RowCode::undecided)) {
                verdicts.push_back({questions[i], statement.getColumn(0).getInt64(), read_value(statement, 1), of == code(RowCode::failed)});
            }
        }
    }
}

std::vector<RowVerdict> StoreRunner::verdicts(const RowBatch& batch, std::span<const std::size_t> questions) {
    return m_connection->guard([&] {
        check_questions(batch, questions);
        std::vector<RowVerdict> verdicts;
        for (std::size_t first = 0; first < questions.size(); first += k_max_questions) {
            verdicts_part(batch, questions.subspan(first, std::min(k_max_questions, questions.size() - first)), verdicts);
        }
        std::ranges::sort(verdicts, [](const RowVerdict& a, const RowVerdict& b) { return std::pair(a.question, a.row) < std::pair(b.question, b.row); });
        return verdicts;
    });
}

} // namespace assay::db
