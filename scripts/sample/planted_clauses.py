"""Faults planted over clauses 4 to 10, with what an auditor would object to in each."""

from .planted import ISO, clear


def row_of(plan, number, what, register, key, control, check, why, **changed):
    """One row is altered, and fails one check."""
    f = plan.fault(what, register, control, number=number, why=why)
    plan.get(register, key).update(changed)
    plan.row(f, check, key)
    return f


def plant_registers(plan):
    no_manager = next(f for f in plan.faults if f["what"].startswith("Asset Management has had no manager"))
    plan.row(no_manager, "assigned-role-still-held", "AM-MGR")
    context(plan)
    portfolio(plan)
    relations(plan)
    transition(plan)
    assurance(plan)
    evaluation(plan)


def context(plan):
    row_of(plan, 56, "Climate change is called relevant to continuity, and no reason is recorded", "issue", "IS-07", "4.1-r03", "climate-change-decided",
           "Amendment 1 asks for a decision on climate change; a yes without a ground cannot be followed up, and nobody can tell what it rests on.", reason="")
    row_of(plan, 58, "An objective has no date", "objective", "OBJ-08", "6.2.2-r04", "objective-plan-when", "Without a date it can never be said that the objective is missed.",
           due="")
    trained = next(r for r in plan.t.rows["competence"] if r["role"] == "CAPM-ANL")
    row_of(plan, 59, "A course was taken in February 2026, and nobody judged whether it worked", "competence", trained["id"], "7.2-r03", "competence-action-evaluated",
           "An action for a lack of competence counts only when its effect was evaluated; eight months later the analyst still plans capacity alone.", effectiveness_judged_on="",
           effectiveness_judged_by="", effective="")
    result = next(r for r in plan.t.rows["measurement"] if r["process"] and r["target_met"] == "no" and r["measured_on"] < "2026-07-01")
    row_of(plan, 61, "A process missed its target, and nothing followed", "measurement", result["id"], "8.1-r03", "missed-process-target-leads-to-action",
           "Control by criteria means that a deviation leads to action; the figure was evaluated and left at that.", action="")


def portfolio(plan):
    drawing = next(r for r in plan.t.rows["asset"] if r["name"] == "Drawing software")
    row_of(plan, 62, "More licences of the drawing software are in use than were bought", "asset", drawing["id"], "8.2.5-r02", "asset-licences-suffice",
           "The terms of the maker are an obligation under 6.3; 153 installations on 140 rights break them.", licences_used="153")
    bare = next(r for r in plan.t.rows["ci"] if r["name"] == "log-map-2")
    f = row_of(plan, 63, "A configuration item has no description", "ci", bare["id"], "8.2.6-r07", "ci-has-description",
               "The record of every item holds a description. One in 150 is a lapse to be corrected, no sign that the process fails: an observation.", description="")
    plan.outcome(f, "8.2.6-r07", "met_with_remark", "isolated lapse")
    row_of(plan, 64, "What the verification of June found was to be corrected by the end of July, and was not", "ci_verification", "CV-4", "8.2.6-r14", "ci-deficiency-removed",
           "Deficiencies were found and actions written down; no completion is recorded and two items are still not found.", actions="Positions to be entered; two items to be looked for at Harrow Point",
           actions_done_on="")


def relations(plan):
    row_of(plan, 65, "A complaint is past its date and still open", "complaint", "CMP-011", "8.3.2-r12", "complaint-managed-to-closure",
           "A complaint is managed until it is closed; this one has had no entry since its answer fell due.", due="2026-09-18")
    row_of(plan, 66, "The network cost more than budgeted, without reason or decision", "budget", "BUD-NET-2", "8.4.1-r06", "exceeded-budget-decided-on",
           "Deviations are looked at and decided on; the report shows the figure and stops there.", deviation_reason="", actions="")
    f = plan.fault("Demand for the virtual desktop of January to March 2026 was counted and never reported", "demand", "8.4.2-r03", number=68,
                   why="Demand and consumption are reported as often as planned, here each quarter; the figures stayed with the analyst.")
    clear(plan.get("demand", "DEM-VDI-2"), "reported_on", "reported_to")
    plan.row(f, "demand-reported-as-planned", "SVC-VDI", register="service")


def transition(plan):
    failed = next(r for r in plan.t.rows["acceptance"] if r["transition"] == "TR-07" and r["result"] == "not_met")
    row_of(plan, 69, "The new database release went live with a failed criterion on which nobody decided", "acceptance", failed["id"], "8.5.2.3-r04",
           "failed-acceptance-decided-on",
           "Where a criterion is not met, the organisation and those concerned decide whether to deploy; the customer learned of it from the night load.", decision="",
           decided_on="", decided_by="", decided_with="", actions="")
    f = plan.fault("After monthly updates nobody counts the incidents", "release", "8.5.3-r16", number=70,
                   why="Incidents related to a release are measured for a period after it. "
                       "Half of all releases are monthly updates, and none of these is watched: the arrangement is missing, not a record.")
    for row in plan.t.rows["release"]:
        if row["number"].startswith("UPD-") and row.get("incidents_after"):
            clear(row, "incidents_after")
            if row["watched_until"] < "2026-09-15":
                plan.row(f, "release-incidents-measured", row["number"])
    plan.outcome(f, "8.5.3-r16", "not_met", f"{len(f['rows'])} of ")


def assurance(plan):
    storage = next(r for r in plan.t.rows["outage"] if r["title"] == "Backup network down")
    row_of(plan, 72, "A stop of the backup network was not investigated", "outage", storage["id"], "8.7.1-r08", "unplanned-outage-investigated",
           "Unplanned unavailability is investigated; the log says that the switch restarted, and nobody asked why.", investigated_on="", investigated_by="", actions="", due="",
           actions_done_on="")
    row_of(plan, 73, "The test of the continuity plan for email was not reviewed", "continuity_test", "CT-02", "8.7.2-r14", "continuity-test-reviewed",
           "A review takes place after each test; 41 minutes of lost mail against an hour allowed would have been its subject.", reviewed_on="", reviewed_by="")
    clearance = next(r for r in plan.t.rows["security_control"] if r["supplier"] == "SUP-04")
    row_of(plan, 74, "Clearance of the staff of the planner's supplier was decided on and never agreed with the supplier", "security_control", clearance["id"], "8.7.3.2-r04",
           "external-security-control-agreed",
           "Controls for risks from external organisations are agreed with them; the contract says nothing and the supplier was not asked.", agreed_with_external_on="")


def evaluation(plan):
    row_of(plan, 75, "A process analyst audited incidents, whose procedure she had written", "audit_team", "IA-26 / P046", "9.2.2-r03", "auditor-without-conflict",
           "Nobody audits their own work; the conclusion on incidents does not rest on an impartial look.", own_work="yes")
    row_of(plan, 76, "The management review of September 2026 did not look at suppliers and other parties", "management_review", "MR-26-2", "9.3-r12",
           "management-review-considers-other-parties",
           "The performance of other parties is one of the inputs; half of the service depends on ten of them.", input_other_parties="no")
    done = plan.get("nonconformity", "NC-25-03")
    row_of(plan, 77, "A corrective action of January 2026 was never checked for its effect", "nonconformity", done["id"], "10.1.1-r07", "corrective-action-effect-reviewed",
           "The effect of corrective action is reviewed; nobody knows whether all units are reached now.", effectiveness_verified_on="", effectiveness_verified_by="", effective="",
           result="", status="implemented", closed_on="")


def plant_documents(plan):
    f = plan.fault("The instruction for starting the network was replaced, and the old one is still approved", "document", "7.5.3.2-r03", number=60,
                   why="The version in force has to be told from others; after a loss of power either could be followed.")
    plan.get("document", "DOC-NETSTART-1").update(status="approved", withdrawn_on="")
    plan.row(f, "superseded-document-withdrawn", "DOC-NETSTART-2")


def plant_evidence(plan):
    t = plan.t
    f = plan.fault("The service management policy says nothing on continual improvement", "evidence_link", "5.2.1-r04", number=57,
                   why="Top management commits itself to improvement in the policy; the text promises delivery, requirements, risk and figures only.")
    policy = next(e["id"] for e in t.rows["evidence"] if e["file"].endswith("service-management-policy.md"))
    next(x for x in t.rows["evidence_link"] if x["evidence"] == policy and x["control"] == "5.2.1-r04").update(verdict="insufficient",
        reason="No commitment to improve the system and the services all the time")
    plan.outcome(f, "5.2.1-r04", "not_assessed", "No commitment to improve")
    f = plan.fault("No interval is set for reviewing financial forecasts", "interval", "8.4.1-r05", number=67,
                   why="As often as planned needs a plan; the financial policy is silent, so no review can be late.")
    t.rows["interval"] = [r for r in t.rows["interval"] if r["control"] != "8.4.1-r05"]
    plan.outcome(f, "8.4.1-r05", "not_met", "no planned interval is set")
    f = plan.fault("The interval for assessing risks to availability has no approver", "interval", "8.7.1-r01", number=71,
                   why="The length is set and kept to; that nobody approved it is a remark, no gap.")
    clear(next(r for r in t.rows["interval"] if r["control"] == "8.7.1-r01"), "approver", "approved_on")
    plan.outcome(f, "8.7.1-r01", "met_with_remark", "has no approver")
    f = plan.fault("Criteria for evaluating opportunities for improvement do not exist", "evidence_request", "10.2-r02", number=78,
                   why="Documented criteria are asked for; the head of the ITSM office confirms that opportunities are decided on as they come.")
    plan.get("evidence_request", "ER-04").update(answer="does_not_exist", answered_by="P010", answered_on="2026-10-12", note="Decided case by case")
    plan.outcome(f, "10.2-r02", "not_met", "does not exist")
    f = plan.fault("Requirements of the new service for mobile devices are a draft, a year into its building", "document", "8.2.2-r02", number=79,
                   why="Requirements of a new service are written down before it is planned on them; design and pilot rest on a draft that the customer has not agreed.")
    plan.get("evidence_request", "ER-06").update(answer="provided", answered_by="P015", answered_on="2026-10-12")
    draft = t.add("evidence", id=f"EV-{len(t.rows['evidence']) + 1:03}", title="Service requirements: Managed Mobile Devices", type="document", provider="P015", owner="P010",
                  received_on="2026-10-12", classification="For official use",
                  version="2.0", approved_version=False, document="DOC-REQ-MOB", note="Shown on screen; no copy was handed over")
    t.add("evidence_link", id=f"EL-{len(t.rows['evidence_link']) + 1:03}", evidence=draft["id"], catalog=ISO, control="8.2.2-r02", demand="document", verdict="sufficient",
          reviewer="P051", reviewed_on="2026-10-14")
    plan.outcome(f, "8.2.2-r02", "not_assessed", "has no approved version")
