"""Clause 8.4: what the services cost, what is asked of them, and whether they can bear it."""

import datetime as dt

from .common import PERIOD_FROM, add_months
from .people import SERVICE_OWNERS
from .registers import LIVE, NAMES

# service: budget of a quarter in USD, what is counted, unit, amount of the first quarter, growth in percent a quarter
SUPPLY = {
    "EML": (214000, "Mailboxes", "mailboxes", 8620, 1.0), "NET": (655000, "Connected devices", "devices", 10240, 1.5), "IDM": (142000, "Accounts", "accounts", 9010, 1.0),
    "VDI": (298000, "Desktops at one time, peak", "desktops", 2090, 3.0),
    "COL": (187000, "Files kept", "TB", 33.5, 4.5), "LOG": (241000, "Planners with a licence", "planners", 322, 2.0),
    "DSK": (618000, "Contacts of the quarter", "contacts", 17800, -2.0), "HST": (432000, "Virtual servers", "servers", 781, 2.5),
}

# resource, kind, service, process, unit, requirement, performance, now, forecast, threshold, use, timescale, analysis, opportunity, sufficient, action, owner
RESOURCES = [
    ("Mail databases", "technical", "EML", "", "TB", "24 TB until September 2027", "Mail delivered in a minute", 30, 34, 85, 74, "Twelve weeks to order", "Grows by 1 TB a quarter",
     "Archive after three years", True, "", "P008"),
    ("Line to Harrow Point", "technical", "NET", "", "Gbit/s", "2 Gbit/s at noon", "Delay below 20 ms", 2, 4, 80, 83, "Six months", "At its limit in exercises",
     "Local cache for updates", False, "Second line (TR-04)", "P012"),
    ("Wireless controllers", "technical", "NET", "", "access points", "500 access points", "Roaming in 50 ms", 600, 640, 90, 71, "Eight weeks", "Steady", "None found", True, "",
     "P012"),
    ("Sign-on nodes", "technical", "IDM", "", "log-ons a second", "120 at 07:30", "Log-on in three seconds", 200, 220, 80, 63, "Four weeks", "Peak on Mondays",
     "Tokens valid for the day", True, "", "P020"),
    ("Desktop hosts", "technical", "VDI", "", "desktops", "2,400 at one time", "Log-on in two minutes", 2600, 2800, 90, 88, "Ten weeks",
     "Peak in exercise weeks; profiles are scanned at log-on", "Scan at night", True, "", "P015"),
    ("File storage", "technical", "COL", "", "TB", "40 TB", "Files open in two seconds", 48, 56, 85, 79, "Twelve weeks", "Recordings take a third", "Retention of recordings", True,
     "", "P004"),
    ("Storage systems", "technical", "HST", "", "TB", "600 TB", "5 ms per access", 720, 800, 85, 83, "Sixteen weeks", "Backup grows above forecast", "Fewer full backups", True, "",
     "P009"),
    ("Service desk analysts", "people", "DSK", "IM", "analysts", "12, and 10 % more in exercises", "80 % of calls in 60 seconds", 12, 12, 95, 92, "30 days by contract",
     "Reserve missing in one exercise week", "Self-service for passwords", True, "", "P014"),
    ("Directory engineers", "people", "IDM", "", "engineers", "Two", "On call around the clock", 2, 2, 100, 96, "Six months to train", "Second engineer since March",
     "Joint on-call with platform team", True, "", "P020"),
    ("Ticket tool records", "information", "DSK", "", "records", "Five years at hand", "Search in five seconds", 500000, 620000, 90, 68, "One quarter", "Steady",
     "Archive of closed tickets", True, "", "P047"),
    ("Investment budget", "financial", "HST", "", "USD", "410,000 USD a year", "Decisions within a month", 410000, 430000, 95, 81, "Budget round of June",
     "Two thirds bound by March", "Joint purchase", True, "", "P007"),
]


def build(t, rng):
    budgets(t, rng)
    demands(t, rng)
    for number, (resource, kind, sid, process, unit, requirement, performance, now, forecast, threshold, use, timescale, analysis, opportunity, enough, action,
                 owner) in enumerate(RESOURCES, 1):
        t.add("capacity", id=f"CAP-{number:02}", resource=resource, kind=kind, service=f"SVC-{sid}", process=process, unit=unit, requirement=requirement,
              performance_requirement=performance, requirement_agreed_on="2025-08-04", current_capacity=now, forecast_capacity=forecast, forecast_until="2027-09-30",
              demand=f"DEM-{sid}-4", considers_targets=True, considers_availability=True, considers_continuity=True, threshold=threshold, timescale=timescale,
              planned_on="2026-08-10", monitored_on="2026-07-20", use=use, analysed_on="2026-07-31", analysis=analysis, improvements=opportunity, sufficient=enough, action=action,
              owner=owner, reviewed_on="2026-09-28", review_due="2027-01-29", document="DOC-CAPPLAN")


def quarters():
    for number in range(4):
        first = add_months(PERIOD_FROM, 3 * number)
        yield number + 1, first, add_months(first, 3) - dt.timedelta(days=1)


# where more was spent than planned: why, and what was decided
OVER = {("NET", 2): ("Fibre cut at the gate: temporary line for six weeks", "Claim against the builder"),
        ("DSK", 3): ("Reserve staff in the exercise", "Days without charge in the next exercise"),
        ("HST", 2): ("Storage controller exchanged outside maintenance", "Booked against the reserve"),
        ("LOG", 3): ("Correction out of hours before the exercise", "Accepted by the director")}


def budgets(t, rng):
    for sid in LIVE:
        plan = SUPPLY[sid][0]
        for quarter, first, last in quarters():
            over = OVER.get((sid, quarter))
            actual = plan * (rng.between(102, 109) if over else rng.between(91, 99)) // 100
            ended = last <= dt.date(2026, 6, 30)
            checked = last + dt.timedelta(days=40)
            t.add("budget", id=f"BUD-{sid}-{quarter}", title=f"{NAMES[sid]}, quarter {quarter}", service=f"SVC-{sid}", cost_type="shared", capital=False, period_from=first,
                  period_to=last, budgeted=f"{plan}.00", actual=f"{actual}.00" if ended else "", forecast=f"{plan * rng.between(97, 104) // 100}.00", currency="USD",
                  policy="DOC-FIN-POL", approved_by="P001", approved_on="2025-08-28", monitored_on=checked if ended else None, reported_on=checked if ended else None,
                  reported_to="Director, service owners" if ended else "", forecast_reviewed_on=checked if ended else None, deviation_reason=over[0] if over and ended else "",
                  actions=over[1] if over and ended else "", managed_on=checked if ended else None, owner=SERVICE_OWNERS[sid], document=f"DOC-COST-{quarter}" if ended else "")


def demands(t, rng):
    for sid in LIVE:
        _, measure, unit, amount, growth = SUPPLY[sid]
        before = amount
        for quarter, first, last in quarters():
            here = amount * (1 + growth / 100) ** (quarter - 1) * (1 + (rng.below(21) - 10) / 1000)
            asked, used, expected = (round(x, 1) if amount < 100 else round(x) for x in (here, here * 0.97, here * (1 + growth / 100)))
            counted = last + dt.timedelta(days=5)
            t.add("demand", id=f"DEM-{sid}-{quarter}", service=f"SVC-{sid}", measure=measure, unit=unit, period_from=first, period_to=last, demand=asked, determined_on=counted,
                  consumption=used, previous_forecast=before, forecast=expected, forecast_until=add_months(last, 3), forecast_on=counted + dt.timedelta(days=2),
                  pattern="Peaks in exercise weeks" if sid in ("VDI", "LOG", "DSK", "COL") else "Steady", monitored_on=counted, reported_on=counted + dt.timedelta(days=3),
                  reported_to="Service owners, portfolio analyst", owner="P029", document="DOC-DEMAND")
            before = expected
