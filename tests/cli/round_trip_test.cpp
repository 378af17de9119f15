// A register that goes out for the round trip, is edited, and comes back: only what was edited changes, and everything else is told.
#include "support/workspace.hpp"
#include "support/xlsx_file.hpp"

#include <doctest/doctest.h>

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string replaced(std::string text, const std::string& what, const std::string& by) {
    const auto at = text.find(what);
    REQUIRE_MESSAGE(at != std::string::npos, what);
    return text.replace(at, what.size(), by);
}

/// What a receipt says about versions and rows: from there to its end.
std::string from_counts(const std::string& receipt) { return receipt.substr(std::min(receipt.find("  rows in "), receipt.size())); }

struct Trip : TestWorkspace {
    Trip() {
        write("risks.csv",
              "Risk ID,Title,Note,Likelihood\r\nR-1,First,a,low\r\nR-2,Second,b,low\r\nR-3,Third,c,low\r\nR-4,Fourth,d,low\r\n");
        REQUIRE(run({"import", "risk", "risks.csv"}).exit_code == 0);
    }
    std::string written(const std::string& name = "trip.csv") const {
        REQUIRE(run({"export", "risk", name, "--round-trip"}).exit_code == 0);
        return read_text_file(path() / name);
    }
    /// Dry run and real run say the same about rows.
    ProgramResult bring_back(std::vector<std::string> more = {}) const {
        std::vector<std::string> words{"import", "risk", "trip.csv"};
        words.insert(words.end(), more.begin(), more.end());
        const auto before = store_bytes();
        auto dry = words;
        dry.emplace_back("--dry-run");
        const auto tried = run(dry);
        CHECK(store_bytes() == before);
        const auto real = run(words);
        CHECK(tried.exit_code == real.exit_code);
        auto foretold = from_counts(tried.exit_code == 0 ? tried.out : tried.err);
        foretold = replaced(foretold, " would be ", real.exit_code == 0 ? " = " : " would have been ");
        const std::string offer = "  the rows that are not rejected can be stored without --dry-run\n";
        if (holds(foretold, offer)) {
            foretold = replaced(foretold, offer, "");
        }
        if (holds(foretold, "(would be removed)")) {
            foretold = replaced(foretold, "(would be removed)", "(removed)");
        }
        CHECK(foretold == from_counts(real.exit_code == 0 ? real.out : real.err));
        return real;
    }
    std::string title(const std::string& key) const {
        const auto shown = run({"show", "risk", key}).out;
        const auto label = shown.find("\n  title ");
        if (label == std::string::npos) {
            return "none";
        }
        const auto begin = shown.find_first_not_of(' ', label + 9);
        return shown.substr(begin, shown.find('\n', begin) - begin);
    }
};

} // namespace

TEST_CASE_FIXTURE(Trip, "a file that was not edited changes nothing") {
    written();
    const auto result = bring_back();
    CHECK(result.err.empty());
    CHECK(holds(result.out, ": no change, the register already holds these rows\n"));
    CHECK(from_counts(result.out) == "  rows in     4 = 0 added + 0 changed + 4 unchanged + 0 superseded + 0 rejected\n"
                                     "  versions    written from the state after change 2, 0 changes were made since\n");
}

TEST_CASE_FIXTURE(Trip, "only the edited cells change, and the receipt names them with old and new") {
    auto text = written();
    text = replaced(text, "R-1,First,", "R-1,Edited,");
    text = replaced(text, ",b,", ",,");
    text += replaced(text.substr(text.find("R-4")), "R-4,Fourth", "R-9,Copied");
    write("trip.csv", text);
    REQUIRE(run({"set", "risk", "R-3", "title=Theirs"}).exit_code == 0);
    const auto result = bring_back();
    CHECK(result.err.empty());
    CHECK(from_counts(result.out) == "  rows in     5 = 1 added + 2 changed + 1 unchanged + 1 superseded + 0 rejected\n"
                                     "  versions    written from the state after change 2, 1 change was made since\n"
                                     "  superseded  1 row was not edited in the file, and changed meanwhile: what is stored stays\n"
                                     "  changed:\n"
                                     "    line 2, R-1: title: First → Edited\n"
                                     "    line 3, R-2: note: b → not recorded\n"
                                     "  superseded:\n"
                                     "    line 4, R-3: not edited in the file, and changed by change 3 since\n");
    CHECK(title("R-3") == "Theirs");
    CHECK(title("R-9") == "Copied");
}

TEST_CASE_FIXTURE(Trip, "a row edited on both sides is a conflict that tells old, theirs and yours, and stores nothing") {
    auto text = written();
    text = replaced(text, "R-1,First,", "R-1,Yours,");
    text = replaced(text, "R-2,Second,", "R-2,Yours too,");
    text += replaced(text.substr(text.find("R-4")), "R-4,Fourth", "R-5,My fifth");
    write("trip.csv", text);
    REQUIRE(run({"set", "risk", "R-1", "title=Theirs", "note=x"}).exit_code == 0);
    REQUIRE(run({"remove", "risk", "R-2"}).exit_code == 0);
    REQUIRE(run({"set", "risk", "R-5", "title=Their fifth", "note=d", "likelihood=low"}).exit_code == 0);
    const auto refused = bring_back();
    CHECK(refused.exit_code == 1);
    CHECK(refused.out.empty());
    CHECK(holds(refused.err,
                "  rows in     5 would have been 0 added + 0 changed + 2 unchanged + 0 superseded + 3 rejected\n"
                "  versions    written from the state after change 2, 3 changes were made since\n"
                "  conflicts   3 of the rejected rows were edited in the file, and changed meanwhile: export anew and edit there, "
                "or use 'assay set'\n"
                "  rejected:\n"
                "    line 2, R-1: a conflict: change 3 changed the row after the file was written\n"
                "      title: old First, theirs Theirs, yours Yours\n"
                "      note: old a, theirs x, yours a\n"
                "    line 3, R-2: a conflict: change 4 removed the row after the file was written\n"
                "      id: old R-2, theirs removed, yours R-2\n"
                "      title: old Second, theirs removed, yours Yours too\n"));
    CHECK(holds(refused.err, "    line 6, R-5: a conflict: change 5 set the row after the file was written\n"
                             "      title: old none, theirs Their fifth, yours My fifth\n"));
    const auto partial = bring_back({"--accept-partial"});
    CHECK(partial.exit_code == 0);
    CHECK(holds(read_text_file(path() / "trip.csv.rejects.csv"), "a conflict: change 3 changed the row after the file was written"));
    CHECK(title("R-1") == "Theirs");
    CHECK(title("R-5") == "Their fifth");
}

TEST_CASE_FIXTURE(Trip, "a key that vanished is told, and removed only when asked for; what is newer stays") {
    auto text = written();
    const auto second = text.find("R-2");
    text.erase(second, text.find("R-3") - second);
    text.erase(text.find("R-4"));
    write("trip.csv", text);
    REQUIRE(run({"set", "risk", "R-4", "title=Theirs"}).exit_code == 0);
    REQUIRE(run({"set", "risk", "R-7", "title=New"}).exit_code == 0);
    const auto told = bring_back();
    CHECK(told.exit_code == 0);
    CHECK(from_counts(told.out) == "  rows in     2 = 0 added + 0 changed + 2 unchanged + 0 superseded + 0 rejected\n"
                                   "  versions    written from the state after change 2, 2 changes were made since\n"
                                   "  missing     1 stored row is not in the file (it is kept; --remove-missing 1 takes it away):\n"
                                   "              R-2\n"
                                   "  newer       2 stored rows are not in the file (changed after it was written: they are kept):\n"
                                   "              R-4 (change 3), R-7 (change 4)\n");
    const auto removed = bring_back({"--remove-missing", "1"});
    CHECK(removed.exit_code == 0);
    CHECK(holds(removed.out, ": stored as change 5\n"));
    CHECK(holds(removed.out, "  missing     1 stored row is not in the file (removed):\n              R-2\n"));
    CHECK(run({"show", "risk", "R-2"}).exit_code == 1);
    CHECK(title("R-4") == "Theirs");
    CHECK(title("R-7") == "New");
    CHECK(run({"undo", "5"}).exit_code == 0);
    CHECK(title("R-2") == "Second");
}

TEST_CASE_FIXTURE(Trip, "--remove-missing takes nothing away that only looks as if it had vanished") {
    auto text = written();
    write("trip.csv", replaced(text, "R-2,Second,", "R-2,,"));
    const auto rejected = bring_back({"--remove-missing", "1"});
    CHECK(rejected.exit_code == 1);
    CHECK_FALSE(holds(rejected.err, "  missing "));
    const auto both = run({"import", "risk", "trip.csv", "--remove-missing", "1", "--accept-partial"});
    CHECK(both.exit_code == 64);
    CHECK(both.err ==
          "assay: --remove-missing does not go with --accept-partial: a row that is left out would look as if it had vanished\n");
    write("trip.csv", text.substr(0, text.find("R-1")));
    const auto empty = run({"import", "risk", "trip.csv", "--remove-missing", "4"});
    CHECK(empty.exit_code == 1);
    CHECK(empty.err == "assay: trip.csv: it has no rows, and --remove-missing would take every row away; nothing was stored\n");
}

TEST_CASE_FIXTURE(Trip, "--remove-missing makes a register what a plain file says") {
    write("trip.csv", "Risk ID,Title\r\nR-1,First\r\n");
    const auto before = store_bytes();
    for (const auto* expected : {"0", "2", "4"}) {
        const auto other = run({"import", "risk", "trip.csv", "--remove-missing", expected});
        CHECK(other.exit_code == 1);
        CHECK(other.out.empty());
        CHECK(other.err == std::string("assay: trip.csv: 3 stored rows are not in it (R-2, R-3, R-4), and --remove-missing expects ") + expected +
                               "; nothing was stored (say --remove-missing 3 if they are to go)\n");
    }
    CHECK(store_bytes() == before);
    const auto result = bring_back({"--remove-missing", "3"});
    CHECK(holds(result.out, "  rows in     1 = 0 added + 0 changed + 1 unchanged + 0 superseded + 0 rejected\n"
                            "  missing     3 stored rows are not in the file (removed):\n"
                            "              R-2, R-3, R-4\n"));
}

TEST_CASE_FIXTURE(Trip, "--remove-missing is refused for what holds only a part") {
    written();
    const auto before = store_bytes();
    const auto refused = [&](std::vector<std::string> more, int exit_code, const std::string& text) {
        std::vector<std::string> words{"import", "risk", "trip.csv", "--remove-missing", "3"};
        words.insert(words.end(), more.begin(), more.end());
        const auto result = run(words);
        CHECK(result.exit_code == exit_code);
        CHECK(result.out.empty());
        CHECK(result.err == text);
    };
    refused({"--events"}, 64, "assay: --remove-missing does not go with --events: an event log holds only the tickets that something happened to\n");
    const std::string period = "assay: --remove-missing does not go with --period and --query: a row that they leave out would look as if it had vanished\n";
    refused({"--period", "2026-01-01..2026-03-31"}, 64, period);
    refused({"--query", "state=open"}, 64, period);
    write("trip.csv", "Rejected line,Rejected because,Risk ID,Title\r\n2,a fault,R-1,First\r\n");
    refused({}, 1, "assay: trip.csv: it is a file of rejected rows, and --remove-missing would take all others away; nothing was stored\n");
    CHECK(run({"import", "risk", "trip.csv", "--remove-missing", "x"}).exit_code == 64);
    CHECK(store_bytes() == before);
}

TEST_CASE_FIXTURE(TestWorkspace, "--remove-missing is refused for a RACI matrix") {
    write("process.csv", "id,name\r\nIM,Incident Management\r\n");
    write("activity.csv", "id,name,process\r\nIM1,Record,IM\r\nIM2,Close,IM\r\n");
    write("role.csv", "id,name\r\nDESK,Desk\r\nOWN,Owner\r\n");
    for (const auto* id : {"process", "activity", "role"}) {
        const auto made = run({"import", id, std::string(id) + ".csv"});
        REQUIRE_MESSAGE(made.exit_code == 0, made.err);
    }
    write("matrix.csv", "Activity,Desk,Owner\r\nRecord,R,A\r\nClose,R,A\r\n");
    REQUIRE(run({"import", "raci", "matrix.csv"}).exit_code == 0);
    write("matrix.csv", "Activity,Desk,Owner\r\nRecord,R,A\r\n");
    const auto result = run({"import", "raci", "matrix.csv", "--remove-missing", "2"});
    CHECK(result.exit_code == 1);
    CHECK(result.err == "assay: matrix.csv: it is a RACI matrix, and what it leaves out may stand in another one, so that --remove-missing cannot "
                        "tell what vanished; nothing was stored\n");
}

TEST_CASE_FIXTURE(Trip, "a plain file with a rejected row tells nothing as missing") {
    write("trip.csv", "Risk ID,Title\r\nR-1,First\r\nR-2,\r\n");
    const auto result = bring_back({"--remove-missing", "2"});
    CHECK(result.exit_code == 1);
    CHECK(holds(result.err, "  rows in     2 would have been 0 added + 0 changed + 1 unchanged + 0 superseded + 1 rejected\n"));
    CHECK_FALSE(holds(result.err, "  missing "));
}

TEST_CASE_FIXTURE(Trip, "a file of which no row tells its version overwrites nothing and takes nothing away") {
    written();
    REQUIRE(run({"set", "risk", "R-1", "title=Theirs"}).exit_code == 0);
    const std::string header = "Risk ID,Title,_row,_from,_at\r\n";
    write("trip.csv", header + "R-1,Mine,,,\r\nR-2,Second,,,\r\n");
    const auto refused = bring_back();
    CHECK(refused.exit_code == 1);
    CHECK(holds(refused.err, "  versions    no row has one: what is stored with other values under its key is a conflict\n"));
    CHECK(holds(refused.err, "    line 2, R-1: a conflict: change 3 set the row, and the file does not tell what it was written from\n"
                             "      title: old none, theirs Theirs, yours Mine\n"));
    const auto removing = run({"import", "risk", "trip.csv", "--remove-missing", "2"});
    CHECK(removing.exit_code == 1);
    CHECK(removing.err == "assay: trip.csv: no row has a version, so that --remove-missing cannot tell what vanished (delete the columns _row, "
                          "_from and _at to take the file as it is); nothing was stored\n");
    write("trip.csv", header + "R-9,New,,,\r\nR-2,Second,,,\r\n");
    CHECK(bring_back().exit_code == 0);
    CHECK(title("R-9") == "New");
    CHECK(title("R-1") == "Theirs");
}

TEST_CASE_FIXTURE(TestWorkspace, "a rejects file comes back into a register that has a field of reasons") {
    write("exceptions.csv", "Exception ID,Catalog,Control,Kind,Reason,Approved on\r\nE-1,iso,c1,Waiver,because,nonsense\r\nE-2,iso,c1,Sunday,because,\r\n");
    const auto first = run({"import", "exception", "exceptions.csv", "--accept-partial"});
    REQUIRE_MESSAGE(first.exit_code == 0, first.err);
    const auto rejects = read_text_file(path() / "exceptions.csv.rejects.csv");
    CHECK_MESSAGE(rejects.starts_with("Rejected line,Rejected because,Exception ID,"), rejects);
    write("again.csv", replaced(rejects, ",Sunday,", ",Waiver,"));
    const auto again = run({"import", "exception", "again.csv", "--accept-partial"});
    CHECK_MESSAGE(again.exit_code == 0, again.err);
    CHECK(run({"show", "exception", "E-2"}).out.find("because") != std::string::npos);
}

TEST_CASE_FIXTURE(Trip, "versions of another workspace are not used") {
    const auto text = written();
    TestWorkspace other;
    for (const auto* title : {"a", "b", "c"}) {
        REQUIRE(other.run({"set", "risk", "R-1", std::string("title=") + title}).exit_code == 0);
    }
    other.write("trip.csv", text);
    const auto result = other.run({"import", "risk", "trip.csv"});
    CHECK(result.exit_code == 0);
    CHECK(holds(result.out, "  rows in     4 = 3 added + 1 changed + 0 unchanged + 0 superseded + 0 rejected\n"
                            "  versions    4 rows have a version of another workspace, which is not used\n"));
    const auto removing = other.run({"import", "risk", "trip.csv", "--remove-missing", "1"});
    CHECK(removing.err == "assay: trip.csv: it has versions of another workspace, so that --remove-missing cannot tell what vanished "
                          "(delete the columns _row, _from and _at to take the file as it is); nothing was stored\n");
}

TEST_CASE_FIXTURE(Trip, "damaged versions are faults of their row, and --latest-by does not go with them") {
    const auto text = written();
    const auto mark = text.substr(text.find(",c2-") + 1, 11);
    write("trip.csv", replaced(text, ",1,2," + mark, ",x,2," + mark));
    CHECK(holds(bring_back().err,
                "_row': 'x' is not what an export writes (leave _row, _from and _at as they were exported, or clear all three "
                "in a new row)\n"));
    write("trip.csv", replaced(text, ",1,2," + mark, ",1,," + mark));
    CHECK(holds(bring_back().err, "_from': is empty, and the other columns of the version are not (leave"));
    write("trip.csv", text);
    CHECK(
        holds(run({"import", "risk", "trip.csv", "--latest-by", "identified_on"}).err,
              "error: --latest-by does not go with the versions that the file was exported with (leave it out, or delete the columns _row, "
              "_from and _at) [conflicting-option]\n"));
    const auto header = text.substr(0, text.find("\r\n"));
    write("trip.csv", replaced(text, header, replaced(header, "_at", "_when")));
    CHECK(holds(run({"import", "risk", "trip.csv"}).out, "(conflicts can be found only with '_at' beside it)\n"));
}

TEST_CASE_FIXTURE(Trip, "what looks like a formula goes out with an apostrophe, and comes back as it was") {
    const std::vector<std::string> titles{"=1+1", "'=1+1", "''=1+1", "'quoted'", "+49 30 1234", "-5", "@home", "'-5", "＝x", "' =x"};
    std::string rows = "id,title\r\n";
    for (std::size_t i = 0; i < titles.size(); ++i) {
        rows += "F-" + std::to_string(i) + "," + titles[i] + "\r\n";
    }
    write("formulas.csv", rows);
    REQUIRE(run({"import", "risk", "formulas.csv"}).exit_code == 0);
    const auto text = written();
    for (const auto* cell :
         {"F-0,'=1+1,", "F-1,''=1+1,", "F-2,'''=1+1,", "F-3,'quoted',", "F-4,'+49 30 1234,", "F-5,-5,", "F-6,'@home,", "F-7,'-5,"}) {
        CHECK_MESSAGE(holds(text, cell), text);
    }
    const auto result = bring_back();
    CHECK(holds(result.out, " apostrophes before what looks like a formula taken off\n"));
    CHECK(holds(result.out, "  rows in     14 = 0 added + 0 changed + 14 unchanged + 0 superseded + 0 rejected\n"));
    for (std::size_t i = 0; i < titles.size(); ++i) {
        CHECK(title("F-" + std::to_string(i)) == titles[i]);
    }
    // A file without versions is taken as it is.
    write("plain.csv", "id,title\r\nP-1,'=1+1\r\n");
    REQUIRE(run({"import", "risk", "plain.csv"}).exit_code == 0);
    CHECK(title("P-1") == "'=1+1");
}

TEST_CASE_FIXTURE(Trip, "a name that nobody had when it was stored stays as it is when somebody has it now") {
    REQUIRE(run({"set", "risk", "R-1", "owner=Ann Bell"}).exit_code == 0);
    write("people.csv", "Person ID,Name\r\nP1,Ann Bell\r\n");
    REQUIRE(run({"import", "person", "people.csv"}).exit_code == 0);
    written();
    CHECK(holds(bring_back().out, "  rows in     4 = 0 added + 0 changed + 4 unchanged + 0 superseded + 0 rejected\n"));
}

TEST_CASE_FIXTURE(Trip, "a sheet comes back like a file, and a row cleared by hand is a row that vanished") {
    REQUIRE(run({"export", "risk", "trip.xlsx"}).exit_code == 0);
    REQUIRE(run({"set", "risk", "R-2", "title=Theirs"}).exit_code == 0);
    const auto same = run({"import", "risk", "trip.xlsx"});
    CHECK(same.err.empty());
    CHECK(holds(same.out, "  rows in     4 = 0 added + 0 changed + 3 unchanged + 1 superseded + 0 rejected\n"
                          "  versions    written from the state after change 2, 1 change was made since\n"
                          "  superseded  1 row was not edited in the file, and changed meanwhile: what is stored stays\n"
                          "  superseded:\n"
                          "    row 3, R-2: not edited in the file, and changed by change 3 since\n"));
    const auto text = written();
    const auto mark = text.substr(text.find(",c3-") + 1, 11);
    using assay::testing::inline_rows;
    write("trip.xlsx", assay::testing::XlsxFile{{{"S", inline_rows({{"Risk ID", "Title", "_row", "_from", "_at"},
                                                                    {"R-1", "Edited", "1", "2", mark},
                                                                    {"", "", "3", "2", mark},
                                                                    {"R-4", "Fourth", "4", "2", mark}})}}}
                           .bytes());
    const auto edited = run({"import", "risk", "trip.xlsx"});
    CHECK(edited.err.empty());
    CHECK(holds(edited.out, "  rows in     2 = 0 added + 1 changed + 1 unchanged + 0 superseded + 0 rejected\n"
                            "              1 blank record skipped, not counted as rows\n"));
    CHECK(holds(edited.out, "  missing     2 stored rows are not in the file (they are kept; --remove-missing 2 takes them away):\n"
                            "              R-2, R-3\n"));
}
