// A long scan is read in two halves at once: it must give what one scan gives, in the same order, and fail as one does.
#include "fixture.hpp"

#include <stdexcept>

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
