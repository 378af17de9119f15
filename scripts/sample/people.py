"""Organisations, people, roles and who holds them."""

import datetime as dt

from .common import add_months

ORGANIZATIONS = [
    ("JSIB", "Joint Services Information Board", "governing_body", "", "", "Governs NJSA and approves adoption decisions"),
    ("NJSA", "Northgate Joint Services Agency", "provider", "JSIB", "P001", "IT service provider for the joint commands at Northgate"),
    ("NJSA-OPS", "NJSA Operations Directorate", "component", "NJSA", "P003", ""),
    ("NJSA-ENG", "NJSA Engineering Directorate", "component", "NJSA", "P004", ""),
    ("NJSA-ITSM", "NJSA IT Service Management Office", "component", "NJSA", "P010", ""),
    ("NJSA-CYB", "NJSA Cybersecurity Office", "component", "NJSA", "P005", ""),
    ("NJSA-IR", "NJSA Internal Review", "component", "JSIB", "P052", "Reports to the board, not to the director"),
    ("JLC", "Joint Logistics Command", "customer", "", "P056", ""),
    ("RTC", "Readiness and Training Command", "customer", "", "P057", ""),
    ("HQS", "Northgate Headquarters Staff", "customer", "", "P058", ""),
    ("GAR", "Northgate Garrison Support", "customer", "", "", "Runs its own printing service"),
]

# id, name, affiliation, organization, job title
PEOPLE = [
    ("P001", "Col. Dana Whitfield", "military", "NJSA", "Director"),
    ("P002", "Marcus Oyelaran", "civilian", "NJSA", "Deputy Director"),
    ("P003", "Lt. Col. Aaron Mbeki", "military", "NJSA-OPS", "Head of Operations"),
    ("P004", "Helena Kowalczyk", "civilian", "NJSA-ENG", "Head of Engineering"),
    ("P005", "Cdr. Luis Peña", "military", "NJSA-CYB", "Chief Information Security Officer"),
    ("P006", "Brig. Gen. Ruth Adeyemi", "military", "JSIB", "Authorizing Official"),
    ("P007", "Franklin Zhou", "civilian", "NJSA", "Chief Financial Manager"),
    ("P008", "Maj. Priya Raman", "military", "NJSA-OPS", "Service Operations Officer"),
    ("P009", "Capt. Owen Gallagher", "military", "NJSA-ENG", "Engineering Officer"),
    ("P010", "Ingrid Sørensen", "civilian", "NJSA-ITSM", "Head of the ITSM Office"),
    ("P011", "Terrence Boyd", "civilian", "NJSA-ITSM", "Process Architect"),
    ("P012", "Lt. Cdr. Sofía Márquez", "military", "NJSA-OPS", "Network Operations Officer"),
    ("P013", "Maj. Henrik Dahl", "military", "NJSA-CYB", "Information System Security Manager"),
    ("P014", "Yolanda Price", "civilian", "NJSA-OPS", "Service Desk Chief"),
    ("P015", "Gregory Nakamura", "civilian", "NJSA-ENG", "Platform Lead"),
    ("P016", "Aisling O'Rourke", "civilian", "NJSA-ITSM", "Service Level Lead"),
    ("P017", "MSgt. Kayla Brooks", "military", "NJSA-OPS", "Incident Lead"),
    ("P018", "SFC Daniel Ortiz", "military", "NJSA-OPS", "Field Support Lead"),
    ("P019", "TSgt. Mei-Lin Chow", "military", "NJSA-ENG", "Release Lead"),
    ("P020", "Lt. Nadia Petrović", "military", "NJSA-CYB", "Access Lead"),
    ("P021", "Robert Achterberg", "civilian", "NJSA", "Contracts Officer"),
    ("P022", "Comfort Asante", "civilian", "NJSA", "Supplier Relations Officer"),
    ("P023", "William Tremblay", "civilian", "NJSA-ENG", "Capacity and Availability Analyst"),
    ("P024", "Zofia Wiśniewska", "civilian", "NJSA-ENG", "Continuity Planner"),
    ("P025", "Jamal Richardson", "civilian", "NJSA-ITSM", "Change Manager"),
    ("P026", "Beatriz Guimarães", "civilian", "NJSA-ITSM", "Problem Manager"),
    ("P027", "Patrick Leclerc", "civilian", "NJSA-ITSM", "Configuration Manager"),
    ("P028", "Sunita Deshpande", "civilian", "NJSA-ITSM", "Knowledge Manager"),
    ("P029", "Arthur Blankenship", "civilian", "NJSA", "Portfolio Analyst"),
    ("P030", "Chloé Bernard", "civilian", "NJSA", "Business Relationship Manager"),
    ("P031", "Thomas Eriksson", "civilian", "NJSA-ENG", "Design Coordinator"),
    ("P032", "Rachel Goldstein", "civilian", "NJSA", "Risk Officer"),
    ("P033", "Victor Mensah", "civilian", "NJSA", "Budget Analyst"),
    ("P034", "Joanna Frost", "civilian", "NJSA-OPS", "Request Fulfillment Lead"),
    ("P035", "Kevin Stoltz", "contractor", "NJSA-OPS", "Service Desk Analyst"),
    ("P036", "Amara Nwosu", "contractor", "NJSA-OPS", "Service Desk Analyst"),
    ("P037", "Dmitri Volkov", "contractor", "NJSA-OPS", "Network Engineer"),
    ("P038", "Hannah Weiß", "contractor", "NJSA-OPS", "Messaging Engineer"),
    ("P039", "José Ibáñez", "contractor", "NJSA-OPS", "Service Desk Analyst"),
    ("P040", "Linh Trần", "contractor", "NJSA-ENG", "Virtualization Engineer"),
    ("P041", "Omar Haddad", "contractor", "NJSA-ENG", "Storage Engineer"),
    ("P042", "Peggy Sandoval", "contractor", "NJSA-ENG", "Application Support Analyst"),
    ("P043", "Scott Vandermeer", "contractor", "NJSA-ENG", "Release Engineer"),
    ("P044", "Tamika Lewis", "contractor", "NJSA-OPS", "Event Operator"),
    ("P045", "Ulrich Brandt", "contractor", "NJSA-OPS", "Directory Engineer"),
    ("P046", "Wendy Calloway", "contractor", "NJSA-ITSM", "Process Analyst"),
    ("P047", "Xiomara Reyes", "contractor", "NJSA-ITSM", "Reporting Analyst"),
    ("P048", "Yusuf Demir", "contractor", "NJSA-OPS", "Field Technician"),
    ("P049", "Zachary Hume", "contractor", "NJSA-OPS", "Field Technician"),
    ("P050", "Théa Lindqvist", "civilian", "NJSA-IR", "Lead Auditor"),
    ("P051", "Bernard Okafor", "civilian", "NJSA-IR", "Auditor"),
    ("P052", "Maj. Celeste Armitage", "military", "NJSA-IR", "Head of Internal Review"),
    ("P053", "Noor van den Berg", "foreign", "NJSA-OPS", "Exchange Officer"),
    ("P054", "Ryan Castellano", "contractor", "NJSA-ENG", "Asset Technician"),
    ("P055", "Simone Dupré", "contractor", "NJSA-CYB", "Control Assessor"),
    ("P056", "Lt. Col. Grace Whitaker", "mission_partner", "JLC", "Chief of Information, Logistics"),
    ("P057", "Edward Nilsson", "mission_partner", "RTC", "Chief of Information, Training"),
    ("P058", "Maria Castaño", "mission_partner", "HQS", "Headquarters Secretary"),
    ("P059", "Calvin Rhodes", "civilian", "NJSA-OPS", "Service Desk Chief (former)"),
    ("P060", "Lt. Isaac Thornton", "military", "NJSA-ENG", "Asset Officer"),
    ("P061", "Fiona MacAllister", "civilian", "NJSA-ENG", "Test Manager"),
    ("P062", "Andre Baptiste", "civilian", "NJSA-OPS", "Event and Monitoring Lead"),
]

# process: owner, manager, analyst. Owners and managers are military or civilian: two of their activities are government retained.
HOLDERS = {
    "SGM": ("P001", "P002", "P029"), "BRM": ("P002", "P030", "P046"), "DM": ("P002", "P029", "P047"), "FM": ("P007", "P033", "P047"),
    "SPM": ("P002", "P029", "P046"), "SCM": ("P010", "P016", "P046"), "DC": ("P004", "P031", "P043"), "AVM": ("P004", "P023", "P041"),
    "CAPM": ("P004", "P023", "P040"), "SEC": ("P005", "P013", "P055"), "ITSCM": ("P004", "P024", "P041"), "SLM": ("P010", "P016", "P047"),
    "SUP": ("P002", "P022", "P046"), "TPS": ("P009", "P019", "P043"), "AM": ("P009", "P060", "P054"), "CHM": ("P010", "P025", "P046"),
    "EVAL": ("P010", "P025", "P043"), "CFM": ("P010", "P027", "P054"), "KM": ("P010", "P028", "P046"), "RDM": ("P009", "P019", "P043"),
    "SVT": ("P009", "P061", "P042"), "ACM": ("P005", "P020", "P045"), "EM": ("P003", "P062", "P044"), "IM": ("P003", "P017", "P035"),
    "PM": ("P003", "P026", "P038"), "RF": ("P008", "P034", "P036"),
}

# id, name, kind, organization, description, holder
GENERAL_ROLES = [
    ("DIRECTOR", "Director of the agency", "executive_sponsor", "NJSA", "Top management; accepts risks of level high", "P001"),
    ("DEPUTY", "Deputy director", "executive_sponsor", "NJSA", "Accepts risks up to level moderate", "P002"),
    ("AO", "Authorizing official", "executive_sponsor", "JSIB", "Authorizes information systems and accepts security risk", "P006"),
    ("RISK-OFFICER", "Risk officer", "other", "NJSA", "Keeps the risk register and prepares the risk committee", "P032"),
    ("CONTRACTS", "Contracts officer", "other", "NJSA", "Signs contracts and documented agreements", "P021"),
    ("DUTY-OFFICER", "Duty officer for major incidents", "other", "NJSA-OPS", "Answers for a major incident from declaration to review", "P008"),
    ("LEAD-AUDITOR", "Lead auditor", "other", "NJSA-IR", "Leads internal audits of the management system", "P050"),
    ("AUDITOR", "Auditor", "other", "NJSA-IR", "Examines evidence and interviews", "P051"),
]

SERVICE_OWNERS = {
    "EML": "P008", "NET": "P012", "IDM": "P020", "VDI": "P015", "COL": "P004", "LOG": "P031", "DSK": "P014", "HST": "P009", "MOB": "P015", "PRT": "P018",
}


def build(t, rng, catalog):
    for oid, name, kind, parent, top, note in ORGANIZATIONS:
        t.add("organization", id=oid, name=name, kind=kind, parent=parent, top_management=top, note=note,
              address="12 Signal Road, Northgate" if oid.startswith("NJSA") else "")
    for index, (pid, name, affiliation, org, title) in enumerate(PEOPLE):
        left = dt.date(2026, 1, 31) if pid == "P059" else None
        t.add("person", id=pid, name=name, email=mail(name), affiliation=affiliation, organization=org, job_title=title,
              manager=manager_of(pid, org), active=left is None, joined_on=add_months(dt.date(2017, 3, 6), rng.below(90)) + dt.timedelta(days=index % 20),
              left_on=left)
    for rid, name, kind, org, description, holder in GENERAL_ROLES:
        t.add("role", id=rid, name=name, kind=kind, description=description, organization=org)
        assign(t, rid, holder, dt.date(2024, 7, 1))
    for sid, holder in SERVICE_OWNERS.items():
        t.add("role", id=f"SO-{sid}", name=f"Service owner {sid}", kind="service_owner", description=f"Answers for service SVC-{sid} over its whole life",
              organization="NJSA")
        assign(t, f"SO-{sid}", holder, dt.date(2025, 2, 3), service=f"SVC-{sid}")
    titles = {p["id"]: p["title"] for p in catalog}
    for pid, (owner, manager, analyst) in HOLDERS.items():
        title = titles[pid]
        t.add("role", id=f"{pid}-OWN", name=f"{title}: process owner", kind="process_owner", process=pid, organization="NJSA",
              description="Accountable for the design of the process and for its results")
        t.add("role", id=f"{pid}-MGR", name=f"{title}: process manager", kind="process_manager", process=pid, organization="NJSA",
              description="Runs the process day by day and reports on it")
        t.add("role", id=f"{pid}-ANL", name=f"{title}: practitioner", kind="practitioner", process=pid, organization="NJSA",
              description="Carries out the work of the process")
        since = dt.date(2024, 10, 1) + dt.timedelta(days=7 * rng.below(30))
        if pid == "RF":   # a change of owner during the period
            assign(t, "RF-OWN", "P059", dt.date(2023, 1, 9), ends=dt.date(2026, 1, 31))
            since = dt.date(2026, 2, 1)
        assign(t, f"{pid}-OWN", owner, since)
        assign(t, f"{pid}-MGR", manager, since)
        assign(t, f"{pid}-ANL", analyst, since)
    assign(t, "IM-MGR", "P014", dt.date(2025, 5, 1))
    assign(t, "RF-ANL", "P039", dt.date(2025, 6, 2))
    assign(t, "IM-ANL", "P039", dt.date(2025, 6, 2))
    assign(t, "ACM-ANL", "P020", dt.date(2025, 3, 3))


def assign(t, role, person, starts, ends=None, service=""):
    t.add("assignment", role=role, person=person, starts_on=starts, ends_on=ends, service=service, appointed_by="P001" if person != "P001" else "P006",
          appointed_on=starts - dt.timedelta(days=10), document="DOC-APPT", acting=False)


def manager_of(pid, org):
    heads = {"NJSA-OPS": "P003", "NJSA-ENG": "P004", "NJSA-ITSM": "P010", "NJSA-CYB": "P005", "NJSA": "P002", "NJSA-IR": "P052"}
    head = heads.get(org, "")
    if pid in ("P001", "P052"):
        return "P006"
    return ("P001" if pid in heads.values() else head) if head else ""


def mail(name):
    plain = str.maketrans("éáíóñøßćśęąšãô", "eaionoscseasao")
    special = {"Trần": "Tran", "O'Rourke": "ORourke", "Weiß": "Weiss"}
    for rank in ("Brig. Gen. ", "Lt. Col. ", "Lt. Cdr. ", "Col. ", "Cdr. ", "Maj. ", "Capt. ", "MSgt. ", "SFC ", "TSgt. ", "Lt. "):
        name = name.replace(rank, "")
    for word, ascii_word in special.items():
        name = name.replace(word, ascii_word)
    return ".".join(name.lower().translate(plain).split()) + "@njsa.example"
