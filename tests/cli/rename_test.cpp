// assay rename: what it says, what follows, and what it refuses.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace {

struct Owned : TestWorkspace {
    Owned() {
        REQUIRE(run({"set", "service", "S1", "name=Mail"}).exit_code == 0);
        REQUIRE(run({"set", "risk", "R-1", "title=First", "service=S1"}).exit_code == 0);
        REQUIRE(run({"set", "risk", "R-2", "title=Second", "service=S1"}).exit_code == 0);
        REQUIRE(run({"set", "risk", "R-3", "title=Third"}).exit_code == 0);
    }
};

} // namespace

TEST_CASE_FIXTURE(Owned, "rename tells what follows, a dry run the same, and history both names") {
    const auto before = store_bytes();
    const auto tried = run({"rename", "service", "S1", "mail", "--dry-run"});
    CHECK(tried.err.empty());
    CHECK(tried.out == "service S1 would be renamed to mail: dry run, nothing was stored\n  2 rows of 'risk' follow in 'service': R-1, R-2\n");
    CHECK(store_bytes() == before);
    const auto done = run({"rename", "service", "S1", "mail", "--why", "one naming"});
    CHECK(done.err.empty());
    CHECK(done.exit_code == 0);
    CHECK(done.out == "service S1 is renamed to mail by change 6\n  2 rows of 'risk' follow in 'service': R-1, R-2\n");
    CHECK(run({"rename", "risk", "R-3", "R-9"}).out == "risk R-3 is renamed to R-9 by change 7\n  no row refers to it\n");
    const auto history = masked(run({"history", "service", "mail"}).out);
    CHECK(history == "service mail: 2 changes\n"
                     "\n"
                     "change 2, <when>, tester: added by edit, made at the prompt\n"
                     "  id    S1\n"
                     "  name  Mail\n"
                     "\n"
                     "change 6, <when>, tester: changed by rename, made at the prompt\n"
                     "  why: one naming\n"
                     "  id  S1 → mail\n");
    const auto old = masked(run({"history", "service", "S1"}).out);
    CHECK(old.find("\nchange 6, <when>, tester: renamed by rename\n  why: one naming\n  id  S1 → mail\n") != std::string::npos);
    CHECK(run({"undo", "7"}).exit_code == 0);
    CHECK(run({"undo", "6"}).exit_code == 0);
    CHECK(run({"show", "service", "S1"}).exit_code == 0);
    CHECK(run({"log", "verify"}).exit_code == 0);
}

TEST_CASE_FIXTURE(Owned, "a disposition follows its row, and texts that may mean another subject are told") {
    REQUIRE(run({"set", "person", "P1", "name=Ann"}).exit_code == 0);
    write("dispositions.csv", "id,check,register,row_key,subject,verdict,person,decided_on,reason\r\n"
                              "D-1,c,service,S1,S1,duplicate,P1,2026-01-31,r\r\nD-2,c,risk,S1,,duplicate,P1,2026-01-31,r\r\n");
    const auto stored = run({"import", "disposition", "dispositions.csv"});
    REQUIRE_MESSAGE(stored.exit_code == 0, stored.err);
    const std::string what = "  1 row of 'disposition' follows in 'row_key': D-1\n"
                             "  2 rows of 'risk' follow in 'service': R-1, R-2\n"
                             "  1 row of 'disposition' has the old key as text in 'subject', and does not follow: D-1\n";
    CHECK(run({"rename", "service", "S1", "mail", "--dry-run"}).out == "service S1 would be renamed to mail: dry run, nothing was stored\n" + what);
    CHECK(run({"rename", "service", "S1", "mail"}).out == "service S1 is renamed to mail by change 8\n" + what);
    CHECK(run({"list", "disposition", "--columns", "id,register,row_key", "--format", "csv"}).out ==
          "id,register,row_key\r\nD-1,service,mail\r\nD-2,risk,S1\r\n");
    CHECK(run({"log", "verify"}).exit_code == 0);
}

TEST_CASE_FIXTURE(TestWorkspace, "rename tells twenty keys that the old one is part of, and counts the others") {
    std::string activities = "id,name,process\r\n";
    std::string raci = "activity,role,letter\r\n";
    for (int i = 10; i < 32; ++i) {
        activities += "A" + std::to_string(i) + ",Do " + std::to_string(i) + ",IM\r\n";
        raci += "A" + std::to_string(i) + ",DESK,r\r\n";
    }
    write("process.csv", "id,name\r\nIM,Incident Management\r\n");
    write("activity.csv", activities);
    write("role.csv", "id,name\r\nDESK,Desk\r\n");
    write("raci.csv", raci);
    for (const auto* id : {"process", "activity", "role", "raci"}) {
        const auto made = run({"import", id, std::string(id) + ".csv"});
        REQUIRE_MESSAGE(made.exit_code == 0, made.err);
    }
    const auto result = run({"rename", "role", "DESK", "HELP", "--dry-run"}).out;
    CHECK(result.find("A29 / DESK / r to A29 / HELP / r\n  and 2 more keys that it is part of\n  22 rows of 'raci' follow in 'role': A10 / DESK / r, ") !=
          std::string::npos);
    CHECK(result.find("A30 / DESK / r to") == std::string::npos);
}

TEST_CASE_FIXTURE(Owned, "rename refuses what cannot be, and changes nothing") {
    const auto before = store_bytes();
    const auto refused = [&](const std::vector<std::string>& words, int exit_code, const std::string& text) {
        const auto result = run(words);
        CHECK(result.exit_code == exit_code);
        CHECK(result.out.empty());
        CHECK(result.err == text);
    };
    refused({"rename", "risk", "R-1", "R-2"}, 1, "assay: register 'risk' has a row 'R-2' already (rename or remove that one first)\n");
    refused({"rename", "risk", "R-7", "R-8"}, 1, "assay: there is no row 'R-7' in register 'risk' (did you mean 'R-1'?)\n");
    refused({"rename", "risk", "R-1", "R-1"}, 1, "assay: the row has this key already; there is nothing to rename\n");
    refused({"rename", "risk", "R-1"}, 64, "assay: rename takes the key of a row of 'risk' and its new key, 2 words in all, not 1\n");
    refused({"rename", "raci", "a", "b", "c"}, 64, "assay: rename takes the key of a row of 'raci' and its new key, 6 words in all, not 3\n");
    refused({"rename", "risk", "R-1", ""}, 64, "assay: the key field 'id' of 'risk' cannot be empty\n");
    CHECK(store_bytes() == before);
}
