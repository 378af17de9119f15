// What the loaders write into the model, field by field.
#include "assay/base/file.hpp"
#include "assay/base/hash.hpp"
#include "assay/formats/load.hpp"

#include <doctest/doctest.h>

#include <filesystem>

using namespace assay;

namespace {

std::string sample(const std::string& name) { return read_file(std::filesystem::path(ASSAY_SOURCE_DIR) / "tests/golden/xml/good" / name); }

template <class Loaded>
Loaded must_load(const std::optional<Loaded>& loaded, const Diagnostics& faults) {
    REQUIRE_MESSAGE(loaded.has_value(), faults.to_text());
    return *loaded;
}

Register register_of(const std::string& bytes) {
    Diagnostics faults;
    return must_load(load_register(bytes, "r.xml", faults), faults);
}

Catalog catalog_of(const std::string& bytes) {
    Diagnostics faults;
    return must_load(load_catalog(bytes, "c.xml", faults), faults);
}

CheckFile checks_of(const std::string& bytes) {
    Diagnostics faults;
    return must_load(load_checks(bytes, "k.xml", faults), faults);
}

Workspace workspace_of(const std::string& bytes) {
    Diagnostics faults;
    return must_load(load_workspace(bytes, "assay.xml", faults), faults);
}

const Control& control(const Catalog& catalog, const std::string& id) {
    const auto* found = catalog.find_control(id);
    REQUIRE_MESSAGE(found != nullptr, id);
    return *found;
}

} // namespace

TEST_CASE("a register is loaded with all that its definition says") {
    const std::string bytes = sample("register/every-type.xml");
    const Register loaded = register_of(bytes);
    CHECK(loaded.id == "thing");
    CHECK(loaded.title == "Things");
    CHECK(loaded.purpose == "Things that are kept.");
    CHECK(loaded.was == "object");
    CHECK(loaded.kind == RegisterKind::record);
    CHECK(loaded.occurred_from == "made_on");
    CHECK(loaded.occurred_to == "made_at");
    CHECK(loaded.absent_words == std::vector<std::string>{"?", "n/a"});
    CHECK(loaded.source_text == bytes);
    CHECK(to_text(loaded.place) == "r.xml:2:1");
    REQUIRE(loaded.subjects.size() == 2);
    CHECK(loaded.subjects[0].kind == SubjectKind::organization);
    CHECK(loaded.subjects[0].path == FieldPath{"id"});
    CHECK(loaded.subjects[1].kind == SubjectKind::service);
    CHECK(loaded.subjects[1].path == FieldPath{"owner", "team", "service"});
    CHECK(to_text(loaded.subjects[1].place) == "r.xml:25:3");
}

TEST_CASE("a field is loaded with its type and what goes with it") {
    const Register loaded = register_of(sample("register/every-type.xml"));
    const auto field = [&](std::string_view id) {
        const auto* found = loaded.find_field(id);
        REQUIRE(found != nullptr);
        return *found;
    };
    REQUIRE(loaded.fields.size() == 16);
    CHECK(loaded.key_indexes() == std::vector<std::size_t>{0});
    CHECK(field("id").type == FieldType::text);
    CHECK(field("id").title == "Id");
    CHECK(field("id").key);
    CHECK(field("id").required); // a key field is, without saying so
    CHECK(field("id").aliases == std::vector<std::string>{"Thing no."});
    CHECK(to_text(field("id").place) == "r.xml:4:3");
    CHECK(field("label").names);
    CHECK(field("label").required);
    CHECK_FALSE(field("label").key);
    CHECK(field("label").was == "caption");
    CHECK(field("amount").type == FieldType::integer);
    CHECK_FALSE(field("amount").required);
    CHECK(field("weight").type == FieldType::decimal);
    CHECK(field("weight").scale == 0);
    CHECK(field("share").type == FieldType::percent);
    CHECK(field("share").percent_unit);
    CHECK(field("share").scale == 2);
    CHECK(field("price").type == FieldType::money);
    CHECK(field("price").currency == "EUR");
    CHECK(field("price").scale == 9);
    CHECK(field("fee").currency == "coin");
    CHECK(field("fee").scale == 4);
    CHECK(field("live").type == FieldType::boolean);
    CHECK_FALSE(field("live").key);
    CHECK(field("made_on").type == FieldType::date);
    CHECK(field("made_at").type == FieldType::datetime);
    CHECK(field("effort").type == FieldType::duration);
    CHECK(field("state").type == FieldType::enumeration);
    CHECK(field("state").words == std::vector<std::string>{"open", "closed", "on_hold"});
    REQUIRE(field("state").value_aliases.size() == 2);
    CHECK(field("state").value_aliases[0].word == "open");
    CHECK(field("state").value_aliases[0].spelling == "1 - Open");
    CHECK(field("state").value_aliases[1].word == "on_hold");
    CHECK(field("tags").type == FieldType::set);
    CHECK(field("tags").words == std::vector<std::string>{"a", "b"});
    CHECK(field("owner").type == FieldType::ref);
    CHECK(field("owner").to == "person");
    CHECK(field("paper").type == FieldType::file);
}

TEST_CASE("entities, CDATA, comments and white space come out as text") {
    const Register loaded = register_of(sample("register/any-order-comments-and-entities.xml"));
    CHECK(loaded.title == "Things & \"more\"");
    CHECK(loaded.purpose == "Things <kept> & counted.");
    CHECK(loaded.fields.at(0).title == "Two lines");
    CHECK(loaded.fields.at(0).aliases == std::vector<std::string>{"Café no."});
    CHECK(loaded.kind == RegisterKind::maintained);
}

TEST_CASE("a catalog is loaded with its groups, processes and activities in order") {
    const std::string bytes = sample("catalog/everything.xml");
    const Catalog loaded = catalog_of(bytes);
    CHECK(loaded.id == "std-1");
    CHECK(loaded.title == "A standard");
    CHECK(loaded.version == "1");
    CHECK(loaded.source == "Invented.");
    CHECK(loaded.scale == Scale::alignment);
    CHECK(loaded.headline_is_shall);
    CHECK(loaded.digest == to_hex(sha256(bytes)));
    CHECK(to_text(loaded.place) == "c.xml:2:1");
    std::vector<std::string> groups;
    for (const auto& group : loaded.groups) {
        groups.push_back(group.id + " in '" + group.parent + "' at " + std::to_string(group.depth) + ": " + group.title);
    }
    CHECK(groups == std::vector<std::string>{"4 in '' at 0: Context", "4.1 in '4' at 1: Inner", "4.2 in '4' at 1: Handing down",
                                             "4.3 in '4' at 1: Empty", "IM-G in 'IM' at 1: Inside", "cpc in '' at 0: Without a cite"});
    REQUIRE(loaded.processes.size() == 1);
    const auto& process = loaded.processes.front();
    CHECK(process.id == "IM");
    CHECK(process.title == "Incident management");
    CHECK(process.section == "9.4.3");
    CHECK(process.domain == "SO");
    CHECK(process.purpose == "To restore.");
    CHECK(process.scope == "All incidents.");
    CHECK(process.instead_of == "std-2/INC");
    REQUIRE(loaded.references.size() == 2);
    CHECK(loaded.references[0].title == "An older source");
    CHECK(loaded.references[0].superseded_by == "A newer one, 2018");
    CHECK(loaded.references[1].superseded_by == "");
    REQUIRE(loaded.roles.size() == 1);
    CHECK(loaded.roles[0].id == "owner");
    CHECK(loaded.roles[0].title == "Owner");
    CHECK(loaded.roles[0].section == "7.3");
    CHECK(loaded.roles[0].responsibilities == std::vector<std::string>{"Answers for it.", "Reports on it."});
    REQUIRE(process.activities.size() == 2);
    CHECK(process.activities[0].id == "IM1");
    CHECK(process.activities[1].title == "Second");
    std::vector<std::string> controls;
    for (const auto& each : loaded.controls) {
        controls.push_back(to_text(each.id));
    }
    CHECK(controls ==
          std::vector<std::string>{"std-1/4.1-r1", "std-1/4.1-r2", "std-1/4.2-r1", "std-1/4.2-r2", "std-1/IM-O1", "std-1/IM-1", "std-1/IM-2", "std-1/cpc.1", "std-1/x"});
}

TEST_CASE("a control is loaded with what it says itself") {
    const Catalog catalog = catalog_of(sample("catalog/everything.xml"));
    const Control& loaded = control(catalog, "4.1-r1");
    CHECK(loaded.title == "Title");
    CHECK(loaded.statement == "Statement.");
    CHECK(loaded.shall == "4.1.S1");
    CHECK(loaded.group == "4.1");
    CHECK(loaded.process == "");
    CHECK(loaded.per == SubjectKind::supplier);
    CHECK(loaded.documented == Documented::document);
    CHECK(loaded.planned_interval);
    CHECK_FALSE(loaded.provable);
    CHECK_FALSE(loaded.other_parties);
    CHECK(loaded.obligation == Obligation::should);
    CHECK(loaded.excludable);
    CHECK_FALSE(loaded.government_retained);
    CHECK(loaded.confidence == 'V');
    CHECK(to_text(loaded.place) == "c.xml:9:7");
    REQUIRE(loaded.demands.size() == 3);
    CHECK(loaded.demands[0].type == "record");
    CHECK(loaded.demands[0].kind == DemandKind::standard);
    CHECK(loaded.demands[0].interval == "continuous");
    CHECK(loaded.demands[0].text == "Records");
    CHECK(loaded.demands[0].number == "R3");
    CHECK(loaded.demands[1].number == "");
    CHECK(to_text(loaded.demands[0].place) == "c.xml:12:9");
    CHECK(loaded.demands[1].kind == DemandKind::expected);
    CHECK(loaded.demands[1].interval == "P1Y6M");
    CHECK(loaded.demands[2].interval == "planned");
    CHECK(loaded.demands[2].text == "");
    std::vector<std::string> particulars;
    for (const auto& each : loaded.particulars) {
        particulars.push_back(std::string(to_text(each.kind)) + ": " + each.text);
    }
    CHECK(particulars == std::vector<std::string>{"note: Borders of the table were lost.", "responsible: Head of Agency", "supporting: Owner",
                                                  "input: Policies", "output: Assignments", "outcome: Roles are assigned.", "input: Charts"});
}

TEST_CASE("a crosswalk is loaded with its maps in order") {
    const std::string bytes = sample("crosswalk/everything.xml");
    Diagnostics faults;
    const auto loaded = load_crosswalk(bytes, "w.xml", faults);
    REQUIRE(loaded.has_value());
    CHECK(loaded->id == "a.b");
    CHECK(loaded->title == "A to B");
    CHECK(loaded->from == "a");
    CHECK(loaded->to == "b");
    CHECK(loaded->source == "Ours.");
    CHECK(loaded->digest == to_hex(sha256(bytes)));
    CHECK(to_text(loaded->from_place) == "w.xml:2:27");
    std::vector<std::string> maps;
    for (const auto& map : loaded->maps) {
        maps.push_back(map.from + ">" + map.to + " " + std::string(to_text(map.relation)) + "/" + std::string(to_text(map.change)) + "/" +
                       std::string(to_text(map.judgement)) + "/" + map.confidence + " " + map.reason);
    }
    CHECK(maps == std::vector<std::string>{"4.1>X1 equal//ours/B Both ask it.", "4.1>X2 superset//source/V Both ask it.",
                                           "4.2>X3 subset/kept/ours/B Both ask it.", "4.3>X3 intersects/changed/ours/C Both ask it.",
                                           ">X4 /new/ours/B Both ask it.", "4.4> /withdrawn/ours/B Both ask it.",
                                           "4.5>X5 related//ours/B Both ask it."});
    CHECK(to_text(loaded->maps[0].from_place) == "w.xml:4:14");
    CHECK(to_text(loaded->maps[4].from_place) == "w.xml:8:3");
}

TEST_CASE("a control inherits from its groups, its process and its catalog") {
    const Catalog catalog = catalog_of(sample("catalog/everything.xml"));
    SUBCASE("obligation, exclusion and performance by others from its group, unless it says otherwise") {
        const Control& handed = control(catalog, "4.2-r1");
        CHECK(handed.obligation == Obligation::rule);
        CHECK_FALSE(handed.excludable);
        CHECK_FALSE(handed.other_parties);
        const Control& own = control(catalog, "4.2-r2");
        CHECK(own.obligation == Obligation::task);
        CHECK(own.excludable);
        CHECK(own.other_parties);
    }
    SUBCASE("from groups, the nearest first") {
        const Control& loaded = control(catalog, "4.1-r2");
        CHECK(loaded.per == SubjectKind::service);
        CHECK(loaded.position == Position::next_to_last);
        CHECK(loaded.government_retained);
        CHECK(loaded.cite == "Clause 4");
        CHECK(loaded.group == "4.1");
    }
    SUBCASE("from the catalog, else the defaults") {
        const Control& loaded = control(catalog, "4.1-r2");
        CHECK(loaded.obligation == Obligation::task);
        CHECK(loaded.excludable);
        CHECK(loaded.shall == "4.1-r2");
        CHECK(loaded.documented == Documented::no);
        CHECK(loaded.provable);
        CHECK(loaded.other_parties);
        CHECK_FALSE(loaded.planned_interval);
        CHECK(loaded.confidence == 'B');
        CHECK(control(catalog, "x").per == SubjectKind::organization);
        CHECK(control(catalog, "x").cite == "5");
        CHECK(control(catalog, "x").position == Position::none);
    }
    SUBCASE("from the process") {
        CHECK(control(catalog, "IM-2").per == SubjectKind::process);
        CHECK(control(catalog, "IM-2").process == "IM");
        CHECK(control(catalog, "IM-2").cite == "9.4.3");
        CHECK(control(catalog, "IM-2").group == "");
        CHECK(control(catalog, "IM-1").per == SubjectKind::system);
        CHECK(control(catalog, "IM-1").process == "IM");
        CHECK(control(catalog, "IM-1").group == "IM-G");
    }
    SUBCASE("a citation of last resort is the innermost group's id") { CHECK(control(catalog, "cpc.1").cite == "cpc"); }
}

TEST_CASE("an outcome of a process becomes a control whose title and statement are its text") {
    const Catalog catalog = catalog_of(sample("catalog/everything.xml"));
    const Control& loaded = control(catalog, "IM-O1");
    CHECK(loaded.title == "Incidents are resolved.");
    CHECK(loaded.statement == loaded.title);
    CHECK(loaded.obligation == Obligation::outcome);
    CHECK(loaded.per == SubjectKind::process);
    CHECK(loaded.process == "IM");
    CHECK(loaded.cite == "9.4.3");
    CHECK(loaded.shall == "IM-O1");
}

TEST_CASE("what a catalog counts follows from its scale unless it says so") {
    CHECK(catalog_of(sample("catalog/smallest.xml")).headline_is_shall);
    CHECK_FALSE(catalog_of(R"(<catalog id="a" title="A" version="1" scale="alignment" obligation="should"><source>S</source></catalog>)")
                    .headline_is_shall);
    CHECK_FALSE(
        catalog_of(
            R"(<catalog id="a" title="A" version="1" scale="iso17021" obligation="shall" headline="control"><source>S</source></catalog>)")
            .headline_is_shall);
}

TEST_CASE("a catalog says whose words it stands in; without a word they are ours") {
    const auto with = [](const std::string& wording) {
        return catalog_of(R"(<catalog id="a" title="A" version="1" scale="alignment" obligation="should")" + wording + "><source>S</source></catalog>").is_paraphrased;
    };
    CHECK(with(""));
    CHECK(with(R"( wording="paraphrase")"));
    CHECK_FALSE(with(R"( wording="original")"));
}

TEST_CASE("checks of every kind are loaded with the texts of their expressions") {
    const std::string bytes = sample("checks/every-kind.xml");
    const CheckFile file = checks_of(bytes);
    CHECK(file.file == "k.xml");
    CHECK(file.digest == to_hex(sha256(bytes)));
    REQUIRE(file.checks.size() == 11);
    const auto& each = file.checks[0];
    CHECK(each.id.text == "k1");
    CHECK(each.kind == CheckKind::each);
    CHECK(each.scope == CheckScope::open);
    CHECK(each.proves);
    CHECK(each.zero_tolerance);
    CHECK(each.subject.text == "service");
    CHECK(each.title == "Title");
    CHECK(each.basis == "Basis.");
    CHECK(each.message.text == "Row {number}.");
    CHECK(each.in.text == "incident");
    CHECK(each.where.text == "major");
    CHECK(each.due.text == "P10D after resolved_at");
    CHECK(each.require.text == "exists(number)");
    REQUIRE(each.controls.size() == 2);
    CHECK(to_text(each.controls[0].first) == "std-1/4.1-r1");
    CHECK(to_text(each.controls[1].first) == "other/4.1-r2");
    const auto& group = file.checks[1];
    CHECK(group.kind == CheckKind::group);
    CHECK(group.scope == CheckScope::all);
    CHECK_FALSE(group.proves);
    CHECK_FALSE(group.zero_tolerance);
    CHECK(group.over.text == "activity");
    CHECK(group.by.text == "activity");
    CHECK(group.member.text == "id");
    CHECK(group.over_where.text == "live");
    CHECK(group.where.text == "true");
    CHECK(group.having.text == "count() eq 1");
    CHECK_FALSE(group.require.given());
    CHECK_FALSE(file.checks[2].over.given());
    CHECK(file.checks[2].scope == CheckScope::period);
    CHECK(file.checks[3].kind == CheckKind::some);
    CHECK_FALSE(file.checks[3].least.given());
    CHECK(file.checks[4].least.text == "2");
    CHECK(file.checks[5].kind == CheckKind::unique);
    CHECK(file.checks[5].fields.text == "activity role");
    CHECK(file.checks[6].kind == CheckKind::refers);
    CHECK(file.checks[6].field.text == "role.process");
    CHECK(file.checks[7].kind == CheckKind::order);
    CHECK(file.checks[7].fields.text == "opened_at resolved_at closed_at");
    CHECK(file.checks[8].kind == CheckKind::covers);
    CHECK(file.checks[8].from.text == "held_on");
    CHECK(file.checks[8].to.text == "valid_to");
    CHECK(file.checks[8].interval.text == "P3M");
    CHECK(file.checks[9].interval.text == "planned");
    CHECK(file.checks[10].kind == CheckKind::measure);
    CHECK(file.checks[10].value.text == "count()");
    CHECK(file.checks[10].target.text == "5");
    CHECK(file.checks[10].decided.text == "true");
}

TEST_CASE("texts of a check stand at their first character, so that faults inside them are found to the column") {
    const CheckFile file = checks_of("<checks>\n"
                                     "  <check id=\"a\" controls=\" s/1  s/2\n"
                                     "    s/3\">\n"
                                     "    <title>Öffnen</title><basis>B</basis>\n"
                                     "    <message>\r\n      Row\n   {number}</message>\n"
                                     "    <each in='x' where=' é  eq  1 ' require='true'/>\n"
                                     "  </check>\n"
                                     "</checks>");
    const auto& check = file.checks.at(0);
    CHECK(to_text(check.place) == "k.xml:2:3");
    REQUIRE(check.controls.size() == 3);
    CHECK(to_text(check.controls[0].second) == "k.xml:2:28");
    CHECK(to_text(check.controls[1].second) == "k.xml:2:33");
    CHECK(to_text(check.controls[2].second) == "k.xml:3:5");
    CHECK(check.message.text == "Row {number}");
    CHECK(to_text(check.message.place) == "k.xml:6:7");
    // Ends are trimmed, the inside is not touched: a literal may hold two spaces. Columns count characters, not bytes.
    CHECK(check.where.text == "é  eq  1");
    CHECK(to_text(check.where.place) == "k.xml:8:26");
    CHECK(to_text(check.require.place) == "k.xml:8:46");
}

TEST_CASE("cases are loaded with their rows and expectations in order") {
    const CheckFile file = checks_of(sample("checks/cases.xml"));
    const auto& check = file.checks.at(0);
    REQUIRE(check.cases.size() == 2);
    const auto& first = check.cases[0];
    CHECK(first.name == "first");
    CHECK(first.on.text == "2026-01-31");
    CHECK(first.from.text == "2025-01-01");
    CHECK(first.to.text == "2026-01-31");
    CHECK(to_text(first.on.place) == "k.xml:8:28");
    CHECK(to_text(first.place) == "k.xml:8:5");
    REQUIRE(first.rows.size() == 3);
    CHECK(first.rows[0].register_id == "incident");
    CHECK(first.rows[0].id == "2");
    REQUIRE(first.rows[0].fields.size() == 3);
    CHECK(first.rows[0].fields[0].first == "number");
    CHECK(first.rows[0].fields[0].second.text == "2");
    CHECK(to_text(first.rows[0].fields[0].second.place) == "k.xml:10:41");
    CHECK(first.rows[0].fields[1].first == "title");
    CHECK(first.rows[0].fields[1].second.text == "");
    CHECK(first.rows[0].fields[2].second.text == "2026-01-02T08:00Z");
    CHECK(to_text(first.rows[0].place) == "k.xml:10:7");
    CHECK(first.rows[1].id == "2");
    CHECK(first.rows[1].fields.empty());
    CHECK(first.rows[2].id == "");
    REQUIRE(first.expectations.size() == 2);
    CHECK(first.expectations[0].row == "2");
    CHECK(first.expectations[0].member == "");
    CHECK(first.expectations[0].verdict == Verdict::fail);
    CHECK(to_text(first.expectations[0].place) == "k.xml:9:7");
    CHECK(first.expectations[1].member == "x / y");
    CHECK(first.expectations[1].verdict == Verdict::left_out);
    CHECK_FALSE(check.cases[1].from.given());
    CHECK(check.cases[1].rows.empty());
}

TEST_CASE("a workspace is loaded with its period, standards and thresholds") {
    const std::string bytes = sample("workspace/everything.xml");
    const Workspace loaded = workspace_of(bytes);
    CHECK(loaded.organization == "Northgate & Sons");
    CHECK(loaded.zone == "Europe/London");
    CHECK(to_text(loaded.period_from) == "2025-10-01");
    CHECK(to_text(loaded.period_to) == "2026-09-30");
    CHECK(loaded.digest == to_hex(sha256(bytes)));
    CHECK(to_text(loaded.place) == "assay.xml:2:1");
    REQUIRE(loaded.standards.size() == 2);
    CHECK(loaded.standards[0].catalog == "iso20000-1-2018");
    CHECK(to_text(loaded.standards[0].place) == "assay.xml:4:3");
    CHECK(loaded.standards[1].catalog == "desmf-3");
    const GradePolicy expected{.isolated_percent = 0,
                               .isolated_rows = 7,
                               .major_percent = 100,
                               .major_rows = 2147483647,
                               .systemic_percent = 25,
                               .systemic_subjects = 4,
                               .record_lag = {1, 14}};
    CHECK(loaded.policy == expected);
}

TEST_CASE("a workspace that says no more than it must has the thresholds of PRODUCT and reads times as UTC") {
    const Workspace loaded = workspace_of(sample("workspace/smallest.xml"));
    CHECK(loaded.policy == GradePolicy{});
    CHECK(loaded.zone == "UTC");
}
