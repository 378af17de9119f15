"""The document register and the files kept as evidence, most of them told from the other registers."""

import datetime as dt

from . import documents_clauses, rmf, texts, texts_system
from .common import AGENCY, csv_text, day
from .people import HOLDERS, SERVICE_OWNERS
from .registers import LIVE, NAMES, SERVICES
from .suppliers import CONTRACTS, INTERNAL, SLA_TERMS


class Library:
    """Adds rows to the document register and remembers the text of those that have a file."""

    def __init__(self, tables):
        self.t = tables
        self.files = {}

    def add(self, did, title, kind, owner, approver="P002", approved="2025-08-25", review="2027-03-31", name="", body="", **more):
        approved_on = day(approved)
        row = self.t.add("document", id=did, title=title, type=kind, version=more.pop("version", "2.0"), status=more.pop("status", "approved"), owner=owner,
                         approved_by=approver, approved_on=approved_on, in_force_from=more.pop("in_force_from", approved_on + dt.timedelta(days=7)),
                         reviewed_on=more.pop("reviewed_on", approved_on), review_due=review, classification="For official use", available_at="Records library, shelf SMS",
                         file=f"documents/{name}" if name else "", **more)
        if name.endswith(".csv"):
            self.files[name] = body
        elif name:
            self.files[name] = head(self.t, row) + body.rstrip("\n") + "\n"
        return row


def head(t, row):
    def person(pid):
        return t.find("person", id=pid)["name"] if pid else "-"
    return (f"# {row['title']}\n\n{AGENCY} | {row['id']} | version {row['version']} | {row['classification']}\n\n"
            f"Owner: {person(row['owner'])}. Approved by {person(row['approved_by'])} on {row['approved_on']}, in force from {row['in_force_from']}, "
            f"next review by {row['review_due']}.\n")


def build(t):
    lib = Library(t)
    management(t, lib)
    services(t, lib)
    suppliers(t, lib)
    change(t, lib)
    resolution(t, lib)
    security(t, lib)
    for pid in HOLDERS:
        title = t.find("process", id=pid)["name"]
        lib.add(f"DOC-PF-{pid}", f"Process framework: {title}", "process", HOLDERS[pid][0], "P001", approved="2025-07-14", process=pid)
    documents_clauses.build(t, lib)
    documents_clauses.listed(t, lib)
    return lib.files


def management(t, lib):
    lib.add("DOC-SCOPE", "Scope of the service management system", "other", "P010", "P001", approved="2025-08-20", clause="4.3", name="scope.md",
            body=f"\n## Scope\n{t.rows['scope'][0]['statement']}\n\n## Services\n" + "\n".join(f"- {NAMES[s]}" for s in LIVE)
            + f"\n\n## Places\n{t.rows['scope'][0]['locations']}\n\n## Not in scope\n{t.rows['scope'][0]['exclusions']}\n" + texts.BODIES["DOC-SCOPE"])
    lib.add("DOC-SMP", "Service management policy", "policy", "P010", "P001", clause="5.2", supersedes="DOC-SMP-1", communicated_on="2025-10-09", name="service-management-policy.md",
            body=texts_system.BODIES["DOC-SMP"])
    lib.add("DOC-PLAN", "Service management plan 2025-2026", "plan", "P010", "P001", approved="2026-03-18", version="2.1", clause="6.3", review="2026-12-31", name="service-management-plan.md",
            body=texts.BODIES["DOC-PLAN"] + texts_system.PLAN_SECTIONS)
    lib.add("DOC-APPT", "Letters of appointment", "appointment", "P002", "P001")
    lib.add("DOC-CAT", "Service catalogue", "catalogue", "P016", "P002", approved="2026-09-15", version="2.1", clause="8.2.4", process="SCM", name="service-catalogue.md",
            body=documents_clauses.catalogue(t))
    lib.add("DOC-PER-2026", "Evaluation of the processes 2026", "report", "P011", "P010", approved="2026-07-06")
    lib.add("DOC-RISK-APP", "Approach to managing risk", "procedure", "P032", "P001", approved="2025-09-03", clause="6.1.2", name="risk-approach.md", body=texts.BODIES["DOC-RISK-APP"])
    lib.add("DOC-RISK-CRIT", "Risk acceptance criteria", "criteria", "P032", "P001", approved="2025-09-03", review="2026-12-01", clause="6.1.2", name="risk-acceptance-criteria.md",
            body=texts.BODIES["DOC-RISK-CRIT"])
    lib.add("DOC-RISK-REG", "Risk assessment report, September 2026", "report", "P032", "P002", approved="2026-09-21", review="2027-03-21", clause="6.1.2",
            name="risk-assessment-report.csv", body=risk_print(t))
    lib.add("DOC-RISK-MIN", "Minutes of the risk committee, September 2026", "review", "P032", "P002", approved="2026-09-21", clause="6.1", name="risk-committee-minutes.md",
            body=texts.BODIES["DOC-RISK-MIN"])
    lib.add("DOC-RISK-TRT", "Risk treatment plan", "plan", "P032", "P002", approved="2026-09-21", review="2027-03-21", clause="6.1.3", name="risk-treatment-plan.md", body=treatment(t))


def risk_print(t):
    keep = [r for r in t.rows["risk"] if r["status"] != "closed"]
    return csv_text(["risk", "title", "source", "level", "after treatment", "what it means for customers"],
                    [[r["id"], r["title"], r["source"].replace("_", " "), r["level"].replace("_", " "), r["residual_level"].replace("_", " "), r["effect_on_customers"]] for r in keep])


def treatment(t):
    lines = ["\n## Actions by rank\n", "| rank | risk | action | process | due | judged by |", "|---|---|---|---|---|---|"]
    rows = sorted((r for r in t.rows["risk"] if r["status"] == "open" and r["treatment"]), key=lambda r: (int(r["priority"]), r["id"]))
    lines += [f"| {r['priority']} | {r['id']} {r['title']} | {r['response']} | {r['integrated_into']} | {r['treatment_due'] or '-'} | service report, committee |" for r in rows]
    return "\n".join(lines) + "\n\nThe committee looks at this plan each quarter; what is overdue is moved only with a reason.\n"


def services(t, lib):
    lib.add("DOC-SLM-PROC", "Service level management procedure", "procedure", "P016", "P010", clause="8.3.3", process="SLM")
    for sid, name, description, *_ in SERVICES:
        if sid == "PRT":
            continue
        draft = sid == "MOB"
        lib.add(f"DOC-REQ-{sid}", f"Service requirements: {name}", "requirements", SERVICE_OWNERS[sid], "P010", approved="2025-08-04", service=f"SVC-{sid}",
                status="draft" if draft else "approved")
    for sid in LIVE:
        lib.add(f"DOC-SLA-{sid}", f"Service level agreement: {NAMES[sid]}", "agreement", "P016", "P010", approved="2025-09-08", review="2027-09-07", service=f"SVC-{sid}",
                clause="8.3.3", name=f"sla-{sid.lower()}.md", body=sla(t, sid), in_force_from="2025-10-01")
        lib.add(f"DOC-REP-{sid}", f"Service reports: {NAMES[sid]}, October 2025 to September 2026", "report", "P047", "P016", approved="2026-10-09", review="2027-10-09",
                service=f"SVC-{sid}", clause="8.3.3", name=f"service-report-{sid.lower()}.csv", body=service_report(t, sid), in_force_from="2026-10-09")


def sla(t, sid):
    availability, workload, exceptions, _ = SLA_TERMS[sid]
    row = t.find("sla", id=f"SLA-{sid}")
    lines = [f"\nBetween {AGENCY} and {row['customer']}; signed for the customer by {row['agreed_by']}. Valid {row['starts_on']} to {row['ends_on']}.\n",
             f"## 1. Service\n{t.find('service', id='SVC-' + sid)['description']}. It rests on the service requirements DOC-REQ-{sid}.\n", "## 2. Targets",
             "| target | value | looked at |", "|---|---|---|"]
    for target in t.rows["sla_target"]:
        if target["sla"] == f"SLA-{sid}":
            lines.append(f"| {target['title']} | {target['target']} % | each month |")
    if not any(x["sla"] == f"SLA-{sid}" for x in t.rows["sla_target"]):
        lines.append(f"| Availability in the month | {availability} % | each month |")
    lines += [f"\n## 3. Workload limits\n{workload}. Above it the targets are suspended and both sides meet within ten working days.\n", f"## 4. Exceptions\n{exceptions}. "
              "Also: what the customer asks to be left switched off, and orders of the Director in an emergency.\n",
              "## 5. Reports and reviews\nA report by the fifth day of each month, a review with the customer in the second week. A missed target is discussed and a decision recorded.\n",
              "## 6. Complaints and changes\nComplaints go to the business relationship manager. Changes of this agreement go through change management."]
    return "\n".join(lines)


def service_report(t, sid):
    rows = [r for r in t.rows["service_report"] if r["service"] == f"SVC-{sid}"]
    return csv_text(["month", "availability %", "target %", "targets missed", "workload", "change of workload", "within limits", "reported", "reviewed with customer"],
                    [[r["period_from"][:7], r["availability_actual"], SLA_TERMS[sid][0], r["missed_targets"], r["workload_actual"], r["workload_change"], "yes", r["reported_on"],
                      r["reviewed_on"]] for r in rows])


def suppliers(t, lib):
    lib.add("DOC-SUP-PROC", "Supplier management procedure", "procedure", "P022", "P002", clause="8.3.4", process="SUP")
    lib.add("DOC-SUPREV", "Minutes of supplier reviews 2025-2026", "review", "P022", "P002", approved="2026-09-14", process="SUP", name="supplier-reviews.md",
            body=supplier_minutes(t))
    lib.add("DOC-CONCHG", "Assessment of contract changes, January 2026", "record", "P021", "P002", approved="2026-01-26", process="SUP")
    lib.add("DOC-DISPUTES", "Log of disputes with suppliers, October 2025 to September 2026", "record", "P021", "P002", approved="2026-10-05", process="SUP",
            name="supplier-disputes.csv", body=disputes(t))
    for number, supplier in enumerate(t.rows["supplier"], 1):
        lib.add(f"DOC-IF-{number:02}", f"Interfaces with {supplier['name']}", "other", supplier["designated_person"], "P002", process="SUP")
    for cid, supplier, service, title, *_ in CONTRACTS:
        own = cid in texts.CONTRACT_NOTES
        lib.add(f"DOC-{cid}", f"Contract {cid}: {title}", "agreement", "P021", "P002", clause="8.3.4.1", name=f"contract-{cid.lower()}.md" if own else "",
                body=abstract(t, cid) + texts.CONTRACT_NOTES[cid] if own else "")
    lib.add("DOC-CONABS", "Abstracts of the other contracts with external suppliers", "agreement", "P021", "P002", clause="8.3.4.1", name="contract-abstracts.md",
            body="\n".join(abstract(t, c[0], True) for c in CONTRACTS if c[0] not in texts.CONTRACT_NOTES))
    for cid, supplier, service, title, *_ in INTERNAL:
        lib.add(f"DOC-{cid}", f"Agreement {cid}: {title}", "agreement", "P022", "P002", clause="8.3.4.2")
    for did, name, kinds, title in (("DOC-AGRINT", "agreements-internal.md", ("internal",), "Documented agreements with internal suppliers"),
                                    ("DOC-AGRCUS", "agreements-customers.md", ("customer",), "Documented agreements with customers acting as suppliers")):
        ids = {s["id"] for s in t.rows["supplier"] if s["kind"] in kinds}
        lib.add(did, title, "agreement", "P022", "P002", clause="8.3.4.2", name=name, body="\n".join(internal(t, c[0]) for c in INTERNAL if c[1] in ids))


def supplier_minutes(t):
    lines = ["\nEach supplier is reviewed every quarter by the person designated. Present besides: service owner and, for critical suppliers, the deputy director.\n",
             "| supplier | review | held | result |", "|---|---|---|---|"]
    lines += [f"| {r['supplier']} | {r['id']} | {r['reviewed_on']} | {r['result']} |" for r in t.rows["supplier_review"]]
    return "\n".join(lines)


def abstract(t, cid, whole=False):
    c = t.find("contract", id=cid)
    supplier = t.find("supplier", id=c["supplier"])["name"]
    lines = [f"\n## {cid} {c['title']}, {supplier}", f"- Term: {c['starts_on']} to {c['ends_on']}; signed on {c['signed_on']}; value {float(c['value']):,.0f} {c['currency']}"]
    if whole:
        lines += [f"- Supplied: {c['scope_covered']}", f"- Requirements: {c['requirements']}", f"- Targets: {c['targets']}", f"- Authority: {c['authorities'] or 'see the general terms'}"]
    return "\n".join(lines) + "\n"


def internal(t, cid):
    c = t.find("contract", id=cid)
    supplier = t.find("supplier", id=c["supplier"])["name"]
    return (f"\n## {cid} {c['title']}, {supplier}\nAgreed on {c['signed_on']}, valid to {c['ends_on']}.\n\n- Targets: {c['targets']}\n- Commitments: {c['commitments']}\n"
            f"- Activities: {c['activities']}\n- Interfaces: {c['interfaces'] or '(left open)'}\n- Heads of both sides review it every year in April.\n")


def disputes(t):
    return csv_text(["dispute", "supplier", "about", "raised", "what was done", "closed", "outcome"],
                    [[d["id"], d["supplier"], d["title"], d["raised_on"], d["actions_taken"], d.get("closed_on", ""), d.get("resolution", "")] for d in t.rows["dispute"]])


def change(t, lib):
    lib.add("DOC-CHM-POL", "Change management policy", "policy", "P025", "P001", approved="2025-08-11", review="2027-02-28", clause="8.5.1.1", process="CHM",
            name="change-policy.md", body=texts.BODIES["DOC-CHM-POL"])
    lib.add("DOC-CHM-PROC", "Change management procedure", "procedure", "P025", "P010", clause="8.5.1.2 8.5.1.3", process="CHM")
    for did, title in texts.MODELS.items():
        lib.add(did, f"Standard change model: {title}", "instruction", "P025", "P010", approved="2025-06-02", process="CHM")
    lib.add("DOC-CHREC", "Change records by month, October 2025 to September 2026", "record", "P047", "P025", approved="2026-10-05", process="CHM",
            name="change-records.csv", body=monthly(t, "change", "requested_at", "type"))
    for quarter, (on, first, last) in enumerate(QUARTERS, 1):
        lib.add(f"DOC-CHT-{quarter}", f"Analysis of change records, {first} to {last}", "report", "P025", "P010", approved=on, review="2027-12-31", process="CHM",
                name=f"change-analysis-{quarter}.md", body=change_analysis(t, quarter, first, last), in_force_from=on)


QUARTERS = [("2026-01-14", "2025-10", "2025-12"), ("2026-04-09", "2026-01", "2026-03"), ("2026-07-08", "2026-04", "2026-06"), ("2026-10-07", "2026-07", "2026-09")]


def change_analysis(t, quarter, first, last):
    rows = [c for c in t.rows["change"] if first <= c["requested_at"][:7] <= last]
    def count(**want):
        return sum(1 for c in rows if all(c.get(k) == v for k, v in want.items()))
    busiest = max(LIVE, key=lambda s: (count(service=f"SVC-{s}"), s))
    failed = count(outcome="failed") + count(outcome="backed_out")
    return f"""
## Figures
- Requests for change: {len(rows)}; standard {count(type='standard')}, normal {count(type='normal')}, emergency {count(type='emergency')}
- Unsuccessful or backed out: {failed}
- Most changed service: {NAMES[busiest]} ({count(service=f'SVC-{busiest}')})
- Refused by the board: {count(approval_decision='rejected')}

## What it shows
1. Emergency changes come mostly from network operations and cluster on Mondays; firewall rules asked for too late are the main cause.
2. Unsuccessful changes had test steps that were not run in the same environment as the one deployed to.
3. Standard changes run well; two more kinds are worth a model.

## Conclusions, reviewed with the change board and the process owner
- Ask partners for firewall rules ten working days ahead of exercises: entered as improvement IMP-C{quarter}.
- Repeat the figures next quarter and compare.
"""


def monthly(t, register, time_field, split):
    cells, words = {}, sorted({row[split] or "(none)" for row in t.rows[register]})
    for row in t.rows[register]:
        key = (row[time_field][:7], row["service"][4:])
        counts = cells.setdefault(key, dict.fromkeys(words, 0))
        counts[row[split] or "(none)"] += 1
    return csv_text(["month", "service", "recorded"] + words, [[*key, sum(cells[key].values()), *cells[key].values()] for key in sorted(cells)])


def resolution(t, lib):
    lib.add("DOC-IM-PROC", "Incident management procedure", "procedure", "P017", "P010", clause="8.6.1", process="IM")
    lib.add("DOC-RF-PROC", "Request fulfillment procedure", "procedure", "P034", "P010", clause="8.6.2", process="RF")
    lib.add("DOC-PM-PROC", "Problem management procedure", "procedure", "P026", "P010", clause="8.6.3", process="PM")
    lib.add("DOC-MI-CRIT", "Criteria for a major incident", "criteria", "P017", "P001", approved="2025-09-08", clause="8.6.1", process="IM", name="major-incident-criteria.md",
            body=texts.BODIES["DOC-MI-CRIT"])
    lib.add("DOC-MI-PROC", "Major incident procedure", "procedure", "P017", "P001", approved="2025-09-08", clause="8.6.1", process="IM", name="major-incident-procedure.md",
            body=texts.BODIES["DOC-MI-PROC"])
    for index, major in enumerate((i for i in t.rows["incident"] if i["major"] == "yes"), 1):
        on = major["reviewed_on"] or major["reported_on"]
        lib.add(f"DOC-MIR-{index:02}", f"Major incident {major['number']}: report and review", "review", "P008", "P003", approved=on, process="IM", in_force_from=on,
                name=f"major-incident-{index:02}.md", body=major_report(major))
    lib.add("DOC-INCREC", "Incident records by month, October 2025 to September 2026", "record", "P047", "P017", approved="2026-10-05", process="IM",
            name="incident-records.csv", body=monthly(t, "incident", "opened_at", "priority"))
    for sid in LIVE:
        lib.add(f"DOC-INS-{sid}", f"Fulfilment instructions: {NAMES[sid]}", "instruction", "P034", "P008", approved="2025-06-16", service=f"SVC-{sid}", clause="8.6.2")
    lib.add("DOC-INSALL", "Fulfilment instructions, handbook", "procedure", "P034", "P008", approved="2025-06-16", clause="8.6.2", process="RF", name="fulfilment-instructions.md",
            body=instructions())
    lib.add("DOC-REQREC", "Request records by month, October 2025 to September 2026", "record", "P047", "P034", approved="2026-10-05", process="RF",
            name="request-records.csv", body=monthly(t, "request", "opened_at", "priority"))
    lib.add("DOC-PRBREC", "Problem records by month, October 2025 to September 2026", "record", "P047", "P026", approved="2026-10-05", process="PM",
            name="problem-records.csv", body=monthly(t, "problem", "opened_at", "priority"))
    for quarter, (on, first, last) in enumerate(PROBLEM_QUARTERS, 1):
        lib.add(f"DOC-PBR-{quarter}", f"Effect of problem resolution, {first} to {last}", "report", "P026", "P003", approved=on, review="2027-12-31", process="PM",
                name=f"problem-review-{quarter}.md", body=problem_review(t, quarter, first, last), in_force_from=on)


PROBLEM_QUARTERS = [("2025-12-16", "2025-10-01", "2025-12-15"), ("2026-03-12", "2025-12-16", "2026-03-11"), ("2026-06-08", "2026-03-12", "2026-06-07"),
                    ("2026-09-02", "2026-06-08", "2026-09-01")]


def problem_review(t, quarter, first, last):
    closed = [p for p in t.rows["problem"] if p["closed_at"] and first <= p["closed_at"][:10] <= last]
    lines = [f"\nProblems closed in the time: {len(closed)}. For each the incidents of the two weeks after the fix were looked through.\n", "| problem | fix | incidents like it since |", "|---|---|---|"]
    lines += [f"| {p['number']} {p['title']} | {p['resolution'] or 'none recorded'} | {'1, another cause' if n % 7 == 3 else 'none'} |" for n, p in enumerate(closed[:18])]
    if len(closed) > 18:
        lines.append(f"| {len(closed) - 18} more | in the ticket tool | none |")
    if not closed:
        lines.append("| none closed yet | - | - |")
    return "\n".join(lines) + f"\n\nReported to the head of operations. Improvement IMP-P{quarter} follows from it.\n"


def major_report(major):
    return f"""
## Report
- Incident: {major['number']}, {major['title']}
- Service: {major['service']}; opened {major['opened_at']}, declared {major['major_declared_at']}, resolved {major['resolved_at']} (local time)
- Answered for by: {major['major_manager'] or 'nobody named in the record'}
- Top management told: {major['top_management_informed_at'] or 'not recorded'}
- Cause: {major['resolution']}
- What was done: {major['actions_taken']}
- Reported on {major['reported_on']}

## Review
Held on {major['reviewed_on'] or '(no meeting recorded)'} with the duty officer, the process manager, the group that restored the service and one customer.

1. Detection: the first call came before the alarm; monitoring of the component is extended.
2. Response: the right group was on the bridge within 20 minutes.
3. Information: notices went out every 30 minutes; two units were missing on the list and were added.
4. Cause: handed to problem management{' as ' + major['problem'] if major.get('problem') else ''}.
5. Improvement: entered in the register with source major incident.
"""


def instructions():
    from .words import REQUESTS
    lines = ["\nKept in the knowledge base of the ticket tool, open to every member of a fulfilment group. One page per item; here the items with what to mind.\n"]
    for sid, items in REQUESTS.items():
        lines.append(f"## {NAMES[sid]}")
        lines += [f"- {item}: {'approval first, ' if needs else ''}within {days} days; page INS-{sid}-{n}" for n, (item, _, needs, days) in enumerate(items, 1)]
    return "\n".join(lines) + "\n"


SYSTEMS = [("SYS-EMS", "Enterprise Messaging System", "EMS", "EML", "P008"), ("SYS-LPS", "Logistics Planning System", "LPS", "LOG", "P031"),
           ("SYS-EMV", "Exercise Map Viewer", "EMV", "", "P004")]


def security(t, lib):
    lib.add("DOC-SEC-POL", "Information security policy", "policy", "P005", "P001", approved="2025-09-22", review="2027-01-31", clause="8.7.3", process="SEC", communicated_on="2025-10-14", name="security-policy.md",
            body=texts.BODIES["DOC-SEC-POL"])
    lib.add("DOC-MONSTRAT", "Strategy for continuous monitoring", "strategy", "P013", "P006", process="SEC")
    lib.add("DOC-DECOM", "Decommissioning plan: Exercise Map Viewer", "plan", "P004", "P006", approved="2026-02-16", process="SEC")
    for system, name, acronym, service, owner in SYSTEMS[:2]:
        tail = acronym.lower()
        lib.add(f"DOC-CAT-{acronym}", f"Categorization and boundary: {name}", "record", owner, "P006", approved="2025-02-10", process="SEC")
        lib.add(f"DOC-SSP-{acronym}", f"Security plan: {name}", "plan", owner, "P006", approved="2025-05-12", review="2027-05-12", process="SEC")
        lib.add(f"DOC-SAP-{acronym}", f"Security assessment plan: {name}", "plan", "P013", "P006", approved="2026-02-02", process="SEC")
        lib.add(f"DOC-SAR-{acronym}", f"Security assessment report: {name}", "report", "P055", "P013", approved="2026-04-20", review="2027-04-20", process="SEC")
        lib.add(f"DOC-RAR-{acronym}", f"Risk assessment report: {name}", "report", "P013", "P005", approved="2026-04-27", process="SEC")
        lib.add(f"DOC-POA-{acronym}", f"Plan of action and milestones: {name}", "plan", owner, "P005", approved="2026-08-10", review="2027-02-10", process="SEC",
                name=f"poam-{tail}.csv", body=poam(acronym))
        lib.add(f"DOC-ATO-{acronym}", f"Authorization decision: {name}", "record", "P006", "P006", approved="2026-05-18", process="SEC", name=f"authorization-{tail}.md",
                body=authorization(name, acronym))
    rmf.documents(t, lib)


def poam(acronym):
    rows = [["W-01", "Log storage below 90 days", "AU-11", "moderate", "More storage ordered", "2026-11-30", "ongoing"],
            ["W-02", "Two service accounts without owner", "AC-2", "low", "Owners named", "2026-09-15", "completed"],
            ["W-03", "Restore test older than a year", "CP-9", "moderate", "Test planned with continuity exercise", "2026-12-18", "ongoing"],
            ["W-04", "Interface without mutual authentication", "SC-8", "moderate" if acronym == "LPS" else "low", "Certificate exchange", "2027-01-29", "ongoing"]]
    return csv_text(["weakness", "description", "control", "risk", "milestone", "due", "state"], rows)


def authorization(name, acronym):
    return f"""
1. I have read the security plan (DOC-SSP-{acronym}), the assessment report (DOC-SAR-{acronym}), the risk assessment report and the plan of action.
2. The risk of operating {name} to operations, assets and individuals is acceptable, provided the plan of action is followed.
3. **Decision: authorization to operate{' with conditions' if acronym == 'LPS' else ''}.** Conditions: the milestones of W-01 and W-03 are met on time{'; interface certificates are in place by January' if acronym == 'LPS' else ''}.
4. The authorization ends as stated in the system register. It may be withdrawn at any time when the risk is no longer acceptable.

Ruth Adeyemi, Brigadier General, Authorizing Official, 18 May 2026
"""


def systems(t):
    for system, name, acronym, service, owner in SYSTEMS:
        retired = acronym == "EMV"
        t.add("system", id=system, name=name, acronym=acronym, description={"EMS": "Mail, calendars and gateways in two rooms of the data centre",
              "LPS": "Planning application with database, map and interface servers", "EMV": "Viewer for exercise maps, replaced by the map service"}[acronym],
              owner=owner, authorizing_official="P006", security_officer="P013", organization="NJSA", service=f"SVC-{service}" if service else "",
              status="retired" if retired else "operational", live_on="2019-04-01", framework="fips199", confidentiality="moderate", integrity="moderate",
              availability="low" if retired else "moderate", overall_impact="moderate", categorized_on="2025-02-03", categorization_approved_by="P006",
              categorization_document="" if retired else f"DOC-CAT-{acronym}", boundary_document="" if retired else f"DOC-CAT-{acronym}", baseline="moderate",
              controls_selected_on="2025-04-07", security_plan="" if retired else f"DOC-SSP-{acronym}", security_plan_approved_on="2025-05-12", implemented_on="2025-11-03",
              implementation_document="" if retired else f"DOC-SSP-{acronym}", assessment_plan="" if retired else f"DOC-SAP-{acronym}", assessed_on="2026-04-13",
              assessed_by="P055", assessment_report="" if retired else f"DOC-SAR-{acronym}", risk_report="" if retired else f"DOC-RAR-{acronym}",
              action_plan="" if retired else f"DOC-POA-{acronym}", authorization="ato_with_conditions" if acronym == "LPS" else "ato", authorized_on="2026-05-18",
              authorized_by="P006", authorization_ends_on="2026-08-31" if retired else "2029-05-17",
              authorization_conditions="Milestones of the plan of action on time" if not retired else "", authorization_document="" if retired else f"DOC-ATO-{acronym}",
              monitoring_strategy="DOC-MONSTRAT", last_monitored_on="2026-09-14", risk_reviewed_on="2026-08-24", decommissioning_plan="DOC-DECOM" if retired else "",
              retired_on="2026-08-31" if retired else "")
