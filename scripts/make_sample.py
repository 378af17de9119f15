#!/usr/bin/env python3
"""Writes the sample organisation into evidence/. Same input, same bytes: no clock, no random source but our own.

Needs the Python standard library only. The files it writes are committed; the program and its tests never run this.
"""

import pathlib
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

from sample import (assessing, assurance, catalog, context, customers, delivery, documents, evidence, exports, measuring, people, plan, planted, planted_assurance,  # noqa: E402
                    planted_clauses, planted_files, planted_rmf, portfolio, registers, reports, reviewing, risks, rmf, suppliers, supply, technical, tickets)
from sample.common import OUT, Rng, Tables, write_bytes  # noqa: E402


def main():
    t = Tables()
    framework = catalog.load()
    people.build(t, Rng(1001), framework)
    registers.build(t, Rng(1002), framework)
    risks.build(t, Rng(1003))
    t.rows["improvement"] = []
    suppliers.build(t, Rng(1004))
    tickets.build(t)
    reports.build(t)
    tickets.raised(t)
    documents.systems(t)
    for number, part in enumerate((context, measuring, portfolio, customers, supply, delivery, assurance, reviewing), 6001):
        part.build(t, Rng(number))
    for part in (rmf, technical, assessing):
        part.build(t)
    faults = planted.Plan(t)
    planted.plant_registers(faults)
    for each in (planted_clauses, planted_rmf, planted_assurance):
        each.plant_registers(faults)
    files = documents.build(t)
    planted.plant_documents(faults)
    planted_clauses.plant_documents(faults)
    evidence.build(t, files)
    assessing.ratings(t)
    assessing.sample(t)
    files = planted.plant_evidence(faults, files)
    planted_clauses.plant_evidence(faults)
    planted_rmf.plant_exceptions(faults)
    planted_assurance.plant_evidence(faults)
    for name in sorted(files):
        write_bytes(f"documents/{name}", files[name].encode("utf-8"))
    exports.write(t)
    written, paths = plan.write_all(t, faults.counts_off, faults.later)
    planted_files.write(faults)
    plan.clean({f"documents/{n}" for n in files} | paths)
    for register in sorted(written):
        print(f"{register:18} {written[register]:6}")
    print(f"{'documents':18} {len(files):6}")
    print(f"{'bytes':18} {sum(p.stat().st_size for p in OUT.rglob('*') if p.is_file()):6}")


if __name__ == "__main__":
    main()
