"""Suppliers, contracts, agreements with customers and their targets, reviews, disputes."""

import datetime as dt

from .registers import LIVE, NAMES, SERVICES

# id, name, kind, person, criticality, status, contribution, lead supplier, contact
SUPPLIERS = [
    ("SUP-01", "Halyard Messaging Systems Inc.", "external", "P022", "critical", "active", "Mail gateway licences and third line support", "", "Dolores Kim"),
    ("SUP-02", "Tidewater Network Services LLC", "external", "P022", "critical", "active", "Wide area lines and maintenance of network equipment", "", "Alan Przybylski"),
    ("SUP-03", "Granite Ridge Storage Corp.", "external", "P021", "high", "active", "Storage systems, spare parts and remote monitoring", "", "Renée Gauthier"),
    ("SUP-04", "Meridian Planning Software Ltd", "external", "P022", "high", "active", "Logistics planner: licences, releases and support", "", "Stuart Hall"),
    ("SUP-05", "Beacon Staffing Partners", "external", "P021", "high", "active", "Service desk and field support staff", "", "Carla Mendes"),
    ("SUP-06", "Stratus Virtual Works GmbH", "external", "P022", "high", "active", "Virtualization licences and support", "", "Jürgen Vogt"),
    ("SUP-07", "ClearLine Conferencing Inc.", "external", "P021", "moderate", "active", "Meeting platform", "SUP-01", "Tanya Brooks"),
    ("SUP-08", "Fairlead Office Equipment Co.", "external", "P021", "low", "active", "Laptops and desktops with warranty", "", "Bill Osei"),
    ("SUP-09", "Joint Services Strategy Cell", "internal", "P030", "moderate", "active", "IT strategy for the agencies of the board", "", "Secretary of the board"),
    ("SUP-10", "Northgate Facilities Group", "internal", "P021", "high", "active", "Power, cooling and access to the data centre rooms", "", "Duty engineer"),
    ("SUP-11", "Readiness and Training Command, Card Office", "customer", "P030", "high", "active", "Issues smart cards to all users", "", "Card office chief"),
    ("SUP-12", "Joint Logistics Command, Data Cell", "customer", "P030", "moderate", "active", "Keeps the master data of the logistics planner", "", "Data cell chief"),
]

# id, supplier, service, title, scope, requirements, targets, value, starts, ends
CONTRACTS = [
    ("CON-01", "SUP-01", "EML", "Mail gateway support", "Licences, updates and third line support of the mail gateways", "Cleared staff; updates within 14 days of release",
     "Answer in 30 minutes, repair in 4 hours, around the clock", "412500.00", "2024-10-01", "2027-09-30"),
    ("CON-02", "SUP-02", "NET", "Wide area and network maintenance", "Lines between Northgate and Harrow Point; maintenance of switches and routers",
     "Cleared staff; spare parts on site; monthly report", "Repair in 4 hours, lines 99.9 % available", "1280000.00", "2024-04-01", "2027-03-31"),
    ("CON-03", "SUP-03", "HST", "Storage maintenance", "Hardware maintenance and remote monitoring of storage systems", "Parts returned only wiped; updates twice a year",
     "Engineer on site in 4 hours", "365000.00", "2025-01-01", "2027-12-31"),
    ("CON-04", "SUP-04", "LOG", "Logistics planner licences and support", "Licences, two releases a year and support of the logistics planner", "Source code in escrow; cleared staff",
     "Critical faults corrected in 1 working day", "690000.00", "2024-07-01", "2027-06-30"),
    ("CON-05", "SUP-05", "DSK", "Service desk and field staff", "Twelve analysts and four technicians on two shifts", "Clearance; training before first shift; 10 % reserve in exercises",
     "80 % of calls answered in 60 seconds; 65 % solved at first contact", "1940000.00", "2025-03-01", "2027-02-28"),
    ("CON-06", "SUP-06", "VDI", "Virtualization licences and support", "Licences for hosts and desktops with support", "Support by cleared staff from within the alliance",
     "Answer in 1 hour for critical faults", "525000.00", "2024-09-01", "2027-08-31"),
    ("CON-07", "SUP-07", "COL", "Meeting platform", "Meeting rooms and calls for 6,000 users", "Data kept in approved regions; export on request",
     "99.5 % available each month", "148000.00", "2025-05-01", "2027-04-30"),
    ("CON-08", "SUP-08", "DSK", "Laptops and desktops", "Standard equipment with three years of warranty", "Approved models only; disks stay with the agency",
     "Delivery in 20 working days; exchange in 2 working days", "870000.00", "2025-02-01", "2027-01-31"),
]
# internal groups and customers acting as supplier: id, supplier, service, title, kind, targets, commitments, activities, interfaces
INTERNAL = [
    ("AGR-09", "SUP-09", "", "Strategy support", "memorandum", "Strategy reviewed once a year by end of May", "One planner on call in the planning season",
     "Drafts, coordinates and publishes the IT strategy", "Deputy director meets the cell every month"),
    ("AGR-10", "SUP-10", "HST", "Data centre facilities", "internal_agreement", "Power 99.99 % available; room below 25 degrees", "Duty engineer on site in 20 minutes",
     "Tests generators monthly; escorts visitors", "Alarms go to the operations centre; works are announced 10 days before"),
    ("AGR-11", "SUP-11", "IDM", "Smart card issue", "memorandum", "Card issued within 2 working days", "Office open on all working days",
     "Checks identity, issues and revokes cards", "Nightly file to the identity service; revocations by phone at once"),
    ("AGR-12", "SUP-12", "LOG", "Logistics master data", "memorandum", "Corrections entered within 1 working day", "Data stewards named for each depot",
     "Keeps depots, routes and stock numbers correct", "Weekly import file; errors returned the same day"),
]
SLA_TERMS = {   # service: availability, workload limit, exceptions, customer signatory
    "EML": ("99.9", "Up to 9,000 mailboxes and 1.2 million messages a day", "Announced maintenance on Sundays 02:00 to 06:00", "HQS"),
    "NET": ("99.9", "Up to 11,000 connected devices", "Works on the campus power feed", "HQS"),
    "IDM": ("99.9", "Up to 9,500 accounts and 60 card issues a day", "Card office closures on holidays", "HQS"),
    "VDI": ("99.5", "Up to 2,400 desktops at one time", "Announced maintenance on Saturdays 22:00 to 02:00", "HQS"),
    "COL": ("99.5", "Up to 6,000 users and 40 TB of files", "Traffic with partners outside the alliance", "RTC"),
    "LOG": ("99.5", "Up to 350 planners and 12 exercises a year", "Month-end data load, first day 00:00 to 03:00", "JLC"),
    "DSK": ("99.0", "Up to 7,000 contacts a month", "Exercise weeks announced less than 30 days before", "HQS"),
    "HST": ("99.5", "Up to 900 virtual servers and 600 TB of storage", "Servers that customers administer themselves", "RTC"),
}
SIGNATORY = {"HQS": "Maria Castaño, Northgate Headquarters Staff", "RTC": "Edward Nilsson, Readiness and Training Command",
             "JLC": "Lt. Col. Grace Whitaker, Joint Logistics Command"}
SIGNATORY_ID = {"HQS": "P058", "RTC": "P057", "JLC": "P056"}


def build(t, rng):
    for sid, name, kind, person, criticality, status, contribution, lead, contact in SUPPLIERS:
        t.add("supplier", id=sid, name=name, kind=kind, designated_person=person, criticality=criticality, status=status, contribution=contribution,
              lead_supplier=lead, interfaces=f"DOC-IF-{sid[4:]}", contact=contact)
    for index, (cid, supplier, service, title, scope, requirements, targets, value, starts, ends) in enumerate(CONTRACTS):
        reviewed = dt.date(2026, 3, 9) + dt.timedelta(days=7 * index)
        amended = index in (1, 4)
        t.add("contract", id=cid, supplier=supplier, title=title, kind="contract", service=f"SVC-{service}", scope_covered=scope, requirements=requirements,
              targets=targets, authorities="The contracting officer directs, the supplier answers for its staff; escalation to both managers within a day",
              activities="As in annex A", interfaces=f"Described in DOC-IF-{supplier[4:]}", status="in_force", agreed_by="P021",
              signed_on=dt.date.fromisoformat(starts) - dt.timedelta(days=20), starts_on=starts, ends_on=ends,
              notice_due=dt.date.fromisoformat(ends) - dt.timedelta(days=90), value=value, currency="USD", checked_against_sla_on=reviewed + dt.timedelta(days=2),
              sla_gap=cid == "CON-02", gap_risk="R-015" if cid == "CON-02" else "", last_reviewed_on=reviewed,
              reviewed_against_requirements_on=reviewed, review_due=dt.date(2027, 3, 1), document=f"DOC-{cid}",
              change_assessed_on="2026-01-20" if amended else "", change_assessment="DOC-CONCHG" if amended else "",
              amendment_approved_on="2026-02-03" if amended else "", amended_on="2026-02-10" if amended else "")
    for index, (cid, supplier, service, title, kind, targets, commitments, activities, interfaces) in enumerate(INTERNAL):
        reviewed = dt.date(2026, 4, 13) + dt.timedelta(days=7 * index)
        t.add("contract", id=cid, supplier=supplier, title=title, kind=kind, service=f"SVC-{service}" if service else "", scope_covered=title,
              requirements="As in the annex on service requirements", targets=targets, authorities="Heads of both sides decide; deputies stand in",
              commitments=commitments, activities=activities, interfaces=interfaces, status="in_force", agreed_by="P002", signed_on="2025-06-16",
              starts_on="2025-07-01", ends_on="2028-06-30", notice_due="2028-03-31", checked_against_sla_on=reviewed + dt.timedelta(days=1), sla_gap=False,
              last_reviewed_on=reviewed, reviewed_against_requirements_on=reviewed, review_due=dt.date(2027, 4, 1), document=f"DOC-{cid}")
    agreements(t)
    reviews(t, rng)
    t.add("dispute", id="DSP-01", supplier="SUP-02", contract="CON-02", title="Credits for two line failures in November 2025", raised_on="2025-12-15",
          raised_by="P022", owner="P021", status="closed", due="2026-03-31", closed_on="2026-03-12", document="DOC-DISPUTES",
          actions_taken="Logs of both sides compared on 14 January; offer of 60 % refused; second offer accepted", resolution="Supplier credits 18,400 USD")
    t.add("dispute", id="DSP-02", supplier="SUP-05", contract="CON-05", title="Reserve staff not provided in exercise week", raised_on="2026-05-26",
          raised_by="P021", owner="P021", status="closed", due="2026-08-31", closed_on="2026-07-30", document="DOC-DISPUTES",
          actions_taken="Roster checked with the exercise calendar; supplier agrees that notice was given in time", resolution="Four days without charge in the next exercise")
    t.add("dispute", id="DSP-03", supplier="SUP-08", contract="CON-08", title="Invoice for disks kept by the agency", raised_on="2026-08-24",
          raised_by="P021", owner="P022", status="open", due="2026-11-30", document="DOC-DISPUTES", actions_taken="Clause 7 of the contract sent to the supplier; answer expected in October")


def agreements(t):
    for sid in LIVE:
        availability, workload, exceptions, customer = SLA_TERMS[sid]
        t.add("sla", id=f"SLA-{sid}", title=f"Service level agreement: {NAMES[sid]}", service=f"SVC-{sid}",
              customer=next(s[4] for s in SERVICES if s[0] == sid), kind="sla", status="in_force", agreed_by=SIGNATORY[customer], agreed_by_provider="P010",
              agreed_on="2025-09-08", starts_on="2025-10-01", ends_on="2027-09-30", workload_limits=workload, exceptions=exceptions,
              requirements_document=f"DOC-REQ-{sid}", document=f"DOC-SLA-{sid}", owner="P016", reviewed_on="2026-09-07", review_due="2027-09-07")
        targets(t, f"SLA-{sid}", availability)
    for oid, sid, title, contract in (("OLA-NET", "NET", "Operational agreement: network and data centre facilities", "AGR-10"),
                                      ("OLA-IDM", "IDM", "Operational agreement: smart cards for identity", "AGR-11"),
                                      ("UC-EML", "EML", "Underpinning contract: mail gateway", "CON-01"), ("UC-LOG", "LOG", "Underpinning contract: logistics planner", "CON-04")):
        kind = "ola" if oid.startswith("OLA") else "underpinning"
        t.add("sla", id=oid, title=title, service=f"SVC-{sid}", customer="Northgate Joint Services Agency", kind=kind, contract=contract, status="in_force",
              agreed_by="Head of the supplier", agreed_by_provider="P016", agreed_on="2025-09-15", starts_on="2025-10-01", ends_on="2027-03-31",
              workload_limits="As in the service level agreement it supports", exceptions="None", requirements_document=f"DOC-REQ-{sid}",
              document=f"DOC-{contract}", owner="P016", reviewed_on="2026-09-07", review_due="2027-03-01")
        t.add("sla_target", id=f"{oid}-T1", sla=oid, title="Repair of critical faults", metric="resolution", priority="critical", target="4", unit="hours",
              threshold="PT4H", calendar="24x7", interval="P1M")


RESOLUTION_HOURS = {"critical": 4, "high": 8, "moderate": 72, "low": 120, "planning": 240}


def targets(t, sla, availability):
    t.add("sla_target", id=f"{sla}-T1", sla=sla, title="Availability in the month", metric="availability", target=availability, unit="percent",
          calendar="24x7", interval="P1M")
    for number, (priority, hours) in enumerate(RESOLUTION_HOURS.items(), 2):
        t.add("sla_target", id=f"{sla}-T{number}", sla=sla, title=f"Share of {priority} incidents resolved in {hours} hours", metric="resolution",
              priority=priority, target="85", unit="percent", threshold=f"PT{hours}H", calendar="24x7", interval="P1M")
    t.add("sla_target", id=f"{sla}-T7", sla=sla, title="Requests fulfilled on time", metric="fulfilment", target="85", unit="percent", calendar="working days",
          interval="P1M")


def reviews(t, rng):
    first = dt.date(2025, 12, 8)
    for index, supplier in enumerate(SUPPLIERS):
        contract = next((c[0] for c in CONTRACTS + INTERNAL if c[1] == supplier[0]))
        for quarter in range(4):
            on = first + dt.timedelta(days=index % 5 + 87 * quarter)
            missed = 1 if (index, quarter) in ((1, 0), (4, 2), (7, 1), (9, 1)) else 0
            rid = f"SR-{supplier[0][4:]}-{quarter + 1}"
            t.add("supplier_review", id=rid, supplier=supplier[0], contract=contract, period_from=dt.date(2025, 9, 8) + dt.timedelta(days=87 * quarter),
                  period_to=on - dt.timedelta(days=4), reviewed_on=on, reviewed_by=supplier[3], targets_met=missed == 0, missed_targets=missed,
                  result="All targets met" if not missed else "One target missed; improvement agreed", document="DOC-SUPREV")
            if missed:
                t.add("improvement", id=f"IMP-S{supplier[0][4:]}", title=f"{supplier[1]}: restore the missed target", source="supplier_review", supplier=supplier[0],
                      supplier_review=rid, contract=contract, identified_on=on + dt.timedelta(days=1), identified_by=supplier[3], decision="approved",
                      decided_on=on + dt.timedelta(days=8), decided_by="P002", decision_reason="Affects agreements with customers", priority=2,
                      target="No miss in the next two reviews", due=on + dt.timedelta(days=75), owner=supplier[3],
                      done_on=on + dt.timedelta(days=60), measured_on=on + dt.timedelta(days=70))
