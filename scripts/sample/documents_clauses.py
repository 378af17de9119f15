"""Documents of clauses 4 to 10 that the first part of the library has not: the management system, its plans, its records."""

from . import texts_system as texts
from .common import AGENCY, csv_text
from .registers import NAMES


def build(t, lib):
    system(t, lib)
    portfolio(t, lib)
    relations(t, lib)
    transition(t, lib)
    assurance(t, lib)
    evaluation(t, lib)


def table(rows, **columns):
    """Headers with underlines for blanks, and the field each is told from."""
    return csv_text([h.replace("_", " ") for h in columns], [[r.get(f, "") for f in columns.values()] for r in rows])


def system(t, lib):
    lib.add("DOC-SMP-1", "Service management policy", "policy", "P010", "P001", approved="2023-06-05", review="2025-08-31", version="1.0", status="withdrawn", clause="5.2",
            withdrawn_on="2025-09-01")
    lib.add("DOC-CONTEXT", "Context review: issues, interested parties, scope", "review", "P010", "P001", approved="2026-09-16", version="2.2", clause="4.1",
            name="context-review.md",
            body=context(t))
    lib.add("DOC-OBJ", "Service management objectives 2025-2026", "plan", "P010", "P001", approved="2026-03-18", version="2.1", clause="6.2", review="2027-03-31",
            name="service-management-objectives.md",
            body=objectives(t))
    lib.add("DOC-COMPLAN", "Communication plan", "plan", "P010", "P002", clause="7.4")
    lib.add("DOC-COMPREC", "Competence records, October 2025 to September 2026", "record", "P046", "P010", approved="2026-10-08", clause="7.2", name="competence-records.csv",
            body=table(t.rows["competence"], number="id", person="person", role="role", needed="needed", competent="held", education="education", training="training",
                       experience="experience", assessed="assessed_on",
                       action="action", done="action_done_on", effect_judged="effectiveness_judged_on"))
    lib.add("DOC-NETSTART-1", "Start of the network after loss of power", "instruction", "P012", "P003", approved="2023-10-02", review="2026-12-31", version="1.0",
            status="withdrawn", withdrawn_on="2026-02-27")
    lib.add("DOC-NETSTART-2", "Start of the network after loss of power", "instruction", "P012", "P003", approved="2026-02-20", version="2.0", supersedes="DOC-NETSTART-1")


def listed(t, lib):
    """Last of all: what the system holds, where it is kept, and for how long."""
    rows = [{**d, "kept": "three years" if d["type"] in ("record", "report",
                                                         "review") else "until replaced, then three years"} for d in t.rows["document"] if d["status"] == "approved"]
    lib.add("DOC-DOCLIST", "List of documented information and its retention", "other", "P046", "P010", approved="2026-09-28", clause="7.5", name="documented-information.csv",
            body=table(rows, document="id", title="title", type="type", version="version", owner="owner", clause="clause", place="available_at", retention="kept"))


def context(t):
    lines = [texts.BODIES["DOC-CONTEXT"], "## Issues\n", "| issue | inside or outside | bears on the system | why |", "|---|---|---|---|"]
    lines += [f"| {i['id']} {i['title']} | {i['kind']} | {i['relevant']} | {i['reason']} |" for i in t.rows["issue"]]
    lines += ["\n## Interested parties\n", "| party | requirement | taken up |", "|---|---|---|"]
    lines += [f"| {p['party']} | {p['requirement']} | {p['relevant']} |" for p in t.rows["interested_party"]]
    return "\n".join(lines) + "\n"


def objectives(t):
    lines = ["\nSet by the Director on 25 August 2025 from the policy, the context review and the service requirements; told at the town hall of 9 October 2025.\n"]
    for o in t.rows["objective"]:
        lines.append(f"## {o['id']} {o['title']}\n- Level: {o['level']}; owner {o['owner']}\n"
                     f"- Measure: {o['measure']}, from {o['baseline']} to {o['target']} {o['unit']}; date {o['due']}\n- What is done: {o['what']}\n"
                     f"- Means: {o['resources']}\n- Judged by: {o['evaluation']}\n")
    return "\n".join(lines) + "\n"


def portfolio(t, lib):
    lib.add("DOC-REQALL", "Service requirements, collected", "requirements", "P016", "P010", approved="2026-08-03", version="2.1", clause="8.2.2", name="service-requirements.md",
            body=requirements(t))
    lib.add("DOC-PARTYCRIT", "Criteria for choosing other parties", "criteria", "P022", "P002", clause="8.2.3")
    lib.add("DOC-PARTIES", "Other parties: what they provide and operate, and how they are controlled", "other", "P022", "P002", approved="2026-09-14", name="other-parties.csv",
            body=table(t.rows["other_party"], entry="id", party="party", what="what", service="service", component="component", process="process", part="process_part",
                       control_of_process="control_process",
                       control_of_service="control_service", answers="owner"))
    lib.add("DOC-CITYPES", "Types of configuration item", "standard", "P027", "P010", clause="8.2.6", process="CFM", name="configuration-item-types.md",
            body=texts.BODIES["DOC-CITYPES"])
    lib.add("DOC-CFGREC", "Configuration records, state of 30 September 2026, with history of the year", "record", "P027", "P010", approved="2026-10-02", process="CFM",
            name="configuration-records.csv",
            body=table(t.rows["ci"], item="id", name="name", type="type", description="description", related_to="relations", status="status", last_change="last_change",
                       deployed="last_change_deployed_on", updated="updated_on"))
    lib.add("DOC-CMVER", "Verification of configuration information", "report", "P027", "P010", approved="2026-09-15", process="CFM")
    lib.add("DOC-ASSETPLAN", "Life cycle plan of assets", "plan", "P060", "P009", clause="8.2.5", process="AM")
    lib.add("DOC-DISPOSAL", "Certificates of disposal 2026", "record", "P060", "P009", approved="2026-01-22", process="AM")


def requirements(t):
    lines = ["\nAgreed with the customers in the summer of 2025; looked at again in August 2026. Requirements of changes stand in the plans of transitions.\n"]
    for sid in sorted({r["service"] for r in t.rows["service_requirement"] if r["status"] == "in_force"}):
        lines.append(f"## {NAMES[sid[4:]]}")
        lines += [f"- {r['id']} ({r['category']}): {r['title']}" for r in t.rows["service_requirement"] if r["service"] == sid and r["status"] in ("in_force", "met")]
    return "\n".join(lines) + "\n"


def catalogue(t):
    lines = ["\nPublished in the portal; customers see the entries that concern them.\n"]
    for entry in t.rows["service_catalog"]:
        if entry["status"] == "published":
            lines.append(f"## {entry['title']}\n{entry['description']}.\n\n- Outcome: {entry['outcomes']}\n- Rests on: {entry['dependencies'] or 'no other service'}\n"
                         f"- Target: {entry['targets']}; hours: {entry['support_hours']}\n"
                         f"- How to ask: {entry['how_to_request']}\n")
    return "\n".join(lines) + "\n"


def relations(t, lib):
    lib.add("DOC-CUST", "Customers, users and other interested parties of the services", "other", "P030", "P002", approved="2026-08-18", clause="8.3.2", process="BRM",
            name="customers.md", body=customers(t))
    for did, body in texts.SURVEYS.items():
        row = t.find("satisfaction", id=did[4:])
        lib.add(did, row["title"], "report", "P030", "P002", approved=row["reported_on"], process="BRM", name=f"satisfaction-{did[-4:]}.md", body=body,
                in_force_from=row["reported_on"])
    lib.add("DOC-CMPREC", "Complaint records, October 2025 to September 2026", "record", "P030", "P002", approved="2026-10-06", process="BRM", name="complaint-records.csv",
            body=table(t.rows["complaint"], complaint="id", received="received_on", customer="customer", service="service", about="title", what_was_done="actions_taken",
                       closed="closed_on", answer="resolution", reported="reported_on"))
    lib.add("DOC-SRVMIN", "Minutes of service reviews 2025-2026", "review", "P030", "P002", approved="2026-09-14", process="BRM")
    lib.add("DOC-FIN-POL", "Financial policy of the agency", "policy", "P007", "P001", clause="8.4.1", process="FM")
    for quarter in (1, 2, 3):
        lib.add(f"DOC-COST-{quarter}", f"Cost report, quarter {quarter}", "report", "P033", "P007", approved=("2026-02-09", "2026-05-10", "2026-08-09")[quarter - 1], process="FM")
    done = [b for b in t.rows["budget"] if b["actual"]]
    lib.add("DOC-COSTALL", "Cost reports, October 2025 to June 2026", "report", "P033", "P007", approved="2026-08-09", process="FM", name="cost-report.csv",
            body=table(done, budget="id", service="service", first_day="period_from", last_day="period_to", budgeted="budgeted", actual="actual", forecast="forecast",
                       why_more="deviation_reason", decided="actions", reported="reported_on"))
    lib.add("DOC-DEMAND", "Demand and consumption 2025-2026", "report", "P029", "P002", approved="2026-10-08", clause="8.4.2", process="DM")
    lib.add("DOC-CAPPLAN", "Capacity plan 2026-2027", "plan", "P023", "P004", approved="2026-09-28", review="2027-01-29", clause="8.4.3", process="CAPM", name="capacity-plan.md",
            body=capacity(t))


def customers(t):
    lines = ["\nKept by the relationship manager; looked through each August.\n"]
    for c in t.rows["customer"]:
        if c["status"] == "active":
            lines.append(f"## {c['name']}\n- Services: {c['services']}\n- Users: {c['users']}\n- Other interested parties: {c['interested_parties']}\n"
                         f"- Speaks for it: {c['contact']}\n- How we talk: {c['communication']}\n"
                         f"- Complaints go up to: {c['escalation_path']}\n")
    return "\n".join(lines) + "\n"


def capacity(t):
    lines = ["\nRests on the demand figures of the year and on service requirements and performance requirements agreed in August 2025. "
             "Effects of targets, availability and continuity are worked in: each room can carry the services of criticality critical and high alone.\n",
             "| resource | required | now | needed until September 2027 | threshold | time to change | found in use |",
             "|---|---|---|---|---|---|---|"]
    lines += [f"| {c['resource']} ({c['kind']}) | {c['requirement']}; {c['performance_requirement']} | {c['current_capacity']} {c['unit']} | "
              f"{c['forecast_capacity']} {c['unit']} | {c['threshold']} % | {c['timescale']} | {c['analysis']} |"
              for c in t.rows["capacity"]]
    return "\n".join(lines) + "\n"


def transition(t, lib):
    for row in t.rows["transition"]:
        number = row["id"].replace("-", "")
        first, move = row["id"] == "TR-01", row["kind"] == "transfer_out"
        lib.add(f"DOC-{number}-PLAN", f"Plan: {row['title']}", "plan", row["owner"], "P004", approved=row["approved_on"], process="TPS", clause="8.5.2.1" if first else "",
                name="transition-plan-mobile.md" if first else "transfer-plan-range-booking.md" if move else "", body=texts.TRANSITION if first else texts.TRANSFER if move else "")
        if row.get("design"):
            lib.add(row["design"], f"Design: {row['title']}", "plan", row["owner"], "P004", approved=row["design_approved_on"], process="DC", clause="8.5.2.2" if first else "",
                    name="service-design-mobile.md" if first else "", body=texts.DESIGN if first else "")
    lib.add("DOC-ACCTEST", "Acceptance test records of new and changed services 2026", "record", "P061", "P009", approved="2026-09-21", process="SVT",
            name="acceptance-test-records.csv",
            body=table(t.rows["acceptance"], test="id", transition="transition", criterion="criterion", against="tested_against", tested="tested_on", result="result",
                       found="result_detail", decision="decision",
                       decided_with="decided_with"))
    lib.add("DOC-OUTCOME", "Outcomes of changed services 2026", "report", "P031", "P004", approved="2026-09-25", process="TPS")
    lib.add("DOC-REL-POL", "Release policy", "policy", "P019", "P009", approved="2025-09-08", clause="8.5.3", process="RDM",
            name="release-policy.md", body=texts.BODIES["DOC-REL-POL"])
    lib.add("DOC-DEPPLAN", "Deployment plan of release UPD-2609", "plan", "P019", "P009", approved="2026-08-26", process="RDM", name="deployment-plan.md", body=deployment_plan(t))
    lib.add("DOC-REL-CRIT", "Acceptance criteria of releases", "criteria", "P019", "P009", approved="2025-09-08", process="RDM")
    lib.add("DOC-RELREC", "Release records, October 2025 to September 2026", "record", "P019", "P009", approved="2026-10-02", process="RDM", name="release-records.csv",
            body=table(t.rows["release"], release="number", title="title", verified="verified_on", approved="approved_at", baseline="baseline_taken_at", deployed="deployed_at",
                       outcome="outcome", incidents_in_watch_period="incidents_after",
                       conclusions="conclusions"))


def deployment_plan(t):
    plan = t.find("release", number="UPD-2609")
    return texts.BODIES["DOC-DEPPLAN"].format(dates=f"{plan['deployed_at'][:16]} to {plan['deployed_until'][11:16]}", changes=plan["changes"])


def assurance(t, lib):
    lib.add("DOC-AVAIL", "Availability: requirements, targets, risks", "requirements", "P023", "P004", approved="2026-08-31", clause="8.7.1", process="AVM",
            name="availability-requirements.md", body=texts.BODIES["DOC-AVAIL"])
    lib.add("DOC-AVAILREC", "Availability records, October 2025 to September 2026", "record", "P062", "P023", approved="2026-10-02", process="AVM", name="availability-records.csv",
            body=table([m for m in t.rows["measurement"] if m["metric"].endswith("-A")], metric="metric", first_day="period_from", last_day="period_to", availability="value",
                       target="target", met="target_met"))
    for row in t.rows["continuity_plan"]:
        first = row["id"] == "BCP-01"
        lib.add(f"DOC-{row['id']}", f"Continuity plan: {row['title']}", "plan", row["owner"], "P001", approved="2025-09-29", review="2027-07-31", clause="8.7.2" if first else "",
                process="ITSCM",
                name="continuity-plan-room.md" if first else "", body=texts.BODIES["DOC-BCP-01"] if first else "")
    for row in t.rows["continuity_test"]:
        lib.add(f"DOC-{row['id']}", f"Continuity test of {row['held_on']}: {row['plan']}", "report", "P024", "P004", approved=row["reported_on"], process="ITSCM")
    lib.add("DOC-CTALL", "Continuity test records, October 2025 to September 2026", "record", "P024", "P004", approved="2026-09-24", process="ITSCM",
            name="continuity-test-records.csv",
            body=table(t.rows["continuity_test"], test="id", plan="plan", method="method", held="held_on", recovery_time="recovery_time_achieved", result="result",
                       results="results", reviewed="reviewed_on", deficiencies="deficiencies",
                       actions="actions", done="actions_done_on"))
    lib.add("DOC-SECCTRL", "Decisions on information security controls", "other", "P013", "P005", approved="2026-06-15", version="2.3", process="SEC", name="security-controls.csv",
            body=table(t.rows["security_control"], control="id", title="title", reference="reference", risk="risk", decision="decision", reason="reason",
                       in_operation="implemented_on", agreed_with_supplier="agreed_with_external_on"))
    lib.add("DOC-SECINC", "Security incident records, October 2025 to September 2026", "record", "P055", "P013", approved="2026-10-02", process="SEC",
            name="security-incident-records.csv",
            body=table(t.rows["security_incident"], incident="number", opened="opened_at", kind="category", risk="security_risk", priority="priority", resolved="resolved_at",
                       closed="closed_at", analysed="analysed_on"))


def evaluation(t, lib):
    lib.add("DOC-METRICS", "List of measures", "standard", "P047", "P010", approved="2025-09-18", clause="9.1", name="measures.csv",
            body=table([m for m in t.rows["metric"] if m["status"] == "active"], measure="id", name="name", about="about", how="method", source="source", measured="measured_when",
                       evaluated="evaluated_when", target="target"))
    lib.add("DOC-MEASURE", "Measurement records, October 2025 to September 2026", "record", "P047", "P010", approved="2026-10-09", name="measurement-records.csv",
            body=table(t.rows["measurement"], result="id", measure="metric", measured="measured_on", value="value", target="target", met="target_met", trend="trend",
                       action="action"))
    lib.add("DOC-AUDPROG", "Internal audit programme 2025 to 2027", "plan", "P052", "P006", approved="2025-12-09", clause="9.2", name="audit-programme.md",
            body=texts.BODIES["DOC-AUDPROG"])
    lib.add("DOC-AUDCOMP", "Competence of auditors", "record", "P052", "P006", approved="2026-04-13")
    for did, title, on in (("DOC-IA25-PLAN", "Plan of the internal audit 2025", "2025-05-05"), ("DOC-IA25-REP", "Report of the internal audit 2025", "2025-06-24"),
                           ("DOC-IA26-PLAN", "Plan of the internal audit 2026", "2026-04-13")):
        lib.add(did, title, "report" if did.endswith("REP") else "plan", "P050", "P052", approved=on)
    lib.add("DOC-IA26-REP", "Report of the internal audit 2026", "report", "P050", "P052", approved="2026-06-03", name="internal-audit-report.md", body=audit_report(t))
    for row in t.rows["management_review"]:
        kept = row["held_on"] > "2025-10-01"
        lib.add(f"DOC-{row['id']}", f"Minutes of the management review of {row['held_on']}", "review", "P010", "P001", approved=row["held_on"], in_force_from=row["held_on"],
                name=f"management-review-{row['id'][-1]}.md" if kept else "", body=minutes(row) if kept else "")
    lib.add("DOC-REPORTS", "List of reports", "standard", "P047", "P010", approved="2025-09-18", clause="9.4", name="report-list.md", body=texts.BODIES["DOC-REPORTS"])
    lib.add("DOC-NCREC", "Nonconformity records, October 2025 to September 2026", "record", "P011", "P010", approved="2026-10-05", clause="10.1", name="nonconformity-records.csv",
            body=table(t.rows["nonconformity"], number="id", found="found_on", what="statement", correction="correction", cause="cause", action="corrective_action",
                       done="implemented_on", effect_verified="effectiveness_verified_on", result="result",
                       state="status"))
    lib.add("DOC-IMPREC", "Improvement records, October 2025 to September 2026", "record", "P011", "P010", approved="2026-10-09", name="improvement-records.csv",
            body=table(t.rows["improvement"], number="id", title="title", source="source", decision="decision", decided="decided_on", rank="priority", target="target", due="due",
                       done="done_on", measured="measured_on"))


def audit_report(t):
    lines = [f"\n## Audit IA-26 of {AGENCY}, 11 to 15 May 2026\n"
             "Criteria: ISO/IEC 20000-1:2018 with amendment 1 and the agency's own policies and procedures. Received by: Director, owners of processes.\n", "## Sessions\n",
             "| session | clauses | auditor | result |", "|---|---|---|---|"]
    lines += [f"| {s['title']} | {s['clauses']} | {s['auditor']} | {s['result'].replace('_', ' ') + ': ' + s['summary'] if s['result'] else s.get('reason') or 'nothing written down'} |"
              for s in t.rows["audit_session"] if s["audit"] == "IA-26"]
    lines += ["\n## Nonconformities\n"] + [f"- {n['id']} ({n['control']}): {n['statement']}" for n in t.rows["nonconformity"] if n["audit"] == "IA-26"]
    return "\n".join(lines) + "\n\n## Conclusion\nOwn requirements and the standard are met except where said. The system works where it is lived; records lag in two processes.\n"


def minutes(row):
    from .reviewing import INPUTS
    lines = [f"\nChaired by the Director. Present: {row['attendees']}.\n", "## Looked at"]
    lines += [f"{n}. {x.replace('_', ' ').capitalize()}" for n, x in enumerate((x for x in INPUTS if row[f"input_{x}"] == "yes"), 1)]
    return "\n".join(lines) + (f"\n\n## Decided\n- Opportunities for improvement: {row['improvement_decisions']}\n"
                               f"- Changes: {row['changes_needed']}\n- Also: {row['decisions']}\n\n"
                               "Suitable, adequate and effective, with the limits named.\n")
