// What a check leaves out for want of a scope, and who has to say it.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

TEST_CASE_FIXTURE(TestWorkspace, "services that say nothing of scope or status are told, and what to do; those that do are not") {
    write("services.csv", "id,name,status\r\nS1,Mail,live\r\nS2,Network,live\r\nS3,Old,retired\r\n");
    REQUIRE(run({"import", "service", "services.csv"}).exit_code == 0);
    const std::string asks = "services do not say whether they are in scope (S1, S2, S3) and count as out of scope: import 'in_scope', or say --set in_scope=yes for all rows of a file.\n";
    auto checked = run({"check", "--on", "2026-07-01"});
    CHECK(checked.err.empty());
    CHECK(checked.out.find("\n  3 " + asks) != std::string::npos);
    REQUIRE(run({"set", "service", "S3", "retired_on=2025-01-31"}).exit_code == 0);
    CHECK(run({"check", "--on", "2026-07-01"}).out.find("\n  3 " + asks) != std::string::npos); // it was live for a month of the period
    REQUIRE(run({"set", "service", "S3", "retired_on=2024-01-31"}).exit_code == 0);
    REQUIRE(run({"set", "service", "S1", "in_scope=no"}).exit_code == 0);
    checked = run({"check", "--on", "2026-07-01"});
    CHECK(checked.out.find("\n  1 service does not say whether it is in scope (S2) and counts as out of scope: ") != std::string::npos);
    REQUIRE(run({"report", "gap", "--format", "md", "--out", "reports"}).exit_code == 0);
    CHECK(read_text_file(path() / "reports/gap.md").find("- 1 service does not say whether it is in scope (S2) and counts as out of scope.\n") != std::string::npos);
    REQUIRE(run({"set", "service", "S2", "in_scope=yes"}).exit_code == 0);
    REQUIRE(run({"set", "service", "S4", "name=New", "in_scope=yes"}).exit_code == 0);
    checked = run({"check", "--on", "2026-07-01"});
    CHECK(checked.out.find("in scope (") == std::string::npos);
    CHECK(checked.out.find("\n  1 service has no status (S4) and counts as out of scope: import 'status', or say --set status=live for all rows of a file.\n") != std::string::npos);
}
