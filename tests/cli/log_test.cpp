#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace {

struct Changes : TestWorkspace {
    Changes() {
        write("risks.csv", "Risk ID,Title\r\nR-1,First\r\nR-2,Unmistakable\r\n");
        REQUIRE(run({"import", "risk", "risks.csv", "--why", "from the workshop"}).exit_code == 0);
        REQUIRE(run({"set", "person", "P1", "name=Ann Bell"}).exit_code == 0);
    }
    void overwrite(const std::string& what, const std::string& by) const {
        auto bytes = store_bytes();
        const auto at = bytes.find(what);
        REQUIRE(at != std::string::npos);
        bytes.replace(at, what.size(), by);
        write("assay.db", bytes);
    }
};

} // namespace

TEST_CASE_FIXTURE(Changes, "log show tells the changes, newest first") {
    const auto result = run({"log", "show", "--limit", "2"});
    CHECK(result.err.empty());
    CHECK(masked(result.out) == "change 3, <when>, tester: edit\n"
                                "  person: 1 added\n"
                                "  digest <digest>\n"
                                "\n"
                                "change 2, <when>, tester: import\n"
                                "  why: from the workshop\n"
                                "  risk: 2 rows in: 2 added, from risks.csv (44 bytes, sha256 <digest>)\n"
                                "  digest <digest>\n"
                                "\n"
                                "2 of 3 changes\n");
    CHECK(run({"log", "show", "--register", "risk"}).out.ends_with("\n2 of 2 changes\n"));
    CHECK(run({"log", "show", "--register", "risk", "--format", "json"}).out.find("\"file\": \"risks.csv\"") != std::string::npos);
    const auto unknown = run({"log", "show", "--register", "rsk"});
    CHECK(unknown.out.empty());
    CHECK(unknown.err == "assay: there is no register 'rsk' (did you mean 'risk'?)\n");
    CHECK(unknown.exit_code == 64);
}

TEST_CASE_FIXTURE(Changes, "log verify finds a whole chain intact, and says what it cannot see without an anchor") {
    const auto before = store_bytes();
    const auto result = run({"log", "verify"});
    CHECK(result.err.empty());
    CHECK(result.exit_code == 0);
    CHECK(masked(result.out) == "intact: 3 changes, 3 row versions, " + std::to_string(count_shipped_registers()) + " stored files, 0 assessments recomputed\n"
                                "head <digest>\n"
                                "without an anchor, partial and accidental edits are found, a deliberate rewriting of everything is not\n");
    CHECK(store_bytes() == before);
    CHECK(run({"log", "verify", "--format", "json"}).out.find("\"intact\": true") != std::string::npos);
}

TEST_CASE_FIXTURE(Changes, "a row edited behind the store's back is found and placed") {
    overwrite("Unmistakable", "Unmistekable");
    const auto result = run({"log", "verify"});
    CHECK(result.err.empty());
    CHECK(result.exit_code == 1);
    CHECK(masked(result.out).starts_with("change 2, register 'risk', block 1 (rows 1 to 2): rows differ from the digest of the change\nnot intact, 1 fault: "));
    CHECK(run({"log", "verify", "--format", "json"}).out.find("\"register\": \"risk\"") != std::string::npos);
}

TEST_CASE_FIXTURE(Changes, "an anchor kept elsewhere is found in the chain, or not") {
    const auto line = run({"log", "anchor"});
    CHECK(line.err.empty());
    CHECK(masked(line.out) == "change 3, <when>, <digest>\n");
    const auto digest = line.out.substr(line.out.size() - 65, 64);
    REQUIRE(run({"set", "person", "P2", "name=Ben Cole"}).exit_code == 0);
    const auto kept = run({"log", "verify", "--anchor", digest});
    CHECK(kept.exit_code == 0);
    CHECK(kept.out.ends_with("\nthe anchor is change 3: everything up to it is as it was when it was anchored\n"));
    const auto lost = run({"log", "verify", "--anchor", std::string(64, '0')});
    CHECK(lost.exit_code == 1);
    CHECK(lost.out.ends_with("\nno change has the anchored digest: the store was rewritten since, or it is another store\n"));
    const auto wrong = run({"log", "verify", "--anchor", "12"});
    CHECK(wrong.out.empty());
    CHECK(wrong.err == "assay: --anchor takes the 64 hexadecimal digits that 'assay log anchor' printed, not '12'\n");
    CHECK(wrong.exit_code == 64);
}
