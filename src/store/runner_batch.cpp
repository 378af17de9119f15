// Row-wise questions: all of a batch in one scan, and a second one for the rows that did not pass.
#include "store/runner.hpp"

#include "store/beside.hpp"
#include "store/functions.hpp"
#include "store/values.hpp"
#include "store/writer.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>

#include <fmt/format.h>

namespace assay::db {
namespace {

int code(RowCode value) { return static_cast<int>(value); }
int code(RowClass value) { return static_cast<int>(value); }

/// An expression that is always 0 or 1. Saying less in SQL is most of what makes a scan fast.
bool is_never_unknown(const QueryExpr& expr) {
    switch (expr.op) {
    case QueryOp::exists:
    case QueryOp::is_true:
    case QueryOp::matched:
        return true;
    case QueryOp::literal:
        return number_of(expr.literal) != nullptr;
    case QueryOp::logical_and:
    case QueryOp::logical_or:
    case QueryOp::logical_not:
        return std::ranges::all_of(expr.args, is_never_unknown);
    default:
        return false;
    }
}

bool is_always_true(const QueryExpr& expr) {
    return (expr.op == QueryOp::literal && expr.literal == Value(std::int64_t{1})) ||
           (expr.op == QueryOp::logical_and && std::ranges::all_of(expr.args, is_always_true));
}

/// Kleene, as query.hpp says: an unknown `where` is undecided, and what is not shown to be required fails. WHEN takes unknown for false.
std::string question_sql(Renderer& renderer, const RowQuestion& question) {
    // What is in doubt is looked at only where the row does not pass.
    const auto at_best = question.has_best ? fmt::format(" WHEN {} THEN {}", renderer.render(question.at_best), code(RowCode::in_doubt)) : std::string();
    auto verdict =
        fmt::format("CASE WHEN {} THEN {}{} ELSE {} END", renderer.render(question.require), code(RowCode::passed), at_best, code(RowCode::failed));
    if (question.has_due) {
        verdict = fmt::format("CASE WHEN {} THEN {} ELSE {} END", renderer.render(question.is_due), verdict, code(RowCode::not_due));
    }
    if (is_always_true(question.where)) {
        return verdict;
    }
    const auto where = renderer.render(question.where);
    if (is_never_unknown(question.where)) {
        return fmt::format("CASE WHEN {} THEN {} ELSE {} END", where, verdict, code(RowCode::not_selected));
    }
    return fmt::format("CASE {} WHEN 1 THEN {} WHEN 0 THEN {} ELSE {} END", where, verdict, code(RowCode::not_selected),
                       code(RowCode::undecided));
}

/// True when the expression can only name a row that the service register has.
bool is_known_service(const QueryExpr& service, const Relations& relations) {
    return service.op == QueryOp::column && relations[service.relation].parent >= 0 &&
           relations[service.relation].register_id == "service" &&
           (service.name == "_key" || service.name == relations.state(service.relation).single_key().id);
}

/// The first that applies: out of period, without service, out of scope.
std::string class_sql(Renderer& renderer, const Relations& relations, const Lineages& lineages, const StateInTime& state,
                      const RowBatch& batch) {
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

/// A window counts over all rows, so it cannot be worked out on some.
bool counts_windows(const RowBatch& batch) {
    return std::ranges::any_of(batch.questions, [](const RowQuestion& each) {
        return has_window(each.where) || has_window(each.require) || has_window(each.is_due) || (each.has_best && has_window(each.at_best));
    });
}

/// The scan: SQL of each row's number, subject, class and verdict on each question, over `from` where `of_rows`.
struct Scan {
    std::string row;
    std::string subject;
    std::string of_class;
    std::vector<std::string> questions;
    std::string from;
    std::string of_rows = "TRUE";
};

/// Everything over the registers themselves. An inner SELECT would spare working a class out twice, but each mention of its texts
/// costs a copy and an allocation.
Scan make_scan(Parameters& parameters, const Lineages& lineages, const StateInTime& state, const RowBatch& batch,
               std::span<const std::size_t> questions, const std::vector<std::int64_t>* rows) {
    Relations relations(lineages, batch.relations, state);
    Renderer renderer(parameters, relations);
    Scan scan;
    for (const auto index : questions) {
        scan.questions.push_back(question_sql(renderer, batch.questions[index]));
    }
    scan.subject = batch.has_subject ? renderer.render(batch.subject) : parameters.add(std::string());
    scan.of_class = class_sql(renderer, relations, lineages, state, batch);
    scan.row = relations.column(0, "_row");
    scan.from = relations.from(0);
    if (rows != nullptr) {
        // One parameter however many rows are named.
        scan.of_rows = fmt::format("{} IN (SELECT value FROM json_each({}))", scan.row,
                                   parameters.add(fmt::format("[{}]", fmt::join(*rows, ","))));
    }
    return scan;
}

/// Windows are worked out in an inner SELECT, which gives each column, local date and window that the questions read once.
Scan make_window_scan(Parameters& parameters, const Lineages& lineages, const StateInTime& state, const RowBatch& batch,
                      std::span<const std::size_t> questions) {
    Relations relations(lineages, batch.relations, state);
    Projection projection("c");
    Renderer outer(parameters, relations);
    outer.project(0, projection, "");
    Scan scan{.row = "r", .subject = "s", .of_class = "k", .questions = {}, .from = {}};
    for (const auto index : questions) {
        scan.questions.push_back(question_sql(outer, batch.questions[index]));
    }
    Renderer inner(parameters, relations);
    const auto subject = batch.has_subject ? inner.render(batch.subject) : parameters.add(std::string());
    const auto of_class = class_sql(inner, relations, lineages, state, batch);
    const auto row = relations.column(0, "_row");
    const auto list = projection.list();
    const auto from = relations.from(0);
    // LIMIT -1 keeps it apart: folded into the outer one, the class would be worked out once per question.
    scan.from = fmt::format("(SELECT {} AS r, {} AS s, {} AS k{}{} FROM {} LIMIT -1)", row, subject, of_class, list.empty() ? "" : ", ",
                            list, from);
    return scan;
}

SubjectTally& tally_of(std::vector<SubjectTally>& tallies, std::map<Value, std::size_t>& places, const Value& subject,
                       std::size_t questions) {
    const auto [found, fresh] = places.emplace(subject, tallies.size());
    if (fresh) {
        tallies.push_back({subject, 0, {}, std::vector<RowCounts>(questions), std::vector<std::int64_t>(questions)});
    }
    return tallies[found->second];
}

/// What two parts of a scan counted, as one scan would have counted it.
void add(TallyResult& to, TallyResult&& other) {
    std::map<Value, std::size_t> places;
    for (std::size_t i = 0; i < to.parts.size(); ++i) {
        places.emplace(to.parts[i].subject, i);
    }
    const auto add_up = [](auto& sums, const auto& counts) { std::ranges::transform(sums, counts, sums.begin(), std::plus()); };
    for (auto& part : other.parts) {
        const auto found = places.find(part.subject);
        if (found == places.end()) {
            to.parts.push_back(std::move(part));
            continue;
        }
        auto& sum = to.parts[found->second];
        add_up(sum.classes, part.classes);
        for (std::size_t i = 0; i < sum.codes.size(); ++i) {
            add_up(sum.codes[i], part.codes[i]);
        }
    }
    to.too_many = to.too_many || other.too_many || to.noted.size() + other.noted.size() > k_max_noted_rows;
    if (to.too_many) {
        to.noted.clear();
    } else {
        to.noted.insert(to.noted.end(), other.noted.begin(), other.noted.end());
    }
}

void check_questions(const RowBatch& batch, std::span<const std::size_t> questions) {
    if (std::ranges::any_of(questions, [&](std::size_t each) { return each >= batch.questions.size(); })) {
        throw Error("a batch is asked for a question that it does not hold");
    }
}

} // namespace

std::vector<TallyResult> StoreRunner::run_tally(const Scope& scope, const RowBatch& batch, const std::string& calls, const std::string& from, const std::string& row,
                                                std::span<const std::size_t> sizes, Parameters& parameters) {
    std::vector<TallyResult> results(sizes.size());
    const auto take = [&](std::span<const Value> blobs) {
        for (std::size_t call = 0; call < sizes.size(); ++call) {
            const auto* bytes = text_of(blobs[call]);
            add(results[call], read_tally(bytes == nullptr ? std::string_view() : *bytes, sizes[call]));
        }
    };
    const auto count = [&](SQLite::Statement& statement) {
        statement.executeStep();
        Row blobs;
        for (std::size_t call = 0; call < sizes.size(); ++call) {
            blobs.push_back(read_value(statement, static_cast<int>(call)));
        }
        take(blobs);
    };
    const auto last = counts_windows(batch) ? std::nullopt : last_of_long(scope, batch.relations.front().register_id);
    if (!last) {
        auto statement = prepare(fmt::format("SELECT {} FROM {}", calls, from), parameters);
        count(statement);
        return results;
    }
    const auto sql = fmt::format("SELECT {} FROM {} WHERE {}", calls, from, RowRanges::condition(row));
    RowRanges ranges(*last);
    ScanBeside beside(*m_connection, m_zone, m_stop, load_head(*m_connection), sql, parameters, sizes.size(), &ranges);
    auto statement = prepare(sql, parameters);
    while (ranges.bind_next(statement)) {
        count(statement);
    }
    (void)beside.visit(take); // where it could not begin, all ranges were taken here
    return results;
}

void StoreRunner::tally_part(const RowBatch& batch, std::span<const std::size_t> questions, std::vector<SubjectTally>& tallies) {
    const Scope scope(*this);
    Parameters parameters;
    const auto scan = counts_windows(batch) ? make_window_scan(parameters, scope.lineages, scope.state, batch, questions)
                                            : make_scan(parameters, scope.lineages, scope.state, batch, questions, nullptr);
    // A call per so many questions, and one for the rows left out, of which no question is asked.
    std::vector<std::size_t> sizes;
    std::string calls;
    for (std::size_t first = 0; first == 0 || first < questions.size(); first += k_max_tally_codes) {
        sizes.push_back(std::min(k_max_tally_codes, questions.size() - first));
        calls += fmt::format("{}tally({}, {}, {}", first == 0 ? "" : ", ", scan.row, scan.subject, code(RowClass::population));
        for (std::size_t i = first; i < first + sizes.back(); ++i) {
            calls += ", " + scan.questions[i];
        }
        calls += fmt::format(") FILTER (WHERE {} = {})", scan.of_class, code(RowClass::population));
    }
    sizes.push_back(0);
    calls += fmt::format(", tally({0}, {1}, {2}) FILTER (WHERE {2} <> {3})", scan.row, scan.subject, scan.of_class,
                         code(RowClass::population));

    const auto results = run_tally(scope, batch, calls, scan.from, scan.row, sizes, parameters);
    std::map<Value, std::size_t> places;
    for (std::size_t i = 0; i < tallies.size(); ++i) {
        places.emplace(tallies[i].subject, i);
    }
    std::size_t first = 0;
    for (std::size_t call = 0; call < sizes.size(); ++call) {
        const auto& counted = results[call];
        if (counted.too_many) {
            m_noted.reset();
        } else if (m_noted) {
            m_noted->rows.insert(m_noted->rows.end(), counted.noted.begin(), counted.noted.end());
        }
        for (const auto& part : counted.parts) {
            auto& tally = tally_of(tallies, places, part.subject, batch.questions.size());
            if (call + 1 == sizes.size()) {
                tally.left_out = {part.classes[1], part.classes[2], part.classes[3]};
                continue;
            }
            tally.population = part.classes[0];
            for (std::size_t i = 0; i < sizes[call]; ++i) {
                const auto of = [&](RowCode which) { return part.codes[i][static_cast<std::size_t>(which)]; };
                tally.counts[questions[first + i]] = {of(RowCode::passed) + of(RowCode::failed), of(RowCode::failed),
                                                      of(RowCode::undecided) + of(RowCode::in_doubt), of(RowCode::not_due)};
                tally.in_doubt[questions[first + i]] = of(RowCode::in_doubt);
            }
        }
        first += sizes[call];
    }
}

std::vector<SubjectTally> StoreRunner::tally(const RowBatch& batch) {
    return m_connection->guard([&] {
        std::vector<std::size_t> questions(batch.questions.size());
        std::iota(questions.begin(), questions.end(), std::size_t{0});
        std::vector<SubjectTally> tallies;
        m_noted.reset();
        if (!counts_windows(batch)) {
            m_noted.emplace(Noted{batch, {}});
        }
        for (std::size_t first = 0; first == 0 || first < questions.size(); first += k_max_questions) {
            tally_part(batch, std::span(questions).subspan(first, std::min(k_max_questions, questions.size() - first)), tallies);
        }
        if (m_noted) {
            std::ranges::sort(m_noted->rows);
            m_noted->rows.erase(std::ranges::unique(m_noted->rows).begin(), m_noted->rows.end());
        }
        if (!batch.has_subject && tallies.empty()) {
            tallies.push_back({std::string(), 0, {}, std::vector<RowCounts>(batch.questions.size()), std::vector<std::int64_t>(batch.questions.size())});
        }
        std::ranges::sort(tallies, sorts_before, &SubjectTally::subject);
        return tallies;
    });
}

void StoreRunner::verdicts_part(const RowBatch& batch, std::span<const std::size_t> questions, const std::vector<std::int64_t>* rows,
                                std::vector<RowVerdict>& verdicts) {
    const Scope scope(*this);
    Parameters parameters;
    const auto scan = counts_windows(batch) ? make_window_scan(parameters, scope.lineages, scope.state, batch, questions)
                                            : make_scan(parameters, scope.lineages, scope.state, batch, questions, rows);
    std::string codes;
    std::string names;
    std::vector<std::string> wanted;
    for (std::size_t i = 0; i < questions.size(); ++i) {
        codes += fmt::format(", {} AS q{}", scan.questions[i], i);
        names += fmt::format(", q{}", i);
        wanted.push_back(fmt::format("q{} >= {}", i, code(RowCode::undecided)));
    }
    auto statement = prepare(fmt::format("SELECT r, s{} FROM (SELECT {} AS r, {} AS s{} FROM {} WHERE {} AND {} = {} LIMIT -1) WHERE {}",
                                         names, scan.row, scan.subject, codes, scan.from, scan.of_rows, scan.of_class,
                                         code(RowClass::population), fmt::join(wanted, " OR ")),
                             parameters);
    while (statement.executeStep()) {
        for (std::size_t i = 0; i < questions.size(); ++i) {
            const auto of = statement.getColumn(static_cast<int>(i) + 2).getInt();
            if (of >= code(RowCode::undecided)) {
                verdicts.push_back(
                    {questions[i], statement.getColumn(0).getInt64(), read_value(statement, 1), of == code(RowCode::failed)});
            }
        }
    }
}

std::vector<RowVerdict> StoreRunner::verdicts(const RowBatch& batch, std::span<const std::size_t> questions) {
    return m_connection->guard([&] {
        check_questions(batch, questions);
        std::vector<RowVerdict> verdicts;
        // The state of a runner does not move, so what was noted still holds.
        const auto* rows = m_noted && m_noted->batch == batch ? &m_noted->rows : nullptr;
        for (std::size_t first = 0; first < questions.size(); first += k_max_questions) {
            verdicts_part(batch, questions.subspan(first, std::min(k_max_questions, questions.size() - first)), rows, verdicts);
        }
        std::ranges::sort(
            verdicts, [](const RowVerdict& a, const RowVerdict& b) { return std::pair(a.question, a.row) < std::pair(b.question, b.row); });
        return verdicts;
    });
}

} // namespace assay::db
