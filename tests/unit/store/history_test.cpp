#include "fixture.hpp"

using namespace assay;
using namespace assay::test;

namespace {

const std::vector<std::string> k_columns{"id", "title", "score"};

struct Fixture {
    Store store = Store::in_memory();
    TestRun run;
    Fixture() {
        store.apply_definitions(make_schema({risk_register()}), k_author, at(1));                         // 1
        import_rows(store, "risk", k_columns, {{"a", "one", 1}, {"b", "two", 2}}, {}, csv("first.csv"));  // 2
        import_rows(store, "risk", k_columns, {{"a", "uno", 1}, {"c", "tre", 3}}, {}, csv("second.csv")); // 3
    }
    Rows titles(std::optional<Int> state = {}) { return table(store, "risk", {"id", "title"}, state); }
};

const Rows k_after_2{{"a", "one"}, {"b", "two"}};
const Rows k_after_3{{"a", "uno"}, {"b", "two"}, {"c", "tre"}};

} // namespace

TEST_CASE_FIXTURE(Fixture, "every earlier state can be read") {
    CHECK(titles() == k_after_3);
    CHECK(titles(3) == k_after_3);
    CHECK(titles(2) == k_after_2);
    CHECK(titles(1).empty());
    CHECK(titles(0).empty());
    CHECK(error_of([&] { titles(4); }) == "there is no change 4 (the newest is change 3)");
}

TEST_CASE_FIXTURE(Fixture, "a runner stays in the state in which it was made") {
    const auto runner = store.runner(run.run, Zone::utc());
    import_rows(store, "risk", k_columns, {{"a", "changed", 1}});
    TableQuery query;
    query.relations.push_back({"risk", -1, {}});
    query.select = {column("id"), column("title")};
    query.order.push_back({column("id"), false});
    Rows rows;
    runner->rows(query, [&](std::span<const Value> values) { rows.emplace_back(values.begin(), values.end()); });
    CHECK(rows == k_after_3);
}

TEST_CASE_FIXTURE(Fixture, "the history of a row has every version with its change, author and file") {
    const auto history = store.history("risk", "a");
    CHECK(history.fields == std::vector<std::string>{"id", "title", "score", "level", "tags"});
    REQUIRE(history.versions.size() == 2);
    const auto& first = history.versions[0];
    CHECK(first.row == 1);
    CHECK(first.from == 2);
    CHECK(first.to == 3);
    CHECK(first.line == 2);
    CHECK(first.source.file == "first.csv");
    CHECK(first.author.who == "ada");
    CHECK(first.kind == ChangeKind::import);
    CHECK(first.values == Row{"a", "one", 1, Absent{}, Absent{}});
    CHECK(history.versions[1].to == 0);
    CHECK(history.versions[1].source.file == "second.csv");
    CHECK(store.history("risk", "zz").versions.empty());
    CHECK(error_of([&] { (void)store.history("risks", "a"); }) == "there is no register 'risks' in the store (did you mean 'risk'?)");
}

TEST_CASE_FIXTURE(Fixture, "a key of several parts, numbers among them, finds its rows") {
    store.apply_definitions(make_schema({make_register("raci", {key("process"), key("step", FieldType::integer), field("letter")})}),
                            k_author, at(5));
    import_rows(store, "raci", {"process", "step", "letter"}, {{"p", 1, "A"}, {"p", 2, "R"}});
    CHECK(store.history("raci", join_key({"p", "2"})).versions.size() == 1);
    CHECK(store.history("raci", join_key({"p", "x"})).versions.empty());
    CHECK(store.history("raci", "p").versions.empty());
}

TEST_CASE_FIXTURE(Fixture, "changes tell what became of the rows, and can be asked for by number and register") {
    const auto changes = store.changes();
    REQUIRE(changes.size() == 3);
    CHECK(changes[0].kind == ChangeKind::definition);
    CHECK(changes[0].definitions == std::vector<std::string>{"risk"});
    CHECK(changes[0].digest.size() == 64);
    REQUIRE(changes[2].registers.size() == 1);
    const auto& part = changes[2].registers[0];
    CHECK(part.register_id == "risk");
    CHECK(part.columns == k_columns);
    CHECK(part.outcomes == RowOutcomes{1, 1, 0, 0, 0, 0});
    CHECK(part.rows_inserted == 2);
    CHECK(part.rows_closed == 1);
    CHECK(part.source == csv("second.csv"));
    CHECK(store.changes({2, 2, ""}).size() == 1);
    CHECK(store.changes({2, {}, "risk"}).size() == 2);
    store.apply_definitions(make_schema({make_register("other", {key("id")})}), k_author, at(5));
    CHECK(store.changes({1, {}, "risk"}).size() == 3);
}

TEST_CASE_FIXTURE(Fixture, "the change at an instant is the newest made by then") {
    const auto changes = store.changes();
    CHECK(store.change_at(changes[2].when) == 3);
    CHECK(store.change_at(changes[2].when - std::chrono::seconds(1)) == 2);
    CHECK(store.change_at(at(0)) == 0);
}

TEST_CASE_FIXTURE(Fixture, "undo closes what the change made and brings back what it closed") {
    const auto undone = store.undo(run.run, 3, {"bob", "wrong file"}, at(5000));
    CHECK(undone.change == 4);
    CHECK(to_text(undone) == "change 3 is undone by change 4: 2 rows closed, 1 row restored");
    CHECK(titles() == k_after_2);
    CHECK(titles(3) == k_after_3);
    CHECK(store.changes()[2].undone_by == 4);
    CHECK(store.changes()[3].undoes == 3);
    CHECK(faults_of(store).empty());

    SUBCASE("and an undo can be undone") {
        CHECK(store.undo(run.run, 4, k_author, at(5001)).change == 5);
        CHECK(titles() == k_after_3);
        CHECK(titles(4) == k_after_2);
        CHECK(store.changes()[2].undone_by == 0);
        CHECK(faults_of(store).empty());
    }
    SUBCASE("but not twice") {
        CHECK(error_of([&] { store.undo(run.run, 3, k_author, at(5001)); }) ==
              "change 3 is undone already, by change 4 (undo change 4 to bring it back)");
    }
    SUBCASE("and a restored row tells where it first came from") {
        const auto origins = store.runner(run.run, Zone::utc())->origins("risk", std::vector<Int>{5, 2, 77});
        REQUIRE(origins.size() == 2);
        CHECK(origins[0].row == 5);
        CHECK(origins[0].file == "first.csv");
        CHECK(origins[0].change == 2);
        CHECK(origins[0].line == 2);
        CHECK(origins[0].who == "ada");
        CHECK(origins[1].row == 2);
        CHECK(origins[1].line == 3);
    }
}

TEST_CASE_FIXTURE(Fixture, "undo is refused when a later change touched a row, naming keys and changes") {
    const auto refused = [&](Int change) {
        const auto result = store.undo(run.run, change, k_author, at(5000));
        CHECK(result.refused());
        return to_text(result);
    };
    CHECK(refused(2) == "change 2 cannot be undone: later changes touched its rows (undo these first)\n  risk 'a': change 3");
    SUBCASE("also when the row was taken away and came back under the same key") {
        const auto session = store.begin_import(run.run, "risk", std::vector<std::string>{"id"});
        session->remove(0, Row{"c"});
        session->merge({});
        session->commit(k_author, at(4000), {});
        import_rows(store, "risk", k_columns, {{"c", "again", 9}});
        CHECK(refused(3) ==
              "change 3 cannot be undone: later changes touched its rows (undo these first)\n  risk 'c': change 4\n  risk 'c': change 5");
    }
    CHECK(error_of([&] { store.undo(run.run, 9, k_author, at(1)); }).starts_with("there is no change 9 (the newest is change "));
    CHECK(error_of([&] { store.undo(run.run, 1, k_author, at(1)); }) ==
          "change 1 applied definitions, and definitions are not undone (change the definition instead)");
}

TEST_CASE_FIXTURE(Fixture, "rows made at the prompt say so") {
    const auto session = store.begin_import(run.run, "risk", k_columns);
    session->add(0, Row{"d", "typed", 4});
    session->merge({});
    CHECK(session->commit({"bob", "a new risk"}, at(4000), {}) == 4);
    const auto version = store.history("risk", "d").versions.at(0);
    CHECK(version.kind == ChangeKind::edit);
    CHECK(version.line == 0);
    CHECK(version.source.file.empty());
    CHECK(version.author.why == "a new risk");
    const auto origin = store.runner(run.run, Zone::utc())->origins("risk", std::vector<Int>{version.row}).at(0);
    CHECK(origin.file.empty());
    CHECK(origin.when == "1970-01-01T01:06:40Z");
}
