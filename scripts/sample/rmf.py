"""Systems beside the first three, and what the Risk Management Framework keeps of each: decisions in their cycles, triggers of monitoring, items of the plan of action."""

import datetime as dt

from .common import day

# id, name, acronym, service, owner, what it is, state, levels (confidentiality, integrity, availability), overall, framework, baseline, decision, decided on, ends on
SYSTEMS = [
    ("SYS-NET", "Campus Network", "NET", "NET", "P012", "Wired and wireless network of both sites, its lines and its firewalls", "operational", ("moderate", "moderate", "high"), "high",
     "fips199", "high", "ato", "2025-12-01", "2028-11-30"),
    ("SYS-IDS", "Identity and Sign-on System", "IDS", "IDM", "P020", "Directory, certificates, sign-on and privileged access", "operational", ("high", "high", "moderate"), "",
     "cnssi1253", "tailored", "ato", "2026-03-16", ""),
    ("SYS-JCP", "Joint Collaboration Platform", "JCP", "COL", "P004", "Meetings, chat and team sites, run by the Defence Joint Cloud Service for many agencies", "operational",
     ("moderate", "moderate", "moderate"), "moderate", "fips199", "moderate", "authorization_to_use", "2025-09-22", ""),
    ("SYS-DCF", "Data Centre Facility", "DCF", "", "P009", "Rooms, power, cooling and doors; its controls are inherited by the systems that stand in it", "operational",
     ("low", "moderate", "moderate"), "moderate", "fips199", "moderate", "common_control", "2025-03-03", ""),
    ("SYS-MMD", "Mobile Device Management", "MMD", "MOB", "P015", "Server and gateway for mobile devices, in pilot", "in_development", ("moderate", "moderate", "low"), "moderate",
     "fips199", "moderate", "iatt", "2026-07-06", "2026-12-31"),
]

# system, name, confidentiality, integrity, availability
INFORMATION = [("SYS-NET", "Configuration of lines and firewalls", "moderate", "moderate", "high"), ("SYS-IDS", "Accounts and certificates", "high", "high", "moderate"),
               ("SYS-JCP", "Working papers of teams", "moderate", "moderate", "moderate"), ("SYS-DCF", "Door records and plans of the rooms", "low", "moderate", "moderate"),
               ("SYS-MMD", "Mail and calendars on devices", "moderate", "moderate", "low")]

FACILITY = "PE-2 to PE-18, MA-2, MP-2 to MP-6"
PROVIDER = "DJCS"
ACCOUNTS = "All of the platform but AC-2, AT-2 and PS-4"

# id, system, decision, assessed, package, decided, ends, replaces, rests on, controls covered, provider, residual risk, conditions, due
DECISIONS = [
    ("AD-EMS-1", "SYS-EMS", "ato", "2023-03-13", "2023-04-10", "2023-05-22", "2026-05-17", "", "", "", "", "moderate", "", ""),
    ("AD-EMS-2", "SYS-EMS", "ato", "2026-04-13", "2026-05-04", "2026-05-18", "2029-05-17", "AD-EMS-1", "AD-DCF-2", FACILITY, "NJSA-OPS", "moderate", "", ""),
    ("AD-LPS-1", "SYS-LPS", "ato", "2023-03-20", "2023-04-17", "2023-05-22", "2026-05-17", "", "", "", "", "moderate", "", ""),
    ("AD-LPS-2", "SYS-LPS", "ato_with_conditions", "2026-04-13", "2026-05-04", "2026-05-18", "2029-05-17", "AD-LPS-1", "AD-DCF-2", FACILITY, "NJSA-OPS", "moderate",
     "Milestones of the plan of action on time; interface certificates in place", "2027-01-29"),
    ("AD-EMV-1", "SYS-EMV", "ato", "2026-04-13", "2026-05-04", "2026-05-18", "2026-08-31", "", "", "", "", "low", "", ""),
    ("AD-NET-1", "SYS-NET", "ato", "2022-10-10", "2022-11-07", "2022-12-05", "2025-11-30", "", "", "", "", "moderate", "", ""),
    ("AD-NET-2", "SYS-NET", "ato", "2025-10-20", "2025-11-10", "2025-12-01", "2028-11-30", "AD-NET-1", "AD-DCF-2", FACILITY, "NJSA-OPS", "moderate", "", ""),
    ("AD-IDS-1", "SYS-IDS", "ato", "2023-01-23", "2023-02-20", "2023-03-20", "2026-03-15", "", "", "", "", "moderate", "", ""),
    ("AD-IDS-2", "SYS-IDS", "ato", "2026-01-26", "2026-02-16", "2026-03-16", "", "AD-IDS-1", "AD-DCF-2", FACILITY, "NJSA-OPS", "low", "", ""),
    ("AD-DCF-1", "SYS-DCF", "common_control", "2021-12-06", "2022-01-31", "2022-03-07", "2025-03-02", "", "", FACILITY, "NJSA-OPS", "low", "", ""),
    ("AD-DCF-2", "SYS-DCF", "common_control", "2025-01-20", "2025-02-10", "2025-03-03", "", "AD-DCF-1", "", FACILITY, "NJSA-OPS", "low", "", ""),
    ("AD-JCP-P", "SYS-JCP", "ato", "2025-06-16", "2025-07-14", "2025-08-04", "2028-08-03", "", "", ACCOUNTS, PROVIDER, "moderate", "", ""),
    ("AD-JCP-1", "SYS-JCP", "authorization_to_use", "", "", "2025-09-22", "", "", "AD-JCP-P", ACCOUNTS, PROVIDER, "moderate", "", ""),
    ("AD-MMD-1", "SYS-MMD", "iatt", "", "", "2026-07-06", "2026-12-31", "", "", "", "", "moderate", "Forty devices, no data above the pilot's own", ""),
]

# system, authorization, kind, trigger, occurred, due, reviewed, outcome, state
TRIGGERS = [
    ("SYS-EMS", "AD-EMS-2", "time", "Each year after the decision", "", "2027-05-18", "", "", "active"),
    ("SYS-LPS", "AD-LPS-2", "time", "Each half-year, because of the conditions", "", "2026-11-16", "", "", "active"),
    ("SYS-NET", "AD-NET-2", "time", "Each year after the decision", "", "2026-12-01", "", "", "active"),
    ("SYS-NET", "AD-NET-2", "event", "Firewalls replaced", "2026-05-11", "2026-06-11", "2026-06-03", "risk_acceptable", "active"),
    ("SYS-IDS", "AD-IDS-2", "time", "Each half-year while authorization is ongoing", "2026-09-16", "2027-03-16", "2026-09-14", "risk_acceptable", "active"),
    ("SYS-IDS", "AD-IDS-2", "event", "Certificate authority moved to new servers", "2026-06-15", "2026-07-15", "2026-07-02", "conditions_set", "active"),
    ("SYS-DCF", "AD-DCF-2", "time", "Each year while authorization is ongoing", "2026-03-03", "2027-03-03", "2026-02-26", "risk_acceptable", "active"),
    ("SYS-DCF", "AD-DCF-2", "event", "Second power feed of room B rebuilt", "2026-07-20", "2026-08-20", "2026-08-11", "risk_acceptable", "active"),
    ("SYS-JCP", "AD-JCP-1", "event", "Provider names a new place of storage", "2026-02-09", "2026-03-09", "2026-03-02", "risk_acceptable", "active"),
    ("SYS-EMV", "AD-EMV-1", "time", "Each year after the decision", "", "2027-05-18", "", "", "ended"),
]

# system, number, weakness, control, source, found, severity, owner, milestones, due, state, completed
ITEMS = [
    ("EMS", "01", "Log storage below 90 days", "AU-11", "assessment", "2026-04-13", "moderate", "P008", "Order by 31 August 2026; storage in use by 30 November 2026", "2026-11-30", "open", ""),
    ("EMS", "02", "Two service accounts without owner", "AC-2", "assessment", "2026-04-13", "low", "P008", "Owners named by 15 September 2026", "2026-09-15", "completed", "2026-09-08"),
    ("EMS", "03", "Restore test older than a year", "CP-9", "assessment", "2026-04-13", "moderate", "P024", "Test with the exercise of 9 December 2026", "2026-12-18", "open", ""),
    ("EMS", "04", "Interface without mutual authentication", "SC-8", "assessment", "2026-04-13", "low", "P008", "Certificates by 15 December 2026; exchange by 29 January 2027", "2027-01-29", "open", ""),
    ("LPS", "01", "Log storage below 90 days", "AU-11", "assessment", "2026-04-13", "moderate", "P031", "Order by 31 August 2026; storage in use by 30 November 2026", "2026-11-30", "open", ""),
    ("LPS", "02", "Two service accounts without owner", "AC-2", "assessment", "2026-04-13", "low", "P031", "Owners named by 15 September 2026", "2026-09-15", "completed", "2026-09-10"),
    ("LPS", "03", "Restore test older than a year", "CP-9", "assessment", "2026-04-13", "moderate", "P024", "Test with the exercise of 9 December 2026", "2026-12-18", "open", ""),
    ("LPS", "04", "Interface without mutual authentication", "SC-8", "assessment", "2026-04-13", "moderate", "P031", "Certificates by 15 December 2026; exchange by 29 January 2027",
     "2027-01-29", "open", ""),
    ("NET", "01", "Management port of a firewall open to users", "SC-7", "scan", "2026-08-31", "high", "P012", "Rule written by 14 September 2026; tested on both sites by 31 October 2026",
     "2026-10-31", "open", ""),
    ("NET", "02", "Old access points without current updates", "SI-2", "monitoring", "2026-06-08", "moderate", "P012", "Twelve of sixteen by 30 September 2026; all by 15 November 2026",
     "2026-11-15", "open", ""),
    ("IDS", "01", "Review of privileged accounts without a record", "AC-6 (7)", "assessment", "2026-01-26", "moderate", "P020", "Form in use by 30 April 2026; two reviews held by 31 August 2026",
     "2026-08-31", "completed", "2026-08-27"),
    ("IDS", "02", "Sign-on node accepts an outdated protocol", "SC-8 (1)", "scan", "2026-09-21", "high", "P020",
     "Old readers replaced by 16 October 2026; protocol off by 30 October 2026", "2026-10-30", "open", ""),
    ("DCF", "01", "Door records kept for 60 days only", "PE-6", "self_identified", "2026-02-26", "low", "P009", "Storage enlarged by 30 November 2026", "2026-11-30", "open", ""),
    ("JCP", "01", "Accounts of leavers closed once a month", "AC-2 (3)", "monitoring", "2026-05-19", "moderate", "P004", "Daily list from the directory by 30 October 2026", "2026-10-30", "open", ""),
]

PLANS = {"Log storage below 90 days": "Storage of the log servers doubled", "Two service accounts without owner": "Owners named and entered in the directory",
         "Restore test older than a year": "Restore of one server and one mailbox store, with a record", "Interface without mutual authentication": "Certificates of both sides exchanged",
         "Management port of a firewall open to users": "Rule on the inner side; management from two stations only", "Old access points without current updates": "Replaced by the model of 2025",
         "Review of privileged accounts without a record": "Form with names, decision and day, kept by the access lead",
         "Sign-on node accepts an outdated protocol": "Old card readers replaced, then the protocol switched off", "Door records kept for 60 days only": "Storage of the door system enlarged",
         "Accounts of leavers closed once a month": "List of leavers taken over each night"}

STAGES = [("CAT", "Categorization and boundary", "record"), ("SSP", "Security plan", "plan"), ("SAP", "Security assessment plan", "plan"), ("SAR", "Security assessment report", "report"),
          ("RAR", "Risk assessment report", "report"), ("POA", "Plan of action and milestones", "plan"), ("ATO", "Authorization decision", "record")]


def build(t):
    t.add("organization", id=PROVIDER, name="Defence Joint Cloud Service", kind="other", note="Runs the collaboration platform for many agencies")
    t.add("person", id="P063", name="Col. Samuel Hartley", affiliation="military", organization=PROVIDER, job_title="Authorizing Official of the Defence Joint Cloud Service", active=True,
          joined_on="2021-08-02")
    for number, each in enumerate(SYSTEMS, 1):
        system(t, number, *each)
    for number, (sid, name, *levels) in enumerate(INFORMATION, 7):
        t.add("information_type", id=f"IT-{number:02}", system=sid, name=name, owner=t.find("system", id=sid)["owner"], confidentiality=levels[0], integrity=levels[1],
              availability=levels[2], document=f"DOC-CAT-{sid[4:]}")
    for row in DECISIONS:
        decision(t, *row)
    for number, (sid, authorization, kind, trigger, occurred, due, reviewed, outcome, state) in enumerate(TRIGGERS, 1):
        t.add("monitoring_trigger", id=f"MT-{number:02}", system=sid, authorization=authorization, kind=kind, trigger=trigger, occurred_on=occurred, review_due=due,
              reviewed_on=reviewed, reviewed_by="P006" if reviewed else "", outcome=outcome, status=state, document="DOC-MONSTRAT")
    for tail, number, weakness, control, source, found, severity, owner, milestones, due, state, completed in ITEMS:
        t.add("poam", id=f"POA-{tail}-{number}", system=f"SYS-{tail}", weakness=weakness, control=control, source=source, found_on=found, severity=severity, residual_risk=severity,
              owner=owner, resources="Staff of the service", plan=PLANS[weakness], milestones=milestones, scheduled_completion=due, status=state, completed_on=completed,
              verified_by="P055" if completed else "", verified_on=day(completed) + dt.timedelta(days=5) if completed else None, reviewed_on="2026-09-30", document=f"DOC-POA-{tail}")
    t.find("poam", id="POA-DCF-01").update(scheduled_completion="2026-08-31", revised_completion="2026-11-30", delay_reason="The maker delivers the disks in October",
                                           milestone_changes="Disks ordered again on 3 August 2026")


def system(t, number, sid, name, acronym, service, owner, what, state, levels, overall, framework, baseline, authorized, decided, ends):
    live = state == "operational"
    began = day("2024-02-05") + dt.timedelta(days=7 * number)
    document = {stage: f"DOC-{stage}-{acronym}" for stage, _, _ in STAGES}
    t.add("system", id=sid, name=name, acronym=acronym, description=what, owner=owner, authorizing_official="P006", security_officer="P013", organization="NJSA",
          service=f"SVC-{service}" if service else "", status=state, live_on=began + dt.timedelta(days=280) if live else None, framework=framework, confidentiality=levels[0],
          integrity=levels[1], availability=levels[2], overall_impact=overall, categorized_on=began, categorization_approved_by="P006", categorization_document=document["CAT"],
          boundary_document=document["CAT"], baseline=baseline, controls_selected_on=began + dt.timedelta(days=42), security_plan=document["SSP"],
          security_plan_approved_on=began + dt.timedelta(days=91), implemented_on=began + dt.timedelta(days=210) if live else None,
          implementation_document=document["SSP"] if live else "", assessment_plan=document["SAP"] if live else "",
          assessed_on=next((d[3] for d in reversed(DECISIONS) if d[1] == sid and d[3]), ""), assessed_by="P055" if live else "", assessment_report=document["SAR"] if live else "",
          risk_report=document["RAR"] if live else "", action_plan=document["POA"] if live else "", authorization=authorized, authorized_on=decided, authorized_by="P006",
          authorization_ends_on=ends, authorization_document=document["ATO"], monitoring_strategy="DOC-MONSTRAT" if live else "",
          last_monitored_on="2026-09-21" if live else None, risk_reviewed_on="2026-08-24" if live else None)


def decision(t, aid, sid, what, assessed, package, decided, ends, replaces, rests_on, covered, provider, residual, conditions, due):
    tail = sid[4:]
    whole = assessed and sid != "SYS-EMV"
    t.add("authorization", id=aid, system=sid, decision=what, assessed_on=assessed, package_on=package, decided_by="P063" if aid == "AD-JCP-P" else "P006",
          role="authorizing_official", decided_on=decided, ends_on=ends, monitoring_strategy="DOC-MONSTRAT" if assessed and not ends else "", conditions=conditions, conditions_due=due,
          risk_determination="Acceptable as described in the package" if assessed else "Acceptable for the stated use", residual_risk=residual,
          security_plan=f"DOC-SSP-{tail}" if whole else "", assessment_report=f"DOC-SAR-{tail}" if whole else "", action_plan=f"DOC-POA-{tail}" if whole else "", provider=provider,
          shared_controls=covered, rests_on=rests_on, replaces=replaces, reported_on=day(decided) + dt.timedelta(days=7), document="" if sid == "SYS-EMV" else f"DOC-ATO-{tail}")


def documents(t, lib):
    for sid, name, acronym, _, owner, _, state, *_, decided, _ in SYSTEMS:
        for stage, title, kind in STAGES:
            if state == "operational" or stage in ("CAT", "SSP", "ATO"):
                who = "P055" if stage == "SAR" else "P013" if stage in ("SAP", "RAR") else "P006" if stage == "ATO" else owner
                lib.add(f"DOC-{stage}-{acronym}", f"{title}: {name}", kind, who, "P013" if stage == "SAR" else "P006", approved=decided if stage == "ATO" else "2025-02-10",
                        process="SEC")
