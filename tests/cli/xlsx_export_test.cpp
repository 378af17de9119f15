// `assay export --format xlsx`: typed, read back, compared, always the same bytes; and it comes back by import without a change.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace fs = std::filesystem;

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE_FIXTURE(TestWorkspace, "a register goes out as a sheet and comes back without a change") {
    REQUIRE(run({"set", "service", "S1", "name=Mail", "status=live", "in_scope=yes"}).exit_code == 0);
    REQUIRE(
        run({"set", "risk", "R-1", "title==cmd()", "level=very_high", "service=S1", "identified_on=2025-01-31", "note=line"}).exit_code ==
        0);
    REQUIRE(run({"set", "risk", "0042", "title=<r>x</r>", "service=unknown", "identified_on=1899-12-31"}).exit_code == 0);
    const auto result = run({"export", "risk", "--format", "xlsx"});
    CHECK(result.err.empty());
    CHECK(result.exit_code == 0);
    CHECK(masked(result.out).starts_with("risk.xlsx: 2 rows of 'risk', state after change 4, written, read back and compared\n"));
    const auto again = run({"import", "risk", "risk.xlsx"});
    CHECK(again.err.empty());
    CHECK(holds(again.out, "2 = 0 added + 0 changed + 2 unchanged + 0 superseded + 0 rejected"));
    // The name's ending tells the format; the same state gives the same bytes.
    CHECK(run({"export", "risk", "other.xlsx"}).exit_code == 0);
    CHECK(read_text_file(path() / "risk.xlsx") == read_text_file(path() / "other.xlsx"));
    REQUIRE(run({"set", "risk", "R-1", "level=low"}).exit_code == 0);
    CHECK(run({"export", "risk", "then.xlsx", "--at", "4"}).exit_code == 0);
    CHECK(read_text_file(path() / "risk.xlsx") == read_text_file(path() / "then.xlsx"));
    const auto exists = run({"export", "risk", "--format", "xlsx"});
    CHECK(exists.exit_code == 1);
    CHECK(exists.err == "assay: 'risk.xlsx' exists already; name the file to replace it, or another\n");
}

TEST_CASE_FIXTURE(TestWorkspace, "times that the clocks show twice, amounts beyond 15 digits and lengths of time come back exactly") {
    auto settings = read_text_file(path() / "assay.xml");
    if (!holds(settings, "zone=")) {
        settings.replace(settings.find("<workspace"), 10, "<workspace zone=\"Europe/Berlin\"");
        write("assay.xml", settings);
    }
    write("incidents.csv",
          "number,opened_at,resolved_at\r\nI1,2025-10-26T02:30+02:00,2025-10-26T02:30+01:00\r\nI2,2025-01-31T08:00:07Z,\r\n");
    const auto import = run({"import", "incident", "incidents.csv"});
    REQUIRE_MESSAGE(import.exit_code == 0, import.err);
    write("contracts.csv", "id,supplier,value,currency\r\nC1,X,922337203685477.55,EUR\r\nC2,X,0.1,EUR\r\n");
    const auto contracts = run({"import", "contract", "contracts.csv"});
    REQUIRE_MESSAGE(contracts.exit_code == 0, contracts.err);
    write("plans.csv", "id,name,recovery_time\r\nP1,a,PT26H30M\r\nP2,b,P10D\r\n");
    const auto plans = run({"import", "continuity_plan", "plans.csv"});
    REQUIRE_MESSAGE(plans.exit_code == 0, plans.err);
    for (const auto* of : {"incident", "contract", "continuity_plan"}) {
        const auto out = run({"export", of, "--format", "xlsx"});
        CHECK_MESSAGE(out.exit_code == 0, out.err);
        const auto back = run({"import", of, std::string(of) + ".xlsx"});
        CHECK_MESSAGE(holds(back.out, "2 = 0 added + 0 changed + 2 unchanged + 0 superseded + 0 rejected"), back.out << back.err);
    }
}

TEST_CASE_FIXTURE(TestWorkspace, "an empty register gives a sheet to fill in") {
    CHECK(run({"export", "supplier", "new.xlsx"}).exit_code == 0);
    const auto back = run({"import", "supplier", "new.xlsx"});
    CHECK(back.err.empty());
    CHECK(holds(back.out, "rows in     0 = 0 added"));
}

TEST_CASE_FIXTURE(TestWorkspace, "a sheet that cannot be written leaves nothing behind") {
    REQUIRE(run({"set", "risk", "R-1", "title=a"}).exit_code == 0);
    write("long.csv", "id,title,note\r\nR-2,b," + std::string(40'000, 'x') + "\r\n");
    REQUIRE(run({"import", "risk", "long.csv"}).exit_code == 0);
    const auto before = store_bytes();
    const auto result = run({"export", "risk", "risk.xlsx"});
    CHECK(result.exit_code == 1);
    CHECK(result.out.empty());
    CHECK(result.err == "assay: cannot write '" + (path() / "risk.xlsx").string() +
                            "': row 3, column 'Note' has 40,000 characters, and a cell of a spreadsheet holds 32,767; export it as CSV; "
                            "nothing was delivered\n");
    const auto nowhere = run({"export", "risk", "nowhere/risk.xlsx"});
    CHECK(nowhere.err ==
          "assay: cannot write '" + (path() / "nowhere/risk.xlsx").string() + "': No such file or directory; nothing was delivered\n");
    CHECK(store_bytes() == before);
    for (const auto& entry : fs::directory_iterator(path())) {
        CHECK_FALSE(entry.path().filename().string().starts_with(".assay"));
        CHECK(entry.path().extension() != ".xlsx");
    }
}
