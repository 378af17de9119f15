// A long scan is read in two halves at once: it must give what one scan gives, in the same order, and fail as one does.
#include "fixture.hpp"

#include "store/functions.hpp"

#include <stdexcept>
#include <tuple>

using namespace assay;
using namespace assay::test;

namespace {

constexpr Int k_rows = 40'000;

std::vector<Row> many_rows() {
    std::vector<Row> rows;
    for (Int i = 0; i < k_rows; ++i) {
        rows.push_back({fmt::format("k{:05}", (i * 7919) % k_rows), fmt::format("title {}", i), i % 5 == 0 ? Value(Absent{}) : Value(i % 97)});
    }
    return rows;
}

QueryExpr column(std::string name) {
    QueryExpr expr;
    expr.op = QueryOp::column;
    expr.name = std::move(name);
    return expr;
}

TableQuery query_of(std::vector<std::string> columns, bool filtered) {
    TableQuery query;
    query.relations.push_back({"risk", -1, {}});
    for (auto& name : columns) {
        query.select.push_back(column(std::move(name)));
    }
    if (filtered) {
        QueryExpr limit;
        limit.literal = Int{90};
        QueryExpr condition;
        condition.op = QueryOp::gt;
        condition.args = {column("score"), limit};
        query.where.push_back(condition);
    }
    return query;
}

QueryExpr compare(QueryOp op, std::string name, Value bound) {
    QueryExpr limit;
    limit.literal = std::move(bound);
    QueryExpr expr;
    expr.op = op;
    expr.args = {column(std::move(name)), limit};
    return expr;
}

QueryExpr always() {
    QueryExpr expr;
    expr.literal = Int{1};
    return expr;
}

/// So many questions about the score, which some rows lack, by title or by the whole; many of the titles stand in one half only.
RowBatch batch_of(Int questions, bool by_title, Int most_score) {
    RowBatch batch;
    batch.relations.push_back({"risk", -1, {}});
    batch.has_subject = by_title;
    if (by_title) {
        batch.subject = column("title");
    }
    batch.has_period = true;
    batch.in_period = compare(QueryOp::ne, "score", Int{13});
    for (Int i = 0; i < questions; ++i) {
        RowQuestion question;
        question.where = i % 2 == 0 ? compare(QueryOp::gt, "score", i % 50) : always();
        question.require = compare(QueryOp::lt, "score", most_score - i % 10);
        question.has_due = i % 3 == 0;
        question.is_due = compare(QueryOp::ge, "score", Int{20});
        batch.questions.push_back(question);
    }
    return batch;
}

using Counted = std::tuple<Value, Int, LeftOut, std::vector<RowCounts>>;
std::vector<Counted> counts_of(const std::vector<SubjectTally>& tallies) {
    std::vector<Counted> counts;
    for (const auto& tally : tallies) {
        counts.emplace_back(tally.subject, tally.population, tally.left_out, tally.counts);
    }
    return counts;
}

using Judged = std::tuple<std::size_t, Int, Value, bool>;
std::vector<Judged> rows_of(const std::vector<RowVerdict>& verdicts) {
    std::vector<Judged> rows;
    for (const auto& verdict : verdicts) {
        rows.emplace_back(verdict.question, verdict.row, verdict.subject, verdict.failed);
    }
    return rows;
}

struct Fixture {
    TempFolder folder;
    Store in_file = Store::open(folder.file(), OpenMode::create);
    Store in_memory = Store::in_memory();
    TestRun run;
    Zone zone = Zone::utc();

    Fixture() {
        const auto rows = many_rows();
        for (auto* store : {&in_file, &in_memory}) {
            store->apply_definitions(make_schema({risk_register()}), k_author, at(1));
            import_rows(*store, "risk", {"id", "title", "score"}, rows);
            import_rows(*store, "risk", {"id", "title"}, {{"k00007", "changed"}, {"k39999", "changed"}});
        }
    }
    std::vector<Row> read(Store& store, const TableQuery& query, std::optional<Int> at_change = {}) {
        std::vector<Row> rows;
        store.runner(run.run, zone, at_change)->rows(query, [&](std::span<const Value> values) { rows.emplace_back(values.begin(), values.end()); });
        return rows;
    }
    void check_same_counts(const RowBatch& batch, std::optional<Int> at_change = {}) {
        auto of_file = in_file.runner(run.run, zone, at_change);
        auto of_memory = in_memory.runner(run.run, zone, at_change);
        const auto expected = counts_of(of_memory->tally(batch));
        REQUIRE(!expected.empty());
        const bool is_same = counts_of(of_file->tally(batch)) == expected; // too many to be printed
        CHECK(is_same);
        std::vector<std::size_t> first_and_last{0, batch.questions.size() - 1};
        const auto verdicts = rows_of(of_memory->verdicts(batch, first_and_last));
        REQUIRE(!verdicts.empty());
        const bool are_same = rows_of(of_file->verdicts(batch, first_and_last)) == verdicts;
        CHECK(are_same);
    }
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "two halves give what one scan gives, filtered or whole, now and at an earlier state") {
    for (const bool filtered : {false, true}) {
        const auto query = query_of({"_row", "id", "title", "score"}, filtered);
        const auto expected = read(in_memory, query);
        REQUIRE(expected.size() > 1900);
        CHECK(read(in_file, query) == expected);
        CHECK(read(in_file, query, 2) == read(in_memory, query, 2));
    }
    auto nothing = query_of({"id"}, true);
    nothing.where.front().args[1].literal = Int{1000};
    CHECK(read(in_file, nothing).empty());
}

TEST_CASE_FIXTURE(Fixture, "a tally of two halves counts what one scan counts, by subject and as a whole, now and at an earlier state") {
    check_same_counts(batch_of(3, false, 90));
    check_same_counts(batch_of(3, true, 90));
    check_same_counts(batch_of(130, false, 95), 2); // more than one call of tally() takes
    check_same_counts(batch_of(210, false, 95));    // more than one statement asks
    CHECK(in_file.runner(run.run, zone)->tally(batch_of(1, true, 90)).size() == k_rows - 1); // two rows share a title
}

TEST_CASE_FIXTURE(Fixture, "where both halves together note too many rows, the verdicts look at every row") {
    std::vector<Row> more;
    for (Int i = 0; i < 200'000; ++i) {
        more.push_back({fmt::format("m{:06}", i), "more", Int{96}});
    }
    for (auto* store : {&in_file, &in_memory}) {
        import_rows(*store, "risk", {"id", "title", "score"}, more);
    }
    const auto batch = batch_of(1, false, 1); // nearly all fail: more than 200,000, fewer in each half
    check_same_counts(batch);
    auto runner = in_file.runner(run.run, zone);
    REQUIRE(runner->tally(batch).front().counts.front().failed > static_cast<Int>(db::k_max_noted_rows));
    const auto verdicts = runner->verdicts(batch, std::vector<std::size_t>{0});
    CHECK(static_cast<Int>(verdicts.size()) > static_cast<Int>(db::k_max_noted_rows));
}

TEST_CASE_FIXTURE(Fixture, "a visitor that fails in either half ends the scan, and the store goes on") {
    for (const Int fails_at : {Int{10}, k_rows - 10}) {
        Int seen = 0;
        const auto visit = [&](std::span<const Value>) {
            if (++seen == fails_at) {
                throw std::runtime_error("enough");
            }
        };
        CHECK_THROWS_WITH_AS(in_file.runner(run.run, zone)->rows(query_of({"id"}, false), visit), "enough", std::runtime_error);
        CHECK(seen == fails_at);
        CHECK(read(in_file, query_of({"id"}, false)).size() == k_rows);
    }
    import_rows(in_file, "risk", {"id", "title"}, {{"k00001", "again"}}); // no lock is left behind
    CHECK(faults_of(in_file).empty());
}

TEST_CASE_FIXTURE(Fixture, "a stop request ends both halves") {
    Int seen = 0;
    const auto visit = [&](std::span<const Value>) {
        if (++seen == 100) {
            run.stop.request_stop();
        }
    };
    CHECK(error_of([&] { in_file.runner(run.run, zone)->rows(query_of({"_row", "id", "title", "score"}, false), visit); }) == "stopped on request; nothing was changed");
    CHECK(seen < k_rows);
}

TEST_CASE_FIXTURE(Fixture, "while another program waits to write, one connection reads all, and that program is not held up for ever") {
    SQLite::Database reader(folder.file().string(), SQLite::OPEN_READWRITE);
    SQLite::Statement held(reader, "SELECT id FROM r_risk");
    REQUIRE(held.executeStep()); // a reader keeps the writer from ending its commit
    SQLite::Database writer(folder.file().string(), SQLite::OPEN_READWRITE);
    Int seen = 0;
    const auto before_scan = [&] {
        writer.exec("BEGIN IMMEDIATE");
        writer.exec("UPDATE r_risk SET title='by another' WHERE id='k00003'");
        CHECK(writer.tryExec("COMMIT") != 0); // pending: who is not in yet is kept out
    };
    auto runner = in_file.runner(run.run, zone);
    runner->rows(query_of({"id"}, false), [&](std::span<const Value>) {
        if (seen++ == 0) {
            before_scan();
        }
    });
    CHECK(seen == k_rows);
    held.reset();
    writer.exec("COMMIT");
    CHECK(read(in_file, query_of({"id"}, false)).size() == k_rows);
}
