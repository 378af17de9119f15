#include "fixture.hpp"

using namespace assay;
using namespace assay::test;

namespace {

Register risk(std::vector<Field> fields, std::string text = "v2") {
    auto made = make_register("risk", std::move(fields));
    made.source_text = std::move(text);
    return made;
}

struct Fixture {
    Store store = Store::in_memory();
    TestRun run;
    Fixture() {
        apply(risk_register());
        import_rows(store, "risk", {"id", "title", "score", "level", "tags"},
                    {{"a", "one", 1, "high", R"(["cost","legal"])"}, {"b", "two", Absent{}, "low", R"(["legal"])"}});
    }
    Int apply(const Register& reg) { return store.apply_definitions(make_schema({reg}), k_author, at(1)); }
    std::string refusal(const Register& reg) {
        const auto head = store.head();
        auto text = error_of([&] { apply(reg); });
        CHECK(store.head() == head);
        CHECK(faults_of(store).empty());
        return text;
    }
};

const std::vector<Field> k_fields = risk_register().fields;

std::vector<Field> with(Field changed) {
    auto fields = k_fields;
    for (auto& field : fields) {
        if (field.id == changed.id) {
            field = changed;
        }
    }
    return fields;
}

} // namespace

TEST_CASE_FIXTURE(Fixture, "the same definition again is no change, and another text of it is one") {
    CHECK(apply(risk_register()) == 0);
    CHECK(store.head() == 2);
    CHECK(apply(risk(k_fields, "a comment more")) == 3);
    REQUIRE(store.definitions().size() == 1);
    CHECK(store.definitions()[0].source_text == "a comment more");
    CHECK(store.definitions(2)[0].source_text == "<register id='risk'/>");
    CHECK(store.definitions(2)[0].change == 1);
    CHECK(store.definitions(0).empty());
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "a new optional field is absent in older rows and changes no old digest") {
    auto fields = k_fields;
    fields.insert(fields.begin() + 1, field("owner"));
    CHECK(apply(risk(fields)) == 3);
    CHECK(table(store, "risk", {"id", "owner"}) == Rows{{"a", Absent{}}, {"b", Absent{}}});
    CHECK(faults_of(store).empty());
    import_rows(store, "risk", {"id", "owner"}, {{"a", "ada"}});
    CHECK(table(store, "risk", {"id", "owner", "title"}) == Rows{{"a", "ada", "one"}, {"b", Absent{}, "two"}});
    CHECK(table(store, "risk", {"id", "owner"}, 2) == Rows{{"a", Absent{}}, {"b", Absent{}}});
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "a removed field is hidden, stays in history, is carried along, and comes back") {
    auto fields = k_fields;
    fields.erase(fields.begin() + 2);
    CHECK(apply(risk(fields)) == 3);
    CHECK(error_of([&] { table(store, "risk", {"score"}); }) == "register 'risk' has no field 'score'");
    CHECK(table(store, "risk", {"id", "score"}, 2) == Rows{{"a", 1}, {"b", Absent{}}});
    import_rows(store, "risk", {"id", "title"}, {{"a", "uno"}});
    const auto history = store.history("risk", "a");
    CHECK(history.fields.back() == "score");
    CHECK(history.versions.back().values.back() == Value(1));
    CHECK(faults_of(store).empty());
    CHECK(apply(risk(k_fields, "back")) == 5);
    CHECK(table(store, "risk", {"id", "title", "score"}) == Rows{{"a", "uno", 1}, {"b", "two", Absent{}}});
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "a removed field's id cannot come back with another meaning") {
    auto fields = k_fields;
    fields.erase(fields.begin() + 2);
    apply(risk(fields));
    auto other = fields;
    other.push_back(field("score"));
    CHECK(refusal(risk(other, "v3")) ==
          "register 'risk': field 'score' changes from integer to text, and 1 row version holds a value (keep the type, or "
          "give the new field another id)");
    other = fields;
    other[1] = was(field("score"), "title");
    CHECK(refusal(risk(other, "v3")) ==
          "register 'risk': field 'title' cannot become 'score': a removed field of that id still holds values (choose another id)");
}

TEST_CASE_FIXTURE(Fixture, "a renamed field keeps its values, and older states and digests its old id") {
    auto fields = k_fields;
    fields[1] = was(field("name"), "title");
    CHECK(apply(risk(fields)) == 3);
    CHECK(faults_of(store).empty());
    CHECK(table(store, "risk", {"id", "name"}) == Rows{{"a", "one"}, {"b", "two"}});
    CHECK(table(store, "risk", {"id", "title"}, 2) == Rows{{"a", "one"}, {"b", "two"}});
    CHECK(table(store, "risk", {"id", "name"}, 2) == Rows{{"a", "one"}, {"b", "two"}});
    import_rows(store, "risk", {"id", "name"}, {{"a", "uno"}});
    CHECK(store.history("risk", "a").fields[1] == "name");
    CHECK(store.history("risk", "a").versions.size() == 2);
    CHECK(faults_of(store).empty());
    CHECK(apply(risk(fields, "was stays in the file")) == 5);
    CHECK(table(store, "risk", {"name"}) == Rows{{"uno"}, {"two"}});
}

TEST_CASE_FIXTURE(Fixture, "a renamed key field still makes the key") {
    auto fields = k_fields;
    fields[0] = was(key("number"), "id");
    CHECK(apply(risk(fields)) == 3);
    CHECK(import_rows(store, "risk", {"number", "title"}, {{"a", "uno"}, {"b", "two"}}).result.outcomes == RowOutcomes{0, 1, 1, 0, 0, 0});
    CHECK(store.history("risk", "a").versions.size() == 2);
    CHECK(faults_of(store).empty());
    CHECK(store.undo(run.run, 4, k_author, at(9)).change == 5);
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "a renamed register keeps its rows and its past") {
    auto renamed = make_register("hazard", k_fields);
    renamed.was = "risk";
    CHECK(apply(renamed) == 3);
    CHECK(table(store, "hazard", {"id", "title"}) == Rows{{"a", "one"}, {"b", "two"}});
    CHECK(table(store, "risk", {"id", "title"}, 2) == Rows{{"a", "one"}, {"b", "two"}});
    CHECK(error_of([&] { table(store, "risk", {"id"}); }) == "there is no register 'risk' in the store");
    import_rows(store, "hazard", {"id", "title"}, {{"a", "uno"}});
    CHECK(store.changes({1, {}, "hazard"}).size() == 4);
    CHECK(store.history("hazard", "a").versions.at(0).source.file == "risks.csv");
    CHECK(store.undo(run.run, 4, k_author, at(9)).change == 5);
    CHECK(store.undo(run.run, 2, k_author, at(9)).refused());
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "what rows speak against is refused, all of it at once, and nothing is altered") {
    CHECK(refusal(risk(with(field("score")))) ==
          "register 'risk': field 'score' changes from integer to text, and 1 row version holds a value (run 'assay migrate risk', keep the "
          "type, or give the new field another id)");
    CHECK(refusal(risk(with(words("level", {"high", "medium"})))) ==
          "register 'risk': the word 'low' of field 'level' is removed, and 1 row uses it (change these rows first, or keep the word)");
    CHECK(refusal(risk(with(words("tags", {"cost"}, FieldType::set)))) ==
          "register 'risk': the word 'legal' of field 'tags' is removed, and 2 rows use it (change these rows first, or keep the word)");
    CHECK(refusal(risk(with(required(field("score", FieldType::integer))))) ==
          "register 'risk': field 'score' becomes required, and 1 row lacks it (fill it first, or leave it optional)");
    auto fields = k_fields;
    fields.push_back(required(field("owner")));
    CHECK(refusal(risk(fields)) == "register 'risk': field 'owner' is new and required, and 2 rows would lack it (make it optional)");
    fields = k_fields;
    fields[1] = key("title");
    fields[3] = words("level", {"high"});
    CHECK(
        refusal(risk(fields)) ==
        "register 'risk': the word 'low' of field 'level' is removed, and 1 row uses it (change these rows first, or keep the word)\n"
        "register 'risk': its key changes from (id) to (id, title), and 2 row versions are stored (run 'assay migrate risk', keep the key, or make a new register)");
    CHECK(refusal(risk({field("id")})).starts_with("register 'risk': it has no key field any more, and its rows had (id)"));
    CHECK(table(store, "risk", {"id", "score"}) == Rows{{"a", 1}, {"b", Absent{}}});
}

TEST_CASE_FIXTURE(Fixture, "an enum word may be added, and removed once no row uses it") {
    CHECK(apply(risk(with(words("level", {"high", "low", "medium"})))) == 3);
    import_rows(store, "risk", {"id", "level"}, {{"b", "medium"}});
    CHECK(apply(risk(with(words("level", {"high", "medium"})), "v4")) == 5);
}

TEST_CASE_FIXTURE(Fixture, "a field that holds nothing may change its type") {
    auto fields = k_fields;
    fields.push_back(field("note"));
    apply(risk(fields));
    fields.back() = field("note", FieldType::integer);
    CHECK(apply(risk(fields, "v3")) == 4);
    CHECK(faults_of(store).empty());
    import_rows(store, "risk", {"id", "note"}, {{"a", 7}});
    CHECK(table(store, "risk", {"id", "note"}) == Rows{{"a", 7}, {"b", Absent{}}});
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "the scale of a decimal is part of its type") {
    auto amount = field("amount", FieldType::decimal);
    amount.scale = 2;
    auto fields = k_fields;
    fields.push_back(amount);
    apply(risk(fields));
    import_rows(store, "risk", {"id", "amount"}, {{"a", 150}});
    fields.back().scale = 4;
    CHECK(refusal(risk(fields, "v3")) ==
          "register 'risk': field 'amount' changes from decimal with scale 2 to decimal with scale 4, and 1 row version holds "
          "a value (run 'assay migrate risk', keep the type, or give the new field another id)");
}

TEST_CASE("a register that never held a row may change altogether") {
    auto store = Store::in_memory();
    store.apply_definitions(make_schema({risk_register()}), k_author, at(1));
    store.apply_definitions(make_schema({risk({key("number", FieldType::integer), field("level", FieldType::integer)})}), k_author, at(1));
    import_rows(store, "risk", {"number", "level"}, {{7, 1}});
    CHECK(table(store, "risk", {"_key", "level"}) == Rows{{"7", 1}});
    CHECK(table(store, "risk", {"title"}, 1).empty());
    CHECK(faults_of(store).empty());
}

TEST_CASE("all definitions that differ are one change") {
    auto store = Store::in_memory();
    auto schema =
        make_schema({risk_register(), make_register("service", {key("id")}), make_register("order", {key("select"), field("from")})});
    CHECK(store.apply_definitions(schema, k_author, at(1)) == 1);
    CHECK(store.changes()[0].definitions == std::vector<std::string>{"order", "risk", "service"});
    import_rows(store, "order", {"select", "from"}, {{"a\"b'c", "d"}});
    CHECK(table(store, "order", {"select", "from"}) == Rows{{"a\"b'c", "d"}});
    CHECK(faults_of(store).empty());
}

TEST_CASE("a register without a key is refused") {
    auto store = Store::in_memory();
    CHECK(error_of([&] { store.apply_definitions(make_schema({make_register("x", {field("a")})}), k_author, at(1)); }) ==
          "register 'x': it has no key field");
}
