"""The evidence manifest, its links to controls with the reviewer's verdicts, and what people state, ask for and decide."""

import datetime as dt
import hashlib

from . import evidence_clauses
from .common import PERIOD_FROM, PERIOD_TO
from .registers import LIVE

ISO, DESMF, RMF = "iso20000-1-2018", "desmf-3", "rmf-sec"
RECEIVED = dt.date(2026, 10, 12)


def build(t, files):
    documents = {d["file"]: d for d in t.rows["document"] if d.get("file")}
    ids = {}
    for number, name in enumerate(sorted(files), 1):
        data = files[name].encode("utf-8")
        document = documents[f"documents/{name}"]
        ids[name] = f"EV-{number:03}"
        kind = {"requirements": "document", "criteria": "document", "instruction": "procedure", "process": "procedure", "review": "report", "other": "document", "standard": "document",
                "catalogue": "document"}.get(document["type"], document["type"])
        records = kind in ("record", "report") and ("records" in name or "service-report" in name or "disputes" in name)
        span = quarter_of(name) or evidence_clauses.SPANS.get(name) or ((PERIOD_FROM, PERIOD_TO) if records else (None, None))
        ticketed = name in ("change-records.csv", "incident-records.csv", "problem-records.csv", "request-records.csv")
        t.add("evidence", id=ids[name], title=document["title"], type=kind, provider=document["owner"], owner=document["approved_by"], received_on=RECEIVED,
              covers_from=span[0], covers_to=span[1], classification="For official use", file=f"documents/{name}", sha256=hashlib.sha256(data).hexdigest(),
              size_bytes=len(data), version=document["version"], approved_version=True, document=document["id"],
              source_system="ServiceNow" if ticketed else "", query="all of the period, counted by month" if ticketed else "", sampled=False)
    link = link_all(t, ids)
    evidence_clauses.links(link)
    statements(t)
    evidence_clauses.statements(t)
    decisions(t)
    evidence_clauses.decisions(t)
    intervals(t)


def quarter_of(name):
    from .documents import PROBLEM_QUARTERS, QUARTERS
    if name.startswith("problem-review-"):
        _, first, last = PROBLEM_QUARTERS[int(name[15]) - 1]
        return dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    if name.startswith("change-analysis-"):
        _, first, last = QUARTERS[int(name[16]) - 1]
        month_after = dt.date.fromisoformat(last + "-28") + dt.timedelta(days=4)
        return dt.date.fromisoformat(first + "-01"), month_after.replace(day=1) - dt.timedelta(days=1)
    return None


def link_all(t, ids):
    rows = {e["id"]: e for e in t.rows["evidence"]}
    counter = [0]

    def link(name, controls, demand, catalog=ISO, subject="", locator="", verdict="sufficient", reason="", reviewer="", number=""):
        for control in controls.split():
            counter[0] += 1
            evidence = rows[ids[name]]
            t.add("evidence_link", id=f"EL-{counter[0]:03}", evidence=ids[name], catalog=catalog, control=control, subject=subject, demand=demand, listed_as=number, locator=locator,
                  verdict=verdict, reviewer=reviewer or ("P050" if counter[0] % 2 else "P051"), reviewed_on=RECEIVED + dt.timedelta(days=1 + counter[0] % 2),
                  reviewed_sha256=evidence["sha256"], reason=reason)
    for sid in LIVE:
        link(f"sla-{sid.lower()}.md", "8.3.3-r02 8.3.3-r03 8.3.3-r04 8.3.3-r05", "agreement", subject=f"SVC-{sid}", locator="sections 1 to 4")
        link(f"service-report-{sid.lower()}.csv", "8.3.3-r06 8.3.3-r07", "report", subject=f"SVC-{sid}", locator="twelve rows")
    link("risk-assessment-report.csv", "6.1.2-r01 6.1.2-r02 6.1.2-r03 6.1.2-r04", "document", locator="column source")
    link("risk-acceptance-criteria.md", "6.1.2-r05", "document")
    link("risk-approach.md", "6.1.2-r06", "document", locator="sections 2 to 5")
    link("risk-treatment-plan.md", "6.1.3-r01 6.1.3-r02 6.1.3-r03", "plan")
    link("service-management-plan.md", "6.1.1-r01", "plan", locator="section 1")
    link("risk-committee-minutes.md", "6.1.2-r01", "document", locator="item 1", verdict="not_relevant", reason="Minutes show that the register was looked at, not the risks themselves")
    link("supplier-reviews.md", "8.3.4.1-r10 8.3.4.2-r06", "review")
    for name in ("contract-con-02.md", "contract-con-05.md", "contract-abstracts.md"):
        link(name, "8.3.4.1-r02 8.3.4.1-r03 8.3.4.1-r04 8.3.4.1-r05 8.3.4.1-r06", "agreement")
    for name in ("agreements-internal.md", "agreements-customers.md"):
        link(name, "8.3.4.2-r01 8.3.4.2-r02 8.3.4.2-r03 8.3.4.2-r04 8.3.4.2-r05", "agreement")
    link("supplier-disputes.csv", "8.3.4.1-r14", "record")
    link("change-policy.md", "8.5.1.1-r01", "policy", locator="section 1")
    link("change-policy.md", "8.5.1.1-r02", "policy", locator="sections 2 and 4")
    link("change-policy.md", "8.5.1.1-r03", "policy", locator="section 3")
    link("change-records.csv", "8.5.1.2-r01 8.5.1.2-r02 8.5.1.3-r01", "record")
    for quarter in range(1, 5):
        link(f"change-analysis-{quarter}.md", "8.5.1.3-r14", "report")
        link(f"change-analysis-{quarter}.md", "8.5.1.3-r15", "record", locator="Conclusions")
        link(f"change-analysis-{quarter}.md", "8.5.1.3-r16", "review", locator="Conclusions")
    link("incident-records.csv", "8.6.1-r01 8.6.1-r02 8.6.1-r03 8.6.1-r06 8.6.1-r07", "record")
    link("major-incident-criteria.md", "8.6.1-r08", "document")
    link("major-incident-procedure.md", "8.6.1-r09", "procedure")
    for index in range(1, 10):
        link(f"major-incident-{index:02}.md", "8.6.1-r12", "report", locator="Report")
        link(f"major-incident-{index:02}.md", "8.6.1-r13", "review", locator="Review")
    link("request-records.csv", "8.6.2-r01 8.6.2-r02 8.6.2-r03 8.6.2-r05", "record")
    link("fulfilment-instructions.md", "8.6.2-r07", "procedure")
    link("problem-records.csv", "8.6.3-r04 8.6.3-r05 8.6.3-r06 8.6.3-r09 8.6.3-r10", "record")
    for quarter in range(1, 5):
        link(f"problem-review-{quarter}.md", "8.6.3-r15", "review")
        link(f"problem-review-{quarter}.md", "8.6.3-r16", "review")
        link(f"problem-review-{quarter}.md", "8.6.3-r17", "report")
    link("security-policy.md", "SEC2-1", "policy", catalog=RMF, subject="SEC")
    for acronym in ("ems", "lps"):
        link(f"authorization-{acronym}.md", "SEC7-1", "document", catalog=RMF, subject=f"SYS-{acronym.upper()}", locator="paragraph 3")
        link(f"poam-{acronym}.csv", "SEC7-4", "plan", catalog=RMF, subject=f"SYS-{acronym.upper()}")
    return link


def statements(t):
    def attest(aid, control, person, statement, method, on="2026-10-13", catalog=ISO, subject="", outcome="met", team=True, competent="", **more):
        t.add("attestation", id=aid, catalog=catalog, control=control, subject=subject, outcome=outcome, statement=statement, method=method, person=person, attested_on=on,
              audit_team=team, competent_for=competent, no_conflict_declared=more.pop("no_conflict", team), valid_until=more.pop("until", "2026-12-31"), **more)
    attest("AT-01", "6.1.1-r01", "P050", "The plan names the issues and requirements of the context review; three planners explained how they were used", "interview", competent="4 5 6")
    attest("AT-02", "6.1.1-r02", "P051", "Risk workshops of March and September looked at; the register follows from them", "examine", competent="6 8.3")
    attest("AT-03", "8.6.3-r01", "P051", "Monthly trend lists of incidents seen for six months; problems opened from them", "observe", competent="8.6")
    attest("AT-04", "8.5.1.3-r16", "P050", "Minutes of the change board of January, April, July and October read", "examine", competent="8.5")
    attest("AT-05", "8.5.1.2-r08", "P051", "No service was taken over from another party in the period; asked of the portfolio analyst and of the contracts officer", "interview",
           competent="8.5", outcome="no_occasion")
    attest("AT-06", "8.3.3-r01", "P050", "Customer of the network service confirmed what is agreed", "interview", subject="SVC-NET", competent="8.3")
    attest("AT-08", "8.5.1.3-r08", "P050", "Twelve changes followed: test results match what was deployed", "test", competent="8.5")
    attest("AT-09", "8.5.1.3-r10", "P050", "The same twelve changes: the way back was written down and tried where it could be", "test", competent="8.5")
    attest("AT-10", "8.5.1.2-r10", "P051", "Deployments of two weeks compared with the change schedule; all were recorded", "test", competent="8.5")
    attest("AT-14", "8.6.1-r04", "P051", "Escalations of three months read in the operations centre", "examine", competent="8.6")
    attest("AT-15", "8.6.1-r05", "P051", "Twenty callers asked; their incidents were resolved", "interview", competent="8.6")
    attest("AT-16", "8.6.3-r02", "P050", "Eight analyses of causes read with the problem manager", "examine", competent="8.6")
    attest("AT-07", "SEC8-s4", "P050", "Quarterly status reports to the authorizing official seen", "examine", catalog=RMF, subject="SYS-EMS", competent="SEC RMF")
    for number in range(1, 4):
        attest(f"AT-{10 + number}", f"IM-O{number}", "P051", "Looked at on two days in the operations centre, records sampled", "observe", catalog=DESMF, subject="IM", competent="IM PM RF")
    for number in range(1, 3):
        attest(f"AT-{20 + number}", f"CHM-O{number}", "P050", "Ten changes followed from request to review", "test", catalog=DESMF, subject="CHM", competent="CHM RDM")


def decisions(t):
    t.add("applicability", id="AP-02", catalog=DESMF, control="FM-O5", subject="FM", decision="excluded", justification="The board forbids charging between its agencies", approver="P006",
          approved_on="2025-09-01", document="DOC-SCOPE", review_due="2027-09-01")
    t.add("exception", id="EX-02", catalog=DESMF, control="cpc.evaluate.4", subject="EVAL", kind="compliance_exception", reason="Process is new; capability is assessed with the next cycle",
          compensating_measures="Measured by review of changes", requested_by="P025", approver="P001", approved_on="2026-04-20", valid_until="2027-04-30",
          reported_to="Joint Services Information Board", reported_on="2026-05-11")
    t.add("exception", id="EX-03", catalog=RMF, control="SEC4-2", subject="SYS-LPS", kind="risk_acceptance", reason="Two enhancements of the moderate baseline wait for the next release",
          compensating_measures="Segment watched around the clock", risk="R-027", requested_by="P031", approver="P006", approved_on="2026-05-18", valid_until="2027-05-17")
    t.add("evidence_request", id="ER-01", catalog=ISO, control="8.6.2-r06", demand="record", wanted="Work notes of fifty requests", owner="P034", asked_by="P051", asked_on="2026-10-08", due="2026-10-20")
    t.add("evidence_request", id="ER-02", catalog=ISO, control="8.6.3-r13", demand="record", wanted="Known error list with dates", owner="P026", asked_by="P050", asked_on="2026-10-08", due="2026-10-20")
    t.add("evidence_request", id="ER-03", catalog=ISO, control="8.5.1.1-r01", demand="policy", wanted="Change management policy", owner="P025", asked_by="P050", asked_on="2026-10-05",
          due="2026-10-12", answer="provided", answered_by="P025", answered_on="2026-10-09")


def intervals(t):
    """How often, for every control that leaves it to the organisation; minutes of management reviews are wanted at the interval of the reviews."""
    lengths = [("8.3.3-r06", "P1M", "DOC-SLM-PROC"), ("8.3.3-r07", "P1M", "DOC-SLM-PROC"), ("8.3.4.1-r10", "P3M", "DOC-SUP-PROC"), ("8.3.4.1-r12", "P1Y", "DOC-SUP-PROC"),
               ("8.3.4.2-r06", "P3M", "DOC-SUP-PROC"), ("8.5.1.3-r14", "P3M", "DOC-CHM-PROC"), ("8.6.3-r15", "P3M", "DOC-PM-PROC"), ("8.6.3-r16", "P3M", "DOC-PM-PROC"),
               ("8.6.3-r17", "P3M", "DOC-PM-PROC")] + evidence_clauses.INTERVALS
    for number, (control, length, document) in enumerate(lengths, 1):
        t.add("interval", id=f"IV-{number:02}", catalog=ISO, control=control, length=length, document=document, approver="P010", approved_on="2025-08-25", starts_on="2025-10-01")
