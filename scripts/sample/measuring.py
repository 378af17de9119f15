"""Clauses 6.2, 8.1 and 9.1: objectives, what is measured, and the results, most of them counted from the tickets."""

import datetime as dt

from .common import PERIOD_FROM, add_months
from .people import SERVICE_OWNERS
from .registers import LIVE, NAMES
from .suppliers import SLA_TERMS

# id, name, about, process or supplier, unit, target, better, method, source, measured when, purpose
METRICS = [
    ("M-IM-1", "Incidents resolved in the agreed time", "process", "IM", "%", 94, "higher", "Incidents that made their target over all resolved, by month of opening", "ServiceNow",
     "Monthly", "Staffing of the groups"),
    ("M-RF-1", "Requests fulfilled on time", "process", "RF", "%", 93, "higher", "Requests that made their date over all fulfilled, by month of opening", "ServiceNow", "Monthly",
     "Promised delivery times"),
    ("M-CHM-1", "Changes successful at the first try", "process", "CHM", "%", 90, "higher", "Successful over deployed changes, by month of request", "ServiceNow", "Monthly",
     "Depth of testing"),
    ("M-CHM-2", "Emergency changes", "process", "CHM", "%", 16, "lower", "Emergency over all changes, by month of request", "ServiceNow", "Monthly",
     "Planning with network operations"),
    ("M-KM-1", "Incidents solved with an article", "process", "KM", "%", 25, "higher", "Incidents marked with knowledge over all closed", "ServiceNow", "Monthly",
     "Which articles are written next"),
    ("M-AVM-1", "Services that reached their availability", "process", "AVM", "%", 75, "higher", "Services at or above target over live services", "Service reports", "Monthly",
     "Order of investments"),
    ("M-ACM-1", "Accounts of leavers closed on the day", "process", "ACM", "%", 95, "higher", "Accounts closed on the last day over leavers", "Directory, staff list", "Monthly",
     "Contacts in units"),
    ("M-EM-1", "Alarm before the first call", "process", "EM", "%", 60, "higher", "Incidents with an alarm before the first call, sample of fifty", "Watchtower", "Monthly",
     "Thresholds"),
    ("M-SLM-1", "Service reports by the fifth day", "process", "SLM", "%", 100, "higher", "Reports on time over reports due", "Records library", "Monthly",
     "Work of the reporting analyst"),
    ("M-SP-02", "Repair in time, network maintenance", "supplier", "SUP-02", "%", 90, "higher", "Repairs within contract time", "Supplier report, checked against tickets",
     "Quarterly", "Credits"),
    ("M-SP-05", "Calls answered in 60 seconds", "supplier", "SUP-05", "%", 80, "higher", "Calls answered in time over calls", "Telephone system", "Quarterly", "Reserve staff"),
    ("M-SMS-1", "Actions done by their date", "sms", "", "%", 85, "higher", "Actions done by their date over actions due", "Action register", "Quarterly",
     "Agenda of the management review"),
]

# title, organization, level, process, service, metric, measure, baseline, target, unit, current, status, what, resources, owner, due, evaluation, result, evaluated
OBJECTIVES = [
    ("All eight services reach their availability in eleven of twelve months", "NJSA", "Agency", "AVM", "", "M-AVM-1", "Months missed per service", 3, 1, "months", 2, "at_risk",
     "Second feed to room B; certificates watched; switch firmware replaced", "410,000 USD of the investment budget; two engineers", "P004", "2026-09-30",
     "Service reports of the year", "", ""),
    ("Nine of ten incidents are resolved within the agreed time", "NJSA-OPS", "Directorate", "IM", "", "M-IM-1", "Share in time", 88, 90, "%", 95, "on_track",
     "First line works with articles; escalation by the tool", "Service desk, process manager", "P003", "2026-09-30", "Monthly figure", "", ""),
    ("No contract with a critical supplier is weaker than what customers were promised, or the gap is a managed risk", "NJSA", "Agency", "SUP", "", "", "Gaps without risk", 2, 0,
     "contracts", 0, "achieved",
     "All contracts held against the agreements", "Contracts officer, twenty days", "P002", "2026-06-30", "Supplier reviews", "One gap left, carried as R-015", "2026-07-20"),
    ("A third fewer password calls", "NJSA-OPS", "Directorate", "RF", "IDM", "", "Calls on passwords per month", 610, 400, "calls", 455, "on_track",
     "Self-service reset with smart card", "90,000 USD; identity team", "P020", "2027-03-31", "Count of calls by subject", "", ""),
    ("Every process has a worksheet of its evaluation", "NJSA-ITSM", "Office", "", "", "", "Processes evaluated", 9, 24, "processes", 24, "achieved",
     "One worksheet for all; two weeks in May", "Process architect, all managers", "P011", "2026-06-30", "Evaluation of the processes 2026", "24 of 24 evaluated", "2026-07-06"),
    ("Customers rate the services 4.0 of 5 or better", "NJSA", "Agency", "BRM", "", "", "Mean of the half-yearly survey", 3.7, 4.0, "of 5", 3.9, "at_risk",
     "Visits to units; field support at Harrow Point twice a week", "Relationship manager; two technicians", "P030", "2026-11-30", "Survey of November 2026", "", ""),
    ("Cost per workplace does not rise", "NJSA", "Agency", "FM", "", "", "Cost per workplace and year", 1840, 1840, "USD", 1815, "on_track",
     "Joint purchase with the garrison; fewer host licences", "Budget analyst", "P007", "2026-12-31", "Cost report of the year", "", ""),
    ("Critical weaknesses are corrected in 14 days", "NJSA-CYB", "Office", "SEC", "", "", "Share corrected in time", 81, 95, "%", 93, "at_risk",
     "Fixed windows for hosts; monthly report by owner", "Security manager, platform team", "P005", "2026-12-31", "Scan reports", "", ""),
]


def build(t, rng):
    metrics(t)
    for number, (title, org, level, process, service, metric, measure, baseline, target, unit, current, status, what, means, owner, due, evaluation, result,
                 evaluated) in enumerate(OBJECTIVES, 1):
        t.add("objective", id=f"OBJ-{number:02}", title=title, organization=org, level=level, process=process, service=f"SVC-{service}" if service else "", policy="DOC-SMP",
              agrees_with_policy=True, requirements="Service requirements and context review of June 2025", metric=metric, measure=measure, baseline=baseline, target=target,
              unit=unit, current=current, monitored_on="2026-09-16", status=status, set_on="2025-08-25", approved_by="P001", approved_on="2025-08-25", communicated_on="2025-10-09",
              communicated_to="Town hall of October 2025, team meetings", updated_on="2026-03-18", review_due="2027-03-31", what=what, resources=means, owner=owner, due=due,
              evaluation=evaluation, result=result, evaluated_on=evaluated, document="DOC-OBJ")
    for metric in METRICS:
        results(t, rng, metric)
    availability(t)


def metrics(t):
    owners = {r["role"]: r["person"] for r in t.rows["assignment"] if not r.get("ends_on")}
    for mid, name, about, what, unit, target, better, method, source, when, purpose in METRICS:
        t.add("metric", id=mid, name=name, about=about, process=what if about == "process" else "", supplier=what if about == "supplier" else "", purpose=purpose, method=method,
              source=source, method_validated_on="2025-09-18", unit=unit, target=target, direction=better, warning=target - 2 if better == "higher" else target + 2,
              measured_when=when, evaluated_when="Within three weeks, by the owner", owner=owners.get(f"{what}-MGR", "P010"), status="active", in_use_since="2025-10-01",
              reviewed_on="2026-06-24", review_due="2027-06-24", document="DOC-METRICS")
    for sid in LIVE:
        t.add("metric", id=f"M-{sid}-A", name=f"Availability of {NAMES[sid]}", about="service", service=f"SVC-{sid}", purpose="What the agreement promises", unit="%",
              target=SLA_TERMS[sid][0], method="Minutes of the month less unplanned interruption", source="Watchtower", method_validated_on="2025-09-18", direction="higher",
              measured_when="Monthly", evaluated_when="In the service review", owner=SERVICE_OWNERS[sid], status="active", in_use_since="2025-10-01", reviewed_on="2026-06-24",
              review_due="2027-06-24", document="DOC-METRICS")
    t.add("metric", id="M-DSK-9", name="Calls per analyst", about="process", process="RF", unit="calls", purpose="Staffing, until the telephone system was replaced",
          status="retired", in_use_since="2023-01-01", reviewed_on="2025-09-18", owner="P034", document="DOC-METRICS")


def share(part, whole):
    return f"{part * 1000 // whole / 10:.1f}" if whole else "100.0"


def counted(t, mid, key):
    """The figure of a month as the tickets give it, or nothing where it comes from elsewhere."""
    def of(register, field):
        return [r for r in t.rows[register] if r[field][:7] == key]
    if mid == "M-IM-1":
        rows = [r for r in of("incident", "opened_at") if r["made_sla"]]
        return share(sum(r["made_sla"] == "yes" for r in rows), len(rows))
    if mid == "M-RF-1":
        rows = [r for r in of("request", "opened_at") if r["made_sla"]]
        return share(sum(r["made_sla"] == "yes" for r in rows), len(rows))
    if mid == "M-CHM-1":
        rows = [r for r in of("change", "requested_at") if r["deployed_at"]]
        return share(sum(r["outcome"] == "successful" for r in rows), len(rows))
    if mid == "M-CHM-2":
        rows = of("change", "requested_at")
        return share(sum(r["type"] == "emergency" for r in rows), len(rows))
    if mid == "M-KM-1":
        rows = [r for r in of("incident", "opened_at") if r["state"] == "closed"]
        return share(sum(r["knowledge"] == "yes" for r in rows), len(rows))
    if mid == "M-AVM-1":
        rows = of("service_report", "period_from")
        return share(sum(float(r["availability_actual"]) >= float(SLA_TERMS[r["service"][4:]][0]) for r in rows), len(rows))
    return None


def results(t, rng, metric):
    mid, name, about, what, unit, target, better, method, source, when, purpose = metric
    step = 1 if when == "Monthly" else 3
    before = None
    for number, month in enumerate(range(0, 12, step), 1):
        first = add_months(PERIOD_FROM, month)
        last = add_months(first, step) - dt.timedelta(days=1)
        value = counted(t, mid, first.isoformat()[:7]) or f"{target - 3 + rng.below(80) / 10:.1f}"
        value = f"{min(float(value), 100):.1f}"
        met = float(value) >= target if better == "higher" else float(value) <= target
        measured = last + dt.timedelta(days=4)
        add_result(t, f"{mid}-{number:02}", mid, first, last, measured, value, target, unit, met, before, "P047", source, what if about == "process" else "",
                   better, "Discussed with the groups; see the minutes of the process meeting" if not met else "")
        before = float(value)


def add_result(t, rid, metric, first, last, measured, value, target, unit, met, before, by, source, process, better, action, service=""):
    change = 0 if before is None else float(value) - before
    trend = "steady" if abs(change) < 0.5 else "better" if (change > 0) == (better == "higher") else "worse"
    evaluated = measured + dt.timedelta(days=13)
    t.add("measurement", id=rid, metric=metric, period_from=first, period_to=last, measured_on=measured, value=value, unit=unit, target=target, target_met=met, process=process,
          service=service, measured_by=by, source=source, analysed_on=min(evaluated, dt.date(2026, 10, 14)), evaluated_on=min(evaluated, dt.date(2026, 10, 14)),
          evaluated_by="Process meeting" if process else "Owner of the metric", trend=trend,
          evaluation="Within target" if met else "Below what is wanted" if better == "higher" else "Above what is wanted", action=action)


def availability(t):
    """Beside the service reports, which the monitoring tool feeds."""
    for sid in LIVE:
        before = None
        for number, report in enumerate((r for r in t.rows["service_report"] if r["service"] == f"SVC-{sid}"), 1):
            first, last = dt.date.fromisoformat(report["period_from"]), dt.date.fromisoformat(report["period_to"])
            value, target = report["availability_actual"], SLA_TERMS[sid][0]
            met = float(value) >= float(target)
            add_result(t, f"M-{sid}-A-{number:02}", f"M-{sid}-A", first, last, last + dt.timedelta(days=2), value, target, "%", met, before, "Watchtower", "Watchtower", "",
                       "higher",
                       "" if met else "In the improvement register", f"SVC-{sid}")
            before = float(value)
