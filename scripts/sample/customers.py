"""Clause 8.3.2: customers, complaints, satisfaction, and the reviews held with them."""

import datetime as dt

from .people import SERVICE_OWNERS
from .registers import LIVE, NAMES
from .suppliers import SLA_TERMS

CUSTOMERS = [
    ("CUS-JLC", "Joint Logistics Command", "JLC", "Mission Logistics Planner; email; network; collaboration", "350 planners, 2,100 other users", "Depots, transport units",
     "Lt. Col. Grace Whitaker", "active", "2016-09-12"),
    ("CUS-RTC", "Readiness and Training Command", "RTC", "Hosting; collaboration; email; network", "1,900 users, 12,000 students a year", "Schools, partner agencies",
     "Edward Nilsson", "active", "2017-11-06"),
    ("CUS-HQS", "Northgate Headquarters Staff", "HQS", "Email; virtual desktop; network; service desk", "2,400 users", "Visitors, liaison officers", "Maria Castaño", "active",
     "2015-01-05"),
    ("CUS-GAR", "Northgate Garrison Support", "GAR", "Network for the garrison's printers", "Printing staff", "", "Garrison office", "ended", "2014-03-03"),
]

# received, customer, service, title, through, priority, owner, escalation needed, escalated on, to, actions, closed, resolution, informed, reported
COMPLAINTS = [
    ("2025-10-22", "HQS", "EML", "Nobody told us when mail would be back", "email", "high", "P030", False, "", "", "Notices of the day compared with the procedure", "2025-11-05",
     "Two units added to the list of notices", "2025-11-05", "2025-11-14"),
    ("2025-11-04", "RTC", "HST", "Server promised for the course came four days late", "phone", "moderate", "P030", False, "", "", "Order traced", "2025-11-18",
     "Course dates are now given with the request", "2025-11-18", "2025-12-12"),
    ("2025-12-01", "JLC", "LOG", "Planner slow in the evening import", "review meeting", "moderate", "P031", False, "", "", "Import moved by an hour", "2025-12-16",
     "Import starts at 21:00", "2025-12-16", "2026-01-15"),
    ("2026-01-28", "HQS", "VDI", "Desktops fail on the day of the inspection", "phone", "high", "P030", True, "2026-01-30", "Deputy Director", "Visit of the service owner",
     "2026-02-20", "Certificates are watched; apology of the director", "2026-02-20", "2026-03-13"),
    ("2026-02-17", "HQS", "DSK", "Laptop returned with another keyboard", "portal", "low", "P014", False, "", "", "Part exchanged", "2026-02-24", "Exchanged", "2026-02-24",
     "2026-03-13"),
    ("2026-03-09", "RTC", "NET", "Wireless network drops in the lecture hall", "portal", "moderate", "P012", False, "", "", "Channels changed; measured for a week", "2026-04-02",
     "Two access points added", "2026-04-02", "2026-04-16"),
    ("2026-04-15", "RTC", "COL", "Shares gone in the middle of an examination", "phone", "high", "P030", True, "2026-04-16", "Deputy Director", "Talk with the school",
     "2026-05-06", "Quota job runs on Sundays only", "2026-05-06", "2026-05-15"),
    ("2026-05-29", "JLC", "LOG", "Planner down on exercise day", "phone", "critical", "P030", True, "2026-05-29", "Director", "Review of the exercise day with the command",
     "2026-06-26", "Limits are tested before each exercise", "2026-06-26", "2026-07-16"),
    ("2026-06-23", "HQS", "DSK", "Four days for a simple password", "email", "moderate", "P014", False, "", "", "Call traced: wrong queue", "2026-07-01",
     "Rule of the queue corrected", "2026-07-01", "2026-07-16"),
    ("2026-07-23", "RTC", "NET", "No wireless network during the graduation", "review meeting", "high", "P012", False, "", "", "Controller software rolled back", "2026-08-14",
     "Updates are kept off days of ceremonies", "2026-08-14", "2026-08-20"),
    ("2026-08-19", "JLC", "LOG", "Map tiles of the north are two years old", "portal", "low", "P031", False, "", "", "New tiles ordered from the map agency", "", "", "",
     "2026-09-17"),
    ("2026-09-11", "HQS", "IDM", "Sign-on errors before the budget hearing", "phone", "high", "P030", False, "", "", "Report of the major incident sent", "2026-09-30",
     "Time of all nodes is watched", "2026-09-30", "2026-10-09"),
    ("2026-09-24", "RTC", "HST", "Charged for a server that was returned", "email", "low", "P033", False, "", "", "Invoice under review", "", "", "", ""),
]

# id, title, customer, service, method, measured, population, asked, answers, score, target, findings, improvements, improvement, reviewed, reported
SURVEYS = [
    ("SAT-25-2", "Survey of all customers, November 2025", "", "", "survey", "2025-11-14", 6850, 900, 412, "3.7", "4.0",
     "Information in interruptions and field support at Harrow Point are rated lowest",
     "Notices by unit; field support on site", "IMP-K01", "2025-12-09", "2025-12-18"),
    ("SAT-26-1", "Survey of all customers, May 2026", "", "", "survey", "2026-05-12", 6910, 900, 398, "3.9", "4.0",
     "Field support better; virtual desktop rated 3.4 for its log-on time", "Log-on time of desktops", "IMP-K02",
     "2026-06-16", "2026-06-25"),
    ("SAT-26-D", "Answers after closed calls, year to September", "", "DSK", "ticket_survey", "2026-09-30", 4800, 4800, 1135, "4.2", "4.0", "", "", "", "", ""),
    ("SAT-26-L", "Planners after the spring exercise", "JLC", "LOG", "focus_session", "2026-06-10", 350, 14, 14, "3.1", "4.0", "Reports lag by a day; the rest is liked",
     "Reports during the exercise", "IMP-K03", "2026-07-02", "2026-07-09"),
]


def build(t, rng):
    for cid, name, org, services, users, parties, contact, status, since in CUSTOMERS:
        live = status == "active"
        t.add("customer", id=cid, name=name, kind="internal", organization=org, services=services, users=users, interested_parties=parties, contact=contact,
              relationship_owner="P030" if live else "", satisfaction_owner="P002" if live else "",
              communication="Review each month, visit each quarter, portal, phone of the duty officer" if live else "",
              escalation_path="Relationship manager, Deputy Director, Director" if live else "", status=status, since=since, ended_on="" if live else "2025-12-31",
              reviewed_on="2026-08-18", review_due="2027-08-18" if live else "", document="DOC-CUST")
    for number, (on, customer, sid, title, through, priority, owner, needed, escalated, to, actions, closed, resolution, informed, reported) in enumerate(COMPLAINTS, 1):
        received = dt.date.fromisoformat(on)
        t.add("complaint", id=f"CMP-{number:03}", title=title, customer=f"CUS-{customer}", service=f"SVC-{sid}", received_on=received,
              received_by="Service desk" if through in ("phone", "portal") else "P030",
              raised_by={"HQS": "Headquarters secretary", "RTC": "School registrar", "JLC": "Exercise planning cell"}[customer], received_through=through, priority=priority,
              owner=owner, status="closed" if closed else "in_progress", due=received + dt.timedelta(days=30) if closed else "2026-11-20", escalation_needed=needed,
              escalated_on=escalated, escalated_to=to, actions_taken=actions, closed_on=closed, resolution=resolution, customer_informed_on=informed,
              customer_accepted=bool(closed) or None, reported_on=reported, document="DOC-CMPREC")
    for sid, title, customer, service, method, on, population, asked, answers, score, target, findings, found, improvement, reviewed, reported in SURVEYS:
        measured = dt.date.fromisoformat(on)
        t.add("satisfaction", id=sid, title=title, customer=f"CUS-{customer}" if customer else "", service=f"SVC-{service}" if service else "", method=method,
              period_from=measured - dt.timedelta(days=14), period_to=measured, measured_on=measured, population=population, asked=asked, answers=answers,
              representative=method == "survey", score=score, scale_text="1 to 5", target=target, analysed_on=measured + dt.timedelta(days=12) if reviewed else None,
              findings=findings, reviewed_on=reviewed, reviewed_by="P002" if reviewed else "", improvements=found, improvement=improvement, reported_on=reported,
              reported_to="Customers, management review" if reported else "", document=f"DOC-{sid}" if method == "survey" else "")
    reviews(t, rng)
    improvements(t)


CHANGED = {   # what was heard, and what followed; by service and quarter
    ("NET", 1): ("Harrow Point gets a second training area in 2026", "Line and access points are planned with it (TR-04)"),
    ("VDI", 2): ("Log-on in less than two minutes is now asked for", "Entered as improvement"),
    ("LOG", 3): ("Reports during an exercise are needed each hour", "Interface is redesigned with the supplier"),
    ("HST", 3): ("Databases of the school move to a newer release", "Done as TR-07"),
    ("EML", 4): ("Mail to a partner domain has to be encrypted", "Done as TR-06"),
}


def reviews(t, rng):
    for index, sid in enumerate(LIVE):
        customer = SLA_TERMS[sid][3]
        for quarter, (first, last, on) in enumerate((("2025-10-01", "2025-12-31", "2025-12-29"), ("2026-01-01", "2026-03-31", "2026-03-23"),
                                                     ("2026-04-01", "2026-06-30", "2026-06-15"), ("2026-07-01", "2026-09-30", "2026-09-07")), 1):
            held = dt.date.fromisoformat(on) - dt.timedelta(days=7 * (index % 2) - index % 3)
            changes, response = CHANGED.get((sid, quarter), ("", ""))
            t.add("service_review", id=f"RV-{sid}-{quarter}", title=f"Review of {NAMES[sid]}, quarter {quarter}", customer=f"CUS-{customer}", service=f"SVC-{sid}",
                  period_from=first, period_to=last, planned_on=held, held_on=held, led_by="P030",
                  attendees=f"Relationship manager, service owner, {['chief of information', 'deputy of the chief'][rng.below(2)]}", customer_present=True, trends_reviewed=True,
                  outcomes_reviewed=True, business_changes=changes, requirement_changes=changes, response=response,
                  decisions="Figures accepted" if not changes else "Requirement taken up", actions="See the action register" if changes else "",
                  reported_on=held + dt.timedelta(days=4), next_due=held + dt.timedelta(days=88), document="DOC-SRVMIN")


def improvements(t):
    for iid, title, service, on in (("IMP-K01", "Notices of interruptions by unit", "SVC-NET", "2025-12-09"),
                                    ("IMP-K02", "Log-on of virtual desktops in two minutes", "SVC-VDI", "2026-06-16"),
                                    ("IMP-K03", "Reports of the planner during an exercise", "SVC-LOG", "2026-07-02")):
        done = iid == "IMP-K01"
        t.add("improvement", id=iid, title=title, source="customer", service=service, identified_on=on, identified_by="P030", decision="approved", decided_on=on, decided_by="P002",
              decision_reason="Lowest figure of the survey", priority=1, target="Half a point more in the next survey", due="2026-05-29" if done else "2026-12-18",
              owner=SERVICE_OWNERS[service[4:]], done_on="2026-04-24" if done else None, measured_on="2026-05-26" if done else None)
