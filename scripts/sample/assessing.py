"""What assessors keep: ratings of process capability, papers of the audit of 2025, and a sample of incidents, drawn by the rule of docs/sampling.md."""

import hashlib

from .plan import change_of

ISO = "iso20000-1-2018"

# process, evidence, who agreed, target, ratings in the order of the attributes: rating and share
RATINGS = [
    ("CHM", "change-records.csv", "Théa Lindqvist, Terrence Boyd", 3, [("F", 94), ("F", 90), ("F", 88), ("L", 76), ("L", 70)]),
    ("IM", "incident-records.csv", "Bernard Okafor, Terrence Boyd", 2, [("F", 91), ("F", 88), ("L", 80)]),
    ("PM", "problem-records.csv", "Bernard Okafor, Terrence Boyd", 2, [("L", 79), ("P", 45)]),
    ("RF", "request-records.csv", "Bernard Okafor, Terrence Boyd", 2, [("F", 93), ("L", 75), ("L", 70)]),
    ("SLM", "service-report-eml.csv", "Théa Lindqvist, Terrence Boyd", 2, [("F", 90), ("L", 80), ("L", 71)]),
    ("KM", "documented-information.csv", "Théa Lindqvist, Terrence Boyd", 1, [("L", 72)]),
    ("AVM", "availability-records.csv", "Théa Lindqvist, Terrence Boyd", 2, [("L", 70), ("P", 40)]),
]
ATTRIBUTES = ["pa_1_1", "pa_2_1", "pa_2_2", "pa_3_1", "pa_3_2"]
BASES = {"pa_1_1": "Outcomes compared with the records of the year", "pa_2_1": "Plans, duties and reviews of the process", "pa_2_2": "Templates, versions and reviews of what the process leaves",
         "pa_3_1": "Description of the process and its tailoring", "pa_3_2": "Training, tools and how three teams work"}

# control, method, who was asked, seen, items, looked at, failing, population, result
PAPERS_25 = [
    ("8.3.3-r02", "document_review", "Service level lead", "Agreements of eight services", "SLA-EML to SLA-HST", 8, 2, "8 agreements", "nonconforming"),
    ("8.7.3.2-r05", "interview", "Access lead", "Dates of access reviews", "", 4, 1, "4 reviews", "nonconforming"),
    ("7.2-r01", "sample", "Heads of directorates", "Competence of twelve people", "Twelve names in the annex", 12, 0, "96 people", "conforming"),
]

SEED, SIZE, LOOKED_AT, CONDITION = 714, 20, "work notes", "state eq 'closed'"


def build(t):
    for number, (control, method, asked, seen, names, looked, failing, population, result) in enumerate(PAPERS_25, 14):
        t.add("workpaper", id=f"WP-{number}", audit="IA-25", catalog=ISO, control=control, method=method, role_asked=asked, auditor="P051", examined_on="2025-06-04", seen=seen,
              items=names, items_examined=looked, items_failing=failing, population=population, result=result, reviewed_by="P052", reviewed_on="2025-06-17")
    t.add("audit_session", id="AS-17", audit="IA-26", title="Desk and store at the annex", planned_from="2026-05-15 12:00:00", planned_to="2026-05-15 13:30:00", site="Harrow Point annex",
          catalog=ISO, clauses="8.2.5 8.6.2", method="observation", auditor="P051", auditee="P018", status="cancelled", result="", summary="",
          reason="The annex was closed after a storm; taken into the plan of 2027")
    t.find("nonconformity", id="NC-26-03").update(due="2026-08-31", extended_to="2026-09-30", extension_reason="Scanners were delivered in September", extension_accepted_by="P050")


def ratings(t):
    """Once the evidence has its ids."""
    number = 0
    for process, name, agreed, target, given in RATINGS:
        proof = next(e["id"] for e in t.rows["evidence"] if e["file"] == f"documents/{name}")
        for attribute, (rating, share) in zip(ATTRIBUTES, given):
            number += 1
            t.add("capability_rating", id=f"CR-{number:02}", process=process, attribute=attribute, edition="iso33020_2015", rating=rating, achieved=f"{share} %",
                  assessment="Evaluation of the processes 2026", **{"class": "class_2"}, independence="type_c", method="r2", assessor="P011", consensus=True, consensus_with=agreed,
                  instance_count=3, target_level=target, rated_on="2026-06-24", basis=BASES[attribute], evidence=proof, document="DOC-PER-2026")


def sample(t):
    """Twenty closed incidents by priority. All that enters is the seed, the stratum and the number."""
    strata = {}
    for row in t.rows["incident"]:
        if row["state"] == "closed":
            strata.setdefault(row["priority"] or "not recorded", []).append(row["number"])
    names = sorted(strata)
    population = sum(len(strata[s]) for s in names)
    t.add("audit_sample", id="SM-001", audit="RA-26", catalog=ISO, control="8.6.1-r07", register="incident", condition=CONDITION, strata="priority", n=SIZE, seed=SEED,
          state=change_of("incident"), zone="America/New_York", population=population, undecided=0, drawn=SIZE, drawn_on="2026-10-08", drawn_by="P051",
          method="Seed thrown with dice by the head of internal review before the export was imported")
    drawn = [(stratum, number) for stratum, share in zip(names, shares([len(strata[s]) for s in names], SIZE))
             for number in sorted(strata[stratum], key=lambda key: (rank(stratum, key), key))[:share]]
    for item, (stratum, number) in enumerate(drawn, 1):
        t.add("sample_item", sample="SM-001", item=item, attribute=LOOKED_AT, register="incident", row_key=number, stratum=stratum, result="pass", examined_by="P051",
              examined_on="2026-10-08")
    t.add("workpaper", id="WP-17", audit="RA-26", session="AS-12", catalog=ISO, control="8.6.1-r07", method="sample", role_asked="Incident lead", auditor="P051",
          examined_on="2026-10-08", seen="Whether the notes tell what was done", items="Sample SM-001", items_examined=SIZE, items_failing=0, population=f"{population} closed incidents",
          result="conforming", reviewed_by="P052", reviewed_on="2026-10-12")


def rank(stratum, key):
    return hashlib.sha256(f"{SEED}|{stratum}|{key}".encode()).hexdigest()


def shares(sizes, n):
    """How many of each stratum: one where the share is below one, the rest by largest remainders."""
    small, left, rows = set(), n, sum(sizes)
    while more := [i for i, size in enumerate(sizes) if i not in small and left * size < rows]:
        small.add(more[0])
        left, rows = left - 1, rows - sizes[more[0]]
    given = [1 if i in small else left * size // rows for i, size in enumerate(sizes)]
    others = sorted((i for i in range(len(sizes)) if i not in small), key=lambda i: (-(left * sizes[i] % rows), -sizes[i], i))
    for i in others[:n - sum(given)]:
        given[i] += 1
    return given
