"""Faults planted in how the organisation looks at itself: audits and their papers, nonconformities, capability, samples, what people state and explain."""

from .assessing import LOOKED_AT
from .planted import DESMF, ISO
from .planted_rmf import row_of


def plant_registers(plan):
    t = plan.t
    session = {"audit": "IA-26", "site": "Northgate main campus", "catalog": ISO, "status": "held"}
    f = plan.fault("The session on assets was held and left neither a result nor a reason", "audit_session", "9.2.2-r05", number=97,
                   why="Results are kept as evidence that the programme was carried out; of assets nobody can say what the audit saw.")
    t.add("audit_session", id="AS-14", title="Assets", planned_from="2026-05-14 15:00:00", planned_to="2026-05-14 17:00:00", held_on="2026-05-14", process="AM", clauses="8.2.5",
          method="sample", auditor="P051", auditee="P060", result="", summary="", **session)
    plan.row(f, "audit-session-has-result", "AS-14")
    plan.told(f, "audit show IA-26", "session AS-14 (held) has no result")
    f = plan.fault("The lead auditor audited the audit programme, and answered for it herself", "audit_session", "9.2.2-r03", number=98,
                   why="Nobody audits their own work; the programme is looked at by somebody from outside internal review.")
    t.add("audit_session", id="AS-15", title="Audit programme", planned_from="2026-05-15 11:00:00", planned_to="2026-05-15 12:00:00", held_on="2026-05-15", clauses="9.2",
          method="document_review", auditor="P050", auditee="P050", result="conforming", summary="Programme covers both sites", **session)
    plan.row(f, "nobody-audits-themselves", "AS-15")
    f = plan.fault("The technical expert audited information security, in which she works as an analyst", "audit_session", "9.2.2-r03", number=99,
                   why="Who carries out a process is not impartial about it, whatever the declaration says.")
    t.add("audit_session", id="AS-16", title="Information security", planned_from="2026-05-15 08:00:00", planned_to="2026-05-15 09:00:00", held_on="2026-05-15", process="SEC",
          clauses="8.7.3", method="interview", auditor="P055", auditee="P013", result="conforming", summary="Controls and cases seen", **session)
    plan.row(f, "auditor-holds-no-role-in-process", "AS-16", register="audit_session")
    row_of(plan, 100, "A paper of the audit of 2025, which is closed, has no result", "workpaper", "WP-16", "", "9.2.2-r05", "workpaper-has-result",
           "Twelve people were looked at; whether they had the competence they need is written nowhere.", ISO, result="")
    f = plan.fault("A corrective action is two months late; its date was moved without a reason", "nonconformity", "10.1.1-r06", number=101,
                   why="Actions needed are carried out; a later date counts with a reason that somebody can weigh.")
    model = plan.get("nonconformity", "NC-26-03")
    t.add("nonconformity", **{**model, "id": "NC-26-05", "title": "Night backups of two databases not run", "source": "monitoring", "audit": "", "session": "", "workpaper": "",
                              "control": "8.7.2-r04", "process": "ITSCM", "criterion": "8.7.2", "statement": "Two customer databases had no backup for nine nights",
                              "objective_evidence": "Log of the backup tool", "auditor": "", "correction": "Backups taken by hand", "consequences": "No data were lost",
                              "cause": "New databases are not in the schedule", "similar_cases": "All servers compared with the schedule", "owner": "P024",
                              "corrective_action": "Schedule is written from the list of servers", "due": "2026-08-14", "extended_to": "2026-12-31", "extension_reason": "", "extension_accepted_by": "", "implemented_on": "",
                              "status": "planned"})
    plan.row(f, "corrective-action-carried-out", "NC-26-05")


def plant_evidence(plan):
    ratings(plan)
    sample(plan)
    statements(plan)
    explanations(plan)


def ratings(plan):
    def of(process, attribute):
        return next(r for r in plan.t.rows["capability_rating"] if r["process"] == process and r["attribute"] == attribute)
    f = plan.fault("Availability Management was rated for level 2 and never for level 1", "capability_rating", "capability.level.start", DESMF, number=102,
                   why="Whether the purpose is achieved comes first; managed work without its purpose is worth nothing.")
    plan.t.rows["capability_rating"].remove(of("AVM", "pa_1_1"))
    plan.row(f, "capability-starts-with-level-1", "AVM", "AVM")
    f = plan.fault("Knowledge Management was rated last in June 2025", "capability_rating", "itsmo.assessment.yearly", DESMF, number=103,
                   why="Capability is assessed every year; sixteen months have passed.")
    of("KM", "pa_1_1").update(rated_on="2025-06-11", assessment="Evaluation of the processes 2025", document="")
    plan.row(f, "capability-rated-within-a-year", "KM", "KM")
    bare = of("SLM", "pa_2_2")
    row_of(plan, 104, "A rating names no evidence, and nobody knows whether the assessors agreed", "capability_rating", bare["id"], "", "capability.tool",
           "capability-rating-recorded-with-grounds", "A rating is a judgement on evidence; this one cannot be followed.", DESMF, evidence="", consensus="", consensus_with="")
    f = plan.fault("Level 3 of Change Management was reported to the board; the ratings bear level 2", "capability_rating", "capability.level.rule", DESMF, number=105,
                   why="Every attribute below the level must be rated F; work products are managed largely, not fully.")
    for row in plan.t.rows["capability_rating"]:
        if row["process"] == "CHM":
            row["note"] = "Level 3 reported to the board on 14 September 2026"
    of("CHM", "pa_2_2").update(rating="L", achieved="78 %")
    plan.told(f, "capability --process CHM --on 2026-10-15", "3, not reached")
    f = plan.fault("A rating F stands beside an achievement of 82 %", "capability_rating", "capability.level.scale", DESMF, number=106, why="82 % is within the band of L, which ends at 85 %.")
    of("RF", "pa_1_1")["achieved"] = "82 %"
    plan.told(f, "capability --process RF --on 2026-10-15", f"{of('RF', 'pa_1_1')['id']} is rated F, and its achievement belongs to L")


def sample(plan):
    f = plan.fault("The work notes of one incident in a sample of twenty say nothing", "sample_item", "8.6.1-r07", number=107,
                   why="Records are updated with the actions taken; a look at twenty found one, and that is said of these twenty only.")
    item = plan.t.rows["sample_item"][12]
    item.update(result="exception", note="Notes say 'see mail'; no mail is attached")
    plan.t.find("workpaper", id="WP-17").update(items_failing="1", result="observation", seen="Whether the notes tell what was done; in one they do not")
    drawn = plan.t.find("audit_sample", id="SM-001")
    plan.told(f, "sample show SM-001", f"{LOOKED_AT}: 1 exception in 20 of {int(drawn['population']):,}")
    plan.told(f, "sample redraw SM-001", "the same 20 items")


def statements(plan):
    t = plan.t
    attested = {"catalog": ISO, "outcome": "met", "method": "examine", "attested_on": "2026-10-13", "audit_team": True, "no_conflict_declared": True, "valid_until": "2026-12-31"}
    f = plan.fault("An attestation on the processes of the system comes from an auditor without recorded competence for them", "attestation", "4.4-r01", number=108,
                   why="Who attests must be able to judge; competence is recorded or it is not there.")
    t.add("attestation", id="AT-34", control="4.4-r01", statement="Processes and their interactions seen on the map of the system", person="P051", competent_for="", **attested)
    plan.outcome(f, "4.4-r01", "not_assessed", "has no recorded competence for it")
    f = plan.fault("A member of the audit team attests on evidence that he handed over himself", "attestation", "9.4-r04", number=109,
                   why="The provider of evidence does not judge it; one pair of eyes less has looked.")
    provided = t.add("evidence", id=f"EV-{len(t.rows['evidence']) + 1:03}", title="Notes on what reports led to", type="record", provider="P051", owner="P052", received_on="2026-10-12",
                     classification="For official use", note="Shown on screen; no copy was handed over")
    t.add("attestation", id="AT-35", control="9.4-r04", statement="Decisions follow from the reports of the year", person="P051", competent_for="9", evidence=provided["id"], **attested)
    plan.outcome(f, "9.4-r04", "not_assessed", f"provided the evidence {provided['id']}")


def explanations(plan):
    """Dispositions that explain nothing away."""
    t = plan.t
    gap = next(r for r in plan.rows if r[0] == "change-way-back-planned")
    f = plan.fault("The change manager explains away a change of his own process", "disposition", "8.5.1.3-r10", number=110,
                   why="A deviation is explained by somebody independent of it; the row still counts.")
    t.add("disposition", id="DI-03", check=gap[0], register="change", row_key=gap[3], verdict="not_a_deviation", person="P025", decided_on="2026-10-14",
          reason="The setting can be put back by hand at any time")
    plan.outcome(f, "8.5.1.3-r10", "met_with_remark", "3 of 399 rows fail")
    f = plan.fault("A dispute was explained as settled by word; its record was changed afterwards, which ends the explanation", "disposition", "8.3.4.1-r15", number=111,
                   why="What was explained is not the row that stands there now; somebody has to look again.")
    t.add("disposition", id="DI-04", check="dispute-managed-to-closure", register="dispute", row_key="DSP-03", verdict="not_a_deviation", person="P050", decided_on="2026-10-14",
          reason="The contracts officer says that the supplier has given in; letter to follow")
    changed = dict(plan.get("dispute", "DSP-03"))
    changed["actions_taken"] = changed["actions_taken"] + "; reminder sent on 14 October"
    plan.later["dispute"] = [changed]
    plan.outcome(f, "8.3.4.1-r15", "not_met", "1 of 3 rows fail")
