#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace {

/// Three risks and one person.
struct Risks : TestWorkspace {
    Risks() {
        write("risks.csv", "Risk ID,Title,Likelihood,Priority,Owner,Treatment due\r\n"
                           "R-2,\"Größe, 東京\",high,10,P1,2025-06-30\r\n"
                           "R-1,First,low,2,,2025-03-31\r\n"
                           "R-3,A title that is much too long to be shown whole in a table,,,P9,\r\n");
        write("people.csv", "Person ID,Name\r\nP1,Ann Bell\r\n");
        REQUIRE(run({"import", "person", "people.csv"}).exit_code == 0);
        REQUIRE(run({"import", "risk", "risks.csv"}).exit_code == 0);
    }
};

} // namespace

TEST_CASE_FIXTURE(Risks, "list shows rows as an aligned table in the order of their keys, and says how many") {
    const auto result = run({"list", "risk", "--columns", "id,title,priority,owner"});
    CHECK(result.err.empty());
    CHECK(result.exit_code == 0);
    CHECK(result.out == "id   title                                     priority  owner\n"
                        "---  ----------------------------------------  --------  -----\n"
                        "R-1  First                                            2\n"
                        "R-2  Größe, 東京                                     10  P1\n"
                        "R-3  A title that is much too long to be sho…            P9\n"
                        "\n"
                        "3 of 3 rows\n");
}

TEST_CASE_FIXTURE(Risks, "a table without chosen columns shows the first few and says so") {
    const auto result = run({"list", "risk"});
    CHECK(result.err.empty());
    CHECK(result.out.find("\n3 of 3 rows\n7 of 62 fields; --columns all shows every field\n") != std::string::npos);
    const auto all = run({"list", "risk", "--columns", "all"});
    CHECK(all.out.ends_with("\n3 of 3 rows\n"));
    CHECK(all.out.substr(0, all.out.find('\n')).find("accepted_until") != std::string::npos);
}

TEST_CASE_FIXTURE(Risks, "list filters in the language of checks and tells which rows it could not decide") {
    const auto result = run({"list", "risk", "--where", "priority gt 5", "--columns", "id"});
    CHECK(result.err.empty());
    CHECK(result.out == "id\n---\nR-2\n\n1 of 1 row that fit, of 3 in 'risk'; 1 row left out, because a field the condition needs is not recorded\n");
    const auto reference = run({"list", "risk", "--where", "owner.name eq 'Ann Bell'", "--columns", "id"});
    CHECK(reference.err.empty());
    CHECK(reference.out.starts_with("id\n---\nR-2\n\n"));
    const auto none = run({"list", "risk", "--where", "id eq 'R-9'"});
    CHECK(none.exit_code == 0);
    CHECK(none.out.starts_with("0 of 0 rows that fit, of 3 in 'risk'\n"));
}

TEST_CASE_FIXTURE(Risks, "list sorts up and down, and cuts without hiding that it does") {
    CHECK(run({"list", "risk", "--sort=-title", "--columns", "id", "--format", "csv"}).out == "id\r\nR-2\r\nR-1\r\nR-3\r\n");
    CHECK(run({"list", "risk", "--sort", "owner,-id", "--columns", "id,owner", "--format", "csv"}).out == "id,owner\r\nR-2,P1\r\nR-3,P9\r\nR-1,\r\n");
    // Words in the order of their definition, not of the alphabet.
    REQUIRE(run({"set", "risk", "R-4", "title=Fourth", "likelihood=moderate"}).exit_code == 0);
    CHECK(run({"list", "risk", "--sort", "likelihood", "--columns", "id,likelihood", "--format", "csv"}).out ==
          "id,likelihood\r\nR-1,low\r\nR-4,moderate\r\nR-2,high\r\nR-3,\r\n");
    CHECK(run({"list", "risk", "--sort=-likelihood", "--columns", "id", "--format", "csv"}).out == "id\r\nR-2\r\nR-4\r\nR-1\r\nR-3\r\n");
    REQUIRE(run({"remove", "risk", "R-4"}).exit_code == 0);
    const auto cut = run({"list", "risk", "--limit", "1", "--offset", "1", "--columns", "id"});
    CHECK(cut.out == "id\n---\nR-2\n\n1 of 3 rows; 1 passed over with --offset; --limit 0 shows all\n");
    const auto csv = run({"list", "risk", "--limit", "2", "--columns", "id", "--format", "csv"});
    CHECK(csv.out == "id\r\nR-1\r\nR-2\r\n");
    CHECK(csv.err == "assay: 2 of 3 rows; --limit 0 gives all\n");
}

TEST_CASE_FIXTURE(Risks, "list gives JSON with typed values and null for what is not recorded") {
    const auto result = run({"list", "risk", "--where", "id eq 'R-1'", "--columns", "id,priority,owner,treatment_due", "--format", "json"});
    CHECK(result.err.empty());
    CHECK(result.out == "{\n"
                        "  \"register\": \"risk\",\n"
                        "  \"state\": 3,\n"
                        "  \"total\": 3,\n"
                        "  \"matching\": 1,\n"
                        "  \"undecided\": 0,\n"
                        "  \"offset\": 0,\n"
                        "  \"rows\": [\n"
                        "    {\n"
                        "      \"id\": \"R-1\",\n"
                        "      \"priority\": 2,\n"
                        "      \"owner\": null,\n"
                        "      \"treatment_due\": \"2025-03-31\"\n"
                        "    }\n"
                        "  ]\n"
                        "}\n");
}

TEST_CASE_FIXTURE(Risks, "list shows an earlier state") {
    REQUIRE(run({"set", "risk", "R-1", "title=Changed"}).exit_code == 0);
    CHECK(run({"list", "risk", "--columns", "title", "--where", "id eq 'R-1'", "--format", "csv"}).out == "title\r\nChanged\r\n");
    CHECK(run({"list", "risk", "--columns", "title", "--where", "id eq 'R-1'", "--format", "csv", "--at", "3"}).out == "title\r\nFirst\r\n");
    CHECK(run({"list", "risk", "--at", "2"}).out.starts_with("0 of 0 rows\n"));
}

TEST_CASE_FIXTURE(Risks, "list without a register gives the registers with their rows") {
    const auto result = run({"list"});
    CHECK(result.err.empty());
    CHECK(std::regex_search(result.out, std::regex("\nrisk +Risks and opportunities +maintained +3\n")));
    CHECK(result.out.ends_with("\n" + shipped_registers() + "\n"));
    CHECK(run({"list", "--format", "csv"}).out.find("\r\nperson,People,maintained,1\r\n") != std::string::npos);
    CHECK(run({"list", "--format", "json"}).out.find("\"register\": \"incident\",\n    \"title\": \"Incidents\",\n    \"kind\": \"record\",\n    \"rows\": 0\n") !=
          std::string::npos);
}

TEST_CASE_FIXTURE(Risks, "cells that a spreadsheet would run are made harmless in CSV, and control characters in a table") {
    REQUIRE(run({"set", "risk", "R-4", "title==1+1", "note=one\ttwo"}).exit_code == 0);
    CHECK(run({"list", "risk", "--where", "id eq 'R-4'", "--columns", "title", "--format", "csv"}).out == "title\r\n'=1+1\r\n");
    CHECK(run({"list", "risk", "--where", "id eq 'R-4'", "--columns", "note"}).out.find("one\\ttwo") != std::string::npos);
}

TEST_CASE_FIXTURE(Risks, "list names what it does not know, and the nearest word") {
    const auto before = store_bytes();
    const auto refused = [&](const std::vector<std::string>& arguments, int exit_code, const std::string& text) {
        const auto result = run(arguments);
        CHECK(result.out.empty());
        CHECK(result.err == text);
        CHECK(result.exit_code == exit_code);
    };
    refused({"list", "rsk"}, 64, "assay: there is no register 'rsk' (did you mean 'risk'?)\n");
    refused({"list", "nonsense"}, 64, "assay: there is no register 'nonsense'; 'assay list' names them all\n");
    refused({"list", "risk", "--columns", "id,titel"}, 64, "assay: unknown field 'titel' in register 'risk' (did you mean 'title'?)\n");
    refused({"list", "risk", "--columns", "id,id"}, 64, "assay: --columns names 'id' twice\n");
    refused({"list", "risk", "--sort", "id,,title"}, 64, "assay: --sort takes fields with commas between them, not 'id,,title'\n");
    refused({"list", "risk", "--where", "ownr eq 'x'"}, 1, "--where:1:1: error: unknown field 'ownr' in register 'risk' (did you mean 'owner'?) [unknown-field]\n");
    refused({"list", "risk", "--format", "cvs"}, 64, "assay: --format takes table, csv, json, not 'cvs' (did you mean 'csv'?)\n");
    refused({"list", "risk", "--limit", "-1"}, 64, "assay: --limit takes a whole number that is not negative, not '-1'\n");
    refused({"list", "risk", "--at", "99"}, 64, "assay: --at 99: there is no such change; the newest is 3\n");
    refused({"list", "--limit", "3"}, 64, "assay: --limit goes with a register\n");
    refused({"list", "risk", "--wher", "x"}, 64,
            "assay: The following arguments were not expected: x --wher (did you mean '--where'?)\n"
            "Run 'assay --help' or 'assay COMMAND --help' for what can be asked.\n");
    CHECK(store_bytes() == before);
}
