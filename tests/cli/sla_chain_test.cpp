// Promises against what underpins them, through the program: table, CSV, JSON, calendars of the workspace, risks and contracts.
#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace {

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// Mail at 99.9 % around the clock and 8 hours to resolve, on two redundant lines and a gateway supported in office hours.
struct Chain : TestWorkspace {
    Chain() {
        auto text = read_text_file(path() / "assay.xml");
        text.insert(text.find("</workspace>"), "  <calendar id=\"office\" title=\"Office hours\" zone=\"UTC\">\n"
                                               "    <hours days=\"mon tue wed thu fri\" from=\"09:00\" to=\"17:00\"/>\n"
                                               "  </calendar>\n");
        write("assay.xml", text);
        import("service", "Service ID,Name,Status,In scope\r\nMAIL,Mail,live,yes\r\n");
        import("supplier", "Supplier ID,Name,Kind\r\nV1,Lines,external\r\n");
        import("contract", "Contract ID,Supplier,Status,Ends on,Notice period\r\nK1,V1,in_force,2026-12-31,P3M\r\n");
        import("sla", "SLA ID,Title,Service,Kind,Status,Supports agreement,Redundancy group,Contract,Ends on\r\nS1,Mail,MAIL,sla,in_force,,,,2027-12-31\r\n"
                      "L1,Line one,MAIL,underpinning,in_force,S1,wan,K1,\r\nL2,Line two,MAIL,underpinning,in_force,S1,WAN,,\r\nG1,Gateway,MAIL,ola,in_force,,,,\r\n");
        import("sla_target", "Target ID,SLA,Metric,Priority,Target,Unit,Threshold,Calendar\r\nT1,S1,availability,,99.9,percent,,24x7\r\nT2,S1,resolution,high,90,percent,PT8H,24x7\r\n"
                             "T3,S1,satisfaction,,4,score,,\r\n"
                             "L1-A,L1,availability,,97,percent,,24x7\r\nL1-R,L1,resolution,high,95,percent,PT4H,24x7\r\nL2-A,L2,availability,,98,percent,,24x7\r\n"
                             "L2-R,L2,resolution,high,95,percent,PT12H,24x7\r\nG1-A,G1,availability,,99.95,percent,,24x7\r\nG1-R,G1,resolution,,95,percent,PT4H,Office hours\r\n");
    }
    void import(const std::string& register_id, const std::string& rows) {
        write(register_id + ".csv", rows);
        const auto result = run({"import", register_id, register_id + ".csv"});
        REQUIRE_MESSAGE(result.exit_code == 0, result.err);
    }
};

} // namespace

TEST_CASE_FIXTURE(Chain, "the chain shows what each promise rests on, what that carries, and the risk of a weak link") {
    import("risk", "Risk ID,Title,Owner,Treatment,Status,SLA target\r\nR1,Slow gateway,P1,Second shift,open,T2\r\nR2,Mail down,,,open,T1\r\n");
    const auto result = run({"sla", "chain", "--on", "2026-10-05"});
    CHECK(result.err.empty());
    CHECK(result.exit_code == 0);
    CHECK(result.out ==
          "sla  target  measure                             promised    carried  result  risk\n"
          "---  ------  ------------------------------  ------------  ---------  ------  ------------------------\n"
          "S1   T1      availability, 24x7                    99.9 %  99.8900 %  weak    none; R2 (without owner)\n"
          "S1   T2      resolution, high, PT8H of 24x7  90 % in PT8H    P2DT20H  weak    R1\n"
          "\n"
          "target  rests on             component  contract  measure                               promised    carried  by itself\n"
          "------  -------------------  ---------  --------  -------------------------------  -------------  ---------  ---------\n"
          "T1      L1                   wan        K1        availability, 24x7                        97 %  97.0000 %  weak\n"
          "T1      L2                   WAN                  availability, 24x7                        98 %  98.0000 %  weak\n"
          "T1      G1 (by its service)                       availability, 24x7                     99.95 %  99.9500 %  holds\n"
          "T2      L1                   wan        K1        resolution, high, PT4H of 24x7    95 % in PT4H       PT4H  holds\n"
          "T2      L2                   WAN                  resolution, high, PT12H of 24x7  95 % in PT12H      PT12H  weak\n"
          "T2      G1 (by its service)                       resolution, PT4H of office        95 % in PT4H    P2DT20H  weak\n"
          "\n"
          "weak: G1: until PT4H of office are used up, P2DT20H of 24x7 may pass (T2)\n"
          "\n"
          "ends before what rests on it:\n"
          "sla  until       rests on  contract  ends on     notice from  state                 extension\n"
          "---  ----------  --------  --------  ----------  -----------  --------------------  ---------\n"
          "S1   2027-12-31  L1        K1        2026-12-31  2026-09-30   in its notice period\n"
          "\n"
          "carried = product of the parts; agreements of one component stand in for each other: 1 - product of (1 - part); of time limits the longest business time of the customer\n"
          "that may pass; figures are exact, and cut to 4 places\n"
          "1 target of satisfaction left out: satisfaction rests on no promise\n"
          "2 promises: 0 held, 2 weak (1 without an open risk that has owner and treatment), 0 unknown\n"
          "as of 2026-10-05, state 7\n");
}

TEST_CASE_FIXTURE(Chain, "the chain as CSV has a line for each part") {
    const auto csv = run({"sla", "chain", "--on", "2026-10-05", "--format", "csv"}).out;
    CHECK(holds(csv, "sla,target,metric,priority,calendar,promised,carried,result,risks,why,part,by_service,component,contract,supplier,part_target,part_calendar,part_promised,"
                     "part_carried,part_result,part_why\r\n"));
    CHECK(holds(csv, "S1,T1,availability,,24x7,99.9 %,99.8900 %,weak,none,,L1,,wan,K1,V1,L1-A,24x7,97 %,97.0000 %,weak,\r\n"));
    CHECK(holds(csv, "S1,T2,resolution,high,24x7,90 % in PT8H,P2DT20H,weak,none,\"G1: until PT4H of office are used up, P2DT20H of 24x7 may pass\",L2,,WAN,,,L2-R,24x7,"
                     "95 % in PT12H,PT12H,weak,\"until PT12H of 24x7 are used up, PT12H of 24x7 may pass\"\r\n"));
    CHECK(holds(csv, ",G1,yes,,,,G1-R,Office hours,95 % in PT4H,P2DT20H,weak,\"until PT4H of office are used up, P2DT20H of 24x7 may pass\"\r\n"));
    const auto json = run({"sla", "chain", "--on", "2026-10-05", "--format", "json"}).out;
    CHECK(holds(json, "\"least_percent\": \"99.8900\",\n      \"most_percent\": \"99.8900\",\n      \"result\": \"weak\","));
    CHECK(holds(json, "\"state\": \"in its notice period\""));
    CHECK(holds(json, "\"satisfaction_left_out\": 1"));
}

TEST_CASE_FIXTURE(Chain, "what binds on the day decides, and an unknown agreement is a wrong call") {
    const auto later = run({"sla", "chain", "--on", "2027-01-01"}).out;
    CHECK(holds(later, "unknown: L1: its contract K1 ended on 2026-12-31 (T1)\n"));
    CHECK(holds(later, "S1   T1      availability, 24x7                    99.9 %  97.9510 to 99.9500 %  unknown\n"));
    CHECK(holds(later, "S1   2027-12-31  L1        K1        2026-12-31  2026-09-30   ended"));
    const auto unknown = run({"sla", "chain", "--sla", "S11"});
    CHECK(unknown.exit_code == 64);
    CHECK(unknown.err == "assay: there is no agreement 'S11' in register 'sla' (did you mean 'S1'?)\n");
    CHECK(run({"sla", "chain", "--on", "2028-01-01"}).out == "no agreement with a customer in force names a target on 2028-01-01 (registers sla, sla_target)\n");
}

TEST_CASE_FIXTURE(Chain, "an agreement that ended and was replaced is named") {
    CHECK_FALSE(holds(run({"sla", "chain", "--on", "2026-10-05"}).out, "replaced"));
    import("sla", "SLA ID,Title,Service,Kind,Status,Supports agreement,Redundancy group,Contract\r\nL0,Old line,MAIL,underpinning,expired,S1,wan,K1\r\n");
    CHECK(holds(run({"sla", "chain", "--on", "2026-10-05"}).out, "\n1 agreement left out, replaced: L0 by L1\n"));
    CHECK(holds(run({"sla", "chain", "--on", "2026-10-05", "--format", "json"}).out,
                "\"replaced\": [\n    {\n      \"agreement\": \"L0\",\n      \"by\": \"L1\"\n    }\n  ]"));
}
