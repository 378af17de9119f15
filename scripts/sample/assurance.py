"""Clause 8.7: interruptions, continuity plans and their tests, security controls and incidents, kinds of information."""

import datetime as dt

from .common import EXTRACTED, Rng, moment, no_gap
from .registers import NAMES
from .tickets import instant, of_service


def build(t, rng):
    outages(t, rng)
    continuity(t)
    controls(t, Rng(6301))
    incidents(t, Rng(6302))
    for number, (system, name, code, owner, c, i, a, why) in enumerate(INFORMATION, 1):
        t.add("information_type", id=f"IT-{number:02}", system=system, name=name, taxonomy=code, owner=owner, confidentiality=c, integrity=i, availability=a, adjustment=why,
              document="DOC-CAT-EMS" if system == "SYS-EMS" else "DOC-CAT-LPS")


# service, title, kind, minutes, cause
MINOR = [("EML", "Gateways slow after an update of rules", "degradation", 74, "Rule set loaded twice"),
         ("NET", "Remote access full in the storm", "degradation", 190, "Licence for 900 sessions"),
         ("VDI", "Half of the pool without graphics", "degradation", 122, "Driver of the host"),
         ("COL", "Meetings without sound for partners", "degradation", 61, "Fault at the platform"),
         ("LOG", "Reports an hour late", "degradation", 85, "Index missing after the import"), ("HST", "Backup network down", "outage", 47, "Switch restarted"),
         ("IDM", "Certificate page not reachable", "outage", 33, "Name record removed by mistake"), ("DSK", "Telephone queue of the desk stopped", "outage", 52,
                                                                                                     "Fault of the telephone system")]


def outages(t, rng):
    number = 0
    for major in (i for i in t.rows["incident"] if i["major"] == "yes"):
        number += 1
        seen = moment(major["opened_at"]) + dt.timedelta(minutes=3)
        t.add("outage", id=f"OUT-{number:03}", title=major["title"], service=major["service"], type="outage", started_at=major["opened_at"], ended_at=major["resolved_at"],
              detected_at=no_gap(seen), users_affected=rng.between(350, 6200), impact="Service stopped", cause=major["resolution"], incident=major["number"],
              problem=major.get("problem", ""), continuity_invoked=False, investigated_on=major["reviewed_on"], investigated_by="Duty officer with the group",
              actions="As in the review of the major incident", due=moment(major["resolved_at"]).date() + dt.timedelta(days=75),
              actions_done_on=min(moment(major["resolved_at"]).date() + dt.timedelta(days=rng.between(30, 70)),
                                                                                                   dt.date(2026, 9, 30)), recorded_at=no_gap(seen))
    for index, (sid, title, kind, minutes, cause) in enumerate(MINOR):
        number += 1
        at = instant(rng, dt.date(2025, 10, 27) + dt.timedelta(days=index * 41))
        t.add("outage", id=f"OUT-{number:03}", title=title, service=f"SVC-{sid}", type=kind, started_at=at, ended_at=no_gap(at + dt.timedelta(minutes=minutes)),
              detected_at=no_gap(at + dt.timedelta(minutes=6)), users_affected=rng.between(20, 700), impact="Some users without service", cause=cause,
              investigated_on=at.date() + dt.timedelta(days=rng.between(3, 16)), investigated_by="Availability analyst", actions="Setting corrected; alarm added",
              due=at.date() + dt.timedelta(days=60), actions_done_on=at.date() + dt.timedelta(days=rng.between(20, 55)), recorded_at=no_gap(at + dt.timedelta(minutes=8)))
    windows = [c for c in t.rows["change"] if c["deployed_at"] and c["model"] == "DOC-SCM-PATCH" and c["service"] in ("SVC-EML", "SVC-HST", "SVC-VDI")][::7]
    for change in windows[:11]:
        number += 1
        t.add("outage", id=f"OUT-{number:03}", title=change["title"].strip(), service=change["service"], type="planned", started_at=change["deployed_at"],
              ended_at=change["deployed_until"], agreed=True, impact="Announced window", cause="Maintenance", change=change["number"], recorded_at=change["deployed_at"])


# id, title, service, owner, recovery time, recovery point, requirements, reviewed
PLANS = [
    ("BCP-01", "Loss of a data centre room", "HST", "P024", "PT8H", "PT4H", "Servers of criticality high within eight hours, data of at most four hours lost", "2026-06-30"),
    ("BCP-02", "Loss of email", "EML", "P024", "PT4H", "PT1H", "Mail within four hours from the other room", "2026-06-30"),
    ("BCP-03", "Loss of the main campus network", "NET", "P012", "PT4H", "PT0S", "Core and remote access within four hours", "2026-07-14"),
    ("BCP-04", "Loss of the directory", "IDM", "P020", "PT4H", "PT1H", "Log-on within four hours", "2026-07-14"),
    ("BCP-05", "Service desk cannot use its building", "DSK", "P014", "PT2H", "", "Calls answered from the annex within two hours", "2026-07-21"),
    ("BCP-06", "Loss of the logistics planner in an exercise", "LOG", "P031", "PT6H", "PT2H", "Planning goes on within six hours", "2026-07-21"),
]

# plan, method, held, occasion, recovery time achieved, result, results, deficiencies, actions, due, done
TESTS = [
    ("BCP-01", "partial_failover", "2026-04-22", "planned_interval", "PT7H10M", "passed_with_deficiencies", "All servers of the list started in room B",
     "List of the order of starting was a year old", "List is made from the configuration database each month", "2026-06-30", "2026-06-12"),
    ("BCP-02", "full_failover", "2026-05-09", "planned_interval", "PT2H35M", "passed", "Mail from room B; 41 minutes of mail sent again", "", "", "", ""),
    ("BCP-03", "simulation", "2026-02-18", "planned_interval", "PT3H20M", "passed", "Core started from cold; remote access first", "", "", "", ""),
    ("BCP-04", "partial_failover", "2026-03-25", "planned_interval", "PT3H05M", "passed", "Directory restored beside the live one", "", "", "", ""),
    ("BCP-05", "full_failover", "2026-01-14", "planned_interval", "PT1H20M", "passed_with_deficiencies", "Desk answered from the annex for a morning",
     "Eight headsets missing at the annex", "Twelve headsets in store at the annex", "2026-03-31", "2026-02-26"),
    ("BCP-06", "tabletop", "2026-05-06", "planned_interval", "PT5H", "passed", "Walked through with the command before the spring exercise", "", "", "", ""),
    ("BCP-04", "walkthrough", "2026-03-18", "major_change", "", "passed", "New chain of certificates: steps of the plan read and corrected", "", "", "", ""),
]


def continuity(t):
    for pid, title, sid, owner, rto, rpo, requirements, reviewed in PLANS:
        t.add("continuity_plan", id=pid, title=title, service=f"SVC-{sid}", document=f"DOC-{pid}", status="approved", owner=owner, approved_by="P001", approved_on="2025-09-29",
              requirements=requirements, considers_business=True, considers_service_requirements=True, considers_slas=True, considers_risks=True, recovery_time=rto,
              recovery_point=rpo, holds_invocation=True, holds_loss_procedures=True, holds_availability_targets=True, holds_recovery_requirements=True, holds_return=True,
              available_at="Records library; paper in room B and at Harrow Point", contact_list_at="Duty phone; card in each plan", reachable_offsite=True,
              reachable_checked_on="2026-04-22", reviewed_on=reviewed, review_due="2027-07-31", test_due="2027-05-31")
    for number, (plan, method, held, occasion, achieved, result, results, deficiencies, actions, due, done) in enumerate(TESTS, 1):
        on = dt.date.fromisoformat(held)
        change = next(c["number"] for c in t.rows["change"] if "Renew certificate of the sign-on" in c["title"] and c["kind"] == "change_service") if occasion == "major_change" else ""
        t.add("continuity_test", id=f"CT-{number:02}", plan=plan, title=f"Test of {plan}", kind="test", method=method, occasion=occasion, change=change, planned_on=held,
              held_on=held, ended_on=held, led_by="P024", tested_against_requirements=method != "walkthrough", recovery_time_achieved=achieved, result=result, results=results,
              recorded_on=on + dt.timedelta(days=2), reviewed_on=on + dt.timedelta(days=13), reviewed_by="P004", deficiencies=deficiencies, actions=actions,
              action_owner="P024" if actions else "", due=due, actions_done_on=done, reported_on=on + dt.timedelta(days=14), reported_to="Service owner, customers",
              document=f"DOC-CT-{number:02}")


# title, reference, kind, risk, service, decision, reason, implemented, owner, supplier, agreed, contract, effective, deficiencies, actions, done
CONTROLS = [
    ("Smart card for every log-on", "IA-2", "technological", "R-012", "IDM", "applied", "", "2023-05-02", "P020", "", "", "", True, "", "", ""),
    ("Separate accounts for privileged work", "AC-6", "technological", "R-012", "IDM", "applied", "", "2024-02-12", "P020", "", "", "", True, "", "", ""),
    ("Accounts of leavers closed on the day", "PS-4", "people", "R-023", "IDM", "applied", "", "2024-06-03", "P020", "", "", "", False, "Leaver notices came late from two units",
     "Units named a contact; weekly comparison with the staff list", "2026-06-05"),
    ("Access reviews of file shares", "AC-2", "organizational", "R-028", "COL", "applied", "", "2025-04-14", "P004", "", "", "", True, "", "", ""),
    ("Mail gateway with attachment check", "SI-3", "technological", "R-002", "EML", "applied", "", "2022-11-07", "P008", "SUP-01", "2024-09-11", "CON-01", True, "", "", ""),
    ("Updates of hosts in fixed windows", "SI-2", "technological", "R-016", "HST", "applied", "", "2025-02-10", "P015", "SUP-06", "2024-08-12", "CON-06", True, "", "", ""),
    ("Rules of firewalls reviewed twice a year", "CM-6", "technological", "R-009", "NET", "applied", "", "2024-03-18", "P012", "", "", "", True, "", "", ""),
    ("Log-on of suppliers only through the gateway", "AC-17", "technological", "R-027", "NET", "applied", "", "2024-10-07", "P012", "SUP-02", "2024-03-11", "CON-02", True, "", "",
     ""), ("Clearance of supplier staff", "PS-7", "people", "R-027", "LOG", "applied", "", "2024-07-01", "P022", "SUP-04", "2024-06-11", "CON-04", True, "", "", ""),
    ("Clearance of service desk staff", "PS-7", "people", "R-027", "DSK", "applied", "", "2025-03-01", "P021", "SUP-05", "2025-02-09", "CON-05", True, "", "", ""),
    ("Wiping of parts before return", "MP-6", "physical", "R-027", "HST", "applied", "", "2025-01-01", "P009", "SUP-03", "2024-12-12", "CON-03", True, "", "", ""),
    ("Data of meetings in approved regions", "SA-9", "organizational", "R-032", "COL", "applied", "", "2025-05-01", "P004", "SUP-07", "2025-04-11", "CON-07", True, "", "", ""),
    ("Locks and visitors of both rooms", "PE-3", "physical", "", "HST", "applied", "", "2019-04-01", "P009", "SUP-10", "2025-06-16", "AGR-10", True, "", "", ""),
    ("Log storage for 90 days", "AU-11", "technological", "R-012", "HST", "planned", "", "", "P013", "", "", "", None, "", "", ""),
    ("Encryption of interfaces", "SC-8", "technological", "R-009", "LOG", "planned", "", "", "P031", "", "", "", None, "", "", ""),
    ("Offline copy of backups", "CP-9", "technological", "R-007", "HST", "applied", "", "2025-09-08", "P009", "", "", "", True, "", "", ""),
    ("Course on phishing for administrators", "AT-3", "people", "R-012", "IDM", "applied", "", "2025-11-10", "P013", "", "", "", True, "", "", ""),
    ("Blocking of all removable media", "MP-7", "technological", "", "DSK", "not_applied",
     "Planners carry exercise data between networks; risk accepted by the authorizing official on 18 May 2026", "", "P013", "", "", "", None, "", "", ""),
    ("Watching of certificates", "SC-12", "technological", "R-021", "IDM", "applied", "", "2026-03-02", "P062", "", "", "", None, "", "", ""),
    ("Second factor for the portal of partners", "IA-8", "technological", "", "COL", "not_applied", "Partners log on with cards of their own agency", "", "P004", "", "", "", None,
     "", "", ""),
]


def controls(t, rng):
    for number, (title, reference, kind, risk, sid, decision, reason, done, owner, supplier, agreed, contract, works, deficiencies, actions, acted) in enumerate(CONTROLS, 1):
        reviewed = dt.date(2026, 5, 4) + dt.timedelta(days=rng.below(40)) if works is not None else None
        t.add("security_control", id=f"SC-{number:02}", title=title, reference=reference, kind=kind, risk=risk, policy="DOC-SEC-POL", service=f"SVC-{sid}", decision=decision,
              reason=reason, decided_by="P005", decided_on="2026-05-18" if "18 May 2026" in reason else "2026-02-03" if done > "2026" else "2025-09-22",
              decision_document="DOC-SECCTRL", due="2026-12-18" if decision == "planned" else done, implemented_on=done,
              owner=owner, external=bool(supplier), supplier=supplier, agreed_with_external_on=agreed, contract=contract, monitored_on=reviewed,
              monitored_how="Sample each half-year" if reviewed else "", reviewed_on=reviewed, review_due="2027-06-30" if reviewed else "", effective=works,
              deficiencies=deficiencies, actions=actions, actions_due="2026-06-30" if actions else "", actions_done_on=acted)


KINDS = [("Phishing", "Mail with a false log-on page", "moderate", "EML", "SYS-EMS"), ("Lost device", "Laptop left in the train, disk encrypted", "low", "DSK", ""),
         ("Unauthorised access", "Folder of another unit was open to all", "moderate", "COL", ""),
         ("Malicious code", "Attachment stopped by the gateway", "low", "EML", "SYS-EMS"), ("Misuse", "Account shared by two analysts", "moderate", "IDM", ""),
         ("Data spill", "Exercise plan sent to the wrong list", "high", "EML", "SYS-EMS"),
         ("Unauthorised access", "Account of a leaver used for a log-on", "high", "LOG", "SYS-LPS")]


def incidents(t, rng):
    service_of = {sid: of_service(t, "incident", sid) for sid in ("EML", "DSK", "COL", "IDM", "LOG")}
    for index in range(22):
        category, title, risk, sid, system = KINDS[(index * 3 + rng.below(2)) % len(KINDS)]
        at = instant(rng, dt.date(2025, 10, 6) + dt.timedelta(days=index * 16))
        due = at + dt.timedelta(hours=24 if risk == "high" else 96)
        resolved = no_gap(at + dt.timedelta(hours=rng.between(3, 40), minutes=rng.below(60)))
        closed = no_gap(resolved + dt.timedelta(days=rng.between(4, 12)))
        looked = resolved.date() + dt.timedelta(days=rng.between(12, 30))
        near = next((i["number"] for i in service_of[sid] if i["opened_at"][:10] == at.date().isoformat()), "")
        row = t.add("security_incident", number=f"SIR{10020 + index * 4:07}", title=title, description=f"{title}. Reported through the service desk.", service=f"SVC-{sid}",
                    system=system, opened_at=at, recorded_at=at + dt.timedelta(minutes=rng.between(2, 40)), detected_at=at - dt.timedelta(minutes=rng.between(5, 300)),
                    reported_by={"Malicious code": "Gateway", "Misuse": "Service desk"}.get(category,
                                                                                            rng.pick(["User", "Security monitoring"]) if "access" in category else "User"),
                                                                                            category=category, confidentiality=category != "Malicious code",
                    integrity=category == "Malicious code", availability=False, personal_data=category == "Data spill", security_risk=risk,
                    priority={"high": "high", "moderate": "moderate", "low": "low"}[risk], state="closed", assignment_group="Cybersecurity Office", assigned_to="Simone Dupré",
                    escalation_due_at=due, escalated_at=due + dt.timedelta(minutes=-30) if resolved > due else None,
                    escalated_to="Chief Information Security Officer" if resolved > due else "", actions_taken="Scope found. Access closed. Owner told.",
                    contained_at=no_gap(at + dt.timedelta(minutes=rng.between(20, 170))), resolved_at=resolved,
                    resolution="Access corrected, user told" if category != "Phishing" else "Page blocked, passwords changed", closed_at=closed, closure_code="Resolved",
                    incident=near, impact_sms="None", impact_services=f"{NAMES[sid]}: none that users noticed", impact_parties="Unit concerned was informed", analysed_on=looked,
                    reported_on=looked, reported_to="Head of the unit, authorizing official" if risk == "high" else "Security manager", reviewed_on=looked,
                    improvements="Lists checked by the sender's office" if category == "Data spill" else "")
        for field in ("analysed_on", "reported_on", "reviewed_on"):
            if row[field] > "2026-10-02":
                row[field] = ""
        if closed > EXTRACTED:
            row.update(closed_at="", state="resolved")


INFORMATION = [("SYS-EMS", "Official correspondence", "C.3.5.1", "P008", "moderate", "moderate", "moderate", ""),
               ("SYS-EMS", "Calendars and contact data", "C.2.8.12", "P008", "low", "low", "low", ""),
               ("SYS-EMS", "Personnel matters in mail", "C.3.3.1", "P005", "moderate", "low", "low", "Mail only carries copies"),
               ("SYS-LPS", "Transport and supply plans", "D.4.1", "P031", "moderate", "moderate", "moderate", ""),
               ("SYS-LPS", "Stock numbers of depots", "C.3.4.1", "P031", "low", "moderate", "moderate", ""), ("SYS-LPS", "Maps", "D.20.1", "P031", "low", "low", "low", "")]
