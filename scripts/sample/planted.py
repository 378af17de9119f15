"""The faults that are put into the clean organisation, and what must be found of each.

Rows that must fail go to planted.csv, exactly; faults that show in no row go to planted_outcomes.csv as the determination they lead to.
Those that came later are in planted_clauses.py, planted_rmf.py and planted_assurance.py, under numbers of their own; planted_files.py writes them down.
"""

import datetime as dt

from .common import moment, show

ISO, DESMF, RMF = "iso20000-1-2018", "desmf-3", "rmf-sec"


class Plan:
    def __init__(self, tables):
        self.t = tables
        self.faults = []      # id, register, what, rows as text, control, check, number of failing rows
        self.rows = []        # check, subject, register, row key, fault
        self.outcomes = []    # catalog, control, subject, outcome, word in a basis, fault
        self.told_by = []     # arguments, what the command says, fault
        self.counts_off = {}
        self.later = {}       # rows recorded once more after all else, by register

    def fault(self, what, register, control, catalog=ISO, number=None, why=""):
        """Numbered in order, unless a number is given; `why` an auditor objects is what the control says, unless told otherwise."""
        counted = sum(1 for f in self.faults if not f["numbered"]) + 1
        self.faults.append({"id": f"F{number or counted:02}", "what": what, "register": register, "control": control, "catalog": catalog, "why": why, "numbered": number is not None, "rows": [], "outcomes": [], "told": []})
        return self.faults[-1]

    def row(self, fault, check, key, subject="", register=""):
        entry = (check, subject, register or fault["register"], key, fault["id"])
        self.rows.append(entry)
        fault["rows"].append(entry)

    def outcome(self, fault, control, outcome, says, subject="", catalog=ISO):
        entry = (catalog, control, subject, outcome, says, fault["id"])
        self.outcomes.append(entry)
        fault["outcomes"].append(entry)

    def told(self, fault, arguments, says):
        """A fault that only a command tells."""
        fault["told"].append((arguments, says))
        self.told_by.append((arguments, says, fault["id"]))

    def get(self, register, key):
        hits = [r for r in self.t.rows[register] if self.t.key_of(register, r) == key]
        if len(hits) != 1:
            raise KeyError(f"{register} {key}: {len(hits)} rows")
        return hits[0]

    def drop(self, register, key):
        self.t.rows[register].remove(self.get(register, key))

    def some(self, register, count, skip, condition):
        """`count` rows that meet the condition, every skip-th, so that they lie spread over the year."""
        hits = [r for r in self.t.rows[register] if condition(r)]
        chosen = hits[skip // 2::skip][:count]
        if len(chosen) != count:
            raise ValueError(f"{register}: {len(chosen)} of {count} rows found")
        return chosen


def plant_registers(plan):
    risk(plan)
    agreements(plan)
    supplier(plan)
    change(plan)
    incident(plan)
    request(plan)
    problem(plan)
    raci(plan)
    common_control(plan)
    system(plan)


def clear(row, *fields):
    for field in fields:
        row[field] = ""


def risk(plan):
    f = plan.fault("A risk says nothing on what it means for customers", "risk", "6.1.2-r04")
    clear(plan.get("risk", "R-024"), "effect_on_customers")
    plan.row(f, "risk-effect-on-customers", "R-024")
    f = plan.fault("The acceptance criterion for people was due for review on 30 June 2026", "risk_criterion", "6.1.2-r05")
    plan.get("risk_criterion", "RC-6")["review_due"] = "2026-06-30"
    plan.row(f, "risk-criteria-approved", "RC-6")


def agreements(plan):
    f = plan.fault("The agreement for Collaboration and File Sharing ended on 31 August 2026 and was not renewed", "sla", "8.3.3-r01 8.3.3-r02")
    plan.get("sla", "SLA-COL").update(status="expired", ends_on="2026-08-31")
    for check in ("service-agreed-with-customer", "service-has-sla"):
        plan.row(f, check, "SVC-COL", "SVC-COL", "service")
    f = plan.fault("The service report of the Logistics Planner for February and March 2026 is missing", "service_report", "8.3.3-r06 8.3.3-r07")
    for month in ("2026-02", "2026-03"):
        plan.drop("service_report", f"REP-LOG-{month}")
        plan.t.rows["improvement"] = [r for r in plan.t.rows["improvement"] if r.get("service_report") != f"REP-LOG-{month}"]
    for check in ("performance-reviewed-as-planned", "workload-reviewed-as-planned"):
        plan.row(f, check, "SVC-LOG", "SVC-LOG", "service")
    f = plan.fault("Missed targets of the Virtual Desktop in February 2026 led to no improvement or decision", "improvement", "8.3.3-r08")
    missed = next(r for r in plan.t.rows["improvement"] if r.get("service_report") == "REP-VDI-2026-02")
    plan.t.rows["improvement"].remove(missed)
    plan.row(f, "missed-target-leads-to-improvement", "REP-VDI-2026-02", "SVC-VDI", "service_report")


def supplier(plan):
    f = plan.fault("The person named for a supplier left in January 2026", "supplier", "8.3.4.1-r01")
    plan.get("supplier", "SUP-08")["designated_person"] = "P059"
    plan.row(f, "supplier-has-responsible-person", "SUP-08")
    f = plan.fault("A contract marked as in force ended on 31 August 2026", "contract", "8.3.4.1-r02")
    plan.get("contract", "CON-06")["ends_on"] = "2026-08-31"
    plan.row(f, "external-supplier-has-contract", "SUP-06", register="supplier")
    plan.row(f, "live-service-under-valid-contract", "CON-06")
    f = plan.fault("The second and third quarterly reviews of a storage supplier are missing", "supplier_review", "8.3.4.1-r10")
    for quarter in (2, 3):
        plan.drop("supplier_review", f"SR-03-{quarter}")
    plan.row(f, "external-supplier-reviewed-as-planned", "SUP-03", register="supplier")
    f = plan.fault("A contract was due for review on 31 August 2026", "contract", "8.3.4.1-r12")
    plan.get("contract", "CON-07")["review_due"] = "2026-08-31"
    plan.row(f, "contract-review-not-overdue", "CON-07")
    f = plan.fault("A dispute is past its date, still open", "dispute", "8.3.4.1-r15")
    plan.get("dispute", "DSP-03")["due"] = "2026-09-30"
    plan.row(f, "dispute-managed-to-closure", "DSP-03")
    f = plan.fault("The agreement with a customer acting as a supplier is still a draft", "contract", "8.3.4.2-r01")
    plan.get("contract", "AGR-12")["status"] = "draft"
    plan.row(f, "internal-supplier-has-agreement", "SUP-12", register="supplier")


def change(plan):
    def done(**want):
        return lambda r: r["deployed_at"] and r["state"] == "closed" and all(r.get(k) == v for k, v in want.items())
    def rows(f, check, chosen):
        for row in chosen:
            plan.row(f, check, row["number"])
    f = plan.fault("Normal changes were approved a day after they were deployed", "change", "8.5.1.3-r01")
    late = plan.some("change", 4, 60, done(type="normal", kind="ordinary", outcome="successful"))
    for row in late:
        row["approved_at"] = show(moment(row["deployed_until"]) + dt.timedelta(days=1))
    rows(f, "normal-change-approved-before-deployment", late)
    f = plan.fault("Emergency changes were never approved", "change", "8.5.1.3-r01")
    unapproved = plan.some("change", 2, 15, done(type="emergency", outcome="successful"))
    for row in unapproved:
        clear(row, "approved_at", "approved_by", "approval_decision")
    rows(f, "emergency-change-approved", unapproved)
    f = plan.fault("A service was removed past design and transition", "change", "8.5.1.2-r06 8.5.1.2-r05")
    removal = next(r for r in plan.t.rows["change"] if r["kind"] == "remove_service")
    removal["uses_design_transition"] = "no"
    rows(f, "removal-through-transition", [removal])
    rows(f, "policy-category-through-transition", [removal])
    f = plan.fault("Deployed changes have no back-out plan", "change", "8.5.1.3-r10")
    bare = plan.some("change", 3, 24, done(type="normal", kind="ordinary", category="Configuration", outcome="successful"))
    for row in bare:
        clear(row, "backout_plan")
    rows(f, "change-way-back-planned", bare)
    f = plan.fault("Changes were tested only after deployment", "change", "8.5.1.3-r08")
    untested = plan.some("change", 3, 45, done(type="normal", kind="ordinary", category="Software", outcome="successful"))
    for row in untested:
        row["tested_on"] = row["reviewed_on"]
    rows(f, "change-tested-before-deployment", untested)
    f = plan.fault("Standard changes went on under a model withdrawn on 30 June 2026", "change", "8.5.1.3-r01")
    rows(f, "standard-change-under-model", [r for r in plan.t.rows["change"] if r["model"] == "DOC-SCM-PORT" and r["type"] == "standard" and r["deployed_at"][:10] >= "2026-06-30"])


def incident(plan):
    def closed(row):
        return row["state"] == "closed" and row["major"] == "no" and row["resolved_at"] and row["closed_at"] < "2026-09-01"
    def rows(f, check, chosen):
        for row in chosen:
            plan.row(f, check, row["number"])
    majors = [r for r in plan.t.rows["incident"] if r["major"] == "yes"]
    f = plan.fault("Top management was not told of a major incident", "incident", "8.6.1-r10")
    clear(majors[4], "top_management_informed_at")
    rows(f, "major-incident-top-management-informed", majors[4:5])
    f = plan.fault("A major incident was not reviewed", "incident", "8.6.1-r13")
    clear(majors[6], "reviewed_on", "review_document")
    rows(f, "major-incident-reviewed", majors[6:7])
    f = plan.fault("Incidents past their time were not escalated", "incident", "8.6.1-r04")
    late = plan.some("incident", 4, 100, lambda r: closed(r) and r["escalated_at"])
    for row in late:
        clear(row, "escalated_at", "escalated_to")
    rows(f, "incident-escalated-when-due", late)
    f = plan.fault("Incidents have no category", "incident", "8.6.1-r02")
    bare = plan.some("incident", 3, 900, closed)
    for row in bare:
        clear(row, "category", "subcategory")
    rows(f, "incident-classified", bare)
    f = plan.fault("Incidents have a priority that does not follow from impact and urgency", "incident", "8.6.1-r03")
    odd = plan.some("incident", 60, 32, lambda r: closed(r) and r["priority"] == "low" and r["impact"] == "low")
    for row in odd:
        row["priority"] = "high"
    rows(f, "incident-priority-follows-impact-and-urgency", odd)
    f = plan.fault("Resolved incidents stay open for months", "incident", "8.6.1-r06")
    stuck = plan.some("incident", 4, 900, lambda r: closed(r) and r["number"] not in {x["number"] for x in bare + odd + late})
    for row in stuck:
        row["state"] = "resolved"
        clear(row, "closed_at", "closed_by")
    rows(f, "resolved-incident-closed", stuck)
    f = plan.fault("Closed incidents have no resolution time", "incident", "8.6.1-r07")
    timeless = plan.some("incident", 5, 230, lambda r: closed(r) and not r["escalated_at"] and r["number"] not in {x["number"] for x in bare + odd + late + stuck}
                         and r["closed_at"] <= r["escalation_due_at"])
    for row in timeless:
        clear(row, "resolved_at")
    rows(f, "closed-incident-has-resolution-time", timeless)


def request(plan):
    def rows(f, check, chosen):
        for row in chosen:
            plan.row(f, check, row["number"])
    f = plan.fault("Requests have no priority", "request", "8.6.2-r03")
    bare = plan.some("request", 5, 290, lambda r: r["state"] == "closed")
    for row in bare:
        clear(row, "priority")
    rows(f, "request-prioritised", bare)
    f = plan.fault("Fulfilled requests stay open for months", "request", "8.6.2-r05")
    stuck = plan.some("request", 5, 270, lambda r: r["state"] == "closed" and r["fulfilled_at"] < "2026-08-01" and r["priority"])
    for row in stuck:
        row["state"] = "fulfilled"
        clear(row, "closed_at")
    rows(f, "fulfilled-request-closed", stuck)
    f = plan.fault("The team that fulfils new database requests cannot open its instruction", "request", "8.6.2-r07")
    blind = [r for r in plan.t.rows["request"] if r["item"] == "Database" and r["fulfilled_at"]]
    for row in blind:
        row["instruction_accessible"] = "no"
    rows(f, "fulfilment-instruction-at-hand", blind)
    f = plan.fault("The export of requests holds three rows fewer than the tool counts, so that its passes prove nothing", "request", "8.6.2-r02")
    plan.counts_off["request"] = 3
    plan.outcome(f, "8.6.2-r02", "not_assessed", "this proves nothing")


def problem(plan):
    def rows(f, check, chosen):
        for row in chosen:
            plan.row(f, check, row["number"])
    done = [r for r in plan.t.rows["problem"] if r["state"] == "closed" and r["resolved_at"] < "2026-06-01"]
    f = plan.fault("A problem was closed without a root cause", "problem", "8.6.3-r02")
    clear(done[25], "root_cause", "root_cause_found_at")
    rows(f, "problem-root-cause-found", done[25:26])
    f = plan.fault("The effect of a fix was not reviewed", "problem", "8.6.3-r16")
    clear(done[46], "effectiveness_reviewed_on")
    rows(f, "problem-resolution-effect-reviewed", done[46:47])


def raci(plan):
    f = plan.fault("An activity has nobody responsible", "raci", "raci.responsible", DESMF)
    plan.drop("raci", "EM-02 / EM-ANL / r")
    plan.row(f, "raci-responsible", "EM-02", "EM", "activity")
    f = plan.fault("An activity has two accountable roles", "raci", "raci.accountable", DESMF)
    plan.t.add("raci", activity="IM-04", role="IM-OWN", letter="a")
    plan.row(f, "raci-accountable", "IM-04", "IM", "activity")
    f = plan.fault("An activity stands in no row of the RACI", "raci", "raci.responsible raci.accountable", DESMF)
    plan.t.rows["raci"] = [r for r in plan.t.rows["raci"] if r["activity"] != "TPS-02"]
    for check in ("raci-responsible", "raci-accountable"):
        plan.row(f, check, "TPS-02", "TPS", "activity")
    f = plan.fault("Knowledge Management has two owners at a time", "assignment", "raci.owner", DESMF)
    first = next(r for r in plan.t.rows["assignment"] if r["role"] == "KM-OWN")
    plan.t.add("assignment", **{**first, "person": "P011", "starts_on": "2026-03-02", "appointed_on": "2026-02-20"})
    plan.row(f, "raci-one-owner", "KM", "KM", "process")
    f = plan.fault("Asset Management has had no manager since July 2026", "assignment", "raci.manager", DESMF)
    next(r for r in plan.t.rows["assignment"] if r["role"] == "AM-MGR")["ends_on"] = "2026-06-30"
    plan.row(f, "raci-a-manager", "AM", "AM", "process")
    # The role is then held by nobody, also where it is responsible for what the government retains.
    for check, activity in (("cpc-monitor-retained", "monitor"), ("cpc-evaluate-retained", "evaluate")):
        held = next(r["id"] for r in plan.t.rows["activity"] if r["process"] == "AM" and r["kind"] == activity)
        plan.row(f, check, f"{held} / AM-MGR / r", "AM", "raci")


def common_control(plan):
    f = plan.fault("A contractor took over as manager of Release and Deployment, whose last two activities are government retained", "assignment", "cpc.retained.monitor cpc.retained.evaluate", DESMF)
    old = next(r for r in plan.t.rows["assignment"] if r["role"] == "RDM-MGR")
    old["ends_on"] = "2026-05-31"
    plan.t.add("assignment", **{**old, "person": "P043", "starts_on": "2026-06-01", "ends_on": "", "appointed_on": "2026-05-22"})
    for check, kind in (("cpc-monitor-retained", "monitor"), ("cpc-evaluate-retained", "evaluate")):
        held = next(r["id"] for r in plan.t.rows["activity"] if r["process"] == "RDM" and r["kind"] == kind)
        plan.row(f, check, f"{held} / RDM-MGR / r", "RDM", "raci")
    f = plan.fault("In Service Validation and Testing the evaluation comes before monitoring", "activity", "cpc.position.last cpc.position.next-to-last", DESMF)
    own = [r for r in plan.t.rows["activity"] if r["process"] == "SVT"]
    own[-1]["number"], own[-2]["number"] = own[-2]["number"], own[-1]["number"]
    for check in ("cpc-evaluate-last", "cpc-monitor-next-to-last"):
        plan.row(f, check, "SVT", "SVT", "process")
    f = plan.fault("Problem Management has no gap analysis, and Event Management never defined its measurements", "activity_task", "cpc.evaluate.6 cpc.establish.9", DESMF)
    plan.drop("activity_task", "PM / cpc.evaluate.6")
    plan.row(f, "cpc-evaluate-6-performed", "PM", "PM", "process")
    clear(plan.get("activity_task", "EM / cpc.establish.9"), "performed_on", "performed_by")
    plan.row(f, "cpc-establish-9-performed", "EM", "EM", "process")


def system(plan):
    f = plan.fault("The authorization of the Logistics Planning System ended on 30 September 2026", "system", "SEC7-2", RMF)
    plan.get("system", "SYS-LPS")["authorization_ends_on"] = "2026-09-30"
    plan.row(f, "sec7-2-not-ended", "SYS-LPS", "SYS-LPS")


def plant_documents(plan):
    plan.get("document", "DOC-SCM-PORT").update(status="withdrawn", withdrawn_on="2026-06-30")
    f = plan.fault("The written approach to managing risk was due for review on 3 September 2026", "document", "6.1.2-r06")
    plan.get("document", "DOC-RISK-APP")["review_due"] = "2026-09-03"
    plan.outcome(f, "6.1.2-r06", "not_assessed", "was due for review on 2026-09-03")
    f = plan.fault("The plan of action of the Messaging System was due for review on 10 September 2026", "system", "SEC8-s3", RMF)
    plan.get("document", "DOC-POA-EMS")["review_due"] = "2026-09-10"
    plan.row(f, "sec8-s3-current", "SYS-EMS", "SYS-EMS")
    plan.outcome(f, "SEC7-4", "not_assessed", "was due for review on 2026-09-10", "SYS-EMS", RMF)


def plant_evidence(plan, files):
    t = plan.t
    def evidence(name):
        return next(e for e in t.rows["evidence"] if e["file"] == f"documents/{name}")
    def links(name, control):
        return [x for x in t.rows["evidence_link"] if x["evidence"] == evidence(name)["id"] and x["control"] == control]
    f = plan.fault("The change management policy was altered after its review: the file no longer has the bytes that were reviewed", "evidence", "8.5.1.1-r01 8.5.1.1-r02 8.5.1.1-r03")
    files["change-policy.md"] = files["change-policy.md"].replace("completed in five working days", "completed when time allows")
    for control in ("8.5.1.1-r01", "8.5.1.1-r02", "8.5.1.1-r03"):
        plan.outcome(f, control, "not_assessed", "changed")
    f = plan.fault("The extract of request records covers ten of twelve months", "evidence", "8.6.2-r01")
    evidence("request-records.csv")["covers_to"] = "2026-07-31"
    plan.outcome(f, "8.6.2-r01", "not_assessed", "nothing covers")
    f = plan.fault("The log of disputes handed over is that of the year before", "evidence", "8.3.4.1-r14")
    evidence("supplier-disputes.csv").update(covers_from="2024-10-01", covers_to="2025-09-30")
    plan.outcome(f, "8.3.4.1-r14", "not_assessed", "outside the audit period")
    f = plan.fault("The major incident criteria named as evidence are at a path where no file is", "evidence", "8.6.1-r08")
    evidence("major-incident-criteria.md")["file"] = "documents/criteria/major-incident-criteria.md"
    plan.outcome(f, "8.6.1-r08", "not_assessed", "missing")
    f = plan.fault("The change records were reviewed by the person who provided them", "evidence_link", "8.5.1.2-r01")
    for link in links("change-records.csv", "8.5.1.2-r01"):
        link["reviewer"] = evidence("change-records.csv")["provider"]
    plan.outcome(f, "8.5.1.2-r01", "not_assessed", "who provided it")
    f = plan.fault("The major incident procedure was found insufficient: it does not say who may end a major incident", "evidence_link", "8.6.1-r09")
    for link in links("major-incident-procedure.md", "8.6.1-r09"):
        link.update(verdict="insufficient", reason="It does not say who may end a major incident")
    plan.outcome(f, "8.6.1-r09", "not_assessed", "insufficient")
    f = plan.fault("The owner of the problem records answered that known errors are kept nowhere as records", "evidence_request", "8.6.3-r13")
    plan.get("evidence_request", "ER-02").update(answer="does_not_exist", answered_by="P026", answered_on="2026-10-12", note="Known errors are shown in the portal only; no list is kept")
    plan.outcome(f, "8.6.3-r13", "not_met", "does not exist")
    f = plan.fault("No interval is set for analysing change records", "interval", "8.5.1.3-r14")
    t.rows["interval"] = [r for r in t.rows["interval"] if r["control"] != "8.5.1.3-r14"]
    plan.outcome(f, "8.5.1.3-r14", "not_met", "no planned interval is set")
    statements(plan)
    return files


def statements(plan):
    t = plan.t
    f = plan.fault("The supplier manager, responsible for what is judged, attests as a guest of the audit team", "attestation", "8.3.4.1-r09")
    t.add("attestation", id="AT-31", catalog=ISO, control="8.3.4.1-r09", outcome="met", statement="Interfaces with all suppliers are described and kept", method="examine", person="P022",
          attested_on="2026-10-13", audit_team=True, competent_for="8.3.4", no_conflict_declared=True, valid_until="2026-12-31")
    plan.outcome(f, "8.3.4.1-r09", "not_assessed", "is responsible or accountable for it")
    f = plan.fault("The risk officer declares for herself that opportunities are found", "attestation", "6.1.1-r04")
    t.add("attestation", id="AT-32", catalog=ISO, control="6.1.1-r04", outcome="met", statement="Six opportunities are in the register", method="examine", person="P032",
          attested_on="2026-10-10", audit_team=False, competent_for="6", valid_until="2026-12-31")
    plan.outcome(f, "6.1.1-r04", "not_assessed", "is not of the audit team")
    f = plan.fault("An attestation ended on 30 June 2026", "attestation", "6.1.1-r03")
    t.add("attestation", id="AT-33", catalog=ISO, control="6.1.1-r03", outcome="met", statement="Workshop of November 2025 attended", method="observe", person="P051",
          attested_on="2025-11-20", audit_team=True, competent_for="6", no_conflict_declared=True, valid_until="2026-06-30")
    plan.outcome(f, "6.1.1-r03", "not_assessed", "for a time that has ended")
    f = plan.fault("A requirement of ISO/IEC 20000-1 is excluded, which the standard does not permit", "applicability", "8.3.4.2-r03")
    t.add("applicability", id="AP-01", catalog=ISO, control="8.3.4.2-r03", decision="excluded", justification="Internal groups give no commitments beyond their targets", approver="P002",
          approved_on="2025-09-10", review_due="2026-12-31")
    plan.outcome(f, "8.3.4.2-r03", "met", "is refused")
    f = plan.fault("An exception is claimed on a requirement of ISO/IEC 20000-1; it changes nothing", "exception", "8.6.1-r13")
    t.add("exception", id="EX-01", catalog=ISO, control="8.6.1-r13", kind="compliance_exception", reason="Review of the exercise day was waived by the duty officer", requested_by="P008",
          approver="P003", approved_on="2026-06-10", valid_until="2026-12-31", reported_to="Director", reported_on="2026-06-12")
    plan.outcome(f, "8.6.1-r13", "not_met", "1 of 9 rows fail")
    f = plan.fault("An exclusion of a framework outcome has no approver and does not count", "applicability", "CAPM-O6", DESMF)
    t.add("applicability", id="AP-03", catalog=DESMF, control="CAPM-O6", subject="CAPM", decision="excluded", justification="The plan is new")
    plan.outcome(f, "CAPM-O6", "not_assessed", "does not count", "CAPM", DESMF)
    majors = [r for r in t.rows["incident"] if r["major"] == "yes"]
    t.add("disposition", id="DI-01", check="major-incident-reviewed", register="incident", row_key=majors[6]["number"], verdict="confirmed", person="P051", decided_on="2026-10-14",
          reason="No minutes exist; the duty officer confirms that no review was held")
    gap = next(r for r in plan.rows if r[0] == "incident-classified")
    t.add("disposition", id="DI-02", check="incident-classified", register="incident", row_key=gap[3], verdict="not_a_deviation", person="P050", decided_on="2026-10-14",
          reason="Test ticket of the supplier of the tool, opened by mistake in the productive instance")
