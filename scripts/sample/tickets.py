"""A year of incidents, problems, changes and requests, kept as register rows; exports.py gives them the look of the ticket tool."""

import datetime as dt

from . import words
from .common import EXTRACTED, PERIOD_FROM, PERIOD_TO, Rng, no_gap, workday
from .registers import LIVE

HOLIDAYS = {dt.date(2025, 10, 13), dt.date(2025, 11, 11), dt.date(2025, 11, 27), dt.date(2025, 12, 25), dt.date(2026, 1, 1), dt.date(2026, 1, 19),
            dt.date(2026, 2, 16), dt.date(2026, 5, 25), dt.date(2026, 6, 19), dt.date(2026, 7, 3), dt.date(2026, 9, 7)}
HOURS = [(0, 1), (1, 1), (2, 1), (3, 1), (4, 1), (5, 2), (6, 8), (7, 22), (8, 34), (9, 33), (10, 28), (11, 21), (12, 15), (13, 25), (14, 24), (15, 19), (16, 12),
         (17, 6), (18, 4), (19, 3), (20, 3), (21, 2), (22, 2), (23, 1)]
GROUPS = {"EML": "Messaging", "NET": "Network Operations", "IDM": "Directory and Access", "VDI": "Virtualization", "COL": "Messaging", "LOG": "Application Support",
          "DSK": "Field Support", "HST": "Platform"}
STAFF = {"Messaging": ["Hannah Weiß", "Noor van den Berg"], "Network Operations": ["Dmitri Volkov", "Lt. Cdr. Sofía Márquez"], "Directory and Access": ["Ulrich Brandt", "Lt. Nadia Petrović"],
         "Virtualization": ["Linh Trần"], "Application Support": ["Peggy Sandoval", "Scott Vandermeer"], "Field Support": ["Yusuf Demir", "Zachary Hume"],
         "Platform": ["Omar Haddad", "Linh Trần"], "Service Desk": ["Kevin Stoltz", "Amara Nwosu", "José Ibáñez"]}
MATRIX = {("high", "high"): "critical", ("high", "medium"): "high", ("high", "low"): "moderate", ("medium", "high"): "high", ("medium", "medium"): "moderate",
          ("medium", "low"): "low", ("low", "high"): "moderate", ("low", "medium"): "low", ("low", "low"): "planning"}
TARGET_HOURS = {"critical": 4, "high": 8, "moderate": 72, "low": 120, "planning": 240}
MINUTES = {"critical": (40, 210), "high": (45, 430), "moderate": (20, 3900), "low": (30, 6500), "planning": (60, 12000)}
ESCALATE_AFTER = {"critical": 60, "high": 240, "moderate": 2160, "low": 5040, "planning": 10080}

# opened, service, title, minutes to resolve, cause
MAJORS = [
    ("2025-10-21 08:12:00", "EML", "Mail stopped for all users", 205, "Storage path of the mail databases lost after a switch restarted"),
    ("2025-11-18 13:40:00", "NET", "Harrow Point cut off", 231, "Excavator cut the fibre outside the gate"),
    ("2025-12-09 07:05:00", "IDM", "Smart card log-on fails everywhere", 118, "Revocation list not renewed in the night"),
    ("2026-01-27 10:22:00", "VDI", "No virtual desktop starts", 164, "Licence server stopped after a certificate expired"),
    ("2026-03-08 01:15:00", "HST", "Storage of room B offline", 222, "Controller failed during the change of clocks"),
    ("2026-04-14 09:31:00", "COL", "File shares not reachable", 141, "Quota job locked the file service"),
    ("2026-05-28 06:48:00", "LOG", "Logistics planner down on exercise day", 187, "Table of routes full after the import"),
    ("2026-07-22 14:03:00", "NET", "Wireless network down on the main campus", 96, "Controller software fault after an update"),
    ("2026-09-10 11:17:00", "IDM", "Single sign-on returns errors", 133, "Clock of one node four minutes wrong"),
]


def day_volume(rng, day):
    if day in HOLIDAYS:
        return rng.between(3, 6)
    base = [20, 18, 17, 17, 15, 5, 4][day.weekday()]
    return max(2, base + rng.between(-4, 4))


def instant(rng, day):
    at = dt.datetime(day.year, day.month, day.day, rng.weighted(HOURS), rng.below(60), rng.below(60))
    return no_gap(at)


def fill(rng, text, ci=""):
    return text.format(n=rng.between(1, 24), b=rng.pick("ABCDEFGHK"), room=f"{rng.pick('ABCDEF')}-{rng.between(101, 340)}", c=rng.between(100, 990), ci=ci)


def build(t):
    problems(t, Rng(3001))
    incidents(t, Rng(3002))
    changes(t, Rng(3003))
    requests(t, Rng(3004))
    link(t, Rng(3005))


def incidents(t, rng):
    majors = [(dt.datetime.strptime(m[0], "%Y-%m-%d %H:%M:%S"),) + m[1:] for m in MAJORS]
    opened = [(at, None) for d in days() for at in sorted(instant(rng, d) for _ in range(day_volume(rng, d)))]
    # The hour that comes twice on 2 November 2025 had its share of work.
    opened += [(dt.datetime(2025, 11, 2, 1, minute, 30), None) for minute in (4, 27, 52)]
    opened += [(m[0], m) for m in majors]
    opened.sort(key=lambda x: (x[0], x[1] is not None))
    for index, (at, major) in enumerate(opened):
        number = f"INC{10420 + index * 3:07}"
        if major:
            major_incident(t, rng, number, major)
        else:
            incident(t, rng, number, at)


def days():
    day = PERIOD_FROM
    while day <= PERIOD_TO:
        yield day
        day += dt.timedelta(days=1)


def incident(t, rng, number, at):
    service = rng.weighted(words.INCIDENT_WEIGHTS)
    category, subcategory, ci, title = rng.pick(words.INCIDENTS[service])
    ci = fill(rng, ci)
    impact = rng.weighted([("high", 3), ("medium", 27), ("low", 70)])
    urgency = rng.weighted([("high", 6), ("medium", 64), ("low", 30)])
    priority = MATRIX[(impact, urgency)]
    if priority == "critical":   # those that were major are written apart
        impact, priority = "medium", "high"
    low, high = MINUTES[priority]
    target = TARGET_HOURS[priority] * 60
    minutes = low + rng.below(high - low) * rng.between(20, 100) // 100
    if rng.chance(4):
        minutes = target + rng.between(10, target)
    resolved = no_gap(at + dt.timedelta(minutes=minutes, seconds=rng.below(60)))
    first_line = service in ("IDM", "DSK", "EML") and rng.chance(45)
    group = "Service Desk" if first_line else GROUPS[service]
    person = rng.pick(STAFF[group])
    reopened = rng.chance(3) and minutes < 2000
    if reopened:
        reopened_at = resolved + dt.timedelta(minutes=rng.between(60, 900))
        resolved = no_gap(reopened_at + dt.timedelta(minutes=rng.between(30, 300)))
    closed = no_gap(resolved + dt.timedelta(days=3 if not rng.chance(20) else 1, minutes=rng.below(600)))
    escalate = at + dt.timedelta(minutes=ESCALATE_AFTER[priority])
    late = resolved > escalate
    code, note = rng.pick(words.CLOSE)
    state, when = "closed", closed
    if closed > EXTRACTED:
        state, when = "resolved", resolved
    cancelled = rng.chance(1.2)
    row = t.add("incident", number=number, title=fill(rng, title, ci), description=rng.pick(words.DETAILS), service=f"SVC-{service}", state=state, opened_at=at,
                recorded_at=at + dt.timedelta(seconds=rng.between(20, 240)), opened_by=rng.pick(STAFF["Service Desk"]), caller=rng.pick(words.CALLERS),
                contact_type=rng.weighted([("phone", 46), ("self-service", 30), ("email", 16), ("walk-in", 4), ("monitoring", 4)]),
                location=rng.pick(["Main Campus", "Main Campus", "Harrow Point", "Remote"]), category=category, subcategory=subcategory, configuration_item=ci,
                impact=impact, urgency=urgency, priority=priority, assignment_group=group, assigned_to=person, reassignment_count=0 if first_line else rng.between(1, 3),
                responded_at=at + dt.timedelta(minutes=rng.between(2, 28)), escalation_due_at=escalate, escalated_at=escalate + dt.timedelta(minutes=rng.between(1, 15)) if late else None,
                escalated_to=rng.pick(["Group lead", "Process manager"]) if late else "", resolved_at=resolved, resolved_by=person, resolution=note, closure_code=code,
                closed_at=closed if state == "closed" else None, closed_by=person if state == "closed" else "", reopen_count=1 if reopened else 0,
                reopened_at=reopened_at if reopened else None, update_count=rng.between(3, 14), actions_taken=" ".join(rng.pick(words.WORK) for _ in range(rng.between(1, 2))),
                made_sla=resolved <= at + dt.timedelta(minutes=target), target_due_at=at + dt.timedelta(minutes=target), knowledge=rng.chance(30), major=False,
                updated_at=when)
    if cancelled and not reopened:
        row.update(state="cancelled", closure_code="Closed/Cancelled by Caller", resolution="Cancelled by the caller", resolved_by=person)
    if resolved > EXTRACTED:
        open_yet(rng, row, at, late, escalate)


def open_yet(rng, row, at, late, escalate):
    """Still open when the export was made."""
    for field in ("resolved_at", "resolved_by", "resolution", "closure_code", "closed_at", "closed_by", "made_sla", "reopened_at"):
        row[field] = ""
    row["reopen_count"] = "0"
    row["state"] = rng.pick(["in_progress", "awaiting_user", "awaiting_vendor", "assigned"])
    if escalate > EXTRACTED:   # it will not be done in time, so it was escalated ahead
        row["escalated_at"] = (EXTRACTED - dt.timedelta(minutes=rng.between(600, 900))).strftime("%Y-%m-%d %H:%M:%S")
        row["escalated_to"] = "Group lead"
    row["updated_at"] = (at + dt.timedelta(minutes=rng.between(30, 300))).strftime("%Y-%m-%d %H:%M:%S")


def major_incident(t, rng, number, major):
    at, service, title, minutes, cause = major
    index = [m[0] for m in MAJORS].index(at.strftime("%Y-%m-%d %H:%M:%S")) + 1
    resolved = no_gap(at + dt.timedelta(minutes=minutes))
    closed = workday((resolved + dt.timedelta(days=7)).date())
    reviewed = workday((resolved + dt.timedelta(days=4)).date())
    t.add("incident", number=number, title=title, description=f"Declared a major incident. {cause}.", service=f"SVC-{service}", state="closed", opened_at=at,
          recorded_at=at + dt.timedelta(seconds=95), opened_by="Kevin Stoltz", caller=rng.pick(words.CALLERS), contact_type="phone", location="Main Campus",
          category=words.INCIDENTS[service][0][0], subcategory="Outage", configuration_item=fill(rng, words.INCIDENTS[service][0][2]), impact="high", urgency="high",
          priority="critical", priority_confirmed=True, assignment_group=GROUPS[service], assigned_to=STAFF[GROUPS[service]][0], reassignment_count=1,
          responded_at=at + dt.timedelta(minutes=4), escalation_due_at=at + dt.timedelta(minutes=60), escalated_at=at + dt.timedelta(minutes=14), escalated_to="Duty officer",
          resolved_at=resolved, resolved_by=STAFF[GROUPS[service]][0], resolution=cause, closure_code="Solved (Permanently)",
          closed_at=dt.datetime(closed.year, closed.month, closed.day, 10, 5), closed_by="Maj. Priya Raman", reopen_count=0, update_count=rng.between(18, 41),
          actions_taken="Duty officer took over. Bridge opened. Users told every 30 minutes. Service restored and watched for two hours.",
          made_sla=minutes <= 240, target_due_at=at + dt.timedelta(minutes=240), knowledge=False, major=True, major_declared_at=at + dt.timedelta(minutes=12),
          major_manager="Maj. Priya Raman", major_procedure="DOC-MI-PROC", top_management_informed_at=at + dt.timedelta(minutes=rng.between(20, 38)),
          reported_on=workday((resolved + dt.timedelta(days=1)).date()), reviewed_on=reviewed, review_document=f"DOC-MIR-{index:02}",
          updated_at=dt.datetime(closed.year, closed.month, closed.day, 10, 5))


def problems(t, rng):
    for index in range(150):
        service = rng.weighted([("NET", 22), ("DSK", 20), ("EML", 20), ("IDM", 20), ("HST", 20), ("COL", 16), ("VDI", 16), ("LOG", 16)])
        title, cause, options, workaround, fix = rng.pick(words.PROBLEMS[service])
        day = PERIOD_FROM + dt.timedelta(days=index * 355 // 150 + rng.below(3))
        at = instant(rng, workday(day))
        found = rng.weighted([("incident", 55), ("trend_analysis", 28), ("monitoring", 10), ("supplier", 7)])
        cause_at = no_gap(at + dt.timedelta(days=rng.between(3, 30), minutes=rng.below(400)))
        resolved = no_gap(cause_at + dt.timedelta(days=rng.between(5, 50), minutes=rng.below(400)))
        closed = no_gap(resolved + dt.timedelta(days=14, minutes=rng.below(300)))
        impact, urgency = rng.pick(["high", "medium", "medium", "low"]), rng.pick(["medium", "medium", "low"])
        group = GROUPS[service]
        escalate = at + dt.timedelta(days=30)
        row = t.add("problem", number=f"PRB{40110 + index * 2:07}", title=f"{title} ({rng.pick(['building', 'pool', 'site', 'group'])} {rng.pick('ABCDEFGHK')})",
                    description=f"Grouped from several incidents. {rng.pick(words.DETAILS)}".strip(), service=f"SVC-{service}", opened_at=at,
                    recorded_at=at + dt.timedelta(minutes=rng.between(1, 30)), found_by=found, category=words.INCIDENTS[service][0][0], subcategory=words.INCIDENTS[service][0][1],
                    configuration_item=fill(rng, words.INCIDENTS[service][0][2]), impact=impact, urgency=urgency, priority=MATRIX[(impact, urgency)], state="closed",
                    assignment_group=group, assigned_to=rng.pick(STAFF[group]), owner="Beatriz Guimarães", escalation_due_at=escalate,
                    target_due_at=at + dt.timedelta(days=90), root_cause=cause, root_cause_found_at=cause_at, possible_actions=options,
                    actions_taken="Incidents compared. Cause found and tested. Options weighed with the owner.", known_error=False, workaround="", reopen_count=0,
                    resolved_at=resolved, resolution=fix, closure_code="Fix Applied", closed_at=closed, change_required=False, updated_at=closed)
        if resolved > escalate or resolved > EXTRACTED:
            ahead = min(escalate + dt.timedelta(hours=rng.between(1, 20)), EXTRACTED - dt.timedelta(hours=16))
            row["escalated_at"] = max(ahead, at + dt.timedelta(hours=2)).strftime("%Y-%m-%d %H:%M:%S")
            row["escalated_to"] = "Head of Operations"
        finish(rng, row, at, cause_at, resolved, closed, workaround)


def finish(rng, row, at, cause_at, resolved, closed, workaround):
    """Known errors, what is not done yet, and the look back at what was done."""
    def gone(*fields):
        for field in fields:
            row[field] = ""
    if cause_at <= EXTRACTED and (rng.chance(45) or resolved > EXTRACTED):   # what is known and not removed is a known error
        known = cause_at + dt.timedelta(hours=rng.between(1, 40))
        row.update(known_error="yes", known_error_recorded_at=known.strftime("%Y-%m-%d %H:%M:%S"), workaround=workaround, published_in=f"KB{rng.between(3000, 6200):07}",
                   published_on=(known + dt.timedelta(days=1)).date().isoformat())
    if cause_at > EXTRACTED:
        gone("root_cause", "root_cause_found_at", "possible_actions", "resolved_at", "resolution", "closure_code", "closed_at")
        row.update(state="under_investigation", actions_taken="Incidents compared. Logs asked of the supplier.", updated_at=(at + dt.timedelta(days=1)).strftime("%Y-%m-%d %H:%M:%S"))
    elif resolved > EXTRACTED:
        gone("resolved_at", "resolution", "closure_code", "closed_at")
        row.update(state=rng.pick(["known_error", "pending_change"]), updated_at=cause_at.strftime("%Y-%m-%d %H:%M:%S"))
    elif closed > EXTRACTED:
        gone("closed_at")
        row.update(state="resolved", updated_at=resolved.strftime("%Y-%m-%d %H:%M:%S"))
    if row["closed_at"]:
        look = closed.date()
        row.update(effectiveness_monitored_on=look.isoformat(), effectiveness_reviewed_on=look.isoformat(), effectiveness_reported_on=quarter_report(look))


def quarter_report(day):
    """The day of the quarterly report in which a problem closed that day appears, or nothing when the next is still to come."""
    for report in (dt.date(2025, 12, 16), dt.date(2026, 3, 12), dt.date(2026, 6, 8), dt.date(2026, 9, 2)):
        if report >= day:
            return report.isoformat()
    return ""


def changes(t, rng):
    kinds = {40: "add_service", 120: "change_service", 175: "change_service", 230: "change_service", 305: "remove_service", 420: "transfer_out",
             360: "change_service", 470: "change_service", 520: "change_service"}
    for index in range(600):
        service = rng.weighted(words.CHANGE_WEIGHTS)
        title, category, model = rng.pick(words.CHANGES[service])
        at = instant(rng, workday(PERIOD_FROM + dt.timedelta(days=index * 365 // 600)))
        kind = kinds.get(index, "ordinary")
        emergency = not model and kind == "ordinary" and service in ("NET", "EML", "IDM", "HST", "LOG") and rng.chance(20)
        ctype = "standard" if model and kind == "ordinary" else ("emergency" if emergency else "normal")
        if kind != "ordinary":
            title = {"add_service": "Introduce Managed Mobile Devices", "remove_service": "Remove the fax gateway service", "transfer_in": "Take over the exercise map service from RTC",
                     "transfer_out": "Hand the range booking service to RTC"}.get(kind, f"Change of service: {title}")
            model = ""
        change(t, rng, f"CHG{30050 + index * 2:07}", at, service, kind, ctype, fill(rng, title), category, model if ctype == "standard" else "", index)


def change(t, rng, number, at, service, kind, ctype, title, category, model, index):
    group = GROUPS[service]
    lead = {"standard": rng.between(1, 5), "normal": rng.between(5, 21), "emergency": 0}[ctype]
    if kind != "ordinary":
        lead = rng.between(25, 45)
    approved = no_gap(at + (dt.timedelta(minutes=rng.between(15, 90)) if ctype == "emergency" else dt.timedelta(days=max(lead - 2, 0), minutes=rng.between(30, 300))))
    deployed = no_gap(approved + (dt.timedelta(minutes=rng.between(20, 180)) if ctype == "emergency" else dt.timedelta(days=2, minutes=rng.between(60, 700))))
    until = no_gap(deployed + dt.timedelta(minutes=rng.between(15, 240)))
    reviewed = workday((until + dt.timedelta(days=rng.between(2, 9))).date())
    closed = dt.datetime(reviewed.year, reviewed.month, reviewed.day, 15, rng.below(60))
    impact = "high" if kind != "ordinary" else rng.pick(["high", "medium", "medium", "low", "low"])
    major = kind != "ordinary" or (ctype == "normal" and index % 37 == 5)
    outcome = rng.weighted([("successful", 955), ("failed", 22), ("backed_out", 23)])
    fate = "done"
    if kind == "ordinary" and ctype == "normal" and rng.chance(4):
        fate = rng.pick(["rejected", "cancelled"])
    approver = {"standard": "Jamal Richardson", "normal": "Change Advisory Board", "emergency": "Maj. Priya Raman"}[ctype]
    untestable = category == "Hardware"
    row = t.add("change", number=number, title=title, description=f"{rng.pick(['Plan and steps attached.', 'See plan, tested in the lab.', 'Asked for by the customer.'])} Window agreed, users told.",
                service=f"SVC-{service}", kind=kind, type=ctype, category=category, subcategory=rng.pick(["Planned", "Maintenance", "Correction"]), model=model,
                configuration_item=fill(rng, words.INCIDENTS[service][0][2]), requested_at=at, recorded_at=at + dt.timedelta(minutes=rng.between(0, 12)),
                requester=rng.pick(STAFF[group]), reason=rng.pick(["Security", "Capacity", "Request of customer", "Correction of a fault", "End of support"]),
                classified_at=at + dt.timedelta(minutes=rng.between(10, 55) if ctype != "emergency" else 5), priority={"emergency": "critical", "standard": "low"}.get(ctype, "moderate"),
                impact=impact, risk=rng.pick(["low", "low", "moderate", "very_low"]) if not major else "high", major_impact=major, policy_requires_transition=kind != "ordinary",
                uses_design_transition=major, assessed_on=approved.date(), assessed_risk=True, assessed_benefits=True, assessed_feasibility=True, assessed_cost=True,
                assessed_services=True, assessed_customers=True, assessed_policies=True, assessed_capacity=True, assessed_availability=True, assessed_continuity=True,
                assessed_security=True, assessed_other_changes=True, approval_decision="approved", approved_at=approved, approved_by=approver, parties_consulted=True,
                scheduled_from=deployed, scheduled_to=until, communicated_on=approved.date(), tested_on=None if untestable else approved.date(),
                test_result="not_possible" if untestable else "passed", backout_plan=rng.pick(["Restore snapshot", "Put the old part back", "Reinstall the version before", "Reset the configuration from backup"]),
                backout_tested_on=None if untestable else approved.date(), backout_test_possible=not untestable, deployed_at=deployed, deployed_until=until,
                assignment_group=group, assigned_to=rng.pick(STAFF[group]), owner="Jamal Richardson", outcome=outcome, reviewed_on=reviewed,
                review_result="Effect as intended" if outcome == "successful" else "Effect not reached", state="closed", closed_at=closed, updated_at=closed)
    if major and ctype != "standard":
        row["release"] = f"REL-{at:%y%m}"
    if outcome != "successful":
        row.update(failure_investigated_on=reviewed.isoformat(), agreed_actions=rng.pick(["Test case added; change repeated in a new window", "Steps of the plan corrected", "Supplier corrects the package"]),
                   actions_done_on=workday(reviewed + dt.timedelta(days=12)).isoformat(), review_actions="Lesson shared with the board", review_actions_done_on=workday(reviewed + dt.timedelta(days=14)).isoformat())
    unfinished(row, fate, approved, until, closed, reviewed)


def unfinished(row, fate, approved, until, closed, reviewed):
    """What was refused, withdrawn, or not yet done when the export was made."""
    done = ["deployed_at", "deployed_until", "outcome", "reviewed_on", "review_result", "closed_at", "failure_investigated_on", "agreed_actions", "actions_done_on",
            "review_actions", "review_actions_done_on"]
    plan = ["scheduled_from", "scheduled_to", "communicated_on", "tested_on", "test_result", "backout_tested_on"]
    decided = ["approval_decision", "approved_at", "approved_by", "assessed_on", "parties_consulted"] + [f for f in row if f.startswith("assessed_")]
    def gone(fields):
        for field in fields:
            if field in row:
                row[field] = ""
    stamp = approved.strftime("%Y-%m-%d %H:%M:%S")
    if fate == "rejected":
        gone(done + plan)
        row.update(approval_decision="rejected", state="cancelled", closed_at=stamp, updated_at=stamp)
    elif fate == "cancelled":
        gone(done + plan)
        row.update(outcome="cancelled", state="cancelled", closed_at=stamp, updated_at=stamp, description="Withdrawn by the requester.")
    if approved > EXTRACTED:
        gone(done + plan + decided)
        row.update(state="assess", approval_decision="pending", updated_at=row["recorded_at"])
    elif fate == "done" and until > EXTRACTED:
        gone(done)
        row.update(state="scheduled", updated_at=stamp)
    elif fate == "done" and closed > EXTRACTED:
        gone(["reviewed_on", "review_result", "closed_at", "review_actions", "review_actions_done_on", "actions_done_on", "failure_investigated_on", "agreed_actions"])
        row.update(state="review", updated_at=until.strftime("%Y-%m-%d %H:%M:%S"))
    elif fate == "done":
        for field in ("actions_done_on", "review_actions_done_on"):
            if row.get(field) and row[field] > EXTRACTED.date().isoformat():
                row[field] = ""


def requests(t, rng):
    for index in range(2000):
        service = rng.weighted(words.REQUEST_WEIGHTS)
        item, category, needs, days_allowed = rng.pick(words.REQUESTS[service])
        at = instant(rng, workday(PERIOD_FROM + dt.timedelta(days=index * 365 // 2000)))
        approved = no_gap(at + dt.timedelta(minutes=rng.between(30, 1200)))
        minutes = days_allowed * 1440 * rng.between(10, 95) // 100
        if rng.chance(4):
            minutes = days_allowed * 1440 + rng.between(60, 4000)
        done = no_gap((approved if needs else at) + dt.timedelta(minutes=max(minutes, 15)))
        due = (approved if needs else at) + dt.timedelta(days=days_allowed)
        closed = no_gap(done + dt.timedelta(days=2, minutes=rng.below(400)))
        rejected = needs and rng.chance(3)
        group = "Service Desk" if service in ("IDM", "EML", "COL") and rng.chance(50) else GROUPS[service]
        row = t.add("request", number=f"RITM{50210 + index:07}", title=f"{item} for {rng.pick(words.CALLERS)}", description=rng.pick(["", "", "Cost centre given.", "For a newcomer, start on Monday.", "As agreed by phone."]),
                    service=f"SVC-{service}", opened_at=at, recorded_at=at + dt.timedelta(seconds=rng.between(1, 60)), requester=rng.pick(words.CALLERS),
                    contact_type=rng.weighted([("self-service", 80), ("phone", 12), ("email", 8)]), category=category, subcategory=item.split()[0], item=item,
                    priority=rng.weighted([("low", 70), ("moderate", 25), ("high", 5)]), state="closed", approval="approved" if needs else "not_required",
                    approved_at=approved if needs else None, approved_by=rng.pick(["Unit head", "Security officer", "Service owner"]) if needs else "", fulfilment_group=group,
                    assigned_to=rng.pick(STAFF[group]), instruction_document=f"DOC-INS-{service}", instruction_accessible=True, target_due_at=due, made_sla=done <= due,
                    fulfilled_at=done, closed_at=closed, closure_code="Fulfilled", reopen_count=1 if rng.chance(1) else 0,
                    actions_taken=rng.pick(["Approved. Carried out as in the instruction.", "Carried out as in the instruction. User told.", "Part ordered. Delivered. User signed."]), updated_at=closed)
        if rejected:
            stamp = approved.strftime("%Y-%m-%d %H:%M:%S")
            row.update(state="rejected", approval="rejected", fulfilled_at="", made_sla="", closed_at=stamp, closure_code="Not approved", updated_at=stamp,
                       actions_taken="Refused by the approver. Requester told.")
        elif closed > EXTRACTED:
            request_open(row, needs, approved, done)


def request_open(row, needs, approved, done):
    row["closed_at"] = ""
    if done <= EXTRACTED:
        row.update(state="fulfilled", updated_at=row["fulfilled_at"])
        return
    row.update(fulfilled_at="", made_sla="", closure_code="", state="in_progress", updated_at=row["recorded_at"], actions_taken="Being carried out.")
    if needs and approved > EXTRACTED:
        row.update(state="awaiting_approval", approval="pending", approved_at="", approved_by="", actions_taken="Sent to the approver.")


def link(t, rng):
    """Incidents to problems of their service, problems to changes of their service, and back."""
    problems_of, changes_of = {}, {}
    for p in t.rows["problem"]:
        problems_of.setdefault(p["service"], []).append(p)
    for c in t.rows["change"]:
        if c["kind"] == "ordinary" and c["type"] == "normal" and c["outcome"] == "successful":
            changes_of.setdefault(c["service"], []).append(c)
    for p in t.rows["problem"]:
        fits = [c for c in changes_of.get(p["service"], []) if p["root_cause_found_at"] and p["resolved_at"] and p["root_cause_found_at"] < c["deployed_at"] <= p["resolved_at"] and not c.get("problem")]
        if fits and rng.chance(70):
            c = fits[0]
            c["problem"], p["change"], p["change_required"] = p["number"], c["number"], "yes"
            c["title"] = f"Correction for {p['number']}: {p['title'].split(' (')[0]}"
    for i in t.rows["incident"]:
        near = [p for p in problems_of.get(i["service"], []) if p["opened_at"][:7] == i["opened_at"][:7]]
        if i["major"] == "yes":
            p = next((p for p in problems_of[i["service"]] if p["opened_at"] > i["opened_at"]), None)
            if p:
                i["problem"] = p["number"]
        elif near and rng.chance(22):
            i["problem"] = rng.pick(near)["number"]
        if i["state"] == "closed" and i["major"] != "yes" and rng.chance(1.5):
            cause = [c for c in t.rows["change"] if c["service"] == i["service"] and c["deployed_at"] and c["deployed_at"] < i["opened_at"]][-1:]
            if cause:
                i["caused_by"] = cause[0]["number"]
        if i["state"] == "closed" and i["category"] in ("Server", "Network") and rng.chance(6):
            i["vendor"] = {"Server": "Granite Ridge Storage Corp.", "Network": "Tidewater Network Services LLC"}[i["category"]]


def raised(t):
    """Some incidents were given more than impact and urgency suggest, and the desk wrote down why; called when the reports have been counted."""
    why = ["Exercise in progress", "Asked for by the duty officer", "Third call of the same user", "Briefing of the commander"]
    calm = [i for i in t.rows["incident"] if i["priority"] == "planning" and i["state"] == "closed"]
    for index, row in enumerate(calm[20::70]):
        row.update(priority="moderate", priority_reason=why[index % len(why)])


def of_service(t, register, sid):
    return [r for r in t.rows[register] if r["service"] == f"SVC-{sid}"]


def live():
    return list(LIVE)
