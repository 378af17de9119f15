#include "rules/link_groups.hpp"

#include <doctest/doctest.h>

#include <map>
#include <string>

using namespace assay;

namespace {

/// So many checks of each register, mixed.
std::vector<CheckDefinition> checks_of(std::map<std::string, int> counts) {
    std::vector<CheckDefinition> checks;
    for (bool any = true; any;) {
        any = false;
        for (auto& [id, left] : counts) {
            if (left-- > 0) {
                checks.emplace_back().in.text = id;
                any = true;
            }
        }
    }
    return checks;
}

std::vector<const CheckDefinition*> pointers_to(const std::vector<CheckDefinition>& checks) {
    std::vector<const CheckDefinition*> pointers;
    for (const auto& check : checks) {
        pointers.push_back(&check);
    }
    return pointers;
}

LinkedCheck linked(const CheckDefinition& definition, std::size_t batch) {
    LinkedCheck check;
    check.definition = &definition;
    check.form = CheckForm::rows;
    check.batch = batch;
    return check;
}

} // namespace

TEST_CASE("checks of one register are one group, in their order, and the largest group comes first") {
    const auto checks = checks_of({{"a", 1}, {"b", 3}, {"c", 2}, {"d", 2}}); // a b c d, b c d, b
    CHECK(group_by_register(pointers_to(checks)) == std::vector<std::vector<std::size_t>>{{1, 4, 7}, {2, 5}, {3, 6}, {0}});
    CHECK(group_by_register({}).empty());
}

TEST_CASE("libraries of groups become the one that a single linker makes: checks by id, batches in the order of need") {
    std::vector<CheckDefinition> definitions(5);
    for (std::size_t i = 0; i < definitions.size(); ++i) {
        definitions[i].id.text = std::string(1, static_cast<char>('a' + i));
    }
    std::vector<Library> libraries(3);
    libraries[0].checks = {linked(definitions[1], 1), linked(definitions[4], 0)}; // b, e
    libraries[0].batches.resize(2);
    libraries[0].batches[0].batch.subject.name = "of e";
    libraries[0].batches[1].batch.subject.name = "of b";
    libraries[2].checks = {linked(definitions[0], 0), linked(definitions[2], 0), linked(definitions[3], 0)}; // a, c, d
    libraries[2].checks[1].form = CheckForm::covers;
    libraries[2].batches.resize(1);
    libraries[2].batches[0].batch.subject.name = "of a and d";
    const auto joined = join(std::move(libraries));
    std::string ids;
    for (const auto& check : joined.checks) {
        ids += check.definition->id.text;
    }
    CHECK(ids == "abcde");
    REQUIRE(joined.batches.size() == 3);
    CHECK(joined.batches[0].batch.subject.name == "of a and d");
    CHECK(joined.batches[0].checks == std::vector<std::size_t>{0, 3});
    CHECK(joined.batches[1].batch.subject.name == "of b");
    CHECK(joined.batches[1].checks == std::vector<std::size_t>{1});
    CHECK(joined.batches[2].checks == std::vector<std::size_t>{4});
    CHECK(joined.checks[3].batch == 0);
    CHECK(joined.checks[4].batch == 2);
    CHECK(join({}).checks.empty());
}
