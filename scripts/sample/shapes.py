"""How each register of clauses 4 to 10 looks in the file that people keep or a tool exports: where it lies, its headers, words, dates and encoding.

What the intake is documented to handle, and no more: other names of columns, other words, people and services by name, several date formats (one a file),
semicolons and tabs, UTF-16 and Windows-1252, a byte order mark, empty lines, blanks around cells, columns that no register has.
"""

import datetime as dt
from typing import NamedTuple

from .common import Rng, csv_text, moment, no_gap, write_bytes


class Shape(NamedTuple):
    folder: str = "registers"
    headers: dict = {}           # field: header, where it is not the title
    words: dict = {}             # field: {word: spelling}
    names: str = ""              # registers whose rows are referred to by name
    dates: str = "%Y-%m-%d"
    times: str = "%Y-%m-%d %H:%M:%S"
    formats: tuple = ()          # what --date-format says of the above
    separator: str = ","
    encoding: str = "utf-8"
    end: str = "\n"
    yes_no: tuple = ("yes", "no")
    extra: tuple = ()            # columns of the tool, empty or filled with a number
    worn: bool = False           # blanks behind some cells, an empty line
    source: tuple = ("SMS-registers", "all-rows", "P010")   # system, filter, who extracted; empty: nothing is declared


SNOW, DAY_FIRST = ("ServiceNow", "all-active-and-retired", "P047"), ("dd-MM-yyyy", "dd-MM-yyyy HH:mm:ss")
STATUS = {"in_progress": "Work in progress", "done": "Closed", "closed": "Closed", "open": "New"}

SHAPES = {
    "issue": Shape(headers={"id": "Ref", "title": "Issue", "kind": "Internal or external", "area": "PESTLE", "effect": "Impact", "reason": "Rationale", "identified_on": "Date",
                            "owner": "Responsible"}, names="person",
                   words={"kind": {"external": "Outside", "internal": "Inside"}, "area": {"people": "Staff", "economic": "Financial", "technological": "Technical"}}),
    "interested_party": Shape(headers={"id": "Ref", "requirement": "Needs and expectations", "met_by": "How met", "climate": "Climate change", "obligation": "Binding"},
                              names="supplier service",
                              words={"kind": {"employee": "Personnel", "owner": "Governing body", "user": "Users", "regulator": "Authority"},
                                     "obligation": {"contractual": "Contract", "legal": "Law", "expectation": "Need"}}),
    "communication": Shape(headers={"id": "Number", "what": "Topic", "occasion": "How often", "audience": "Recipients", "channel": "Medium", "owner": "Sender",
                                    "last_done_on": "Date communicated"}, names="person",
                           words={"about": {"sms": "Management system", "services": "The services"}, "kind": {"both": "Internal and external"}}, worn=True),
    "stakeholder": Shape(headers={"name": "Stakeholder", "stake": "What is at stake", "influence": "Power", "position": "Attitude", "engagement": "How engaged",
                                  "last_engaged_on": "Last contact"}, names="person service organization",
                         words={"position": {"supporting": "Positive", "opposing": "Resistant"}, "interest": {"moderate": "Medium"}, "influence": {"moderate": "Medium"}},
                         source=()),
    "competence": Shape(headers={"id": "Number", "person": "Staff member", "needed": "Required competence", "held": "Meets requirement", "level_needed": "Required level",
                                 "level_held": "Actual level", "education": "Degree", "training": "Courses taken",
                                 "experience": "Years of experience", "valid_until": "Certificate expiry", "action": "Development action", "due": "Training due",
                                 "action_done_on": "Date completed", "effectiveness_judged_on": "Effectiveness evaluated on",
                                 "document": "Evidence of competence", "assessed_by": "Assessor"}, names="person", dates="%m/%d/%Y", formats=("MM/dd/yyyy",), yes_no=("Y", "N"),
                                 source=("Learning portal", "roles-held-today", "P046")),
    "metric": Shape(headers={"id": "KPI ID", "name": "KPI", "about": "Measures what", "method": "Formula", "source": "Data source", "target": "Target value",
                             "direction": "Desired direction", "measured_when": "Frequency", "evaluated_when": "Reporting frequency",
                             "owner": "KPI owner"}, names="person", words={"direction": {"higher": "Higher is better", "lower": "Lower is better"},
                                                                           "about": {"sms": "Management system", "supplier": "Other party"}}),
    "measurement": Shape(folder="exports", headers={"id": "Score ID", "metric": "Indicator ID", "measured_on": "Collected on", "value": "Score", "target": "Target value",
                                                    "target_met": "On target", "trend": "Direction", "evaluation": "Comment"},
                         words={"trend": {"better": "Improving", "steady": "Flat", "worse": "Declining"}}, dates="%d-%m-%Y", formats=("dd-MM-yyyy",), yes_no=("true", "false"),
                         extra=("sys_domain", "u_breakdown"), end="\r\n",
                         source=("ServiceNow Performance Analytics", "scores-of-the-period", "P047")),
    "objective": Shape(headers={"id": "Goal ID", "title": "Goal", "agrees_with_policy": "In line with policy", "what": "What will be done",
                                "evaluation": "How results are evaluated"}, names="person",
                       words={"status": {"on_track": "Green", "at_risk": "Amber", "achieved": "Reached"}}),
    "customer": Shape(headers={"id": "Account number", "name": "Account name", "relationship_owner": "Account manager", "users": "User groups",
                               "interested_parties": "Stakeholders", "communication": "Channels", "escalation_path": "Escalation",
                               "since": "Customer since"}, names="person organization", words={"kind": {"internal": "Business unit"},
                                                                                               "status": {"active": "Current", "ended": "Former"}}, separator="\t",
                                                                                               encoding="utf-16", end="\r\n"),
    "complaint": Shape(headers={"id": "Case number", "title": "Subject", "received_on": "Opened on", "received_through": "Channel", "owner": "Assigned to", "due": "Response due",
                                "escalation_needed": "Not solved normally", "actions_taken": "Work notes",
                                "closed_on": "Date closed", "resolution": "Answer", "customer_informed_on": "Customer told on", "reported_on": "Included in report on"},
                                names="person service customer",
                       words={"priority": {"critical": "1 - Critical", "high": "2 - High", "moderate": "3 - Moderate", "low": "4 - Low"},
                              "status": {"in_progress": "Under investigation", "closed": "Closed"}}, worn=True),
    "satisfaction": Shape(headers={"id": "Survey ID", "title": "Survey", "measured_on": "Survey date", "asked": "Invited", "answers": "Responses", "score": "Average score",
                                   "target": "Target score", "findings": "Summary"}, names="person service customer",
                          words={"method": {"survey": "Questionnaire", "ticket_survey": "Closure survey", "focus_session": "Workshop"}}),
    "service_review": Shape(headers={"title": "Meeting", "held_on": "Meeting date", "led_by": "Chair", "attendees": "Participants", "business_changes": "Business environment",
                                     "requirement_changes": "New requirements", "response": "Reaction to changes",
                                     "reported_on": "Minutes sent on"}, names="person service customer"),
    "service_catalog": Shape(headers={"id": "Catalogue item ID", "title": "Offering", "outcomes": "Benefits", "dependencies": "Supporting services",
                                      "how_to_request": "How to order", "support_hours": "Service hours", "targets": "Service levels", "price": "Charge",
                                      "status": "Active", "available_at": "Portal"}, names="service person", words={"status": {"published": "True", "draft": "Draft"}},
                                      yes_no=("true", "false"), source=SNOW),
    "service_requirement": Shape(headers={"id": "Key", "title": "Summary", "category": "Requirement type", "customer": "Requested for", "measure": "Fit criterion",
                                          "priority": "MoSCoW", "agreed_with": "Agreed by"}, names="service person customer",
                                 words={"priority": {"must": "Must have", "should": "Should have"}, "category": {"function": "Functional", "support": "Operational"},
                                        "status": {"in_force": "Baselined", "met": "Done", "proposed": "Open"}}),
    "other_party": Shape(headers={"party": "Party", "supplier": "Supplier ID", "what": "What it is", "owner": "Accountable"}, names="service process person",
                         words={"kind": {"external_supplier": "Vendor", "customer": "Customer acting as a supplier"}}),
    "asset": Shape(folder="exports", headers={"id": "Asset number", "name": "Display name", "type": "Asset class", "tag": "Barcode", "supplier": "Vendor", "owner": "Managed by",
                                              "status": "install_status", "acquired_on": "Purchase date", "value": "Cost",
                                              "warranty_until": "Warranty expiration", "support_ends_on": "End of support", "licence_ends_on": "Expiry date",
                                              "licences_owned": "Purchased rights", "licences_used": "Allocated", "obligations_met": "Compliance",
                                              "requirements_met": "Fit for service", "counted_on": "Last physical inventory"}, names="service supplier person",
                                              words={"status": {"in_use": "Installed", "in_stock": "Available", "disposed": "Scrapped"},
                   "type": {"licence": "Subscription", "hardware": "Equipment", "facility": "Data centre"}}, dates="%d.%m.%Y", formats=("dd.MM.yyyy",), separator=";",
                   encoding="cp1252", end="\r\n", extra=("sys_class_name",), source=()),
    "ci": Shape(folder="exports", headers={"id": "sys_id", "name": "CI name", "type": "sys_class_name", "description": "Short description", "status": "Operational status",
                                           "relations": "Upstream and downstream", "owner": "Managed by", "support_group": "Supported by",
                                           "recorded_on": "First discovered", "updated_on": "Most recent discovery", "last_change": "Change number",
                                           "change_history": "Audit trail", "verified_on": "Attested date", "environment": "Used for"}, names="service person",
                words={"status": {"live": "Operational", "retired": "Retired", "planned": "Pipeline"},
                       "criticality": {"critical": "1 - most critical", "high": "2 - somewhat critical", "moderate": "3 - less critical"},
                       "environment": {"production": "Production"}},
                yes_no=("true", "false"), dates="%d-%m-%Y", formats=("dd-MM-yyyy",), extra=("sys_domain", "u_import_set"), end="\r\n", worn=True,
                source=("ServiceNow CMDB", "cmdb_ci-all", "P027")),
    "ci_verification": Shape(headers={"performed_on": "Audit date", "performed_by": "Verified by", "occasion": "Trigger", "items_checked": "CIs checked",
                                      "items_wrong": "Discrepancies", "deficiencies": "Findings", "actions": "Corrections", "due": "Action due",
                                      "actions_done_on": "Corrected on"}, names="person", words={"occasion": {"planned_interval": "Scheduled", "after_change": "After deployment"},
                                                                                                 "method": {"physical_count": "Physical inventory",
                                                                                                            "discovery": "Discovery scan"}}),
    "budget": Shape(headers={"id": "Cost code", "title": "Budget line", "budgeted": "Plan", "actual": "Actuals", "forecast": "Estimate at completion",
                             "deviation_reason": "Variance reason", "actions": "Measures taken", "owner": "Budget holder"}, names="service",
                    dates="%d.%m.%Y", formats=("dd.MM.yyyy",), separator=";", encoding="cp1252", end="\r\n", source=("Finance ledger", "cost-centres-4100-to-4190", "P033")),
    "demand": Shape(headers={"measure": "What is counted", "demand": "Actual demand", "consumption": "Usage", "previous_forecast": "Planned demand", "forecast": "Demand forecast",
                             "reported_on": "Report date", "owner": "Demand manager"}, names="service person"),
    "capacity": Shape(headers={"resource": "Component", "use": "Peak use", "threshold": "Warning threshold", "timescale": "Lead time", "improvements": "Opportunities",
                               "sufficient": "Enough"}, names="service person",
                      words={"kind": {"people": "Staff", "financial": "Money"}}, source=()),
    "transition": Shape(headers={"id": "Project ID", "title": "Project", "status": "Phase", "owner": "Project manager", "deployed_on": "Go-live date",
                                 "design": "Service design package", "achieved_outcomes": "Benefits achieved"}, names="service person",
                        words={"status": {"build": "Build and test", "closed": "Completed", "abandoned": "Stopped"},
                               "kind": {"new_service": "New", "changed_service": "Major change"}}),
    "acceptance": Shape(headers={"id": "Test case", "transition": "Project", "criterion": "Expected result", "tested_against": "Test basis", "tested_on": "Executed on",
                                 "result": "Verdict", "result_detail": "Actual result", "decision": "Go or no-go"}, names="service person",
                        words={"result": {"met": "Passed", "not_met": "Failed", "not_tested": "Not run"}, "decision": {"deploy_with_actions": "Conditional go"},
                               "tested_against": {"acceptance_criteria": "SAC", "design": "Service design"}}),
    "release": Shape(folder="exports", headers={"number": "Release number", "title": "Short description", "description": "Release notes", "state": "Phase",
                                                "planned_at": "Planned start date", "changes": "RFCs", "problems": "Problems closed", "deliverables": "Contents",
                                                "coordinated_with_change": "Change management coordinated", "method": "Roll-out method", "criteria_met": "Passed verification",
                                                "baseline_taken_at": "CI baseline at", "deployed_at": "Actual start date",
                                                "deployed_until": "Actual end date", "outcome": "Close code", "watched_until": "Hypercare until",
                                                "incidents_after": "Related incidents", "conclusions": "Lessons learned", "communicated_on": "Calendar published on"},
                                                names="service",
                     words={"state": {"planned": "Awaiting approval", "deployed": "Released", "closed": "Closed complete"}, "outcome": {"backed_out": "Rolled back"}},
                     dates="%d-%m-%Y", times="%d-%m-%Y %H:%M:%S", formats=DAY_FIRST, yes_no=("true", "false"),
                     extra=("sys_domain",), end="\r\n", source=("ServiceNow", "rm_release-planned-in-period", "P047")),
    "knowledge_article": Shape(folder="exports", headers={"id": "KB number", "title": "Short description", "kind": "Article type", "status": "workflow_state",
                                                          "owner": "Ownership group", "review_due": "Valid to", "views": "sys_view_count", "uses": "Attached to tickets"},
                               names="service person", words={"kind": {"how_to": "FAQ", "solution": "Fix", "known_error": "Workaround", "procedure": "Runbook"},
                                                              "status": {"published": "Published", "retired": "Archived"}}, extra=("sys_domain",), end="\r\n", source=SNOW),
    "known_error": Shape(headers={"title": "Symptom", "cause": "Root cause", "workaround": "Temporary fix", "published_in": "Where published", "article": "KB number"},
                         names="service person", words={"status": {"fix_planned": "Pending change"}}, source=()),
    "outage": Shape(folder="exports", headers={"id": "Event ID", "title": "Summary", "service": "Affected service", "started_at": "Down at", "ended_at": "Up at",
                                               "detected_at": "Detected", "incident": "Incident number", "actions": "Actions needed", "actions_done_on": "Completed on"},
                    names="service", words={"type": {"outage": "Down", "degradation": "Degraded", "planned": "Maintenance"}}, times="%m/%d/%Y %H:%M", dates="%m/%d/%Y",
                    formats=("MM/dd/yyyy", "MM/dd/yyyy HH:mm"), yes_no=("TRUE", "FALSE"),
                    source=("Watchtower", "availability-events-of-the-period", "P062")),
    "continuity_plan": Shape(headers={"id": "BCP ID", "recovery_time": "RTO", "recovery_point": "RPO", "holds_return": "Failback", "holds_invocation": "Invocation",
                                      "available_at": "Where kept", "reachable_offsite": "Offsite", "test_due": "Next exercise"},
                             names="service person", words={"status": {"approved": "In force"}}),
    "continuity_test": Shape(headers={"id": "Exercise ID", "plan": "BCP", "title": "Exercise", "held_on": "Test date", "occasion": "Trigger",
                                      "recovery_time_achieved": "Actual recovery time", "reviewed_on": "Date reviewed", "deficiencies": "Gaps", "due": "Actions due"},
                                      names="person",
                             words={"method": {"tabletop": "Desktop", "partial_failover": "Component test", "full_failover": "Failover"},
                                    "occasion": {"planned_interval": "Annual", "major_change": "After major change"},
                                    "result": {"passed_with_deficiencies": "Passed with findings"}}),
    "security_control": Shape(headers={"id": "Control number", "title": "Control name", "reference": "Framework reference", "kind": "Theme", "decision": "Applicable",
                                       "reason": "Justification", "supplier": "External organization", "effective": "Works",
                                       "agreed_with_external_on": "Agreed with supplier on", "actions_done_on": "Completed on"}, names="service person supplier",
                              words={"decision": {"applied": "Yes", "planned": "In progress", "not_applied": "No"},
                                     "kind": {"organizational": "Administrative", "technological": "Technical"}}, source=("SMS-registers", "all-rows", "P013")),
    "security_incident": Shape(folder="exports", headers={"number": "Case number", "title": "Summary", "description": "Details", "opened_at": "Created at",
                                                          "recorded_at": "Logged at", "category": "Attack vector", "security_risk": "Severity", "state": "Status",
                                                          "assigned_to": "Handler",
                                                          "contained_at": "Containment time", "improvements": "Lessons learned"}, names="service",
                                                          words={"security_risk": {"high": "2 - High", "moderate": "3 - Moderate", "low": "4 - Low"},
                                                                 "state": {"closed": "Completed"}},
                               yes_no=("true", "false"), extra=("tlp",), source=("Security desk", "all-cases-of-the-period", "P055")),
    "authorization": Shape(headers={"decided_on": "Authorization date", "ends_on": "ATD", "decided_by": "Signed by", "role": "Signed as", "shared_controls": "Inherited controls",
                                    "rests_on": "Provider authorization", "conditions": "Terms and conditions"}, names="person system",
                           words={"decision": {"ato": "Authorized", "ato_with_conditions": "ATO-C", "iatt": "Interim authorization to test", "authorization_to_use": "ATU"},
                                  "role": {"authorizing_official": "AO", "designated_representative": "AODR"}}, source=("eMASS", "authorizations-of-all-systems", "P013")),
    "monitoring_trigger": Shape(headers={"review_due": "Next review", "reviewed_on": "Last review"}, names="person system",
                                words={"kind": {"time": "Time-driven", "event": "Event-driven"}, "outcome": {"risk_acceptable": "Continue", "conditions_set": "Conditions"}},
                                source=("SMS-registers", "all-rows", "P013")),
    "poam": Shape(headers={"id": "Item number", "weakness": "Weakness name", "owner": "Point of contact", "milestones": "Milestones with completion dates", "found_on": "Date identified",
                           "severity": "Raw severity", "source": "Weakness detector source", "plan": "Overall remediation plan"}, names="person",
                  words={"status": {"open": "Ongoing", "completed": "Closed"}, "severity": {"high": "CAT I", "moderate": "CAT II", "low": "CAT III"}, "residual_risk": {"moderate": "Medium"},
                         "source": {"assessment": "SCA", "monitoring": "Continuous monitoring", "scan": "Vulnerability scan", "self_identified": "Self-assessment"}},
                  dates="%m/%d/%Y", formats=("MM/dd/yyyy",), source=("eMASS", "items-of-all-systems", "P013")),
    "capability_rating": Shape(headers={"attribute": "PA", "rating": "NPLF"}, names="person process",
                               words={"edition": {"iso33020_2015": "33020:2015"}, "class": {"class_2": "2"}, "attribute": {f"pa_{k}_{n}": f"{k}.{n}" for k in "123" for n in "12"}}),
    "technical_check": Shape(source=()),
    "audit_session": Shape(names="person process"),
    "workpaper": Shape(names="person", words={"method": {"re_performance": "Reperform", "document_review": "Examine"},
                                              "result": {"not_conclusive": "Inconclusive", "observation": "Remark"}}, source=("Internal review", "papers-of-the-period", "P051")),
    "nonconformity": Shape(headers={"id": "NCR", "title": "Finding", "criterion": "Audit criterion", "statement": "Nature of nonconformity", "corrective_action": "Planned action",
                                    "effectiveness_verified_on": "Verified on", "effectiveness_verified_by": "Verified by"},
                           names="person process", words={"status": {"implemented": "Action done", "closed": "Completed"}}),
    "action": Shape(headers={"id": "Action number", "title": "Action item", "source": "Origin", "owner": "Who", "due": "By when", "status": "Progress", "done_on": "Date done",
                             "communicated_on": "Told to interested parties on", "service": "Service ID"}, names="person",
                    words={"status": STATUS, "source": {"nonconformity": "NC", "service_report": "Report"}}, worn=True),
}


def write(t, register):
    rows = t.rows.get(register, [])
    return write_rows(t, register, rows, register), len(rows)


def write_rows(t, register, rows, name):
    """Columns are those fields that any row fills, then those of the tool."""
    shape = SHAPES.get(register, Shape())
    used = [f for f in t.fields[register] if any(r.get(f) for r in rows)]
    rng = Rng(7000 + sum(register.encode()))
    header = [shape.headers.get(f, t.fields[register][f].get("title")) for f in used] + list(shape.extra)
    lines = [[cell(t, rng, shape, register, f, r.get(f, "")) for f in used] + [f"{rng.below(10 ** 5):05}" if rng.chance(30) else "" for _ in shape.extra] for r in rows]
    text = csv_text(header, lines, shape.end, separator=shape.separator)
    if shape.worn:
        text += shape.separator * (len(header) - 1) + shape.end
    path = f"{shape.folder}/{name}.csv"
    write_bytes(path, b"\xff\xfe" + text.encode("utf-16-le") if shape.encoding == "utf-16" else text.encode(shape.encoding))
    return path


def cell(t, rng, shape, register, field, value):
    if not value:
        return ""
    definition = t.fields[register][field]
    kind = definition.get("type")
    if kind == "date":
        return dt.date.fromisoformat(value).strftime(shape.dates)
    if kind == "datetime":
        return no_gap(moment(value)).strftime(shape.times)
    if kind == "boolean":
        return shape.yes_no[value != "yes"]
    if kind == "ref" and definition.get("to") in shape.names.split():
        value = next((r["name"] for r in t.rows[definition.get("to")] if r["id"] == value), value)
    if kind == "money" and shape.separator == ";":
        value = f"{float(value):,.2f}"
    value = shape.words.get(field, {}).get(value, value)
    return value + "  " if shape.worn and kind == "text" and definition.get("key") != "yes" and rng.chance(4) else value


def options(register):
    shape = SHAPES.get(register, Shape())
    encoding = ["--encoding", "windows-1252"] if shape.encoding == "cp1252" else []
    return encoding + [word for each in shape.formats for word in ("--date-format", each)]


def source(register):
    return SHAPES.get(register, Shape()).source
