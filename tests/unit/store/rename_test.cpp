// A row gets another key: references follow, in one change that can be undone, and history knows both names.
#include "fixture.hpp"

using namespace assay;
using namespace assay::test;

namespace {

/// service ← risk.service; service.parent; process, its key a service; raci: process and letter; risk ← action.risk
Store make_store() {
    auto store = Store::in_memory();
    auto process = make_register("process", {reference("service", "service"), field("name")});
    process.fields[0].key = process.fields[0].required = true;
    auto raci = make_register("raci", {reference("process", "process"), key("letter")});
    raci.fields[0].key = raci.fields[0].required = true;
    store.apply_definitions(make_schema({make_register("service", {key("id"), field("name"), reference("parent", "service")}),
                                         make_register("risk", {key("id"), reference("service", "service"), field("note")}),
                                         make_register("action", {key("id"), reference("risk", "risk")}), process, raci}),
                            k_author, at(1));
    import_rows(store, "service", {"id", "name", "parent"}, {{"S1", "one", Absent{}}, {"S2", "two", "S1"}, {"S3", "three", "S1"}});
    import_rows(store, "risk", {"id", "service", "note"}, {{"R1", "S1", "S1"}, {"R2", "S2", Absent{}}, {"R3", "S1", Absent{}}});
    import_rows(store, "process", {"service", "name"}, {{"S1", "a"}, {"S2", "b"}});
    import_rows(store, "raci", {"process", "letter"}, {{"S1", "a"}, {"S1", "r"}, {"S2", "a"}});
    return store;
}

RenameResult rename(Store& store, const std::string& of, const Row& from, const Row& to, bool try_only = false) {
    TestRun run;
    return store.rename(run.run, of, from, to, {"ben", "tidy"}, at(99), try_only);
}

std::string joined(std::vector<std::string> parts) { return join_key(parts); }

} // namespace

TEST_CASE("references follow a renamed row, through keys that hold them, in one change") {
    auto store = make_store();
    const auto before = store.head();
    const auto result = rename(store, "service", {"S1"}, {"MAIL"});
    CHECK(result.change == before + 1);
    CHECK(result.renamed == std::vector<RenamedRow>{{"service", "S1", "MAIL"},
                                                    {"process", "S1", "MAIL"},
                                                    {"raci", joined({"S1", "a"}), joined({"MAIL", "a"})},
                                                    {"raci", joined({"S1", "r"}), joined({"MAIL", "r"})}});
    CHECK(result.followed == std::vector<FollowedReferences>{{"process", "service", 1, {"S1"}},
                                                             {"raci", "process", 2, {joined({"S1", "a"}), joined({"S1", "r"})}},
                                                             {"risk", "service", 2, {"R1", "R3"}},
                                                             {"service", "parent", 2, {"S2", "S3"}}});
    CHECK(table(store, "service", {"id", "name", "parent"}) ==
          Rows{{"MAIL", "one", Absent{}}, {"S2", "two", "MAIL"}, {"S3", "three", "MAIL"}});
    // A text that only looks like the key is no reference.
    CHECK(table(store, "risk", {"id", "service", "note"}) == Rows{{"R1", "MAIL", "S1"}, {"R2", "S2", Absent{}}, {"R3", "MAIL", Absent{}}});
    CHECK(table(store, "raci", {"process", "letter"}) == Rows{{"MAIL", "a"}, {"MAIL", "r"}, {"S2", "a"}});
    CHECK(table(store, "service", {"id"}, before) == Rows{{"S1"}, {"S2"}, {"S3"}});
    CHECK(store.changes({result.change, result.change, {}}).at(0).kind == ChangeKind::rename);
    CHECK(faults_of(store).empty());
}

TEST_CASE("what was decided about a row follows it, also where its key holds a reference to the renamed one") {
    auto store = make_store();
    store.apply_definitions(make_schema({make_register("disposition", {key("id"), field("register"), field("row_key"), field("subject")})}),
                            k_author, at(2));
    const auto old_raci = joined({"S1", "a"});
    const auto new_raci = joined({"MAIL", "a"});
    const Rows decided{{"D1", "service", "S1", "S1"}, {"D2", "risk", "S1", Absent{}}, {"D3", "raci", old_raci, Absent{}}, {"D4", "service", "S2", "S1"}};
    import_rows(store, "disposition", {"id", "register", "row_key", "subject"}, decided);
    const auto result = rename(store, "service", {"S1"}, {"MAIL"});
    REQUIRE(result.followed.size() == 5);
    CHECK(result.followed.front() == FollowedReferences{"disposition", "row_key", 2, {"D1", "D3"}});
    CHECK(table(store, "disposition", {"id", "register", "row_key", "subject"}) ==
          Rows{{"D1", "service", "MAIL", "S1"}, {"D2", "risk", "S1", Absent{}}, {"D3", "raci", new_raci, Absent{}}, {"D4", "service", "S2", "S1"}});
    CHECK(faults_of(store).empty());
    TestRun run;
    CHECK_FALSE(store.undo(run.run, result.change, k_author, at(100)).refused());
    CHECK(table(store, "disposition", {"id", "register", "row_key", "subject"}) == decided);
}

TEST_CASE("a rename is undone as a whole") {
    auto store = make_store();
    const auto services = table(store, "service", {"id", "name", "parent"});
    const auto raci = table(store, "raci", {"process", "letter"});
    const auto result = rename(store, "service", {"S1"}, {"MAIL"});
    TestRun run;
    const auto undone = store.undo(run.run, result.change, k_author, at(100));
    CHECK_FALSE(undone.refused());
    CHECK(undone.rows_closed == 8);
    CHECK(undone.rows_restored == 8);
    CHECK(table(store, "service", {"id", "name", "parent"}) == services);
    CHECK(table(store, "raci", {"process", "letter"}) == raci);
    CHECK(faults_of(store).empty());
}

TEST_CASE("history knows a row under both names") {
    auto store = make_store();
    import_rows(store, "service", {"id", "name"}, {{"S1", "uno"}});
    const auto first = rename(store, "service", {"S1"}, {"MAIL"}).change;
    import_rows(store, "service", {"id", "name"}, {{"MAIL", "mail"}});
    const auto second = rename(store, "service", {"MAIL"}, {"POST"}).change;
    const auto history = store.history("service", "POST");
    std::vector<Value> names;
    for (const auto& version : history.versions) {
        names.push_back(version.values[0]);
        names.push_back(version.values[1]);
    }
    CHECK(names == std::vector<Value>{"S1", "one", "S1", "uno", "MAIL", "uno", "MAIL", "mail", "POST", "mail"});
    CHECK(history.renamed_to.empty());
    CHECK(history.versions.back().from == second);
    const auto old = store.history("service", "S1");
    CHECK(old.versions.size() == 2);
    CHECK(old.versions.back().to == first);
    CHECK(old.renamed_to == "MAIL");
    CHECK(store.history("service", "MAIL").renamed_to == "POST");
    // There and back again.
    rename(store, "service", {"POST"}, {"S1"});
    CHECK(store.history("service", "S1").versions.size() == 6);
    CHECK(store.history("service", "S2").versions.size() == 4);
}

TEST_CASE("a rename that is only tried stores nothing and says the same") {
    auto store = make_store();
    const auto head = store.head();
    auto tried = rename(store, "service", {"S1"}, {"MAIL"}, true);
    CHECK(tried.change == 0);
    CHECK(store.head() == head);
    CHECK(table(store, "service", {"id"}) == Rows{{"S1"}, {"S2"}, {"S3"}});
    const auto done = rename(store, "service", {"S1"}, {"MAIL"});
    CHECK(tried.renamed == done.renamed);
    CHECK(tried.followed == done.followed);
}

TEST_CASE("a rename is refused when the key is taken, here or where the key holds it, and changes nothing") {
    auto store = make_store();
    const auto head = store.head();
    const auto refusal = [&](const std::string& of, const Row& from, const Row& to) {
        return error_of([&] { rename(store, of, from, to); });
    };
    CHECK(refusal("service", {"S1"}, {"S2"}) == "register 'service' has a row 'S2' already (rename or remove that one first)");
    CHECK(refusal("service", {"S9"}, {"S8"}) == "register 'service' has no row of this key");
    CHECK(refusal("service", {"S1"}, {"S1"}) == "the row has this key already; there is nothing to rename");
    CHECK(refusal("service", {"S1", "x"}, {"S2", "x"}) == "register 'service': a key has 1 parts");
    import_rows(store, "process", {"service", "name"}, {{"NEW", "dangling"}});
    CHECK(refusal("service", {"S1"}, {"NEW"}) == "register 'process' has a row 'NEW' already (rename or remove that one first)");
    CHECK(store.head() == head + 1);
    CHECK(faults_of(store).empty());
}

TEST_CASE("a row of a composite key is renamed in the parts that differ") {
    auto store = make_store();
    const auto result = rename(store, "raci", {"S1", "a"}, {"S1", "c"});
    CHECK(result.renamed == std::vector<RenamedRow>{{"raci", joined({"S1", "a"}), joined({"S1", "c"})}});
    CHECK(result.followed.empty());
    CHECK(table(store, "raci", {"process", "letter"}) == Rows{{"S1", "c"}, {"S1", "r"}, {"S2", "a"}});
}
