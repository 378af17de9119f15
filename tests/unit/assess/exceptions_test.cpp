// Exceptions beside an assessment: which stand, which do not and why, and that none of them changes anything.
#include "assay/assess/exceptions.hpp"

#include "support/memory_runner.hpp"
#include "support/table_runner.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

using namespace assay;
using namespace assay::testing;

namespace {

Date day(std::string_view text) { return *parse_date(text); }

Catalog catalog_of(const char* id, Scale scale, Obligation obligation) {
    Catalog catalog;
    catalog.id = id;
    catalog.scale = scale;
    for (const auto* name : {"c1", "c2"}) {
        Control control;
        control.id = {id, name};
        control.obligation = obligation;
        catalog.controls.push_back(std::move(control));
    }
    return catalog;
}

/// Control c1 is not met for S1 and S2, c2 is met for S1, in each of three catalogs.
struct ExceptionWorld {
    ExceptionWorld() {
        catalogs = {catalog_of("iso", Scale::iso17021, Obligation::shall), catalog_of("desmf", Scale::alignment, Obligation::task),
                    catalog_of("rmf", Scale::sp800_53a, Obligation::task)};
        assessment.header.on = day("2026-06-30");
        for (const auto& catalog : catalogs) {
            for (const auto& [control, subject, outcome] : {std::tuple{"c1", "S1", Outcome::not_met}, {"c1", "S2", Outcome::not_met}, {"c2", "S1", Outcome::met}}) {
                Determination each;
                each.control = {catalog.id, control};
                each.subject = subject;
                each.outcome = outcome;
                assessment.determinations.push_back(std::move(each));
            }
        }
        const auto text = [](const char* name) { return std::pair{std::string(name), FieldType::text}; };
        const auto date = [](const char* name) { return std::pair{std::string(name), FieldType::date}; };
        std::vector<Register> registers{
            testing::make_register("exception", {text("id"), text("catalog"), text("control"), text("subject"), text("kind"), text("reason"), text("requested_by"),
                                                 text("approver"), date("approved_on"), date("valid_until"), text("reported_to"), date("reported_on")}),
            testing::make_register("person", {text("id"), text("affiliation")}), testing::make_register("system", {text("id"), text("authorizing_official")})};
        for (auto& each : registers) {
            schema.registers.push_back(std::move(each));
        }
        runner.tables["person"] = {{{"id", "AO"}, {"affiliation", "military"}}, {{"id", "AO2"}, {"affiliation", "civilian"}}, {{"id", "CON"}, {"affiliation", "contractor"}}};
        runner.tables["system"] = {{{"id", "S1"}, {"authorizing_official", "AO"}}, {{"id", "S2"}, {"authorizing_official", "CON"}}, {{"id", "S3"}}};
    }

    /// A compliance exception of the alignment catalog, or a risk acceptance, that stands, with `edits` made to it: an empty text takes a field away.
    TableRunner::TableRow standing(const std::string& catalog, const std::vector<std::pair<std::string, std::string>>& edits = {}) {
        std::map<std::string, std::string> fields{{"id", "E1"},          {"catalog", catalog},          {"control", "c1"},         {"subject", "S1"},
                                                  {"reason", "because"}, {"requested_by", "P1"},        {"approver", "AO"},        {"approved_on", "2026-01-10"},
                                                  {"valid_until", "2026-06-30"}, {"reported_to", "Board"}, {"reported_on", "2026-02-10"},
                                                  {"kind", catalog == "rmf" ? "risk_acceptance" : "compliance_exception"}};
        for (const auto& [field, value] : edits) {
            fields[field] = value;
        }
        TableRunner::TableRow row;
        for (const auto& [field, value] : fields) {
            if (!value.empty()) {
                const bool is_date = field.ends_with("_on") || field == "valid_until";
                row[field] = is_date ? Value{std::int64_t{day(value).time_since_epoch().count()}} : Value{value};
            }
        }
        return row;
    }
    ExceptionReading read(const std::string& catalog, const std::vector<std::pair<std::string, std::string>>& edits = {}) {
        runner.tables["exception"] = {standing(catalog, edits)};
        return read_exceptions(assessment, catalogs, schema, runner).front();
    }
    std::string words(const std::string& catalog, const std::vector<std::pair<std::string, std::string>>& edits = {}) { return read(catalog, edits).words; }

    Assessment assessment;
    std::vector<Catalog> catalogs;
    Schema schema;
    TableRunner runner;
};

constexpr const char* k_stands = "in force; it changes no determination";

} // namespace

TEST_CASE("an exception in force covers what is not met for its subject, or for all, and nothing else") {
    ExceptionWorld world;
    const auto one = world.read("desmf");
    CHECK(one.state == ExceptionState::in_force);
    CHECK(one.words == k_stands);
    CHECK(one.covers == std::vector<std::size_t>{3});
    CHECK(world.read("desmf", {{"subject", ""}}).covers == std::vector<std::size_t>{3, 4});
    CHECK(world.words("desmf", {{"valid_until", ""}}) == k_stands);
    CHECK(world.words("desmf", {{"approved_on", "2026-06-30"}, {"reported_on", "2026-06-30"}}) == k_stands);
    CHECK(world.words("desmf", {{"control", "c2"}}) == "unused: nothing is not met there");
    CHECK(world.words("desmf", {{"subject", "S9"}}) == "unused: nothing is not met there");
    CHECK(world.words("desmf", {{"control", "c9"}}) == "unused: there is no such control");
}

TEST_CASE("an exception that has ended, that nobody may have approved, or that was not told of, covers nothing and says why") {
    ExceptionWorld world;
    CHECK(world.words("desmf", {{"valid_until", "2026-06-29"}}) == "expired 2026-06-29");
    CHECK(world.words("desmf", {{"approver", ""}}) == "not approved");
    CHECK(world.words("desmf", {{"approved_on", ""}}) == "not approved");
    CHECK(world.words("desmf", {{"approved_on", "2026-07-01"}}) == "not approved: only on 2026-07-01, after the judgement date");
    CHECK(world.words("desmf", {{"requested_by", "AO"}}) == "not approved: 'AO' asked for it and approved it");
    for (const auto& edits : {std::pair{"reported_to", ""}, {"reported_on", ""}, {"reported_on", "2026-07-01"}}) {
        CHECK(world.words("desmf", {{edits.first, edits.second}}) ==
              "not reported: the next governance level is not recorded to have been told by the judgement date (DESMF 3.3.1)");
    }
    CHECK(world.read("desmf", {{"reported_to", ""}}).covers.empty());
}

TEST_CASE("a certifiable standard's requirements have none, and each framework only its own kind") {
    ExceptionWorld world;
    const std::string none = "refused: a requirement of a certifiable standard has no exceptions; record a correction and an action";
    CHECK(world.words("iso") == none);
    CHECK(world.words("iso", {{"kind", "risk_acceptance"}}) == none);
    world.catalogs.front().controls.front().obligation = Obligation::should;
    CHECK(world.words("iso") == k_stands);
    CHECK(world.words("desmf", {{"kind", "risk_acceptance"}}) == "refused: risk is accepted under the RMF only; record it as compliance_exception");
    CHECK(world.words("rmf", {{"kind", "compliance_exception"}}) ==
          "refused: of this framework only the authorizing official can accept the risk; record it as risk_acceptance");
}

TEST_CASE("risk is accepted by the authorizing official of the system, a military or civilian person, and by nobody else") {
    ExceptionWorld world;
    CHECK(world.words("rmf") == k_stands);
    CHECK(world.words("rmf", {{"reported_to", ""}, {"reported_on", ""}}) == k_stands);
    CHECK(world.words("rmf", {{"approver", "AO2"}}) == "not approved: 'AO2' is not the authorizing official of system 'S1'");
    CHECK(world.words("rmf", {{"subject", "S2"}, {"approver", "CON"}}) == "not approved: 'CON' is not on record as a military or civilian person");
    CHECK(world.words("rmf", {{"subject", "S3"}}) == "not approved: no authorizing official of system 'S3' is on record");
    CHECK(world.words("rmf", {{"subject", ""}}) == k_stands);
    CHECK(world.words("rmf", {{"subject", ""}, {"approver", "AO2"}}) == "not approved: 'AO2' is the authorizing official of no system");
}

TEST_CASE("the second count leaves out what exceptions in force cover, whatever overlaps, and the first keeps it") {
    ExceptionWorld world;
    world.runner.tables["exception"] = {world.standing("desmf"), world.standing("desmf", {{"id", "E2"}, {"subject", ""}}), world.standing("iso", {{"id", "E3"}}),
                                        world.standing("rmf", {{"id", "E4"}, {"valid_until", "2026-06-29"}})};
    const auto exceptions = read_exceptions(world.assessment, world.catalogs, world.schema, world.runner);
    REQUIRE(exceptions.size() == 4);
    const auto before = world.assessment.determinations;
    const auto rest = without_excepted(world.assessment, exceptions);
    CHECK(world.assessment.determinations == before);
    std::string left;
    for (const auto& each : rest.determinations) {
        left += fmt::format("{} {};", to_text(each.control), each.subject);
    }
    CHECK(left == "iso/c1 S1;iso/c1 S2;iso/c2 S1;desmf/c2 S1;rmf/c1 S1;rmf/c1 S2;rmf/c2 S1;");
}
