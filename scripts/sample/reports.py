"""Monthly service reports worked out from the tickets, and the decisions owed where a target was missed."""

import datetime as dt

from .common import PERIOD_FROM, Rng, add_months
from .people import SERVICE_OWNERS
from .registers import LIVE, NAMES
from .suppliers import SLA_TERMS
from .tickets import MAJORS, TARGET_HOURS, of_service


def build(t):
    rng = Rng(5001)
    for sid in LIVE:
        incidents, requests = of_service(t, "incident", sid), of_service(t, "request", sid)
        before = 0
        for month in range(12):
            first = add_months(PERIOD_FROM, month)
            last = add_months(first, 1) - dt.timedelta(days=1)
            key = first.isoformat()[:7]
            opened = [i for i in incidents if i["opened_at"][:7] == key]
            asked = [r for r in requests if r["opened_at"][:7] == key]
            missed = misses(t, rng, sid, key, opened, asked, last)
            work = len(opened) + len(asked)
            change = "first month of the agreement" if month == 0 else f"{work - before:+d} against the month before"
            before = work
            rid = f"REP-{sid}-{key}"
            on = last + dt.timedelta(days=4)
            t.add("service_report", id=rid, service=f"SVC-{sid}", sla=f"SLA-{sid}", period_from=first, period_to=last, reported_on=on,
                  reviewed_on=on + dt.timedelta(days=5), reviewed_by=SERVICE_OWNERS[sid], reviewed_with_customer=True, target_met=not missed["names"],
                  missed_targets=len(missed["names"]), availability_actual=missed["availability"], workload_actual=f"{len(opened)} incidents, {len(asked)} requests",
                  workload_change=change, workload_reviewed=True, document=f"DOC-REP-{sid}")
            if missed["names"]:
                improvement(t, sid, rid, on, missed["names"])
    extra_improvements(t)


def misses(t, rng, sid, key, opened, asked, last):
    target = float(SLA_TERMS[sid][0])
    minutes = last.day * 1440
    down = sum(m[3] for m in MAJORS if m[1] == sid and m[0][:7] == key) + rng.below(8)
    availability = (minutes - down) * 10000 // minutes / 100
    names = [] if availability >= target else ["availability"]
    for priority, hours in TARGET_HOURS.items():
        done = [i for i in opened if i["priority"] == priority and i["made_sla"]]
        met = [i for i in done if i["made_sla"] == "yes"]
        if done and len(met) * 100 < 85 * len(done):
            names.append(f"resolution of {priority} incidents within {hours} hours")
    done = [r for r in asked if r["made_sla"]]
    if done and len([r for r in done if r["made_sla"] == "yes"]) * 100 < 85 * len(done):
        names.append("requests fulfilled on time")
    return {"names": names, "availability": f"{availability:.2f}"}


def improvement(t, sid, rid, on, names):
    decided = on + dt.timedelta(days=8)
    if decided > dt.date(2026, 10, 14):
        decided = dt.date(2026, 10, 14)
    past = decided < dt.date(2026, 7, 15)
    number = sum(1 for i in t.rows["improvement"] if i["source"] == "service_report") + 1
    t.add("improvement", id=f"IMP-{number:03}", title=f"{NAMES[sid]}: {names[0]}", source="service_report", service=f"SVC-{sid}", service_report=rid,
          identified_on=on + dt.timedelta(days=5), identified_by="P016", decision="approved", decided_on=decided, decided_by=SERVICE_OWNERS[sid],
          decision_reason="Agreed with the customer in the monthly review", priority=3, target="Target met in the two months that follow",
          due=decided + dt.timedelta(days=90), owner=SERVICE_OWNERS[sid], done_on=decided + dt.timedelta(days=62) if past else None,
          measured_on=decided + dt.timedelta(days=80) if past else None)


def extra_improvements(t):
    def add(iid, title, source, on, owner, **more):
        t.add("improvement", id=iid, title=title, source=source, identified_on=on, identified_by=owner, decision="approved", decided_on=more.pop("decided", on), decided_by="P010",
              decision_reason="Within the improvement plan", priority=2, target=more.pop("target", "Reviewed after half a year"), due=more.pop("due", "2026-12-15"), owner=owner, **more)
    for index, major in enumerate(m for m in t.rows["incident"] if m["major"] == "yes"):
        add(f"IMP-M{index + 1:02}", f"After {major['number']}: {major['title']}", "major_incident", major["reviewed_on"], "P026", service=major["service"],
            incident=major["number"], target="No repetition within a year")
    for quarter, on in enumerate(("2026-01-14", "2026-04-09", "2026-07-08", "2026-10-07"), 1):
        add(f"IMP-C{quarter}", f"Change trends, quarter {quarter}: fewer emergency changes in network operations", "change", on, "P025", process="CHM", document=f"DOC-CHT-{quarter}")
    for quarter, on in enumerate(("2025-12-16", "2026-03-12", "2026-06-08", "2026-09-02"), 1):
        add(f"IMP-P{quarter}", f"Problem review, quarter {quarter}: publish known errors within a day", "problem", on, "P026", process="PM", document=f"DOC-PBR-{quarter}")
    add("IMP-E1", "Process evaluation 2026: one worksheet for all processes", "process_evaluation", "2026-06-24", "P011", document="DOC-PER-2026")
