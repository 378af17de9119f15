// show, history, set, remove and undo.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace {

struct OneRisk : TestWorkspace {
    OneRisk() {
        write("risks.csv", "Risk ID,Title,Likelihood,Owner\r\nR-1,First,low,Ann Bell\r\n");
        write("people.csv", "Person ID,Name\r\nP1,Ann Bell\r\nP2,Ben Cole\r\nP3,Same Name\r\nP4,Same Name\r\n");
        REQUIRE(run({"import", "person", "people.csv"}).exit_code == 0);
        REQUIRE(run({"import", "risk", "risks.csv"}).exit_code == 0);
    }
    void refused(const std::vector<std::string>& arguments, int exit_code, const std::string& text) const {
        const auto before = store_bytes();
        const auto result = run(arguments);
        CHECK(result.out.empty());
        CHECK(result.err == text);
        CHECK(result.exit_code == exit_code);
        CHECK(store_bytes() == before);
    }
    void says(const std::vector<std::string>& arguments, const std::string& text) const {
        const auto result = run(arguments);
        CHECK(result.err.empty());
        CHECK(masked(result.out) == text);
        CHECK(result.exit_code == 0);
    }
};

} // namespace

TEST_CASE_FIXTURE(OneRisk, "show gives every field, what is not recorded, and the file and line the row came from") {
    const auto result = run({"show", "risk", "R-1"});
    CHECK(result.err.empty());
    CHECK(result.exit_code == 0);
    CHECK(result.out.starts_with("risk R-1: Risks and opportunities, state after change 3\n\n"));
    CHECK(result.out.find("\n  title                           First\n") != std::string::npos);
    CHECK(result.out.find("\n  owner                           P1\n") != std::string::npos);
    CHECK(result.out.find("\n  note                            not recorded\n\n") != std::string::npos);
    CHECK(masked(result.out).find("\nchange 3, <when>, tester: risks.csv:2 (sha256 ") != std::string::npos);
    const auto json = run({"show", "risk", "R-1", "--format", "json"});
    CHECK(json.out.find("\"owner\": \"P1\"") != std::string::npos);
    CHECK(json.out.find("\"note\": null") != std::string::npos);
    CHECK(json.out.find("\"file\": \"risks.csv\"") != std::string::npos);
}

TEST_CASE_FIXTURE(OneRisk, "set adds and changes a row, and history tells who did what, when and why") {
    says({"set", "risk", "R-1", "title=Second", "owner=ben cole", "likelihood=High", "note=a=b", "--why", "asked for"},
         "risk R-1: changed by change 4\n"
         "  title       First → Second\n"
         "  owner       P1 → P2\n"
         "  likelihood  low → high\n"
         "  note        not recorded → a=b\n");
    says({"set", "risk", "R-1", "note="}, "risk R-1: changed by change 5\n  note  a=b → not recorded\n");
    says({"set", "risk", "R-1", "title=Second"}, "risk R-1: nothing to change, the row says so already\n");
    says({"set", "risk", "R-2", "title=New"}, "risk R-2: added by change 6\n  id     R-2\n  title  New\n");
    says({"remove", "risk", "R-1", "--why", "closed"}, "risk R-1: removed by change 7\n");
    auto history = masked(run({"history", "risk", "R-1"}).out);
    const auto sha = history.find("(sha256 ");
    history.erase(sha, history.find(')', sha) - sha + 1);
    CHECK(history == "risk R-1: 4 changes\n"
                     "\n"
                     "change 3, <when>, tester: added by import, risks.csv:2 \n"
                     "  id          R-1\n"
                     "  title       First\n"
                     "  likelihood  low\n"
                     "  owner       P1\n"
                     "\n"
                     "change 4, <when>, tester: changed by edit, made at the prompt\n"
                     "  why: asked for\n"
                     "  title       First → Second\n"
                     "  likelihood  low → high\n"
                     "  owner       P1 → P2\n"
                     "  note        not recorded → a=b\n"
                     "\n"
                     "change 5, <when>, tester: changed by edit, made at the prompt\n"
                     "  note  a=b → not recorded\n"
                     "\n"
                     "change 7, <when>, tester: removed by edit\n"
                     "  why: closed\n");
    const auto json = run({"history", "risk", "R-1", "--format", "json"}).out;
    CHECK(json.find("\"before\": null,\n          \"after\": \"a=b\"") != std::string::npos);
    CHECK(json.find("\"event\": \"removed\"") != std::string::npos);
}

TEST_CASE_FIXTURE(OneRisk, "a row of a composite key is named by a word for each part") {
    REQUIRE(run({"set", "role", "OWN", "name=Owner"}).exit_code == 0);
    REQUIRE(run({"set", "activity", "IM1", "name=Establish", "process=IM"}).exit_code == 0);
    says({"set", "raci", "IM1", "owner", "A"}, "raci IM1 / OWN / a: added by change 6\n  activity  IM1\n  role      OWN\n  letter    a\n");
    says({"set", "raci", "IM1", "OWN", "A", "note=mine"}, "raci IM1 / OWN / a: changed by change 7\n  note  not recorded → mine\n");
    CHECK(run({"show", "raci", "IM1", "OWN", "a"}).exit_code == 0);
    refused({"set", "raci", "IM1", "note=x"}, 64, "assay: a row of 'raci' is named by 3 words (activity, role, letter), not by 2\n");
    refused({"show", "raci", "IM1"}, 64, "assay: a row of 'raci' is named by 3 words (activity, role, letter), not by 1\n");
}

TEST_CASE_FIXTURE(OneRisk, "a key is one word, whatever is in it") {
    says({"set", "risk", "[a,b]", "title=x"}, "risk [a,b]: added by change 4\n  id     [a,b]\n  title  x\n");
    says({"set", "risk", "title=x", "title=y"}, "risk title=x: added by change 5\n  id     title=x\n  title  y\n");
}

TEST_CASE_FIXTURE(OneRisk, "a reference that names nobody is stored as given and remarked on") {
    const auto result = run({"set", "risk", "R-1", "owner=Nobody"});
    CHECK(result.out == "risk R-1: changed by change 4\n  owner  P1 → Nobody\n");
    CHECK(result.err == "assay: owner: 'person' has no row 'Nobody'; stored as given\n");
    CHECK(result.exit_code == 0);
}

TEST_CASE_FIXTURE(OneRisk, "set refuses what intake would refuse, naming each fault, and changes nothing") {
    refused({"set", "risk", "R-1", "likelihood=hgih", "treatment_due=31/12/2026"}, 1,
            "likelihood=hgih: error: 'hgih' is not a word of 'likelihood' (did you mean 'high'? one of: very_low, low, moderate, high, very_high) [unknown-word]\n"
            "treatment_due=31/12/2026: error: '31/12/2026' does not say which is the day and which the month (write it as 2026-01-31) [date-order-unknown]\n");
    refused({"set", "risk", "R-1", "title="}, 1, "title=: error: required field 'title' is empty [required-value]\n");
    refused({"set", "risk", "R-9", "owner=P1"}, 1, "assay: risk R-9: the row is new, and the required field 'title' is not given\n");
    refused({"set", "risk", "R-1", "owner=same name"}, 64, "assay: 'same name' in 'Owner' is the name of several rows of 'person'; give the key\n");
    refused({"set", "risk", "R-1", "ownr=P1"}, 64, "assay: unknown field 'ownr' in register 'risk' (did you mean 'owner'?)\n");
    refused({"set", "risk", "R-1", "owner"}, 64, "assay: argument 'owner' is not FIELD=VALUE\n");
    refused({"set", "risk", "R-1", "id=R-2"}, 64, "assay: 'id' is part of the key of 'risk', which set does not change: 'assay rename risk' gives the row another key, and what refers to it follows\n");
    refused({"set", "risk", "R-1", "note=x", "note=y"}, 64, "assay: 'note' is set twice\n");
    refused({"set", "rsk", "R-1", "note=x"}, 64, "assay: there is no register 'rsk' (did you mean 'risk'?)\n");
    refused({"set", "risk", "", "note=x"}, 64, "assay: the key field 'id' of 'risk' cannot be empty\n");
}

TEST_CASE_FIXTURE(OneRisk, "set with --if is refused when somebody else changed the row since") {
    REQUIRE(run({"set", "risk", "R-1", "note=theirs"}).exit_code == 0);
    refused({"set", "risk", "R-1", "note=mine", "--if", "3"}, 1, "assay: risk R-1: the stored row was changed by change 4, after change 3 was read\n");
    says({"set", "risk", "R-1", "note=mine", "--if", "4"}, "risk R-1: changed by change 5\n  note  theirs → mine\n");
    refused({"set", "risk", "R-1", "note=x", "--if", "now"}, 64, "assay: --if takes a whole number that is not negative, not 'now'\n");
}

TEST_CASE_FIXTURE(OneRisk, "an amount is typed in the currency of its row") {
    REQUIRE(run({"set", "contract", "C-1", "supplier=V1", "title=Lines", "value=100", "currency=USD"}).exit_code == 0);
    refused({"set", "contract", "C-1", "value=5 EUR"}, 1, "value=5 EUR: error: '5 EUR' is not in USD [other-currency]\n");
    says({"set", "contract", "C-1", "value=5 USD"}, "contract C-1: changed by change 5\n  value  100 → 5\n");
}

TEST_CASE_FIXTURE(OneRisk, "undo takes a change back, and refuses where later changes touched its rows") {
    REQUIRE(run({"set", "risk", "R-1", "title=Second"}).exit_code == 0);
    REQUIRE(run({"set", "risk", "R-1", "title=Third"}).exit_code == 0);
    refused({"undo", "4"}, 1, "assay: change 4 cannot be undone: later changes touched its rows (undo these first)\n  risk 'R-1': change 5\n");
    says({"undo", "5", "--why", "a mistake"}, "change 5 is undone by change 6: 1 row closed, 1 row restored\n");
    CHECK(run({"list", "risk", "--columns", "title", "--format", "csv"}).out == "title\r\nSecond\r\n");
    says({"undo", "6"}, "change 6 is undone by change 7: 1 row closed, 1 row restored\n");
    CHECK(run({"list", "risk", "--columns", "title", "--format", "csv"}).out == "title\r\nThird\r\n");
    refused({"undo", "99"}, 1, "assay: there is no change 99 (the newest is change 7)\n");
    refused({"undo", "1"}, 1, "assay: change 1 applied definitions, and definitions are not undone (change the definition instead)\n");
    refused({"undo", "five"}, 64, "assay: CHANGE takes the number of a change, not 'five'\n");
}

TEST_CASE_FIXTURE(OneRisk, "what does not exist is not shown and not removed") {
    refused({"show", "risk", "R-2"}, 1, "assay: there is no row 'R-2' in register 'risk' (did you mean 'R-1'?)\n");
    refused({"remove", "risk", "R-2"}, 1, "assay: there is no row 'R-2' in register 'risk' (did you mean 'R-1'?)\n");
    refused({"history", "risk", "Q-7"}, 1, "assay: there is no row 'Q-7' in register 'risk'\n");
    refused({"show", "risk", "R-1", "--at", "2"}, 1, "assay: there is no row 'R-1' in register 'risk'\n");
    refused({"show", "risk"}, 64, "assay: KEY is required\nRun 'assay --help' or 'assay COMMAND --help' for what can be asked.\n");
}
