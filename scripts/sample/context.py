"""Clauses 4, 5 and 7: issues, interested parties, stakeholders, what is communicated, and what people can do."""

import datetime as dt

from .common import day

DECIDED = "2025-06-24"      # the context review of June 2025, looked through again in each management review
LOOKED_AT = "2026-09-16"

# title, kind, area, climate, relevant, reason, effect, risk, owner
ISSUES = [
    ("One engineer knows the directory", "internal", "people", False, True, "Log-on of everybody rests on it", "Long repairs; the target for identity is missed", "R-004", "P020"),
    ("Exercises double the demand for weeks", "external", "political", False, True, "Twelve exercises a year, dates known late", "Answer times and workload limits are exceeded",
     "R-033", "P008"),
    ("Budget may be cut during the year", "external", "economic", False, True, "Reductions across the department in two of five years",
     "Renewals are put off, older equipment stays", "R-017", "P007"),
    ("Contract rates below the market", "internal", "resources", False, True, "A third of the analysts left in 2024", "First contact resolution falls", "R-005", "P014"),
    ("Suppliers merge or are bought", "external", "competitive", False, True, "Happened to two of eight since 2022", "Support ends or prices rise within a contract", "R-006",
     "P022"),
    ("Framework processes are expected by the board", "external", "legal", False, True, "Decision of the board of March 2025", "Adoption decides on what is reported to it", "",
     "P010"),
    ("Storms and heat become more frequent at the coast", "external", "environmental", True, True, "Campus closed four days in 2024, cooling at its limit in two summers",
     "Sites are closed, rooms overheat, continuity plans are called on more often", "R-022", "P024"),
    ("Reporting of energy use is asked of all agencies", "external", "environmental", True, False,
     "Applies to buildings, which the garrison runs; nothing follows for the services", "", "", "P007"),
    ("Phishing of administrators", "external", "technological", False, True, "Five attempts a month seen by the gateway", "Takeover of accounts stops services", "R-012", "P005"),
    ("Discovery does not reach the annex", "internal", "process", False, True, "Network of the annex is separate", "Effects of changes are misjudged there", "R-019", "P027"),
    ("Staff of three employers work in one team", "internal", "people", False, True, "Military, civilian and contractor staff follow different rules",
     "Awareness and competence differ", "", "P010"),
    ("Ticket tool reaches the end of its release", "internal", "technological", False, True, "New release due in spring 2027", "Records and trends may be lost in the move",
     "R-030", "P047"),
]

# party, kind, customer, supplier, service, requirement, source, obligation, relevant, reason, met by, owner
PARTIES = [
    ("Joint Logistics Command", "customer", "CUS-JLC", "", "LOG", "The planner works through exercise nights", "SLA-LOG", "contractual", True, "Agreed service",
     "SLA-LOG, exercise roster", "P030"),
    ("Readiness and Training Command", "customer", "CUS-RTC", "", "HST", "Servers for courses within ten days", "SLA-HST", "contractual", True, "Agreed service",
     "Request catalogue", "P030"),
    ("Northgate Headquarters Staff", "customer", "CUS-HQS", "", "EML", "Mail around the clock, figures that can be trusted", "SLA-EML", "contractual", True, "Agreed service",
     "Monthly reports", "P030"),
    ("Users at Harrow Point", "user", "", "", "NET", "The same service as on the main campus", "Survey of November 2025", "expectation", True, "A fifth of all users",
     "Second line to the annex", "P012"),
    ("Users of virtual desktops", "user", "", "", "VDI", "Log-on in less than two minutes", "Survey of November 2025", "expectation", True, "Most frequent complaint",
     "Problem records", "P015"),
    ("Joint Services Information Board", "owner", "", "", "", "Processes of the framework adopted, exceptions reported", "Board decision of March 2025", "policy", True,
     "Governs the agency", "Adoption register", "P010"),
    ("Joint Services Information Board", "owner", "", "", "", "Cost stays within the approved budget", "Budget letter", "policy", True, "Approves the budget",
     "Quarterly cost reports", "P007"),
    ("Authorizing official", "regulator", "", "", "", "Systems are authorized before use, risk above low is accepted by the official", "Instruction on risk management",
     "regulatory", True, "Binding for all systems", "System register", "P013"),
    ("Records authority", "regulator", "", "", "", "Records of service management are kept for three years", "Records act", "legal", True, "Binding", "Retention table", "P010"),
    ("Procurement office", "regulator", "", "", "", "Contracts above 100,000 USD are competed", "Procurement rules", "regulatory", True, "Binding", "Contract register", "P021"),
    ("Tidewater Network Services LLC", "supplier", "", "SUP-02", "NET", "Works announced five days ahead, access to both sites", "CON-02", "contractual", True,
     "Carries two critical services", "Change schedule", "P022"),
    ("Beacon Staffing Partners", "supplier", "", "SUP-05", "DSK", "Exercise dates 30 days ahead", "CON-05", "contractual", True, "Staff of the service desk", "Exercise calendar",
     "P021"),
    ("Staff of the agency", "employee", "", "", "", "Rosters are published four weeks ahead", "Agreement with the staff council", "contractual", True,
     "Service desk works in shifts", "Roster tool", "P014"),
    ("Contractor staff", "employee", "", "", "", "Work is directed through their employer", "Contracts", "contractual", True, "Half of the teams", "Clauses on authority", "P021"),
    ("Partner agencies", "partner", "", "", "COL", "Meetings across agencies with data in approved regions", "Exchange memorandum", "contractual", True, "Every exercise", "CON-07",
     "P030"),
    ("Garrison energy office", "other", "", "", "", "Less power in both rooms by a tenth until 2028, for the climate", "Garrison climate plan", "expectation", True,
     "Cooling and power are bought from it",
     "Consolidation of hosts", "P024"),
    ("Residents of Northgate", "public", "", "", "", "No work at night on the mast near the school", "Letter of 2024", "expectation", False, "The mast belongs to the garrison", "",
     "P012"),
]

# what, kind, about, occasion, audience, channel, owner, document, last done, next due
COMMUNICATIONS = [
    ("Service management policy", "both", "sms", "When changed, and to every newcomer", "Staff, contractors, customers' chiefs of information", "Portal, briefing of newcomers",
     "P010", "DOC-SMP", "2026-09-21", "2027-03-31"),
    ("Service management objectives and where they stand", "internal", "sms", "Every quarter", "All staff", "Town hall", "P001", "DOC-OBJ", "2026-07-09", "2026-10-29"),
    ("Service reports", "external", "services", "By the fifth day of each month", "Customers", "Portal, review meeting", "P016", "", "2026-10-04", "2026-11-05"),
    ("Planned changes and interruptions", "both", "services", "Five working days ahead", "Users, customers, suppliers concerned", "Mail, portal calendar", "P025", "", "2026-10-12",
     "2026-10-19"),
    ("Major incidents", "both", "services", "Within 30 minutes, then every 30 minutes", "Director, customers, users", "Phone, banner in the portal", "P008", "DOC-MI-PROC",
     "2026-09-10", ""),
    ("Service catalogue and how to ask", "external", "services", "When changed", "Users", "Portal", "P016", "DOC-CAT", "2026-09-15", "2027-09-15"),
    ("Complaints and how to escalate them", "external", "services", "Once a year and in each agreement", "Customers, users", "Portal, agreements", "P030", "", "2025-11-17",
     "2026-11-16"),
    ("Information security policy", "both", "both", "Once a year, and to every newcomer", "Staff, users, suppliers", "Course, clause of contracts", "P013", "DOC-SEC-POL",
     "2026-01-20", "2027-01-20"),
    ("Risks above their criterion", "internal", "sms", "Every quarter, at once where two critical services are at stake", "Director, risk committee", "Committee papers", "P032",
     "", "2026-09-21", "2026-12-14"),
    ("Results of audits and reviews", "internal", "sms", "Within two weeks", "Owners of processes, board", "Report, meeting", "P052", "", "2026-09-24", "2027-03-31"),
    ("Performance of suppliers", "external", "services", "Every quarter", "Suppliers", "Review meeting", "P022", "", "2026-09-09", "2026-12-07"),
    ("Cost against budget", "internal", "services", "Every quarter", "Director, service owners", "Cost report", "P033", "", "2026-08-10", "2026-11-10"),
    ("Exercise calendar and workload", "both", "services", "Every month", "Customers, Beacon Staffing, service owners", "Planning meeting", "P030", "", "2026-10-07", "2026-11-04"),
]

# name, person, organization, kind, stake, service, interest, influence, expectations, position, engagement, communication (row above), owner
STAKEHOLDERS = [
    ("Director of the agency", "P001", "NJSA", "sponsor", "Answers for the management system", "", "high", "high", "No surprises", "supporting", "Management review, weekly report",
     2, "P010"),
    ("Joint Services Information Board", "P006", "JSIB", "governing_body", "Adoption of the framework", "", "moderate", "high", "Progress by half-year", "supporting",
     "Half-yearly paper", 10, "P010"),
    ("Chief of information, Logistics", "P056", "JLC", "customer", "Exercises depend on the planner", "LOG", "high", "high", "Planner up in exercise weeks", "neutral",
     "Monthly review, visit each quarter", 3, "P030"),
    ("Chief of information, Training", "P057", "RTC", "customer", "Courses depend on hosting", "HST", "high", "moderate", "Servers on time", "supporting", "Monthly review", 3,
     "P030"),
    ("Headquarters secretary", "P058", "HQS", "customer", "Mail and desktops of the staff", "EML", "moderate", "high", "One contact for all", "supporting", "Monthly review", 3,
     "P030"),
    ("Users at Harrow Point", "", "", "user", "Second-class service feared", "NET", "high", "low", "Field support on site twice a week", "opposing", "Round table each half-year",
     6, "P012"),
    ("Service desk analysts", "", "NJSA-OPS", "employee", "Rosters and tools", "DSK", "high", "moderate", "Articles that are right", "neutral", "Shift meeting each week", 2,
     "P014"),
    ("Beacon Staffing Partners", "", "", "supplier", "Contract ends in 2027", "DSK", "moderate", "moderate", "Dates early", "supporting", "Quarterly review", 11, "P021"),
    ("Tidewater Network Services LLC", "", "", "supplier", "Credits in dispute", "NET", "moderate", "moderate", "Clear windows", "neutral", "Quarterly review", 11, "P022"),
    ("Authorizing official", "P006", "JSIB", "regulator", "Authorizations of systems", "", "moderate", "high", "Plan of action on time", "neutral", "Quarterly status report",
     9, "P013"),
    ("Garrison facilities", "", "GAR", "provider", "Power, cooling, building works", "HST", "low", "high", "Works ten days ahead", "neutral", "Meeting each month", 4, "P009"),
]


def build(t, rng):
    for number, (title, kind, area, climate, relevant, reason, effect, risk, owner) in enumerate(ISSUES, 1):
        t.add("issue", id=f"IS-{number:02}", title=title, kind=kind, area=area, climate=climate, relevant=relevant, reason=reason, effect=effect, identified_on="2025-06-17",
              decided_by="P001", decided_on=DECIDED, risk=risk, owner=owner, status="open", reviewed_on=LOOKED_AT, review_due="2027-03-31", document="DOC-CONTEXT")
    t.add("issue", id="IS-13", title="Two commands are being merged", kind="external", area="political", climate=False, relevant=True, reason="Units and sites change hands",
          effect="Agreements name units that are gone", identified_on="2024-02-12", decided_by="P001", decided_on="2024-03-05", owner="P030", status="closed",
          reviewed_on="2026-03-18", note="Merger finished in December 2025")
    for number, (party, kind, customer, supplier, service, requirement, source, obligation, relevant, reason, met_by, owner) in enumerate(PARTIES, 1):
        t.add("interested_party", id=f"IP-{number:02}", party=party, kind=kind, customer=customer, supplier=supplier, service=f"SVC-{service}" if service else "",
              requirement=requirement, source=source, obligation=obligation, relevant=relevant, reason=reason, climate="climate" in requirement, met_by=met_by,
              identified_on="2025-06-17", decided_by="P001", decided_on=DECIDED, owner=owner, reviewed_on=LOOKED_AT, review_due="2027-03-31", document="DOC-CONTEXT")
    for number, (what, kind, about, occasion, audience, channel, owner, document, done, due) in enumerate(COMMUNICATIONS, 1):
        t.add("communication", id=f"COM-{number:02}", what=what, kind=kind, about=about, occasion=occasion, audience=audience, channel=channel, owner=owner,
              policy_or_plan=document, last_done_on=done, next_due=due, status="active", document="DOC-COMPLAN")
    for number, (name, person, org, kind, stake, service, interest, influence, wants, position, how, com, owner) in enumerate(STAKEHOLDERS, 1):
        t.add("stakeholder", id=f"STK-{number:02}", name=name, person=person, organization=org, kind=kind, stake=stake, service=f"SVC-{service}" if service else "",
              interest=interest, influence=influence, expectations=wants, position=position, engagement=how, communication=f"COM-{com:02}", owner=owner,
              last_engaged_on=dt.date(2026, 7, 6) + dt.timedelta(days=rng.below(80)), status="active")
    competences(t, rng)


NEEDED = {
    "process_owner": ("Owning a process: purpose, policy, results", "Course for process owners"), "process_manager": ("Running a process: procedure, figures, improvement",
        "Course for process managers"),
    "practitioner": ("Working by the procedure, with the ticket tool", "Course on the ticket tool, induction by the process manager"),
    "service_owner": ("Answering for a service: requirements, agreement, cost", "Course for service owners"),
    "executive_sponsor": ("Duties of top management under the standard", "Briefing for executives"),
    "other": ("Duties of the post under the service management system", "Induction by the ITSM office"),
}
DEGREES = ["", "", "Degree in information systems", "Degree in business administration", "Technical college", "Staff course"]
# The key of an assignment, what lacked, what was done about it, by when it is to be done, when it was done, when its effect was judged
GAPS = {
    ("CAPM-ANL", "P040"): ("Forecasting of capacity", "Course on capacity planning", "2026-02-27", "2026-02-19", "2026-07-14"),
    ("SVT-MGR", "P061"): ("Planning of acceptance tests", "Two weeks beside the test manager of a partner agency", "2026-03-31", "2026-03-27", "2026-09-03"),
    ("KM-MGR", "P028"): ("Writing for readers who are not engineers", "Course on technical writing", "2026-01-30", "2026-01-23", "2026-06-30"),
    ("ITSCM-MGR", "P024"): ("Leading a continuity exercise", "Exercise led together with the garrison", "2026-04-30", "2026-04-22", "2026-09-22"),
    ("SUP-ANL", "P046"): ("Reading of contracts", "Course on contract terms", "2026-12-11", "", ""),
    ("EM-ANL", "P044"): ("Setting of thresholds", "Course of the tool's maker", "2026-11-20", "", ""),
    ("AM-ANL", "P054"): ("Licence terms", "Course on licences", "2027-01-29", "", ""),
}


def competences(t, rng):
    """One row for each role that somebody holds: what it needs, and on what ground its holder has it."""
    roles = {r["id"]: r for r in t.rows["role"]}
    bosses = {p["id"]: p["manager"] for p in t.rows["person"]}
    for number, held in enumerate((a for a in t.rows["assignment"] if not a.get("ends_on")), 1):
        role = roles[held["role"]]
        needed, training = NEEDED[role["kind"]]
        gap = GAPS.get((held["role"], held["person"]))
        level = 2 if role["kind"] == "practitioner" else 3
        assessed = dt.date(2026, 1, 12) + dt.timedelta(days=rng.below(60))
        row = t.add("competence", id=f"CO-{number:03}", person=held["person"], role=held["role"], process=role.get("process", ""), service=held["service"], needed=needed,
                    affects_performance=True, level_needed=level, level_held=level + (1 if rng.chance(25) else 0), held=True, education=rng.pick(DEGREES), training=training,
                    experience=f"{rng.between(2, 19)} years", assessed_on=assessed, assessed_by=bosses[held["person"]] or "P002",
                    valid_until=dt.date(2027, 1, 31) + dt.timedelta(days=30 * rng.below(24)) if rng.chance(30) else None, document="DOC-COMPREC")
        if gap:
            lacking(row, *gap)


def lacking(row, needed, action, due, done, judged):
    row.update(needed=needed, action=action, due=due, action_done_on=done, effectiveness_judged_on=judged)
    if done:
        row.update(effectiveness_judged_by=row["assessed_by"], effective="yes", assessed_on=judged, training=action)
        return
    row.update(held="no", level_held=str(int(row["level_needed"]) - 1), training="", valid_until="", document="")
    assert day(due) > dt.date(2026, 10, 15)
