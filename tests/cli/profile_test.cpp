// Exports of ServiceNow and Jira by their profiles: what is read, what the receipt says, and what is refused.
#include "support/shared_data.hpp"
#include "support/workspace.hpp"

#include <doctest/doctest.h>

namespace {

bool says_part(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

struct Exports : TestWorkspace {
    /// stdout of what must succeed in silence.
    std::string out_of(const std::vector<std::string>& arguments) const {
        const auto result = run(arguments);
        CHECK_MESSAGE(result.err == "", result.err);
        CHECK(result.exit_code == 0);
        return result.out;
    }
    /// stderr of what must be refused, with the store as it was.
    std::string refused(const std::vector<std::string>& arguments, int code) const {
        const auto before = store_bytes();
        const auto result = run(arguments);
        CHECK(result.exit_code == code);
        CHECK(result.out == "");
        CHECK(store_bytes() == before);
        return result.err;
    }
    std::string listed(const std::string& of, const std::string& columns) const { return out_of({"list", of, "--columns", columns, "--format", "csv"}); }
};

constexpr const char* k_servicenow = "number,opened_at,sys_created_on,short_description,caller_id,priority,incident_state,assigned_to,assignment_group,sla_due,impact,u_site_code\r\n"
                                     "INC0010001,2026-01-05 08:00:00,2026-01-05 08:01:00,Printer,Abel Tuter,1 - Critical,In Progress,(empty),Desk,UNKNOWN,1 - High,9\r\n"
                                     "INC0010002,2026-01-06 08:00:00,2026-01-06 08:02:00,Mail,Bea Rice,3 - Moderate,On Hold,Fred,Desk,2026-01-07 08:00:00,3,9\r\n";

constexpr const char* k_jira = "Summary,Issue key,Issue id,Issue Type,Status,Priority,Resolution,Assignee,Reporter,Created,Updated,Resolved,Due Date,Component/s,Component/s,Custom field (Impact)\r\n"
                               "Printer,ITSM-1,10001,[System] Incident,Work in progress,Highest,Unresolved,Unassigned,abel,01/Jan/26 9:05 AM,02/Jan/26 12:00 PM,,,Desk,Mail,Significant / Large\r\n"
                               "Mail,ITSM-2,10002,[System] Incident,Completed,Medium,Done,fred,bea,13/Feb/26 12:30 AM,13/Feb/26 1:30 PM,13/Feb/26 1:15 PM,14/Feb/26 12:00 AM,,,\r\n";

} // namespace

TEST_CASE_FIXTURE(Exports, "a ServiceNow export is read by its profile, and the receipt and the change say so") {
    write("sn.csv", k_servicenow);
    const auto receipt = masked(out_of({"import", "incident", "sn.csv", "--profile", "servicenow"}));
    CHECK(says_part(receipt, "  SHA-256     <digest>\n  profile     servicenow, SHA-256 <digest>\n  columns     11 of 12 used\n"));
    CHECK(says_part(receipt, "  by profile  'sys_created_on' to recorded_at, 'short_description' to title, 'caller_id' to caller,\n"
                             "              'incident_state' to state, 'sla_due' to target_due_at\n"));
    CHECK(says_part(receipt, "  not used    12 'u_site_code'\n              (matches no field)\n"));
    CHECK(says_part(receipt, "2 added"));
    CHECK(listed("incident", "number,title,caller,priority,state,assigned_to,target_due_at,impact") ==
          "number,title,caller,priority,state,assigned_to,target_due_at,impact\r\n"
          "INC0010001,Printer,Abel Tuter,critical,in_progress,,,high\r\n"
          "INC0010002,Mail,Bea Rice,moderate,on_hold,Fred,2026-01-07 08:00Z,low\r\n");
    CHECK(says_part(masked(out_of({"log", "show", "--register", "incident", "--format", "json"})), "target_due_at=sla_due; impact=impact; profile servicenow, SHA-256 <digest>\""));
    CHECK(says_part(out_of({"log", "verify"}), "intact: 2 changes"));
}

TEST_CASE_FIXTURE(Exports, "a list export of ServiceNow by its labels tells Opened from Created, which the register alone cannot") {
    write("labels.csv", "Number,Opened,Created,Short description,State\r\nINC1,2026-01-05 08:00,2026-01-05 08:30,Printer,New\r\n");
    CHECK(refused({"import", "incident", "labels.csv"}, 1) ==
          "labels.csv:1:3: error: columns 2 'Opened' and 3 'Created' both match field 'opened_at' (choose one: --map opened_at=Opened) [duplicate-column]\n");
    out_of({"import", "incident", "labels.csv", "--profile", "servicenow"});
    CHECK(listed("incident", "number,opened_at,recorded_at,state") ==
          "number,opened_at,recorded_at,state\r\nINC1,2026-01-05 08:00Z,2026-01-05 08:30Z,new\r\n");
}

TEST_CASE_FIXTURE(Exports, "the other tables of ServiceNow come in by the same profile") {
    write("chg.csv", "Number,Type,State,Short description,Opened,Created,Planned start date,Risk,Approval,Close code,Class\r\n"
                     "CHG1,Normal,-4,Patch,2026-01-05 08:00,2026-01-05 08:00,2026-01-09 20:00,Moderate,Not Yet Requested,,Change Request\r\n"
                     "CHG2,Emergency,4,Fix,2026-01-05 08:00,2026-01-05 08:00,,Very High,Approved,Successful with issues,Change Request\r\n");
    CHECK(says_part(out_of({"import", "change", "chg.csv", "--profile", "servicenow"}), "  not used    11 'Class'\n              (the profile leaves it out)\n"));
    CHECK(listed("change", "number,type,state,risk,approval_decision,outcome") ==
          "number,type,state,risk,approval_decision,outcome\r\nCHG1,normal,assess,moderate,pending,\r\nCHG2,emergency,cancelled,very_high,approved,successful\r\n");
    write("prb.csv", "number,short_description,problem_state,opened_at,cause_notes,priority\r\nPRB1,Leak,Root Cause Analysis,2026-01-05 08:00,Valve,2\r\n");
    out_of({"import", "problem", "prb.csv", "--profile", "servicenow"});
    CHECK(listed("problem", "number,title,state,root_cause,priority") == "number,title,state,root_cause,priority\r\nPRB1,Leak,under_investigation,Valve,high\r\n");
    write("ritm.csv", "Number,Item,Requested for,Opened,State,Approval,Stage\r\nRITM1,Laptop,Bea Rice,2026-01-05 08:00,Closed Complete,Approved,Completed\r\n"
                      "RITM2,Laptop,Bea Rice,2026-01-05 08:00,Work in Progress,No Longer Required,Fulfilment\r\n");
    out_of({"import", "request", "ritm.csv", "--profile", "servicenow"});
    CHECK(listed("request", "number,item,requester,state,approval") ==
          "number,item,requester,state,approval\r\nRITM1,Laptop,Bea Rice,fulfilled,approved\r\nRITM2,Laptop,Bea Rice,in_progress,not_required\r\n");
    write("ci.csv", "sys_id,name,sys_class_name,install_status,operational_status,sys_updated_on\r\na1,web01,Linux Server,1,1,2026-01-05 08:01:02\r\n"
                    "a2,web02,Linux Server,Pending Repair,2,2026-01-05 08:01:02\r\n");
    out_of({"import", "ci", "ci.csv", "--profile", "servicenow"});
    CHECK(listed("ci", "id,name,type,status") == "id,name,type,status\r\na1,web01,Linux Server,live\r\na2,web02,Linux Server,in_maintenance\r\n");
    write("users.csv", "User ID,Name,Email,Title,Department,Active\r\nbea,Bea Rice,bea@example.org,Engineer,IT,true\r\n");
    out_of({"import", "person", "users.csv", "--profile", "servicenow"});
    CHECK(listed("person", "id,name,email,job_title,organization,active") ==
          "id,name,email,job_title,organization,active\r\nbea,Bea Rice,bea@example.org,Engineer,,yes\r\n");
}

TEST_CASE_FIXTURE(Exports, "a Jira export is read by its profile, dates included; without it nothing tells which is the day and which the year") {
    write("jira.csv", k_jira);
    write("two.csv", "Issue key,Created\r\nITSM-1,01/Jan/26 9:05 AM\r\n");
    CHECK(refused({"import", "incident", "two.csv"}, 1) ==
          "two.csv:2:2: error: column 'Created' does not prove its order: 01/Jan/26 9:05 AM in line 2 is 2026-01-01 as day-month-year but 2001-01-26 as year-month-day (say "
          "--date-format day-month-year or --date-format year-month-day) [ambiguous-date-order]\n");
    const auto receipt = out_of({"import", "incident", "jira.csv", "--profile", "jira"});
    CHECK(says_part(receipt, "  not used    3 'Issue id'\n              (matches no field)\n  not used    14 'Component/s', 15 'Component/s'\n              (the profile leaves it out)\n"));
    CHECK(listed("incident", "number,title,state,priority,impact,category,resolution,assigned_to,caller") ==
          "number,title,state,priority,impact,category,resolution,assigned_to,caller\r\n"
          "ITSM-1,Printer,in_progress,critical,high,[System] Incident,,,abel\r\n"
          "ITSM-2,Mail,resolved,moderate,,[System] Incident,Done,fred,bea\r\n");
    CHECK(listed("incident", "number,opened_at,updated_at,resolved_at,target_due_at") ==
          "number,opened_at,updated_at,resolved_at,target_due_at\r\n"
          "ITSM-1,2026-01-01 09:05Z,2026-01-02 12:00Z,,\r\n"
          "ITSM-2,2026-02-13 00:30Z,2026-02-13 13:30Z,2026-02-13 13:15Z,2026-02-14 00:00Z\r\n");
}

TEST_CASE_FIXTURE(Exports, "the other kinds of issue come in by the same profile") {
    write("chg.csv", "Issue key,Summary,Status,Created,Custom field (Change type),Custom field (Change start date),Resolution\r\n"
                     "CHG-1,Patch,Awaiting CAB approval,01/Jan/26 9:05 AM,Normal,03/Jan/26 10:00 PM,\r\nCHG-2,Fix,Completed,01/Jan/26 9:05 AM,Emergency,,Done\r\n");
    out_of({"import", "change", "chg.csv", "--profile", "jira"});
    CHECK(listed("change", "number,state,type,scheduled_from") ==
          "number,state,type,scheduled_from\r\nCHG-1,authorize,normal,2026-01-03 22:00Z\r\nCHG-2,closed,emergency,\r\n");
    write("prb.csv", "Issue key,Status,Created,Custom field (Root cause),Custom field (Workaround)\r\nPRB-1,Under investigation,01/Jan/26 9:05 AM,Valve,Bucket\r\n");
    out_of({"import", "problem", "prb.csv", "--profile", "jira"});
    CHECK(listed("problem", "number,state,root_cause,workaround") == "number,state,root_cause,workaround\r\nPRB-1,under_investigation,Valve,Bucket\r\n");
    write("req.csv", "Issue key,Status,Created,Resolved,Custom field (Request Type)\r\nREQ-1,Waiting for customer,01/Jan/26 9:05 AM,,Access\r\nREQ-2,Declined,01/Jan/26 9:05 AM,,Access\r\n");
    out_of({"import", "request", "req.csv", "--profile", "jira"});
    CHECK(listed("request", "number,state,category") == "number,state,category\r\nREQ-1,on_hold,Access\r\nREQ-2,rejected,Access\r\n");
}

TEST_CASE_FIXTURE(Exports, "--map, --set and --date-format win over the profile, and dates that it does not know are still asked for") {
    write("jira.csv", "Issue key,Summary,Created,Updated,Status\r\nITSM-1,Printer,01/Jan/26 9:05 AM,03/04/26 9:05 AM,Open\r\n");
    CHECK(refused({"import", "incident", "jira.csv", "--profile", "jira"}, 1) ==
          "jira.csv:2:4: error: column 'Updated' does not prove its order: 03/04/26 9:05 AM in line 2 is 2026-04-03 as day-month-year but 2026-03-04 as month-day-year (say "
          "--date-format day-month-year or --date-format month-day-year) [ambiguous-date-order]\n");
    out_of({"import", "incident", "jira.csv", "--profile", "jira", "--date-format", "year-month-day", "--map", "description=Summary", "--set", "state=closed"});
    CHECK(listed("incident", "number,title,description,opened_at,updated_at,state") ==
          "number,title,description,opened_at,updated_at,state\r\nITSM-1,,Printer,2001-01-26 09:05Z,2003-04-26 09:05Z,closed\r\n");
}

TEST_CASE_FIXTURE(Exports, "a profile that is not there, or says nothing of the register, is wrong usage that names the nearest") {
    write("x.csv", k_servicenow);
    CHECK(refused({"import", "incident", "x.csv", "--profile", "servicenw"}, 64) == "assay: there is no profile 'servicenw' (did you mean 'servicenow'?)\n");
    CHECK(refused({"import", "incident", "x.csv", "--profile", "remedy"}, 64) == "assay: there is no profile 'remedy'; there are jira, servicenow\n");
    CHECK(says_part(refused({"import", "ci", "x.csv", "--profile", "jira"}, 64), "profile 'jira' says nothing of register 'ci'; it speaks of incident, problem, change, request\n"));
}

TEST_CASE_FIXTURE(Exports, "a workspace's profile takes the place of the built-in one, and its faults are told with their places") {
    write("x.csv", "Nr;Begin;Lage\r\nT-1;2026-01-05 08:00;offen\r\n");
    const std::string head = "<profile id=\"jira\" title=\"Ours\">\n  <source>Our desk.</source>\n  <for register=\"incident\">\n";
    write("controls/profiles/desk.xml", head + "    <header field=\"number\">Nr</header>\n    <header field=\"opened_at\">Begin</header>\n    <header field=\"state\">Lage</header>\n"
                                               "    <value field=\"state\" of=\"new\">offen</value>\n  </for>\n</profile>\n");
    CHECK(says_part(out_of({"import", "incident", "x.csv", "--profile", "jira"}), "1 added"));
    CHECK(listed("incident", "number,state") == "number,state\r\nT-1,new\r\n");
    CHECK(says_part(out_of({"catalog", "validate"}), ", 2 profiles: no fault\n"));
    write("controls/profiles/desk.xml", head + "    <header field=\"numbr\">Nr</header>\n    <value field=\"state\" of=\"knew\">offen</value>\n  </for>\n  <for register=\"chnge\"/>\n</profile>\n");
    const std::string of_incident = "controls/profiles/desk.xml:4:20: error: there is no field 'numbr' in register 'incident' (did you mean 'number'?) [unknown-field]\n"
                                    "controls/profiles/desk.xml:5:30: error: 'knew' is no word of field 'state' (did you mean 'new'?) [unknown-word]\n";
    CHECK(refused({"import", "incident", "x.csv", "--profile", "jira"}, 1) == of_incident);
    CHECK(refused({"catalog", "validate"}, 1) == of_incident + "controls/profiles/desk.xml:7:18: error: there is no register 'chnge' (did you mean 'change'?) [unknown-register]\n");
    write("controls/profiles/desk.xml", head + "    <header field=\"number\">Nr</header>\n    <header field=\"title\">NR</header>\n  </for>\n</profile>\n");
    const std::string clash = "controls/profiles/desk.xml:5:27: error: the header 'NR' of field 'title' also leads to field 'number' (line 4) [header-clash]\n";
    CHECK(refused({"import", "incident", "x.csv", "--profile", "jira"}, 1) == clash);
    CHECK(refused({"catalog", "validate"}, 1) == clash);
    CHECK(out_of({"list", "incident", "--columns", "number"}).find("T-1") != std::string::npos);
}

TEST_CASE_FIXTURE(Exports, "two files of one folder that claim one id are refused") {
    const std::string profile = "<profile id=\"desk\" title=\"Desk\"><source>Ours.</source><for register=\"incident\"/></profile>\n";
    write("controls/profiles/a.xml", profile);
    write("controls/profiles/b.xml", profile);
    CHECK(refused({"catalog", "validate"}, 1) == "controls/profiles/b.xml:1:1: error: profile 'desk' is already defined (first in controls/profiles/a.xml:1:1) [duplicate-id]\n");
}

TEST_CASE_FIXTURE(Exports, "a list of imports names profiles too, and rejected rows are written as the profile read them") {
    write("in/sn.csv", k_servicenow);
    write("in/jira.csv", k_jira);
    write("in/all.txt", "incident sn.csv --profile servicenow\nincident jira.csv --profile jira\n");
    CHECK(says_part(out_of({"import", "--list", "in/all.txt"}), "2 imports: every row accounted for; the newest change is 3\n"));
    write("bad.csv", "Issue key,Created,Status\r\nA-1,01/Jan/26 9:05 AM,Work in progress\r\nA-2,01/Jan/26 9:05 AM,Wandering\r\n");
    const auto result = run({"import", "incident", "bad.csv", "--profile", "jira", "--accept-partial"});
    CHECK(result.exit_code == 0);
    CHECK(says_part(result.out, "1 added"));
    const auto rejects = read_text_file(path() / "bad.csv.rejects.csv");
    CHECK(says_part(rejects, "A-2,01/Jan/26 9:05 AM,Wandering"));
    CHECK_FALSE(says_part(rejects, "A-1"));
}

TEST_CASE_FIXTURE(Exports, "the UCI log of a real ServiceNow is read by its profile as without it") {
    const auto data = find_shared_data("itsm/uci498_incident_event_log_first5998.csv");
    if (!data) {
        MESSAGE("SKIPPED: the UCI incident log is not here");
        return;
    }
    const auto receipt = out_of({"import", "incident", data->string(), "--latest-by", "sys_updated_at", "--profile", "servicenow"});
    CHECK(says_part(receipt, "rows in     5,998 = 890 added + 0 changed + 0 unchanged + 5,108 superseded + 0 rejected"));
}
