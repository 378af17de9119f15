#include "fixture.hpp"

#include "store/connection.hpp"
#include "store/functions.hpp"

using namespace assay;
using namespace assay::test;

namespace {

struct Fixture {
    Store store = Store::in_memory();
    TestRun run;
    Fixture() {
        store.apply_definitions(make_schema({risk_register()}), k_author, at(1));
        import_rows(store, "risk", {"id", "score"}, {{"a", 3}, {"b", Absent{}}, {"c", 1}, {"d", 3}});
    }
    Rows rows(TableQuery query) {
        query.relations = {{"risk", -1, {}}};
        query.select = {column("id")};
        Rows rows;
        store.runner(run.run, Zone::utc())->rows(query, [&](std::span<const Value> values) {
            rows.emplace_back(values.begin(), values.end());
        });
        return rows;
    }
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "rows come in the order asked, absent last, ties by row") {
    TableQuery query;
    query.order = {{column("score"), false}};
    CHECK(rows(query) == Rows{{"c"}, {"a"}, {"d"}, {"b"}});
    query.order = {{column("score"), true}};
    CHECK(rows(query) == Rows{{"a"}, {"d"}, {"c"}, {"b"}});
    query.limit = 2;
    query.offset = 1;
    CHECK(rows(query) == Rows{{"d"}, {"c"}});
}

TEST_CASE_FIXTURE(Fixture, "only rows for which every condition is true come, and only those named") {
    TableQuery query;
    query.where = {expr(QueryOp::lt, {column("score"), literal(Int{5})}), expr(QueryOp::ne, {column("id"), literal("c")})};
    CHECK(rows(query) == Rows{{"a"}, {"d"}});
    query.where.clear();
    query.row_ids = {4, 2, 99};
    CHECK(rows(query) == Rows{{"b"}, {"d"}});
    for (Int i = 0; i < 100'000; ++i) {
        query.row_ids.push_back(1000 + i);
    }
    CHECK(rows(query) == Rows{{"b"}, {"d"}});
}

TEST_CASE_FIXTURE(Fixture, "a visitor may ask the store again, in another zone too") {
    const auto outer = store.runner(run.run, Zone::find("Europe/London"));
    const auto inner = store.runner(run.run, Zone::utc());
    TableQuery query;
    query.relations = {{"risk", -1, {}}};
    query.select = {expr(QueryOp::local_date, {literal(Int{parse_date("2026-07-01")->time_since_epoch().count() * 86'400 - 60})})};
    std::vector<Value> days;
    outer->rows(query, [&](std::span<const Value> values) {
        days.push_back(values[0]);
        inner->rows(query, [&](std::span<const Value> other) { days.push_back(other[0]); });
    });
    REQUIRE(days.size() == 20);
    const auto july = Value(Int{parse_date("2026-07-01")->time_since_epoch().count()});
    const auto june = Value(Int{parse_date("2026-06-30")->time_since_epoch().count()});
    for (std::size_t i = 0; i < days.size(); ++i) {
        CHECK(days[i] == (i % 5 == 0 ? july : june));
    }
}

TEST_CASE_FIXTURE(Fixture, "a stop request ends a long question as cancelled") {
    Rows rows;
    for (Int i = 0; i < 3000; ++i) {
        rows.push_back({fmt::format("k{}", i), 1});
    }
    import_rows(store, "risk", {"id", "score"}, rows);
    const auto runner = store.runner(run.run, Zone::utc());
    RowBatch batch;
    batch.relations = {{"risk", -1, {}}};
    for (int i = 0; i < 100; ++i) {
        batch.questions.push_back({literal(Int{1}), expr(QueryOp::eq, {column("score"), literal(Int{i})}), {}, {}, false, false});
    }
    run.stop.request_stop();
    try {
        (void)runner->tally(batch);
        FAIL("the tally went on");
    } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::cancelled);
        CHECK(std::string(error.what()) == "stopped on request; nothing was changed");
    }
}

TEST_CASE("a tally counts every row, and names those that did not pass unless they are too many") {
    db::Connection connection;
    const auto tally = [&](std::int64_t rows) {
        SQLite::Statement query(connection.db(), "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
                                                 "SELECT tally(i, 's', 0, CASE WHEN i < 3 THEN 1 ELSE 4 END) FROM n");
        query.bind(1, rows);
        REQUIRE(query.executeStep());
        const auto column = query.getColumn(0);
        return db::read_tally({static_cast<const char*>(column.getBlob()), static_cast<std::size_t>(column.getBytes())}, 1);
    };
    const auto few = tally(5);
    CHECK(few.noted == std::vector<std::int64_t>{3, 4, 5});
    CHECK_FALSE(few.too_many);
    const auto most = static_cast<std::int64_t>(db::k_max_noted_rows) + 2;
    CHECK(tally(most).noted.size() == db::k_max_noted_rows);
    const auto many = tally(most + 1);
    CHECK(many.noted.empty());
    CHECK(many.too_many);
    REQUIRE(many.parts.size() == 1);
    CHECK(many.parts[0].subject == Value(std::string("s")));
    CHECK(many.parts[0].classes == std::array<std::int64_t, 4>{most + 1, 0, 0, 0});
    CHECK(many.parts[0].codes[0] == db::RowCodeCounts{0, 2, 0, 0, most - 1, 0});
}

TEST_CASE("percentile is the nearest rank of whole numbers, absent ones skipped") {
    db::Connection connection;
    const auto percentile = [&](int percent) {
        return connection.get_number(
            "SELECT percentile(v, ?) FROM (SELECT 15 AS v UNION ALL SELECT 20 UNION ALL SELECT 35 UNION ALL SELECT 40 "
            "UNION ALL SELECT 50 UNION ALL SELECT NULL)",
            percent);
    };
    CHECK(percentile(5) == 15);
    CHECK(percentile(30) == 20);
    CHECK(percentile(40) == 20);
    CHECK(percentile(50) == 35);
    CHECK(percentile(100) == 50);
    CHECK(percentile(0) == 15);
    CHECK(connection.get_number("SELECT percentile(NULL, 50) IS NULL") == 1);
    CHECK(connection.get_number("SELECT percentile(1, 101) IS NULL") == 1);
}

TEST_CASE("a mistyped column is an error and not a text, and no extension can be loaded") {
    db::Connection connection;
    CHECK(error_of([&] { connection.guard([&] { connection.exec("SELECT \"no_such_column\""); }); }) ==
          "store in memory: no such column: no_such_column");
    CHECK(error_of([&] { connection.guard([&] { connection.exec("SELECT load_extension('x')"); }); }) == "store in memory: not authorized");
    CHECK(error_of([&] { connection.guard([&] { connection.exec("PRAGMA writable_schema=ON; DELETE FROM sqlite_schema"); }); }) ==
          "store in memory: table sqlite_master may not be modified");
    CHECK(connection.get_number("PRAGMA trusted_schema") == 0);
    CHECK(connection.get_number("PRAGMA cell_size_check") == 1);
    CHECK(connection.get_number("PRAGMA synchronous") == 2);
}
