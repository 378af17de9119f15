"""assay.xml, the list of imports, and the writing of all files."""

from . import shapes, technical
from .common import OUT, write_bytes

# Some registers name each other; a key that is not there yet is kept as given, so only the fewest are put last.
ORDER = ["organization", "person", "supplier", "service", "process", "document", "scope", "role", "assignment", "activity", "raci", "activity_task", "system", "authorization",
         "monitoring_trigger", "poam", "risk_criterion", "risk",
         "contract", "sla", "sla_target", "supplier_review", "dispute"]
CLAUSES = ["service_report", "improvement", "customer", "issue", "interested_party", "communication", "stakeholder", "metric", "objective", "competence", "service_catalog",
           "release", "transition", "service_requirement", "other_party", "asset", "ci",
           "ci_verification", "complaint", "satisfaction", "service_review", "budget", "demand", "capacity", "acceptance", "knowledge_article", "known_error", "outage",
           "continuity_plan",
           "continuity_test", "information_type", "security_control", "security_incident", "measurement", "audit_programme", "audit", "audit_team", "audit_session",
           "audit_meeting", "workpaper", "nonconformity", "management_review", "action"]
AFTER = ["evidence", "evidence_link", "attestation", "applicability", "interval", "evidence_request", "exception", "disposition", "capability_rating", "audit_sample", "sample_item"]
FINDINGS = "technical_check"   # the list that ties findings to the plan of action, after the results themselves
TICKETS = [("change", "changes", ["--date-format", "dd-MM-yyyy HH:mm:ss", "--date-format", "dd-MM-yyyy"]), ("problem", "problems", []), ("incident", "incidents", []),
           ("request", "requests", ["--date-format", "MM/dd/yyyy HH:mm:ss"])]
PERIOD = "2025-10-01..2026-09-30"


def workspace():
    return """<?xml version="1.0" encoding="UTF-8"?>
<workspace organization="Northgate Joint Services Agency" zone="America/New_York">
  <period from="2025-10-01" to="2026-09-30"/>
  <standard catalog="iso20000-1-2018"/>
  <standard catalog="desmf-3"/>
  <standard catalog="rmf-sec"/>
  <policy isolated-percent="1" isolated-rows="5" major-percent="50" major-rows="10" systemic-percent="20" systemic-subjects="3" record-lag="P30D"/>
</workspace>
"""


def quoted(words):
    return " ".join(f'"{w}"' if " " in w else w for w in words)


def change_of(register):
    """The number of the change that stores a register of the first lists: the definitions are change 1."""
    return 2 + (ORDER + [name for name, *_ in TICKETS] + CLAUSES).index(register)


def write_all(t, counts_off, later):
    """`later`: rows that are recorded once more after everything else, by register."""
    lines = ["# The imports of the sample organisation, in order: register, file, options of `assay import`. Words with blanks stand in double quotes.",
             "# Most imports declare their population: where it came from, by which filter, when, by whom, for which days, and the source's own count.",
             "# Files that somebody keeps beside his work declare nothing: what fails in them fails, and what passes proves nothing."]
    written, paths = {}, set()
    for register in ORDER:
        lines.append(register_line(t, register, written, paths))
    for register, name, options in TICKETS:
        rows = len(t.rows[register])
        written[register] = rows
        words = [register, f"tickets/{name}.csv", "--source", "ServiceNow", "--query", "opened_atBETWEEN2025-10-01@2026-09-30^ORDERBYnumber", "--extracted",
                 "2026-10-02T06:00-04:00",
                 "--by", "P047", "--period", PERIOD, "--source-count", str(rows + counts_off.get(register, 0))] + options
        lines.append(quoted(words))
        paths.add(words[1])
    for register in CLAUSES + AFTER:
        lines.append(register_line(t, register, written, paths))
    for words in technical.write():
        lines.append(quoted(words))
        paths.add(words[1])
    lines.append(register_line(t, FINDINGS, written, paths))
    for register, rows in later.items():
        path = shapes.write_rows(t, register, rows, f"{register}-later")
        lines.append(quoted([register, path] + shapes.options(register)))
        paths.add(path)
    write_bytes("import.order", ("\n".join(lines) + "\n").encode())
    write_bytes("assay.xml", workspace().encode())
    return written, paths


def register_line(t, register, written, paths):
    path, rows = shapes.write(t, register)
    written[register] = rows
    paths.add(path)
    words = [register, path]
    if shapes.source(register):
        system, query, by = shapes.source(register)
        words += ["--source", system, "--query", query, "--extracted", "2026-10-14T17:00-04:00", "--by", by, "--period", PERIOD, "--source-count", str(rows)]
    return quoted(words + shapes.options(register))


def clean(names):
    """Files of an earlier run that this one did not write again."""
    for folder in ("documents", "registers", "tickets", "exports"):
        for path in sorted((OUT / folder).glob("*")):
            if path.relative_to(OUT).as_posix() not in names:
                path.unlink()
