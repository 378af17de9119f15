"""Clauses 7.6, 8.5.2 and 8.5.3: services that are new or changed, their acceptance, releases; what is known and where it is written."""

import datetime as dt

from .common import EXTRACTED, PERIOD_FROM, add_months, moment, workday
from .people import SERVICE_OWNERS
from .registers import NAMES


def build(t, rng):
    releases(t, rng)
    transitions(t)
    acceptances(t)
    known = known_errors(t)
    articles(t, rng, known)


def releases(t, rng):
    """Those that changes name, one a month; and the monthly updates, which standard changes carry out."""
    named, updates = {}, {}
    for change in t.rows["change"]:
        if change.get("release"):
            named.setdefault(change["release"], []).append(change)
        if change["model"] == "DOC-SCM-PATCH" and change["deployed_at"]:
            updates.setdefault(change["deployed_at"][:7], []).append(change)
    for number, changes in named.items():
        done = [c for c in changes if c["deployed_at"]]
        first = changes[0]
        titles = "; ".join(c["title"] for c in changes)
        release(t, rng, number, first["service"], "major", f"Release {number[4:]}", changes, titles, done[0] if done else None, "Back-out plan of each change",
                [c for c in done if c["outcome"] != "successful"])
    for month in range(12):
        key = add_months(PERIOD_FROM, month).isoformat()[:7]
        changes = updates[key]
        hosting = [c for c in changes if c["service"] == "SVC-HST"] or changes
        release(t, rng, f"UPD-{key[2:4]}{key[5:]}", hosting[0]["service"], "minor", f"Monthly updates {key}", changes, "Updates of the makers for servers and workstations",
                hosting[0], "Snapshots before the start", [])


def release(t, rng, number, service, kind, title, changes, deliverables, lead, way_back, failed):
    planned = moment(changes[0]["requested_at"]) + dt.timedelta(days=3)
    row = t.add("release", number=number, title=title, description=f"Rings: test, pilot, all. {way_back}.", service=service, type=kind, state="planned", planned_at=planned,
                changes=" ".join(c["number"] for c in changes[:12]) + (f" and {len(changes) - 12} more" if len(changes) > 12 else ""),
                problems=" ".join(c["problem"] for c in changes if c.get("problem")), coordinated_with_change=True, deliverables=deliverables,
                method="In rings, by the deployment tool" if kind == "minor" else "In the window of the change", criteria="DOC-REL-CRIT", owner="TSgt. Mei-Lin Chow")
    if lead is None:
        return
    at, until = moment(lead["deployed_at"]), moment(lead["deployed_until"])
    watched = until.date() + dt.timedelta(days=30)
    row.update(planned_at=lead["deployed_at"], verified_on=(at - dt.timedelta(days=3)).date().isoformat(), verified_by="Fiona MacAllister", criteria_met="yes",
               approved_at=(at - dt.timedelta(days=2)).strftime("%Y-%m-%d %H:%M:%S"), approved_by="Change Advisory Board",
               baseline_taken_at=(at - dt.timedelta(hours=5)).strftime("%Y-%m-%d %H:%M:%S"), baseline=f"BL-{number[4:]}", deployed_at=lead["deployed_at"],
               deployed_until=lead["deployed_until"], communicated_on=(at - dt.timedelta(days=6)).date().isoformat(), outcome="backed_out" if failed else "successful",
               watched_until=watched.isoformat(), state="deployed", integrity_kept="yes")
    analysed = workday(watched + dt.timedelta(days=5))
    if watched <= EXTRACTED.date():
        row["incidents_after"] = str(rng.below(9))
    if analysed <= EXTRACTED.date():
        row.update(analysed_on=analysed.isoformat(),
                   conclusions="Taken back: test environment differed from the live one" if failed else "As planned; watch period without surprise",
                   conclusions_recorded_on=analysed.isoformat(), state="closed", closed_at=dt.datetime.combine(analysed, dt.time(15, 20)).strftime("%Y-%m-%d %H:%M:%S"))
        reviewed = quarter_end(analysed)
        if reviewed <= EXTRACTED.date():
            row.update(reviewed_on=reviewed.isoformat(), improvements="Copy of the live configuration for tests" if failed else "None")


def quarter_end(day):
    for on in (dt.date(2025, 12, 17), dt.date(2026, 3, 18), dt.date(2026, 6, 17), dt.date(2026, 9, 16), dt.date(2026, 12, 16)):
        if on >= day:
            return on
    raise AssertionError("no meeting")


# id, title, kind, service, title of the change, status, built, outcomes intended, achieved, reported
TRANSITIONS = [
    ("TR-01", "Managed Mobile Devices", "new_service", "MOB", "Introduce Managed Mobile Devices", "build", "",
     "400 staff on duty read their mail away from the desk; lost devices wiped in an hour", "", ""),
    ("TR-02", "Firmware of wireless controllers, all sites", "changed_service", "NET", "Change of service: Firmware of wireless controllers", "abandoned", "",
     "Roaming without drops", "", ""),
    ("TR-03", "New chain of certificates for sign-on", "changed_service", "IDM", "Change of service: Renew certificate of the sign-on service", "closed", "2026-02-12",
     "No interruption by certificates for three years",
     "Renewed without interruption; watched since", "2026-04-21"),
    ("TR-04", "Second line to Harrow Point", "changed_service", "NET", "Change of service: New line to Harrow Point", "design", "",
     "Harrow Point stays connected when one duct is cut", "", ""),
    ("TR-05", "Consolidation of virtual hosts", "changed_service", "HST", "Change of service: Move of virtual servers to host 20", "closed", "2026-06-04",
     "Four hosts fewer, a tenth less power", "Four hosts switched off; power down by 8 %", "2026-08-27"),
    ("TR-06", "Encrypted mail to the partner domain", "changed_service", "EML", "Change of service: New transport rule for partner domain", "live", "2026-08-05",
     "All mail to the partner encrypted", "All of 3,100 messages of the first four weeks",
     "2026-09-25"),
    ("TR-07", "New release of customers' databases", "changed_service", "HST", "Change of service: Database update on db-8", "live", "2026-09-03", "No database outside support",
     "", ""),
    ("TR-08", "Range booking goes to the Readiness and Training Command", "transfer_out", "", "Hand the range booking service to RTC", "closed", "",
     "Command runs the booking itself", "Handed over on the day planned", "2026-08-13"),
]


def transitions(t):
    for tid, title, kind, sid, asked, status, built, intended, achieved, reported in TRANSITIONS:
        change = next(c for c in t.rows["change"] if c["kind"] != "ordinary" and c["title"] == asked)
        started = moment(change["requested_at"]).date() + dt.timedelta(days=5)
        deployed = change["deployed_at"][:10] if status in ("live", "closed") else ""
        row = t.add("transition", id=tid, title=title, kind=kind, service=f"SVC-{sid}" if sid else "", change=change["number"], status=status,
                    owner="P031" if kind != "transfer_out" else "P020", requirements_document=f"DOC-REQ-{sid}" if sid else "", plan=f"DOC-{tid.replace('-', '')}-PLAN",
                    planned_on=started, approved_by="P004", approved_on=started + dt.timedelta(days=4), starts_on=started,
                    ends_on={"build": "2027-01-29", "design": "2026-12-18"}.get(status, deployed), intended_outcomes=intended, achieved_outcomes=achieved,
                    outcomes_reported_on=reported, outcomes_reported_to="Service owner, customers" if reported else "",
                    outcome_report="DOC-OUTCOME" if reported and kind == "changed_service" else "", closed_on=reported if status == "closed" else "")
        if kind == "transfer_out":
            row.update(transfer_on="2026-07-30", plan_transfer="yes", deployed_on=deployed)
            continue
        for part in ("authorities", "activities", "resources", "dependencies", "testing", "acceptance_criteria", "outcomes", "impact"):
            row[f"plan_{part}"] = "yes"
        if status in ("build", "live", "closed"):
            row.update(design=f"DOC-{tid.replace('-', '')}-DES", design_approved_on=(started + dt.timedelta(days=12)).isoformat(), cis_managed="yes", built_on=built,
                       deployed_on=deployed)
            for part in ("authorities", "resources", "competence", "agreements", "sms", "impact", "catalogue"):
                row[f"design_{part}"] = "yes"
        if deployed:
            row.update(used_release="yes", release=change["release"])


# transition, criterion, tested against, result, detail, decision, decided with, actions
CRITERIA = [
    ("TR-03", "Sign-on in three seconds with the new chain", "service_requirements", "met", "2.1 s at 07:30", "", "", ""),
    ("TR-03", "Chain as in the design, both nodes", "design", "met", "", "", "", ""),
    ("TR-03", "Ten users of each command log on", "acceptance_criteria", "met", "30 of 30", "", "", ""),
    ("TR-05", "No customer's server stops in the move", "service_requirements", "met", "214 moved", "", "", ""),
    ("TR-05", "Hosts wired as designed", "design", "met", "", "", "", ""),
    ("TR-05", "Reserve of a fifth in each room", "acceptance_criteria", "not_met", "17 % in room B", "deploy_with_actions", "Service owner, Readiness and Training Command",
     "One more host moved by 30 June"),
    ("TR-05", "Backup in its window", "acceptance_criteria", "met", "Ended 04:50", "", "", ""),
    ("TR-06", "Mail to the partner is encrypted", "service_requirements", "met", "", "", "", ""), ("TR-06", "Rule as designed, no other rule touched", "design", "met", "", "", "",
                                                                                                   ""),
    ("TR-06", "Partner confirms receipt", "acceptance_criteria", "met", "Twelve messages", "", "", ""),
    ("TR-07", "Databases of the school answer as before", "service_requirements", "met", "", "", "", ""),
    ("TR-07", "Release and settings as designed", "design", "met", "", "", "", ""),
    ("TR-07", "Night load ends before 05:00", "acceptance_criteria", "not_met", "06:10 in the first two nights", "deploy_with_actions", "Service owner, school registrar",
     "Load split in two by 30 September"),
    ("TR-01", "Lost device is wiped in an hour", "acceptance_criteria", "met", "Eleven minutes", "", "", ""),
    ("TR-01", "400 devices at one time", "service_requirements", "not_tested", "Pilot has 100", "", "", ""),
]


def acceptances(t):
    services = {r["id"]: (r["service"], r.get("release", ""), r.get("built_on", "")) for r in t.rows["transition"]}
    for number, (tid, criterion, against, result, detail, decision, who, actions) in enumerate(CRITERIA, 1):
        service, release_of, built = services[tid]
        on = dt.date.fromisoformat(built or "2026-08-20") + dt.timedelta(days=1 + number % 3) if result != "not_tested" else None
        t.add("acceptance", id=f"ACC-{number:02}", transition=tid, release=release_of, service=service, criterion=criterion, tested_against=against, tested_on=on,
              tested_by="P061" if on else "", result=result, result_detail=detail, decision=decision, decided_on=on + dt.timedelta(days=1) if decision else None,
              decided_by="P025" if decision else "", decided_with=who, actions=actions, document="DOC-ACCTEST")


def known_errors(t):
    """Copied from the portal for the audit: it shows what is known today, and not when or by whom it was recorded."""
    open_now = [p for p in t.rows["problem"] if p["known_error"] == "yes" and p["state"] in ("known_error", "pending_change") and p["workaround"]][:14]
    for number, problem in enumerate(open_now, 1):
        t.add("known_error", id=f"KE-{number:02}", title=problem["title"], problem=problem["number"], service=problem["service"], cause=problem["root_cause"],
              workaround=problem["workaround"], published_in="Portal", article=problem["published_in"], permanent_fix=problem["possible_actions"], owner="P026",
              status="fix_planned" if problem["state"] == "pending_change" else "open", note="As shown in the portal on 13 October 2026")
    return open_now


HOW_TO = [
    ("Log on with a smart card", "how_to", "IDM", "All users"), ("Reset a forgotten password", "how_to", "IDM", "All users"),
    ("Card not read after standby", "solution", "IDM", "Service desk"), ("Connect from outside", "how_to", "NET", "All users"),
    ("Wireless network for guests", "how_to", "NET", "All users"), ("Desk phone shows registering", "solution", "NET", "Service desk"),
    ("Open a shared mailbox", "how_to", "EML", "All users"), ("Mailbox is full", "solution", "EML", "All users"),
    ("Mail on the phone does not synchronise", "solution", "EML", "Service desk"), ("Start a virtual desktop", "how_to", "VDI", "All users"),
    ("Desktop starts with an empty profile", "solution", "VDI", "Service desk"), ("Restore deleted files", "how_to", "COL", "All users"),
    ("Invite partners to a meeting", "how_to", "COL", "All users"), ("File is locked by another user", "solution", "COL", "Service desk"),
    ("Save a plan with many routes", "solution", "LOG", "Planners"), ("Reports of the planner", "reference", "LOG", "Planners"),
    ("Exchange of a laptop", "procedure", "DSK", "Field support"), ("Set up a docking station", "how_to", "DSK", "All users"),
    ("New server, step by step", "procedure", "HST", "Platform team"), ("Restore of a database", "procedure", "HST", "Platform team"),
    ("Start of both rooms after loss of power", "procedure", "HST", "Platform team, duty officer"), ("Who is called in a major incident", "reference", "",
                                                                                                     "Service desk, duty officer"),
                                                                                                     ("What the exercise of May taught us", "lesson", "LOG", "Application support"),
]


def articles(t, rng, known):
    number = 3000
    for title, kind, sid, audience in HOW_TO:
        number += rng.between(3, 90)
        article(t, rng, f"KB{number:07}", title, kind, f"SVC-{sid}" if sid else "", audience)
    taken = {r["id"] for r in t.rows["knowledge_article"]}
    for problem in known:
        if problem["published_in"] not in taken:
            article(t, rng, problem["published_in"], problem["title"], "known_error", problem["service"], "Service desk")
            taken.add(problem["published_in"])
    t.add("knowledge_article", id="KB0002214", title="Set up of the fax gateway", kind="procedure", audience="Network Operations", available_at="Knowledge base", status="retired",
          created_on="2021-03-08", owner="P012")
    t.add("knowledge_article", id="KB0006301", title="Enrol a mobile device", kind="how_to", service="SVC-MOB", audience="Pilot users", status="draft", created_on="2026-08-31",
          owner="P015")


def article(t, rng, kid, title, kind, service, audience):
    created = dt.date(2024, 1, 8) + dt.timedelta(days=rng.below(600))
    reviewed = dt.date(2026, 1, 12) + dt.timedelta(days=rng.below(230))
    owner = SERVICE_OWNERS[service[4:]] if service else "P028"
    tried = rng.chance(70)
    t.add("knowledge_article", id=kid, title=title, kind=kind, service=service, needed_for=NAMES[service[4:]] if service else "Major incidents", audience=audience,
          available_at="Knowledge base" if kind != "how_to" else "Portal", author=rng.pick(["P028", "P034", "P046"]), owner=owner, version=f"{rng.between(1, 6)}",
          status="published", created_on=created, published_on=created + dt.timedelta(days=9), updated_on=reviewed, reviewed_on=reviewed, reviewed_by=owner,
          tried_by=rng.pick(["P035", "P036", "P039"]) if tried else "", tried_on=reviewed if tried else None, usable=True if tried else None, review_due=add_months(reviewed, 12),
          views=rng.between(20, 2400), uses=rng.between(0, 300), rating=f"{rng.between(30, 50) / 10:.1f}")
