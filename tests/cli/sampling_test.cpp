// `assay sample draw / redraw / show / record`, over a small register of the workspace's own.
#include "assay/base/hash.hpp"
#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Ten jobs: six of a team N, three of S, one of none. Audit A is led by L; P is not of its team.
struct Sampling : TestWorkspace {
    Sampling() {
        write("assay.xml", "<workspace organization='Yard' zone='Europe/London'><period from='2026-01-01' to='2026-12-31'/><standard catalog='yard'/></workspace>\n");
        write("controls/registers/job.xml",
              "<register id='job' title='Jobs' kind='record'><purpose>Work.</purpose>\n"
              "<field id='number' title='Number' type='text' key='yes'/><field id='done_at' title='Done' type='datetime'/>\n"
              "<field id='team' title='Team' type='text'/><field id='lead' title='Lead' type='ref' to='person'/><field id='cost' title='Cost' type='integer'/>\n"
              "<occurred from='done_at'/><subject kind='organization' field='team'/><alias field='team'>Site</alias></register>\n");
        write("controls/registers/place.xml", "<register id='place' title='Places' kind='maintained'><purpose>Where.</purpose>\n"
                                              "<field id='id' title='Place' type='text' key='yes'/></register>\n");
        write("controls/catalogs/yard.xml", "<catalog id='yard' title='Yard rules' version='1' scale='iso17021' obligation='shall'><source>Ours.</source>\n"
                                            "<group id='1' title='Work' cite='1'>\n"
                                            "<control id='own' shall='1.S1'><title>Owners</title><statement>Jobs have owners.</statement></control></group></catalog>\n");
        write("jobs.csv", "Number,Done,Team,Lead,Cost\r\nJ01,2026-03-31 22:30Z,N,L,1\r\nJ02,2026-03-31 23:30Z,N,L,2\r\nJ03,2026-04-02 10:00Z,N,L,3\r\nJ04,2026-04-03 10:00Z,N,,4\r\n"
                          "J05,2026-04-04 10:00Z,N,L,5\r\nJ06,2026-04-05 10:00Z,N,L,6\r\nJ07,2026-04-06 10:00Z,S,P,7\r\nJ08,2026-04-07 10:00Z,S,P,8\r\nJ09,,S,P,9\r\nJ10,2026-04-09 10:00Z,,P,\r\n");
        write("people.csv", "Person ID,Name\r\nL,Lena Lead\r\nP,Paul Port\r\n");
        REQUIRE(run({"import", "person", "people.csv"}).exit_code == 0);
        REQUIRE(run({"import", "job", "jobs.csv"}).exit_code == 0);
        save({"audit", "A", "title=First", "kind=internal", "status=running"});
        save({"audit_team", "A", "L", "role=lead_auditor", "competence=all", "no_conflict_declared=yes"});
    }
    void save(std::vector<std::string> words) const {
        words.insert(words.begin(), "set");
        const auto result = run(words);
        REQUIRE_MESSAGE(result.exit_code == 0, result.err);
    }
    std::string draw(std::vector<std::string> more = {}) const {
        std::vector<std::string> words{"sample", "draw", "job", "-n", "4", "--seed", "42", "--by", "team", "--on", "2026-07-01"};
        words.insert(words.end(), more.begin(), more.end());
        const auto result = run(words);
        REQUIRE_MESSAGE(result.exit_code == 0, result.err);
        return result.out;
    }
    void refuses(const std::vector<std::string>& words, const std::string& text, int exit_code = 64) const {
        const auto before = store_bytes();
        const auto result = run(words);
        CHECK(result.out.empty());
        CHECK(result.err == "assay: " + text + "\n");
        CHECK(result.exit_code == exit_code);
        CHECK(store_bytes() == before);
    }
    void draw_refuses(std::vector<std::string> more, const std::string& text, int exit_code = 64) const {
        std::vector<std::string> words{"sample", "draw", "job", "--seed", "1"};
        words.insert(words.end(), more.begin(), more.end());
        refuses(words, text, exit_code);
    }
};

} // namespace

TEST_CASE_FIXTURE(Sampling, "a draw says from what, how many of each stratum, and which rows, and keeps both") {
    CHECK(draw() == "SM-001: 4 of 10 rows of job drawn\n"
                    "  condition      none: all rows\n"
                    "  strata         team\n"
                    "  size and seed  4, 42\n"
                    "  state          after change 6, zone Europe/London\n"
                    "\n"
                    "stratum       rows  drawn\n"
                    "------------  ----  -----\n"
                    "N                6      2\n"
                    "S                3      1\n"
                    "not recorded     1      1\n"
                    "\n"
                    "item  stratum       row  sha256\n"
                    "----  ------------  ---  -------------\n"
                    "   1  N             J06  1b6e83fdb6ab…\n"
                    "   2  N             J03  361e78ac4e4f…\n"
                    "   3  S             J08  9f94809f3fc4…\n"
                    "   4  not recorded  J10  67c00c4e29f8…\n"
                    "\n"
                    "audit_sample: change 7\n"
                    "sample_item: change 8\n"
                    "Next: 'assay sample record SM-001 ITEM ATTRIBUTE pass|exception|na --by PERSON'\n");
    CHECK(run({"list", "audit_sample", "--columns", "all", "--format", "csv"}).out == "id,audit,catalog,control,register,condition,strata,n,seed,state,zone,population,undecided,drawn,drawn_on,drawn_by,method,note\r\n"
                                                                                      "SM-001,,,,job,,team,4,42,6,Europe/London,10,0,4,2026-07-01,,\"stratified; largest remainders, one for each stratum where the size allows; lowest SHA-256 of seed|stratum|key\",\r\n");
    CHECK(run({"list", "sample_item", "--format", "csv"}).out == "sample,item,attribute,register,row_key,stratum,result,note,examined_by,examined_on\r\n"
                                                                 "SM-001,1,item,job,J06,N,,,,\r\n"
                                                                 "SM-001,2,item,job,J03,N,,,,\r\n"
                                                                 "SM-001,3,item,job,J08,S,,,,\r\n"
                                                                 "SM-001,4,item,job,J10,not recorded,,,,\r\n");
    CHECK(has(run({"history", "sample_item", "SM-001", "1", "item"}).out, "sample SM-001 drawn from job, change 6"));
    CHECK(has(draw(), "SM-002: 4 of 10 rows of job drawn\n"));
    CHECK(has(draw({"--id", "SM-010"}), "SM-010: "));
    CHECK(has(draw(), "SM-011: "));
}

TEST_CASE_FIXTURE(Sampling, "the rank of each item is the SHA-256 of seed, stratum and key, and the lowest of each stratum are drawn") {
    const auto drawn = draw({"--format", "csv"});
    std::string lowest;
    for (const auto* number : {"J07", "J08", "J09"}) {
        const auto rank = assay::to_hex(assay::sha256(std::string("42|S|") + number));
        if (lowest.empty() || rank < lowest.substr(4)) {
            lowest = std::string(number) + "," + rank;
        }
    }
    CHECK(has(drawn, "SM-001,3,S,job," + lowest + ",4,10\r\n"));
    CHECK(has(drawn, "SM-001,4,not recorded,job,J10," + assay::to_hex(assay::sha256("42|not recorded|J10")) + ",4,10\r\n"));
}

TEST_CASE_FIXTURE(Sampling, "strata are fields, other headers of fields, ways to a subject, paths over references, and local months") {
    const auto strata = [&](const std::string& by) { return run({"sample", "draw", "job", "-n", "3", "--seed", "1", "--by", by}).out; };
    CHECK(has(strata("site"), "  strata         team\n"));
    CHECK(has(strata("organization"), "  strata         team\n"));
    const auto path = strata("lead.name");
    CHECK(has(path, "stratum       rows  drawn\n------------  ----  -----\nLena Lead        5      "));
    CHECK(has(path, "not recorded     1      1\n"));
    // J02 was done on 1 April in London.
    const auto month = strata("month");
    CHECK(has(month, "stratum       rows  drawn\n------------  ----  -----\n2026-03          1      1\n2026-04          8      1\nnot recorded     1      1\n"));
    CHECK(has(run({"sample", "draw", "job", "-n", "3", "--seed", "1", "--by", "team", "--by", "month", "--format", "json"}).out, "\"stratum\": \"N / 2026-03\",\n      \"population\": 1,"));
}

TEST_CASE_FIXTURE(Sampling, "a condition chooses the population; rows that it cannot decide are told and left out") {
    const auto result = run({"sample", "draw", "job", "-n", "2", "--seed", "1", "--where", "cost gt 3", "--on", "2026-07-01"});
    CHECK(has(result.out, "SM-001: 2 of 6 rows of job drawn\n  condition      cost gt 3\n  strata         none\n"));
    CHECK(has(result.out, "(all rows)     6      2\n"));
    CHECK(has(result.out, "\n1 row is undecided, because the condition asks for a field that is not recorded: not in the population.\n"));
    const auto faulty = run({"sample", "draw", "job", "-n", "2", "--seed", "1", "--where", "cst gt 3"});
    CHECK(faulty.err == "--where:1:1: error: unknown field 'cst' in register 'job' (did you mean 'cost'?) [unknown-field]\n");
    CHECK(faulty.exit_code == 1);
    draw_refuses({"-n", "2", "--where", "cost gt 99"}, "there is nothing to draw from: no row of 'job' meets the condition", 1);
    draw_refuses({"-n", "2", "--at", "1"}, "there is nothing to draw from: no row of 'job' is recorded in the state after change 1", 1);
}

TEST_CASE_FIXTURE(Sampling, "a size that reaches the population draws all rows and says so; one below the number of strata says that too") {
    CHECK(has(run({"sample", "draw", "job", "-n", "12", "--seed", "1"}).out, "\nAll 10 rows are drawn, because 12 are asked for: nothing is left out.\n"));
    CHECK(has(run({"sample", "draw", "job", "-n", "1", "--seed", "1", "--by", "team"}).out, "\n2 of 3 strata have no item, because only 1 item is asked for.\n"));
}

TEST_CASE_FIXTURE(Sampling, "a sample is drawn again from the state of its time, whatever became of the register") {
    draw({"--where", "done_at lt datetime('2026-05-01T00:00Z') and today ge date('2026-07-01')"});
    save({"job", "J01", "team=S"});
    save({"job", "J11", "team=N", "done_at=2026-04-01 10:00Z"});
    REQUIRE(run({"remove", "job", "J07"}).exit_code == 0);
    REQUIRE(run({"rename", "job", "J02", "J99"}).exit_code == 0);
    write("assay.xml", "<workspace organization='Yard' zone='Asia/Tokyo'><period from='2026-01-01' to='2026-12-31'/><standard catalog='yard'/></workspace>\n");
    const auto before = store_bytes();
    const auto again = run({"sample", "redraw", "SM-001"});
    CHECK(again.err.empty());
    CHECK(again.exit_code == 0);
    CHECK(again.out.starts_with("SM-001: drawn again from change 6: the same 4 items of 9 rows of job\n"));
    CHECK(has(run({"sample", "redraw", "SM-001", "--format", "json"}).out, "\"same\": true"));
    CHECK(store_bytes() == before);
    // The same question today is another sample.
    CHECK(has(draw(), "SM-002: 4 of 10 rows of job drawn\n"));
    const auto of_then = draw({"--at", "6", "--format", "csv"});
    CHECK(has(of_then, ",10\r\n"));
}

TEST_CASE_FIXTURE(Sampling, "a sample that is not what is recorded is told item by item, with exit code 1") {
    draw();
    save({"sample_item", "SM-001", "1", "item", "row_key=J98"});
    save({"sample_item", "SM-001", "2", "item", "register=risk"});
    save({"audit_sample", "SM-001", "population=11"});
    const auto again = run({"sample", "redraw", "SM-001"});
    CHECK(again.exit_code == 1);
    CHECK(again.out == "SM-001: drawn again from change 6: not what is recorded\n"
                       "  condition      none: all rows\n"
                       "  strata         team\n"
                       "  size and seed  4, 42\n"
                       "  state          after change 6, zone Europe/London\n"
                       "\n"
                       "population: 11 recorded, 10 now\n"
                       "item 2 is recorded as a row of 'risk', not of 'job'\n"
                       "row  recorded                 drawn again\n"
                       "---  -----------------------  --------------------\n"
                       "J06  not recorded             drawn as item 1 of N\n"
                       "J98  recorded as item 1 of N  not drawn\n"
                       "Who changed what: 'assay history audit_sample SM-001', 'assay history sample_item SM-001 ITEM ATTRIBUTE'\n");
    const auto json = run({"sample", "redraw", "SM-001", "--format", "json"});
    CHECK(json.exit_code == 1);
    CHECK(has(json.out, "\"same\": false"));
    CHECK(has(json.out, "{\n      \"row_key\": \"J98\",\n      \"recorded\": {\n        \"item\": 1,\n        \"stratum\": \"N\"\n      },\n      \"drawn\": null\n    }"));
    REQUIRE(run({"remove", "sample_item", "SM-001", "4", "item"}).exit_code == 0);
    CHECK(has(run({"sample", "redraw", "SM-001"}).out, "not recorded"));
    CHECK(has(run({"sample", "show", "SM-001"}).out, "\n3 items are recorded, 4 drawn: 'assay sample redraw SM-001' says which differ\n"));
}

TEST_CASE_FIXTURE(Sampling, "results are recorded for item and attribute, and counted as exceptions in how many of how many") {
    draw({"--audit", "A", "--control", "own", "--drawn-by", "Lena Lead"});
    const auto recorded = run({"sample", "record", "SM-001", "1", "approved", "exception", "--by", "Lena Lead", "--note", "no name", "--on", "2026-07-02"});
    CHECK(recorded.err.empty());
    CHECK(recorded.out == "sample_item SM-001 / 1 / approved: added by change 9\n"
                          "  sample       SM-001\n"
                          "  item         1\n"
                          "  attribute    approved\n"
                          "  register     job\n"
                          "  row_key      J06\n"
                          "  stratum      N\n"
                          "  result       exception\n"
                          "  examined_by  L\n"
                          "  examined_on  2026-07-02\n"
                          "  note         no name\n");
    REQUIRE(run({"sample", "record", "SM-001", "2", "approved", "pass", "--by", "L", "--on", "2026-07-02"}).exit_code == 0);
    REQUIRE(run({"sample", "record", "SM-001", "3", "approved", "na", "--by", "L", "--on", "2026-07-03"}).exit_code == 0);
    REQUIRE(run({"sample", "record", "SM-001", "1", "in time", "pass", "--by", "L", "--on", "2026-07-02"}).exit_code == 0);
    CHECK(run({"sample", "show", "SM-001"}).out == "SM-001: 4 of 10 rows of job drawn on 2026-07-01 by Lena Lead (L)\n"
                                                   "  condition      none: all rows\n"
                                                   "  strata         team\n"
                                                   "  size and seed  4, 42\n"
                                                   "  state          after change 6, zone Europe/London\n"
                                                   "  audit          First (A)\n"
                                                   "  control        yard/own\n"
                                                   "\n"
                                                   "stratum       item  row  attribute  result          examined    by             note\n"
                                                   "------------  ----  ---  ---------  --------------  ----------  -------------  -------\n"
                                                   "N                1  J06  approved   exception       2026-07-02  Lena Lead (L)  no name\n"
                                                   "                         in time    pass            2026-07-02  Lena Lead (L)\n"
                                                   "                 2  J03  approved   pass            2026-07-02  Lena Lead (L)\n"
                                                   "                         in time    not examined\n"
                                                   "S                3  J08  approved   not applicable  2026-07-03  Lena Lead (L)\n"
                                                   "                         in time    not examined\n"
                                                   "not recorded     4  J10  approved   not examined\n"
                                                   "                         in time    not examined\n"
                                                   "\n"
                                                   "approved: 1 exception in 2 of 10 rows (4 items: 1 pass, 1 exception, 1 not applicable, 1 not examined)\n"
                                                   "in time: 0 exceptions in 1 of 10 rows (4 items: 1 pass, 0 exceptions, 0 not applicable, 3 not examined)\n"
                                                   "Counts are of the items examined; they say nothing of rows that were not drawn.\n");
    CHECK(run({"sample", "show", "SM-001", "--format", "csv"}).out == "sample,item,stratum,register,row_key,attribute,result,note,examined_by,examined_on,drawn,population\r\n"
                                                                      "SM-001,1,N,job,J06,approved,exception,no name,Lena Lead (L),2026-07-02,4,10\r\n"
                                                                      "SM-001,1,N,job,J06,in time,pass,,Lena Lead (L),2026-07-02,4,10\r\n"
                                                                      "SM-001,2,N,job,J03,approved,pass,,Lena Lead (L),2026-07-02,4,10\r\n"
                                                                      "SM-001,2,N,job,J03,in time,,,,,4,10\r\n"
                                                                      "SM-001,3,S,job,J08,approved,not_applicable,,Lena Lead (L),2026-07-03,4,10\r\n"
                                                                      "SM-001,3,S,job,J08,in time,,,,,4,10\r\n"
                                                                      "SM-001,4,not recorded,job,J10,approved,,,,,4,10\r\n"
                                                                      "SM-001,4,not recorded,job,J10,in time,,,,,4,10\r\n");
    const auto json = run({"sample", "show", "SM-001", "--format", "json"}).out;
    CHECK(has(json, "      \"attribute\": \"approved\",\n      \"exceptions\": 1,\n      \"examined\": 2,\n      \"population\": 10,\n      \"pass\": 1,\n"
                    "      \"not_applicable\": 1,\n      \"not_examined\": 1\n"));
    // A result can be corrected, and the history keeps both.
    CHECK(has(run({"sample", "record", "SM-001", "1", "approved", "pass", "--by", "L", "--on", "2026-07-04"}).out, "  result       exception → pass\n"));
    CHECK(has(run({"sample", "show", "SM-001"}).out, "approved: 0 exceptions in 2 of 10 rows"));
    CHECK(has(run({"sample", "redraw", "SM-001"}).out, "the same 4 items"));
}

TEST_CASE_FIXTURE(Sampling, "attributes named at the draw wait for their results, and the item as a whole is shown where it is examined") {
    CHECK(has(draw({"--attribute", "approved", "--attribute", "in time"}), "SM-001: "));
    const auto shown = run({"sample", "show", "SM-001"}).out;
    CHECK(has(shown, "approved: 0 exceptions in 0 of 10 rows (4 items: 0 pass, 0 exceptions, 0 not applicable, 4 not examined)\n"));
    CHECK(!has(shown, "\nitem: "));
    draw();
    CHECK(has(run({"sample", "show", "SM-002"}).out, "\nitem: 0 exceptions in 0 of 10 rows"));
    REQUIRE(run({"sample", "record", "SM-002", "4", "item", "exception", "--by", "P", "--on", "2026-07-02"}).exit_code == 0);
    REQUIRE(run({"sample", "record", "SM-002", "4", "other", "pass", "--by", "P", "--on", "2026-07-02"}).exit_code == 0);
    const auto both = run({"sample", "show", "SM-002"}).out;
    CHECK(has(both, "\nitem: 1 exception in 1 of 10 rows (4 items: 0 pass, 1 exception, 0 not applicable, 3 not examined)\nother: 0 exceptions in 1 of 10 rows"));
    // A sheet that auditors filled in comes back by import.
    write("filled.csv", "Sample ID,Item number,Attribute,Register,Row key,Stratum,Result\r\n" + [&] {
        const auto listed = run({"list", "sample_item", "--where", "sample eq 'SM-001' and item eq 1 and attribute eq 'approved'", "--columns",
                                 "sample,item,attribute,register,row_key,stratum", "--format", "csv"}).out;
        auto row = listed.substr(listed.find('\n') + 1);
        return row.substr(0, row.find('\r')) + ",OK\r\n";
    }());
    REQUIRE(run({"import", "sample_item", "filled.csv"}).exit_code == 0);
    CHECK(has(run({"sample", "show", "SM-001"}).out, "approved: 0 exceptions in 1 of 10 rows"));
}

TEST_CASE_FIXTURE(Sampling, "what cannot be drawn is refused with the nearest word, and nothing is stored") {
    refuses({"sample", "draw", "jb", "-n", "1", "--seed", "1"}, "there is no register 'jb' (did you mean 'job'?)");
    draw_refuses({"-n", "0"}, "-n takes a whole number from 1, not '0'");
    draw_refuses({"-n", "x"}, "-n takes a whole number that is not negative, not 'x'");
    refuses({"sample", "draw", "job", "-n", "1", "--seed", "many"}, "--seed takes a whole number that is not negative, not 'many'");
    draw_refuses({"-n", "1", "--by", "teem"}, "--by teem: register 'job' has no such field (did you mean 'team'?)");
    draw_refuses({"-n", "1", "--by", "colour of hair"},
                 "--by colour of hair: register 'job' has no such field; give a field, a path over references such as service.owner, or 'month'");
    draw_refuses({"-n", "1", "--by", "lead.nam"}, "--by lead.nam: unknown field 'nam' in register 'person' (did you mean 'name'?)");
    draw_refuses({"-n", "1", "--by", "team.name"}, "--by team.name: 'team' in register 'job' is a text, not a reference: '.name' leads nowhere");
    draw_refuses({"-n", "1", "--by", "team", "--by", "Site"}, "--by names 'team' twice");
    refuses({"sample", "draw", "place", "-n", "1", "--seed", "1", "--by", "month"}, "--by month: nothing says when a row of register 'place' occurred");
    draw_refuses({"-n", "1", "--audit", "B"}, "there is no audit 'B' (did you mean 'A'?)");
    draw_refuses({"-n", "1", "--audit", "A", "--drawn-by", "P"}, "Paul Port (P) is not of the team of audit A (register audit_team)");
    draw_refuses({"-n", "1", "--drawn-by", "Paul Prt"}, "there is no person 'Paul Prt' in the register (did you mean 'Paul Port'?)");
    draw_refuses({"-n", "1", "--control", "owm"}, "there is no control 'owm' (did you mean 'own'?)");
    draw_refuses({"-n", "1", "--attribute", " "}, "--attribute takes a name, not an empty text");
    draw_refuses({"-n", "1", "--attribute", "a", "--attribute", "a "}, "--attribute names 'a' twice");
    draw_refuses({"-n", "1", "--format", "xml"}, "--format takes table, csv, json, not 'xml'");
    refuses({"sample", "show", "SM-001"}, "there is no sample 'SM-001'; draw one with 'assay sample draw'");
    draw();
    draw_refuses({"-n", "1", "--id", "SM-001"}, "there is a sample 'SM-001' already; give another --id");
    refuses({"sample", "redraw", "SM-01"}, "there is no sample 'SM-01' (did you mean 'SM-001'?)");
    refuses({"sample", "redraw", "other"}, "there is no sample 'other'; 'assay list audit_sample' lists them");
}

TEST_CASE_FIXTURE(Sampling, "what cannot be recorded is refused, and nothing is stored") {
    draw({"--audit", "A", "--attribute", "approved"});
    const auto record = [](std::vector<std::string> words) {
        words.insert(words.begin(), {"sample", "record", "SM-001"});
        return words;
    };
    refuses(record({"5", "approved", "pass", "--by", "L"}), "sample SM-001 has items 1 to 4, not '5'");
    refuses(record({"one", "approved", "pass", "--by", "L"}), "ITEM takes a whole number that is not negative, not 'one'");
    refuses(record({"1", "aproved", "pass", "--by", "L"}), "sample SM-001 has no attribute 'aproved' (did you mean 'approved'?); --new adds it");
    refuses(record({"1", "", "pass", "--by", "L"}), "ATTRIBUTE is what was looked at, such as 'approved'; it cannot be empty");
    refuses(record({"1", "approved", "past", "--by", "L"}), "RESULT takes pass, exception, na, not_applicable, not 'past' (did you mean 'pass'?)");
    refuses(record({"1", "approved", "pass", "--by", "Nobody"}), "there is no person 'Nobody' in the register; add them with 'assay set person'");
    refuses(record({"1", "approved", "pass", "--by", "P"}), "Paul Port (P) is not of the team of audit A (register audit_team)");
    refuses(record({"1", "approved", "pass", "--by", "L", "--on", "2026-06-30"}), "sample SM-001 was drawn on 2026-07-01, after 2026-06-30");
    CHECK(run(record({"1", "aproved", "pass", "--by", "L", "--on", "2026-07-01", "--new"})).exit_code == 0);
    save({"audit", "A", "status=closed"});
    refuses(record({"1", "approved", "pass", "--by", "L"}), "audit A is closed; what was found of its samples stands");
    draw_refuses({"-n", "1", "--audit", "A"}, "audit A is closed; no sample is drawn for it any more");
    save({"audit_sample", "SM-001", "state=900"});
    refuses({"sample", "redraw", "SM-001"}, "sample SM-001 says that it was drawn from change 900, and the last change is 11", 1);
}

TEST_CASE_FIXTURE(Sampling, "keys of several fields are named by all of them, and two that read the same are refused") {
    write("controls/registers/shift.xml", "<register id='shift' title='Shifts' kind='maintained'><purpose>Who works when.</purpose>\n"
                                          "<field id='crew' title='Crew' type='text' key='yes'/><field id='day' title='Day' type='date' key='yes'/>\n"
                                          "<field id='spot' title='Spot' type='text' key='yes'/></register>\n");
    save({"shift", "red", "2026-05-01", "gate"});
    const auto drawn = run({"sample", "draw", "shift", "-n", "1", "--seed", "3", "--format", "csv"});
    CHECK(has(drawn.out, "SM-001,1,,shift,red / 2026-05-01 / gate," + assay::to_hex(assay::sha256("3||red / 2026-05-01 / gate")) + ",1,1\r\n"));
    CHECK(has(run({"sample", "redraw", "SM-001"}).out, "the same 1 item of 1 row of shift\n"));
    save({"shift", "red", "2026-05-01", "hut / 2026-05-01 / gate"});
    save({"shift", "red / 2026-05-01 / hut", "2026-05-01", "gate"});
    refuses({"sample", "draw", "shift", "-n", "1", "--seed", "3"}, "two rows of 'shift' have keys that read the same: red / 2026-05-01 / hut / 2026-05-01 / gate", 1);
}

TEST_CASE_FIXTURE(Sampling, "a sample that gets another id keeps its items, and one without items has none to record") {
    draw();
    REQUIRE(run({"rename", "audit_sample", "SM-001", "S-1"}).exit_code == 0);
    CHECK(run({"sample", "redraw", "S-1"}).exit_code == 0);
    CHECK(run({"sample", "record", "S-1", "2", "item", "pass", "--by", "P", "--on", "2026-07-02"}).exit_code == 0);
    for (const auto* item : {"1", "2", "3", "4"}) {
        REQUIRE(run({"remove", "sample_item", "S-1", item, "item"}).exit_code == 0);
    }
    refuses({"sample", "record", "S-1", "1", "item", "pass", "--by", "P"}, "sample S-1 has no item");
    CHECK(has(run({"sample", "show", "S-1"}).out, "\n0 items are recorded, 4 drawn: 'assay sample redraw S-1' says which differ\n"));
}
