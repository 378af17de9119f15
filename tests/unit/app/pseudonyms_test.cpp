#include "app/pseudonyms.hpp"

#include "assay/base/file.hpp"
#include "assay/formats/load.hpp"
#include "support/memory_runner.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace assay;
using assay::testing::make_register;
using assay::testing::MemoryRunner;

namespace {

Schema people_schema() {
    auto person = make_register("person", {{"id", FieldType::text}, {"name", FieldType::text}, {"email", FieldType::text}, {"manager", FieldType::ref}});
    person.fields[3].to = "person";
    auto ticket = make_register("ticket", {{"number", FieldType::text}, {"assigned_to", FieldType::text}, {"owner", FieldType::ref}, {"title", FieldType::text}});
    ticket.fields[2].to = "person";
    auto holder = make_register("holder", {{"role", FieldType::text}, {"person", FieldType::ref}}, 2);
    holder.fields[1].to = "person";
    Schema schema;
    schema.registers = {holder, person, ticket};
    return schema;
}

struct People {
    MemoryRunner runner{people_schema()};
    People() {
        runner.add("person", {{"id", "P1"}, {"name", "Lt. Col. Ann Bell"}, {"email", "ann.bell@x.example"}});
        runner.add("person", {{"id", "P002"}, {"name", "Ben Cole"}, {"manager", "P1"}});
        runner.add("person", {{"id", "12345"}, {"name", "Vacant"}});
    }
    [[nodiscard]] const Schema& schema() const { return runner.schema(); }
};

/// "Person 002" and "person-002" are the same: "002".
std::string number_in(const std::string& pseudonym) { return pseudonym.substr(7, 3); }

} // namespace

TEST_CASE("one person has one pseudonym, by id, name and address") {
    People people;
    Pseudonyms pseudonyms(people.runner, people.schema(), "salt");
    const auto& person = people.schema().get("person");
    const auto id = pseudonyms.of_field(person, person.fields[0], "P1");
    CHECK(id == "person-" + number_in(id));
    CHECK(pseudonyms.of_field(person, person.fields[1], "Lt. Col. Ann Bell") == "Person " + number_in(id));
    CHECK(pseudonyms.of_field(person, person.fields[2], "ann.bell@x.example") == "person-" + number_in(id) + "@pack.invalid");
    CHECK(pseudonyms.of_field(person, person.fields[3], "p1 ") == id);
    CHECK(pseudonyms.of_person("ann bell") == "Person " + number_in(id));
    CHECK(pseudonyms.count() == 3);
    CHECK(pseudonyms.of_person("Somebody Else") == "Person 004");
    CHECK(pseudonyms.of_person("somebody else") == "Person 004");
    CHECK(pseudonyms.of_person("") == "");
    CHECK(pseudonyms.count() == 4);
    Pseudonyms again(people.runner, people.schema(), "salt");
    CHECK(again.of_person("P1") == "Person " + number_in(id));
}

TEST_CASE("the order of ids is not the order of pseudonyms under every salt") {
    People people;
    std::set<std::string> first;
    for (const auto* salt : {"a", "b", "c", "d", "e", "f", "g", "h"}) {
        Pseudonyms pseudonyms(people.runner, people.schema(), salt);
        first.insert(pseudonyms.of_person("P1"));
    }
    CHECK(first.size() == 3);
}

TEST_CASE("texts lose the names that tell, and nothing else") {
    People people;
    Pseudonyms pseudonyms(people.runner, people.schema(), "salt");
    const auto ann = number_in(pseudonyms.of_person("P1"));
    const auto ben = number_in(pseudonyms.of_person("P002"));
    CHECK(pseudonyms.in_text("Told Lt. Col. Ann Bell, BEN COLE's deputy.") == "Told Person " + ann + ", Person " + ben + "'s deputy.");
    CHECK(pseudonyms.in_text("Ann Bell (P002)") == "Person " + ann + " (person-" + ben + ")");
    CHECK(pseudonyms.in_text("ann.bell@x.example, ann.bell") == "person-" + ann + "@pack.invalid, person-" + ann);
    CHECK(pseudonyms.in_text("P1 tickets; Vacant post; Ann Bellamy; Joann Bell; P0021; 112345") == "P1 tickets; Vacant post; Ann Bellamy; Joann Bell; P0021; 112345");
    CHECK(pseudonyms.in_text("badge 12345").starts_with("badge person-"));
    CHECK(pseudonyms.in_sentence("approved by Vacant") == "approved by " + pseudonyms.of_person("Vacant"));
    CHECK(pseudonyms.in_sentence("P1 attested it") == "person-" + ann + " attested it");
    CHECK(pseudonyms.in_text("") == "");
    CHECK(pseudonyms.in_text("\xC3\x89tienne Ann Bell\xC3\xA9") == "\xC3\x89tienne Ann Bell\xC3\xA9");
}

TEST_CASE("rows name nobody: references, fields that say who, and texts") {
    People people;
    people.runner.add("ticket", {{"number", "T1"}, {"assigned_to", "Zed Young"}, {"owner", "P1"}, {"title", "Ben Cole is locked out"}});
    PopulationDeclaration declaration;
    declaration.source = "Desk of Ben Cole";
    declaration.query = "all";
    declaration.extracted_by = "ben cole";
    people.runner.declare("ticket", declaration);
    const auto schema = people.schema();
    Pseudonyms pseudonyms(people.runner, schema, "salt");
    const auto ann = number_in(pseudonyms.of_person("P1"));
    const auto ben = number_in(pseudonyms.of_person("P002"));
    const auto hidden = make_pseudonymous(std::make_unique<MemoryRunner>(people.runner), schema, pseudonyms);
    TableQuery query;
    query.relations.push_back({"ticket", -1, {}});
    for (const auto& field : schema.get("ticket").fields) {
        QueryExpr column;
        column.op = QueryOp::column;
        column.name = field.id;
        query.select.push_back(column);
    }
    std::size_t rows = 0;
    hidden->rows(query, [&](std::span<const Value> values) {
        ++rows;
        CHECK(*text_of(values[0]) == "T1");
        CHECK(*text_of(values[1]) == "Person 004");
        CHECK(*text_of(values[2]) == "person-" + ann);
        CHECK(*text_of(values[3]) == "Person " + ben + " is locked out");
    });
    CHECK(rows == 1);
    const auto declared = hidden->declarations("ticket");
    REQUIRE(declared.size() == 1);
    CHECK(declared[0].source == "Desk of Person " + ben);
    CHECK(declared[0].extracted_by == "Person " + ben);
}

TEST_CASE("an assessment names nobody: keys of rows, their fingerprints, and sentences") {
    People people;
    Pseudonyms pseudonyms(people.runner, people.schema(), "salt");
    const auto ann = number_in(pseudonyms.of_person("P1"));
    Assessment assessment;
    Determination determination;
    determination.bases.push_back({BasisKind::attestation, Effect::supports, "AT-1", "Vacant and P1 attested it"});
    assessment.determinations.push_back(determination);
    FailingRow row;
    row.check = CheckId("c");
    row.register_id = "holder";
    row.key = join_key({"R1", "P1"});
    row.fingerprint = finding_fingerprint(row.check, "", "holder", row.key);
    assessment.failing.push_back(row);
    const auto hidden = make_pseudonymous(assessment, Library{}, people.schema(), pseudonyms);
    CHECK(hidden.failing[0].key == join_key({"R1", "person-" + ann}));
    CHECK(hidden.failing[0].fingerprint == finding_fingerprint(row.check, "", "holder", hidden.failing[0].key));
    CHECK(hidden.determinations[0].bases[0].text == pseudonyms.of_person("Vacant") + " and person-" + ann + " attested it");
}

TEST_CASE("every text field that says by whom holds a person, or is known not to") {
    const std::set<std::string> others{"met_by", "supported_by", "issued_by", "accredited_by"};
    std::set<std::string> seen;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(ASSAY_SOURCE_DIR) / "controls/registers")) {
        if (entry.path().extension() != ".xml") {
            continue;
        }
        Diagnostics faults;
        const auto of = load_register(read_file(entry.path()), entry.path().filename().string(), faults);
        REQUIRE(of.has_value());
        for (const auto& field : of->fields) {
            const bool is_by = field.id.ends_with("_by") || field.id == "assigned_to" || field.id == "caller";
            if (field.type == FieldType::text && (is_by || holds_person(*of, field))) {
                seen.insert(field.id);
                CHECK_MESSAGE(holds_person(*of, field) == !others.contains(field.id), of->id, ".", field.id);
            }
        }
    }
    CHECK(seen.contains("custodian"));
    CHECK(seen.contains("resolved_by"));
    CHECK(seen.contains("met_by"));
}
