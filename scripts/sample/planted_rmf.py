"""Faults planted over the Risk Management Framework: decisions and their cycles, what is inherited, monitoring, the plan of action."""

from .planted import DESMF, RMF


def row_of(plan, number, what, register, key, subject, control, check, why, catalog=RMF, **changed):
    """One row is altered, and fails one check."""
    f = plan.fault(what, register, control, catalog, number=number, why=why)
    plan.get(register, key).update(changed)
    plan.row(f, check, key, subject)
    return f


def plant_registers(plan):
    ended = next(f for f in plan.faults if f["what"].startswith("The authorization of the Logistics Planning System ended"))
    plan.get("authorization", "AD-LPS-2")["ends_on"] = "2026-09-30"
    plan.row(ended, "system-under-decision-in-force", "SYS-LPS", "SYS-LPS", "authorization")
    decisions(plan)
    cycles(plan)
    inherited(plan)
    monitoring(plan)
    actions(plan)


def decisions(plan):
    row_of(plan, 80, "The interim authorization of the devices in pilot was signed by the representative of the authorizing official", "authorization", "AD-MMD-1", "SYS-MMD",
           "SEC7-1 R-4", "authorization-decided-by-official", "The official alone accepts the risk; the representative may prepare everything and decide nothing.",
           decided_by="P005", role="designated_representative")
    row_of(plan, 81, "The interim authorization of the devices in pilot has no end date", "authorization", "AD-MMD-1", "SYS-MMD", "SEC7-2", "authorization-ends-or-is-ongoing",
           "An authorization to test ends, or a pilot becomes operation without a decision.", ends_on="")
    plan.get("system", "SYS-MMD")["authorization_ends_on"] = ""
    plan.get("person", "P063").update(affiliation="contractor", name="Samuel Hartley", job_title="Head of Assurance of the Defence Joint Cloud Service")
    f = plan.fault("The provider of the collaboration platform let its own contractor authorize it", "authorization", "SEC7-1", RMF, number=82,
                   why="Risk is accepted by a military or civilian person; a contractor cannot bind the government.")
    plan.row(f, "authorizing-official-of-government", "AD-JCP-P", "SYS-JCP")


def cycles(plan):
    row_of(plan, 83, "The package of the facility was handed over a week after the decision", "authorization", "AD-DCF-2", "SYS-DCF", "SEC7-6 R-1", "package-before-decision",
           "What the official decided on was not before him; the decision rests on nothing that can be shown.", package_on="2025-03-10")
    row_of(plan, 84, "The controls of the campus network were still being assessed when the package was handed over", "authorization", "AD-NET-2", "SYS-NET", "SEC7-6 R-1",
           "assessed-before-package", "A report written before the assessment ended cannot hold its results.", assessed_on="2025-11-17")
    plan.get("system", "SYS-NET")["assessed_on"] = "2025-11-17"
    row_of(plan, 85, "The new decision on identity rests on the assessment of the cycle before", "authorization", "AD-IDS-2", "SYS-IDS", "SEC7-6 R-1", "assessed-in-this-cycle",
           "Three years and two new sign-on nodes lie between the assessment and the decision.", assessed_on="2023-01-23")
    plan.get("system", "SYS-IDS")["assessed_on"] = "2023-01-23"
    row_of(plan, 86, "The package of the collaboration platform came without a plan of action", "authorization", "AD-JCP-P", "SYS-JCP", "SEC7-6 R-1", "package-of-decision-whole",
           "The package has three parts; without the third nobody knows which weaknesses were accepted.", action_plan="")


def inherited(plan):
    row_of(plan, 87, "The campus network inherits the controls of the facility under a decision that ended in March 2025", "authorization", "AD-NET-2", "SYS-NET", "SEC7-3 R-4",
           "provider-authorization-stands", "Controls are inherited while the provider's authorization stands; the one that is named had ended when the decision was taken.",
           rests_on="AD-DCF-1")
    row_of(plan, 88, "The decision on identity does not say which controls are inherited", "authorization", "AD-IDS-2", "SYS-IDS", "SEC4-5", "inherited-controls-named",
           "Inherited controls are identified with their providers; the rest of them nobody assesses.", shared_controls="")


def monitoring(plan):
    f = plan.fault("Authorization of identity is ongoing, and no date is set for the next review", "monitoring_trigger", "SEC8-s2 M-6", RMF, number=89,
                   why="In place of an end date stand triggers; an event alone may never come.")
    plan.get("monitoring_trigger", "MT-05")["review_due"] = ""
    plan.row(f, "ongoing-authorization-has-time-trigger", "AD-IDS-2", "SYS-IDS", "authorization")
    row_of(plan, 90, "The risk of the facility was not reviewed after the second power feed was rebuilt", "monitoring_trigger", "MT-08", "SYS-DCF", "SEC8-s2 M-6",
           "monitoring-review-on-time", "The event was one of those that call for a review; it was due on 20 August.", reviewed_on="", reviewed_by="", outcome="")


def actions(plan):
    row_of(plan, 91, "An item of the plan of action of the network has neither an owner nor milestones", "poam", "POA-NET-02", "SYS-NET", "SEC7-4 A-6", "poam-item-planned",
           "A weakness that nobody has to end, in no steps, is a note and no plan.", owner="", milestones="")
    row_of(plan, 92, "An item of the planner's plan of action was moved by half a year, without a reason", "poam", "POA-LPS-01", "SYS-LPS", "SEC8-s6 M-3", "poam-item-on-time",
           "Its date passed in August; a new date without a reason is no decision.", scheduled_completion="2026-08-31", revised_completion="2027-02-28", delay_reason="")
    f = plan.fault("A finding of category I at a sign-on node is tied to no item of the plan of action, one at a firewall to an item that is said to be done", "technical_check",
                   "SEC7-4 A-6", RMF, number=93, why="Findings of category I are the gravest there are; the night scan sees one, and the port of the firewall is still open.")
    node, firewall = plan.t.rows["technical_check"]
    plan.t.rows["technical_check"].remove(node)
    plan.get("poam", "POA-NET-01").update(status="completed", completed_on="2026-09-25", verified_by="P055", verified_on="2026-09-30")
    for row, subject in ((node, "SYS-IDS"), (firewall, "SYS-NET")):
        plan.row(f, "severe-finding-has-poam-item", plan.t.key_of("technical_check", row), subject)


def plant_exceptions(plan):
    """Accepted departures: each is shown beside its gap and changes none."""
    t = plan.t
    by_what = {f["what"]: f for f in plan.faults}
    def of(start):
        return next(f for what, f in by_what.items() if what.startswith(start))
    t.add("exception", id="EX-04", catalog=DESMF, control="cpc.position.last", subject="SVT", kind="compliance_exception", reason="Tests of the new planner end with the evaluation until March",
          compensating_measures="Test manager reports both results together", requested_by="P061", approver="P010", approved_on="2026-07-20", valid_until="2027-03-31",
          reported_to="Joint Services Information Board", reported_on="2026-08-03")
    plan.outcome(of("In Service Validation and Testing"), "cpc.position.last", "not_met", "in force; it changes no determination", "SVT", DESMF)
    f = plan.fault("The exception for two owners of Knowledge Management expired on 30 June 2026", "exception", "raci.owner", DESMF, number=94,
                   why="An exception has an end, so that somebody decides again; nobody did.")
    t.add("exception", id="EX-05", catalog=DESMF, control="raci.owner", subject="KM", kind="compliance_exception", reason="The second owner takes over step by step", requested_by="P011",
          approver="P002", approved_on="2026-03-02", valid_until="2026-06-30", reported_to="Joint Services Information Board", reported_on="2026-03-16")
    plan.outcome(f, "raci.owner", "not_met", "expired 2026-06-30", "KM", DESMF)
    f = plan.fault("The Director accepted the risk of a system of which she is not the authorizing official", "exception", "SEC7-2", RMF, number=95,
                   why="Risk of a system is accepted by its authorizing official; rank does not replace the role.")
    t.add("exception", id="EX-06", catalog=RMF, control="SEC7-2", subject="SYS-LPS", kind="risk_acceptance", reason="The planner is needed for the exercise of November", risk="R-027",
          requested_by="P031", approver="P001", approved_on="2026-10-01", valid_until="2026-11-30")
    plan.outcome(f, "SEC7-2", "not_met", "is not the authorizing official", "SYS-LPS", RMF)
    f = plan.fault("The exception for the missing manager of Asset Management was reported to nobody", "exception", "governance.compliance.exceptions", DESMF, number=96,
                   why="The next level has to hear of every exception; otherwise the board believes in a rule that is not kept.")
    t.add("exception", id="EX-07", catalog=DESMF, control="raci.manager", subject="AM", kind="compliance_exception", reason="The post is being filled", requested_by="P009",
          approver="P002", approved_on="2026-07-06", valid_until="2026-12-31")
    plan.row(f, "desmf-exception-reported", "EX-07")
    plan.outcome(f, "raci.manager", "not_met", "is not recorded to have been told", "AM", DESMF)
