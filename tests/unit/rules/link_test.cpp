// What linking reports about checks, controls and register definitions, and how checks share scans.
#include "assay/rules/library.hpp"
#include "support/small_registers.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace assay;
using namespace assay::testing;

namespace {

Schema schema() {
    auto incident = make_register("incident", {make_key("number"), make_field("title"), make_field("resolved_on", FieldType::date),
                                               make_field("closed_at", FieldType::datetime), make_field("score", FieldType::integer),
                                               make_reference("owner", "person"), make_reference("helper", "person")});
    auto person = make_register("person", {make_key("id"), make_field("name"), make_reference("boss", "person")});
    auto raci = make_register("raci", {make_key("activity"), make_key("letter"), make_reference("service", "service")});
    auto service = make_register("service", {make_key("id"), make_field("name")});
    auto supplier_review = make_register("supplier_review", {make_key("id"), make_reference("first", "supplier"), make_reference("second", "supplier")});
    auto supplier = make_register("supplier", {make_key("id")});
    return make_schema({std::move(incident), std::move(person), std::move(raci), std::move(service), std::move(supplier), std::move(supplier_review)});
}

PlacedText at(std::string text, std::uint32_t line) { return {std::move(text), {"c.xml", line, 10}}; }

Catalog make_catalog() {
    Catalog catalog;
    catalog.id = "iso";
    for (const auto& [id, per] : {std::pair{"8.1", SubjectKind::organization}, {"8.2", SubjectKind::service}, {"8.3", SubjectKind::supplier}}) {
        Control control;
        control.id = {"iso", id};
        control.per = per;
        catalog.controls.push_back(std::move(control));
    }
    return catalog;
}

CheckDefinition make_check(std::string id, CheckKind kind = CheckKind::each) {
    CheckDefinition check;
    check.id.text = std::move(id);
    check.kind = kind;
    check.scope = CheckScope::all;
    check.place = {"c.xml", 1, 3};
    check.in = at("incident", 2);
    check.require = at("true", 3);
    check.controls.push_back({{"iso", "8.1"}, {"c.xml", 1, 20}});
    return check;
}

struct Linked {
    std::vector<Catalog> catalogs{make_catalog()};
    std::vector<CheckFile> files;
    Schema registers = schema();
    Zone zone = Zone::utc();
    LinkTime time{Date{std::chrono::days{20000}}, Date{std::chrono::days{19600}}, Date{std::chrono::days{20000}}, &zone};
    Diagnostics diagnostics;
    Library library;

    explicit Linked(std::vector<CheckDefinition> checks) {
        files.push_back({"c.xml", "", std::move(checks)});
        library = link_library(registers, catalogs, files, time, diagnostics);
    }
};

std::string fault_of(CheckDefinition check) {
    Linked linked({std::move(check)});
    CHECK(linked.library.checks.empty() == linked.diagnostics.has_errors());
    return linked.diagnostics.to_text();
}

} // namespace

TEST_CASE("a check names a register that exists, as its rows and as its members") {
    auto check = make_check("a");
    check.in = at("incidnet", 2);
    CHECK(fault_of(check) == "c.xml:2:10: error: there is no register 'incidnet' (did you mean 'incident'?) [unknown-register]\n");
    check = make_check("a", CheckKind::some);
    check.over = at("persons", 4);
    CHECK(fault_of(check) == "c.xml:4:10: error: there is no register 'persons' (did you mean 'person'?) [unknown-register]\n");
}

TEST_CASE("a check is bound to controls that exist") {
    auto check = make_check("a");
    check.controls.clear();
    CHECK(fault_of(check) == "c.xml:1:3: error: check 'a' is bound to no control (name the control it decides: controls=\"…\") [bound-to-nothing]\n");
    check.controls = {{{"iso", "8.9"}, {"c.xml", 1, 20}}};
    CHECK(fault_of(check) == "c.xml:1:20: error: there is no control 'iso/8.9' (did you mean '8.1'?) [unknown-control]\n");
    check.controls = {{{"isa", "8.1"}, {"c.xml", 1, 20}}};
    CHECK(fault_of(check) == "c.xml:1:20: error: there is no control 'isa/8.1' (did you mean 'iso'?) [unknown-control]\n");
}

TEST_CASE("the controls of a check are assessed per one kind of subject, the organisation aside") {
    auto check = make_check("a");
    check.in = at("raci", 2);
    check.controls = {{{"iso", "8.1"}, {"c.xml", 1, 20}}, {{"iso", "8.2"}, {"c.xml", 1, 24}}};
    CHECK(fault_of(check) == "");
    check.controls.push_back({{"iso", "8.3"}, {"c.xml", 1, 28}});
    CHECK(fault_of(check) == "c.xml:1:28: error: 'iso/8.3' is assessed per supplier, another control of this check per service "
                             "(write one check for each kind of subject) [mixed-subjects]\n");
}

TEST_CASE("a check of a control per subject knows the way from its rows to one") {
    auto check = make_check("a");
    check.controls = {{{"iso", "8.2"}, {"c.xml", 1, 20}}};
    CHECK(fault_of(check) == "c.xml:1:3: error: register 'incident' has no way to a service, and the control is assessed per service "
                             "(say which field or path leads to it: subject=\"…\") [no-subject]\n");
    check.in = at("raci", 2);   // its only reference to a service
    CHECK(fault_of(check) == "");
    check.controls = {{{"iso", "8.3"}, {"c.xml", 1, 20}}};
    check.in = at("supplier_review", 2);
    CHECK(fault_of(check) == "c.xml:1:3: error: register 'supplier_review' has 2 references to a supplier "
                             "(say which field or path leads to it: subject=\"…\") [no-subject]\n");
    check.subject = at("second", 5);
    CHECK(fault_of(check) == "");
    check.subject = at("secnd", 5);
    CHECK(fault_of(check) == "c.xml:5:10: error: unknown field 'secnd' in register 'supplier_review' (did you mean 'second'?) [unknown-field]\n");
}

TEST_CASE("two checks of one id are refused, with the place of the first") {
    auto second = make_check("a");
    second.place = {"d.xml", 9, 3};
    Linked linked({make_check("a"), second});
    CHECK(linked.diagnostics.to_text() == "d.xml:9:3: error: check 'a' is already defined (first in c.xml:1:3) [duplicate-id]\n");
    CHECK(linked.library.checks.size() == 1);
}

TEST_CASE("members of a register with a key of several fields need a field that names them") {
    auto check = make_check("a", CheckKind::some);
    check.over = at("raci", 4);
    check.by = at("title", 5);
    CHECK(fault_of(check) == "c.xml:4:10: error: register 'raci' has a key of several fields, so that 'title' cannot name its rows "
                             "(say which field of the member is meant: member=\"…\") [composite-key]\n");
    check.member = at("activity", 6);
    CHECK(fault_of(check) == "");
}

TEST_CASE("parts of member checks say what they take") {
    auto check = make_check("a", CheckKind::some);
    check.over = at("person", 4);
    check.by = at("score", 5);
    CHECK(fault_of(check) == "c.xml:5:10: error: 'score' names no member: it is a number [type-mismatch]\n");
    check.by = at("owner", 5);
    check.least = at("0", 6);
    CHECK(fault_of(check) == "c.xml:6:10: error: least must be a whole number from 1, not '0' [wrong-value]\n");
    check.least = at("many", 6);
    CHECK(fault_of(check) == "c.xml:6:10: error: least must be a whole number from 1, not 'many' [wrong-value]\n");
    check.least = {};
    check.over_where = at("exists(nmae)", 7);
    CHECK(fault_of(check) == "c.xml:7:17: error: unknown field 'nmae' in register 'person' (did you mean 'name'?) [unknown-field]\n");
    check.over_where = {};
    check.message = at("{member} has {rows}: {title}", 8);
    CHECK(fault_of(check) == "c.xml:8:32: error: 'title' is a field of many rows here "
                             "(put it inside count(), sum(), avg(), min() or max(), or write member.field) [bare-field]\n");
}

TEST_CASE("a measure blames the value or the target, each at its own place and once") {
    auto check = make_check("a", CheckKind::measure);
    check.by = at("owner", 5);
    check.value = at("avg(scoer)", 6);
    check.target = at("ge 0.95", 7);
    check.decided = at("count() eq 0", 8);
    CHECK(fault_of(check) == "c.xml:6:14: error: unknown field 'scoer' in register 'incident' (did you mean 'score'?) [unknown-field]\n");
    check.value = at("avg(score)", 6);
    CHECK(fault_of(check) == "");
    check.target = at("ge 'much'", 7);
    CHECK(fault_of(check) == "c.xml:7:10: error: a number and a text cannot be compared [type-mismatch]\n");
    check.target = at("ge date('never')", 7);
    CHECK(fault_of(check) == "c.xml:7:13: error: 'never' is not a date (write it as 2026-01-31) [bad-date]\n");
    check.target = at("0.95", 7);
    CHECK(fault_of(check) == "c.xml:7:10: error: '0.95' is not expected here (is 'and', 'or' or a comma missing?) [unexpected]\n");
}

TEST_CASE("a sequence is of dates only or of datetimes only, and has two at least") {
    auto check = make_check("a", CheckKind::order);
    check.fields = at("resolved_on", 4);
    CHECK(fault_of(check) == "c.xml:4:10: error: a sequence has at least two fields [too-few-fields]\n");
    check.fields = at("resolved_on closed_at", 4);
    CHECK(fault_of(check) == "c.xml:4:22: error: a sequence is of dates only or of datetimes only ('closed_at' is a datetime) [type-mismatch]\n");
    check.fields = at("title score", 4);
    CHECK(fault_of(check) == "c.xml:4:10: error: a sequence is of dates only or of datetimes only ('title' is a text) [type-mismatch]\n");
    check.fields = at("resolved_on  reslved_on", 4);
    CHECK(fault_of(check) == "c.xml:4:23: error: unknown field 'reslved_on' in register 'incident' (did you mean 'resolved_on'?) [unknown-field]\n");
}

TEST_CASE("refers takes a reference, unique takes fields") {
    auto check = make_check("a", CheckKind::refers);
    check.field = at("title", 4);
    CHECK(fault_of(check) == "c.xml:4:10: error: 'title' is not a reference [not-a-reference]\n");
    check.field = at("owner.boss", 4);
    CHECK(fault_of(check) == "");
    check = make_check("a", CheckKind::unique);
    check.fields = at("title ttle", 4);
    CHECK(fault_of(check) == "c.xml:4:16: error: unknown field 'ttle' in register 'incident' (did you mean 'title'?) [unknown-field]\n");
}

TEST_CASE("coverage needs an interval, dates and members") {
    auto check = make_check("a", CheckKind::covers);
    check.from = at("resolved_on", 4);
    check.interval = at("monthly", 6);
    CHECK(fault_of(check) == "c.xml:6:10: error: 'monthly' is not an interval (write planned, or a period such as P1M) [bad-interval]\n");
    check.interval = at("P1M", 6);
    CHECK(fault_of(check) == "");
    check.to = at("score", 5);
    CHECK(fault_of(check) == "c.xml:5:10: error: coverage is counted in dates, and this is a number [type-mismatch]\n");
    check.to = {};
    check.controls = {{{"iso", "8.2"}, {"c.xml", 1, 20}}};
    CHECK(fault_of(check) == "c.xml:1:3: error: coverage for a subject needs its members (add over=\"…\" and by=\"…\") [no-members]\n");
}

TEST_CASE("register definitions refer to registers that exist and have one key field") {
    auto registers = make_schema({make_register("raci", {make_key("activity"), make_key("letter")}),
                                  make_register("task", {make_key("id"), make_reference("raci", "raci"), make_reference("owner", "persn"), make_field("note")}),
                                  make_register("person", {make_key("id")})});
    for (auto& each : registers.registers) {
        for (std::uint32_t i = 0; i < each.fields.size(); ++i) {
            each.fields[i].place = {each.id + ".xml", i + 2, 3};
        }
    }
    auto& task = registers.registers.back();
    REQUIRE(task.id == "task");
    task.subjects.push_back({SubjectKind::process, {"note", "process"}, {"task.xml", 9, 5}});
    task.subjects.push_back({SubjectKind::service, {"servce"}, {"task.xml", 10, 5}});
    Diagnostics diagnostics;
    link_schema(registers, diagnostics);
    CHECK(diagnostics.to_text() ==
          "task.xml:3:3: error: field 'raci' refers to register 'raci', whose key has 2 fields (refer to registers with a key of one field) [composite-key]\n"
          "task.xml:4:3: error: field 'owner' refers to register 'persn', which does not exist (did you mean 'person'?) [unknown-register]\n"
          "task.xml:9:5: error: 'note' in register 'task' is a text, not a reference: '.process' leads nowhere [not-a-reference]\n"
          "task.xml:10:5: error: unknown field 'servce' in register 'task' [unknown-field]\n");
}

TEST_CASE("row checks on one register with one way to the subject share a scan, windows and other scopes do not") {
    auto period = make_check("c");
    period.scope = CheckScope::period;
    auto unique = make_check("d", CheckKind::unique);
    unique.fields = at("title", 4);
    Linked linked({make_check("b"), make_check("a"), period, unique});
    REQUIRE(linked.diagnostics.to_text() == "");
    REQUIRE(linked.library.checks.size() == 4);
    CHECK(linked.library.batches.size() == 3);
    CHECK(linked.library.checks[0].batch == linked.library.checks[1].batch);
    CHECK(linked.library.find_check("b")->question == 1);
    CHECK(linked.library.find_check("e") == nullptr);
}

TEST_CASE("a filter is a condition over one register") {
    const auto registers = schema();
    const auto zone = Zone::utc();
    TableQuery query;
    query.relations.push_back({"incident", -1, {}});
    Diagnostics diagnostics;
    const LinkTime time{Date{}, Date{}, Date{}, &zone};
    CHECK(link_filter(registers, query, at("owner.boss.name eq 'Ada'", 1), time, diagnostics).has_value());
    CHECK(query.relations.size() == 3);
    CHECK_FALSE(link_filter(registers, query, at("titel eq 'x'", 1), time, diagnostics).has_value());
    CHECK(diagnostics.to_text() == "c.xml:1:10: error: unknown field 'titel' in register 'incident' (did you mean 'title'?) [unknown-field]\n");
}

TEST_CASE("with standards named, checks bound to none of them are left out, and their bindings are looked at all the same") {
    auto kept = make_check("a");
    auto other = make_check("b");
    other.controls = {{{"other", "1"}, {"c.xml", 2, 20}}};
    auto both = make_check("c");
    both.controls.push_back({{"other", "1"}, {"c.xml", 3, 20}});
    auto dangling = make_check("d");
    dangling.controls = {{{"other", "2"}, {"c.xml", 4, 20}}};
    auto second = make_catalog();
    second.id = "other";
    for (auto& control : second.controls) {
        control.id = {"other", "1"};
    }
    second.controls.resize(1);
    const std::vector<Catalog> catalogs{make_catalog(), second};
    const std::vector<CheckFile> files{{"c.xml", "", {kept, other, both, dangling}}};
    const Linked world({});
    Diagnostics diagnostics;
    const std::vector<std::string> standards{"iso"};
    const auto library = link_library(world.registers, catalogs, files, world.time, diagnostics, standards);
    REQUIRE(library.checks.size() == 2);
    CHECK(library.checks[0].definition->id.text == "a");
    CHECK(library.checks[1].definition->id.text == "c");
    CHECK(diagnostics.to_text() == "c.xml:4:20: error: there is no control 'other/2' (did you mean '1'?) [unknown-control]\n");
}
