// RACI from matrix sheets to gaps: the whole way through the program.
#include "support/workspace.hpp"
#include "support/xlsx_file.hpp"

#include <doctest/doctest.h>

namespace {

using assay::testing::inline_rows;
using assay::testing::XlsxFile;

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Two processes with roles and people; one of them left, one comes next month.
struct Office : TestWorkspace {
    Office() {
        import("process", "Process ID,Name\r\nIM,Incident Management\r\nPM,Problem Management\r\n");
        import("activity", "Activity ID,Process,Position,Name\r\nIM-1,IM,1,Record\r\nIM-2,IM,2,Resolve\r\nPM-1,PM,1,Record\r\n");
        import("role", "Role ID,Name,Kind,Process\r\nIM-OWN,Incident owner,process_owner,IM\r\nPM-OWN,Problem owner,process_owner,PM\r\nDESK,Service desk,practitioner,\r\n"
                       "MGR,Manager,other,\r\n");
        import("person", "Person ID,Name,Left on\r\nP1,Ann,\r\nP2,Ben,2025-06-30\r\nP3,Cid,\r\n");
        import("assignment", "Role,Person,From,To,Acting\r\nIM-OWN,P1,2025-01-01,,\r\nDESK,P2,2025-01-01,,\r\nDESK,P3,2026-01-01,,\r\nMGR,P1,2025-01-01,2025-03-31,\r\n"
                             "MGR,P3,2025-04-01,,yes\r\n");
    }
    void import(const std::string& register_id, const std::string& rows) {
        write(register_id + ".csv", rows);
        const auto result = run({"import", register_id, register_id + ".csv"});
        REQUIRE_MESSAGE(result.exit_code == 0, result.err);
    }
};

constexpr const char* k_matrix = "Activity,Process owner,Service desk,Manager\r\nIncident Management,,,\r\nRecord,A,R,\r\nResolve,A,\"R, C\",A\r\nProblem Management,,,\r\nRecord,,A/R,I\r\n";
constexpr const char* k_long = "Activity,Role,Letter\r\nIM-1,DESK,r\r\nIM-1,IM-OWN,a\r\nIM-2,DESK,c\r\nIM-2,DESK,r\r\nIM-2,IM-OWN,a\r\nIM-2,MGR,a\r\nPM-1,DESK,a\r\nPM-1,DESK,r\r\n"
                               "PM-1,MGR,i\r\n";

} // namespace

TEST_CASE_FIXTURE(Office, "a matrix comes in as the rows of the long form, recognised by its shape, as CSV and as a sheet") {
    write("matrix.csv", k_matrix);
    const auto result = run({"import", "raci", "matrix.csv"});
    CHECK(result.err.empty());
    CHECK(holds(result.out, "RACI matrix of 3 activities by 3 roles, recognised by its shape\n"));
    CHECK(holds(result.out, "  rows in     9 = 9 added + 0 changed + 0 unchanged + 0 superseded + 0 rejected\n"));
    // The long form says the same: nothing is left to change.
    write("long.csv", k_long);
    CHECK(holds(run({"import", "raci", "long.csv"}).out, "  rows in     9 = 0 added + 0 changed + 9 unchanged + 0 superseded + 0 rejected\n"));
    const XlsxFile sheet{{{"RACI", inline_rows({{"Who does what", "", "", "", ""},
                                                {"Process", "Activity", "Process owner", "Service desk", "Manager"},
                                                {"Incident Management", "Record", "A", "R", ""},
                                                {"", "Resolve", "A", "R, C", "A"},
                                                {"Problem Management", "Record", "", "A/R", "I"}})}},
                         ""};
    write("matrix.xlsx", sheet.bytes());
    const auto again = run({"import", "raci", "matrix.xlsx", "--matrix"});
    CHECK(again.err.empty());
    CHECK(holds(again.out, "header in row 2; RACI matrix of 3 activities by 3 roles\n"));
    CHECK(holds(again.out, "  rows in     9 = 0 added + 0 changed + 9 unchanged + 0 superseded + 0 rejected\n"));
    CHECK(holds(run({"import", "raci", "matrix.xlsx"}).out, "recognised by its shape\n"));
}

TEST_CASE_FIXTURE(Office, "a name that a matrix cannot place stores nothing, and is told with its cell") {
    write("matrix.csv", "Activity,Process owner,Servce desk,Manager\r\nIncident Management,,,\r\nRekord,A,R,\r\nResolve,A,R,S\r\n");
    const auto csv = run({"import", "raci", "matrix.csv", "--matrix"});
    CHECK(csv.exit_code == 1);
    CHECK(csv.out.empty());
    CHECK(holds(csv.err, "column 1 'Rekord' is no activity of process IM (did you mean 'Record'?)"));
    CHECK(holds(csv.err, "column 3 holds R, but the head of its column, column 3 'Servce desk', is no role (did you mean 'Service desk'?)"));
    CHECK(holds(csv.err, "column 4 'S' is not R, A, C or I, nor several of them"));
    CHECK(holds(csv.err, "assay: nothing was stored, because rows were rejected"));
    const XlsxFile sheet{{{"RACI", inline_rows({{"Activity", "Process owner", "Service desk"}, {"Record", "A", "R"}})}}, ""};
    write("matrix.xlsx", sheet.bytes());
    const auto xlsx = run({"import", "raci", "matrix.xlsx"});
    CHECK(holds(xlsx.err, "A2 'Record' is the name of 2 activities (IM-1, PM-1); put the process above them, or write the id"));
    const auto other = run({"import", "role", "matrix.csv", "--matrix"});
    CHECK(other.exit_code == 64);
    CHECK(other.err == "assay: --matrix goes with register 'raci'\n");
}

TEST_CASE_FIXTURE(Office, "the matrix of a process is printed with who holds its roles on the day") {
    import("raci", k_long);
    const auto result = run({"raci", "--process", "incident management", "--on", "2025-05-01"});
    CHECK(result.err.empty());
    CHECK(result.exit_code == 0);
    CHECK(result.out == "IM Incident Management\n"
                        "activity  name     DESK  IM-OWN  MGR\n"
                        "--------  -------  ----  ------  ---\n"
                        "IM-1      Record   R     A\n"
                        "IM-2      Resolve  R/C   A       A\n"
                        "\n"
                        "role    name            person  holder  from        to          on the day\n"
                        "------  --------------  ------  ------  ----------  ----------  --------------------\n"
                        "DESK    Service desk    P2      Ben     2025-01-01              yes\n"
                        "DESK    Service desk    P3      Cid     2026-01-01              no, from 2026-01-01\n"
                        "IM-OWN  Incident owner  P1      Ann     2025-01-01              yes\n"
                        "MGR     Manager         P1      Ann     2025-01-01  2025-03-31  no, until 2025-03-31\n"
                        "MGR     Manager         P3      Cid     2025-04-01              yes, acting\n"
                        "as of 2025-05-01, state 7\n");
    const auto unknown = run({"raci", "--process", "Incidnt Management"});
    CHECK(unknown.exit_code == 64);
    CHECK(unknown.err == "assay: there is no process 'Incidnt Management' in register 'process' (did you mean 'Incident Management'?)\n");
    CHECK(run({"raci", "--format", "csv", "--on", "2025-05-01"}).out == "process,activity,name,role,letters,persons\r\n"
                                                                       "IM,IM-1,Record,DESK,R,P2\r\nIM,IM-1,Record,IM-OWN,A,P1\r\n"
                                                                       "IM,IM-2,Resolve,DESK,R/C,P2\r\nIM,IM-2,Resolve,IM-OWN,A,P1\r\nIM,IM-2,Resolve,MGR,A,P3\r\n"
                                                                       "PM,PM-1,Record,DESK,A/R,P2\r\nPM,PM-1,Record,MGR,I,P3\r\n");
}

TEST_CASE_FIXTURE(Office, "load counts the activities of each person by letter") {
    import("raci", k_long);
    CHECK(run({"raci", "--load", "--on", "2025-05-01"}).out == "person  name  activities  R  A  C  I  roles\n"
                                                              "------  ----  ----------  -  -  -  -  ------\n"
                                                              "P2      Ben            3  3  1  1  0  DESK\n"
                                                              "P1      Ann            2  0  2  0  0  IM-OWN\n"
                                                              "P3      Cid            2  0  1  0  1  MGR\n"
                                                              "as of 2025-05-01, state 7\n");
}

TEST_CASE_FIXTURE(Office, "gaps name roles that nobody holds and activities without exactly one accountable role or without a responsible one") {
    import("activity", "Activity ID,Process,Position,Name\r\nPM-2,PM,2,Review\r\nPM-3,PM,3,Close\r\n");
    import("raci", std::string(k_long) + "PM-3,PM-OWN,i\r\nPM-9,DESK,a\r\nPM-1,GHOST,c\r\n");
    const auto csv = run({"raci", "--gaps", "--format", "csv", "--on", "2025-07-01"}).out;
    CHECK(csv == "process,activity,role,gap,detail\r\n"
                 ",,DESK,nobody holds the role,\"P2 left on 2025-06-30, P3 from 2026-01-01\"\r\n"
                 ",,GHOST,unknown role,not in register 'role'\r\n"
                 ",PM-9,,unknown activity,not in register 'activity'\r\n"
                 "IM,IM-2,,several roles are accountable,\"IM-OWN, MGR\"\r\n"
                 "PM,,PM-OWN,nobody holds the role,nobody was ever assigned\r\n"
                 "PM,PM-2,,nobody has a letter,Review\r\n"
                 "PM,PM-3,,nobody is accountable,Close\r\n"
                 "PM,PM-3,,nobody is responsible,Close\r\n");
    CHECK(holds(run({"raci", "--gaps", "--on", "2025-07-01"}).out, "\n8 gaps in 6 activities, 5 roles, 12 rows of raci\nas of 2025-07-01"));
    CHECK(holds(run({"raci", "--gaps", "--process", "PM", "--on", "2025-05-01"}).out, " in 3 activities, 4 roles, 5 rows of raci\n"));
    import("assignment", "Role,Person,From\r\nIM-OWN,P3,2025-01-01\r\n");
    CHECK(holds(run({"raci", "--gaps", "--process", "IM", "--on", "2025-05-01"}).out, "IM       IM-1      IM-OWN  several persons hold the accountable role  P1, P3\n"));
    const auto json = run({"raci", "--gaps", "--load", "--format", "json", "--on", "2025-05-01"}).out;
    CHECK(holds(json, "\"gap\": \"nobody is accountable\",\n      \"process\": \"PM\",\n      \"activity\": \"PM-3\","));
    CHECK(holds(json, "\"person\": \"P2\",\n      \"name\": \"Ben\",\n"));
}

TEST_CASE_FIXTURE(TestWorkspace, "no gaps are found in nothing, and that is said") {
    CHECK(run({"raci", "--gaps", "--on", "2025-05-01"}).out == "nothing to judge: registers activity and raci are empty\nas of 2025-05-01, state 1\n");
    CHECK(holds(run({"raci", "--gaps", "--format", "json"}).out, "\"judged\": {\n    \"activities\": 0,\n    \"roles\": 0,\n    \"rows\": 0\n  },\n  \"gaps\": []"));
    write("process.csv", "Process ID,Name\r\nCM,Change Management\r\n");
    REQUIRE(run({"import", "process", "process.csv"}).exit_code == 0);
    CHECK(holds(run({"raci", "--gaps", "--process", "CM"}).out, "nothing to judge: process CM has no activity\n"));
}

TEST_CASE_FIXTURE(Office, "a matrix without gaps says in how much none were found") {
    import("raci", "Activity,Role,Letter\r\nIM-1,IM-OWN,a\r\nIM-1,IM-OWN,r\r\nIM-2,IM-OWN,a\r\nIM-2,IM-OWN,r\r\nPM-1,IM-OWN,a\r\nPM-1,IM-OWN,r\r\n");
    CHECK(run({"raci", "--gaps", "--on", "2025-05-01"}).out == "0 gaps in 3 activities, 1 role, 6 rows of raci\nas of 2025-05-01, state 7\n");
}

TEST_CASE_FIXTURE(TestWorkspace, "load and gaps together are no CSV") {
    const auto both = run({"raci", "--load", "--gaps", "--format", "csv"});
    CHECK(both.exit_code == 64);
    CHECK(both.out.empty());
    CHECK(both.err == "assay: --load and --gaps are two tables, and CSV holds one (ask for one of them, or for --format json)\n");
}
