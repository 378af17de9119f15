#include "fixture.hpp"

#include <algorithm>

using namespace assay;
using namespace assay::test;

namespace {

struct Fixture {
    Store store = Store::in_memory();
    Fixture() { store.apply_definitions(make_schema({risk_register()}), k_author, at(1)); }
};

const std::vector<std::string> k_columns{"id", "title", "score"};

} // namespace

TEST_CASE_FIXTURE(Fixture, "an import into an empty register adds every row") {
    const auto merged = import_rows(store, "risk", k_columns, {{"b", "two", 2}, {"a", "one", Absent{}}});
    CHECK(merged.change == 2);
    CHECK(merged.result.outcomes == RowOutcomes{2, 0, 0, 0, 0, 0});
    CHECK(table(store, "risk", {"id", "title", "score", "level"}) == Rows{{"a", "one", Absent{}, Absent{}}, {"b", "two", 2, Absent{}}});
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "the same file again makes no change") {
    const Rows rows{{"b", "two", 2}, {"a", "one", Absent{}}};
    import_rows(store, "risk", k_columns, rows);
    const auto again = import_rows(store, "risk", k_columns, rows);
    CHECK(again.change == 0);
    CHECK(again.result.outcomes == RowOutcomes{0, 0, 2, 0, 0, 0});
    CHECK(store.head() == 2);
}

TEST_CASE_FIXTURE(Fixture, "a column the file lacks leaves its field alone, and an empty cell clears it") {
    import_rows(store, "risk", {"id", "title", "score", "level"}, {{"a", "one", 1, "high"}, {"b", "two", 2, "low"}});
    const auto merged = import_rows(store, "risk", {"score", "id"}, {{Absent{}, "a"}, {2, "b"}});
    CHECK(merged.result.outcomes == RowOutcomes{0, 1, 1, 0, 0, 0});
    REQUIRE(merged.result.changed.size() == 1);
    CHECK(merged.result.changed[0].line == 2);
    CHECK(merged.result.changed[0].key == "a");
    CHECK(merged.result.changed[0].fields == std::vector<FieldChange>{{"score", 1, Absent{}}});
    CHECK(table(store, "risk", {"id", "title", "score", "level"}) == Rows{{"a", "one", Absent{}, "high"}, {"b", "two", 2, "low"}});
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "two rows with one key are both rejected, each naming the other's line") {
    const Rows rows{{"a", "one", 1}, {"b", "two", 2}, {"a", "uno", 1}, {"c", "x", 1}, {"c", "y", 1}, {"c", "z", 1}};
    const std::vector<RejectedRow> expected{{2, "a", "line 4 has the same key"},
                                            {4, "a", "line 2 has the same key"},
                                            {5, "c", "3 rows have this key, in lines 5 to 7"},
                                            {6, "c", "3 rows have this key, in lines 5 to 7"},
                                            {7, "c", "3 rows have this key, in lines 5 to 7"}};
    SUBCASE("in an empty register") {
        const auto merged = import_rows(store, "risk", k_columns, rows);
        CHECK(merged.result.outcomes == RowOutcomes{1, 0, 0, 0, 5, 0});
        CHECK(merged.result.rejected == expected);
        CHECK(table(store, "risk", {"id"}) == Rows{{"b"}});
    }
    SUBCASE("where all are new") {
        import_rows(store, "risk", k_columns, {{"z", "old", 1}});
        const auto merged = import_rows(store, "risk", k_columns, rows);
        CHECK(merged.result.outcomes == RowOutcomes{1, 0, 0, 0, 5, 0});
        CHECK(merged.result.rejected == expected);
        CHECK(table(store, "risk", {"id"}) == Rows{{"b"}, {"z"}});
    }
    SUBCASE("where they are stored") {
        import_rows(store, "risk", k_columns, {{"a", "old", 1}, {"c", "old", 1}});
        const auto merged = import_rows(store, "risk", k_columns, rows);
        CHECK(merged.result.outcomes == RowOutcomes{1, 0, 0, 0, 5, 0});
        CHECK(merged.result.rejected == expected);
        CHECK(table(store, "risk", {"id", "title"}) == Rows{{"a", "old"}, {"b", "two"}, {"c", "old"}});
    }
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "with latest_by the latest row of a key wins, ties go to the last in the file") {
    const Rows rows{{"a", "late", 5}, {"a", "early", 1}, {"b", "first", 3}, {"b", "second", 3}, {"c", "none", Absent{}}, {"c", "some", 0}};
    const MergePolicy policy{"score", false};
    SUBCASE("in an empty register") {
        const auto merged = import_rows(store, "risk", k_columns, rows, policy);
        CHECK(merged.result.outcomes == RowOutcomes{3, 0, 0, 3, 0, 0});
        CHECK(table(store, "risk", {"id", "title"}) == Rows{{"a", "late"}, {"b", "second"}, {"c", "some"}});
    }
    SUBCASE("and an older row than the stored one is superseded too") {
        import_rows(store, "risk", k_columns, {{"a", "newer", 6}, {"b", "same time", 3}, {"c", "stored", Absent{}}, {"d", "x", 1}});
        const auto merged = import_rows(store, "risk", k_columns, rows, policy);
        CHECK(merged.result.outcomes == RowOutcomes{0, 2, 0, 4, 0, 0});
        CHECK(table(store, "risk", {"id", "title"}) == Rows{{"a", "newer"}, {"b", "second"}, {"c", "some"}, {"d", "x"}});
        const auto absent = import_rows(store, "risk", k_columns, {{"a", "no time", Absent{}}}, policy);
        CHECK(absent.result.outcomes == RowOutcomes{0, 0, 0, 1, 0, 0});
    }
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "latest_by needs a column of the file") {
    CHECK(error_of([&] { import_rows(store, "risk", k_columns, {{"a", "x", 1}}, {"level", false}); }) ==
          "register 'risk': the latest row is to be told by 'level', which the file does not have");
}

TEST_CASE_FIXTURE(Fixture, "remove_missing closes what the file does not name, but not what it names in a rejected row") {
    import_rows(store, "risk", k_columns, {{"a", "1", 1}, {"b", "2", 2}, {"c", "3", 3}, {"d", "4", 4}});
    const auto merged = import_rows(store, "risk", k_columns, {{"a", "1", 1}, {"c", "x", 1}, {"c", "y", 1}}, {"", true});
    CHECK(merged.result.outcomes == RowOutcomes{0, 0, 1, 0, 2, 2});
    CHECK(table(store, "risk", {"id"}) == Rows{{"a"}, {"c"}});
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "rows with new keys go straight into a register that has rows, until one shows that they must wait") {
    import_rows(store, "risk", {"id", "title", "score", "level"}, {{"m", "stored", 1, "high"}, {"n", "stored too", 2, "low"}});
    const Rows fresh{{"c", "new", 1}, {"a", "new", 2}, {"z", "new", Absent{}}};
    Rows rows = fresh;
    RowOutcomes outcomes{3, 0, 0, 0, 0, 0};
    Rows expected{{"a", Absent{}}, {"c", Absent{}}, {"m", "high"}, {"n", "low"}, {"z", Absent{}}};
    MergePolicy policy;
    SUBCASE("none does") {}
    SUBCASE("the last one is stored and changed") {
        rows.push_back({"m", "changed", 7});
        outcomes.changed = 1;
    }
    SUBCASE("the last one is stored and the same") {
        rows.push_back({"n", "stored too", 2});
        outcomes.unchanged = 1;
    }
    SUBCASE("the last one is the first once more") {
        rows.push_back({"c", "again", 3});
        outcomes = {2, 0, 0, 0, 2, 0};
        expected.erase(expected.begin() + 1);
    }
    SUBCASE("what is missing is removed") {
        policy.remove_missing = true;
        outcomes.removed = 2;
        expected = {{"a", Absent{}}, {"c", Absent{}}, {"z", Absent{}}};
    }
    const auto merged = import_rows(store, "risk", k_columns, rows, policy);
    CHECK(merged.result.outcomes == outcomes);
    CHECK(table(store, "risk", {"id", "level"}) == expected);
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "many more rows than are stored are appended without the index, and wait if it cannot be made") {
    import_rows(store, "risk", k_columns, {{"stored", "old", 1}});
    Rows rows;
    for (int i = 0; i < 200'010; ++i) {
        rows.push_back({std::to_string(i), "new", i});
    }
    RowOutcomes outcomes{200'010, 0, 0, 0, 0, 0};
    SUBCASE("every key is new") {}
    SUBCASE("the last one is stored") {
        rows.push_back({"stored", "changed", 2});
        outcomes.changed = 1;
    }
    SUBCASE("the last two are one") {
        rows.push_back({"200009", "again", 2});
        outcomes = {200'009, 0, 0, 0, 2, 0};
    }
    CHECK(import_rows(store, "risk", k_columns, rows).result.outcomes == outcomes);
    CHECK(table(store, "risk", {"id"}).size() == static_cast<std::size_t>(1 + outcomes.added));
    CHECK(faults_of(store).empty());
    CHECK(import_rows(store, "risk", k_columns, {{"stored", "once more", 3}}).result.outcomes == RowOutcomes{0, 1, 0, 0, 0, 0});
}

TEST_CASE_FIXTURE(Fixture, "rows that were read at an older change wait, and so do removals") {
    import_rows(store, "risk", k_columns, {{"a", "1", 1}, {"b", "2", 2}});
    TestRun run;
    const auto session = store.begin_import(run.run, "risk", k_columns);
    session->add(2, Row{"new", "1", 1}, {});
    session->add(3, Row{"gone", "mine", 1}, 2);
    session->remove(4, Row{"b"}, 2);
    const auto result = session->merge({});
    CHECK(result.outcomes == RowOutcomes{1, 0, 0, 0, 1, 1});
    CHECK(result.rejected == std::vector<RejectedRow>{{3, "gone", "the row is no longer stored (it was when change 2 was read)"}});
    CHECK(session->commit(k_author, at(9), {}) == 3);
    CHECK(table(store, "risk", {"id"}) == Rows{{"a"}, {"new"}});
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "rows without a key or a required field are rejected whatever is stored") {
    TestRun run;
    store.apply_definitions(make_schema({make_register("service", {key("id"), required(field("name")), field("owner")})}), k_author, at(2));
    auto merged =
        import_rows(store, "service", {"id", "name"}, {{Absent{}, "x"}, {"a", Absent{}}, {std::string("a\x1f") + "b", "x"}, {"b", "y"}});
    CHECK(merged.result.rejected == std::vector<RejectedRow>{{2, "", "the key field 'id' is empty"},
                                                             {3, "a", "the required field 'name' is empty"},
                                                             {4,
                                                              "a\x1f"
                                                              "b",
                                                              "the key field 'id' holds a control character (U+001F)"}});
    merged = import_rows(store, "service", {"id", "owner"}, {{"b", "me"}, {"c", "you"}});
    CHECK(merged.result.outcomes == RowOutcomes{0, 1, 0, 0, 1, 0});
    CHECK(merged.result.rejected == std::vector<RejectedRow>{{3, "c", "the row is new, and the required field 'name' is not given"}});
}

TEST_CASE_FIXTURE(Fixture, "nothing is visible before commit, and letting a session go stores nothing") {
    TempFolder folder;
    auto file = Store::open(folder.file(), OpenMode::create);
    file.apply_definitions(make_schema({risk_register()}), k_author, at(1));
    {
        TestRun run;
        const auto session = file.begin_import(run.run, "risk", k_columns);
        session->add(2, Row{"a", "one", 1});
        session->merge({});
        auto other = Store::open(folder.file(), OpenMode::read_only);
        CHECK(table(other, "risk", {"id"}).empty());
    }
    CHECK(table(file, "risk", {"id"}).empty());
    CHECK(file.head() == 1);
    CHECK(faults_of(file).empty());
}

TEST_CASE_FIXTURE(Fixture, "rows are removed by key, and an unknown key is rejected") {
    import_rows(store, "risk", k_columns, {{"a", "1", 1}, {"b", "2", 2}});
    TestRun run;
    const auto session = store.begin_import(run.run, "risk", std::vector<std::string>{"id"});
    session->remove(0, Row{"a"});
    session->remove(0, Row{"z"});
    const auto result = session->merge({});
    CHECK(result.outcomes == RowOutcomes{0, 0, 0, 0, 1, 1});
    CHECK(result.rejected == std::vector<RejectedRow>{{0, "z", "there is no row with this key"}});
    CHECK(session->commit(k_author, at(9), {}) == 3);
    CHECK(table(store, "risk", {"id"}) == Rows{{"b"}});
    CHECK(store.changes({3, 3, ""}).front().kind == ChangeKind::edit);
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "a row read at an older change conflicts with what was stored since") {
    import_rows(store, "risk", k_columns, {{"a", "1", 1}, {"b", "2", 2}, {"c", "3", 3}});
    import_rows(store, "risk", k_columns, {{"b", "2", 20}});
    TestRun run;
    const auto session = store.begin_import(run.run, "risk", k_columns);
    session->add(2, Row{"a", "mine", 1}, 2);
    session->add(3, Row{"b", "mine", 2}, 2);
    session->add(4, Row{"x", "mine", 2}, 2);
    const auto result = session->merge({});
    CHECK(result.outcomes == RowOutcomes{0, 1, 0, 0, 2, 0});
    CHECK(result.rejected == std::vector<RejectedRow>{{3, "b", "the stored row was changed by change 3, after change 2 was read"},
                                                      {4, "x", "the row is no longer stored (it was when change 2 was read)"}});
}

TEST_CASE_FIXTURE(Fixture, "a session refuses unknown, doubled and missing columns") {
    TestRun run;
    const auto begin = [&](std::vector<std::string> columns) {
        return error_of([&] { (void)store.begin_import(run.run, "risk", columns); });
    };
    CHECK(begin({"id", "titel"}) == "register 'risk': there is no field 'titel' (did you mean 'title'?)");
    CHECK(begin({"id", "title", "id"}) == "register 'risk': field 'id' is given twice");
    CHECK(begin({"title"}) == "register 'risk': the key field 'id' is missing");
    CHECK(error_of([&] { (void)store.begin_import(run.run, "risc", k_columns); }) ==
          "there is no register 'risc' in the store (did you mean 'risk'?)");
    const auto open = store.begin_import(run.run, "risk", k_columns);
    CHECK(begin({"id"}) == "store in memory: an import is still open; commit it or let it go first");
}

TEST_CASE_FIXTURE(Fixture, "a stop request ends an import as cancelled and stores nothing") {
    TestRun run;
    const auto session = store.begin_import(run.run, "risk", k_columns);
    run.stop.request_stop();
    bool cancelled = false;
    try {
        for (Int i = 0; i < 100'000; ++i) {
            session->add(2, Row{std::to_string(i), "x", i});
        }
        session->merge({});
    } catch (const Error& error) {
        cancelled = error.kind() == ErrorKind::cancelled;
        CHECK(std::string(error.what()) == "stopped on request; nothing was changed");
    }
    CHECK(cancelled);
}

TEST_CASE_FIXTURE(Fixture, "more rejected rows than are listed are all visited") {
    Rows rows;
    for (int i = 0; i < 1500; ++i) {
        rows.push_back({"same", "x", i});
    }
    TestRun run;
    const auto session = store.begin_import(run.run, "risk", k_columns);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        session->add(i + 2, rows[i]);
    }
    const auto result = session->merge({});
    CHECK(result.outcomes.rejected == 1500);
    CHECK(result.rejected.size() == MergeResult::k_max_listed);
    std::uint64_t visited = 0;
    session->visit_rejected([&](const RejectedRow& row) { CHECK(row.line == ++visited + 1); });
    CHECK(visited == 1500);
    CHECK(session->commit(k_author, at(9), csv()) == 0);
}

TEST_CASE_FIXTURE(Fixture, "a declaration is kept with its change, and only a different one makes a change of unchanged rows") {
    PopulationDeclaration declaration;
    declaration.source = "servicedesk";
    declaration.source_count = 1;
    const Rows rows{{"a", "x", 1}};
    import_rows(store, "risk", k_columns, rows);
    CHECK(import_rows(store, "risk", k_columns, rows, {}, csv(), declaration).change == 3);
    CHECK(import_rows(store, "risk", k_columns, rows, {}, csv(), declaration).change == 0);
    declaration.extracted_by = "eve";
    CHECK(import_rows(store, "risk", k_columns, rows, {}, csv(), declaration).change == 4);
    TestRun run;
    const auto found = store.runner(run.run, Zone::utc())->declarations("risk");
    REQUIRE(found.size() == 2);
    CHECK(found[0].change == 3);
    CHECK(found[1].extracted_by == "eve");
    CHECK(found[1].rows_in == 1);
    store.undo(run.run, 4, k_author, at(99));
    CHECK(store.runner(run.run, Zone::utc())->declarations("risk").size() == 1);
    CHECK(store.runner(run.run, Zone::utc(), 4)->declarations("risk").size() == 2);
}
