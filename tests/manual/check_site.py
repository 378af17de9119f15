#!/usr/bin/env python3
"""Renders the manual by scripts/manual, reads its pages, and tries it on sources with faults. usage: check_site.py"""
import re
import shutil
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Reader(HTMLParser):
    """What a page refers to, and whether its elements are closed in order."""

    def __init__(self):
        super().__init__()
        self.open, self.ids, self.links, self.faults = [], set(), [], []

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag not in ("meta", "br", "hr", "col", "input"):
            self.open.append(tag)
        if tag in ("script", "img", "iframe", "link", "object", "form") or any(name.startswith("on") or name in ("src", "style") for name in given):
            self.faults.append(f"an element '{tag}' that no page needs")
        self.ids.add(given.get("id"))
        if tag == "a":
            self.links.append(given.get("href", ""))

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if self.open and self.open[-1] == tag:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"'</{tag}>' closes another element")


def page_faults(folder):
    pages = {}
    for path in sorted(folder.glob("*.html")):
        pages[path.name] = Reader()
        text = path.read_text(encoding="utf-8")
        pages[path.name].feed(text)
        if not re.search(r"<title>[^<]+</title>", text) or 'lang="en"' not in text:
            pages[path.name].faults.append("no title or no language")
    faults = []
    for name, page in pages.items():
        faults += [f"{name}: {fault}" for fault in page.faults + [f"'{tag}' is not closed" for tag in page.open]]
        for link in page.links:
            to, _, anchor = link.partition("#")
            if not re.match(r"[a-z]+:", link) and (to or name) not in pages or anchor and not re.match(r"[a-z]+:", link) and anchor not in pages[to or name].ids:
                faults.append(f"{name}: a dead link to '{link}'")
    return faults, len(pages)


def render(folder, sources):
    return subprocess.run([str(ROOT / "scripts" / "manual"), str(folder), str(sources)], capture_output=True, text=True, encoding="utf-8")


def main():
    if shutil.which("pandoc") is None:
        print("SKIPPED: the manual was not rendered: no pandoc (scripts/install-dependencies manual)")
        return 0
    with tempfile.TemporaryDirectory() as place:
        site, sources = Path(place) / "site", Path(place) / "sources"
        run = render(site, ROOT)
        print(run.stdout + run.stderr, end="")
        if run.returncode != 0:
            return 1
        faults, count = page_faults(site)
        if count < 20 or not (site / "index.html").is_file():
            faults.append(f"only {count} pages")

        # The same with faults, each of which must be told; a few pages are enough.
        (sources / "docs" / "site").mkdir(parents=True)
        shutil.copy(ROOT / "CMakeLists.txt", sources)
        shutil.copy(ROOT / "docs" / "site" / "manual.css", sources / "docs" / "site")
        (sources / "docs" / "README.md").write_text("# Front\n\n## Part\n\n- [a](a.md)\n- [gone](gone.md)\n", encoding="utf-8")
        (sources / "docs" / "a.md").write_text("# A\n\n[dead](b.md) [no anchor](#nowhere) [fine](#a)\n\n| | x |\n|---|---|\n| 1 | 2 |\n\n# Again\n", encoding="utf-8")
        (sources / "docs" / "alone.md").write_text("# Alone\n", encoding="utf-8")
        broken = render(Path(place) / "none", sources)
        for wanted in ("docs/README.md: 'docs/alone.md' is linked from no list of it", "docs/README.md: a link to 'docs/gone.md', which is nowhere",
                       "docs/a.md: a link to 'b.md', which is nowhere", "docs/a.md: a link to '#nowhere', and 'docs/a.md' has no such anchor",
                       "docs/a.md: not exactly one heading of the first level", "docs/a.md: a table with a head that says nothing", "nothing was written"):
            if wanted not in broken.stderr:
                faults.append(f"scripts/manual did not tell: {wanted}")
        if broken.returncode != 1 or (Path(place) / "none").exists():
            faults.append("scripts/manual wrote pages with faults")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
