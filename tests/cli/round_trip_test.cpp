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
                                   "  missing     1 stored row is not in the file (it is kept; --remove-missing takes it away):\n"
                                   "              R-2\n"
                                   "  newer       2 stored rows are not in the file (changed after it was written: they are kept):\n"
                                   "              R-4 (change 3), R-7 (change 4)\n");
    const auto removed = bring_back({"--remove-missing"});
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
    const auto rejected = bring_back({"--remove-missing"});
    CHECK(rejected.exit_code == 1);
    CHECK_FALSE(holds(rejected.err, "  missing "));
    const auto both = run({"import", "risk", "trip.csv", "--remove-missing", "--accept-partial"});
    CHECK(both.exit_code == 64);
    CHECK(both.err ==
          "assay: --remove-missing does not go with --accept-partial: a row that is left out would look as if it had vanished\n");
    write("trip.csv", text.substr(0, text.find("R-1")));
    const auto empty = run({"import", "risk", "trip.csv", "--remove-missing"});
    CHECK(empty.exit_code == 1);
    CHECK(empty.err == "assay: trip.csv: it has no rows, and --remove-missing would take every row away; nothing was stored\n");
}

TEST_CASE_FIXTURE(Trip, "--remove-missing makes a register what a plain file says") {
    write("trip.csv", "Risk ID,Title\r\nR-1,First\r\n");
    const auto result = bring_back({"--remove-missing"});
    CHECK(holds(result.out, "  rows in     1 = 0 added + 0 changed + 1 unchanged + 0 superseded + 0 rejected\n"
                            "  missing     3 stored rows are not in the file (removed):\n"
                            "              R-2, R-3, R-4\n"));
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
    const auto removing = other.run({"import", "risk", "trip.csv", "--remove-missing"});
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
    CHECK(holds(edited.out, "  missing     2 stored rows are not in the file (they are kept; --remove-missing takes them away):\n"
                            "              R-2, R-3\n"));
}
