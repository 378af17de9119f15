// A path as a column to group rows by.
#include "assay/rules/path.hpp"
#include "support/small_registers.hpp"

#include <doctest/doctest.h>

using namespace assay;
using namespace assay::testing;

namespace {

Schema path_schema() {
    auto incident = make_register("incident", {make_key("number"), make_field("opened_on", FieldType::date), make_reference("service", "service")});
    auto service = make_register("service", {make_key("id"), make_reference("owner", "person")});
    auto person = make_register("person", {make_key("id"), make_field("name")});
    return make_schema({std::move(incident), std::move(person), std::move(service)});
}

struct PathLinking {
    Schema schema = path_schema();
    TableQuery query{{{"incident", -1, {}}}, {}, {}, {}, {}, 0, 0};
    Diagnostics faults;
    std::optional<LinkedPath> link(std::string text) { return link_path(schema, query, {std::move(text), {"--by", 1, 1}}, faults); }
};

} // namespace

TEST_CASE_FIXTURE(PathLinking, "a path becomes a column of the register that it leads to, and joins each reference once") {
    const auto own = link("opened_on");
    REQUIRE(own.has_value());
    CHECK(own->field->type == FieldType::date);
    CHECK(own->expr.relation == 0);
    const auto name = link("service.owner.name");
    REQUIRE(name.has_value());
    CHECK(name->field->id == "name");
    CHECK(name->expr.name == "name");
    CHECK(link("service.owner").has_value());
    REQUIRE(query.relations.size() == 3);
    CHECK(query.relations[name->expr.relation].register_id == "person");
    CHECK(faults.to_text().empty());
}

TEST_CASE_FIXTURE(PathLinking, "what is no path is told with its place and the nearest word") {
    CHECK(!link("service.ownr").has_value());
    CHECK(!link("opened_on.day").has_value());
    CHECK(!link("opened_on + duration('P1D')").has_value());
    CHECK(faults.to_text() == "--by:1:1: error: 'opened_on' in register 'incident' is a date, not a reference: '.day' leads nowhere [not-a-reference]\n"
                              "--by:1:1: error: unknown field 'ownr' in register 'service' (did you mean 'owner'?) [unknown-field]\n"
                              "--by:1:11: error: a field or a path over references is expected [not-a-path]\n");
}
