"""Risks, opportunities and the criteria by which they are accepted."""

import datetime as dt

# SP 800-30 revision 1, table I-2: level by likelihood (row) and impact (column).
WORDS = ["very_low", "low", "moderate", "high", "very_high"]
LEVELS = {
    "very_high": ["very_low", "low", "moderate", "high", "very_high"],
    "high": ["very_low", "low", "moderate", "high", "very_high"],
    "moderate": ["very_low", "low", "moderate", "moderate", "high"],
    "low": ["very_low", "low", "low", "low", "moderate"],
    "very_low": ["very_low", "very_low", "very_low", "low", "low"],
}

CRITERIA = [
    ("RC-1", "Service delivery", "moderate", "DEPUTY", "Loss of a critical service for more than four hours is not accepted without the director"),
    ("RC-2", "Information security", "low", "AO", "Only the authorizing official accepts security risk above low"),
    ("RC-3", "Supplier", "moderate", "DEPUTY", "No single supplier may stop two critical services at once"),
    ("RC-4", "Financial", "moderate", "DIRECTOR", "Up to 250,000 USD a year for one risk"),
    ("RC-5", "Continuity", "low", "DIRECTOR", "Recovery later than agreed with the customer is accepted by the director only"),
    ("RC-6", "People", "moderate", "DEPUTY", "Vacancies in key roles for up to 90 days"),
]

# title, kind, source, category, service, process, supplier, likelihood, impact, residual likelihood, residual impact, response, cause, consequence, customers
RISKS = [
    ("Single fibre path to Harrow Point", "threat", "availability", "Service delivery", "NET", "AVM", "SUP-02", "moderate", "high", "low", "high", "mitigate",
     "One duct carries both lines", "Harrow Point loses all services", "Training at Harrow Point stops"),
    ("Mail gateway reaches end of support", "threat", "information_security", "Information security", "EML", "SEC", "SUP-01", "high", "high", "low", "moderate", "mitigate",
     "Vendor support ends in March", "Unpatched weaknesses", "Mail may be read or lost"),
    ("Storage fills before the next purchase", "threat", "service_requirement", "Service delivery", "HST", "CAPM", "SUP-03", "moderate", "moderate", "low", "low", "mitigate",
     "Backup growth above forecast", "No new servers can be built", "Projects of customers wait"),
    ("Loss of the only directory engineer", "threat", "organization", "People", "IDM", "ACM", "", "moderate", "high", "low", "moderate", "mitigate",
     "Knowledge held by one person", "Long repair times", "Log-on problems last longer"),
    ("Service desk turnover above a third", "threat", "organization", "People", "DSK", "RF", "SUP-05", "high", "moderate", "moderate", "moderate", "accept",
     "Contract rates below the market", "First contact resolution falls", "Users wait longer"),
    ("Supplier of the logistics planner is bought", "threat", "other_party", "Supplier", "LOG", "SUP", "SUP-04", "moderate", "high", "moderate", "moderate", "mitigate",
     "Market consolidation", "Support ends or prices rise", "Planning tool changes at short notice"),
    ("Backup restore of databases not proven", "threat", "continuity", "Continuity", "HST", "ITSCM", "SUP-03", "moderate", "very_high", "low", "low", "mitigate",
     "Restore tests covered files only", "Recovery takes days", "Data of customers is lost"),
    ("Smart card supply interrupted", "threat", "other_party", "Supplier", "IDM", "SUP", "SUP-11", "low", "high", "low", "moderate", "mitigate",
     "One depot issues all cards", "New staff cannot log on", "Newcomers cannot work"),
    ("Unrecorded firewall rules", "threat", "information_security", "Information security", "NET", "CHM", "", "moderate", "high", "low", "low", "mitigate",
     "Emergency work without follow-up", "Unknown openings", "Data of customers is exposed"),
    ("Virtual desktop licences run out", "threat", "service_requirement", "Financial", "VDI", "FM", "SUP-06", "moderate", "moderate", "low", "moderate", "mitigate",
     "Growth of remote work", "Users cannot start desktops", "Remote staff cannot work"),
    ("Campus power feed shared with construction", "threat", "continuity", "Continuity", "HST", "ITSCM", "SUP-10", "low", "very_high", "very_low", "high", "mitigate",
     "Building works next to the data centre", "Both rooms lose power", "All services stop"),
    ("Phishing of privileged users", "threat", "information_security", "Information security", "IDM", "SEC", "", "high", "very_high", "low", "moderate", "mitigate",
     "Mail from outside reaches administrators", "Takeover of administrative accounts", "All data at risk"),
    ("Meeting platform saturated during exercises", "threat", "service_requirement", "Service delivery", "COL", "CAPM", "SUP-07", "moderate", "moderate", "low", "low", "mitigate",
     "Exercises double the number of meetings", "Calls drop", "Exercise control is disturbed"),
    ("Service requirements of logistics out of date", "threat", "service_requirement", "Service delivery", "LOG", "SLM", "", "moderate", "moderate", "low", "low", "mitigate",
     "Requirements last agreed before the merger", "Targets miss the need", "Planning nights without support"),
    ("Contract for network maintenance weaker than the agreement", "threat", "other_party", "Supplier", "NET", "SUP", "SUP-02", "high", "moderate", "low", "moderate", "mitigate",
     "Eight hours in the contract, four in the agreement", "Targets missed at night", "Sites offline until morning"),
    ("Unpatched virtual hosts", "threat", "information_security", "Information security", "HST", "SEC", "SUP-06", "moderate", "high", "low", "moderate", "mitigate",
     "Maintenance windows postponed", "Known weaknesses stay open", "Service stops for emergency patches"),
    ("Budget cut during the year", "threat", "organization", "Financial", "", "FM", "", "moderate", "moderate", "moderate", "moderate", "accept",
     "Reductions across the department", "Renewals are put off", "Older equipment stays longer"),
    ("Knowledge articles out of date", "threat", "organization", "Service delivery", "DSK", "KM", "", "high", "low", "moderate", "low", "mitigate",
     "No owner after reorganisation", "Wrong advice at the desk", "Users call twice"),
    ("Configuration data incomplete", "threat", "organization", "Service delivery", "", "CFM", "", "moderate", "moderate", "low", "moderate", "mitigate",
     "Discovery does not reach the annex", "Impact of changes misjudged", "Unexpected interruptions"),
    ("Late delivery of laptops", "threat", "other_party", "Supplier", "DSK", "SUP", "SUP-08", "moderate", "low", "low", "low", "transfer",
     "World market for parts", "Stock below minimum", "Newcomers wait for equipment"),
    ("Certificates expire unnoticed", "threat", "availability", "Service delivery", "IDM", "EM", "", "moderate", "high", "very_low", "high", "mitigate",
     "Expiry dates kept in a spreadsheet", "Log-on and web services stop", "Users are locked out"),
    ("Storm closes the main campus", "threat", "continuity", "Continuity", "", "ITSCM", "", "low", "high", "low", "moderate", "mitigate",
     "Coastal location", "Staff cannot reach the site", "Desk works from the annex with fewer people"),
    ("Privileged accounts of leavers stay open", "threat", "information_security", "Information security", "IDM", "ACM", "", "moderate", "high", "very_low", "moderate", "mitigate",
     "Leaver notices arrive late", "Misuse of accounts", "Data of customers is exposed"),
    ("Wireless interference in the training area", "threat", "availability", "Service delivery", "NET", "PM", "SUP-02", "moderate", "low", "low", "low", "mitigate",
     "New radio equipment", "Slow wireless network", "Classes are disturbed"),
    ("Mailbox migration loses delegations", "threat", "service_requirement", "Service delivery", "EML", "RDM", "SUP-01", "low", "moderate", "very_low", "low", "mitigate",
     "Tool does not move delegations", "Assistants lose access", "Correspondence is delayed"),
    ("Change freeze ignored before exercises", "threat", "service_requirement", "Service delivery", "", "CHM", "", "low", "high", "very_low", "moderate", "mitigate",
     "Freeze dates not in the schedule", "Interruptions during exercises", "Exercise goals missed"),
    ("Subcontractor without clearance", "threat", "other_party", "Information security", "LOG", "SUP", "SUP-04", "low", "high", "very_low", "moderate", "avoid",
     "Lead supplier changes staff", "Unauthorised access", "Plans become known"),
    ("File shares without owner", "threat", "information_security", "Information security", "COL", "ACM", "", "high", "moderate", "low", "low", "mitigate",
     "Units were merged", "Access is never reviewed", "Files are open to too many"),
    ("Monitoring tool stops at the licence limit", "threat", "availability", "Service delivery", "HST", "EM", "SUP-06", "moderate", "moderate", "very_low", "moderate", "mitigate",
     "Number of servers grew", "Failures are seen late", "Longer interruptions"),
    ("Records lost at change of tool", "threat", "organization", "Service delivery", "", "CFM", "", "low", "moderate", "very_low", "moderate", "mitigate",
     "New release of the ticket tool", "Trends cannot be shown", "Service reports lack history"),
    ("Water damage in the annex network room", "threat", "availability", "Continuity", "NET", "AVM", "SUP-10", "low", "high", "low", "moderate", "transfer",
     "Pipes above the room", "Annex network down for days", "Annex staff move to the campus"),
    ("Shadow collaboration tools", "threat", "information_security", "Information security", "COL", "SEC", "", "moderate", "moderate", "low", "low", "mitigate",
     "Exercise partners use their own tools", "Data outside the boundary", "Plans become known"),
    ("Exercise surge at the service desk", "threat", "service_requirement", "Service delivery", "DSK", "IM", "SUP-05", "high", "moderate", "moderate", "low", "mitigate",
     "Exercise dates known late", "Answer time doubles", "Users give up calling"),
    ("Dispute about network credits", "threat", "other_party", "Financial", "NET", "SUP", "SUP-02", "moderate", "low", "low", "low", "accept",
     "Different reading of the contract", "Credits of a quarter withheld", "None that users notice"),
    ("Self-service password reset", "opportunity", "organization", "Service delivery", "IDM", "RF", "", "high", "moderate", "high", "moderate", "realize",
     "A third of calls are resets", "Calls fall by a quarter", "Users help themselves at night"),
    ("Joint purchase of desktops with the garrison", "opportunity", "other_party", "Financial", "DSK", "FM", "SUP-08", "moderate", "moderate", "moderate", "moderate", "share",
     "Both buy the same model", "Eight percent lower price", "More money for support"),
    ("Automated server builds", "opportunity", "organization", "Service delivery", "HST", "RDM", "", "high", "moderate", "high", "moderate", "enhance",
     "Templates exist", "Servers in a day, not a week", "Projects start sooner"),
    ("Known errors shown in the portal", "opportunity", "service_requirement", "Service delivery", "DSK", "KM", "", "moderate", "low", "moderate", "low", "realize",
     "Portal can show articles by service", "Fewer repeated calls", "Users find the workaround"),
    ("Telemetry of virtual desktops for problem analysis", "opportunity", "availability", "Service delivery", "VDI", "PM", "SUP-06", "moderate", "moderate", "moderate", "moderate", "realize",
     "Licence includes telemetry", "Slow sessions found before users call", "Fewer slow desktops"),
    ("Customer dashboards instead of paper reports", "opportunity", "service_requirement", "Service delivery", "", "SLM", "", "high", "low", "high", "low", "realize",
     "Data is already collected", "Less work, fresher figures", "Customers see their figures daily"),
]

TREATMENTS = {
    "mitigate": "Carry out the measures agreed by the risk committee and test them",
    "accept": "Accept within the criteria and watch the trend each quarter",
    "avoid": "Stop the activity that causes the risk",
    "transfer": "Place the loss with the supplier or the insurer by contract",
    "share": "Agree how gain and cost are divided",
    "realize": "Plan, fund and introduce",
    "enhance": "Widen what works already",
}
AUTHORITY = {"Service delivery": "P002", "Information security": "P006", "Supplier": "P002", "Financial": "P001", "Continuity": "P001", "People": "P002"}
OWNERS = {"AVM": "P004", "SEC": "P005", "CAPM": "P004", "ACM": "P005", "RF": "P008", "SUP": "P002", "ITSCM": "P004", "CHM": "P010", "FM": "P007", "SLM": "P010",
          "KM": "P010", "CFM": "P010", "EM": "P003", "PM": "P003", "RDM": "P009", "IM": "P003"}


def level(likelihood, impact):
    return LEVELS[likelihood][WORDS.index(impact)]


def build(t, rng):
    for cid, category, appetite, authority, criterion in CRITERIA:
        t.add("risk_criterion", id=cid, category=category, appetite=appetite, acceptance_authority=authority, criterion=criterion,
              document="DOC-RISK-CRIT", approved_by="P001", approved_on="2025-09-03", review_due="2026-12-01")
    appetite = {c[1]: c[2] for c in CRITERIA}
    for index, risk in enumerate(RISKS):
        title, kind, source, category, service, process, supplier, like, impact, rlike, rimpact, response, cause, consequence, customers = risk
        residual = level(rlike, rimpact)
        threat = kind == "threat"
        identified = dt.date(2025, 3, 3) + dt.timedelta(days=rng.below(330))
        reviewed = dt.date(2026, 7, 6) + dt.timedelta(days=rng.below(60))
        above = threat and WORDS.index(residual) > WORDS.index(appetite[category])
        done = response not in ("accept",) and index % 5 < 3
        status = "accepted" if response == "accept" else ("treated" if done and threat else "open")
        due = dt.date(2026, 4, 1) + dt.timedelta(days=rng.below(150)) if done else dt.date(2026, 11, 2) + dt.timedelta(days=rng.below(150))
        if index % 13 == 7:
            status = "closed"
        needs_acceptance = response == "accept" or above
        accepted_on = reviewed + dt.timedelta(days=7)
        t.add("risk", id=f"R-{index + 1:03}", title=title, kind=kind, source=source, category=category, event=f"{title}. {consequence}",
              cause=cause, consequence=consequence, effect_on_customers=customers, service=f"SVC-{service}" if service else "", process=process,
              supplier=supplier, likelihood=like, impact=impact, level=level(like, impact), residual_likelihood=rlike, residual_impact=rimpact,
              residual_level=residual, target_level=min(residual, appetite[category], key=WORDS.index) if threat else residual, response=response,
              treatment=TREATMENTS[response], priority=1 + index % 10, treatment_due=due if response != "accept" else None,
              treated_on=due - dt.timedelta(days=rng.between(3, 25)) if done else None, integrated_into=process,
              effectiveness_judged_by="Measured by the figures in the monthly service report and judged by the risk committee",
              effectiveness_reviewed_on=reviewed if done else None, owner=OWNERS[process], status=status, identified_on=identified, reviewed_on=reviewed,
              review_due=reviewed + dt.timedelta(days=182), accepted_by=AUTHORITY[category] if needs_acceptance else "",
              accepted_on=accepted_on if needs_acceptance else None, accepted_until=accepted_on + dt.timedelta(days=365) if needs_acceptance else None,
              closed_on=reviewed if status == "closed" else None, document="DOC-RISK-REG")
