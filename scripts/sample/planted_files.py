"""The list of planted faults: for programs as CSV, for people as PLANTED.md."""

from . import catalog as catalogs
from .common import csv_text, write_bytes


def write(plan):
    plan.rows.sort()
    write_bytes("planted.csv", csv_text(["check", "subject", "register", "row_key", "planted"], plan.rows).encode())
    plan.outcomes.sort()
    write_bytes("planted_outcomes.csv", csv_text(["catalog", "control", "subject", "outcome", "says", "planted"], plan.outcomes).encode())
    statements = catalogs.statements()
    plan.told_by.sort()
    write_bytes("planted_told.csv", csv_text(["command", "says", "planted"], plan.told_by).encode())
    faults = sorted(plan.faults, key=lambda f: int(f["id"][1:]))
    lines = ["# Faults planted in the sample organisation\n",
             f"{len(plan.faults)} faults, {len(plan.rows)} failing rows. All else is clean: a test compares the failing rows of a check on 2026-10-15 with `planted.csv`,",
             "row by row, the determinations of faults that show in no row with `planted_outcomes.csv`, and what only a command tells with `planted_told.csv`.",
             "Written by `scripts/make_sample.py`; change it there.\n",
             "## Faults that show in rows\n", "| id | what was done | register | rows that fail | control | check | failing |", "|---|---|---|---|---|---|---|"]
    for f in faults:
        for check in sorted({r[0] for r in f["rows"]}):
            keys = sorted(r[3] for r in f["rows"] if r[0] == check)
            shown = ", ".join(keys[:4]) + (f" and {len(keys) - 4} more" if len(keys) > 4 else "")
            lines.append(f"| {f['id']} | {f['what']} | {f['register']} | {shown} | {f['control'].replace(' ', ', ')} | {check} | {len(keys)} |")
    lines += ["\n## Faults that show in determinations\n", "| id | what was done | register | control | subject | outcome | the reason says |", "|---|---|---|---|---|---|---|"]
    for f in faults:
        for catalog, control, subject, outcome, says, _ in f["outcomes"]:
            lines.append(f"| {f['id']} | {f['what']} | {f['register']} | {control} | {subject or 'organisation'} | {outcome.replace('_', ' ')} | {says} |")
    lines += ["\n## Faults that a command tells\n", "| id | what was done | register | control | command | it says |", "|---|---|---|---|---|---|"]
    for f in faults:
        lines += [f"| {f['id']} | {f['what']} | {f['register']} | {f['control']} | `assay {arguments}` | {says} |" for arguments, says in f["told"]]
    lines += ["\n## Why an auditor would object\n", "What is required, in our words, and where it is not plain, what is wrong with what was done.\n", "| id | objection |", "|---|---|"]
    for f in faults:
        lines.append(f"| {f['id']} | {f['why'] or statements[(f['catalog'], f['control'].split()[0])]} |")
    write_bytes("PLANTED.md", ("\n".join(lines) + "\n").encode())
