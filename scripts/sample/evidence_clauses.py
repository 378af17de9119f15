"""Evidence of clauses 4 to 10: what each file covers, which control it speaks to, what auditors state, and the intervals that the organisation has set."""

import datetime as dt

ISO = "iso20000-1-2018"
SPANS = {
    "satisfaction-25-2.md": (dt.date(2025, 10, 31), dt.date(2025, 11, 14)), "satisfaction-26-1.md": (dt.date(2026, 4, 28), dt.date(2026, 5, 12)),
    "cost-report.csv": (dt.date(2025, 10, 1), dt.date(2026, 6, 30)), "management-review-1.md": (dt.date(2025, 9, 18), dt.date(2026, 3, 18)),
    "management-review-2.md": (dt.date(2026, 3, 19), dt.date(2026, 9, 16)),
}

# file, controls, what the control asks for, where in the file, which document of the standard's list where it asks for several of a kind
LINKS = [
    ("context-review.md", "4.1-r01 4.1-r02", "record", "Issues"), ("context-review.md", "4.2-r01 4.2-r02", "record", "Interested parties"),
    ("context-review.md", "4.3-r02 4.3-r03", "record", "What it meant for the scope"),
    ("scope.md", "4.3-r01 4.3-r05 4.3-r06 4.3-r08 7.5.4-r01", "document", ""), ("service-management-policy.md", "5.2.1-r01 5.2.1-r02 5.2.1-r03 5.2.1-r04 5.2.2-r01 7.5.4-r02",
                                                                                "policy", ""),
    ("service-management-objectives.md", "6.2.1-r01 6.2.1-r02 7.5.4-r02", "document", ""), ("service-management-objectives.md", "6.2.1-r04 6.2.1-r08", "record", ""),
    ("service-management-plan.md", "6.3-r01 6.3-r03 6.3-r04 6.3-r05 6.3-r06 6.3-r07 6.3-r08 6.3-r09 6.3-r10 6.3-r11 6.3-r12 7.5.4-r03", "plan", "sections 5 to 13"),
    ("competence-records.csv", "7.2-r01 7.2-r04", "record", ""), ("documented-information.csv", "7.5.1-r01 7.5.1-r02", "document", ""),
    ("documented-information.csv", "7.5.4-r12", "record", "column retention"),
    ("change-policy.md", "7.5.4-r04", "policy", "", "D6"), ("security-policy.md", "7.5.4-r04", "policy", "", "D7"), ("continuity-plan-room.md", "7.5.4-r04", "plan", ""),
    ("service-requirements.md", "7.5.4-r06 8.2.2-r01 8.2.2-r03", "document", ""), ("service-catalogue.md", "7.5.4-r07 8.2.4-r01 8.2.4-r02 8.2.4-r03 8.2.4-r04", "document", ""),
    ("contract-abstracts.md", "7.5.4-r09", "agreement", ""), ("agreements-internal.md", "7.5.4-r10", "agreement", ""), ("sla-eml.md", "7.5.4-r08", "agreement", ""),
    ("incident-records.csv", "8.1-r04", "record", ""), ("problem-records.csv", "8.1-r04", "record", ""), ("service-catalogue.md", "8.2.2-r05", "record", "Rests on"),
    ("other-parties.csv", "8.1-r07", "record", ""),
    ("other-parties.csv", "8.2.3.1-r04 8.2.3.1-r05 8.2.3.1-r06 8.2.3.1-r07", "document", ""), ("configuration-item-types.md", "8.2.6-r01", "document", ""),
    ("configuration-records.csv", "8.2.6-r02 8.2.6-r03 8.2.6-r05 8.2.6-r06 8.2.6-r07 8.2.6-r08 8.2.6-r09 8.2.6-r11 8.2.6-r12", "record", ""),
    ("customers.md", "8.3.2-r01", "document", ""),
    ("satisfaction-25-2.md", "8.3.2-r07", "record", ""), ("satisfaction-26-1.md", "8.3.2-r07", "record", ""), ("satisfaction-25-2.md", "8.3.2-r10", "report", ""),
    ("satisfaction-26-1.md", "8.3.2-r10", "report", ""),
    ("complaint-records.csv", "8.3.2-r11", "record", ""), ("complaint-records.csv", "8.3.2-r13", "report", "column reported"),
    ("cost-report.csv", "8.4.1-r01 8.4.1-r02 8.4.1-r03", "record", ""), ("cost-report.csv", "8.4.1-r04", "report", ""),
    ("capacity-plan.md", "8.4.3-r01", "document", ""), ("capacity-plan.md", "8.4.3-r02 8.4.3-r03 8.4.3-r04", "plan", ""),
    ("transition-plan-mobile.md", "8.5.2.1-r01 8.5.2.1-r02 8.5.2.1-r03 8.5.2.1-r04 8.5.2.1-r05 8.5.2.1-r06 8.5.2.1-r07 8.5.2.1-r08 8.5.2.1-r09", "plan", ""),
    ("transfer-plan-range-booking.md", "8.5.2.1-r12 8.5.2.1-r13", "plan", ""), ("service-design-mobile.md",
                                                                                "8.5.2.2-r01 8.5.2.2-r02 8.5.2.2-r03 8.5.2.2-r04 8.5.2.2-r05 8.5.2.2-r06 8.5.2.2-r07 8.5.2.2-r08",
                                                                                "document", ""),
    ("acceptance-test-records.csv", "8.5.2.3-r01 8.5.2.3-r02 8.5.2.3-r03", "record", ""), ("release-policy.md", "8.5.3-r01 8.5.3-r02 8.5.3-r03 8.5.3-r10", "document",
                                                                                           "sections 1 and 2"),
    ("deployment-plan.md", "8.5.3-r04 8.5.3-r06 8.5.3-r07 8.5.3-r08 8.5.3-r09", "plan", ""),
    ("release-records.csv", "8.5.3-r10 8.5.3-r11 8.5.3-r13 8.5.3-r16 8.5.3-r17", "record", ""),
    ("availability-requirements.md", "8.7.1-r01 8.7.1-r04", "document", ""), ("availability-requirements.md", "8.7.1-r02", "record", "Requirements and targets"),
    ("availability-records.csv", "8.7.1-r06", "record", ""),
    ("risk-assessment-report.csv", "8.7.2-r01 8.7.3.2-r01", "document", "column source"), ("continuity-plan-room.md", "8.7.2-r04 8.7.2-r05 8.7.2-r06 8.7.2-r07 8.7.2-r08 8.7.2-r09",
                                                                                           "plan", ""),
    ("continuity-plan-room.md", "8.7.2-r06 8.7.2-r09 7.5.4-r11", "procedure", "sections 2 and 5"), ("continuity-test-records.csv", "8.7.2-r11 8.7.2-r13", "record", ""),
    ("continuity-test-records.csv", "8.7.2-r14", "review", "column reviewed"),
    ("security-policy.md", "8.7.3.1-r02 8.7.3.1-r03", "policy", ""), ("security-controls.csv", "8.7.3.2-r03", "document", ""),
    ("security-incident-records.csv", "8.7.3.3-r01 8.7.3.3-r02 8.7.3.3-r03 8.7.3.3-r06", "record", ""),
    ("measures.csv", "9.1-r01 9.1-r02", "document", ""), ("measurement-records.csv", "9.1-r05", "record", ""), ("report-list.md", "9.4-r01", "document", ""),
    ("nonconformity-records.csv", "10.1.2-r01 10.1.2-r02", "record", ""),
    ("improvement-records.csv", "10.2-r04 10.2-r05 10.2-r08", "record", ""), ("management-review-1.md", "9.3-r16 9.3-r17 9.3-r18", "review", ""),
    ("management-review-2.md", "9.3-r16 9.3-r17 9.3-r18", "review", ""),
]
SERVICE_REPORTS = ["eml", "net", "idm", "vdi", "col", "log", "dsk", "hst"]
AUDIT_PAPERS = [("audit-programme.md", "9.2.2-r01 9.2.2-r06", "plan"), ("audit-programme.md", "9.2.2-r02", "document"), ("internal-audit-report.md", "9.2.2-r04", "report"),
                ("internal-audit-report.md", "9.2.2-r05", "record")]


def links(link):
    for name, controls, demand, locator, *number in LINKS:
        link(name, controls, demand, locator=locator, number=number[0] if number else "")
    for tail in SERVICE_REPORTS:
        link(f"service-report-{tail}.csv", "9.4-r02 9.4-r03", "report")
    for name, controls, demand in AUDIT_PAPERS:   # nobody of internal review judges its own papers
        link(name, controls, demand, reviewer="P032")


# control, who, what was seen, how, competent for
STATEMENTS = [
    ("4.3-r07", "P051", "Scope opened in the portal by two customers and a technician", "observe", "4 5 6"),
    ("5.2.2-r03", "P050", "Policy sent to a supplier within a day of asking; audience settled in the communication plan", "observe", "4 5 6"),
    ("5.3-r03", "P050", "Letter of appointment of the head of the ITSM office read; both describe the duty in the same way", "interview", "4 5 6"),
    ("5.3-r04", "P050", "Papers of both management reviews seen; the Director names what was reported", "interview", "4 5 6"),
    ("6.2.1-r07", "P051", "Two objectives were changed in March; earlier versions and reasons are kept", "examine", "6 8.3"),
    ("6.3-r02", "P051", "Twelve activities of the plan followed: nine done, three under way", "examine", "6 8.3"),
    ("7.3-r01", "P051", "Fourteen people of three employers asked: all know what the policy asks of them", "interview", "7"),
    ("7.5.2-r01", "P050", "Twenty documents taken at random carry title, number, version and owner", "test", "7"),
    ("7.5.2-r02", "P050", "The same twenty open on the workplaces of those who use them", "observe", "7"),
    ("7.4-r01", "P050", "Subjects of the communication plan compared with what was sent in September", "examine", "7"),
    ("7.6-r01", "P051", "Overview of knowledge by service seen; three teams asked", "interview", "7"),
    ("8.2.1-r02", "P051", "Two days in the operations centre and at the desk", "observe", "8.2"), ("8.2.2-r08", "P051", "Ranked list of requests of four quarters seen", "examine",
                                                                                                   "8.2"), ("8.2.3.1-r09", "P050", "Minutes with four suppliers read", "examine",
                                                                                                            "8.2 8.3"),
    ("8.2.4-r05", "P051", "A planner and a user of the training command opened their entries", "observe", "8.2"),
    ("8.2.6-r15", "P051", "Incident and change staff open items from a ticket", "observe", "8.2"), ("8.3.2-r04", "P050",
                                                                                                    "Three chiefs of information say how their plans reach the agency", "interview",
                                                                                                    "8.3"),
    ("8.5.3-r12", "P050", "No release failed its criteria in the period; asked of the release lead and the test manager", "interview", "8.5"),
    ("8.5.3-r19", "P050", "Release calendar seen at the service desk", "observe", "8.5"),
    ("8.7.1-r05", "P051", "Figures of three days recomputed from the monitoring tool", "test", "8.7"),
    ("8.7.2-r16", "P051", "No plan was invoked in the period; asked of the duty officers and compared with the outages", "interview", "8.7"),
    ("8.7.3.1-r01", "P050", "Approval by the Director seen", "examine", "8.7"), ("8.7.3.1-r04", "P050", "Policy found in the portal and at the desk", "observe", "8.7"),
    ("8.7.3.1-r05", "P051", "Ten people asked; list of the course seen", "interview", "8.7"),
    ("8.7.3.3-r05", "P051", "Twelve cases read to their end", "examine", "8.7"), ("10.1.1-r08", "P050", "Form for changes was altered after NC-26-01; nothing else was needed",
                                                                                  "examine", "9 10"), ("10.1.1-r09", "P050", "Five cases read: action fits the effect", "examine",
                                                                                                       "9 10"),
]
NO_OCCASION = ("8.5.3-r12", "8.7.2-r16")


def statements(t):
    for number, (control, person, statement, method, competent) in enumerate(STATEMENTS, 41):
        t.add("attestation", id=f"AT-{number}", catalog=ISO, control=control, outcome="no_occasion" if control in NO_OCCASION else "met", statement=statement, method=method,
              person=person, attested_on="2026-10-13",
              audit_team=True, competent_for=competent, no_conflict_declared=True, valid_until="2026-12-31")


def decisions(t):
    t.add("evidence_request", id="ER-04", catalog=ISO, control="10.2-r02", demand="document", wanted="Criteria by which opportunities for improvement are evaluated", owner="P010",
          asked_by="P050", asked_on="2026-10-07", due="2026-10-12")
    t.add("evidence_request", id="ER-05", catalog=ISO, control="8.4.3-r06", demand="record", wanted="Use of storage and lines by month", owner="P023", asked_by="P051",
          asked_on="2026-10-08", due="2026-10-20")
    t.add("evidence_request", id="ER-06", catalog=ISO, control="8.2.2-r02", demand="document", wanted="Agreed service requirements of mobile devices", owner="P015",
          asked_by="P051", asked_on="2026-10-08", due="2026-10-20")
    t.add("evidence_request", id="ER-07", catalog=ISO, control="5.1-r01", demand="interview", wanted="Interview of top management on 20 October", owner="P001", asked_by="P050",
          asked_on="2026-10-05", due="2026-10-20")


INTERVALS = [
    ("8.2.6-r13", "P3M", "DOC-CITYPES"), ("8.3.2-r06", "P3M", "DOC-SLM-PROC"), ("8.3.2-r07", "P6M", "DOC-CUST"), ("8.4.1-r04", "P3M", "DOC-FIN-POL"),
    ("8.4.1-r05", "P3M", "DOC-FIN-POL"), ("8.4.1-r06", "P3M", "DOC-FIN-POL"),
    ("8.4.2-r01", "P3M", "DOC-CAPPLAN"), ("8.4.2-r02", "P3M", "DOC-CAPPLAN"), ("8.4.2-r03", "P3M", "DOC-CAPPLAN"), ("8.7.1-r01", "P6M", "DOC-RISK-APP"),
    ("8.7.2-r01", "P6M", "DOC-RISK-APP"), ("8.7.2-r11", "P1Y", "DOC-BCP-01"),
    ("8.7.3.2-r01", "P6M", "DOC-RISK-APP"), ("9.2.1-r01", "P1Y", "DOC-AUDPROG"), ("9.2.1-r02", "P1Y", "DOC-AUDPROG"), ("9.2.1-r03", "P1Y", "DOC-AUDPROG"),
    ("9.2.1-r04", "P1Y", "DOC-AUDPROG"), ("9.3-r01", "P6M", "DOC-PLAN"),
    ("9.3-r16", "P6M", "DOC-PLAN"), ("9.3-r17", "P6M", "DOC-PLAN"), ("9.3-r18", "P6M", "DOC-PLAN"),
]
