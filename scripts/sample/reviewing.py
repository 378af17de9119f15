"""Clauses 9.2, 9.3, 9.4 and 10.1: audits, management reviews, actions, nonconformities."""

import datetime as dt

INPUTS = ["earlier_actions", "issues", "nonconformities", "measurements", "audits", "improvement", "feedback", "policies", "objectives", "services", "other_parties", "resources",
          "risks", "changes"]

# id, held, from, to, decisions on improvement, changes needed, other decisions
REVIEWS = [
    ("MR-25-2", "2025-09-17", "2025-04-01", "2025-09-17", "Self-service for passwords is funded", "Objectives for 2026 set; agreements renewed", "Audit programme confirmed"),
    ("MR-26-1", "2026-03-18", "2025-09-18", "2026-03-18", "Notices by unit; certificates are watched", "Second line to Harrow Point; issue on the merger closed",
     "Two technicians for Harrow Point"),
    ("MR-26-2", "2026-09-16", "2026-03-19", "2026-09-16", "Log-on of desktops; reports of the planner", "Mobile devices go live in January; new release of the ticket tool planned",
     "Budget of 2027 proposed to the board"),
]


def build(t, rng):
    for rid, held, first, last, improve, change, other in REVIEWS:
        t.add("management_review", id=rid, title=f"Management review of {held[:7]}", organization="NJSA", period_from=first, period_to=last, planned_on=held, held_on=held,
              led_by="P001", top_management_present=True, attendees="Director, deputy director, heads of directorates and offices, risk officer, head of internal review",
              suitability=True, adequacy=True, effectiveness=True, **{f"input_{x}": True for x in INPUTS}, improvement_decisions=improve, changes_needed=change, decisions=other,
              actions="Entered in the action register", next_due={"MR-25-2": "2026-03-18", "MR-26-1": "2026-09-16"}.get(rid, "2027-03-17"), document=f"DOC-{rid}")
    audits(t)
    sessions(t)
    nonconformities(t)
    actions(t, rng)


def audits(t):
    t.add("audit_programme", id="AUP-25", title="Internal audits 2025 to 2027", organization="NJSA", kind="internal",
          objectives="Every clause in two years, resolution and change each year", criteria="ISO/IEC 20000-1:2018 with amendment 1; own policies and procedures",
          period_from="2025-01-01", period_to="2027-12-31", frequency="Once a year, and after a major change of the management system",
          methods="Interviews, samples of records, observation", responsibilities="Head of internal review plans, lead auditor leads, process owners answer",
          planning="Plan four weeks ahead, agreed with the auditees", reporting="Report in three weeks to the director and the owners of processes", considers_importance=True,
          considers_changes=True, considers_earlier_results=True, owner="P052", status="running", approved_by="P006", approved_on="2024-12-10", reviewed_on="2025-12-09",
          document="DOC-AUDPROG")
    t.add("audit_programme", id="AUP-SUP", title="Audits of suppliers 2026", organization="NJSA", kind="supplier", objectives="Two critical suppliers a year", criteria="Contracts",
          period_from="2026-01-01", period_to="2026-12-31", frequency="Each critical supplier every second year", methods="Visit", owner="P022", status="approved",
          approved_by="P002", approved_on="2026-01-13")
    own = {"judged_own_requirements": True, "judged_standard": True, "judged_effective": True}
    common = {"programme": "AUP-25", "kind": "internal", "client": "Joint Services Information Board", "organization": "NJSA",
              "criteria": "ISO/IEC 20000-1:2018 with amendment 1; own policies and procedures", "edition": "2018+amd1-2024",
              "methods": "Interviews, samples, observation", "lead": "P050", "sites": "Northgate main campus; Harrow Point annex"}
    t.add("audit", id="IA-25", title="Internal audit 2025", objectives="Clauses 4 to 10 except 8.4 and 8.7.2", scope="Management system, eight services", period_from="2024-06-01",
          period_to="2025-05-31", plan="DOC-IA25-PLAN", planned_on="2025-06-02", starts_on="2025-06-02", ends_on="2025-06-06", status="closed",
          conclusion="Two minor nonconformities, both corrected", report="DOC-IA25-REP", reported_on="2025-06-24", reported_to="Director; owners of processes",
          closed_on="2026-02-12", **common, **own)
    t.add("audit", id="IA-26", title="Internal audit 2026", objectives="All clauses; change and resolution in depth", scope="Management system, eight services, both sites",
          period_from="2025-06-01", period_to="2026-04-30", plan="DOC-IA26-PLAN", planned_on="2026-05-11", starts_on="2026-05-11", ends_on="2026-05-15", status="reporting",
          conclusion="Three minor nonconformities; the system works where it is lived, records lag in two processes", report="DOC-IA26-REP", reported_on="2026-06-03",
          reported_to="Director; owners of processes", **common, **own)
    t.add("audit", id="RA-26", title="Readiness for certification", **{**common, "programme": "", "kind": "readiness"}, objectives="What stands in the way of a certificate",
          scope="Management system, eight services", period_from="2025-10-01", period_to="2026-09-30", planned_on="2026-10-05", starts_on="2026-10-05", status="running")
    t.add("audit", id="SA-26", title="Audit of network maintenance", programme="AUP-SUP", kind="supplier", client="NJSA", criteria="CON-02", scope="Repair and spare parts",
          lead="P022", planned_on="2026-03-24", starts_on="2026-03-24", ends_on="2026-03-25", status="closed",
          conclusion="Spare parts as agreed; night repairs weaker than the agreement", reported_on="2026-04-07", reported_to="Deputy director; supplier", closed_on="2026-04-28")
    for audit, person, role, competence, on in (("IA-25", "P050", "lead_auditor", "Clauses 4 to 10", "2025-05-05"), ("IA-25", "P051", "auditor", "Clauses 6 and 8", "2025-05-05"),
                                                ("IA-26", "P050", "lead_auditor", "Clauses 4 to 10", "2026-04-13"),
                                                ("IA-26", "P051", "auditor", "Clauses 6 and 8", "2026-04-13"),
                                                ("IA-26", "P055", "technical_expert", "Information security", "2026-04-13"),
                                                ("IA-26", "P046", "auditor", "Clause 8.6", "2026-04-13"),
                                                ("RA-26", "P050", "lead_auditor", "Clauses 4 to 10", "2026-09-14"), ("RA-26", "P051", "auditor", "Clauses 6 and 8", "2026-09-14")):
        t.add("audit_team", audit=audit, person=person, role=role, competence=competence, competence_document="DOC-AUDCOMP", selected_by="P052", selected_on=on, own_work=False,
              no_conflict_declared=True, declared_on=on)
    for number, (audit, kind, at, who, agreed, unresolved) in enumerate((
            ("IA-26", "opening", dt.datetime(2026, 5, 11, 9, 0), "Director, heads of directorates and offices, audit team", "Plan confirmed; network operations moved to Wednesday",
             ""),
            ("IA-26", "daily", dt.datetime(2026, 5, 13, 16, 30), "Audit team, head of the ITSM office", "More samples of emergency changes", ""),
            ("IA-26", "closing", dt.datetime(2026, 5, 15, 14, 0), "Director, heads of directorates and offices, owners of processes, audit team",
             "Three minor nonconformities acknowledged; plans in 30 days", "Owner of problem management: a report each quarter is enough"),
            ("RA-26", "opening", dt.datetime(2026, 10, 5, 9, 0), "Deputy director, heads of offices, audit team",
             "Evidence by 12 October; interview of top management on 20 October", "")), 1):
        t.add("audit_meeting", id=f"AM-{number}", audit=audit, kind=kind, held_at=at, site="Northgate main campus", led_by="P050", attendance=who,
              management_present=kind != "daily", agreed=agreed, unresolved=unresolved)


# audit, day, hour, hours, title, clauses, process, method, auditor, auditee, result, summary
SESSIONS = [
    ("IA-26", 11, 10, 2, "Context, leadership, objectives", "4 5 6.2", "", "interview", "P050", "P002", "conforming", "Issues and objectives are known on all levels asked"),
    ("IA-26", 11, 13, 2, "Risk", "6.1", "", "document_review", "P051", "P032", "conforming", "Register complete; one risk without effect on customers corrected at once"),
    ("IA-26", 12, 9, 3, "Change management", "8.5.1", "CHM", "sample", "P050", "P025", "nonconforming", "Three of forty changes tested after deployment"),
    ("IA-26", 12, 13, 2, "Suppliers", "8.3.4", "SUP", "document_review", "P051", "P022", "conforming", "Reviews held each quarter"),
    ("IA-26", 13, 9, 3, "Network operations", "8.6.1 8.7.1", "IM", "observation", "P051", "P012", "conforming", "Escalation seen at work"),
    ("IA-26", 13, 13, 2, "Incidents and requests", "8.6.1 8.6.2", "IM", "sample", "P046", "P017", "conforming", "Fifty records read"),
    ("IA-26", 13, 15, 1, "Problems", "8.6.3", "PM", "sample", "P051", "P026", "nonconforming", "Effect of fixes is not followed in two of ten"),
    ("IA-26", 14, 9, 2, "Configuration", "8.2.6", "CFM", "re_performance", "P050", "P027", "nonconforming", "Four of thirty items in another place than recorded"),
    ("IA-26", 14, 13, 2, "Continuity", "8.7.2", "ITSCM", "document_review", "P051", "P024", "conforming", "Plans and tests seen"),
    ("IA-26", 15, 9, 2, "Audit trail of complaints", "8.3.2", "BRM", "sample", "P050", "P030", "conforming", "Eight complaints followed"),
    ("RA-26", 7, 9, 3, "Change, release", "8.5", "CHM", "sample", "P050", "P025", "open_points", "Records asked for"),
    ("RA-26", 8, 9, 3, "Resolution and fulfilment", "8.6", "IM", "sample", "P051", "P017", "open_points", "Criteria for a major incident are missing"),
    ("RA-26", 20, 10, 2, "Top management", "5 9.3", "", "interview", "P050", "P001", "", ""),
]

# session (row above), control, method, who was asked, seen, items, looked at, failing, population, result
PAPERS = [
    (1, "4.1-r01", "interview", "Deputy director", "Names seven of twelve issues and what they mean", "", 0, 0, "12 issues", "conforming"),
    (2, "6.1.2-r04", "document_review", "Risk officer", "Register of May", "R-001 to R-040", 40, 1, "40 risks", "observation"),
    (3, "8.5.1.3-r08", "sample", "Change manager", "Dates of test and deployment", "Forty numbers in the annex", 40, 3, "390 deployed changes", "nonconforming"),
    (3, "8.5.1.3-r10", "sample", "Change manager", "Back-out plans", "The same forty", 40, 0, "390 deployed changes", "conforming"),
    (4, "8.3.4.1-r10", "document_review", "Supplier officer", "Minutes of reviews", "SR-01-1 to SR-12-2", 24, 0, "24 reviews", "conforming"),
    (5, "8.6.1-r04", "observation", "Operators", "Two escalations on the day", "", 2, 0, "", "conforming"),
    (6, "8.6.1-r02", "sample", "Incident lead", "Categories", "Fifty numbers in the annex", 50, 0, "3,100 incidents", "conforming"),
    (7, "8.6.3-r16", "sample", "Problem manager", "Reviews of the effect", "Ten numbers in the annex", 10, 2, "71 closed problems", "nonconforming"),
    (8, "8.2.6-r13", "re_performance", "Configuration manager", "Thirty items looked for in both rooms", "CI-0040 to CI-0069", 30, 4, "150 items", "nonconforming"),
    (9, "8.7.2-r11", "document_review", "Continuity planner", "Tests of six plans", "CT-01 to CT-06", 6, 0, "6 plans", "conforming"),
    (10, "8.3.2-r12", "sample", "Relationship manager", "From receipt to answer", "CMP-001 to CMP-008", 8, 0, "8 complaints", "conforming"),
    (11, "8.5.1.1-r01", "document_review", "Change manager", "Policy of August 2025", "", 1, 0, "", "not_conclusive"),
    (12, "8.6.1-r08", "interview", "Service desk analysts", "Four of five name the criteria; the document was not found", "", 5, 1, "", "not_conclusive"),
]


def sessions(t):
    for number, (audit, day, hour, hours, title, clauses, process, method, auditor, auditee, result, summary) in enumerate(SESSIONS, 1):
        month = 5 if audit == "IA-26" else 10
        start = dt.datetime(2026, month, day, hour)
        held = result != ""
        t.add("audit_session", id=f"AS-{number:02}", audit=audit, title=title, planned_from=start, planned_to=start + dt.timedelta(hours=hours),
              held_on=start.date() if held else None, site="Northgate main campus", process=process, catalog="iso20000-1-2018", clauses=clauses, method=method, auditor=auditor,
              auditee=auditee, status="held" if held else "planned", result=result, summary=summary)
    for number, (session, control, method, asked, seen, names, looked, failing, population, result) in enumerate(PAPERS, 1):
        row = t.find("audit_session", id=f"AS-{session:02}")
        t.add("workpaper", id=f"WP-{number:02}", audit=row["audit"], session=row["id"], catalog="iso20000-1-2018", control=control, method=method, role_asked=asked,
              auditor=row["auditor"], examined_on=row["held_on"], seen=seen, items=names, items_examined=looked or "", items_failing=failing if looked else "",
              population=population, result=result, reviewed_by="P052", reviewed_on="2026-05-20" if row["audit"] == "IA-26" else "2026-10-12")


# id, title, source, audit, session, paper, control, process, statement, found, owner, correction, corrected, consequences, cause, similar, action, due, done, verified by, on, result, status, closed
FINDINGS = [
    ("NC-25-01", "Agreements named units that were gone", "internal_audit", "IA-25", "", "", "8.3.3-r02", "SLM", "Two of eight agreements named units dissolved in 2024",
     "2025-06-04", "P016", "Names corrected", "2025-06-20", "None for customers",
     "No link from the list of units to agreements", "All agreements read", "Agreements are read when a unit changes", "2025-10-31", "2025-10-17", "P051", "2026-02-10",
     "No such name in eight agreements", "closed", "2026-02-12"),
    ("NC-25-02", "Access reviews not held", "internal_audit", "IA-25", "", "", "8.7.3.2-r05", "ACM", "Spring review of shares had not taken place", "2025-06-05", "P020",
     "Review held", "2025-07-09", "Eleven rights withdrawn", "Nobody was named for it", "Other reviews looked at", "Role named; date in the calendar",
     "2025-09-30", "2025-09-22", "P051", "2026-01-27", "Two reviews held on their dates", "closed", "2026-02-12"),
    ("NC-26-01", "Changes tested after deployment", "internal_audit", "IA-26", "AS-03", "WP-03", "8.5.1.3-r08", "CHM", "Three of forty changes have a test date after deployment",
     "2026-05-12", "P025", "Tests repeated and recorded", "2026-05-27", "No fault found by the tests",
     "Form can be closed without a test date", "All changes of the year listed: nine", "Form asks for the date before approval", "2026-07-31", "2026-07-20", "P051", "2026-09-29",
     "None of 60 changes since August", "verified", ""),
    ("NC-26-02", "Effect of fixes not followed", "internal_audit", "IA-26", "AS-07", "WP-08", "8.6.3-r16", "PM", "No review of the effect in two of ten closed problems",
     "2026-05-13", "P026", "Reviews held", "2026-06-02", "One fault had come back", "Reminder goes to people who left", "Open problems searched", "Reminder goes to the role",
     "2026-08-31", "2026-08-14", "", "", "", "implemented", ""),
    ("NC-26-03", "Items in other places than recorded", "internal_audit", "IA-26", "AS-08", "WP-09", "8.2.6-r13", "CFM", "Four of thirty items stood in another place",
     "2026-05-14", "P027", "Records corrected", "2026-05-22", "Impact of one change had been misjudged", "Field staff move parts without a record", "Count of both rooms in June",
     "Moves are recorded by hand scanner", "2026-09-30", "2026-09-25", "", "", "", "implemented", ""),
    ("NC-25-03", "Notices of a major incident came late", "complaint", "", "", "", "8.6.1-r10", "IM", "Complaint CMP-001: two units heard nothing for two hours", "2025-10-24",
     "P017", "Units told, list completed", "2025-10-27", "Apology to the units", "List of notices kept by hand", "Lists of all services compared",
     "List comes from the customer register", "2026-01-30", "2026-01-16", "P051", "2026-05-13", "All units reached in two major incidents", "closed", "2026-05-20"),
    ("NC-26-04", "Certificates ran out unnoticed", "incident", "", "", "", "8.7.1-r09", "AVM", "Major incident of January: certificate of the licence server had expired",
     "2026-01-28", "P023", "Certificate renewed", "2026-01-28", "Half a day without desktops", "Dates in a spreadsheet",
     "Every certificate listed: four would have followed", "Monitoring watches dates", "2026-03-31", "2026-03-02", "P051", "2026-08-25", "Six renewals in time", "closed",
     "2026-08-27"),
]


def nonconformities(t):
    for nid, title, source, audit, session, paper, control, process, statement, found, owner, correction, corrected, consequences, cause, similar, action, due, done, by, verified, result, status, closed in FINDINGS:
        on = dt.date.fromisoformat(found)
        t.add("nonconformity", id=nid, title=title, source=source, audit=audit, session=session, workpaper=paper, catalog="iso20000-1-2018", control=control, process=process,
              criterion=control.rsplit("-", 1)[0], statement=statement, objective_evidence="Records in the annex of the report" if audit else "Record of the case", found_on=found,
              auditor="P051" if audit else "", grade_proposed="minor", grade="minor", grade_confirmed_by="P050", response="acknowledged", correction=correction,
              corrected_on=corrected, consequences=consequences, consequences_dealt_with_on=corrected, reviewed_on=on + dt.timedelta(days=14), cause=cause,
              cause_found_on=on + dt.timedelta(days=21), similar_checked_on=on + dt.timedelta(days=25), similar_cases=similar, action_needed=True, corrective_action=action,
              proportionate=True, sms_change_needed=False, owner=owner, due=due, plan_accepted_by="P050", plan_accepted_on=on + dt.timedelta(days=33), implemented_on=done,
              result=result, effectiveness_verified_by=by, effectiveness_verified_on=verified, effective=True if verified else None, status=status, closed_on=closed,
              document="DOC-NCREC")


# title, source, id of the source, service, agreed, owner, due, done, effect checked
ACTIONS = [
    ("Fund self-service for passwords", "management_review", "MR-25-2", "IDM", "2025-09-17", "P007", "2025-11-28", "2025-11-14", "2026-03-18"),
    ("Renew all agreements", "management_review", "MR-25-2", "", "2025-09-17", "P016", "2025-10-01", "2025-09-30", "2026-03-18"),
    ("Notices of interruptions by unit", "management_review", "MR-26-1", "NET", "2026-03-18", "P012", "2026-05-29", "2026-04-24", "2026-09-16"),
    ("Two technicians for Harrow Point", "management_review", "MR-26-1", "DSK", "2026-03-18", "P018", "2026-06-30", "2026-06-15", "2026-09-16"),
    ("Order the second line", "management_review", "MR-26-1", "NET", "2026-03-18", "P021", "2026-10-30", "", ""),
    ("Log-on of desktops below two minutes", "management_review", "MR-26-2", "VDI", "2026-09-16", "P015", "2026-12-18", "", ""),
    ("Plan the new release of the ticket tool", "management_review", "MR-26-2", "", "2026-09-16", "P047", "2026-11-27", "", ""),
    ("Form asks for the test date", "nonconformity", "NC-26-01", "", "2026-06-15", "P025", "2026-07-31", "2026-07-20", "2026-09-29"),
    ("Reminder goes to the role", "nonconformity", "NC-26-02", "", "2026-06-16", "P026", "2026-08-31", "2026-08-14", ""),
    ("Hand scanners for field staff", "nonconformity", "NC-26-03", "", "2026-06-17", "P027", "2026-09-30", "2026-09-25", ""),
    ("More licences for remote access", "service_report", "REP-NET-2026-01", "NET", "2026-02-11", "P012", "2026-04-30", "2026-04-20", ""),
    ("Licence server watched", "service_report", "REP-VDI-2026-01", "VDI", "2026-02-10", "P015", "2026-03-31", "2026-03-12", ""),
    ("Import of the planner moved", "service_report", "REP-LOG-2026-05", "LOG", "2026-06-09", "P031", "2026-07-31", "2026-07-02", ""),
    ("Time of all sign-on nodes watched", "service_report", "REP-IDM-2026-09", "IDM", "2026-10-08", "P020", "2026-11-30", "", ""),
    ("List of starting order each month", "continuity_test", "CT-01", "HST", "2026-05-05", "P024", "2026-06-30", "2026-06-12", ""),
    ("Headsets at the annex", "continuity_test", "CT-05", "DSK", "2026-01-27", "P014", "2026-03-31", "2026-02-26", ""),
    ("Owners of four virtual servers", "ci_verification", "CV-5", "HST", "2026-09-15", "P027", "2026-11-30", "", ""),
    ("Rule of the telephone queue", "complaint", "CMP-009", "DSK", "2026-07-01", "P014", "2026-07-15", "2026-07-01", ""),
    ("Contacts in units for leavers", "security_incident", "SIR0010044", "IDM", "2026-04-14", "P020", "2026-06-30", "2026-06-05", "2026-09-08"),
    ("Night repairs in the next contract", "supplier_review", "SR-02-1", "NET", "2025-12-17", "P021", "2027-03-31", "", ""),
]


def actions(t, rng):
    for number, (title, source, sid, service, agreed, owner, due, done, checked) in enumerate(ACTIONS, 1):
        on = dt.date.fromisoformat(agreed)
        told = on + dt.timedelta(days=rng.between(1, 6))
        t.add("action", id=f"ACT-{number:03}", title=title, source=source, source_id=sid, management_review=sid if source == "management_review" else "",
              nonconformity=sid if source == "nonconformity" else "", service_report=sid if source == "service_report" else "", service=f"SVC-{service}" if service else "",
              kind="corrective" if source == "nonconformity" else "improvement", agreed_on=agreed,
              agreed_with="Service owner and customer" if source == "service_report" else "Those present", communicated_on=told if source == "service_report" else None,
              owner=owner, due=due, priority="high" if source == "nonconformity" else "moderate", status="done" if done else "in_progress", done_on=done,
              result="Done as agreed" if done else "", effectiveness_checked_on=checked, effectiveness_checked_by="P010" if checked else "", effective=True if checked else None)
