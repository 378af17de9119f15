"""Scope, services, processes with their activities, RACI and common process control tasks."""

import datetime as dt

from .common import add_months
from .people import HOLDERS, SERVICE_OWNERS

# id, name, description, criticality, customer, live, depends on
SERVICES = [
    ("EML", "Enterprise Email and Calendar", "Mail, calendars and shared mailboxes for all commands", "critical", "All commands", "2019-04-01", "NET IDM HST"),
    ("NET", "Campus Network and WAN Access", "Wired and wireless network, wide area links and remote access", "critical", "All commands", "2016-09-12", ""),
    ("IDM", "Identity and Access", "Accounts, smart cards, single sign-on and privileged access", "critical", "All commands", "2018-06-18", "NET HST"),
    ("VDI", "Virtual Desktop", "Desktops from the data centre for office and remote users", "high", "Northgate Headquarters Staff", "2021-02-01", "NET IDM HST"),
    ("COL", "Collaboration and File Sharing", "Team sites, file shares, chat and meetings", "high", "All commands", "2020-05-04", "NET IDM HST"),
    ("LOG", "Mission Logistics Planner", "Planning of transport and supply for exercises and operations", "high", "Joint Logistics Command", "2022-10-03", "NET IDM HST"),
    ("DSK", "Service Desk and End-User Support", "One point of contact, field support and standard equipment", "moderate", "All commands", "2015-01-05", "IDM"),
    ("HST", "Hosting and Virtual Servers", "Virtual servers, databases, storage and backup", "high", "Readiness and Training Command", "2017-11-06", "NET"),
    ("MOB", "Managed Mobile Devices", "Issue, protection and support of mobile devices", "moderate", "Northgate Headquarters Staff", "", "NET IDM"),
    ("PRT", "Garrison Printing", "Printers and copiers run for the garrison, outside the management system", "low", "Northgate Garrison Support", "2014-03-03", "NET"),
]
LIVE = [s[0] for s in SERVICES if s[0] not in ("MOB", "PRT")]
NAMES = {s[0]: s[1] for s in SERVICES}

NOT_JUDGED = {"DM", "SGM", "ISM"}   # planned, performed elsewhere, not adopted
TASKS = [f"cpc.establish.{n}" for n in range(1, 13)] + [f"cpc.monitor.{n}" for n in range(1, 5)] + [f"cpc.evaluate.{n}" for n in range(1, 10)]


def build(t, rng, catalog):
    t.add("scope", id="SCOPE-1", organization="NJSA", locations="Northgate main campus; Harrow Point annex", parties_considered=True,
          statement="The service management system of Northgate Joint Services Agency supports the delivery of email, network, identity, desktop, "
                    "collaboration, logistics planning, hosting and end-user support services to the joint commands from Northgate and Harrow Point.",
          exclusions="Garrison Printing, which the garrison runs and funds itself", document="DOC-SCOPE", approved_by="P001", approved_on="2025-08-20")
    for sid, name, description, criticality, customer, live, depends in SERVICES:
        t.add("service", id=f"SVC-{sid}", name=name, description=description, status="live" if live else "planned", in_scope=sid != "PRT",
              live_on=live, owner=SERVICE_OWNERS[sid], organization="GAR" if sid == "PRT" else "NJSA", customer=customer, criticality=criticality,
              requirements_document=f"DOC-REQ-{sid}" if sid != "PRT" else "", catalogue_published_on="2025-09-15" if sid in LIVE else "",
              depends_on="; ".join(f"SVC-{d}" for d in depends.split()))
    processes(t, rng, catalog)


def processes(t, rng, catalog):
    for p in catalog:
        pid, title = p["id"], p["title"]
        adoption, reason, since, by = "adopted", "", add_months(dt.date(2023, 1, 9), rng.below(24)), ""
        if pid in ("EVAL", "KM", "CAPM"):
            adoption = "adapted"
            reason = {"EVAL": "The framework lists no activities yet; three common activities and one of our own are used",
                      "KM": "Joined with the engineering library, with one review step more",
                      "CAPM": "Component capacity is handled together with availability"}[pid]
        if pid == "DM":
            adoption, reason, since = "planned", "Starts once a year of workload data is at hand", None
        if pid == "SGM":
            adoption, reason, since, by = "performed_elsewhere", "Strategy is set by the board for all its agencies", None, "SUP-09"
        if pid == "ISM":
            adoption, reason, since = "not_adopted", "Information security is managed under the Risk Management Framework by process SEC (appendix E)", None
        t.add("process", id=pid, name=title, maps_to=pid, adoption=adoption, adoption_reason=reason, approved_by="Joint Services Information Board",
              approved_on="2025-06-12", in_operation_since=since, organization="NJSA", performed_by=by,
              framework_document=f"DOC-PF-{pid}" if pid not in NOT_JUDGED else "")
        if pid in NOT_JUDGED:
            continue
        activities(t, pid, title, p["activities"])
        tasks(t, rng, pid)


def activities(t, pid, title, listed):
    if not listed:   # Change Evaluation: the framework gives none
        listed = [("", f"Establish {title} Framework"), ("", "Evaluate Changes before and after Deployment"), ("", f"Monitor, Manage and Report {title}"),
                  ("", f"Evaluate {title} Performance")]
    for number, (maps_to, name) in enumerate(listed, 1):
        kind = "work"
        if number == 1:
            kind = "establish"
        elif number == len(listed) - 1:
            kind = "monitor"
        elif number == len(listed):
            kind = "evaluate"
        aid = f"{pid}-{number:02}"
        t.add("activity", id=aid, process=pid, number=number, name=name, maps_to=maps_to, kind=kind, in_operation=True,
              procedure=f"DOC-PF-{pid}")
        letters = {
            "establish": [("OWN", "a"), ("MGR", "r"), ("ANL", "c")],
            "work": [("MGR", "a"), ("ANL", "r"), ("OWN", "i")],
            "monitor": [("OWN", "a"), ("MGR", "r"), ("ANL", "i")],
            "evaluate": [("OWN", "a"), ("MGR", "r"), ("ANL", "c")],
        }[kind]
        if kind == "work" and number % 3 == 0:   # one role may hold both letters
            letters = [("MGR", "a"), ("MGR", "r"), ("ANL", "r"), ("OWN", "i")]
        for role, letter in letters:
            t.add("raci", activity=aid, role=f"{pid}-{role}", letter=letter)


def tasks(t, rng, pid):
    owner, manager, _ = HOLDERS[pid]
    established = dt.date(2025, 10, 6) + dt.timedelta(days=rng.below(40))
    monitored = dt.date(2026, 7, 1) + dt.timedelta(days=rng.below(70))
    evaluated = dt.date(2026, 5, 4) + dt.timedelta(days=rng.below(40))
    for task in TASKS:
        group, number = task.split(".")[1], int(task.split(".")[2])
        base = {"establish": established, "monitor": monitored, "evaluate": evaluated}[group]
        on = base + dt.timedelta(days=(number - 1) * rng.between(2, 5))
        while on.weekday() > 4:
            on += dt.timedelta(days=1)
        document = f"DOC-PF-{pid}" if group == "establish" else ("DOC-PER-2026" if group == "evaluate" else "")
        note = {"cpc.establish.1": "Recommendations of the evaluation of 2025 reviewed", "cpc.evaluate.4": "Self-rated with the agency's worksheet",
                "cpc.monitor.4": "Actions entered in the improvement register"}.get(task, "")
        t.add("activity_task", process=pid, task=task, performed_on=on, performed_by=manager if group != "evaluate" or number < 8 else owner,
              document=document, note=note)
