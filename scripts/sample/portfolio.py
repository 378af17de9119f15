"""Clause 8.2: requirements and catalogue of the services, other parties, assets, configuration items."""

import datetime as dt

from .common import Rng, day
from .people import SERVICE_OWNERS
from .registers import LIVE, NAMES, SERVICES
from .suppliers import SLA_TERMS

# service: outcomes, who asks where, hours, price of the year
CATALOGUE = {
    "EML": ("Orders and reports reach everybody in minutes", "Nothing to ask for; shared mailboxes in the portal", "Around the clock", "38 USD a mailbox"),
    "NET": ("Every workplace and both sites are connected", "Sockets and remote access in the portal", "Around the clock", "112 USD a device"),
    "IDM": ("The right people, and nobody else, reach what they need", "Accounts and cards in the portal", "Around the clock", "21 USD an account"),
    "VDI": ("The same desktop at any place", "Desktops in the portal", "05:00 to 23:00", "240 USD a desktop"),
    "COL": ("Units and partners work on the same files and meet without travel", "Team sites in the portal", "Around the clock", "46 USD a user"),
    "LOG": ("Transport and supply of an exercise are planned in days, not weeks", "Roles through the data cell", "Around the clock in exercises, else 06:00 to 20:00",
            "1,900 USD a planner"),
    "DSK": ("People are back at work soon", "Phone 4357, portal, walk-in", "06:00 to 22:00", "Part of the workplace"),
    "HST": ("Projects of customers get servers in days and keep their data", "Servers in the portal", "Around the clock", "620 USD a server"),
}

# category, title, measure; {0} availability, {1} workload
REQUIREMENTS = [
    ("availability", "Availability of {0} % in the month", "Minutes without unplanned interruption"), ("capacity", "{1}", "Figures of the capacity plan"),
    ("support", "Help in the hours of the catalogue, in plain words", "Survey"), ("continuity", "Back within the time of the continuity plan", "Continuity tests"),
    ("security", "Access by need only, reviewed twice a year", "Access reviews"),
]
CUSTOMER_OF = {"HQS": "CUS-HQS", "RTC": "CUS-RTC", "JLC": "CUS-JLC"}

# supplier, what, service, component, process, part of it, way, contract, owner, integration, coordination, control of the process, of the service
PARTIES = [
    ("SUP-01", "component", "EML", "Mail gateway software, third line", "", "", "provides", "CON-01", "P008", "Gateways stand in our rooms; alarms reach both",
     "Quarterly review; joint calls in a major incident", "", "Delivery times measured each month"),
    ("SUP-02", "component", "NET", "Wide area lines, spare parts", "", "", "both", "CON-02", "P012", "Hand-over at the patch panel of both sites",
     "Quarterly review; change schedule shared", "", "Availability of lines measured by Watchtower"),
    ("SUP-03", "component", "HST", "Storage maintenance", "", "", "provides", "CON-03", "P009", "Remote watch of the arrays", "Quarterly review", "",
     "Time to arrive measured by ticket"),
    ("SUP-04", "component", "LOG", "Planner software and releases", "", "", "provides", "CON-04", "P031", "Releases are tested by the agency before use",
     "Release planning twice a year", "", "Faults measured by ticket"),
    ("SUP-05", "process", "DSK", "", "IM", "First line: opening, first solving", "operates", "CON-05", "P014", "Analysts work in our ticket tool", "Shift meeting each week",
     "Calls answered, solved at first contact; measured each month", ""),
    ("SUP-05", "process", "DSK", "", "RF", "Field work of equipment requests", "operates", "CON-05", "P014", "Technicians work in our ticket tool", "Shift meeting each week",
     "Requests on time; measured each month", ""),
    ("SUP-06", "component", "VDI", "Host and desktop licences", "", "", "provides", "CON-06", "P015", "Licence server in room A", "Quarterly review", "",
     "Answer time measured by ticket"),
    ("SUP-07", "component", "COL", "Meeting platform", "", "", "both", "CON-07", "P004", "Log-on through our single sign-on", "Quarterly review through the lead supplier", "",
     "Availability measured by Watchtower"),
    ("SUP-08", "component", "DSK", "Laptops and desktops", "", "", "provides", "CON-08", "P014", "Delivered with our image", "Quarterly review", "",
     "Delivery times measured by order"),
    ("SUP-09", "process", "", "", "SGM", "The whole process", "operates", "AGR-09", "P002", "Strategy is the frame of our plans", "Meeting each month",
     "Dates of the strategy compared with the plan each year", ""),
    ("SUP-10", "component", "HST", "Power, cooling, rooms", "", "", "both", "AGR-10", "P009", "Alarms go to the operations centre", "Meeting each month", "",
     "Power and temperature measured each minute"),
    ("SUP-11", "component", "IDM", "Smart cards", "", "", "provides", "AGR-11", "P020", "Nightly file to the identity service", "Meeting each quarter", "",
     "Days to issue measured each month"),
    ("SUP-12", "process", "LOG", "", "CFM", "Master data of depots and routes", "operates", "AGR-12", "P031", "Weekly import file", "Meeting each month",
     "Rejected rows counted each week", ""),
]

# type, name pattern, how many, service, description, criticality
FAMILIES = [
    ("Server", "mx-gw-{}", 6, "EML", "Mail gateway", "critical"), ("Server", "mbx-db-{}", 8, "EML", "Mailbox database server", "critical"),
    ("Switch", "sw-{}", 24, "NET", "Access switch", "high"),
    ("Access point", "ap-{}", 16, "NET", "Wireless access point", "moderate"), ("Router", "rtr-hp-{}", 2, "NET", "Router of the line to Harrow Point", "critical"),
    ("Firewall", "fw-{}", 4, "NET", "Firewall", "critical"),
    ("Server", "vpn-{}", 2, "NET", "Remote access gateway", "high"), ("Server", "dns-{}", 4, "NET", "Name server", "critical"),
    ("Server", "dir-{}", 6, "IDM", "Directory server", "critical"),
    ("Server", "pki-{}", 2, "IDM", "Certificate server", "critical"), ("Server", "sso-{}", 4, "IDM", "Sign-on node", "critical"),
    ("Server", "pam-{}", 2, "IDM", "Gateway for privileged sessions", "high"),
    ("Host", "vdi-{}", 12, "VDI", "Desktop host", "high"), ("Server", "prof-{}", 2, "VDI", "Profile store", "high"), ("Server", "fs-{}", 6, "COL", "File server", "high"),
    ("Server", "site-{}", 4, "COL", "Team site server", "high"),
    ("Server", "log-app-{}", 3, "LOG", "Application server of the planner", "high"), ("Database", "log-db-{}", 2, "LOG", "Database of the planner", "high"),
    ("Server", "log-map-{}", 2, "LOG", "Map server", "moderate"),
    ("Host", "vs-host-{}", 14, "HST", "Host of virtual servers", "high"), ("Storage", "san-{}", 4, "HST", "Storage system", "critical"),
    ("Server", "bkp-{}", 3, "HST", "Backup server", "high"),
    ("Database", "db-{}", 10, "HST", "Database server for customers", "high"), ("Server", "mon-srv-{}", 2, "HST", "Monitoring server", "high"),
]


def build(t, rng):
    catalogue(t)
    requirements(t)
    other_parties(t)
    assets(t, Rng(6101))
    items(t, rng)
    verifications(t)


def catalogue(t):
    depends = {s[0]: s[6] for s in SERVICES}
    for number, sid in enumerate(LIVE, 1):
        outcomes, ask, hours, price = CATALOGUE[sid]
        t.add("service_catalog", id=f"CAT-{number:02}", service=f"SVC-{sid}", catalogue="Services for the joint commands", title=NAMES[sid],
              description=next(s[2] for s in SERVICES if s[0] == sid), outcomes=outcomes, dependencies=", ".join(NAMES[d] for d in depends[sid].split()),
              no_dependencies=not depends[sid], audience="Users of all commands" if sid != "LOG" else "Planners", how_to_request=ask, supported_by="Service desk",
              support_hours=hours, targets=f"{SLA_TERMS[sid][0]} % in the month", price=price, owner=SERVICE_OWNERS[sid], status="published", published_on="2025-09-15",
              available_at="https://portal.njsa.example/services", updated_on="2026-09-15", reviewed_on="2026-09-15", review_due="2027-09-15", version="2.1", document="DOC-CAT")
    t.add("service_catalog", id="CAT-09", service="SVC-MOB", catalogue="Services for the joint commands", title=NAMES["MOB"],
          description="Issue, protection and support of mobile devices", outcomes="Staff on duty away from the desk read their mail",
          dependencies="Campus Network and WAN Access, Identity and Access", audience="Pilot users", owner="P015", status="draft", version="0.3")


def requirements(t):
    number = 0
    for sid in LIVE:
        availability, workload, _, customer = SLA_TERMS[sid]
        for category, title, measure in REQUIREMENTS:
            number += 1
            t.add("service_requirement", id=f"SR-{number:03}", service=f"SVC-{sid}", title=title.format(availability, workload), concerns="existing_service", category=category,
                  customer=CUSTOMER_OF[customer], source="Talks of spring 2025", sla=f"SLA-{sid}", measure=measure,
                  priority="must" if category in ("availability", "security") else "should", determined_on="2025-06-09", agreed_with="The customers of the service",
                  agreed_on="2025-08-04", status="in_force", owner=SERVICE_OWNERS[sid], reviewed_on="2026-08-03", review_due="2027-08-03", document=f"DOC-REQ-{sid}")
    extra = [("MOB", "Lost devices are wiped within an hour", "new_service", "security", "TR-01", "proposed"),
             ("MOB", "Mail and calendar on the device, nothing else", "new_service", "function", "TR-01", "proposed"),
             ("MOB", "400 devices in the first year", "new_service", "capacity", "TR-01", "proposed"),
             ("IDM", "Sign-on survives the end of a certificate", "change", "availability", "TR-03", "met"),
             ("HST", "Move without interruption of customers' servers", "change", "availability", "TR-05", "met"),
             ("EML", "Mail to the partner domain is encrypted", "change", "security", "TR-06", "met"),
             ("HST", "Databases run a release that the maker supports", "change", "support", "TR-07", "met"),
             ("NET", "Second line to Harrow Point on another duct", "change", "continuity", "TR-04", "agreed")]
    for sid, title, concerns, category, transition, status in extra:
        number += 1
        t.add("service_requirement", id=f"SR-{number:03}", service=f"SVC-{sid}", title=title, concerns=concerns, category=category, transition=transition,
              source="Request for change", priority="must", determined_on="2025-10-20", agreed_with="" if status == "proposed" else "Service owner and customer",
              agreed_on="" if status == "proposed" else "2025-12-01", status=status, owner=SERVICE_OWNERS[sid], document=f"DOC-REQ-{sid}")


def other_parties(t):
    kinds = {"external": "external_supplier", "internal": "internal_supplier", "customer": "customer"}
    chosen = {c["id"]: day(c["signed_on"]) for c in t.rows["contract"]}
    for number, (supplier, what, service, component, process, part, way, contract, owner, integration, coordination, of_process, of_service) in enumerate(PARTIES, 1):
        row = t.find("supplier", id=supplier)
        measured = dt.date(2026, 9, 7) + dt.timedelta(days=number)
        t.add("other_party", id=f"OP-{number:02}", party=row["name"], supplier=supplier, kind=kinds[row["kind"]], what=what, service=f"SVC-{service}" if service else "",
              component=component, process=process, process_part=part, way=way, contract=contract, criteria="DOC-PARTYCRIT", evaluated_on=chosen[contract] - dt.timedelta(days=45),
              evaluated_by="P022", evaluation="Meets the criteria", selected_on=chosen[contract] - dt.timedelta(days=20), owner=owner, integration=integration,
              coordination=coordination, control_process=of_process, process_measured_on=measured if of_process else None, process_evaluated_on=measured if of_process else None,
              control_service=of_service, service_measured_on=measured if of_service else None, service_evaluated_on=measured if of_service else None, requirements_met=True,
              starts_on=t.find("contract", id=contract)["starts_on"], document="DOC-PARTIES")


LICENCES = [("Desktop host licences", "VDI", "SUP-06", "CON-06", 2600, 2310, "2027-08-31"), ("Meeting platform seats", "COL", "SUP-07", "CON-07", 6000, 5480, "2027-04-30"),
            ("Mail gateway licences", "EML", "SUP-01", "CON-01", 9000, 8730, "2027-09-30"), ("Planner licences", "LOG", "SUP-04", "CON-04", 360, 341, "2027-06-30"),
            ("Database licences, cores", "HST", "", "", 128, 112, "2027-03-31"), ("Office software", "DSK", "", "", 7500, 7288, "2027-01-31"),
            ("Drawing software", "DSK", "", "", 140, 127, "2026-12-31")]
EQUIPMENT = [("Storage array", "hardware", "HST", "SUP-03", "CON-03", 4, 182000), ("Virtualization host", "hardware", "HST", "", "", 14, 21400),
             ("Desktop host", "hardware", "VDI", "", "", 6, 23800),
             ("Core switch", "network", "NET", "SUP-02", "CON-02", 2, 64000), ("Firewall appliance", "network", "NET", "SUP-02", "CON-02", 4, 31500),
             ("Tape library", "hardware", "HST", "", "", 1, 58000),
             ("Laptop", "hardware", "DSK", "SUP-08", "CON-08", 12, 1290)]


def assets(t, rng):
    number = 0
    for name, kind, sid, supplier, contract, count, value in EQUIPMENT:
        for piece in range(1, count + 1):
            number += 1
            bought = dt.date(2021, 3, 1) + dt.timedelta(days=rng.below(1500))
            spare = kind == "hardware" and name == "Laptop" and piece > 9
            t.add("asset", id=f"AST-{number:04}", name=f"{name} {piece}", type=kind, tag=f"N{rng.between(20000, 69999)}", serial_number=f"{rng.below(10 ** 8):08}",
                  service=f"SVC-{sid}", supplier=supplier, contract=contract, owner="P060", custodian="" if spare else "Engineering", location=rng.pick(["Room A", "Room B",
                      "Harrow Point"]) if name != "Laptop" else "Store 2" if spare else "Issued",
                  status="in_stock" if spare else "in_use", criticality="high" if kind == "network" or value > 50000 else "moderate", acquired_on=bought, value=f"{value}.00",
                  currency="USD", warranty_until=bought + dt.timedelta(days=1826), support_ends_on=dt.date(2027, 6, 30) + dt.timedelta(days=30 * rng.below(36)),
                  obligations="Media stay with the agency", obligations_met=True, obligations_checked_on="2026-06-18", requirements_met=True, lifecycle_plan="DOC-ASSETPLAN",
                  counted_on="2026-06-11")
    for name, sid, supplier, contract, owned, used, ends in LICENCES:
        number += 1
        t.add("asset", id=f"AST-{number:04}", name=name, type="licence", service=f"SVC-{sid}", supplier=supplier, contract=contract, owner="P060", status="in_use",
              licence_ends_on=ends, licences_owned=owned, licences_used=used, obligations="Terms of the maker", obligations_met=True, obligations_checked_on="2026-06-18",
              requirements_met=True, counted_on="2026-06-12")
    for name, kind, sid in (("Data centre room A", "facility", "HST"), ("Data centre room B", "facility", "HST"), ("Cable plant of the campus", "facility", "NET"),
                            ("Mail archive", "information", "EML"),
                            ("Planning data of exercises", "information", "LOG"), ("Ticket records of five years", "information", "DSK")):
        number += 1
        t.add("asset", id=f"AST-{number:04}", name=name, type=kind, service=f"SVC-{sid}", owner=SERVICE_OWNERS[sid], status="in_use",
              classification="For official use" if kind == "information" else "", obligations="Records act" if kind == "information" else "Fire rules", obligations_met=True,
              obligations_checked_on="2026-06-18", requirements_met=True)
    number += 1
    t.add("asset", id=f"AST-{number:04}", name="Tape library (old)", type="hardware", service="SVC-HST", owner="P060", status="disposed", disposed_on="2026-01-22",
          disposal_record="DOC-DISPOSAL")


def items(t, rng):
    """Every service is an item of its own; the others belong to one."""
    deployed = {}
    for change in t.rows["change"]:
        if change["deployed_at"] and change["outcome"] == "successful":
            deployed.setdefault(change["service"], []).append(change)
    number = 0
    for sid in LIVE + ["MOB"]:
        number += 1
        rests = next(s[6] for s in SERVICES if s[0] == sid) or "carries " + " ".join(s[0] for s in SERVICES if sid in s[6].split())
        t.add("ci", id=f"CI-{number:04}", name=f"Service {NAMES[sid]}", type="Service", description=f"{NAMES[sid]} as customers see it",
              status="live" if sid in LIVE else "planned", is_service=True, service=f"SVC-{sid}", relations=rests, criticality=next(s[3] for s in SERVICES if s[0] == sid),
              environment="production", owner=SERVICE_OWNERS[sid], recorded_on="2024-02-05", updated_on="2026-09-15", change_history=True)
    for kind, pattern, count, sid, description, criticality in FAMILIES:
        for piece in range(1, count + 1):
            number += 1
            row = t.add("ci", id=f"CI-{number:04}", name=pattern.format(piece), type=kind, description=f"{description} {piece}, {'room A' if piece % 2 else 'room B'}",
                        status="live", service=f"SVC-{sid}", relations=f"supports Service {NAMES[sid]}", criticality=criticality, environment="production",
                        owner=SERVICE_OWNERS[sid], support_group=description.split()[0], version=f"{rng.between(3, 12)}.{rng.below(9)}",
                        location="Room A" if piece % 2 else "Room B", recorded_on=dt.date(2024, 2, 5) + dt.timedelta(days=rng.below(400)),
                        updated_on=dt.date(2026, 3, 2) + dt.timedelta(days=rng.below(150)), change_history=True, verified_on="2026-09-08")
            if rng.chance(40):
                change = rng.pick(deployed[f"SVC-{sid}"])
                on = day(change["deployed_at"][:10])
                row.update(last_change=change["number"], last_change_deployed_on=on.isoformat(), updated_on=(on + dt.timedelta(days=rng.below(6))).isoformat())
            if kind == "Switch" and piece > 22:
                row.update(status="retired", retired_on="2026-05-29")


# performed, occasion, method, scope, items checked, wrong, deficiencies, actions, owner, due, done
VERIFICATIONS = [
    ("2025-12-10", "planned_interval", "discovery", "Servers and hosts", 96, 5, "Five hosts with another version than recorded", "Versions corrected; discovery set to each night",
     "P027", "2026-01-30", "2026-01-21"),
    ("2026-03-10", "planned_interval", "sample", "Network of both sites", 44, 3, "Three access points in other rooms", "Places corrected; field staff report moves", "P027",
     "2026-04-30", "2026-04-17"),
    ("2026-05-22", "after_change", "comparison", "Switches exchanged in May", 24, 0, "", "", "", "", ""),
    ("2026-06-09", "planned_interval", "physical_count", "Rooms A and B", 118, 6, "Six items without a rack position, two not found",
     "Positions entered; two items found at Harrow Point", "P054", "2026-07-31", "2026-07-24"),
    ("2026-09-08", "planned_interval", "discovery", "Servers and hosts", 99, 4, "Four virtual servers without owner", "Owners asked; two servers switched off", "P027",
     "2026-11-30", ""),
]


def verifications(t):
    for number, (on, occasion, method, scope, checked, wrong, deficiencies, actions, owner, due, done) in enumerate(VERIFICATIONS, 1):
        t.add("ci_verification", id=f"CV-{number}", title=f"Verification of {on[:7]}", scope_covered=scope, performed_on=on,
              performed_by="P054" if method == "physical_count" else "P027", occasion=occasion, method=method, items_checked=checked, items_wrong=wrong, deficiencies=deficiencies,
              actions=actions, owner=owner, due=due, actions_done_on=done, document="DOC-CMVER")
