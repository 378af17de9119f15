// assay migrate: a definition with another type or key than its rows, as its user meets it.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace {

struct Budgets : TestWorkspace {
    Budgets() {
        define(R"(type="text")", R"(type="date")");
        REQUIRE(run({"set", "bill", "B-1", "class=odd", "due=2026-01-02"}).exit_code == 0);
        REQUIRE(run({"set", "bill", "B-1", "class=infra"}).exit_code == 0);
        REQUIRE(run({"set", "bill", "B-2", "class=shared", "cost=10.50"}).exit_code == 0);
        define(R"(type="enum" values="infrastructure shared")", R"(type="datetime")");
    }
    void define(const std::string& type_of_class, const std::string& type_of_due, const std::string& currency = "EUR") {
        write("controls/registers/bill.xml", "<register id=\"bill\" title=\"Bills\" kind=\"maintained\">\n  <purpose>What is paid.</purpose>\n"
                                             "  <field id=\"id\" title=\"Bill ID\" type=\"text\" key=\"yes\"/>\n  <field id=\"class\" title=\"Class\" " +
                                                 type_of_class + "/>\n  <field id=\"due\" title=\"Due\" " + type_of_due + "/>\n  <field id=\"cost\" title=\"Cost\" type=\"money\" currency=\"" + currency +
                                                 "\"/>\n</register>\n");
    }
};

} // namespace

TEST_CASE_FIXTURE(Budgets, "every command says what to do, and nothing is altered before it is done") {
    const auto before = store_bytes();
    const auto listed = run({"list", "bill"});
    CHECK(listed.exit_code == 1);
    CHECK(listed.out.empty());
    CHECK(listed.err ==
          "assay: register 'bill': field 'class' changes from text to enum, and 3 row versions hold a value (run 'assay migrate bill', keep the type, or give the new field another id)\n"
          "register 'bill': field 'due' changes from date to datetime, and 2 row versions hold a value (run 'assay migrate bill', keep the type, or give the new field another id)\n");
    const auto asked = run({"migrate", "bill"});
    CHECK(asked.exit_code == 1);
    CHECK(asked.out.empty());
    CHECK(asked.err == "assay: register 'bill': field 'class': 1 row holds 'infra', which is no word of the new definition: B-1 (say what becomes of it: --map \"class:infra=…\")\n");
    const auto tried = run({"migrate", "bill", "--map", "class:infra=infrastructure", "--dry-run"});
    CHECK(tried.exit_code == 0);
    CHECK(tried.out == "bill would be migrated: dry run, nothing was stored\n"
                       "  class: from text to enum\n"
                       "    2 rows with a value: 2 converted, 0 made absent\n"
                       "    1 earlier version with a value: 0 converted, 1 absent in earlier states (history keeps the old value)\n"
                       "  due: from date to datetime\n"
                       "    1 row with a value: 1 converted, 0 made absent\n"
                       "    1 earlier version with a value: 1 converted, 0 absent in earlier states (history keeps the old value)\n");
    CHECK(store_bytes() == before);
}

TEST_CASE_FIXTURE(Budgets, "after a migration rows, earlier states and history speak the new types, and history the old values too") {
    const auto done = run({"migrate", "bill", "--map", "class:infra=infrastructure", "--map", "class:odd=", "--why", "one list of classes"});
    REQUIRE_MESSAGE(done.exit_code == 0, done.err);
    CHECK(done.out.starts_with("bill is migrated by change 6\n"));
    CHECK(run({"list", "bill", "--columns", "id,class,due", "--format", "csv"}).out == "id,class,due\r\nB-1,infrastructure,2026-01-02 00:00Z\r\nB-2,shared,\r\n");
    CHECK(run({"list", "bill", "--columns", "id,class,due", "--format", "csv", "--at", "4"}).out == "id,class,due\r\nB-1,infrastructure,2026-01-02 00:00Z\r\n");
    CHECK(run({"list", "bill", "--where", "class eq 'infrastructure'", "--columns", "id", "--format", "csv"}).out == "id\r\nB-1\r\n");
    CHECK(masked(run({"history", "bill", "B-1"}).out) == "bill B-1: 2 changes\n\nchange 3, <when>, tester: added by edit, made at the prompt\n"
                                                         "  id       B-1\n  due      <day> 00:00Z\n  class#2  odd\n  due#3    <day>\n\n"
                                                         "change 4, <when>, tester: changed by edit, made at the prompt\n"
                                                         "  class    not recorded → infrastructure\n  class#2  odd → infra\n");
    CHECK(run({"log", "verify"}).exit_code == 0);
    CHECK(masked(run({"log", "show", "--limit", "1"}).out).find("change 6, <when>, tester: definition\n  why: one list of classes\n  definitions: bill\n") != std::string::npos);
    CHECK(run({"migrate", "bill"}).err == "assay: register 'bill': its definition is the stored one; there is nothing to migrate\n");
    CHECK(run({"undo", "6"}).err == "assay: change 6 applied definitions, and definitions are not undone (change the definition instead)\n");
    CHECK(run({"undo", "4"}).exit_code == 0);
    CHECK(run({"log", "verify"}).exit_code == 0);
}

TEST_CASE_FIXTURE(Budgets, "a wrong mapping changes nothing") {
    const auto before = store_bytes();
    const auto refused = [&](const std::string& map) {
        const auto done = run({"migrate", "bill", "--map", "class:infra=infrastructure", "--map", map});
        CHECK(done.exit_code == 64);
        CHECK(done.out.empty());
        CHECK(store_bytes() == before);
        return done.err;
    };
    CHECK(refused("class=infra") == "assay: --map takes FIELD:OLD=NEW, not 'class=infra'\n");
    CHECK(refused("class:infra=shared") == "assay: --map says twice what becomes of 'infra' in field 'class'\n");
    CHECK(refused("cost:10.5=11") == "assay: --map: no version holds '10.5' in a field 'cost' that changes its type\n");
    CHECK(refused("class:shared=bogus") == "assay: --map: 'bogus' is no value of field 'class': 'bogus' is not a word of 'class' (one of: infrastructure, shared)\n");
    CHECK(run({"migrate", "bil"}).exit_code == 64);
}

TEST_CASE_FIXTURE(Budgets, "a sum is not carried to another currency unless somebody says which sum it is") {
    define(R"(type="text")", R"(type="date")", "USD");
    CHECK(run({"migrate", "bill"}).err ==
          "assay: register 'bill': field 'cost': 1 row holds '10.5', which is no money: B-2 (say what becomes of it: --map \"cost:10.5=…\")\n");
    const auto done = run({"migrate", "bill", "--map", "cost:10.5=12.08"});
    CHECK_MESSAGE(done.exit_code == 0, done.err);
    CHECK(run({"list", "bill", "--columns", "id,cost", "--format", "csv"}).out == "id,cost\r\nB-1,\r\nB-2,12.08\r\n");
}
