#!/usr/bin/env python3
"""Holds the manual to the program and to the schemas. usage: check_manual.py [--accept] [--assay PROGRAM] [PAGE]…

Every command of the tutorials and how-to pages is run, and what it prints compared with what the page shows (console.py says how).
docs/commands.md is compared with the help of every command, docs/registers.md with the definitions, docs/xml.md with the schemas. --accept writes the pages anew; look at the
difference before you commit it.
"""
import argparse
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True
import commands  # noqa: E402
import console  # noqa: E402
import made  # noqa: E402
import registers  # noqa: E402
import schema  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]


def pages_with_commands():
    return [page for page in sorted((ROOT / "docs").glob("*.md")) if "\n```console\n" in page.read_text(encoding="utf-8")]


def main():
    options = argparse.ArgumentParser(description="Holds the manual to the program and to the schemas.")
    options.add_argument("--accept", action="store_true", help="write the pages anew")
    options.add_argument("--assay", default=str(ROOT / "build" / "release" / "assay"), help="the program")
    options.add_argument("pages", nargs="*", type=Path, help="only these pages")
    given = options.parse_args()
    if not os.access(given.assay, os.X_OK):
        sys.exit(f"check_manual: no program '{given.assay}'; build it: scripts/build release assay")

    pages = [page.resolve() for page in given.pages] or pages_with_commands()

    def check(page):
        began = time.monotonic()
        name = str(page.relative_to(ROOT))
        faults, count = console.check_page(page, given.assay, name, given.accept)
        lines = page.read_text(encoding="utf-8").split("\n")
        faults += [f"{name}:{number}: shows where this repository is: {line}" for number, line in enumerate(lines, 1) if str(ROOT) in line]
        return page, faults, count, time.monotonic() - began

    faults = []
    # The longest pages first, so that no core waits for one at the end.
    pages.sort(key=lambda page: -page.stat().st_size)
    with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as pool:
        for page, found, count, seconds in pool.map(check, pages):
            faults += found
            print(f"{page.relative_to(ROOT)}: {count} commands run in {seconds:.1f} s, {len(found)} faults")
    if not given.pages:
        page, count = commands.page(given.assay)
        faults += made.check(ROOT / "docs" / "commands.md", page, "the help texts of the program", given.accept)
        print(f"docs/commands.md: the help of {count} commands compared")
        page, count = registers.page(ROOT / "controls" / "registers")
        faults += made.check(ROOT / "docs" / "registers.md", page, "the definitions of registers", given.accept)
        print(f"docs/registers.md: {count} definitions compared")
        faults += schema.check(ROOT / "docs" / "xml.md", ROOT / "controls" / "schema")
        faults += schema.check_example_of_a_check(ROOT / "docs" / "xml.md", given.assay)
    for fault in faults:
        print(fault)
    if faults:
        print(f"{len(faults)} faults. Where the program is right and the page is not: tests/manual/check_manual.py --accept (then read 'git diff docs')")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
