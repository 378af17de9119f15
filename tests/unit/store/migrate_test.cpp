// Another type or key while rows are stored: values of every version are converted, old digests stand, and each state reads in today's types.
#include "fixture.hpp"

#include "assay/base/decimal.hpp"

#include <SQLiteCpp/Database.h>

#include <map>
#include <random>

using namespace assay;
using namespace assay::test;

namespace {

Register risk(std::vector<Field> fields, std::string text = "v2") {
    auto made = make_register("risk", std::move(fields));
    made.source_text = std::move(text);
    return made;
}

ConvertedValue to_number(const Field&, const Value& old) {
    const auto* text = text_of(old);
    const auto number = text == nullptr ? std::nullopt : parse_integer(*text);
    return {number ? std::optional<Value>(*number) : std::nullopt, text == nullptr ? std::string() : *text};
}

ConvertedValue to_words(const Field&, const Value& old) {
    const auto* number = number_of(old);
    return {number == nullptr ? old : Value(std::to_string(*number)), {}};
}

struct Fixture {
    TempFolder folder;
    Store store = Store::open(folder.file(), OpenMode::create);
    TestRun run;
    std::vector<Field> fields{key("id"), field("title"), field("size"), field("owner")};

    Fixture() {
        store.apply_definitions(make_schema({risk(fields, "v1")}), k_author, at(1));
        import_rows(store, "risk", {"id", "title", "size", "owner"}, {{"a", "one", "10", "ada"}, {"b", "two", "20", "bob"}, {"c", "three", Absent{}, "cyd"}}); // change 2
        import_rows(store, "risk", {"id", "size"}, {{"a", "11"}, {"b", Absent{}}});                                                                            // change 3
    }
    MigrationResult migrate(const Register& to, const ValueConverter& convert = to_number, bool try_only = false) {
        return store.migrate(run.run, make_schema({to}), to.id, convert, k_author, at(5), try_only);
    }
    std::string refusal(const Register& to, const ValueConverter& convert = to_number) {
        const auto head = store.head();
        auto text = error_of([&] { migrate(to, convert); });
        CHECK(store.head() == head);
        CHECK(faults_of(store).empty());
        CHECK(table(store, "risk", {"id", "size"}) == Rows{{"a", "11"}, {"b", Absent{}}, {"c", Absent{}}});
        return text;
    }
    std::vector<Field> with_number() const {
        auto changed = fields;
        changed[2] = field("size", FieldType::integer);
        return changed;
    }
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "a field's values take its new type in every version, and its old digests stand") {
    CHECK(error_of([&] { store.apply_definitions(make_schema({risk(with_number())}), k_author, at(5)); }) ==
          "register 'risk': field 'size' changes from text to integer, and 3 row versions hold a value (run 'assay migrate risk', keep the type, or give the new field another id)");
    const auto result = migrate(risk(with_number()));
    CHECK(result.change == 4);
    REQUIRE(result.fields.size() == 1);
    CHECK(result.fields[0].field == "size");
    CHECK(result.fields[0].from == "text");
    CHECK(result.fields[0].to == "integer");
    CHECK(result.fields[0].rows == 1);
    CHECK(result.fields[0].made_absent == 0);
    CHECK(result.fields[0].closed == 2);
    CHECK(result.fields[0].unfit == 0);
    CHECK(result.key_before.empty());
    CHECK(table(store, "risk", {"id", "title", "size"}) == Rows{{"a", "one", 11}, {"b", "two", Absent{}}, {"c", "three", Absent{}}});
    CHECK(table(store, "risk", {"id", "size"}, 3) == Rows{{"a", 11}, {"b", Absent{}}, {"c", Absent{}}});
    CHECK(table(store, "risk", {"id", "size"}, 2) == Rows{{"a", 10}, {"b", 20}, {"c", Absent{}}});
    CHECK(faults_of(store).empty());
    const auto history = store.history("risk", "a");
    REQUIRE(history.versions.size() == 2);
    CHECK(history.fields == std::vector<std::string>{"id", "title", "size", "owner", "size#3"});
    CHECK(history.versions[0].values == Row{"a", "one", 10, "ada", "10"});
    CHECK(history.versions[1].values == Row{"a", "one", 11, "ada", "11"});
    CHECK(history.versions[1].from == 3);
}

TEST_CASE_FIXTURE(Fixture, "later versions hold the new value alone, and changes from before can still be undone") {
    migrate(risk(with_number()));
    import_rows(store, "risk", {"id", "owner"}, {{"a", "eve"}}); // change 5
    const auto after = store.history("risk", "a").versions.back();
    CHECK(after.values == Row{"a", "one", 11, "eve", Absent{}});
    CHECK(faults_of(store).empty());
    CHECK_FALSE(store.undo(run.run, 5, k_author, at(6)).refused());
    CHECK(store.history("risk", "a").versions.back().values == Row{"a", "one", 11, "ada", Absent{}});
    CHECK(error_of([&] { store.undo(run.run, 4, k_author, at(6)); }) ==
          "change 4 applied definitions, and definitions are not undone (change the definition instead)");
    import_rows(store, "risk", {"id", "title"}, {{"d", "four"}}); // change 7
    CHECK_FALSE(store.undo(run.run, 7, k_author, at(7)).refused());
    CHECK(faults_of(store).empty());
    CHECK(table(store, "risk", {"id", "size"}) == Rows{{"a", 11}, {"b", Absent{}}, {"c", Absent{}}});
}

TEST_CASE_FIXTURE(Fixture, "a change from before the migration is undone to the converted value") {
    import_rows(store, "risk", {"id", "size"}, {{"c", "30"}}); // change 4
    migrate(risk(with_number()));                               // change 5
    CHECK_FALSE(store.undo(run.run, 4, k_author, at(6)).refused());
    CHECK(table(store, "risk", {"id", "size"}) == Rows{{"a", 11}, {"b", Absent{}}, {"c", Absent{}}});
    CHECK(table(store, "risk", {"id", "size"}, 4) == Rows{{"a", 11}, {"b", Absent{}}, {"c", 30}});
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "a dry run stores nothing") {
    const auto result = migrate(risk(with_number()), to_number, true);
    CHECK(result.change == 0);
    CHECK(result.fields.size() == 1);
    CHECK(store.head() == 3);
    CHECK(table(store, "risk", {"id", "size"}) == Rows{{"a", "11"}, {"b", Absent{}}, {"c", Absent{}}});
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "values of current rows without a counterpart are named; those of earlier versions are counted") {
    import_rows(store, "risk", {"id", "size"}, {{"b", "big"}, {"c", "big"}}); // change 4
    CHECK(error_of([&] { migrate(risk(with_number())); }) ==
          "register 'risk': field 'size': 2 rows hold 'big', which is no integer: b, c (say what becomes of it: --map \"size:big=…\")");
    CHECK(store.head() == 4);
    import_rows(store, "risk", {"id", "size"}, {{"b", "21"}, {"c", "31"}}); // change 5
    const auto result = migrate(risk(with_number()));
    CHECK(result.fields[0].rows == 3);
    CHECK(result.fields[0].closed == 4);
    CHECK(result.fields[0].unfit == 2);
    CHECK(table(store, "risk", {"id", "size"}, 4) == Rows{{"a", 11}, {"b", Absent{}}, {"c", Absent{}}});
    CHECK(store.history("risk", "b").versions[2].values == Row{"b", "two", Absent{}, "bob", "big"});
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "a value that is to go is absent afterwards, unless the field is required") {
    const auto nothing = [](const Field&, const Value&) { return ConvertedValue{Absent{}, {}}; };
    auto strict = with_number();
    strict[2] = required(strict[2]);
    CHECK(refusal(risk(strict), nothing) == "register 'risk': field 'size' is required, and 3 rows would lack it (say another value for them, or make it optional)");
    const auto result = migrate(risk(with_number()), nothing);
    CHECK(result.fields[0].made_absent == 1);
    CHECK(result.fields[0].unfit == 0);
    CHECK(table(store, "risk", {"id", "size"}) == Rows{{"a", Absent{}}, {"b", Absent{}}, {"c", Absent{}}});
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "a key field changes its type, and history is found under the new key") {
    auto store_of_numbers = Store::in_memory();
    const std::vector<Field> numbers{key("id", FieldType::integer), field("title")};
    store_of_numbers.apply_definitions(make_schema({risk(numbers, "v1")}), k_author, at(1));
    import_rows(store_of_numbers, "risk", {"id", "title"}, {{7, "seven"}, {8, "eight"}});
    import_rows(store_of_numbers, "risk", {"id", "title"}, {{7, "sieben"}});
    const auto to = risk({key("id"), field("title")});
    store_of_numbers.migrate(run.run, make_schema({to}), "risk", to_words, k_author, at(5));
    CHECK(table(store_of_numbers, "risk", {"id", "title"}) == Rows{{"7", "sieben"}, {"8", "eight"}});
    CHECK(table(store_of_numbers, "risk", {"id", "title"}, 2) == Rows{{"7", "seven"}, {"8", "eight"}});
    CHECK(store_of_numbers.history("risk", "7").versions.size() == 2);
    import_rows(store_of_numbers, "risk", {"id", "title"}, {{"7", "sept"}, {"x", "new"}});
    CHECK(store_of_numbers.history("risk", "7").versions.size() == 3);
    CHECK(faults_of(store_of_numbers).empty());
}

TEST_CASE_FIXTURE(Fixture, "another key is taken when every version has it and no two rows share it") {
    auto keyed = fields;
    keyed[0] = field("id");
    keyed[1] = key("title");
    CHECK(error_of([&] { store.apply_definitions(make_schema({risk(keyed)}), k_author, at(5)); }) ==
          "register 'risk': its key changes from (id) to (title), and 5 row versions are stored (run 'assay migrate risk', keep the key, or make a new register)");
    const auto result = migrate(risk(keyed));
    CHECK(result.fields.empty());
    CHECK(result.key_before == std::vector<std::string>{"id"});
    CHECK(result.key_after == std::vector<std::string>{"title"});
    CHECK(store.history("risk", "one").versions.size() == 2);
    import_rows(store, "risk", {"title", "owner"}, {{"one", "eve"}});
    CHECK(table(store, "risk", {"id", "title", "owner"}) == Rows{{"a", "one", "eve"}, {"c", "three", "cyd"}, {"b", "two", "bob"}});
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "a key with gaps, a key of two rows, and references to the old key are refused") {
    auto keyed = fields;
    keyed[2] = key("size");
    CHECK(refusal(risk(keyed)) == "register 'risk': field 'size' becomes part of the key, and 2 row versions lack it (every version must have one; keep the key, or make a new register)");
    keyed = fields;
    keyed[0] = field("id");
    keyed[1] = key("title");
    auto doubled = Store::in_memory();
    doubled.apply_definitions(make_schema({risk(fields, "v1")}), k_author, at(1));
    import_rows(doubled, "risk", {"id", "title"}, {{"a", "same"}, {"b", "same"}, {"c", "other"}});
    CHECK(error_of([&] { doubled.migrate(run.run, make_schema({risk(keyed)}), "risk", to_number, k_author, at(5)); }) ==
          "register 'risk': the key 'same' would be that of 2 rows\nregister 'risk': rows must differ in (title) (rename or remove all but one of each)");
    CHECK(doubled.head() == 2);
    auto pointing = make_register("action", {key("id"), reference("risk", "risk")});
    auto referred = Store::in_memory();
    referred.apply_definitions(make_schema({risk(fields, "v1"), pointing}), k_author, at(1));
    import_rows(referred, "risk", {"id", "title"}, {{"a", "one"}});
    import_rows(referred, "action", {"id", "risk"}, {{"A-1", "a"}});
    CHECK(error_of([&] { referred.migrate(run.run, make_schema({risk(keyed), pointing}), "risk", to_number, k_author, at(5)); }) ==
          "register 'risk': its key changes, and 1 row of 'action' names it in 'risk' (take these out first, and bring them in again under the new key)");
}

TEST_CASE_FIXTURE(Fixture, "where nothing needs migrating, that is said") {
    CHECK(refusal(risk(fields, "v1")) == "register 'risk': its definition is the stored one; there is nothing to migrate");
    auto more = fields;
    more.push_back(field("note"));
    CHECK(refusal(risk(more)) == "register 'risk': neither a type nor the key changes while rows speak against it; there is nothing to migrate");
    auto without = fields;
    without.erase(without.begin() + 2);
    store.apply_definitions(make_schema({risk(without, "v2")}), k_author, at(5));
    CHECK(error_of([&] { migrate(risk(with_number(), "v3")); }) ==
          "register 'risk': field 'size' changes from text to integer, and 3 row versions hold a value (keep the type, or give the new field another id)");
    CHECK(store.head() == 4);
    store.apply_definitions(make_schema({risk(fields, "v4")}), k_author, at(5));
    CHECK(table(store, "risk", {"id", "size"}) == Rows{{"a", "11"}, {"b", Absent{}}, {"c", Absent{}}});
    auto both = with_number();
    both[2] = was(field("extent", FieldType::integer), "size");
    CHECK(refusal(risk(both)) ==
          "register 'risk': field 'size' changes its id to 'extent' and its type at once (change one, open the workspace, then the other)");
}

TEST_CASE_FIXTURE(Fixture, "a converted value that somebody alters is found, and so is the old one") {
    migrate(risk(with_number()));
    const auto alter = [&](const std::string& sql) { SQLite::Database(folder.file().string(), SQLite::OPEN_READWRITE).exec(sql); };
    alter("UPDATE h_risk SET size=99 WHERE size=10");
    CHECK(faults_of(store) == std::vector<std::string>{"change 4, register 'risk': values converted by the migration differ from its digest"});
    alter("UPDATE h_risk SET size=10 WHERE size=99");
    CHECK(faults_of(store).empty());
    alter("UPDATE h_risk SET \"size#3\"='99' WHERE size=10");
    CHECK(faults_of(store) == std::vector<std::string>{"change 2, register 'risk', block 1 (rows 1 to 3): rows differ from the digest of the change"});
}

TEST_CASE_FIXTURE(Fixture, "a field is migrated twice, and back, through all its states") {
    migrate(risk(with_number()));                         // change 4: size#3 is the text
    import_rows(store, "risk", {"id", "size"}, {{"b", 22}}); // change 5
    migrate(risk(fields, "v3"), to_words);                // change 6
    CHECK(table(store, "risk", {"id", "size"}) == Rows{{"a", "11"}, {"b", "22"}, {"c", Absent{}}});
    CHECK(table(store, "risk", {"id", "size"}, 2) == Rows{{"a", "10"}, {"b", "20"}, {"c", Absent{}}});
    CHECK(table(store, "risk", {"id", "size"}, 4) == Rows{{"a", "11"}, {"b", Absent{}}, {"c", Absent{}}});
    CHECK(store.history("risk", "b").fields == std::vector<std::string>{"id", "title", "size", "owner", "size#3", "size#5"});
    CHECK(faults_of(store).empty());
    auto without = fields;
    without.erase(without.begin() + 2);
    store.apply_definitions(make_schema({risk(without, "v4")}), k_author, at(9));
    CHECK(faults_of(store).empty());
    store.apply_definitions(make_schema({risk(fields, "v5")}), k_author, at(10));
    CHECK(table(store, "risk", {"id", "size"}) == Rows{{"a", "11"}, {"b", "22"}, {"c", Absent{}}});
    CHECK(faults_of(store).empty());
}

TEST_CASE_FIXTURE(Fixture, "over random edits every state reads as a plain list of versions says, whenever the type changed") {
    std::mt19937 random(20261126);
    const auto roll = [&](unsigned sides) { return static_cast<Int>(random() % sides); };
    for (int round = 0; round < 20; ++round) {
        auto made = Store::in_memory();
        made.apply_definitions(make_schema({risk(fields, "v1")}), k_author, at(1));
        std::map<std::string, Value> rows;
        std::map<Int, std::map<std::string, Value>> states; // values as numbers
        bool is_number = false;
        for (int step = 0; step < 12; ++step) {
            if (step == 4 || step == 8) {
                made.migrate(run.run, make_schema({is_number ? risk(fields, fmt::format("t{}", step)) : risk(with_number(), fmt::format("n{}", step))}), "risk", is_number ? ValueConverter(to_words) : ValueConverter(to_number),
                             k_author, at(step + 2));
                is_number = !is_number;
            } else {
                const auto id = fmt::format("k{}", roll(5));
                const Value number = roll(4) == 0 ? Value(Absent{}) : Value(roll(100));
                const auto* of = number_of(number);
                rows[id] = number;
                import_rows(made, "risk", {"id", "size"}, {{id, of == nullptr || is_number ? number : Value(std::to_string(*of))}});
            }
            states[made.head()] = rows;
        }
        CHECK(faults_of(made).empty());
        for (const auto& [change, expected] : states) {
            std::map<std::string, Value> found;
            for (const auto& row : table(made, "risk", {"id", "size"}, change)) {
                const auto* text = text_of(row[1]);
                found[*text_of(row[0])] = text == nullptr ? row[1] : Value(*parse_integer(*text));
                CHECK((is_absent(row[1]) || (number_of(row[1]) != nullptr) == is_number));
            }
            CHECK(found == expected);
        }
    }
}
